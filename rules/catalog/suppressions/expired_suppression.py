"""The `expired-suppression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Edit, Problem, Severity
from rules.rule import Context


class ExpiredSuppression:
    """A suppression has passed its date and silences nothing any more.

    A waiver with an end is a promise to look again. What it silenced is reported once more from the day after, so the
    comment itself only misleads. The date is compared with the day of the head commit on the command line and with today
    on GitHub. Removing the comment is offered as a fix.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks reason="an internal report, read by two people" until=2020-03-31 -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks reason="an internal report, read by two people" until=2099-03-31 -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "expired-suppression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "suppressions"

    def applies(self, context: Context) -> bool:
        return context.today is not None and bool(context.plan.directives)

    def check(self, context: Context) -> Iterator[Problem]:
        for directive in context.plan.directives:
            over = directive.until is not None and context.today is not None and directive.until < context.today
            if over and directive.until is not None and not directive.error:
                yield Problem(
                    directive.span,
                    f"This suppression of {directive.rule} ended on {directive.until.isoformat()}",
                    subject=directive.rule,
                    concept="suppressions",
                    fix="Fix what it silenced and remove the comment, or give it a new date and a reason that still holds",
                    edits=(Edit(directive.span, ""),),
                )
