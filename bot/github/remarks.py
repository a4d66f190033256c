"""What people say to us, and our answers: below a comment in the diff, else in the conversation."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.github import pulls, queries
from bot.github.access import Access
from bot.github.errors import Gone, Unreachable
from bot.github.port import CommentKind, CommentRef, PullRequestRef, Reaction, Remark
from bot.github.reading import names_of, scope_of
from bot.github.transport import Request

_REPO = "/repos/{owner}/{repo}"
_CONVERSATION = f"{_REPO}/issues/comments/{{comment_id}}"
_DIFF = f"{_REPO}/pulls/comments/{{comment_id}}"
_PULL = f"{_REPO}/pulls/{{pull_number}}"
_ONE: Mapping[CommentKind, str] = {
    CommentKind.CONVERSATION: _CONVERSATION,
    CommentKind.INLINE: _DIFF,
    CommentKind.REVIEW: f"{_PULL}/reviews/{{comment_id}}",
}
"""Where each kind of comment is; `pull_number` is needed for a review alone."""


class RemarkDesk:
    """Reads and writes through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def remark(self, ref: PullRequestRef, comment: CommentRef) -> Remark | None:
        """See `bot.github.port.GitHub.remark`."""
        request = Request("GET", _ONE[comment.kind], _names(ref) | {"comment_id": comment.id})
        try:
            found = await self._access.rest(scope_of(ref.repository), request)
        except Gone:
            return None
        user = found.get("user") or {}
        return Remark(str(found.get("body") or ""), str(user.get("login") or ""), int(user.get("id") or 0))

    async def react(self, ref: PullRequestRef, comment: CommentRef, reaction: Reaction) -> None:
        """See `bot.github.port.GitHub.react`. REST knows no reactions to the body of a review."""
        scope = scope_of(ref.repository)
        with suppress(Gone):
            if comment.kind is CommentKind.REVIEW:
                reacted = {"subjectId": comment.node_id, "content": reaction.name}
                (await self._access.graphql(scope, queries.REACT, {"input": reacted})).checked()
                return
            variables = _names(ref) | {"comment_id": comment.id}
            request = Request("POST", f"{_ONE[comment.kind]}/reactions", variables, {"content": reaction.value})
            await self._access.rest(scope, request)

    async def reply(self, ref: PullRequestRef, comment: CommentRef, body: str, *, existing: int, again: bool) -> int:
        """See `bot.github.port.GitHub.reply`."""
        if again and not existing:
            existing = await self._hunt(ref, comment, body)
        if existing:
            place = _DIFF if comment.kind is CommentKind.INLINE else _CONVERSATION
            request = Request("PATCH", place, _names(ref) | {"comment_id": existing}, {"body": body})
            try:
                await self._access.rest(scope_of(ref.repository), request)
            except Gone:
                return await self._create(ref, comment, body)
            return existing
        return await self._create(ref, comment, body)

    async def _create(self, ref: PullRequestRef, comment: CommentRef, body: str) -> int:
        if comment.kind is CommentKind.INLINE:
            # GitHub takes answers to the first comment of a thread only.
            place, top = f"{_PULL}/comments/{{comment_id}}/replies", {"comment_id": comment.top or comment.id}
        else:
            place, top = f"{_REPO}/issues/{{pull_number}}/comments", {}
        request = Request("POST", place, _names(ref) | top, {"body": body})
        scope = scope_of(ref.repository)
        try:
            return int((await self._access.rest(scope, request, creates=True))["id"])
        except Unreachable:
            await self._access.settle()
            found = await self._hunt(ref, comment, body)
            return found or int((await self._access.rest(scope, request, creates=True))["id"])

    async def _hunt(self, ref: PullRequestRef, comment: CommentRef, body: str) -> int:
        """Return the id of our answer with the same first line among the newest hundred comments, 0 for none."""
        marker = body.partition("\n")[0]
        if comment.kind is CommentKind.INLINE:
            query = {"sort": "created", "direction": "desc", "per_page": 100}
            request = Request("GET", f"{_PULL}/comments{{?sort,direction,per_page}}", _names(ref) | query)
            listed = await self._access.rest(scope_of(ref.repository), request)
            return await self._own(
                ref, {each["node_id"]: int(each["id"]) for each in listed if _is_answer(each, marker)}
            )
        variables: dict[str, Any] = names_of(ref.repository) | {"number": ref.number, "before": None}
        reply = await self._access.graphql(scope_of(ref.repository), queries.CONVERSATION, variables)
        connection = reply.checked()["repository"]["pullRequest"]["comments"]
        return next((own.id for own in pulls.comments(connection) if own.body.startswith(marker)), 0)

    async def _own(self, ref: PullRequestRef, found: Mapping[str, int]) -> int:
        """Return the id of the first that we wrote, 0 for none: another bot may repeat what we say, marker included."""
        if not found:
            return 0
        reply = await self._access.graphql(scope_of(ref.repository), queries.AUTHORS, {"ids": list(found)})
        nodes = reply.checked(optional=("nodes",))["nodes"]
        return next((found[node["id"]] for node in nodes if node and node["viewerDidAuthor"]), 0)


def _is_answer(found: Mapping[str, Any], marker: str) -> bool:
    user = found.get("user") or {}
    return user.get("type") == "Bot" and str(found.get("body") or "").startswith(marker)


def _names(ref: PullRequestRef) -> dict[str, Any]:
    return {"owner": ref.repository.owner, "repo": ref.repository.name, "pull_number": ref.number}
