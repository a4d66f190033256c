"""Placeholders and deferrals that stand outside every recognised field, or in one line of a longer answer."""

from collections.abc import Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge, to_fill
from rules.plan.cover import Cover
from rules.plan.labels import parts
from rules.plan.lines import Line, text_of
from rules.plan.model import Answer, Marker, State
from rules.plan.outline import Node
from rules.plan.pieces import pieces
from rules.plan.placeholders import is_deferred, is_owned, known_placeholder
from rules.plan.prose import Prose

TEMPLATE_ONLY: Final = lazy(r"\[###-?[\w -]*\]|\[REMOVE IF UNUSED\]")
DESCRIBES: Final = lazy(r"\[[A-Z][a-z]+(?:-[a-z]+)?(?: [a-z]+){3,}\]")
"""A line of a block that describes what should stand in it: "[High-level diagram of the components]"."""
TO_REPLACE: Final = lazy(r"[\W_]*\[[a-z][\w .,:/&-]{8,}\]\s*")
"""What a tree of folders of the template says in the place of a folder."""
HINTS: Final = (
    "[", "{{", "<", "???", "tbd", "tba", "tbc", "tk", "fixme", "wip", "needs clar", "todo", "to be ", "soon",
    "later", "will be", "not yet", "not been", "decide",
    "x%", "x ms", "xms", "x s", "y s", "x mb", "x gb", "n cores", "x %",
)  # fmt: skip
MENUS: Final = (
    "low /", "low/", "low |", "high /", "high/", "yes/", "yes /", "draft |", "draft/", "proposed |", "ready/", "ready /",
)  # fmt: skip
"""Without any of these two, in lower case, a text is neither a placeholder nor a deferral."""
SAYS_SO: Final = frozenset({State.PLACEHOLDER, State.DEFERRED})
NOT_DEFERRALS: Final = frozenset({"scope.out", "related"})
"""Where a deferral is what the section is for."""


def markers(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> tuple[Marker, ...]:
    """Return the markers in document order; what an answer already says is not repeated."""
    said = Cover((answer.span.start, answer.span.end) for answer in answers if answer.state in SAYS_SO)
    found: list[Marker] = []
    for node in nodes:
        found.extend(_in_heading(judge, node))
        for line in node.lines:
            if line.kind == "code":
                found.extend(_in_code(judge, node, line))
            elif line.kind != "html" and (judge.unfilled or line.prose.once(_is_hinted)):
                free = (piece for piece in pieces(line) if not said.overlaps(piece.start, piece.end))
                found.extend(marker for piece in free if (marker := _in_line(judge, node, piece)))
    return tuple(found)


def _is_hinted(prose: Prose) -> bool:
    low = prose.text.lower()
    for hint in HINTS + MENUS if "/" in low or "|" in low else HINTS:  # noqa: SIM110 - a generator takes twice as long
        if hint in low:
            return True
    return False


def _in_heading(judge: Judge, node: Node) -> Iterator[Marker]:
    if node.level and (placeholder := known_placeholder(node.title)):
        yield Marker(State.PLACEHOLDER, placeholder[0], judge.source.span(node.start, node.heading_end), node.concept)


def _in_code(judge: Judge, node: Node, line: Line) -> Iterator[Marker]:
    """Yield the lines of a code block that only a template has; other brackets in code are code."""
    if "[" not in line.code:
        return
    concept = node.above[0] if node.above else ""
    first, last = judge.source.position(line.start)[0], judge.source.position(line.end)[0]
    untouched = TEMPLATE_ONLY.search(line.code) is not None
    written = judge.source.data[line.start : line.end].splitlines()
    likely = (first + at for at, each in enumerate(written) if at == 0 or b"[" in each)
    for number in range(first, last + 1) if judge.unfilled else likely:
        span = judge.source.line_span(number)
        text = judge.source.slice(span).strip()
        restated = judge.restates(text)
        left = TEMPLATE_ONLY.search(text) or DESCRIBES.fullmatch(text) or (untouched and TO_REPLACE.fullmatch(text))
        if restated or left:
            yield Marker(State.PLACEHOLDER, text, span, concept, restates_template=restated)


def _in_line(judge: Judge, node: Node, line: Line) -> Marker | None:
    concept = node.above[0] if node.above else ""
    text = text_of(line)
    restated = judge.is_unfilled(line)
    if restated or to_fill(line):
        span = judge.source.span(line.start, line.end)
        return Marker(State.PLACEHOLDER, text, span, concept, restates_template=restated)
    if known := known_placeholder(line.prose.text[line.low : line.high]):
        low = line.low + known.start()
        where = judge.source.span(*line.prose.extent(low, low + len(known[0])))
        return Marker(State.PLACEHOLDER, known[0], where, concept)
    last = parts(line.prose)[-1]
    value = line.prose.visible(last.low, last.high) if last.label_low >= 0 and line.low == 0 else text
    if concept in NOT_DEFERRALS or not is_deferred(value):
        return None
    return Marker(State.DEFERRED, text, judge.source.span(line.start, line.end), concept, owned=is_owned(text))
