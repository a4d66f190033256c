"""What to ask GitHub for, and what its answer means: one request for every text of every changed plan. Pure."""

import posixpath
from collections.abc import Container, Iterable, Mapping

from bot.github.port import Blob, Change, ChangedFile, ContentRequest, Contents, OpenPull, PullRequest
from bot.review.changes import Changes
from bot.review.renames import directories, untraced
from rules import records
from rules.config import FILES, Config
from rules.named_paths import named_directories
from rules.plan.unreadable import MOST_BYTES
from rules.repository import (
    IRREGULAR,
    LINK,
    REGISTRIES,
    SUBMODULE,
    Repository,
    Unreadable,
    is_record,
    too_large,
    wanted,
)
from rules.templates import further_files

UNREADABLE_MODES = {"120000": LINK, "160000": SUBMODULE}
REGULAR_MODES = ("100644", "100755")


def wants(pull: PullRequest, found: Changes, config: Config, *, configuration: bool) -> ContentRequest:
    """Return the request for these changes; `configuration`: the base branch's file has to be read as well."""
    head, base = pull.head_sha, pull.base_sha
    files: dict[tuple[str, str], None] = {}
    folders: dict[tuple[str, str], None] = {}
    texts_of: dict[tuple[str, str], None] = {}
    if configuration:
        files |= dict.fromkeys((base, path) for path in FILES)
    if found.configuration:
        files |= dict.fromkeys((head, path) for path in FILES)
    for plan in found.plans:
        files[head, plan.path] = None
        files |= dict.fromkeys(earlier(pull, plan))
    for path in untraced(found.plans):
        folders |= dict.fromkeys((revision, folder) for folder in directories(path) for revision in (base, head))
    if found.plans:
        more = wanted(paths(found.plans), config.adr_directory, found.changed)
        texts_of |= dict.fromkeys((head, path) for path in more.records)
        folders |= dict.fromkeys((head, path) for path in more.directories)
        files |= dict.fromkeys((head, path) for path in more.files)
        files |= dict.fromkeys((base, path) for path in more.base_files)
    of_records = dict.fromkeys(path for _, path in texts_of)
    claims = any(how == "added" and is_record(path, of_records) for path, how in found.changed.items())
    folders |= dict.fromkeys((base, path) for path in of_records if claims)
    return ContentRequest(tuple(files), tuple(folders), MOST_BYTES, texts_of=tuple(texts_of), open_pulls=claims)


def paths(plans: Iterable[ChangedFile]) -> tuple[str, ...]:
    """Return every path that the plans have or had."""
    return tuple(dict.fromkeys(path for plan in plans for path in (plan.path, plan.previous_path) if path is not None))


def earlier(pull: PullRequest, plan: ChangedFile) -> list[tuple[str, str]]:
    """Return where the earlier versions of a plan are: at the base branch's tip and where the diff starts."""
    if plan.change is Change.RENAMED and plan.previous_path is None:
        return []
    path = plan.previous_path or plan.path
    versions = [(pull.base_sha, path)]
    if plan.change is not Change.ADDED and pull.fork_point not in {"", pull.base_sha}:
        versions.append((pull.fork_point, path))
    return versions


def missing(wants: ContentRequest, contents: Contents) -> bool:
    """Return whether an answer lacks something of a request."""
    return (
        not set(wants.files) <= contents.files.keys()
        or not set(wants.directories) <= contents.directories.keys()
        or (wants.open_pulls and contents.open_pulls is None)
    )


def joined(one: Contents, other: Contents) -> Contents:
    return Contents(
        {**one.files, **other.files},
        {**one.directories, **other.directories},
        one.open_pulls if other.open_pulls is None else other.open_pulls,
    )


def configuration(contents: Contents, revision: str) -> Mapping[str, bytes]:
    """Return the configuration files of a revision, by path."""
    found = {path: contents.files.get((revision, path)) for path in FILES}
    # A link or a huge file is no configuration, and not the absence of one either: its bytes fail to be read as YAML.
    return {path: b"\0" if blob.data is None else blob.data for path, blob in found.items() if blob is not None}


def text(blob: Blob) -> bytes | Unreadable:
    """Return the bytes of a plan, or why there are none to be judged."""
    if blob.mode not in REGULAR_MODES:
        return UNREADABLE_MODES.get(blob.mode, IRREGULAR)
    if blob.data is None:
        return too_large(blob.size) if blob.size > MOST_BYTES else Unreadable("could not be read")
    return blob.data


