"""Numbers and file names of ADRs: readable in any language, and always inside their directory."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

from rules.adr_file import number_in
from rules.lazy import lazy

LONGEST = 60
"""Characters of a slug."""
NOT_PLAIN = lazy(r"[^a-z0-9]+")
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
"""Names that Windows keeps for devices. A number stands in front of them, so this is for eyes alone."""
FORBIDDEN = frozenset({".git", ".github"})
"""Directories in which a commit means more than a document."""


def slug(title: str) -> str:
    """Return a title in small Latin letters, digits and hyphens, "" where nothing of it can be written so."""
    text = NOT_PLAIN.sub("-", "".join(map(latin, unicodedata.normalize("NFC", title))).lower()).strip("-")
    if len(text) > LONGEST:
        cut = text[: LONGEST + 1].rpartition("-")[0]
        text = (cut or text[:LONGEST]).strip("-")
    return "" if text in DEVICES else text


def latin(character: str) -> str:
    """Return a character as Latin letters; each sign of a script that writes words without spaces is a word."""
    if character.isascii():
        return character
    word = anyascii(character)
    return f" {word} " if unicodedata.east_asian_width(character) == "W" else word


def file_name(number: int, title: str) -> str:
    return f"{number:04d}-{slug(title) or f'adr-{number}'}.md"


def path_of(directory: str, number: int, title: str) -> str:
    """Return the path of a record. Raise `ValueError` for a directory in which none may be written."""
    parts = directory.strip("/").split("/")
    if not directory.strip("/") or {"", ".", ".."}.intersection(parts) or FORBIDDEN.intersection(parts):
        raise ValueError(f"{directory} is no directory for ADRs")
    return posixpath.join(*parts, file_name(number, title))


def next_number(names: Iterable[str]) -> int:
    """Return the number after the highest that these file names have: a gap may be a record that was taken away."""
    return max((number for name in names if (number := number_in(name)) is not None), default=0) + 1


SLUG_LIKE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+", re.ASCII)


def words_of(title: str) -> str:
    """Return a title that was given as a slug in words; others as they are."""
    if not SLUG_LIKE.fullmatch(title):
        return title
    text = title.replace("-", " ")
    return text[:1].upper() + text[1:]
