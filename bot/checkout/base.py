"""The version to compare plans with: none, another directory, or a commit (`bot.checkout.git`)."""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.checkout.discovery import is_below, posix
from bot.checkout.files import read_plan
from bot.checkout.usage import Usage
from rules.repository import Unreadable

Text = bytes | Unreadable | None
"""What stands at a path: bytes, something that is not read, or nothing."""


class Base(Protocol):
    """Where base versions come from. Files are absolute paths of the checkout, whether or not they exist there."""

    def read(self, files: Sequence[str]) -> Mapping[str, Text]:
        """Return what stood at each path."""
        ...

    def renames(self, files: Sequence[str]) -> Mapping[str, str]:
        """Return where files that base does not have were renamed from, as far as that is known."""
        ...

    def changed(self, root: str, files: Sequence[str]) -> Mapping[str, str] | None:
        """Return what differs below a repository's root, as `rules.repository.Repository.changed` has it; None: not known.

        `files`: plans that belong to that repository.
        """
        ...


class DirectoryBase:
    """A whole tree laid out like the working directory; what lies outside of that is taken to be unchanged."""

    def __init__(self, directory: str, cwd: str) -> None:
        if not posixpath.isdir(directory):
            raise Usage(f"--base-dir: there is no directory {directory}")
        self._directory = posixpath.abspath(directory)
        self._cwd = cwd

    def read(self, files: Sequence[str]) -> Mapping[str, Text]:
        return {file: self._read(file) for file in files}

    def renames(self, files: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002 - a directory has no history
        return {}

    def changed(self, root: str, files: Sequence[str]) -> Mapping[str, str] | None:  # noqa: ARG002 - whose plans it is
        """Compare what lies below the root in both trees; only what is below the working directory can differ."""
        from bot.checkout.trees import differences  # noqa: PLC0415 - start-up time: most runs compare with nothing

        inner = root if root == self._cwd or is_below(root, self._cwd) else self._cwd
        if inner != root and not is_below(inner, root):
            return {}
        found = differences(self._counterpart(inner), inner)
        prefix = posix(posixpath.relpath(inner, root))
        return found and {posixpath.normpath(posixpath.join(prefix, path)): change for path, change in found.items()}

    def _read(self, file: str) -> Text:
        return read_plan(self._counterpart(file) if is_below(file, self._cwd) else file)

    def _counterpart(self, file: str) -> str:
        return posixpath.normpath(posixpath.join(self._directory, posixpath.relpath(file, self._cwd)))
