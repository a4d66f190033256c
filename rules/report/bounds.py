"""GitHub's limits on text: what is too long ends as a sentence that says so, never as a refused request."""

from collections.abc import Sequence


def fitted(lines: Sequence[str], room: int, rest: str = "and {} more") -> list[str]:
    """Return the first lines that fit into `room` bytes of UTF-8, and a line that counts those left out.

    Every line stays whole, so that no code span or link is cut open. `rest`: the last line, {} for the number.
    """
    sizes = [len(line.encode("utf-8", "replace")) + 1 for line in lines]
    if sum(sizes) <= room:
        return list(lines)
    room -= len(rest.encode()) + 10
    kept = 0
    while kept < len(lines) and sizes[kept] <= room:
        room -= sizes[kept]
        kept += 1
    return [*lines[:kept], rest.format(len(lines) - kept)]
