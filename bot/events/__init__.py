"""Interpret a delivery: which lanes it marks, and which commands it brings. Pure.

A delivery never says what is true now, only where to look again: deliveries come late, twice and out of order. So a mark
carries names and SHAs as hints, and whoever works the lane reads the rest from GitHub.
"""

from collections.abc import Callable, Collection, Mapping

from bot.events.checks import FIX, RECHECK, check_run, check_suite
from bot.events.comments import issue_comment, pull_request_review, pull_request_review_comment
from bot.events.payload import Cause, Malformed, Object, Stray
from bot.events.pulls import pull_request
from bot.events.pushes import push
from bot.work.port import Mark

__all__ = ["FIELDS", "FIX", "RECHECK", "SUBSCRIBED", "Malformed", "Stray", "interpret"]

_INTERPRETERS: Mapping[str, Callable[[Object, str, Cause], tuple[Mark, ...]]] = {
    "check_run": check_run,
    "check_suite": check_suite,
    "issue_comment": issue_comment,
    "pull_request": pull_request,
    "pull_request_review": pull_request_review,
    "pull_request_review_comment": pull_request_review_comment,
    "push": push,
}

SUBSCRIBED = tuple(_INTERPRETERS)
"""The events that the App asks GitHub for. `ping` and the installation events come without asking."""

WITHOUT_ACTION = frozenset({"push"})

FIELDS = frozenset(
    {
        *("action", "added", "app", "base", "body", "changes", "check_run", "check_suite", "comment", "commits"),
        *("created_at", "head", "head_sha", "id", "identifier", "installation", "issue", "line", "login", "name"),
        *("in_reply_to_id", "node_id", "number", "owner", "path", "performed_via_github_app", "pull_request"),
        *("external_id", "pull_requests", "ref"),
        *("repo", "repository", "requested_action", "review", "sender", "sha", "slug", "submitted_at", "type"),
        *("updated_at", "user"),
    }
)
"""Every member that is read here, at any depth; the rest of a payload may be thrown away."""


def interpret(
    event: str, payload: object, delivery: str, *, app_id: int, apps: Collection[str] = ()
) -> tuple[Mark, ...]:
    """Return the lanes that a delivery marks; none for events and actions that ask for nothing.

    `event`: the value of `X-GitHub-Event`, which is not signed, so the payload is checked to be of its shape.
    `delivery`: the delivery's id. `app_id`: only check runs and suites of this App count, and its own comments are never
    commands. `apps`: the slugs of Apps whose comments may be. Raise `Malformed` or `Stray`.
    """
    interpreter = _INTERPRETERS.get(event)
    if interpreter is None:
        return ()
    root = Object.of(payload, "the payload")
    action = "" if event in WITHOUT_ACTION else root.text("action")
    reason = f"{event}.{action}" if action else event
    return interpreter(root, action, Cause(reason, delivery, app_id, frozenset(apps)))
