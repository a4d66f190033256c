"""Durable work on SQLite: how fast the door acknowledges, how fast lanes are worked, and what it costs to wait."""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from benchmarks.figures import Figure, table
from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Delivery, Handler, Job, Mark

MS = 1000.0


def measure() -> list[Figure]:
    """Return all figures. The files lie where `tempfile` puts them: set TMPDIR to measure another disk."""
    with Path(os.devnull).open("w") as nowhere, tempfile.TemporaryDirectory() as directory:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(nowhere))
        path = Path(directory)
        return [
            *asyncio.run(opening(path / "opening")),
            Figure(
                "size of a waiting delivery", (path / "opening").stat().st_size / 10_000, "bytes", "with its indexes"
            ),
            *asyncio.run(accepting(path / "accepting")),
            *asyncio.run(acknowledging(path / "acknowledging")),
            *asyncio.run(reconciling(path / "50 installations", installations=50)),
            *asyncio.run(reconciling(path / "1000 installations", installations=1000)),
            *asyncio.run(coalescing(path / "coalescing")),
            *asyncio.run(idling(path / "idling")),
        ]


def _delivery(name: str, lane: str, installation: int = 1) -> Delivery:
    note = {"repository": "octo-org/payments", "head": "0" * 40, "reason": "synchronize"}
    return Delivery(name, "pull_request", "synchronize", name, (Mark(lane, installation, note),))


async def _nothing(_job: Job) -> None:
    pass


@asynccontextmanager
async def _opened(path: Path, policy: Policy | None = None) -> AsyncIterator[sqlite.SqliteWork]:
    work = await sqlite.open(path, policy=policy)
    yield work
    await work.close()


@asynccontextmanager
async def _working(work: sqlite.SqliteWork, handle: Handler) -> AsyncIterator[None]:
    task = asyncio.create_task(work.run(handle))
    yield
    await work.stop(grace=10.0)
    await task


async def _until_idle(work: sqlite.SqliteWork) -> None:
    while not await work.idle():  # noqa: ASYNC110 - the store has no event for it
        await asyncio.sleep(0.02)


async def opening(path: Path) -> list[Figure]:
    """Measure the opening of a new file, and of one with 10,000 deliveries."""
    began = time.perf_counter()
    async with _opened(path) as work:
        new = time.perf_counter() - began
        await _accept_many(work, callers=100, total=10_000)
    began = time.perf_counter()
    async with _opened(path):
        known = time.perf_counter() - began
    return [
        Figure("open, new file", new * MS, "ms", "one"),
        Figure("open, known file", known * MS, "ms", "with 10,000 deliveries"),
    ]


async def accepting(path: Path) -> list[Figure]:
    """Measure the door alone, with one caller and with a hundred at once."""
    async with _opened(path) as work:
        return [await _accept_many(work, callers=1, total=2000), await _accept_many(work, callers=100, total=10_000)]


async def _accept_many(work: sqlite.SqliteWork, *, callers: int, total: int) -> Figure:
    numbers = iter(range(total))

    async def call() -> None:
        for n in numbers:
            await work.accept(_delivery(f"{callers} {n}", f"pull:1:{n % 500}"))

    began = time.perf_counter()
    await asyncio.gather(*(call() for _ in range(callers)))
    rate = total / (time.perf_counter() - began)
    return Figure(f"accept, {callers} at once", rate, "deliveries/s", f"{total:,} deliveries")


async def acknowledging(path: Path, *, rate: int = 50, seconds: int = 20) -> list[Figure]:
    """Measure the acknowledgement at a steady rate while all workers are busy in the same process.

    Each job waits 100 ms, as for GitHub, and computes for 2 ms in the event loop.
    """

    async def handle(_job: Job) -> None:
        await asyncio.sleep(0.1)
        until = time.perf_counter() + 0.002
        while time.perf_counter() < until:
            pass

    took: list[float] = []

    async def send(n: int) -> None:
        began = time.perf_counter()
        await work.accept(_delivery(f"{n}", f"pull:{n % 20}:{n}", n % 20))
        took.append(time.perf_counter() - began)

    async with _opened(path) as work, _working(work, handle):
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for n in range(rate * seconds):
                await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
                group.create_task(send(n))
    shares = statistics.quantiles(took, n=100)
    of = f"{rate} deliveries/s for {seconds} s, 8 workers busy"
    return [
        Figure("acknowledgement, median", shares[49] * MS, "ms", of),
        Figure("acknowledgement, p99", shares[98] * MS, "ms", of),
        Figure("acknowledgement, longest", max(took) * MS, "ms", of),
    ]


async def reconciling(path: Path, *, installations: int, lanes: int = 5000) -> list[Figure]:
    """Measure how many dirty lanes are worked in a second when the work itself is nothing."""
    async with _opened(path) as work:
        await asyncio.gather(*(work.accept(_delivery(f"{n}", f"pull:{n}:1", n % installations)) for n in range(lanes)))
        began = time.perf_counter()
        async with _working(work, _nothing):
            await _until_idle(work)
            rate = lanes / (time.perf_counter() - began)
    return [Figure(f"reconcile, {installations:,} installations", rate, "lanes/s", f"{lanes:,} dirty lanes, 8 workers")]


async def coalescing(path: Path) -> list[Figure]:
    """Count the runs that a backlog of many deliveries for few pull requests leads to."""
    runs = 0

    async def handle(_job: Job) -> None:
        nonlocal runs
        runs += 1

    async with _opened(path) as work:
        await asyncio.gather(*(work.accept(_delivery(f"{n}", f"pull:1:{n % 40}")) for n in range(1200)))
        async with _working(work, handle):
            await _until_idle(work)
    return [Figure("runs for a backlog", runs, "runs", "1,200 deliveries for 40 pull requests")]


async def idling(path: Path, *, seconds: float = 10.0) -> list[Figure]:
    """Measure the processor time of workers that have nothing to do."""
    async with _opened(path) as work, _working(work, _nothing):
        await asyncio.gather(*(work.accept(_delivery(f"{n}", f"pull:1:{n}")) for n in range(1000)))
        await _until_idle(work)
        began = time.process_time()
        await asyncio.sleep(seconds)
        share = (time.process_time() - began) / seconds * 100
    return [Figure("idle processor", share, "%", f"of one core, {seconds:g} s, 1,000 clean lanes")]


if __name__ == "__main__":
    print(table(measure()))
