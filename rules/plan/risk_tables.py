"""Risks in tables: one row each, the columns in any order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Block, Table, TableRow
from rules.plan.labels import keys_of
from rules.plan.lines import cell_lines
from rules.plan.model import Answer, Risk
from rules.plan.risk_parts import PARTS, part_of, risk

WORDS: Final = (
    ("mitigation", lazy(r"\bmitigat\w*|\bcountermeasures?\b|완화|대응|缓解|应对|対策", re.IGNORECASE)),
    ("kill_switch", lazy(r"\bkill[ -]?switch\w*|\bguardrails?\b", re.IGNORECASE)),
    ("blast_radius", lazy(r"\bblast radius\b", re.IGNORECASE)),
    ("likelihood", lazy(r"\blikelihood\b|\bprobability\b|가능성|확률|可能性|概率", re.IGNORECASE)),
    ("impact", lazy(r"\bimpact\b|\bseverity\b|영향|影响|影響", re.IGNORECASE)),
    ("title", lazy(r"^\W*(?:potential |identified |key )?risks?\b(?! (?:id|score|level|category|type|rating|owner))|^위험|^风险",
                   re.IGNORECASE)),
)  # fmt: skip
"""What the title of a column holds that is in no list: the first of these ("Mitigation in this plan", "Impact on users")."""


def columns(table: Table) -> tuple[str, ...]:
    """Return which part of a risk each column holds."""
    titles = (cell.prose.text if cell.prose.runs else "" for cell in table.header.cells)
    return tuple(part_of(keys_of(title)) or _by_words(title) for title in titles)


def _by_words(title: str) -> str:
    return next((part for part, words in WORDS if title and words.search(title)), "")


def is_risk_table(found: Sequence[str], *, in_section: bool) -> bool:
    """Whether the columns are those of risks: a title and another part; outside a risk section the word "risk" itself."""
    others = {part for part in found if part and part != "title"}
    return bool(others) and ("title" in found or (in_section and "" in found))


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
            parts[name] = judge.value(f"risks.{name}", lines, span, "fallback" if column == "fallback" else "")
    return parts


def parts_of_tables(judge: Judge, blocks: Iterable[Block]) -> dict[str, Answer]:
    """Return the parts that the tables below the heading of one risk give: one row of values, or a part in each row."""
    parts: dict[str, Answer] = {}
    for table in blocks:
        if isinstance(table, Table):
            found = columns(table)
            if len(table.rows) == 1 and set(PARTS) & set(found) and not {"title", ""} & set(found):
                parts.update(_parts(judge, table.rows[0], found))
            elif len(found) == 2:  # noqa: PLR2004 - a name and its value
                for row in table.rows:
                    name = part_of(keys_of(row.cells[0].prose.text)) if row.cells and row.cells[0].prose.runs else ""
                    parts.update(_parts(judge, row, ("", name)))
    return parts
