"""The lines of a plan, as written, that hold what a pattern finds."""

import re
from collections.abc import Iterator

from rules.plan.model import Answer, Plan
from rules.plan.source import Span


def lines_with(pattern: re.Pattern[str], text: str, low: int = 0, high: int | None = None) -> Iterator[str]:
    """Yield each line of the text, or of its part, that the pattern finds something in, once; in linear time."""
    high = len(text) if high is None else high
    done = low
    for found in pattern.finditer(text, low, high):
        if found.start() >= done:
            start = text.rfind("\n", low, found.start()) + 1 or low
            end = text.find("\n", found.end(), high)
            done = high if end < 0 else end
            yield text[start:done]


def place_in(plan: Plan, answer: Answer, pattern: re.Pattern[str]) -> Span:
    """Return where in an answer of several lines the pattern finds something: that line's text; else the answer's place."""
    if answer.span.line == answer.span.end_line or (found := pattern.search(plan.source.slice(answer.span))) is None:
        return answer.span
    at = answer.span.start + len(found.string[: found.start()].encode())
    line = plan.source.line_span(plan.source.position(at)[0])
    return plan.source.span(max(line.start, answer.span.start), min(line.end, answer.span.end))


def words_at(plan: Plan, answer: Answer, span: Span) -> str:
    """Return what an answer says at a place in it, without bullets and emphasis."""
    return answer.text if span == answer.span else plan.source.slice(span).strip("-*+ \t")
