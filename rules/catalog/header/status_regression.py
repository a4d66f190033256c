"""The `status-regression` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.plan.meta import STATUS
from rules.plan.model import Plan, Status
from rules.plan.not_applicable import content_words
from rules.quoting import quoted
from rules.rule import Context

ORDER = (Status.DRAFT, Status.REVIEW, Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED)

REASONS = frozenset({
    "reopen", "reopened", "re-opened", "reopening", "withdrawn", "withdrew", "retracted", "rework", "reworked",
    "reworking", "redesign", "redesigned", "postponed", "halted", "paused", "suspended", "revoked", "rejected",
})  # fmt: skip
"""Words, new in the plan, that say why it went back."""

ENOUGH = 2
"""Words of content behind the status that make a reason."""


class StatusRegression:
    """The status went backwards, from completed to draft for example, and nothing says why.

    Everything that a plan is held to hangs on its status, so a status that goes back takes the plan out of every check
    that blocks, whether that was meant or came from an old copy of the file. Back to `review` is the way a changed plan
    is approved anew (RFC 2026 sends a document back to an earlier stage for that, and says so), hence it is left alone.
    A reason is a few words behind the status, "draft (reopened: the ledger's API changed)", or anywhere in the plan
    that it was reopened, withdrawn or reworked.

    ## Bad
        # Implementation Plan: export of invoices

        **Status:** draft

    ## Good
        # Implementation Plan: export of invoices

        **Status:** draft (reopened, because the ledger's API changed)
    """

    name: ClassVar[str] = "status-regression"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "header"

    def applies(self, context: Context) -> bool:
        return context.base is not None and Status.UNKNOWN not in (context.base.status, context.plan.status)

    def check(self, context: Context) -> Iterator[Problem]:
        plan, base = context.plan, context.base
        if base is None or plan.status is Status.REVIEW or ORDER.index(plan.status) >= ORDER.index(base.status):
            return
        if not gives_reason(plan, base):
            yield Problem(
                plan.status_answer.span,
                f"The status went back from {quoted(base.status)} to {quoted(plan.status)}, and nothing says why",
                subject="status",
                concept="meta.status",
                fix=f"Write the reason behind the status, or set it to {base.status} again",
            )


def gives_reason(plan: Plan, base: Plan) -> bool:
    behind = STATUS.sub("", plan.status_answer.text, count=1)
    words = [word for word in content_words(behind) if not word.isdigit()]
    return len(words) >= ENOUGH or bool(REASONS & (plan.words - base.words))
