"""A verdict as bytes and back: for the cache on disk and for the processes that share the work of one run.

`marshal` holds plain values only and costs no import. Bytes that were damaged on the way must not reach it, since it believes
the sizes in them. Its format belongs to one version of Python, and so does everything that is kept in it.
"""

import marshal
from typing import Any

from rules.finding import Edit, Finding, PlanReport, Severity
from rules.plan.model import Status
from rules.plan.source import Span
from rules.totals import Verdict


def pack(verdict: Verdict) -> bytes:
    report = verdict.report
    findings = [plain(finding) for finding in report.findings]
    plan = (*report._replace(findings=(), status=str(report.status)), findings)
    return marshal.dumps((plan, sorted(verdict.applicable), verdict.crashed, verdict.rules))


def unpack(data: bytes) -> Verdict:
    try:
        plan, applicable, crashed, rules = marshal.loads(data)  # noqa: S302 - see above
        *fields, findings = plan
        report = PlanReport(*fields)._replace(findings=tuple(map(finding, findings)))
        status = Status(report.status)
        return Verdict(report._replace(status=status), frozenset(applicable), tuple(crashed), rules)
    except (EOFError, TypeError, ValueError, IndexError) as error:
        raise ValueError("no verdict") from error


def plain(finding: Finding) -> tuple[Any, ...]:
    edits = tuple((tuple(edit.span), edit.replacement) for edit in finding.edits)
    return tuple(finding._replace(severity=finding.severity.value, span=tuple(finding.span), edits=edits))  # type: ignore[arg-type]


def finding(values: tuple[Any, ...]) -> Finding:
    rule, severity, path, span, section, subject, message, mark, fix, edits, *more = values
    changes = tuple([Edit(Span(*where), replacement) for where, replacement in edits])
    return Finding(rule, Severity(severity), path, Span(*span), section, subject, message, mark, fix, changes, *more)
