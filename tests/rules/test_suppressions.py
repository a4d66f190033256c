"""What suppressions silence, by policy; the places and words of them are in the suites of their rules."""

from datetime import date

import pytest

from rules.config import Config, RuleSetting, Waivers
from rules.engine import judge
from rules.finding import Finding, Severity
from rules.repository import PlanVersions, Repository

PATH = "specs/001-export/plan.md"
TODAY = date(2026, 11, 26)
PLAN = "## Out of Scope\n\n- TBD {}\n- Archives\n"
COMMENT = '<!-- planwarden: ignore deferred-answer reason="the partners decide" until=2026-12-31 -->'


def found(  # noqa: PLR0913 - one argument for each thing that matters
    head: str,
    base: str | None = None,
    *,
    waivers: Waivers = Waivers(),  # noqa: B008 - a frozen value
    today: date | None = TODAY,
    changed: dict[str, str] | None = None,
    rules: dict[str, RuleSetting] | None = None,
    select: frozenset[str] = frozenset(),
) -> dict[str, Finding]:
    repository = Repository(plan_paths=(PATH,), changed=changed)
    config = Config(profile="architect", waivers=waivers, rules=rules or {})
    versions = PlanVersions(PATH, head.encode(), None if base is None else base.encode())
    report = judge([versions], repository, config, today=today, select=select)
    names = ("deferred-answer", "refused-suppression", "unused-suppression", "expired-suppression")
    return {finding.rule: finding for finding in report.findings if finding.rule in names}


def test_a_silenced_finding_stays_in_the_report_with_its_reason() -> None:
    report = judge([PlanVersions(PATH, PLAN.format(COMMENT).encode())], Repository(), Config(), today=TODAY)
    waived = [finding for finding in report.findings if finding.waived is not None]

    assert [(each.rule, each.waived) for each in waived] == [
        ("deferred-answer", "the partners decide (until 2026-12-31)")
    ]
    assert report.totals.waived == 1


def test_a_finding_keeps_its_fingerprint_when_it_is_silenced() -> None:
    plain, silenced = found(PLAN.format("")), found(PLAN.format(COMMENT))

    assert plain["deferred-answer"].fingerprint == silenced["deferred-answer"].fingerprint


@pytest.mark.parametrize(
    ("base", "changed"), [(PLAN.format(""), None), (None, {PATH: "added"})], ids=["edited plan", "new plan"]
)
def test_a_pull_request_silences_its_own_warnings_and_not_its_own_errors(
    base: str | None, changed: dict[str, str] | None
) -> None:
    error = found(PLAN.format(COMMENT), base, changed=changed)
    warning = found(
        PLAN.format(COMMENT), base, changed=changed, rules={"deferred-answer": RuleSetting(Severity.WARNING)}
    )
    allowed = found(PLAN.format(COMMENT), base, changed=changed, waivers=Waivers(by_author=True))

    assert error["deferred-answer"].waived is None
    assert error["refused-suppression"].severity is Severity.INFO
    assert (warning["deferred-answer"].waived, list(warning)) == (
        "the partners decide (until 2026-12-31)",
        ["deferred-answer"],
    )
    assert allowed["deferred-answer"].waived is not None


def test_what_base_has_is_in_force() -> None:
    assert found(PLAN.format(COMMENT) + "\nMore.\n", PLAN.format(COMMENT))["deferred-answer"].waived is not None


def test_a_suppression_that_was_moved_to_other_words_is_the_pull_requests_own() -> None:
    base = f"## Out of Scope\n\n- Archives of 2019 {COMMENT}\n- Imports\n"
    head = f"## Out of Scope\n\n- TBD {COMMENT}\n- Archives of 2019\n"

    assert found(head, base)["deferred-answer"].waived is None


def test_some_rules_are_never_silenced() -> None:
    both = found(PLAN.format(COMMENT), waivers=Waivers(never=("deferred-answer",)))

    assert both["deferred-answer"].waived is None
    assert "cannot be waived here" in both["refused-suppression"].message


@pytest.mark.parametrize(("longest", "silenced"), [(0, True), (35, True), (34, False)])
def test_a_suppression_ends_within_the_time_that_is_allowed(longest: int, silenced: bool) -> None:  # noqa: FBT001
    both = found(PLAN.format(COMMENT), waivers=Waivers(longest=longest))

    assert (both["deferred-answer"].waived is not None) is silenced
    if not silenced:
        assert "at most 34 days" in both["refused-suppression"].message


def test_a_limit_asks_for_a_date() -> None:
    comment = '<!-- planwarden: ignore deferred-answer reason="the partners decide" -->'

    assert (
        "add until=2026-12-26"
        in found(PLAN.format(comment), waivers=Waivers(longest=30))["refused-suppression"].message
    )


def test_after_its_last_day_a_suppression_is_reported_and_silences_nothing() -> None:
    after = found(PLAN.format(COMMENT), today=date(2027, 1, 1))

    assert after["deferred-answer"].waived is None
    assert after["expired-suppression"].severity is Severity.WARNING
    assert "unused-suppression" not in after


def test_a_selection_of_rules_says_nothing_of_the_others_suppressions() -> None:
    chosen = frozenset({"unused-suppression", "too-few-risks"})

    assert found(PLAN.format(COMMENT), select=chosen) == {}


def test_a_suppression_of_a_rule_that_is_configured_off_is_unused() -> None:
    assert list(found(PLAN.format(COMMENT), rules={"deferred-answer": RuleSetting(Severity.OFF)})) == [
        "unused-suppression"
    ]


def test_a_suppression_of_a_suppression_rule_does_nothing() -> None:
    about = '<!-- planwarden: ignore unused-suppression reason="we keep it" -->'
    head = f"## Out of Scope\n\n- Archives {COMMENT.replace('deferred-answer', 'empty-field')} {about}\n"

    assert found(head)["unused-suppression"].waived is None
