"""Where a link leads: outside, into another file of the repository, or to a heading."""

import posixpath
import re
from typing import Final, NamedTuple

from rules.lazy import lazy

OUTSIDE: Final = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
ESCAPED: Final = lazy(r"(?:%[0-9A-Fa-f]{2})+")
OPEN: Final = frozenset("{}<>*$|[]")
"""Characters of patterns, variables and placeholders, which stand for many files or for one that is not named yet."""


class Target(NamedTuple):
    """A place inside the repository as it is written: `path` "" for the same file, `fragment` without its "#"."""

    path: str
    fragment: str


def local(target: str) -> Target | None:
    """Return the place that a relative link names; None for what leads elsewhere or names no single file."""
    if not target or OUTSIDE.match(target) or not OPEN.isdisjoint(target) or "..." in target:
        return None
    path, _, fragment = target.partition("#")
    return Target(unescaped(path.partition("?")[0]), unescaped(fragment))


def resolved(directory: str, path: str) -> str | None:
    """Return a path as seen from the repository's root; None when it leads out of the repository.

    `directory`: where the file with the link stands. A path that begins with a slash counts from the root.
    """
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(directory, path)
    found = posixpath.normpath(joined)
    return None if found == ".." or found.startswith("../") else "" if found == "." else found


def unescaped(text: str) -> str:
    """Return the text with its percent escapes decoded; what is no UTF-8 stays as it is."""
    return ESCAPED.sub(_decoded, text) if "%" in text else text


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes.fromhex(found[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return found[0]
