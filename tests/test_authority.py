"""Who may give a command is what GitHub says now, and nothing else."""

from datetime import UTC, datetime

import pytest

from bot.authority import ROLES, Person, Standing, standing
from bot.github.errors import Denied, GitHubError, Gone, Limited, Unreachable
from bot.github.port import Permission, RepositoryRef
from rules.config import ANYONE

SHOP = RepositoryRef(1, 7, "octo", "shop")
ALICE = Person(501, "alice")


class Roles:
    """Tells one role, whoever is asked for; `teams` are those that everybody is in."""

    def __init__(self, role: str = "none", *, user: int = 501, teams: tuple[str, ...] = ()) -> None:
        self._answer: Permission | GitHubError = Permission(role, role, user)
        self._teams = teams
        self.asked = 0

    def failing(self, error: GitHubError) -> "Roles":
        self._answer = error
        return self

    async def permission(self, _repository: RepositoryRef, _login: str) -> Permission:
        self.asked += 1
        if isinstance(self._answer, GitHubError):
            raise self._answer
        return self._answer

    async def in_team(self, _repository: RepositoryRef, team: str, _login: str) -> bool:
        self.asked += 1
        return team in self._teams


@pytest.mark.parametrize("needed", ROLES[1:])
@pytest.mark.parametrize("role", ROLES)
async def test_the_role_must_be_at_least_the_one_that_is_needed(role: str, needed: str) -> None:
    found = await standing(Roles(role), SHOP, [needed], ALICE)

    assert found == Standing(allowed=ROLES.index(role) >= ROLES.index(needed), role=role)


async def test_anyone_costs_no_request() -> None:
    roles = Roles()

    assert (await standing(roles, SHOP, [ANYONE], ALICE)).allowed
    assert roles.asked == 0


async def test_a_team_is_enough_where_it_is_named() -> None:
    assert (await standing(Roles("read", teams=("sre",)), SHOP, ["admin", "sre"], ALICE)).allowed
    assert not (await standing(Roles("read", teams=("dev",)), SHOP, ["admin", "sre"], ALICE)).allowed


async def test_a_name_that_somebody_else_has_now_is_nobody() -> None:
    found = await standing(Roles("admin", user=502), SHOP, ["read"], ALICE)

    assert found == Standing(allowed=False, role="none")


async def test_nobody_may_nothing_and_is_not_asked_for() -> None:
    roles = Roles("admin", user=0)

    assert not (await standing(roles, SHOP, ["read"], Person(0, ""))).allowed
    assert roles.asked == 0


@pytest.mark.parametrize("error", [Unreachable("502"), Denied("403"), Gone("404")])
async def test_a_look_up_that_fails_is_a_no(error: GitHubError) -> None:
    found = await standing(Roles().failing(error), SHOP, ["read"], ALICE)

    assert found == Standing(allowed=False, failed=True)


async def test_a_limit_can_be_waited_for(limited: Limited) -> None:
    with pytest.raises(Limited):
        await standing(Roles().failing(limited), SHOP, ["read"], ALICE)


@pytest.fixture(name="limited")
def _limited() -> Limited:
    return Limited("limit", until=datetime(2026, 11, 26, tzinfo=UTC))
