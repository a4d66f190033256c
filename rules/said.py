"""What is said of one version of a plan: its problems weighed, what its suppressions silence marked, crashes told."""

from collections.abc import Iterator
from typing import NamedTuple

from rules.catalog.answers.unreadable_plan import FIRST_LINE, UnreadablePlan
from rules.catalog.suppressions.refused_suppression import RefusedSuppression
from rules.catalog.suppressions.unused_suppression import UnusedSuppression
from rules.finding import INTERNAL_ERROR, Problem, Severity
from rules.fingerprint import Identity, normalise
from rules.plan.model import Plan, Status
from rules.rule import Rule
from rules.suppressions import Policy, Silence, Weighed, silence
from rules.version import Run, Version


class Said(NamedTuple):
    """A finding in the making: the name it goes by, the problem and its severity."""

    name: str
    problem: Problem
    severity: Severity
    waived: str | None = None

    @property
    def identity(self) -> Identity:
        return Identity(self.name, self.problem.concept, normalise(self.problem.subject))

    @property
    def faults(self) -> tuple[Identity, ...]:
        parts = self.problem.parts or ((self.problem.concept, self.problem.subject),)
        return tuple(Identity(self.name, concept, normalise(subject)) for concept, subject in parts)


class Origin(NamedTuple):
    """What a version came from: the plan before it, and whether that is known at all."""

    base: Plan | None
    compared: bool


def told(run: Run, version: Version, head: Version) -> list[Said]:
    """Weigh the problems of a version as in a plan of head's profile; its status stays its own."""
    if version.plan is None or head.plan is None:
        return []
    status, profile = version.plan.status, head.plan.profile
    return [
        Said(each.rule.name, each.problem, run.severity(each.rule, each.problem, profile, status))
        for each in version.found
    ]


def weighed_up(run: Run, version: Version, head: Version, origin: Origin) -> list[Said]:
    """Return what is said of a version, what its suppressions silence marked, and what is said of these."""
    said = told(run, version, head)
    if version.plan is None or not version.plan.directives:
        return said
    policy = Policy(run.config.waivers, run.today, origin.compared)
    weighed = [Weighed(each.name, each.problem, each.severity) for each in said]
    silenced = silence(version.plan, origin.base, weighed, policy)
    marked = [each._replace(waived=silenced.waived.get(index)) for index, each in enumerate(said)]
    more = about_suppressions(run, version, silenced)
    status, profile = version.plan.status, head.plan.profile if head.plan else "unknown"
    marked += [Said(rule.name, each, run.severity(rule, each, profile, status)) for rule, each in more]
    return sorted(marked, key=lambda each: (each.problem.span.start, each.problem.span.end))


def about_suppressions(run: Run, version: Version, silenced: Silence) -> Iterator[tuple[Rule, Problem]]:
    """Yield what is wrong with suppressions that only shows when all rules have spoken."""
    off = (name for name, setting in run.config.rules.items() if setting.severity is Severity.OFF)
    judged_names = {*(rule.name for rule in run.rules if rule.name not in version.crashed), *off}
    for rule in run.rules:
        if isinstance(rule, UnusedSuppression):
            for directive in silenced.unused:
                if directive.rule in judged_names:
                    yield rule, rule.problem(directive)
        elif isinstance(rule, RefusedSuppression):
            for directive, why in silenced.refused:
                yield rule, rule.problem(directive, why)


def told_unreadable(run: Run, reason: str) -> Said:
    rule = next(rule for rule in run.rules if isinstance(rule, UnreadablePlan))
    problem = rule.problem(reason)
    return Said(rule.name, problem, run.severity(rule, problem, "unknown", Status.UNKNOWN))


def told_crash(rule: str, error: str) -> Said:
    """Name the rule and the type of its exception; neither its text nor a traceback, which may quote secrets."""
    message = f"{rule} failed on this plan ({error}), so what it would have found is not known"
    fix = "Report this to the operators of Planwarden; the other rules were run"
    return Said(INTERNAL_ERROR, Problem(FIRST_LINE, message, subject=rule, fix=fix), Severity.ERROR)
