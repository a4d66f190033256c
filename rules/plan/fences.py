"""What in a plan's text is code or a comment, line by line, for rules that look for words anywhere in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from rules.lazy import lazy

FENCE = lazy(r"[ \t>]*(?:[-*+]\s+|\d+[.)]\s+)*(?P<fence>`{3,}|~{3,})(?P<info>[^\r\n]*)")
COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Fences:
    """Looks up one text; built only where something was found, since most plans have nothing to look up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._code = list(_fenced(text))
        self._comments = [(found.start(), found.end()) for found in COMMENT.finditer(text)]

    def code(self, at: int) -> bool:
        """Whether the character stands in a fenced code block."""
        return _holds(self._code, at)

    def comment(self, at: int) -> bool:
        """Whether the character stands in an HTML comment that is one, outside code."""
        return _holds(self._comments, at) and not self.code(at)

    def span(self, at: int) -> bool:
        """Whether the character stands in a code span of its line."""
        start = max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1
        return self._text.count("`", start, at) % 2 == 1


def _holds(ranges: list[tuple[int, int]], at: int) -> bool:
    place = bisect_right(ranges, at, key=lambda each: each[0]) - 1
    return place >= 0 and at < ranges[place][1]


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield where fenced blocks begin and end; one that is never closed runs to the end."""
    opened, start, at = "", 0, 0
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line)
        if found and not opened:
            opened, start = found["fence"], at
        elif found and found["fence"].startswith(opened) and not found["info"].strip():
            yield start, at + len(line)
            opened = ""
        at += len(line)
    if opened:
        yield start, at
