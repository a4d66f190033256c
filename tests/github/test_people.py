"""Roles and teams: GitHub's newest word counts, and what cannot be told is an error, never a yes."""

import pytest

from bot.github.errors import Denied, Unreachable
from bot.github.port import GitHub, Permission
from tests.github.conftest import REPOSITORY
from tests.github.script import Say, Script

NOT_FOUND = Say({"message": "Not Found"}, status=404)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"permission": "write", "role_name": "maintain"}, Permission("maintain", "maintain", 9)),
        ({"permission": "read", "role_name": "triage"}, Permission("triage", "triage", 9)),
        ({"permission": "write", "role_name": "release-captain"}, Permission("write", "release-captain", 9)),
        ({"permission": "admin"}, Permission("admin", "admin", 9)),
        ({"permission": "read", "role_name": "admin-of-docs"}, Permission("read", "admin-of-docs", 9)),
    ],
    ids=["maintain", "triage", "custom", "older server", "custom with a known word in it"],
)
async def test_a_role(script: Script, client: GitHub, said: dict[str, str], expected: Permission) -> None:
    script.queue(Say(said | {"user": {"id": 9}}))

    assert await client.permission(REPOSITORY, "al/ice") == expected
    assert script.paths() == ["GET /repos/octo/shop/collaborators/al%2Fice/permission"]


async def test_nobody_has_no_role(script: Script, client: GitHub) -> None:
    script.queue(NOT_FOUND, Say({"permission": "admin", "role_name": "admin", "user": None}))

    assert await client.permission(REPOSITORY, "ghost") == Permission("none", "none", 0)
    assert (await client.permission(REPOSITORY, "ghost")).user_id == 0


async def test_an_answer_that_says_no_role_is_no_answer(script: Script, client: GitHub) -> None:
    script.queue(Say({"role_name": "admin"}))

    with pytest.raises(Unreachable):
        await client.permission(REPOSITORY, "alice")


@pytest.mark.parametrize(("state", "member"), [("active", True), ("pending", False)])
async def test_a_member_of_a_team(script: Script, client: GitHub, state: str, *, member: bool) -> None:
    script.queue(Say({"state": state, "role": "maintainer"}))

    assert await client.in_team(REPOSITORY, "sre", "alice") is member
    assert script.paths() == ["GET /orgs/octo/teams/sre/memberships/alice"]
    assert script.mints[0].body["permissions"] == {"members": "read", "metadata": "read"}


async def test_a_team_of_another_organisation_is_not_asked_for(script: Script, client: GitHub) -> None:
    assert not await client.in_team(REPOSITORY, "evil/sre", "alice")
    assert script.heard == []
    script.queue(NOT_FOUND)
    assert not await client.in_team(REPOSITORY, "OCTO/sre", "alice")


async def test_without_the_permission_nobody_is_a_member(script: Script, client: GitHub) -> None:
    script.minting.append(Say({"message": "The permissions requested are not granted."}, status=422))

    with pytest.raises(Denied):
        await client.in_team(REPOSITORY, "sre", "alice")
