"""The version to compare plans with: none, another directory, or a commit (`bot.checkout.git`)."""

import posixpath
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.checkout.discovery import is_below
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

    def _read(self, file: str) -> Text:
        below = is_below(file, self._cwd)
        return read_plan(posixpath.join(self._directory, posixpath.relpath(file, self._cwd)) if below else file)
