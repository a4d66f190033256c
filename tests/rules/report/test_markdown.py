"""The report as Markdown for a job summary."""

from rules.report.markdown import as_markdown
from tests.rules.report.reports import finding, report


def test_the_verdict_comes_first_then_what_to_do() -> None:
    text = as_markdown(report(finding()), compared=False, hidden=0)

    assert text.startswith("**Failed**: 1 plan, 1 error; 18 rules run.\n")
    assert "### To pass\n1. **no-kill-switch** `ledger drift` has no kill switch. Add one." in text


def test_old_errors_do_not_fail_what_is_compared() -> None:
    text = as_markdown(report(), compared=True, hidden=3)

    assert text.startswith("**Passed**: 1 plan, no problems; 18 rules run; 3 old findings not shown")


def test_the_words_of_a_plan_are_data() -> None:
    hostile = finding()._replace(message='"@octocat <img src=x> [a](http://b)" is wrong')

    assert "`@\u200boctocat <img src=x> [a](http://b)`" in as_markdown(report(hostile), compared=False, hidden=0)
