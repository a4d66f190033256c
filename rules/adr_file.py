"""The file of one architecture decision record: number, title, status, sections and links, in any usual form.

The forms are MADR's, Nygard's and the one that spec-kit's command writes. Headings are known by alias.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rules.adr_words import CONCEPTS, PREFIXES, STATUS_LABELS, STATUSES
from rules.lazy import lazy

NAME: Final = lazy(
    r"(?!(?:adr[-_ ]?)?\d{4}-\d{2}-\d{2}|\d{8})(?:adr[-_ ]?)?(?P<number>\d{1,5})(?P<slug>[-_. ].*|)\.(?:md|markdown|adoc|rst)",
    re.IGNORECASE,
)
"""0007-title.md, 7_title.md, ADR-007.md; a date is no number."""
TITLE: Final = lazy(
    r"\W*(?:adr|architectur\w* decision record)[-\s_#:]{0,3}(?P<adr>\d{1,5})\b[\s:.)\N{EN DASH}\N{EM DASH}|-]*"
    r"|(?P<bare>\d{1,5})[.:)]\s+|(?P<zeros>0\d{3})\s*[\N{EN DASH}\N{EM DASH}-]\s+",
    re.IGNORECASE,
)
TARGET: Final = lazy(r"\]\(\s*<?([^)\s>]+)", needs=("](",))
REFERENCE: Final = lazy(r"^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)", re.MULTILINE, needs=("]:",))
PATH: Final = lazy(r"(?<![\w@.~/-])[\w@.~-]*(?:/[\w@.-]+)+/?", needs=("/",))
STRUCK: Final = lazy(r"~~[^~\n]*~~", needs=("~~",))
NUMBER: Final = lazy(r"(?<![\w/])(?:adr[-\s_#]{0,2}|(?=0\d{3}\b)|(?=\d{1,5}\. ))0*(\d{1,5})\b", re.IGNORECASE)
NEAR_THE_TOP: Final = 40
"""Lines among which a labelled status stands."""
MENU: Final = 3
"""So many statuses in one line are the template's choice, not an answer."""


class AdrSection(NamedTuple):
    """A heading and the text below it up to the next heading. `concept`: see `rules.adr_words`, "" for none we know."""

    concept: str
    title: str
    level: int
    text: str


class AdrFile(NamedTuple):
    """One record. `status`: proposed, accepted, rejected, deprecated, superseded, "menu" (nothing chosen) or "" (none).

    `number` is that of the file's name, `heading_number` that of its title; None without one. `links`: what it links or
    names as a path, as written. `text` is without comments and front matter; the text of sections without code too.
    """

    path: str
    number: int | None
    heading_number: int | None
    title: str
    status: str
    status_text: str
    sections: tuple[AdrSection, ...]
    links: tuple[str, ...]
    text: str

    def section(self, *concepts: str) -> str | None:
        """Return the text of the sections of these concepts with what stands below them; None where there is none."""
        found: list[str] = []
        level = 0
        for each in self.sections:
            inside = bool(level) and each.level > level
            if not inside:
                level = each.level if each.concept in concepts else 0
            if level:
                found.extend((each.title, each.text) if inside else (each.text,))
        return "\n".join(found) if found or any(each.concept in concepts for each in self.sections) else None

    @property
    def successors(self) -> frozenset[int]:
        """The numbers of the records that its status names, but its own: those that replace it."""
        return frozenset(int(found[1]) for found in NUMBER.finditer(self.status_text)) - {self.number}


def number_in(name: str) -> int | None:
    """Return the number that a file's name begins with; None for one without, with a date, or of another kind of file."""
    found = NAME.fullmatch(name)
    return int(found["number"]) if found is not None else None


def slug_in(name: str) -> str:
    """Return the words of a numbered file's name."""
    found = NAME.fullmatch(name)
    return found["slug"].strip("-_. ") if found is not None else ""


