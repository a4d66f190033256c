"""Typed tables: alerts, external dependencies, milestones; one row for each, the columns in any order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rules.plan.answers import Judge
from rules.plan.blocks import Table, TableRow
from rules.plan.labels import keys_of
from rules.plan.lines import cell_lines
from rules.plan.model import Answer, Row
from rules.plan.outline import Node


class Shape(NamedTuple):
    """What a typed table looks like: the section it stands in, and for each column its concept and its titles."""

    section: str
    columns: Mapping[str, tuple[str, ...]]


ALERTS: Final = Shape("alerting", {
    "alerting.alert": ("alert", "alerts", "alert name", "metric", "condition name", "signal", "name", "event"),
    "alerting.threshold": ("threshold", "condition", "trigger", "thresholds", "when", "alert threshold", "criteria", "limit",
    "alert condition", "trigger condition", "alert criteria", "warning", "warning threshold", "critical", "critical threshold",
    "alert when", "fires when", "rule", "expression"),
    "alerting.owner": ("on call owner", "owner", "on call", "responsible", "team", "dri", "oncall", "who", "notify",
    "assignee", "on call owners", "owners", "on call rotation", "on call team", "responsible team", "oncall owner"),
    "alerting.runbook": ("runbook", "runbooks", "runbook link", "action", "response", "playbook"),
})  # fmt: skip
DEPENDENCIES: Final = Shape("scope.dependencies", {
    "scope.dependencies.name": ("system service", "system", "service", "dependency", "name", "external system",
    "component", "provider"),
    "scope.dependencies.owner": ("ownership", "owner", "team", "owned by", "provider", "responsible", "contact"),
    "scope.dependencies.integration": ("integration point", "integration", "interface", "purpose", "usage", "api", "used for"),
    "scope.dependencies.status": ("status", "state", "readiness", "availability"),
})  # fmt: skip
MILESTONES: Final = Shape("timeline", {
    "timeline.milestone": ("milestone", "phase", "m", "name", "id", "stage", "sprint", "week"),
    "timeline.deliverable": ("deliverable", "deliverables", "description", "output", "tasks", "scope", "focus"),
    "timeline.date": ("target date", "date", "due", "due date", "target", "deadline", "duration", "when", "timeline",
    "estimate", "eta"),
    "timeline.owner": ("owner", "responsible", "assignee", "dri", "team", "lead", "who"),
})  # fmt: skip


def rows(judge: Judge, nodes: Sequence[Node], shape: Shape) -> Iterator[Row]:
    """Yield the rows of the tables in the shape's section. A column that the table lacks is ABSENT in every row."""
    for node in nodes:
        if node.above[:1] == (shape.section,):
            for block in node.blocks:
                if isinstance(block, Table):
                    columns = _columns(block, shape)
                    if sum(map(bool, columns)) > 1:
                        yield from (_row(judge, row, columns, shape) for row in block.rows)


def _columns(table: Table, shape: Shape) -> list[str]:
    """Return the concept of each column, each concept once; the first column is the name if nothing else is."""
    found: list[str] = []
    for cell in table.header.cells:
        keys = keys_of(cell.prose.text) if cell.prose.runs else ()
        concept = next(
            (
                each
                for each, titles in shape.columns.items()
                if each not in found and any(key in titles for key in keys)
            ),
            "",
        )
        found.append(concept)
    name = next(iter(shape.columns))
    if name not in found and found and not found[0]:
        found[0] = name
    return found


def _row(judge: Judge, row: TableRow, columns: Sequence[str], shape: Shape) -> Row:
    span = judge.source.span(row.start, row.end)
    cells: dict[str, Answer] = {concept: judge.absent(concept, span) for concept in shape.columns}
    for cell, concept in zip(row.cells, columns, strict=False):
        if concept:
            lines = cell_lines(cell)
            where = (
                judge.source.span(lines[0].start, lines[-1].end) if lines else judge.source.span(cell.start, cell.end)
            )
            cells[concept] = judge.value(concept, lines, where)
    return Row(span, cells)
