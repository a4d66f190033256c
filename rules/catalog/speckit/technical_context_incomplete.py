"""The `technical-context-incomplete` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.around import in_words
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.concepts import FIELDS
from rules.quoting import listed
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

CONCEPT = "technical_context"
WANTED = tuple(concept for concept, field in FIELDS.items() if field.section == CONCEPT)
LIGHT = frozenset({"technical_context.storage", "technical_context.scale"})
"""Fields that many features have nothing to say about."""

MAIN = {concept: FIELDS[concept].title.lower().replace("/", " ").split()[-1] for concept in WANTED} | {
    "technical_context.language": "language",
    "technical_context.performance_goals": "performance",
    "technical_context.scale": "scale",
}
"""The word of each field that every variant of its label has: "Primary Frontend Dependencies"."""

LABEL = lazy(r"\*\*([^*\n]{1,80})\*\*|^\s*(?:[-*+]\s+)?([A-Z][\w /-]{1,40}):|^\s*\|\s*([^|\n]{1,60})", re.MULTILINE)
LEAST = 4
"""Fields that must be there; a section with fewer is written in another form."""


class TechnicalContextIncomplete:
    """The Technical Context lacks fields that the template has.

    The tasks are derived from these nine lines, often by a model that fills a gap with what is usual elsewhere:
    without a target platform it picks one. spec-kit's template asks for all of them, and N/A is an answer. Storage
    and Scale/Scope alone, and anything in a plan of documents, are worth no more than a note. A field that is there
    and still a placeholder, or marked NEEDS CLARIFICATION, is for the rules about those.

    ## Bad
        # Implementation Plan: export of invoices

        ## Technical Context

        **Language/Version**: Python 3.12
        **Primary Dependencies**: WeasyPrint 62
        **Storage**: S3 bucket `invoice-exports`
        **Target Platform**: Kubernetes 1.31
        **Project Type**: service
        **Performance Goals**: 50 invoices/s
        **Constraints**: at most 5 connections to the ledger
        **Scale/Scope**: 50,000 invoices a night

    ## Good
        # Implementation Plan: export of invoices

        ## Technical Context

        **Language/Version**: Python 3.12
        **Primary Dependencies**: WeasyPrint 62
        **Storage**: S3 bucket `invoice-exports`
        **Testing**: pytest, contract tests against the ledger's stub
        **Target Platform**: Kubernetes 1.31
        **Project Type**: service
        **Performance Goals**: 50 invoices/s
        **Constraints**: at most 5 connections to the ledger
        **Scale/Scope**: 50,000 invoices a night
    """

    name: ClassVar[str] = "technical-context-incomplete"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "speckit"

    def applies(self, context: Context) -> bool:
        return context.plan.profile in SPECKIT_FAMILY and context.plan.section(CONCEPT) is not None

    def check(self, context: Context) -> Iterator[Problem]:
        plan, section = context.plan, context.plan.section(CONCEPT)
        there = {answer.concept for answer in plan.answers}
        lacking = [concept for concept in WANTED if concept not in there]
        if section is None or not lacking or len(WANTED) - len(lacking) < LEAST:
            return
        labels = " ".join(map(" ".join, LABEL.findall(plan.source.slice(section.span)))).lower()
        lacking = [concept for concept in lacking if MAIN[concept] not in labels]
        if lacking:
            yield Problem(
                section.heading,
                f"The Technical Context does not say the {listed(map(in_words, lacking), most=len(WANTED))}",
                subject="Technical Context",
                concept=CONCEPT,
                fix=f"Add {listed((f'{in_words(concept)}:' for concept in lacking), most=len(WANTED))} "
                "and what it is, or N/A and why",
                severity=Severity.INFO if LIGHT.issuperset(lacking) or plan.kind == "docs" else None,
                parts=tuple((concept, "Technical Context") for concept in lacking),
            )
