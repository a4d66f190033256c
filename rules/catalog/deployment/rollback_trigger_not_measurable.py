"""The `rollback-trigger-not-measurable` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import NO_CHANGE
from rules.plan.model import Answer
from rules.quoting import listed, quoted
from rules.rule import Context
from rules.signals import SIGNAL

CONCEPT = "deployment.rollback_trigger"

VAGUE = lazy(
    r"\b(?:issues?|problems?|bugs?|bad(?:ly)?|wrong|complain\w*|breaks?|broken|breakage|unexpected\w*|unstable|"
    r"instability|needed|necessary|"
    r"appropriate|manual(?:ly)?|decisions?|decides?|judg\w+|discretion|unhappy|feedback|critical|serious|severe|"
    r"major|significant|fail\w*|"
    r"something|anything|misbehav\w*|degrad\w*|regress\w*|not work\w*|doesn't work|emergenc\w+|incidents?|errors?|"
    r"required|request)\b",
    re.IGNORECASE,
)  # fmt: skip
"""Words that leave it to whoever is on call whether this is it."""

CONDITION = lazy(
    r"(?:if|when(?:ever)?|should|in case(?: of)?|on|upon)\b[^:,;→.]*\b(?:issues?|problems?|bugs?|wrong|needed|"
    r"necessary)\b",
    re.IGNORECASE,
)
"""The condition at the start of a rollback's steps ("If issues occur: ...")."""

WITHIN = lazy(
    r"\b(?:within|in|during|after|for)\s+(?:the\s+)?(?:first\s+|next\s+)?\d+\s*(?:s|sec\w*|m|min\w*|h|hours?|"
    r"days?|weeks?)\b",
    re.IGNORECASE,
)
"""Until when it is looked at, which is no threshold."""


class RollbackTriggerNotMeasurable:
    """The rollback starts "if there are issues": no metric, alert, check or threshold says when.

    Every release has issues, so the sentence decides nothing, and the discussion starts when the incident does. Of 302 answers
    to the question of Kubernetes' production readiness review which metrics should inform a rollback, 63 % name a metric
    and 7 % give a number; naming the signal is therefore enough here. A failed smoke test, a health check or a deployment
    that does not come up is a signal, complaints and critical bugs are none.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** critical bugs or user complaints
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** the alert ExportsFailing, or a failed smoke test
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200
    """

    name: ClassVar[str] = "rollback-trigger-not-measurable"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "deployment"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.all(CONCEPT))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        triggers = [each for each in plan.all(CONCEPT) if not each.missing and each.state not in NO_CHANGE]
        steps = {each.span: each for each in plan.all("deployment.rollback_steps")}
        if not triggers or not all(unmeasurable(each, steps.get(each.span)) for each in triggers):
            return
        trigger = triggers[0]
        alerts = [
            quoted(name.text) for row in plan.alerts if (name := row.cells["alerting.alert"]).text and not name.missing
        ]
        yield Problem(
            trigger.span,
            f"The rollback trigger {quoted(trigger.text)} names no signal that can be measured",
            subject="rollback trigger",
            concept=CONCEPT,
            fix="Name a metric with its threshold, a health check or an alert"
            + (f", for example one that the plan has: {listed(alerts, 3)}" if alerts else ""),
        )


def unmeasurable(trigger: Answer, steps: Answer | None) -> bool:
    """Whether a trigger consists of words like "issues" alone.

    Where the condition stands in the steps, only a condition at their start is judged, by all that the steps say.
    """
    if steps is not None:
        return bool(CONDITION.match(steps.text)) and not SIGNAL.search(steps.text)
    text = WITHIN.sub(" ", trigger.text)
    return not (trigger.code or trigger.links or SIGNAL.search(text)) and VAGUE.search(text) is not None
