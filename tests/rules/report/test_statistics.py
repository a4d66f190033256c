"""Counts of each rule."""

from rules.finding import Edit, Severity
from rules.report.statistics import counted_rules, lines
from tests.rules.report.reports import finding, report


def test_rules_are_counted_the_most_frequent_first() -> None:
    fixable = finding(rule="invalid-status")._replace(edits=(Edit(finding().span, "x"),))
    found = report(
        finding(), finding("card data", severity=Severity.WARNING), finding("card data", waived="so"), fixable
    )

    assert [tuple(row) for row in counted_rules(found)] == [
        ("no-kill-switch", 3, 1, 1, 0, 1, 1, 0),
        ("invalid-status", 1, 1, 0, 0, 0, 1, 1),
    ]
    assert list(lines(found)) == [
        "rule            findings  errors  warnings  infos  waived  plans  fixable",
        "no-kill-switch         3       1         1      0       1      1        0",
        "invalid-status         1       1         0      0       0      1        1",
        "",
    ]
    assert list(lines(report())) == []
