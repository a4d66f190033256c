"""A store in a real file, with a clock that stands still unless it is moved."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.port import Order
from bot.store.sqlite import SqliteStore
from bot.work import sqlite
from bot.work.seams import Seams
from tests.work.clock import FakeClock

REPOSITORY = 7
PULL = 3


def order(key: str = "issue_comment:1", *, sender: int = 11, number: int = PULL, verb: str = "adr") -> Order:
    return Order(key, REPOSITORY, number, sender, f"person-{sender}", verb, "Use PostgreSQL", "a" * 40, "d-1")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def work(tmp_path: Path, clock: FakeClock) -> AsyncIterator[sqlite.SqliteWork]:
    opened = await sqlite.open(tmp_path / "work.sqlite3", seams=Seams(clock=clock))
    yield opened
    await opened.close()


@pytest.fixture
def store(work: sqlite.SqliteWork) -> SqliteStore:
    return work.store
