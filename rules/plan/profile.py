"""Which family of templates a plan follows, from marks that only one family has; three points each."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from rules.lazy import lazy
from rules.plan.model import Answer
from rules.plan.outline import Node

POINTS: Final = 3
ENOUGH: Final = 6
ARCHITECT_SECTIONS: Final = (
    lazy(r"operational readiness", re.IGNORECASE, needs=("operational readiness",)),
    lazy(r"risk analysis( and |\s?&\s?)mitigation", re.IGNORECASE, needs=("risk analysis",)),
    lazy(r"key decisions( and |\s?&\s?)rationale", re.IGNORECASE, needs=("key decisions",)),
    lazy(r"(nfrs?\)?|non-?functional requirements).*\bbudgets", re.IGNORECASE, needs=("budgets",)),
    lazy(r"scope( and |\s?&\s?)dependencies", re.IGNORECASE, needs=("scope",)),
    lazy(r"interfaces( and |\s?&\s?)api contracts", re.IGNORECASE, needs=("interfaces",)),
    lazy(r"data management( and |\s?&\s?)migration", re.IGNORECASE, needs=("data management",)),
    lazy(r"evaluation( and |\s?&\s?)validation", re.IGNORECASE, needs=("evaluation",)),
)
"""Titles that this template alone has."""
RESEARCH_PLAN: Final = lazy(r"research (?:implementation )?plan\b", re.IGNORECASE)
"""Title of a plan of a study: it follows another template, with methods and sources in place of a technical context."""
CONTEXT_FIELDS: Final = 3
"""So many of the nine fields make a technical context, where the language is not among them."""
ARCHITECT_HEADER: Final = frozenset({"meta.status", "meta.version", "meta.architect"})


def detected(path: str, low: str, nodes: Sequence[Node], answers: Iterable[Answer]) -> str:
    """Return architect, speckit, speckit-legacy, kitty, hybrid or unknown. `low`: the plan's text in lower case."""
    concepts = {answer.concept for answer in answers}
    titles = "\n".join([node.title for node in nodes])
    sections = {node.concept for node in nodes}
    architect = POINTS * sum(mark.search(titles) is not None for mark in ARCHITECT_SECTIONS)
    architect += POINTS * (("kill switch" in low) + ("blast radius" in low) + (concepts >= ARCHITECT_HEADER))
    speckit = POINTS * (
        ("technical_context" in sections and _is_context(concepts))
        + ("complexity" in sections)
        + ("structure.decision" in concepts)
        + (concepts >= {"meta.branch", "meta.date"})
    )
    kitty = path.startswith("kitty-specs/") or "/kitty-specs/" in path or "charter check" in titles.lower()
    legacy = "execution flow (/plan command scope)" in low or any(
        title.endswith("progress tracking") for title in titles.lower().split("\n")
    )
    if architect >= ENOUGH and (speckit >= ENOUGH or kitty or legacy):
        return "hybrid"
    if architect >= ENOUGH:
        return "architect"
    if kitty and RESEARCH_PLAN.match(titles.lstrip()):
        return "unknown"
    if kitty:
        return "kitty"
    if legacy:
        return "speckit-legacy"
    return "speckit" if speckit >= ENOUGH else "unknown"


def _is_context(concepts: AbstractSet[str]) -> bool:
    fields = sum(concept.startswith("technical_context.") for concept in concepts)
    return "technical_context.language" in concepts or fields >= CONTEXT_FIELDS
