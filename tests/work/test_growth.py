"""Cost and size do not grow with what is done: counted in statements, SQLite instructions, commits and pages."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, Self

import pytest

from bot.work import sqlite
from bot.work.lease import Done, Fail
from bot.work.policy import Policy
from bot.work.port import Accepted, Delivery
from bot.work.seams import Seams
from tests.work.clock import FakeClock
from tests.work.harness import Recorder, delivery, eventually, running, still

SCANS_ALLOWED = {
    "SCAN installation USING INDEX installation_turn",  # the installations that have something to do
    "SCAN other USING INDEX lane_suspect",  # lanes that ran when the process died
    "SCAN lane USING INDEX lane_suspect",
    "SCAN timer USING COVERING INDEX timer_due",  # its first entry
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def work(tmp_path: Path, clock: FakeClock) -> AsyncIterator[sqlite.SqliteWork]:
    work = await sqlite.open(tmp_path / "work.sqlite3", seams=Seams(clock=clock))
    yield work
    await work.close()


class Meter:
    """Counts what the product's connection does."""

    def __init__(self, work: sqlite.SqliteWork) -> None:
        self.statements: list[str] = []
        self.instructions = 0
        self._work = work

    def _tick(self) -> int:
        self.instructions += 1
        return 0

    async def __aenter__(self) -> Self:
        await self._work._writer.do("test", lambda db: db.set_progress_handler(self._tick, 1))
        await self._work._writer.do("test", lambda db: db.set_trace_callback(self.statements.append))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._work._writer.do("test", lambda db: db.set_trace_callback(None))
        await self._work._writer.do("test", lambda db: db.set_progress_handler(None, 0))


async def query(work: sqlite.SqliteWork, sql: str) -> list[tuple[Any, ...]]:
    return await work._writer.do("test", lambda db: [tuple(row) for row in db.execute(sql)])


async def rounds(work: sqlite.SqliteWork, name: str) -> Meter:
    """Measure one delivery from the door to its end, a duplicate, a replay, and a failure with its redelivery."""
    async with Meter(work) as meter:
        assert await work.accept(delivery(name, "pull:1:1")) is Accepted.NEW
        assert await work.accept(delivery(name, "pull:1:1")) is Accepted.DUPLICATE
        assert await work.accept(delivery(f"{name} replayed", "pull:1:1", body=name)) is Accepted.SAME_BODY
        for answer, how in ((Accepted.AGAIN, Fail("gone", park=True)), (Accepted.DUPLICATE, Done())):
            (lease,), _ = await work.claim(1)
            assert lease.job.deliveries == (name,)
            await work.settle(lease, how)
            assert await work.accept(delivery(name, "pull:1:1")) is answer
            work._clock.advance(5)  # type: ignore[attr-defined]  # the fake
        assert await work.claim(1) == ([], None)
    return meter


async def finish(work: sqlite.SqliteWork, sent: Iterable[Delivery]) -> None:
    """Accept deliveries, fail those on a lane that is called bad, and do the others."""
    await asyncio.gather(*map(work.accept, sent))
    work._clock.advance(10)  # type: ignore[attr-defined]  # the fake
    while leases := (await work.claim(100))[0]:
        ends = (Fail("gone", park=True) if lease.job.lane.startswith("bad") else Done() for lease in leases)
        await asyncio.gather(*map(work.settle, leases, ends))
    work._clock.advance(10)  # type: ignore[attr-defined]


async def test_a_delivery_costs_the_same_after_thousands(work: sqlite.SqliteWork) -> None:
    """Thousands that are done or failed, on its lane, its installation and others."""
    await finish(work, [delivery("first", "pull:1:1", "pull:1:2", "bad:1:1", installation=n) for n in range(3)])
    before = await rounds(work, "before")
    for turn in range(3):
        await finish(work, [delivery(f"own {turn} {n}", "pull:1:1", "bad:1:1") for n in range(200)])
    done = [delivery(f"done {n}", f"pull:1:{n}", installation=n % 20) for n in range(1000)]
    await finish(work, done + [delivery(f"failed {n}", f"bad:1:{n % 20}") for n in range(400)])
    after = await rounds(work, "after")
    assert len(after.statements) == len(before.statements)
    assert after.instructions <= 1.2 * before.instructions


async def test_a_claim_costs_the_same_whatever_waits(work: sqlite.SqliteWork) -> None:
    costs = []
    for n in (10, 3000):
        await work.accept(delivery(f"{n}", *(f"pull:{n}:{lane}" for lane in range(n))))
        async with Meter(work) as meter:
            (lease,), _ = await work.claim(1)
        await work.settle(lease, Done())
        costs.append(meter.instructions)
    assert costs[1] <= 1.2 * costs[0]


async def test_no_statement_reads_a_whole_table(work: sqlite.SqliteWork) -> None:
    meter = await rounds(work, "a")
    statements = {sql for sql in meter.statements if re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)", sql)}
    assert len(statements) > 10
    scans = set()
    for sql in statements:
        plan = await query(work, f"EXPLAIN QUERY PLAN {sql}")
        scans |= {step for *_, step in plan if step.startswith("SCAN")}
    assert scans <= SCANS_ALLOWED


async def test_who_comes_together_shares_a_commit(work: sqlite.SqliteWork) -> None:
    async with Meter(work) as meter:
        await asyncio.gather(*(work.accept(delivery(f"{n}", f"pull:1:{n}")) for n in range(200)))
    assert meter.statements.count("COMMIT") <= 10


async def test_idle_workers_ask_nothing(work: sqlite.SqliteWork) -> None:
    async with running(work, Recorder()):
        await still()
        async with Meter(work) as meter:
            await still()
            await still()
    assert [sql for sql in meter.statements if sql not in {"BEGIN IMMEDIATE", "COMMIT"}] == []


async def test_busy_workers_ask_for_no_more_than_they_can_do(work: sqlite.SqliteWork) -> None:
    """With all workers at work, deliveries cost no claims."""
    gate = asyncio.Event()

    async def behave(_job: object) -> None:
        await gate.wait()

    handle = Recorder(behave)
    for n in range(9):
        await work.accept(delivery(f"{n}", f"pull:{n}:1", installation=n))
    async with running(work, handle):
        await eventually(lambda: len(handle.jobs) == Policy().workers)
        async with Meter(work) as meter:
            for n in range(20):
                await work.accept(delivery(f"more {n}", f"pull:{n}:1", installation=n))
        gate.set()
    assert not any("UPDATE lane SET claimed" in sql for sql in meter.statements)
