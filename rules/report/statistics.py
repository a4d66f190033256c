"""`check --statistics`: how often each rule spoke, for whoever decides what to switch on."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rules.finding import Report, Severity


class Counted(NamedTuple):
    """One rule: its findings by severity, how many are waived, in how many plans, and how many can be fixed safely."""

    rule: str
    findings: int
    errors: int
    warnings: int
    infos: int
    waived: int
    plans: int
    fixable: int


def counted_rules(report: Report) -> tuple[Counted, ...]:
    """Return one row for each rule that spoke, the most frequent first; of equal ones the first by name."""
    findings = report.findings
    total = Counter(each.rule for each in findings)
    waived = Counter(each.rule for each in findings if each.waived is not None)
    by_level = Counter((each.rule, each.severity) for each in findings if each.waived is None)
    plans = Counter(rule for plan in report.plans for rule in {each.rule for each in plan.findings})
    fixable = Counter(each.rule for each in findings if each.fixable and each.waived is None)
    rows = (
        Counted(
            rule, count, by_level[rule, Severity.ERROR], by_level[rule, Severity.WARNING], by_level[rule, Severity.INFO],
            waived[rule], plans[rule], fixable[rule],
        )
        for rule, count in total.items()
    )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.findings, row.rule)))


def lines(report: Report) -> Iterator[str]:
    """Yield the rows as a table for a terminal."""
    rows = counted_rules(report)
    if not rows:
        return
    names = ("findings", "errors", "warnings", "infos", "waived", "plans", "fixable")
    longest = max(len(row.rule) for row in rows)
    yield f"{'rule':<{longest}}  " + "  ".join(names)
    for row in rows:
        figures = (f"{getattr(row, name):>{len(name)}}" for name in names)
        yield f"{row.rule:<{longest}}  " + "  ".join(figures)
    yield ""
