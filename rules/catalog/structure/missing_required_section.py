"""The `missing-required-section` rule."""

import posixpath
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.constitution import constitution
from rules.finding import Problem, Severity
from rules.plan.model import Plan, Status
from rules.plan.source import Span
from rules.profiles.required import REQUIRED, Required
from rules.quoting import quoted
from rules.removals import removed_sections
from rules.rule import Context


class MissingRequiredSection:
    """A section that the plan's template requires is not there.

    A section that is absent is a question that nobody was asked. It counts as present under any of its usual headings,
    at any level, and where its fields stand under other headings; a section that does not apply is kept, with `N/A` and
    the reason. A draft needs scope, decisions and risks; the rest is asked for from review on. Rules about the parts of
    an absent section stay silent. A plan whose form is not recognised is not held to any template.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** draft

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:** A) in the web process B) a job of its own

        ## Operational Readiness

        ### Deployment and Rollback

        - **Rollback Trigger:** failed exports > 2 % for 10 min

    ## Good
        # Implementation Plan: export of invoices

        **Status:** draft

        ## Scope and Dependencies

        ### In Scope

        - The nightly export of invoices to the object store

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:** A) in the web process B) a job of its own

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "missing-required-section"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "structure"

    def applies(self, context: Context) -> bool:
        return context.plan.profile in REQUIRED

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        template = REQUIRED[plan.profile]
        for index, required in enumerate(template):
            if (
                asked(plan, required)
                and not present(context, required)
                and not said_elsewhere(context, required.concept)
            ):
                yield Problem(
                    place(plan, template[:index]),
                    f"The plan has no section {quoted(required.title)}",
                    subject=required.title,
                    concept=required.concept,
                    fix=f"Add the heading {quoted(required.title)} and what it asks for, or N/A and why it does not apply",
                    severity=required.severity,
                )


def asked(plan: Plan, required: Required) -> bool:
    return (
        (required.draft or plan.status is not Status.DRAFT)
        and (not required.services_only or plan.kind == "service")
        and (not required.within or plan.section(required.within) is not None)
    )


def present(context: Context, required: Required) -> bool:
    if any(map(context.plan.has, (required.concept, *required.any_of))):
        return True
    return bool(required.sibling) and bool(
        context.repository.exists(posixpath.join(posixpath.dirname(context.plan.path), required.sibling))
    )


def said_elsewhere(context: Context, concept: str) -> bool:
    """Whether another rule reports the same absence and knows more of it: why it is needed, or that it was removed."""
    if concept == "constitution_check" and constitution(context) is not None:
        return True
    return context.base is not None and any(
        each.concept == concept or concept.startswith(f"{each.concept}.") for each in removed_sections(context)
    )


def place(plan: Plan, before: Sequence[Required]) -> Span:
    """Return the heading that the section should follow: the last one before it in the template that the plan has."""
    for required in reversed(before):
        if (section := plan.section(required.concept)) is not None:
            return section.heading
    return plan.source.line_span(1)
