"""Text with exact positions: bytes in, 1-based lines and columns out."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from rules.plan.named import new


class Span(NamedTuple):
    """A range of a plan. Lines and columns are 1-based; columns count code points; the end is exclusive in its column.

    `start` and `end` are UTF-8 byte offsets into the file as it is stored, a byte order mark included, so that an edit
    can be applied to the file's bytes. A line ends at LF, CRLF or a lone CR (CommonMark 2.1), never at U+2028 or U+0085.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """One version of one file: its bytes, its text and the table that turns byte offsets into lines and columns."""

    def __init__(self, path: str, data: bytes) -> None:
        """Raise `UnicodeDecodeError` when `data` is not UTF-8."""
        self.path = path
        self.data = data
        self.bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self._ascii = data.isascii()
        self.text = data[self.bom :].decode("utf-8")

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0, *accumulate(map(len, self.data.splitlines(keepends=True)))]
        if self.data and not self.data.endswith((b"\n", b"\r")):
            starts.pop()
        return starts

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of a byte offset."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        if line == 1 and offset >= self.bom:
            start = self.bom
        return line, self._length(start, offset) + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of the bytes `start` to `end` (exclusive)."""
        line, column = self.position(start)
        if self.bom <= start <= end and (line == len(self._line_starts) or end < self._line_starts[line]):
            return new(Span, (start, end, line, column, line, column + self._length(start, end)))
        return new(Span, (start, end, line, column, *self.position(end)))

    def line_span(self, line: int) -> Span:
        """Return the span of one 1-based line, its line ending left out."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.data)
        while end > start and self.data[end - 1] in b"\r\n":
            end -= 1
        return self.span(max(start, self.bom if line == 1 else start), end)

    def slice(self, span: Span) -> str:
        """Return the text of a span exactly as written."""
        return self.data[span.start : span.end].decode("utf-8")

    def _length(self, start: int, end: int) -> int:
        """Return how many characters these bytes are."""
        if self._ascii:
            return max(end - start, 0)
        data = self.data[start:end]
        return len(data) if data.isascii() else len(data.decode("utf-8", "ignore"))
