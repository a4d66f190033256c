"""One version of one plan under all rules: read, judge, contain what crashes."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from rules.catalog.answers.unreadable_plan import UnreadablePlan
from rules.config import Config, RuleSetting
from rules.finding import Problem, Severity
from rules.one_cause import Found, one_cause
from rules.plan.model import Plan, Status
from rules.plan.reader import read
from rules.plan.source import Source
from rules.repository import Repository, adr_directories
from rules.rule import Context, Rule
from rules.severity import weigh
from rules.templates import template_for
from rules.waivers import Waiver

MOST = 1_000
"""Problems of one rule in one plan; nobody reads more, and to tell a hundred thousand takes long."""
READER = "plan-reader"
"""Stands for the reader where otherwise the name of a rule stands."""


def nobody(_name: str) -> None:
    """Watch over nothing."""


class Run(NamedTuple):
    """What stays the same for all plans of one run; `rules.engine.judge` says what the fields are."""

    rules: tuple[Rule, ...]
    repository: Repository
    config: Config
    today: date | None = None
    rule_names: frozenset[str] = frozenset()
    settings: Mapping[str, RuleSetting] = {}
    watch: Callable[[str], None] = nobody
    waivers: tuple[Waiver, ...] = ()
    bind: bool = False

    def severity(self, rule: Rule, problem: Problem, profile: str, status: Status) -> Severity:
        return weigh(rule, problem, profile=profile, status=status, settings=self.settings)


class Version(NamedTuple):
    """One version, judged. `plan` is None when the reader raised. `crashed`: name of the rule to type of the exception."""

    plan: Plan | None
    found: tuple[Found, ...] = ()
    applicable: frozenset[str] = frozenset()
    crashed: Mapping[str, str] = {}


def judge_version(run: Run, path: str, data: bytes, base: Plan | None) -> Version:
    """Judge a readable version. `path` is where it stands in its own tree."""
    try:
        run.watch(READER)
        template = template_for(run.repository, path)
        plan = read(Source(path, data), profile=run.config.profile, template=template)
    except Exception as error:  # noqa: BLE001 - told as the finding internal-error; no plan may stop the others
        return Version(None, crashed={READER: type(error).__name__})
    directories = adr_directories(run.repository, path, run.config.adr_directory)
    return run_rules(run, Context(plan, base, run.repository, directories, template, run.today, run.rule_names))


def run_rules(run: Run, context: Context) -> Version:
    """Run every rule. The problems come sorted by position, then in report order."""
    found: list[Found] = []
    applicable: set[str] = set()
    crashed: dict[str, str] = {}
    for rule in run.rules:
        try:
            run.watch(rule.name)
            if rule.applies(context):
                applicable.add(rule.name)
                problems = list(islice(rule.check(context), MOST + 1))
                found += weighed(run, rule, problems[:MOST], context.plan.profile)
                if len(problems) > MOST:
                    found += bounded(run, rule, context.plan.profile)
        except Exception as error:  # noqa: BLE001 - told as the finding internal-error; the other rules still speak
            crashed[rule.name] = type(error).__name__
    run.watch("")
    found.sort(key=lambda each: (each.problem.span.start, each.problem.span.end))
    return Version(context.plan, tuple(one_cause(found)), frozenset(applicable), crashed)


def weighed(run: Run, rule: Rule, problems: list[Problem], profile: str) -> list[Found]:
    return [Found(rule, problem, run.severity(rule, problem, profile, Status.APPROVED)) for problem in problems]


def bounded(run: Run, rule: Rule, profile: str) -> list[Found]:
    """Say that a rule found more than is told, so that no plan passes because of what is left out."""
    return [
        found
        for each in run.rules
        if isinstance(each, UnreadablePlan)
        for found in weighed(run, each, [each.bounded(rule.name, MOST)], profile)
    ]
