"""`.github/planwarden.yml`: bytes in, a `Layer` or a `Config` out, or every mistake with its line and column.

Strict on purpose: a key, rule or option that does not exist is refused, because a misspelt setting that is silently
ignored is a policy that nobody enforces.
"""

from collections.abc import Mapping
from typing import Any

from rules import settings_values as kinds
from rules.config import ANYONE, PROFILES, Config, ConfigError, ConfigErrors, Gate, Mode, RuleSetting
from rules.finding import Severity
from rules.layers import Layer, Setting, effective
from rules.options import BY_NAME, setting_errors
from rules.rule import defaults
from rules.settings_custom import custom_rules
from rules.settings_values import nearest, told
from rules.settings_yaml import Entry, Node, parse, shown

ROLES = ("read", "triage", "write", "maintain", "admin")
COMMANDS = (
    *((name, (ANYONE, *ROLES)) for name in ("check", "explain", "risks", "help")),
    *((name, ROLES) for name in ("adr", "fix", "waive", "unwaive")),
)
"""The commands and the roles that one of them may ask for: what changes something is never for whoever can comment."""

MOST_INLINE = 10
"""Review comments of one review that people still read."""

severity = kinds.choice(*Severity)
rule_name = kinds.choice(*BY_NAME)
globs = kinds.listed(kinds.glob, least=1)
KEYS: Mapping[str, kinds.Reader] = {
    "mode": kinds.choice(*Mode),
    "enforce_from": kinds.day,
    "gate": kinds.choice(*Gate),
    "profile": kinds.choice(*PROFILES),
    "plans": globs,
    "extends": kinds.text,
    "adr.directory": kinds.path,
    "adr.template": kinds.path,
    "comments.inline": kinds.whole(0, MOST_INLINE),
    "comments.sticky": kinds.switch,
    **{
        f"commands.{name}": kinds.one_of(kinds.choice(*roles), kinds.listed(kinds.team, least=1))
        for name, roles in COMMANDS
    },
    "waivers.allow": kinds.listed(kinds.team),
    "waivers.longest": kinds.duration,
    "waivers.never": kinds.listed(rule_name),
    "waivers.by_author": kinds.switch,
    "custom": custom_rules,
    "locked": kinds.listed(kinds.text),
    "repositories.include": globs,
    "repositories.exclude": globs,
}
"""Every key but those below `rules`, dotted, with what its value may be."""

SECTIONS = frozenset(key.partition(".")[0] for key in KEYS if "." in key)
TOP = (*dict.fromkeys(key.partition(".")[0] for key in KEYS), "rules")
ORGANISATION_ONLY = frozenset({"locked", "repositories"})
NOT_SUPPORTED_YET: Mapping[str, str] = {
    "extends": "extends is not supported yet: copy the settings here",
}
"""Keys that change the verdict and that nothing obeys so far. Ignoring them would be a silent wrong answer."""


def read(data: bytes, path: str, *, organisation: bool = False) -> Config:
    """Return what one file alone makes of the defaults; raise `ConfigErrors` with every mistake in it.

    `path` is the file's name for messages; `organisation` allows the keys that only an organisation's file may have.
    """
    layer = read_layer(data, path, organisation=organisation)
    return effective(None, layer)


def read_layer(data: bytes, path: str, *, organisation: bool = False) -> Layer:
    """Return what one file sets, to be merged by `rules.layers`; raise `ConfigErrors` with every mistake in it."""
    root, duplicates = parse(data, path)
    reading = Reading(path, organisation=organisation)
    reading.errors.extend(duplicates)
    reading.file(root)
    if reading.errors:
        raise ConfigErrors(reading.errors)
    locked = reading.settings.pop("locked", None)
    return Layer(path, reading.settings, locked.value if locked else ())


