"""The principles of a repository's constitution, read from its Markdown: the file that plans are checked against.

A principle is a heading below "Core Principles" (or whatever that is called), one with a roman number, or where there are
no such headings a bold list item. A file that still holds the template's placeholders has none.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.lazy import lazy
from rules.repository import CONSTITUTIONS, project_root
from rules.rule import Context

FENCE = lazy(r"\s{0,3}(`{3,}|~{3,})")
HEADING = lazy(r"\s{0,3}(#{1,6})\s+(.*?)[\s#]*$")
COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)
NUMBERED = lazy(
    r"(?:(?P<word>principle|article|rule|원칙|原则|原則|princ[ií]pio|art[ií]culo|artigo)\s*#?)?"
    r"(?P<number>[IVXL]+|\d+(?:\.\d+)*)(?:[.:)\u2013\u2014-]+\s*|\s+[\u2013\u2014-]\s+|\s*$|(?:(?<=\.\d)|(?<=\.\d\d))\s+)",
    re.IGNORECASE,
)
ASIDE = lazy(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
LISTED = lazy(r"\s{0,3}(?:[-*+]|\d+[.)])\s+\*\*(.+?)\*\*")
CONTAINER = lazy(
    r"\bprinciples\b|\bnon.negotiables\b|\barticles\b|원칙|原则|原則|princ[ií]pios\b|принцип", re.IGNORECASE,
    needs=("principles", "negotiables", "articles", "원칙", "原则", "原則", "princ", "принцип"),
)  # fmt: skip
NO_CONTAINER = lazy(r"amend|govern|alignment|matrix|applying|compliance|개정|修订|治理", re.IGNORECASE)
NO_PRINCIPLE = lazy(
    r"(?:governance|amendments?|versioning|enforcement|overview|purpose|mission|preamble|scope|rationale|glossary|"
    r"additional constraints|development workflow|technology stack|definition of done|quality gates|summary)\b", re.IGNORECASE
)  # fmt: skip
PLACEHOLDER = lazy(r"\[[A-Z][A-Z0-9_ ]*\]")
UNFILLED = (b"[PRINCIPLE_1", b"[PROJECT_NAME]")
MOST = 100
"""Principles that are looked at; no constitution has more."""

LEAST = 2
"""Numbered headings or bold items, fewer of which are no list of principles."""


class Principle(NamedTuple):
    """`number`: as written, "" without one. `title`: without number, emphasis and asides like "(NON-NEGOTIABLE)"."""

    number: str
    title: str


class Part(NamedTuple):
    """A heading of the file and the lines directly below it."""

    level: int
    title: str
    lines: tuple[str, ...]


def constitution(context: Context) -> bytes | None:
    """Return the constitution of the plan's project at base; None without one, or where it is still the template."""
    base = context.repository.base_files
    if not base:
        return None
    root = project_root(context.repository, context.plan.path)
    found = next((base[path] for name in CONSTITUTIONS if (path := posixpath.join(root, name)) in base), None)
    return found if found is not None and is_filled(found) else None


@lru_cache(maxsize=16)
def is_filled(data: bytes) -> bool:
    return bool(data.strip()) and not any(mark in data for mark in UNFILLED)


@lru_cache(maxsize=16)
def principles(data: bytes) -> tuple[Principle, ...]:
    """Return the principles of a constitution, in order. Cached: all plans of a project are checked against one file."""
    parts = tuple(parts_of(data.decode("utf-8", "replace")))
    found = [named(title) for title in titles(parts)]
    return tuple(dict.fromkeys(each for each in found if each.title and not PLACEHOLDER.fullmatch(each.title)))[:MOST]


def parts_of(text: str) -> Iterator[Part]:
    level, title, fence = 0, "", ""
    lines: list[str] = []
    for line in COMMENT.sub("", text).splitlines():
        mark = FENCE.match(line)
        if mark is not None and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif fence:
            continue
        elif (heading := HEADING.match(line)) is not None:
            yield Part(level, title, tuple(lines))
            level, title, lines = len(heading[1]), heading[2], []
        else:
            lines.append(line)
    yield Part(level, title, tuple(lines))


def titles(parts: Sequence[Part]) -> list[str]:
    """Return the titles of all principles, numbered and emphasised as they are, in order."""
    below = {at for start, part in enumerate(parts) if is_container(part) for at in children(parts, start)}
    levels = {parts[at].level for at in below}
    roman = [at for at, part in enumerate(parts) if is_roman(part.title) and (not levels or part.level in levels)]
    found = sorted(below | set(roman if len(roman) >= LEAST else ()))
    if found:
        return [parts[at].title for at in found if not NO_PRINCIPLE.match(parts[at].title.strip("* "))]
    return [title for part in parts if is_container(part) for title in listed(part.lines)]


def is_container(part: Part) -> bool:
    return CONTAINER.search(part.title) is not None and NO_CONTAINER.search(part.title) is None


def children(parts: Sequence[Part], start: int) -> list[int]:
    """Return the headings right below one; none where it holds another list of principles, which then counts instead."""
    found: list[int] = []
    for at in range(start + 1, len(parts)):
        if parts[at].level <= parts[start].level:
            break
        if is_container(parts[at]) and at + 1 < len(parts) and parts[at + 1].level > parts[at].level:
            return []
        found.append(at)
    nearest = min((parts[at].level for at in found), default=0)
    return [at for at in found if parts[at].level == nearest]


def is_roman(title: str) -> bool:
    number = NUMBERED.match(title.strip("* "))
    return number is not None and (number["word"] is not None or number["number"].isupper()) and not is_title(title)


def is_title(title: str) -> bool:
    return CONTAINER.search(title) is not None and NUMBERED.sub("", title).strip().lower().endswith("principles")


def listed(lines: Sequence[str]) -> list[str]:
    items = [found[1] for line in lines if (found := LISTED.match(line)) is not None]
    return items if len(items) >= LEAST else []


def named(title: str) -> Principle:
    bare = title.replace("**", "").strip("*_` ")
    number = NUMBERED.match(bare)
    rest = bare[number.end() :] if number is not None else bare
    while (shorter := ASIDE.sub("", rest)) != rest and shorter:
        rest = shorter
    count = number["number"].upper() if number is not None and "." not in number["number"] else ""
    return Principle(count, rest.strip("*_` :."))
