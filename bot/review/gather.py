"""Read one pull request into a snapshot: two requests however many plans it changes, more only in rare cases.

The first brings the pull request, its files, our earlier output and the base branch's configuration; the second brings
every text. A third is needed when the configuration turns out to name other plans than was believed, or when a renamed
plan was edited too. More files than GitHub lists are found by comparing trees.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.github.port import Blob, ChangedFile, ContentRequest, Contents, GitHub, PullRequest, PullRequestRef
from bot.review import reads, renames
from bot.review.changes import Changes, changes, compare_trees, must_compare_trees
from bot.review.configuration import Settings, in_force, proposed
from bot.review.snapshot import Snapshot
from rules.config import Config
from rules.globs import is_plan
from rules.repository import PlanVersions


async def gather(github: GitHub, ref: PullRequestRef, *, revision: str) -> Snapshot | None:
    """Return the pull request as it is now; None when nothing may be written on it (closed, merged, archived).

    `revision`: the base SHA, or else the base branch, that is believed to be right. Raise the errors of `GitHub`.
    """
    pull = await github.pull_request(ref, config_revision=revision)
    if pull.state != "open" or pull.archived:
        return None
    name = pull.ref.repository.name
    organisation = await github.organisation_config(pull.ref.repository)
    settings = in_force(organisation, dict.fromkeys(pull.config_paths, pull.config or b""), name)
    known = pull.config_revision == pull.base_sha
    found = changes(await changed_files(github, pull, settings.config), settings.config)
    contents = await read(github, pull, wants(pull, found, settings, known=known))
    if not known:
        settings = in_force(organisation, reads.configuration(contents, pull.base_sha), name)
        found = changes(await changed_files(github, pull, settings.config), settings.config)
        again = wants(pull, found, settings, known=True)
        if reads.missing(again, contents):
            contents = reads.joined(contents, await read(github, pull, again))
    if not to_be_read(found, settings):
        return Snapshot(pull, settings, deleted=found.deleted)
    found, contents = await trace(github, pull, found, contents, settings.config)
    return snapshot(pull, settings, found, contents)


def to_be_read(found: Changes, settings: Settings) -> bool:
    """Return whether texts matter: with a broken configuration only if the pull request might repair it."""
    return bool(found.configuration) or (bool(found.plans) and not settings.errors)


def wants(pull: PullRequest, found: Changes, settings: Settings, *, known: bool) -> ContentRequest:
    judged = found if to_be_read(found, settings) else Changes()
    return reads.wants(pull, judged, settings.config, configuration=not known)


async def read(github: GitHub, pull: PullRequest, request: ContentRequest) -> Contents:
    if not request.files and not request.directories:
        return Contents()
    return await github.contents(pull.ref.repository, request)


async def changed_files(github: GitHub, pull: PullRequest, config: Config) -> tuple[ChangedFile, ...]:
    if not must_compare_trees(pull, config):
        return pull.files
    repository = pull.ref.repository
    base = await github.tree(repository, pull.base_sha)
    head = await github.tree(repository, pull.head_sha)
    forked = pull.fork_point not in {"", pull.base_sha}
    fork = await github.tree(repository, pull.fork_point) if forked else base
    return compare_trees(fork, base, head)


async def trace(
    github: GitHub, pull: PullRequest, found: Changes, contents: Contents, config: Config
) -> tuple[Changes, Contents]:
    """Find where renamed plans were, nearby first, then anywhere; what is found nowhere is a new plan."""
    for nearby in (True, False):
        paths = renames.untraced(found.plans)
        if not paths:
            break
        if nearby:
            options = {path: vanished_nearby(pull, path, contents, found) for path in paths}
        else:
            everywhere = await vanished_anywhere(github, pull, config)
            options = dict.fromkeys(paths, renames.Vanished(candidates=everywhere))
        found, contents = await resolve(github, pull, found, contents, options)
    return found, contents


def vanished_nearby(pull: PullRequest, path: str, contents: Contents, found: Changes) -> renames.Vanished:
    at_base, at_head = (
        {folder: entries for (revision, folder), entries in contents.directories.items() if revision == wanted}
        for wanted in (pull.base_sha, pull.head_sha)
    )
    return renames.vanished(path, at_base, at_head, found.deleted)


async def vanished_anywhere(github: GitHub, pull: PullRequest, config: Config) -> tuple[str, ...]:
    base = await github.tree(pull.ref.repository, pull.base_sha)
    head = await github.tree(pull.ref.repository, pull.head_sha)
    return tuple(path for path in base if path not in head and is_plan(path, config.plans))


async def resolve(
    github: GitHub, pull: PullRequest, found: Changes, contents: Contents, options: Mapping[str, renames.Vanished]
) -> tuple[Changes, Contents]:
    """Choose one of the vanished files for each renamed plan, reading those that are not the same for sure."""
    unsure = dict.fromkeys(path for option in options.values() if not option.exact for path in option.candidates)
    candidates = tuple(unsure)[: renames.MOST_CANDIDATES]
    revisions = dict.fromkeys(revision for revision in (pull.base_sha, pull.fork_point) if revision)
    request = ContentRequest([(revision, path) for path in candidates for revision in revisions], (), reads.LARGEST)
    contents = reads.joined(contents, await read(github, pull, request))
    texts = reads.data(contents, pull.base_sha, candidates)
    for path, option in options.items():
        blob = contents.files.get((pull.head_sha, path))
        if blob is None or blob.data is None:
            continue
        if option.exact:
            contents = reads.joined(
                contents, Contents(dict.fromkeys(((each, option.exact) for each in revisions), blob))
            )
        origin = option.exact or renames.most_similar(blob.data, texts)
        texts.pop(origin, None)
        found = traced(found, path, origin) if origin else found
    return found, contents


def traced(found: Changes, path: str, origin: str) -> Changes:
    plans = (replace(plan, previous_path=origin) if plan.path == path else plan for plan in found.plans)
    return replace(found, plans=tuple(plans), deleted=tuple(each for each in found.deleted if each != origin))


def snapshot(pull: PullRequest, settings: Settings, found: Changes, contents: Contents) -> Snapshot:
    """Put what was read together. A plan that is listed but not there at head was taken away meanwhile."""
    heads = [(plan, contents.files.get((pull.head_sha, plan.path))) for plan in found.plans]
    present = [(plan, head) for plan, head in heads if head is not None]
    proposal = None
    if found.configuration:
        proposal = proposed(reads.configuration(contents, pull.head_sha), found.configuration, pull.ref.repository.name)
    return Snapshot(
        pull=pull,
        settings=settings,
        plans=tuple(versions(pull, plan, head, contents) for plan, head in present),
        deleted=found.deleted,
        starts={plan.path: reads.starts(pull, plan, contents) for plan, _ in present},
        repository=reads.repository(pull, contents, tuple(plan.path for plan, _ in present), settings.config),
        proposal=proposal,
    )


def versions(pull: PullRequest, plan: ChangedFile, head: Blob, contents: Contents) -> PlanVersions:
    base = contents.files.get((pull.base_sha, plan.previous_path or plan.path))
    return PlanVersions(
        path=plan.path,
        head=reads.text(head),
        base=reads.text(base) if base is not None else None,
        base_path=plan.previous_path,
    )
