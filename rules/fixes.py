"""Safe fixes applied to a plan: exact edits, a few rounds until nothing is left that can be fixed.

The edits of one finding are applied together or not at all. Findings whose edits touch each other take turns, a round
each: the first is applied, the plan is judged again, and whoever still has something to fix comes next. So what is
applied is always what a judged plan asked for, and applying all fixes to the result changes nothing.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rules.finding import Edit, Finding

ROUNDS = 10
"""More mean that two fixes undo each other, which is a fault of ours."""


class Fixed(NamedTuple):
    """A plan after its fixes. `applied`: the findings that were fixed, in the order of their rounds.

    `settled`: no fix is left; False where the rounds ran out, which leaves the plan as the last round made it.
    """

    data: bytes
    applied: tuple[Finding, ...] = ()
    settled: bool = True


def fix(data: bytes, judge: Callable[[bytes], Sequence[Finding]]) -> Fixed:
    """Apply the safe fixes of what `judge` finds in the plan, and of what it finds then."""
    applied: list[Finding] = []
    for _ in range(ROUNDS):
        chosen = compatible(finding for finding in judge(data) if finding.edits and finding.waived is None)
        changed = edited(data, (edit for finding in chosen for edit in finding.edits))
        if changed == data:
            return Fixed(data, tuple(applied))
        data = changed
        applied.extend(chosen)
    return Fixed(data, tuple(applied), settled=False)


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose edits do not touch those of an earlier one, in document order."""
    chosen: list[Finding] = []
    starts: list[int] = []
    ends: list[int] = []
    for finding in sorted(findings, key=lambda each: min(edit.span.start for edit in each.edits)):
        places = sorted((edit.span.start, edit.span.end) for edit in finding.edits)
        if all(free(start, end, starts, ends) for start, end in places):
            chosen.append(finding)
            for start, end in places:
                at = bisect_right(starts, start)
                starts.insert(at, start)
                ends.insert(at, end)
    return chosen


def free(start: int, end: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether a place touches none of these, which are in order and apart from each other."""
    at = bisect_right(starts, end)
    return at == 0 or ends[at - 1] < start


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the plan with the edits in it; they do not overlap."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda each: each.span.start):
        parts += data[at : edit.span.start], edit.replacement.encode("utf-8", "surrogatepass")
        at = edit.span.end
    return b"".join((*parts, data[at:]))
