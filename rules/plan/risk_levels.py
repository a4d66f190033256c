"""The level of a risk beside its title: "Printer jams (High)", "Ink dries (Impact: Low, Likelihood: High)", "High: ..."."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.model import Answer, State

ASIDE: Final = lazy(rb"[(\[]([^()\[\]\r\n]{2,80})[)\]]")
LEVEL: Final = r"(?:very )?(?:low|medium|med|moderate|high|critical|severe)"
NAMED: Final = lazy(
    rf"\b(?:(?P<likely>likelihood|probability)|impact|severity)\s*[:=]?\s*(?P<level>{LEVEL})\b"
    rf"|\b(?P<before>{LEVEL})[\s-]+(?:(?P<odds>likelihood|probability)|impact|severity|risk)\b",
    re.IGNORECASE,
)
ALONE: Final = lazy(rf"\W*({LEVEL})(?:\W*risk)?\W*", re.IGNORECASE)
MOST: Final = 4
"""So many asides of one title are looked at."""


def is_level(text: str) -> bool:
    """Whether a label says no more than a level ("High", "Medium Risk")."""
    return ALONE.fullmatch(text) is not None


def levels_beside(judge: Judge, start: int, end: int) -> dict[str, Answer]:
    """Return the likelihood and the impact in the asides of a title, which stands at these bytes."""
    found: dict[str, Answer] = {}
    for aside in islice(ASIDE.finditer(judge.source.data, start, end), MOST):
        for part, low, high in _named(aside[1].decode("utf-8", "ignore")):
            found.setdefault(part, _level(judge, part, aside.start(1) + low, aside.start(1) + high))
    return found


def level_of_label(judge: Judge, start: int, end: int) -> dict[str, Answer]:
    """Return the impact that a label at these bytes is ("**High**: labels run out")."""
    text = judge.source.data[start:end].decode("utf-8", "ignore")
    return {part: _level(judge, part, start + low, start + high) for part, low, high in _alone(text)}


def _named(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield part, first and last byte of each level in a text."""
    yield from _alone(text)
    for each in NAMED.finditer(text):
        group = "level" if each["level"] else "before"
        part = "likelihood" if each["likely"] or each["odds"] else "impact"
        yield part, len(text[: each.start(group)].encode()), len(text[: each.end(group)].encode())


def _alone(text: str) -> Iterator[tuple[str, int, int]]:
    if alone := ALONE.fullmatch(text):
        yield "impact", len(text[: alone.start(1)].encode()), len(text[: alone.end(1)].encode())


def _level(judge: Judge, part: str, start: int, end: int) -> Answer:
    span = judge.source.span(start, end)
    word = judge.source.slice(span)
    return judge.absent(f"risks.{part}", span)._replace(state=State.SUBSTANTIVE, text=word, raw=word)
