"""The report as a person at a terminal reads it."""

from rules.finding import Finding, Report, Severity
from rules.report.selection import joined
from rules.report.text import Style, lines
from tests.rules.report.reports import SOURCE, finding, report

SOURCES = {SOURCE.path: SOURCE.data}


def shown(found: Report, *, colour: bool = False, compared: bool = False, hidden: int = 0) -> list[str]:
    return list(lines(found, SOURCES, style=Style(colour), compared=compared, hidden=hidden))


def test_a_finding_has_its_place_its_line_and_what_to_do() -> None:
    assert shown(report(finding(), finding("card data", severity=Severity.WARNING))) == [
        'specs/a/plan.md:5:3: error no-kill-switch: "ledger drift" has no kill switch',
        "    5 | - ledger drift",
        "      |   ^^^^^^^^^^^^",
        "  fix: Add one",
        "",
        'specs/a/plan.md:6:3: warning no-kill-switch: "card data" has no kill switch',
        "    6 | - card data",
        "      |   ^^^^^^^^^",
        "  fix: Add one",
        "",
        "specs/a/plan.md: architect, status approved: 1 error, 1 warning",
        "",
        "1 plan, 1 error, 1 warning; 18 rules run",
    ]


def last(*findings: Finding, compared: bool = False, hidden: int = 0) -> str:
    return shown(report(*findings), compared=compared, hidden=hidden)[-1]


def test_the_last_line_says_what_was_checked_and_what_is_not_shown() -> None:
    old = finding(new=False)
    assert last() == "1 plan, no problems; 18 rules run"
    assert last(old, finding(), compared=True) == "1 plan, 2 errors (1 new); 18 rules run"
    assert last(finding(waived="x")) == "1 plan, no problems, 1 waived; 18 rules run"
    assert last(compared=True, hidden=1) == (
        "1 plan, no problems; 18 rules run; 1 old finding not shown (see them with --all)"
    )


def test_what_is_waived_is_counted_and_not_shown() -> None:
    assert len(shown(report(finding(waived="x")))) == 1


def test_a_plan_that_nobody_can_read_is_shown_without_a_line_of_it() -> None:
    unreadable = report(finding()).plans[0]._replace(parsed=False, profile="unknown")
    found = joined([Report((unreadable,)), report()])
    told = list(lines(found, {SOURCE.path: b"\xff"}, style=Style()))
    assert told == [
        'specs/a/plan.md:5:3: error no-kill-switch: "ledger drift" has no kill switch',
        "  fix: Add one",
        "",
        "specs/a/plan.md: 1 error",
        "",
        "2 plans (1 unreadable), 1 error; 18 rules run",
    ]


def test_a_renamed_plan_says_where_it_was() -> None:
    plan = report(finding()).plans[0]._replace(base_path="specs/\x1bold/plan.md")
    assert shown(Report((plan,)))[-3] == (
        "specs/a/plan.md: architect, status approved, renamed from specs/<U+001B>old/plan.md: 1 error"
    )


def test_colours_stand_around_words_and_change_none() -> None:
    found = report(finding())
    coloured = "\n".join(shown(found, colour=True))
    assert "\x1b[1;31merror\x1b[0m" in coloured
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == "\n".join(shown(found))
