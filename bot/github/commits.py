"""Commits to the head branch of a pull request: on top of one head or not at all, signed by GitHub, never twice."""

import base64
from typing import Any

from bot.github import queries
from bot.github.access import Access
from bot.github.app import COMMIT, Scope
from bot.github.errors import Denied, GitHubError, Gone, HeadMoved, Protected, Refused, Unreachable
from bot.github.graphql import Problem, Reply
from bot.github.port import Committed, NewCommit, PullRequest
from bot.github.reading import names_of, scope_of

_MOVED = ("stale_data", "expected branch to point to")
_RULES = ("rule violation", "protected", "through a pull request", "signature", "signed", "required status", "workflow")
"""How GitHub words that a rule of the repository forbids a commit, in lower case."""


class CommitWriter:
    """Writes through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def commit(self, pull: PullRequest, new: NewCommit) -> Committed:
        """See `bot.github.port.GitHub.commit`."""
        try:
            return await self._once(pull, new)
        except Unreachable:
            await self._access.settle()
            return await self.committed(pull, new.trailer) or await self._once(pull, new)

    async def committed(self, pull: PullRequest, trailer: str) -> Committed | None:
        """See `bot.github.port.GitHub.committed`."""
        variables = names_of(pull.ref.repository) | {"branch": f"refs/heads/{pull.head_ref}"}
        reply = await self._access.graphql(scope_of(pull.ref.repository), queries.COMMITS, variables)
        ref = reply.checked()["repository"]["ref"]
        nodes = ref["target"]["history"]["nodes"] if ref else ()
        return next(
            (
                Committed(str(node["oid"]), str(node["url"]))
                for node in nodes
                if str(node["message"]).rstrip().rpartition("\n")[2] == trailer
            ),
            None,
        )

    async def _once(self, pull: PullRequest, new: NewCommit) -> Committed:
        """Commit; a head that moved to this very commit, by a try whose answer nobody has heard, is success."""
        try:
            return await self._send(pull, new)
        except HeadMoved:
            found = await self.committed(pull, new.trailer)
            if found is None:
                raise
            return found

    async def _send(self, pull: PullRequest, new: NewCommit) -> Committed:
        repository = pull.ref.repository
        wanted: dict[str, Any] = {
            "branch": {
                "repositoryNameWithOwner": f"{repository.owner}/{repository.name}",
                "branchName": pull.head_ref,
            },
            "message": {"headline": new.headline, "body": "\n\n".join(filter(None, (new.body, new.trailer)))},
            "expectedHeadOid": new.expected_head,
            "fileChanges": {
                "additions": [
                    {"path": file.path, "contents": base64.b64encode(file.data).decode()} for file in new.files
                ]
            },
        }
        scope = Scope(repository.installation, repository.id, COMMIT)
        try:
            reply = await self._access.graphql(scope, queries.COMMIT, {"input": wanted})
        except (Refused, Denied) as error:
            understood = _understood(str(error), error)
            if understood is error:
                raise
            raise understood from error
        for problem in reply.problems:
            raise _told(problem, reply)
        made = reply.checked()["createCommitOnBranch"]["commit"]
        return Committed(str(made["oid"]), str(made["url"]))


def _told(problem: Problem, reply: Reply) -> GitHubError:
    error = reply.error(problem)
    if isinstance(error, Gone | Unreachable):
        return error
    return _understood(f"{problem.kind} {problem.message}", error)


def _understood(words: str, error: GitHubError) -> GitHubError:
    """Return what a refusal means: GitHub says it in words, its types are few."""
    said = words.lower()
    if any(each in said for each in _MOVED):
        return HeadMoved(str(error), request=error.request, status=error.status)
    if any(each in said for each in _RULES):
        return Protected(str(error), request=error.request, status=error.status)
    return error
