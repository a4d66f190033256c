"""Labelled values: every "label: value" of a plan, whatever carries the label, with all that belongs to the value."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rules.lazy import lazy
from rules.plan.blocks import Block, Break, Bullets, Item, Paragraph, Quote, Table, TableRow
from rules.plan.headings import normalised
from rules.plan.labels import Part, keys_of, parts
from rules.plan.lines import NO_PROSE, Line, lines_of, row_lines
from rules.plan.named import new
from rules.plan.outline import Node
from rules.plan.prose import Prose

NO_KEYS: tuple[str, ...] = ()
DECLINED = lazy(r"\s*(?:\(|[-\N{EN DASH}\N{EM DASH}]\s+)((?:n/a|not applicable)\b[^()]*)", re.IGNORECASE)
"""A title that declines its section: "Feature Flags (N/A: a library)"."""


NUMBERED = lazy(r"\d+(?:\.\d+)*[.)]?\s+([^:\n]{2,60}):\s+(?=\S)")
"""A numbered title with a value behind a colon: "7.2 Deployment: blue-green"."""


class Entry(NamedTuple):
    """A label with its value. `start` to `end` are the bytes of the value, equal where it is empty.

    The value is the characters `low` to `high` of `prose` and then the blocks `below` (of a table row, the other cells).
    `form`: heading, row, "" for a list item without a label,
    or as in `labels.Part`. `node`: the section it stands in; `parent`: the entry whose value it is
    part of, -1 for none. `block`: the byte where its item, row or paragraph begins; `item`: whether that is a list item.
    """

    label: str
    keys: tuple[str, ...]
    label_start: int
    label_end: int
    start: int
    end: int
    prose: Prose
    low: int
    high: int
    below: tuple[Block, ...]
    cells: tuple[Line, ...]
    form: str
    node: int
    parent: int
    block: int
    item: bool

    def lines(self) -> tuple[Line, ...]:
        """Return the value line by line."""
        own = (
            (Line("text", self.start, self.prose.extent(self.low, self.high)[1], self.prose, self.low, self.high),)
            if self.high > self.low
            else ()
        )
        return (*own, *self.cells, *lines_of(self.below))


def entries(nodes: Sequence[Node]) -> tuple[Entry, ...]:
    """Return all labelled values in document order; a heading is the label of what stands below it."""
    reader = _Reader()
    for node in nodes:
        reader.section(node, nodes)
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Entry] = []
        self.node = 0

    def section(self, node: Node, nodes: Sequence[Node]) -> None:
        """Read one heading with the blocks below it, up to the next heading."""
        self.node, parent = node.number, -1
        if node.level and node.prose.runs:
            size = len(node.prose.text)
            labelled = [part._replace(form="heading") for part in parts(node.prose) if part.form in {"colon", "plain"}]
            if normalised(node.title).phased:
                labelled = []
            elif not labelled and (numbered := NUMBERED.match(node.prose.text)):
                labelled = [Part(numbered.start(1), numbered.end(1), numbered.end(), size, "heading")]
            declined = DECLINED.search(node.prose.text)
            if declined and not labelled:
                labelled = [Part(0, declined.start(), declined.start(1), declined.end(1), "heading")]
            title = labelled[0] if labelled else Part(0, size, size, size, "heading")
            parent = self._add(node.prose, title, _with_subsections(node, nodes), -1, node)
        self.walk(node.blocks, parent)

    def walk(self, blocks: Sequence[Block], parent: int) -> None:
        index = 0
        while index < len(blocks):
            block = blocks[index]
            index += 1
            match block:
                case Paragraph():
                    index += self._paragraph(block, blocks, index, parent)
                case Bullets():
                    for place, item in enumerate(block.items):
                        self._item(item, parent, block, place)
                case Table():
                    for row in block.rows:
                        self._row(row, parent)
                case Quote():
                    self.walk(block.blocks, parent)

    def _paragraph(self, block: Paragraph, blocks: Sequence[Block], index: int, parent: int) -> int:
        found = parts(block.prose)
        if len(found) > 1:
            for part in found[:-1]:
                self._add(block.prose, part, (), parent, block)
        taken = blocks[index : _belonging(block, found[-1], blocks, index)]
        last = self._add(block.prose, found[-1], taken, parent, block)
        self.walk(taken, last if last >= 0 else parent)
        return len(taken)

    def _item(self, item: Item, parent: int, around: Bullets, place: int) -> None:
        first = item.blocks[0] if item.blocks else None
        if not isinstance(first, Paragraph):
            self.walk(item.blocks, parent)
            return
        found, inner = parts(first.prose), item.blocks[1:]
        if len(found) > 1:
            for part in found[:-1]:
                self._add(first.prose, part, (), parent, item)
        last = self._add(first.prose, found[-1], inner or _swallowed(around, place), parent, item)
        if inner:
            self.walk(inner, last if last >= 0 else parent)

    def _row(self, row: TableRow, parent: int) -> None:
        """Read a row as label and value."""
        cells = tuple(row_lines(row))
        if len(cells) > 1 and row.cells[0].prose.runs:
            name = cells[0]
            label = name.prose.visible(0, name.high)
            self.found.append(
                new(Entry, (label, keys_of(label), name.start, name.end, cells[1].start, cells[-1].end,
                      NO_PROSE, 0, 0, (), cells[1:], "row", self.node, parent, row.start, False))
            )  # fmt: skip

    def _add(self, prose: Prose, part: Part, below: Sequence[Block], parent: int, at: Item | Paragraph | Node) -> int:
        """Add an entry and return its index; a text without a label is one only if it is a list item."""
        label_low, label_high, low, high, form = part
        item = isinstance(at, Item)
        label, keys = "", NO_KEYS
        if label_low >= 0:
            label = prose.visible(label_low, label_high)
            keys, where = keys_of(label), prose.extent(label_low, label_high)
        elif item:
            where = prose.extent(0, 0)
        else:
            return -1
        said = tuple([each for each in below if not isinstance(each, Break)]) if below else ()
        start, end = prose.extent(low, high) if high > low else (said[0].start if said else where[1],) * 2
        end = said[-1].end if said else end
        self.found.append(
            new(Entry, (label, keys, *where, start, end,
                  prose, low, high, said, (), form, self.node, parent, at.start, item))
        )  # fmt: skip
        return len(self.found) - 1


def _swallowed(block: Bullets, place: int) -> tuple[Block, ...]:
    """Return the items that are the value of a label at the end of an item, which a formatter drew into the list."""
    if not _ends_in_label(block.items[place]):
        return ()
    end = place + 1
    while end < len(block.items) and not _ends_in_label(block.items[end]):
        end += 1
    items = block.items[place + 1 : end + 1]
    return (Bullets(items[0].start, items[-1].end, block.first, items),) if items else ()


def _ends_in_label(item: Item) -> bool:
    first = item.blocks[0] if len(item.blocks) == 1 else None
    if not isinstance(first, Paragraph) or "\n" not in first.prose.text:
        return False
    last = parts(first.prose)[-1]
    return last.high <= last.low and "\n" in first.prose.text[: max(last.label_low, 0)]


def _with_subsections(node: Node, nodes: Sequence[Node]) -> list[Block]:
    blocks = list(node.blocks)
    for index in range(node.number + 1, len(nodes)):
        if nodes[index].start >= node.end:
            break
        blocks.extend(nodes[index].blocks)
    return blocks


def _belonging(block: Paragraph, part: Part, blocks: Sequence[Block], index: int) -> int:
    """Return where the blocks below a labelled paragraph that are its value end: at the next label or rule."""
    if part.label_low < 0:
        return index
    text = block.prose.text
    if part.form != "title" and part.high > part.low and not text.rstrip().endswith(":"):
        close = index < len(blocks) and isinstance(blocks[index], Bullets) and blocks[index].start - block.end <= 2  # noqa: PLR2004 - no blank line
        return index + int(close)
    while index < len(blocks):
        each = blocks[index]
        if isinstance(each, Break) or (isinstance(each, Paragraph) and parts(each.prose)[0].form in {"colon", "title"}):
            break
        index += 1
    return index
