"""A line of a plan with the place of a finding marked below it."""

from rules.plan.source import Source, Span
from rules.report.printable import printable, width

LONGEST = 100
BEFORE = 30
ELLIPSIS = "…"


def frame(source: Source, span: Span) -> tuple[str, str]:
    """Return the first line of the span, ready for a terminal, and the marks that go below it.

    A long line is cut to its part around the place; a place of several lines is marked to the end of its first.
    """
    line = source.slice(source.line_span(span.line))
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    before = printable(line[:start])
    marked = printable(line[start:end]) or printable(line[start : start + 1])
    after = printable(line[start + max(end - start, 1) :]).rstrip()
    if len(before) + len(marked) + len(after) > LONGEST and len(before) > BEFORE:
        before = ELLIPSIS + before[-BEFORE:]
    marked = cut(marked, LONGEST - len(before))
    after = cut(after, LONGEST - len(before) - len(marked))
    return before + marked + after, " " * width(before) + "^" * max(width(marked), 1)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(most - 1, 0)] + ELLIPSIS
