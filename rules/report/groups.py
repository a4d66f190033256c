"""The findings of a report by what they mean for the pull request, each in one group."""

from typing import NamedTuple

from rules.config import Gate
from rules.finding import Finding, Report, Severity


class Groups(NamedTuple):
    """`blocking`: errors that fail the check. `advice`: what else is new. `existing`: what the base branch has as well."""

    blocking: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()
    existing: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()


def groups(report: Report, gate: Gate) -> Groups:
    """Sort the findings, those of a group by severity and then as they stand in the report."""
    found: dict[str, list[Finding]] = {"blocking": [], "advice": [], "existing": [], "waived": []}
    for finding in sorted(report.findings, key=lambda each: -each.severity.rank):
        found[group(finding, gate)].append(finding)
    return Groups(**{name: tuple(members) for name, members in found.items()})


def group(finding: Finding, gate: Gate) -> str:
    if finding.waived is not None:
        return "waived"
    if finding.severity is Severity.ERROR and (finding.new or gate is Gate.ALL):
        return "blocking"
    return "advice" if finding.new else "existing"


def counted(number: int, noun: str) -> str:
    """Return "1 error", "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def last_line(finding: Finding) -> int:
    """Return the last line that the finding covers: the end of a span is exclusive in its column."""
    span = finding.span
    return max(span.line, span.end_line - 1 if span.end_column <= 1 else span.end_line)
