"""JUnit: what a build server reads, and XML whatever a plan contains."""

from xml.etree import ElementTree as ET

from rules.finding import Severity
from rules.report.junit import as_junit
from tests.rules.report.reports import finding, report


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314 - it reads what we wrote


def test_an_error_fails_and_the_rest_is_skipped_with_its_reason() -> None:
    root = parsed(
        as_junit(
            report(finding(), finding("card data", severity=Severity.WARNING), finding("card data", waived="later"))
        )
    )
    (suite,) = root
    failure, *skipped = [case[0] for case in suite]

    assert (root.get("tests"), root.get("failures"), suite.get("skipped")) == ("3", "1", "2")
    assert (failure.tag, failure.get("message")) == ("failure", '"ledger drift" has no kill switch')
    assert failure.text == 'specs/a/plan.md:5:3: "ledger drift" has no kill switch\nfix: Add one'
    assert [each.get("message") for each in skipped] == [
        'warning: "card data" has no kill switch',
        'waived: later: "card data" has no kill switch',
    ]


def test_a_plan_without_problems_is_a_case_that_passed() -> None:
    (suite,) = parsed(as_junit(report()))

    assert [(case.get("name"), len(case)) for case in suite] == [("no problems", 0)]


def test_nothing_in_a_plan_breaks_the_document() -> None:
    hostile = finding()._replace(message='<x> & "y" ]]> \x00\x1b\ud800\ufffe', subject="\x01<")

    assert "<x> & " in (parsed(as_junit(report(hostile, path="specs/\x02&/plan.md")))[0][0][0].text or "")
