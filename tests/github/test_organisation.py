"""The organisation's configuration: its own narrow token, remembered, and never taken for absent when it is unknown."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.github.errors import Denied, Limited, Unreachable
from bot.github.limits import Limits
from bot.github.port import GitHub, RepositoryRef
from rules.settings_yaml import LARGEST
from tests.github.conftest import REPOSITORY, client_of
from tests.github.pull_answer import blob
from tests.github.script import Say, Script, graphql

CONFIG = b"mode: enforce\n"


class Clock:
    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(script: Script, key: rsa.RSAPrivateKey, clock: Clock) -> AsyncIterator[GitHub]:
    limits = Limits(write_seconds=0, monotonic=clock.monotonic, now=clock.now)
    async with client_of(script, key, limits) as client:
        yield client


def file(raw: bytes, **changes: Any) -> Say:
    return graphql({"repository": {"object": blob(raw, **changes)}})


NOT_FOUND = graphql({"repository": None}, {"type": "NOT_FOUND", "path": ["repository"], "message": "Could not resolve"})


async def test_it_is_read_with_a_token_for_that_repository_alone(script: Script, client: GitHub) -> None:
    script.queue(file(CONFIG))
    assert await client.organisation_config(REPOSITORY) == CONFIG
    assert script.paths() == ["POST /graphql"]
    assert script.heard[0].variables == {
        "owner": "octo",
        "name": ".github",
        "expression": "HEAD:.github/planwarden.yml",
    }
    assert [mint.body for mint in script.mints] == [
        {"repositories": [".github"], "permissions": {"contents": "read", "metadata": "read"}}
    ]


async def test_it_is_remembered_for_five_minutes_and_for_every_repository(
    script: Script, client: GitHub, clock: Clock
) -> None:
    script.queue(file(CONFIG), file(b"mode: advisory"))
    other = RepositoryRef(installation=7, id=43, owner="Octo", name="bank")
    found = [await client.organisation_config(repository) for repository in (REPOSITORY, other)]
    clock.seconds = 299
    found.append(await client.organisation_config(REPOSITORY))
    assert (found, len(script.heard)) == ([CONFIG] * 3, 1)
    clock.seconds = 300
    assert await client.organisation_config(REPOSITORY) == b"mode: advisory"


@pytest.mark.parametrize(
    "absent",
    [NOT_FOUND, graphql({"repository": {"object": None}}), graphql({"repository": {"object": {}}})],
    ids=["no repository", "no file", "a directory"],
)
async def test_no_file_is_remembered_as_well(script: Script, client: GitHub, absent: Say) -> None:
    script.queue(absent)
    assert await client.organisation_config(REPOSITORY) is None
    assert await client.organisation_config(REPOSITORY) is None


async def test_a_file_that_is_not_text_is_read_byte_for_byte(script: Script, client: GitHub) -> None:
    raw = b"mode: \xff"
    script.queue(file(raw), Say({"content": base64.encodebytes(raw).decode()}))
    assert await client.organisation_config(REPOSITORY) == raw
    assert script.paths()[1] == f"GET /repos/octo/.github/git/blobs/{blob(raw)['oid']}"


async def test_of_a_huge_file_the_beginning_is_enough_to_refuse_it(script: Script, client: GitHub) -> None:
    script.queue(file(b"x" * 600_000, text="x" * 512_000, isTruncated=True))
    found = await client.organisation_config(REPOSITORY)
    assert found is not None
    assert len(found) == 512_000 > LARGEST


@pytest.mark.parametrize(
    "answer",
    [
        Say({"message": "There is at least one repository that does not exist or is not accessible"}, status=422),
        Say({"message": "Not Found"}, status=404),
    ],
    ids=["422", "404"],
)
async def test_a_repository_that_the_app_is_not_installed_on(script: Script, client: GitHub, answer: Say) -> None:
    script.minting.append(answer)
    assert await client.organisation_config(REPOSITORY) is None
    assert script.heard == []


@pytest.mark.parametrize(
    "trouble", [Say({}, status=503), Say({}, status=429), Say(body=b"{")], ids=["503", "429", "truncated"]
)
async def test_the_last_good_one_stays_in_force_while_github_is_in_trouble(
    script: Script, client: GitHub, clock: Clock, trouble: Say
) -> None:
    script.queue(file(CONFIG), trouble, file(b"mode: advisory"))
    await client.organisation_config(REPOSITORY)
    clock.seconds = 1000
    assert await client.organisation_config(REPOSITORY) == CONFIG
    clock.seconds = 2000
    assert await client.organisation_config(REPOSITORY) == b"mode: advisory"


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Say({}, status=503), Unreachable),
        (Say({}, status=429), Limited),
        (Say({"message": "Resource not accessible by integration"}, status=403), Denied),
        (graphql({"repository": None}, {"type": "FORBIDDEN", "path": ["repository"], "message": "x"}), Denied),
        (graphql({"repository": {"object": None}}, {"path": ["repository", "object"], "message": "x"}), Unreachable),
    ],
    ids=["503", "429", "403", "forbidden", "a fault in part"],
)
async def test_unknown_is_not_absent(script: Script, client: GitHub, trouble: Say, kind: type[Exception]) -> None:
    script.queue(trouble)
    with pytest.raises(kind):
        await client.organisation_config(REPOSITORY)
