"""Finds risks among the labelled values of the risk sections: headings, bold lines, list items, sentences."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.lines import Line, text_of
from rules.plan.model import Answer, Risk
from rules.plan.outline import Node
from rules.plan.risk_levels import is_level, level_of_label, levels_beside
from rules.plan.risk_parts import PARTS, below, inline, part_of, risk
from rules.plan.risk_shared import STRONG_LABEL, Shared, shared
from rules.plan.risk_tables import parts_of_tables
from rules.plan.risk_titles import risk_title
from rules.plan.risk_words import FAULT, MEASURE, MEASURES, RISK_WORD, is_group, is_work
from rules.plan.tree import Tree
from rules.profiles.risks import NO_RISK

FIRST_WORDS: Final = 4
"""A risk without a label says among so many words what may go wrong."""


class RiskFinder:
    """Finds risks among the labelled values of the risk sections."""

    def __init__(self, judge: Judge, nodes: Sequence[Node], tree: Tree, area: set[int]) -> None:
        self.judge = judge
        self.nodes = nodes
        self.entries = tree.entries
        self.inside = [index for index, entry in enumerate(self.entries) if entry.node in area and entry.form != "row"]
        self.tree = tree

    def records(self) -> Iterator[Risk]:
        strong = [index for index in self.inside if self._is_record(index)]
        taken = set(strong)
        records = sorted({*strong, *self._companions(strong)} if strong else self._plain_items())
        for place, index in enumerate(records):
            entry = self.entries[index]
            if not any(above in taken for above in self.tree.above(index)):
                limit = self.entries[records[place + 1]].block if place + 1 < len(records) else None
                found = self._risk(index, entry, limit)
                if found.title:
                    yield found

    def shared(self, part: str) -> Iterator[Shared]:
        """Yield what the plan says once for a part of all risks."""
        return shared(self.judge, self.tree, self.inside, self._belongs_to_risk, part)

    def _parts_below(self, index: int) -> list[int]:
        return [child for child in self.tree.below(index) if part_of(self.entries[child].keys) in {*PARTS, "fallback"}]

    def _is_record(self, index: int) -> bool:
        entry = self.entries[index]
        part = part_of(entry.keys)

        if (part and part != "title") or self._below_part(index):
            return False
        if entry.form == "heading":
            node = self.nodes[entry.node]
            return bool(
                node.concept != "risks"
                and (
                    RISK_WORD.match(node.title) or self._parts_below(index) or parts_of_tables(self.judge, node.blocks)
                )
                and not is_group(node.title)
            )
        if any(key in NO_RISK for key in entry.keys) or (
            entry.label and (is_group(entry.label) or is_work(entry.label))
        ):
            return False
        return bool(self._parts_below(index)) or bool(RISK_WORD.match(entry.label)) or self._has_inline(entry)

    def _below_part(self, index: int) -> bool:
        return any(part_of(self.entries[above].keys) in PARTS for above in self.tree.above(index))

    def _has_inline(self, entry: Entry) -> bool:
        line = next(iter(entry.lines()), None)
        return line is not None and entry.item and "mitigation" in inline(self.judge, line)

    def _companions(self, strong: Sequence[int]) -> Iterator[int]:
        """Yield the items that stand in one list with risks and look like them, although nothing is said about them."""
        kinds = {(self.entries[index].parent, self.entries[index].node) for index in strong if self.entries[index].item}
        for index in self.inside:
            entry = self.entries[index]
            if (
                entry.item
                and entry.form in STRONG_LABEL
                and (entry.parent, entry.node) in kinds
                and self._may_be(entry)
            ):
                yield index

    def _plain_items(self) -> list[int]:
        """Return the list items of the sections that list risks without any label; a list of measures lists no risks."""
        found = []
        for index in self.inside:
            entry = self.entries[index]
            direct = entry.item and self._may_be(entry) and self._is_direct(entry)
            if direct and self._names_risk(entry) and not self._below_part(index):
                found.append(index)
        return found

    def _names_risk(self, entry: Entry) -> bool:
        """Whether an item without parts is a risk: in a list of measures only one that is called by what may go wrong."""
        if not self._lists_measures(entry.node):
            return True
        text = text_of(entry.lines()[0]) if entry.high > entry.low else ""
        own = entry.label or " ".join(text.split()[:FIRST_WORDS])
        return FAULT.search(own) is not None and MEASURE.match(own) is None

    def _is_direct(self, entry: Entry) -> bool:
        if entry.parent < 0:
            return True
        above = self.entries[entry.parent]
        return above.form == "heading" or is_group(above.label)

    def _may_be(self, entry: Entry) -> bool:
        return (
            part_of(entry.keys) in {"", "title"}
            and not any(key in NO_RISK for key in entry.keys)
            and not is_group(entry.label)
            and not is_work(entry.label)
        )

    def _belongs_to_risk(self, index: int) -> bool:
        return any(self._is_record(above) for above in self.tree.above(index))

    def _risk(self, index: int, entry: Entry, limit: int | None) -> Risk:
        node = self.nodes[entry.node]
        lines = entry.lines()
        own = lines[0] if lines and entry.high > entry.low else None
        title = node.title if entry.form == "heading" else risk_title(entry, own)
        parts = below(self.judge, (self.entries[child] for child in self._values_of(index, limit)))
        for name, answer in (*(inline(self.judge, own) if own else {}).items(), *self._beside(entry, node).items()):
            parts.setdefault(name, answer)
        if not parts and own and entry.item and entry.label and self._is_measure(entry, own):
            parts["mitigation"] = self.judge.answer("risks.mitigation", entry)
        start = node.start if entry.form == "heading" else entry.block
        end = (
            node.end
            if entry.form == "heading"
            else max(entry.end, entry.label_end, *(answer.span.end for answer in parts.values()), 0)
        )
        return risk(self.judge, title, self.judge.source.span(start, end), parts)

    def _beside(self, entry: Entry, node: Node) -> dict[str, Answer]:
        """Return the parts that no label below the risk gives: levels in and beside its title, a table of its own."""
        if entry.form == "heading":
            levels = levels_beside(self.judge, node.start, node.heading_end)
            return {**levels, **parts_of_tables(self.judge, node.blocks)}
        if is_level(entry.label):
            return level_of_label(self.judge, entry.label_start, entry.label_end)
        return levels_beside(self.judge, entry.label_start, entry.start) if entry.label else {}

    def _is_measure(self, entry: Entry, own: Line) -> bool:
        """Whether what follows the title of a risk is what is done about it ("**Lost updates**: use optimistic locking")."""
        if part_of(entry.keys) == "title" or RISK_WORD.match(entry.label):
            return False
        said = text_of(own)
        return MEASURE.match(said) is not None or (self._lists_measures(entry.node) and FAULT.search(said) is None)

    def _lists_measures(self, number: int) -> bool:
        """Whether the nearest heading about risks speaks of measures, as "Risk Mitigation", or any is about measures alone."""
        nearest: bool | None = None
        while number > 0 and "risks" in self.nodes[number].above:
            title = self.nodes[number].title
            measures, risky = MEASURES.search(title) is not None, "risk" in title.lower()
            if measures and not risky:
                return True
            nearest = measures if nearest is None and risky else nearest
            number = self.nodes[number].parent
        return bool(nearest)

    def _values_of(self, index: int, limit: int | None) -> Iterator[int]:
        """Yield the labelled values that are the risk's: those below it, and those that follow it up to the next risk."""
        yield from self.tree.below(index)
        entry = self.entries[index]
        siblings = self.tree.below(entry.parent)
        for place in range(bisect_right(siblings, index), len(siblings)):
            sibling = siblings[place]
            other = self.entries[sibling]
            if (limit is not None and other.block > limit) or other.node != entry.node:
                return
            if part_of(other.keys) in {*PARTS, "fallback"}:
                yield sibling
            elif other.form in STRONG_LABEL:
                return
