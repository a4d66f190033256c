"""`planwarden check`: gather from disk, judge, fix if asked to, print."""

import argparse
import os
import posixpath
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from bot.checkout.base import Base, DirectoryBase
from bot.checkout.configuration import Configurations
from bot.checkout.discovery import STDIN, Discovery, PlanFile, is_below, posix
from bot.checkout.gather import gather
from bot.checkout.usage import Usage
from bot.cli.fixing import Change, changes, diff, fixed, told, write
from bot.cli.judging import Judging, Terms, processors
from bot.cli.outputs import Shown, show
from bot.cli.terminal import Progress, emit, emit_bytes, note
from bot.watchdog import Watchdog
from rules.config import Gate
from rules.finding import PlanReport, Report
from rules.report.selection import joined, only_new
from rules.rule import Rule
from rules.totals import summed


class Request(NamedTuple):
    """What was asked for, checked."""

    configurations: Configurations
    base: Base | None
    old_too: bool
    fix: bool
    terms: Terms


class Outcome(NamedTuple):
    """The report of one repository, with paths as people see them, and the plans' bytes by those paths."""

    report: Report
    listed: Report
    sources: Mapping[str, bytes]
    changes: tuple[Change, ...] = ()


def run(arguments: argparse.Namespace) -> int:
    """Judge the plans that the arguments mean, print the report, return the exit code."""
    if arguments.statistics and arguments.format not in {"text", "json"}:
        raise Usage(f"--statistics goes with --format text or json, not {arguments.format}")
    terms = terms_of(arguments)
    configurations = Configurations(file=arguments.config, profile=arguments.profile)
    discovery = Discovery(lambda root: configurations.of(root).globs)
    plans = discovery.plans(arguments.paths)
    for each in discovery.notes:
        note(f"planwarden: {each}")
    if not plans:
        note("planwarden: no plan below the working directory; a file or directory can be named: planwarden check PATH")
    base = base_for(arguments, discovery, plans)
    request = Request(configurations, base, arguments.all, arguments.fix or arguments.diff, terms)
    progress = Progress(len(plans), sys.stderr)
    with terms.watchdog:
        outcomes = [judged(members, request, progress, discovery.cwd) for members in by_repository(plans)]
    progress.clear()
    if arguments.fix and not arguments.diff:
        for change in (change for outcome in outcomes for change in outcome.changes if change.file != STDIN):
            write(change)
    return answer(outcomes, arguments, compared=base is not None)


def terms_of(arguments: argparse.Namespace) -> Terms:
    """Return what the run judges by; raise `Usage` for rules and plugins that do not exist."""
    plugins = chosen_plugins(arguments.plugin)
    select, ignore = (
        rule_names(option, given, plugins)
        for option, given in (("--select", arguments.select), ("--ignore", arguments.ignore))
    )
    cache = None if arguments.no_cache else cache_directory()
    return Terms(select, ignore, None, plugins, cache, arguments.jobs or processors(), Watchdog())


def cache_directory() -> str | None:
    from bot.checkout.cache import directory_for, tidy  # noqa: PLC0415 - start-up time: it is a choice

    # Not for bot.settings: these describe the home of one person, not how the App is run.
    if (directory := directory_for(os.environ)) is not None:
        tidy(directory)
    return directory


def chosen_plugins(names: Sequence[str]) -> tuple[type[Rule], ...]:
    if not names:
        return ()
    from bot.plugins import BadPlugin, load  # noqa: PLC0415 - start-up time: few runs have a plugin

    try:
        return load(names)
    except BadPlugin as error:
        raise Usage(f"--plugin: {error}") from error


def rule_names(option: str, given: Sequence[str], plugins: Sequence[type[Rule]]) -> frozenset[str]:
    """Return the names in the values of an option ("a,b"); raise `Usage` for one that is no rule, or for no name at all."""
    if not given:
        return frozenset()
    from rules.options import BY_NAME, did_you_mean  # noqa: PLC0415 - start-up time: most runs select nothing

    names = frozenset(name.strip() for value in given for name in value.split(",") if name.strip())
    if not names:
        raise Usage(f"{option} names no rule; planwarden rules lists them")
    known = {*BY_NAME, *(rule.name for rule in plugins)}
    for name in sorted(names):
        if name not in known:
            raise Usage(f"{option}: there is no rule {name!r}{did_you_mean(name, BY_NAME)}")
    return names


