"""Typed tables: alerts, dependencies, milestones."""

from rules.plan.model import Row, State
from tests.rules.plan.plans import plan_of


def cells(row: Row) -> dict[str, str]:
    return {
        concept.rpartition(".")[2]: answer.text
        for concept, answer in row.cells.items()
        if answer.state is not State.ABSENT
    }


def test_alerts_in_any_order_of_columns() -> None:
    (first,) = plan_of(
        "## Alerting\n\n| Owner | Alert | Threshold | Notes |\n|---|---|---|---|\n| @ops | Slow | > 2 % for 5 min | x |\n"
    ).alerts

    assert cells(first) == {"alert": "Slow", "threshold": "> 2 % for 5 min", "owner": "@ops"}
    assert (first.cells["alerting.runbook"].state, first.cells["alerting.runbook"].span.line) == (State.ABSENT, 5)


def test_alerts_as_bullets_share_the_owner_stated_once() -> None:
    found = plan_of(
        "## Operations\n\n### Alerting\n\n- **Error rate:** above 1 % for 5 min\n- **Latency:** p95 > 1 s\n"
        "- **On-call:** @ops rota\n"
    ).alerts

    assert [cells(row) for row in found] == [
        {"alert": "Error rate", "threshold": "above 1 % for 5 min", "owner": "@ops rota"},
        {"alert": "Latency", "threshold": "p95 > 1 s", "owner": "@ops rota"},
    ]


def test_one_line_of_alerts_elsewhere() -> None:
    (row,) = plan_of("## Production Setup\n\n- Alerts: consumer lag > 10 s\n").alerts

    assert cells(row) == {"alert": "Alerts", "threshold": "consumer lag > 10 s"}


def test_dependencies_and_milestones() -> None:
    plan = plan_of(
        "## Scope\n\n### External Dependencies\n\n| System/Service | Ownership | Integration Point | Status |\n|---"
        "|---|---|---|\n"
        "| Ledger | @pay | REST | Ready |\n| Mail | | SMTP |\n\n"
        "## Timeline and Milestones\n\n| Milestone | Deliverable | Target Date | Owner |\n|---|---|---|---|\n| M1 "
        "| Export | 2026-02-01 | @a |\n"
    )

    assert [cells(row) for row in plan.dependencies] == [
        {"name": "Ledger", "owner": "@pay", "integration": "REST", "status": "Ready"},
        {"name": "Mail", "owner": "", "integration": "SMTP"},
    ]
    assert plan.dependencies[1].cells["scope.dependencies.owner"].state is State.EMPTY
    assert [cells(row) for row in plan.milestones] == [
        {"milestone": "M1", "deliverable": "Export", "date": "2026-02-01", "owner": "@a"}
    ]


def test_an_alert_that_is_declined_is_none() -> None:
    assert (
        plan_of("## Alerting\n\n- Thresholds: Not applicable for static content\n- On-call: Not required\n").alerts
        == ()
    )
    assert plan_of("## Operations\n\n- **Alerting**: N/A, the book is static\n").alerts == ()


def test_alerts_as_bullets_without_labels() -> None:
    first, second = plan_of(
        "## Alerting\n\n- The printer queue fails twice in a row\n- Labels take longer than 3 s\n"
    ).alerts

    assert first.cells["alerting.alert"].text == "The printer queue fails twice in a row"
    assert second.cells["alerting.threshold"].text == "Labels take longer than 3 s"
    assert second.span.line == 4
