"""`check --format junit`: a test suite for each plan, as most build servers read it.

A plan without problems is one passed case, so that a run which looked at nothing cannot be mistaken for a green one. An
error is a failure; warnings, notes and what is waived are skipped cases with their reason: they do not fail a build.
"""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from rules.finding import Finding, PlanReport, Report, Severity
from rules.lazy import lazy
from rules.report.echo import plain

NOT_XML = lazy("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML 1.0 document cannot contain, not even as an entity (production 2, Char)."""

LONGEST = 2_000


def as_junit(report: Report) -> str:
    suites = [line for plan in report.plans for line in suite(plan)]
    failures = sum(failed(each) for each in report.findings)
    cases = sum(max(1, len(plan.findings)) for plan in report.plans)
    head = f'<testsuites name="planwarden" tests="{cases}" failures="{failures}">'
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>")) + "\n"


def failed(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.waived is None


def suite(plan: PlanReport) -> Iterator[str]:
    findings: Sequence[Finding] = plan.findings
    failures = sum(map(failed, findings))
    skipped = len(findings) - failures
    name = attribute(plan.path)
    yield f'  <testsuite name={name} tests="{max(1, len(findings))}" failures="{failures}" skipped="{skipped}">'
    if not findings:
        yield f'    <testcase name="no problems" classname={name}/>'
    for finding in findings:
        yield from case(finding, name)
    yield "  </testsuite>"


def case(finding: Finding, classname: str) -> Iterator[str]:
    place = f"line {finding.span.line}"
    subject = f" ({plain(finding.subject, 100)})" if finding.subject else ""
    yield f"    <testcase name={attribute(f'{finding.rule}, {place}{subject}')} classname={classname}>"
    said = plain(finding.message, LONGEST)
    if failed(finding):
        detail = f"{finding.path}:{finding.span.line}:{finding.span.column}: {said}"
        fix = f"\nfix: {plain(finding.fix, LONGEST)}" if finding.fix else ""
        yield f"      <failure type={attribute(finding.rule)} message={attribute(said)}>{text(detail + fix)}</failure>"
    else:
        why = f"waived: {plain(finding.waived)}" if finding.waived is not None else str(finding.severity)
        yield f"      <skipped message={attribute(f'{why}: {said}')}/>"
    yield "    </testcase>"


def attribute(value: str) -> str:
    return quoteattr(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def text(value: str) -> str:
    return escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))
