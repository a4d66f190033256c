"""Find where the renamed plans of a pull request were: nearby first, then anywhere. What is found nowhere is a new plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.github.port import Blob, ContentRequest, Contents, GitHub, PullRequest
from bot.review import reads
from bot.review.changes import Changes
from bot.review.renames import MOST_CANDIDATES, Vanished, most_similar, untraced, vanished
from rules.config import Config
from rules.globs import is_plan


@dataclass(frozen=True, slots=True)
class Tracer:
    """Reads no more than it has to: nothing when the content is the same, one request for texts, trees at the last."""

    github: GitHub
    pull: PullRequest
    config: Config

    async def trace(self, found: Changes, contents: Contents) -> tuple[Changes, Contents]:
        """Return the changes with the earlier paths that could be found, and the contents with what was read for it."""
        if paths := untraced(found.plans):
            nearby = {path: self._vanished_nearby(path, contents, found) for path in paths}
            found, contents = await self._resolve(found, contents, nearby)
        if paths := untraced(found.plans):
            everywhere = Vanished(candidates=await self._vanished_anywhere())
            found, contents = await self._resolve(found, contents, dict.fromkeys(paths, everywhere))
        return found, contents

    def _vanished_nearby(self, path: str, contents: Contents, found: Changes) -> Vanished:
        at_base, at_head = (
            {folder: entries for (revision, folder), entries in contents.directories.items() if revision == wanted}
            for wanted in (self.pull.base_sha, self.pull.head_sha)
        )
        return vanished(path, at_base, at_head, found.deleted)

    async def _vanished_anywhere(self) -> tuple[str, ...]:
        base = await self.github.tree(self.pull.ref.repository, self.pull.base_sha)
        head = await self.github.tree(self.pull.ref.repository, self.pull.head_sha)
        return tuple(path for path in base if path not in head and is_plan(path, self.config.plans))

    async def _resolve(
        self, found: Changes, contents: Contents, options: Mapping[str, Vanished]
    ) -> tuple[Changes, Contents]:
        """Choose one of the vanished files for each renamed plan, reading those that are not the same for sure."""
        unsure = (path for option in options.values() if not option.exact for path in option.candidates)
        candidates = tuple(dict.fromkeys(unsure))[:MOST_CANDIDATES]
        contents = reads.joined(contents, await self._read(candidates, contents))
        texts = reads.data(contents, self.pull.base_sha, candidates)
        for path, option in options.items():
            blob = contents.files.get((self.pull.head_sha, path))
            if blob is None or blob.data is None:
                continue
            if option.exact:
                contents = reads.joined(self._same_content(option.exact, blob), contents)
            origin = option.exact or most_similar(blob.data, texts)
            texts.pop(origin, None)
            found = traced(found, path, origin) if origin else found
        return found, contents

    async def _read(self, candidates: Sequence[str], contents: Contents) -> Contents:
        """Read the candidates and what their versions at base refer to."""
        if not candidates:
            return Contents()
        around = reads.around(self.pull, candidates, self.config)
        request = ContentRequest(
            files=[(revision, path) for path in candidates for revision in self._revisions],
            directories=[place for place in around if place not in contents.directories],
            largest=reads.LARGEST,
        )
        return await self.github.contents(self.pull.ref.repository, request)

    def _same_content(self, origin: str, blob: Blob) -> Contents:
        """Return what needs no reading where a plan moved unchanged: its old text, and nothing left where it was."""
        return Contents(
            files=dict.fromkeys(((revision, origin) for revision in self._revisions), blob),
            directories=dict.fromkeys(reads.around(self.pull, (origin,), self.config), ()),
        )

    @property
    def _revisions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sha for sha in (self.pull.base_sha, self.pull.fork_point) if sha))


def traced(found: Changes, path: str, origin: str) -> Changes:
    """Return the changes knowing that the plan at `path` was at `origin`, which was not taken away then."""
    plans = (replace(plan, previous_path=origin) if plan.path == path else plan for plan in found.plans)
    return replace(found, plans=tuple(plans), deleted=tuple(each for each in found.deleted if each != origin))
