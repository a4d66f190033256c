"""What the tests of durable work share: deliveries in short, a handler that records, and waiting without sleeping."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.work.policy import Policy
from bot.work.port import Delivery, Handler, Job, Mark, Work


class OpenWork(Protocol):
    """Opens the engine under test, always on the same store, with the test's clock; closed when the test is over."""

    async def __call__(self, policy: Policy | None = None, *, chance: float = 0.0) -> Work: ...


def delivery(
    name: str, *lanes: str, installation: int = 1, body: str | None = None, event: str = "pull_request"
) -> Delivery:
    """Return a delivery that marks `lanes`, each with the note {"from": name}."""
    marks = tuple(Mark(lane, installation, {"from": name}) for lane in lanes)
    return Delivery(name, event, "synchronize", hashlib.sha256((body or name).encode()).hexdigest(), marks)


def urgent(name: str, lane: str) -> Delivery:
    """Return a delivery that somebody waits for."""
    mark = Mark(lane, 1, {"from": name}, immediate=True)
    return Delivery(name, "check_run", "rerequested", hashlib.sha256(name.encode()).hexdigest(), (mark,))


async def nothing(_job: Job) -> None:
    """Do what most jobs do."""


@dataclass(eq=False)
class Recorder:
    """A handler that remembers its jobs, and fails a test at once when two jobs of a lane overlap."""

    behave: Handler = nothing
    jobs: list[Job] = field(default_factory=list)
    running: dict[str, int] = field(default_factory=dict)
    most: int = 0
    most_of: dict[int, int] = field(default_factory=dict)
    overlaps: list[str] = field(default_factory=list)

    async def __call__(self, job: Job) -> None:
        if job.lane in self.running:
            self.overlaps.append(job.lane)
        self.jobs.append(job)
        self.running[job.lane] = job.installation
        self.most = max(self.most, len(self.running))
        mine = sum(installation == job.installation for installation in self.running.values())
        self.most_of[job.installation] = max(self.most_of.get(job.installation, 0), mine)
        try:
            await self.behave(job)
        finally:
            del self.running[job.lane]

    @property
    def lanes(self) -> list[str]:
        return [job.lane for job in self.jobs]

    @property
    def deliveries(self) -> list[tuple[str, ...]]:
        return [job.deliveries for job in self.jobs]

    @property
    def notes(self) -> list[list[Any]]:
        return [[note["from"] for note in job.notes] for job in self.jobs]


@dataclass(eq=False)
class Gate:
    """A behaviour that holds every job until it is opened."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, _job: Job) -> None:
        await self.opened.wait()


def raising(*errors: BaseException) -> Handler:
    """Return a behaviour that raises one error after the other, then succeeds."""
    left = list(errors)

    async def behave(_job: Job) -> None:
        if left:
            raise left.pop(0)

    return behave


@asynccontextmanager
async def running(work: Work, handle: Handler) -> AsyncIterator[None]:
    """Run the workers inside the block."""
    task = asyncio.create_task(work.run(handle))
    try:
        yield
    finally:
        await work.stop(grace=5.0)
        await task


async def eventually(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - any condition, also one of the store: nobody sets an event
            await asyncio.sleep(0.001)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as the condition, asked of the store, holds."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.001)


async def worked(work: Work, handle: Recorder, jobs: int) -> None:
    """Return when `jobs` jobs in all have started, and none runs."""

    async def none_runs() -> bool:
        return (await work.counts())["running"] == 0

    await eventually(lambda: len(handle.jobs) >= jobs)
    await until(none_runs)


async def still() -> None:
    """Give what must not happen the time to happen."""
    await asyncio.sleep(0.02)
