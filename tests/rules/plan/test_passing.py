"""What sentences say in passing, where no section says it."""

import pytest

from rules.plan.model import State
from tests.rules.plan.plans import plan_of


@pytest.mark.parametrize(
    ("line", "concept"),
    [
        ("- The label printer is planned but out of scope for this feature", "scope.out"),
        ("- Two-sided labels are explicitly out of scope", "scope.out"),
        ("- Colour prints (out of scope, see the next feature)", "scope.out"),
        ("- Set printer alerts at 80 % of the paper tray", "alerting.threshold"),
        ("- The operator is alerted when more than 5% of the prints fail", "alerting.threshold"),
        ("- Monitor memory usage of the spooler", "observability.metrics"),
        ("**Storage**: PostgreSQL (shared, adds `label` and `print_job` tables)", "data.forward_migration"),
    ],
)
def test_a_sentence_that_says_it(line: str, concept: str) -> None:
    plan = plan_of(f"# Plan: labels\n\n## Summary\n\n{line}\n")

    (answer,) = plan.all(concept)
    assert answer.state is State.VAGUE
    assert answer.span.line == 5


@pytest.mark.parametrize(
    "line",
    [
        "- Nothing that prints is out of scope",
        "- These steps are beyond the scope of the /plan command",
        "- Alerts are shown on line 3 of the display",
        "- Monitor the mailing list",
        "**Storage**: PostgreSQL, no new tables",
        "- The next feature adds a table of printers",
    ],
)
def test_a_sentence_that_does_not(line: str) -> None:
    plan = plan_of(f"# Plan: labels\n\n## Summary\n\n{line}\n")

    assert {answer.concept for answer in plan.answers} <= {"summary", "observability.logs", "technical_context.storage"}


def test_a_section_of_its_own_says_it() -> None:
    plan = plan_of("# Plan\n\n## Scope\n\n- In Scope: labels\n\n## Notes\n\nColour is out of scope.\n")

    assert plan.all("scope.out") == ()


def test_it_is_no_section() -> None:
    plan = plan_of("# Plan\n\n## Notes\n\nColour is out of scope. Alert when the queue is > 50.\n")

    assert plan.has("scope.out")
    assert not plan.has("scope")
    assert not plan.has("alerting")
