"""Sections: which there are, where they end, whether anything stands in them."""

import pytest

from rules.plan.model import State
from tests.rules.plan.plans import plan_of, written


def states(text: str) -> dict[str, str]:
    return {section.title: section.state.value for section in plan_of(text).sections}


def test_levels_parents_and_spans() -> None:
    plan = plan_of("intro\n\n# T\n\n## Operational Readiness ##\n\n### Alerting\n\na\n\n## Risks\n\nb\n")

    assert [(each.title, each.level, each.concept, each.parent) for each in plan.sections] == [
        ("T", 1, "", -1),
        ("Operational Readiness", 2, "operations", 0),
        ("Alerting", 3, "alerting", 1),
        ("Risks", 2, "risks", 0),
    ]
    assert written(plan, plan.sections[1].span) == "## Operational Readiness ##\n\n### Alerting\n\na"
    assert written(plan, plan.sections[1].heading) == "## Operational Readiness ##"


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("", "empty"),
        ("<!-- c -->\n\n---\n", "empty"),
        ("-\n-\n", "empty"),
        ("[What is in scope]\n", "placeholder"),
        ("- **Memory:** [Z MB]\n- **CPU:** [N cores]\n", "placeholder"),
        ("- [Boundary 1]\n- exports\n", "substantive"),
        ("```\nx\n```\n", "substantive"),
        ("<details>x</details>\n", "substantive"),
    ],
)
def test_states(body: str, state: str) -> None:
    assert states(f"## Risks\n\n{body}\n## Next\n\nx\n") == {"Risks": state, "Next": "substantive"}


def test_a_heading_over_headings_is_not_empty() -> None:
    assert states("## A\n\n### B\n\n### C\n\nx\n") == {"A": "substantive", "B": "empty", "C": "substantive"}
    assert states("## A\n\n### B\n\n[Name of it]\n") == {"A": "placeholder", "B": "placeholder"}


@pytest.mark.parametrize(
    "title",
    ["Feature Flags: N/A, a library has no running process", "Feature Flags (N/A - a library has no running process)"],
)
def test_a_heading_can_decline_its_section(title: str) -> None:
    plan = plan_of(f"## {title}\n\n## Next\n\nx\n")

    assert plan.answer("flags.defined").state is State.JUSTIFIED_NA
    assert plan.sections[0].state is State.SUBSTANTIVE


def test_sub_sections_written_as_bullets_answer_too() -> None:
    plan = plan_of(
        "## 6. Operational Readiness\n\n- **Alerting**: N/A\n- **Observability**:\n    - **Logs**: JSON lines\n"
        "- **Deployment and Rollback strategies**:\n    - **Deployment**: `npm run deploy`\n    - **Rollback**: `git revert`\n"
    )

    assert plan.answer("alerting.threshold").state is State.BARE_NA
    assert plan.answer("observability.logs").text == "JSON lines"
    assert plan.answer("deployment.strategy").text == "npm run deploy"
    assert plan.answer("deployment.rollback_steps").text == "git revert"
    assert plan.has("deployment")


def test_headings_in_quotes_and_code_open_no_section() -> None:
    assert states("> ## Quoted\n> x\n\n```\n## Code\n```\n\n## Real\n\nx\n") == {"Real": "substantive"}


def test_a_whole_section_is_the_answer_unless_a_label_in_it_is() -> None:
    whole = plan_of("## Data Retention\n\n- **User data:** until the account is deleted\n- **Logs:** 30 days\n")
    divided = plan_of("## Data Retention\n\n- **Retention Period:** 30 days\n- **Deletion Policy:** nightly job\n")

    assert "30 days" in whole.answer("data.retention_period").text
    assert [answer.text for answer in divided.all("data.retention_period")] == ["30 days"]
    assert divided.answer("data.deletion_policy").text == "nightly job"


def test_done_when() -> None:
    plan = plan_of("## Success Criteria\n\nThis feature is complete when:\n\n- [x] tests pass\n- [ ] docs exist\n")

    assert plan.answer("dod").text == "tests pass docs exist"


def test_a_phase_in_a_title_is_no_label() -> None:
    plan = plan_of("## Phase 5: Rollback Procedure\n\n### Helm\n\n```\nhelm rollback labels\n```\n")

    assert plan.answer("deployment.rollback_steps").text == "helm rollback labels"


def test_a_numbered_title_may_hold_the_answer() -> None:
    plan = plan_of("## 7.2 Deployment Strategy: blue-green, ten minutes each\n")

    assert plan.answer("deployment.strategy").text == "blue-green, ten minutes each"


def test_labels_of_what_is_out_of_scope_answer_nothing_else() -> None:
    assert not plan_of("## Out of Scope\n\n- **Feature flags**: next year\n- **Rollback plan**: next year\n").has(
        "flags.defined"
    )


def test_goals_are_the_scope_and_non_goals_what_is_out_of_it() -> None:
    plan = plan_of("## Goals and Non-Goals\n\n### Goals\n\n- labels\n\n### Non-Goals\n\n- letters\n")

    assert (plan.answer("scope.in").text, plan.answer("scope.out").text) == ("labels", "letters")


def test_changes_of_the_database_are_a_migration() -> None:
    plan = plan_of("## Database Changes\n\n**Migration**: add a table\n**Down migration**: drop it\n")

    assert plan.answer("data.rollback_plan").text == "drop it"


def test_a_label_that_a_formatter_drew_into_the_list_above_it() -> None:
    plan = plan_of(
        "## Technical Context\n\n**Primary Dependencies**:\n\n- a queue\n- a printer\n  **Storage**:\n- files\n- a bucket\n"
        "  **Testing**:\n- by hand\n"
    )

    assert plan.answer("technical_context.storage").text.startswith("files a bucket")
    assert plan.answer("technical_context.testing").text == "by hand"


def test_the_words_behind_a_colon_may_name_the_field() -> None:
    plan = plan_of("## Deployment\n\n### 3. Quickstart: Rollback Procedure\n\n`helm rollback labels`\n")

    assert not plan.answer("deployment.rollback_steps").missing
