"""SQLite does what every engine has to do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.work import sqlite
from bot.work.policy import Policy
from bot.work.port import Work
from bot.work.seams import Seams
from tests.work import conformance
from tests.work.clock import FakeClock
from tests.work.harness import OpenWork


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def open_work(tmp_path: Path, clock: FakeClock) -> AsyncIterator[OpenWork]:
    opened: list[Work] = []

    async def open_one(policy: Policy | None = None, *, chance: float = 0.0) -> Work:
        seams = Seams(clock=clock, chance=lambda: chance)
        opened.append(await sqlite.open(tmp_path / "work.sqlite3", policy=policy, seams=seams))
        return opened[-1]

    yield open_one
    for work in opened:
        await work.close()


class TestDoor(conformance.Door): ...


class TestLanes(conformance.Lanes): ...


class TestFairness(conformance.Fairness): ...


class TestFailures(conformance.Failures): ...


class TestRestart(conformance.Restart): ...
