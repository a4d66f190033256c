"""The words that a finding is about, as a digest: a waiver that was given for them ends when they change, and not before."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from rules.fingerprint import NUMBERING, digest
from rules.lazy import lazy
from rules.plan.blocks import Block, Bullets, Item, Table, TableRow
from rules.plan.markdown import parse
from rules.plan.model import Plan
from rules.plan.outline import Node, outline
from rules.plan.source import Source, Span

ROW_NUMBER = lazy(r"^\W*[a-z]{0,2}-?\d{1,3}\W*\|")
"""A first cell that only says which row it is."""

NOTHING = ""
"""The digest of a finding about what is not there: it has no words of its own, so rule and subject alone bind it."""


class Binder:
    """Finds the words of findings in one version of a plan. Reads the plan's structure once more, so make one only if needed."""

    def __init__(self, plan: Plan) -> None:
        self._source: Source = plan.source
        self._nodes: Sequence[Node] = outline(parse(plan.source))
        self._starts = [node.start for node in self._nodes]
        spans = chain((each.span for each in plan.risks), (each.span for each in plan.decisions))
        self._records = sorted({plan.source.line_span(span.line).start for span in spans})

    def bound(self, span: Span, section: str) -> str:
        """Return the digest for a finding at a span. `section`: the concept of the section that it is about."""
        node = self._nodes[bisect_right(self._starts, max(span.start, self._starts[0])) - 1]
        if node.level and span.start < node.heading_end:
            # The heading of another section is only where the missing one would come next to.
            return self._digest(node.start, node.end) if section in node.above else NOTHING
        low, high = self._record(node, span) or block(node, span) or (span.start, span.end)
        return self._digest(low, max(high, span.end))

    def _record(self, node: Node, span: Span) -> tuple[int, int] | None:
        """Return the bytes of the record that a span lies in: the section where its heading names one, else up to the next."""
        at = bisect_right(self._records, span.start) - 1
        start = self._records[at] if at >= 0 else -1
        if start < node.start:
            return None
        if start <= node.heading_end and node.level:
            return node.start, node.end
        own = block(node, span)
        if own is not None and is_row(node, span):
            return own
        after = self._records[at + 1] if at + 1 < len(self._records) else len(self._source.data)
        following = self._starts[node.number + 1] if node.number + 1 < len(self._nodes) else len(self._source.data)
        return start, min(after, following)

    def _digest(self, low: int, high: int) -> str:
        return digest(words(self._source.data[low:high].decode("utf-8", "replace")))


def words(text: str) -> str:
    """Return a text without white space that says nothing, and without the number in front of a record.

    The number changes when another record is put before this one.
    """
    said = " ".join(text.split()).casefold().lstrip("*_`#>|+- ")
    return ROW_NUMBER.sub("", NUMBERING.sub("", said, count=1) if NUMBERING.match(said) else said)


def is_row(node: Node, span: Span) -> bool:
    return any(isinstance(each, Table) and each.start <= span.start < each.end for each in node.blocks)


def block(node: Node, span: Span) -> tuple[int, int] | None:
    """Return the bytes of the row, the outermost item or the block that a span lies in."""
    for each in node.blocks:
        if each.start <= span.start < each.end:
            inner = next((part for part in parts(each) if part.start <= span.start < part.end), each)
            return inner.start, inner.end
    return None


def parts(whole: Block) -> Sequence[TableRow | Item]:
    """Return the rows of a table and the items of a list."""
    match whole:
        case Table(header=header, rows=rows):
            return (header, *rows)
        case Bullets(items=items):
            return items
        case _:
            return ()
