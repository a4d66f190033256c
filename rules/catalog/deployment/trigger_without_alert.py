"""The `trigger-without-alert` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import NO_CHANGE
from rules.plan.model import Answer, Plan
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

LIMIT = lazy(r"[<>≥≤]\s*\d|\d\s*%|\b(?:above|below|exceed\w*|drops?|under|over)\b[^.;]*\d", re.IGNORECASE)

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
        seen = watched(plan)
        for trigger in plan.all(CONCEPT):
            if trigger.missing or trigger.state in NO_CHANGE or stands_in_steps(plan, trigger):
                continue
            unseen = [part for part in PART.split(trigger.text) if unwatched(part, seen)]
            if seen and unseen:
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


def stands_in_steps(plan: Plan, trigger: Answer) -> bool:
    return any(each.span == trigger.span for each in plan.all("deployment.rollback_steps"))


def unwatched(part: str, seen: str) -> bool:
    """Whether a condition is about something that neither an alert nor a metric of the plan is about."""
    if WATCHED.search(part):
        return False
    names = NAME.findall(part)
    low = seen.lower() if names else ""
    if any(name.lower() in low for name in names):
        return False
    if kinds := families(part):
        return not kinds & families(seen)
    said = ALERT.search(part) if names else LIMIT.search(part)
    subject = frozenset(stem for stem in stems(part) if not stem[0].isdigit()) - UNITS
    return said is not None and not shared(subject, stems(seen))
