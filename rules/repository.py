"""The frozen part of a repository that rules may look at. Whoever runs the engine gathers it; rules never fetch."""

import posixpath
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple


class Unreadable(NamedTuple):
    """A plan that exists but is not text: why, in words that finish "the plan ..." ("is a symbolic link")."""

    reason: str


LINK = Unreadable("is a symbolic link")
SUBMODULE = Unreadable("is a submodule")
IRREGULAR = Unreadable("is not a regular file")


def too_large(size: int) -> Unreadable:
    """`size`: bytes, more than a plan may have."""
    return Unreadable(f"is larger than 1 MiB ({size:,} bytes)")


class PlanVersions(NamedTuple):
    """One plan at head and at base. `base` is None when the plan is new; `base_path` is where it was renamed from.

    `identity_path`: its path at base from the top of the git repository, for fingerprints, where the other two are from
    elsewhere: a member of a monorepo is a repository of its own to the rules, and none to GitHub.
    """

    path: str
    head: bytes | Unreadable
    base: bytes | Unreadable | None = None
    base_path: str | None = None
    identity_path: str | None = None


class Wanted(NamedTuple):
    """What to gather for a set of plans: directories to list and files to read, at head; `base_files` at base.

    `records`: those of the directories whose ADRs are read too (`rules.records` says which of them are kept).
    All are POSIX paths relative to the repository's root.
    """

    directories: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    base_files: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


class Repository(NamedTuple):
    """What was gathered. Paths are POSIX, relative to the repository's root.

    `directories` maps each directory that was listed to the names in it (an absent directory to an empty set); one that
    is not a key was not looked at, and a rule that needs it must stay silent. `files` maps each file that was read at
    head to its bytes, `base_files` likewise at base; absent files are left out.
    What is read: at head the files beside the plans and the ADRs; at base the templates and constitutions. What the pull
    request changes of all these is read on both sides, so a template that is not in `files` is at head as it was at base.
    `plan_paths` are all the plans that are judged in this run.
    `changed` maps every path that the pull request changes to "added", "modified", "removed" or "renamed" (under its
    new path); None: nothing was compared, so a rule that needs it must stay silent. `draft`: it is a draft pull request.
    `claimed` maps paths that other open pull requests of a lower number add to the number of the first that does, and ADRs
    that the base branch has got since the head left it to 0.
    `branch`: what the head is called, "" where it has no name.
    """

    directories: Mapping[str, frozenset[str]] = {}
    files: Mapping[str, bytes] = {}
    base_files: Mapping[str, bytes] = {}
    plan_paths: tuple[str, ...] = ()
    changed: Mapping[str, str] | None = None
    draft: bool = False
    claimed: Mapping[str, int] = {}
    branch: str = ""

    def exists(self, path: str) -> bool | None:
        """Return whether the path exists at head; None when that was not looked at."""
        if path in self.files:
            return True
        directory, name = posixpath.split(path)
        names = self.directories.get(directory)
        if names is not None:
            return name in names
        return False if self.is_gone(directory) else None

    def is_gone(self, directory: str) -> bool:
        """Return whether a directory is not there for sure: the nearest one above it that was listed lacks the way to it."""
        while directory.strip("/"):
            directory, name = posixpath.split(directory)
            if (names := self.directories.get(directory)) is not None:
                return name not in names
        return False


ADR_DIRECTORIES = ("history/adr", "docs/adr", "docs/adrs", "docs/decisions", ".decisions", "adr")
"""Where ADRs are looked for, in this order, after the configured directory."""


OVERRIDE = ".specify/templates/overrides/plan-template.md"
TEMPLATE = ".specify/templates/plan-template.md"
TEMPLATES = (OVERRIDE, TEMPLATE)
"""Where a repository keeps its own plan template, the one that wins first."""
REGISTRIES = (".specify/presets/.registry", ".specify/extensions/.registry")
"""What lists the presets and extensions of a project, which may bring a plan template (`rules.templates`)."""

