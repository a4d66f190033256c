"""How high a risk is said to be: the words people use for levels, in the order that puts a level first in its answer."""

import re
import unicodedata
from enum import IntEnum

from rules.lazy import lazy
from rules.plan.model import Answer, State


class Level(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


WORDS = {
    Level.LOW: "low minor minimal negligible trivial small rare unlikely insignificant baixo baixa bajo baja 低 낮음 низкий",
    Level.MEDIUM: "medium med moderate average possible médio média medio media 中 보통 중간 средний",
    Level.HIGH: "high major severe significant serious large likely alto alta 高 높음 높은 высокий",
    Level.CRITICAL: "critical catastrophic extreme blocker fatal crítico crítica 严重 重大 치명적 критический",
}
LEVELS = {word: level for level, words in WORDS.items() for word in words.split()}
NUMBERS = {1: Level.LOW, 2: Level.LOW, 3: Level.MEDIUM, 4: Level.HIGH, 5: Level.CRITICAL}
"""Levels 1 to 5, as risk matrices number them."""

FIRST_WORD = lazy(r"[^\w]*(?:very\s+|quite\s+)?(?P<word>[^\W\d_]+)(?:\s*(?:[-/\u2013]|to)\s*(?P<upper>[^\W\d_]+))?")
STANDARD = lazy(
    r"[^\w]*(?:[\w'-]+\W+){0,2}?(?:low|medium|high|critical)\b|.*[(\u2013\u2014:-]\s*(?:low|medium|high|critical)\b"
    r"|[^\w]*(?:[hmlc]|[ps](?:ev)?[ -]?[0-5]|0?[.,]\d+)\b(?!\.\w)|[^\w]*\d+(?:[.,]\d+)?\s*(?:[-\u2013]\s*\d+\s*)?%",
    re.IGNORECASE | re.DOTALL,
)
"""A level of the enumeration, near the beginning or behind its description; a letter for one; a class (P2); a share."""
NUMBER = lazy(r"[^\w]*(?P<number>[1-5])(?:\s*/\s*5|\s*of\s*5)?(?![\w.,%])")


def level(answer: Answer) -> Level | None:
    """Return the level that an answer starts with ("High - because ...", "🔴 Critical", "4/5"); None when it has none.

    Of a range ("Medium to High") it is the upper end.
    """
    if answer.missing or answer.state in {State.BARE_NA, State.JUSTIFIED_NA}:
        return None
    text = unicodedata.normalize("NFKC", answer.text).casefold()
    if (number := NUMBER.match(text)) is not None:
        return NUMBERS[int(number["number"])]
    if (first := FIRST_WORD.match(text)) is None:
        return None
    found = [LEVELS[word] for word in (first["word"], first["upper"]) if word in LEVELS]
    return max(found) if found and first["word"] in LEVELS else None


def is_standard(answer: Answer) -> bool:
    """Whether an answer says Low, Medium, High or Critical, in English or in a language we know, or a figure."""
    text = unicodedata.normalize("NFKC", answer.text)
    if STANDARD.match(text) or NUMBER.match(text):
        return True
    return not text.isascii() and level(answer) is not None
