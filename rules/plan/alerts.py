"""Alerts that are listed as bullets instead of a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rules.plan.answers import Judge
from rules.plan.model import Answer, Row, State
from rules.plan.outline import Node
from rules.plan.tables import ALERTS
from rules.plan.tree import Tree

DECLINED: Final = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})
NOT_ALERTS: Final = frozenset({
    "on call", "on call owner", "on call owners", "owner", "owners", "escalation", "runbook", "runbooks",
    "notification", "notifications",
    "channels", "tools", "tool", "on call rotation", "alert channels",
})  # fmt: skip


def listed_alerts(judge: Judge, nodes: Sequence[Node], tree: Tree, answers: Mapping[int, Answer]) -> Iterator[Row]:
    """Yield the alerts of an alerting section that lists them as bullets; an owner stated once is every alert's.

    A bullet without a label is alert and threshold at once ("job fails twice in a row").
    Without such a section, a label "Alerts" elsewhere ("- Alerts: consumer lag > 10 s") is one alert with its threshold.
    """
    numbers = {node.number for node in nodes if node.concept == "alerting"}
    if not numbers:
        stated = (
            index
            for index, answer in answers.items()
            if answer.concept == "alerting.threshold" and not answer.missing and answer.state not in DECLINED
        )
        yield from (_row(judge, tree, index, ()) for index in stated)
    for number in sorted(numbers):
        inside = [index for index, entry in enumerate(tree.entries) if entry.node == number and entry.item]
        labelled = [index for index in inside if tree.entries[index].label]
        parts = {child for index in labelled for child in _parts(tree, index).values()}
        owners = [index for index in labelled if index not in parts and _column(tree, index) == "alerting.owner"]
        for index in labelled or inside:
            if index not in parts and not set(tree.entries[index].keys) & NOT_ALERTS:
                row = _row(judge, tree, index, owners)
                if row.cells["alerting.threshold"].state not in DECLINED:
                    yield row


def _row(judge: Judge, tree: Tree, index: int, owners: Sequence[int]) -> Row:
    entry = tree.entries[index]
    span = judge.source.span(entry.block, max(entry.end, entry.label_end))
    cells: dict[str, Answer] = {concept: judge.absent(concept, span) for concept in ALERTS.columns}
    cells["alerting.threshold"] = condition = judge.answer("alerting.threshold", entry)
    label = judge.source.span(entry.label_start, entry.label_end)
    name = Answer("alerting.alert", State.SUBSTANTIVE, label, entry.label, judge.source.slice(label))
    cells["alerting.alert"] = name if entry.label else condition._replace(concept="alerting.alert")
    for owner in owners[:1]:
        cells["alerting.owner"] = judge.answer("alerting.owner", tree.entries[owner])
    for concept, part in _parts(tree, index).items():
        cells[concept] = judge.answer(concept, tree.entries[part])
    return Row(span, cells)


def _parts(tree: Tree, index: int) -> dict[str, int]:
    """Return the bullets below an alert that state its threshold, owner or runbook, each by its concept."""
    found: dict[str, int] = {}
    for child in tree.below(index):
        concept = _column(tree, child)
        if concept not in {"", "alerting.alert"}:
            found.setdefault(concept, child)
    return found


def _column(tree: Tree, index: int) -> str:
    keys = set(tree.entries[index].keys)
    return next((concept for concept, titles in ALERTS.columns.items() if not keys.isdisjoint(titles)), "")
