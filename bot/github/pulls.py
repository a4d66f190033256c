"""A pull request as GraphQL tells it, in the words of the port. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.github.port import Change, ChangedFile, OpenPull, OwnCheckRun, OwnComment, PullRequest, PullRequestRef


def pull_request(ref: PullRequestRef, repository: Mapping[str, Any]) -> PullRequest:
    """Read the answer to `queries.PULL_REQUEST`, all but the configuration and further pages."""
    pull = repository["pullRequest"]
    owner, _, name = repository["nameWithOwner"].partition("/")
    return PullRequest(
        ref=replace(ref, repository=replace(ref.repository, owner=owner, name=name)),
        node_id=pull["id"],
        title=pull["title"],
        author=(pull["author"] or {"login": "ghost"})["login"],
        state=pull["state"].lower(),
        draft=pull["isDraft"],
        head_sha=pull["headRefOid"],
        head_ref=pull["headRefName"],
        head_repository=(pull["headRepository"] or {"nameWithOwner": None})["nameWithOwner"],
        base_sha=pull["baseRefOid"],
        base_ref=pull["baseRefName"],
        fork_point=_fork_point(pull["opening"]["nodes"]),
        file_count=pull["changedFiles"],
        files=files(pull["files"]),
        check_runs=_check_runs_at_tip(pull),
        review_comments=review_comments(pull["reviewThreads"]),
        comments=comments(pull["comments"]),
        review_bodies=tuple(review["body"] for review in pull["reviews"]["nodes"] if review["viewerDidAuthor"]),
        private=repository["isPrivate"],
        archived=repository["isArchived"],
        url=pull["url"],
        comments_cut=pull["comments"]["pageInfo"]["hasPreviousPage"],
        author_id=int((pull["author"] or {}).get("databaseId") or 0),
        locked=pull["locked"],
    )


def files(connection: Mapping[str, Any] | None) -> tuple[ChangedFile, ...]:
    """Read changed files; GitHub gives no connection at all when it could not work out the diff."""
    nodes = connection["nodes"] if connection else ()
    return tuple(ChangedFile(node["path"], Change(node["changeType"].lower())) for node in nodes)


def open_pulls(connection: Mapping[str, Any]) -> tuple[OpenPull, ...]:
    """Read what pull requests change; one whose files GitHub cannot tell now has none."""
    nodes = [node for node in connection.get("nodes") or () if node is not None]
    return tuple(
        OpenPull(node["number"], files(node["files"]), node.get("headRefName", ""), node.get("baseRefName", ""))
        for node in nodes
    )


def tip_is_head(pull: Mapping[str, Any]) -> bool:
    """Whether the last commit that GitHub lists is the head: it lists 250, and none of a head that equals its base."""
    return [node["commit"]["oid"] for node in pull["tip"]["nodes"]] == [pull["headRefOid"]]


def check_runs(commit: Mapping[str, Any] | None) -> tuple[OwnCheckRun, ...]:
    """Read our check runs on a commit, the newest first."""
    suites = ((commit or {}).get("checkSuites") or {"nodes": ()})["nodes"]
    nodes = (run for suite in suites for run in (suite["checkRuns"] or {"nodes": ()})["nodes"])
    runs = (
        OwnCheckRun(
            id=int(node["databaseId"] or 0),
            external_id=node["externalId"] or "",
            status=node["status"].lower(),
            conclusion=(node["conclusion"] or "").lower(),
            title=node["title"] or "",
        )
        for node in nodes
    )
    return tuple(sorted(runs, key=lambda run: run.id, reverse=True))


def review_comments(threads: Mapping[str, Any]) -> tuple[OwnComment, ...]:
    """Read the threads that we began. Every later comment that is not known to be ours counts as somebody's reply."""
    found = []
    for thread in threads["nodes"]:
        first, *others = thread["comments"]["nodes"] or [None]
        if first is None or not first["viewerDidAuthor"]:
            continue
        own = 1 + sum(other["viewerDidAuthor"] for other in others)
        comment = replace(_comment(first), path=first["path"], line=thread["line"])
        found.append(replace(comment, replies=thread["comments"]["totalCount"] - own))
    return tuple(found)


def comments(connection: Mapping[str, Any]) -> tuple[OwnComment, ...]:
    """Read our comments in the conversation."""
    return tuple(_comment(node) for node in connection["nodes"] if node["viewerDidAuthor"])


def same_text(one: str, other: str) -> bool:
    """Whether two bodies are the same but for what GitHub does to them: line ends, space around."""
    return plain(one) == plain(other)


def plain(body: str) -> str:
    """Return a body as it compares: with one kind of line end and no space around it."""
    return body.replace("\r\n", "\n").strip()


def _comment(node: Mapping[str, Any]) -> OwnComment:
    return OwnComment(
        id=int(node["fullDatabaseId"] or 0), node_id=node["id"], body=node["body"], minimized=node["isMinimized"]
    )


def _fork_point(commits: Sequence[Mapping[str, Any]]) -> str:
    parents: Iterable[Mapping[str, Any]] = commits[0]["commit"]["parents"]["nodes"] if commits else ()
    return next((str(parent["oid"]) for parent in parents), "")


def _check_runs_at_tip(pull: Mapping[str, Any]) -> tuple[OwnCheckRun, ...]:
    return check_runs(pull["tip"]["nodes"][0]["commit"]) if tip_is_head(pull) else ()
