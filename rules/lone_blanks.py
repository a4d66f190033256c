"""Placeholders that stand alone in their line, which a rule that knows better what they are for may report."""

from collections.abc import Mapping

from rules.plan.model import Plan, State
from rules.plan.source import Span


def lone_blanks(plan: Plan) -> Mapping[int, Span | None]:
    """Return the placeholders that `unfilled-placeholder` reports, by line; None where a line holds several."""
    said = [answer.span for answer in plan.answers if answer.state is State.PLACEHOLDER]
    said += [marker.span for marker in plan.markers if marker.state is State.PLACEHOLDER]
    blanks: dict[int, Span | None] = {}
    lowest: dict[int, int] = {}
    for span in sorted(said, key=lambda span: (-span.start, span.end)):
        if span.line in lowest and span.end > lowest[span.line]:
            continue  # it only holds the one that was seen
        blanks[span.line] = None if span.line in lowest else span
        lowest[span.line] = span.start
    return blanks
