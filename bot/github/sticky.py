"""Writing the summary comment: one, edited in place, found again in a long conversation before another is made."""

import re
from collections.abc import Sequence

from bot.github import pulls, queries
from bot.github.access import Access
from bot.github.errors import Gone, Unreachable
from bot.github.port import OwnComment, PullRequest
from bot.github.reading import names_of, scope_of
from bot.github.transport import Request

_PAGES = 10
_MARKER = re.compile(r"\s*<!--\s*(\S+)")
_COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"


class StickyWriter:
    """Writes through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def put(
        self, pull: PullRequest, body: str, *, existing: OwnComment | None, surplus: Sequence[OwnComment]
    ) -> None:
        """See `bot.github.port.GitHub.put_sticky`."""
        if existing is None and pull.comments_cut:
            existing = await self._hunt(pull, body)
        if existing is None or not await self._edit(pull, existing, body):
            await self._create(pull, body)
        for comment in surplus:
            await self._delete(pull, comment)

    async def _create(self, pull: PullRequest, body: str) -> None:
        repository = pull.ref.repository
        request = Request(
            "POST",
            "/repos/{owner}/{repo}/issues/{issue_number}/comments",
            {"owner": repository.owner, "repo": repository.name, "issue_number": pull.ref.number},
            {"body": body},
        )
        try:
            await self._access.rest(scope_of(repository), request, creates=True)
        except Unreachable:
            await self._access.settle()
            if await self._hunt(pull, body, pages=1) is None:
                await self._access.rest(scope_of(repository), request, creates=True)

    async def _edit(self, pull: PullRequest, comment: OwnComment, body: str) -> bool:
        """Return False when the comment is no longer there."""
        if pulls.same_text(comment.body, body):
            return True
        try:
            await self._access.rest(scope_of(pull.ref.repository), _one("PATCH", pull, comment, {"body": body}))
        except Gone:
            return False
        return True

    async def _delete(self, pull: PullRequest, comment: OwnComment) -> None:
        try:
            await self._access.rest(scope_of(pull.ref.repository), _one("DELETE", pull, comment))
        except Gone:
            return

    async def _hunt(self, pull: PullRequest, body: str, *, pages: int = _PAGES) -> OwnComment | None:
        """Return our oldest comment with the same marker among the newest thousand of the conversation."""
        found = None
        variables: dict[str, object] = names_of(pull.ref.repository) | {"number": pull.ref.number, "before": None}
        for _ in range(pages):
            reply = await self._access.graphql(scope_of(pull.ref.repository), queries.CONVERSATION, variables)
            connection = reply.checked()["repository"]["pullRequest"]["comments"]
            same = [comment for comment in pulls.comments(connection) if _marker(comment.body) == _marker(body)]
            found = same[0] if same else found
            if not connection["pageInfo"]["hasPreviousPage"]:
                break
            variables["before"] = connection["pageInfo"]["startCursor"]
        return found


def _marker(body: str) -> str:
    """Return what tells our kinds of comments apart: the first word of the hidden first line, else the whole text."""
    match = _MARKER.match(body)
    return match[1] if match else pulls.plain(body)


def _one(method: str, pull: PullRequest, comment: OwnComment, body: dict[str, str] | None = None) -> Request:
    repository = pull.ref.repository
    variables = {"owner": repository.owner, "repo": repository.name, "comment_id": comment.id}
    return Request(method, _COMMENT, variables, body)
