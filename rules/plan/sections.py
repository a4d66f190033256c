"""The sections of the model and the answers in them."""

from collections.abc import Iterator, Sequence
from itertools import chain

from rules.plan.answers import Judge
from rules.plan.concepts import BODIES, FIELDS
from rules.plan.entries import DECLINED, Entry
from rules.plan.headings import section_concept
from rules.plan.labels import field_concept, keys_of
from rules.plan.lines import RAW, text_of
from rules.plan.model import PARENTS, Answer, Section, State
from rules.plan.outline import Node

NOT_FROM_ROWS = frozenset({"risks", "decisions", "timeline", "complexity", "constitution_check"})
"""Sections whose tables list records, so that the first cell of a row is a name and no label."""


def sections(judge: Judge, nodes: Sequence[Node]) -> tuple[Section, ...]:
    """Return the headings as sections; the text before the first heading is none."""
    source = judge.source
    filled = _filled(judge, nodes)
    return tuple(
        Section(node.concept, node.title, node.level, source.span(node.start, node.heading_end),
        source.span(node.start, node.end),
                max(node.parent - 1, -1), filled[node.number])
        for node in nodes[1:]
    )  # fmt: skip


def _filled(judge: Judge, nodes: Sequence[Node]) -> list[State]:
    """Return the state of each section: EMPTY, PLACEHOLDER or SUBSTANTIVE; sub-sections count for the one around them."""
    states = [State.EMPTY] * len(nodes)
    for node in reversed(nodes):
        lines = (line for line in node.lines if text_of(line) or line.kind in RAW)
        first = next(lines, None)
        copied = first is not None and judge.placeholder(chain((first,), lines)) is not None
        own = State.EMPTY if first is None else State.PLACEHOLDER if copied else State.SUBSTANTIVE

        if own is State.EMPTY and (node.title.partition(":")[2].strip() or DECLINED.search(node.title)):
            own = State.SUBSTANTIVE
        states[node.number] = _merged(states[node.number], own)
        if node.parent >= 0:
            below = states[node.number] if states[node.number] is not State.EMPTY else State.SUBSTANTIVE
            states[node.parent] = _merged(states[node.parent], below)
    return states


def _merged(one: State, other: State) -> State:
    if State.SUBSTANTIVE in (one, other):
        return State.SUBSTANTIVE
    return one if other is State.EMPTY else other


def answers(judge: Judge, nodes: Sequence[Node], entries: Sequence[Entry]) -> Iterator[tuple[int, Answer]]:
    """Yield the answer of every labelled value that is a field, with the index of its entry."""
    around: list[tuple[str, ...]] = []
    concepts: list[str] = []
    for entry in entries:
        above = (
            around[entry.parent]
            if entry.parent >= 0 and entries[entry.parent].node == entry.node
            else nodes[entry.node].above
        )
        concept, inside = _concept(entry, nodes[entry.node], above)
        around.append(inside)
        concepts.append(concept)
    split = _divided(entries, concepts)
    for index, entry in enumerate(entries):
        if concepts[index] and index not in split:
            yield index, judge.answer(concepts[index], entry)


def _concept(entry: Entry, node: Node, above: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the field that an entry answers, "" for none, and the sections that labels inside its value stand in.

    Some plans write their sub-sections as labels ("- **Data Retention**: ..."); such a label opens a section of its own.
    """
    if entry.form == "heading":
        if node.concept:
            return field_concept((*entry.keys, *keys_of(node.title)), (node.concept,)) or BODIES.get(
                node.concept, ""
            ), above
        return (field_concept(entry.keys, above) if node.level > 1 else ""), above
    if entry.form == "row" and above and above[0] in NOT_FROM_ROWS:
        return "", above
    opened = _opened(entry, above)
    concept = field_concept(entry.keys, above)
    if concept and FIELDS[concept].section in {"meta", "risks"}:
        concept = ""
    if opened:
        return concept or field_concept(entry.keys, (opened,)) or BODIES.get(opened, opened), (opened, *above)
    return concept, above


def _opened(entry: Entry, above: tuple[str, ...]) -> str:
    """Return the section that a label opens: one that the template has below the section that the label stands in."""
    if entry.form not in {"colon", "title"} or not above:
        return ""
    concept = section_concept(entry.label, above)
    below = concept.startswith(f"{above[0]}.") or PARENTS.get(concept, "") == above[0]
    return concept if below else ""


def _divided(entries: Sequence[Entry], concepts: Sequence[str]) -> frozenset[int]:
    """Return the entries in whose value a label names the same field, so that the value as a whole is no answer itself."""
    found = set()
    for index, entry in enumerate(entries):
        parent = entry.parent
        while concepts[index] and parent >= 0:
            above = entries[parent]
            same = concepts[index] == concepts[parent]
            if same or (above.form != "heading" and concepts[parent] in PARENTS):
                found.add(parent)
            parent = above.parent
    return frozenset(found)
