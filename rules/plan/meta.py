"""The header of a plan: front matter, the first lines, the footer; and what its status word means."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import FrontMatter
from rules.plan.concepts import FIELDS
from rules.plan.entries import Entry
from rules.plan.labels import field_concept
from rules.plan.lines import Line
from rules.plan.model import Answer, State, Status
from rules.plan.outline import Node
from rules.plan.prose import Prose, Run
from rules.plan.source import Source

HEADER_LINES: Final = 15
FOOTER_LINES: Final = 8
FORMS: Final = frozenset({"colon", "plain", "dash", "row", "title"})
HEADER: Final = frozenset(concept for concept, field in FIELDS.items() if field.section == "meta")
FOOTER: Final = HEADER - {"meta.branch", "meta.spec", "meta.input"}
STATUS: Final = lazy(
    r"\W*(?:(draft)|((?:in|under|ready for|pending|awaiting)?[ -]?review)|(approved)|(in[ _-]?progress)|(completed?))\b",
    re.IGNORECASE,
)
STATUSES: Final = (Status.DRAFT, Status.REVIEW, Status.APPROVED, Status.IN_PROGRESS, Status.COMPLETED)


def header(
    judge: Judge, front: FrontMatter | None, nodes: Sequence[Node], entries: Sequence[Entry]
) -> Iterator[Answer]:
    """Yield the header's fields: those of the front matter, of the text before the first section, of the last lines."""
    for key, value, start, end in front.fields if front else ():
        concept = field_concept((key.lower().replace("_", " ").replace("-", " "),), ("meta",))
        if concept:
            run = Run(0, value, start, end, start, end, 0, "")
            lines = (Line("text", start, end, Prose((run,)), 0, len(value)),) if value else ()
            yield judge.value(concept, lines, judge.source.span(start, end), key)
    first, last = _limits(judge.source, nodes, front)
    for entry in entries:
        if entry.form in FORMS and (entry.label_start < first or entry.label_start >= last):
            concept = field_concept(entry.keys, ("meta",))
            if concept in (HEADER if entry.label_start < first else FOOTER):
                yield judge.answer(concept, entry)


def titled(front: FrontMatter | None) -> str:
    """Return the title in the front matter, "" for none."""
    return next((value for key, value, _, _ in (front.fields if front else ()) if key.lower() == "title"), "")


def _limits(source: Source, nodes: Sequence[Node], front: FrontMatter | None) -> tuple[int, int]:
    """Return the byte where the header ends at the latest and the byte where the footer begins."""
    lines = source.line_count
    skipped = source.position(front.end)[0] - 1 if front else 0
    top = source.line_span(min(lines, skipped + HEADER_LINES)).end
    section = next((node.start for node in nodes if node.level > 1 or node.concept), top)
    last = source.position(len(source.data.rstrip()))[0] - FOOTER_LINES + 1
    return max(top, section), source.line_span(max(last, 1)).start


def status_of(answer: Answer) -> Status:
    """Return the status that the words begin with ("Draft v2", "Approved (2025-11-02)"), UNKNOWN for any other."""
    if answer.missing and answer.state is not State.DEFERRED:
        return Status.UNKNOWN
    found = STATUS.match(answer.text)
    return STATUSES[next(index for index, group in enumerate(found.groups()) if group)] if found else Status.UNKNOWN
