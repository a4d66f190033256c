"""`check --format github`: workflow commands, which GitHub Actions shows as annotations on the changed files.

A step shows ten errors, ten warnings and ten notices, a job fifty in all (GitHub's documentation of workflow commands), so
the heaviest come first. Foreign text cannot begin a command of its own: it is one line, with `%` and line ends encoded.
"""

from collections.abc import Iterator, Mapping

from rules.finding import Finding, Report, Severity
from rules.report.echo import plain
from rules.report.groups import last_line
from rules.report.prose import plain_message, plain_sentence

LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def commands(report: Report) -> Iterator[str]:
    """Yield one command for each finding that is not waived, errors first."""
    counted = [each for each in report.findings if each.waived is None]
    yield from map(command, sorted(counted, key=lambda each: -each.severity.rank))


def command(finding: Finding) -> str:
    subject = plain(finding.subject, 100)
    title = f"{finding.rule}: {subject}" if subject else finding.rule
    properties = {
        "file": finding.path,
        "line": str(finding.span.line),
        "endLine": str(last_line(finding)),
        "title": title,
    }
    if finding.span.line == finding.span.end_line:
        properties |= {"col": str(finding.span.column), "endColumn": str(finding.span.end_column)}
    shown = ",".join(f"{name}={escaped_property(value)}" for name, value in properties.items())
    message = " ".join(filter(None, (plain_message(finding), plain_sentence(finding.fix))))
    return f"::{LEVELS[finding.severity]} {shown}::{escaped(message)}"


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")
