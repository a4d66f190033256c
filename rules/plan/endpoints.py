"""The operations of an HTTP interface that a plan offers: each "METHOD /path", with what the plan says about it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Block, Bullets, Code, Table, TableRow
from rules.plan.cover import Cover
from rules.plan.lines import Line, lines_of
from rules.plan.model import Answer, Endpoint
from rules.plan.outline import Node

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_METHOD: Final = r"(?:GET|HEAD|POST|PUT|PATCH|DELETE)"
_OPERATION: Final = (
    rf"(?P<methods>(?<![\w/]){_METHOD}(?:\s?[/|,]\s?{_METHOD})*)\b[\s:`*|]{{1,4}}"
    r"(?P<path>(?:https?://[\w.:-]+)?/[\w{}\[\]():.<>*~$@%+=&?/-]*)"
)
LEADING: Final = lazy(
    rf"^[^\w\n]{{0,12}}(?:\d+[.)]\s+)?(?:(?:public|api|rest|new)\s)?(?:endpoints?\s*\d*\s*[:\N{{EN DASH}}-]\s*)?{_OPERATION}",
    re.MULTILINE | re.IGNORECASE,
)
"""An operation that begins a line; methods are compared in upper case afterwards, "get /x" is none."""
NAMED: Final = lazy(rf"^[^;\n]{{1,60}}?(?:[:(\[\N{{EN DASH}}\N{{EM DASH}}]\s?|\s-\s)[*`]{{0,3}}{_OPERATION}")
"""An operation in a heading or a list item, after its name."""
NOT_OFFERED: Final = lazy(
    r"\b(?:external|third.party|consumed|upstream|outbound|downstream|dependenc\w+|clients?|partner)\b", re.IGNORECASE
)
"""Headings of interfaces that others offer."""
ABOUT_OPERATIONS: Final = frozenset({
    "interfaces.inputs", "interfaces.outputs", "interfaces.errors", "interfaces.versioning", "interfaces.idempotency",
    "interfaces.timeouts", "interfaces.request_timeout", "interfaces.retry_policy",
})  # fmt: skip
_ONLY_METHOD: Final = lazy(_METHOD)
_ONLY_PATH: Final = lazy(r"(?:https?://[\w.:-]+)?/[\w{}\[\]():.<>*~$@%+=&?/-]*")


def endpoints(judge: Judge, nodes: Sequence[Node], answers: Iterable[Answer]) -> tuple[Endpoint, ...]:
    """Return the operations in the sections about interfaces, in document order; one may stand in several places.

    `answers`: an operation that one of the fields about operations names ("Idempotency: `POST /x` takes a key") is not
    introduced there.
    """
    if not any(method in judge.source.text for method in METHODS):
        return ()
    said = Cover((each.span.start, each.span.end) for each in answers if each.concept in ABOUT_OPERATIONS)
    found: list[Endpoint] = []
    for node in nodes:
        if any(each.startswith("interfaces") for each in node.above) and not NOT_OFFERED.search(node.title):
            named = (each for each in _in_node(judge, node) if not said.overlaps(each.span.start, each.span.end))
            found.extend(_bounded(judge, node, sorted(named, key=lambda each: each.span.start)))
    return _apart(judge, found)


def _bounded(judge: Judge, node: Node, found: Sequence[Endpoint]) -> Iterator[Endpoint]:
    """Let what follows an operation belong to it: up to the next one, at most to the end of its list, table or code block.

    Only where it is alone in these does what stands below them belong to it as well.
    """
    starts = [each.span.start for each in found]
    containers = [(block.start, block.end) for block in node.blocks if isinstance(block, Bullets | Table | Code)]
    shared = [pair for pair in containers if bisect_left(starts, pair[1]) - bisect_left(starts, pair[0]) > 1]
    own_end = node.blocks[-1].end if node.blocks else node.heading_end
    for each in found:
        end = node.end if each.form == "heading" else each.span.end if each.form == "row" else own_end
        at = bisect_right(shared, (each.span.start, len(judge.source.data))) - 1
        inside = shared[at] if at >= 0 and each.span.start < shared[at][1] else (0, end)
        end = max(min(end, inside[1]), each.span.end)
        yield each._replace(extent=judge.source.span(each.span.start, end))


def _apart(judge: Judge, found: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
    """Cut what belongs to the operation of a heading where the next one begins."""
    starts = [each.span.start for each in found]
    apart = []
    for each in found:
        following = bisect_right(starts, each.span.start)
        end = starts[following] if following < len(starts) else each.extent.end
        cut = max(min(each.extent.end, end), each.span.end)
        apart.append(
            each if cut == each.extent.end else each._replace(extent=judge.source.span(each.extent.start, cut))
        )
    return tuple(apart)


def _in_node(judge: Judge, node: Node) -> Iterator[Endpoint]:
    if node.level and (named := LEADING.search(node.title) or NAMED.search(node.title)):
        yield from _made(judge, named, node.start, node.heading_end, "heading")
    for block in node.blocks:
        yield from _in_block(judge, block)


def _in_block(judge: Judge, block: Block) -> Iterator[Endpoint]:
    if isinstance(block, Table):
        for row in block.rows:
            yield from _in_row(judge, row)
        return
    for line in lines_of([block]):
        if line.kind == "code":
            yield from _in_code(judge, line)
        elif line.kind in {"text", "item"}:
            yield from _in_text(judge, line)


def _in_text(judge: Judge, line: Line) -> Iterator[Endpoint]:
    text = line.prose.text[line.low : line.high]
    if "/" not in text:
        return
    if line.kind == "item" and (named := LEADING.match(text) or NAMED.match(text)):
        yield from _made(judge, named, line.start, line.end, "item")
        return
    for found in LEADING.finditer(text):
        start, end = line.prose.extent(line.low + found.start("methods"), line.low + found.end())
        yield from _made(judge, found, start, end, line.kind)


def _in_code(judge: Judge, line: Line) -> Iterator[Endpoint]:
    if LEADING.search(line.code) is None:
        return
    first, last = judge.source.position(line.start)[0], judge.source.position(line.end)[0]
    for number in range(first, last + 1):
        span = judge.source.line_span(number)
        if found := LEADING.match(judge.source.slice(span)):
            yield from _made(judge, found, span.start, span.end, "code")


def _in_row(judge: Judge, row: TableRow) -> Iterator[Endpoint]:
    texts = [cell.prose.visible(0, len(cell.prose.text)).strip("` ") if cell.prose.runs else "" for cell in row.cells]
    for text in texts:
        if found := LEADING.match(text):
            yield from _made(judge, found, row.start, row.end, "row")
            return
    method = next((text for text in texts if _ONLY_METHOD.fullmatch(text)), None)
    path = next((text for text in texts if _ONLY_PATH.fullmatch(text)), None)
    if method and path:
        span = judge.source.span(row.start, row.end)
        yield Endpoint(method, path, span, span, "row")


def _made(judge: Judge, found: "re.Match[str]", start: int, end: int, form: str) -> Iterator[Endpoint]:
    span = judge.source.span(start, end)
    for method in re.split(r"\s?[/|,]\s?", found["methods"]):
        if method.isupper():
            yield Endpoint(method, _path(found["path"]), span, span, form)


def _path(written: str) -> str:
    path = written.rstrip(".:*")
    return path if "(" in path else path.rstrip(").:*")
