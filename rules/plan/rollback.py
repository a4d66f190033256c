"""Rollback that is stated without the template's labels: in a bullet, a sentence, a column, or inside another answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.cover import Cover
from rules.plan.labels import keys_of, parts
from rules.plan.lines import Line, cell_lines, text_of
from rules.plan.model import Answer, State
from rules.plan.outline import Node
from rules.plan.prose import Prose

ROLLBACK: Final = lazy(
    r"\broll(?:ed|ing|s)?[- ]?backs?\b|\brevert(?:ed|ing|s)?\b|\bback(?:ed)?[- ]?out\b|\bdowngrad\w+|\brestor(?:e"
    r"|ed|ing) (?:from |the )?(?:backup|snapshot|previous)",
    re.IGNORECASE,
    needs=("roll", "revert", "back", "downgrad", "restor"),
)
HINTS: Final = (
    "rollback", "roll back", "roll-back", "rolled", "rolling back", "rolls", "revert", "backout", "back out",
    "back-out", "backed", "downgrad",
    "restor",
)  # fmt: skip
"""Without any of these in the plan, nothing in it is about rolling back."""
NOT_A_RELEASE: Final = lazy(
    r"\b(?:transactions?|optimistic\w*|savepoints?|session|ui|atomic(?:ally)?|on error|on exception|test|tests"
    r"|fixture|commit hook)\b",
    re.IGNORECASE,
)
DATA: Final = lazy(
    r"\b(?:migrations?|schema|database|tables?|columns?|data|dump|backup|snapshot|alembic|flyway|prisma migrate)\b",
    re.IGNORECASE,
)
TRIGGER: Final = lazy(
    r"\b(?:on|upon|when(?:ever)?|if|once|after|should)\s+((?:[^.;]{0,120}?)(?:fail\w*|errors?|health\w*|latency"
    r"|thresholds?|metrics?|alerts?|\d\s?%|exceed\w*|spikes?|"
    r"crash\w*|degrad\w+|unhealthy|above|>|smoke|regress\w+|incidents?|slo\b|budget|breach\w*|problems?|issues?"
    r"|bugs?)[^.;]{0,120})",
    re.IGNORECASE,
)
ANSWERED: Final = frozenset(
    {"deployment.rollback_steps", "deployment.rollback_trigger", "data.rollback_plan", "data.forward_migration"}
)
HOME: Final = frozenset({"deployment", "operations", "runbooks", "data", "data.migration", "data.schema", "flags"})
COLUMNS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "deployment.rollback_trigger": frozenset(
            {"trigger", "triggers", "condition", "signal", "when", "if", "criteria"}
        ),
        "deployment.rollback_steps": frozenset(
            {"action", "actions", "steps", "step", "procedure", "response", "how", "command"}
        ),
    }
)
"""Titles of columns that name a field of a rollback."""
UNDOING: Final = lazy(
    r"[\W\d]*(?:automatic |automated |emergency )?(?:roll ?back|back ?out|revert)(?! and (?:deploy|release))",
    re.IGNORECASE,
)
STRATEGY: Final = lazy(
    r"\b(?:blue.?green|canary|rolling|deploy\w*|releases?|rollout|roll out|rolled out|publish\w*|ci/cd|pipeline)\b",
    re.IGNORECASE,
)


def stated(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the answers about deployment and rollback that no label announces.

    A heading alone is no evidence: what counts is a line about rolling back in a section about running, releasing or
    data, or a line anywhere that begins with it.
    """
    taken = Cover(
        ((answer.label_span or answer.span).start, answer.span.end) for answer in answers if answer.concept in ANSWERED
    )
    spoken_of = any(hint in judge.low for hint in HINTS)
    yield from chain.from_iterable(_in_tables(judge, node) for node in nodes if spoken_of)
    lines = ((node, line) for node in nodes for line in node.lines) if spoken_of else ()
    found = [
        _answer(judge, node, line)
        for node, line in lines
        if _is_rollback(node, line) and not taken.overlaps(line.start, line.end)
    ]
    yield from found
    for answer in (*answers, *found):
        if answer.concept == "deployment.rollback_steps" and not answer.missing:
            yield from _trigger(answer)
    yield from _strategy(judge, nodes, answers)


