"""The lines of a plan, as written, that hold what a pattern finds."""

import re
from collections.abc import Iterable, Iterator

from rules.plan.model import Answer, Plan
from rules.plan.source import Span


def lines_with(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield each line of a short text that the pattern finds something in."""
    return (line for line in text.split("\n") if pattern.search(line))


def lines_naming(
    plan: Plan, literals: Iterable[str], low: int = 0, high: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the lines, as characters of the plan's text, that hold one of the literals, which are in lower case.

    Looking for literals is many times faster than a regular expression with a choice at its beginning, so patterns are
    tried on these lines only. A line is yielded once for each literal.
    """
    text = plan.low
    high = len(text) if high is None else high
    for literal in literals:
        at = text.find(literal, low, high)
        while at >= 0:
            start, end = text.rfind("\n", low, at) + 1 or low, text.find("\n", at, high)
            end = high if end < 0 else end
            yield start, end
            at = text.find(literal, end, high)


def written(plan: Plan, literals: Iterable[str]) -> Iterator[str]:
    """Yield the lines as written that hold one of the literals."""
    return (plan.source.text[start:end] for start, end in lines_naming(plan, literals))


def found_in_lines(plan: Plan, pattern: re.Pattern[str], literals: Iterable[str]) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds within single lines; `literals`: one of them is in all that it finds."""
    lines = sorted(set(lines_naming(plan, literals)))
    return (match for start, end in lines for match in pattern.finditer(plan.source.text, start, end))


def spans(plan: Plan, ranges: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Yield the spans of ranges of the text's characters, which come in order; linear in the text, however many there are."""
    text, at, offset = plan.source.text, 0, plan.source.bom
    for start, end in ranges:
        offset += len(text[at:start].encode())
        at = start
        yield plan.source.span(offset, offset + len(text[start:end].encode()))


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
