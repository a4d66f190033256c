"""Which plans a pull request changes. Pure."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.github.port import Change, ChangedFile, Entry, PullRequest
from rules.config import FILES, Config, Mode
from rules.globs import is_plan

WORDS = {Change.ADDED: "added", Change.COPIED: "added", Change.DELETED: "removed", Change.RENAMED: "renamed"}
"""How a file is changed, in the words of the rules; anything else is a modification."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`plans` exist at head. `deleted` exist at base only, or stand at head where no plan is looked for."""

    plans: tuple[ChangedFile, ...] = ()
    deleted: tuple[str, ...] = ()
    configuration: str = ""
    """The configuration file that is changed, "" for none."""
    changed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Every file, as `rules.repository.Repository.changed` has it."""


def changes(files: Iterable[ChangedFile], config: Config) -> Changes:
    """Sort the changed files of a pull request; paths are compared as GitHub gave them, byte for byte."""
    plans: list[ChangedFile] = []
    deleted: list[str] = []
    configuration = ""
    changed: dict[str, str] = {}
    for file in files:
        changed[file.path] = WORDS.get(file.change, "modified")
        if file.path in FILES or file.previous_path in FILES:
            configuration = configuration or (file.path if file.path in FILES else file.previous_path or "")
        if config.mode is Mode.OFF:
            continue
        if is_plan(file.path, config.plans):
            if file.change is Change.DELETED:
                deleted.append(file.path)
            else:
                plans.append(file)
        elif file.previous_path is not None and is_plan(file.previous_path, config.plans):
            deleted.append(file.previous_path)
    return Changes(tuple(plans), tuple(deleted), configuration, changed)


def must_compare_trees(pull: PullRequest, config: Config) -> bool:
    """Return whether GitHub's list does not tell which plans change, so that the trees must be compared.

    It lists 3,000 files at most, and of a renamed file only the new path: one that is called as plans are but stands
    where none is looked for may have been a plan.
    """
    if len(pull.files) < pull.file_count:
        return True
    names = {posixpath.basename(glob) for glob in config.plans}
    return config.mode is not Mode.OFF and any(
        file.change is Change.RENAMED
        and file.previous_path is None
        and posixpath.basename(file.path) in names
        and not is_plan(file.path, config.plans)
        for file in pull.files
    )


def compare_trees(
    fork: Mapping[str, Entry], base: Mapping[str, Entry], head: Mapping[str, Entry]
) -> tuple[ChangedFile, ...]:
    """Return the files that differ between head and the fork point, and between head and the tip of the base branch.

    The first alone would show what came with a merge of the base branch, the second what the base branch got since.
    """
    gone = {path: entry for path, entry in base.items() if path not in head and path in fork}
    origins = {(entry.oid, posixpath.basename(path)): path for path, entry in gone.items()}
    found = []
    for path, entry in head.items():
        if same(entry, fork.get(path)) or same(entry, base.get(path)):
            continue
        if path in base or path in fork:
            found.append(ChangedFile(path, Change.MODIFIED))
        else:
            origin = origins.get((entry.oid, posixpath.basename(path)))
            found.append(ChangedFile(path, Change.ADDED if origin is None else Change.RENAMED, origin))
    moved = {file.previous_path for file in found}
    found += [ChangedFile(path, Change.DELETED) for path in gone if path not in moved]
    return tuple(sorted(found, key=lambda file: file.path))


def same(one: Entry, other: Entry | None) -> bool:
    return other is not None and (one.oid, one.mode) == (other.oid, other.mode)
