"""Who may do what: JSON web tokens by GitHub's clock, and tokens that keep to their scope."""

from typing import Any

import pytest

from tests.standin.model.accounts import Role
from tests.standin.server import StandIn
from tests.standin_tests.client import Client, token_path


async def test_the_app_proves_itself_with_its_key(github: StandIn) -> None:
    answer = await Client.as_app(github).get("/app")

    assert (answer.status, answer.body["slug"]) == (200, "planwarden")


async def test_the_client_id_serves_as_issuer_too(github: StandIn) -> None:
    assert (await Client.as_app(github, iss=github.app.client_id).get("/app")).status == 200


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        ({"exp": 601}, "'Expiration time' claim ('exp') is too far in the future"),
        ({"exp": -1}, "'Expiration time' claim ('exp') must be a numeric value"),
        ({"iat": 240}, "'Issued at' claim ('iat') must be an Integer"),
    ],
)
async def test_times_are_judged_by_githubs_clock(shift: dict[str, int], words: str, github: StandIn) -> None:
    now = int(github.clock.now())
    claims: dict[str, Any] = {name: now + seconds for name, seconds in shift.items()}

    answer = await Client.as_app(github, **claims).get("/app")

    assert answer.status == 401
    assert answer.message.startswith(words)


async def test_a_clock_five_minutes_fast_is_told_by_the_date_header(github: StandIn) -> None:
    """The caller signs by a clock that is ahead: the refusal carries the right time."""
    ahead = Client.as_app(github)
    github.clock.advance(-300)

    answer = await ahead.get("/app")

    assert answer.status == 401
    assert answer.headers["Date"] == github.clock.http_date()


async def test_a_revoked_key_is_refused(github: StandIn) -> None:
    with_old_key = Client.as_app(github)
    github.app.rotate_key()

    assert (await with_old_key.get("/app")).message == "A JSON web token could not be decoded"


async def test_an_unknown_app_is_not_found(github: StandIn) -> None:
    assert (await Client.as_app(github, iss="99999").get("/app")).message == "Integration not found"


async def test_a_token_keeps_to_its_repositories(github: StandIn) -> None:
    shop, _ = github.repository("octo-org/shop"), github.repository("octo-org/till")
    client = await Client.installed(github, repository_ids=[shop.id])

    assert (await client.get("/repos/octo-org/shop/pulls")).status == 200
    assert (await client.get("/repos/octo-org/till/pulls")).status == 404


async def test_a_token_keeps_to_its_permissions(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    client = await Client.installed(github, permissions={"contents": "read"})
    sha = repository.branch_tip("main")

    assert (await client.get("/repos/octo-org/shop/contents/README.md")).status == 200
    refused = await client.post("/repos/octo-org/shop/check-runs", {"name": "x", "head_sha": sha})
    assert (refused.status, refused.message) == (403, "Resource not accessible by integration")


async def test_a_token_cannot_have_more_than_the_installation(github: StandIn) -> None:
    github.repository("octo-org/shop")
    path = token_path(github.installation("octo-org"))

    answer = await Client.as_app(github).post(path, {"permissions": {"issues": "write"}})

    assert answer.status == 422
    assert answer.message == "The permissions requested are not granted to this installation."


async def test_a_token_cannot_reach_into_another_organisation(github: StandIn) -> None:
    github.repository("octo-org/shop")
    foreign = github.repository("other-org/secret")
    path = token_path(github.installation("octo-org"))

    answer = await Client.as_app(github).post(path, {"repository_ids": [foreign.id]})

    assert answer.status == 422
    assert "not accessible to the parent installation" in answer.message


async def test_a_permission_that_is_taken_back_is_gone_from_tokens_at_hand(github: StandIn) -> None:
    github.repository("octo-org/shop")
    client = await Client.installed(github)
    github.grant(github.installation("octo-org"), {"metadata": "read"})

    assert (await client.get("/repos/octo-org/shop/pulls")).status == 403


async def test_a_token_expires_after_an_hour(github: StandIn) -> None:
    github.repository("octo-org/shop")
    client = await Client.installed(github)
    github.clock.advance(3601)

    answer = await client.get("/repos/octo-org/shop")

    assert (answer.status, answer.message) == (401, "Bad credentials")


async def test_suspended_and_deleted_installations_give_no_tokens(github: StandIn) -> None:
    github.repository("octo-org/shop")
    installation = github.installation("octo-org")
    github.suspend(installation)
    suspended = await Client.as_app(github).post(token_path(installation))
    github.uninstall(installation)
    deleted = await Client.as_app(github).post(token_path(installation))

    assert (suspended.status, suspended.message) == (403, "This installation has been suspended")
    assert deleted.status == 404


async def test_public_repositories_elsewhere_may_be_read_but_not_written(github: StandIn) -> None:
    github.repository("octo-org/shop")
    public = github.repository("other-org/open", private=False, installed=False)
    client = await Client.installed(github)
    sha = public.branch_tip("main")

    assert (await client.get("/repos/other-org/open/contents/README.md")).status == 200
    assert (await client.post("/repos/other-org/open/check-runs", {"name": "x", "head_sha": sha})).status == 403


async def test_archived_repositories_take_no_writes(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    repository.archived = True
    client = await Client.installed(github)

    answer = await client.post(
        "/repos/octo-org/shop/check-runs", {"name": "x", "head_sha": repository.branch_tip("main")}
    )

    assert (answer.status, answer.message) == (403, "Repository was archived so is read-only.")


async def test_requests_without_a_user_agent_are_turned_away(github: StandIn) -> None:
    answer = await Client(github, headers={"User-Agent": ""}).get("/rate_limit")

    assert answer.status == 403
    assert "User-Agent" in answer.message


async def test_the_role_of_a_person_is_told_in_both_vocabularies(github: StandIn) -> None:
    repository = github.repository("octo-org/shop")
    repository.collaborator("bob", Role.MAINTAIN)
    repository.collaborator("carol", Role.WRITE, role_name="release-team")
    github.account("stranger")
    client = await Client.installed(github, permissions={"metadata": "read"})
    found = {}
    for login in ("bob", "carol", "stranger"):
        answer = await client.get(f"/repos/octo-org/shop/collaborators/{login}/permission")
        found[login] = (answer.body["permission"], answer.body["role_name"])

    assert found == {"bob": ("write", "maintain"), "carol": ("write", "release-team"), "stranger": ("none", "none")}
