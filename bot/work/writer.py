"""The only user of the SQLite connection: many operations share one transaction and one fsync.

Statements run in the event loop: each takes some tens of microseconds, less than handing the interpreter to a thread and
back for each of them costs (measured: 2.7 ms a delivery with a thread for everything). Only what waits for the disk, the
commit, is done in a thread; meanwhile the next transaction gathers.
"""

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.work.port import Unavailable
from bot.work.seams import Trace

T = TypeVar("T")
MOST = 64
"""Operations in one transaction: enough to share an fsync, few enough that the loop is back within milliseconds."""

BETWEEN_TRIES = 0.02
"""Seconds between two looks whether another program has let go of the file."""


@dataclass(slots=True, eq=False)
class Operation(Generic[T]):
    """Statements of one caller. They see the effects of those before them in the same transaction."""

    name: str
    step: Callable[[sqlite3.Connection], T]
    answer: "asyncio.Future[T]"
    then: Callable[[], None] | None
    abandoned: bool = False
    """Nobody waits for it any more: it need not be started."""

    def give_up(self, patience: float) -> None:
        self.abandoned = True
        self._answer(None, Unavailable(f"the database did not answer within {patience:g} s"))

    def resolve(self, result: T | None, error: Exception | None) -> None:
        """Tell the caller, if he is still there."""
        if error is None and self.then is not None:
            self.then()
        self._answer(result, error)

    def _answer(self, result: Any, error: Exception | None) -> None:
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(result)
        else:
            self.answer.set_exception(error)


class Writer:
    """Runs operations on `db` in the order in which they were asked for."""

    def __init__(self, db: sqlite3.Connection, *, trace: Trace) -> None:
        self._db = db
        self._trace = trace
        self._waiting: deque[Operation[Any]] = deque()
        self._serving: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="work-commit")
        self._closing = False

    async def do(
        self,
        name: str,
        step: Callable[[sqlite3.Connection], T],
        *,
        patience: float | None = None,
        then: Callable[[], None] | None = None,
    ) -> T:
        """Return what `step` returned, once it is committed; call `then` at that moment, also when the caller has gone.

        Raise `Unavailable` when the database refuses or `patience` (seconds) is over.
        """
        if self._closing:
            raise Unavailable("the database is closed")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        operation = Operation(name, step, answer, then)
        self._waiting.append(operation)
        if self._serving is None:
            self._serving = loop.create_task(self._serve(), name="work-writer")
        timer = None if patience is None else loop.call_later(patience, operation.give_up, patience)
        try:
            return await answer
        finally:
            if timer is not None:
                timer.cancel()

    async def close(self) -> None:
        """Finish what was asked for, then close the connection."""
        self._closing = True
        while self._serving is not None:
            await asyncio.wait([self._serving])
        await asyncio.to_thread(self._disk.shutdown)
        self._db.close()

    async def _serve(self) -> None:
        try:
            while self._waiting:
                batch: list[Operation[Any]] = []
                self._take_in(batch)
                await self._commit(batch)
        finally:
            self._serving = None

    def _take_in(self, batch: list[Operation[Any]]) -> None:
        """Fill the batch with who waits, without who gave up."""
        batch[:] = [operation for operation in batch if not operation.abandoned]
        while self._waiting and len(batch) < MOST:
            operation = self._waiting.popleft()
            if not operation.abandoned:
                batch.append(operation)

    async def _commit(self, batch: list[Operation[Any]]) -> None:
        try:
            await self._begin(batch)
            results = [self._execute(operation) for operation in batch]
            await asyncio.get_running_loop().run_in_executor(self._disk, self._db.execute, "COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller must hear it and the others must be served
            self._undo()
            await self._refuse(batch, error)
            return
        for operation, result in zip(batch, results, strict=True):
            self._trace(f"{operation.name}.committed")
            operation.resolve(result, None)

    async def _begin(self, batch: list[Operation[Any]]) -> None:
        """Begin the transaction. While another program holds the lock, take in who comes and let go who gave up."""
        while True:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if self._closing or not batch or not _is_locked(error):
                    raise
                await asyncio.sleep(BETWEEN_TRIES)
                self._take_in(batch)
            else:
                return

    def _execute(self, operation: Operation[T]) -> T:
        result = operation.step(self._db)
        self._trace(f"{operation.name}.executed")
        return result

    def _undo(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # the error that brought us here is the one to report
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    async def _refuse(self, batch: list[Operation[Any]], error: Exception) -> None:
        """Answer with the error; of several, try each alone, so that only the guilty one fails."""
        if len(batch) > 1:
            for operation in batch:
                await self._commit([operation])
            return
        for operation in batch:
            operation.resolve(None, _for_caller(error))


def _is_locked(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _for_caller(error: Exception) -> Exception:
    """Disk full, I/O error, locked and corrupt are conditions of the machine; anything else is a fault of ours."""
    if isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
        return Unavailable(f"the database refused: {error}")
    return error
