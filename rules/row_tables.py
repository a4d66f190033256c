"""The tables that rows of the model stand in: alerts, milestones."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rules.plan.model import Plan, Row, State
from rules.plan.source import Span

HEADER_LINES = 2
"""Lines of a table above its first row."""


def tables(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows of each table; those of one stand in lines that follow each other."""
    for _, grouped in groupby(enumerate(rows), key=lambda pair: pair[1].span.line - pair[0]):
        yield [row for _, row in grouped]


def lacks(table: Sequence[Row], concept: str) -> bool:
    """Whether the table has no column for it."""
    return all(row.cells[concept].state is State.ABSENT for row in table)


def header(plan: Plan, table: Sequence[Row]) -> Span:
    """Return the line with the titles of the columns."""
    return plan.source.line_span(max(1, table[0].span.line - HEADER_LINES))
