"""What the command line writes, and where it goes."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar, overload

from rules.report.text import Style

Item = TypeVar("Item")

PATIENCE = 0.5
"""Seconds of work before a progress bar appears."""
REDRAW = 0.1
BAR = 30


def style_for(stream: TextIO) -> Style:
    """Return colours for a terminal, none for a pipe or where NO_COLOR (https://no-color.org) or TERM=dumb says so."""
    # Not for bot.settings: these describe the terminal of one person, not how the App is run.
    return Style(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def emit(text: str, *, encoding: str | None = None) -> None:
    """Write text to standard output; what the encoding (default: the terminal's) cannot express is escaped."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(encoding or sys.stdout.encoding, "backslashreplace"))
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    sys.stderr.write(text + "\n")


class Progress:
    """A bar on a terminal's standard error, for work that takes a while; on anything else, nothing."""

    def __init__(self, total: int, stream: TextIO, *, patience: float = PATIENCE, redraw: float = REDRAW) -> None:
        self._total = total
        self._stream = stream if stream.isatty() else None
        self._redraw = redraw
        self._done = 0
        self._next = time.monotonic() + patience
        self._drawn = False

    def step(self) -> None:
        self._done += 1
        if self._stream is not None and time.monotonic() >= self._next:
            filled = min(BAR * self._done // self._total, BAR)
            self._stream.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {self._done} of {self._total} plans")
            self._stream.flush()
            self._next = time.monotonic() + self._redraw
            self._drawn = True

    def clear(self) -> None:
        if self._stream is not None and self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


class Watched(Sequence[Item]):
    """A sequence that tells a progress bar how far its reader is: judging is one call for many plans."""

    def __init__(self, items: Sequence[Item], progress: Progress) -> None:
        self._items = items
        self._progress = progress

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self._items[index]

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            yield item
            self._progress.step()
