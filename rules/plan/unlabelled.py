"""Answers that no label announces: a list after "done when:", a latency in a performance section."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Bullets, Paragraph, Table
from rules.plan.cover import Cover
from rules.plan.lines import lines_of, row_lines, text_of
from rules.plan.model import Answer
from rules.plan.outline import Node

DONE_WHEN: Final = lazy(
    r"\b(?:complete|completed|done|validated|finished|accepted)\s+(?:when|if|once)\b[^.]{0,200}:\s*$", re.IGNORECASE
)
LATENCY: Final = lazy(
    r"\b(?:latenc\w+|respon[sd]\w*|p\s?9[059]|percentile|load(?:s|ing)?|quer(?:y|ies)|render\w*|start.?up)\b.{0,120}\d\s?(?:ms|s|sec|seconds?)\b"
    r"|\d\s?(?:ms|s|sec|seconds?)\b.{0,120}\b(?:latenc\w+|respon[sd]\w*|p\s?9[059]|percentile|load)\b",
    re.IGNORECASE,
)
WHEN: Final = lazy(
    r"\b(?:weeks?|days?|sprints?|months?)\s*#?\d|\b\d+(?:\s?[-\N{EN DASH}]\s?\d+)?\s*(?:hours?|days?|weeks?|months?|sprints?)\b"
    r"|\b20\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
PHASE: Final = lazy(r"\W*(?:\d[\d.]*\s+)?(?:phase|milestone|week|sprint|stage|step|day|month)\b", re.IGNORECASE)
BOUNDED: Final = lazy(
    r"\W*(?:[<\u2264~]|under|within|below|less than|max(?:imum)?)?=?\s*\d+(?:[.,]\d+)?\s?(?:ms|s|secs?|seconds?|milliseconds?)\b",
    re.IGNORECASE,
)
CHOSEN: Final = lazy(
    r"\b(?:interval|time.?outs?|polling|retr(?:y|ies)|ttl|cache|expir\w+|back.?off|cold.?start)\b", re.IGNORECASE
)
"""Times that are set, not promised."""
LEAST_PHASES: Final = 2
"""So many headings with a time make a timeline."""


def unlabelled(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Yield such answers for the fields that the plan answers nowhere with a label."""
    said = {answer.concept for answer in answers}
    taken = Cover((answer.span.start, answer.span.end) for answer in answers if answer.concept == "nfr.p95_latency")
    if "timeline" not in said and all(node.concept != "timeline" for node in nodes):
        yield from _phases(judge, nodes)
    for node in nodes:
        if "dod" not in said:
            yield from _done(judge, node)
        if "nfr.performance" in node.above:
            yield from _timed_rows(judge, node, taken)
        if "nfr.p95_latency" not in said and "nfr.performance" in node.above:
            for line in node.lines:
                if line.kind in {"text", "item", "cell"} and LATENCY.search(text_of(line)):
                    yield judge.value("nfr.p95_latency", (line,), judge.source.span(line.start, line.end))


def _timed_rows(judge: Judge, node: Node, taken: Cover) -> Iterator[Answer]:
    """Yield the rows of a table about performance that limit a time, under whatever name ("Balance fetch | < 200 ms")."""
    for block in node.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            lines = list(row_lines(row))
            rest = lines[1:]
            free = bool(rest) and not taken.overlaps(row.start, row.end) and not CHOSEN.search(text_of(lines[0]))
            if (
                free
                and any(BOUNDED.match(text_of(line)) for line in rest)
                and not any(LATENCY.search(text_of(line)) for line in lines)
            ):
                name = judge.source.span(lines[0].start, lines[0].end)
                where = judge.source.span(rest[0].start, rest[-1].end)
                yield judge.value("nfr.p95_latency", rest, where, text_of(lines[0]), name)


def _phases(judge: Judge, nodes: Sequence[Node]) -> Iterator[Answer]:
    """Yield the phases of the work whose headings say when they are ("Phase 2: Labels (Week 3)") as the timeline."""
    timed = [node for node in nodes if node.lines and PHASE.match(node.title) and WHEN.search(node.title)]
    for node in timed if len(timed) >= LEAST_PHASES else ():
        yield judge.value("timeline", node.lines, judge.source.span(node.start, node.end))


def _done(judge: Judge, node: Node) -> Iterator[Answer]:
    for block, below in zip(node.blocks, node.blocks[1:], strict=False):
        if isinstance(block, Paragraph) and isinstance(below, Bullets) and DONE_WHEN.search(block.prose.text):
            yield judge.value("dod", tuple(lines_of((below,))), judge.source.span(below.start, below.end))
