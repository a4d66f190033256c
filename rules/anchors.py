"""The anchors of a Markdown file, as GitHub makes them from its headings."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from rules.lazy import lazy

HEADING: Final = lazy(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]+)* {0,3}#{1,6}[ \t]+(.*?)[ \t]*(?:[ \t]#+)?[ \t]*")
UNDERLINE: Final = lazy(r" {0,3}(?:=+|-+)[ \t]*")
FENCE: Final = lazy(r"[ \t>]*(`{3,}|~{3,})")
MARKED: Final = lazy(r"<[A-Za-z][^>]{0,300}?\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]{1,200})", needs=("id", "name"))
MARKUP: Final = lazy(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|</?[A-Za-z][^>]*>|[`*~]+")
EMPHASIS: Final = lazy(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
DROPPED: Final = lazy(r"[^\w\- ]")
LONGEST: Final = 500
"""Characters of a line that are looked at."""
LINES: Final = lazy(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
"""An anchor that names lines: of any file that is shown as source."""


def has_anchor(text: str, fragment: str) -> bool:
    """Return whether a fragment leads to a place of a Markdown file."""
    wanted = fragment.removeprefix("user-content-").lower()
    return wanted in {"", "top"} or LINES.fullmatch(fragment) is not None or wanted in anchors(text)


def anchors(text: str) -> frozenset[str]:
    """Return the anchors of a text in lower case: those of its headings, and those that its HTML names."""
    found = {marked[1].lower().removeprefix("user-content-") for marked in MARKED.finditer(text)}
    counts: Counter[str] = Counter()
    for title in headings(text):
        for slug in dict.fromkeys((slug_of(title), slug_of(EMPHASIS.sub("", title)))):
            found.add(f"{slug}-{counts[slug]}" if counts[slug] else slug)
            counts[slug] += 1
    return frozenset(found)


def headings(text: str) -> Iterator[str]:
    """Yield the titles of a text, as written, in quotes and lists too."""
    fence, before = "", ""
    for whole in text.splitlines():
        line = whole[:LONGEST]
        opening = FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence) and not line[opening.end() :].strip():
                fence = ""
            continue
        if opening:
            fence, before = opening[1], ""
        elif found := HEADING.fullmatch(line):
            yield found[1]
            before = ""
        else:
            if before.strip() and UNDERLINE.fullmatch(line):
                yield before.strip()
            before = line


def slug_of(title: str) -> str:
    """Return what GitHub makes of a title: lower case, no punctuation, a hyphen for each blank."""
    words = MARKUP.sub(lambda found: found[1] or "", title).strip().lower()
    return DROPPED.sub("", words).replace(" ", "-")
