"""Where a renamed plan was before: GraphQL tells that a file was renamed, not from where. Pure.

A finding keeps its identity across a rename, so the base version has to be found. What vanished is compared with what
is new: the same content is the same plan; otherwise the plan of the same name in a vanished directory, or the vanished
file of the same directory, that shares most of its lines.
"""

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.github.port import Change, ChangedFile, Entry

SIMILAR = 0.5
"""Share of common lines from which two texts are one file, renamed: git's own default."""

MOST_CANDIDATES = 20
"""Vanished files that are read for one pull request at most."""

DIRECTORY = "040000"

Listing = Mapping[str, Sequence[Entry]]
"""Directories of one revision with their entries."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """The files that a renamed plan may have been. `exact` is the one whose content is the same, "" for none."""

    exact: str = ""
    candidates: tuple[str, ...] = ()


def untraced(plans: Iterable[ChangedFile]) -> tuple[str, ...]:
    """Return the renamed plans whose earlier path nobody told."""
    return tuple(plan.path for plan in plans if plan.change is Change.RENAMED and plan.previous_path is None)


def directories(path: str) -> tuple[str, str]:
    """Return the directories to list at base and head: that of the plan and the one around it."""
    parent = posixpath.dirname(path)
    return parent, posixpath.dirname(parent)


def vanished(path: str, base: Listing, head: Listing, deleted: Iterable[str]) -> Vanished:
    """Compare the directories of a plan at base and at head; `deleted` are plans that the pull request takes away."""
    (parent, around), name = directories(path), posixpath.basename(path)
    beside = gone(base.get(parent, ()), head.get(parent, ()), directory=False)
    features = gone(base.get(around, ()), head.get(around, ()), directory=True) if parent else ()
    now = next((entry.oid for entry in head.get(parent, ()) if entry.name == name), None)
    feature = next((each.oid for each in head.get(around, ()) if each.name == posixpath.basename(parent)), None)
    exact = [posixpath.join(parent, entry.name) for entry in beside if entry.oid == now]
    exact += [posixpath.join(around, entry.name, name) for entry in features if entry.oid == feature]
    candidates = [posixpath.join(around, entry.name, name) for entry in features]
    candidates += [posixpath.join(parent, entry.name) for entry in beside if suffix(entry.name) == suffix(name)]
    return Vanished(exact[0] if exact else "", tuple(dict.fromkeys((*candidates, *deleted))))


def gone(base: Iterable[Entry], head: Iterable[Entry], *, directory: bool) -> tuple[Entry, ...]:
    names = {entry.name for entry in head}
    return tuple(entry for entry in base if entry.name not in names and (entry.mode == DIRECTORY) is directory)


def suffix(name: str) -> str:
    return posixpath.splitext(name)[1]


def most_similar(text: bytes, candidates: Mapping[str, bytes]) -> str:
    """Return the path of the text that shares most lines with this one, "" where none shares half of them."""
    lines = Counter(text.splitlines())
    shares = {path: share(lines, Counter(other.splitlines())) for path, other in candidates.items()}
    best = max(shares, key=lambda path: shares[path], default="")
    return best if best and shares[best] >= SIMILAR else ""


def share(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Return which part of the lines of two texts they have in common, 0 to 1; the order does not matter."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
