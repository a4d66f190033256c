"""The `pristine-template` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import MISSING, Answer, Marker, Plan, State
from rules.plan.placeholders import unfilled_lines
from rules.plan.source import Span
from rules.rule import Context

SHARE = 0.9
"""From which share of its lines, or of its blanks, a plan counts as the template itself."""

FEWEST = 15
"""Blanks that a template known to nobody has at least: spec-kit's has 22, the architect's more than 70."""

GIVEN = frozenset({"meta", "constitution_check", "dod", "adrs", "related", "complexity"})
"""Sections that templates fill with words of their own."""

FIRST_SECTION = lazy(r"^##\s", re.MULTILINE)
LINE = lazy(r"[^\r\n]+")


class PristineTemplate:
    """The plan is the template: apart from its header, nothing was written into it.

    Scaffolding commands copy the template as their first step, and an interrupted run leaves it there; it has every
    heading, so from afar it looks like a plan (spec-kitty checks for exactly this before it goes on). A plan is pristine
    when nine of ten lines and of blanks are still those of the repository's own template at base, or, where that is
    not known, when nine of ten answers are placeholders. It is one finding, and what other rules would say is left
    out; while the pull request is a draft it is only mentioned.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - [What is built]

        ### Out of Scope

        - [What is not built]

        ## Risk Analysis and Mitigation

        **Risk 1: [What may go wrong]**
        - Mitigation: [What is done against it]

    ## Good
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store

        ### Out of Scope

        - [What is not built]

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "pristine-template"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return context.template is not None or bool(context.plan.answers)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if copies(plan.source.text, context.template) or is_all_blank(plan):
            yield Problem(
                everything(plan),
                "The plan is still the template: nothing was written below its header",
                subject="plan",
                fix="Fill the plan in, for example with /sp.plan, or take it out of the pull request",
                severity=Severity.INFO if context.repository.draft else None,
                whole=True,
            )


def copies(text: str, template: bytes | None) -> bool:
    """Whether nearly all lines below the header, and nearly all blanks, are those of the template."""
    blanks = unfilled_lines(template) if template else frozenset()
    first = FIRST_SECTION.search(text) if blanks else None
    if template is None or first is None:
        return False
    original = template.decode("utf-8", "replace")
    start = FIRST_SECTION.search(original)
    body = original[start.start() :] if start else original
    theirs, ours = frozenset(lines(body)), lines(text[first.start() :])
    left = blanks & theirs
    return (
        bool(left)
        and len(left.intersection(ours)) >= SHARE * len(left)
        and sum(line in theirs for line in ours) >= SHARE * len(ours)
    )


def lines(text: str) -> list[str]:
    """Return the lines that hold anything, their white space normalised."""
    return [line for found in LINE.findall(text) if (line := " ".join(found.split()))]


def is_all_blank(plan: Plan) -> bool:
    """Whether nearly all that the plan answers is a placeholder; for templates that are not known here."""
    said: tuple[Answer | Marker, ...] = (*plan.answers, *plan.markers)
    blanks = sum(each.state is State.PLACEHOLDER for each in said)
    if blanks < FEWEST:
        return False
    written = sum(each.state not in MISSING and each.concept.partition(".")[0] not in GIVEN for each in plan.answers)
    return blanks >= SHARE * (blanks + written)


def everything(plan: Plan) -> Span:
    return plan.source.span(0, len(plan.source.data))
