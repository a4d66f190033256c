"""The `violation-without-complexity-row` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from rules.constitution import ASIDE
from rules.covered import own_stems
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
    r"\b(?:justif\w+|because|since|due to|required (?:by|for|because)|accept(?:ed|able)|approved|exception|waive\w*|"
    r"exempt\w*|trade-?offs?|deliberate(?:ly)?|intentional(?:ly)?|out of scope|deferred|see|mitigat\w+|unavoidable|"
    r"so that|in order to|temporar\w+|will be|follow-?up|adr-?\d*|complexity tracking|until)\b|"
    r"정당|사유|때문|므로|에 따라|因为|由于|理由|根据|justific|porque|devido|debido",
    re.IGNORECASE,
)
"""Words that say why the violation is accepted, or where that is said."""

EXPLAINED = lazy(
    r"\b(?:requires?|cannot|can't|limit(?:ed|ation)s?|possible|only|later|planned|will|phase \d|needs?|but)\b",
    re.IGNORECASE,
)
"""Words that say which part is not met, and why."""

NOTHING = lazy(
    r"\bno (?:\w+ ){0,2}(?:violations?|conflicts?|deviations?)\b|\bnothing to justify|위반 ?(?:사항 ?)?없음|无违反",
    re.IGNORECASE,
)
"""A line that says that there is nothing to justify."""

OPENING = lazy(r"violation|justif|exception|deviation|위반|예외|违反|例外", re.IGNORECASE)
"""A line behind which the check justifies."""

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
    if principle.stated == "partial" and EXPLAINED.search(principle.evidence.text):
        return True
    name = own_stems(ASIDE.sub("", principle.title))
    found = NUMBER.match(said.lstrip("|*-# "))
    number = found["number"] if found is not None and not found["number"].isdecimal() else ""
    return any(
        shared(name, words) >= ENOUGH or (number != "" and number in WORD.findall(reason)) for reason, words in reasons
    )


def justifications(plan: Plan) -> Iterator[str]:
    """Yield the lines that may justify: all of Complexity Tracking, and what the check says outside its rows to that end."""
    spans = [principle.span for principle in plan.principles if principle.stated]
    rows = {line for span in spans for line in range(span.line, span.end_line + 1)}
    for section in plan.sections:
        if section.concept not in {"complexity", CONCEPT}:
            continue
        justifying = section.concept == "complexity"
        for number in range(section.heading.end_line + 1, section.span.end_line + 1):
            line = plan.source.slice(plan.source.line_span(number))
            if NOTHING.search(line) or (section.concept == CONCEPT and number in rows):
                continue
            if section.concept == CONCEPT:
                justifying = OPENING.search(line) is not None or (justifying and not line.startswith("#"))
            if justifying or JUSTIFIED.search(line):
                yield line
