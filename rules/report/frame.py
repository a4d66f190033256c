"""A line of a plan with the place of a finding marked below it."""

from rules.plan.source import Source, Span
from rules.report.printable import printable, width
from rules.secrets import MASK, Secret, to_hide

LONGEST = 100
BEFORE = 30
ELLIPSIS = "…"


def frame(source: Source, span: Span) -> tuple[str, str]:
    """Return the first line of the span, ready for a terminal, and the marks that go below it.

    A long line is cut to its part around the place; a place of several lines is marked to the end of its first. Secrets
    are masked, whatever the finding is about.
    """
    line = source.slice(source.line_span(span.line))
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    for secret in reversed(to_hide(line)):
        start, end = (moved(at, secret) for at in (start, end))
        line = line[: secret.start] + MASK + line[secret.end :]
    before = printable(line[:start])
    marked = printable(line[start:end]) or printable(line[start : start + 1])
    after = printable(line[start + max(end - start, 1) :]).rstrip()
    if len(before) + len(marked) + len(after) > LONGEST and len(before) > BEFORE:
        before = ELLIPSIS + before[-BEFORE:]
    marked = cut(marked, LONGEST - len(before))
    after = cut(after, LONGEST - len(before) - len(marked))
    return before + marked + after, " " * width(before) + "^" * max(width(marked), 1)


def moved(at: int, secret: Secret) -> int:
    """Return where a place of a line is once a secret in it is masked."""
    if at <= secret.start:
        return at
    return secret.start + len(MASK) + max(at - secret.end, 0)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(most - 1, 0)] + ELLIPSIS
