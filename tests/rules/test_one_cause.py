"""Which of two rules speaks that mean the same words."""

import pytest

from rules.catalog.answers.deferred_answer import DeferredAnswer
from rules.catalog.answers.empty_field import EmptyField
from rules.catalog.answers.unfilled_placeholder import UnfilledPlaceholder
from rules.catalog.deployment.rollback_steps_missing import RollbackStepsMissing
from rules.finding import Problem, Severity
from rules.one_cause import Found, one_cause
from rules.plan.source import Span
from rules.rule import Rule

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def found(rule: Rule, start: int, end: int, weight: Severity = ERROR, *, whole: bool = False) -> Found:
    return Found(rule, Problem(Span(start, end, 1, start + 1, 1, end + 1), "", whole=whole), weight)


def speaking(*problems: Found) -> list[str]:
    return [each.rule.name for each in one_cause(problems)]


@pytest.mark.parametrize(
    ("general", "owner", "expected"),
    [
        (ERROR, ERROR, "rollback-steps-missing"),
        (WARNING, ERROR, "rollback-steps-missing"),
        (ERROR, INFO, "deferred-answer"),
        (ERROR, WARNING, "deferred-answer"),
    ],
)
def test_the_heavier_speaks_and_on_a_tie_the_owner(general: Severity, owner: Severity, expected: str) -> None:
    same = (found(DeferredAnswer(), 5, 9, general), found(RollbackStepsMissing(), 5, 9, owner))

    assert speaking(*same) == [expected]


def test_other_words_are_another_cause() -> None:
    assert len(speaking(found(DeferredAnswer(), 5, 9), found(RollbackStepsMissing(), 20, 24))) == 2


def test_a_whole_section_speaks_for_what_is_inside() -> None:
    section = found(EmptyField(), 0, 30, INFO, whole=True)

    assert speaking(section, found(RollbackStepsMissing(), 0, 30), found(RollbackStepsMissing(), 4, 8)) == [
        "empty-field"
    ]
    assert speaking(section, found(RollbackStepsMissing(), 25, 40)) == ["empty-field", "rollback-steps-missing"]


def test_a_whole_plan_speaks_for_its_sections_and_for_any_answer_in_them() -> None:
    plan = found(UnfilledPlaceholder(), 0, 90, whole=True)
    section = found(EmptyField(), 20, 60, whole=True)

    assert speaking(plan, section, found(DeferredAnswer(), 30, 34), found(DeferredAnswer(), 70, 74)) == [
        "unfilled-placeholder"
    ]


def test_two_rules_of_the_same_kind_both_speak() -> None:
    assert len(speaking(found(DeferredAnswer(), 5, 9), found(EmptyField(), 5, 9))) == 2


def test_the_same_words_of_one_rule_are_said_once() -> None:
    """One label may name two fields, as in "AuthN/AuthZ: TBD"."""
    assert speaking(found(DeferredAnswer(), 5, 9), found(DeferredAnswer(), 5, 9)) == ["deferred-answer"]
