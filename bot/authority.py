"""Who may give a command: what GitHub says that the sender may do, now. A look-up that fails is a no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.github.errors import GitHubError, Limited
from bot.github.port import Permission, RepositoryRef
from rules.config import ANYONE

ROLES = ("none", "read", "triage", "write", "maintain", "admin")
"""GitHub's roles in a repository, weakest first."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """Who gave a command, by the number that stays; `login` is what GitHub called him then. 0: GitHub named nobody."""

    id: int
    login: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What was found out about a sender. `role` "": nobody needed to know, or nobody could tell.

    `failed`: GitHub did not say what the sender may do.
    """

    allowed: bool
    role: str = ""
    failed: bool = False


class Roles(Protocol):
    """What has to be asked of GitHub: `bot.github.port.GitHub` can tell it."""

    async def permission(self, repository: RepositoryRef, login: str) -> Permission: ...

    async def in_team(self, repository: RepositoryRef, team: str, login: str) -> bool: ...


async def standing(github: Roles, repository: RepositoryRef, who: Sequence[str], person: Person) -> Standing:
    """Return whether the sender may: `who` are roles, of which the weakest is enough, and teams, of which one is.

    Only the repository's own answer counts: neither the word of the payload about the author's association, nor being
    the author of the pull request. Raise `Limited` alone: then the answer can be waited for.
    """
    if ANYONE in who:
        return Standing(allowed=True)
    if not person.id:
        return Standing(allowed=False, role="none")
    try:
        found = await github.permission(repository, person.login)
        # A name can be given up and taken by somebody else; the number cannot.
        role = found.role if found.user_id == person.id else "none"
        if any(each in ROLES and ROLES.index(role) >= ROLES.index(each) for each in who):
            return Standing(allowed=True, role=role)
        for team in who:
            if team not in ROLES and await github.in_team(repository, team, person.login):
                return Standing(allowed=True, role=role)
    except Limited:
        raise
    except GitHubError as error:
        _log.warning("a role could not be looked up", sender=person.id, reason=str(error))
        return Standing(allowed=False, failed=True)
    return Standing(allowed=False, role=role)


async def role_of(github: Roles, repository: RepositoryRef, person: Person) -> str:
    """Return the sender's role for an answer that only looks better with it; "" where GitHub does not tell."""
    try:
        found = await github.permission(repository, person.login)
    except Limited:
        raise
    except GitHubError:
        return ""
    return found.role if found.user_id == person.id else "none"
