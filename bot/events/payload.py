"""A payload as values: every member is read by the kind that it must have, and an error says which one is wrong. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.work.port import Mark, Sighting

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}", re.ASCII)
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
LARGEST_ID = 2**63 - 1
LONGEST_TEXT = 1024
LONGEST_BODY = 300_000
"""Characters; GitHub takes 65,536 in a comment."""


class Malformed(ValueError):
    """The payload is not what GitHub sends for this event. Says which member is wrong."""


class Stray(ValueError):
    """A payload in the right shape, but of no installation or no repository that we could work for."""


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object together with where it stands, so that errors can say it."""

    members: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, value: object, where: str) -> "Object":
        if not isinstance(value, Mapping):
            raise Malformed(f"{where} is not an object")
        return cls(value, where)

    def at(self, name: str) -> "Object":
        return Object.of(self.members.get(name), self._path(name))

    def has(self, name: str) -> bool:
        return self.members.get(name) is not None

    def text(self, name: str) -> str:
        value = self.members.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT or not encodable(value):
            raise Malformed(f"{self._path(name)} is not a text of 1 to {LONGEST_TEXT} characters")
        return value

    def body(self, name: str) -> str:
        """Return what somebody wrote; "" where nothing was."""
        value = self.members.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_BODY or not encodable(value):
            raise Malformed(f"{self._path(name)} is not a text of at most {LONGEST_BODY} characters")
        return value

    def time(self, name: str) -> str:
        value = self.text(name)
        if not TIME.fullmatch(value):
            raise Malformed(f"{self._path(name)} is not a time")
        return value

    def sha(self, name: str) -> str:
        value = self.text(name)
        if not SHA.fullmatch(value):
            raise Malformed(f"{self._path(name)} is not a SHA")
        return value

    def number(self, name: str) -> int:
        value = self.members.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST_ID:
            raise Malformed(f"{self._path(name)} is not an id")
        return value

    def objects(self, name: str) -> list["Object"]:
        value = self.members.get(name)
        if not isinstance(value, list):
            raise Malformed(f"{self._path(name)} is not a list")
        return [Object.of(item, f"{self._path(name)}[{index}]") for index, item in enumerate(value)]

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list; what is none is left out."""
        value = self.members.get(name)
        return [item for item in value if isinstance(item, str) and encodable(item)] if isinstance(value, list) else []

    def _path(self, name: str) -> str:
        return name if self.where == "the payload" else f"{self.where}.{name}"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why we look: `reason` "<event>.<action>", the id of the delivery, the id of our App.

    `apps`: the slugs of other Apps whose comments the operator lets run.
    """

    reason: str
    delivery: str
    app_id: int
    apps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the event happened. The id is the repository's identity; its names change."""

    installation: int
    repository_id: int
    owner: str
    name: str

    def note(self, reason: str) -> dict[str, Any]:
        return {"reason": reason, "owner": self.owner, "name": self.name, "repository_id": self.repository_id}

    def pull(self, number: int) -> str:
        """Return the lane of a pull request."""
        return f"pull:{self.repository_id}:{number}"


def place(root: Object) -> Place:
    if root.members.get("installation") is None:
        raise Stray("the payload names no installation")
    installation = root.at("installation").number("id")
    try:
        repository = root.at("repository")
        names = (repository.at("owner").text("login"), repository.text("name"))
        if not all(NAME.fullmatch(name) for name in names):
            raise Stray("the payload names no repository that GitHub could have")
        return Place(installation, repository.number("id"), *names)
    except Malformed as error:
        raise Stray(str(error)) from None


def pull_note(pull: Object) -> dict[str, Any]:
    base = pull.at("base")
    return {
        "number": pull.number("number"),
        "base_sha": base.sha("sha"),
        "base_ref": base.text("ref"),
        "head_sha": pull.at("head").sha("sha"),
    }


def pull_mark(  # noqa: PLR0913 - where, and everything that a mark holds
    where: Place,
    number: int,
    note: Mapping[str, Any],
    *,
    immediate: bool,
    head: Sighting | None = None,
    said: str = "",
) -> Mark:
    """Return the mark of a pull request's lane. `said`: when a command was given, which acts on the head of that time."""
    return Mark(where.pull(number), where.installation, note, immediate=immediate, head=head, said=said)


def encodable(value: str) -> bool:
    """Return whether the text has no lone surrogate, which no database takes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
