"""Which directories the text of a plan makes somebody look into: for whoever gathers, before the plan is read as such."""

import posixpath
import re
from collections.abc import Iterable, Iterator
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
        for target in dict.fromkeys(targets(text)):
            for directory in parents(posixpath.dirname(path), root, target):
                if directory not in repository.directories and not repository.is_gone(directory):
                    found[directory] = None
                    if len(found) == MOST:
                        return tuple(found)
    return tuple(found)


def parents(feature: str, root: str, target: str) -> Iterator[str]:
    """Yield the directories whose listings tell whether there is what a target names; none outside of the project."""
    place = local(target)
    if place is None or not place.path:
        return
    for start in dict.fromkeys((feature, root)):
        at = resolved(start, place.path)
        if at and at.startswith(posixpath.join(root, "")):
            yield posixpath.dirname(at)


def targets(text: bytes) -> Iterator[str]:
    """Yield what links and code spans name, and the paths in lines that speak of files which exist already."""
    count = 0
    for written in _written(text):
        target = written.decode("utf-8", "replace")
        if local(target) is not None:
            yield target
            count += 1
            if count == MOST_TARGETS:
                return


def _written(text: bytes) -> Iterator[bytes]:
    yield from LINK.findall(text)
    yield from DEFINED.findall(text)
    yield from (code for code in CODE.findall(text) if b"/" in code)
    for _, path, _, in_fence in marked_lines(text.decode("utf-8", "replace")):
        yield path.encode()
        if in_fence and "/" in path:  # the first line of a tree may be the repository's own name
            yield path.partition("/")[2].encode()
