"""The `restated-label` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import Around, in_words
from rules.finding import Problem, Severity
from rules.plan.concepts import FIELDS
from rules.plan.model import State
from rules.quoting import quoted
from rules.rule import Context


class RestatedLabel:
    """An answer only says its own question again.

    "Rollback Steps: steps to roll the deployment back" has the form of an answer and the content of none; text that a
    language model fills in where it was told nothing looks like this. An answer counts as restated when at least four
    of five of its words stem from the label, the section or the template's hint, it has at most twelve words, and it
    names nothing that can be checked: no figure, code, path, person, tool or step. Levels, statuses, names and links
    are not judged.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Authorization:** authorization policies
        - **Audit Logging:** the events that are logged and their retention policy

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Authorization:** only administrators of the tenant in the path
        - **Audit Logging:** export, download and deletion with the user, kept for 400 days
    """

    name: ClassVar[str] = "restated-label"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any plan may hold one
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        restated = [answer for answer in context.plan.answers if answer.state is State.RESTATED]
        around = Around(context.plan) if restated else None
        for answer in restated:
            subject = around.subject(answer) if around else ""
            label = answer.label or in_words(answer.concept)
            field = FIELDS.get(answer.concept)
            asked = f" ({field.hint})" if field and field.hint else ""
            yield Problem(
                answer.span,
                f"{quoted(label)} only says its question again: {quoted(answer.text)}",
                subject=subject,
                concept=answer.concept,
                fix=f"Write what this plan does about it{asked}, with a name or a figure, or N/A and the reason",
            )
