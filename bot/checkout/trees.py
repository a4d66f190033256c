"""What differs between two directory trees, as far as that takes little time."""

import filecmp
import os
import posixpath
from collections.abc import Iterator, Mapping

from bot.checkout.discovery import posix

SKIPPED = frozenset({".git", ".hg", ".venv", "venv", "node_modules", "vendor", "__pycache__"})
"""Directories that hold what others made."""

MOST_FILES = 20_000
"""In one tree."""

MOST_BYTES = 16 * 1024 * 1024
"""Of a file that is read."""


class TooMany(Exception):
    """The tree is too large to be compared."""


def differences(before: str, now: str) -> Mapping[str, str] | None:
    """Return what became of each file that is not in both trees the same; None when they are too large to compare.

    The tree of before may lie in that of now, where it does not belong to it.
    """
    try:
        old, new = dict(files_below(before)), dict(files_below(now, without=before))
    except TooMany:
        return None
    found = {path: "removed" for path in old if path not in new}
    found |= {path: "added" for path in new if path not in old}
    found |= {path: "modified" for path in new if path in old and differ(old[path], new[path])}
    return found


def is_skipped(path: str) -> bool:
    return not SKIPPED.isdisjoint(path.split("/"))


def files_below(directory: str, without: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the path of each file below a directory with the file; links are not followed. Raise `TooMany`."""
    count = 0
    waiting = [directory]
    while waiting:
        for entry in entries_of(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED and entry.path != without:
                    waiting.append(entry.path)
                continue
            count += 1
            if count > MOST_FILES:
                raise TooMany
            yield posix(entry.path[len(posixpath.join(directory, "")) :]), entry


def entries_of(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except OSError:
        return []


def differ(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    """Return whether two files are not the same. A link is compared with others by its kind, a huge file by its size."""
    try:
        regular = one.is_file(follow_symlinks=False)
        if regular != other.is_file(follow_symlinks=False):
            return True
        sizes = one.stat(follow_symlinks=False).st_size, other.stat(follow_symlinks=False).st_size
        if not regular or sizes[0] != sizes[1]:
            return regular
        return sizes[0] <= MOST_BYTES and not filecmp.cmp(one.path, other.path, shallow=False)
    except OSError:
        return True
