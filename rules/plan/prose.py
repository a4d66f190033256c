"""Inline text with exact positions: what a reader sees of a paragraph, a heading or a cell, and where each part stands."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

STRONG, EMPHASIS, STRUCK, LINK, CODE, HTML = 1, 2, 4, 8, 16, 32
"""Style bits of a run."""

MASK = "\N{REPLACEMENT CHARACTER}"


class Run(NamedTuple):
    """A stretch of text in one style.

    `at`: index of its first character in `Prose.text`. `start`, `end`: bytes of the text itself (of a code span, with its
    backticks). `outer`, `outer_end`: the same with the emphasis or link markup that opens or closes here.
    """

    at: int
    text: str
    start: int
    end: int
    outer: int
    outer_end: int
    style: int
    link: str


_at = attrgetter("at")


class Prose(NamedTuple):
    """The text of one block. A line break inside it, soft or hard, is one "\\n"; markup is not part of `text`."""

    text: str
    runs: tuple[Run, ...]

    def start_byte(self, index: int) -> int:
        """Return where the character stands, the markup that opens before it included."""
        run = self.runs[bisect_right(self.runs, index, key=_at) - 1]
        return run.outer if index <= run.at else _inside(run, index - run.at)

    def end_byte(self, index: int) -> int:
        """Return where the text before the character ends, the markup that closes there included."""
        run = self.runs[bisect_right(self.runs, max(index - 1, 0), key=_at) - 1]
        return run.outer_end if index >= run.at + len(run.text) else _inside(run, index - run.at)

    def between(self, low: int, high: int) -> Iterator[Run]:
        """Yield the runs that overlap the characters `low` to `high`."""
        for run in self.runs[max(bisect_right(self.runs, low, key=_at) - 1, 0) :]:
            if run.at >= high:
                return
            if run.at + len(run.text) > low:
                yield run

    def masked(self, low: int, high: int, styles: int = CODE | LINK | HTML) -> str:
        """Return the characters `low` to `high`, those in the given styles replaced one for one by `MASK`."""
        found = self.text[low:high]
        for run in self.between(low, high):
            if run.style & styles:
                left, right = max(run.at, low) - low, min(run.at + len(run.text), high) - low
                found = found[:left] + MASK * (right - left) + found[right:]
        return found

    def visible(self, low: int, high: int) -> str:
        """Return the characters `low` to `high` on one line, without struck text and HTML tags."""
        text = self.masked(low, high, STRUCK | HTML)
        return " ".join(text.replace(MASK, "").split())


def _inside(run: Run, count: int) -> int:
    """Return the byte after `count` characters of the run; an entity ("&amp;") cannot be divided."""
    if run.style & CODE or len(run.text.encode()) != run.end - run.start:
        return run.start if count == 0 else run.end
    return run.start + len(run.text[:count].encode())
