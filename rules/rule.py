"""What a rule is: a class whose docstring is its page and whose `check` is pure.

A rule with options is derived from a `NamedTuple` of them, each with its default.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol

from rules.finding import Problem, Severity
from rules.plan.model import Plan
from rules.repository import Repository


class Context(NamedTuple):
    """What a rule may look at: the plan, its base version where there is one, and the frozen part of the repository.

    `adr_directories`: where the plan's ADRs may be, its feature's own directories first. `template`: the repository's own
    plan template at base, None without one. `today`: the day that dates are judged against (the head commit's on the
    command line, today in the App), given to the engine; None: not known, so a rule that needs it stays silent.
    `rule_names`: every rule that there is, custom ones included, whether or not it is on.
    """

    plan: Plan
    base: Plan | None
    repository: Repository
    adr_directories: tuple[str, ...] = ()
    template: bytes | None = None
    today: date | None = None
    rule_names: frozenset[str] = frozenset()


class Rule(Protocol):
    """A rule. `severity` is the default at status `approved` in the profile `architect`; the engine scales it.

    `section` is the part of the catalogue it belongs to, its folder's name. Rules of the section `answers` judge what
    kind of answer any field holds; where one of them and the rule that owns the field mean the same words, one speaks
    (`rules.one_cause`).
    """

    name: ClassVar[str]
    since: ClassVar[str]
    severity: ClassVar[Severity]
    section: ClassVar[str]

    def applies(self, context: Context) -> bool:
        """Return whether the plan is of a kind that this rule can judge; counted in the proof of work."""
        ...

    def check(self, context: Context) -> Iterator[Problem]:
        """Yield the problems of the plan. Called only where the rule applies; the engine sorts."""
        ...


def defaults(rule: type[Rule]) -> Mapping[str, Any]:
    """Return the options of a rule with their defaults, in its own order; none for most rules."""
    return getattr(rule, "_field_defaults", {})
