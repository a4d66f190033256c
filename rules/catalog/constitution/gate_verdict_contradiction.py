"""The `gate-verdict-contradiction` rule."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import GateVerdict, Plan, Principle, Status
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "constitution_check"
IN_FORCE = frozenset({Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED})
WORDS = {"fail": "failed", "partial": "not fully met", "": "not ticked"}

QUALIFIED = lazy(
    r"\b(?:conditional(?:ly)?|except(?:ion)?s?|partial(?:ly)?|justified|deviations?|pending|provided|assuming|deferred|"
    r"waived|waivers?|subject to|until|gaps?|action items?|pass(?:ed)?\W+with|"
    r"with (?:\w+ ){0,2}(?:notes?|conditions?|caveats?|reservations?))\b|조건부|예외|例外|条件|exce[tç]|condici",
    re.IGNORECASE,
)
"""Words by which a verdict admits that not all is green."""

AGAIN = lazy(
    r"\bre-?(?:check|evaluat|assess|validat)|\bpost\b|post-|\binitial\b|\bafter\b|phase [01]|재확인|재평가|초기|设计后|复查",
    re.IGNORECASE,
)


class GateVerdictContradiction:
    """The constitution check passes as a whole although a principle in it failed, is open or is only partly met.

    The verdict at the end is what a reviewer reads and what the next step of the work waits for; the row that contradicts
    it is the one that needed a decision. Rows and verdict are compared within one check: a first check and the check
    after the design are two. "PASS with one justified deviation" contradicts nothing, and so does a row that is struck
    through or does not apply.

    ## Bad
        # Implementation Plan: export of invoices

        ## Constitution Check

        | Principle | Status | Notes |
        |-----------|--------|-------|
        | Simplicity | PASS | one job, no new framework |
        | Privacy by Design | FAIL | exports of all tenants share a prefix |

        **Gate Status:** PASS

    ## Good
        # Implementation Plan: export of invoices

        ## Constitution Check

        | Principle | Status | Notes |
        |-----------|--------|-------|
        | Simplicity | PASS | one job, no new framework |
        | Privacy by Design | FAIL | exports of all tenants share a prefix |

        **Gate Status:** FAIL until each tenant has a prefix of its own
    """

    name: ClassVar[str] = "gate-verdict-contradiction"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return any(each.verdict == "pass" for each in context.plan.gate_verdicts)

    def check(self, context: Context) -> Iterator[Problem]:
        for verdict, rows in compared(context.plan):
            against = [row for row in rows if contradicts(row, context.plan.status)]
            if verdict.verdict == "pass" and against and not QUALIFIED.search(verdict.text):
                names = listed(f"{quoted(row.title, TITLE)} ({WORDS[row.stated]})" for row in against)
                yield Problem(
                    verdict.span,
                    f"The constitution check says {quoted(verdict.text, TITLE)}, but not all principles are met: {names}",
                    subject="gate verdict",
                    concept=CONCEPT,
                    fix="Write the verdict that the rows give, FAIL or conditional on what, or settle the rows",
                    parts=tuple((CONCEPT, row.title) for row in against),
                )


def contradicts(row: Principle, status: Status) -> bool:
    """Whether a row is not met; an open box of an approved plan is the cause of another finding."""
    return row.stated in {"fail", "partial"} or (row.checked is False and not row.stated and status not in IN_FORCE)


def compared(plan: Plan) -> Iterator[tuple[GateVerdict, Sequence[Principle]]]:
    """Yield each verdict with the principles that it sums up: those before it since the last verdict, else those after it."""
    titles = {section.heading.start: section.title for section in plan.sections}
    rows = sorted(plan.principles, key=lambda row: row.span.start)
    starts = [row.span.start for row in rows]
    places = [bisect_left(starts, verdict.span.start) for verdict in plan.gate_verdicts]
    for verdict, low, at, high in zip(plan.gate_verdicts, [0, *places], places, [*places[1:], len(rows)], strict=False):
        before, after = (
            [row for row in part if row.check == verdict.check and same_round(titles, verdict, row)]
            for part in (rows[low:at], rows[at:high])
        )
        yield verdict, before or after


def same_round(titles: dict[int, str], verdict: GateVerdict, row: Principle) -> bool:
    """Whether neither the first check nor a re-check stands between a verdict and a row under another heading."""
    if row.section == verdict.section:
        return True
    named = (titles.get(row.section, ""), titles.get(verdict.section, ""), verdict.text)
    return not any(AGAIN.search(text) for text in named)
