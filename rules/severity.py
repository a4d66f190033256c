"""How much a problem weighs: the rule's default, scaled by the plan's profile and status, overruled by configuration.

| | the heaviest it can be |
|---|---|
| profile `unknown` | info: what we do not understand never fails a pull request, whatever is configured |
| severity configured | as configured, in every other profile and status |
| status `draft` | warning; a secret stays an error |
| spec-kit's forms | info for rules about risks, data, deployment and operations, which those templates do not ask for |

A plan without a status, or with one that is none of the enumeration, counts like an approved one: most real plans have
no status line, and a plan in force that forgot it must not be held to less than one that says "draft".
"""

from collections.abc import Mapping

from rules.config import RuleSetting
from rules.finding import Problem, Severity
from rules.plan.model import Status
from rules.rule import Rule

SPECKIT_FAMILY = frozenset({"speckit", "speckit-legacy", "kitty", "hybrid"})
"""Profiles whose template, spec-kit's, asks nothing about operation."""

OPERATION = frozenset({"risks", "data", "deployment", "flags", "operations", "alerting"})
"""Catalogue sections about running what is built."""

NEVER_SCALED = "unreadable-plan"
"""Nothing is known of such a plan, so nothing about it can soften the finding."""

LEAKED = "secret-in-plan"
"""A secret that was pushed in a draft is known all the same."""


def weigh(
    rule: Rule,
    problem: Problem,
    *,
    profile: str,
    status: Status,
    settings: Mapping[str, RuleSetting],
) -> Severity:
    """Return the severity of one problem. A rule that is configured `off` was not run, so `off` is not met here.

    A problem that its rule made lighter than its default (a deferral with an owner and a date) stays that light when
    the rule's severity is configured: the configuration speaks of the rule's ordinary case.
    """
    own = problem.severity or rule.severity
    configured = settings.get(rule.name, RuleSetting()).severity
    if rule.name == NEVER_SCALED:
        return configured or own
    if configured is None:
        return min(own, ceiling(rule, profile, status), key=rank)
    if own.rank >= rule.severity.rank:
        own = configured
    return min(own, configured, Severity.INFO if profile == "unknown" else configured, key=rank)


def ceiling(rule: Rule, profile: str, status: Status) -> Severity:
    """Return the most that an unconfigured rule may weigh."""
    section = rule.section
    if profile == "unknown" or (profile in SPECKIT_FAMILY and section in OPERATION):
        return Severity.INFO
    return Severity.WARNING if status is Status.DRAFT and rule.name != LEAKED else Severity.ERROR


def rank(severity: Severity) -> int:
    return severity.rank
