"""The entries of `custom` in a configuration: a team's own rules, checked one by one."""

from collections.abc import Mapping
from typing import Any, Final

from rules import settings_values as kinds
from rules.custom import compiled_pattern
from rules.finding import Severity
from rules.lazy import lazy
from rules.options import BY_NAME
from rules.settings_values import Report, told
from rules.settings_yaml import Node

MOST: Final = 100
"""Rules that one configuration may declare."""

NAME: Final = lazy(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_NAME: Final = 60


def name(node: Node, report: Report) -> str:
    value = node.value if isinstance(node.value, str) else ""
    if not NAME.fullmatch(value) or len(value) > LONGEST_NAME:
        report(node, f"expected a name in lower case with hyphens such as house-words, not {told(node)}")
    elif value in BY_NAME:
        report(node, f'there is a rule "{value}" already: give yours another name')
    return value


def pattern(node: Node, report: Report) -> str:
    value = kinds.text(node, report)
    if isinstance(node.value, str) and value:
        try:
            compiled_pattern(value)
        except ValueError as error:
            report(node, f"not a regular expression of RE2: {error}")
    return value


READERS: Final[Mapping[str, kinds.Reader]] = {
    "name": name,
    "severity": kinds.choice(*Severity),
    "message": kinds.text,
    "forbid": pattern,
    "require": pattern,
    "require_heading": kinds.text,
    "require_label": kinds.text,
    "values": kinds.listed(kinds.text, least=1),
    "within": kinds.text,
}
KINDS: Final = ("forbid", "require", "require_heading", "require_label")
"""The keys of which a declared rule has exactly one."""

FIELDS: Final[Mapping[str, str]] = {
    "require": "demand",
    "require_heading": "heading",
    "require_label": "label",
}
"""Keys whose field of `Custom` is called otherwise."""

one: Final = kinds.record(READERS, needed=("name", "severity"))


def custom_rules(node: Node, report: Report) -> tuple[dict[str, Any], ...]:
    """Read the list; each entry as the fields of `Custom`."""
    entries = kinds.listed(lambda each, _: each)(node, report)
    if len(entries) > MOST:
        report(node, f"expected at most {MOST} rules, not {len(entries)}")
        return ()
    seen: set[str] = set()
    found = []
    for entry in entries:
        fields = one(entry, report)
        check_kind(entry, fields, report)
        if fields.get("name", "") in seen:
            report(entry, f'there are two rules "{fields["name"]}"')
        seen.add(fields.get("name", ""))
        found.append({FIELDS.get(key, key): value for key, value in fields.items()} | severity_of(fields))
    return tuple(found)


def severity_of(fields: Mapping[str, Any]) -> dict[str, Severity]:
    word = fields.get("severity", "")
    return {"severity": Severity(word) if word in tuple(Severity) else Severity.WARNING}


def check_kind(entry: Node, fields: Mapping[str, Any], report: Report) -> None:
    chosen = [kind for kind in KINDS if kind in fields]
    if len(chosen) != 1:
        report(entry, f"expected exactly one of {', '.join(KINDS)}" + (f", not {', '.join(chosen)}" if chosen else ""))
    if "values" in fields and "require_label" not in fields:
        report(entry, '"values" says what a label may hold, so it goes with require_label')
