"""A rule that never ends is stopped and named; the others still speak."""

import itertools
import re
from collections.abc import Iterator
from typing import ClassVar

import pytest

from bot.watchdog import TookTooLong, Watchdog
from rules.config import Config
from rules.engine import judge
from rules.finding import Problem, Severity
from rules.repository import PlanVersions, Repository
from rules.rule import Context

PLAN = b"# Implementation Plan: export\n\n## Scope\n\n- TBD\n"


class Endless:
    name: ClassVar[str] = "endless-loop"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.INFO
    section: ClassVar[str] = "custom"

    def applies(self, context: Context) -> bool:
        return bool(context.plan)

    def check(self, context: Context) -> Iterator[Problem]:
        for _ in itertools.count():
            pass
        yield Problem(context.plan.source.line_span(1), "never")


class Backtracking(Endless):
    name: ClassVar[str] = "endless-pattern"

    def check(self, context: Context) -> Iterator[Problem]:
        if re.match(r"(a+)+$", "a" * 60 + "b"):
            yield Problem(context.plan.source.line_span(1), "never")


@pytest.mark.parametrize("rule", [Endless, Backtracking])
def test_an_endless_rule_is_named_and_the_others_speak(rule: type[Endless]) -> None:
    with Watchdog(0.05) as watchdog:
        report = judge(
            [PlanVersions("specs/a/plan.md", PLAN)], Repository(), Config(), plugins=(rule,), watch=watchdog.started
        )

    assert report.crashed_rules == (rule.name,)
    assert {"internal-error", "deferred-answer"} <= {finding.rule for finding in report.findings}
    (told,) = (finding for finding in report.findings if finding.rule == "internal-error")
    assert "TookTooLong" in told.message


def test_between_rules_nothing_is_stopped() -> None:
    with Watchdog(0.01) as watchdog:
        watchdog.started("")
        begun = watchdog.begun
        while watchdog._seen != begun:
            pass


def test_each_new_rule_gets_its_own_time() -> None:
    watchdog = Watchdog()
    watchdog.started("one")
    watchdog._tick(0, None)
    watchdog.started("two")
    watchdog._tick(0, None)

    with pytest.raises(TookTooLong):
        watchdog._tick(0, None)
