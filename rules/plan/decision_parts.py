"""The parts of one decision, wherever they stand."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.model import Answer, Decision, Option
from rules.plan.source import Span
from rules.profiles.decisions import DECISION_PARTS

PARTS: Final = ("trade_offs", "chosen", "rationale", "principles", "adr_required")
NUMBERED: Final = lazy(
    r"\s*(?:key )?(?:decision|adr|od|ad|dm|d)\s*[#-]?\s*(\d+|(?<=[\s#-])[A-Z]\b)?\s*[:.)\N{EN DASH}\N{EM DASH}-]+\s*"
    r"|\s*\d+(?:\.\d+)+[.)]?\s+|\s*(\d+)[.)]\s+",
    re.IGNORECASE,
)


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
