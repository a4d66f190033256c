"""The ten states of an answer, each with what only looks like it."""

import pytest

from rules.plan.model import Answer, State
from tests.rules.plan.plans import plan_of, written


def steps(value: str) -> Answer:
    return answer("deployment.rollback_steps", f"## Deployment and Rollback\n\n- **Rollback Steps:** {value}\n")


def answer(concept: str, text: str, template: bytes | None = None) -> Answer:
    return plan_of(text, template=template).answer(concept)


def field(concept: str, label: str, value: str) -> Answer:
    """Read a value of a field in its own section."""
    titles = {"security": "Security", "decisions": "Key Decisions", "nfr": "NFRs", "data": "Data Management"}
    section = titles.get(concept.partition(".")[0], "Deployment and Rollback")
    title = "### Decision 1: x\n\n" if section == "Key Decisions" else ""
    return answer(concept, f"## {section}\n\n{title}- **{label}:** {value}\n")


def test_absent_points_to_the_section() -> None:
    plan = plan_of(
        "# T\n\n## Operational Readiness\n\n### Deployment and Rollback\n\n- **Deployment Strategy:** canary\n"
    )

    found = plan.answer("deployment.rollback_steps")

    assert (found.state, found.span.line) == (State.ABSENT, 5)


@pytest.mark.parametrize("value", ["", "<!-- later -->", "\n  -\n  -", "\n\n---"])
def test_empty(value: str) -> None:
    assert steps(value).state is State.EMPTY


@pytest.mark.parametrize(
    "value", ["\n  - `kubectl rollout undo`", "\n\n  ```sh\n  undo\n  ```", "\n\n  | a |\n  |---|\n  | b |"]
)
def test_a_value_may_stand_below_its_label(value: str) -> None:
    assert steps(value).state is State.SUBSTANTIVE


@pytest.mark.parametrize(
    "value",
    [
        "[How to revert deployment]",
        "< [X ms]",
        "`[flag_name]`: [Purpose]",
        "{{STEPS}}",
        "<your steps here>",
        "99.X%",
        "Low / Medium / High",
        "Yes/No",
        "Proposed | Accepted | Superseded",
        "\n  - [First step]\n  - [Second step]",
        "[link]",
        "[NEEDS CLARIFICATION: which platform?]",
    ],
)
def test_placeholder(value: str) -> None:
    assert steps(value).state is State.PLACEHOLDER


@pytest.mark.parametrize(
    "value",
    [
        "[runbook](docs/rollback.md)",
        "[runbook][1]\n\n[1]: docs/rollback.md",
        "[x] done",
        "[1]",
        "[PASS]",
        "[High]",
        "string[] of ids",
        "List[str]",
        "/api/invoices/[id]",
        "pkg[extra]",
        "{path_param}",
        "Map<T> of <br> things",
        "`[a-z]+`",
        "[MODIFY] the service",
        "[Stack Overflow, 2025]",
        "revert [the pull request] and redeploy it",
        "[docs/rollback/steps.md]",
        "[003-label-printing]",
        '[{"step": 1}]',
        "[All gates passed]",
        "[No violations to justify]",
    ],
)
def test_what_only_looks_like_a_placeholder(value: str) -> None:
    assert steps(value).state not in {State.PLACEHOLDER, State.EMPTY}


def test_a_line_of_the_repositorys_own_template_is_a_placeholder() -> None:
    template = b"- **Rollback Steps:** ask {{TEAM}}, then [do] what  they say\n- **Deployment Strategy:** canary\n"
    text = "## Deployment\n\n- **Rollback Steps:** ask {{TEAM}}, then [do] what they say\n- **Deployment Strategy:** canary\n"
    plan = plan_of(text, template=template)

    found = {each.concept: (each.state, each.restates_template) for each in plan.answers}
    assert found["deployment.rollback_steps"] == (State.PLACEHOLDER, True)
    assert found["deployment.strategy"] == (State.SUBSTANTIVE, False)
    assert plan_of(text).answer("deployment.rollback_steps").restates_template is False


@pytest.mark.parametrize(
    "value", ["TBD", "tbd.", "TODO", "TODO: ask ops", "TODO(ops) later", "[TODO]", "to be determined", "Coming soon",
    "???", "WIP", "will be defined later",
              "later", "still to be decided by the team"],
)  # fmt: skip
def test_deferred(value: str) -> None:
    assert steps(value).state in {State.DEFERRED, State.PLACEHOLDER}
    assert steps(value).missing


@pytest.mark.parametrize(
    "value",
    [
        "Todo app is rolled back",
        "todo-service undo",
        "TBD-based flow `x`",
        "Later versions revert by `git revert`",
        "TK2 board",
    ],
)
def test_what_only_looks_deferred(value: str) -> None:
    assert not steps(value).missing


