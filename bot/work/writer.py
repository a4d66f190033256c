"""One thread that owns the SQLite connection and commits many operations with one fsync."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.work.port import Unavailable
from bot.work.seams import Trace

T = TypeVar("T")
MOST = 256
"""Operations in one transaction: enough to share an fsync, few enough that none waits long for its own."""


@dataclass(slots=True, eq=False)
class Operation(Generic[T]):
    """Statements of one caller. They see the effects of those before them in the same transaction."""

    name: str
    step: Callable[[sqlite3.Connection], T]
    answer: "asyncio.Future[T]"
    abandoned: bool = False
    """Nobody waits for it any more: it need not be started."""

    def resolve(self, result: T | None, error: Exception | None) -> None:
        """Answer the caller, in his loop."""
        with contextlib.suppress(RuntimeError):  # his loop is closed: nobody is left to be told
            self.answer.get_loop().call_soon_threadsafe(self._set, result, error)

    def _set(self, result: Any, error: Exception | None) -> None:
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(result)
        else:
            self.answer.set_exception(error)


class Writer:
    """The only user of `db`. While one transaction is synced to disk, the next one gathers."""

    def __init__(self, db: sqlite3.Connection, *, trace: Trace) -> None:
        self._db = db
        self._trace = trace
        self._queue: queue.SimpleQueue[Operation[Any] | None] = queue.SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="work-writer", daemon=True)
        self._thread.start()

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
        operation = Operation(name, step, asyncio.get_running_loop().create_future())
        if then is not None:
            operation.answer.add_done_callback(lambda _answer: then())
        self._queue.put(operation)
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(operation.answer)
        except TimeoutError:
            operation.abandoned = True
            raise Unavailable(f"the database did not answer within {patience:g} s") from None

    async def close(self) -> None:
        """Finish what was asked for, then close the connection."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            self._commit([first, *self._waiting()])
        self._db.close()

    def _waiting(self) -> Iterator[Operation[Any]]:
        for _ in range(MOST):
            try:
                operation = self._queue.get_nowait()
            except queue.Empty:
                return
            if operation is None:
                self._queue.put(None)
                return
            yield operation

    def _commit(self, batch: list[Operation[Any]]) -> None:
        try:
            self._begin(batch)
            results = [self._execute(operation) for operation in batch]
            self._db.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller must hear it and the thread must live
            self._undo()
            self._refuse(batch, error)
            return
        for operation, result in zip(batch, results, strict=True):
            self._trace(f"{operation.name}.committed")
            operation.resolve(result, None)

    def _begin(self, batch: list[Operation[Any]]) -> None:
        """Begin the transaction. While another program holds the lock, take in who comes and let go who gave up."""
        while True:
            batch[:] = [operation for operation in batch if not operation.abandoned]
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if self._closing or not batch or not _is_locked(error):
                    raise
                batch.extend(self._waiting())
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

    def _refuse(self, batch: list[Operation[Any]], error: Exception) -> None:
        """Answer with the error; of several, try each alone, so that only the guilty one fails."""
        if len(batch) > 1:
            for operation in batch:
                self._commit([operation])
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
