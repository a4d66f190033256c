"""Workflow commands: what GitHub Actions shows, and what no plan can make of them."""

from rules.finding import Severity
from rules.report.github import commands
from tests.rules.report.reports import finding, report


def test_a_finding_is_one_command_with_its_place_and_what_to_do() -> None:
    (command,) = commands(report(finding()))

    where, _, message = command.rpartition("::")
    assert where == (
        "::error file=specs/a/plan.md,line=5,endLine=5,title=no-kill-switch%3A ledger drift,col=3,endColumn=15"
    )
    assert message == "`ledger drift` has no kill switch. Add one."


def test_the_heaviest_come_first_and_what_is_waived_is_left_out() -> None:
    found = report(finding(severity=Severity.INFO), finding("card data", waived="so"), finding("card data"))

    assert [command.split(" ")[0] for command in commands(found)] == ["::error", "::notice"]


def test_no_text_of_a_plan_begins_a_command_or_a_property() -> None:
    hostile = finding()._replace(
        message='"a\r\n::set-output name=x::y" is wrong',
        subject="a,line=1::b\n::error::c%0A",
        path="specs/a,line=9::x\n/plan.md",
    )
    (command,) = commands(report(hostile, path=hostile.path))

    assert "\n" not in command
    assert "\r" not in command
    assert command.split("::")[2].startswith("`a ")  # what follows is the message, which GitHub reads as text
    assert "file=specs/a%2Cline=9%3A%3Ax%0A/plan.md,line=5" in command
