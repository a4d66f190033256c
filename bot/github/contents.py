"""Reading files and directories at given revisions: one GraphQL request for all of them, one more for a text it cut."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.github import blobs, pulls, queries
from bot.github.access import Access
from bot.github.answers import TooMuch
from bot.github.errors import Gone
from bot.github.port import Blob, ContentRequest, Contents, Entry, RepositoryRef
from bot.github.reading import names_of, scope_of

Place = tuple[str, str]
"""A revision and a path."""
_ALIASES = 800
"""The most objects that one request asks for: twenty plans, each in a project of its own, with what is around them. GitHub
gives a query ten seconds; one that it finds too large is asked again in halves."""
_OPTIONAL = ("pullRequests", "files")
"""What other pull requests change: without it we can still judge."""
_REGULAR = ("100644", "100755")
_SUBMODULE = "160000"
_DIRECTORY = "040000"


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one request asks for. A file's mode is in its directory, so that is always asked for beside it."""

    files: tuple[Place, ...]
    directories: tuple[Place, ...]
    texts_of: frozenset[Place] = frozenset()
    open_pulls: bool = False

    @property
    def trees(self) -> tuple[Place, ...]:
        parents = ((revision, posixpath.dirname(path)) for revision, path in self.files)
        return tuple(dict.fromkeys((*self.directories, *parents)))

    def halves(self) -> tuple["_Batch", "_Batch"]:
        files = (len(self.files) + len(self.directories)) // 2
        directories = max(files - len(self.files), 0)
        return (
            _Batch(self.files[:files], self.directories[:directories], self.texts_of, self.open_pulls),
            _Batch(self.files[files:], self.directories[directories:], self.texts_of),
        )


class ContentReader:
    """Reads through `access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def contents(self, repository: RepositoryRef, wants: ContentRequest) -> Contents:
        """See `bot.github.port.GitHub.contents`."""
        files = tuple(dict.fromkeys(wants.files))
        directories = tuple(dict.fromkeys((revision, path.rstrip("/")) for revision, path in wants.directories))
        batch = _Batch(files, directories, frozenset(wants.texts_of), wants.open_pulls)
        found = await self._read(repository, batch, wants.largest)
        # Answered under the names that were asked for, whether they ended in a slash or not.
        asked = {(revision, path): (revision, path.rstrip("/")) for revision, path in wants.directories}
        listed = {key: found.directories.get(place, ()) for key, place in asked.items()}
        return replace(found, directories=listed)

    async def _read(self, repository: RepositoryRef, batch: _Batch, largest: int) -> Contents:
        if not batch.files and not batch.directories:
            return Contents()
        count = len(batch.files) + len(batch.trees)
        divisible = len(batch.files) + len(batch.directories) > 1
        if count <= _ALIASES or not divisible:
            try:
                return await self._ask(repository, batch, largest)
            except TooMuch:
                if batch.texts_of:
                    return await self._read(repository, replace(batch, texts_of=frozenset()), largest)
                if not divisible:
                    raise
        first, second = [await self._read(repository, half, largest) for half in batch.halves()]
        return Contents({**first.files, **second.files}, {**first.directories, **second.directories}, first.open_pulls)

    async def _ask(self, repository: RepositoryRef, batch: _Batch, largest: int) -> Contents:
        nodes = await self._objects(repository, batch)
        trees = {place: nodes[f"t{index}"] for index, place in enumerate(batch.trees)}
        entries = {place: _entries(tree) for place, tree in trees.items()}
        files: dict[Place, Blob | None] = {}
        for revision, directory in batch.texts_of & trees.keys():
            blobs_in = _texts(directory, trees[revision, directory], largest)
            files |= {(revision, blob.path): blob for blob in blobs_in}
        for index, (revision, path) in enumerate(batch.files):
            directory, name = posixpath.split(path)
            entry = next((entry for entry in entries[revision, directory] if entry.name == name), None)
            node = nodes[f"b{index}"] or None
            blob = _blob(path, node, entry)
            if blob is not None and node is not None and blob.mode in _REGULAR and blob.size <= largest:
                blob = replace(blob, data=await self._data(repository, node))
            files[revision, path] = blob
        open_pulls = pulls.open_pulls(nodes["pullRequests"] or {}) if batch.open_pulls else None
        return Contents(files, {place: entries[place] for place in batch.directories}, open_pulls)

    async def _data(self, repository: RepositoryRef, node: Mapping[str, Any]) -> bytes:
        return await blobs.data(self._access, scope_of(repository), names_of(repository), node)

    async def _objects(self, repository: RepositoryRef, batch: _Batch) -> Mapping[str, Any]:
        names = {f"b{index}": place for index, place in enumerate(batch.files)}
        trees = {f"t{index}": place for index, place in enumerate(batch.trees)}
        variables = {name: blobs.expression(*place) for name, place in (names | trees).items()}
        full = [name for name, place in trees.items() if place in batch.texts_of]
        document = queries.contents(tuple(names), tuple(trees), full, open_pulls=batch.open_pulls)
        reply = await self._access.graphql(scope_of(repository), document, names_of(repository) | variables)
        found: Mapping[str, Any] | None = reply.checked(absent=True, optional=_OPTIONAL)["repository"]
        if found is None:
            raise Gone("there is no such repository", request=reply.request, status=reply.status)
        return found


def _entries(tree: Mapping[str, Any] | None) -> tuple[Entry, ...]:
    """Read a directory. GraphQL gives the mode as a decimal number; git writes it in octal."""
    listed: Sequence[Mapping[str, Any]] = (tree or {}).get("entries") or ()
    return tuple(Entry(entry["name"], f"{entry['mode']:06o}", entry["oid"]) for entry in listed)


def _texts(directory: str, tree: Mapping[str, Any] | None, largest: int) -> Iterator[Blob]:
    """Yield the Markdown files of a directory that came with their whole text."""
    for entry in (tree or {}).get("entries") or ():
        mode, node = f"{entry['mode']:06o}", entry.get("object") or None
        if node is None or mode not in _REGULAR or not entry["name"].endswith(".md") or node["byteSize"] > largest:
            continue
        if (text := blobs.proved(node)) is not None:
            yield Blob(posixpath.join(directory, entry["name"]), entry["oid"], node["byteSize"], mode, text)


def _blob(path: str, node: Mapping[str, Any] | None, entry: Entry | None) -> Blob | None:
    """Return what is at `path`, its data not yet read; None when no file is there."""
    if entry is not None and entry.mode == _SUBMODULE:
        return Blob(path, entry.oid, 0, mode=_SUBMODULE)
    if node is None or (entry is not None and entry.mode == _DIRECTORY):
        return None
    return Blob(path, node["oid"], node["byteSize"], mode=entry.mode if entry is not None else _REGULAR[0])
