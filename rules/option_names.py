"""The options of a decision by what people call them: "Option B", "B", its number, its title."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.lazy import lazy
from rules.plan.model import Option
from rules.stems import shared, stems

LEAD = lazy(
    r"\W*(?:option|alternative|approach|variant|choice)\s+(?P<key>[A-Za-z]|\d{1,2})\b[\s:.)\N{EN DASH}\N{EM DASH}-]*",
    re.IGNORECASE,
)
BARE = lazy(r"\W*(?P<key>[A-H]|\d{1,2})(?:[\s]*[:.)]\s*|\s+[\N{EN DASH}\N{EM DASH}-]\s+|\W*$)")
KEYS = lazy(r"\b(?:option|alternative|approach|variant)s?\s+(?P<key>[A-Ha-h]|\d{1,2})\b", re.IGNORECASE)
HEAD = lazy(
    r"\s[\N{EN DASH}\N{EM DASH}-]\s|[.;(\[]\s?"
    r"|,?\s+(?:because|since|as it|due to|for its|so that|instead of|rather than|over|in place of|not)\b",
    re.IGNORECASE,
)
SAME = 0.5
"""A name shares so much of the words of the shorter of two names."""


class Called(NamedTuple):
    """An option: its letter or number in lower case ("" without one), its place, the words of its title."""

    key: str
    at: int
    title: str
    words: frozenset[str]


def called(options: Sequence[Option]) -> list[Called]:
    found = []
    for at, option in enumerate(options):
        lead = LEAD.match(option.title) or BARE.match(option.title)
        title = option.title[lead.end() :] if lead else option.title
        found.append(Called(lead["key"].lower() if lead else "", at, title.strip(" .:*").casefold(), stems(title)))
    return found


def head_of(text: str) -> str:
    """Return the words of a choice before its reason; a text in brackets may be its title."""
    found = HEAD.search(text, 2)
    return text[: found.start()].strip() if found else text


def keys_of(text: str) -> list[str]:
    """Return the letters and numbers by which a choice names options."""
    bare = BARE.match(text)
    found = [each["key"].lower() for each in KEYS.finditer(text)]
    return found or ([bare["key"].lower()] if bare else [])


def named(options: Sequence[Option], text: str) -> Iterator[Called]:
    """Yield the options that a text names, by key or by title."""
    keys, low, words = keys_of(text), text.casefold(), stems(text)
    for option in called(options):
        ordinals = {str(option.at + 1), chr(ord("a") + option.at)} if not option.key else {option.key}
        same_words = option.words and words and max(shared(option.words, words), shared(words, option.words)) >= SAME
        inside = bool(option.title) and (option.title in low or (len(low) > 1 and low.strip(" .:*") in option.title))
        if ordinals.intersection(keys) or inside or same_words:
            yield option
