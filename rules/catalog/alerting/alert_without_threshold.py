"""The `alert-without-threshold` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.alert_rows import NAME, THRESHOLD, in_section, is_listed, named_alerts
from rules.clarification import asks
from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Plan, Row, State
from rules.quoting import TITLE, listed, quoted
from rules.row_tables import header, lacks, tables
from rules.rule import Context
from rules.section_text import is_declined

UNSAID = frozenset({State.EMPTY, State.PLACEHOLDER, State.DEFERRED, State.BARE_NA, State.NEGATIVE})
JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})

NUMBER = lazy(
    r"[<>=\u2264\u2265~\u2248]\s*\d|(?<![\w.])(?![1-5]xx\b)(?![45]\d\d\b(?!\s?(?:%|ms\b|s\b|sec|min|req|per\b|/|[mgk]b)))\d"
    r"|\b(?:two|three|four|five|ten|half|twice|double|triple)\b",
    re.IGNORECASE,
)
"""A figure that is none of "5xx", "HTTP 500" and "p95"."""
COMPARISON = lazy(r"[<>\u2264\u2265]\s*\d|\d\s*%")
OUTRIGHT = lazy(
    r"\b(?:any|every|each|first|single|one|once|zero|no|none|never|not|missing|missed|absent|without|down|unreachable"
    r"|unavailable|offline|dead|lost|stuck|stop(?:s|ped)?|expire[sd]?|expir(?:y|ing)|exhausted|full|out of|burn\w*|fires?"
    r"|outside|breach\w*|violat\w*|slo|mismatch\w*|discrepanc\w*|differs?|corrupt\w*|deadlock\w*|restart\w*|oom\w*|evict\w*)\b"
    r"|!=|\u2260",
    re.IGNORECASE,
)
"""Said of what needs no figure: it happens or it does not."""
EVENT = lazy(
    r"\b(?:fail(?:s|ed|ing|ure|ures)?|crash\w*|outages?|downtime|health[ -]?checks?|detected|trigger(?:s|ed)?|timeouts?"
    r"|unexpected|unauthori[sz]ed|invalid|rejected|exceeds?|exceeded|over (?:budget|quota|limit)|dead[ -]letter\w*|unhealthy)\b",
    re.IGNORECASE,
)
DEGREE = lazy(
    r"\b(?:too|high(?:er)?|elevated|increas\w*|rising|grow\w*|spik\w*|surge\w*|slow\w*|abnormal\w*|excessive\w*|significant\w*"
    r"|unusual\w*|often|frequent\w*|degrad\w*|large|low(?:er)?|poor|bad|many|several|some|as needed|reasonable|acceptable"
    r"|normal|baseline|heavy|sudden)\b",
    re.IGNORECASE,
)
"""Said of what has degrees, without the degree."""


class AlertWithoutThreshold:
    """An alert does not say when it fires: neither a number nor an event.

    "High error rate" wakes somebody at a value that nobody chose; it is either tuned until it is silent or learned to be
    ignored. The Site Reliability Workbook (chapter 5) derives the number and the window from the SLO, so that an alert
    means that the budget is in danger. A comparison with a number is enough, as is what happens or does not ("any failed
    payment", "the nightly job did not run", a burn rate). A table without the column is one finding. An alerting section
    in which no alert is recognised, and alerts in a list, give a warning, since their form may be one that is not known.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | too many failures | @acme/billing-oncall | docs/runbooks/exports.md |

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | docs/runbooks/exports.md |
    """

    name: ClassVar[str] = "alert-without-threshold"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.alerts) or in_section(context.plan)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        if not plan.alerts:
            yield from no_alert(plan)
        for table in tables(plan.alerts):
            rows = [row for row in named_alerts(table) if said_without(row)]
            if rows and not is_listed(rows[0]) and lacks(table, THRESHOLD):
                yield without_column(plan, table, rows)
                continue
            for row in rows:
                yield problem(row)


def said_without(row: Row) -> bool:
    """Whether neither the threshold nor the alert's own name says when it fires."""
    threshold, name = row.cells[THRESHOLD], row.cells[NAME]
    if asks(threshold.text):
        return False
    if threshold.state in UNSAID or (threshold.state is State.ABSENT and not is_listed(row)):
        cells = " ".join(cell.text for cell in row.cells.values())
        return not (NUMBER.search(name.text) or OUTRIGHT.search(name.text) or COMPARISON.search(cells))
    if threshold.state not in JUDGED or threshold.links:
        return False
    text = f"{name.text}. {threshold.text}" if is_listed(row) else threshold.text
    return is_english(text) and not says_when(text) and not NUMBER.search(name.text)


def says_when(text: str) -> bool:
    if NUMBER.search(text) or OUTRIGHT.search(text):
        return True
    return EVENT.search(text) is not None and DEGREE.search(text) is None


def problem(row: Row) -> Problem:
    name, threshold = row.cells[NAME].text, row.cells[THRESHOLD]
    said = f": {quoted(threshold.text)}" if threshold.text else ""
    return Problem(
        threshold.span,
        f"The alert {quoted(name, TITLE)} does not say when it fires{said}",
        subject=name,
        concept=THRESHOLD,
        fix="Write the comparison, the number and the window, for example > 2 % for 5 min",
        severity=Severity.WARNING if is_listed(row) else None,
    )


def without_column(plan: Plan, table: Sequence[Row], rows: Sequence[Row]) -> Problem:
    names = [row.cells[NAME].text for row in rows]
    return Problem(
        header(plan, table),
        "The table of alerts has no column for the threshold, so nothing says when these fire: "
        f"{listed(quoted(name, TITLE) for name in names)}",
        subject="alerts",
        concept=THRESHOLD,
        fix='Add the column "Threshold" with the comparison, the number and the window of each',
        parts=tuple((THRESHOLD, name) for name in names),
    )


def no_alert(plan: Plan) -> Iterator[Problem]:
    """Yield that a section about alerting holds text and no alert."""
    section = plan.section("alerting")
    if section is None or is_declined(plan, section) or says_when(plan.source.slice(section.span)):
        return
    yield Problem(
        section.heading,
        f"{quoted(section.title)} names no alert with a threshold",
        subject="alerts",
        concept=THRESHOLD,
        fix="List each alert with its threshold, its owner and its runbook",
        severity=Severity.WARNING,
    )
