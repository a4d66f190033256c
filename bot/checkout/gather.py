"""Everything that judging the plans of one repository needs, read from disk (and from base) into frozen values."""

import posixpath
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.checkout.base import Base, Text
from bot.checkout.discovery import STDIN, PlanFile, posix
from bot.checkout.files import names_inside, read_inside, read_plan
from bot.checkout.head import branch_of, day_of
from bot.checkout.usage import Usage
from rules import records
from rules.named_paths import named_directories
from rules.plan.unreadable import MOST_BYTES
from rules.repository import PlanVersions, Repository, Unreadable, Wanted, is_record, wanted
from rules.templates import further_files


class Gathered(NamedTuple):
    """The plans of one repository, in the order asked for, and what rules may look at.

    `day`: that of the head commit; None where there is none or the plans are not as it has them.
    """

    versions: tuple[PlanVersions, ...]
    repository: Repository
    day: date | None = None

    @property
    def texts(self) -> tuple[bytes | None, ...]:
        """The plans' bytes, None for what was not read."""
        return tuple(each.head if isinstance(each.head, bytes) else None for each in self.versions)


def gather(plans: Sequence[PlanFile], adr_directory: str, base: Base | None) -> Gathered:
    """Read the plans, which all belong to one repository; raise `Usage` when base cannot be read."""
    root = plans[0].root
    heads = {plan.file: read_head(plan.file) for plan in plans}
    files = [plan.file for plan in plans if plan.file != STDIN]
    before, renamed = base_versions(files, base)
    versions = tuple(
        versions_of(plan, heads[plan.file], before.get(plan.file), renamed.get(plan.file)) for plan in plans
    )
    place = Place(root, base, base.changed(root, files) if base is not None else None)
    paths = [version.path for version in versions]
    old_paths = [version.base_path for version in versions if version.base_path is not None]
    asked = wanted([*paths, *old_paths], adr_directory, place.changed)
    repository = place.with_templates(place.with_named(place.repository(asked, paths), versions), asked.base_files)
    return Gathered(versions, repository._replace(branch=branch_of(plans[0].top)), day_of_all(plans, heads))


def day_of_all(plans: Sequence[PlanFile], heads: Mapping[str, bytes | Unreadable]) -> date | None:
    """Return the day of the head commit, the latest where plans belong to several git repositories."""
    days: set[date | None] = set()
    for top in dict.fromkeys(plan.top for plan in plans):
        texts = {plan.file: heads[plan.file] for plan in plans if plan.top == top}
        read = {file: text for file, text in texts.items() if isinstance(text, bytes)}
        days.add(None if STDIN in texts else day_of(top, read))
    return None if None in days else max(day for day in days if day is not None)


def versions_of(plan: PlanFile, head: bytes | Unreadable, before: Text, renamed: str | None) -> PlanVersions:
    """`before`: what stood at base; `renamed`: the file that it stood in, where that was another."""
    return PlanVersions(
        plan.path,
        head,
        before,
        posix(posixpath.relpath(renamed, plan.root)) if renamed else None,
        posix(posixpath.relpath(renamed or plan.file, plan.top))
        if plan.top != plan.root and plan.file != STDIN
        else None,
    )


def read_head(file: str) -> bytes | Unreadable:
    if file == STDIN:
        return read_stdin()
    data = read_plan(file)
    return Unreadable("is gone: it was removed while the check ran") if data is None else data


def read_stdin() -> bytes | Unreadable:
    if sys.stdin is None:  # how Python tells that it was closed
        raise Usage("- stands for standard input, and that is closed")
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else Unreadable("is larger than 1 MiB")


def base_versions(files: Sequence[str], base: Base | None) -> tuple[Mapping[str, Text], Mapping[str, str]]:
    """Return the base version of each plan and, for renamed ones, where they stood."""
    if base is None:
        return {}, {}
    before = dict(base.read(files))
    absent = [file for file in files if before[file] is None]
    renamed = base.renames(absent) if absent else {}
    if renamed:
        texts = base.read(list(renamed.values()))
        before.update({file: texts[old] for file, old in renamed.items()})
    return before, renamed


class Place(NamedTuple):
    """A repository on disk, what it is compared with, and what differs."""

    root: str
    base: Base | None
    changed: Mapping[str, str] | None

    def repository(self, asked: Wanted, plan_paths: Sequence[str]) -> Repository:
        listed = self.listed(asked.directories)
        return Repository(
            directories=listed,
            files=self.read(asked.files) | self.records(asked, listed),
            base_files=self.read_base(asked.base_files),
            plan_paths=tuple(plan_paths),
            changed=self.changed,
        )

    def with_named(self, repository: Repository, versions: Sequence[PlanVersions]) -> Repository:
        """Return the repository with the directories that the plans name listed too."""
        texts = [(each.path, each.head) for each in versions if isinstance(each.head, bytes)]
        named = self.listed(named_directories(repository, texts))
        return repository._replace(directories={**repository.directories, **named}) if named else repository

    def with_templates(self, repository: Repository, asked: Sequence[str]) -> Repository:
        """Return the repository with the templates that presets and extensions bring."""
        known = set(asked)
        while new := further_files(repository, repository.plan_paths, known):
            known.update(new)
            changed = self.read([path for path in new if (self.changed or {}).get(path, "removed") != "removed"])
            repository = repository._replace(
                base_files={**repository.base_files, **self.read_base(new)}, files={**repository.files, **changed}
            )
        return repository

    def listed(self, directories: Sequence[str]) -> dict[str, frozenset[str]]:
        return {path: names for path in directories if (names := names_inside(self.root, path)) is not None}

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        return {path: data for path in paths if (data := read_inside(self.root, path)) is not None}

    def records(self, asked: Wanted, listed: Mapping[str, frozenset[str]]) -> dict[str, bytes]:
        """Return the texts of the ADRs; in a huge collection only those that are changed are read at all."""
        paths = [posixpath.join(at, name) for at in asked.records for name in sorted(listed.get(at, ()))]
        found = [path for path in paths if is_record(path, asked.records)]
        changed = self.changed or {}
        texts = self.read(found if len(found) <= records.MOST else [path for path in found if path in changed])
        return records.kept(texts, changed)

    def read_base(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return files at base, or those of the checkout where nothing is compared."""
        if self.base is None:
            return self.read(paths)
        texts = self.base.read([posixpath.join(self.root, path) for path in paths])
        found = {path: texts[posixpath.join(self.root, path)] for path in paths}
        return {path: data for path, data in found.items() if isinstance(data, bytes)}
