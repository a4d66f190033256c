"""Labels that ask for two things at once: "AuthN/AuthZ", "SLO and error budget"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rules.plan.entries import Entry
from rules.plan.model import Answer
from rules.profiles.labels import ALSO


@cache
def _also() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for concept, labels in ALSO.items():
        for label in labels:
            found[label] = (*found.get(label, ()), concept)
    return found


def combined(entries: Sequence[Entry], answers: Mapping[int, Answer]) -> Iterator[Answer]:
    """Yield each answer again for the other fields that its label names."""
    also = _also()
    for index, answer in answers.items():
        for key in entries[index].keys:
            yield from (answer._replace(concept=concept) for concept in also.get(key, ()) if concept != answer.concept)
