"""Base versions from git: what stood at a commit, and where files came from."""

import os
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.checkout.base import Text
from bot.checkout.discovery import is_below, posix
from bot.checkout.files import read_plan
from bot.checkout.git_changes import changes_since
from bot.checkout.git_command import git, run, said
from bot.checkout.usage import Usage
from rules.plan.unreadable import MOST_BYTES
from rules.renames import pairs
from rules.repository import LINK, SUBMODULE, too_large

PATHS_AT_ONCE = 500

MOST_VANISHED = 500
"""Files of the base version that new plans are compared with at most."""


class GitBase:
    """The version at a commit, in each git repository that the files belong to; nothing stood outside of those."""

    def __init__(self, ref: str, top_of: Callable[[str], str | None]) -> None:
        """`top_of` returns the git repository above a directory, None outside of any."""
        self._ref = ref
        self._top_of = top_of
        self._commits: dict[str, str] = {}
        self._changes: dict[str, Mapping[str, str] | None] = {}

    def read(self, files: Sequence[str]) -> Mapping[str, Text]:
        texts: dict[str, Text] = dict.fromkeys(files)
        for top, inside in self._by_repository(files).items():
            texts.update(read_at(top, self._commit(top), inside))
        return texts

    def renames(self, files: Sequence[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for top, inside in self._by_repository(files).items():
            found.update(renames_since(top, self._commit(top), inside))
        return found

    def changed(self, root: str, files: Sequence[str]) -> Mapping[str, str] | None:
        found: dict[str, str] = {}
        for top in self._by_repository(files):
            if top not in self._changes:
                self._changes[top] = changes_since(top, self._commit(top))
            changes = self._changes[top]
            if changes is None:
                return None
            below = ((posixpath.join(top, path), change) for path, change in changes.items())
            found.update((posix(posixpath.relpath(file, root)), how) for file, how in below if is_below(file, root))
        return found

    def _by_repository(self, files: Sequence[str]) -> Mapping[str, list[str]]:
        grouped: dict[str, list[str]] = defaultdict(list)
        for file in files:
            top = self._top_of(posixpath.dirname(file))
            if top is not None:
                grouped[top].append(file)
        return grouped

    def _commit(self, top: str) -> str:
        if top not in self._commits:
            revision = f"{self._ref}^{{commit}}"
            done = run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
            if done.returncode and (words := said(done)):
                raise Usage(f"--base: git cannot read {self._ref} in {posixpath.relpath(top)}: {words}")
            if done.returncode:
                why = "fetch it first, in continuous integration with its history"
                raise Usage(f"--base: {self._ref} is no commit, branch or tag in {posixpath.relpath(top)}: {why}")
            self._commits[top] = done.stdout.decode().strip()
        return self._commits[top]


def read_at(top: str, commit: str, files: Sequence[str]) -> Iterator[tuple[str, Text]]:
    """Yield what stood at each path at the commit."""
    objects: dict[str, str] = {}
    for start in range(0, len(files), PATHS_AT_ONCE):
        paths = {posixpath.relpath(file, top): file for file in files[start : start + PATHS_AT_ONCE]}
        listing = git(top, "ls-tree", "-z", "-l", "--full-tree", commit, "--", *paths)
        for row in listing.split(b"\0")[:-1]:
            described, _, path = row.partition(b"\t")
            mode, kind, oid, size = described.split()
            file = paths[os.fsdecode(path)]
            if mode == b"120000":
                yield file, LINK
            elif kind == b"commit":
                yield file, SUBMODULE
            elif kind == b"blob" and int(size) > MOST_BYTES:
                yield file, too_large(int(size))
            elif kind == b"blob":
                objects[file] = oid.decode()
    contents = blobs(top, list(dict.fromkeys(objects.values())))
    yield from ((file, contents[oid]) for file, oid in objects.items())


def blobs(top: str, oids: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of blobs, all in one process."""
    output = memoryview(git(top, "cat-file", "--batch", given="".join(f"{oid}\n" for oid in oids).encode()))
    found, at = {}, 0
    for oid in oids:
        header = bytes(output[at : at + 200]).partition(b"\n")[0]
        at += len(header) + 1
        if header.endswith(b" missing"):
            raise Usage(f"--base: git in {posixpath.relpath(top)} lacks the object {oid}: fetch the history")
        size = int(header.split()[2])
        found[oid] = bytes(output[at : at + size])
        at += size + 1
    return found


def renames_since(top: str, commit: str, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each file with where it stood at the commit: one that is gone and was alike.

    Not found by `git diff`: that misses what was moved without telling git, and it reads the work tree, for
    which it runs whatever commands the repository's own configuration names (`core.fsmonitor`, `filter.*.clean`).
    """
    news = {file: data for file in files if isinstance(data := read_plan(file), bytes) and data.strip()}
    gone = vanished(top, commit, files)[:MOST_VANISHED]
    olds = {file: data for file, data in read_at(top, commit, gone) if isinstance(data, bytes)}
    yield from pairs(news, olds).items()


def vanished(top: str, commit: str, files: Sequence[str]) -> list[str]:
    """Return what stood at the commit, is gone and ends as one of the files does, those of the same name first."""
    names = {posixpath.basename(file) for file in files}
    endings = {posixpath.splitext(name)[1] for name in names}
    listing = git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0")[:-1]
    paths = (path for path in map(os.fsdecode, listing) if posixpath.splitext(path)[1] in endings)
    gone = [path for path in paths if not posixpath.lexists(posixpath.join(top, path))]
    if gone:
        # A sparse checkout leaves files out that nobody has removed.
        left_out = {os.fsdecode(row[2:]) for row in git(top, "ls-files", "-z", "-t").split(b"\0") if row[:1] == b"S"}
        gone = [path for path in gone if path not in left_out]
    return [posixpath.join(top, path) for path in sorted(gone, key=lambda path: posixpath.basename(path) not in names)]
