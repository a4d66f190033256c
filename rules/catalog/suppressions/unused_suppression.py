"""The `unused-suppression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Edit, Problem, Severity
from rules.plan.directives import Directive
from rules.rule import Context


class UnusedSuppression:
    """A suppression covers nothing: the plan has no such finding where it stands.

    Left in place it would silence the next fault of that kind, which nobody has weighed. Whether it is needed is judged by
    the rules as they are configured, never by a selection on the command line, since clean-ups by selection have deleted
    suppressions that were needed (astral-sh/ruff issue 20613). Removing the comment is offered as a fix.

    ## Bad
        # Implementation Plan: export of invoices

        ## Scope and Dependencies

        <!-- planwarden: ignore error-budget-inconsistent reason="the provider rounds its figures" -->

        ### In Scope

        - The nightly export of invoices to the object store

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks reason="an internal report, read by two people" -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "unused-suppression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "suppressions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.directives)

    def check(self, context: Context) -> Iterator[Problem]:  # noqa: ARG002 - the engine knows when all rules have spoken
        return iter(())

    def problem(self, directive: Directive) -> Problem:
        return Problem(
            directive.span,
            f"This suppression of {directive.rule} covers no finding",
            subject=directive.rule,
            concept="suppressions",
            fix="Remove the comment",
            edits=(Edit(directive.span, ""),),
        )
