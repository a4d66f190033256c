"""The one way of foreign text onto a terminal: nothing in it can move the cursor, colour, hide or reorder what stands there."""

import unicodedata

from rules.lazy import lazy
from rules.report.echo import DECEPTIVE_CATEGORIES, INVISIBLE

LINE_BREAKING = frozenset({"Zl", "Zp"})

OTHER_WIDTHS = lazy(r"[^\x00-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]")
"""All but letters, dashes, quotes, arrows and lines that take one column each; most text holds none of it."""


def printable(text: str) -> str:
    """Return foreign text on one line; what a terminal would obey, or nobody would see, is named (`<U+001B>`)."""
    if text.isprintable() and (text.isascii() or not INVISIBLE.search(text)):
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category in DECEPTIVE_CATEGORIES or category in LINE_BREAKING or INVISIBLE.match(character):
        return f"<U+{ord(character):04X}>"
    return character


def width(text: str) -> int:
    """Return the terminal columns that printable text takes: East Asian wide characters two, combining ones none."""
    if text.isascii() or not OTHER_WIDTHS.search(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
