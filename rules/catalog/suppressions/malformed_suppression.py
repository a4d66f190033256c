"""The `malformed-suppression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.directives import Directive
from rules.quoting import quoted
from rules.rule import Context


class MalformedSuppression:
    """A comment begins like a suppression and is none: its form, its rule, its reason or its date is wrong.

    A suppression that is silently ignored leaves its author in the belief that the matter is settled; one without a
    reason cannot be reviewed. Users of ShellCheck asked eight times in ten years to be told of directives that do nothing
    (koalaman/shellcheck issues), and Biome made the reason part of its grammar. The form is
    `<!-- planwarden: ignore RULE reason="..." until=YYYY-MM-DD -->` with the date optional.

    ## Bad
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections

    ## Good
        # Implementation Plan: export of invoices

        ## Risk Analysis and Mitigation

        <!-- planwarden: ignore too-few-risks reason="an internal report, read by two people" until=2027-03-31 -->

        **Risk 1: The export starves the ledger of connections**
        - Mitigation: a pool of its own with at most 5 connections
    """

    name: ClassVar[str] = "malformed-suppression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "suppressions"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.directives)

    def check(self, context: Context) -> Iterator[Problem]:
        for directive in context.plan.directives:
            fault = directive.error or unknown(directive, context.rule_names)
            if fault:
                yield Problem(
                    directive.span,
                    f"This suppression does nothing: {fault}",
                    subject=directive.rule or "suppression",
                    concept="suppressions",
                    fix='Write <!-- planwarden: ignore RULE reason="why" until=YYYY-MM-DD -->, or remove the comment',
                )


def unknown(directive: Directive, names: frozenset[str]) -> str:
    """Return what is wrong with the rule's name. Custom rules are rules; without any name nothing is known."""
    if not names or directive.rule in names:
        return ""
    return f"there is no rule {quoted(directive.rule)}; `planwarden rules` lists them"
