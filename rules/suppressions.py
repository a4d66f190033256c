"""Which findings the suppressions in a plan silence, and which suppressions do nothing.

A pull request does not waive its own errors: a suppression that base does not have, for the same words, silences what is
lighter than an error, unless `waivers.by_author` allows more. Rules in `waivers.never` are never silenced, and what is
said of suppressions cannot be suppressed. A finding that is silenced stays in the report, marked with the reason.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rules.config import Waivers
from rules.finding import Problem, Severity
from rules.plan.directives import Directive
from rules.plan.model import Plan


class Policy(NamedTuple):
    """What suppressions are judged by. `compared`: there is a base version, or the plan is known to be new."""

    waivers: Waivers
    today: date | None
    compared: bool


class Weighed(NamedTuple):
    """What silencing needs of a finding in the making."""

    rule: str
    problem: Problem
    severity: Severity


class Silence(NamedTuple):
    """What the suppressions of a plan do. `waived`: index of a finding to the reason why it is silenced.

    `unused`: suppressions that cover no finding; `refused`: those that cover one and must not silence it, with the reason.
    """

    waived: Mapping[int, str] = {}
    unused: tuple[Directive, ...] = ()
    refused: tuple[tuple[Directive, str], ...] = ()


NOTHING = Silence()


def silence(plan: Plan, base: Plan | None, said: Sequence[Weighed], policy: Policy) -> Silence:
    """Judge the suppressions of one version of a plan."""
    in_force = [each for each in plan.directives if not each.error and not each.misplaced and not expired(each, policy)]
    if not in_force:
        return NOTHING
    known = {identity(each) for each in base.directives} if base is not None else set()
    waived: dict[int, str] = {}
    used: set[Directive] = set()
    refused: dict[Directive, str] = {}
    for index, finding in enumerate(said):
        for directive in in_force:
            if not covers(directive, finding):
                continue
            used.add(directive)
            own = policy.compared and identity(directive) not in known
            if (why := refusal(directive, finding, policy, own=own)) is None:
                waived[index] = told(directive)
                refused.pop(directive, None)
                break
            refused.setdefault(directive, why)
    unused = (each for each in in_force if each not in used)
    return Silence(waived, tuple(unused), tuple(refused.items()))


def covers(directive: Directive, finding: Weighed) -> bool:
    low, high = directive.covers
    return directive.rule == finding.rule and low <= finding.problem.span.start < high


def expired(directive: Directive, policy: Policy) -> bool:
    return directive.until is not None and policy.today is not None and directive.until < policy.today


def identity(directive: Directive) -> tuple[object, ...]:
    """Return what makes two comments the same suppression: the words of it and the words that it was given for."""
    return directive.rule, directive.reason, directive.until, directive.kind, directive.bound


def refusal(directive: Directive, finding: Weighed, policy: Policy, *, own: bool) -> str | None:
    """Return why a suppression must not silence a finding; None when it may."""
    waivers = policy.waivers
    if finding.rule in waivers.never:
        return f"{finding.rule} cannot be waived here (waivers.never)"
    if waivers.longest and policy.today is not None:
        last = policy.today + timedelta(days=waivers.longest)
        if directive.until is None or directive.until > last:
            return f"a waiver ends after at most {waivers.longest} days here: add until={last.isoformat()} or earlier"
    if own and finding.severity is Severity.ERROR and not waivers.by_author:
        return "a pull request cannot waive its own errors: fix it, or have a maintainer waive it"
    return None


def told(directive: Directive) -> str:
    """Return what the report says of a silenced finding."""
    return directive.reason + (f" (until {directive.until.isoformat()})" if directive.until else "")
