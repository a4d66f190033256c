"""Short ways to read a plan from a test's own text."""

from textwrap import dedent

from rules.plan.model import Plan
from rules.plan.reader import read
from rules.plan.source import Source, Span


def plan_of(text: str, *, path: str = "specs/001-export/plan.md", template: bytes | None = None) -> Plan:
    """Read a text, its common indentation cut off."""
    return read(Source(path, dedent(text).lstrip("\n").encode()), template=template)


def written(plan: Plan, span: Span) -> str:
    """Return what stands in the file at a span."""
    return plan.source.data[span.start : span.end].decode()