class Reading:
    """One file on its way to a layer: the settings so far and the mistakes so far."""

    def __init__(self, path: str, *, organisation: bool) -> None:
        self.path = path
        self.organisation = organisation
        self.settings: dict[str, Setting] = {}
        self.errors: list[ConfigError] = []

    def report(self, node: Node, message: str) -> None:
        self.errors.append(ConfigError(self.path, node.line, node.column, message))

    def set(self, key: str, node: Node, value: Any) -> None:
        self.settings[key] = Setting(value, self.path, node.line, node.column)

    def file(self, root: Node) -> None:
        for name, entry in self.entries(root, f"keys such as {', '.join(TOP[:3])}"):
            if name in ORGANISATION_ONLY and not self.organisation:
                self.report(entry.key, f'"{name}" can stand only in the organisation\'s own file')
            elif name == "rules":
                self.rules(entry.node)
            elif name == "comments" and entry.node.value == "off":
                self.set("comments.inline", entry.node, 0)
                self.set("comments.sticky", entry.node, value=False)
            elif name in SECTIONS:
                self.section(name, entry.node)
            else:
                self.key(name, name, entry, TOP)

    def section(self, section: str, node: Node) -> None:
        names = tuple(key.partition(".")[2] for key in KEYS if key.startswith(section + "."))
        for name, entry in self.entries(node, f"{section} with {', '.join(names)}"):
            self.key(f"{section}.{name}", name, entry, names)

    def key(self, key: str, name: str, entry: Entry, siblings: tuple[str, ...]) -> None:
        reader = KEYS.get(key)
        if reader is None:
            expected = nearest(name, siblings) or f"; the keys here are {', '.join(siblings)}"
            self.report(entry.key, f'unknown key "{shown(name)}"{expected}')
            return
        self.set(key, entry.node, reader(entry.node, self.report))
        if key == "locked":
            self.locked(entry.node)
        if key in NOT_SUPPORTED_YET:
            self.report(entry.key, NOT_SUPPORTED_YET[key])

    def rules(self, node: Node) -> None:
        for name, entry in self.entries(node, "rules by name"):
            if name not in BY_NAME:
                self.report(entry.key, f'there is no rule "{shown(name)}"{nearest(name, BY_NAME)}')
            elif isinstance(entry.node.value, Mapping):
                for option, inner in entry.node.value.items():
                    self.rule_option(name, option, inner)
            else:
                self.rule_severity(name, entry.node)

    def rule_option(self, rule: str, option: str, entry: Entry) -> None:
        if option == "severity":
            self.rule_severity(rule, entry.node)
            return
        value = entry.node.plain
        for error in setting_errors(rule, RuleSetting(options={option: value})):
            self.report(entry.key, error)
        self.set(f"rules.{rule}.{option}", entry.node, value)

    def rule_severity(self, rule: str, node: Node) -> None:
        word = severity(node, self.report)
        self.set(f"rules.{rule}.severity", node, word)
        if word == Severity.OFF:
            for error in setting_errors(rule, RuleSetting(Severity.OFF)):
                self.report(node, error)

    def locked(self, node: Node) -> None:
        for each in node.value if isinstance(node.value, tuple) else ():
            if isinstance(each.value, str) and each.value not in lockable():
                self.report(each, f"no setting is called {told(each)}{nearest(each.value, lockable())}")

    def entries(self, node: Node, expected: str) -> list[tuple[str, Entry]]:
        """Return the entries of a mapping; a key with nothing below it counts as empty, anything else as a mistake."""
        if isinstance(node.value, Mapping):
            return list(node.value.items())
        if node.value is not None:
            self.report(node, f"expected {expected}, not {told(node)}")
        return []


def lockable() -> tuple[str, ...]:
    """Return what `locked` may name: every key, and what stands in front of a key's dot."""
    options = [(rule, name) for rule, kind in BY_NAME.items() for name in defaults(kind)]
    rules = (*BY_NAME, *(f"{rule}.severity" for rule in BY_NAME), *(f"{rule}.{option}" for rule, option in options))
    return tuple(name for name in (*KEYS, *TOP, *(f"rules.{each}" for each in rules)) if name != "locked")
