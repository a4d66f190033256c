"""Logs, metrics, traces and migrations that a plan speaks of where no label of the template asks for them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.entries import Entry
from rules.plan.headings import section_concept
from rules.plan.lines import Line, text_of
from rules.plan.model import Answer
from rules.plan.outline import Node

HINTS: Final = ("log", "monitor", "metric", "trac", "prometheus", "grafana", "migrat", "prisma")
INSIDE: Final = (
    ("observability.logs", r"\blog(?:s|ging|ged|gers?)?\b|\b(?:winston|pino|loki|structlog)\b"),
    ("observability.traces", r"\btrac(?:es?|ing)\b|\b(?:opentelemetry|jaeger|zipkin|correlation ids?)\b"),
    (
        "observability.metrics",
        r"\bmetrics?\b|\b(?:prometheus|grafana|dashboards?|datadog|cloudwatch|counters?|histograms?|gauges?|monitor\w*)\b",
    ),
)
"""What a line of a section about observability is about; a line may be about several."""
ANYWHERE: Final = (
    (
        "observability.logs",
        (
            r"\W*(?:[\w-]+ ){0,2}logging\b[^:.\n]{0,20}:\s|.*\bstructured (?:\w+ )?logging\b"
            r"|\W*(?:configure|implement|add) (?:\w+ ){0,3}logging\b"
        ),
    ),
    ("observability.traces", r"\W*(?:distributed |request )?tracing\b[^:.\n]{0,20}:\s"),
    ("observability.metrics", r"\W*(?:performance |system )?(?:monitoring|metrics collection)\b[^:.\n]{0,20}:\s"),
    (
        "data.forward_migration",
        (
            r"\W*(?:\w+ ){0,2}(?:run|create|add|generate|write|apply|execute)\b[^.;:\n]{0,30}\b(?:(?:alembic|database|db|schema"
            r"|sql|data|prisma|django|flyway|knex|typeorm) migrations?|migrations?(?= for | file| script|\s*$|\s*[:(]))\b"
            r"(?! (?:guide|docs?|plan|tests?))"
            r"|.*\balembic (?:upgrade|revision)\b|.*\bprisma (?:db push|migrate)\b|.*\bschema migrated\b"
            r"|.*\b(?:database|schema|alembic|db) migrations?\b(?: \w+){0,3} (?:runs?|applied|created|migrates)\b"
        ),
    ),
)
"""How a line of any other section begins to speak of it, or what it says that leaves no doubt."""
ELSEWHERE: Final = frozenset({
    "risks", "decisions", "constitution_check", "adrs", "scope.out", "dod", "structure", "related", "complexity",
})  # fmt: skip
"""Sections that only mention what the others plan."""
MIGRATES: Final = lazy(r"\bmigrat\w+|\b(?:add|create|drop|alter|backfill)\w*\b", re.IGNORECASE)
UNDOES: Final = lazy(r"\broll\w*[ -]?back\w*|\brevert\w*|\bdowngrad\w*|\b(?:no|not|never)\b", re.IGNORECASE)
LINES: Final = frozenset({"text", "item", "cell"})


@cache
def _words(pattern: str) -> re.Pattern[str]:
    return lazy(pattern, re.IGNORECASE)


def observed(
    judge: Judge, nodes: Sequence[Node], entries: Sequence[Entry], answers: Sequence[Answer]
) -> Iterator[Answer]:
    """Yield the first such line for each of those fields that no label answers."""
    if not any(hint in judge.low for hint in HINTS):
        return
    said = {answer.concept for answer in answers}
    if "data.migration_strategy" in said:
        said.add("data.forward_migration")
    inside = tuple(line for line in _of_observability(nodes, entries) if line.kind in LINES)
    for concept, pattern in INSIDE:
        search = _words(pattern).search
        about = (each for each in inside if search(text_of(each)))
        if concept not in said and (line := next(about, None)) is not None:
            said.add(concept)
            yield judge.value(concept, (line,), judge.source.span(line.start, line.end))
    if "data.forward_migration" not in said and (line := _of_migration(nodes)) is not None:
        said.add("data.forward_migration")
        yield judge.value("data.forward_migration", (line,), judge.source.span(line.start, line.end))
    around = [line for node in nodes if not ELSEWHERE & set(node.above) for line in node.lines if line.kind in LINES]
    for concept, pattern in ANYWHERE:
        match = _words(pattern).match
        begins = (each for each in around if match(each.prose.text, each.low, each.high))
        if concept not in said and (line := next(begins, None)) is not None:
            yield judge.value(concept, (line,), judge.source.span(line.start, line.end))


def _of_migration(nodes: Sequence[Node]) -> Line | None:
    """Return the first line of a section about migration that speaks of one, not of how it is undone."""
    lines = (
        line for node in nodes if node.above[:1] == ("data.migration",) for line in node.lines if line.kind in LINES
    )
    return next((line for line in lines if MIGRATES.search(text_of(line)) and not UNDOES.search(text_of(line))), None)


def _of_observability(nodes: Sequence[Node], entries: Sequence[Entry]) -> Iterator[Line]:
    """Yield the lines of the sections about observability, those below a label of that name too."""
    for node in nodes:
        if "observability" in node.above:
            yield from node.lines
    for entry in entries:
        if entry.form in {"colon", "title"} and entry.below and section_concept(entry.label, ()) == "observability":
            yield from entry.lines()
