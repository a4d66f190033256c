"""The `dependency-blocked-in-approved-plan` rule."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, State, Status
from rules.quoting import TITLE, quoted
from rules.rule import Context
from rules.stems import shared, stems

NAME, STATUS = "scope.dependencies.name", "scope.dependencies.status"
IN_FORCE = frozenset({Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED})

BLOCKED = lazy(
    r"[^\w]*(?:(?:is |still )*(?:blocked|unknown|unavailable|not (?:yet )?(?:ready|available))\b(?! version)|"
    r"차단|막힘|미정|불명|阻塞|未知|未就绪|bloquead[oa]|desconhecid[oa]|desconocid[oa])|\W*[\N{NO ENTRY}\N{LARGE RED CIRCLE}]",
    re.IGNORECASE,
)

NAMED = 0.6
"""Share of the words of a name that a risk must have to be about it."""

MOST = 500
"""Risks that are looked at; no plan has more."""

COMMON = "api service system database server client platform integration external internal team data"
"""Words of names that many dependencies share."""


class DependencyBlockedInApprovedPlan:
    """The plan is approved although something that it depends on is blocked or unknown, and no risk says so.

    From the approval on, people plan their weeks by the dates below; a dependency that nobody can promise is the likeliest
    reason why they will not hold. Readiness reviews ask for a named risk with a way out. A risk counts when it mentions the
    dependency by name.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Archive | @acme/archive | nightly copy | Blocked |

    ## Good
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Scope and Dependencies

        ### External Dependencies

        | System/Service | Ownership | Integration Point | Status |
        |----------------|-----------|-------------------|--------|
        | Archive | @acme/archive | nightly copy | Blocked |

        ## Risk Analysis and Mitigation

        **Risk 1: The archive is not ready in December**
        - Mitigation: exports stay in the bucket until it is
    """

    name: ClassVar[str] = "dependency-blocked-in-approved-plan"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "scope"

    def applies(self, context: Context) -> bool:
        return context.plan.status in IN_FORCE and bool(context.plan.dependencies)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        blocked = [row for row in plan.dependencies if is_blocked(row.cells[STATUS].state, row.cells[STATUS].text)]
        feared = [stems(text) for text in islice(about_risks(plan), MOST)] if blocked else []
        for row in blocked:
            name, status = row.cells[NAME].text, row.cells[STATUS]
            words = stems(name) - stems(COMMON) or stems(name)
            if words and not any(shared(words, risk) >= NAMED for risk in feared):
                yield Problem(
                    status.span,
                    f"The plan is {plan.status}, but its dependency {quoted(name, TITLE)} is {quoted(status.text, TITLE)} "
                    "and no risk mentions it",
                    subject=name,
                    concept=STATUS,
                    fix=f"Add a risk that names {quoted(name, TITLE)} and what is done if it stays so, or correct the status",
                )


def is_blocked(state: State, text: str) -> bool:
    return state is not State.PLACEHOLDER and BLOCKED.match(text) is not None


def about_risks(plan: Plan) -> Iterator[str]:
    """Yield what each risk says; line by line where the risks of a section could not be told apart."""
    yield from (plan.source.slice(risk.span) for risk in plan.risks)
    if not plan.risks:
        for section in plan.sections:
            if section.concept == "risks":
                yield from plan.source.slice(section.span).splitlines()
