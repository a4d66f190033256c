"""The numbers that a plan promises."""

import pytest

from tests.rules.plan.plans import plan_of, written


def targets(text: str) -> list[tuple[str, float, str, float | None]]:
    return [
        (target.kind, target.value, target.unit, target.window_days) for target in plan_of("## NFRs\n\n" + text).targets
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **SLO:** 99.9 % of requests over 30 days", [("slo", 99.9, "%", 30.0)]),
        ("- **SLO**: 99.95% uptime per month", [("slo", 99.95, "%", 30.0)]),
        ("- **Availability**: 99% / quarter", [("slo", 99.0, "%", 90.0)]),
        ("- **Uptime**: 99,5 %", [("slo", 99.5, "%", None)]),
        (
            "- **Error Budget:** 0.1 % = 43 min/30 d",
            [("error-budget", 0.1, "%", 30.0), ("error-budget", 43.0, "min", 30.0)],
        ),
        (
            "- **Error Budget:** 0.5 % (3.6 h per month)",
            [("error-budget", 0.5, "%", 30.0), ("error-budget", 3.6, "h", 30.0)],
        ),
        ("- **Error Budget**: 1% acceptable downtime", [("error-budget", 1.0, "%", None)]),
        ("- **SLO**: 99.9% (0.1% error budget)", [("slo", 99.9, "%", None), ("error-budget", 0.1, "%", None)]),
        ("- **p95 Latency:** < 200 ms", [("latency", 200.0, "ms", None)]),
        ("- **Response time**: p99 under 1.5 seconds", [("latency", 1.5, "s", None)]),
        ("| Metric | Target |\n|---|---|\n| Uptime | 99.9% |\n", [("slo", 99.9, "%", None)]),
        ("- **SLO:** [99.X% uptime]", []),
        ("- **SLO:** high availability, 24/7", []),
        ("- **Throughput:** 50 requests/s", []),
    ],
)
def test_targets(text: str, expected: list[tuple[str, float, str, float | None]]) -> None:
    assert targets(text) == expected


def test_the_span_is_the_number_with_its_unit() -> None:
    plan = plan_of("## NFRs\n\n- **SLO** (größe): **99.9 %** over 30 days\n- **Error Budget**: ~43.2 min\n")

    assert [written(plan, target.span) for target in plan.targets] == ["**99.9 %**", "43.2 min"]
    assert [target.label for target in plan.targets] == ["SLO (größe)", "Error Budget"] or [
        target.label for target in plan.targets
    ][1] == "Error Budget"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Labels appear fast (load time under 3 seconds)", [("latency", 3.0, "s")]),
        ("- API responses stay <200ms at p95", [("latency", 200.0, "ms")]),
        ("- 性能: 页面加载<3s, API响应<500ms", [("latency", 3.0, "s"), ("latency", 500.0, "ms")]),
        ("- 응답 시간: 30초 이내", [("latency", 30.0, "s")]),
        ("**Constraints**: <200ms p95, offline", [("latency", 200.0, "ms")]),
        ("**Constraints**: [domain-specific, e.g., <200ms p95]", []),
        ("- Build time below 5 minutes", [("latency", 5.0, "min")]),
        ("- p95 learning time within 15 minutes", []),
        ("- The dashboard loads data every 30 s", []),
        ("- Request timeout: 10 s, retried within 2 s", []),
        ("- Loading took 4 s in the pilot", []),
        ("- 99.9% uptime for the label service", [("slo", 99.9, "%")]),
        ("- 80% test coverage, high availability", []),
    ],
)
def test_promises_outside_every_label_asked_for(line: str, expected: list[tuple[str, float, str]]) -> None:
    found = plan_of(f"# Plan\n\n## Success Criteria\n\n{line}\n").targets

    assert [(target.kind, target.value, target.unit) for target in found] == expected
    assert {target.answer.concept for target in found} <= {""}


def test_numbers_of_risks_dependencies_and_decisions_are_no_promises() -> None:
    text = (
        "## Risks\n\n- The printer may respond within 9 s only\n\n## External Dependencies\n\n- Carrier API: 99.9% uptime\n\n"
        "## Key Decisions\n\n- Rendering in under 20 ms is what the library claims\n"
    )

    assert plan_of(text).targets == ()


def test_a_labelled_objective_stands_for_what_is_said_in_passing() -> None:
    text = "## NFRs\n\n- **SLO:** 99.5% of labels print\n\n## Notes\n\n- 99.99% uptime is what the cloud sells\n"

    assert [target.value for target in plan_of(text).targets] == [99.5]


def test_any_bounded_duration_of_a_section_about_performance_is_a_latency() -> None:
    found = plan_of(
        "## NFRs\n\n### Performance\n\n- Button appearance: <200ms after selection\n- Every 5 s a poll\n"
    ).targets

    assert [(target.kind, target.value) for target in found] == [("latency", 200.0)]


def test_an_objective_and_its_budget_in_one_sentence() -> None:
    found = plan_of(
        "## Reliability\n\nWe promise 99.9 % availability over 30 days, an error budget of 43 minutes.\n"
    ).targets

    assert [(target.kind, target.value, target.unit, target.window_days) for target in found] == [
        ("slo", 99.9, "%", 30.0), ("error-budget", 43.0, "min", 30.0),
    ]  # fmt: skip
