"""Judging the plans of a run: what is known comes from the cache, the rest is shared among processes."""

import gc
import os
import select
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bot.watchdog import Watchdog
from rules.config import Config
from rules.repository import PlanVersions, Repository
from rules.rule import Rule
from rules.totals import Verdict

if TYPE_CHECKING:
    from rules.version import Run

Judge = Callable[[PlanVersions], Verdict]

WORTHWHILE = 16
"""Plans that repay starting processes."""

MOST = 8
"""Processes; more of them would wait for the disk."""

HEADER = 8


class Terms(NamedTuple):
    """What a run judges by. `cache`: the directory of known verdicts, None for none; `jobs`: processes at most."""

    select: frozenset[str]
    ignore: frozenset[str]
    today: date | None
    plugins: tuple[type[Rule], ...]
    cache: str | None
    jobs: int
    watchdog: Watchdog


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Judging:
    """Judges plans of one repository under one configuration. The engine is imported when a plan is not known yet."""

    def __init__(self, terms: Terms, repository: Repository, config: Config) -> None:
        self._terms = terms
        self._repository = repository
        self._config = config
        self._run: Run | None = None
        self._cache = None
        if terms.cache is not None and not terms.plugins:
            from bot.checkout.cache import Cache  # noqa: PLC0415 - start-up time

            conditions = (repr(sorted(terms.select)), repr(sorted(terms.ignore)), repr(terms.today))
            self._cache = Cache(terms.cache, repository, config, conditions)

    def one(self, versions: PlanVersions) -> Verdict:
        """Return the verdict on one plan, judged now."""
        from rules.engine import judge_plan  # noqa: PLC0415 - start-up time: what is known costs no import of rules

        return judge_plan(self.run(), versions)

    def run(self) -> "Run":
        if self._run is None:
            from rules.engine import prepare  # noqa: PLC0415 - as above

            terms = self._terms
            self._run = prepare(
                self._repository, self._config, select=terms.select, ignore=terms.ignore, today=terms.today,
                plugins=terms.plugins, watch=terms.watchdog.started,
            )  # fmt: skip
            gc.freeze()  # what is there now stays until the end
        return self._run

    def all(self, plans: Sequence[PlanVersions], done: Callable[[], None]) -> list[Verdict]:
        """Return the verdicts in order; `done` is called after each plan."""
        known = [self._cache.known(each) if self._cache else None for each in plans]
        for verdict in known:
            if verdict is not None:
                done()
        unknown = [each for each, verdict in zip(plans, known, strict=True) if verdict is None]
        judged = iter(self._judged(unknown, done))
        return [verdict or next(judged) for verdict in known]

    def _judged(self, plans: Sequence[PlanVersions], done: Callable[[], None]) -> list[Verdict]:
        """Judge what is not known. A process that dies takes nothing with it: its plans are judged again in this one."""
        jobs = min(self._terms.jobs, MOST, len(plans) // (WORTHWHILE // 2))
        found: dict[int, Verdict] = {}
        if jobs > 1 and hasattr(os, "fork"):
            self.run()  # what is imported before the fork is imported once
            for index, verdict in shared(plans, self._kept, self._terms.watchdog, jobs):
                found[index] = verdict
                done()
        for index, each in enumerate(plans):
            if index not in found:
                found[index] = self._kept(each)
                done()
        return [found[index] for index in range(len(plans))]

    def _kept(self, versions: PlanVersions) -> Verdict:
        verdict = self.one(versions)
        if self._cache:
            self._cache.keep(versions, verdict)
        return verdict


def shared(plans: Sequence[PlanVersions], judge: Judge, watchdog: Watchdog, jobs: int) -> Iterator[tuple[int, Verdict]]:
    """Yield the verdicts of forked processes as they come in, each process judging every `jobs`-th plan."""
    from rules.packed import unpack  # noqa: PLC0415 - start-up time: few runs have many plans

    sys.stdout.flush()
    sys.stderr.flush()
    children = [start(range(first, len(plans), jobs), plans, judge, watchdog) for first in range(jobs)]
    buffers = {pipe: bytearray() for _, pipe in children}
    poll = select.poll()
    for pipe in buffers:
        poll.register(pipe, select.POLLIN | select.POLLHUP)
    try:
        while buffers:
            for pipe, _ in poll.poll():
                if data := os.read(pipe, 1 << 16):
                    buffers[pipe] += data
                    for index, packed in frames(buffers[pipe]):
                        yield index, unpack(packed)
                else:
                    poll.unregister(pipe)
                    del buffers[pipe]
    finally:
        for process, pipe in children:
            os.close(pipe)
            os.waitpid(process, 0)


def start(indexes: range, plans: Sequence[PlanVersions], judge: Judge, watchdog: Watchdog) -> tuple[int, int]:
    """Start a process for some of the plans and return its number and the pipe that its verdicts come through."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        os.close(reading)
        with watchdog:  # a timer is not inherited
            work(indexes, plans, judge, writing)
        code = 0
    finally:
        os._exit(code)


def work(indexes: range, plans: Sequence[PlanVersions], judge: Judge, writing: int) -> None:
    """Judge and send, in the process that was started."""
    from rules.packed import pack  # noqa: PLC0415 - as above

    with os.fdopen(writing, "wb") as out:
        for index in indexes:
            packed = pack(judge(plans[index]))
            out.write(index.to_bytes(HEADER, "big") + len(packed).to_bytes(HEADER, "big") + packed)


def frames(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take what has arrived whole from the front of a buffer."""
    at = 0
    while len(buffer) >= at + 2 * HEADER:
        index = int.from_bytes(buffer[at : at + HEADER], "big")
        size = int.from_bytes(buffer[at + HEADER : at + 2 * HEADER], "big")
        if len(buffer) < at + 2 * HEADER + size:
            break
        at += 2 * HEADER
        yield index, bytes(buffer[at : at + size])
        at += size
    del buffer[:at]
