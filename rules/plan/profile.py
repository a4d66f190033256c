"""Which family of templates a plan follows, from marks that only one family has; three points each."""

import re
from collections.abc import Iterable, Sequence
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
)
ARCHITECT_HEADER: Final = frozenset({"meta.status", "meta.version", "meta.architect"})


def detected(path: str, text: str, nodes: Sequence[Node], answers: Iterable[Answer]) -> str:
    """Return architect, speckit, speckit-legacy, kitty, hybrid or unknown."""
    concepts = {answer.concept for answer in answers}
    titles = [node.title for node in nodes]
    sections = {node.concept for node in nodes}
    low = text.lower()
    architect = POINTS * sum(any(mark.search(title) for title in titles) for mark in ARCHITECT_SECTIONS)
    architect += POINTS * (("kill switch" in low) + ("blast radius" in low) + (concepts >= ARCHITECT_HEADER))
    speckit = POINTS * (
        ("technical_context" in sections and "technical_context.language" in concepts)
        + ("complexity" in sections)
        + ("structure.decision" in concepts)
        + (concepts >= {"meta.branch", "meta.date"})
    )
    kitty = (
        path.startswith("kitty-specs/")
        or "/kitty-specs/" in path
        or any("charter check" in title.lower() for title in titles)
    )
    legacy = "execution flow (/plan command scope)" in low or any(
        title.lower().endswith("progress tracking") for title in titles
    )
    if architect >= ENOUGH and (speckit >= ENOUGH or kitty or legacy):
        return "hybrid"
    if architect >= ENOUGH:
        return "architect"
    if kitty:
        return "kitty"
    if legacy:
        return "speckit-legacy"
    return "speckit" if speckit >= ENOUGH else "unknown"
