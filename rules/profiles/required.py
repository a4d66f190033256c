"""Which sections each profile asks for, in the order of its template. Data; `missing-required-section` reads it."""

from collections.abc import Mapping
from typing import NamedTuple

from rules.finding import Severity


class Required(NamedTuple):
    """A section that a profile asks for. `any_of`: concepts that answer it under another heading.

    `within`: asked for only where that section exists, since its absence says it already. `draft`: asked of drafts too.
    `services_only`: not asked where nothing is operated. `sibling`: a file or folder beside the plan that holds it.
    """

    concept: str
    title: str
    severity: Severity | None = None
    any_of: tuple[str, ...] = ()
    within: str = ""
    draft: bool = False
    services_only: bool = False
    sibling: str = ""


LIGHT = Severity.WARNING
OPERATION = ("observability", "alerting", "runbooks", "deployment", "flags")

ARCHITECT = (
    Required("constitution_check", "Constitution Check", LIGHT),
    Required("scope", "Scope and Dependencies", draft=True),
    Required("decisions", "Key Decisions and Rationale", draft=True, sibling="research.md"),
    Required("architecture", "Architecture Overview", LIGHT, any_of=("structure",)),
    Required("interfaces", "Interfaces and API Contracts", LIGHT, services_only=True, sibling="contracts"),
    Required("nfr", "Non-Functional Requirements (NFRs) and Budgets", any_of=("security",)),
    Required("data", "Data Management and Migration", services_only=True),
    Required("operations", "Operational Readiness", any_of=OPERATION),
    Required("observability", "Observability", LIGHT, within="operations", services_only=True),
    Required("alerting", "Alerting", LIGHT, within="operations", services_only=True),
    Required("deployment", "Deployment and Rollback", within="operations"),
    Required("risks", "Risk Analysis and Mitigation", draft=True),
    Required("evaluation", "Evaluation and Validation", any_of=("dod", "output_validation")),
    Required("adrs", "Architectural Decision Records (ADR)", LIGHT),
    Required("timeline", "Timeline and Milestones", LIGHT),
)
SPECKIT = (
    Required("summary", "Summary", LIGHT),
    Required("technical_context", "Technical Context", draft=True),
    Required("constitution_check", "Constitution Check"),
    Required("structure", "Project Structure", any_of=("architecture",)),
)
REQUIRED: Mapping[str, tuple[Required, ...]] = {
    "architect": ARCHITECT,
    "speckit": SPECKIT,
    "speckit-legacy": SPECKIT,
    "kitty": SPECKIT,
    "hybrid": SPECKIT,
}
"""Profile to the sections that its template has, in the template's order."""
