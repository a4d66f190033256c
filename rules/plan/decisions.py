"""The decisions of a plan: under headings, as list items, in decision tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.decision_parts import PARTS, decision, named, part_of
from rules.plan.decision_tables import in_tables
from rules.plan.entries import Entry
from rules.plan.lines import Line
from rules.plan.model import Answer, Decision, Option, State
from rules.plan.options import listed_options, sentence_options
from rules.plan.outline import Node
from rules.plan.tree import Tree
from rules.profiles.decisions import ALTERNATIVES

IS_DECISION: Final = lazy(
    r"\s*(?:\d+[.)]\s*)?(?:key )?(?:decision|od|ad)\b\s*[#-]?\s*\d*\s*[:.\N{EM DASH}-]", re.IGNORECASE
)
ASIDE: Final = lazy(r"\(([^()]+)\)")
SELECTED: Final = frozenset({"chosen", "rationale", "options", "trade_offs"})
OTHER_RECORDS: Final = frozenset({"risks", "constitution_check", "complexity", "dod"})
ENOUGH_ELSEWHERE: Final = 2
"""Outside the sections for decisions, so many parts must stand together."""


def decisions(judge: Judge, nodes: Sequence[Node], tree: Tree) -> tuple[Decision, ...]:
    """Return the decisions of the plan in document order."""
    finder = _Finder(judge, nodes, tree)
    return tuple(sorted((*in_tables(judge, nodes), *finder.records()), key=lambda each: each.span.start))


class _Finder:
    """Finds decisions among the labelled values."""

    def __init__(self, judge: Judge, nodes: Sequence[Node], tree: Tree) -> None:
        self.judge = judge
        self.nodes = nodes
        self.tree = tree
        self.entries = tree.entries

    def records(self) -> Iterator[Decision]:
        found = {
            index for index, entry in enumerate(self.entries) if entry.form != "row" and self._is_record(index, entry)
        }
        around = {above for index in found for above in self.tree.above(index)}
        for index in sorted(found - around):
            yield self._decision(index)

    def _is_record(self, index: int, entry: Entry) -> bool:
        if part_of(entry.keys) and entry.form != "heading":
            return False
        parts = {part_of(self.entries[child].keys) for child in self._values(index)} & SELECTED
        node = self.nodes[entry.node]
        if "adrs" in node.above:
            return False
        if "decisions" not in node.above:
            stated = len(parts) >= ENOUGH_ELSEWHERE and bool(parts & {"chosen", "options"})
            return stated and not OTHER_RECORDS & set(node.above)
        if parts:
            return True
        return entry.form == "heading" and node.concept != "decisions" and bool(IS_DECISION.match(node.title))

    def _values(self, index: int) -> list[int]:
        """Return the labelled values below a title and beside it ("**Storage**: **Decision: SQLite.** Rationale: ...")."""
        titled = self.entries[index].form == "heading"
        following = (
            () if titled else takewhile(lambda other: part_of(self.entries[other].keys), self.tree.beside(index))
        )
        beside = list(following)
        return [*beside, *self.tree.below(index), *(child for each in beside for child in self.tree.below(each))]

    def _decision(self, index: int) -> Decision:
        entry = self.entries[index]
        node = self.nodes[entry.node]
        title = node.title if entry.form == "heading" else entry.label or _sentence(entry)
        span = self.judge.source.span(
            node.start if entry.form == "heading" else entry.block, max(entry.end, entry.label_end)
        )
        parts: dict[str, Answer] = {}
        for child in self._values(index):
            name = part_of(self.entries[child].keys)
            if name in PARTS and (name not in parts or parts[name].state is State.EMPTY):
                parts[name] = self.judge.answer(f"decisions.{name}", self.entries[child])
        options = tuple(self._options(index, entry))
        return decision(self.judge, title, span, parts, self._with_chosen(index, title, options, parts))

    def _options(self, index: int, entry: Entry) -> Iterator[Option]:
        listed = [child for child in self.tree.below(index) if part_of(self.entries[child].keys) == "options"]
        for child in listed:
            yield from listed_options(self.judge, self.tree, child)
        if not listed and entry.high > entry.low:
            yield from sentence_options(
                self.judge, Line("text", entry.start, entry.end, entry.prose, entry.low, entry.high), versus_only=True
            )
        if not listed and entry.form == "heading" and (aside := ASIDE.search(entry.prose.text)):
            where = Line("text", entry.label_start, entry.label_end, entry.prose, aside.start(1), aside.end(1))
            yield from sentence_options(self.judge, where, versus_only=True)

    def _with_chosen(
        self, index: int, title: str, options: tuple[Option, ...], parts: Mapping[str, Answer]
    ) -> tuple[Option, ...]:
        """Add what was chosen where the plan lists only what was not; the whole answer is one option when it is no list."""
        others = [
            child for child in self.tree.below(index) if any(key in ALTERNATIVES for key in self.entries[child].keys)
        ]
        if not others:
            return options
        if not options:
            options = tuple(
                self._as_option(self.judge.answer("decisions.options", self.entries[child])) for child in others
            )
        chosen = parts.get("chosen")
        name = chosen.text if chosen is not None and not chosen.missing else title
        span = (
            chosen.span
            if chosen is not None
            else self.judge.source.span(self.entries[index].label_start, self.entries[index].label_end)
        )
        none = tuple(self.judge.absent(f"decisions.{part}", span) for part in ("pros", "cons"))
        said = [option for option in options if option.title]
        return (Option(named(name)[1][:80], span, *none), *said) if said else ()

    def _as_option(self, answer: Answer) -> Option:
        title = (
            ""
            if answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE}
            else answer.text[:80]
        )
        return Option(
            title,
            answer.span,
            self.judge.absent("decisions.pros", answer.span),
            self.judge.absent("decisions.cons", answer.span),
        )


def _sentence(entry: Entry) -> str:
    return entry.prose.visible(entry.low, entry.high)[:80] if entry.high > entry.low else ""
