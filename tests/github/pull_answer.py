"""The answer to the query for a pull request, for tests to vary."""

import hashlib
from typing import Any

from tests.github.conftest import REPOSITORY
from tests.github.script import Say, graphql

HEAD, BASE, FORK_POINT = "a" * 40, "b" * 40, "c" * 40


def blob(content: str | bytes, /, **changes: Any) -> dict[str, Any]:
    """Return a blob as GraphQL gives it; bytes that are not UTF-8 come out replaced."""
    raw = content if isinstance(content, bytes) else content.encode()
    oid = hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
    node = {"oid": oid, "byteSize": len(raw), "isBinary": False, "isTruncated": False}
    return node | {"text": raw.decode("utf-8", "replace")} | changes


def files(*paths: str, after: str | None = None) -> dict[str, Any]:
    nodes = [{"path": path, "changeType": "MODIFIED"} for path in paths]
    return {"nodes": nodes, "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}


def comment(body: str, *, ours: bool = True, number: int = 1, **changes: Any) -> dict[str, Any]:
    node = {"id": f"node-{number}", "fullDatabaseId": str(number), "body": body, "path": "specs/a/plan.md"}
    return node | {"isMinimized": False, "viewerDidAuthor": ours} | changes


def thread(*comments: dict[str, Any], line: int | None = 3, total: int | None = None) -> dict[str, Any]:
    count = len(comments) if total is None else total
    return {"line": line, "comments": {"totalCount": count, "nodes": list(comments)}}


def newest(*nodes: Any, before: str | None = None) -> dict[str, Any]:
    """Return a connection that was read from its end."""
    return {"nodes": list(nodes), "pageInfo": {"hasPreviousPage": before is not None, "startCursor": before}}


def suites(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": [{"checkRuns": {"nodes": [run]}} for run in runs]}


def check_run(number: int | None, **changes: Any) -> dict[str, Any]:
    run = {"databaseId": number, "externalId": f"digest-{number}", "status": "COMPLETED", "conclusion": "FAILURE"}
    return run | {"title": "1 problem"} | changes


def tip(*runs: dict[str, Any], oid: str = HEAD) -> dict[str, Any]:
    return {"nodes": [{"commit": {"oid": oid, "checkSuites": suites(*runs)}}]}


def pull(**changes: Any) -> dict[str, Any]:
    answer = {
        "id": "PR_1",
        "title": "Pay by card",
        "state": "OPEN",
        "isDraft": False,
        "locked": False,
        "url": "https://github.com/octo/shop/pull/5",
        "author": {"login": "ada", "databaseId": 4},
        "headRefOid": HEAD,
        "headRefName": "feature",
        "headRepository": {"nameWithOwner": "octo/shop"},
        "baseRefOid": BASE,
        "baseRefName": "main",
        "changedFiles": 1,
        "files": files("specs/a/plan.md"),
        "opening": {"nodes": [{"commit": {"parents": {"nodes": [{"oid": FORK_POINT}]}}}]},
        "tip": tip(),
        "reviewThreads": newest(),
        "comments": newest(),
        "reviews": {"nodes": []},
    }
    return answer | changes


def repository(pull_request: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    answer = {
        "databaseId": REPOSITORY.id,
        "nameWithOwner": "octo/shop",
        "isPrivate": False,
        "isArchived": False,
        "defaultBranchRef": {"target": {"oid": "b" * 40}},
        "yml": None,
        "yaml": None,
        "pullRequest": pull() if pull_request is None else pull_request,
    }
    return answer | changes


def said(*errors: dict[str, Any], **changes: Any) -> Say:
    """Return the whole answer, `changes` applied to the pull request."""
    return graphql({"repository": repository(pull(**changes))}, *errors)
