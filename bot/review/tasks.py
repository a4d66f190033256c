"""What commands ask of a judging process beside a report. Each task is a value that is sent there and performs itself. Pure.

A result is sent back as bytes, and whoever asked says of which type it must be: the process has read hostile text.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

import msgspec

from rules.adr.compose import AdrRequest, Composed, ListedRecord, compose, decisions
from rules.config import Config
from rules.engine import judge
from rules.finding import Finding, Report, Severity
from rules.fixes import Fixed, fix
from rules.plan.reader import read
from rules.plan.source import Source
from rules.plan.unreadable import why_unreadable
from rules.register import RegisteredRisk, risks
from rules.report.patch import patch
from rules.repository import PlanVersions, Repository
from rules.rule import Rule
from rules.templates import template_for
from rules.version import READER
from rules.waivers import Waiver


class JudgeTask(msgspec.Struct, frozen=True, tag="judge"):
    """Judge the plans. `bind`: say for each finding what a waiver of it would be bound to."""

    plans: tuple[PlanVersions, ...]
    repository: Repository
    config: Config
    today: date | None = None
    waivers: tuple[Waiver, ...] = ()
    bind: bool = False

    def perform(self, plugins: Sequence[type[Rule]], watch: Callable[[str], None]) -> Report:
        """Return the report of the engine."""
        return judge(
            self.plans,
            self.repository,
            self.config,
            today=self.today,
            plugins=plugins,
            watch=watch,
            waivers=self.waivers,
            bind=self.bind,
        )


class FixedPlan(msgspec.Struct, frozen=True):
    """A plan whose safe fixes change it. `rules`: one name for each finding that was fixed; `patch`: the same as a diff."""

    path: str
    data: bytes
    rules: tuple[str, ...]
    patch: str


class Fixes(msgspec.Struct, frozen=True):
    """`left`: rule and plan of each error that is new and that a person has to see to."""

    plans: tuple[FixedPlan, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


class FixTask(msgspec.Struct, frozen=True, tag="fix"):
    """Apply the safe fixes of `rules` (empty: of all) to the plans at head."""

    plans: tuple[PlanVersions, ...]
    repository: Repository
    config: Config
    today: date | None
    waivers: tuple[Waiver, ...] = ()
    rules: tuple[str, ...] = ()

    def perform(self, plugins: Sequence[type[Rule]], watch: Callable[[str], None]) -> Fixes:
        """Return what the fixes make of the plans."""

        def found(versions: PlanVersions) -> tuple[Finding, ...]:
            report = judge(
                [versions],
                self.repository,
                self.config,
                today=self.today,
                plugins=plugins,
                watch=watch,
                waivers=self.waivers,
            )
            return report.findings

        fixed = [(versions, self._fixed(versions, found)) for versions in self.plans]
        left = [
            (each.rule, versions.path)
            for versions, done in fixed
            for each in found(versions._replace(head=done.data) if done.applied else versions)
            if each.severity is Severity.ERROR and each.new and each.waived is None
        ]
        return Fixes(tuple(told(fixed)), tuple(left))

    def _fixed(self, versions: PlanVersions, found: Callable[[PlanVersions], tuple[Finding, ...]]) -> Fixed:
        if not isinstance(versions.head, bytes):
            return Fixed(b"")

        def chosen(data: bytes) -> list[Finding]:
            return [each for each in found(versions._replace(head=data)) if not self.rules or each.rule in self.rules]

        return fix(versions.head, chosen)


def told(fixed: Sequence[tuple[PlanVersions, Fixed]]) -> Iterator[FixedPlan]:
    for versions, done in fixed:
        if done.applied and isinstance(versions.head, bytes):
            text = "".join(patch(versions.path, versions.head, done.data))
            yield FixedPlan(versions.path, done.data, tuple(each.rule for each in done.applied), text)


class Register(msgspec.Struct, frozen=True):
    risks: tuple[RegisteredRisk, ...] = ()


class RisksTask(msgspec.Struct, frozen=True, tag="risks"):
    """Collect the risks of the plans at head."""

    plans: tuple[PlanVersions, ...]
    repository: Repository
    config: Config

    def perform(self, _plugins: Sequence[type[Rule]], watch: Callable[[str], None]) -> Register:
        """Return them in the order of the plans; a plan that cannot be read has none."""
        watch(READER)
        found: list[RegisteredRisk] = []
        for path, data in readable(self.plans):
            template = template_for(self.repository, path)
            found += risks(path, read(Source(path, data), profile=self.config.profile, template=template))
        return Register(tuple(found))


def readable(plans: Sequence[PlanVersions]) -> Iterator[tuple[str, bytes]]:
    for each in plans:
        if isinstance(each.head, bytes) and why_unreadable(each.head) is None:
            yield each.path, each.head


class Records(msgspec.Struct, frozen=True):
    """Decisions of the plans that have a record or need one."""

    decisions: tuple[ListedRecord, ...] = ()


class RecordsTask(msgspec.Struct, frozen=True, tag="records"):
    """List the decisions of the plans at head."""

    plans: tuple[PlanVersions, ...]
    repository: Repository
    config: Config

    def perform(self, _plugins: Sequence[type[Rule]], watch: Callable[[str], None]) -> Records:
        """Return them in the order of the plans; a plan that cannot be read has none."""
        watch(READER)
        return Records(decisions(tuple(readable(self.plans)), self.repository, self.config))


class AdrTask(msgspec.Struct, frozen=True, tag="adr"):
    """Compose a record."""

    request: AdrRequest

    @property
    def plans(self) -> Sequence[object]:
        """What is read, which decides how long it may take."""
        return self.request.plans

    def perform(self, _plugins: Sequence[type[Rule]], watch: Callable[[str], None]) -> Composed:
        """Return the draft, or why there is none."""
        watch(READER)
        return compose(self.request)


Task = JudgeTask | FixTask | RisksTask | RecordsTask | AdrTask
"""Everything that can be asked of a judging process."""

T = TypeVar("T")


class Workshop(Protocol):
    """Where foreign text is read: `bot.review.judge.Judge`, or this process where nothing foreign is read."""

    async def do(self, task: Task, kind: type[T]) -> T:
        """Return what a task comes to, which is of this kind. Raise `bot.review.judge.Unjudged`."""
        ...
