"""`planwarden adr new`: compose the record of a decision from a plan on disk, write it, link it in the plan."""

import argparse
import os
import posixpath
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.checkout.configuration import Configurations
from bot.checkout.discovery import STDIN, Discovery, PlanFile, posix
from bot.checkout.files import names_inside, read_inside
from bot.checkout.gather import Gathered, gather
from bot.checkout.usage import Usage
from bot.cli.fixing import Change, write
from bot.cli.terminal import emit, note
from rules.adr.compose import AdrRequest, Composed, Draft, ListedRecord, compose, decisions, home, template_paths
from rules.adr.names import next_number
from rules.config import Config
from rules.report.patch import patch

SHOWN = 20


def run(arguments: argparse.Namespace) -> int:
    """Write the record and print its path, or, with `--diff`, print what would be written. Raise `Usage`."""
    configurations = Configurations(file=arguments.config)
    discovery = Discovery(lambda root: configurations.of(root).globs)
    plans = meant(discovery, arguments.plan)
    config = configurations.of(plans[0].root).config
    gathered = gather(plans, config.adr_directory, None)
    texts = tuple((each.path, each.head) for each in gathered.versions if isinstance(each.head, bytes))
    title = " ".join(arguments.title.split()) or arguments.decision
    if not title:
        raise Usage(f"say what the record is called{listing(decisions(texts, gathered.repository, config))}")
    draft = settled(compose(request(plans[0].root, gathered, config, texts, title, arguments)), plans, arguments)
    place = next(plan for plan in plans if plan.path == draft.plan)
    if arguments.diff:
        emit("".join(as_patch(draft, dict(texts))), encoding="utf-8")
        return 0
    written(place, draft, dict(texts)[draft.plan])
    emit(f"{seen(place.root, draft.path, discovery.cwd)}\n")
    note(f"planwarden: status Proposed; linked in {seen(place.root, draft.plan, discovery.cwd)}{left(draft)}")
    return 0


def meant(discovery: Discovery, plan: str | None) -> list[PlanFile]:
    """Return the plan that was named, else all below the working directory, of one repository."""
    if plan == STDIN:
        raise Usage("--plan names a file, for the record is linked in it")
    plans = discovery.plans([plan] if plan is not None else [])
    if not plans:
        raise Usage("there is no plan below the working directory: name one with --plan")
    if len({each.root for each in plans}) > 1:
        raise Usage("the plans below belong to several repositories: name one with --plan")
    return plans


def request(  # noqa: PLR0913, PLR0917 - what a record is made of
    root: str,
    gathered: Gathered,
    config: Config,
    texts: tuple[tuple[str, bytes], ...],
    title: str,
    arguments: argparse.Namespace,
) -> AdrRequest:
    first = texts[0][0] if texts else gathered.versions[0].path
    directory = home(gathered.repository, first, config)
    found = (read_inside(root, path) for path in template_paths(gathered.repository, first, config))
    return AdrRequest(
        plans=texts,
        repository=gathered.repository,
        config=config,
        title=title,
        number=next_number(names_inside(root, directory) or ()),
        directory=directory,
        day=datetime.now(UTC).date(),
        template=next((data for data in found if data), None),
        decision=arguments.decision,
    )


def settled(composed: Composed, plans: Sequence[PlanFile], arguments: argparse.Namespace) -> Draft:
    """Return the draft. Raise `Usage` where there is none, or where it is not certain which plan it is about."""
    draft = composed.draft
    if composed.recorded:
        raise Usage(f"this decision has its record: {composed.recorded}")
    if composed.unclear:
        raise Usage(f"several decisions have this title: name the plan with --plan{listing(composed.unclear)}")
    if draft is None:
        raise Usage("no plan could be read")
    if not draft.decision and arguments.decision:
        near = f"; near: {', '.join(draft.near)}" if draft.near else ""
        raise Usage(f"no decision is called {arguments.decision!r}{near}")
    if not draft.decision and len(plans) > 1:
        names = ", ".join(plan.path for plan in plans[:SHOWN])
        raise Usage(f"no decision is called so, and there are {len(plans)} plans: name one with --plan ({names})")
    return draft


def listing(found: Sequence[ListedRecord]) -> str:
    """Return decisions as the end of a sentence."""
    names = [f'"{each.title}" ({each.path}:{each.line})' for each in found if not each.record]
    return f"; decisions without a record: {', '.join(names[:SHOWN])}" if names else ""


def left(draft: Draft) -> str:
    return f"; to complete: {', '.join(draft.left)}" if draft.left else ""


def seen(root: str, path: str, cwd: str) -> str:
    return posix(posixpath.relpath(posixpath.join(root, path), cwd))


def as_patch(draft: Draft, before: dict[str, bytes]) -> list[str]:
    return [*patch(draft.path, None, draft.text), *patch(draft.plan, before[draft.plan], draft.plan_data)]


def written(plan: PlanFile, draft: Draft, before: bytes) -> None:
    """Write the record, which must be new, then the plan; take the record back where the plan cannot be written."""
    file = posixpath.join(plan.root, draft.path)
    try:
        os.makedirs(posixpath.dirname(file), exist_ok=True)  # noqa: PTH103 - pathlib takes 8 ms to import
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        with os.fdopen(descriptor, "wb") as out:
            out.write(draft.text)
    except OSError as error:
        raise Usage(f"{draft.path} cannot be written: {error.strerror}; nothing was changed") from error
    try:
        write(Change(plan.file, draft.plan, before, draft.plan_data, (), settled=True))
    except Usage:
        os.unlink(file)  # noqa: PTH108 - as above
        raise
