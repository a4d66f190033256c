"""The `empty-field` rule."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around, in_words
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, Section, State
from rules.quoting import quoted
from rules.rule import Context

FILLED_ON_DEMAND = frozenset({"complexity"})
"""Sections that their template says to fill only where there is something to say."""

OPTION = lazy(rb"[:*_]*\s*(?:[-*#+]+[ \t]+)?[*_]*(?:Option|Alternative)[ \t]+\w", re.IGNORECASE)
"""What stands after "Options:" where each option has a label of its own."""

BOLD = lazy(rb":?[ \t]*(?:\*\*|__)\w")
"""How an answer goes on that begins with bold words and a colon, as another label would."""


class EmptyField:
    """A label or a heading has nothing after it.

    An empty field cannot be told from one that was forgotten. Of 8,476 answers to the questions that Kubernetes asks
    its enhancement proposals, 7.7 % are empty; in a reviewed plan it is nearly always an oversight. A comment, a rule
    or an empty bullet is no answer; sub-headings, nested bullets, a table or a code block are.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:**
        - **Rollback Trigger:** failed exports > 2 % for 10 min

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min
    """

    name: ClassVar[str] = "empty-field"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may hold one
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        around = Around(context.plan)
        sections = context.plan.sections
        for section in sections:
            above = sections[section.parent].state if section.parent >= 0 else None
            if section.state is State.EMPTY and above is not State.EMPTY and section.concept not in FILLED_ON_DEMAND:
                yield empty_section(section)
        empty = [answer for answer in context.plan.answers if answer.state is State.EMPTY]
        on_line = Counter(answer.span.line for answer in context.plan.answers) if empty else Counter()
        for answer in empty:
            alone = on_line[answer.span.line] == 1
            if answer.concept not in FILLED_ON_DEMAND and not goes_on(context.plan, answer, alone=alone):
                inside = around.section(answer.span)
                if inside is None or inside.state is not State.EMPTY:
                    yield empty_answer(answer, around.record(answer.span))


def goes_on(plan: Plan, answer: Answer, *, alone: bool) -> bool:
    """Whether what follows looks like a label and is the answer."""
    data, end = plan.source.data, answer.span.end
    if answer.concept == "decisions.options":
        return OPTION.match(data, end) is not None
    return alone and BOLD.match(data, end) is not None


def empty_section(section: Section) -> Problem:
    return Problem(
        section.span,
        f"Nothing stands below the heading {quoted(section.title)}",
        subject=section.title,
        concept=section.concept,
        fix="Write the section, say N/A and why it does not apply, or remove the heading",
        whole=True,
    )


def empty_answer(answer: Answer, record: str) -> Problem:
    label = answer.label or in_words(answer.concept)
    return Problem(
        answer.span,
        f"{quoted(label)} is empty" + (f" in {quoted(record)}" if record else ""),
        subject=record or label,
        concept=answer.concept,
        fix=f"Write the answer after {quoted(label)}, or N/A and the reason",
    )
