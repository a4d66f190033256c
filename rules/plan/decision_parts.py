"""The parts of one decision, wherever they stand."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.model import Answer, Decision, Option, State
from rules.plan.source import Span
from rules.profiles.decisions import DECISION_PARTS

PARTS: Final = ("trade_offs", "chosen", "rationale", "principles", "adr_required")
NUMBERED: Final = lazy(
    r"\s*(?:key )?(?:decision|adr|od|ad|dm|d)\s*[#-]?\s*(\d+|(?<=[\s#-])[A-Z]\b)?\s*[:.)\N{EN DASH}\N{EM DASH}-]+\s*"
    r"|\s*\d+(?:\.\d+)+[.)]?\s+|\s*(\d+)[.)]\s+",
    re.IGNORECASE,
)
WEIGHED: Final = lazy(
    r"\bcompromise\b|\btrade[ -]?offs?\b|\bat the (?:cost|expense|price) of\b|\bin exchange for\b|\bwe (?:accept|give up)\b",
    re.IGNORECASE,
    needs=("compromise", "trade", "at the ", "in exchange", "we "),
)
"""A rationale with such words weighs both sides."""


@cache
def _part_names() -> Mapping[str, str]:
    return {label: part for part, labels in DECISION_PARTS.items() for label in labels}


def part_of(keys: Sequence[str]) -> str:
    """Return which part of a decision a label names, "" for none."""
    names = _part_names()
    for key in keys:
        if key in names:
            return names[key]
    return ""


def decision(
    judge: Judge, title: str, span: Span, parts: Mapping[str, Answer], options: tuple[Option, ...]
) -> Decision:
    """Build a decision; the parts that were not found are ABSENT at its span."""
    number, name = named(title)
    found = {part: parts.get(part) or judge.absent(f"decisions.{part}", span) for part in PARTS}
    return Decision(name, number, span, options, **found)


def named(text: str) -> tuple[str, str]:
    """Divide "Decision 2: storage" into number and title."""
    found = NUMBERED.match(text)
    if found is None or not text[found.end() :].strip(" .:*"):
        return "", text.strip(" .:*")
    return found[1] or found[2] or "", text[found.end() :].strip(" .:*")


def weighed(decisions: list[Decision]) -> list[Decision]:
    """Take a rationale that weighs both sides for the trade-offs too, in a plan that labels none: else the label is missing."""
    if any(each.trade_offs.state is not State.ABSENT for each in decisions):
        return decisions
    return [
        each._replace(trade_offs=each.rationale._replace(concept="decisions.trade_offs"))
        if WEIGHED.search(each.rationale.text)
        else each
        for each in decisions
    ]
