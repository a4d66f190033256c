"""Whether a text can be judged by English words. Word lists know no other language, so what they miss elsewhere says nothing."""

from typing import Final

from rules.lazy import lazy

SHARE: Final = 5
"""One letter in so many may be outside ASCII: names, accents of a loan word."""

WORD: Final = lazy(r"[^\W\d_]+")
ENGLISH: Final = frozenset({
    "the", "and", "of", "to", "with", "for", "is", "are", "by", "after", "before", "when", "if", "all",
    "each", "not", "per", "in", "on", "from", "at", "no",
})  # fmt: skip
OTHER: Final = frozenset({
    "de", "la", "el", "los", "las", "para", "con", "del", "por", "que", "una", "un", "se", "si", "al", "en",
    "é", "não", "sem", "do", "da", "dos", "das", "ao", "com", "em", "os", "uma", "nach", "der", "die", "und",
    "bei", "den", "mit", "für", "von", "wird", "werden", "le", "les", "des", "du", "et", "est", "avec",
    "pour", "après",
})  # fmt: skip
"""Little words of Spanish, Portuguese, German and French that are none in English."""


def is_english(text: str) -> bool:
    """Return whether a text is English as far as its letters and little words tell; yes for one that has none of them."""
    if not text.isascii():
        letters = [letter for letter in text if letter.isalpha()]
        if sum(letter > "\u024f" for letter in letters) * SHARE > len(letters):
            return False
    words = WORD.findall(text.lower())
    other = sum(word in OTHER for word in words)
    return other < 2 or other <= sum(word in ENGLISH for word in words)  # noqa: PLR2004 - one may be a name
