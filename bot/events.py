"""Interpret a delivery: which lanes it marks. Pure.

A delivery never says what is true now, only where to look again: deliveries come late, twice and out of order. So a mark
carries names and SHAs as hints, and whoever works the lane reads the rest from GitHub.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.work.port import Mark

SUBSCRIBED = ("check_run", "check_suite", "pull_request")
"""The events that the App asks GitHub for. `ping` and the installation events come without asking."""

FIELDS = frozenset(
    {
        *("action", "app", "base", "changes", "check_run", "check_suite", "head", "head_sha", "id", "identifier"),
        *("installation", "login", "name", "number", "owner", "pull_request", "pull_requests", "ref", "repo"),
        *("repository", "requested_action", "sha"),
    }
)
"""Every member that is read here, at any depth; the rest of a payload may be thrown away."""

RECHECK = "recheck"
"""The identifier of the button on our check run that asks for another look."""

_PULL_REQUEST_ACTIONS = frozenset(
    {"opened", "synchronize", "reopened", "edited", "ready_for_review", "converted_to_draft", "closed"}
)
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}", re.ASCII)
_LARGEST_ID = 2**63 - 1
_LONGEST_TEXT = 1024


class Malformed(ValueError):
    """The payload is not what GitHub sends for this event. Says which member is wrong."""


class Stray(ValueError):
    """A payload in the right shape, but of no installation or no repository that we could work for."""


def interpret(event: str, payload: object, delivery: str, *, app_id: int) -> tuple[Mark, ...]:
    """Return the lanes that a delivery marks; none for events and actions that cannot change a verdict.

    `event`: the value of `X-GitHub-Event`, which is not signed, so the payload is checked to be of its shape.
    `delivery`: the delivery's id. `app_id`: only check runs and suites of this App count. Raise `Malformed` or `Stray`.
    """
    interpreter = _INTERPRETERS.get(event)
    if interpreter is None:
        return ()
    root = _Object.of(payload, "the payload")
    return interpreter(root, root.text("action"), _Cause(f"{event}.{root.text('action')}", delivery, app_id))


@dataclass(frozen=True, slots=True)
class _Object:
    """A JSON object together with where it stands, so that errors can say it."""

    members: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, value: object, where: str) -> "_Object":
        if not isinstance(value, Mapping):
            raise Malformed(f"{where} is not an object")
        return cls(value, where)

    def at(self, name: str) -> "_Object":
        return _Object.of(self.members.get(name), self._path(name))

    def text(self, name: str) -> str:
        value = self.members.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT or not _encodable(value):
            raise Malformed(f"{self._path(name)} is not a text of 1 to {_LONGEST_TEXT} characters")
        return value

    def sha(self, name: str) -> str:
        value = self.text(name)
        if not _SHA.fullmatch(value):
            raise Malformed(f"{self._path(name)} is not a SHA")
        return value

    def number(self, name: str) -> int:
        value = self.members.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST_ID:
            raise Malformed(f"{self._path(name)} is not an id")
        return value

    def objects(self, name: str) -> list["_Object"]:
        value = self.members.get(name)
        if not isinstance(value, list):
            raise Malformed(f"{self._path(name)} is not a list")
        return [_Object.of(item, f"{self._path(name)}[{index}]") for index, item in enumerate(value)]

    def _path(self, name: str) -> str:
        return name if self.where == "the payload" else f"{self.where}.{name}"


@dataclass(frozen=True, slots=True)
class _Cause:
    """Why we look: `reason` "<event>.<action>", the id of the delivery, the id of our App."""

    reason: str
    delivery: str
    app_id: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the event happened. The id is the repository's identity; its names change."""

    installation: int
    repository_id: int
    owner: str
    name: str

    def note(self, reason: str) -> dict[str, Any]:
        return {"reason": reason, "owner": self.owner, "name": self.name, "repository_id": self.repository_id}


def _place(root: _Object) -> _Place:
    if root.members.get("installation") is None:
        raise Stray("the payload names no installation")
    installation = root.at("installation").number("id")
    try:
        repository = root.at("repository")
        names = (repository.at("owner").text("login"), repository.text("name"))
        if not all(_NAME.fullmatch(name) for name in names):
            raise Stray("the payload names no repository that GitHub could have")
        return _Place(installation, repository.number("id"), *names)
    except Malformed as error:
        raise Stray(str(error)) from None


def _pull_request(root: _Object, action: str, cause: _Cause) -> tuple[Mark, ...]:
    pull = root.at("pull_request")
    number = root.number("number")
    # A review or its comment has a `pull_request` too, but not this number: only the header could claim it is this event.
    if pull.number("number") != number:
        raise Malformed("number and pull_request.number differ")
    if action not in _PULL_REQUEST_ACTIONS:
        return ()
    if action == "edited" and "base" not in root.at("changes").members:
        return ()
    place = _place(root)
    note = place.note(cause.reason) | _pull_note(pull)
    return (_pull_mark(place, number, note | {"closed": True} if action == "closed" else note, immediate=False),)


def _check_run(root: _Object, action: str, cause: _Cause) -> tuple[Mark, ...]:
    run = root.at("check_run")
    if action == "requested_action":
        if root.at("requested_action").text("identifier") != RECHECK:
            return ()
    elif action != "rerequested":
        return ()
    return _look_again(root, run, cause)


def _check_suite(root: _Object, action: str, cause: _Cause) -> tuple[Mark, ...]:
    suite = root.at("check_suite")
    return _look_again(root, suite, cause) if action == "rerequested" else ()


def _look_again(root: _Object, check: _Object, cause: _Cause) -> tuple[Mark, ...]:
    """Mark the pull requests of a check run or suite of ours that somebody wants to see again."""
    if check.at("app").number("id") != cause.app_id:
        return ()
    place = _place(root)
    sha = check.sha("head_sha")
    note = place.note(cause.reason) | {"head_sha": sha, "recheck": cause.delivery}
    # The list may name pull requests of other repositories whose head is this commit; for those of forks it is empty.
    pulls = [pull for pull in check.objects("pull_requests") if _base_repository(pull) == place.repository_id]
    if not pulls:
        return (Mark(f"commit:{place.repository_id}:{sha}", place.installation, note, immediate=True),)
    return tuple(_pull_mark(place, pull.number("number"), _pull_note(pull) | note, immediate=True) for pull in pulls)


def _base_repository(pull: _Object) -> int:
    return pull.at("base").at("repo").number("id")


def _pull_note(pull: _Object) -> dict[str, Any]:
    base = pull.at("base")
    return {
        "number": pull.number("number"),
        "base_sha": base.sha("sha"),
        "base_ref": base.text("ref"),
        "head_sha": pull.at("head").sha("sha"),
    }


def _pull_mark(place: _Place, number: int, note: Mapping[str, Any], *, immediate: bool) -> Mark:
    return Mark(f"pull:{place.repository_id}:{number}", place.installation, note, immediate=immediate)


def _encodable(value: str) -> bool:
    """Return whether the text has no lone surrogate, which no database takes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


_INTERPRETERS: Mapping[str, Callable[[_Object, str, _Cause], tuple[Mark, ...]]] = {
    "check_run": _check_run,
    "check_suite": _check_suite,
    "pull_request": _pull_request,
}
