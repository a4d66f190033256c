"""The store in the same SQLite file as the work, written by the same writer: one transaction at a time, one fsync for many."""

import sqlite3
from collections.abc import Callable, Collection
from typing import TypeVar

from bot.store import ledger, reservations, waivers
from bot.store.port import Entry, KeptWaiver, Order, Outcome
from bot.work import heads
from bot.work.port import Sighting
from bot.work.writer import Writer

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a job waits for the database before it fails and is tried again."""


class SqliteStore:
    """The port `bot.store.port.Store`. `now`: Unix time in seconds."""

    def __init__(self, writer: Writer, now: Callable[[], float]) -> None:
        self._writer = writer
        self._now = now

    async def begin(self, order: Order) -> Entry:
        return await self._do("command.begin", lambda db: ledger.begin(db, order, now=self._now()))

    async def replied(self, key: str, reply: int) -> None:
        await self._do("command.replied", lambda db: ledger.replied(db, key, reply))

    async def conclude(self, key: str, outcome: Outcome) -> None:
        await self._do("command.concluded", lambda db: ledger.conclude(db, key, outcome))

    async def finish(self, key: str, outcome: str, detail: str, *, head: str = "") -> None:
        await self._do("command.finish", lambda db: ledger.finish(db, key, outcome, detail, head, now=self._now()))

    async def prepare(self, key: str, answer: str) -> None:
        await self._do("command.prepared", lambda db: ledger.prepare(db, key, answer))

    async def saw(self, lane: str, head: Sighting) -> None:
        await self._do("head.seen", lambda db: heads.saw(db, lane, head, now=self._now()))

    async def given_lately(self, order: Order, *, seconds: float) -> tuple[int, int]:
        return await self._do("command.given", lambda db: ledger.given_lately(db, order, since=self._now() - seconds))

    async def waive(self, order: Order, waiver: KeptWaiver) -> None:
        await self._do("waiver.given", lambda db: waivers.waive(db, order, waiver, now=self._now()))

    async def waivers(self, repository_id: int, number: int) -> tuple[KeptWaiver, ...]:
        return await self._do("waiver.read", lambda db: waivers.waivers(db, repository_id, number))

    async def end_waivers(self, ids: Collection[int], why: str, *, by: str = "") -> None:
        await self._do("waiver.ended", lambda db: waivers.end(db, ids, why, by, now=self._now()))

    async def ended_by(self, key: str) -> tuple[KeptWaiver, ...]:
        return await self._do("waiver.read", lambda db: waivers.ended_by(db, key))

    async def reserve(self, order: Order, directory: str, first: int, open_pulls: Collection[int]) -> int:
        return await self._do(
            "number.reserved",
            lambda db: reservations.reserve(db, order, directory, first, open_pulls, now=self._now()),
        )

    async def release(self, key: str) -> None:
        await self._do("number.released", lambda db: reservations.release(db, key))

    async def _do(self, name: str, step: Callable[[sqlite3.Connection], T]) -> T:
        return await self._writer.do(name, step, patience=PATIENCE)
