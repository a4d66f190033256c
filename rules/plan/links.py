"""Links of a plan, and the paths in its code spans."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.model import Link
from rules.plan.outline import Node
from rules.plan.prose import CODE, LINK, Prose, Run
from rules.plan.source import Source

PATH: Final = lazy(
    r"(?:\.{1,2}/|/)?(?:[\w.,@+\[\]{}<>#*-]+/)*[\w.,@+\[\]{}<>#*-]+(?:/|\.[A-Za-z][A-Za-z0-9]{0,9})(?:#[\w-]+)?"
    r"|(?:\.{1,2}/|/)?(?:[\w.,@+\[\]{}<>#*-]+/)+[\w.,@+\[\]{}<>#*-]+"
)
"""What can be a path: with a slash in it or with the ending of a file, and without white space; commas stand in braces."""
LONGEST: Final = 300


def links(source: Source, nodes: Iterable[Node]) -> tuple[Link, ...]:
    """Return the links and the paths in code spans, in document order; addresses in raw HTML and code blocks are none."""
    found: list[Link] = []
    for node in nodes:
        if node.prose.styles & (LINK | CODE):
            found.extend(_in_prose(source, node.prose))
        for line in node.lines:
            if line.prose.styles & (LINK | CODE):
                found.extend(_in_prose(source, line.prose))
    return tuple(found)


def _in_prose(source: Source, prose: Prose) -> Iterator[Link]:
    link: list[Run] = []
    for run in prose.runs:
        style = run.style
        if link and (not style & LINK or run.outer != run.start or run.link != link[0].link):
            yield _link(source, link)
            link = []
        if style & LINK:
            link.append(run)
        elif style & CODE and _may_be_path(run.text):
            at = source.data.find(run.text.encode(), run.start, run.end)
            yield Link(run.text, run.text, run.start, run.end, code=True, target_start=at)
    if link:
        yield _link(source, link)


def _may_be_path(text: str) -> bool:
    slash = "/" in text
    if (not slash and "." not in text) or ("," in text and "{" not in text):
        return False
    return len(text) <= LONGEST and (slash or text[-1:].isalnum()) and PATH.fullmatch(text) is not None


def _link(source: Source, runs: Sequence[Run]) -> Link:
    start, end, target = runs[0].outer, max(run.outer_end for run in runs), runs[0].link
    at = source.data.rfind(target.encode(), start, end) if target else -1
    return Link(target, "".join([run.text for run in runs]), start, end, target_start=at)
