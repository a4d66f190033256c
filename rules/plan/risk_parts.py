"""The parts of one risk, wherever they stand: labels below it, labels in its sentence, columns of its row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.lines import Line
from rules.plan.model import Answer, Risk
from rules.plan.source import Span
from rules.profiles.risks import RISK_LABELS

PARTS: Final = ("likelihood", "impact", "blast_radius", "mitigation", "kill_switch", "owner")
NUMBERED: Final = lazy(
    r"\s*(?:risk|r)\s*[#-]?\s*(\d+|[A-Z]\b)?\s*(?:[:.)\N{EN DASH}\N{EM DASH}-]+\s*|$)|\s*#?(\d+)[.):]\s*", re.IGNORECASE
)
INLINE: Final = lazy(
    r"(?:(?<=[\s(.;,])|^)(mitigations?|mitigate|mitigated by|likelihood|probability|impact|severity|blast radius"
    r"|kill ?switch(?:es)?|guardrails?"
    r"|fallback|contingency|owner)\s*(?::\s*|[\N{EN DASH}\N{EM DASH}-]\s)"
    r"|(?:(?<=[\s(.;,])|^)mitigated?\s+(?=(?:with|by|via|through|using)\b)|\s(?:\N{RIGHTWARDS ARROW}|->|=>)\s",
    re.IGNORECASE,
    needs=(
        "mitigat", "likelihood", "probability", "impact", "severity", "blast radius", "kill", "guardrail",
        "fallback", "contingency", "owner", "\N{RIGHTWARDS ARROW}", "->", "=>",
    ),
)  # fmt: skip


@cache
def _part_names() -> Mapping[str, str]:
    return {label: part for part, labels in RISK_LABELS.items() for label in labels}


def part_of(keys: Iterable[str]) -> str:
    """Return which part of a risk a label names: one of `PARTS`, title, fallback, or "" for none."""
    names = _part_names()
    return next((names[key] for key in keys if key in names), "")


def named(text: str) -> tuple[str, str]:
    """Divide "Risk 2: ledger drift" into number and title."""
    found = NUMBERED.match(text)
    if found is None:
        return "", text.strip(" .:*")
    return found[1] or found[2] or "", text[found.end() :].strip(" .:*")


def risk(judge: Judge, title: str, span: Span, parts: Mapping[str, Answer], table: int = -1) -> Risk:
    """Build a risk of the parts that were found; the others are ABSENT at its span."""
    number, name = named(title)
    likelihood, impact, radius, mitigation, switch, owner = (
        parts.get(part) or judge.absent(f"risks.{part}", span) for part in PARTS
    )
    return Risk(name or title.strip(), number, span, likelihood, impact, radius, mitigation, switch, owner, table)


def below(judge: Judge, entries: Iterable[Entry]) -> dict[str, Answer]:
    """Return the parts that labelled values give; the first of each wins, a fallback stands in for a kill switch."""
    found: dict[str, Answer] = {}
    for entry in entries:
        part = part_of(entry.keys)
        name = "kill_switch" if part == "fallback" else part
        if name in PARTS and (
            name not in found or (part == "kill_switch" and part_of((found[name].label.lower(),)) == "fallback")
        ):
            found[name] = judge.answer(f"risks.{name}", entry)
    return found


def inline(judge: Judge, line: Line) -> dict[str, Answer]:
    """Return the parts that stand in the sentence itself: "x may fail. Mitigation: retry", "x (mitigate: y)", "x -> y"."""
    found: dict[str, Answer] = {}
    for part, low, high in _segments(line):
        name = "kill_switch" if part == "fallback" else part
        if name in PARTS and name not in found:
            start, end = line.prose.extent(low, high)
            piece = line._replace(low=low, high=high, start=start, end=end, kind="cell")
            found[name] = judge.value(f"risks.{name}", (piece,), judge.source.span(start, end), part.replace("_", " "))
    return found


def _segments(line: Line) -> Iterator[tuple[str, int, int]]:
    text = line.prose.text
    marks = list(INLINE.finditer(text, line.low, line.high))
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else line.high
        said = text[mark.end() : end].rstrip(" ;,.(\n")
        if said.endswith(")") and said.count(")") > said.count("("):
            said = said[:-1]
        word = (mark[1] or "mitigation").lower()
        part = part_of((word,)) or ("mitigation" if word.startswith("mitig") else "kill_switch")
        if said:
            yield part, mark.end(), mark.end() + len(said)


def before_inline(text: str) -> str:
    """Return the text up to its first inline part."""
    mark = INLINE.search(text)
    return (text[: mark.start()] if mark else text).rstrip(" ;,.(-\N{EM DASH}\N{EN DASH}")