CONSTITUTION = ".specify/memory/constitution.md"
CONSTITUTIONS = (CONSTITUTION, "memory/constitution.md")
"""Where a project's constitution may be, the usual place first."""
SIBLINGS = ("research.md", "data-model.md", "spec.md")
"""Files beside a plan that hold what some templates keep out of it."""

MARKER = ".specify"
"""What the root of a project holds, as spec-kit lays it out; a monorepo has several."""


def ancestors(plan_path: str) -> tuple[str, ...]:
    """Return the directories that a plan is in, the nearest first, the repository's root ("") last."""
    found = [posixpath.dirname(plan_path)]
    while found[-1].strip("/"):
        found.append(posixpath.dirname(found[-1]))
    return tuple(found)


YARDSTICKS = (*TEMPLATES, *REGISTRIES, *CONSTITUTIONS)
"""What plans are measured by. It is read at base: a pull request must not weaken its own yardstick."""

FEATURES = frozenset({"specs", "kitty-specs"})
"""Names of directories that hold features and hardly ever a project."""


def likely_roots(directories: Iterable[str]) -> list[str]:
    return [each for each in directories if posixpath.basename(each) not in FEATURES]


def project_root(repository: Repository, plan_path: str) -> str:
    """Return the root of the plan's project: the nearest ancestor with `.specify`, else the repository's ("")."""
    marked = (at for at in ancestors(plan_path) if MARKER in repository.directories.get(at, ()))
    return next(marked, "")


def adr_directories(repository: Repository, plan_path: str, configured: str) -> tuple[str, ...]:
    """Return where ADRs of a plan may be: beside it, then in its project the configured and the usual places."""
    feature, root = posixpath.dirname(plan_path), project_root(repository, plan_path)
    return tuple(dict.fromkeys((*beside(feature), *in_root(root, configured))))


def beside(feature: str) -> tuple[str, ...]:
    return posixpath.join(feature, "decisions"), posixpath.join(feature, "adr")


def in_root(root: str, configured: str) -> tuple[str, ...]:
    return tuple(posixpath.join(root, name) for name in (configured, *ADR_DIRECTORIES))


USUAL = ("docs", "docs/runbooks", "runbooks", MARKER, posixpath.dirname(CONSTITUTION), "memory")
"""Directories of a project that plans refer to more often than not."""


def wanted(plan_paths: Iterable[str], adr_directory: str, changed: Mapping[str, str] | None = None) -> Wanted:
    """Say what to gather for these plans, from paths alone, so that it fits into one request with their text.

    Which ancestor is the root of a plan's project is not known beforehand, so each of them is listed, and in each that may
    well be one the places that rules look at. `changed`: see `Repository`.

    Give the paths at base of renamed plans too: what their base version names is looked up from where it stood.
    """
    directories: dict[str, None] = {}
    files: dict[str, None] = {}
    base_files: dict[str, None] = {}
    records: dict[str, None] = {}
    for path in plan_paths:
        feature, *above = ancestors(path)
        directories.update(dict.fromkeys((feature, *above, posixpath.join(feature, "contracts"))))
        records.update(dict.fromkeys(beside(feature)))
        files.update(dict.fromkeys(posixpath.join(feature, name) for name in SIBLINGS))
        for root in likely_roots(above) or [feature]:
            directories.update(dict.fromkeys(posixpath.join(root, name) for name in USUAL))
            records.update(dict.fromkeys(in_root(root, adr_directory)))
            base_files.update(dict.fromkeys(posixpath.join(root, name) for name in YARDSTICKS))
    directories.update(records)
    for path, change in (changed or {}).items():
        if path in base_files or is_record(path, records):
            files.update({} if change == "removed" else {path: None})
            base_files.update({} if change in {"added", "renamed"} else {path: None})
    return Wanted(tuple(directories), tuple(files), tuple(base_files), tuple(records))


def is_record(path: str, directories: Container[str]) -> bool:
    """Return whether a file may be an ADR of one of the directories."""
    directory, name = posixpath.split(path)
    return directory in directories and name.endswith(".md")
