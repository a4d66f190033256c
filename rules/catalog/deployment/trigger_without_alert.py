"""The `trigger-without-alert` rule."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import NO_CHANGE
from rules.plan.model import Plan
from rules.quoting import quoted
from rules.rule import Context
from rules.signals import families
from rules.stems import shared, stems

CONCEPT = "deployment.rollback_trigger"
SEEN = ("observability.metrics", "alerting.threshold", "alerting.alert")

PART = lazy(r"\s*(?:;|,\s+(?:or\b)?|\bor\b|\bund\b|\n|\|\|)\s*", re.IGNORECASE)
WATCHED = lazy(
    r"\b(?:health\w*|unhealthy|liveness|readiness|probes?|smoke|tests?|ci|pipeline|builds?|deploy\w* fail\w*|"
    r"fail\w* deploy\w*|"
    r"auto\w*|argo\w*|flagger|codedeploy|analysis|dashboards?|boards?|grafana|watch\w*|observ\w*|look\w*|"
    r"crash ?loop\w*|exit code|"
    r"migrations?|validat\w*|start-?up|manual\w*|customers?|users?|support|tickets?|report\w*|complain\w*)\b|@\w",
    re.IGNORECASE,
)
"""What is looked at by the platform, by a test, on a dashboard, or by a person."""

NAME = lazy(r"\b(?:[A-Z][a-z0-9]+){2,}\b|\b[a-z][a-z0-9]*(?:[_.][a-z0-9]+)+\b")
"""The name of an alert or of a metric."""

ALERT = lazy(r"\balerts?\b|\balarms?\b", re.IGNORECASE, needs=("alert", "alarm"))

LIMIT = lazy(r"[<>≥≤]\s*\d|\d\s*%|\b(?:above|below|exceed\w*|drops?|under|over)\b[^.;]{0,40}\d", re.IGNORECASE)

UNITS = frozenset({"min", "minut", "sec", "second", "hour", "ms", "s", "h", "more", "below", "alert", "rate"})


class TriggerWithoutAlert:
    """The rollback starts on a metric for which the plan has neither an alert nor a dashboard.

    A threshold that nobody watches is crossed unnoticed. Azure's Well-Architected guide asks of safe deployments that a health
    model decides whether they go on (OE:11), and the trigger of a rollback is the signal that matters most in the hour after
    one. Words for the same kind of measurement count as one: error rate, 5xx, failures and availability, or latency, p95 and
    response time. What a health check, a test, the deployment tool or a person at a dashboard watches needs no alert.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing | docs/runbooks/exports.md |

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** queue depth > 500 for 10 min
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing | docs/runbooks/exports.md |

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** error rate of exports > 2 % for 10 min
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200
    """

    name: ClassVar[str] = "trigger-without-alert"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "deployment"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return bool(plan.all(CONCEPT)) and bool(plan.alerts or plan.all("observability.metrics"))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        steps = {each.span for each in plan.all("deployment.rollback_steps")}
        triggers = [
            (each, candidates)
            for each in plan.all(CONCEPT)
            if not each.missing and each.state not in NO_CHANGE and each.span not in steps
            if (candidates := [part for part in PART.split(each.text) if not WATCHED.search(part)])
        ]
        if not triggers or not (seen := watched(plan)):
            return
        known = Known(seen)
        for trigger, candidates in triggers:
            unseen = [part for part in candidates if known.lacks(part)]
            if unseen:
                yield Problem(
                    trigger.span,
                    f"The rollback trigger {quoted(unseen[0])} has no alert and no dashboard in this plan",
                    subject="rollback trigger",
                    concept=CONCEPT,
                    fix="Add an alert for it with its threshold and owner, or roll back on a signal that the plan has",
                )


def watched(plan: Plan) -> str:
    """Return the words of all alerts and metrics of the plan."""
    cells = [
        cell.text for row in plan.alerts for concept, cell in row.cells.items() if concept in SEEN and not cell.missing
    ]
    return ". ".join([*cells, *(each.text for each in plan.answers if each.concept in SEEN and not each.missing)])


class Known:
    """What the alerts and metrics of a plan are about; each question is prepared when it is first asked."""

    def __init__(self, seen: str) -> None:
        self.seen = seen

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in NAME.findall(self.seen))

    @cached_property
    def kinds(self) -> set[str]:
        return families(self.seen)

    @cached_property
    def subjects(self) -> frozenset[str]:
        return stems(self.seen)

    def lacks(self, part: str) -> bool:
        """Whether a condition is about something that neither an alert nor a metric of the plan is about."""
        names = {name.lower() for name in NAME.findall(part)}
        if names and not names.isdisjoint(self.names):
            return False
        if kinds := families(part):
            return not kinds & self.kinds
        said = ALERT.search(part) if names else LIMIT.search(part)
        subject = frozenset(stem for stem in stems(part) if not stem[0].isdigit()) - UNITS
        return said is not None and not shared(subject, self.subjects)
