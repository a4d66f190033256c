"""Where the name of a principle ends and what is said of it begins, in a line of a constitution check."""

import re
from typing import Final

from rules.lazy import lazy
from rules.plan.labels import Part, parts
from rules.plan.prose import STRONG, Prose

ONLY_NUMBER: Final = lazy(r"(?:principle|article|gate|rule|원칙|原则)\s*#?(?:[IVXL]+|\d+)", re.IGNORECASE)
SEPARATOR: Final = lazy(r"[\s:\u2013\u2014-]*")
MARKED: Final = lazy(r"(?:[^\w\n]{1,4}|\W*\[\w+\]\s*)([^\W\d_][\w ./&()'\u2019-]{0,48}?)\s?[:\uff1a]\s+")
"""A label without emphasis behind a mark or a verdict in brackets."""


def principle_part(prose: Prose) -> Part:
    """Return the first part that holds a word; a mark before a label is none, and hides no label without emphasis."""
    found = parts(prose)
    part = found[0]
    if part.label_low < 0 and len(found) > 1 and not re.search(r"\w", prose.text[part.low : part.high]):
        part = found[1]
    if part.label_low >= 0 and ONLY_NUMBER.fullmatch(prose.text[part.label_low : part.label_high]):
        return _whole_bold(prose, part)
    marked = MARKED.match(prose.text) if part.label_low < 0 else None
    return part if marked is None else Part(marked.start(1), marked.end(1), marked.end(), len(prose.text), "plain")


def _whole_bold(prose: Prose, part: Part) -> Part:
    """Return the label "Principle V: Openness" for "Principle V" where both stand in one bold stretch."""
    for run in prose.runs:
        end = run.at + len(run.text)
        if run.style & STRONG and run.at <= part.label_low and part.label_high < end:
            after = SEPARATOR.match(prose.text, end)
            return part._replace(label_high=end, low=after.end() if after is not None else end)
    return part
