"""The `milestone-without-owner-or-date` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, Row, State
from rules.quoting import TITLE, listed, quoted
from rules.row_tables import header, lacks, tables
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

NAME, DELIVERABLE, DATE, OWNER = "timeline.milestone", "timeline.deliverable", "timeline.date", "timeline.owner"
WORDS = {OWNER: "owner", DATE: "date"}
TITLES = {OWNER: "Owner", DATE: "Target Date"}
NOTHING = frozenset({State.EMPTY, State.BARE_NA, State.NEGATIVE})
DATED = lazy(
    r"\b(?:weeks?|days?|sprints?|months?|quarters?|iterations?)\s*#?\d|\bq[1-4]\b|\d{4}-\d{2}|\b\d{1,2}[./]\d{1,2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d\s*(?:weeks?|days?|months?|hours?)\b",
    re.IGNORECASE,
)
"""A date, or the week of one."""
NO_DATE = lazy(
    r"\W*(?:soon|asap|as soon as possible|eventually|some ?time|some day|(?:in )?(?:the )?(?:near )?future|when (?:it is )?"
    r"(?:ready|done|possible)|unknown|open|flexible)\W*",
    re.IGNORECASE,
)
NO_MILESTONE = lazy(r"\W*(?:(?:grand )?totals?|sum|overall|estimated total|buffer|contingency)\b", re.IGNORECASE)


class MilestoneWithoutOwnerOrDate:
    """A milestone has no date, or nobody who answers for it.

    Work that belongs to everybody is done by nobody, and a milestone without a date cannot be missed, so nobody notices
    that it slips. "Assignable" and "time-related" are two of the five letters of SMART (Doran, 1981). A relative date
    ("Week 2", "Sprint 4") is a date. A table without the column is one finding; what is still a placeholder or deferred
    is for other rules. Other templates ask for no timeline: there only empty cells are found, and in spec-kit's form they
    are only noted.

    ## Bad
        # Implementation Plan: export of invoices

        ## Timeline and Milestones

        | Milestone | Deliverable | Target Date | Owner |
        |-----------|-------------|-------------|-------|
        | M1 | Workers export to staging | 2026-12-04 | |

    ## Good
        # Implementation Plan: export of invoices

        ## Timeline and Milestones

        | Milestone | Deliverable | Target Date | Owner |
        |-----------|-------------|-------------|-------|
        | M1 | Workers export to staging | 2026-12-04 | @acme/billing |
    """

    name: ClassVar[str] = "milestone-without-owner-or-date"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "timeline"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.milestones)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        severity = Severity.INFO if plan.profile in SPECKIT_FAMILY else None
        for table in tables(plan.milestones):
            rows = [row for row in table if is_milestone(row)]
            columns = [concept for concept in (DATE, OWNER) if lacks(table, concept)]
            asked = [concept for concept in columns if any(lacking(row, concept) for row in rows)]
            if asked and plan.profile == "architect":
                yield without_columns(plan, table, rows, asked, severity)
            for row in rows:
                gone = [row.cells[each] for each in (DATE, OWNER) if each not in columns and lacking(row, each)]
                if gone:
                    yield without(row, gone, severity)


def is_milestone(row: Row) -> bool:
    name = row.cells[NAME]
    return not name.missing and name.state is not State.BARE_NA and not NO_MILESTONE.match(name.text)


def lacking(row: Row, concept: str) -> bool:
    """Whether a row says nothing there; one that is shorter than its table does not either. A date may stand in its name."""
    answer = row.cells[concept]
    if concept == DATE and (DATED.search(row.cells[NAME].text) or DATED.search(row.cells[DELIVERABLE].text)):
        return False
    return (
        answer.state in NOTHING
        or answer.state is State.ABSENT
        or (concept == DATE and NO_DATE.fullmatch(answer.text) is not None)
    )


def without_columns(
    plan: Plan, table: Sequence[Row], rows: Sequence[Row], columns: Sequence[str], severity: Severity | None
) -> Problem:
    names = [row.cells[NAME].text for row in rows]
    return Problem(
        header(plan, table),
        f"The table of milestones has no column for {listed(f'the {WORDS[each]}' for each in columns)}, "
        f"so these have none: {listed(quoted(name, TITLE) for name in names)}",
        subject="milestones",
        concept="timeline",
        fix=f"Add {'the column' if len(columns) == 1 else 'the columns'} {listed(quoted(TITLES[each]) for each in columns)}",
        severity=severity,
        parts=tuple((column, "milestones") for column in columns),
    )


def without(row: Row, gone: Sequence[Answer], severity: Severity | None) -> Problem:
    name = row.cells[NAME].text
    said = f": {quoted(gone[0].text)}" if gone[0].text else ""
    what = listed(f"no {WORDS[answer.concept]}" for answer in gone)
    advice = {OWNER: "who answers for it", DATE: "the day it is due"}
    return Problem(
        gone[0].span,
        f"The milestone {quoted(name, TITLE)} has {what}{said}",
        subject=name,
        concept="timeline",
        fix=f"Write {listed(advice[answer.concept] for answer in gone)}",
        severity=severity,
        parts=tuple((answer.concept, name) for answer in gone),
    )
