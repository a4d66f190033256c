"""Which directories the text of a plan makes somebody look into: for whoever gathers, before the plan is read as such."""

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Final

from rules.lazy import lazy
from rules.link_targets import local, resolved
from rules.marked_paths import marked_lines
from rules.repository import Repository, project_root

LINK: Final = lazy(rb"\]\(\s{0,9}<?([^()<>\s]{1,300})")
DEFINED: Final = lazy(rb"^ {0,3}\[[^\]\r\n]{1,200}\]:[ \t]{0,9}<?([^<>\s]{1,300})", re.MULTILINE)
CODE: Final = lazy(rb"`([^`\s]{1,300})`")
MOST_TARGETS: Final = 1_000
"""Of one plan."""
MOST: Final = 60
"""Directories of one repository that are listed because plans name them."""


def named_directories(repository: Repository, texts: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """Return the directories to list so that what plans name can be looked up; none that is known or not there for sure.

    `texts`: where each plan stands, and what it says.
    """
    found: dict[str, None] = {}
    for path, text in texts:
        root = project_root(repository, path)
        starts = dict.fromkeys((posixpath.dirname(path), root))
        begins = beginnings(repository, starts)
        targets = (target for target in dict.fromkeys(written(text)) if begins is None or may_be_there(target, begins))
        for place in islice(filter(None, map(local, targets)), MOST_TARGETS):
            for directory in parents(starts, root, place.path):
                if directory not in repository.directories and not repository.is_gone(directory):
                    found[directory] = None
                    if len(found) == MOST:
                        return tuple(found)
    return tuple(found)


def beginnings(repository: Repository, starts: Iterable[str]) -> frozenset[str] | None:
    """Return what paths from these directories may begin with if there is anything at their end; None: not known."""
    listed = [repository.directories.get(start) for start in starts]
    known = [names for names in listed if names is not None]
    return None if len(known) < len(listed) else frozenset(("", ".", "..")).union(*known)


def may_be_there(target: str, begins: Container[str]) -> bool:
    """Whether a target, as written, may lead into one of these; few do, and this is asked of all."""
    return target.partition("/")[0] in begins or "/.." in target or "%" in target


def parents(starts: Iterable[str], root: str, path: str) -> Iterator[str]:
    """Yield the directories whose listings tell whether there is what a path names; none outside of the project."""
    for start in starts if path else ():
        at = resolved(start, path)
        if at and at.startswith(posixpath.join(root, "")):
            yield posixpath.dirname(at)


def written(text: bytes) -> Iterator[str]:
    """Yield what links and code spans name, and the paths in lines that speak of files which exist already."""
    found = LINK.findall(text)
    if b"]:" in text:
        found += DEFINED.findall(text)
    found += [code for code in CODE.findall(text) if b"/" in code]
    yield from (each.decode("utf-8", "replace") for each in found)
    for _, path, _, in_fence in marked_lines(text.decode("utf-8", "replace")):
        yield path
        if in_fence and "/" in path:  # the first line of a tree may be the repository's own name
            yield path.partition("/")[2]
