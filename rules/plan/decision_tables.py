"""Decisions in tables: one row each."""

from collections.abc import Iterator, Sequence
from typing import Final

from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.decision_parts import PARTS, decision, part_of
from rules.plan.labels import keys_of
from rules.plan.lines import Line, cell_lines
from rules.plan.model import Answer, Decision, Option, State
from rules.plan.options import sentence_options
from rules.plan.outline import Node
from rules.profiles.decisions import ALTERNATIVES, TITLE_COLUMNS

ENOUGH_ELSEWHERE: Final = 2
"""Outside the sections for decisions, a table has at least so many columns of one."""


def in_tables(judge: Judge, nodes: Sequence[Node]) -> Iterator[Decision]:
    for node in nodes:
        for block in node.blocks:
            if isinstance(block, Table):
                yield from _table_decisions(judge, block, inside="decisions" in node.above)


def _table_decisions(judge: Judge, table: Table, *, inside: bool) -> Iterator[Decision]:
    heads = [keys_of(cell.prose.text) if cell.prose.runs else () for cell in table.header.cells]
    titles = [place for place, keys in enumerate(heads) if any(key in TITLE_COLUMNS for key in keys)]
    decides = any(key.startswith("decision") for keys in heads for key in keys)
    place = titles[0] if titles else -1
    columns = ["" if at == place else part_of(keys) for at, keys in enumerate(heads)]
    if (
        place < 0
        or not ({"rationale", "chosen", "options"} & set(columns))
        or not (inside or decides)
        or len(set(columns) - {""}) < (1 if inside else ENOUGH_ELSEWHERE)
    ):
        return
    for row in table.rows:
        span = judge.source.span(row.start, row.end)
        parts: dict[str, Answer] = {}
        options: list[Option] = []
        for cell, name, keys in zip(row.cells, columns, heads, strict=False):
            lines = cell_lines(cell)
            if name == "options" and lines:
                options.extend(sentence_options(judge, lines[0]))
                if not options or any(key in ALTERNATIVES for key in keys):
                    options = _from_alternatives(judge, lines, options, row.cells[place].prose.text)
            elif name in PARTS and name not in parts:
                where = (
                    judge.source.span(lines[0].start, lines[-1].end)
                    if lines
                    else judge.source.span(cell.start, cell.end)
                )
                parts[name] = judge.value(f"decisions.{name}", lines, where)
        title = row.cells[place].prose.visible(0, len(row.cells[place].prose.text)) if place < len(row.cells) else ""
        if title:
            yield decision(judge, title, span, parts, tuple(options))


def _from_alternatives(judge: Judge, lines: Sequence[Line], options: list[Option], title: str) -> list[Option]:
    """Read a column of rejected alternatives: they and what was decided are the options."""
    answer = judge.value("decisions.options", lines, judge.source.span(lines[0].start, lines[-1].end))
    if answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE}:
        return []
    none = tuple(judge.absent(f"decisions.{part}", answer.span) for part in ("pros", "cons"))
    others = options or [Option(answer.text[:80], answer.span, *none)]
    return [Option(title[:80], answer.span, *none), *others]
