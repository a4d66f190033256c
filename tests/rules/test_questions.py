"""What is offered where something is missing asks, and answers nothing."""

import pytest

from rules.config import Config
from rules.engine import judge
from rules.finding import Finding
from rules.plan.concepts import FIELDS
from rules.plan.model import State
from rules.plan.reader import read
from rules.plan.source import Source
from rules.questions import ASKING, HEADINGS, asked, line
from rules.registry import RULES
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"


def findings(text: str) -> tuple[Finding, ...]:
    return judge([PlanVersions(PATH, text.encode())], Repository(), Config(profile="architect")).findings


@pytest.mark.parametrize("concept", FIELDS)
def test_the_line_of_every_field_is_a_placeholder(concept: str) -> None:
    written = line(concept)
    plan = read(Source(PATH, f"# Plan\n\n## Notes\n\n{written}\n".encode()))
    said = [answer.state for answer in plan.answers] + [marker.state for marker in plan.markers]

    assert said
    assert set(said) == {State.PLACEHOLDER}


@pytest.mark.parametrize("concept", HEADINGS)
def test_a_section_that_is_pasted_unread_is_still_unfilled(concept: str) -> None:
    text = "\n".join(("# Plan", "", *asked(concept)))

    assert any(found.rule == "unfilled-placeholder" or found.question for found in findings(text))


def test_a_missing_field_is_asked_for_in_the_template_s_words() -> None:
    (found,) = (
        each
        for each in findings(
            "## Deployment and Rollback\n\n- **Deployment Strategy:** canary, 5 %\n- **Rollback Steps:** `undo`\n"
        )
        if each.rule == "rollback-trigger-missing"
    )

    assert found.question == "- **Rollback Trigger:** [conditions for rollback]"


def test_whoever_asks_is_a_rule() -> None:
    assert {rule.name for rule in RULES} >= ASKING - {"constitution-check-missing"}
