"""The `section-removed` rule."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.model import Plan, Section
from rules.plan.source import Span
from rules.profiles.required import REQUIRED
from rules.quoting import TITLE, listed, quoted
from rules.removals import removed_sections
from rules.rule import Context

MOST = 2
"""Sections that are told one by one; more of them are one finding, since the plan was cut down as a whole."""

GRAVE = ("deployment", "risks", "alerting", "data.migration", "flags")


class SectionRemoved:
    """A section that said something before this change is gone.

    What is deleted shows in a diff as red lines among others, and nobody reviews what is no longer there: rollback and risks
    are dropped this way when a plan grows too long. A section that was renamed, translated or moved to a file beside the
    plan (`research.md`, `data-model.md`, `spec.md`) is found again by its words. It is a warning; an error for rollback,
    risks, alerting and flags, and for what the plan's form requires.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:** A) in the web process B) a job of its own

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Options Considered:** A) in the web process B) a job of its own

        ## Risk Analysis and Mitigation

        N/A, because the export was cut from this release
    """

    name: ClassVar[str] = "section-removed"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "structure"

    def applies(self, context: Context) -> bool:
        return context.base is not None

    def check(self, context: Context) -> Iterator[Problem]:
        base = context.base
        if base is None:
            return
        gone = removed_sections(context)
        for together in [gone] if len(gone) > MOST else [(section,) for section in gone]:
            yield problem(base, together, context.plan)


def problem(base: Plan, gone: Sequence[Section], head: Plan) -> Problem:
    first, several = gone[0], len(gone) > 1
    return Problem(
        place(base, first, head),
        f"The section{'s' * several} {listed(quoted(each.title, TITLE) for each in gone)}, which the plan had before this "
        f"change, {'are' if several else 'is'} gone",
        subject=first.title,
        concept=first.concept,
        fix="Restore what is gone, or keep the heading with N/A and why it no longer applies",
        severity=Severity.ERROR if any(grave(base, each) for each in gone) else None,
        parts=tuple((each.concept, each.title) for each in gone),
    )


def grave(base: Plan, section: Section) -> bool:
    """Whether the section, or one below it, is about running what is built, or is required of plans of this form."""
    inside = {each.concept for each in base.sections if section.span.start <= each.heading.start < section.span.end} | {
        each.concept.rpartition(".")[0] for each in base.answers if within(section, each.span)
    }
    required = {each.concept for each in REQUIRED.get(base.profile, ()) if each.severity is None}
    return section.concept in required or bool(inside.intersection(GRAVE))


def within(section: Section, span: Span) -> bool:
    return section.span.start <= span.start < section.span.end


def place(base: Plan, section: Section, head: Plan) -> Span:
    """Return the heading after which the section stood, as far as it is still there, else the first line."""
    titles = {each.title: each.heading for each in reversed(head.sections)}
    before = [each for each in base.sections if each.heading.start < section.heading.start]
    return next((titles[each.title] for each in reversed(before) if each.title in titles), head.source.line_span(1))
