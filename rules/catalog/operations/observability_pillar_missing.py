"""The `observability-pillar-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Section
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.section_text import is_declined

PILLARS = {"observability.logs": "logs", "observability.metrics": "metrics", "observability.traces": "traces"}
AS_SUCH = lazy(r"observab|telemetry|\blog\w*\b.*\bmonitor|\bmonitor\w*\b.*\blog", re.IGNORECASE)
TASK = lazy(r"\W*(?:task|phase|step|story|epic|sprint|milestone|week|m\d)\b", re.IGNORECASE)
ELSEWHERE = frozenset({
    "constitution_check", "decisions", "risks", "timeline", "adrs", "structure", "complexity", "scope", "scope.in",
    "scope.out", "dod", "evaluation", "summary", "technical_context",
})  # fmt: skip
"""Sections in which observability is a principle, a choice or a task."""


class ObservabilityPillarMissing:
    """The section about observability says nothing about logs, metrics or traces.

    Each answers a question that the others cannot: metrics that something is wrong, traces where, logs what (Cindy
    Sridharan, Distributed Systems Observability, 2018, chapter 4). The one that is missing is missed during the incident.
    An answer anywhere in the plan counts, and "none" is an answer. Missing traces alone are only noted, and not asked of
    what nobody operates (libraries, command lines, documents). A plan without the section is `missing-required-section`.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Observability

        **Logs:**
        - One JSON line for each export, to the platform's log store

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Observability

        **Logs:**
        - One JSON line for each export, to the platform's log store

        **Metrics:**
        - `exports_finished_total` and `exports_failed_total`

        **Traces:** none, because one process does all the work
    """

    name: ClassVar[str] = "observability-pillar-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "operations"

    def applies(self, context: Context) -> bool:
        return context.plan.section("observability") is not None

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        section = next((each for each in plan.sections if is_asked(plan, each)), None)
        if section is None or is_declined(plan, section):
            return
        said = {answer.concept for answer in plan.answers}
        gone = [concept for concept in PILLARS if concept not in said]
        if gone == ["observability.traces"] and plan.kind != "service":
            return
        if gone:
            names = [PILLARS[concept] for concept in gone]
            yield Problem(
                section.heading,
                f"{quoted(section.title, TITLE)} says nothing about {listed(names)}",
                subject="observability",
                concept="observability",
                fix=f"Add {listed(quoted(f'{name.title()}:') for name in names)} with what is recorded and where it can be seen",
                severity=Severity.INFO if gone == ["observability.traces"] else None,
                parts=tuple((concept, PILLARS[concept]) for concept in gone),
            )


def is_asked(plan: Plan, section: Section) -> bool:
    """Whether a section is about observability as such: not about monitoring alone, nor about a principle or a task."""
    if section.concept != "observability" or not AS_SUCH.search(section.title) or TASK.match(section.title):
        return False
    return not any(within(plan, section, concept) for concept in ELSEWHERE)


def within(plan: Plan, section: Section, concept: str) -> bool:
    while section.parent >= 0:
        section = plan.sections[section.parent]
        if section.concept == concept or section.concept.startswith(f"{concept}."):
            return True
    return False
