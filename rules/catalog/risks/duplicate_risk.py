"""The `duplicate-risk` rule."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.around import Around, titled
from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.plan.model import Plan, Risk
from rules.quoting import quoted
from rules.rule import Context
from rules.stems import stems

LEAST = 4
"""Words that two texts must have before it means something that they are the same."""


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
        first: dict[tuple[object, ...], Risk] = {}
        for risk, keys in identities(context.plan):
            twin = next((first[key] for key in keys if key in first), None)
            for key in keys:
                first.setdefault(key, risk)
            if twin is not None:
                name = titled("Risk", risk)
                yield Problem(
                    risk.span,
                    f"{quoted(name)} is the same risk as {quoted(titled('Risk', twin))} in line {twin.span.line}",
                    subject=name,
                    concept="risks",
                    fix="Merge the two, or say what else can go wrong here",
                )


def identities(plan: Plan) -> Iterator[tuple[Risk, Sequence[tuple[object, ...]]]]:
    """Yield each risk with what makes it the same as another: the list that it is in with its title, or with its text."""
    around = Around(plan)
    for risk in plan.risks:
        place = (risk.table, listed_in(plan, around, risk))
        title = stems(risk.title) or frozenset({normalise(risk.title)})
        said = tuple(normalise(each.text) for each in (risk.blast_radius, risk.mitigation, risk.kill_switch))
        keys: list[tuple[object, ...]] = [(*place, "title", title)] if risk.title else []
        if all(said[1:]) and sum(len(text.split()) for text in said) >= LEAST:
            keys.append((*place, "text", *said))
        yield risk, keys


def listed_in(plan: Plan, around: Around, risk: Risk) -> int:
    """Return where the list of a risk begins: the heading above it, or the one above its own."""
    section = around.section(risk.span)
    if section is None:
        return -1
    own = section.heading.start == risk.span.start and section.parent >= 0
    return (plan.sections[section.parent] if own else section).heading.start
