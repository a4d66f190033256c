"""A command acts on the head that was there when it was given, however late and out of order deliveries come."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.work import sqlite
from bot.work.port import Delivery, Job, Mark, Sighting
from bot.work.seams import Seams
from tests.work.clock import FakeClock

LANE = "pull:7:3"
A, B, C = "a" * 40, "b" * 40, "c" * 40


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[sqlite.SqliteWork]:
    opened = await sqlite.open(tmp_path / "work.sqlite3", seams=Seams(clock=FakeClock()))
    yield opened
    await opened.close()


class Told:
    """Delivers, and tells what a command's note says of its head."""

    def __init__(self, work: sqlite.SqliteWork) -> None:
        self._work = work
        self._count = 0

    async def push(self, sha: str, at: str) -> None:
        await self._deliver(Mark(LANE, 1, {"head_sha": sha}, head=Sighting(sha, at)))

    async def command(self, at: str) -> None:
        await self._deliver(Mark(LANE, 1, {"command": {}}, said=at))

    async def seen(self) -> Any:
        notes: list[Any] = []

        async def handle(job: Job) -> None:
            notes.extend(note["seen"] for note in job.notes if "seen" in note)
            await self._work.stop(grace=0)

        await self._work.run(handle)
        (found,) = notes
        return found

    async def _deliver(self, mark: Mark) -> None:
        self._count += 1
        await self._work.accept(Delivery(f"d-{self._count}", "event", "action", f"{self._count}", (mark,)))


def at(second: int) -> str:
    return f"2026-11-26T10:00:{second:02}Z"


async def test_the_head_of_the_time_of_the_comment(work: sqlite.SqliteWork) -> None:
    told = Told(work)
    await told.push(A, at(1))
    await told.push(B, at(5))
    await told.command(at(7))
    await told.push(C, at(9))

    assert await told.seen() == B


async def test_a_push_that_overtakes_a_comment_does_not_count(work: sqlite.SqliteWork) -> None:
    """The comment was about A; that we heard of B first changes nothing."""
    told = Told(work)
    await told.push(A, at(1))
    await told.push(B, at(9))
    await told.command(at(5))

    assert await told.seen() == A


async def test_in_one_second_what_was_told_first_came_first(work: sqlite.SqliteWork) -> None:
    told = Told(work)
    await told.push(A, at(1))
    await told.command(at(1))
    await told.push(B, at(1))

    assert await told.seen() == A


async def test_a_comment_older_than_all_that_was_seen_is_about_the_oldest(work: sqlite.SqliteWork) -> None:
    told = Told(work)
    await told.push(B, at(9))
    await told.push(A, at(7))
    await told.command(at(5))

    assert await told.seen() == A


async def test_nothing_seen(work: sqlite.SqliteWork) -> None:
    told = Told(work)
    await told.command(at(5))

    assert await told.seen() == ""


async def test_a_head_that_came_back(work: sqlite.SqliteWork) -> None:
    """A force-push back to an older commit is a new time of that commit."""
    told = Told(work)
    await told.push(A, at(1))
    await told.push(B, at(3))
    await told.push(A, at(5))
    await told.command(at(7))

    assert await told.seen() == A
