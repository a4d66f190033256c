"""The kinds of value that a configuration has: each reads one node and reports what is wrong, where it stands."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from rules.globs import glob_error
from rules.settings_yaml import Node, shown

Report = Callable[[Node, str], None]
"""Takes the node that is wrong and what is wrong with it. Reading goes on, so that all mistakes are told at once."""

Reader = Callable[[Node, Report], Any]
"""Returns the value, or, once it has reported a mistake, anything: a file with a mistake is refused as a whole."""

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DURATION = re.compile(r"[1-9][0-9]{0,4}d")
TEAM = re.compile(r"@?[A-Za-z0-9-]+/[A-Za-z0-9._-]+|[A-Za-z0-9_-]+")


def told(node: Node) -> str:
    """Return the value in words for a message: a list or a mapping by its kind, a text in quotes."""
    if isinstance(node.value, Mapping):
        return "a mapping"
    if isinstance(node.value, tuple):
        return "a list"
    if isinstance(node.value, str):
        return f'"{shown(node.value)}"'
    return "nothing" if node.value is None else str(node.value).lower()


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a question that ends a message, where a known name is near; else nothing."""
    close = get_close_matches(name[:60], list(known), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def choice(*words: str) -> Reader:
    def read(node: Node, report: Report) -> str:
        if not (isinstance(node.value, str) and node.value in words):
            hint = nearest(node.value, words) if isinstance(node.value, str) else ""
            report(node, f"expected one of {', '.join(words)}, not {told(node)}{hint}")
        return str(node.value)

    return read


def day(node: Node, report: Report) -> date:
    text = node.value if isinstance(node.value, str) else ""
    if not DATE.fullmatch(text):
        report(node, f"expected a date such as 2027-01-15, not {told(node)}")
        return date.min
    try:
        return date.fromisoformat(text)
    except ValueError:
        report(node, f"there is no such day as {text}")
        return date.min


def switch(node: Node, report: Report) -> bool:
    if not isinstance(node.value, bool):
        report(node, f"expected true or false, not {told(node)}")
    return node.value is True


def whole(low: int, high: int) -> Reader:
    def read(node: Node, report: Report) -> int:
        if type(node.value) is int and low <= node.value <= high:
            return node.value
        report(node, f"expected a whole number from {low} to {high}, not {told(node)}")
        return low

    return read


def text(node: Node, report: Report) -> str:
    if not isinstance(node.value, str) or not node.value.strip() or not node.value.isprintable():
        report(node, f"expected a text, not {told(node)}")
    return str(node.value)


def path(node: Node, report: Report) -> str:
    """Read a path inside the repository, in the one form that git knows it by, never one that leads out of it."""
    value = text(node, report).removeprefix("./").removesuffix("/")
    if isinstance(node.value, str) and ("\\" in value or not {"", ".", ".."}.isdisjoint(value.split("/"))):
        report(node, f"expected a path inside the repository such as docs/adr, not {told(node)}")
    return value


def glob(node: Node, report: Report) -> str:
    value = text(node, report)
    if isinstance(node.value, str) and (error := glob_error(value)):
        report(node, error)
    return value


def duration(node: Node, report: Report) -> int:
    """Read a number of days ("90d")."""
    if isinstance(node.value, str) and DURATION.fullmatch(node.value):
        return int(node.value[:-1])
    report(node, f"expected a number of days such as 90d, not {told(node)}")
    return 0


def listed(item: Reader, *, least: int = 0) -> Reader:
    def read(node: Node, report: Report) -> tuple[Any, ...]:
        if not isinstance(node.value, tuple):
            report(node, f"expected a list, not {told(node)}")
            return ()
        if len(node.value) < least:
            report(node, "expected at least one entry")
        return tuple(item(each, report) for each in node.value)

    return read


def one_of(first: Reader, otherwise: Reader) -> Reader:
    """Read a list by `otherwise`, anything else by `first`."""

    def read(node: Node, report: Report) -> Any:
        return (otherwise if isinstance(node.value, tuple) else first)(node, report)

    return read


def team(node: Node, report: Report) -> str:
    value = text(node, report)
    if isinstance(node.value, str) and not TEAM.fullmatch(value):
        report(node, f"expected a role or a team such as platform or acme/platform, not {told(node)}")
    if value == "anyone":
        report(node, "anyone stands alone, not in a list, and only for commands that change nothing")
    return value.removeprefix("@")


def record(fields: Mapping[str, Reader], needed: Iterable[str]) -> Reader:
    """Read a mapping whose keys are all known and which has those that are needed."""

    def read(node: Node, report: Report) -> dict[str, Any]:
        if not isinstance(node.value, Mapping):
            report(node, f"expected a mapping with {', '.join(fields)}, not {told(node)}")
            return {}
        for name, entry in node.value.items():
            if name not in fields:
                report(entry.key, f'unknown key "{shown(name)}"{nearest(name, fields)}')
        for name in needed:
            if name not in node.value:
                report(node, f'"{name}" is missing here')
        return {name: fields[name](entry.node, report) for name, entry in node.value.items() if name in fields}

    return read
