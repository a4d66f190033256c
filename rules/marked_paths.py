"""Paths that a plan marks as there already: "(existing)", "# MODIFY", "| Remove | `src/export.py` |".

They stand in trees, drawn in a fence, and in lists and tables, as code. A path with a wildcard or a gap names no file.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from rules.lazy import lazy
from rules.plan.model import Plan
from rules.plan.source import Span

WORDS = frozenset({
    "modify", "modified", "modifies", "edit", "edited", "existing", "update", "updated", "delete", "deleted", "remove", "removed",
    "extend", "extended", "unchanged", "수정", "기존", "삭제", "修改", "现有", "删除",
})  # fmt: skip
"""Words that say of a path that it is there."""

MARK = rf"(?P<mark>{'|'.join(sorted(WORDS, key=len, reverse=True))})"
LOUD = rf"(?P<loud>{'|'.join(sorted((word.upper() for word in WORDS), key=len, reverse=True))})"
QUIET = r"(?P<quiet>[Ee]xisting|[Mm]odified|[Uu]nchanged)"
"""Words that also in small letters say nothing else at the start of a remark; "Update ..." tells what a script does."""

REMARK = lazy(rf"\s*(?:\#|//|\u2190|<-+|[-\u2013\u2014]+)\s*[\[(*]*\s*(?:{LOUD}|{QUIET})\b")
BRACKET = lazy(rf"[\[(]\s*{MARK}\s*(?:[\])]|[,;:\u2014-])", re.IGNORECASE)
STEMS = (
    "modif", "edit", "exist", "updat", "delet", "remov", "exten", "unchang", "수정", "기존", "삭제", "修改", "现有", "删除",
)  # fmt: skip
"""What a line with a mark holds; asked of a text in lower case, which is faster than any expression."""

SAID = (*map(str.upper, STEMS), "xisting", "odified", "nchanged")
"""What a remark with a mark holds."""
LATIN = tuple(filter(str.isascii, STEMS))

NOT_THERE = lazy(
    r"\b(?:new|create[ds]?|added?)\b|\b(?:get|post|put|patch|head)\b|\bdelete\s+/|\U0001f195", re.IGNORECASE
)
"""Words of a remark that say the path is new, or that the mark is the name of a request."""

LINE_END = lazy(r"\r\n|\r|\n")
FENCE = lazy(r"\s{0,3}(`{3,}|~{3,})")
DRAWN = lazy(r"(?P<lead>[\s\u2500-\u257f|`+\\-]*)(?P<name>[^\s#(\u2190]+)(?P<rest>.*)")
BRANCH = lazy(r"[\u251c\u2514]|\|--|`--|\+--")
NAME = lazy(r"\w")
FILE = lazy(r"\w\.\w|/$|^\.\w|^[A-Z]\w*file$")
"""A file with an ending, a directory with its slash, or one of the names that have neither."""
CODE = r"`(?P<path>[\w.@+-]+(?:/[\w.@+\[\]()-]+)+/?)(?::\d[\d-]*)?`"
BEHIND = lazy(rf"{CODE}(?:\*\*)?\s*(?:[-\u2013\u2014:]+\s*)?[\[(]\s*{MARK}\s*(?:[\])]|[,;:\u2014-])", re.IGNORECASE)
BEFORE = lazy(rf"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?[*\[(]*{LOUD}[*\])]*\s*:?\s*(?:\*\*)?{CODE}")
ACTION = lazy(rf"\|\s*[*\[(]*{MARK}[*\])]*\s*(?=\|)", re.IGNORECASE)
IN_CELL = lazy(rf"\|\s*(?:\*\*)?{CODE}(?:\*\*)?\s*(?=\|)")
WILD = lazy(r"[*?<>{}$\u2026]|\.\.\.|\[")
ROUTE = lazy(r"(?:^|/)route\.[jt]sx?$")


class Marked(NamedTuple):
    """`mark`: the word, in lower case. `drawn`: it stands in a tree, whose first line may be the repository's own name."""

    path: str
    mark: str
    span: Span
    drawn: bool


