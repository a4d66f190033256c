"""The workers: claim what is due, run it, settle how it ended. Knows no database; every engine brings its `Store`."""

import asyncio
from typing import Protocol

import structlog

from bot.work.lease import Done, Fail, Lease, Release, Rest, Retry, Settlement, settlement
from bot.work.policy import Policy
from bot.work.port import Again, Handler, Job, Outcome, Unavailable
from bot.work.seams import Seams

log = structlog.get_logger("planwarden.work")

PATIENCE_AFTER_CANCEL = 5.0
"""Seconds that a cancelled job has to clean up before it is left to itself."""
PAUSE_AFTER_FAULT = 1.0
"""Seconds between two attempts on a database that refuses."""
LISTED = 20
"""Delivery ids in one log line."""


class Store(Protocol):
    """What the workers need of an engine. All of them raise `Unavailable` when the database refuses."""

    async def claim(self, most: int) -> tuple[list[Lease], float | None]:
        """Lease up to `most` lanes; return them with the time when the next is due (None: wait for a wake-up)."""
        ...

    async def settle(self, lease: Lease, how: Settlement) -> None:
        """Give a lease back."""
        ...


class Runner:
    """Runs jobs until stopped. `wake` is set by whoever makes a lane dirty."""

    def __init__(self, store: Store, policy: Policy, seams: Seams) -> None:
        self.wake = asyncio.Event()
        self._store = store
        self._policy = policy
        self._clock = seams.clock
        self._chance = seams.chance
        self._trace = seams.trace
        self._jobs: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._dispatcher: asyncio.Task[None] | None = None
        self._cut = asyncio.Event()
        """Set when the grace is over."""

    async def run(self, handle: Handler) -> None:
        """Work until `stop`. A cancelled `run` stops without grace, and still gives every lease back."""
        if self._dispatcher is not None:
            raise RuntimeError("these workers run already, or have been stopped: open the database again")
        self._dispatcher = asyncio.create_task(self._dispatch(handle), name="work-dispatcher")
        try:
            await asyncio.shield(self._dispatcher)
        except asyncio.CancelledError:
            await self.stop(grace=0.0)
            raise

    async def stop(self, *, grace: float) -> None:
        """Take no new job and return when the running ones are over, cancelled after `grace` seconds.

        A second call may shorten the grace of the first.
        """
        self._stopping.set()
        self.wake.set()
        cut = asyncio.get_running_loop().call_later(grace, self._cut.set)
        if self._dispatcher is not None:
            await asyncio.wait([self._dispatcher])
        cut.cancel()

    async def _dispatch(self, handle: Handler) -> None:
        try:
            while not self._stopping.is_set():
                self.wake.clear()
                next_due = await self._start_due(handle)
                await self._clock.wait(self.wake, next_due)
        except BaseException:
            self._cut.set()
            raise
        finally:
            await self._drain()

    async def _start_due(self, handle: Handler) -> float | None:
        """Start as many due jobs as there are free workers; return when it is worth looking again."""
        free = self._policy.workers - len(self._jobs)
        if free <= 0:
            return None
        try:
            leases, next_due = await self._store.claim(free)
        except Unavailable as error:
            log.warning("work cannot be claimed", reason=str(error))
            return self._clock.now() + PAUSE_AFTER_FAULT
        for lease in leases:
            task = asyncio.create_task(self._work(handle, lease), name=f"job {lease.job.lane}")
            self._jobs.add(task)
            task.add_done_callback(self._over)
        return next_due

    def _over(self, task: asyncio.Task[None]) -> None:
        self._jobs.discard(task)
        self.wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a job could not be settled", job=task.get_name(), exc_info=error)

    async def _work(self, handle: Handler, lease: Lease) -> None:
        self._trace("job.started")
        error = await self._attempt(handle, lease.job)
        self._trace("job.handled")
        if self._stopping.is_set() and isinstance(error, asyncio.CancelledError):
            how: Settlement = Release()
        else:
            how = settlement(
                lease.job, error, self._policy, chance=self._chance, seconds_until=self._clock.seconds_until
            )
        _tell(lease.job, how, error)
        await self._settle(lease, how)

    async def _attempt(self, handle: Handler, job: Job) -> BaseException | None:
        """Run the handler; return what it raised."""
        if self._stopping.is_set():
            return asyncio.CancelledError()
        limit = asyncio.timeout(self._policy.longest_run)
        try:
            async with limit:
                await handle(job)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - judged by `settlement`, logged by `_tell`
            return Again(f"cancelled after {self._policy.longest_run:g} s") if limit.expired() else error
        return None

    async def _settle(self, lease: Lease, how: Settlement) -> None:
        """Settle, however long the database refuses: the lane must not run again before. At the end, leave it leased."""
        while True:
            try:
                return await self._store.settle(lease, how)
            except Unavailable as error:
                log.warning("a job cannot be settled yet", lane=lease.job.lane, reason=str(error))
                if self._stopping.is_set():
                    raise
            await self._clock.wait(self._stopping, self._clock.now() + PAUSE_AFTER_FAULT)

    async def _drain(self) -> None:
        """Let the running jobs end; cancel those that still run at the cut."""
        cut = asyncio.create_task(self._cut.wait())
        while self._jobs and not cut.done():
            await asyncio.wait({cut, *self._jobs}, return_when=asyncio.FIRST_COMPLETED)
        cut.cancel()
        for task in self._jobs:
            task.cancel()
        if self._jobs:
            _, stuck = await asyncio.wait(self._jobs, timeout=PATIENCE_AFTER_CANCEL)
            for task in stuck:
                log.error("a job ignores that it was cancelled", job=task.get_name())


def _tell(job: Job, how: Settlement, error: BaseException | None) -> None:
    """Log one line about the job; with the traceback only of what is probably a fault of ours."""
    line = log.bind(
        lane=job.lane,
        installation=job.installation,
        deliveries=list(job.deliveries[:LISTED]),
        events=len(job.notes),
        tries=job.tries,
    )
    if error is not None and not isinstance(error, (Outcome, asyncio.CancelledError)):
        line = line.bind(exc_info=error)
    match how:
        case Done():
            line.info("job", outcome="done")
        case Release():
            line.info("job", outcome="released")
        case Rest(reason, seconds):
            line.warning("job", outcome="paused", reason=reason, seconds=round(seconds, 1))
        case Retry(reason, seconds):
            line.warning("job", outcome="again", reason=reason, seconds=round(seconds, 1))
        case Fail(reason, park):
            line.error("job", outcome="parked" if park else "hopeless", reason=reason)
