"""Judge plans in processes of their own: foreign text is parsed where there is nothing to steal and nothing to block.

A worker process starts with an empty environment, without our open files, with limits on memory and processor time, and
is killed at a deadline. Whatever happens to it, the event loop goes on and the verdict is "could not check", which is a
failure, never a success. Workers are started beforehand and kept, because starting one takes longer than judging a plan.
"""

import asyncio
import os
import sys
from contextlib import suppress
from typing import TypeVar

import structlog

from bot.review import frames
from bot.review.tasks import Task

T = TypeVar("T")

DEADLINE = 20.0
"""Seconds that one pull request may take; an ordinary one takes some hundredths."""

SECONDS_A_PLAN = 0.5
LONGEST = 60.0
"""More than forty plans may take longer, up to this."""

PASSED_ON = ("LANG", "LC_ALL", "TZ", "SYSTEMROOT")
"""The only variables that a worker inherits."""

PROGRAM = "import sys; sys.path[:] = {path!r}; from bot.review.worker import main; main({plugins!r})"
"""What a worker runs. It imports from where the bot itself does, whatever the environment or the directory says (-I)."""

_log = structlog.get_logger(__name__)


class Unjudged(Exception):
    """The plans could not be judged; says why, in words that finish "Could not check: "."""


class Worker:
    """One process. `perform` must not be called again before it has returned."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, plugins: tuple[str, ...] = ()) -> "Worker":
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-c", PROGRAM.format(path=sys.path, plugins=plugins)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            )
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    async def perform(self, request: bytes) -> frames.Answer:
        """Raise `EOFError` or `OSError` when the process died."""
        reader, writer = self._process.stdout, self._process.stdin
        if reader is None or writer is None:
            raise EOFError("the worker has no pipes")
        writer.write(frames.framed(request))
        await writer.drain()
        return frames.answer(await reader.readexactly(frames.length(await reader.readexactly(frames.HEADER))))

    async def stop(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()


class Judge:
    """At most `workers` judge at once; others wait their turn. `plugins`: packages of rules that the operator chose."""

    def __init__(self, *, workers: int = 2, deadline: float = DEADLINE, plugins: tuple[str, ...] = ()) -> None:
        self._deadline = deadline
        self._plugins = plugins
        self._idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        for _ in range(workers):
            self._idle.put_nowait(None)

    async def warm(self) -> None:
        """Start every worker, so that the first pull request does not wait for it."""
        places = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        for worker in places:
            self._idle.put_nowait(worker or await Worker.start(self._plugins))

    async def do(self, task: Task, kind: type[T]) -> T:
        """Return what a task comes to, which is of this kind. Raise `Unjudged` when it comes to nothing."""
        request, plans = frames.request(task), len(task.plans)
        try:
            return await self._value(request, plans, kind)
        except (EOFError, OSError):
            # It may have been killed for something that has nothing to do with these plans; once more tells.
            _log.warning("a judging process died", plans=plans)
            try:
                return await self._value(request, plans, kind)
            except (EOFError, OSError):
                raise Unjudged("the process that reads the plans was stopped") from None

    async def _value(self, request: bytes, plans: int, kind: type[T]) -> T:
        answer = await self._ask(request, plans)
        if answer.result is None:
            raise Unjudged(f"an internal error ({answer.error})")
        return frames.value_of(answer, kind)

    async def _ask(self, request: bytes, plans: int) -> frames.Answer:
        seconds = max(self._deadline, min(SECONDS_A_PLAN * plans, LONGEST))
        worker = await self._idle.get()
        kept: Worker | None = None
        try:
            worker = worker or await Worker.start(self._plugins)
            async with asyncio.timeout(seconds):
                answer = await worker.perform(request)
            kept = worker
        except TimeoutError:
            raise Unjudged(f"reading the plans took more than {seconds:g} seconds") from None
        finally:
            # A worker that did not answer is in an unknown state: the next job gets a new one.
            self._idle.put_nowait(kept)
            if worker is not None and kept is None:
                await worker.stop()
        return answer

    async def close(self) -> None:
        """Stop the workers. Nothing may be judged any more."""
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker is not None:
                await worker.stop()
