"""The `flag-without-default` rule."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from rules.defined_flags import Defined, about_all, defined
from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.quoting import listed, quoted
from rules.rule import Context

COLUMNS = ("default", "initial", "state", "value", "on/off", "status")

DEFAULT = lazy(
    r"\b(?:0|100)\s?% (?:at|in|for|of|until)\b|\b(?:default\w*|initial\w*|dark\b(?! (?:mode|theme))|"
    r"starts? (?:as |at |in )?(?:off|on|disabled|enabled|\d)|"
    r"ships? (?:off|on|"
    r"disabled|enabled)|"
    r"(?:off|on|disabled|enabled|false|true) (?:at|in|by|until|everywhere|except|on (?:dev|staging|prod)|"
    r"for (?:all|every|dev|staging|prod))"
    r"(?![\w-]))",
    re.IGNORECASE,
)
VALUE = lazy(
    r"(?:^|[=:,;(|\u2013\u2014>]\s*|\s-\s|\b(?:is|are|stays?|remains?|kept|set to|set|currently|now)\s+)"
    r"(?:on|off|true|false|enabled|disabled|active|inactive|yes|no|[01]|0\s?%|100\s?%)(?=\s*(?:$|[.,;:)(|"
    r"\u2013\u2014]|\s-\s))",
    re.IGNORECASE | re.MULTILINE,
)
"""A state where a state stands: at the end, behind a colon, in a cell; not "turns the export off" in a sentence."""

STATES = r"(?:off|on|false|true|disabled|enabled|dark)"
OF_ALL = lazy(
    rf"\b(?:all|both|every|each|they|flags?|toggles?)\b[^.;\n]{{0,60}}\b(?:defaults? (?:to |is |are |state )?|"
    rf"initially |start\w* |ship\w* )"
    rf"(?:\w+ )?{STATES}\b|\b{STATES}\b[^.;\n]{{0,20}}\bby default\b|\b(?:by default|"
    rf"default\w*)\b[^.;\n]{{0,20}}\b{STATES}\b",
    re.IGNORECASE,
    needs=("default", "initial", "start", "ship"),
)
IN_STATE = lazy(
    rf"\b(\w+(?:[-.:]\w+)*)[\s:=]{{1,3}}(?:is |are |set to |turned |switched |kept |at )?{STATES}\b", re.IGNORECASE
)
NOTHING = frozenset({"", "-", "\u2013", "\u2014", "?", "n/a"})


class FlagWithoutDefault:
    """A feature flag is defined without saying what it is where nobody has set it.

    When the flag service does not answer, or in an environment that was forgotten, the default decides what users get.
    LaunchDarkly's SDKs take a fallback value with each evaluation of a flag for this case. The state
    in words (off, enabled), a value (`x=false`), one for each environment, and a sentence about all flags are accepted.
    A table without a column for it is one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: whether invoices are exported

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Feature Flags

        - **Flags Defined:**
          - `invoice_export_enabled`: whether invoices are exported, default off
    """

    name: ClassVar[str] = "flag-without-default"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "flags"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.flags)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if OF_ALL.search(about_all(plan)):
            return
        started = rolled_out(plan)
        for table, grouped in groupby(defined(plan), key=lambda each: each.flag.table):
            flags = list(grouped)
            without = [each for each in flags if not (has_default(each) or each.flag.name.lower() in started)]
            if table >= 0 and len(without) == len(flags) and without[0].cell(*COLUMNS) is None:
                yield lacking_column(plan, table, without)
            else:
                yield from map(lacking, without)


def has_default(each: Defined) -> bool:
    """Whether the definition of a flag says in which state it starts."""
    cell = each.cell(*COLUMNS)
    if cell is not None:
        return cell.lower() not in NOTHING
    text = each.text.removeprefix(each.flag.name)
    return bool(DEFAULT.search(text) or VALUE.search(text)) or not is_english(text)


def rolled_out(plan: Plan) -> set[str]:
    """Return the names of what the roll-out deploys in a state ("deploy with `x_enabled` off"), in lower case."""
    return {found[1].lower() for each in plan.all("deployment.strategy") for found in IN_STATE.finditer(each.text)}


def lacking(each: Defined) -> Problem:
    said = f": {quoted(each.text.removeprefix(each.flag.name).strip(' :'))}" if each.text != each.flag.name else ""
    return Problem(
        each.flag.span,
        f"The flag `{each.flag.name}` is defined without a default{said}",
        subject=each.flag.name,
        concept="flags",
        fix='Write its state where nobody has set it, for example "default off"',
    )


def lacking_column(plan: Plan, table: int, flags: list[Defined]) -> Problem:
    names = [each.flag.name for each in flags]
    return Problem(
        plan.source.line_span(plan.source.position(table)[0]),
        f"The table of flags has no column for the default, so these flags have none: {listed(f'`{name}`' for name in names)}",
        subject="flags table",
        concept="flags",
        fix='Add a column "Default" with the state of each flag where nobody has set it',
        parts=tuple(("flags", name) for name in names),
    )