def base_for(arguments: argparse.Namespace, discovery: Discovery, plans: Sequence[PlanFile]) -> Base | None:
    """Return where base versions come from; raise `Usage` where some plan can have none there."""
    files = [plan.file for plan in plans if plan.file != STDIN]
    if arguments.base_dir is not None:
        refuse(
            (file for file in files if not is_below(file, discovery.cwd)),
            "--base-dir is laid out like the working directory, and {} is outside of it",
        )
        return DirectoryBase(arguments.base_dir, discovery.cwd)
    if arguments.base is None:
        return None
    from bot.checkout.git import GitBase  # noqa: PLC0415 - start-up time: most runs start no process

    refuse(
        (file for file in files if discovery.above(posixpath.dirname(file), ".git") is None),
        "--base compares with a commit, and {} is in no git repository: use --base-dir",
    )
    return GitBase(arguments.base, lambda directory: discovery.above(directory, ".git"))


def refuse(files: Iterable[str], why: str) -> None:
    for file in files:
        raise Usage(why.format(posixpath.relpath(file)))


def by_repository(plans: Iterable[PlanFile]) -> Iterable[list[PlanFile]]:
    members: dict[str, list[PlanFile]] = {}
    for plan in plans:
        members.setdefault(plan.root, []).append(plan)
    return members.values()


def judged(members: Sequence[PlanFile], request: Request, progress: Progress, cwd: str) -> Outcome:
    """Judge the plans of one repository, fixed first where that was asked for, and choose what to list of them."""
    config = request.configurations.of(members[0].root).config
    gathered = gather(members, config.adr_directory, request.base)
    today = gathered.day or datetime.now(UTC).date()
    judging = Judging(request.terms._replace(today=today), gathered.repository, config)
    changed: tuple[Change | None, ...] = ()
    if request.fix:
        changed = tuple(changes(members, gathered.versions, lambda each: judging.one(each).report.findings, cwd))
        gathered = gathered._replace(versions=fixed(gathered.versions, changed))
    found = summed(judging.all(gathered.versions, progress.step), today)
    plans = tuple(as_seen(plan, file, cwd) for plan, file in zip(found.plans, members, strict=True))
    report = found._replace(plans=plans)
    everything = request.base is None or request.old_too or config.gate is Gate.ALL
    texts = zip(plans, gathered.texts, strict=True)
    sources = {plan.path: data for plan, data in texts if data is not None}
    return Outcome(report, report if everything else only_new(report), sources, tuple(filter(None, changed)))


def as_seen(plan: PlanReport, file: PlanFile, cwd: str) -> PlanReport:
    """Return the report of a plan with paths relative to the working directory."""
    path = STDIN if file.file == STDIN else posix(posixpath.relpath(file.file, cwd))
    base = plan.base_path and posix(posixpath.relpath(posixpath.join(file.root, plan.base_path), cwd))
    if path == plan.path and base == plan.base_path:  # in most runs the repository is the working directory
        return plan
    return plan._replace(path=path, base_path=base, findings=tuple(each._replace(path=path) for each in plan.findings))


def answer(outcomes: Sequence[Outcome], arguments: argparse.Namespace, *, compared: bool) -> int:
    """Print the report and return the exit code: 1 when an error is listed that nobody waived."""
    listed = joined(outcome.listed for outcome in outcomes)
    changed = [change for outcome in outcomes for change in outcome.changes]
    if arguments.diff:
        emit("".join(line for change in changed for line in diff(change)), encoding="utf-8")
    else:
        hidden = sum(len(outcome.report.findings) for outcome in outcomes) - len(listed.findings)
        sources = {path: data for outcome in outcomes for path, data in outcome.sources.items()}
        fixed_text = [change.after for change in changed if change.file == STDIN]
        if arguments.fix and STDIN in arguments.paths:
            emit_bytes(fixed_text[0] if fixed_text else sources.get(STDIN, b""))
        else:
            show(Shown(listed, sources, compared, hidden, arguments.statistics), arguments)
    if changed:
        note(f"planwarden: {told(changed, written=arguments.fix and not arguments.diff)}")
    return 1 if listed.totals.errors and not arguments.exit_zero else 0
