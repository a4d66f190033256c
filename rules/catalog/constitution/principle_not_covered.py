"""The `principle-not-covered` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.constitution import constitution, principles
from rules.covered import uncovered
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "constitution_check"

NONE_YET = lazy(
    r"\bconstitution\b(?:\.md\b)?(?:[^.;|:\n]|\n(?!\s*\n)){0,60}?\b(?:template placeholders?|placeholders? only|"
    r"only placeholders?|unfilled|unpopulated|"
    r"(?:not|n't) (?:yet |currently |been )*(?:configured|defined|filled|populated|ratified|established|"
    r"written|adopted|customi[sz]ed)|(?:is|remains) (?:still |currently |only |just )*(?:a|an|the) (?:[\w-]+ ){0,3}template)\b"
    r"|\bconstitution(?:\.md|`|\)| file)* (?:is |was )?(?:still |currently )?"
    r"(?:absent|missing|empty|not found|not present|does not (?:yet )?exist)\b"
    r"|\bno (?:project(?:'s)? |ratified |formal )*constitution(?:\.md|`| file)* "
    r"(?:(?:is|was|has been|has) (?:yet )?(?:defined|found|written|ratified|established|present|available)|"
    r"found|exists|present|available|yet)\b"
    r"|\b(?:does not|doesn't|do not|don't) (?:yet |currently )*have (?:a|any) (?:[\w-]+ ){0,2}constitution\b",
    re.IGNORECASE,
    needs=("constitution",),
)
"""Words that say that there were no principles to check when the plan was written."""


class PrincipleNotCovered:
    """The constitution has a principle that the plan's constitution check does not mention.

    A check of some principles reads like a check of all, and the one that is broken is seldom the one that was listed: in
    a reported case of spec-driven work (artgraph, issue 138) the violated clause was the row that was not in the table.
    Principles are read from the constitution at base and matched by name, by number ("Principles I-III"), by their
    initials and by the usual short names (TDD); a row that says N/A covers its principle. A check which says that there is
    no constitution yet, or only its template, is left alone.

    ## Bad
        # Implementation Plan: export of invoices

        ## Constitution Check

        - [x] **Simplicity** - one job, no new framework

    ## Good
        # Implementation Plan: export of invoices

        ## Constitution Check

        - [x] **Simplicity** - one job, no new framework
        - [x] **Privacy by Design** - an object key holds the tenant, and a tenant's key never leaves its own prefix
    """

    name: ClassVar[str] = "principle-not-covered"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.principles or said(context.plan)) and constitution(context) is not None

    def check(self, context: Context) -> Iterator[Problem]:
        if none_yet(context.plan):
            return
        lacking = uncovered(context.plan, principles(constitution(context) or b""))
        if not lacking:
            return
        names = [f"{each.number}. {each.title}" if each.number else each.title for each in lacking]
        yield Problem(
            context.plan.anchor(CONCEPT),
            f"The constitution check does not mention {listed(quoted(name, TITLE) for name in names)}",
            subject=CONCEPT,
            concept=CONCEPT,
            fix="Add a line for each of them: the verdict and where in the plan, or N/A and why it does not apply",
            parts=tuple((CONCEPT, each.title) for each in lacking),
        )


def none_yet(plan: Plan) -> bool:
    section = plan.section(CONCEPT)
    return section is not None and NONE_YET.search(plan.source.slice(section.span).partition("\n")[2]) is not None


def said(plan: Plan) -> bool:
    """Whether the check holds words of its own; a heading alone and the template's line are for other rules."""
    section, answer = plan.section(CONCEPT), plan.answer(CONCEPT)
    if section is None or section.state is not State.SUBSTANTIVE or answer.missing:
        return False
    return not any(
        section.span.start <= marker.span.start < section.span.end and marker.state is State.PLACEHOLDER
        for marker in plan.markers
    )
