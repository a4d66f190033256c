"""Findings as annotations: a line of a file, a level, a title and what to do. GitHub shows all of it as plain text."""

from collections.abc import Iterable
from typing import NamedTuple

from rules.config import Gate
from rules.finding import Finding, Report, Severity
from rules.report.echo import plain, span
from rules.report.groups import groups, last_line
from rules.report.prose import plain_message, plain_sentence

BATCH = 50
"""Annotations that GitHub takes in one request."""

MOST = 3 * BATCH
"""Whoever has more errors than that starts with these."""

LEVELS = {Severity.ERROR: "failure", Severity.WARNING: "warning", Severity.INFO: "notice"}


class Annotation(NamedTuple):
    """Lines are 1-based and inclusive. `level`: failure, warning or notice. `title` at most 200 characters."""

    path: str
    start_line: int
    end_line: int
    level: str
    title: str
    message: str
    details: str


def annotations(report: Report, gate: Gate, others: int = 0) -> tuple[Annotation, ...]:
    """Return an annotation for everything that blocks, up to `MOST`, then for what else is new, the heaviest first.

    Advice only fills the last request that the errors need anyway: what does not block costs no request of its own.
    `others`: annotations that are sent before these.
    """
    found = groups(report, gate)
    heavy = others + len(found.blocking)
    room = min(max(heavy + -heavy % BATCH, BATCH), MOST) - others
    return tuple(annotation(finding) for finding in (*found.blocking, *found.advice)[:room])


def annotation(finding: Finding) -> Annotation:
    subject = plain(finding.subject, 100)
    return Annotation(
        path=finding.path,
        start_line=finding.span.line,
        end_line=last_line(finding),
        level=LEVELS[finding.severity],
        title=f"{finding.rule}: {subject}" if subject else finding.rule,
        message=" ".join(filter(None, (plain_message(finding), plain_sentence(finding.fix)))),
        details="\n".join(evidence(finding)),
    )


def evidence(finding: Finding) -> Iterable[str]:
    """Yield what a program needs to act on the finding, one fact a line."""
    yield f"rule: {finding.rule}"
    yield f"severity: {finding.severity}"
    yield f"new: {'yes' if finding.new else 'no'}"
    if finding.section:
        yield f"section: {plain(finding.section)}"
    if finding.subject:
        yield f"subject: {span(plain(finding.subject))}"
    yield f"fingerprint: {finding.fingerprint}"
