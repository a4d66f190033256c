"""Inline text with exact positions: what a reader sees of a paragraph, a heading or a cell, and where each part stands."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from operator import attrgetter, or_
from typing import Any, NamedTuple, TypeVar

STRONG, EMPHASIS, STRUCK, LINK, CODE, HTML = 1, 2, 4, 8, 16, 32
"""Style bits of a run."""

MASK = "\N{REPLACEMENT CHARACTER}"
LONGEST_REMEMBERED = 500
"""Characters; longer texts seldom occur twice."""
REMEMBERED = 16_384
"""Texts of which is remembered what was found out about them: those of a hundred plans, in some 20 MB."""
T = TypeVar("T")


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


_style = attrgetter("style")
ONE = [0]
"""Where the runs of a text with one run begin."""


@lru_cache(maxsize=REMEMBERED)
def _remembered(_text: str, _styles: int | tuple[tuple[int, int], ...]) -> dict[Any, Any]:
    """Return what has been found out about a text with these styles, to look it up and to add to it."""
    return {}


class Prose:
    r"""The text of one block. A line break inside it, soft or hard, is one "\n"; markup is not part of `text`.

    `styles`: the style bits that occur, so that most texts, which have none, are answered at once. `said`: what
    `lines.text_of` returns for all of it, kept there once it was asked for, because so many ask.
    """

    __slots__ = ("_known", "_starts", "runs", "said", "styles", "text")

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        if len(runs) == 1:  # most texts, and all of many plans
            ((_, self.text, _, _, _, _, self.styles, _),) = runs
            self._starts = ONE
        else:
            self.text = "".join([run.text for run in runs])
            self.styles = reduce(or_, map(_style, runs), 0)
            self._starts = [run.at for run in runs]
        self._known: dict[Any, Any] | None = None
        self.said: str | None = None

    def once(self, compute: Callable[..., T], *details: Any) -> T:
        """Return `compute(self, *details)`, computed the first time only: several readers ask the same of one text.

        The result must follow from the text and its styles alone, not from links or bytes: it is remembered for later
        texts that say the same, as most lines of a plan do at base and at head, and those of a template in many plans.
        """
        known = self._known
        if known is None:
            known = self._known = self._remembered()
        asked = (compute, *details) if details else compute
        try:
            found: T = known[asked]
        except KeyError:
            found = known[asked] = compute(self, *details)
        return found

    def _remembered(self) -> dict[Any, Any]:
        if len(self.text) > LONGEST_REMEMBERED:
            return {}
        if len(self.runs) == 1:
            return _remembered(self.text, self.styles)
        return _remembered(self.text, tuple([(run.at, run.style) for run in self.runs]))

    def extent(self, low: int, high: int) -> tuple[int, int]:
        """Return the bytes of the characters `low` to `high`, with the markup around them where they fill it ("**all**")."""
        runs = self.runs
        if low == 0 and high == len(self.text) and runs[0].text and runs[-1].text:  # most are asked as a whole
            return runs[0].outer, max(runs[0].outer, runs[-1].outer_end)
        if len(runs) == 1:
            first = last = runs[0]
        else:
            first = self.runs[bisect_right(self._starts, low) - 1]
            last = self.runs[bisect_right(self._starts, max(high - 1, low)) - 1]
        whole = low <= first.at and high >= first.at + len(first.text)
        start = first.outer if whole else _inside(first, low - first.at)
        whole = low <= last.at and high >= last.at + len(last.text)
        end = last.outer_end if whole else _inside(last, high - last.at)
        return start, max(start, end)

    def between(self, low: int, high: int, styles: int) -> Iterator[Run]:
        """Yield the runs that overlap the characters `low` to `high` and have one of the styles."""
        if not self.styles & styles:
            return
        for index in range(max(bisect_right(self._starts, low) - 1, 0), len(self.runs)):
            run = self.runs[index]
            if run.at >= high:
                return
            if run.style & styles and run.at + len(run.text) > low:
                yield run

    def masked(self, low: int, high: int, styles: int = CODE | LINK | HTML) -> str:
        """Return the characters `low` to `high`, those in the given styles replaced one for one by `MASK`."""
        if not self.styles & styles:
            return self.text[low:high]
        return self.hidden(low, high, self.between(low, high, styles))

    def hidden(self, low: int, high: int, runs: Iterator[Run]) -> str:
        """Return the characters `low` to `high`, those of the given runs replaced one for one by `MASK`."""
        pieces: list[str] = []
        at = low
        for run in runs:
            left, right = max(run.at, low), min(run.at + len(run.text), high)
            pieces += self.text[at:left], MASK * (right - left)
            at = right
        return "".join((*pieces, self.text[at:high]))

    def visible(self, low: int, high: int) -> str:
        """Return the characters `low` to `high` on one line, without struck text and HTML tags."""
        text = (
            self.masked(low, high, STRUCK | HTML).replace(MASK, "")
            if self.styles & (STRUCK | HTML)
            else self.text[low:high]
        )
        return " ".join(text.split())


def _inside(run: Run, count: int) -> int:
    """Return the byte after `count` characters of the run; an entity ("&amp;") cannot be divided."""
    if count <= 0:
        return run.start
    if run.style & CODE or count >= len(run.text):
        return run.end
    ascii_ = run.text.isascii()
    if (len(run.text) if ascii_ else len(run.text.encode())) != run.end - run.start:
        return run.end
    return run.start + (count if ascii_ else len(run.text[:count].encode()))