def repository(pull: PullRequest, contents: Contents, found: Changes, config: Config) -> Repository:
    """Return the part of the repository that rules may look at. `found`: its plans are those that are there at head."""
    more = wanted(paths(found.plans), config.adr_directory, found.changed)
    listed = {path: entries for (revision, path), entries in contents.directories.items() if revision == pull.head_sha}
    beside = [posixpath.join(at, entry.name) for at in more.records for entry in listed.get(at, ())]
    texts = data(contents, pull.head_sha, (path for path in beside if is_record(path, more.records)))
    return Repository(
        directories={path: frozenset(entry.name for entry in entries) for path, entries in listed.items()},
        files=data(contents, pull.head_sha, more.files)
        | of_presets(contents, pull.head_sha)
        | records.kept(texts, found.changed),
        base_files=data(contents, pull.base_sha, more.base_files) | of_presets(contents, pull.base_sha),
        plan_paths=tuple(plan.path for plan in found.plans),
        changed=found.changed,
        draft=pull.draft,
        claimed=merged_since(pull, contents, found, more.records)
        | claimed(pull.ref.number, contents.open_pulls or (), more.records),
        branch=pull.head_ref,
    )


def of_presets(contents: Contents, revision: str) -> dict[str, bytes]:
    """Return what was read of presets and extensions."""
    homes = tuple(f"{posixpath.dirname(each)}/" for each in REGISTRIES)
    within = (path for at, path in contents.files if at == revision and any(home in path for home in homes))
    return data(contents, revision, within)


def claimed(number: int, open_pulls: Iterable[OpenPull], directories: Container[str]) -> dict[str, int]:
    """Return the ADRs that pull requests of a lower number add, each with the first that does."""
    found: dict[str, int] = {}
    for other in sorted(open_pulls, key=lambda each: each.number):
        for file in other.files if other.number < number else ():
            if file.change in {Change.ADDED, Change.COPIED, Change.RENAMED} and is_record(file.path, directories):
                found.setdefault(file.path, other.number)
    return found


def merged_since(pull: PullRequest, contents: Contents, found: Changes, directories: Iterable[str]) -> dict[str, int]:
    """Return the ADRs that the base branch has and the head neither has nor takes away, as claimed by nobody's request."""
    new: dict[str, int] = {}
    for at in directories:
        there = {entry.name for entry in contents.directories.get((pull.head_sha, at), ())}
        merged = (entry.name for entry in contents.directories.get((pull.base_sha, at), ()) if entry.name not in there)
        for path in (posixpath.join(at, name) for name in merged):
            if is_record(path, (at,)) and found.changed.get(path) != "removed":
                new[path] = 0
    return new


def named(pull: PullRequest, contents: Contents, found: Changes, config: Config) -> ContentRequest:
    """Return the request for the directories that the plans name and nobody has listed: hardly ever is there one."""
    heads = ((plan.path, contents.files.get((pull.head_sha, plan.path))) for plan in found.plans)
    texts = [(path, blob.data) for path, blob in heads if blob is not None and blob.data is not None]
    directories = named_directories(repository(pull, contents, found, config), texts)
    return ContentRequest(directories=[(pull.head_sha, path) for path in directories])


def templates(pull: PullRequest, contents: Contents, found: Changes, config: Config) -> ContentRequest:
    """Return the request for what presets and extensions of spec-kit bring: nothing in most repositories."""
    known = {path for revision, path in contents.files if revision == pull.base_sha}
    new = further_files(repository(pull, contents, found, config), paths(found.plans), known)
    changed = [(pull.head_sha, path) for path in new if found.changed.get(path, "removed") != "removed"]
    return ContentRequest([*((pull.base_sha, path) for path in new), *changed], largest=MOST_BYTES)


def both(one: ContentRequest, other: ContentRequest) -> ContentRequest:
    """Return the request for what either asks for."""
    return ContentRequest((*one.files, *other.files), (*one.directories, *other.directories), MOST_BYTES)


def around(pull: PullRequest, origins: Iterable[str], config: Config) -> tuple[tuple[str, str], ...]:
    """Return the directories that the base version of a renamed plan refers to, as they are at head."""
    return tuple((pull.head_sha, path) for path in wanted(origins, config.adr_directory).directories)


def data(contents: Contents, revision: str, wanted_paths: Iterable[str]) -> dict[str, bytes]:
    blobs = ((path, contents.files.get((revision, path))) for path in wanted_paths)
    return {path: blob.data for path, blob in blobs if blob is not None and blob.data is not None}


def starts(pull: PullRequest, plan: ChangedFile, contents: Contents) -> tuple[bytes | None, ...]:
    """Return the versions that the plan's diff may begin with, none where one of them is not known as text."""
    blobs = [contents.files.get(place) for place in earlier(pull, plan)]
    if any(blob is not None and blob.data is None for blob in blobs):
        return ()
    found = [blob.data if blob is not None else None for blob in blobs]
    # GitHub says that the file is new: the whole of it is in the diff, whatever the base branch got meanwhile.
    return (None, *found) if plan.change is Change.ADDED else tuple(found)
