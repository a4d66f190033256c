"""What a risk is called, where no heading says it."""

from typing import Final

from rules.lazy import lazy
from rules.plan.entries import Entry
from rules.plan.lines import Line, text_of
from rules.plan.risk_levels import is_level
from rules.plan.risk_parts import before_inline, named, part_of
from rules.plan.risk_words import RISK_WORD

TITLE_END: Final = lazy(r"\s+[\N{EM DASH}\N{EN DASH}-]+\s+|\.\s|;\s|\s\(")


def risk_title(entry: Entry, own: Line | None) -> str:
    """Return its label without the number, else its sentence up to the first pause."""
    _, name = named(entry.label)
    bare = part_of(entry.keys[:1]) == "title" or RISK_WORD.fullmatch(entry.label.strip()) or is_level(entry.label)
    if name and not bare:
        return entry.label
    text = before_inline(text_of(own)) if own else entry.label
    number = named(entry.label)[0]
    pause = TITLE_END.search(text, 3)
    short = text[: pause.start()] if pause else text
    return f"Risk {number}: {short}" if number else short
