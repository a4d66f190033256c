"""Which findings are listed, and totals that count them."""

from rules.finding import Report, Severity, Totals
from rules.report.selection import joined, only_new
from tests.rules.report.reports import finding, report


def test_only_new_leaves_out_what_base_has_and_counts_again() -> None:
    shown = only_new(report(finding(), finding("card data", new=False, severity=Severity.WARNING)))
    assert [each.subject for each in shown.findings] == ["ledger drift"]
    assert (shown.totals.errors, shown.totals.warnings, shown.totals.rules_run) == (1, 0, 18)


def test_repositories_are_joined() -> None:
    other = report(finding(waived="until 2027"), finding("card data"), path="two/plan.md")
    other = other._replace(totals=other.totals._replace(rules_run=5), crashed_rules=("x",))
    unreadable = report(finding()).plans[0]._replace(parsed=False)
    both = joined([report(finding()), other, Report((unreadable,), crashed_rules=("x", "y"))])
    assert [plan.path for plan in both.plans] == ["specs/a/plan.md", "two/plan.md", "specs/a/plan.md"]
    assert both.totals == Totals(plans_found=3, plans_parsed=2, rules_run=18, rules_applicable=9, errors=3, waived=1)
    assert both.crashed_rules == ("x", "y")


def test_no_repository_at_all_is_an_empty_report() -> None:
    assert joined([]) == Report()
