"""The lines of a text as a person reads them: one for each paragraph, list item, cell and code block."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.blocks import Block, Bullets, Cell, Code, Html, Item, Paragraph, Quote, Table, TableRow
from rules.plan.named import new
from rules.plan.prose import CODE, LINK, Prose

NO_PROSE: Final = Prose(())
MARKS: Final = lazy(r"^(?:\[[ xX]\]\s|[-*\u2022]\s|[\u2190-\u2bff\U0001f300-\U0001faff\ufe0f\u20e3]\s*)+")
RAW: Final = frozenset({"code", "html"})
"""Kinds of lines that say something without prose."""
LEADING: Final = frozenset("[-*")
"""With these, or a character from the bullet on, begins what `MARKS` takes away."""
MOJIBAKE: Final = lazy("\u0432\u045a\u2026|\xe2\u0153\u2026|\xe2\u0161\xa0\xef\xb8|\xe2\x9d\u0152|\u0432\u045c\u040a")
"""Check marks, warning signs and crosses whose UTF-8 was read as Windows-1251 or Windows-1252."""


class Line(NamedTuple):
    """One paragraph part, list item, cell or code block of a value. `kind`: text, item, cell or code.

    `low`, `high`: its characters in `prose`. A code block has no prose but `code`. `start`, `end`: its bytes.
    `number`: which item of an ordered list it begins, 0 for none.
    """

    kind: str
    start: int
    end: int
    prose: Prose = NO_PROSE
    low: int = 0
    high: int = 0
    checked: bool | None = None
    code: str = ""
    number: int = 0


def lines_of(blocks: Iterable[Block]) -> list[Line]:  # noqa: C901 - one case for each kind of block
    """Return all that the blocks say, in order; comments and rules say nothing."""
    found: list[Line] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(Line("text", block.start, block.end, block.prose, 0, len(block.prose.text)))
            case Bullets():
                for number, item in enumerate(block.items, block.first or 0):
                    found += item_lines(item, number if block.first is not None else 0)
            case Table():
                for row in block.rows:
                    found += row_lines(row)
            case Code() if block.text.strip():
                found.append(Line("code", block.start, block.end, code=block.text))
            case Quote():
                found += lines_of(block.blocks)
            case Html() if not block.comment:
                found.append(Line("html", block.start, block.end))
    return found


def item_lines(item: Item, number: int = 0) -> list[Line]:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        found = lines_of(item.blocks)
        if found and found[0].kind == "text":
            found[0] = found[0]._replace(kind="item", checked=item.checked, number=number)
        return found
    prose = first.prose
    line = new(Line, ("item", first.start, first.end, prose, 0, len(prose.text), item.checked, "", number))
    return [line, *lines_of(item.blocks[1:])] if len(item.blocks) > 1 else [line]


def row_lines(row: TableRow) -> list[Line]:
    return [line for cell in row.cells for line in cell_lines(cell)]


def cell_lines(cell: Cell) -> tuple[Line, ...]:
    """Return the one line of a cell, none for an empty one."""
    prose = cell.prose
    if not prose.runs:
        return ()
    return (new(Line, ("cell", prose.runs[0].outer, prose.runs[-1].outer_end, prose, 0, len(prose.text), None, "", 0)),)


def text_of(line: Line) -> str:
    """Return what a person reads in a line: no markup, bullet, box, emoji at the start or quotes around it; nothing of code."""
    prose = line.prose
    if line.low == 0 and line.high == len(prose.text):
        if prose.said is None:
            prose.said = prose.once(_said)
        return prose.said
    return _bare(prose.visible(line.low, line.high))


def _said(prose: Prose) -> str:
    return _bare(prose.visible(0, len(prose.text)))


def _bare(text: str) -> str:
    text = text if text.isascii() else MOJIBAKE.sub("", text)
    if text[:1] in LEADING or text >= "\u2022":
        text = MARKS.sub("", text)
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'\u201c" and text[-1] in "\"'\u201d" and text.count(text[0]) <= 2:  # noqa: PLR2004 - a pair
        text = text[1:-1]
    return text


def words_of(line: Line) -> str:
    """Return what a person reads in a line, code blocks included."""
    return " ".join(line.code.split()) if line.kind == "code" else text_of(line)


def codes_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the code spans and blocks, in order."""
    found: list[str] = []
    for line in lines:
        if line.kind == "code":
            found.append(line.code)
        elif line.prose.styles & CODE:
            found.extend([run.text for run in line.prose.between(line.low, line.high, CODE)])
    return tuple(found)


def links_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the targets of the links, each once, in order."""
    linked = [line for line in lines if line.prose.styles & LINK]
    if not linked:
        return ()
    targets = (run.link for line in linked for run in line.prose.between(line.low, line.high, LINK) if run.link)
    return tuple(dict.fromkeys(targets))
