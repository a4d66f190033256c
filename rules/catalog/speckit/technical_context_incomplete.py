"""The `technical-context-incomplete` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import in_words
from rules.finding import Problem, Severity
from rules.plan.concepts import FIELDS
from rules.quoting import listed
from rules.rule import Context
from rules.severity import SPECKIT_FAMILY

CONCEPT = "technical_context"
WANTED = tuple(concept for concept, field in FIELDS.items() if field.section == CONCEPT)
LIGHT = frozenset({"technical_context.storage", "technical_context.scale"})
"""Fields that many features have nothing to say about."""

LEAST = 4
"""Fields that must be there; a section with fewer is written in another form."""


class TechnicalContextIncomplete:
    """The Technical Context lacks fields that the template has.

    The tasks are derived from these nine lines, often by a model that fills a gap with what is usual elsewhere: without a
    target platform it picks one. spec-kit's template asks for all of them, and N/A is an answer. Storage and Scale/Scope
    alone are worth no more than a note. A field that is there and still a placeholder, or marked NEEDS CLARIFICATION, is
    for the rules about those.

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
        text = plan.source.slice(section.span).lower()
        lacking = [concept for concept in lacking if in_words(concept).lower() not in text]
        if lacking:
            yield Problem(
                section.heading,
                f"The Technical Context does not say the {listed(map(in_words, lacking), most=len(WANTED))}",
                subject="Technical Context",
                concept=CONCEPT,
                fix=f"Add {listed((f'{in_words(concept)}:' for concept in lacking), most=len(WANTED))} "
                "and what it is, or N/A and why",
                severity=Severity.INFO if LIGHT.issuperset(lacking) else None,
                parts=tuple((concept, "Technical Context") for concept in lacking),
            )
