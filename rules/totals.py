"""The verdicts on single plans as one report. It needs no rule, so that what is known already costs no import of them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.finding import PlanReport, Report, Totals


class Verdict(NamedTuple):
    """One plan, judged, and what the totals count of it. `rules`: how many were on; `crashed`: what raised, in report order."""

    report: PlanReport
    applicable: frozenset[str]
    crashed: tuple[str, ...]
    rules: int


def summed(verdicts: Sequence[Verdict], today: date | None) -> Report:
    """Return the report on all plans, in the order given."""
    reports = tuple(verdict.report for verdict in verdicts)
    applicable: frozenset[str] = frozenset().union(*(verdict.applicable for verdict in verdicts))
    totals = Totals(
        plans_found=len(verdicts),
        plans_parsed=sum(report.parsed for report in reports),
        rules_run=max((verdict.rules for verdict in verdicts), default=0),
        rules_applicable=len(applicable),
    )
    return Report(
        plans=reports,
        totals=totals.counting(finding for report in reports for finding in report.findings),
        crashed_rules=tuple(dict.fromkeys(name for verdict in verdicts for name in verdict.crashed)),
        today=today,
    )
