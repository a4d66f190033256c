"""What people say on a pull request: only a new comment that is a command asks for anything. Pure."""

from typing import Any

from bot.commands.grammar import Invocation, NearMiss, parse
from bot.events.payload import Cause, Object, place, pull_mark
from bot.events.people import may_speak, sender
from bot.work.port import Mark

CREATED = {"issue_comment": "created", "pull_request_review": "submitted", "pull_request_review_comment": "created"}
"""The one action of each event that tells of something new. Edits, deletions and minimising never run a command."""


def issue_comment(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    issue = root.at("issue")
    if action != CREATED["issue_comment"] or not issue.has("pull_request"):
        return ()
    return _command(root, root.at("comment"), issue.number("number"), cause, {"kind": "issue_comment"})


def pull_request_review(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    pull = root.at("pull_request")
    if action != CREATED["pull_request_review"]:
        return ()
    context = {"kind": "pull_request_review"} | tips(pull)
    return _command(root, root.at("review"), pull.number("number"), cause, context)


def pull_request_review_comment(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    pull, comment = root.at("pull_request"), root.at("comment")
    if action != CREATED["pull_request_review_comment"]:
        return ()
    line = comment.members.get("line")
    context = {
        "kind": "pull_request_review_comment",
        "path": comment.text("path"),
        "line": line if isinstance(line, int) else 0,
        "top": comment.number("in_reply_to_id") if comment.has("in_reply_to_id") else 0,
    } | tips(pull)
    return _command(root, comment, pull.number("number"), cause, context)


def tips(pull: Object) -> dict[str, Any]:
    """Return the commits that the two branches of a pull request were at."""
    return {"head": pull.at("head").sha("sha"), "base": pull.at("base").sha("sha")}


def _command(root: Object, remark: Object, number: int, cause: Cause, context: dict[str, Any]) -> tuple[Mark, ...]:
    said = parse(remark.body("body"))
    if said is None:
        return ()
    who = sender(root)
    if not may_speak(remark, who, cause):
        return ()
    where, comment = place(root), remark.number("id")
    command = (
        context
        | asked(said)
        | {
            "key": f"{context['kind']}:{comment}",
            "id": comment,
            "node_id": remark.text("node_id"),
            "sender": who.note,
            "at": remark.time("submitted_at" if remark.has("submitted_at") else "created_at"),
        }
    )
    note = where.note(cause.reason) | {"number": number, "command": command}
    return (pull_mark(where, number, note, immediate=True, said=command["at"]),)


def asked(said: Invocation | NearMiss) -> dict[str, Any]:
    """Return what was asked for; of a near miss, which command it misses."""
    if isinstance(said, NearMiss):
        return {"verb": said.verb, "arguments": "", "misses": said.suggestion}
    return {"verb": said.verb, "arguments": said.arguments}
