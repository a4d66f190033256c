"""Forgetting: the file does not grow for ever, and what waits is never forgotten."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Accepted, Hopeless, Job, Paused
from bot.work.prune import BATCH
from bot.work.seams import Seams
from tests.work.clock import FakeClock
from tests.work.harness import Recorder, delivery, running, until, worked

DAY = 86400.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def work(tmp_path: Path, clock: FakeClock) -> AsyncIterator[sqlite.SqliteWork]:
    work = await sqlite.open(tmp_path / "work.sqlite3", policy=Policy(most=400), seams=Seams(clock=clock))
    yield work
    await work.close()


async def number(work: sqlite.SqliteWork, query: str) -> int:
    return int(await work._writer.do("test", lambda db: db.execute(query).fetchone()[0]))


async def sizes(work: sqlite.SqliteWork) -> dict[str, int]:
    return {
        "delivery": await number(work, "SELECT count(*) FROM delivery"),
        "lane": await number(work, "SELECT count(*) FROM lane"),
        "mark": await number(work, "SELECT count(*) FROM mark"),
    }


async def pruned(work: sqlite.SqliteWork, clock: FakeClock, expected: dict[str, int]) -> None:
    """Let the hours and moments between prunings pass until the tables have the expected sizes."""

    async def small_enough() -> bool:
        clock.advance(sqlite.BETWEEN_PRUNINGS)
        return await sizes(work) == expected

    await until(small_enough)


async def test_what_is_done_or_failed_is_forgotten_after_two_weeks(work: sqlite.SqliteWork, clock: FakeClock) -> None:
    async def behave(job: Job) -> None:
        if job.lane == "pull:1:2":
            raise Hopeless("gone")
        if job.lane == "pull:2:1" and len(handle.jobs) == 3:
            raise Paused("a long rest", until=clock.after(20 * DAY))

    handle = Recorder(behave)
    async with running(work, handle):
        await work.accept(delivery("done", "pull:1:1"))
        await worked(work, handle, 1)
        await work.accept(delivery("failed", "pull:1:2"))
        await worked(work, handle, 2)
        await work.accept(delivery("waiting", "pull:2:1", installation=2))
        await worked(work, handle, 3)
        clock.advance(13 * DAY)
        assert await work.accept(delivery("done", "pull:1:1")) is Accepted.DUPLICATE
        assert await sizes(work) == {"delivery": 3, "lane": 3, "mark": 2}
        clock.advance(DAY + 1)
        await pruned(work, clock, {"delivery": 1, "lane": 1, "mark": 1})
        assert await work.accept(delivery("waiting", "pull:2:1")) is Accepted.DUPLICATE
        clock.advance(6 * DAY)
        await until(work.idle)
    assert handle.deliveries[-1] == ("waiting",)


async def test_more_than_is_kept_at_most_is_forgotten_sooner(work: sqlite.SqliteWork, clock: FakeClock) -> None:
    await asyncio.gather(*(work.accept(delivery(f"{n}", f"pull:1:{n % 7}")) for n in range(400 + 2 * BATCH)))
    async with running(work, Recorder()):
        await until(work.idle)
        await pruned(work, clock, {"delivery": 400, "lane": 7, "mark": 0})
        assert await work.accept(delivery(f"{400 + 2 * BATCH - 1}", "pull:1:1")) is Accepted.DUPLICATE


async def test_the_file_stops_growing(work: sqlite.SqliteWork, clock: FakeClock) -> None:
    """As many pages after three rounds of two weeks as after the first."""
    pages = []
    async with running(work, Recorder()):
        for turn in range(3):
            await asyncio.gather(*(work.accept(delivery(f"{turn} {n}", f"pull:{turn}:{n}")) for n in range(300)))
            await until(work.idle)
            clock.advance(15 * DAY)
            await pruned(work, clock, {"delivery": 0, "lane": 0, "mark": 0})
            pages.append(await number(work, "PRAGMA page_count"))
    assert pages[-1] <= pages[0] + 2