def _in_tables(judge: Judge, node: Node) -> Iterator[Answer]:
    """Yield signals and steps from the columns of a table about rolling back: Trigger | Action."""
    if "deployment" not in node.above or not ROLLBACK.search(node.title):
        return
    for table in node.blocks:
        if isinstance(table, Table):
            heads = [set(keys_of(cell.prose.text)) if cell.prose.runs else set() for cell in table.header.cells]
            columns = [next((concept for concept, names in COLUMNS.items() if keys & names), "") for keys in heads]
            cells = ((cell, concept) for row in table.rows for cell, concept in zip(row.cells, columns, strict=False))
            for cell, concept in cells:
                if concept and (lines := cell_lines(cell)):
                    yield judge.value(concept, lines, judge.source.span(lines[0].start, lines[-1].end))


def _is_rollback(node: Node, line: Line) -> bool:
    if line.kind in {"code", "html"}:
        return False

    if not line.prose.once(_speaks_of_it, line.low, line.high):
        return False
    text = text_of(line)
    found = ROLLBACK.search(text)
    last = parts(line.prose)[-1] if found else None
    if (
        found is None
        or last is None
        or last.high <= last.low
        or NOT_A_RELEASE.search(text)
        or "risks" in node.above
        or "constitution_check" in node.above
    ):
        return False
    home = bool(HOME & set(node.above[:2])) and not _is_list_of_topics(text)
    return home or (len(text[: found.start()].split()) <= 1 and len(text.split()) > 2 and "dod" not in node.above)  # noqa: PLR2004 - more than the word itself


def _speaks_of_it(prose: Prose, low: int, high: int) -> bool:
    return ROLLBACK.search(prose.text, low, high) is not None


def _is_list_of_topics(text: str) -> bool:
    """Whether rolling back is one of several subjects ("Common tasks: deployment, rollback, monitoring")."""
    return re.search(r"(?:[:,]|^)\s*\w+,\s*rollback|rollback,\s*\w+", text, re.IGNORECASE) is not None


def _answer(judge: Judge, node: Node, line: Line) -> Answer:
    data = any(concept.startswith("data") for concept in node.above) or (
        "deployment" not in node.above and DATA.search(text_of(line)) is not None
    )
    part = parts(line.prose)[-1]
    low = part.low if part.label_low >= 0 and ROLLBACK.search(line.prose.text, part.low) else line.low
    start = line.prose.extent(low, line.high)[0]
    return judge.value(
        "data.rollback_plan" if data else "deployment.rollback_steps",
        (line._replace(low=low, start=start),),
        judge.source.span(start, line.end),
    )


def _trigger(answer: Answer) -> Iterator[Answer]:
    """Yield the condition inside the steps ("automated rollback on failing health checks") as the trigger."""
    if ROLLBACK.search(answer.text + " " + answer.label) and (found := TRIGGER.search(answer.text)):
        yield Answer(
            "deployment.rollback_trigger",
            State.SUBSTANTIVE,
            answer.span,
            found[0],
            answer.raw,
            answer.label,
            answer.label_span,
        )


def _strategy(judge: Judge, nodes: Sequence[Node], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the first line of a deployment section that says how it is deployed, where no label does."""
    if any(answer.concept == "deployment.strategy" for answer in answers):
        return
    for node in nodes:
        if node.concept == "deployment" and not UNDOING.match(node.title):
            for line in node.lines:
                text = text_of(line)
                if STRATEGY.search(text) and not ROLLBACK.search(text):
                    yield judge.value("deployment.strategy", (line,), judge.source.span(line.start, line.end))
                    return
