"""The client as the rest of the bot opens it, and what one event costs."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from structlog.testing import capture_logs

from bot.github.client import connect
from bot.github.limits import Limits
from bot.github.port import CheckRun, ContentRequest, GitHub, Review, ReviewComment
from tests.github.conftest import APP, PULL, REPOSITORY
from tests.github.pull_answer import BASE, HEAD, blob, said
from tests.github.script import Say, Script, graphql


@pytest.fixture(scope="session")
def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


async def whole_event(client: GitHub) -> None:
    pull = await client.pull_request(PULL, config_revision=BASE)
    await client.contents(pull.ref.repository, ContentRequest([(HEAD, "specs/a/plan.md")]))
    await client.create_check_run(pull.ref.repository, CheckRun(HEAD, "digest", "failure", "1 problem", "Summary"))
    comment = ReviewComment("specs/a/plan.md", 3, "No kill switch")
    await client.converse(pull, Review(HEAD, "One problem", (comment,)), ())


def answers() -> tuple[Say, ...]:
    contents = graphql({"repository": {"b0": blob("# Plan"), "t0": {}}})
    return said(), contents, Say({"id": 1}, status=201), Say({"id": 2})


async def test_an_event_costs_four_requests_and_one_token(script: Script, pem: str) -> None:
    script.queue(*answers())
    limits = Limits(write_seconds=0)
    async with connect(api_url=script.url, app_id=APP, private_key=pem, limits=limits) as client:
        await whole_event(client)
    assert script.paths() == [
        "POST /graphql",
        "POST /graphql",
        "POST /repos/octo/shop/check-runs",
        "POST /repos/octo/shop/pulls/5/reviews",
    ]
    assert len(script.mints) == 1
    assert {heard.headers["User-Agent"] for heard in script.heard} == {"Planwarden/0.1.0"}


async def test_what_is_logged_holds_no_secret_and_no_content(script: Script, pem: str) -> None:
    script.queue(*answers())
    with capture_logs() as lines:
        async with connect(api_url=script.url, app_id=APP, private_key=pem, limits=Limits(write_seconds=0)) as client:
            await whole_event(client)
    assert [line["request"] for line in lines] == [
        "POST /app/installations/{installation}/access_tokens",
        "POST /graphql PullRequest",
        "POST /graphql Contents",
        "POST /repos/{owner}/{repo}/check-runs",
        "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    ]
    assert not any(secret in repr(lines) for secret in ("ghs_", "Bearer", "# Plan", "kill switch", "octo"))


async def test_an_unusable_address_or_key_is_refused_before_anything_is_sent(script: Script, pem: str) -> None:
    with pytest.raises(ValueError, match="https"):
        async with connect(api_url="http://ghe.corp.test/api/v3", app_id=APP, private_key=pem):
            pass
    with pytest.raises(ValueError, match="PEM"):
        async with connect(api_url=script.url, app_id=APP, private_key="no key"):
            pass


async def test_a_repository_of_another_installation_gets_its_own_token(script: Script, client: GitHub) -> None:
    """The port is shared by all installations; the reference alone says whose token is used."""
    script.queue(graphql({"repository": {"b0": None, "t0": None}}))
    await client.contents(REPOSITORY, ContentRequest([(HEAD, "gone.md")]))
    assert script.mints[0].path == "/app/installations/7/access_tokens"
