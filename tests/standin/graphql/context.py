"""What resolvers share: who asks, what git objects look like here, GitHub's errors, and permissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standin.model.reviewing import Author

if TYPE_CHECKING:
    from tests.standin.git.objects import Commit, Entry
    from tests.standin.limits import Limits
    from tests.standin.model.accounts import Token
    from tests.standin.model.repository import Repository
    from tests.standin.model.world import World

Args = Mapping[str, Any]
Resolver = Callable[[Any, "Context", Args], Any]
Need = tuple[str, str]
NOT_ACCESSIBLE = "Resource not accessible by integration"


class GraphProblem(Exception):
    """An entry of `errors`; GitHub puts `type` beside `message`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(slots=True)
class Context:
    """`points` and `nodes`: what the query costs."""

    world: World
    limits: Limits
    token: Token
    points: int = 1
    nodes: int = 0

    @property
    def author(self) -> Author:
        app = self.token.installation.app
        return Author(app.bot, app)

    def covers(self, repository: Repository) -> bool:
        return self.token.covers(repository.owner, repository.id)

    def sees(self, repository: Repository) -> bool:
        return self.covers(repository) or not repository.private

    def need(self, repository: Repository, *needs: Need) -> None:
        """Refuse unless the token has one of the permissions here; reading elsewhere is free where all may read."""
        if not self.covers(repository):
            if any(level == "read" for _, level in needs) and not repository.private:
                return
            raise GraphProblem("FORBIDDEN", NOT_ACCESSIBLE)
        if not any(self.token.allows(*need) for need in needs):
            raise GraphProblem("FORBIDDEN", NOT_ACCESSIBLE)

    def node(self, wanted: str) -> Any:
        """Return the object of a global id that the token may see."""
        found = self.world.nodes.get(wanted)
        repository = repository_of(found)
        if found is None or (repository is not None and not self.sees(repository)):
            raise GraphProblem("NOT_FOUND", f"Could not resolve to a node with the global id of '{wanted}'")
        return found


@dataclass(frozen=True, slots=True)
class CommitIn:
    repository: Repository
    commit: Commit


@dataclass(frozen=True, slots=True)
class TreeIn:
    repository: Repository
    oid: str


@dataclass(frozen=True, slots=True)
class BlobIn:
    repository: Repository
    oid: str


@dataclass(frozen=True, slots=True)
class EntryIn:
    repository: Repository
    path: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class RefIn:
    """`name` in full: `refs/heads/main`."""

    repository: Repository
    name: str


def repository_of(source: Any) -> Repository | None:
    """Return the repository that a thing belongs to; None for accounts."""
    from tests.standin.model.repository import Repository as Known  # noqa: PLC0415 - for isinstance alone

    if isinstance(source, Known):
        return source
    for name in ("base_repository", "repository"):
        if isinstance(found := getattr(source, name, None), Known):
            return found
    pull = getattr(source, "pull", None)
    return None if pull is None else repository_of(pull)


def attr(name: str) -> Resolver:
    """Resolve to an attribute."""
    return lambda source, _context, _args: getattr(source, name)


def item(name: str) -> Resolver:
    """Resolve to an entry of a mapping."""
    return lambda source, _context, _args: source[name]


def get(function: Callable[[Any], Any]) -> Resolver:
    """Resolve by a function of the object alone."""
    return lambda source, _context, _args: function(source)
