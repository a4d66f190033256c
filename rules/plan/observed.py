"""Logs, metrics, traces and migrations that a plan speaks of where no label of the template asks for them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.cover import Cover
from rules.plan.entries import Entry
from rules.plan.headings import section_concept
from rules.plan.lines import Line, text_of
from rules.plan.model import Answer, State
from rules.plan.outline import Node
from rules.plan.prose import Prose

HINTS: Final = ("log", "monitor", "metric", "trac", "prometheus", "grafana", "migrat", "prisma")
INSIDE: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType({
    "observability.logs": lazy(r"\blog(?:s|ging|ged|gers?)?\b|\b(?:winston|pino|loki|structlog)\b", re.IGNORECASE),
    "observability.traces": lazy(
        r"\btrac(?:es?|ing)\b|\b(?:opentelemetry|jaeger|zipkin|correlation ids?)\b", re.IGNORECASE
    ),
    "observability.metrics": lazy(
        r"\bmetrics?\b|\b(?:prometheus|grafana|dashboards?|datadog|cloudwatch|counters?|histograms?|gauges?|monitor\w*)\b",
        re.IGNORECASE,
    ),
})  # fmt: skip
"""What a line of a section about observability is about; a line may be about several."""
NEEDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "observability.logs": ("logging",),
        "observability.traces": ("tracing",),
        "observability.metrics": ("monitoring", "metrics collection"),
        "data.forward_migration": ("migrat", "prisma", "alembic"),
    }
)
"""Without any of these in the plan, or in a line, no line of another section is about it."""
ANYWHERE: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType({
    "observability.logs": lazy(
        r"\W*(?!audit)(?:[\w-]+ ){0,2}logging\b[^:.\n]{0,20}:\s|.*\bstructured (?:\w+ )?logging\b"
        r"|\W*(?:configure|implement|add) (?:\w+ ){0,3}logging\b",
        re.IGNORECASE,
        needs=NEEDS["observability.logs"],
    ),
    "observability.traces": lazy(
        r"\W*(?:distributed |request )?tracing\b[^:.\n]{0,20}:\s",
        re.IGNORECASE,
        needs=NEEDS["observability.traces"],
    ),
    "observability.metrics": lazy(
        r"\W*(?:performance |system )?(?:monitoring|metrics collection)\b[^:.\n]{0,20}:\s",
        re.IGNORECASE,
        needs=NEEDS["observability.metrics"],
    ),
    "data.forward_migration": lazy(
        r"(?!.*\b(?:tests?|hooks?)\b)\W*(?:\w+ ){0,2}(?:run|create|add|generate|write|apply|execute)\b[^.;:\n]{0,30}\b"
        r"(?:(?:alembic|database|db|schema|sql|data|prisma|django|flyway|knex|typeorm) migrations?"
        r"|migrations?(?= for | file| script|\s*$|\s*[:(])|prisma db push)\b"
        r"(?! (?:guide|docs?|plan|tests?))"
        r"|.*\balembic (?:upgrade|revision)\b|.*\bprisma (?:db push|migrate)\b|.*\bschema migrated\b"
        r"|.*\b(?:database|schema|alembic|db) migrations?\b(?: \w+){0,3} (?:runs?|applied|created|migrates)\b",
        re.IGNORECASE,
        needs=NEEDS["data.forward_migration"],
    ),
})  # fmt: skip
"""How a line of any other section begins to speak of it, or what it says that leaves no doubt."""
ELSEWHERE: Final = frozenset({
    "risks", "decisions", "constitution_check", "adrs", "scope.out", "dod", "structure", "related", "complexity",
})  # fmt: skip
"""Sections that only mention what the others plan."""
MIGRATES: Final = lazy(r"\bmigrat\w+|\b(?:add|create|drop|alter|backfill)\w*\b", re.IGNORECASE)
UNDOES: Final = lazy(r"\broll\w*[ -]?back\w*|\brevert\w*|\bdowngrad\w*|\b(?:no|not|never)\b", re.IGNORECASE)
LINES: Final = frozenset({"text", "item", "cell"})


def observed(
    judge: Judge, nodes: Sequence[Node], entries: Sequence[Entry], answers: Sequence[Answer]
) -> Iterator[Answer]:
    """Yield the first such line for each of those fields that no label answers.

    A plan with a section of its own for a subject says it there, so that what other sections mention in passing is no answer.
    """
    if not any(hint in judge.low for hint in HINTS):
        return
    said = {answer.concept for answer in answers}
    if "data.migration_strategy" in said:
        said.add("data.forward_migration")
    homes = {node.concept for node in nodes}
    labelled = (answer for answer in answers if answer.label and answer.concept.startswith(("observability.", "data.")))
    taken = Cover((answer.span.start, answer.span.end) for answer in labelled)
    free = [line for line in _of_observability(nodes, entries) if line.kind in LINES and not _is_taken(taken, line)]
    lines = [line for node in nodes if not ELSEWHERE & set(node.above) for line in node.lines if line.kind in LINES]
    for concept in (*INSIDE, "data.forward_migration"):
        if concept in said:
            continue
        home = "data.migration" if concept.startswith("data") else "observability"
        line = _of_migration(nodes, taken) if home == "data.migration" else _first(free, INSIDE[concept])
        if line is None and home not in homes and any(need in judge.low for need in NEEDS[concept]):
            line = _beginning(lines, ANYWHERE[concept])
        if line is not None:
            answer = judge.value(concept, (line,), judge.source.span(line.start, line.end))
            # Without a label there is no question that the line could repeat.
            yield answer._replace(state=State.VAGUE) if answer.state is State.RESTATED else answer


def _is_taken(taken: Cover, line: Line) -> bool:
    return taken.overlaps(line.start, line.end)


def _first(lines: Sequence[Line], words: re.Pattern[str]) -> Line | None:
    return next((line for line in lines if words.search(text_of(line))), None)


def _beginning(lines: Sequence[Line], words: re.Pattern[str]) -> Line | None:
    return next((line for line in lines if line.prose.once(_begins, words, line.low, line.high)), None)


def _begins(prose: Prose, words: re.Pattern[str], low: int, high: int) -> bool:
    return words.match(prose.text, low, high) is not None


def _of_migration(nodes: Sequence[Node], taken: Cover) -> Line | None:
    """Return the first line of a section about migration that speaks of one, not of how it is undone."""
    for node in nodes:
        if node.above[:1] == ("data.migration",):
            for line in node.lines:
                text = text_of(line)
                if (
                    line.kind in LINES
                    and MIGRATES.search(text)
                    and not UNDOES.search(text)
                    and not _is_taken(taken, line)
                ):
                    return line
    return None


def _of_observability(nodes: Sequence[Node], entries: Sequence[Entry]) -> Iterator[Line]:
    """Yield the lines of the sections about observability, those below a label of that name too."""
    for node in nodes:
        if "observability" in node.above:
            yield from node.lines
    for entry in entries:
        if entry.form in {"colon", "title"} and entry.below and section_concept(entry.label, ()) == "observability":
            yield from entry.lines()
