"""GitHub's limits on text: what is too long ends as a line that says so, never as a refused request."""

from collections.abc import Iterable

DIGITS = 10
"""Room for the number of lines that were left out."""


def fitted(lines: Iterable[str], count: int, room: int, rest: str = "and {} more") -> list[str]:
    """Return the first of `count` lines that fit into `room` bytes of UTF-8, and a line that counts those left out.

    Every line stays whole, so that no code span or link is cut open; lines that cannot fit are not even made. `rest`:
    the last line, {} for the number.
    """
    kept: list[str] = []
    for line in lines:
        room -= size(line) + 1
        kept.append(line)
        if room < 0:
            break
    else:
        return kept
    while kept and room < size(rest) + DIGITS:
        room += size(kept.pop()) + 1
    return [*kept, rest.format(count - len(kept))]


def size(text: str) -> int:
    """Return the bytes of a text as GitHub counts them; no text of ours holds a lone surrogate."""
    return len(text.encode("utf-8", "replace"))
