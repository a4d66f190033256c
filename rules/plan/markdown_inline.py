"""Collects the inline text of one block from the parser's events."""

from collections.abc import Iterator
from typing import Final

from rules.lazy import lazy
from rules.plan import prose as styles
from rules.plan.named import new
from rules.plan.prose import Prose, Run

UNEQUAL: Final = lazy(
    rb"\\[!-/:-@\[-`{-~]|&#?\w+;|(?:[ \t\v\f]|\xc2[\x85\xa0]|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe3\x80\x80){16,}"
)
BLANKS: Final = lazy(r"\s{16}")
WORDS: Final = lazy(r"<[A-Za-z][\w'/-]*(?: [\w'/,.-]+)+>")
"""Words in angle brackets: a tag to the parser, something to fill in to its author."""


class InlineText:
    """The runs of the block that is being read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.runs: list[Run] = []
        self.length = 0
        self.opened = -1
        self.styles: list[tuple[int, str]] = []

    def open(self, style: int, link: str, start: int) -> None:
        """Begin a stretch of one style; its markup belongs to the first run in it."""
        self.styles.append((style, link))
        self.opened = start if self.opened < 0 else self.opened

    def close(self, start: int, end: int) -> None:
        """End the innermost stretch; its markup belongs to the last run in it."""
        self.styles.pop()
        self.opened = -1
        if self.runs and self.runs[-1].start >= start:
            last = self.runs[-1]
            self.runs[-1] = new(Run, (*last[:5], end, *last[6:]))

    def text(self, text: str, start: int, end: int) -> None:
        """Add text, in pieces each of which equals its bytes or stands alone."""
        size = len(text)
        if size == end - start and not self.styles and self.opened < 0 and "  " not in text and text.isascii():
            self.runs.append(new(Run, (self.length, text, start, end, start, end, 0, "")))  # most texts
            self.length += size
        elif (size == end - start or len(text.encode()) == end - start) and (
            ("  " not in text and text.isascii()) or not BLANKS.search(text)
        ):
            self.add(text, start, end, 0)
        else:
            for piece, left, right in _aligned(text, self.data, start, end):
                self.add(piece, left, right, 0)

    def tag(self, text: str, start: int, end: int) -> None:
        """Add an HTML tag, or what the parser takes for one."""
        self.add(text, start, end, 0 if WORDS.fullmatch(text) else styles.HTML)

    def add(self, text: str, start: int, end: int, style: int) -> None:
        link, outer = "", start
        for bit, target in self.styles:
            style |= bit
            link = target or link
        if self.opened >= 0:
            outer, self.opened = self.opened, -1
        self.runs.append(new(Run, (self.length, text, start, end, outer, end, style, link)))
        self.length += len(text)

    def prose(self) -> Prose:
        """Return what was collected and begin anew."""
        runs = tuple(self.runs)
        self.runs, self.length, self.opened = [], 0, -1
        return Prose(runs)


def _aligned(text: str, data: bytes, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Divide text with entities, backslash escapes or long white space in it into pieces that stand alone or equal their bytes.

    Long white space becomes one blank: patterns that look for blanks before something would try each of them in turn.
    """
    at = 0
    for part in UNEQUAL.finditer(data, start, end):
        plain = data[start : part.start()].decode()
        if plain:
            yield plain, start, part.start()
        at += len(plain)
        decoded = _decoded(part[0])
        if text.startswith(decoded, at):
            yield decoded if decoded.strip() else " ", part.start(), part.end()
            at += len(decoded)
            start = part.end()
        else:
            start = part.start()
    yield text[at:], start, end


def _decoded(written: bytes) -> str:
    text = written.decode()
    if not text.startswith("&"):
        return text.removeprefix("\\")
    from html import unescape  # noqa: PLC0415 - start-up time: few plans have an entity

    return unescape(text)
