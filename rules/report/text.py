"""`check --format text`: the report for a person at a terminal."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rules.finding import Finding, PlanReport, Report, Severity
from rules.plan.source import Source
from rules.report.frame import frame
from rules.report.groups import counted
from rules.report.printable import printable
from rules.report.selection import count
from rules.report.suggestion import suggestion

BOLD, DIM = "1", "2"
REMOVED, ADDED = "31", "32"
MOST_PREVIEWED = 8
"""Lines of a fix that are shown below a finding; `--diff` shows all."""

COLOURS: Mapping[Severity, str] = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


class Style(NamedTuple):
    """Whether to use ANSI colours, only ever around our own words or around text that is `printable`."""

    colour: bool = False

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


def lines(
    report: Report, sources: Mapping[str, bytes], *, style: Style, compared: bool = False, hidden: int = 0
) -> Iterator[str]:
    """Yield the lines of the report, without line endings.

    `sources`: the plans' bytes by path, for the line that a finding is about. `compared`: there was a base version.
    `hidden`: how many findings are left out because base has them too.
    """
    for plan in report.plans:
        shown = [finding for finding in plan.findings if finding.waived is None]
        if shown:
            yield from plan_lines(plan, shown, readable(plan.path, sources.get(plan.path)), style)
    yield style(BOLD, summary(report, compared=compared, hidden=hidden))


def readable(path: str, data: bytes | None) -> Source | None:
    try:
        return None if data is None else Source(path, data)
    except UnicodeDecodeError:
        return None


def plan_lines(plan: PlanReport, findings: list[Finding], source: Source | None, style: Style) -> Iterator[str]:
    for finding in findings:
        yield from finding_lines(finding, source, style)
    renamed = f", renamed from {printable(plan.base_path)}" if plan.base_path else ""
    kind = f"{plan.profile}, status {printable(plan.status)}{renamed}: " if plan.parsed else ""
    yield style(BOLD, f"{printable(plan.path)}: {kind}{by_severity(findings)}")
    yield ""


def finding_lines(finding: Finding, source: Source | None, style: Style) -> Iterator[str]:
    place = f"{printable(finding.path)}:{finding.span.line}:{finding.span.column}:"
    severity = style(COLOURS.get(finding.severity, BOLD), finding.severity.value)
    yield f"{style(BOLD, place)} {severity} {style(BOLD, finding.rule)}: {printable(finding.message)}"
    if source is not None and finding.span.line <= source.line_count:
        number = f"{finding.span.line:>5}"
        text, marks = frame(source, finding.span)
        if text.strip():
            yield f"{style(DIM, f'{number} |')} {text}".rstrip()
            yield f"{style(DIM, ' ' * len(number) + ' |')} {style(COLOURS.get(finding.severity, BOLD), marks)}"
    if finding.fix:
        yield f"  fix: {printable(finding.fix)}"
    yield from (style(DIM, f"    {line}") for line in finding.question.split("\n") if line)
    yield from preview(finding, source, style)
    yield ""


def preview(finding: Finding, source: Source | None, style: Style) -> Iterator[str]:
    """Yield the lines that --fix would write, where the fix is certain."""
    fix = suggestion(finding, source.data) if source is not None and finding.edits else None
    if fix is None or source is None or fix.last - fix.first >= MOST_PREVIEWED or len(fix.lines) > MOST_PREVIEWED:
        return
    for number in range(fix.first, fix.last + 1):
        yield style(REMOVED, f"  - {printable(source.slice(source.line_span(number)))}")
    yield from (style(ADDED, f"  + {printable(line)}") for line in fix.lines)


def summary(report: Report, *, compared: bool, hidden: int) -> str:
    """Return the last line: what was looked at, what was found, what is not shown."""
    totals = report.totals
    unread = totals.plans_found - totals.plans_parsed
    plans = counted(totals.plans_found, "plan") + (f" ({unread} unreadable)" if unread else "")
    found = [by_severity(report.findings, compared=compared)]
    found += [f"{totals.waived} waived"] if totals.waived else []
    line = f"{plans}, {', '.join(found)}; {counted(totals.rules_run, 'rule')} run"
    if hidden:
        line += f"; {counted(hidden, 'old finding')} not shown (see them with --all)"
    return line


def by_severity(findings: tuple[Finding, ...] | list[Finding], *, compared: bool = False) -> str:
    """Return the findings by severity in words ("3 errors (1 new), 1 warning"), or "no problems"."""
    counts, new = count(findings), count(finding for finding in findings if finding.new)
    words = [
        counted(counts[severity], name) + (f" ({new[severity]} new)" if compared else "")
        for severity, name in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "info"))
        if counts[severity]
    ]
    return ", ".join(words) or "no problems"
