"""The lines of a plan, as written, that hold what a pattern finds."""

import re
from collections.abc import Iterator


def lines_with(pattern: re.Pattern[str], text: str, low: int = 0, high: int | None = None) -> Iterator[str]:
    """Yield each line of the text, or of its part, that the pattern finds something in, once; in linear time."""
    high = len(text) if high is None else high
    done = low
    for found in pattern.finditer(text, low, high):
        if found.start() >= done:
            start = text.rfind("\n", low, found.start()) + 1 or low
            end = text.find("\n", found.end(), high)
            done = high if end < 0 else end
            yield text[start:done]
