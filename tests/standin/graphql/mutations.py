"""Mutations: the same acts as over REST, with GraphQL's own oddities."""

import base64
from typing import Any, TypeVar

from tests.standin.graphql.context import Args, CommitIn, Context, GraphProblem, RefIn, Resolver, item
from tests.standin.model.conversation import Anchor, IssueComment, ReviewComment, Text, Thread
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.model.reviewing import (
    Draft,
    Submission,
    comment_below,
    delete_text,
    edit_text,
    fault_of,
    post_review,
    react,
)

Answer = dict[str, Any]
Kind = TypeVar("Kind")
WORKFLOWS = ".github/workflows/"
TALK = (("pull_requests", "write"), ("issues", "write"))


def _input(args: Args) -> Args:
    found: Args = args["input"]
    return found


def _answer(args: Args, **parts: Any) -> Answer:
    return {**parts, "clientMutationId": _input(args).get("clientMutationId")}


def _node(context: Context, wanted: str, kind: type[Kind]) -> Kind:
    found = context.node(wanted)
    if not isinstance(found, kind):
        raise GraphProblem("NOT_FOUND", f"Could not resolve to {kind.__name__} node with the global id of '{wanted}'.")
    return found


def _add_review(_source: None, context: Context, args: Args) -> Answer:
    """Threads whose lines are not in the diff are dropped without a word (REST refuses the whole review)."""
    wanted = _input(args)
    pull = _node(context, wanted["pullRequestId"], PullRequest)
    context.need(pull.base_repository, ("pull_requests", "write"))
    commit = wanted.get("commitOID") or pull.head_sha
    drafts = [_draft(thread, commit) for thread in wanted.get("threads") or ()]
    kept = [draft for draft in drafts if fault_of(pull, draft.anchor) is None]
    submission = Submission(commit, wanted.get("body") or "", wanted.get("event") or "", kept)
    return _answer(args, pullRequestReview=post_review(pull, context.author, submission))


def _draft(thread: Args, commit: str) -> Draft:
    start = thread.get("startLine")
    start_side = thread["startSide"] if start is not None else None
    return Draft(Anchor(thread["path"], commit, thread["line"], thread["side"], start, start_side), thread["body"])


def _update_review_comment(_source: None, context: Context, args: Args) -> Answer:
    comment = _node(context, _input(args)["pullRequestReviewCommentId"], ReviewComment)
    context.need(comment.pull.base_repository, ("pull_requests", "write"))
    edit_text(context.author, comment, _input(args)["body"])
    return _answer(args, pullRequestReviewComment=comment)


def _delete_review_comment(_source: None, context: Context, args: Args) -> Answer:
    comment = _node(context, _input(args)["id"], ReviewComment)
    context.need(comment.pull.base_repository, ("pull_requests", "write"))
    delete_text(context.author, comment)
    return _answer(args, pullRequestReview=comment.review, pullRequestReviewComment=None)


def _add_comment(_source: None, context: Context, args: Args) -> Answer:
    pull = _node(context, _input(args)["subjectId"], PullRequest)
    context.need(pull.base_repository, *TALK)
    comment_below(pull, context.author, _input(args)["body"])
    return _answer(args, subject=pull)


def _update_comment(_source: None, context: Context, args: Args) -> Answer:
    comment = _node(context, _input(args)["id"], IssueComment)
    context.need(comment.pull.base_repository, *TALK)
    edit_text(context.author, comment, _input(args)["body"])
    return _answer(args, issueComment=comment)


def _delete_comment(_source: None, context: Context, args: Args) -> Answer:
    comment = _node(context, _input(args)["id"], IssueComment)
    context.need(comment.pull.base_repository, *TALK)
    delete_text(context.author, comment)
    return _answer(args)


def _minimize(_source: None, context: Context, args: Args) -> Answer:
    """Which permission an App needs is not documented; writing comments is taken to be enough."""
    text = _node(context, _input(args)["subjectId"], Text)
    context.need(text.pull.base_repository, *TALK)
    text.minimized = _input(args)["classifier"].lower().replace("_", "-")
    return _answer(args, minimizedComment=text)


