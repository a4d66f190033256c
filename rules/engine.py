"""The front door: plans and a frozen part of their repository in, a report out. Pure, and the same for the same input.

Every plan is judged at head and, where base has it, at base, by the same rules with the same options; a finding that
base has as well is not new (`rules.compare`). What cannot be read is the finding `unreadable-plan`. A rule or a reader
that raises is the finding `internal-error`: the other rules still speak, and the run is never green by accident.
"""

from collections.abc import Callable, Sequence
from datetime import date

from rules.bound import Binder
from rules.catalog.answers.unreadable_plan import UnreadablePlan
from rules.compare import Judged, compare
from rules.config import Config
from rules.finding import Finding, PlanReport, Report
from rules.fingerprint import fingerprints
from rules.options import BY_NAME, configure, severities
from rules.plan.model import Status
from rules.plan.unreadable import why_unreadable
from rules.questions import question
from rules.repository import PlanVersions, Repository, Unreadable
from rules.rule import Rule
from rules.said import Origin, Said, told_crash, told_unreadable, weighed_up
from rules.secrets import masked
from rules.totals import Verdict, summed
from rules.version import READER, Run, Version, judge_version, nobody
from rules.waivers import Waiver, applied, states


def judge(  # noqa: PLR0913 - the front door takes all that a verdict depends on
    plans: Sequence[PlanVersions],
    repository: Repository,
    config: Config,
    *,
    select: frozenset[str] = frozenset(),
    ignore: frozenset[str] = frozenset(),
    today: date | None = None,
    plugins: Sequence[type[Rule]] = (),
    watch: Callable[[str], None] = nobody,
    waivers: Sequence[Waiver] = (),
    bind: bool = False,
) -> Report:
    """Judge the plans, in the order given; `select` (empty: all) and `ignore` are names of rules.

    `today`: the day that expiries and dates in plans are judged against; it is recorded in the report. `plugins`: rules
    of installed packages that the operator chose. `watch` is told the name of each rule that begins, and may raise from
    a signal handler to stop one that takes too long. `waivers`: what people accepted; the report says what became of each.
    `bind`: tell for each finding what a waiver of it would be bound to.

    `Totals.rules_run` counts the rules that were on, `rules_applicable` those among them that applied to at least one
    plan. `unreadable-plan` is on whatever is selected or configured, so no run with a plan runs no rule. The
    configuration's `mode` and `gate` are for whoever reads the report. Raise `BadRuleSetting` for a configuration that
    names what does not exist.
    """
    run = prepare(repository, config, select=select, ignore=ignore, today=today, plugins=plugins, watch=watch)
    run = run._replace(waivers=tuple(waivers), bind=bind or bool(waivers))
    report = summed([judge_plan(run, versions) for versions in plans], today)
    return report._replace(waivers=states(report.findings, waivers, today)) if waivers else report


def prepare(  # noqa: PLR0913 - as `judge`
    repository: Repository,
    config: Config,
    *,
    select: frozenset[str],
    ignore: frozenset[str],
    today: date | None,
    plugins: Sequence[type[Rule]] = (),
    watch: Callable[[str], None] = nobody,
) -> Run:
    """Return what stays the same for all plans of one run; `judge` says what the arguments are."""
    rules = tuple(
        rule
        for rule in configure(config, plugins)
        if rule.name == UnreadablePlan.name or (rule.name not in ignore and (not select or rule.name in select))
    )
    names = frozenset((*BY_NAME, *(rule.name for rule in plugins), *(custom.name for custom in config.custom)))
    return Run(rules, repository, config, today, names, severities(config), watch)


def judge_plan(run: Run, versions: PlanVersions) -> Verdict:
    base = base_version(run, versions)
    data = readable(versions.head)
    if isinstance(data, Unreadable):
        head = Version(None)
        said = [told_unreadable(run, data.reason)]
    else:
        head = judge_version(run, versions.path, data, base.plan)
        said = weighed_up(run, head, head, Origin(base.plan, compared(run, versions)))
    crashes = {**base.crashed, **head.crashed}
    said = [*(told_crash(rule, error) for rule, error in crashes.items()), *said]
    return Verdict(
        report=plan_report(run, versions, head, (said, weighed_up(run, base, head, Origin(None, compared=False)))),
        applicable=head.applicable,
        crashed=tuple(name for name in (READER, *(rule.name for rule in run.rules)) if name in crashes),
        rules=len(run.rules),
    )


def readable(data: bytes | Unreadable) -> bytes | Unreadable:
    """Return the bytes of a plan, or why they are none."""
    reason = None if isinstance(data, Unreadable) else why_unreadable(data)
    return data if reason is None else Unreadable(reason)


def base_version(run: Run, versions: PlanVersions) -> Version:
    """Judge the plan at base; where it is new or was unreadable there, base says nothing and every finding is new."""
    data = None if versions.base is None else readable(versions.base)
    if data is None or isinstance(data, Unreadable):
        return Version(None)
    return judge_version(run, versions.base_path or versions.path, data, None)


def compared(run: Run, versions: PlanVersions) -> bool:
    """Whether it is known what the plan was before, so that what it adds can be told from what it had."""
    return versions.base is not None or run.repository.changed is not None


def plan_report(
    run: Run, versions: PlanVersions, head: Version, both: tuple[Sequence[Said], Sequence[Said]]
) -> PlanReport:
    """Return the report of one plan. `both`: what is said of head and of base."""
    said, base = both
    identity_path = versions.identity_path or versions.base_path or versions.path
    at_head = judged(said, identity_path)
    news, fixed = compare(at_head, judged(base, identity_path))
    binder = Binder(head.plan) if run.bind and head.plan is not None and said else None
    findings = [
        finding(versions.path, each, mark.fingerprint, binder, new=new)
        for each, mark, new in zip(said, at_head, news, strict=True)
    ]
    return PlanReport(
        path=versions.path,
        profile=head.plan.profile if head.plan else "unknown",
        status=head.plan.status if head.plan else Status.UNKNOWN,
        findings=tuple(applied(findings, run.waivers, run.config, run.today) if run.waivers else findings),
        parsed=head.plan is not None,
        rules_applicable=len(head.applicable),
        base_path=versions.base_path,
        fixed=fixed,
    )


def judged(said: Sequence[Said], identity_path: str) -> list[Judged]:
    marks = fingerprints((each.identity for each in said), identity_path)
    return [Judged(each.faults, each.severity, mark) for each, mark in zip(said, marks, strict=True)]


def finding(path: str, said: Said, fingerprint: str, binder: Binder | None, *, new: bool) -> Finding:
    problem = said.problem
    section = problem.concept.partition(".")[0]
    return Finding(
        rule=said.name,
        severity=said.severity,
        path=path,
        span=problem.span,
        section=section,
        subject=masked(problem.subject),
        message=masked(problem.message),
        fingerprint=fingerprint,
        fix=masked(problem.fix),
        edits=problem.edits,
        new=new,
        waived=said.waived,
        question=question(said.name, problem),
        bound=binder.bound(problem.span, section) if binder else "",
    )
