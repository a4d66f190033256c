"""The `alert-without-runbook` rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from rules.alert_rows import NAME, RUNBOOK, is_listed, is_titled_like, named_alerts
from rules.clarification import asks
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.cover import Cover
from rules.plan.model import Plan, Row, State, Status
from rules.quoting import TITLE, listed, quoted
from rules.row_tables import header, lacks, tables
from rules.rule import Context

UNSAID = frozenset({
    State.ABSENT, State.EMPTY, State.PLACEHOLDER, State.DEFERRED, State.BARE_NA, State.NEGATIVE,
})  # fmt: skip
MOST = 200
"""Titles of incidents that alerts are compared with; no plan has more, and hostile ones must not cost the square."""
TICKET = lazy(r"\b(?:ticket|info(?:rmational)?|low|no action|notice|report only|dashboard only)\b", re.IGNORECASE)
"""Said in the row of an alert that wakes nobody."""


class AlertWithoutRunbook:
    """An alert leads to no runbook.

    Whoever is paged did not write the feature. Google's Site Reliability Engineering (chapter 1) puts the difference that
    a written playbook makes at a factor of three in the time to repair. A link, a path, a name, or an incident under
    Runbooks whose title has the alert's words is enough; so is a reason ("no action: the job repeats itself"), and an alert
    that only opens a ticket needs none. A table without the column is one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | |

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | [Exports fail](#runbooks) |

        ### Runbooks

        **Incident: Exports fail**
        1. Detection: `ExportsFailing` fires
        2. Diagnosis: group the log lines by `error`
        3. Resolution: set `invoice_export_enabled` to off
    """

    name: ClassVar[str] = "alert-without-runbook"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.alerts)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        severity = Severity.INFO if plan.status is Status.DRAFT else None
        titles = list(islice(incidents(plan), MOST))
        asked = [row for row in plan.alerts if not is_listed(row)]
        if any(is_listed(row) and row.cells[RUNBOOK].state is not State.ABSENT for row in plan.alerts):
            asked = list(plan.alerts)
        for table in tables(asked):
            columnless = lacks(table, RUNBOOK)
            rows = [row for row in named_alerts(table) if leads_nowhere(plan, row, titles, strictly=not columnless)]
            if rows and columnless and not is_listed(rows[0]):
                yield without_column(plan, table, rows, severity)
                continue
            for row in rows:
                yield problem(row, severity)


def incidents(plan: Plan) -> Iterator[str]:
    """Yield what the runbooks of the plan are about: the titles of incidents, and the labels of one-line ones."""
    yield from (runbook.title for runbook in plan.runbooks)
    inside = Cover((each.span.start, each.span.end) for each in plan.sections if each.concept == "runbooks")
    for entry in plan.entries:
        if entry.label and inside.overlaps(entry.block, entry.block + 1):
            yield entry.label


def leads_nowhere(plan: Plan, row: Row, titles: Sequence[str], *, strictly: bool) -> bool:
    runbook, name = row.cells[RUNBOOK], row.cells[NAME]
    if runbook.state not in UNSAID or asks(runbook.text) or name.links:
        return False
    if runbook.state is not State.ABSENT and TICKET.search(plan.source.slice(row.span)):
        return False
    return not any(is_titled_like(name.text, title, strictly=strictly) for title in titles)


def problem(row: Row, severity: Severity | None) -> Problem:
    name, runbook = row.cells[NAME].text, row.cells[RUNBOOK]
    said = f": {quoted(runbook.text)}" if runbook.text else ""
    return Problem(
        runbook.span,
        f"The alert {quoted(name, TITLE)} leads to no runbook{said}",
        subject=name,
        concept=RUNBOOK,
        fix="Link the runbook, or describe the incident under Runbooks with detection, diagnosis and resolution",
        severity=severity,
    )


def without_column(plan: Plan, table: Sequence[Row], rows: Sequence[Row], severity: Severity | None) -> Problem:
    names = [row.cells[NAME].text for row in rows]
    return Problem(
        header(plan, table),
        "The table of alerts has no column for the runbook, and no incident under Runbooks is about "
        f"{listed(quoted(name, TITLE) for name in names)}",
        subject="alerts",
        concept=RUNBOOK,
        fix='Add the column "Runbook" with a link for each, or describe the incidents under Runbooks',
        severity=severity,
        parts=tuple((RUNBOOK, name) for name in names),
    )
