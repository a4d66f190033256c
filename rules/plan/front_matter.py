"""YAML front matter: its top-level `key: value` lines, with the position of each value."""

import re
from typing import Final

from rules.lazy import lazy
from rules.plan.blocks import FrontMatter
from rules.plan.source import Source

BLOCK: Final = lazy(rb"---[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
FIELD: Final = lazy(rb"(?:\A|(?<=[\r\n]))([A-Za-z_][\w .-]{0,60}?)[ \t]{0,20}:[ \t]{0,20}([^\r\n]*)")


def front_matter(source: Source) -> FrontMatter | None:
    """Return the block at the very top, or None; a rule with prose below it is not one.

    The parser could read it, but would also take "---" pairs in the middle of a plan for it. A full YAML parser is not
    needed for the flat fields that plans carry, and takes longer to import than to read the plan.
    """
    found = BLOCK.match(source.data, source.bom)
    if found is None:
        return None
    fields = tuple(_fields(found[1], found.start(1)))
    if not fields and found[1].strip():
        return None
    return FrontMatter(found.start(), found.end(), fields)


def _fields(body: bytes, offset: int) -> list[tuple[str, str, int, int]]:
    fields = []
    for field in FIELD.finditer(body):
        value, start = field[2].strip(), offset + field.start(2)
        if len(value) > 1 and value[:1] in b"\"'" and value[-1:] == value[:1]:
            value, start = value[1:-1], start + 1
        fields.append((field[1].decode(), value.decode(), start, start + len(value)))
    return fields
