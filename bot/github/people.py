"""What people may do: their role in a repository, their teams. Asked each time, for it may have been taken away."""

from typing import Any

from bot.github.access import Access
from bot.github.app import MEMBERS, Scope
from bot.github.errors import Gone
from bot.github.port import Permission, RepositoryRef
from bot.github.reading import scope_of
from bot.github.transport import Request

_ROLES = frozenset({"none", "read", "triage", "write", "maintain", "admin"})


class PeopleReader:
    """Reads through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def permission(self, repository: RepositoryRef, login: str) -> Permission:
        """See `bot.github.port.GitHub.permission`."""
        request = Request(
            "GET",
            "/repos/{owner}/{repo}/collaborators/{username}/permission",
            {"owner": repository.owner, "repo": repository.name, "username": login},
        )
        try:
            found = await self._access.rest(scope_of(repository), request)
        except Gone:
            return Permission("none", "none", 0)
        return _permission(found)

    async def in_team(self, repository: RepositoryRef, team: str, login: str) -> bool:
        """See `bot.github.port.GitHub.in_team`. A team of another organisation says nothing here."""
        organisation, _, slug = team.rpartition("/")
        if organisation and organisation.lower() != repository.owner.lower():
            return False
        request = Request(
            "GET",
            "/orgs/{org}/teams/{team_slug}/memberships/{username}",
            {"org": repository.owner, "team_slug": slug, "username": login},
        )
        try:
            found = await self._access.rest(Scope(repository.installation, repository.id, MEMBERS), request)
        except Gone:
            return False
        return bool(found["state"] == "active")


def _permission(found: Any) -> Permission:
    """Read the answer. An older GitHub Enterprise Server knows no `role_name`; a custom role is what it is based on."""
    legacy, name = str(found["permission"]), str(found.get("role_name") or found["permission"])
    user = found.get("user") or {}
    return Permission(name if name in _ROLES else legacy, name, int(user.get("id") or 0))
