"""The `modify-path-missing` rule."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.marked_paths import Marked, marked_paths
from rules.plan.model import Status
from rules.quoting import listed, quoted
from rules.repository import Repository, ancestors, project_root
from rules.rule import Context

CONCEPT = "structure"
LOOKED_AT = 200
"""Paths of a plan that are looked up; hardly any has more."""

MOST = 3
"""Paths that are told one by one; more of them are one finding."""


ENDS = frozenset({"delete", "deleted", "remove", "removed", "삭제", "删除"})
"""Marks of paths that are gone once the plan was carried out."""


class ModifyPathMissing:
    """The plan means to change or remove a file that does not exist.

    Tasks are made from these paths, and an agent that is told to modify what is not there makes a second file beside the
    real one. Paths that are marked (modify), (existing) or (remove) are looked up from the repository's root and from the
    directories around the plan, as they were before this change. What is new, has a wildcard or was renamed by this
    change is not meant; directories that were not listed are not judged, nor is a plan that is completed.

    ## Bad
        # Implementation Plan: export of invoices

        ## Project Structure

        ```text
        src/
        └── exporter.py    # MODIFY: write to the tenant's prefix
        ```

    ## Good
        # Implementation Plan: export of invoices

        ## Project Structure

        ```text
        src/
        ├── export.py      # MODIFY: write to the tenant's prefix
        └── prefixes.py    # NEW
        ```
    """

    name: ClassVar[str] = "modify-path-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "speckit"

    def applies(self, context: Context) -> bool:
        return bool(context.repository.directories) and context.plan.status is not Status.COMPLETED

    def check(self, context: Context) -> Iterator[Problem]:
        by_path = {marked.path: marked for marked in reversed(list(islice(marked_paths(context.plan), LOOKED_AT)))}
        gone = sorted(
            (marked for marked in by_path.values() if missing(context, marked)), key=lambda marked: marked.span
        )
        if len(gone) > MOST:
            yield problem(gone, "")
        else:
            for marked in gone:
                yield problem([marked], closest(context.repository, marked.path))


def problem(gone: Sequence[Marked], near: str) -> Problem:
    first, others = gone[0], len(gone) > 1
    paths = listed(quoted(marked.path) for marked in gone)
    return Problem(
        first.span,
        f"The plan marks {paths} as {'there' if others else first.mark}, and no such path{'s' * others} exist{'s' * (not others)}"
        + (f"; {quoted(near)} does" if near else ""),
        subject=first.path,
        concept=CONCEPT,
        fix="Correct the path, or mark it as new",
        parts=tuple((CONCEPT, marked.path) for marked in gone),
    )


def is_done(context: Context, marked: Marked) -> bool:
    """Whether the path may be gone because the plan was carried out: what it deletes, where it is not new itself."""
    changed = context.repository.changed
    return marked.mark in ENDS and changed is not None and changed.get(context.plan.path) != "added"


def missing(context: Context, marked: Marked) -> bool:
    """Whether the path is known to be nowhere that it may be meant from."""
    if is_done(context, marked):
        return False
    paths = [marked.path]
    if marked.drawn and "/" in marked.path:
        paths.append(marked.path.partition("/")[2])
    repository = context.repository
    root, around = project_root(repository, context.plan.path), ancestors(context.plan.path)
    return (
        all(existed(repository, posixpath.join(base, path)) is False for path in paths for base in {"", root})
        and not any(existed(repository, posixpath.join(base, path)) for path in paths for base in around)
        and not any(stands_below(repository, path) for path in paths)
    )


def existed(repository: Repository, path: str) -> bool | None:
    """Return whether the path was there before this change; None when that is not known."""
    changed = repository.changed or {}
    if path in changed:
        return changed[path] != "added"
    name = posixpath.basename(path)
    if any(how == "renamed" and posixpath.basename(other) == name for other, how in changed.items()):
        return None
    return repository.exists(path)


def stands_below(repository: Repository, path: str) -> bool:
    """Whether a directory that was listed holds the path: it may be meant from the directory of one component."""
    directory, name = posixpath.split(path)
    return any(
        (f"/{where}".endswith(f"/{directory}") or not directory)
        and existed(repository, posixpath.join(where, name)) is not False
        for where in HOLDERS.of(repository.directories).get(name, ())
    )


class Holders:
    """Which directories hold a name: by name, for the listings that were asked about last, which all plans of a run share."""

    def __init__(self) -> None:
        self.last: tuple[Mapping[str, frozenset[str]], dict[str, list[str]]] = ({}, {})

    def of(self, directories: Mapping[str, frozenset[str]]) -> Mapping[str, Sequence[str]]:
        known, holders = self.last
        if known is not directories:
            holders = {}
            for where, names in directories.items():
                for name in names:
                    holders.setdefault(name, []).append(where)
            self.last = directories, holders
        return holders


HOLDERS = Holders()


def closest(repository: Repository, path: str) -> str:
    """Return the name beside it that is most like it, "" for none."""
    from difflib import get_close_matches  # noqa: PLC0415 - start-up time: few plans name a path that is not there

    directory, name = posixpath.split(path)
    found = get_close_matches(name, repository.directories.get(directory, ()), n=1)
    return posixpath.join(directory, found[0]) if found else ""