@lru_cache(maxsize=512)
def read_adr(path: str, data: bytes) -> AdrFile:
    """Read one record; what is no UTF-8 is replaced."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    front, body = _front_matter(text)
    body = without_comments(body)
    prose = without_fences(body)
    sections = tuple(_sections(prose))
    heading = next((each.title for each in sections if each.level == 1), "")
    found = TITLE.match(heading)
    number = next((int(group) for group in found.groups() if group), None) if found else None
    status = _status(front, prose, sections)
    return AdrFile(
        path,
        number_in(path.rpartition("/")[2]),
        number,
        heading[found.end() :].strip() if found else heading,
        status_word(status),
        status,
        sections,
        tuple(_links(body)),
        body,
    )


def _front_matter(text: str) -> tuple[str, str]:
    if not text.startswith("---\n"):
        return "", text
    end = text.find("\n---\n", 3)
    return (text[4 : end + 1], text[end + 5 :]) if end >= 0 else ("", text)


def without_comments(text: str) -> str:
    """Return the text without its HTML comments; an open one hides the rest."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join((*kept, text[at:]))


def without_fences(text: str) -> str:
    """Return the text with the lines of fenced code left empty."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        bare = line.strip()
        mark = bare[:3] if bare[:3] in {"```", "~~~"} else ""
        kept.append("" if fence or mark else line)
        if mark and not fence:
            fence = mark
        elif mark == fence and not bare.strip(mark[:1]):
            fence = ""
    return "\n".join(kept)


def _sections(text: str) -> Iterator[AdrSection]:
    level, title, lines = 0, "", list[str]()
    for line in text.split("\n"):
        marks = len(line) - len(line.lstrip("#"))
        if 0 < marks <= 6 and line[marks : marks + 1] in {" ", "\t"}:  # noqa: PLR2004 - levels of headings
            yield AdrSection(concept_of(title), title, level, "\n".join(lines).strip())
            level, title, lines = marks, line[marks:].strip().rstrip("#").strip(), []
        elif lines and len(line) > 2 and not line.strip("= ") and level == 0 and lines[-1].strip():  # noqa: PLR2004 - an underlined title
            level, title, lines = 1, lines[-1].strip(), []
        else:
            lines.append(line)
    yield AdrSection(concept_of(title), title, level, "\n".join(lines).strip())


def concept_of(title: str) -> str:
    """Return what a heading of a record is about, "" for none that we know."""
    name = " ".join(re.findall(r"[^\W\d_]+", title.lower()))
    if name in CONCEPTS:
        return CONCEPTS[name]
    return next((concept for prefix, concept in PREFIXES if name.startswith(prefix)), "")


def _status(front: str, prose: str, sections: Sequence[AdrSection]) -> str:
    """Return the words of the status: of the front matter, of a label near the top, else of the section with that name."""
    for line in (*front.split("\n"), *prose.split("\n", NEAR_THE_TOP)[:NEAR_THE_TOP]):
        label, colon, value = line.replace("|", ":", 2).strip(" \t*-+_:>").partition(":")
        if colon and label.strip(" *_").lower() in STATUS_LABELS:
            return STRUCK.sub("", line.partition(label)[2]).strip(" \t*_:|\"'`") or value
    own = next((each.text for each in sections if each.concept == "status" and each.text), "")
    lines = [line for line in STRUCK.sub("", own).split("\n") if line.strip()]
    replaced = [line for line in lines if status_word(line) == "superseded"]
    return (replaced or lines or [""])[0].strip(" \t*_-")


def status_word(text: str) -> str:
    """Return which status a text says, "menu" where it is the template's choice."""
    words = [STATUSES[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in STATUSES]
    if "{" in text or (len(set(words)) >= MENU and ("|" in text or "/" in text or "," in text)):
        return "menu"
    return "superseded" if "superseded" in words else next(iter(words), "")


def _links(text: str) -> Iterator[str]:
    for pattern, group in ((TARGET, 1), (REFERENCE, 1), (PATH, 0)):
        yield from (found[group] for found in pattern.finditer(text))
