"""The `adr-required-unset` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from rules.around import titled
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Decision, Plan, State
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

CONCEPT = "decisions.adr_required"
UNDECIDED = lazy(
    r"\W*(?:maybe|perhaps|possibly|probably|unclear|undecided|unsure|depends|\?+)(?:\W|$)|\W*yes\s*(?:/|\||or)\s*no\b(?!\s*\w)",
    re.IGNORECASE,
)
MENU = lazy(r"\byes\b.{0,8}\bno\b", re.IGNORECASE)


class AdrRequiredUnset:
    """A decision does not say whether it needs an ADR.

    The plan ends with its feature; a record stays. Which decisions outlive the plan is decided best when they are made,
    and one word records it: ADRs are for what is "architecturally significant" (Nygard, Documenting Architecture
    Decisions, 2011), so "No - reversible, local" is as good an answer as "Yes (ADR-0001)". A decision that names an ADR
    has answered. Where no decision of the plan says it, that is one finding; plans after other templates than the
    architect's are asked only where some of their decisions say it.

    ## Bad
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **Rationale:** it can be stopped without the web process

        **ADR Required:** Yes/No

    ## Good
        # Implementation Plan: export of invoices

        ## Key Decisions and Rationale

        ### Decision 1: Where the export runs

        **Chosen:** a job of its own

        **Rationale:** it can be stopped without the web process

        **ADR Required:** No - it can be moved back in a day
    """

    name: ClassVar[str] = "adr-required-unset"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "adrs"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.decisions)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        silent = [each for each in plan.decisions if each.adr_required.state is State.ABSENT]
        some = len(silent) < len(plan.decisions)
        if silent and (some or plan.profile == "architect"):
            lacking = without_record(plan, silent)
            if len(lacking) == len(plan.decisions) > 1:
                yield unsaid(lacking)
            else:
                yield from (unsaid([each]) for each in lacking)
        for decision in plan.decisions:
            answer = decision.adr_required
            menu = answer.state is State.PLACEHOLDER and MENU.search(answer.text) is not None
            if menu or (not answer.missing and UNDECIDED.match(answer.text)):
                yield Problem(
                    answer.span,
                    f"{quoted(titled('Decision', decision))} leaves open whether it needs an ADR: {quoted(answer.text)}",
                    subject=titled("Decision", decision),
                    concept=CONCEPT,
                    fix="Say Yes with the ADR, or No with the reason, such as that it is easy to take back",
                    severity=Severity.ERROR if menu else None,
                )


def without_record(plan: Plan, decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that name no ADR between them and the next one, and are filled in."""
    starts = [*sorted(each.span.start for each in plan.decisions), len(plan.source.data)]
    ends = dict(pairwise(starts))
    found = []
    for decision in decisions:
        text = plan.source.data[decision.span.start : ends[decision.span.start]].lower()
        parts = (decision.chosen, decision.rationale, decision.trade_offs)
        filled = bool(decision.options) or any(not part.missing for part in parts)
        if filled and b"adr" not in text.partition(b"\n## ")[0]:
            found.append(decision)
    return found


def unsaid(lacking: Sequence[Decision]) -> Problem:
    names = [titled("Decision", each) for each in lacking]
    verb = "does" if len(names) == 1 else "do"
    return Problem(
        lacking[0].span,
        f"{listed(quoted(name, TITLE) for name in names)} {verb} not say whether an ADR is required",
        subject=names[0],
        concept=CONCEPT,
        fix='Add "ADR Required:" with Yes and the ADR, or No and the reason',
        parts=tuple((CONCEPT, name) for name in names),
    )
