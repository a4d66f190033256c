"""Suppressions that a plan carries: `<!-- planwarden: ignore RULE reason="..." until=YYYY-MM-DD -->`, and what each covers.

In a table cell it covers the row, at the end of an item or a paragraph that block, in a heading or alone below it that
section, before the first heading the file. Alone on a line inside a table or a list it would break the rendering: the
table ends there, the list becomes two.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.blocks import Block, Bullets, Html, Item, Paragraph, Quote, Table, TableRow
from rules.plan.lines import lines_of, text_of
from rules.plan.outline import Node
from rules.plan.prose import HTML, Prose
from rules.plan.source import Source, Span

MARK: Final = b"planwarden:"
COMMENT: Final = lazy(r"<!--\s*planwarden:(.*?)(?:-->|$)", re.DOTALL)
GRAMMAR: Final = lazy(
    r"""\s*ignore\s+(?P<rule>[\w-]+)(?P<rest>(?:\s+(?:reason\s*=\s*"[^"]*"|until\s*=\s*"?[\w./-]*"?))*)\s*"""
)
REASON: Final = lazy(r'reason\s*=\s*"([^"]*)"')
UNTIL: Final = lazy(r'until\s*=\s*"?([\w./-]*)"?')
STRAY: Final = "it belongs to nothing: put it at the end of the item, row or paragraph, or directly below the heading"
SAYING: Final = lazy(r"[^\W\d_]{2,}")


class Directive(NamedTuple):
    """One suppression. `error`: what is wrong with its words, "" when nothing is; `misplaced`: it breaks a table or a list.

    `covers`: the bytes of the plan that it speaks for. `bound`: the words that it was given for, so that the same comment
    beside other words is another suppression. `kind`: file, section, row, item or paragraph.
    """

    rule: str
    reason: str
    until: date | None
    span: Span
    covers: tuple[int, int]
    kind: str
    bound: str
    error: str = ""
    misplaced: bool = False


class _Place(NamedTuple):
    """Where a comment stands: what it covers and the words of that."""

    kind: str
    low: int
    high: int
    bound: str
    misplaced: bool = False


def directives(source: Source, nodes: Sequence[Node]) -> tuple[Directive, ...]:
    """Return the suppressions of a plan, in document order. Costs nothing in a plan that has none."""
    if MARK not in source.data:
        return ()
    found = [each for node in nodes for each in _of_section(source, node)]
    return tuple(sorted(found, key=lambda each: each.span.start))


def _of_section(source: Source, node: Node) -> Iterator[Directive]:
    whole = _whole(source, node)
    yield from _inline(source, node.prose, whole)
    leading = True
    for index, block in enumerate(node.blocks):
        leading = leading and isinstance(block, Html)
        if isinstance(block, Html):
            before = node.blocks[index - 1] if index else None
            after = node.blocks[index + 1] if index + 1 < len(node.blocks) else None
            place = whole if leading or not node.level else _alone(source, before, block, after)
            yield from _read(source, block.text, block.start, place)
        else:
            yield from _inside(source, block)


def _whole(source: Source, node: Node) -> _Place:
    if not node.level:
        return _Place("file", 0, len(source.data) + 1, "")
    return _Place("section", node.start, node.end + 1, node.title)


def _alone(source: Source, before: Block | None, comment: Html, after: Block | None) -> _Place:
    """Return what a comment on a line of its own belongs to: the block that it touches, where that is one."""
    touches = before is not None and not _blank_between(source, before.end, comment.start)
    goes_on = after is not None and not _blank_between(source, comment.end, after.start)
    if before is None or not touches:
        return _Place("", comment.start, comment.start, "")
    if isinstance(before, Table):
        last = before.rows[-1] if before.rows else before.header
        return _row(last)._replace(misplaced=goes_on)
    if isinstance(before, Bullets):
        return _item(before.items[-1])._replace(misplaced=goes_on and isinstance(after, Bullets))
    return _Place("paragraph", before.start, before.end, _words([before]))


def _blank_between(source: Source, low: int, high: int) -> bool:
    return source.data[low:high].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") > 1


def _inside(source: Source, block: Block) -> Iterator[Directive]:
    match block:
        case Paragraph(start=start, end=end, prose=prose):
            yield from _inline(source, prose, _Place("paragraph", start, end, prose.visible(0, len(prose.text))))
        case Bullets(items=items):
            yield from chain.from_iterable(_of_item(source, item) for item in items)
        case Table(header=header, rows=rows):
            cells = ((cell, row) for row in (header, *rows) for cell in row.cells)
            yield from chain.from_iterable(_inline(source, cell.prose, _row(row)) for cell, row in cells)
        case Quote(blocks=inner):
            yield from chain.from_iterable(_inside(source, each) for each in inner)


def _of_item(source: Source, item: Item) -> Iterator[Directive]:
    for block in item.blocks:
        if isinstance(block, Paragraph):
            yield from _inline(source, block.prose, _item(item))
        elif isinstance(block, Html):
            yield from _read(source, block.text, block.start, _item(item))
        else:
            yield from _inside(source, block)


def _item(item: Item) -> _Place:
    return _Place("item", item.start, item.end, _words(item.blocks))


def _row(row: TableRow) -> _Place:
    return _Place(
        "row", row.start, row.end, " ".join(cell.prose.visible(0, len(cell.prose.text)) for cell in row.cells)
    )


def _words(blocks: Sequence[Block]) -> str:
    return " ".join(text_of(line) for line in lines_of(blocks))


def _inline(source: Source, prose: Prose, place: _Place) -> Iterator[Directive]:
    for run in prose.between(0, len(prose.text), HTML):
        yield from _read(source, run.text, run.start, place)


def _read(source: Source, text: str, start: int, place: _Place) -> Iterator[Directive]:
    for comment in COMMENT.finditer(text):
        at = start + len(text[: comment.start()].encode())
        span = source.span(at, at + len(comment[0].encode()))
        rule, reason, until, error = _parsed(comment[1])
        error = error or ("" if place.kind else STRAY)
        yield Directive(
            rule, reason, until, span, (place.low, place.high), place.kind, " ".join(place.bound.split()), error,
            place.misplaced,
        )  # fmt: skip


def _parsed(words: str) -> tuple[str, str, date | None, str]:
    """Return rule, reason, end and what is wrong with the words of a directive."""
    if (said := GRAMMAR.fullmatch(words)) is None:
        return "", "", None, 'it is not of the form: planwarden: ignore RULE reason="..." until=YYYY-MM-DD'
    reasons, untils = REASON.findall(said["rest"]), UNTIL.findall(REASON.sub("", said["rest"]))
    reason = reasons[0].strip() if reasons else ""
    if len(reasons) > 1 or len(untils) > 1:
        return said["rule"], reason, None, "it says the same thing twice"
    if not SAYING.search(reason):
        return said["rule"], reason, None, 'it has no reason: add reason="..." with the words that a reviewer needs'
    if not untils:
        return said["rule"], reason, None, ""
    try:
        return said["rule"], reason, date.fromisoformat(untils[0]), ""
    except ValueError:
        return said["rule"], reason, None, f"{untils[0]!r} is no date: write until=YYYY-MM-DD"
