"""The `duplicate-section` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.headings import normalised
from rules.plan.model import Plan, Section, State
from rules.quoting import TITLE, quoted
from rules.rule import Context

NOT_COUNTED = frozenset({"", "meta", "summary"})
"""A summary may open and close a plan."""

SAME: dict[str, frozenset[str]] = {
    concept: frozenset(titles)
    for concept, titles in {
        "scope": ("scope", "scope and dependencies", "scope definition", "project scope", "feature scope"),
        "risks": (
            "risks", "risk analysis", "risk analysis and mitigation", "risk assessment", "risks and mitigations",
            "risk mitigation", "risks and mitigation", "risk management",
        ),
        "dod": ("definition of done", "dod"),
        "nfr": ("nfrs", "nfrs and budgets", "non functional requirements", "non functional requirements and budgets"),
        "operations": ("operational readiness", "production readiness"),
        "timeline": ("timeline", "timeline and milestones", "project timeline"),
        "flags": ("feature flags", "feature toggles"),
    }.items()
}  # fmt: skip
"""Titles that mean the whole section, so that two of them are the same section twice; others name a part of it."""

AGAIN = lazy(
    r"\b(?:re-?check|post|initial|final|revised|updated|phase|part|step|sprint|week|day|option|iteration|v\d)\b",
    re.IGNORECASE,
)


class DuplicateSection:
    """The plan has the same section twice, and both say something.

    Two lists of risks or two scopes drift apart: one is kept up, the other is read. It mostly comes from text that was
    generated or merged twice. The same title counts at the same place only, so phases and components may each have their
    rollback; a check and its re-check are two, and so are "Technical Risks" and "Schedule Risks".

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        - The nightly export of invoices to the object store

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**

        ## Scope

        - The nightly export of invoices, and on demand for 31 days

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        - The nightly export of invoices to the object store, and on demand for 31 days

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
    """

    name: ClassVar[str] = "duplicate-section"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "structure"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.sections)

    def check(self, context: Context) -> Iterator[Problem]:
        first: dict[tuple[int, str, str], Section] = {}
        for section in context.plan.sections:
            if section.concept in NOT_COUNTED or section.state is not State.SUBSTANTIVE:
                continue
            name = named(section)
            earlier = first.setdefault((parent(context.plan, section), section.concept, name), section)
            if name and earlier is not section and earlier.span.end <= section.span.start:
                yield Problem(
                    section.heading,
                    f"The plan has the section {quoted(section.title, TITLE)} twice: "
                    f"{quoted(earlier.title, TITLE)} stands in line {earlier.heading.line}",
                    subject=section.title,
                    concept=section.concept,
                    fix="Merge the two, or say in the titles what each is about",
                )


def parent(plan: Plan, section: Section) -> int:
    """Return the section around it; the plan's own title is none, so that a section beside it is its sibling."""
    at = section.parent
    return -1 if at >= 0 and plan.sections[at].level == 1 and not plan.sections[at].concept else at


def named(section: Section) -> str:
    """Return the words that two titles of the same section share; "" where the title says which of several it is."""
    if AGAIN.search(section.title.lstrip("0123456789.) ")):
        return ""
    title = normalised(section.title)
    if title.short in SAME.get(section.concept, ()):
        return section.concept
    return (
        title.short if "(" not in section.title and ":" not in section.title.rstrip(":") else section.title.casefold()
    )
