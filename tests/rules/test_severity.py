"""The table of severities, by value."""

import pytest

from rules.catalog.answers.unfilled_placeholder import UnfilledPlaceholder
from rules.catalog.answers.unreadable_plan import FIRST_LINE, UnreadablePlan
from rules.catalog.risks.kill_switch_not_actionable import KillSwitchNotActionable
from rules.catalog.risks.no_kill_switch import NoKillSwitch
from rules.config import RuleSetting
from rules.finding import Problem, Severity
from rules.plan.model import Status
from rules.rule import Rule
from rules.severity import weigh

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
PLACEHOLDER, RISK, WORDS = UnfilledPlaceholder(), NoKillSwitch(), KillSwitchNotActionable()


def severity(
    rule: Rule,
    profile: str = "architect",
    status: Status = Status.APPROVED,
    configured: Severity | None = None,
    own: Severity | None = None,
) -> Severity:
    settings = {rule.name: RuleSetting(configured)}
    return weigh(rule, Problem(FIRST_LINE, "", severity=own), profile=profile, status=status, settings=settings)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.DRAFT, WARNING),
        (Status.REVIEW, ERROR),
        (Status.APPROVED, ERROR),
        (Status.IN_PROGRESS, ERROR),
        (Status.COMPLETED, ERROR),
        (Status.UNKNOWN, ERROR),
    ],
)
def test_only_a_draft_is_held_to_less(status: Status, expected: Severity) -> None:
    assert severity(RISK, status=status) is expected


@pytest.mark.parametrize("profile", ["speckit", "speckit-legacy", "kitty", "hybrid"])
def test_the_classic_forms_are_not_asked_about_operation(profile: str) -> None:
    assert severity(RISK, profile) is INFO
    assert severity(PLACEHOLDER, profile) is ERROR
    assert severity(PLACEHOLDER, profile, Status.DRAFT) is WARNING


def test_an_unknown_form_never_fails_whatever_is_configured() -> None:
    assert severity(PLACEHOLDER, "unknown") is INFO
    assert severity(PLACEHOLDER, "unknown", configured=ERROR) is INFO
    assert severity(PLACEHOLDER, "unknown", configured=INFO) is INFO


@pytest.mark.parametrize("profile", ["architect", "speckit", "hybrid"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.APPROVED])
@pytest.mark.parametrize("configured", [INFO, WARNING, ERROR])
def test_a_configured_severity_wins_over_form_and_status(profile: str, status: Status, configured: Severity) -> None:
    assert severity(RISK, profile, status, configured) is configured


@pytest.mark.parametrize(
    ("configured", "expected"), [(None, WARNING), (ERROR, WARNING), (WARNING, WARNING), (INFO, INFO)]
)
def test_a_lighter_case_stays_light_when_the_rule_is_configured(
    configured: Severity | None, expected: Severity
) -> None:
    assert severity(RISK, configured=configured, own=WARNING) is expected


def test_a_rule_that_warns_can_be_made_an_error() -> None:
    assert severity(WORDS) is WARNING
    assert severity(WORDS, configured=ERROR) is ERROR


@pytest.mark.parametrize("profile", ["architect", "speckit", "unknown"])
@pytest.mark.parametrize("status", list(Status))
def test_an_unreadable_plan_is_an_error_in_every_form_and_status(profile: str, status: Status) -> None:
    assert severity(UnreadablePlan(), profile, status) is ERROR
