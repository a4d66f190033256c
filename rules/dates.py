"""Calendar dates as people write them, read only where they can mean one day."""

import re
from datetime import date
from typing import NamedTuple

from rules.lazy import lazy

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)

ISO = lazy(r"\d{4}-\d{2}-\d{2}(?![\d-])")
WRITTEN = (
    lazy(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-]|\.\d)"),
    lazy(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
    lazy(rf"{NAMED}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    lazy(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?{NAMED}\.?,?[\s-]+(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
)
SLASHED = lazy(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")
MONTHS_OF_A_YEAR = 12


class Dated(NamedTuple):
    """A day and the characters that say it."""

    day: date
    start: int
    end: int


def leading_date(text: str) -> Dated | None:
    """Return the date that a text begins with; None for none and for one that may mean several days (03/04/2026)."""
    start = len(text) - len(text.lstrip(" *_`\"'(["))
    for pattern in WRITTEN:
        if (found := pattern.match(text, start)) is not None:
            parts = found.groupdict()
            month = MONTHS.index(parts["name"][:3].lower()) + 1 if "name" in parts else int(parts["month"])
            return dated(found, int(parts["year"]), month, int(parts["day"]))
    if (found := SLASHED.match(text, start)) is not None:
        first, second = int(found["first"]), int(found["second"])
        if first != second and max(first, second) <= MONTHS_OF_A_YEAR:
            return None
        return dated(found, int(found["year"]), min(first, second), max(first, second))
    return None


def dated(found: re.Match[str], year: int, month: int, day: int) -> Dated | None:
    try:
        return Dated(date(year, month, day), found.start(), found.end())
    except ValueError:  # the 30th of February
        return None


def is_iso(text: str) -> bool:
    """Whether the date that a text begins with is written as YYYY-MM-DD."""
    return ISO.match(text, len(text) - len(text.lstrip(" *_`\"'(["))) is not None
