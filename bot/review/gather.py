"""Read one pull request into a snapshot: two requests however many plans it changes, more only in rare cases.

The first brings the pull request, its files, our earlier output and the base branch's configuration; the second brings
every text. A third is needed when the configuration turns out to name other plans than was believed, when a renamed
plan was edited too, or when a plan names what lies in a directory that was not listed. More files than GitHub lists are
found by comparing trees.
"""

from dataclasses import dataclass, replace

from bot.github.port import Blob, ChangedFile, ContentRequest, Contents, GitHub, PullRequest, PullRequestRef
from bot.review import reads
from bot.review.changes import Changes, changes, compare_trees, must_compare_trees
from bot.review.configuration import Settings, in_force, proposed
from bot.review.snapshot import Snapshot
from bot.review.trace import Tracer
from rules.config import FILES, Config
from rules.repository import PlanVersions


@dataclass(frozen=True, slots=True)
class Ended:
    """A pull request that is closed, merged or in an archived repository: it is not judged any more."""

    pull: PullRequest


async def gather(github: GitHub, ref: PullRequestRef, *, revision: str) -> Snapshot | Ended:
    """Return the pull request as it is now. Raise the errors of `GitHub`.

    `revision`: the base SHA, or else the base branch, that is believed to be right.
    """
    pull = await github.pull_request(ref, config_revision=revision)
    if pull.state != "open" or pull.archived:
        return Ended(pull)
    return await around(github, pull)


async def around(github: GitHub, pull: PullRequest) -> Snapshot:
    """Return an open pull request that was read together with everything that judging it needs."""
    name = pull.ref.repository.name
    organisation = await github.organisation_config(pull.ref.repository)
    settings = in_force(organisation, dict.fromkeys(pull.config_paths, pull.config or b""), name)
    known = pull.config_revision == pull.base_sha
    found = changes(await changed_files(github, pull, settings.config), settings.config)
    contents = await github.contents(pull.ref.repository, wants(pull, found, settings, known=known))
    if not known:
        settings = in_force(organisation, reads.configuration(contents, pull.base_sha), name)
        found = changes(await changed_files(github, pull, settings.config), settings.config)
        again = wants(pull, found, settings, known=True)
        if reads.missing(again, contents):
            contents = reads.joined(contents, await github.contents(pull.ref.repository, again))
    if not to_be_read(found, settings):
        return Snapshot(pull, settings, deleted=found.deleted, unread=len(found.plans))
    found, contents = await Tracer(github, pull, settings.config).trace(found, contents)
    return snapshot(pull, settings, found, await further(github, pull, settings.config, found, contents))


async def settings_of(github: GitHub, pull: PullRequest) -> Settings:
    """Return the configuration in force for a pull request, where nothing else of it is needed."""
    repository = pull.ref.repository
    organisation = await github.organisation_config(repository)
    if pull.config_revision == pull.base_sha:
        return in_force(organisation, dict.fromkeys(pull.config_paths, pull.config or b""), repository.name)
    wanted = ContentRequest([(pull.base_sha, path) for path in FILES])
    files = reads.configuration(await github.contents(repository, wanted), pull.base_sha)
    return in_force(organisation, files, repository.name)


async def further(github: GitHub, pull: PullRequest, config: Config, found: Changes, contents: Contents) -> Contents:
    """Read what only shows when texts are known: what plans name, and what presets of spec-kit make of the template."""
    request = reads.both(reads.named(pull, contents, found, config), reads.templates(pull, contents, found, config))
    while request.files or request.directories:
        contents = reads.joined(contents, await github.contents(pull.ref.repository, request))
        request = reads.templates(pull, contents, found, config)
    return contents


def to_be_read(found: Changes, settings: Settings) -> bool:
    """Return whether texts matter: with a broken configuration only if the pull request might repair it."""
    return bool(found.configuration) or (bool(found.plans) and not settings.errors)


def wants(pull: PullRequest, found: Changes, settings: Settings, *, known: bool) -> ContentRequest:
    judged = found if to_be_read(found, settings) else Changes()
    return reads.wants(pull, judged, settings.config, configuration=not known)


async def changed_files(github: GitHub, pull: PullRequest, config: Config) -> tuple[ChangedFile, ...]:
    if not must_compare_trees(pull, config):
        return pull.files
    repository = pull.ref.repository
    base = await github.tree(repository, pull.base_sha)
    head = await github.tree(repository, pull.head_sha)
    forked = pull.fork_point not in {"", pull.base_sha}
    fork = await github.tree(repository, pull.fork_point) if forked else base
    return compare_trees(fork, base, head)


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
        repository=reads.repository(
            pull, contents, replace(found, plans=tuple(plan for plan, _ in present)), settings.config
        ),
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
