"""The `rollback-steps-missing` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "deployment.rollback_steps"


class RollbackStepsMissing:
    """The plan deploys something and does not say how to take it back.

    Rolling back is what works when the cause is not known yet, and it works only if the steps were written before they
    were needed (AWS Well-Architected OPS06-BP01, plan for unsuccessful changes). Nothing, an empty label, a placeholder
    and TBD are all the same to whoever is on call. Steps that are not written in the rollback section itself but under
    another of its usual names (backout plan, revert plan, rollback strategy) count.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200
    """

    name: ClassVar[str] = "rollback-steps-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "deployment"

    def applies(self, context: Context) -> bool:
        return context.plan.has("deployment")

    def check(self, context: Context) -> Iterator[Problem]:
        answer = context.plan.answer(CONCEPT)
        if not answer.missing:
            return
        strategy = context.plan.answer("deployment.strategy")
        how = f" although it is deployed by {quoted(strategy.text)}" if strategy.text and not strategy.missing else ""
        said = f": {quoted(answer.text)}" if answer.text else ""
        yield Problem(
            answer.span,
            f"The plan does not say how to roll back{how}{said}",
            subject="rollback steps",
            concept=CONCEPT,
            fix='Write "Rollback Steps:" with the commands in order, and how to verify that the rollback worked',
        )
