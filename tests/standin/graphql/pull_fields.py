"""Pull requests, their threads, reviews and comments."""

from tests.standin.graphql.connections import Connection, page
from tests.standin.graphql.context import Args, CommitIn, Context, Resolver, attr, get
from tests.standin.graphql.git_fields import commit_in, pull_state, ref_in
from tests.standin.model.conversation import Review, ReviewComment, Text, Thread
from tests.standin.model.places import Place
from tests.standin.model.pulls import PullRequest
from tests.standin.render.pulls import pull_page

LARGEST_INT = 2**31 - 1


def small_id(source: Text) -> int | None:
    """`databaseId` of comments "does not support 64-bit": ids have outgrown it, `fullDatabaseId` has taken over."""
    return source.id if source.id <= LARGEST_INT else None


def _head_repository(source: PullRequest, context: Context, _args: Args) -> object:
    known = source.head_repository
    return known if known is not None and context.sees(known) else None


def _files(source: PullRequest, context: Context, args: Args) -> Connection:
    return page(source.files()[: context.world.sizes.files_of_pull], args)


def _commits(source: PullRequest, context: Context, args: Args) -> Connection:
    kept = source.commits()[: context.world.sizes.commits_of_pull]
    return page([CommitIn(source.base_repository, each) for each in kept], args)


def _threads(source: PullRequest, _context: Context, args: Args) -> Connection:
    return page(source.threads, args)


def login_of(text: Text) -> str:
    """Return the login as GraphQL writes it: a bot's lacks `[bot]`."""
    return text.author.login.removesuffix("[bot]")


def _reviews(source: PullRequest, context: Context, args: Args) -> Connection:
    """List reviews; a pending one is seen by its author alone."""
    found = [each for each in source.reviews if each.state != "PENDING" or each.author is context.author.account]
    if args.get("author") is not None:
        found = [each for each in found if login_of(each) == args["author"]]
    if args.get("states") is not None:
        found = [each for each in found if each.state in args["states"]]
    return page(found, args)


def _comments(source: PullRequest, _context: Context, args: Args) -> Connection:
    found = list(source.comments)
    if order := args.get("orderBy"):
        found.sort(key=lambda comment: comment.updated_at, reverse=order["direction"] == "DESC")
    return page(found, args)


PULL_REQUEST: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": attr("id"),
    "fullDatabaseId": get(lambda it: str(it.id)),
    "number": attr("number"),
    "title": attr("title"),
    "body": attr("body"),
    "url": get(pull_page),
    "state": get(pull_state),
    "isDraft": attr("draft"),
    "merged": get(lambda it: it.merged_at is not None),
    "closed": get(lambda it: it.state == "closed"),
    "locked": attr("locked"),
    "author": attr("author"),
    "authorAssociation": get(lambda _it: "CONTRIBUTOR"),
    "createdAt": attr("created_at"),
    "updatedAt": attr("updated_at"),
    "headRefOid": attr("head_sha"),
    "headRefName": attr("head_ref"),
    "headRef": get(lambda it: ref_in(it.head_repository, it.head_ref)),
    "headRepository": _head_repository,
    "headRepositoryOwner": attr("head_owner"),
    "isCrossRepository": attr("cross_repository"),
    "maintainerCanModify": attr("maintainer_can_modify"),
    "baseRefOid": attr("base_sha"),
    "baseRefName": attr("base_ref"),
    "baseRef": get(lambda it: ref_in(it.base_repository, it.base_ref)),
    "baseRepository": attr("base_repository"),
    "repository": attr("base_repository"),
    "changedFiles": get(lambda it: len(it.files())),
    "additions": get(lambda it: sum(change.count("+") for change in it.files())),
    "deletions": get(lambda it: sum(change.count("-") for change in it.files())),
    "files": _files,
    "commits": _commits,
    "reviewThreads": _threads,
    "reviews": _reviews,
    "comments": _comments,
}
CHANGED_FILE: dict[str, Resolver] = {
    "path": attr("path"),
    "changeType": get(lambda it: {"removed": "DELETED"}.get(it.status, it.status.upper())),
    "additions": get(lambda it: it.count("+")),
    "deletions": get(lambda it: it.count("-")),
}
PULL_COMMIT: dict[str, Resolver] = {
    "id": get(lambda it: f"PURC_{it.repository.id}_{it.commit.oid}"),
    "commit": get(lambda it: it),
}


