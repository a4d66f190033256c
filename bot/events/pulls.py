"""What happens to a pull request itself. Pure."""

from bot.events.payload import Cause, Malformed, Object, place, pull_mark, pull_note
from bot.work.port import Mark, Sighting

ACTIONS = frozenset({"opened", "synchronize", "reopened", "edited", "ready_for_review", "converted_to_draft", "closed"})


def pull_request(root: Object, action: str, cause: Cause) -> tuple[Mark, ...]:
    pull = root.at("pull_request")
    number = root.number("number")
    # A review or its comment has a `pull_request` too, but not this number: only the header could claim it is this event.
    if pull.number("number") != number:
        raise Malformed("number and pull_request.number differ")
    if action not in ACTIONS:
        return ()
    if action == "edited" and "base" not in root.at("changes").members:
        return ()
    where = place(root)
    note = where.note(cause.reason) | pull_note(pull)
    head = Sighting(note["head_sha"], pull.time("updated_at")) if pull.has("updated_at") else None
    note |= {"closed": True} if action == "closed" else {}
    return (pull_mark(where, number, note, immediate=False, head=head),)