def marked_paths(plan: Plan) -> Iterator[Marked]:
    """Yield the paths that a plan marks as existing, in order."""
    if plan.words & WORDS:
        for number, path, mark, in_fence in marked_lines(plan.source.text):
            yield Marked(path, mark, plan.source.line_span(number), in_fence)


def marked_lines(text: str) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the number of each line that marks a path as existing, the path, the mark, and whether it stands in a fence."""
    for number, lines, fenced in stretches(text):
        for at, (path, mark) in in_tree(lines, number) if fenced else in_text(lines, number):
            if path := cleaned(path):
                yield at, path, mark.lower(), fenced


def in_tree(lines: list[str], number: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield number, path and mark of lines in a fence, whose first one has that number."""
    stack: list[tuple[int, str]] = []
    for at, line in enumerate(lines if may_be_marked("\n".join(lines)) else (), start=number):
        if (found := drawn(line, stack)) is not None:
            yield at, found


def in_text(lines: list[str], number: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the same of lines outside of fences."""
    for at, line in enumerate(lines, start=number):
        if "`" in line and "/" in line and hinted(line) and (found := written(line)) is not None:
            yield at, found


def stretches(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the lines inside and outside fences, in turn, each stretch with the number of its first line."""
    fence, first = "", 0
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    for at in [at for at, line in enumerate(lines) if "```" in line or "~~~" in line]:
        mark = FENCE.match(lines[at])
        if mark is not None and (not fence or lines[at].strip().startswith(fence)):
            yield first + 1, lines[first:at], bool(fence)
            fence, first = ("" if fence else mark[1]), at + 1
    yield first + 1, lines[first:], bool(fence)


def may_be_marked(text: str) -> bool:
    """Whether a fence may hold a mark; most are code, which deletes and updates without marking a path."""
    for each in SAID:
        if each in text:
            return True
    return BRACKET.search(text) is not None


def hinted(text: str) -> bool:
    low = text.lower()
    for each in LATIN if low.isascii() else STEMS:  # noqa: SIM110 - a generator takes twice as long
        if each in low:
            return True
    return False


def drawn(line: str, stack: list[tuple[int, str]]) -> tuple[str, str] | None:
    """Return path and mark of one line of a tree; the stack holds column and name of the directories around it."""
    found = DRAWN.match(line)
    if found is None or not NAME.search(found["name"]):
        return None
    column, name, rest = len(found["lead"]), found["name"], found["rest"]
    while stack and stack[-1][0] >= column:
        stack.pop()
    stack.append((column, name))
    mark = marked(rest) if rest and FILE.search(name) and ("/" in name or BRANCH.search(found["lead"])) else None
    if mark is None or NOT_THERE.search(rest) or (ROUTE.search(name) and mark.lower().startswith(("delete", "update"))):
        return None
    return posixpath.join(*(each for _, each in stack)), mark


def marked(rest: str) -> str | None:
    if (remark := REMARK.match(rest)) is not None:
        return remark["loud"] or remark["quiet"]
    bracket = BRACKET.search(rest)
    return bracket["mark"] if bracket is not None else None


def written(line: str) -> tuple[str, str] | None:
    """Return path and mark of a line outside a fence."""
    if line.lstrip().startswith("|"):
        action, cell = ACTION.search(line), IN_CELL.search(line)
        return (cell["path"], action["mark"]) if action is not None and cell is not None else None
    if (before := BEFORE.match(line)) is not None:
        return before["path"], before["loud"]
    behind = BEHIND.search(line)
    return (behind["path"], behind["mark"]) if behind is not None else None


def cleaned(path: str) -> str:
    """Return the path from the top of a repository, "" for one that names no file there."""
    path = path.rstrip("/,;:").removeprefix("./")
    if WILD.search(path) or path.startswith(("/", "~", "..")) or "//" in path or not re.search(r"\w", path):
        return ""
    return path
