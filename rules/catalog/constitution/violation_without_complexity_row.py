"""The `violation-without-complexity-row` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from rules.constitution import ASIDE
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Principle
from rules.quoting import TITLE, quoted
from rules.rule import Context
from rules.stems import WORD, shared, stems

CONCEPT = "constitution_check"
ENOUGH = 0.5
MOST = 500
"""Lines and principles that are looked at; no plan has more."""

JUSTIFIED = lazy(
    r"\b(?:justif\w+|because|since|due to|requires?|required|possible|cannot|limitation|"
    r"accept(?:ed|able)|approved|exception|waive\w*|exempt\w*|"
    r"trade-?offs?|deliberate(?:ly)?|intentional(?:ly)?|out of scope|deferred|see|mitigat\w+|unavoidable|necessary|"
    r"so that|in order to|temporar\w+|will be|planned|follow-?up|adr-?\d*|complexity tracking|until)\b|"
    r"정당|사유|때문|므로|에 따라|因为|由于|理由|根据|justific|porque|devido|debido",
    re.IGNORECASE,
)
"""Words that say why the violation is accepted, or where that is said."""

NUMBER = lazy(r"\b(?:principle|article|원칙|原则)?\s*(?P<number>[IVXL]+|\d{1,2})[.:)\s]")


class ViolationWithoutComplexityRow:
    """A principle is violated or only partly met, and the plan does not justify it.

    spec-kit's planning command stops on this: "ERROR if violations unjustified". A constitution can be broken knowingly,
    but then a reviewer needs to see what is gained and why the simpler way was not taken. The row in Complexity Tracking
    has to name the principle; a reason in the line of the principle itself, an ADR or a link is accepted too.

    ## Bad
        # Implementation Plan: export of invoices

        ## Constitution Check

        | Principle | Status | Notes |
        |-----------|--------|-------|
        | Privacy by Design | PASS | a tenant's key never leaves its own prefix |
        | Simplicity | FAIL | two queues and three services |

        ## Complexity Tracking

        No violations.

    ## Good
        # Implementation Plan: export of invoices

        ## Constitution Check

        | Principle | Status | Notes |
        |-----------|--------|-------|
        | Privacy by Design | PASS | a tenant's key never leaves its own prefix |
        | Simplicity | FAIL | two queues and three services |

        ## Complexity Tracking

        | Violation | Why Needed | Simpler Alternative Rejected Because |
        |-----------|------------|--------------------------------------|
        | Simplicity: a second queue | exports last 40 min and hold up mails | one queue was measured at 2 h delay |
    """

    name: ClassVar[str] = "violation-without-complexity-row"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return any(principle.stated in {"fail", "partial"} for principle in context.plan.principles)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        reasons = [(reason, stems(reason)) for reason in islice(justifications(plan), MOST)]
        broken = (principle for principle in plan.principles if principle.stated in {"fail", "partial"})
        for principle in islice(broken, MOST):
            if not explained(plan, principle, reasons):
                how = "is violated" if principle.stated == "fail" else "is only partly met"
                yield Problem(
                    principle.span,
                    f"{quoted(principle.title, TITLE)} {how} and nothing says why that is accepted",
                    subject=principle.title,
                    concept=CONCEPT,
                    fix="Add a row to Complexity Tracking that names the principle: why it is needed, and what simpler "
                    "way was rejected and why",
                )


def explained(plan: Plan, principle: Principle, reasons: Sequence[tuple[str, frozenset[str]]]) -> bool:
    said = f"{plan.source.slice(principle.span)} {principle.evidence.text}"
    if principle.evidence.links or JUSTIFIED.search(said):
        return True
    name = stems(ASIDE.sub("", principle.title))
    found = NUMBER.match(said.lstrip("|*-# "))
    number = found["number"] if found is not None and not found["number"].isdecimal() else ""
    return any(
        shared(name, words) >= ENOUGH or (number != "" and number in WORD.findall(reason)) for reason, words in reasons
    )


def justifications(plan: Plan) -> Iterator[str]:
    """Yield the lines that may justify: all of Complexity Tracking, and what the check says outside its own rows."""
    spans = [principle.span for principle in plan.principles if principle.stated]
    rows = {line for span in spans for line in range(span.line, span.end_line + 1)}
    for section in plan.sections:
        if section.concept in {"complexity", CONCEPT}:
            for number in range(section.heading.end_line + 1, section.span.end_line + 1):
                if section.concept == "complexity" or number not in rows:
                    yield plan.source.slice(plan.source.line_span(number))
