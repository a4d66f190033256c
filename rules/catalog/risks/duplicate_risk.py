"""The `duplicate-risk` rule."""

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from rules.around import Around, titled
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.plan.model import Plan, Risk
from rules.quoting import quoted
from rules.rule import Context
from rules.stems import stems

LEAST = 4
"""Words that two texts must have before it means something that they are the same."""
Key: TypeAlias = frozenset[str] | tuple[str, ...]


class DuplicateRisk:
    """Two risks of one list are the same: the same title, or all that is said about them.

    A list of three that holds one of them twice is a list of two, and whoever updates one copy later leaves the other
    behind. Mostly it comes from copying a risk to fill in the next one. The same risk in an overview and again in
    detail, or in two lists (for each phase, for each component), is meant so and left alone.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections

        **Risk 2: Export starves ledger connections**
        - Mitigation: a statement timeout of 5 s

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        ### Top Risks

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections and a statement timeout of 5 s

        **Risk 2: A tenant receives the invoices of another**
        - Mitigation: the tenant is part of the object key
    """

    name: ClassVar[str] = "duplicate-risk"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "risks"

    def applies(self, context: Context) -> bool:
        return len(context.plan.risks) > 1

    def check(self, context: Context) -> Iterator[Problem]:
        twins = Twins(context.plan)
        for risk in context.plan.risks:
            if (twin := twins.of(risk)) is not None:
                yield problem(risk, twin)


class Twins:
    """Finds for one risk after the other the first of its list that is the same; where lists begin is asked only then."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._around: Around | None = None
        self._first: dict[Key, Risk] = {}
        self._in_list: dict[tuple[Key, tuple[int, int]], Risk] = {}

    def of(self, risk: Risk) -> Risk | None:
        found = None
        for key in identities(risk):
            first = self._first.setdefault(key, risk)
            if first is not risk:
                self._in_list.setdefault((key, self._list_of(first)), first)
                twin = self._in_list.setdefault((key, self._list_of(risk)), risk)
                found = found or (twin if twin is not risk else None)
        return found

    def _list_of(self, risk: Risk) -> tuple[int, int]:
        """Return the list of a risk: its table, and the heading above it, or the one above its own."""
        self._around = self._around or Around(self._plan)
        section = self._around.section(risk.span)
        if section is None:
            return risk.table, -1
        own = section.heading.start == risk.span.start and section.parent >= 0
        return risk.table, (self._plan.sections[section.parent] if own else section).heading.start


def problem(risk: Risk, twin: Risk) -> Problem:
    name = titled("Risk", risk)
    return Problem(
        risk.span,
        f"{quoted(name)} is the same risk as {quoted(titled('Risk', twin))} in line {twin.span.line}",
        subject=name,
        concept="risks",
        fix="Merge the two, or say what else can go wrong here",
    )


def identities(risk: Risk) -> Iterator[Key]:
    """Yield what makes a risk the same as another: the words of its title, and all that is said about it."""
    if risk.title:
        yield stems(risk.title) or frozenset({normalise(risk.title)})
    if risk.mitigation.text and risk.kill_switch.text:
        said = tuple(normalise(each.text) for each in (risk.blast_radius, risk.mitigation, risk.kill_switch))
        if sum(len(text.split()) for text in said) >= LEAST:
            yield said
