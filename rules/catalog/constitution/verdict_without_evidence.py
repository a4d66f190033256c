"""The `verdict-without-evidence` rule."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.model import Principle, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context
from rules.stems import WORD, shared, stems

CONCEPT = "constitution_check"
RESTATES = 0.8
LONGEST = 120
"""Characters of evidence, more of which restate nothing."""

STATEMENT = 6
"""Words from which on a line without a label is a statement and no longer the name of a principle."""

TEMPLATE = (
    "Plan is versioned and testable", "Testing strategy defined", "AI-assisted sections marked and reviewed",
    "Data handling architecture protects user ownership", "Logic is traceable and explainable",
    "Smallest viable change, no unrelated edits", "User control points identified",
    "Security architecture integrated from start", "Reflection points and metrics defined",
)  # fmt: skip
"""What the template says behind its own principles, whatever the plan is about."""


class VerdictWithoutEvidence:
    """The constitution check says PASS and not where in the plan.

    A verdict that names nothing cannot be reviewed: in one sample of public plans 148 principles passed and none failed.
    A pointer is enough, "section 5", a file, a number. A list is reported only when none of its lines says more than the
    principle and the template do, a table when it has a column for notes and a row leaves it empty. One finding names them.

    ## Bad
        # Implementation Plan: export of invoices

        ## Constitution Check

        - [x] **Simplicity Over Feature Creep** - Smallest viable change, no unrelated edits
        - [x] **Privacy by Design**

    ## Good
        # Implementation Plan: export of invoices

        ## Constitution Check

        - [x] **Simplicity Over Feature Creep** - Smallest viable change, no unrelated edits
        - [x] **Privacy by Design** - an object key holds the tenant, and a tenant's key never leaves its own prefix
    """

    name: ClassVar[str] = "verdict-without-evidence"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return any(principle.stated == "pass" for principle in context.plan.principles)

    def check(self, context: Context) -> Iterator[Problem]:
        for _, group in groupby(context.plan.principles, key=attrgetter("check")):
            rows = list(group)
            bare = [each for each in rows if each.stated == "pass" and is_bare(each)]
            filled = {each.block for each in rows if each.row and not is_bare(each)} if bare else set()
            if bare and (len(bare) == len(rows) or all(each.row and each.block in filled for each in bare)):
                yield Problem(
                    bare[0].span,
                    f"The constitution check does not say where in the plan these are met: "
                    f"{listed(quoted(each.title, TITLE) for each in bare)}",
                    subject=CONCEPT,
                    concept=CONCEPT,
                    fix="Write behind each verdict where the plan meets the principle: a section, a file or a number",
                    parts=tuple((CONCEPT, each.title) for each in bare),
                )


@cache
def template() -> frozenset[frozenset[str]]:
    return frozenset(map(stems, TEMPLATE))


def is_bare(principle: Principle) -> bool:
    """Whether a row says no more than the name of its principle, or what the template says behind it."""
    evidence = principle.evidence
    if evidence.state in {State.ABSENT, State.EMPTY}:
        return len(WORD.findall(principle.title)) < STATEMENT
    if evidence.code or evidence.links or len(evidence.text) > LONGEST:
        return False
    words = stems(evidence.text)
    return shared(words, stems(principle.title)) >= RESTATES or words in template()
