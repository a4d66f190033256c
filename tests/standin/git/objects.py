"""Git objects and their ids, computed as git does (gitformat-tree, `git help hash-object`).

Names of files are text decoded with `surrogateescape`, so that names that are not UTF-8 survive.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

REGULAR, EXECUTABLE, LINK, SUBMODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"


@dataclass(frozen=True, slots=True)
class Special:
    """An entry with a mode of its own. `data` is the target of a link, or the commit of a submodule."""

    mode: str
    data: bytes


def link(target: str) -> Special:
    return Special(LINK, target.encode())


def submodule(commit: str) -> Special:
    return Special(SUBMODULE, commit.encode())


def executable(text: str) -> Special:
    return Special(EXECUTABLE, text.encode())


def lfs_pointer(data: bytes) -> str:
    """Return what git holds in place of `data` when Git LFS tracks the file (git-lfs `docs/spec.md`)."""
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tree says about one path; `kind` is the type of the object behind it."""

    mode: str
    oid: str

    @property
    def kind(self) -> str:
        return {FOLDER: "tree", SUBMODULE: "commit"}.get(self.mode, "blob")


@dataclass(frozen=True, slots=True)
class Person:
    """Who made a commit; `at` in seconds since 1970, UTC."""

    name: str
    email: str
    at: int

    @property
    def when(self) -> str:
        return datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def line(self, role: str) -> str:
        return f"{role} {self.name} <{self.email}> {self.at} +0000\n"


@dataclass(frozen=True, slots=True)
class Commit:
    oid: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    message: str


def object_id(kind: str, data: bytes) -> str:
    """Return the SHA-1 of an object as 40 hexadecimal digits."""
    header = f"{kind} {len(data)}\0".encode()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def tree_bytes(entries: Mapping[str, Entry]) -> bytes:
    """Return a tree object's content. Git sorts folders as if their names ended in a slash."""

    def order(item: tuple[bytes, Entry]) -> bytes:
        name, entry = item
        return name + b"/" if entry.mode == FOLDER else name

    named = ((name.encode("utf-8", "surrogateescape"), entry) for name, entry in entries.items())
    return b"".join(
        b"%s %s\0%s" % (entry.mode.encode(), name, bytes.fromhex(entry.oid)) for name, entry in sorted(named, key=order)
    )


def commit_bytes(tree: str, parents: tuple[str, ...], author: Person, message: str) -> bytes:
    lines = [f"tree {tree}\n", *(f"parent {parent}\n" for parent in parents)]
    lines += [author.line("author"), author.line("committer"), "\n", message]
    return "".join(lines).encode()
