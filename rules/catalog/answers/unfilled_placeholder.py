"""The `unfilled-placeholder` rule."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from rules.around import Around, in_words
from rules.clarification import asks
from rules.finding import Problem, Severity
from rules.plan.model import Answer, Marker, Plan, Section, State
from rules.plan.source import Span
from rules.quoting import listed, quoted
from rules.rule import Context

UNTOUCHED = 4
"""From how many placeholders on, and nothing else, a section counts as untouched and is reported once."""


class Blank(NamedTuple):
    """One placeholder: where, its words, its field, what it is about, and the untouched section around it, if any."""

    span: Span
    text: str
    concept: str
    label: str
    subject: str
    section: Section | None = None


class UnfilledPlaceholder:
    """A field still holds the template's placeholder instead of an answer.

    `[How to revert deployment]` looks like a plan from afar and answers nothing; the reader finds out when the answer
    is needed. A placeholder is a line that equals one of the repository's own template, a value that is nothing but
    words in square brackets or double braces, or a menu from which nothing was chosen. Fields of one line are one
    finding, and so is a section in which nothing was filled in. Template residue is rare in finished plans (1 of 93
    plans of this kind had any, in a count of 499 public plans), so it is safe to insist on.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** [Blue-green / Canary / Rolling]

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
    """

    name: ClassVar[str] = "unfilled-placeholder"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may hold one
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        around = Around(context.plan)
        for section, together in groupby(blanks(context.plan, around), key=lambda blank: blank.section):
            if section is not None:
                yield untouched(section, list(together))
                continue
            for _, in_line in groupby(together, key=lambda blank: blank.span.line):
                yield unfilled(list(in_line))


def blanks(plan: Plan, around: Around) -> list[Blank]:
    """Return the placeholders in document order, each place once, without those that only hold others."""
    said: tuple[Answer | Marker, ...] = (*plan.answers, *plan.markers)
    items = [each for each in said if each.state is State.PLACEHOLDER and not is_other(each.text)]
    inner: list[Answer | Marker] = []
    for item in sorted(items, key=lambda item: (-item.span.start, item.span.end)):
        if not inner or item.span.end <= inner[-1].span.start:
            inner.append(item)
    written = [each.span for each in plan.answers if each.state is not State.PLACEHOLDER]
    sections = around.outermost_without(written, [item.span for item in inner], least=UNTOUCHED)
    return [blank(item, around, section) for item, section in zip(reversed(inner), reversed(sections), strict=True)]


def is_other(text: str) -> bool:
    """Whether it has a name of its own: an open question, or an instruction of the template."""
    return asks(text) or "[REMOVE IF UNUSED]" in text


def blank(item: Answer | Marker, around: Around, section: Section | None) -> Blank:
    label = (item.label or in_words(item.concept)) if isinstance(item, Answer) else ""
    inside = around.section(item.span)
    subject = around.record(item.span) or label or (inside.title if inside is not None else "")
    return Blank(item.span, item.text, item.concept, label, subject, section)


def unfilled(found: Sequence[Blank]) -> Problem:
    first = found[0]
    what = listed(quoted(blank.text) for blank in found)
    return Problem(
        over(found),
        f"{first.subject or 'The plan'} still holds the template's placeholder {what}",
        subject=first.subject,
        concept=first.concept,
        fix="Replace it by the answer, or by N/A and the reason why it does not apply",
        parts=parts(found),
    )


def untouched(section: Section, found: Sequence[Blank]) -> Problem:
    names = listed(dict.fromkeys(blank.label or blank.subject for blank in found))
    return Problem(
        over(found),
        f"{quoted(section.title)} is still as the template has it: {len(found)} placeholders ({names})",
        subject=section.title,
        concept=section.concept or found[0].concept,
        fix="Fill the section in, or say N/A under its heading and why it does not apply",
        parts=parts(found),
        whole=True,
    )


def parts(found: Sequence[Blank]) -> tuple[tuple[str, str], ...]:
    return tuple((blank.concept, blank.subject) for blank in found)


def over(found: Sequence[Blank]) -> Span:
    """Return the span from the first to the last."""
    first, last = found[0].span, found[-1].span
    return Span(first.start, last.end, first.line, first.column, last.end_line, last.end_column)
