"""The options of one decision: those that it lists, and what it chose where it lists only what it did not choose."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.decision_parts import named, part_of
from rules.plan.entries import Entry
from rules.plan.lines import Line
from rules.plan.model import Answer, Option, State
from rules.plan.options import is_option, listed_options, named_option, option_tables, sentence_options, table_options
from rules.plan.outline import Node
from rules.plan.tree import Tree
from rules.profiles.decisions import ALTERNATIVES

ASIDE: Final = lazy(r"\(([^()]+)\)")


class Choice(NamedTuple):
    """Where one decision stands: its entry, and the labelled values that are its parts."""

    judge: Judge
    tree: Tree
    entry: Entry
    below: Sequence[int]

    def options(self, node: Node, title: str, chosen: Answer | None) -> tuple[Option, ...]:
        """Return the options, with what was chosen where the plan lists only what was not."""
        return self._with_chosen(title, chosen, list(self._stated(node)))

    def _stated(self, node: Node) -> Iterator[Option]:
        judge, tree, entry = self.judge, self.tree, self.entry
        listed = [child for child in self.below if part_of(tree.entries[child].keys) == "options"]
        inside = [option for child in listed for option in listed_options(judge, tree, child)]
        yield from inside
        named_ones = [] if inside else [child for child in self.below if is_option(tree.entries[child].label)]
        for child in named_ones:
            yield from named_option(judge, tree, child)
        if listed or named_ones:
            return
        if entry.high > entry.low:
            own = Line("text", entry.start, entry.end, entry.prose, entry.low, entry.high)
            yield from sentence_options(judge, own, versus_only=True)
        if entry.form == "heading":
            for table in option_tables(node.blocks):
                yield from table_options(judge, table)
            if aside := ASIDE.search(entry.prose.text):
                where = Line("text", entry.label_start, entry.label_end, entry.prose, aside.start(1), aside.end(1))
                yield from sentence_options(judge, where, versus_only=True)

    def _with_chosen(self, title: str, chosen: Answer | None, stated: Sequence[Option]) -> tuple[Option, ...]:
        """Add what was chosen to rejected alternatives; each answer that is no list is one of them as a whole."""
        entries = [self.tree.entries[child] for child in self.below]
        others = [entry for entry in entries if any(key in ALTERNATIVES for key in entry.keys)]
        if not others:
            return tuple(stated)
        options = stated or [_whole(self.judge, self.judge.answer("decisions.options", entry)) for entry in others]
        name = chosen.text if chosen is not None and not chosen.missing else title
        titled = self.judge.source.span(self.entry.label_start, self.entry.label_end)
        span = chosen.span if chosen is not None else titled
        none = tuple(self.judge.absent(f"decisions.{part}", span) for part in ("pros", "cons"))
        said = [option for option in options if option.title]
        return (Option(named(name)[1][:80], span, *none), *said) if said else ()


def _whole(judge: Judge, answer: Answer) -> Option:
    declined = answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE}
    none = tuple(judge.absent(f"decisions.{part}", answer.span) for part in ("pros", "cons"))
    return Option("" if declined else answer.text[:80], answer.span, *none)
