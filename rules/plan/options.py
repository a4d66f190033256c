"""The options of a decision: listed, in a table, or named in one sentence ("A vs B", "A, B, or C", "A) .. B) ..")."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rules.lazy import lazy
from rules.plan.answers import Judge
from rules.plan.blocks import Block, Table
from rules.plan.labels import keys_of
from rules.plan.lines import Line, cell_lines, text_of
from rules.plan.model import Answer, Option
from rules.plan.tree import Tree
from rules.profiles.labels import LABELS

VERSUS: Final = lazy(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
LETTERED: Final = lazy(r"(?:^|[\s;,])\(?(?:option )?[A-Ea-e1-5][).:]\s+", re.IGNORECASE)
LISTED: Final = lazy(r"\s*[,;]\s*(?:or\s+|and\s+)?|\s+or\s+|\s+/\s+")
ASIDE: Final = lazy(r"\([^()]*\)")
NAME_END: Final = lazy(r"\s+[-\N{EN DASH}\N{EM DASH}]+\s+|:\s|\s\(|\.\s")
OPTION: Final = lazy(r"\W*(?:option|alternative|approach)\s+(?:\d+|[A-Za-z])\b", re.IGNORECASE)
MOST: Final = 50
"""So many names of one sentence are options."""
MOST_WORDS: Final = 8
"""A name in a comma list has at most so many words; longer is a sentence."""


def listed_options(judge: Judge, tree: Tree, index: int) -> Iterator[Option]:
    """Yield the options below a label such as "Options Considered"."""
    entry = tree.entries[index]
    items = [child for child in tree.below(index) if tree.entries[child].item or tree.entries[child].form == "heading"]
    for item in items:
        yield from named_option(judge, tree, item)
    for block in entry.below:
        if isinstance(block, Table):
            yield from table_options(judge, block)
    if not items and (own := next(iter(entry.lines()), None)) is not None and own.kind == "text":
        yield from sentence_options(judge, own)


def is_option(label: str) -> bool:
    """Whether a label names an option by letter or number ("Option B", "Alternative 2: a queue")."""
    return OPTION.match(label) is not None


def named_option(judge: Judge, tree: Tree, index: int) -> Iterator[Option]:
    """Yield the option that a list item, a bold line or a heading is; several where it names them in one sentence."""
    entry = tree.entries[index]
    own = next(iter(entry.lines()), None)
    if own is not None and not entry.label and VERSUS.search(text_of(own)):
        yield from sentence_options(judge, own)
        return
    title = entry.label or (text_of(own) if own else "")
    if re.fullmatch(r"option \w+", title.strip(), re.IGNORECASE) and own:
        title = f"{title}: {text_of(own)}"
    span = judge.source.span(min(entry.block, entry.label_start), max(entry.end, entry.label_end))
    if title:
        yield Option(
            _name(title),
            span,
            *(_part(judge, tree, index, part) or judge.absent(f"decisions.{part}", span) for part in ("pros", "cons")),
        )


def _part(judge: Judge, tree: Tree, index: int, part: str) -> Answer | None:
    for child in tree.below(index):
        if any(key in LABELS[f"decisions.{part}"] for key in tree.entries[child].keys):
            return judge.answer(f"decisions.{part}", tree.entries[child])
    return None


def option_tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """Yield the tables that weigh options: Option | Pros | Cons."""
    return (each for each in blocks if isinstance(each, Table) and _weighs_options(_heads(each)))


def _heads(table: Table) -> list[tuple[str, ...]]:
    return [keys_of(cell.prose.text) if cell.prose.runs else () for cell in table.header.cells]


def _weighs_options(heads: Sequence[tuple[str, ...]]) -> bool:
    return bool(heads) and any(key.startswith(("option", "alternative", "approach", "choice")) for key in heads[0])


def table_options(judge: Judge, table: Table) -> Iterator[Option]:
    """Yield the rows of a table Option | Pros | Cons."""
    heads = _heads(table)
    if not _weighs_options(heads):
        return
    for row in table.rows:
        span = judge.source.span(row.start, row.end)
        parts = {}
        for cell, head in zip(row.cells, heads, strict=False):
            for part in ("pros", "cons"):
                if any(key in LABELS[f"decisions.{part}"] for key in head) and part not in parts:
                    parts[part] = judge.value(
                        f"decisions.{part}",
                        cell_lines(cell),
                        judge.source.span(cell.start, cell.end),
                    )
        title = row.cells[0].prose.visible(0, len(row.cells[0].prose.text)) if row.cells else ""
        if title:
            yield Option(
                _name(title),
                span,
                *(parts.get(part) or judge.absent(f"decisions.{part}", span) for part in ("pros", "cons")),
            )


def sentence_options(judge: Judge, line: Line, *, versus_only: bool = False) -> Iterator[Option]:
    """Yield the options that one sentence names; fewer than two names are none."""
    for low, high in _names(line, versus_only=versus_only):
        span = judge.source.span(*line.prose.extent(low, high))
        name = _name(line.prose.visible(low, high))
        yield Option(name, span, judge.absent("decisions.pros", span), judge.absent("decisions.cons", span))


def _names(line: Line, *, versus_only: bool) -> list[tuple[int, int]]:
    text = line.prose.text
    hidden = ASIDE.sub(lambda aside: "_" * len(aside[0]), text[line.low : line.high])
    for divider in (VERSUS,) if versus_only else (VERSUS, LETTERED, LISTED):
        names = list(_divided(hidden, divider))
        short = all(len(NAME_END.split(hidden[low:high], maxsplit=1)[0].split()) <= MOST_WORDS for low, high in names)
        if len(names) > 1 and (short or divider is not LISTED):
            return [(low + line.low, high + line.low) for low, high in names[:MOST]]
    return []


def _divided(text: str, divider: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for found in [*divider.finditer(text), None]:
        end = found.start() if found else len(text)
        piece = text[start:end]
        name = piece.strip(" \t\n.,;:")
        if name and re.search(r"\w", name):
            low = start + piece.index(name)
            yield low, low + len(name)
        start = found.end() if found else end


def _name(text: str) -> str:
    """Return the name an option goes by: "Option B" and its title, without what is said about it."""
    lead = re.match(r"option \w+\s*[:.)-]+\s*", text, re.IGNORECASE)
    end = NAME_END.search(text, lead.end() if lead else 2)
    return (text[: end.start()] if end else text).strip(
        " .:;*\N{HEAVY CHECK MARK}\N{CHECK MARK}\N{WHITE HEAVY CHECK MARK}"
    )
