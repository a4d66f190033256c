"""The decisions of a plan: under headings, as list items, in decision tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.decision_options import Choice
from rules.plan.decision_parts import PARTS, decision, part_of, weighed
from rules.plan.decision_tables import in_tables
from rules.plan.entries import Entry
from rules.plan.headings import section_concept
from rules.plan.lines import Line
from rules.plan.model import Answer, Decision, State
from rules.plan.options import is_option, option_tables
from rules.plan.outline import Node
from rules.plan.tree import Tree

IS_DECISION: Final = lazy(
    r"\s*(?:\d+[.)]\s*)?(?:key )?(?:decision|od|ad)\b\s*[#-]?\s*\d*\s*[:.\N{EM DASH}-]", re.IGNORECASE
)
NUMBERED: Final = lazy(r"\W*(?:key )?decision\s*#?\d+\b", re.IGNORECASE)
SENTENCE_END: Final = lazy(r"[.!?]\s+(?=\W*[A-Z])")
TITLE_END: Final = lazy(r"[.;]\s|\s+[-\N{EN DASH}\N{EM DASH}(]")
FEWEST_WORDS: Final = 4
"""A sentence after the choice has at least so many words to be a reason for it."""
SELECTED: Final = frozenset({"chosen", "rationale", "options", "option", "trade_offs"})
OTHER_RECORDS: Final = frozenset({"risks", "constitution_check", "complexity", "dod"})
ENOUGH_ELSEWHERE: Final = 2
"""Outside the sections for decisions, so many parts must stand together."""


def decisions(judge: Judge, nodes: Sequence[Node], tree: Tree) -> tuple[Decision, ...]:
    """Return the decisions of the plan in document order."""
    finder = _Finder(judge, nodes, tree)
    found = [*in_tables(judge, nodes), *finder.records()]
    if not found and "adr" in judge.low:
        found = list(finder.written_records())
    return tuple(weighed(sorted(found, key=lambda each: each.span.start)))


class _Finder:
    """Finds decisions among the labelled values."""

    def __init__(self, judge: Judge, nodes: Sequence[Node], tree: Tree) -> None:
        self.judge = judge
        self.nodes = nodes
        self.tree = tree
        self.entries = tree.entries
        self.parts = [
            entry.label and (part_of(entry.keys) or ("option" if is_option(entry.label) else ""))
            for entry in self.entries
        ]
        self.around = {entry.parent for entry, part in zip(self.entries, self.parts, strict=True) if part}
        self.headings = self._headings()
        self.inside = self._inside() if "decision" in judge.low else []
        self.untitled = frozenset(self._untitled())

    def _headings(self) -> dict[int, list[int]]:
        """Return for each heading those right below it that are named after a part of a decision or an option."""
        titled = {entry.node: index for index, entry in enumerate(self.entries) if entry.form == "heading"}
        found: dict[int, list[int]] = {}
        for number, index in titled.items():
            parent = self.nodes[number].parent
            if self.parts[index] and parent in titled and _is_titled(self.nodes[parent]):
                found.setdefault(titled[parent], []).append(index)
        return found

    def _inside(self) -> list[bool]:
        """Return for each entry whether it stands in a section of decisions, or below a label that opens one."""
        found: list[bool] = []
        opens: list[bool] = []
        for entry in self.entries:
            above = entry.parent >= 0 and (found[entry.parent] or opens[entry.parent])
            found.append(above or "decisions" in self.nodes[entry.node].above)
            label = entry.label if entry.form in {"colon", "title"} and "ecision" in entry.label else ""
            opens.append(bool(label) and section_concept(label, ()) == "decisions")
        return found

    def _untitled(self) -> Iterator[int]:
        """Yield the labels that begin a decision without a title, several of them under one heading ("**Decision**: X")."""
        found: dict[int, list[int]] = {}
        for index, entry in enumerate(self.entries):
            if entry.form in {"colon", "plain"} and "decision" in entry.keys and entry.high > entry.low:
                found.setdefault(entry.parent, []).append(index)
        for parent, group in found.items():
            if len(group) > 1 and all(self._following(index) for index in group):
                yield from group if parent >= 0 else ()

    def _following(self, index: int) -> list[int]:
        """Return the labelled values beside a label up to the next of its kind."""
        siblings = self.tree.below(self.entries[index].parent)
        after = siblings[bisect_right(siblings, index) :]
        return list(takewhile(lambda each: self.parts[each] not in {"", "chosen"}, after))

    def records(self) -> Iterator[Decision]:
        """Yield the decisions outside the list of architecture decision records."""
        return self._found(written=False)

    def written_records(self) -> Iterator[Decision]:
        """Yield the decisions that are written out as records in that list, for a plan that states them nowhere else."""
        return self._found(written=True)

    def _found(self, *, written: bool) -> Iterator[Decision]:
        found = {
            index
            for index, entry in enumerate(self.entries)
            if entry.form != "row"
            and (index in self.untitled or self._is_record(index, entry))
            and self._is_listed(entry) == written
        }
        around = {above for index in found for above in self.tree.above(index)}
        for index in sorted(found - around):
            yield self._decision(index)

    def _is_listed(self, entry: Entry) -> bool:
        """Whether an entry stands in the list of records; "Key Decisions (ADRs)" is no such list."""
        above = self.nodes[entry.node].above
        return "adrs" in above and "decisions" not in above

    def _is_record(self, index: int, entry: Entry) -> bool:
        titled = entry.form == "heading"
        if not titled and (self.parts[index] or not self._has_parts(index)):
            return False
        node = self.nodes[entry.node]
        called = titled and IS_DECISION.match(node.title) is not None
        parts = {self.parts[child] for child in self._values(index)} & SELECTED
        if self.inside and self.inside[index]:
            weighed = titled and node.concept != "decisions" and any(option_tables(node.blocks))
            return bool(parts) or weighed or called
        if OTHER_RECORDS & set(node.above):
            return False
        if titled and parts and NUMBERED.match(node.title):
            return True
        return len(parts) >= ENOUGH_ELSEWHERE and bool(parts & {"chosen", "options", "option"})

    def _has_parts(self, index: int) -> bool:
        """Whether a part of a decision may be among the values: below the entry, or right beside it."""
        return index in self.around or (index + 1 < len(self.parts) and bool(self.parts[index + 1]))

    def _values(self, index: int) -> list[int]:
        """Return the labelled values below a title and beside it ("**Storage**: **Decision: SQLite.** Rationale: ...")."""
        if index in self.untitled:
            return [index, *self._following(index)]
        titled = self.entries[index].form == "heading"
        following = () if titled else takewhile(lambda other: self.parts[other], self.tree.beside(index))
        beside = list(following)
        return [*beside, *self._below(index), *(child for each in beside for child in self.tree.below(each))]

    def _below(self, index: int) -> list[int]:
        """Return the labelled values below a title, and those that a list right below what was chosen holds."""
        below = [*self.tree.below(index), *self.headings.get(index, ())]
        chosen = [each for each in below if self.parts[each] == "chosen"]
        return [*below, *(child for each in chosen for child in self.tree.below(each))]

    def _decision(self, index: int) -> Decision:
        entry = self.entries[index]
        node = self.nodes[entry.node]
        values = self._values(index)
        title = node.title if entry.form == "heading" else entry.label or _sentence(entry)
        start, end = node.start if entry.form == "heading" else entry.block, max(entry.end, entry.label_end)
        if index in self.untitled:
            title = TITLE_END.split(_sentence(entry), maxsplit=1)[0]
            start, end = entry.label_start, max(self.entries[each].end for each in values)
        span = self.judge.source.span(start, end)
        parts: dict[str, Answer] = {}
        for child in values:
            name = self.parts[child]
            if name in PARTS and (name not in parts or parts[name].state is State.EMPTY):
                parts[name] = self.judge.answer(f"decisions.{name}", self.entries[child])
        if "rationale" not in parts and "chosen" in parts:
            parts.update(self._reasons(next(each for each in values if self.parts[each] == "chosen")))
        below = self._following(index) if index in self.untitled else self._below(index)
        options = Choice(self.judge, self.tree, entry, below).options(node, title, parts.get("chosen"))
        return decision(self.judge, title, span, parts, options)

    def _reasons(self, index: int) -> Iterator[tuple[str, Answer]]:
        """Yield what follows the first sentence of a decision as its rationale ("Decision: SQLite. One file is enough here.")."""
        entry = self.entries[index]
        pause = SENTENCE_END.search(entry.prose.text, entry.low, entry.high) if "decision" in entry.keys else None
        if pause is not None and len(entry.prose.text[pause.end() : entry.high].split()) >= FEWEST_WORDS:
            start, end = entry.prose.extent(pause.end(), entry.high)
            line = Line("text", start, end, entry.prose, pause.end(), entry.high)
            yield "rationale", self.judge.value("decisions.rationale", (line,), self.judge.source.span(start, end))


def _is_titled(node: Node) -> bool:
    """Whether a heading names one decision: below a heading about decisions, or by its own words."""
    return ("decisions" in node.above and node.concept != "decisions") or NUMBERED.match(node.title) is not None


def _sentence(entry: Entry) -> str:
    return entry.prose.visible(entry.low, entry.high)[:80] if entry.high > entry.low else ""
