"""The decisions of a plan: under headings, as list items, in decision tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Final

from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.entries import Entry
from rules.plan.labels import keys_of
from rules.plan.lines import Line, row_lines
from rules.plan.model import Answer, Decision, Option, State
from rules.plan.options import listed_options, sentence_options
from rules.plan.outline import Node
from rules.plan.source import Span
from rules.plan.tree import Tree
from rules.profiles.decisions import ALTERNATIVES, DECISION_PARTS, TITLE_COLUMNS

PARTS: Final = ("trade_offs", "chosen", "rationale", "principles", "adr_required")
NUMBERED: Final = re.compile(
    r"\s*(?:key )?(?:decision|d|od|ad|adr|dm)\s*[#-]?\s*(\d+|[A-Z]\b)?\s*[:.)\N{EN DASH}\N{EM DASH}-]+\s*"
    r"|\s*\d+(?:\.\d+)+[.)]?\s+|\s*(\d+)[.)]\s+",
    re.IGNORECASE,
)
IS_DECISION: Final = re.compile(
    r"\s*(?:\d+[.)]\s*)?(?:key )?(?:decision|od|ad)\b\s*[#-]?\s*\d*\s*[:.\N{EM DASH}-]", re.IGNORECASE
)
ASIDE: Final = re.compile(r"\(([^()]+)\)")
SELECTED: Final = frozenset({"chosen", "rationale", "options", "trade_offs"})
OTHER_RECORDS: Final = frozenset({"risks", "constitution_check", "complexity", "dod"})
ENOUGH_ELSEWHERE: Final = 2
"""Outside the sections for decisions, so many parts must stand together."""


@cache
def _part_names() -> Mapping[str, str]:
    return {label: part for part, labels in DECISION_PARTS.items() for label in labels}


def part_of(keys: Sequence[str]) -> str:
    """Return which part of a decision a label names, "" for none."""
    names = _part_names()
    return next((names[key] for key in keys if key in names), "")


def decisions(judge: Judge, nodes: Sequence[Node], tree: Tree) -> tuple[Decision, ...]:
    """Return the decisions of the plan in document order."""
    finder = _Finder(judge, nodes, tree)
    return tuple(sorted((*_in_tables(judge, nodes), *finder.records()), key=lambda each: each.span.start))


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


def decision(
    judge: Judge, title: str, span: Span, parts: Mapping[str, Answer], options: tuple[Option, ...]
) -> Decision:
    """Build a decision; the parts that were not found are ABSENT at its span."""
    number, name = named(title)
    found = {part: parts.get(part) or judge.absent(f"decisions.{part}", span) for part in PARTS}
    return Decision(name, number, span, options, **found)


def named(text: str) -> tuple[str, str]:
    """Divide "Decision 2: storage" into number and title."""
    found = NUMBERED.match(text)
    if found is None or not text[found.end() :].strip(" .:*"):
        return "", text.strip(" .:*")
    return found[1] or found[2] or "", text[found.end() :].strip(" .:*")


def _sentence(entry: Entry) -> str:
    return entry.prose.visible(entry.low, entry.high)[:80] if entry.high > entry.low else ""


def _in_tables(judge: Judge, nodes: Sequence[Node]) -> Iterator[Decision]:
    for node in nodes:
        for block in node.blocks:
            if isinstance(block, Table):
                yield from _table_decisions(judge, block, inside="decisions" in node.above)


def _table_decisions(judge: Judge, table: Table, *, inside: bool) -> Iterator[Decision]:
    heads = [keys_of(cell.prose.text) if cell.prose.runs else () for cell in table.header.cells]
    titles = [place for place, keys in enumerate(heads) if any(key in TITLE_COLUMNS for key in keys)]
    decides = any(key.startswith("decision") for keys in heads for key in keys)
    place = titles[0] if titles else -1
    columns = ["" if at == place else part_of(keys) for at, keys in enumerate(heads)]
    if (
        place < 0
        or not ({"rationale", "chosen", "options"} & set(columns))
        or not (inside or decides)
        or len(set(columns) - {""}) < (1 if inside else ENOUGH_ELSEWHERE)
    ):
        return
    for row in table.rows:
        span = judge.source.span(row.start, row.end)
        parts: dict[str, Answer] = {}
        options: list[Option] = []
        for cell, name, keys in zip(row.cells, columns, heads, strict=False):
            lines = tuple(row_lines(row._replace(cells=(cell,))))
            if name == "options" and lines:
                options.extend(sentence_options(judge, lines[0]))
                if not options or any(key in ALTERNATIVES for key in keys):
                    options = _from_alternatives(judge, lines, options, row.cells[place].prose.text)
            elif name in PARTS and name not in parts:
                where = (
                    judge.source.span(lines[0].start, lines[-1].end)
                    if lines
                    else judge.source.span(cell.start, cell.end)
                )
                parts[name] = judge.value(f"decisions.{name}", lines, where)
        title = row.cells[place].prose.visible(0, len(row.cells[place].prose.text)) if place < len(row.cells) else ""
        if title:
            yield decision(judge, title, span, parts, tuple(options))


def _from_alternatives(judge: Judge, lines: Sequence[Line], options: list[Option], title: str) -> list[Option]:
    """Read a column of rejected alternatives: they and what was decided are the options."""
    answer = judge.value("decisions.options", lines, judge.source.span(lines[0].start, lines[-1].end))
    if answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE}:
        return []
    none = tuple(judge.absent(f"decisions.{part}", answer.span) for part in ("pros", "cons"))
    others = options or [Option(answer.text[:80], answer.span, *none)]
    return [Option(title[:80], answer.span, *none), *others]
