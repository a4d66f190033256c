"""What a person could write where something is missing: the template's own line, with a question for an answer.

It is no fix. The text is itself a placeholder, so whoever pastes it unread has only changed which finding stands there.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rules.finding import Problem
from rules.plan.concepts import FIELDS
from rules.profiles.required import ARCHITECT, SPECKIT

MOST: Final = 12
"""Lines of one question; a section with more fields shows the first."""

ASKING: Final = frozenset({
    "adr-required-unset", "authz-missing", "constitution-check-missing", "data-rollback-plan-missing",
    "degradation-missing", "idempotency-missing-for-mutations", "integrity-check-missing", "missing-metadata-field",
    "missing-required-field", "missing-required-section", "no-kill-switch", "observability-pillar-missing",
    "rationale-missing", "risk-missing-field", "rollback-steps-missing", "rollback-trigger-missing",
    "structure-decision-missing", "technical-context-incomplete", "versioning-strategy-missing",
})  # fmt: skip
"""Rules that say that something is not there at all."""

HEADINGS: Final = {required.concept: required.title for required in (*SPECKIT, *ARCHITECT)}


def question(rule: str, problem: Problem) -> str:
    """Return the lines to fill in, "" where a rule does not say that something is missing."""
    if rule not in ASKING or problem.edits:
        return ""
    concepts = dict.fromkeys(concept for concept, _ in problem.parts) or {problem.concept: None}
    lines = list(dict.fromkeys(line for concept in concepts for line in asked(concept)))
    return "\n".join(lines[:MOST])


def asked(concept: str) -> Iterator[str]:
    """Yield the template's lines for a field, or for a section its heading and the lines of its fields."""
    if concept in FIELDS and concept not in HEADINGS:
        yield line(concept)
    elif concept in HEADINGS:
        yield f"## {HEADINGS[concept]}"
        fields = fields_of(concept)
        yield from map(line, fields) if fields else iter((f"[{HEADINGS[concept]}: what has to be said here?]",))


def fields_of(section: str) -> Sequence[str]:
    return [concept for concept, field in FIELDS.items() if field.section in {section, f"{section}.{concept}"}]


def line(concept: str) -> str:
    field = FIELDS[concept]
    hint = " / ".join(value.capitalize() for value in field.values) or field.hint or f"your {field.title.lower()}"
    return f"- **{field.title}:** [{hint}]"
