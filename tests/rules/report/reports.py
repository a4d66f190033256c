"""Small reports for the tests of outputs."""

from rules.finding import Finding, PlanReport, Report, Severity, Totals
from rules.plan.source import Source

TEXT = "# Plan\n\n## Risks\n\n- ledger drift\n- card data\n"
SOURCE = Source("specs/a/plan.md", TEXT.encode())


def finding(
    part: str = "ledger drift",
    *,
    rule: str = "no-kill-switch",
    severity: Severity = Severity.ERROR,
    new: bool = True,
    waived: str | None = None,
) -> Finding:
    start = TEXT.index(part)
    return Finding(
        rule=rule,
        severity=severity,
        path=SOURCE.path,
        span=SOURCE.span(start, start + len(part)),
        section="risks",
        subject=part,
        message=f'"{part}" has no kill switch',
        fingerprint=f"print-{part}",
        fix="Add one",
        new=new,
        waived=waived,
    )


def report(*findings: Finding, path: str = SOURCE.path) -> Report:
    plan = PlanReport(path, "architect", "approved", tuple(each._replace(path=path) for each in findings))
    totals = Totals(plans_found=1, plans_parsed=1, rules_run=18, rules_applicable=9)
    return Report((plan,), totals.counting(findings))
