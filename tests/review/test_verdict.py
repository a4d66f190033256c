"""Conclusions and titles: one row for each state a pull request can be in."""

from dataclasses import replace
from datetime import date

import pytest

from bot.review.configuration import ORGANISATION_FILE, Proposal, Settings
from bot.review.verdict import Conclusion, verdict
from rules.config import Config, ConfigError, Gate, Mode
from rules.finding import Report, Severity
from rules.repository import PlanVersions
from tests.review.making import PATH, finding, plan_report, report, report_of, snapshot, warning

TODAY = date(2026, 11, 22)
OTHER = "specs/002-audit/plan.md"
BROKEN = ConfigError(".github/planwarden.yml", 7, 3, 'unknown key "mod"')


@pytest.mark.parametrize(
    ("judged", "conclusion", "title"),
    [
        (report(), "success", "1 plan, no problems"),
        (report_of([plan_report(), plan_report(path=OTHER)]), "success", "2 plans, no problems"),
        (report(warning(1), warning(2, new=False), warning(3, new=False)), "success", "3 warnings (1 new)"),
        (report(finding(1), finding(2), warning()), "failure", f"2 errors in {PATH}"),
        (
            report_of([plan_report(finding()), plan_report(finding(path=OTHER), path=OTHER)]),
            "failure",
            "2 errors in 2 plans",
        ),
        (report(*(finding(line, new=False) for line in range(1, 5))), "success", "No new problems (4 existing)"),
        (report(finding(1, new=False), warning(2)), "success", "1 existing error, 1 warning (1 new)"),
        (report(finding(1, severity=Severity.INFO)), "success", "1 plan, 1 note"),
        (report(finding(1, waived="by octocat")), "success", "1 plan, no problems"),
        (report_of([plan_report(profile="unknown")]), "neutral", "The form of the plan is not known"),
        (report_of([plan_report(finding(), profile="unknown")]), "failure", f"1 error in {PATH}"),
    ],
)
def test_a_plan_is_judged_by_its_findings(judged: Report, conclusion: str, title: str) -> None:
    told = verdict(snapshot(), judged, TODAY)
    assert (told.conclusion, told.title) == (conclusion, title)


def test_old_errors_fail_where_the_gate_is_all() -> None:
    told = verdict(snapshot(Config(gate=Gate.ALL)), report(finding(new=False)), TODAY)
    assert (told.conclusion, told.title) == ("failure", f"1 error in {PATH}")


@pytest.mark.parametrize(
    ("config", "draft", "word", "note"),
    [
        (Config(mode=Mode.ADVISORY), False, "advisory", "Advisory: errors are shown and do not fail"),
        (Config(enforce_from=date(2026, 11, 23)), False, "advisory", "Advisory until 2026-11-23"),
        (Config(), True, "draft", "A draft: errors fail the check once"),
    ],
)
def test_errors_that_do_not_count_yet_are_neutral_and_shown(config: Config, draft: bool, word: str, note: str) -> None:  # noqa: FBT001 - a table's column
    told = verdict(snapshot(config, pull={"draft": draft}), report(finding()), TODAY)
    assert (told.conclusion, told.title) == ("neutral", f"1 error in {PATH} ({word})")
    assert told.headline.startswith(f"**Not blocking ({word}): 1 error.**")
    assert any(each.startswith(note) for each in told.notes)


def test_from_its_day_on_the_configuration_is_enforced() -> None:
    assert verdict(snapshot(Config(enforce_from=TODAY)), report(finding()), TODAY).conclusion is Conclusion.FAILURE


def test_a_rule_that_crashed_fails_even_where_errors_are_advice() -> None:
    judged = report(finding(rule="internal-error"), crashed_rules=("no-kill-switch",))
    assert verdict(snapshot(Config(mode=Mode.ADVISORY)), judged, TODAY).conclusion is Conclusion.FAILURE


def test_without_a_plan_the_check_passes_and_says_what_happened() -> None:
    none = verdict(snapshot(plans=()), Report(), TODAY)
    assert (none.conclusion, none.title) == ("success", "No plan changed")
    gone = verdict(snapshot(plans=(), deleted=(PATH,)), Report(), TODAY)
    assert (gone.conclusion, gone.title) == ("success", "1 plan removed")
    assert gone.notes == (f"`{PATH}` is a plan no more.",)


def test_switched_off_is_not_green() -> None:
    told = verdict(snapshot(Config(mode=Mode.OFF), plans=()), Report(), TODAY)
    assert (told.conclusion, told.title) == ("neutral", "Planwarden is switched off here")


def test_a_broken_configuration_fails_with_file_line_and_column() -> None:
    told = verdict(snapshot(settings=Settings(Config(), (BROKEN,)), plans=()), Report(), TODAY)
    assert (told.conclusion, told.title) == ("failure", "Config error in .github/planwarden.yml line 7")
    assert told.notes[0] == "- `.github/planwarden.yml` line 7, column 3: unknown key `mod`."


def test_of_the_organisations_file_only_the_place_is_told() -> None:
    """It may be private; its text must not show in a public repository."""
    secret = ConfigError(ORGANISATION_FILE, 2, 1, 'unknown key "canary-secret"')
    told = verdict(snapshot(settings=Settings(Config(), (secret,)), plans=()), Report(), TODAY)
    assert told.title == "Config error in the organisation's configuration line 2"
    assert "line 2, column 1" in told.notes[0]
    assert "canary" not in str(told)


def test_a_pull_request_that_breaks_the_configuration_fails() -> None:
    told = verdict(snapshot(proposal=Proposal(BROKEN.path, (BROKEN,))), report(), TODAY)
    assert (told.conclusion, told.title) == ("failure", "Config error in .github/planwarden.yml line 7")
    assert "This pull request makes the configuration invalid" in told.headline


def test_a_pull_request_that_mends_the_configuration_is_judged() -> None:
    """Otherwise a required check would keep the cure from being merged."""
    broken = snapshot(settings=Settings(Config(), (BROKEN,)), proposal=Proposal(BROKEN.path))
    told = verdict(broken, report(), TODAY)
    assert (told.conclusion, told.title) == ("success", "1 plan, no problems")
    assert "this pull request mends it" in told.notes[0]
    assert verdict(broken, report(finding()), TODAY).conclusion is Conclusion.FAILURE


def test_a_changed_configuration_is_announced_and_not_obeyed() -> None:
    told = verdict(snapshot(proposal=Proposal(BROKEN.path)), report(finding()), TODAY)
    assert told.conclusion is Conclusion.FAILURE
    assert "takes effect after the merge" in told.notes[0]
    removed = verdict(snapshot(proposal=Proposal(BROKEN.path, removed=True)), report(), TODAY)
    assert removed.notes == ("`.github/planwarden.yml` is removed; that takes effect after the merge.",)


@pytest.mark.parametrize("path", ["specs/" + "x" * 300 + "/plan.md", "specs/@alice\u202e/plan.md"])
def test_a_title_is_short_and_plain_whatever_the_path(path: str) -> None:
    long = replace(snapshot(), plans=(PlanVersions(path, b""),))
    told = verdict(long, report_of([plan_report(finding(path=path), path=path)]), TODAY)
    assert len(told.title) <= 80
    assert told.title.startswith("1 error in ")
    assert told.title.endswith("/plan.md")
    assert "@alice" not in told.title
    assert "\u202e" not in told.title
