"""References to architecture decision records: by number, by file, by the command that would create one."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.lines import Line, links_of
from rules.plan.model import AdrReference
from rules.plan.outline import Node
from rules.plan.prose import LINK, Prose
from rules.plan.source import Span

MOST: Final = 50
"""So many references of one line are looked at."""
HINTS: Final = ("adr", ".md")
NUMBER: Final = lazy(
    r"(?<![\w/])ADR[-\s_#]{0,2}(?!\d{4}-\d\d-\d\d)(\d{1,5})(?![\w]|\.\d)", re.IGNORECASE, needs=("adr",)
)
FILE: Final = lazy(
    r"(?<![\w.@/-])(?:[\w.@-]+/)*(?:adrs?|decisions)/(?:adr[-_])?(\d{1,5})[-_][\w.-]*?\.md"
    r"|(?<![\w/-])(?:adr[-_])?(\d{4})-[a-z][\w-]*\.md",
    re.IGNORECASE,
    needs=(".md",),
)
DATED: Final = lazy(r"\d{4}-")
"""How the name of a file begins where its folder does not tell what it is."""
DATE: Final = lazy(r"\d{4}-\d\d-\d\d(?!\d)")
COMMAND: Final = lazy(r"/sp\.adr\s+[\"\u201c]?([^`\"\u201d\n]+)", re.IGNORECASE, needs=("/sp.adr",))
PLANNED: Final = lazy(
    r"\b(?:to be (?:created|written|documented)|will be (?:created|written|documented)|planned|candidates?"
    r"|suggest\w*|propos(?:ed?|al)|create adr"
    r"|to document|needs? (?:an )?adr|pending|tbd|to do|todo|detected|deferred|if\b)",
    re.IGNORECASE,
)
HEADING: Final = lazy(r"ADR[-\s_#]{0,2}(\d{1,5})\b[\s:.\N{EN DASH}\N{EM DASH}-]*(.*)", re.IGNORECASE)


def adrs(judge: Judge, nodes: Sequence[Node]) -> tuple[AdrReference, ...]:
    """Return the records that the plan refers to, each once: where it has a box or a file, else where it is named first."""
    if not any(hint in judge.low for hint in HINTS):
        return ()
    inline = {int(found[1]) for node in nodes if node.level and (found := _headed(node.title)) and _has_text(node)}
    records: dict[tuple[int | None, str], AdrReference] = {}
    for node in nodes:
        for reference in _in_node(judge, node, inline):
            key = (reference.number, "" if reference.number is not None else reference.path or reference.title.lower())
            records[key] = _merged(records[key], reference) if key in records else reference
    return tuple(sorted(records.values(), key=lambda each: each.span.start))


def _headed(title: str) -> re.Match[str] | None:
    return HEADING.match(title) if title[:1] in {"A", "a"} else None


def _has_text(node: Node) -> bool:
    return any(True for _ in node.lines)


def _merged(one: AdrReference, other: AdrReference) -> AdrReference:
    """Join two mentions of one record; the place with a box, then the one with a file, is where a finding belongs."""
    better = max((one, other), key=lambda each: (each.checked is not None, bool(each.path), each is one))
    return better._replace(
            path=better.path or one.path or other.path, title=better.title or one.title or other.title,
        inline=one.inline or other.inline, planned=one.planned and other.planned, external=one.external and other.external,
    )  # fmt: skip


def _in_node(judge: Judge, node: Node, inline: set[int]) -> Iterator[AdrReference]:
    listed = "adrs" in node.above
    if heading := _headed(node.title):
        yield AdrReference(
            int(heading[1]),
            "",
            heading[2].strip(),
            judge.source.span(node.start, node.heading_end),
            inline=int(heading[1]) in inline,
        )
    for line in node.lines:
        if line.kind in {"code", "html"} or not line.prose.once(_may_refer):
            continue
        for reference in _in_line(judge, line, listed=listed):
            planned = reference.planned or PLANNED.search(node.title) is not None
            yield reference._replace(planned=planned, inline=reference.number in inline)


def _may_refer(prose: Prose) -> bool:
    low = prose.text.lower()
    return bool(prose.styles & LINK) or any(hint in low for hint in HINTS)


def _in_line(judge: Judge, line: Line, *, listed: bool) -> Iterator[AdrReference]:
    """Yield what one line refers to. `listed`: it stands in the list of records, so that its box and title are the record's."""
    text = line.prose.text
    files = dict(_files(line))
    numbers = list(islice(NUMBER.finditer(text, line.low, line.high), MOST))
    commands = list(COMMAND.finditer(text, line.low, line.high))
    if not (files or numbers or commands):
        return
    base = AdrReference(
        None, "", "", judge.source.span(line.start, line.end), line.checked if listed else None,
        planned=PLANNED.search(text, line.low, line.high) is not None,
    )  # fmt: skip
    for found in numbers:
        number = int(found[1])
        leads = not text[line.low : found.start()].strip(" *[]xX")
        target = next((run.link for run in line.prose.between(found.start(), found.end(), LINK)), "")
        yield base._replace(
            number=number, span=_span(judge, line, found), external="://" in target, path=files.pop(number, ""),
            title=_title(text[found.end() : line.high]) if listed else "", checked=line.checked if listed or leads else None,
        )  # fmt: skip
    for key, path in files.items():
        numbered = key if isinstance(key, int) else None
        yield base._replace(number=numbered, path="" if "://" in path else path, external="://" in path)
    for command in commands:
        title = command[1].strip(" .")
        if not title.startswith(("<", "[")) and not numbers:
            yield AdrReference(None, "", title, _span(judge, line, command), planned=True)


def _files(line: Line) -> Iterator[tuple[int | str, str]]:
    """Yield number and path of the record files that a line links or names; of those elsewhere the whole address.

    A file that begins with a date has no number; its path stands for one.
    """
    for link in links_of((line,)):
        if found := FILE.search(link.removeprefix("/")):
            yield _number(found), link if "://" in link else found[0]
    low = line.prose.text.lower()
    if "adr" in low or "decisions/" in low or DATED.search(low):
        for found in FILE.finditer(line.prose.text, line.low, line.high):
            yield _number(found), found[0]


def _number(found: re.Match[str]) -> int | str:
    at = found.start(1) if found[1] else found.start(2)
    return found[0] if DATE.match(found.string, at) else int(found[1] or found[2])


def _span(judge: Judge, line: Line, found: re.Match[str]) -> Span:
    return judge.source.span(*line.prose.extent(found.start(), found.end()))


def _title(after: str) -> str:
    head = after.split("\n", maxsplit=1)[0].strip(" :.*-\N{EN DASH}\N{EM DASH}")
    return re.split(r"\s+[-\N{EN DASH}\N{EM DASH}]\s+|\s\(", head)[0].strip(" :*")
