"""The `na-contradicted` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.around import in_words
from rules.contradictions import DENIED, contradictions
from rules.finding import Problem, Severity
from rules.quoting import quoted
from rules.rule import Context


class NaContradicted:
    """A field says that it does not apply, and the plan or the pull request shows that it does.

    An "N/A" is believed by whoever reads it, with a good reason all the more, and nobody looks again: it is the one
    answer that stops a review. What contradicts it here is in the diff (a migration beside "Forward Migration: N/A") or
    elsewhere in the plan: a taxonomy with 401 and 403 beside "Authentication: N/A", a kill switch that names a flag
    beside "Flags: none", stored e-mail addresses beside "Retention: N/A". Files and flags suffice alone; of words it
    takes two. Files of tests, examples and vendored packages do not count.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** add the table `invoice_exports`
        - **Rollback Plan:** N/A

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** N/A, because exports are only files in the bucket
        - **Rollback Plan:** N/A, because nothing is migrated
    """

    name: ClassVar[str] = "na-contradicted"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "answers"

    def applies(self, context: Context) -> bool:
        return any(answer.state in DENIED for answer in context.plan.answers)

    def check(self, context: Context) -> Iterator[Problem]:
        for answer, shown in contradictions(context):
            label = answer.label or in_words(answer.concept)
            yield Problem(
                answer.span,
                f"{quoted(label)} says {quoted(answer.text)}, but {shown}",
                subject=label,
                concept=answer.concept,
                fix="Answer the field, or correct what contradicts it",
            )
