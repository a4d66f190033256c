"""Which findings of a report an output lists, with totals that count what is listed."""

from collections.abc import Iterable

from rules.finding import Finding, Report, Severity, Totals


def only_new(report: Report) -> Report:
    """Return the report without the findings that the base version has as well."""
    plans = (plan._replace(findings=tuple(each for each in plan.findings if each.new)) for plan in report.plans)
    return recounted(report._replace(plans=tuple(plans)))


def joined(reports: Iterable[Report]) -> Report:
    """Return the reports of several repositories as one.

    They ran under configurations of their own, so the counts of rules are those of the repository with the most.
    """
    each = tuple(reports)
    return recounted(
        Report(
            plans=tuple(plan for report in each for plan in report.plans),
            totals=Totals(
                rules_run=max((report.totals.rules_run for report in each), default=0),
                rules_applicable=max((report.totals.rules_applicable for report in each), default=0),
            ),
            crashed_rules=tuple(dict.fromkeys(rule for report in each for rule in report.crashed_rules)),
            today=max((report.today for report in each if report.today is not None), default=None),
        )
    )


def recounted(report: Report) -> Report:
    totals = report.totals._replace(
        plans_found=len(report.plans),
        plans_parsed=sum(plan.parsed for plan in report.plans),
    )
    return report._replace(totals=totals.counting(report.findings))


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings count at each severity; what is waived does not count."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if finding.waived is None:
            counts[finding.severity] += 1
    return counts
