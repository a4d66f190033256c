"""The `refused-suppression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.directives import Directive
from rules.rule import Context


class RefusedSuppression:
    """A suppression must not silence what it covers: not this rule, not so long, or not by whoever brings the error in.

    Whoever brings an error in, a person or a coding agent, does not decide that it does not count. So a suppression that
    the pull request itself adds silences warnings only, unless the organisation sets `waivers.by_author`; rules listed in
    `waivers.never` are never silenced, and `waivers.longest` bounds how long. Four-eyes review of exceptions is what change
    control asks for everywhere (NIST SP 800-53, CM-3). The finding itself stands beside this one.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks reason="an internal report, read by two people" -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "refused-suppression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "suppressions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.directives)

    def check(self, context: Context) -> Iterator[Problem]:  # noqa: ARG002 - the engine knows when all rules have spoken
        return iter(())

    def problem(self, directive: Directive, why: str) -> Problem:
        return Problem(
            directive.span,
            f"This suppression does not silence {directive.rule}: {why}",
            subject=directive.rule,
            concept="suppressions",
            fix=f"Mend what {directive.rule} says, or ask for a waiver",
        )
