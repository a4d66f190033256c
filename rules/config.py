"""The configuration that the engine and the bot obey, as plain values. Reading it from YAML is `rules.settings_file`."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from rules.finding import Severity

FILES = (".github/planwarden.yml", ".github/planwarden.yaml")
"""Where a repository keeps its configuration, the usual place first; two files are a mistake, either could be meant."""

DEFAULT_GLOBS = ("specs/*/plan.md", "**/specs/**/plan.md", ".specify/specs/**/plan.md", "kitty-specs/**/plan.md")
EXCLUDED_GLOBS = (
    "**/.specify/templates/**",
    "**/.claude/**",
    "**/templates/**",
    "**/node_modules/**",
    "**/vendor/**",
    "**/.venv/**",
    "**/.git/**",
)

PROFILES = ("auto", "architect", "speckit", "speckit-legacy", "kitty", "hybrid")
"""What `profile` may be: the names of `Plan.profile` that a team can choose, and `auto`, which tells them apart."""


ANYONE = "anyone"
"""Whoever can comment."""

DEFAULT_ROLES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("check", "explain", "help", "risks"), (ANYONE,)),
    **dict.fromkeys(("adr", "fix"), ("write",)),
}
"""Who may give a command unless the configuration says otherwise; for waivers `waivers.allow` says it."""


class Mode(StrEnum):
    """Whether findings count: not looked at, shown, or enforced."""

    OFF = "off"
    ADVISORY = "advisory"
    ENFORCE = "enforce"


class Gate(StrEnum):
    """Which errors fail the check: those that the pull request brings in, or all."""

    NEW = "new"
    ALL = "all"


class RuleSetting(NamedTuple):
    """`severity` None: the rule's own. `options`: values by the names that the rule gives them."""

    severity: Severity | None = None
    options: Mapping[str, Any] = {}


class Comments(NamedTuple):
    """`inline`: the most review comments of one review (0: none). `sticky`: one summary comment, edited in place."""

    inline: int = 10
    sticky: bool = False


class Waivers(NamedTuple):
    """Who may silence findings and for how long. `allow`: roles and teams for `/sp.waive`.

    `longest`: the most days until a suppression or waiver ends, 0 for no limit. `never`: rules that nobody can silence.
    `by_author`: whether a pull request may silence errors that it brings in itself.
    """

    allow: tuple[str, ...] = ("maintain",)
    longest: int = 0
    never: tuple[str, ...] = ("secret-in-plan",)
    by_author: bool = False


class Custom(NamedTuple):
    """One declared rule, of exactly one kind.

    `forbid`, `demand`: patterns, the latter written `require` in the file. `heading`, `label`: what must be there;
    `values`: what the label may say. `within`: the heading of the section that the rule is about; "": the whole plan.
    """

    name: str
    severity: Severity
    message: str = ""
    forbid: str = ""
    demand: str = ""
    heading: str = ""
    label: str = ""
    values: tuple[str, ...] = ()
    within: str = ""


class Config(NamedTuple):
    """The effective configuration of one repository. The defaults are what an empty file gives."""

    mode: Mode = Mode.ENFORCE
    enforce_from: date | None = None
    gate: Gate = Gate.NEW
    profile: str = "auto"
    plans: tuple[str, ...] = DEFAULT_GLOBS
    rules: Mapping[str, RuleSetting] = {}
    adr_directory: str = "history/adr"
    adr_template: str = ".specify/templates/adr-template.md"
    comments: Comments = Comments()
    waivers: Waivers = Waivers()
    custom: tuple[Custom, ...] = ()
    commands: Mapping[str, tuple[str, ...]] = {}
    """Who may give a command, by verb: roles, of which the weakest is enough, and teams, of which one is."""

    def who(self, verb: str) -> tuple[str, ...]:
        """Return who may give a command: as configured, else by default. Nobody may give one that does not exist."""
        if verb in self.commands:
            return self.commands[verb]
        if verb == "unwaive":
            return self.who("waive")
        return self.waivers.allow if verb == "waive" else DEFAULT_ROLES.get(verb, ())


class ConfigError(NamedTuple):
    """One mistake in a configuration file, in words for the person who wrote it. Line and column are 1-based."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class ConfigErrors(Exception):
    """A configuration file is refused: every mistake that was found in it, at least one, in the order of its lines."""

    def __init__(self, errors: Iterable[ConfigError]) -> None:
        self.errors = tuple(sorted(errors))
        super().__init__("\n".join(map(str, self.errors)))
