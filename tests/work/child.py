"""A small bot in a process of its own, made to be killed.

It answers each command that comes through a pipe. Its handler copies the number of the lane's newest truth
(`truth.jsonl`, written by the test: what GitHub knows) to a journal, unless it is there: an outside effect that is
looked for before it is made.
"""

import asyncio
import contextlib
import json
import os
import signal
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

import structlog

from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Again, Hopeless, Job, Mark, Paused, Work
from bot.work.seams import Seams
from tests.work.clock import FakeClock
from tests.work.harness import delivery

Pipe: TypeAlias = Connection
"""Commands (name, arguments) come in, answers (answer, time) go out."""


class Trap:
    """Kills the process, as kill -9 does, when a step is reached for the nth time from now."""

    def __init__(self) -> None:
        self.left: Counter[str] = Counter()

    def __call__(self, step: str) -> None:
        if self.left[step]:
            self.left[step] -= 1
            if not self.left[step]:
                os.kill(os.getpid(), signal.SIGKILL)


def lines(path: Path) -> list[Any]:
    """Return the complete lines of a journal."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]


class Handler:
    """Does as it is told for each lane: "fine", "again", "hopeless", "paused", "die"."""

    def __init__(self, directory: Path, clock: FakeClock, trap: Trap) -> None:
        self.told: dict[str, str] = {}
        self.work: Work
        self._directory = directory
        self._clock = clock
        self.trap = trap
        self._journal = os.open(directory / "journal.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def __call__(self, job: Job) -> None:
        self._write("begin", job)
        await asyncio.sleep(0)
        match self.told.get(job.lane, "fine"):
            case "again":
                self._write("end", job)
                raise Again("told so")
            case "hopeless":
                self._write("end", job)
                raise Hopeless("told so")
            case "paused":
                self._write("end", job)
                raise Paused("told so", until=self._clock.after(3))
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
        if job.lane.startswith("commit:"):
            await self.work.schedule(Mark(job.lane.replace("commit", "pull"), job.installation, {"from": job.lane}))
        self._look_and_act(job)
        await asyncio.sleep(0)
        self._write("done", job, deliveries=job.deliveries)

    def _look_and_act(self, job: Job) -> None:
        truth = max(
            (line["number"] for line in lines(self._directory / "truth.jsonl") if line["lane"] == job.lane), default=0
        )
        journal = lines(self._directory / "journal.jsonl")
        self.trap("effect.before")
        if all((line["kind"], line["lane"], line.get("number")) != ("effect", job.lane, truth) for line in journal):
            self._write("effect", job, number=truth)
        self.trap("effect.after")

    def _write(self, kind: str, job: Job, **more: object) -> None:
        line = {"kind": kind, "lane": job.lane, "process": os.getpid(), **more}
        os.write(self._journal, json.dumps(line).encode() + b"\n")
        os.fsync(self._journal)


async def obey(do: str, asked: dict[str, Any], work: Work, clock: FakeClock, handler: Handler) -> Any:
    """Carry out one command and return the answer."""
    match do:
        case "accept":
            return await work.accept(delivery(asked["id"], *asked["lanes"], body=asked.get("body")))
        case "tell":
            handler.told = asked["told"]
        case "trap":
            handler.trap.left.update(asked["steps"])
        case "work":
            await pass_time(clock, asked["steps"])
        case "drain":
            while not await work.idle():
                await pass_time(clock, 2)
        case "counts":
            return dict(await work.counts())
    return "ok"


async def pass_time(clock: FakeClock, steps: int) -> None:
    """Move on by half seconds, with a moment for the workers after each."""
    for _ in range(steps):
        clock.advance(0.5)
        await asyncio.sleep(0.002)


async def serve(pipe: Pipe, directory: Path, seconds: float, traps: dict[str, int]) -> None:
    """Open the store, then obey until the pipe is closed. Workers run from the first command that needs them."""
    clock, trap = FakeClock(seconds), Trap()
    trap.left.update(traps)
    handler = Handler(directory, clock, trap)
    seams = Seams(clock=clock, chance=lambda: 0.25, trace=trap)
    work = handler.work = await sqlite.open(directory / "work.sqlite3", policy=Policy(), seams=seams)
    running: asyncio.Task[None] | None = None
    with contextlib.suppress(EOFError):
        while True:
            do, asked = await asyncio.to_thread(pipe.recv)
            if do in {"work", "drain"} and running is None:
                running = asyncio.create_task(work.run(handler))
            pipe.send((await obey(do, asked, work, clock, handler), clock.now()))
    await work.stop(grace=0.0)
    if running is not None:
        await running
    await work.close()


def main(pipe: Pipe, directory: Path, seconds: float, traps: dict[str, int]) -> None:
    """Be the process."""
    with (directory / "log.txt").open("a") as log:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
        asyncio.run(serve(pipe, directory, seconds, traps))