def _resolve(_source: None, context: Context, args: Args) -> Answer:
    """Resolve a thread, which needs contents: write, of all things (github/gh-aw#35726)."""
    thread = _node(context, _input(args)["threadId"], Thread)
    context.need(thread.pull.base_repository, ("contents", "write"))
    thread.resolved_by = context.author.account
    return _answer(args, thread=thread)


REACTIONS = {"THUMBS_UP": "+1", "THUMBS_DOWN": "-1"}


def _add_reaction(_source: None, context: Context, args: Args) -> Answer:
    text = _node(context, _input(args)["subjectId"], Text)
    context.need(text.pull.base_repository, *TALK)
    if text.pull.locked:
        raise GraphProblem("FORBIDDEN", "Reactions are not allowed on locked issues.")
    content = _input(args)["content"]
    react(context.author, text, REACTIONS.get(content, content.lower()))
    return _answer(args, reaction={"content": content})


def _create_commit(_source: None, context: Context, args: Args) -> Answer:
    """Commit only when the branch still points where the caller thinks."""
    wanted = _input(args)
    repository, branch = _branch(context, wanted["branch"])
    context.need(repository, ("contents", "write"))
    tip = repository.branch_tip(branch)
    if not tip:
        raise GraphProblem("NOT_FOUND", "Could not resolve to a Ref with that name.")
    if tip != wanted["expectedHeadOid"]:
        raise GraphProblem("STALE_DATA", f'Expected branch to point to "{wanted["expectedHeadOid"]}" but it did not. '
                                         "Pull and try again.")  # fmt: skip
    files = _files(context, wanted.get("fileChanges") or {})
    if branch in repository.protected:
        raise GraphProblem("UNPROCESSABLE", repository.protected[branch])
    message = "\n\n".join(filter(None, [wanted["message"]["headline"], wanted["message"].get("body")]))
    author = context.author.account
    sha = repository.write_commit(files, (tip,), message, author)
    repository.move_branch(branch, sha, author)
    commit = CommitIn(repository, repository.store.commits[sha])
    return _answer(args, commit=commit, ref=RefIn(repository, f"refs/heads/{branch}"))


def _branch(context: Context, wanted: Args) -> tuple[Repository, str]:
    owner, _, name = (wanted.get("repositoryNameWithOwner") or "").partition("/")
    repository = context.world.find(owner, name)
    if repository is None or not context.sees(repository):
        raise GraphProblem("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return repository, (wanted.get("branchName") or "").removeprefix("refs/heads/")


def _files(context: Context, changes: Args) -> dict[str, bytes | None]:
    files: dict[str, bytes | None] = {each["path"]: None for each in changes.get("deletions", ())}
    files |= {each["path"]: base64.b64decode(each["contents"]) for each in changes.get("additions", ())}
    for path in files:
        if path.startswith(WORKFLOWS) and not context.token.allows("workflows", "write"):
            raise GraphProblem("FORBIDDEN", "refusing to allow a GitHub App to create or update workflow "
                                            f"`{path}` without `workflows` permission")  # fmt: skip
    return files


MUTATION: dict[str, Resolver] = {
    "addPullRequestReview": _add_review,
    "updatePullRequestReviewComment": _update_review_comment,
    "deletePullRequestReviewComment": _delete_review_comment,
    "addComment": _add_comment,
    "updateIssueComment": _update_comment,
    "deleteIssueComment": _delete_comment,
    "minimizeComment": _minimize,
    "resolveReviewThread": _resolve,
    "createCommitOnBranch": _create_commit,
    "addReaction": _add_reaction,
}


def payload(*names: str) -> dict[str, Resolver]:
    """Return the resolvers of a mutation's payload."""
    return {name: item(name) for name in (*names, "clientMutationId")}
