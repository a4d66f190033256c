"""`check --format markdown`: the report for a job summary, a pull request or a chat that reads Markdown."""

from rules.config import Gate
from rules.finding import Report
from rules.report.links import Links
from rules.report.summary import Wording, summary
from rules.report.text import summary as last_line

ROOM = 900_000
"""Bytes; GitHub takes 1 MiB for the summary of a step."""


def as_markdown(report: Report, *, compared: bool, hidden: int) -> str:
    """Return the report as Markdown; plans' own words stand in it as data."""
    gate = Gate.NEW if compared else Gate.ALL
    verdict = "**Failed**" if report.totals.errors else "**Passed**"
    headline = f"{verdict}: {last_line(report, compared=compared, hidden=hidden)}."
    return summary(report, gate, Wording(headline), Links(), room=ROOM) + "\n"
