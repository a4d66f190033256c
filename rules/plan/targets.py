"""The numbers that a plan promises: availability, error budgets, latencies."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.lines import Line
from rules.plan.model import Answer, Target
from rules.plan.placeholders import known_placeholder

QUANTITY: Final = lazy(
    r"(?<![\w.])(\d+(?:[.,]\d+)*)\s?(%|percent\b|ms\b|milliseconds?\b|secs?\b|seconds?\b|s\b|minutes?\b|mins?\b|min\b|m\b(?!\w)|hours?\b|hrs?\b|h\b)",
    re.IGNORECASE,
)
WINDOW: Final = lazy(
    r"(?:\b(?:per|over|in|a|each|every|within|rolling)\s+(?:a\s+|any\s+|the\s+)?(?:rolling\s+)?|/\s?)(\d+)?[\s-]?(days?|d|weeks?|months?|mo|quarters?|years?|yr)\b"
    r"|\b(\d+)[\s-](day|week|month|year)s?\b|\b(daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
UNITS: Final = {"%": "%", "p": "%", "ms": "ms", "mi": "min", "s": "s", "h": "h", "m": "min"}
DAYS: Final = {"d": 1.0, "w": 7.0, "m": 30.0, "q": 90.0, "y": 365.0, "a": 365.0}
BUDGET_WORD: Final = lazy(r"\b(?:error budget|budget|downtime|unavailab\w+|outage|error rate|errors?)\b", re.IGNORECASE)
LATENCY_WORD: Final = lazy(
    r"\b(?:latenc\w+|respon[sd]\w*|p\s?\d\d|percentile|load(?:s|ing)?|query|queries|render\w*|round.?trip|start.?up|fast\w*)\b",
    re.IGNORECASE,
)
MOST: Final = 20
"""So many numbers of one line are looked at; a line with more states no target."""
RELIABLE: Final = 50.0
"""A share above it is an objective, one below it what may fail."""
LATENCY_FIELDS: Final = frozenset({"nfr.p95_latency", "technical_context.performance_goals"})
FIELDS: Final = frozenset({"nfr.slo", "nfr.error_budget", *LATENCY_FIELDS})


class Quantity(NamedTuple):
    value: float
    unit: str
    low: int
    high: int


def targets(judge: Judge, entries: Sequence[Entry], answers: dict[int, Answer]) -> Iterator[Target]:
    """Yield the targets in the labelled answers about objectives, budgets and latency."""
    for index, answer in answers.items():
        if answer.concept in FIELDS and not answer.missing:
            for line in entries[index].lines():
                yield from _line_targets(judge, answer, line)


def _line_targets(judge: Judge, answer: Answer, line: Line) -> Iterator[Target]:
    if line.kind in {"code", "html"} or known_placeholder(line.prose.text):
        return
    text = line.prose.text[line.low : line.high]
    windows = list(WINDOW.finditer(text))
    for each in islice(_quantities(text), MOST):
        kind = _kind(answer.concept, each, text)
        if kind and not any(window.start() <= each.low < window.end() for window in windows):
            where = judge.source.span(*line.prose.extent(line.low + each.low, line.low + each.high))
            label = text[: each.low].strip(" :<>=~*") if len(text[: each.low].split()) <= 4 else answer.label  # noqa: PLR2004 - a label
            yield Target(kind, each.value, each.unit, where, answer, _window(windows, each), label or answer.label)


def _quantities(text: str) -> Iterator[Quantity]:
    for found in QUANTITY.finditer(text):
        word = found[2].lower()
        unit = UNITS.get(word[:2]) or UNITS[word[0]]
        number = (
            found[1].replace(",", ".")
            if found[1].count(",") == 1 and "." not in found[1] and unit == "%"
            else found[1].replace(",", "")
        )
        if number.count(".") <= 1:
            yield Quantity(float(number), unit, found.start(), found.end())


def _kind(concept: str, each: Quantity, text: str) -> str:
    """Return slo, error-budget or latency, "" for a number that is none of them."""
    if concept in LATENCY_FIELDS:
        return "latency" if each.unit in {"ms", "s"} else ""
    before = text[max(each.low - 40, 0) : each.low]
    if each.unit == "%":
        return (
            "slo"
            if each.value >= RELIABLE and not BUDGET_WORD.search(before[-20:])
            else "error-budget"
            if concept == "nfr.error_budget" or BUDGET_WORD.search(text)
            else ""
        )
    if concept == "nfr.error_budget":
        return "error-budget"
    if each.unit in {"ms", "s"} and LATENCY_WORD.search(text):
        return "latency"
    return "error-budget" if BUDGET_WORD.search(text) else ""


def _window(windows: Sequence[re.Match[str]], each: Quantity) -> float | None:
    """Return the days of the window nearest after the number, else of any in the sentence."""
    if not windows:
        return None
    nearest = next((window for window in windows if window.start() >= each.low), windows[-1])
    word = (nearest[2] or nearest[4] or nearest[5]).lower()
    count = float(nearest[1] or nearest[3] or 1)
    return count * DAYS[word[0]]
