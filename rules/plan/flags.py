"""Feature flags: those that the plan defines, and those that its switches and roll-outs name."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Table
from rules.plan.entries import Entry
from rules.plan.labels import keys_of
from rules.plan.lines import Line, cell_lines
from rules.plan.model import Answer, Flag, FlagMention
from rules.plan.outline import Node
from rules.plan.prose import CODE

NAME: Final = lazy(r"[A-Za-z][\w.:-]*[\w]")
VALUE: Final = lazy(r"\s*(?:=|:)\s*(?:true|false|on|off|0|1|none|advisory|\d+%?)?$", re.IGNORECASE)
FLAG_LIKE: Final = lazy(
    r"(?:_enabled|_disabled|[_-]flag|_enable|_toggle)$|^(?:feature|ff|enable|disable|flag|toggle|use)[_-]",
    re.IGNORECASE,
)
CONTEXT: Final = lazy(
    r"\b(?:flags?|toggles?|disabl\w+|enabl\w+|kill.?switch\w*|switch(?:es)? off|turn(?:s|ed)? off)\b", re.IGNORECASE
)
NOT_A_FLAG: Final = lazy(r"\.(?:py|ts|tsx|js|md|ya?ml|json|sh|sql|go|rs|toml|env)$|/|^v?\d|\(\)", re.IGNORECASE)
MENTIONING: Final = frozenset({
    "deployment.strategy", "deployment.rollback_steps", "deployment.rollback_trigger", "flags.compatibility",
    "data.rollback_plan",
    "runbooks.resolution", "nfr.degradation",
})  # fmt: skip
"""Besides kill switches and mitigations, the answers that may lean on a flag."""


def flags(
    judge: Judge, nodes: Sequence[Node], entries: Sequence[Entry], answers: dict[int, Answer]
) -> tuple[Flag, ...]:
    """Return the flags that the plan defines, each name once, in document order."""
    found: dict[str, Flag] = {}
    for flag in sorted(
        (*_in_tables(judge, nodes), *_in_lists(judge, entries, answers)), key=lambda each: each.span.start
    ):
        found.setdefault(flag.name.lower(), flag)
    return tuple(found.values())


def _in_lists(judge: Judge, entries: Sequence[Entry], answers: dict[int, Answer]) -> Iterator[Flag]:
    for index, answer in answers.items():
        if answer.concept == "flags.defined" and not answer.missing:
            for line in entries[index].lines():
                if line.kind in {"text", "item"}:
                    yield from _defined(judge, line)


def _defined(judge: Judge, line: Line) -> Iterator[Flag]:
    """Yield the flag that a line begins with; without one, those of its code spans that look like flags."""
    runs = list(line.prose.between(line.low, line.high, CODE))
    lead = line.prose.text[line.low : runs[0].at].strip(" *:[]-") if runs else ""
    if runs and not lead and (name := flag_name(runs[0].text)):
        after = runs[0].at + len(runs[0].text)
        yield Flag(name, judge.source.span(runs[0].start, runs[0].end), _purpose(judge, line, after, line.high))
        return
    for run in runs:
        if (name := flag_name(run.text)) and (FLAG_LIKE.search(name) or CONTEXT.search(lead)):
            yield Flag(name, judge.source.span(run.start, run.end), _purpose(judge, line, line.low, line.high))
    plain = (
        re.match(r"\s*([A-Za-z]\w*_\w+)\s*[:\N{EN DASH}\N{EM DASH}(-]", line.prose.text[line.low : line.high])
        if not runs
        else None
    )
    if plain:
        low = line.low + plain.start(1)
        span = judge.source.span(*line.prose.extent(low, low + len(plain[1])))
        yield Flag(plain[1], span, _purpose(judge, line, low + len(plain[1]), line.high))


def _purpose(judge: Judge, line: Line, low: int, high: int) -> Answer:
    text = line.prose.text[low:high]
    low += len(text) - len(text.lstrip(" :-\N{EN DASH}\N{EM DASH}"))
    if low >= high:
        return judge.absent("flags.purpose", judge.source.span(line.start, line.end))
    start, end = line.prose.extent(low, high)
    return judge.value(
        "flags.purpose",
        (line._replace(low=low, high=high, start=start, end=end, kind="cell"),),
        judge.source.span(start, end),
    )


def _in_tables(judge: Judge, nodes: Sequence[Node]) -> Iterator[Flag]:
    for node in nodes:
        for block in node.blocks:
            if isinstance(block, Table) and _is_flag_table(block, inside="flags" in node.above):
                for row in block.rows:
                    cells = [cell_lines(cell) for cell in row.cells]
                    first = cells[0][0] if cells and cells[0] else None
                    name = flag_name(first.prose.visible(0, first.high)) if first else ""
                    if first and name:
                        rest = [line for cell in cells[1:] for line in cell]
                        span = (
                            judge.source.span(rest[0].start, rest[-1].end)
                            if rest
                            else judge.source.span(row.start, row.end)
                        )
                        purpose = judge.value("flags.purpose", rest, span)
                        yield Flag(name, judge.source.span(first.start, first.end), purpose, block.start)


def _is_flag_table(table: Table, *, inside: bool) -> bool:
    keys = keys_of(table.header.cells[0].prose.text) if table.header.cells and table.header.cells[0].prose.runs else ()
    return any(
        key in {"flag", "feature flag", "flag name", "toggle"} or (inside and key in {"name", "key", "feature"})
        for key in keys
    )


def flag_name(code: str) -> str:
    """Return the name in a code span ("x_enabled=false" is "x_enabled"), "" if it cannot be a flag's."""
    name = VALUE.sub("", code.strip().partition("=")[0].strip())
    return name if NAME.fullmatch(name) and not NOT_A_FLAG.search(code) else ""


def flag_mentions(judge: Judge, switches: Sequence[Answer], answers: Sequence[Answer]) -> Iterator[FlagMention]:
    """Yield the code spans that name a flag in kill switches, mitigations, roll-outs and rollbacks."""
    for answer in (*switches, *(answer for answer in answers if answer.concept in MENTIONING)):
        if not answer.missing:
            yield from _mentions(judge, answer)


def _mentions(judge: Judge, answer: Answer) -> Iterator[FlagMention]:
    raw = judge.source.data[answer.span.start : answer.span.end]
    for found in re.finditer(rb"(?<!`)`([^`\r\n]+)`(?!`)", raw):
        name = flag_name(found[1].decode())
        before = raw[max(found.start() - 40, 0) : found.start()].decode("utf-8", "ignore")
        named = "_" in name or "-" in name or name.isupper()
        if name and (
            FLAG_LIKE.search(name) or (named and re.search(r"\b(?:flags?|toggles?)\W+$", before, re.IGNORECASE))
        ):
            start = answer.span.start + found.start()
            yield FlagMention(name, judge.source.span(start, answer.span.start + found.end()), answer.concept)
