"""How real plans label the parts of a decision. Data; `rules.plan.decisions` and `rules.plan.options` read it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rules.profiles.labels import LABELS

ALTERNATIVES: Final = frozenset({
    "alternatives", "alternatives considered", "alternative considered", "alternative", "alternatives rejected",
    "rejected alternatives",
    "other options", "considered alternatives", "rejected", "alternatives evaluated", "alternative rejected",
    "simpler alternative rejected",
    "alternatives considered and rejected", "rejected alternative", "options rejected", "rejected because",
    "simpler alternative rejected because",
})  # fmt: skip
"""Labels after which the options stand that were not taken."""

DECISION_PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "options": (*LABELS["decisions.options"], *sorted(ALTERNATIVES)),
    "pros": LABELS["decisions.pros"],
    "cons": LABELS["decisions.cons"],
    "trade_offs": LABELS["decisions.trade_offs"],
    "chosen": LABELS["decisions.chosen"],
    "rationale": (*LABELS["decisions.rationale"], "rationale trade off", "rationale trade offs"),
    "principles": ("principles applied", "principle applied", "constitution alignment", "principle alignment"),
    "adr_required": LABELS["decisions.adr_required"],
})  # fmt: skip
"""Part of a decision to the normalised labels and column titles that name it."""

TITLE_COLUMNS: Final = frozenset({
    "decision", "decision point", "topic", "area", "concern", "question", "decision area", "aspect", "component",
    "category", "item", "issue",
    "decision topic", "choice point",
})  # fmt: skip
"""Titles of the column that names the decision."""
