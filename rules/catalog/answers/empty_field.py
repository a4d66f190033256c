"""The `empty-field` rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rules.around import Around, in_words
from rules.finding import Problem, Severity
from rules.plan.model import State
from rules.quoting import quoted
from rules.rule import Context


@dataclass(frozen=True, slots=True)
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
            around_it = sections[section.parent].state if section.parent >= 0 else None
            if section.state is State.EMPTY and around_it is not State.EMPTY:
                yield Problem(
                    section.span,
                    f"Nothing stands below the heading {quoted(section.title)}",
                    subject=section.title,
                    concept=section.concept,
                    fix="Write the section, say N/A and why it does not apply, or remove the heading",
                    whole=True,
                )
        for answer in context.plan.answers:
            inside = around.section(answer.span)
            if answer.state is State.EMPTY and (inside is None or inside.state is not State.EMPTY):
                record = around.record(answer.span)
                label = answer.label or in_words(answer.concept)
                yield Problem(
                    answer.span,
                    f"{quoted(label)} is empty" + (f" in {quoted(record)}" if record else ""),
                    subject=record or label,
                    concept=answer.concept,
                    fix=f"Write the answer after {quoted(label)}, or N/A and the reason",
                )
