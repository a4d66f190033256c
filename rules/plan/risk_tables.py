"""Risks in tables: one row each, the columns in any order."""

from collections.abc import Iterator, Sequence

from rules.plan.answers import Judge
from rules.plan.blocks import Table, TableRow
from rules.plan.labels import keys_of
from rules.plan.lines import cell_lines
from rules.plan.model import Answer, Risk
from rules.plan.risk_parts import PARTS, part_of, risk


def columns(table: Table) -> tuple[str, ...]:
    """Return which part of a risk each column holds."""
    return tuple(part_of(keys_of(cell.prose.text)) if cell.prose.runs else "" for cell in table.header.cells)


def is_risk_table(found: Sequence[str], *, in_section: bool) -> bool:
    """Whether the columns are those of risks: a title and another part; outside a risk section the word "risk" itself."""
    others = {part for part in found if part and part != "title"}
    return bool(others) and ("title" in found or in_section)


def table_risks(judge: Judge, table: Table, found: Sequence[str]) -> Iterator[Risk]:
    """Yield the risk of each row that names one."""
    place = found.index("title") if "title" in found else next((i for i, part in enumerate(found) if not part), 0)
    for row in table.rows:
        title = row.cells[place].prose.visible(0, len(row.cells[place].prose.text)) if place < len(row.cells) else ""
        if title.strip(" -\N{EM DASH}"):
            yield risk(judge, title, judge.source.span(row.start, row.end), _parts(judge, row, found), table.start)


def _parts(judge: Judge, row: TableRow, found: Sequence[str]) -> dict[str, Answer]:
    parts: dict[str, Answer] = {}
    for cell, column in zip(row.cells, found, strict=False):
        name = "kill_switch" if column == "fallback" else column
        if name in PARTS and name not in parts:
            lines = cell_lines(cell)
            span = judge.source.span(*(lines[0].start, lines[-1].end) if lines else (cell.start, cell.end))
            parts[name] = judge.value(f"risks.{name}", lines, span)
    return parts
