"""The numbers that a plan promises: availability, error budgets, latencies."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.answers import Judge, to_fill
from rules.plan.cover import Cover
from rules.plan.entries import Entry
from rules.plan.lines import Line
from rules.plan.model import Answer, Target
from rules.plan.outline import Node
from rules.plan.pieces import pieces
from rules.plan.placeholders import known_placeholder
from rules.plan.prose import Prose

QUANTITY: Final = lazy(
    r"(?<![\w.])(\d+(?:[.,]\d+)*)\s?(%|percent\b|ms\b|milliseconds?\b|secs?\b|seconds?\b|s\b|minutes?\b|mins?\b|min\b|m\b(?!\w)|hours?\b|hrs?\b|h\b|초|밀리초|분|秒|毫秒|分钟)",
    re.IGNORECASE,
)
DIGIT: Final = lazy(r"\d")
WINDOW: Final = lazy(
    r"(?:\b(?:per|over|in|a|each|every|within|rolling)\s+(?:a\s+|any\s+|the\s+)?(?:rolling\s+)?|/\s?)(\d+)?[\s-]?(days?|d|weeks?|months?|mo|quarters?|years?|yr)\b"
    r"|\b(\d+)[\s-](day|week|month|year)s?\b|\b(daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
UNITS: Final = {
    "%": "%", "p": "%", "ms": "ms", "mi": "min", "s": "s", "h": "h", "m": "min",
    "초": "s", "밀": "ms", "분": "min", "秒": "s", "毫": "ms", "分": "min",
}  # fmt: skip
DAYS: Final = {"d": 1.0, "w": 7.0, "m": 30.0, "q": 90.0, "y": 365.0, "a": 365.0}
BUDGET_WORD: Final = lazy(r"\b(?:error budget|budget|downtime|unavailab\w+|outage|error rate|errors?)\b", re.IGNORECASE)
LATENCY_WORD: Final = lazy(
    r"\b(?:latenc\w+|respon[sd]\w*|p\s?\d\d|percentile|load(?:s|ing)?|query|queries|render\w*|round.?trip|start.?up|fast\w*)\b",
    re.IGNORECASE,
)
STATED_LATENCY: Final = lazy(
    r"\b(?:latenc\w+|respon[sd]\w*|p\s?9\d|percentile|load(?:s|ing)?|quer(?:y|ies)|render\w*|start.?up|(?:build|sync|search|execution"
    r"|processing) times?)\b|지연|응답|로딩|延迟|响应|加载",
    re.IGNORECASE,
)
STATED_AVAILABILITY: Final = lazy(r"\b(?:up ?time|availability|slos?|sla)\b", re.IGNORECASE)
STATED_BUDGET: Final = lazy(r"\berror budgets?\b[^.;\d]*$", re.IGNORECASE)
BOUND: Final = lazy(
    r"(?:[<\u2264~\u2248]=?|\b(?:under|within|below|less than|at most|max(?:imum)?(?: of)?|no more than|up to|faster than|sub-?"
    r"|than|to|in)\b)\s*$",
    re.IGNORECASE,
)
"""What stands right before a number that limits a duration."""
BOUND_AFTER: Final = lazy(
    r"\s*(?:이내|미만|이하|以内|以下|内|or less|max(?:imum)?\b|p\s?9\d|\(?p\d\d|latency|response)", re.IGNORECASE
)
NO_LATENCY: Final = lazy(
    r"\b(?:every|interval|time.?outs?|retr(?:y|ies)|back.?off|poll\w*|debounce\w*|animat\w+|transition\w*|ttl|expir\w+|cach\w+"
    r"|wait\w*|sleep\w*|cool.?down|cold.?starts?|rate.?limit\w*|currently|takes?|took|was|were|learn\w*|read|reading"
    r"|chapters?|lessons?|students?)\b",
    re.IGNORECASE,
)
"""Durations that are chosen or observed, not promised."""
HINTS: Final = ("ms", "sec", "0s", "1s", "2s", "3s", "4s", "5s", "6s", "7s", "8s", "9s", " s", "%", "초", "秒")
MOST: Final = 20
"""So many numbers of one line are looked at; a line with more states no target."""
RELIABLE: Final = 50.0
"""A share above it is an objective, one below it what may fail."""
LEAST_UPTIME: Final = 90.0
NEAR: Final = 24
"""So many characters away a word still belongs to a number."""
STATING: Final = frozenset({"text", "item", "cell"})
NOT_PROMISED: Final = frozenset({"risks", "decisions", "scope.dependencies", "alerting", "adrs"})
"""Sections whose numbers are not those of this plan, or speak of its alarms."""
LATENCY_FIELDS: Final = frozenset({"nfr.p95_latency", "technical_context.performance_goals"})
FIELDS: Final = frozenset({"nfr.slo", "nfr.error_budget", *LATENCY_FIELDS})


class Quantity(NamedTuple):
    value: float
    unit: str
    low: int
    high: int


def promised(
    judge: Judge, nodes: Sequence[Node], entries: Sequence[Entry], answers: dict[int, Answer]
) -> tuple[Target, ...]:
    """Return the targets of the plan in document order."""
    labelled = list(targets(judge, entries, answers))
    return tuple(sorted((*labelled, *stated(judge, nodes, labelled)), key=lambda each: each.span.start))


def targets(judge: Judge, entries: Sequence[Entry], answers: dict[int, Answer]) -> Iterator[Target]:
    """Yield the targets in the labelled answers about objectives, budgets and latency."""
    for index, answer in answers.items():
        if answer.concept in FIELDS and not answer.missing:
            for line in entries[index].lines():
                yield from _line_targets(judge, answer, line)


def stated(judge: Judge, nodes: Sequence[Node], found: Sequence[Target]) -> Iterator[Target]:
    """Yield the latencies outside every labelled answer, and the availability and error budget where no label states one.

    Their answer is the line, its concept "": nobody asked for it there.
    """
    if not any(hint in judge.low for hint in HINTS):
        return
    taken = Cover((target.answer.span.start, target.answer.span.end) for target in found)
    said = {target.kind for target in found}
    for node in nodes:
        if not NOT_PROMISED & set(node.above):
            for line in node.lines:
                if line.kind in STATING and line.prose.once(_has_quantity, line.low, line.high):
                    free = (piece for piece in pieces(line) if not taken.overlaps(piece.start, piece.end))
                    found_here = (_stated_in(judge, piece, node.above, said) for piece in free)
                    yield from chain.from_iterable(found_here)


def _has_quantity(prose: Prose, low: int, high: int) -> bool:
    first = DIGIT.search(prose.text, low, high)
    return first is not None and QUANTITY.search(prose.text, first.start(), high) is not None


def _stated_in(judge: Judge, line: Line, above: Sequence[str], said: Collection[str]) -> Iterator[Target]:
    text = line.prose.text[line.low : line.high]
    if not (numbers := list(islice(_quantities(text), MOST))) or known_placeholder(text) or to_fill(line):
        return
    windows = list(WINDOW.finditer(text))
    timed = "nfr.performance" in above or STATED_LATENCY.search(text) is not None
    latency = timed and NO_LATENCY.search(text) is None
    for each in numbers:
        bounded = BOUND.search(text, max(each.low - 16, 0), each.low) or BOUND_AFTER.match(text, each.high)
        kind = (
            "error-budget" if STATED_BUDGET.search(text, max(each.low - NEAR, 0), each.low)
            else "latency" if latency and bounded and each.unit in {"ms", "s", "min"}
            else "slo" if each.unit == "%" and each.value >= LEAST_UPTIME and _is_availability(text, each)
            else ""
        )  # fmt: skip
        if kind and (kind == "latency" or kind not in said):
            span = judge.source.span(*line.prose.extent(line.low + each.low, line.low + each.high))
            answer = judge.value("", (line,), judge.source.span(line.start, line.end))
            yield Target(kind, each.value, each.unit, span, answer, _window(windows, each))


def _is_availability(text: str, each: Quantity) -> bool:
    return STATED_AVAILABILITY.search(text, max(each.low - NEAR, 0), each.high + NEAR) is not None


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
