"""Which bytes are already spoken for."""

from bisect import bisect_left
from collections.abc import Iterable


class Cover:
    """A set of byte ranges that answers in logarithmic time whether another overlaps it."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        place = bisect_left(self._ends, start + 1)
        return place < len(self._starts) and self._starts[place] < end
