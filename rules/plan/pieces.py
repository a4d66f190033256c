"""The labelled values of one line, each for itself."""

from collections.abc import Iterator

from rules.plan.labels import parts
from rules.plan.lines import Line


def pieces(line: Line) -> Iterator[Line]:
    """Divide a paragraph that holds several labelled values, so that each is judged for itself."""
    found = parts(line.prose) if line.kind in {"text", "item"} else []
    if len(found) < 2:  # noqa: PLR2004 - nothing to divide
        yield line
        return
    for part in found:
        low = max(part.label_low, 0) if part.label_low >= 0 else part.low
        if part.high > low:
            start, end = line.prose.extent(low, part.high)
            yield line._replace(low=part.low, high=part.high, start=start, end=end)
