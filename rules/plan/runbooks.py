"""The incidents that a plan has runbooks for: bold lines, headings or list items with their steps, or rows of a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.lines import text_of
from rules.plan.model import Answer, Runbook
from rules.plan.outline import Node
from rules.plan.tables import Shape, rows
from rules.plan.tree import Tree

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "detection": (
        "detection", "detect", "detected by", "symptom", "symptoms", "trigger", "alert", "signal", "indicators",
        "how to identify", "identification",
    ),
    "diagnosis": (
        "diagnosis", "diagnose", "diagnostics", "diagnostic steps", "investigation", "investigate", "check", "checks",
        "triage", "cause", "causes", "root cause", "likely cause", "possible causes", "how to investigate", "verify",
    ),
    "resolution": (
        "resolution", "resolve", "fix", "action", "actions", "mitigation", "steps", "recovery", "remediation", "response",
        "procedure", "solution", "immediate action", "immediate actions", "how to fix", "resolution steps",
        "recovery steps",
    ),
    "prevention": ("prevention", "prevent", "follow up", "long term fix", "post incident", "preventive measures"),
}  # fmt: skip
"""What the four steps of a runbook are called."""

TABLE: Final = Shape("runbooks", {
    "runbooks.incident": ("incident", "issue", "scenario", "problem", "runbook", "name", "failure", "alert"),
    "runbooks.detection": STEPS["detection"][:-2],
    "runbooks.diagnosis": STEPS["diagnosis"],
    "runbooks.resolution": STEPS["resolution"],
    "runbooks.prevention": STEPS["prevention"],
})  # fmt: skip
NAMED: Final = lazy(
    r"\W*(?:incident|scenario|runbook|playbook|issue|problem)(?:\s*#?\d+)?\s*(?:[:.\N{EN DASH}\N{EM DASH}]|-\s|$)\s*",
    re.IGNORECASE,
)


def runbooks(judge: Judge, nodes: Sequence[Node], tree: Tree) -> tuple[Runbook, ...]:
    """Return the incidents of the sections about runbooks, in document order."""
    inside = {node.number for node in nodes if "runbooks" in node.above}
    if not inside:
        return ()
    found = [*_listed(judge, nodes, tree, inside), *_in_tables(judge, nodes)]
    return tuple(sorted(found, key=lambda each: each.span.start))


def _listed(judge: Judge, nodes: Sequence[Node], tree: Tree, inside: set[int]) -> Iterator[Runbook]:
    taken: set[int] = set()
    for index, entry in enumerate(tree.entries):
        if entry.node not in inside or entry.form == "row" or _step(entry):
            continue
        steps = dict(_steps(judge, tree, index))
        named = NAMED.match(nodes[entry.node].title if entry.form == "heading" else entry.label)
        if not named and (not steps or taken.intersection(tree.above(index))):
            continue
        if entry.form == "heading" and nodes[entry.node].concept == "runbooks" and not named:
            continue
        taken.add(index)
        yield _runbook(judge, _title(entry, nodes), entry, steps)


def _steps(judge: Judge, tree: Tree, index: int) -> Iterator[tuple[str, Answer]]:
    """Yield the steps below an entry, or after it up to the next label that is none; the first of each kind counts."""
    seen: set[str] = set()
    for other in (*tree.below(index), *_following(tree, index)):
        step = _step(tree.entries[other])
        if step and step not in seen:
            seen.add(step)
            yield step, judge.answer(f"runbooks.{step}", tree.entries[other])


def _following(tree: Tree, index: int) -> Iterator[int]:
    entry = tree.entries[index]
    if entry.form == "heading" or entry.item:
        return
    for other in tree.below(entry.parent):
        if other <= index:
            continue
        if not _step(tree.entries[other]) or tree.entries[other].node != entry.node:
            return
        yield other


def _step(entry: Entry) -> str:
    """Return which step a label names, "" for none; a heading over a whole runbook is none."""
    names = _names()
    return next((names[key] for key in entry.keys if key in names), "")


@cache
def _names() -> Mapping[str, str]:
    return {name: step for step, names in STEPS.items() for name in names}


def _title(entry: Entry, nodes: Sequence[Node]) -> str:
    if entry.form == "heading":
        whole = nodes[entry.node].title
    else:
        lines = entry.lines()
        own = text_of(lines[0]) if lines and entry.high > entry.low else ""
        whole = f"{entry.label}: {own}" if NAMED.fullmatch(entry.label) and own else entry.label
    named = NAMED.match(whole)
    return (whole[named.end() :] if named else whole).strip(" .:*") or whole.strip(" .:*")


def _runbook(judge: Judge, title: str, entry: Entry, steps: Mapping[str, Answer]) -> Runbook:
    line = judge.source.span(entry.block, max(entry.label_end, entry.block))
    end = max(entry.end, entry.label_end, *(answer.span.end for answer in steps.values()), 0)
    found = {step: steps.get(step) or judge.absent(f"runbooks.{step}", line) for step in STEPS}
    return Runbook(title, line, judge.source.span(entry.block, end), **found)


def _in_tables(judge: Judge, nodes: Sequence[Node]) -> Iterator[Runbook]:
    for row in rows(judge, nodes, TABLE):
        cells = {concept.rpartition(".")[2]: answer for concept, answer in row.cells.items()}
        title = cells.pop("incident")
        if not title.missing:
            yield Runbook(title.text, title.span, row.span, **cells)
