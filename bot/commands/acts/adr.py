"""`/sp.adr`: write the record of a decision and link it, or list the decisions that need one."""

import posixpath
from collections.abc import Mapping, Sequence

from bot.commands.acts.committing import Change, cannot_write, commit
from bot.commands.desk import DONE, NOTHING, REFUSED, Case, Desk
from bot.commands.verbs import adr as words
from bot.github.port import Committed, ContentRequest, NewFile, OpenPull
from bot.review.gather import around
from bot.review.snapshot import Snapshot
from bot.review.tasks import AdrTask, Records, RecordsTask, readable
from bot.store.port import Outcome
from rules.adr.compose import AdrRequest, Composed, Draft, home, template_paths
from rules.adr.names import next_number
from rules.report.links import Links
from rules.report.patch import patch


async def adr(desk: Desk, case: Case) -> Outcome:
    snapshot = await around(desk.github, case.pull)
    head, links = case.pull.head_sha, desk.site.links(case.pull)
    plans = tuple(readable(snapshot.plans))
    if not plans:
        return Outcome(REFUSED, words.no_plan(), head=head)
    if not case.arguments.title:
        task = RecordsTask(snapshot.plans, snapshot.repository, case.config)
        found = await desk.workshop.do(task, Records)
        return Outcome(DONE, words.listing(found.decisions, links), head=head)
    return await _write(desk, case, snapshot, plans)


async def _write(desk: Desk, case: Case, snapshot: Snapshot, plans: Sequence[tuple[str, bytes]]) -> Outcome:
    """Reserve a number, compose, commit. The number is given back where nothing is committed for good."""
    head, order = case.pull.head_sha, case.given.order
    place = case.given.path if any(path == case.given.path for path, _ in plans) else plans[0][0]
    directory = home(snapshot.repository, place, case.config)
    template, names = await _around_records(
        desk, case, template_paths(snapshot.repository, place, case.config), directory
    )
    others = await desk.github.open_pulls(case.pull.ref.repository)
    first = next_number((*names, *added(others, directory)))
    number = await desk.store.reserve(order, directory, first, {each.number for each in others})
    request = AdrRequest(
        plans=tuple(plans),
        repository=snapshot.repository,
        config=case.config,
        title=case.arguments.title,
        number=number,
        directory=directory,
        day=desk.today,
        template=template,
        beside_path=case.given.path,
        beside_line=case.given.line,
    )
    composed = await desk.workshop.do(AdrTask(request), Composed)
    if composed.draft is None:
        await desk.store.release(order.key)
        return _nothing(composed, desk.site.links(case.pull), head)
    outcome = await commit(desk, case, change(case, composed.draft, dict(plans)))
    if outcome.word != DONE and cannot_write(case.pull) is None:
        # A patch on a fork keeps its number: somebody may apply it.
        await desk.store.release(order.key)
    return outcome


async def _around_records(
    desk: Desk, case: Case, templates: Sequence[str], directory: str
) -> tuple[bytes | None, tuple[str, ...]]:
    """Return the template at base and the names of all records, at base and at head, in one request."""
    base, head = case.pull.base_sha, case.pull.head_sha
    wanted = ContentRequest([(base, path) for path in templates], [(base, directory), (head, directory)])
    found = await desk.github.contents(case.pull.ref.repository, wanted)
    blobs = (found.files.get((base, path)) for path in templates)
    template = next((blob.data for blob in blobs if blob is not None and blob.data), None)
    names = {entry.name for entries in found.directories.values() for entry in entries}
    return template, tuple(sorted(names))


def added(pulls: Sequence[OpenPull], directory: str) -> tuple[str, ...]:
    """Return the names of all files that open pull requests have in a directory."""
    return tuple(
        posixpath.basename(file.path)
        for pull in pulls
        for file in pull.files
        if posixpath.dirname(file.path) == directory
    )


def change(case: Case, draft: Draft, before: Mapping[str, bytes]) -> Change:
    """Return what is committed for a draft, and what is said of it."""
    number = int(posixpath.basename(draft.path)[:4])
    files = (NewFile(draft.path, draft.text), NewFile(draft.plan, draft.plan_data))
    both = "".join((*patch(draft.path, None, draft.text), *patch(draft.plan, before[draft.plan], draft.plan_data)))

    def done(made: Committed) -> str:
        urls = (file_url(case, made.sha, draft.path), made.url)
        return words.created(draft.path, made.sha, urls, draft.left, draft.near)

    return Change(
        headline=f"Add ADR-{number:04d}",
        body="",
        files=files,
        done=done,
        instead=lambda why: words.instead(why, draft.text.decode("utf-8", "replace"), both),
    )


def file_url(case: Case, sha: str, path: str) -> str:
    """Return the address of a file in a commit. `sha` may stand for a commit that is still to be made."""
    repository = case.pull.url.removesuffix(f"/pull/{case.pull.ref.number}")
    return Links(blob=f"{repository}/blob/{sha}/").file(path) if repository else ""


def _nothing(composed: Composed, links: Links, head: str) -> Outcome:
    if composed.recorded:
        return Outcome(NOTHING, words.recorded(composed.recorded, links), head=head)
    if composed.unclear:
        return Outcome(REFUSED, words.unclear(composed.unclear, links), head=head)
    return Outcome(REFUSED, words.no_plan(), head=head)
