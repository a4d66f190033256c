"""The `rollback-trigger-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan
from rules.quoting import quoted
from rules.rule import Context

CONCEPT = "deployment.rollback_trigger"

SIGNAL = (
    r"(?:(?:error|failure|crash) rates?\b|errors?\b|latency\b|health[ -]?checks?\b|alerts?\b|slos?\b|fail\w*|"
    r"unhealthy\b|"
    r"regressions?\b|5xx\b|thresholds?\b|metrics?\b|smoke tests?\b|breach\w*|exceed\w*|[<>≥≤]|\d+(?:\.\d+)?\s?%)"
)
CONDITION = lazy(
    rf"\b(?:if|when|whenever|automatic(?:ally)?|auto|automated|triggers?|triggered)\b[^.;]*?(?<!\w){SIGNAL}"
    rf"|\b(?:on|upon)\b(?![ -]call)(?:\s+\w+){{0,2}}\s+{SIGNAL}",
    re.IGNORECASE,
)
"""Words that say, wherever they stand, on what a rollback starts."""


class RollbackTriggerMissing:
    """The plan deploys something and does not say on which signal it is rolled back.

    Without an agreed signal the first quarter of an hour of an incident goes to the question whether it is one.
    Kubernetes asks every feature which metrics should inform a rollback (production readiness review); 63 % of 302
    answers name a metric and 7 % a number, so naming the signal is enough. A condition inside the rollback steps
    ("roll back if the health check fails") counts as the trigger.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200
    """

    name: ClassVar[str] = "rollback-trigger-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "deployment"

    def applies(self, context: Context) -> bool:
        return context.plan.has("deployment")

    def check(self, context: Context) -> Iterator[Problem]:
        answer = context.plan.answer(CONCEPT)
        if not answer.missing or (not answer.text and said_elsewhere(context.plan)):
            return
        said = f": {quoted(answer.text)}" if answer.text else ""
        yield Problem(
            answer.span,
            f"The plan does not say on which signal the deployment is rolled back{said}",
            subject="rollback trigger",
            concept=CONCEPT,
            fix='Write "Rollback Trigger:" with the alert, metric or threshold, for example error rate > 2 % for 5 min',
        )


def said_elsewhere(plan: Plan) -> bool:
    """Whether another answer about deployment states the condition."""
    return any(
        not answer.missing and CONDITION.search(answer.text)
        for answer in (*plan.all("deployment.rollback_steps"), *plan.all("deployment.strategy"))
    )
