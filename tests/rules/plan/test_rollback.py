"""Rollback with and without the template's labels; a heading alone is no evidence."""

import pytest

from rules.plan.model import State
from tests.rules.plan.plans import plan_of

STEPS, TRIGGER, DATA = "deployment.rollback_steps", "deployment.rollback_trigger", "data.rollback_plan"


def said(text: str) -> dict[str, str]:
    plan = plan_of(text)
    return {
        concept: plan.answer(concept).text
        for concept in (STEPS, TRIGGER, DATA)
        if plan.answer(concept).state is not State.ABSENT
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Deployment\n\n- **Rollback**: `git revert`, then deploy\n", {STEPS: "git revert, then deploy"}),
        ("## Deployment and Rollback Strategies\n\n- Rollback: Git revert with rebuild\n", {STEPS: "Git revert with rebuild"}),
        ("## Operations\n\n### Rollback Plan\n\n1. `helm rollback`\n2. check `/health`\n",
        {STEPS: "helm rollback check /health"}),
        ("## Deployment\n\n| Step | How |\n|---|---|\n| Rollback | previous image |\n", {STEPS: "previous image"}),
        ("## Deployment\n\nA canary takes 5 %. If it fails, we roll back with `helm`.\n",
         {STEPS: "A canary takes 5 %. If it fails, we roll back with helm."}),
        ("## Data Management\n\n### Migration and Rollback\n\n- Forward scripts\n- Rollback scripts for each migration\n",
         {DATA: "Rollback scripts for each migration"}),
        ("## Data Management\n\n- **Rollback Plan:** `alembic downgrade -1`\n", {DATA: "alembic downgrade -1"}),
        ("## Data Management\n\n### Rollback Plan\n\n- restore the dump\n", {DATA: "restore the dump"}),
        ("## Deployment\n\n- **Rollback**: Automated rollback on health check failures\n",
         {STEPS: "Automated rollback on health check failures", TRIGGER: "on health check failures"}),
        ("## Deployment\n\n- **Rollback Triggers**: errors > 2 %\n", {TRIGGER: "errors > 2 %"}),
        ("## Deployment and Rollback\n\n- **Deployment Strategy**: canary\n", {}),
        ("## Deployment and Rollback Strategies\n\n- CI builds every branch\n", {}),
        ("## Runbooks\n\n- Common tasks: deployment, rollback, monitoring\n", {}),
        ("## Design\n\nThe transaction is rolled back on error.\n", {}),
        ("## UI\n\n- Optimistic update, revert on failure\n", {}),
        ("## Deployment\n\n```sh\nhelm rollback x\n```\n", {}),
    ],
)  # fmt: skip
def test_what_is_evidence(text: str, expected: dict[str, str]) -> None:
    found = said(text)

    assert {
        concept: found.get(concept, "").replace("-.", ".")
        for concept in found
        if concept != TRIGGER or concept in expected
    } == expected


def test_a_deployment_section_without_labels_still_says_how() -> None:
    plan = plan_of(
        "## Deployment and Rollback Strategies\n\n- Blue-green deployment of both regions\n- Rollback: previous colour\n"
    )

    assert plan.answer("deployment.strategy").text == "Blue-green deployment of both regions"


def test_not_applicable_rollback_keeps_its_reason() -> None:
    plan = plan_of("## Deployment\n\n- **Rollback Steps**: N/A because the library is yanked from the index instead\n")

    assert plan.answer(STEPS).state is State.JUSTIFIED_NA


def test_a_table_of_triggers_and_actions() -> None:
    plan = plan_of(
        "## Rollback\n\n| Trigger | Action | Owner |\n|---|---|---|\n| 5xx above 2 % | `helm rollback labels` | @ops |\n"
        "| queue stands still | pause the printer | @ops |\n"
    )

    assert [answer.text for answer in plan.all("deployment.rollback_trigger")] == [
        "5xx above 2 %",
        "queue stands still",
    ]
    assert plan.all("deployment.rollback_steps")[-1].text == "pause the printer"
    assert not plan.has("deployment.strategy")
