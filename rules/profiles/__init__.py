"""Families of plan templates: which sections each requires at which status. Data, no behaviour."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from rules.plan.model import Status

_CORE: Final = (
    "constitution_check", "scope", "decisions", "architecture", "interfaces", "nfr", "data", "operations", "risks", "evaluation",
)  # fmt: skip
_ARCHITECT: Final = (*_CORE, "adrs", "timeline", "related")
_SPECKIT: Final = ("summary", "technical_context", "constitution_check", "structure")


class Profile(NamedTuple):
    """`required`: the sections that a plan of this family must have at each status, in the template's order."""

    name: str
    required: Mapping[Status, tuple[str, ...]]


def _always(*sections: str) -> Mapping[Status, tuple[str, ...]]:
    return MappingProxyType(dict.fromkeys(Status, sections))


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType({
    "architect": Profile("architect", MappingProxyType({**_always(*_ARCHITECT), Status.DRAFT: _CORE})),
    "speckit": Profile("speckit", _always(*_SPECKIT)),
    "speckit-legacy": Profile("speckit-legacy", _always(*_SPECKIT)),
    "kitty": Profile("kitty", _always(*_SPECKIT)),
    "hybrid": Profile("hybrid", _always(*_SPECKIT)),
    "unknown": Profile("unknown", _always()),
})  # fmt: skip

SECTION_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "constitution_check": "Constitution Check",
        "scope": "Scope and Dependencies",
        "decisions": "Key Decisions and Rationale",
        "architecture": "Architecture Overview",
        "interfaces": "Interfaces and API Contracts",
        "nfr": "Non-Functional Requirements (NFRs) and Budgets",
        "data": "Data Management and Migration",
        "operations": "Operational Readiness",
        "risks": "Risk Analysis and Mitigation",
        "evaluation": "Evaluation and Validation",
        "adrs": "Architectural Decision Records (ADR)",
        "timeline": "Timeline and Milestones",
        "related": "Related Documents",
        "summary": "Summary",
        "technical_context": "Technical Context",
        "structure": "Project Structure",
    }
)
"""The heading that the template gives a section."""
