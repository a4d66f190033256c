"""The objects of one network of forks: every fork reads every object, as on GitHub."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.standin.git.objects import (
    FOLDER,
    LINK,
    REGULAR,
    SUBMODULE,
    Commit,
    Entry,
    Person,
    Special,
    commit_bytes,
    object_id,
    tree_bytes,
)

Content = str | bytes | Special
Snapshot = Mapping[str, Entry]


@dataclass(slots=True)
class ObjectStore:
    blobs: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, dict[str, Entry]] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)
    _snapshots: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def write_blob(self, data: bytes) -> str:
        oid = object_id("blob", data)
        self.blobs[oid] = data
        return oid

    def write_tree(self, files: Snapshot) -> str:
        """Write the tree of the given paths, folders below it included, and return its id."""
        entries: dict[str, Entry] = {}
        folders: dict[str, dict[str, Entry]] = {}
        for path, entry in files.items():
            name, _, rest = path.partition("/")
            if rest:
                folders.setdefault(name, {})[rest] = entry
            else:
                entries[name] = entry
        for name, below in folders.items():
            entries[name] = Entry(FOLDER, self.write_tree(below))
        oid = object_id("tree", tree_bytes(entries))
        self.trees[oid] = entries
        return oid

    def write_commit(self, tree: str, parents: tuple[str, ...], author: Person, message: str) -> Commit:
        oid = object_id("commit", commit_bytes(tree, parents, author, message))
        self.commits[oid] = Commit(oid, tree, parents, author, message)
        return self.commits[oid]

    def snapshot(self, tree: str) -> Snapshot:
        """Return every path below a tree that is not a folder."""
        if tree not in self._snapshots:
            self._snapshots[tree] = dict(self._walk(tree, ""))
        return self._snapshots[tree]

    def _walk(self, tree: str, prefix: str) -> Iterator[tuple[str, Entry]]:
        for name, entry in sorted(self.trees[tree].items()):
            if entry.mode == FOLDER:
                yield from self._walk(entry.oid, f"{prefix}{name}/")
            else:
                yield prefix + name, entry

    def changed(self, tree: str | None, files: Mapping[str, Content | None]) -> str:
        """Write the tree that differs from `tree` by `files`; None deletes. Returns its id.

        A path that becomes a folder (or the other way round) replaces what was there, as in git.
        """
        after = dict(self.snapshot(tree)) if tree else {}
        for path, content in files.items():
            for old in [old for old in after if old == path or old.startswith(path + "/")]:
                del after[old]
            if content is not None:
                after[path] = self.entry_for(content)
        return self.write_tree(after)

    def entry_for(self, content: Content) -> Entry:
        match content:
            case Special(mode=mode, data=data) if mode == SUBMODULE:
                return Entry(SUBMODULE, data.decode())
            case Special(mode=mode, data=data):
                return Entry(mode, self.write_blob(data))
            case str():
                return Entry(REGULAR, self.write_blob(content.encode("utf-8", "surrogateescape")))
            case bytes():
                return Entry(REGULAR, self.write_blob(content))

    def content(self, entry: Entry) -> Content:
        """Return what has to be written to get this entry again."""
        if entry.mode == SUBMODULE:
            return Special(SUBMODULE, entry.oid.encode())
        data = self.blobs[entry.oid]
        return data if entry.mode == REGULAR else Special(entry.mode, data)

    def lookup(self, tree: str, path: str) -> Entry | None:
        """Return the entry at `path`; the empty path is the tree itself. Links are not followed, as in git."""
        entry = Entry(FOLDER, tree)
        for name in path.split("/") if path else []:
            if entry.mode != FOLDER or name not in self.trees[entry.oid]:
                return None
            entry = self.trees[entry.oid][name]
        return entry

    def text(self, entry: Entry | None) -> bytes:
        """Return the bytes that a diff shows for an entry: a submodule is one line that names its commit."""
        if entry is None:
            return b""
        if entry.mode == SUBMODULE:
            return b"Subproject commit %s\n" % entry.oid.encode()
        return self.blobs[entry.oid]


def is_binary(data: bytes) -> bool:
    """Git's rule: a NUL in the first 8,000 bytes."""
    return b"\0" in data[:8000]


def is_regular(entry: Entry) -> bool:
    return entry.mode not in {LINK, SUBMODULE, FOLDER}
