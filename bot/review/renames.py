"""What a renamed plan may have been: GraphQL tells that a file was renamed, not from where. Pure.

Candidates are what vanished nearby: the plan of the same name in a vanished directory, or a vanished file of the same
directory. Which of them it was is decided by `rules.renames`.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.github.port import Change, ChangedFile, Entry

MOST_CANDIDATES = 20
"""Vanished files that are read for one pull request at most; those that moved unchanged need no reading."""

DIRECTORY = "040000"

Listing = Mapping[str, Sequence[Entry]]
"""Directories of one revision with their entries."""

Vanished = Mapping[str, str]
"""Paths of files that are there no more, each with its object id at base, "" where that is not known."""


def untraced(plans: Iterable[ChangedFile]) -> tuple[str, ...]:
    """Return the renamed plans whose earlier path nobody told."""
    return tuple(plan.path for plan in plans if plan.change is Change.RENAMED and plan.previous_path is None)


def directories(path: str) -> tuple[str, str]:
    """Return the directories to list at base and head: that of the plan and the one around it."""
    parent = posixpath.dirname(path)
    return parent, posixpath.dirname(parent)


def vanished(path: str, base: Listing, head: Listing) -> Vanished:
    """Compare the directories of a plan at base and at head."""
    (parent, around), name = directories(path), posixpath.basename(path)
    found: dict[str, str] = {}
    if parent:
        feature = oid_of(posixpath.basename(parent), head.get(around, ()))
        now = oid_of(name, head.get(parent, ()))
        for entry in gone(base.get(around, ()), head.get(around, ()), directory=True):
            # A directory that is the same as a whole holds the same plan.
            found[posixpath.join(around, entry.name, name)] = now if entry.oid == feature else ""
    for entry in gone(base.get(parent, ()), head.get(parent, ()), directory=False):
        if posixpath.splitext(entry.name)[1] == posixpath.splitext(name)[1]:
            found[posixpath.join(parent, entry.name)] = entry.oid
    return found


def gone(base: Iterable[Entry], head: Iterable[Entry], *, directory: bool) -> Iterator[Entry]:
    names = {entry.name for entry in head}
    return (entry for entry in base if entry.name not in names and (entry.mode == DIRECTORY) is directory)


def oid_of(name: str, entries: Iterable[Entry]) -> str:
    return next((entry.oid for entry in entries if entry.name == name), "")
