"""The `milestone-overdue` rule."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import ClassVar

from rules.dates import leading_date
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Row, Status
from rules.quoting import TITLE, quoted
from rules.row_tables import tables
from rules.rule import Context

NAME, DATE = "timeline.milestone", "timeline.date"
REACHED = lazy(
    r"[\u2705\u2713\u2714\u2611]|\[[xX]\]|~~|\b(?:done|completed?|finished|shipped|delivered|released|merged|reached|closed|"
    r"achieved|cancell?ed|dropped)\b",
    re.IGNORECASE,
)
"""Said in the row of a milestone, it lies behind us."""


class MilestoneOverdue:
    """A milestone's date has passed and the plan is not completed, or the dates go backwards.

    A date in the past that nobody moved says that the plan is no longer read; who relies on it waits for something that
    was due last month. Dates are judged against the day of the commit that is checked, never the clock, so that the same
    commit always gets the same answer, and only in plans that the change touches. A row that says it is done, and a
    completed plan, are left alone; so are relative dates.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** in-progress

        ## Timeline and Milestones

        | Milestone | Deliverable | Target Date | Owner |
        |-----------|-------------|-------------|-------|
        | M1 | Workers export to staging | 2026-10-02 | @acme/billing |

    ## Good
        # Implementation Plan: export of invoices

        **Status:** in-progress

        ## Timeline and Milestones

        | Milestone | Deliverable | Target Date | Owner |
        |-----------|-------------|-------------|-------|
        | M1 ✅ | Workers export to staging | 2026-10-02 | @acme/billing |
        | M2 | Download page for five tenants | 2027-01-15 | @acme/web |
    """

    name: ClassVar[str] = "milestone-overdue"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "timeline"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.milestones) and context.plan.status is not Status.COMPLETED

    def check(self, context: Context) -> Iterator[Problem]:
        plan, changed = context.plan, context.repository.changed
        if changed is not None and plan.path not in changed:
            return
        for table in tables(plan.milestones):
            dated = [(row, found.day) for row in table if (found := leading_date(row.cells[DATE].text)) is not None]
            late = [
                (row, day) for row, day in dated if context.today and day < context.today and not reached(plan, row)
            ]
            yield from (overdue(row, day, context.today) for row, day in late if context.today)
            if not late:
                yield from backwards(dated)


def reached(plan: Plan, row: Row) -> bool:
    return REACHED.search(plan.source.slice(row.span)) is not None


def overdue(row: Row, day: date, today: date) -> Problem:
    name = row.cells[NAME].text
    return Problem(
        row.cells[DATE].span,
        f"The milestone {quoted(name, TITLE)} was due on {day.isoformat()}, {(today - day).days} days ago",
        subject=name,
        concept=DATE,
        fix="Mark it as done, or write the new date",
    )


def backwards(dated: Sequence[tuple[Row, date]]) -> Iterator[Problem]:
    """Yield the first date that is before the one above it; a table that runs from the last to the first is in order."""
    steps = [(before, after) for before, after in pairwise(dated) if before[1] != after[1]]
    falls = [(before, after) for before, after in steps if after[1] < before[1]]
    if falls and (len(falls) < len(steps) or len(steps) == 1):
        (above, before), (row, day) = falls[0]
        name = row.cells[NAME].text
        yield Problem(
            row.cells[DATE].span,
            f"The milestone {quoted(name, TITLE)} is due on {day.isoformat()}, before "
            f"{quoted(above.cells[NAME].text, TITLE)} above it ({before.isoformat()})",
            subject=name,
            concept=DATE,
            fix="Correct the date, or put the milestones in the order in which they are due",
        )
