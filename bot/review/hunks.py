"""Which lines of a file can carry a review comment: GitHub takes one only inside a hunk of the pull request's diff.

One line outside of it and the whole review is refused, so this errs on the side of fewer lines. Where a diff could be
drawn in two ways (a repeated block, a moved section), only the lines that both ways show count: the diff is computed
from the top and from the bottom. Likewise only lines count that are in the diff from the fork point as well as from the
base branch's tip, because GitHub's own starting point lies between the two when the base was merged into the branch.
"""

import re
from collections.abc import Sequence

CONTEXT = 3
"""Unchanged lines that a hunk shows around a change."""

MOST_STEPS = 50_000
"""Work on one diff, some hundredths of a second; what costs more has no lines (two rewritten files of repeated lines)."""

LINE = re.compile(rb"[^\n]*\n|[^\n]+")
LONE_CARRIAGE_RETURN = re.compile(rb"\r(?!\n)")

Range = tuple[int, int]
"""First and last line of a hunk on the head side, 1-based."""


def commentable(head: bytes, befores: Sequence[bytes | None]) -> tuple[Range, ...]:
    """Return the ranges of lines of `head` that lie in one hunk of the diff from every version in `befores`.

    None stands for a version in which the file does not exist: all of it is one hunk. No versions: no lines.
    """
    if not befores or LONE_CARRIAGE_RETURN.search(head):
        # Git ends lines at LF alone, Markdown at a lone CR as well: the numbers would not agree.
        return ()
    lines = LINE.findall(head)
    ranges: tuple[Range, ...] = ((1, len(lines)),) if lines else ()
    for before in befores:
        if before is not None:
            ranges = overlap(ranges, hunks(LINE.findall(before), lines))
    return ranges


def within(ranges: Sequence[Range], first: int, last: int) -> bool:
    """Return whether the lines `first` to `last` lie in one of the ranges."""
    return any(low <= first and last <= high for low, high in ranges)


def hunks(before: Sequence[bytes], after: Sequence[bytes]) -> tuple[Range, ...]:
    """Return the hunks that every sensible diff of the two shows."""
    down = matches(before, after)
    up = matches(before[::-1], after[::-1])
    if down is None or up is None:
        return ()
    mirrored = [(len(before) - 1 - i, len(after) - 1 - j) for i, j in reversed(up)]
    return overlap(ranges_of(down, len(before), len(after)), ranges_of(mirrored, len(before), len(after)))


def ranges_of(matched: Sequence[tuple[int, int]], before: int, after: int) -> tuple[Range, ...]:
    """Return the hunks of a diff that keeps the matched pairs of lines (0-based), with their context."""
    ranges: list[Range] = []
    previous_i, previous_j = -1, -1
    for i, j in (*matched, (before, after)):
        if i - previous_i > 1 or j - previous_j > 1:
            # Lines previous_j + 2 to j (1-based) are new; none where lines were only taken away.
            first, last = max(previous_j + 2 - CONTEXT, 1), min(j + CONTEXT, after)
            if ranges and first <= ranges[-1][1] + 1:
                ranges[-1] = (ranges[-1][0], last)
            elif first <= last:
                ranges.append((first, last))
        previous_i, previous_j = i, j
    return tuple(ranges)


def overlap(ours: Sequence[Range], theirs: Sequence[Range]) -> tuple[Range, ...]:
    """Return the parts that both have; both are sorted."""
    found: list[Range] = []
    mine, other = 0, 0
    while mine < len(ours) and other < len(theirs):
        first, last = max(ours[mine][0], theirs[other][0]), min(ours[mine][1], theirs[other][1])
        if first <= last:
            found.append((first, last))
        if ours[mine][1] < theirs[other][1]:
            mine += 1
        else:
            other += 1
    return tuple(found)


def matches(before: Sequence[bytes], after: Sequence[bytes]) -> list[tuple[int, int]] | None:
    """Return the pairs of equal lines that a shortest diff keeps, in order; None where finding them costs too much.

    Of two equal lines it keeps the upper one: what the two end with alike is not set apart beforehand.
    """
    head = common(before, after)
    known, there = set(after[head:]), set(before[head:])
    # A line that the other side does not have is a change whatever the diff: leaving it out keeps the search short.
    old = [i for i in range(head, len(before)) if before[i] in known]
    new = [j for j in range(head, len(after)) if after[j] in there]
    rest = shortest([before[i] for i in old], [after[j] for j in new])
    return None if rest is None else [*((at, at) for at in range(head)), *((old[i], new[j]) for i, j in rest)]


def common(before: Sequence[bytes], after: Sequence[bytes]) -> int:
    """Return how many lines the two begin with alike."""
    pairs = zip(before, after, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))


def shortest(before: Sequence[bytes], after: Sequence[bytes]) -> list[tuple[int, int]] | None:
    """Return the pairs kept by Myers' shortest edit script (An O(ND) Difference Algorithm, 1986); None: too many steps."""
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    steps = 0
    for edits in range(len(before) + len(after) + 1):
        trail.append(furthest.copy())
        steps += edits
        if steps > MOST_STEPS:
            return None
        for diagonal in range(-edits, edits + 1, 2):
            x = start(furthest, diagonal, edits)
            y = x - diagonal
            while x < len(before) and y < len(after) and before[x] == after[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(before) and y >= len(after):
                return retrace(trail, len(before), len(after))
    return None


def start(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Return where a path with one edit more enters the diagonal: from above (an insertion) or from the left."""
    if diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def retrace(trail: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """Walk back from the end and return the pairs on the way, in order."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        diagonal = x - y
        entry = start(trail[edits], diagonal, edits) if edits else 0
        while x > entry and y > 0:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        if edits:
            down = diagonal == -edits or (diagonal != edits and trail[edits][diagonal - 1] < trail[edits][diagonal + 1])
            x, y = (x, y - 1) if down else (x - 1, y)
    return pairs[::-1]
