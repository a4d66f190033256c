"""The `alert-without-owner` rule."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rules.alert_rows import NAME, OWNER, in_section, is_listed, named_alerts
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, Row, State
from rules.plan.source import Span
from rules.quoting import TITLE, listed, quoted
from rules.row_tables import header, tables
from rules.rule import Context

ANYBODY = lazy(
    r"(?:the |our |a |an |any |whole |entire |full )*(?:(?:primary|secondary|current|assigned|rotating|dev(?:elopment)?"
    r"|engineering|project|implementation|internal|responsible)(?:[ /]|,? and |,? or )+)*"
    r"(?:(?:dev(?:elopment|eloper)?|project|engineering|technical|tech) teams?|teams?|devs?|developers?|engineers?"
    r"|on[ -]?call(?: (?:engineers?|developers?|persons?|people|rotations?|rota|teams?|staff|members?|personnel))?"
    r"|rotations?|rota|everyone|everybody|anyone|anybody|all|us|we|me|unknown|various"
    r"|person on duty|duty engineer|(?:whoever|someone|somebody)\b.*"
    r"|\ud300|\uac1c\ubc1c\ud300|\uac1c\ubc1c\uc790|\u56e2\u961f|\u5f00\u53d1\u56e2\u961f"
    r"|equipe(?: de desenvolvimento)?|equipo(?: de desarrollo)?)"
    r"(?: (?:during|until|for now|in the|for the|on the)\b.*)?[.\s]*",
    re.IGNORECASE,
)
"""Words that could be anybody: no team's name, no handle, no rota that one could look up."""
UNSAID = frozenset({State.ABSENT, State.EMPTY, State.BARE_NA, State.NEGATIVE})
JUDGED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
FEW = 2
"""Words of a refusal without a reason: "N/A", "none yet"."""
ADVICE = "Name who is paged: the team's handle, its rota, or the person in a project of one"


class AlertWithoutOwner:
    """An alert has no owner, or one that could be anybody.

    An alert that pages everybody is acknowledged by nobody. The AWS Well-Architected Framework (OPS10, a process for each
    alert) wants a response for each, with an owner who is identified. "Development team", "devs" and "on-call" cannot be
    looked up at night; the name of a team, a handle or a rota can, and in a project of one person that person is the
    answer. A table without the column, and a list without any owner, are one finding.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | Development team | docs/runbooks/exports.md |

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Alerting

        | Alert | Threshold | On-Call Owner | Runbook |
        |-------|-----------|---------------|---------|
        | ExportsFailing | failed exports > 2 % for 10 min | @acme/billing-oncall | docs/runbooks/exports.md |
    """

    name: ClassVar[str] = "alert-without-owner"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "alerting"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.alerts) and in_section(context.plan)

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        told: set[int] = set()
        for grouped in groups(plan):
            rows = named_alerts(grouped)
            if rows and all(row.cells[OWNER].state is State.ABSENT for row in rows):
                yield without(place(plan, grouped), rows)
                continue
            for row in rows:
                owner = row.cells[OWNER]
                if (said := nobody(owner)) is not None and owner.span.start not in told:
                    told.add(owner.span.start)
                    yield problem(row, said)


def groups(plan: Plan) -> Iterator[Sequence[Row]]:
    """Yield the alerts of each table, and all those of lists together."""
    listed_rows = [row for row in plan.alerts if is_listed(row)]
    if listed_rows:
        yield listed_rows
    yield from tables([row for row in plan.alerts if not is_listed(row)])


def place(plan: Plan, grouped: Sequence[Row]) -> Span:
    section = plan.section("alerting")
    return section.heading if section is not None and is_listed(grouped[0]) else header(plan, grouped)


def nobody(owner: Answer) -> str | None:
    """Return why an owner is none, in words that follow "has"; what is still to be filled in is for other rules."""
    if owner.state in UNSAID and len(owner.text.split()) <= FEW:
        return "no owner"
    if owner.state in JUDGED and not owner.code and not owner.links and ANYBODY.fullmatch(owner.text.strip()):
        return f"an owner that could be anybody: {quoted(owner.text)}"
    return None


def problem(row: Row, said: str) -> Problem:
    name = row.cells[NAME].text
    return Problem(
        row.cells[OWNER].span,
        f"The alert {quoted(name, TITLE)} has {said}",
        subject=name,
        concept=OWNER,
        fix=ADVICE,
    )


def without(at: Span, rows: Sequence[Row]) -> Problem:
    names = [row.cells[NAME].text for row in rows]
    return Problem(
        at,
        f"Nothing says who is paged by these alerts: {listed(quoted(name, TITLE) for name in names)}",
        subject="alerts",
        concept=OWNER,
        fix=ADVICE,
        parts=tuple((OWNER, name) for name in names),
    )
