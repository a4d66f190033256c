"""`planwarden check`: gather from disk, judge, print."""

import argparse
import posixpath
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.checkout.base import Base, DirectoryBase
from bot.checkout.configuration import Configurations
from bot.checkout.discovery import STDIN, Discovery, PlanFile, is_below, posix
from bot.checkout.gather import gather
from bot.checkout.usage import Usage
from bot.cli.terminal import Progress, Watched, emit, note, style_for
from rules.config import Gate
from rules.engine import judge
from rules.finding import PlanReport, Report
from rules.options import BY_NAME, did_you_mean
from rules.report import text
from rules.report.selection import joined, only_new


class Request(NamedTuple):
    """What was asked for, checked."""

    configurations: Configurations
    base: Base | None
    select: frozenset[str]
    ignore: frozenset[str]
    old_too: bool


class Outcome(NamedTuple):
    """The report of one repository, with paths as people see them, and the plans' bytes by those paths."""

    report: Report
    listed: Report
    sources: Mapping[str, bytes]


def run(arguments: argparse.Namespace) -> int:
    """Judge the plans that the arguments mean, print the report, return the exit code."""
    select, ignore = rule_names("--select", arguments.select), rule_names("--ignore", arguments.ignore)
    configurations = Configurations(file=arguments.config, profile=arguments.profile)
    discovery = Discovery(lambda root: configurations.of(root).globs)
    plans = discovery.plans(arguments.paths)
    for each in discovery.notes:
        note(f"planwarden: {each}")
    if not plans:
        note("planwarden: no plan below the working directory; a file or directory can be named: planwarden check PATH")
    base = base_for(arguments, discovery, plans)
    request = Request(configurations, base, select, ignore, arguments.all)
    progress = Progress(len(plans), sys.stderr)
    outcomes = [judged(members, request, progress, discovery.cwd) for members in by_repository(plans)]
    progress.clear()
    return answer(outcomes, arguments, compared=base is not None)


def rule_names(option: str, given: Sequence[str]) -> frozenset[str]:
    """Return the names in the values of an option ("a,b"); raise `Usage` for one that is no rule, or for no name at all."""
    names = frozenset(name.strip() for value in given for name in value.split(",") if name.strip())
    if given and not names:
        raise Usage(f"{option} names no rule; planwarden rules lists them")
    for name in sorted(names):
        if name not in BY_NAME:
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
    """Judge the plans of one repository and choose what to list of them."""
    config = request.configurations.of(members[0].root).config
    gathered = gather(members, config.adr_directory, request.base)
    versions = Watched(gathered.versions, progress)
    found = judge(versions, gathered.repository, config, select=request.select, ignore=request.ignore)
    plans = tuple(as_seen(plan, file, cwd) for plan, file in zip(found.plans, members, strict=True))
    report = found._replace(plans=plans)
    everything = request.base is None or request.old_too or config.gate is Gate.ALL
    texts = zip(plans, gathered.texts, strict=True)
    sources = {plan.path: data for plan, data in texts if data is not None}
    return Outcome(report, report if everything else only_new(report), sources)


def as_seen(plan: PlanReport, file: PlanFile, cwd: str) -> PlanReport:
    """Return the report of a plan with paths relative to the working directory."""
    path = STDIN if file.file == STDIN else posix(posixpath.relpath(file.file, cwd))
    base = plan.base_path and posix(posixpath.relpath(posixpath.join(file.root, plan.base_path), cwd))
    return plan._replace(path=path, base_path=base, findings=tuple(each._replace(path=path) for each in plan.findings))


def answer(outcomes: Sequence[Outcome], arguments: argparse.Namespace, *, compared: bool) -> int:
    """Print the report and return the exit code: 1 when an error is listed that nobody waived."""
    listed = joined(outcome.listed for outcome in outcomes)
    if arguments.format == "json":
        import json  # noqa: PLC0415 - start-up time: most runs print text

        from rules.report.json_report import as_json  # noqa: PLC0415 - as above

        emit(json.dumps(as_json(listed), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    else:
        hidden = sum(len(outcome.report.findings) for outcome in outcomes) - len(listed.findings)
        sources = {path: data for outcome in outcomes for path, data in outcome.sources.items()}
        shown = text.lines(listed, sources, style=style_for(sys.stdout), compared=compared, hidden=hidden)
        emit("".join(f"{line}\n" for line in shown))
    return 1 if listed.totals.errors and not arguments.exit_zero else 0
