"""The items of the definition of done with their boxes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Block, Bullets, Item, Paragraph, Quote
from rules.plan.cover import Cover
from rules.plan.model import Answer, DoneItem
from rules.plan.outline import Node

BOX: Final = lazy(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\*\*|__)?\[(?P<mark>[ xX])\]")
LEADING: Final = lazy(r"\W*\[[ xX]\]\s*")
SECTION: Final = "dod"


def done_items(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> tuple[DoneItem, ...]:
    """Return the items that have a box, in document order; `answers`: of labels, which may hold a list of their own."""
    labelled = [(each.span.start, each.span.end) for each in answers if each.concept == SECTION]
    if not labelled and not any(node.concept == SECTION for node in nodes):
        return ()
    cover = Cover(labelled)
    found: list[DoneItem] = []
    for node in nodes:
        for item in _items(node.blocks):
            if SECTION in node.above or cover.overlaps(item.start, item.end):
                found.extend(_boxed(judge, item))
    return tuple(found)


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    for block in blocks:
        match block:
            case Bullets():
                for item in block.items:
                    yield item
                    yield from _items(item.blocks)
            case Quote():
                yield from _items(block.blocks)


def _boxed(judge: Judge, item: Item) -> Iterator[DoneItem]:
    source = judge.source
    box = BOX.match(source.data, item.start)
    first = item.blocks[0] if item.blocks else None
    if box is None or not isinstance(first, Paragraph):
        return
    text = first.prose.visible(0, len(first.prose.text))
    mark = source.span(*box.span("mark"))
    yield DoneItem(
        LEADING.sub("", text, count=1).strip(),
        source.span(item.start, first.end),
        mark,
        checked=box["mark"] != b" ",
        struck=re.search(r"\]\W*~~", source.slice(source.span(item.start, first.end))) is not None,
    )
