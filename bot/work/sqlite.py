"""Durable work on SQLite: one file, one process, no server."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.store.sqlite import SqliteStore
from bot.work import claims, door, lanes, recovery, settling
from bot.work.lease import Lease, Settlement
from bot.work.lock import ProcessLock
from bot.work.policy import Policy
from bot.work.port import Accepted, Delivery, Handler, Mark, Unavailable, Unusable
from bot.work.prune import prune
from bot.work.runner import Runner
from bot.work.schema import connect
from bot.work.seams import Seams
from bot.work.writer import Writer

log = structlog.get_logger("planwarden.work")

BETWEEN_PRUNINGS = 3600.0
BETWEEN_BATCHES = 0.1

_COUNTS = """
    SELECT
        (SELECT count(*) FROM lane WHERE claimed IS NULL AND due IS NOT NULL) AS dirty,
        (SELECT count(*) FROM lane WHERE claimed IS NOT NULL) AS running,
        (SELECT count(*) FROM lane WHERE parked IS NOT NULL) AS parked,
        (SELECT count(*) FROM timer) AS scheduled,
        (
            SELECT count(*) FROM installation JOIN lane ON lane.installation = installation.id
            WHERE installation.resting_until > ? AND lane.claimed IS NULL AND lane.due IS NOT NULL
        ) AS paused
"""


async def open(  # noqa: A001 - read as sqlite.open(path)
    path: Path, *, policy: Policy | None = None, seams: Seams | None = None, check: bool = False
) -> "SqliteWork":
    """Open or create the database at `path`; its directory must exist. `check` reads the whole file for damage first.

    Raise `Unusable` with what to do when it cannot be used, also when another process works on it.
    """
    policy, seams = policy or Policy(), seams or Seams()
    lock, db = await asyncio.to_thread(_open, path, policy, seams, check=check)
    return SqliteWork(Writer(db, trace=seams.trace), lock, policy, seams)


def _open(path: Path, policy: Policy, seams: Seams, *, check: bool) -> tuple[ProcessLock, sqlite3.Connection]:
    if not path.parent.is_dir():  # not created here: a volume that is not mounted must not become an empty database
        raise Unusable(f"{path.parent} is not there: create it, or mount the volume that holds the data")
    lock = ProcessLock(path)
    if not path.exists():
        log.warning("there is no database yet: an empty one is made", path=str(path))
    try:
        db = connect(path, check=check)
        _recover(db, policy, seams)
    except BaseException:
        lock.release()
        raise
    return lock, db


def _recover(db: sqlite3.Connection, policy: Policy, seams: Seams) -> None:
    db.execute("BEGIN IMMEDIATE")
    back = recovery.rewind(db, now=seams.clock.now())
    recovered = recovery.recover(db, now=seams.clock.now(), policy=policy)
    seams.trace("recover.executed")
    db.execute("COMMIT")
    seams.trace("recover.committed")
    if back:
        log.warning("the clock was set back since the last run", seconds=round(back, 1))
    for each in recovered:
        tell = log.error if each.parked else log.warning
        tell("a job died with its process", lane=each.lane, crashes=each.crashes, parked=each.parked)


class SqliteWork:
    """The port `bot.work.port.Work` on one SQLite file. Made by `open`."""

    def __init__(self, writer: Writer, lock: ProcessLock, policy: Policy, seams: Seams) -> None:
        self._writer = writer
        self._lock = lock
        self._policy = policy
        self._clock = seams.clock
        self._runner = Runner(self, policy, seams)
        self.store = SqliteStore(writer, seams.clock.now)
        """What is remembered beyond the work, in the same file."""

    async def accept(self, delivery: Delivery) -> Accepted:
        def step(db: sqlite3.Connection) -> Accepted:
            return door.accept(db, delivery, now=self._clock.now(), policy=self._policy)

        return await self._writer.do("accept", step, patience=self._policy.patience, then=self._runner.wake.set)

    async def schedule(self, mark: Mark, *, after: float = 0.0) -> None:
        def step(db: sqlite3.Connection) -> None:
            now = self._clock.now()
            if after > 0:
                lanes.schedule(db, mark, due=now + after)
            else:
                lanes.mark(db, mark, delivery=None, now=now, policy=self._policy)

        await self._writer.do("schedule", step, patience=self._policy.patience, then=self._runner.wake.set)

    async def run(self, handle: Handler) -> None:
        keeper = asyncio.create_task(self._forget(), name="work-pruning")
        try:
            await self._runner.run(handle)
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])

    async def stop(self, *, grace: float) -> None:
        await self._runner.stop(grace=grace)

    async def claim(self, most: int) -> tuple[list[Lease], float | None]:
        """Serve the workers: see `runner.Store`."""

        def step(db: sqlite3.Connection) -> tuple[list[Lease], float | None]:
            return claims.claim(db, most=most, now=self._clock.now(), policy=self._policy)

        return await self._writer.do("claim", step)

    async def settle(self, lease: Lease, how: Settlement) -> None:
        """Serve the workers: see `runner.Store`."""
        await self._writer.do("settle", lambda db: settling.settle(db, lease, how, now=self._clock.now()))

    async def idle(self) -> bool:
        counts = await self.counts()
        return not any(counts[state] for state in ("waiting", "running", "paused", "scheduled"))

    async def counts(self) -> Mapping[str, int]:
        """Return the lanes that are waiting, running, paused and parked, and the marks scheduled for later."""
        row = await self._writer.do(
            "counts", lambda db: db.execute(_COUNTS, (self._clock.now(),)).fetchone(), patience=self._policy.patience
        )
        states = ("running", "paused", "parked", "scheduled")
        return {"waiting": row["dirty"] - row["paused"], **{state: row[state] for state in states}}

    async def close(self) -> None:
        await self._runner.stop(grace=0.0)
        await self._writer.close()
        self._lock.release()

    async def _forget(self) -> None:
        """Prune while the workers run, in small steps between which the door gets its turn."""
        never = asyncio.Event()
        while True:
            more = False
            with contextlib.suppress(Unavailable):  # the door and the workers report it; pruning can wait
                more = await self._writer.do("prune", lambda db: prune(db, now=self._clock.now(), policy=self._policy))
            await self._clock.wait(never, self._clock.now() + (BETWEEN_BATCHES if more else BETWEEN_PRUNINGS))
