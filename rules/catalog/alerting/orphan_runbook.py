"""The `orphan-runbook` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.alert_rows import NAME, RUNBOOK, THRESHOLD, has_to_do_with, named_alerts
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Row, Runbook, State
from rules.quoting import TITLE, quoted
from rules.rule import Context

UNFILLED = frozenset({State.PLACEHOLDER, State.DEFERRED})
MOST = 100
"""Alerts and incidents that are compared; no plan has more, and hostile ones must not cost the square."""
BY_PEOPLE = lazy(
    r"\b(?:users?|customers?|support|tickets?|report\w*|complain\w*|manual\w*|review\w*|audit\w*|e-?mails?|calls?|notic\w+"
    r"|announce\w*|vendor|provider|status page|dashboards?|deploy\w*|release|ci|pipeline|build)\b",
    re.IGNORECASE,
)
"""Said of how an incident is noticed, no alert is meant to."""
ANYWHERE = lazy(
    r"\W*(?:see\s+|the\s+|in\s+)*(?:runbooks?|playbooks?|below|above|section|link|here|\W)+\W*", re.IGNORECASE
)


class OrphanRunbook:
    """A runbook describes an incident that no alert leads to.

    Either nobody would notice the incident, so an alert is missing, or it was renamed on one side and on-call does not
    find it. Alert and incident are matched by their words: the alert's name, threshold and link against the incident's
    title and detection. Incidents that people report, or that show while somebody deploys, need no alert; without any
    alert in the plan there is nothing to compare.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | [Exports fail](#runbooks) |

        ### Runbooks

        **Incident: The bucket is full**
        1. Detection: writes are refused
        2. Diagnosis: compare the size with the quota
        3. Resolution: raise the quota in the console

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | BucketFull | bucket > 90 % of its quota | @acme/billing-oncall | [The bucket is full](#runbooks) |

        ### Runbooks

        **Incident: The bucket is full**
        1. Detection: `BucketFull` fires
        2. Diagnosis: compare the size with the quota
        3. Resolution: raise the quota in the console
    """

    name: ClassVar[str] = "orphan-runbook"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.runbooks) and bool(context.plan.alerts)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        rows = named_alerts(plan.alerts)[:MOST]
        if not rows or any(
            cell.text and ANYWHERE.fullmatch(cell.text) for cell in (row.cells[RUNBOOK] for row in rows)
        ):
            return
        for runbook in plan.runbooks[:MOST]:
            if runbook.detection.state in UNFILLED or BY_PEOPLE.search(runbook.detection.text):
                continue
            if not any(leads_to(row, runbook) for row in rows):
                yield Problem(
                    runbook.span,
                    f"No alert leads to the runbook {quoted(runbook.title, TITLE)}",
                    subject=runbook.title,
                    concept="runbooks",
                    fix="Add the alert that notices it, or say under Detection who does",
                )


def leads_to(row: Row, runbook: Runbook) -> bool:
    alert, incident = row.cells[NAME].text, f"{runbook.title}. {runbook.detection.text}"
    said = f"{alert}. {row.cells[THRESHOLD].text}. {row.cells[RUNBOOK].text}"
    return has_to_do_with(runbook.title, said) or has_to_do_with(alert, incident)
