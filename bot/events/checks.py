"""What people press beside a check run. Pure."""

import re
from typing import Any

from bot.events.payload import Cause, Object, place, pull_mark, pull_note
from bot.events.people import sender
from bot.work.port import Mark

RECHECK = "recheck"
"""The identifier of the button on our check run that asks for another look."""

OWN_ID = re.compile(r"sp1:(?P<number>[1-9]\d{0,9}):", re.ASCII)
"""How the external ids of our check runs begin (`bot.review.check.Head`)."""

FIX = "fix"
"""The identifier of the button that stands for `/sp.fix`."""


def check_run(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    run = root.at("check_run")
    if action == "rerequested":
        return _look_again(root, run, cause)
    if action != "requested_action":
        return ()
    identifier = root.at("requested_action").text("identifier")
    if identifier == RECHECK:
        return _look_again(root, run, cause, {"pressed": sender(root).note})
    return _press(root, run, cause, "fix") if identifier == FIX else ()


def check_suite(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    suite = root.at("check_suite")
    return _look_again(root, suite, cause) if action == "rerequested" else ()


def _look_again(root: Object, check: Object, cause: Cause, more: dict[str, Any] | None = None) -> tuple[Mark, ...]:
    """Mark the pull requests of a check run or suite of ours that somebody wants to see again."""
    if check.at("app").number("id") != cause.app_id:
        return ()
    where = place(root)
    sha = check.sha("head_sha")
    note = where.note(cause.reason) | {"head_sha": sha, "recheck": cause.delivery} | (more or {})
    # For pull requests of forks the list is empty.
    pulls = _pulls(check, where.repository_id)
    if not pulls:
        return (Mark(f"commit:{where.repository_id}:{sha}", where.installation, note, immediate=True),)
    return tuple(pull_mark(where, pull.number("number"), pull_note(pull) | note, immediate=True) for pull in pulls)


def _press(root: Object, run: Object, cause: Cause, verb: str) -> tuple[Mark, ...]:
    """Mark the pull request for which a command was pressed. A press acts on the head that its run was about."""
    if run.at("app").number("id") != cause.app_id:
        return ()
    where, person = place(root), sender(root)
    command = {
        "key": f"check_run:{cause.delivery}",
        "kind": "check_run",
        "id": run.number("id"),
        "node_id": "",
        "verb": verb,
        "arguments": "",
        "sender": person.note,
        "head": run.sha("head_sha"),
    }
    number = _number(run)
    if number is None or person.bot:
        return ()
    note = where.note(cause.reason) | {"number": number, "command": command}
    return (pull_mark(where, number, note, immediate=True),)


def _number(run: Object) -> int | None:
    """Return the pull request that a run of ours is about: its list is empty for forks, and once the head is another."""
    told = OWN_ID.match(str(run.members.get("external_id")))
    return int(told["number"]) if told else None


def _pulls(check: Object, repository_id: int) -> list[Object]:
    """Return the check's pull requests of this repository: the list may name others whose head is this commit."""
    return [pull for pull in check.objects("pull_requests") if _base_repository(pull) == repository_id]


def _base_repository(pull: Object) -> int:
    return pull.at("base").at("repo").number("id")
