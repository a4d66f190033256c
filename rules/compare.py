"""Which findings a pull request brings in: head against base, fault by fault, never line by line.

Both versions are judged by the same rules and the same configuration. A fault is new when base does not have one of the
same identity, counted: two equal faults at base cover two at head. A title that was edited a little is recognised once,
by similarity. A finding is new when any fault that it sums up is new.

A fault that base had is new all the same when it is an error now and was none there: the pull request turned a draft
into an approved plan, or gave a risk a high impact. Plans are held to more when they claim more, and the pull request
that makes the claim is the one that answers for it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.finding import Severity
from rules.fingerprint import Identity

SIMILAR = 0.75
"""Ratio from which two titles are one title, edited: "ledger drift", "ledger drifts". Not "database" and "payment outage"."""

WINDOW = 16
"""How many unmatched faults of base one of head is compared with, so that the work stays linear."""

LONGEST = 120
"""Characters of a title that are compared."""

TITLED = frozenset({"risks", "decisions"})
"""Sections whose records have titles that people edit. The name of a flag or the number of an ADR is another when edited."""


class Judged(NamedTuple):
    """What comparing needs of one finding: the faults that it sums up, its severity and its fingerprint."""

    faults: tuple[Identity, ...]
    severity: Severity
    fingerprint: str


class Fault(NamedTuple):
    """One fault of base: its identity, its severity there and the index of the finding that it belongs to."""

    identity: Identity
    severity: Severity
    finding: int


def compare(head: Sequence[Judged], base: Sequence[Judged]) -> tuple[tuple[bool, ...], tuple[str, ...]]:
    """Return for each finding of head whether it is new, and the fingerprints of base that are fixed.

    The severities of base are to be those that its findings would have in a plan of head's profile, so that a plan that
    grows into another form is not blamed for what it always lacked.
    """
    unmatched: dict[Identity, deque[Fault]] = defaultdict(deque)
    for index, finding in enumerate(base):
        for identity in finding.faults:
            unmatched[identity].append(Fault(identity, finding.severity, index))
    pairs: list[list[Fault | None]] = [
        [unmatched[fault].popleft() if unmatched.get(fault) else None for fault in finding.faults] for finding in head
    ]
    match_edited(head, pairs, (fault for left in unmatched.values() for fault in left))
    news = tuple(is_new(finding, found) for finding, found in zip(head, pairs, strict=True))
    kept = {fault.finding for found in pairs for fault in found if fault is not None}
    said = {finding.fingerprint for finding in head}
    gone = (each.fingerprint for index, each in enumerate(base) if index not in kept and each.fingerprint not in said)
    return news, tuple(gone)


def is_new(finding: Judged, found: Sequence[Fault | None]) -> bool:
    was = [fault.severity.rank for fault in found if fault is not None]
    became_error = finding.severity is Severity.ERROR and any(rank < Severity.ERROR.rank for rank in was)
    return became_error or len(was) < len(found)


def match_edited(head: Sequence[Judged], pairs: list[list[Fault | None]], left: Iterable[Fault]) -> None:
    """Pair, in place, what has no equal at base with a fault there whose title differs a little."""
    candidates: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in sorted(left, key=lambda fault: fault.finding):
        candidates[fault.identity.rule, fault.identity.concept].append(fault)
    for finding, found in zip(head, pairs, strict=True):
        for position, identity in enumerate(finding.faults):
            if found[position] is None and identity.concept.partition(".")[0] in TITLED:
                found[position] = take_similar(identity, candidates[identity.rule, identity.concept])


def take_similar(identity: Identity, candidates: list[Fault]) -> Fault | None:
    from difflib import SequenceMatcher  # noqa: PLC0415 - start-up time: only a plan with a base is compared

    best, at = SIMILAR, None
    for index, fault in enumerate(candidates[:WINDOW]):
        matcher = SequenceMatcher(None, fault.identity.subject[:LONGEST], identity.subject[:LONGEST], autojunk=False)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
            best, at = matcher.ratio(), index
    return None if at is None else candidates.pop(at)
