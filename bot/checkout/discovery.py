"""Which plans a command means: paths as given, directories searched, each plan with the repository that it belongs to."""

import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bot.checkout.usage import Usage
from rules.config import EXCLUDED_GLOBS
from rules.globs import is_plan, matches

STDIN = "-"

Globs = Callable[[str], tuple[str, tuple[str, ...]]]
"""Takes a repository's root; returns the directory that its globs are relative to and the globs."""


class PlanFile(NamedTuple):
    """A plan, its repository and the top of the git repository (else again `root`), as absolute paths.

    `STDIN` stands for what is read from there.
    """

    file: str
    root: str
    top: str

    @property
    def path(self) -> str:
        """The path inside the repository, with slashes; bytes that are no UTF-8 are written out."""
        return STDIN if self.file == STDIN else posix(posixpath.relpath(self.file, self.root))


def posix(path: str) -> str:
    """Return a path as text that is the same whatever the locale, which the bytes of its name are decoded by."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


class Discovery:
    """One search. `notes`: what could not be looked at, for the person who asked."""

    def __init__(self, globs: Globs) -> None:
        try:
            self.cwd = posixpath.abspath(".")
        except FileNotFoundError as error:
            raise Usage("the working directory is no longer there: change to one that is") from error
        self.notes: list[str] = []
        self._globs = globs
        self._above: dict[tuple[str, str], str | None] = {}

    def plans(self, paths: Sequence[str]) -> list[PlanFile]:
        """Return the plans that the paths mean, in their order, each once; without paths, those below the working directory.

        A file is meant whatever its name. Raise `Usage` for a path that does not exist or a directory without a plan.
        """
        found: dict[str, PlanFile] = {}
        for path in paths or (".",):
            here = list(self._meant(path))
            if not here and paths:
                raise Usage(f"no plan below {path}: name the file itself, or set `plans` in .github/planwarden.yml")
            for plan in here:
                found.setdefault(plan.file, plan)
        return list(found.values())

    def _meant(self, path: str) -> Iterator[PlanFile]:
        file = posixpath.abspath(path)
        if path == STDIN:
            yield self._plan(STDIN, self.cwd, self.cwd)
        elif path and posixpath.isdir(file):
            yield from self._search(file)
        elif path and posixpath.lexists(file):
            directory = posixpath.dirname(file)
            yield self._plan(file, directory, self.cwd if is_below(file, self.cwd) else directory)
        else:
            raise Usage(f"there is no file or directory {path or repr(path)}")

    def _search(self, given: str) -> Iterator[PlanFile]:
        """Yield the plans below a directory, sorted; links to directories are not followed."""
        waiting = [given]
        while waiting:
            directory = waiting.pop()
            root = self._root(directory, given)
            base, patterns = self._globs(root)
            above = posix(posixpath.join(posixpath.relpath(directory, base), "")).removeprefix("./")
            inner = []
            for entry in self._entries(directory):
                path = above + posix(entry.name)
                is_directory = entry.is_dir(follow_symlinks=False)
                if is_directory and not matches(f"{path}/plan.md", EXCLUDED_GLOBS):
                    inner.append(entry.path)
                meant = is_plan(path, patterns) or (root == given and is_plan(self._from_here(entry.path), patterns))
                if meant and (not is_directory or is_submodule(entry.path)):
                    yield self._plan(entry.path, directory, given)
            waiting.extend(reversed(inner))

    def _entries(self, directory: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(directory) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.notes.append(f"{posixpath.relpath(directory, self.cwd)} was not searched: {error.strerror}")
            return []

    def _from_here(self, file: str) -> str:
        """Return the path as typed: `check specs/001-pay` outside of any repository still means what lies in `specs`."""
        return posix(posixpath.relpath(file, self.cwd))

    def _plan(self, file: str, directory: str, given: str) -> PlanFile:
        root = self._root(directory, given)
        return PlanFile(file, root, self.above(directory, ".git") or root)

    def _root(self, directory: str, given: str) -> str:
        """Return the nearest ancestor with `.specify`, else the nearest with `.git`, else the directory given."""
        return self.above(directory, ".specify") or self.above(directory, ".git") or given

    def above(self, directory: str, marker: str) -> str | None:
        """Return the nearest directory, from this one upwards, that contains the marker."""
        passed = []
        at = directory
        while (at, marker) not in self._above:
            passed.append(at)
            parent = posixpath.dirname(at)
            if posixpath.lexists(posixpath.join(at, marker)):
                self._above[at, marker] = at
            elif parent == at:
                self._above[at, marker] = None
            else:
                at = parent
        found = self._above[at, marker]
        self._above.update({(each, marker): found for each in passed})
        return found


def is_submodule(directory: str) -> bool:
    """Return whether git may know a directory by itself: another repository, or empty because it was not fetched."""
    try:
        names = os.listdir(directory)  # noqa: PTH208 - pathlib takes 8 ms to import
    except OSError:  # told when the directory is searched
        return False
    return not names or ".git" in names


def is_below(file: str, directory: str) -> bool:
    return file.startswith(posixpath.join(directory, ""))
