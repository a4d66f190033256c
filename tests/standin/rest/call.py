"""One request as a route's handler sees it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.standin.model.reviewing import Author

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.standin.hooks.sender import Hooks
    from tests.standin.limits import Limits
    from tests.standin.model.accounts import App, Token
    from tests.standin.model.pulls import PullRequest
    from tests.standin.model.repository import Repository
    from tests.standin.model.world import World

DOCUMENTATION = "https://docs.github.com/rest"


@dataclass(slots=True)
class Reply:
    """`body` is JSON; None: no body. `raw` is sent in its place as it is."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


class Problem(Exception):
    """An answer other than success, in GitHub's shape."""

    def __init__(self, status: int, message: str, *, errors: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = list(errors)

    def reply(self) -> Reply:
        body = {"message": self.message, "documentation_url": DOCUMENTATION, "status": str(self.status)}
        return Reply(self.status, {**body, "errors": self.errors} if self.errors else body)


def not_found() -> Problem:
    """Return what GitHub says for what is not there, and for what one may not know of."""
    return Problem(404, "Not Found")


@dataclass(slots=True)
class Call:
    """`app` is set for a JWT, `token` for an installation token. `path` is the path without the API's prefix."""

    world: World
    hooks: Hooks
    limits: Limits
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]
    app: App | None = None
    token: Token | None = None
    repository: Repository | None = None

    @property
    def repo(self) -> Repository:
        if self.repository is None:
            raise not_found()
        return self.repository

    @property
    def installed(self) -> Token:
        """The installation token; routes of repositories need one."""
        if self.token is None:
            raise Problem(401, "Requires authentication")
        return self.token

    @property
    def by_app(self) -> App:
        if self.app is None:
            raise Problem(401, "A JSON web token could not be decoded")
        return self.app

    @property
    def author(self) -> Author:
        """Who writes: the App, as its bot."""
        app = self.installed.installation.app
        return Author(app.bot, app)

    @property
    def pull(self) -> PullRequest:
        """The pull request that the path names."""
        number = self.params.get("pull_number") or self.params.get("issue_number", "")
        found = self.repo.pulls.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise not_found()
        return found

    def number(self, name: str) -> int:
        value = self.params[name]
        if not value.isdecimal():
            raise not_found()
        return int(value)

    def page(self, items: Sequence[Any], *, key: str = "", most: int | None = None) -> Reply:
        """Return one page of `items` with GitHub's `Link` header; `key` wraps it as `{total_count, key: [...]}`."""
        shown = items if most is None else items[:most]
        size = max(1, min(100, int(self.query.get("per_page", 30))))
        at = max(1, int(self.query.get("page", 1)))
        last = max(1, -(-len(shown) // size))
        part = list(shown[(at - 1) * size : at * size])
        body = {"total_count": len(items), key: part} if key else part
        return Reply(200, body, self._links(at, last))

    def _links(self, at: int, last: int) -> dict[str, str]:
        targets = {"prev": at - 1 if at > 1 else 0, "next": at + 1 if at < last else 0,
                   "last": last if at < last else 0, "first": 1 if at > 1 else 0}  # fmt: skip
        links = [f'<{self._url(page)}>; rel="{name}"' for name, page in targets.items() if page]
        return {"Link": ", ".join(links)} if links else {}

    def _url(self, page: int) -> str:
        """GitHub's links name a repository by its id, not by its name."""
        path = self.path
        if self.repository is not None:
            parts = self.path.split("/", 4)
            path = f"/repositories/{self.repository.id}/{parts[4] if len(parts) > 4 else ''}"
        return f"{self.world.url}{path}?{urlencode({**self.query, 'page': page})}"
