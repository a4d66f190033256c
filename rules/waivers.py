"""Waivers: one finding of one plan accepted by somebody until a day, as long as the words stay that it was given for.

They come from whoever runs the engine, never from the plan: what a plan says of itself is a suppression
(`rules.suppressions`). A finding that is waived stays in the report, marked with reason, end and giver.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from rules.config import Config
from rules.finding import INTERNAL_ERROR, Finding

UNREADABLE = "unreadable-plan"
NEVER = frozenset({INTERNAL_ERROR, UNREADABLE})
"""What says that the plan was not judged: to waive that would be to waive everything."""


class Waiver(NamedTuple):
    """`fingerprint` and `bound`: of the finding that it was given for. `until`: its last day, None for no end. `by`: a login."""

    id: int
    path: str
    rule: str
    fingerprint: str
    bound: str
    subject: str
    until: date | None
    reason: str
    by: str


class State(StrEnum):
    """What became of a waiver in a run. GONE: nothing is found any more that it was given for."""

    HELD = "held"
    CHANGED = "text changed"
    EXPIRED = "expired"
    GONE = "fixed"


def waivable(rule: str, config: Config) -> bool:
    """Return whether anybody may waive findings of a rule."""
    return rule not in NEVER and rule not in config.waivers.never


def told(waiver: Waiver) -> str:
    """Return what the report says of a waived finding."""
    last = f" (until {waiver.until.isoformat()}, {waiver.by})" if waiver.until else f" ({waiver.by})"
    return waiver.reason + last


def state(waiver: Waiver, bound: str | None, today: date | None) -> State:
    """Return what becomes of a waiver. `bound`: that of the finding now, None where it is not found."""
    if waiver.until is not None and today is not None and waiver.until < today:
        return State.EXPIRED
    if bound is None:
        return State.GONE
    return State.HELD if bound == waiver.bound else State.CHANGED


def applied(
    findings: Iterable[Finding], waivers: Sequence[Waiver], config: Config, today: date | None
) -> list[Finding]:
    """Return the findings, those marked that a waiver holds for. What a suppression has silenced stays as it is."""
    by_fingerprint = {each.fingerprint: each for each in waivers if waivable(each.rule, config)}

    def marked(finding: Finding) -> Finding:
        waiver = by_fingerprint.get(finding.fingerprint)
        if waiver is None or finding.waived is not None or waiver.rule != finding.rule:
            return finding
        held = state(waiver, finding.bound, today) is State.HELD
        return finding._replace(waived=told(waiver)) if held else finding

    return [marked(each) for each in findings]


def states(findings: Iterable[Finding], waivers: Sequence[Waiver], today: date | None) -> Mapping[int, State]:
    """Return what became of each waiver, by its id."""
    bounds = {each.fingerprint: each.bound for each in findings}
    return {each.id: state(each, bounds.get(each.fingerprint), today) for each in waivers}


def match(findings: Iterable[Finding], rule: str, subject: str) -> tuple[Finding, ...]:
    """Return the findings of a rule that words name: "" names all of them, and the whole subject wins over a part of it."""
    of_rule = [each for each in findings if each.rule == rule]
    wanted = " ".join(subject.casefold().split())
    if not wanted:
        return tuple(of_rule)
    whole = [each for each in of_rule if wanted in {" ".join(name.casefold().split()) for name in names(each)}]
    return tuple(whole or [each for each in of_rule if any(wanted in name.casefold() for name in names(each))])


def names(finding: Finding) -> tuple[str, ...]:
    return finding.subject, finding.section, finding.path
