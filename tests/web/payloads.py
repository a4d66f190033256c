"""The smallest payloads that have the shape of GitHub's, and requests signed as GitHub signs them."""

import json
from typing import Any

from bot.web import signature

APP_ID = 12345
SECRET = b"0b1d6a7f-not-a-well-known-secret"
HEAD = "a" * 40
BASE = "b" * 40
SAID = "2026-11-26T12:00:00Z"


def _repository(**changes: Any) -> dict[str, Any]:
    return {"id": 7, "name": "checkout", "full_name": "octo/checkout", "owner": {"login": "octo", "id": 1}} | changes


def pull_request(action: str = "opened", **changes: Any) -> dict[str, Any]:
    """Return a `pull_request` payload; `changes` replace members at the top."""
    return {
        "action": action,
        "number": 3,
        "pull_request": {
            "number": 3,
            "title": "Plan the checkout",
            "head": {"sha": HEAD, "ref": "plan"},
            "base": {"sha": BASE, "ref": "main"},
        },
        "repository": _repository(),
        "installation": {"id": 99, "node_id": "x"},
        "sender": {"login": "octocat", "type": "User"},
    } | changes


def listed_pull(*, repository_id: int = 7, number: int = 3) -> dict[str, Any]:
    """Return an entry of `pull_requests` in a check payload."""
    return {
        "number": number,
        "head": {"sha": "c" * 40, "ref": "plan", "repo": {"id": 7}},
        "base": {"sha": BASE, "ref": "main", "repo": {"id": repository_id}},
    }


def check(
    event: str, action: str, *, app_id: int = APP_ID, pulls: tuple[Any, ...] = (), **changes: Any
) -> dict[str, Any]:
    """Return a `check_run` or `check_suite` payload."""
    return {
        "action": action,
        event: {"id": 11, "head_sha": HEAD, "app": {"id": app_id}, "pull_requests": list(pulls)},
        "repository": _repository(),
        "installation": {"id": 99},
    } | changes


def encoded(payload: Any) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()


def headers(
    body: bytes, *, event: str = "pull_request", delivery: str = "d-1", secret: bytes = SECRET
) -> dict[str, str]:
    """Return the headers that GitHub sends with `body`."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/1234567",
        "X-GitHub-Delivery": delivery,
        "X-GitHub-Event": event,
        "X-Hub-Signature-256": signature.sign(secret, body),
    }


def person(login: str = "alice", identity: int = 501, kind: str = "User") -> dict[str, Any]:
    return {"login": login, "id": identity, "type": kind}


def comment(event: str, body: str, *, by: Any = None, **changes: Any) -> dict[str, Any]:
    """Return the payload of a new comment, review or comment in the diff; `changes` replace members of it."""
    by = by or person()
    place = {"repository": _repository(), "installation": {"id": 99}, "sender": by}
    said = {"id": 77, "node_id": "IC_77", "body": body, "user": by}
    pull = pull_request()["pull_request"]
    if event == "issue_comment":
        said |= {"created_at": SAID, "performed_via_github_app": None} | changes
        return place | {"action": "created", "issue": {"number": 3, "pull_request": {"url": "x"}}, "comment": said}
    if event == "pull_request_review":
        said |= {"submitted_at": SAID} | changes
        return place | {"action": "submitted", "pull_request": pull, "review": said}
    said |= {"created_at": SAID, "path": "specs/001-pay/plan.md", "line": 12} | changes
    return place | {"action": "created", "pull_request": pull, "comment": said}


def push(*added: str, ref: str = "refs/heads/main") -> dict[str, Any]:
    """Return the payload of a push whose one commit adds files."""
    commits = [{"id": HEAD, "added": list(added), "modified": [], "removed": []}]
    return {"ref": ref, "commits": commits, "repository": _repository(), "installation": {"id": 99}}
