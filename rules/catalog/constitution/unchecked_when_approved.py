"""The `unchecked-when-approved` rule."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.model import Principle, State, Status
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "constitution_check"
IN_FORCE = frozenset({Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED})


class UncheckedWhenApproved:
    """The plan is approved and a principle in its constitution check is not ticked.

    The template says that a plan must align with the constitution; an approval over an open box either skipped the check or
    decided against a principle, and the plan does not tell which. Boxes count from the status approved on. A box whose
    line says that the principle does not apply, and a line with a verdict of its own, are no open boxes.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Constitution Check

        - [x] **Simplicity** - one job, no new framework
        - [ ] **Privacy by Design** - an object key holds the tenant, and a tenant's key never leaves its own prefix

    ## Good
        # Implementation Plan: export of invoices

        **Status:** approved

        ## Constitution Check

        - [x] **Simplicity** - one job, no new framework
        - [x] **Privacy by Design** - an object key holds the tenant, and a tenant's key never leaves its own prefix
    """

    name: ClassVar[str] = "unchecked-when-approved"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "constitution"

    def applies(self, context: Context) -> bool:
        return context.plan.status in IN_FORCE and bool(context.plan.principles)

    def check(self, context: Context) -> Iterator[Problem]:
        status = context.plan.status
        for _, group in groupby(context.plan.principles, key=lambda principle: principle.check):
            boxes = [principle for principle in group if principle.checked is not None]
            unticked = [principle for principle in boxes if open_box(principle)]
            if len(unticked) == len(boxes) > 1:
                yield problem(unticked, f"None of the principles is ticked and the plan is {status}")
            else:
                for each in unticked:
                    yield problem([each], f"{quoted(each.title, TITLE)} is not ticked and the plan is {status}")


def open_box(principle: Principle) -> bool:
    """Whether nobody has judged the principle; one that is said to be violated is for another rule."""
    return (
        principle.checked is False
        and not principle.stated
        and principle.evidence.state not in {State.JUSTIFIED_NA, State.BARE_NA}
    )


def problem(unticked: Sequence[Principle], message: str) -> Problem:
    names = f": {listed(quoted(each.title, TITLE) for each in unticked)}" if len(unticked) > 1 else ""
    return Problem(
        unticked[0].span,
        message + names,
        subject=unticked[0].title,
        concept=CONCEPT,
        fix="Tick it when the plan meets the principle, or write N/A and why, or set the status back to review",
        parts=tuple((CONCEPT, each.title) for each in unticked),
    )
