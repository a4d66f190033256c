"""The `adr-yes-without-link` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.adr_mapping import Mapping
from rules.anchors import slug_of
from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Decision, Plan
from rules.quoting import quoted
from rules.rule import Context

YES = lazy(r"\W*(?:yes|y|true|required|needed|ja|sim|sí|oui|да|是|需要|예)(?![\w-])", re.IGNORECASE)
NAMED = lazy(r"\badr[-\s_#]{0,2}\d|\]\(|/adr|\.md\b|\d{4}-[a-z]|/sp\.adr", re.IGNORECASE)


class AdrYesWithoutLink:
    """A decision says that it needs an ADR, and no ADR of the plan is about it.

    "Yes" without a record is a promise that nobody keeps: the plan is approved, the feature is built, and the reasons
    are gone with the people. The answer itself may name the record ("Yes (ADR-0001)"), or an entry of the list of ADRs may
    be about the decision by number or by its words, one that is still to be written too. One record may cover several
    decisions.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **ADR Required:** Yes

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **ADR Required:** Yes

        ## Architectural Decision Records (ADR)

        - [ ] **ADR-0001: Export by a job of its own** - why not in the web process
    """

    name: ClassVar[str] = "adr-yes-without-link"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return any(not each.adr_required.missing for each in context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        mapping: Mapping | None = None
        for decision in context.plan.decisions:
            answer = decision.adr_required
            if answer.missing or not YES.match(answer.text) or NAMED.search(answer.raw) or answer.links:
                continue
            mapping = mapping or Mapping(context.plan)
            if any(mapping.of(decision)) or is_listed(context.plan, decision):
                continue
            name = titled("Decision", decision)
            yield Problem(
                answer.span,
                f"{quoted(name)} needs an ADR, and none of the plan's ADRs is about it",
                subject=name,
                concept="decisions.adr_required",
                fix=f"Link the record, or write it with `/sp.adr {slug_of(decision.title) or 'title'}`",
            )


def is_listed(plan: Plan, decision: Decision) -> bool:
    """Whether the section about ADRs names the decision by its number ("covers decisions 1 and 2")."""
    section = plan.section("adrs")
    if section is None or not decision.number:
        return False
    number = re.escape(decision.number)
    return (
        re.search(
            rf"\b(?:decisions?|D)[ #-]?(?:\d+(?:,| and| &|-) ?)*{number}\b",
            plan.source.slice(section.span),
            re.IGNORECASE,
        )
        is not None
    )
