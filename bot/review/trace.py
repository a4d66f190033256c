"""Find where the renamed plans of a pull request were: nearby first, then anywhere. What is found nowhere is a new plan."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.github.port import ContentRequest, Contents, GitHub, PullRequest
from bot.review import reads
from bot.review.changes import Changes
from bot.review.renames import MOST_CANDIDATES, Vanished, untraced, vanished
from rules.config import Config
from rules.globs import is_plan
from rules.plan.unreadable import MOST_BYTES
from rules.renames import pairs, unchanged


@dataclass(frozen=True, slots=True)
class Tracer:
    """Reads no more than it has to: nothing when the content is the same, one request for texts, trees at the last."""

    github: GitHub
    pull: PullRequest
    config: Config

    async def trace(self, found: Changes, contents: Contents) -> tuple[Changes, Contents]:
        """Return the changes with the earlier paths that could be found, and the contents with what was read for it."""
        if paths := untraced(found.plans):
            found, contents = await self._resolve(found, contents, self._vanished_nearby(paths, contents, found))
        if untraced(found.plans):
            found, contents = await self._resolve(found, contents, await self._vanished_anywhere())
        return found, contents

    def _vanished_nearby(self, paths: Iterable[str], contents: Contents, found: Changes) -> Vanished:
        at_base, at_head = (
            {folder: entries for (revision, folder), entries in contents.directories.items() if revision == wanted}
            for wanted in (self.pull.base_sha, self.pull.head_sha)
        )
        near: dict[str, str] = dict.fromkeys(found.deleted, "")
        for path in paths:
            near |= vanished(path, at_base, at_head)
        return near

    async def _vanished_anywhere(self) -> Vanished:
        base = await self.github.tree(self.pull.ref.repository, self.pull.base_sha)
        head = await self.github.tree(self.pull.ref.repository, self.pull.head_sha)
        gone = {path: entry.oid for path, entry in base.items() if path not in head}
        return {path: oid for path, oid in gone.items() if is_plan(path, self.config.plans)}

    async def _resolve(self, found: Changes, contents: Contents, gone: Vanished) -> tuple[Changes, Contents]:
        """Give the renamed plans their earlier paths among the vanished files, reading those that are not the same."""
        taken = {plan.previous_path for plan in found.plans}
        gone = {path: oid for path, oid in gone.items() if path not in taken}
        blobs = {path: contents.files.get((self.pull.head_sha, path)) for path in untraced(found.plans)}
        heads = {path: blob for path, blob in blobs.items() if blob is not None}
        moved = unchanged({path: blob.oid for path, blob in heads.items()}, gone)
        for path, origin in moved.items():
            same = Contents(dict.fromkeys(((revision, origin) for revision in self._revisions), heads[path]))
            contents = reads.joined(contents, same)
        texts = {path: blob.data for path, blob in heads.items() if path not in moved and blob.data is not None}
        left = [path for path in gone if path not in moved.values()][:MOST_CANDIDATES] if texts else []
        contents = reads.joined(contents, await self._read(left, (*moved.values(), *left), contents))
        moved |= pairs(texts, reads.data(contents, self.pull.base_sha, left))
        return traced(found, moved), contents

    async def _read(self, candidates: Sequence[str], origins: Iterable[str], contents: Contents) -> Contents:
        """Read the texts of candidates, and what the versions at base of all origins refer to where that is not known."""
        around = reads.around(self.pull, origins, self.config)
        gone = [place for place in around if is_gone(place, contents)]
        request = ContentRequest(
            files=[(revision, path) for path in candidates for revision in self._revisions],
            directories=[place for place in around if place not in contents.directories and place not in gone],
            largest=MOST_BYTES,
        )
        found = await self.github.contents(self.pull.ref.repository, request)
        return reads.joined(Contents(directories=dict.fromkeys(gone, ())), found)

    @property
    def _revisions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sha for sha in (self.pull.base_sha, self.pull.fork_point) if sha))


def is_gone(place: tuple[str, str], contents: Contents) -> bool:
    """Return whether a directory is not there for sure, as the nearest one above it that was listed lacks it."""
    revision, path = place
    while path:
        path, name = posixpath.split(path)
        if (listed := contents.directories.get((revision, path))) is not None:
            return all(entry.name != name for entry in listed)
    return False


def traced(found: Changes, moved: Mapping[str, str]) -> Changes:
    """Return the changes knowing where these plans were, and that nobody took those away."""
    plans = (replace(plan, previous_path=moved.get(plan.path, plan.previous_path)) for plan in found.plans)
    origins = set(moved.values())
    return replace(found, plans=tuple(plans), deleted=tuple(path for path in found.deleted if path not in origins))
