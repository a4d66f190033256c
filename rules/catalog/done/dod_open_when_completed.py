"""The `dod-open-when-completed` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import DoneItem, State, Status
from rules.quoting import TITLE, listed, quoted
from rules.rule import Context

DROPPED = lazy(
    r"\bn/?a\b|\bnot (?:applicable|needed|required)\b|\b(?:moved|deferred|postponed|tracked|split off) (?:to|in|into|as)\b"
    r"|\bout of scope\b|\b(?:won't|will not) (?:do|be done)\b|\b(?:dropped|cancell?ed|descoped|superseded|waived)\b",
    re.IGNORECASE,
)
"""Said of an item, it is open on purpose."""


class DodOpenWhenCompleted:
    """The plan is completed and items of its definition of done are still open, or there are none.

    Either the work is not done or the list was forgotten, and the reader cannot tell which; a status that says more than
    the list takes the plan out of everybody's sight. An item that was struck through, moved elsewhere or declined with a
    reason (`N/A, because ...`) is settled.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** completed

        ## Definition of Done

        - [x] All contract tests pass
        - [ ] The runbook was walked through by on-call

    ## Good
        # Implementation Plan: export of invoices

        **Status:** completed

        ## Definition of Done

        - [x] All contract tests pass
        - [ ] ~~The runbook was walked through by on-call~~ moved to #412
    """

    name: ClassVar[str] = "dod-open-when-completed"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "done"

    def applies(self, context: Context) -> bool:
        return context.plan.status is Status.COMPLETED and context.plan.has("dod")

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answer = plan.answer("dod")
        if answer.state in {State.EMPTY, State.DEFERRED}:
            yield Problem(
                answer.span,
                "The plan is completed and its definition of done says nothing",
                subject="definition of done",
                concept="dod",
                fix="List what was to be done with a ticked box each, or set the status back",
            )
        left = [item for item in plan.done if is_open(item)]
        if left:
            yield Problem(
                left[0].span,
                f"The plan is completed and its definition of done is not: {listed(quoted(e.text, TITLE) for e in left)}",
                subject="definition of done",
                concept="dod",
                fix="Tick what is done, strike through what was dropped with the reason, or set the status to in-progress",
                parts=tuple(("dod", item.text) for item in left),
            )


def is_open(item: DoneItem) -> bool:
    return not item.checked and not item.struck and not DROPPED.search(item.text)
