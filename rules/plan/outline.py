"""The sections of a document as a tree: each heading with the blocks directly below it."""

from collections.abc import Iterator
from typing import NamedTuple

from rules.plan.blocks import Block, Document, Heading
from rules.plan.headings import section_concept
from rules.plan.lines import NO_PROSE, Line, lines_of
from rules.plan.prose import Prose


class Node(NamedTuple):
    """A heading, or at index 0 the text before the first one (`level` 0).

    `number` is its own index, `parent` that of the heading above it, -1 for the first.

    `above`: the concepts of this and the headings around it, nearest first, unknown ones left out. `blocks`,
    `lines`: what stands
    directly below, up to the next heading. `end`: where the section ends with all its sub-sections.
    """

    number: int
    parent: int
    level: int
    title: str
    prose: Prose
    concept: str
    above: tuple[str, ...]
    start: int
    heading_end: int
    end: int
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]


def outline(document: Document) -> tuple[Node, ...]:
    """Return the sections in document order. Headings inside quotes and list items open none."""
    nodes: list[Node] = []
    open_: list[int] = []
    for heading, blocks in _divided(document):
        level = heading.level if heading else 0
        start = heading.start if heading else 0
        while len(open_) > 1 and nodes[open_[-1]].level >= level:
            closed = open_.pop()
            nodes[closed] = nodes[closed]._replace(end=_last_end(nodes))
        parent = open_[-1] if open_ else -1
        around = nodes[parent].above if parent >= 0 else ()
        title = heading.prose.visible(0, len(heading.prose.text)).strip() if heading else ""
        concept = section_concept(title, around) if level > 1 or _is_section(level, title) else ""
        prose = heading.prose if heading else NO_PROSE
        nodes.append(
            Node(len(nodes), parent, level, title, prose, concept, (concept, *around) if concept else around, start,
                 heading.end if heading else 0, 0, tuple(blocks),
tuple(lines_of(blocks)))
        )  # fmt: skip
        open_.append(len(nodes) - 1)
    while open_:
        index = open_.pop()
        nodes[index] = nodes[index]._replace(end=_last_end(nodes))
    return tuple(nodes)


def _is_section(level: int, title: str) -> bool:
    """Whether a level-1 heading is a section: it names the plan, unless it says no more than "Risks"."""
    return level == 1 and len(title.split()) <= 4 and ":" not in title  # noqa: PLR2004 - no template's section title is longer


def _last_end(nodes: list[Node]) -> int:
    last = nodes[-1]
    return last.blocks[-1].end if last.blocks else last.heading_end


def _divided(document: Document) -> Iterator[tuple[Heading | None, list[Block]]]:
    heading: Heading | None = None
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            yield heading, blocks
            heading, blocks = block, []
        else:
            blocks.append(block)
    yield heading, blocks
