"""Words as far as they tell whether two phrases speak of the same thing: content words, without their endings."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

from rules.lazy import lazy

WORD = lazy(r"[^\W_]+")
SMALL = frozenset(
    "a an and any are as at be by do does each for from has have in into is it its no nor not of off on or our over per "  # noqa: SIM905 - a list of 90 strings reads worse
    "so than that the their them then there these this those to under up upon via we what when where which who will "
    "with without e o a os as de da do das dos em no na para por com y el la los las del en con".split()
)
"""Words that carry no subject."""

ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ions", "ion", "ity", "ed", "es", "s", "e", "y")
SHORTEST = 3
"""Letters that must be left of a word."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(stem(word) for word in WORD.findall(normalize("NFKC", text).casefold()) if word not in SMALL)


def shared(wanted: frozenset[str], found: Iterable[str]) -> float:
    """Return which share of the wanted stems is among those found; 0 where none is wanted."""
    return len(wanted.intersection(found)) / len(wanted) if wanted else 0.0