def test_a_deferral_with_owner_and_date_or_issue_is_owned() -> None:
    assert steps("TBD - owner @ops, due 2026-03-01").owned
    assert steps("TODO: @ops, #12").owned
    assert not steps("TBD - @ops").owned
    assert not steps("TBD until 2026-03-01").owned


@pytest.mark.parametrize(
    "value",
    [
        "N/A",
        "n/a.",
        "Not applicable",
        "none",
        "-",
        "\N{EM DASH}",
        "None needed",
        "N/A at this time",
        "No",
        "Not required",
        "N/A - ok",
    ],
)
def test_bare_na(value: str) -> None:
    assert steps(value).state is State.BARE_NA


@pytest.mark.parametrize(
    "value",
    [
        "N/A - the site is rebuilt from Git on every push",
        "N/A because nothing is stored on the server",
        "Not applicable: the library has no running process",
        "N/A\n  - static files only, nothing to undo",
        "None, since deployments are immutable snapshots",
        "The service keeps no state and every build is kept, so no rollback steps",
    ],
)
def test_justified_na(value: str) -> None:
    assert steps(value).state is State.JUSTIFIED_NA


def test_a_later_phase_is_a_deferral_and_no_reason() -> None:
    assert steps("N/A for the MVP").state is State.DEFERRED
    assert not steps("N/A for the MVP").owned
    assert steps("Not needed for Phase 1, see #12").owned


def test_the_phase_that_the_plan_is_about_puts_nothing_off() -> None:
    title = "# Plan: Phase I of the label printer\n\n"
    flags = "## Feature Flags\n\n- Not applicable for Phase {}\n"

    assert answer("flags.defined", title + flags.format("I")).state is State.BARE_NA
    assert answer("flags.defined", title + flags.format("II")).state is State.DEFERRED


def test_a_phase_with_a_reason_of_its_own_is_one() -> None:
    assert steps("N/A for Phase I (one local file, no service)").state is State.JUSTIFIED_NA


@pytest.mark.parametrize("value", ["No", "None", "No - reversible and local", "None needed (industry standard)"])
def test_no_is_an_answer_where_the_question_allows_it(value: str) -> None:
    assert field("decisions.adr_required", "ADR Required", value).state is State.NEGATIVE


def test_restated() -> None:
    assert steps("How to revert the deployment").state is State.RESTATED
    assert steps("Revert the deployment with `helm rollback`").state is State.SUBSTANTIVE


@pytest.mark.parametrize(
    ("concept", "label", "value"),
    [
        ("deployment.rollback_steps", "Rollback Steps", "Quick switch to previous version"),
        ("deployment.rollback_trigger", "Rollback Trigger", "if serious issues arise"),
        ("nfr.slo", "SLO", "high availability"),
        ("nfr.error_budget", "Error Budget", "Minimize broken links"),
    ],
)
def test_vague(concept: str, label: str, value: str) -> None:
    assert field(concept, label, value).state is State.VAGUE


@pytest.mark.parametrize(
    ("concept", "label", "value"),
    [
        ("deployment.rollback_steps", "Rollback Steps", "Vercel instant rollback to the previous deployment"),
        ("deployment.rollback_steps", "Rollback Steps", "\n  1. revert the change\n  2. deploy the previous version"),
        ("deployment.rollback_trigger", "Rollback Trigger", "errors > 2 % for 5 min"),
        ("nfr.slo", "SLO", "99.9 % uptime over 30 days"),
        ("security.authentication", "Authentication", "JWT"),
    ],
)
def test_a_concrete_signal_clears_it(concept: str, label: str, value: str) -> None:
    assert field(concept, label, value).state is State.SUBSTANTIVE


def test_text_is_what_a_person_reads_and_raw_what_is_written() -> None:
    value = "\N{WHITE HEAVY CHECK MARK} run `undo`\n  and *wait*, ~~panic~~ see [book](r.md#x)"
    text = f"## Deployment\n\n- **Rollback** : {value}\n"
    plan = plan_of(text)
    found = plan.answer("deployment.rollback_steps")

    assert found.text == "run undo and wait, see book"
    assert found.raw == value
    assert written(plan, found.span) == found.raw
    assert (found.label, found.code, found.links) == ("Rollback", ("undo",), ("r.md#x",))
    assert found.label_span is not None
    assert written(plan, found.label_span) == "**Rollback**"


def test_mojibake_marks_are_not_text() -> None:
    assert steps("\u00e2\u0153\u2026 done by `undo`").text == "done by undo"


def test_a_because_needs_fewer_words() -> None:
    assert steps("Not applicable, because nothing is deployed").state is State.JUSTIFIED_NA
    assert steps("N/A since static").state is State.BARE_NA
    assert steps("Not applicable for static content").state is State.JUSTIFIED_NA
    assert steps("Not applicable for the current scope of this plan").state is State.BARE_NA
