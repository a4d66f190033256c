"""Answers that no label announces."""

from tests.rules.plan.plans import plan_of


def test_phases_that_say_when_they_are_make_a_timeline() -> None:
    plan = plan_of(
        "## Implementation Phases\n\n### Phase 1: Print (Week 1)\n\n- x\n\n### Phase 2: Ship (Week 2-3)\n\n- y\n"
    )

    assert [answer.span.line for answer in plan.all("timeline")] == [3, 7]
    assert plan.has("timeline")


def test_one_phase_or_phases_without_a_time_make_none() -> None:
    assert not plan_of("## Phase 1: Print (Week 1)\n\n- x\n\n## Phase 2: Ship\n\n- y\n").has("timeline")
    assert not plan_of("## Phase 1: Print\n\n- x\n\n## Phase 2: Ship\n\n- y\n").has("timeline")


def test_a_section_of_its_own_is_the_timeline() -> None:
    plan = plan_of(
        "## Timeline\n\nthree weeks\n\n## Phase 1: Print (Week 1)\n\n- x\n\n## Phase 2: Ship (Week 2)\n\n- y\n"
    )

    assert [answer.text for answer in plan.all("timeline")] == ["three weeks"]


def test_rows_about_performance_that_limit_a_time_are_latencies() -> None:
    plan = plan_of(
        "## NFRs\n\n### Performance\n\n| Metric | Target | Measured by |\n|---|---|---|\n| Page load | < 2s | Lighthouse |\n"
        "| Balance fetch | < 200 ms | the gateway |\n| Polling interval | 60 s | cron |\n| Labels kept | 20 | a count |\n"
    )

    assert [(answer.label, answer.text) for answer in plan.all("nfr.p95_latency")] == [
        ("Page load", "< 2s Lighthouse"), ("Balance fetch", "< 200 ms the gateway"),
    ]  # fmt: skip
