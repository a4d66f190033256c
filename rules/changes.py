"""What a plan says now and did not say at base: answer by answer, whatever moved, was reflowed or ticked."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from rules.around import Around, in_words
from rules.fingerprint import normalise
from rules.plan.model import Answer, Plan

NOT_CONTENT = frozenset({"meta", "dod", "constitution_check", "related"})
"""Sections whose answers are about the plan or its progress, not what the plan decides."""

SMALL = 0.15
"""Share of the words up to which an edit is one of wording."""

ALIKE = 0.75
"""Ratio from which two words are one, spelled differently."""

NOT_THERE = ("", "")


class Change(NamedTuple):
    """One answer that differs. `before` or `after` is "" where it was added or removed; `subject`: what it is about."""

    concept: str
    subject: str
    before: str
    after: str


def changes(base: Plan, head: Plan) -> Iterator[Change]:
    """Yield the answers that say something else, those of head first; one that says nothing yet counts as not there."""
    before, after = said(base), said(head)
    for key, new in after.items():
        old = before.pop(key, [])
        for (subject, text), was in zip_longest(new, old, fillvalue=NOT_THERE):
            if normalise(was[1]) != normalise(text):
                yield Change(key[0], subject or was[0], was[1], text)
    for (concept, *_), old in before.items():
        for subject, text in old:
            yield Change(concept, subject, text, "")


def said(plan: Plan) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """Return what the plan says, and what about, by field, record and label, each in document order."""
    around = Around(plan)
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for answer in answers(plan):
        if answer.text and not answer.missing and answer.concept.partition(".")[0] not in NOT_CONTENT:
            name, record = in_words(answer.concept), around.record(answer.span)
            subject = f"{record}: {name}" if record else name
            found[answer.concept, normalise(record), name].append((subject, answer.text))
    return found


def answers(plan: Plan) -> Iterator[Answer]:
    yield from plan.answers
    for row in (*plan.alerts, *plan.dependencies, *plan.milestones):
        yield from row.cells.values()


def is_editorial(change: Change) -> bool:
    """Whether the answer says the same in slightly other words: no number changed, and few of its words did.

    A word that is only spelled differently is the same word, whatever its share.
    """
    if not change.before or not change.after:
        return False
    before, after = (Counter(normalise(text).split()) for text in (change.before, change.after))
    gone, new = before - after, after - before
    if any(character.isdigit() for word in (*gone, *new) for character in word):
        return False
    changed = gone.total() + new.total()
    return changed <= SMALL * (before.total() + after.total()) or respelled(list(gone.elements()), list(new.elements()))


def respelled(gone: list[str], new: list[str]) -> bool:
    """Whether each word that is gone came back spelled differently; a few words at most are compared."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - start-up time: few plans are compared

    return len(gone) == len(new) <= 3 and all(  # noqa: PLR2004 - more is another sentence
        SequenceMatcher(None, one, other).ratio() >= ALIKE for one, other in zip(sorted(gone), sorted(new), strict=True)
    )