def _place(thread: Thread) -> Place:
    """Where it stands now; an outdated thread has no lines."""
    return thread.pull.place(thread) or Place(None, None)


def outdated(thread: Thread) -> bool:
    return thread.pull.place(thread) is None


def _thread_comments(source: Thread | Review, _context: Context, args: Args) -> Connection:
    return page(source.comments, args)


THREAD: dict[str, Resolver] = {
    "id": attr("node_id"),
    "isResolved": get(lambda it: it.resolved_by is not None),
    "isOutdated": get(outdated),
    "isCollapsed": get(lambda it: it.resolved_by is not None or outdated(it)),
    "path": get(lambda it: it.anchor.path),
    "line": get(lambda it: _place(it).line),
    "startLine": get(lambda it: _place(it).start_line),
    "originalLine": get(lambda it: it.anchor.line),
    "originalStartLine": get(lambda it: it.anchor.start_line),
    "diffSide": get(lambda it: it.anchor.side),
    "subjectType": get(lambda it: "FILE" if it.anchor.line is None else "LINE"),
    "resolvedBy": attr("resolved_by"),
    "pullRequest": attr("pull"),
    "comments": _thread_comments,
}


def _did_author(source: Text, context: Context, _args: Args) -> bool:
    return source.author is context.author.account


TEXT: dict[str, Resolver] = {
    "id": attr("node_id"),
    "databaseId": get(small_id),
    "fullDatabaseId": get(lambda it: str(it.id)),
    "body": attr("body"),
    "author": attr("author"),
    "viewerDidAuthor": _did_author,
    "isMinimized": get(lambda it: it.minimized is not None),
    "minimizedReason": attr("minimized"),
    "createdAt": attr("created_at"),
}


def _reply_to(source: ReviewComment) -> ReviewComment | None:
    first = source.home.comments[0]
    return None if first is source else first


REVIEW_COMMENT: dict[str, Resolver] = {
    **TEXT,
    "updatedAt": attr("updated_at"),
    "outdated": get(lambda it: outdated(it.home)),
    "path": get(lambda it: it.home.anchor.path),
    "line": get(lambda it: _place(it.home).line),
    "startLine": get(lambda it: _place(it.home).start_line),
    "originalLine": get(lambda it: it.home.anchor.line),
    "diffHunk": get(lambda it: it.home.diff_hunk),
    "url": get(lambda it: f"{pull_page(it.pull)}#discussion_r{it.id}"),
    "commit": get(lambda it: commit_in(it.pull.base_repository, it.pull.head_sha)),
    "originalCommit": get(lambda it: commit_in(it.pull.base_repository, it.home.anchor.commit)),
    "replyTo": get(_reply_to),
    "pullRequestReview": attr("review"),
}
REVIEW: dict[str, Resolver] = {
    **TEXT,
    "state": attr("state"),
    "commit": get(lambda it: commit_in(it.pull.base_repository, it.commit)),
    "submittedAt": get(lambda it: None if it.state == "PENDING" else it.created_at),
    "url": get(lambda it: f"{pull_page(it.pull)}#pullrequestreview-{it.id}"),
    "comments": _thread_comments,
}
ISSUE_COMMENT: dict[str, Resolver] = {
    **TEXT,
    "updatedAt": attr("updated_at"),
    "url": get(lambda it: f"{pull_page(it.pull)}#issuecomment-{it.id}"),
    "pullRequest": attr("pull"),
}
