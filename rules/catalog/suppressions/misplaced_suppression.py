"""The `misplaced-suppression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.rule import Context


class MisplacedSuppression:
    """A suppression stands alone on a line inside a table or a list, where it breaks what people see.

    An HTML comment on a line of its own ends a table, and the rows below it are shown as text with pipes; a list becomes
    two (GitHub Flavored Markdown 4.10: a table is broken at the beginning of another block). In a cell or at the end of an
    item the same comment is invisible. A comment that breaks the page silences nothing.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        | Risk | Likelihood | Impact | Mitigation |
        |---|---|---|---|
        | The ledger slows down | Low | High | a pool of its own with 5 connections |
        <!-- planwarden: ignore no-kill-switch reason="the job runs once" -->
        | The bucket fills up | Low | Low | an alert at 80 % |

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        | Risk | Likelihood | Impact | Mitigation |
        |---|---|---|---|
        | The ledger slows down <!-- planwarden: ignore no-kill-switch reason="the job runs once" --> | Low | High | a pool |
        | The bucket fills up | Low | Low | an alert at 80 % |
    """

    name: ClassVar[str] = "misplaced-suppression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "suppressions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.directives)

    def check(self, context: Context) -> Iterator[Problem]:
        for directive in context.plan.directives:
            if directive.misplaced and not directive.error:
                inside = "table" if directive.kind == "row" else "list"
                yield Problem(
                    directive.span,
                    f"This suppression stands alone on a line inside a {inside}: it breaks the {inside} and does nothing",
                    subject=directive.rule,
                    concept="suppressions",
                    fix="Move it into a cell of the row, or to the end of the item",
                )
