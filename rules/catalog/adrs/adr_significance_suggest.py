"""The `adr-significance-suggest` rule."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from rules.adr_mapping import Mapping
from rules.anchors import slug_of
from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Decision, State
from rules.quoting import listed, quoted
from rules.rule import Context

MOST = 3
"""Suggestions for one plan."""
SIGNALS = 2
OVERRULING = 3
"""Signals that it takes to ask again after a "No" without a reason."""

LASTING = lazy(
    r"\b(?:irreversible|one-?way|cannot be (?:undone|reverted|taken back)|hard to (?:reverse|undo|change|take back)|migrat\w+|"
    r"schemas?|databases?|data (?:model|store|format)|storage|postgres\w*|mysql|sqlite|mongodb|dynamodb|kafka|rabbitmq|"
    r"encrypt\w*|authenticat\w+|authori[sz]at\w+|auth|oauth2?|jwt|sso|saml|protocols?|grpc|graphql|websockets?|event sourcing|"
    r"multi-?tenan\w+|tenan(?:t|cy) isolation|sharding|public api|wire format)\b",
    re.IGNORECASE,
)
"""Words about data, access, protocols and what cannot be taken back."""

DEPENDENCY = lazy(
    r"\b(?:new|external|third-?party|managed|hosted|saas|vendor)\s+(?:\w+\s+)?(?:dependenc\w+|service|provider|librar\w+|"
    r"platform|vendor|account|cluster|broker|lock-?in)\b|\block-?in\b|\bsubscription\b",
    re.IGNORECASE,
)
CLUSTER = lazy(
    r"\b(?:stack|architecture|microservices?|monolith|platform|cross-cutting|all (?:services|components|teams)|"
    r"(?:two|three|four|several|multiple|both)\s+(?:services|components|systems|teams)|"
    r"across (?:services|components|teams)|between (?:services|components))\b|\w \+ \w[\w.-]* \+ \w",
    re.IGNORECASE,
)


class AdrSignificanceSuggest:
    """A decision looks architecturally significant, and no ADR records it.

    Records are for what is hard to change, weighed and asked about again: spec-kit-plus tests a decision for impact,
    alternatives and scope before it suggests one, and never writes it unasked. Two of these signals count here: two
    options with cons; words about data, access, protocols or what cannot be taken back; a new external dependency; several
    components at once. An ADR that is about the decision, and a "No" with a reason, settle it; a bare "No" is asked about
    again only with three signals. A plan has three suggestions at most, and only where ADRs are a habit: plans
    after the architect's template, plans that name ADRs, repositories with a directory of them.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Database of the exports

        **Options Considered:**
        1. **Option A: the ledger's PostgreSQL**
           - Pros: nothing new to run
           - Cons: exports slow the ledger down
        2. **Option B: a database of its own**
           - Pros: the ledger does not notice
           - Cons: one more backup

        **Chosen:** Option B

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Database of the exports

        **Options Considered:**
        1. **Option A: the ledger's PostgreSQL**
           - Pros: nothing new to run
           - Cons: exports slow the ledger down
        2. **Option B: a database of its own**
           - Pros: the ledger does not notice
           - Cons: one more backup

        **Chosen:** Option B

        **ADR Required:** Yes (ADR-0001)
    """

    name: ClassVar[str] = "adr-significance-suggest"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.decisions) and has_habit(context)

    def check(self, context: Context) -> Iterator[Problem]:
        yield from islice(suggestions(context), MOST)


def has_habit(context: Context) -> bool:
    """Whether the people of this plan write ADRs."""
    directories = context.repository.directories
    return (
        context.plan.profile in {"architect", "hybrid"}
        or bool(context.plan.adrs)
        or any(directories.get(each) for each in context.adr_directories)
    )


def suggestions(context: Context) -> Iterator[Problem]:
    mapping: Mapping | None = None
    for decision in context.plan.decisions:
        needed = wanted(decision)
        if not needed:
            continue
        found = list(signals(decision))
        if len(found) < needed:
            continue
        mapping = mapping or Mapping(context.plan)
        if any(mapping.of(decision)):
            continue
        name = titled("Decision", decision)
        yield Problem(
            decision.span,
            f"Architectural decision detected: {quoted(name)} ({listed(found)}), and no ADR is about it",
            subject=name,
            concept="decisions.adr_required",
            fix=f"Document the reasoning with `/sp.adr {slug_of(decision.title) or 'title'}`, or say why it needs no ADR",
        )


def wanted(decision: Decision) -> int:
    """Return how many signals it takes; 0 where the decision has said enough about an ADR."""
    answer = decision.adr_required
    if answer.state in {State.ABSENT, State.EMPTY, State.PLACEHOLDER, State.DEFERRED}:
        return SIGNALS
    return OVERRULING if answer.text.strip(" .*").casefold() in {"no", "none", "nein"} else 0


def signals(decision: Decision) -> Iterator[str]:
    """Yield what makes a decision significant, in words."""
    parts = (decision.chosen, decision.rationale, decision.trade_offs)
    said = " ".join((decision.title, *(option.title for option in decision.options), *(part.text for part in parts)))
    if sum(not option.cons.missing for option in decision.options) >= SIGNALS:
        yield "two options with cons"
    if (lasting := LASTING.search(said)) is not None:
        yield quoted(lasting[0])
    if (dependency := DEPENDENCY.search(said)) is not None:
        yield quoted(dependency[0])
    if (cluster := CLUSTER.search(said)) is not None:
        yield quoted(cluster[0])
