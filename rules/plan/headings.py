"""From a heading's words to the section concept it stands for."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from rules.lazy import lazy
from rules.profiles.headings import TITLES, WITHIN, WORDS

LONGEST: Final = 200
"""Characters of a title that are looked at; a longer one is no title."""
NOISE: Final = lazy(r"[^\w\s:()\[\]/.&-]+|[*_`~]+")
PHASE: Final = lazy(
    r"(?:(?:phase|step|part|stage|week|sprint|iteration|day)\s*(?:\d[\d.]*|[ivx]+\b)|m\d[\d.]*)\s*[:.)-]*\s*"
)
NUMBER: Final = lazy(r"(?:section\s+)?(?:\d+(?:\.\d+)*(?:[.):]|(?=\s))|[ivx]{1,5}[.):]|[a-z][.)])\s*(?=\S)")
ASIDE: Final = lazy(r"\s*[(\[][^()\[\]]*[)\]]")
SEPARATOR: Final = lazy(r"\s*:\s+|\s+-\s+")
NOT_WORD: Final = lazy(r"[^\w&]+")


class Title(NamedTuple):
    """A normalised title.

    `phased`: it named a phase of the work first ("Phase 4: Deployment"). `short`: without asides in brackets. `parts`: the
    readings to look up, the most literal first.
    """

    phased: bool
    short: str
    parts: tuple[str, ...]


@lru_cache(maxsize=8192)
def normalised(title: str) -> Title:
    """Return the readings of a title, the most literal first."""
    text = NOISE.sub(
        " ", normalize("NFKC", title[:LONGEST]).lower().replace("\N{EM DASH}", " - ").replace("\N{EN DASH}", " - ")
    ).strip()
    bare = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
    phase = PHASE.match(bare)
    if phase and phase.end() < len(bare):
        bare = bare[phase.end() :]
    short = ASIDE.sub("", bare).strip() if "(" in bare or "[" in bare else bare.strip()
    readings = dict.fromkeys((bare, short, *(SEPARATOR.split(short) if ":" in short or "-" in short else ())))
    said = {reading: _words(reading) for reading in readings}
    return Title(phase is not None, said[short], tuple(dict.fromkeys(filter(None, said.values()))))


def _words(text: str) -> str:
    words = text.split()
    if "".join(words).isalnum():  # most titles and labels
        return " ".join(words)
    return " ".join(NOT_WORD.sub(" ", text.replace("&", " and ").replace("_", " ")).split())


@cache
def _titles() -> dict[str, str]:
    return {title: concept for concept, titles in TITLES.items() for title in titles}


@cache
def _words_of_titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((lazy(pattern, needs=needs), concept) for pattern, concept, needs in WORDS)


@cache
def _places_by_need() -> dict[str, list[int]]:
    """Return for each literal which of the patterns need it, so that a title is looked through once for all of them."""
    found: dict[str, list[int]] = {}
    for place, (_, _, needs) in enumerate(WORDS):
        for need in needs or ("",):
            found.setdefault(need, []).append(place)
    return found


@lru_cache(maxsize=8192)
def section_concept(title: str, above: tuple[str, ...]) -> str:
    """Return the concept of a heading, "" for none. `above`: the concepts of the headings around it, nearest first."""
    read = normalised(title)
    concept = _looked_up(read, above)
    if concept in above and concept not in ("data.migration", ""):
        return ""
    return concept


def _looked_up(read: Title, above: tuple[str, ...]) -> str:
    for part in read.parts:
        for around in above:
            if part in WITHIN.get(around, {}):
                return WITHIN[around][part]
        if part in _titles() and not (read.phased and _titles()[part] in {"deployment", "summary", "timeline"}):
            return _titles()[part]
    if "risks" in above or not read.parts:
        return ""
    likely = {place for need, places in _places_by_need().items() if need in read.short for place in places}
    for place in sorted(likely):
        pattern, concept = _words_of_titles()[place]
        if pattern.search(read.short):
            return concept
    return ""
