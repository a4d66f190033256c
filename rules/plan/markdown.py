"""The one adapter over pyromark: Markdown in, the block tree with byte positions out. Nothing else knows the parser."""

import re
from typing import Final

from pyromark import Markdown, Options

from rules.lazy import lazy
from rules.plan.blocks import Block, Code, Document
from rules.plan.front_matter import front_matter
from rules.plan.markdown_tree import TreeBuilder
from rules.plan.source import Source

PARSER: Final = Markdown(
    options=Options.ENABLE_TABLES | Options.ENABLE_TASKLISTS | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_FOOTNOTES
)
LOST_HEADING: Final = lazy(rb"^#{2,4} \S", re.MULTILINE)
LOST_LABEL: Final = lazy(rb"^\*\*[^*\n]{2,60}(?:\*\*:|:\*\*)", re.MULTILINE)


def parse(source: Source) -> Document:
    """Return the block tree of a plan. Every text parses; the time is linear in its length."""
    front = front_matter(source)
    shift = front.end if front else source.bom
    blocks = _blocks(source, shift)
    return Document(_recovered(source, blocks), front)


def _blocks(source: Source, shift: int) -> tuple[Block, ...]:
    builder = TreeBuilder(source.data, shift)
    builder.take(PARSER.events_with_range(source.data[shift:].decode(), merge_text=True), shift)
    return tuple(builder.root.children)


def _recovered(source: Source, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Read a last fence that is never closed and has headings in it as text: an inner fence ended the outer one early."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Code) or (not last.info and not source.data.startswith((b"```", b"~~~"), last.start)):
        return blocks
    written = source.data[last.start : last.end]
    fence = written[: len(written) - len(written.lstrip(b"`~"))]
    opening, _, body = written.partition(b"\n")
    lost = LOST_HEADING.search(body)
    if len(fence) < 3 or body.rstrip().endswith(fence) or lost is None:  # noqa: PLR2004 - a fence is three
        return blocks
    begins = last.start + len(opening) + 1
    if not last.info:
        return (*blocks[:-1], *_blocks(source, begins))
    # With a language it opens a block in earnest, which lasts up to the heading or a label.
    label = LOST_LABEL.search(body, 0, lost.start())
    size = label.start() if label else lost.start()
    return (*blocks[:-1], last._replace(end=begins + size, text=body[:size].decode()), *_blocks(source, begins + size))
