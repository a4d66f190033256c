"""Writing reviews and editing our review comments, so that nothing is said twice and nothing that was refused is lost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.github import placing, pulls, queries
from bot.github.access import Access
from bot.github.errors import Gone, Refused, Unreachable
from bot.github.graphql import InvalidDocument, Reply
from bot.github.port import CommentEdit, PullRequest, Review, ReviewComment
from bot.github.reading import names_of, scope_of
from bot.github.transport import Request

_PULL = "/repos/{owner}/{repo}/pulls/{pull_number}"

_EDITS = 20
"""Edits in one mutation: GitHub gives it ten seconds."""

_log = structlog.get_logger(__name__)


class ReviewWriter:
    """Writes through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def converse(
        self, pull: PullRequest, review: Review | None, edits: Sequence[CommentEdit]
    ) -> tuple[ReviewComment, ...]:
        """See `bot.github.port.GitHub.converse`."""
        if not edits:
            return await self._post(pull, review) if review is not None else ()
        try:
            *earlier, last = [edits[start : start + _EDITS] for start in range(0, len(edits), _EDITS)]
            for batch in earlier:
                await self._mutate(pull, None, batch)
            return await self._mutate(pull, review, last)
        except InvalidDocument as refusal:
            _log.info("github has no such mutation, using rest", reason=str(refusal))
        for edit in edits:
            await self._edit(pull, edit)
        return await self._post(pull, review) if review is not None else ()

    async def _mutate(
        self, pull: PullRequest, review: Review | None, edits: Sequence[CommentEdit]
    ) -> tuple[ReviewComment, ...]:
        """Edit and review in one mutation. Its review is accepted even when comments of it are silently left out."""
        try:
            reply = await self._send(pull, review, edits)
        except Unreachable:
            await self._access.settle()
            found = await self._own(pull, review) if review is not None else None
            # Editing again changes nothing, a second review would.
            reply = await self._send(pull, review if found is None else None, edits)
            if found is not None and review is not None:
                _raise_for_edits(reply)
                return _left_out(review, found)
        dropped: tuple[ReviewComment, ...] = ()
        if review is not None:
            created = (reply.data.get("review") or {}).get("pullRequestReview")
            dropped = _left_out(review, created) if created else await self._after_refusal(pull, review, reply)
        _raise_for_edits(reply)
        return dropped

    async def _send(self, pull: PullRequest, review: Review | None, edits: Sequence[CommentEdit]) -> Reply:
        inputs: dict[str, Any] = {
            f"edit{index}": {"pullRequestReviewCommentId": edit.comment.node_id, "body": edit.body}
            for index, edit in enumerate(edits)
        }
        document = queries.converse(tuple(inputs), review=review is not None)
        if review is not None:
            inputs["review"] = {
                "pullRequestId": pull.node_id,
                "commitOID": review.commit,
                "event": "COMMENT",
                "body": review.body,
                "threads": [_thread(comment) for comment in review.comments],
            }
        return await self._access.graphql(scope_of(pull.ref.repository), document, inputs, creates=review is not None)

    async def _after_refusal(self, pull: PullRequest, review: Review, reply: Reply) -> tuple[ReviewComment, ...]:
        refusal = next((problem for problem in reply.problems if problem.path[:1] == ("review",)), None)
        if refusal is not None:
            error = reply.error(refusal)
            if not isinstance(error, Refused) or not placing.is_about_place(error):
                raise error
        return await self._post(pull, review)

    async def _edit(self, pull: PullRequest, edit: CommentEdit) -> None:
        request = Request(
            "PATCH",
            "/repos/{owner}/{repo}/pulls/comments/{comment_id}",
            _repository(pull) | {"comment_id": edit.comment.id},
            {"body": edit.body},
        )
        try:
            await self._access.rest(scope_of(pull.ref.repository), request)
        except Gone:
            _log.info("review comment is gone", comment=edit.comment.id)

    async def _post(self, pull: PullRequest, review: Review) -> tuple[ReviewComment, ...]:
        """Post the review over REST, which takes all comments or none; return those that had to be left out.

        GitHub does not say which comment it means, so after a refusal its own diff decides. One refused again goes
        out without comments: a request for each of them would cost more than it says.
        """
        for comments in (review.comments, None, ()):
            kept = await placing.in_diff(self._access, pull, review.comments) if comments is None else comments
            if comments is None and kept in {review.comments, ()}:
                continue
            if not kept and not review.body:
                break
            try:
                await self._submit(pull, replace(review, comments=kept))
            except Refused as refusal:
                if not kept or not placing.is_about_place(refusal):
                    raise
                _log.info("review comments refused", reason=str(refusal))
            else:
                return tuple(comment for comment in review.comments if comment not in kept)
        return review.comments

    async def _submit(self, pull: PullRequest, review: Review) -> None:
        request = Request(
            "POST",
            _PULL + "/reviews",
            _names(pull),
            {
                "commit_id": review.commit,
                "event": "COMMENT",
                "body": review.body,
                "comments": [_comment(comment) for comment in review.comments],
            },
        )
        scope = scope_of(pull.ref.repository)
        try:
            await self._access.rest(scope, request, creates=True)
        except Unreachable:
            await self._access.settle()
            if await self._own(pull, review) is None:
                await self._access.rest(scope, request, creates=True)

    async def _own(self, pull: PullRequest, review: Review) -> Mapping[str, Any] | None:
        """Return this review if we have posted it already: by us, on this commit, the same words."""
        variables = names_of(pull.ref.repository) | {"number": pull.ref.number}
        reply = await self._access.graphql(scope_of(pull.ref.repository), queries.REVIEWS, variables)
        nodes = reply.checked()["repository"]["pullRequest"]["reviews"]["nodes"]
        for node in reversed(nodes):
            ours = node["viewerDidAuthor"] and (node["commit"] or {}).get("oid") == review.commit
            if ours and pulls.same_text(node["body"], review.body):
                found: Mapping[str, Any] = node
                return found
        return None


def _left_out(review: Review, created: Mapping[str, Any]) -> tuple[ReviewComment, ...]:
    """Return the comments of `review` that GitHub did not take over, by path and text: their lines may have moved."""
    there = Counter((node["path"], pulls.plain(node["body"])) for node in created["comments"]["nodes"])
    dropped = []
    for comment in review.comments:
        key = (comment.path, pulls.plain(comment.body))
        if there[key]:
            there[key] -= 1
        else:
            dropped.append(comment)
    return tuple(dropped)


def _raise_for_edits(reply: Reply) -> None:
    """Raise for an edit that failed; a comment that somebody has deleted needs none."""
    for problem in reply.problems:
        if problem.path[:1] != ("review",) and problem.kind != "NOT_FOUND":
            raise reply.error(problem)


def _repository(pull: PullRequest) -> dict[str, Any]:
    return {"owner": pull.ref.repository.owner, "repo": pull.ref.repository.name}


def _names(pull: PullRequest) -> dict[str, Any]:
    return _repository(pull) | {"pull_number": pull.ref.number}


def _comment(comment: ReviewComment) -> dict[str, Any]:
    place: dict[str, Any] = {"path": comment.path, "line": comment.line, "side": "RIGHT", "body": comment.body}
    if comment.start_line is not None and comment.start_line < comment.line:
        place |= {"start_line": comment.start_line, "start_side": "RIGHT"}
    return place


def _thread(comment: ReviewComment) -> dict[str, Any]:
    names = {"start_line": "startLine", "start_side": "startSide"}
    return {names.get(key, key): value for key, value in _comment(comment).items()}
