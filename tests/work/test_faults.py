"""What SQLite and the disk do to us: a full disk, a lock held by somebody else, an error of writing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Accepted, Unavailable
from bot.work.seams import Seams
from tests.work.clock import FakeClock
from tests.work.harness import Recorder, delivery, eventually, running, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.sqlite3"


@pytest.fixture
async def work(path: Path) -> AsyncIterator[sqlite.SqliteWork]:
    work = await sqlite.open(path)
    yield work
    await work.close()


async def alter(work: sqlite.SqliteWork, statement: str) -> None:
    """Change a setting of the product's own connection."""
    await work._writer.do("test", lambda db: db.execute(statement).fetchall())


async def passing(clock: FakeClock, work: sqlite.SqliteWork) -> None:
    """Let time pass until all work is done."""

    async def idle_a_second_later() -> bool:
        clock.advance(1)
        return await work.idle()

    await until(idle_a_second_later)


async def test_a_full_disk_is_not_acknowledged_and_is_recovered_from(work: sqlite.SqliteWork) -> None:
    """SQLITE_FULL, as on a full disk or quota; what was stored before stays, what was refused leaves no trace."""
    assert await work.accept(delivery("before", "other:1:1")) is Accepted.NEW
    (pages,) = (await work._writer.do("test", lambda db: db.execute("PRAGMA page_count").fetchone()))[0:1]
    await alter(work, f"PRAGMA max_page_count = {pages}")
    big = [delivery(f"{n}", *(f"pull:{n}:{lane}" for lane in range(200))) for n in range(20)]
    answers = await asyncio.gather(*map(work.accept, big), return_exceptions=True)
    refused = [sent for sent, answer in zip(big, answers, strict=True) if isinstance(answer, Unavailable)]
    assert len(refused) == 20
    assert "full" in str(answers[0])

    await alter(work, "PRAGMA max_page_count = 1000000")
    assert [await work.accept(sent) for sent in refused] == [Accepted.NEW] * 20
    assert (await work.counts())["waiting"] == 1 + 20 * 200
    assert await work._writer.do("test", lambda db: db.execute("PRAGMA quick_check").fetchone()[0]) == "ok"


async def test_a_job_that_cannot_be_settled_keeps_its_lane_until_it_can(path: Path) -> None:
    """Its effect is not repeated, the door stays open, and other lanes are worked."""
    clock = FakeClock()
    broken = True

    def trace(step: str) -> None:
        if broken and step == "settle.executed":
            raise sqlite3.OperationalError("disk I/O error")

    work = await sqlite.open(path, seams=Seams(clock=clock, trace=trace))
    handle = Recorder()
    async with running(work, handle):
        await work.accept(delivery("a", "pull:1:1"))
        await eventually(lambda: handle.lanes == ["pull:1:1"] and not handle.running)
        await work.accept(delivery("b", "pull:1:1"))
        await work.accept(delivery("c", "pull:1:2"))
        clock.advance(10)
        await eventually(lambda: "pull:1:2" in handle.lanes)
        assert handle.lanes == ["pull:1:1", "pull:1:2"]
        assert (await work.counts())["running"] == 2
        broken = False
        await passing(clock, work)
    assert handle.deliveries == [("a",), ("c",), ("b",)]
    await work.close()


async def test_a_job_that_cannot_be_settled_does_not_keep_the_process_from_ending(path: Path) -> None:
    """Its lease is left behind, so the next process runs it again."""

    def trace(step: str) -> None:
        if step == "settle.executed":
            raise sqlite3.OperationalError("disk I/O error")

    work = await sqlite.open(path, seams=Seams(trace=trace))
    handle = Recorder()
    async with running(work, handle):
        await work.accept(delivery("a", "pull:1:1"))
        await eventually(lambda: handle.lanes == ["pull:1:1"])
    await work.close()
    work = await sqlite.open(path)
    async with running(work, handle):
        await until(work.idle)
    await work.close()
    assert handle.deliveries == [("a",), ("a",)]


async def test_the_workers_go_on_when_claiming_works_again(path: Path) -> None:
    clock = FakeClock()
    left = ["disk I/O error"] * 3

    def trace(step: str) -> None:
        if step == "claim.executed" and left:
            raise sqlite3.OperationalError(left.pop())

    work = await sqlite.open(path, seams=Seams(clock=clock, trace=trace))
    async with running(work, handle := Recorder()):
        await work.accept(delivery("a", "pull:1:1"))
        await passing(clock, work)
    await work.close()
    assert handle.lanes == ["pull:1:1"]


async def test_a_lock_is_waited_for_and_no_longer_than_patience(path: Path) -> None:
    work = await sqlite.open(path, policy=Policy(patience=0.5))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = [work.accept(delivery(name, "pull:1:1")) for name in ("a", "b")]
    answers = [str(answer) for answer in await asyncio.gather(*sent, return_exceptions=True)]
    assert answers == ["the database did not answer within 0.5 s"] * 2
    other.execute("ROLLBACK")
    other.close()
    assert await work.accept(delivery("c", "pull:1:1")) is Accepted.NEW
    await work.close()


async def test_a_short_lock_is_not_noticed(path: Path) -> None:
    work = await sqlite.open(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    accepting = [asyncio.create_task(work.accept(delivery(f"{n}", "pull:1:1"))) for n in range(5)]
    await asyncio.sleep(0.02)
    other.execute("ROLLBACK")
    other.close()
    assert await asyncio.gather(*accepting) == [Accepted.NEW] * 5
    await work.close()


async def test_the_event_loop_runs_on_while_the_database_is_locked(path: Path) -> None:
    work = await sqlite.open(path, policy=Policy(patience=0.1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    accepting = asyncio.create_task(work.accept(delivery("a", "pull:1:1")))
    turns = 0
    while not accepting.done():
        turns += 1
        await asyncio.sleep(0)
    other.close()
    assert isinstance(accepting.exception(), Unavailable)
    assert turns > 100
    await work.close()


async def test_a_store_closes_while_another_program_holds_the_lock(path: Path) -> None:
    work = await sqlite.open(path, policy=Policy(patience=0.01))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(work._writer.do("test", lambda _db: None))
    await asyncio.sleep(0.01)
    await work.close()
    with pytest.raises(Unavailable):
        await waiting
    other.close()
