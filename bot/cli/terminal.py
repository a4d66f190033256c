"""What the command line writes, and where it goes."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO, TypeVar, overload

from bot.checkout.usage import Usage
from rules.report.printable import printable

if TYPE_CHECKING:
    from rules.report.text import Style

Item = TypeVar("Item")

PATIENCE = 0.5
"""Seconds of work before a progress bar appears."""
REDRAW = 0.1
BAR = 30


def style_for(stream: TextIO | None) -> "Style":
    """Return colours for a terminal, none for a pipe or where NO_COLOR (https://no-color.org) or TERM=dumb says so."""
    from rules.report.text import Style  # noqa: PLC0415 - start-up time: --help needs no report

    # Not for bot.settings: these describe the terminal of one person, not how the App is run.
    return Style(is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def is_terminal(stream: TextIO | None) -> bool:
    """`stream` is None where it was closed before we began: that is how Python tells."""
    return stream is not None and stream.isatty()


def emit(text: str, *, encoding: str | None = None) -> None:
    """Write text to standard output; what the encoding (default: the terminal's) cannot express is escaped.

    Raise `Usage` when it cannot be written, `BrokenPipeError` when whoever reads it has left.
    """
    if sys.stdout is None:
        raise Usage("standard output is closed, so there is nowhere to write the answer")
    emit_bytes(text.encode(encoding or sys.stdout.encoding, "backslashreplace"))


def emit_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are. Raises as `emit`."""
    if sys.stdout is None:
        raise Usage("standard output is closed, so there is nowhere to write the answer")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        _drop(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise
        raise Usage(f"standard output cannot be written: {error.strerror}") from error


def note(text: str) -> None:
    """Tell the person something on standard error, on one line, whatever foreign text is in it."""
    # Where that is closed or full nobody can be told; the exit code still says it.
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Let what is left in a stream that cannot be written go nowhere: Python would try again at exit, and say so by 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Progress:
    """A bar on a terminal's standard error, for work that takes a while; on anything else, nothing."""

    def __init__(
        self, total: int, stream: TextIO | None, *, patience: float = PATIENCE, redraw: float = REDRAW
    ) -> None:
        self._total = total
        self._stream = stream if is_terminal(stream) else None
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
