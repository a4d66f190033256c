"""What a new process makes of the leases that it finds: here the last one is only closed, with its jobs unsettled."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.work import sqlite
from bot.work.lease import Done, Rest
from bot.work.policy import Policy
from bot.work.port import Mark
from bot.work.seams import Seams
from tests.work.clock import FakeClock
from tests.work.harness import delivery

Reopen = Callable[[], Awaitable[sqlite.SqliteWork]]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def reopen(tmp_path: Path, clock: FakeClock) -> Reopen:
    opened: list[sqlite.SqliteWork] = []

    async def next_process() -> sqlite.SqliteWork:
        for work in opened:
            await work.close()
        opened.append(
            await sqlite.open(tmp_path / "work.sqlite3", policy=Policy(per_installation=2), seams=Seams(clock=clock))
        )
        return opened[-1]

    return next_process


async def claimed(work: sqlite.SqliteWork) -> list[str]:
    """Claim whatever can be claimed; return the lanes."""
    leases, _ = await work.claim(100)
    return sorted(lease.job.lane for lease in leases)


async def test_a_lease_of_a_dead_process_is_free_at_once(reopen: Reopen) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1"))
    assert await claimed(work) == ["pull:1:1"]
    work = await reopen()
    assert await claimed(work) == ["pull:1:1"]
    await work.close()


async def test_suspects_run_one_at_a_time_beside_others(reopen: Reopen, clock: FakeClock) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1", "pull:1:2", installation=1))
    await work.accept(delivery("b", "pull:2:1", installation=2))
    assert await claimed(work) == ["pull:1:1", "pull:1:2", "pull:2:1"]
    work = await reopen()
    clock.advance(5)
    await work.accept(delivery("c", "pull:3:1", installation=3))
    leases, due = await work.claim(100)
    assert due is None
    assert sorted(lease.job.installation for lease in leases) == [leases[0].job.installation, 3]
    await work.settle(leases[0], Done())
    assert len(await claimed(work)) == 1
    await work.close()


async def test_a_suspect_keeps_the_limit_of_its_installation(reopen: Reopen) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1", installation=1))
    await work.accept(delivery("b", "pull:2:1", installation=2))
    await claimed(work)
    work = await reopen()
    (first,), _ = await work.claim(1)
    other = 3 - first.job.installation
    await work.accept(delivery("c", f"pull:{other}:2", f"pull:{other}:3", installation=other))
    (ordinary, _), _ = await work.claim(100)
    await work.settle(first, Done())
    assert await work.claim(100) == ([], None)
    await work.settle(ordinary, Done())
    assert await claimed(work) == [f"pull:{other}:1"]
    await work.close()


async def test_a_suspect_rests_with_its_installation(reopen: Reopen, clock: FakeClock) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1"))
    await claimed(work)
    work = await reopen()
    (lease,), _ = await work.claim(1)
    await work.settle(lease, Rest("limit", 30))
    assert await work.claim(1) == ([], clock.now() + 30)
    clock.advance(30)
    assert await claimed(work) == ["pull:1:1"]
    await work.close()


async def test_a_job_is_told_that_it_is_the_last_before_it_kills_again(reopen: Reopen) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1"))
    lasts = []
    for _ in range(3):
        (lease,), _ = await work.claim(1)
        lasts.append((lease.job.tries, lease.job.last))
        work = await reopen()
    assert lasts == [(0, False), (0, False), (0, True)]
    assert await work.idle()
    assert (await work.counts())["parked"] == 1
    await work.close()


async def test_a_success_clears_the_suspicion(reopen: Reopen, clock: FakeClock) -> None:
    work = await reopen()
    for turn in range(5):
        clock.advance(5)
        await work.accept(delivery(f"{turn}", "pull:1:1"))
        await claimed(work)
        work = await reopen()
        (lease,), _ = await work.claim(1)
        assert not lease.job.last
        await work.settle(lease, Done())
    assert (await work.counts())["parked"] == 0
    await work.close()


async def test_an_event_that_came_during_the_last_death_is_worked(reopen: Reopen, clock: FakeClock) -> None:
    work = await reopen()
    await work.accept(delivery("poison", "pull:1:1"))
    for _ in range(3):
        assert await claimed(work) == ["pull:1:1"]
        await work.accept(delivery(f"{clock.now()}", "pull:1:1"))
        clock.advance(5)
        work = await reopen()
    assert (await work.counts())["parked"] == 0
    (lease,), _ = await work.claim(1)
    assert "poison" not in lease.job.deliveries
    assert len(lease.job.deliveries) == 1
    await work.close()


async def test_a_clock_set_back_moves_all_plans_back(reopen: Reopen, clock: FakeClock) -> None:
    """Due times, pauses and scheduled marks: nothing waits an hour because the clock was wrong."""
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1", installation=1))
    (lease,), _ = await work.claim(1)
    await work.settle(lease, Rest("limit", 30))
    await work.schedule(Mark("pull:3:1", 3), after=50)
    await work.accept(delivery("b", "pull:2:1", installation=2))
    clock.seconds -= 3600
    work = await reopen()
    (lease,), due = await work.claim(100)
    assert (lease.job.lane, due) == ("pull:2:1", clock.now() + 30)
    clock.advance(30)
    assert await claimed(work) == ["pull:1:1"]
    clock.advance(20)
    assert await claimed(work) == ["pull:3:1"]
    await work.close()


async def test_a_clock_that_stays_back_is_put_right_once(reopen: Reopen, clock: FakeClock) -> None:
    work = await reopen()
    await work.accept(delivery("a", "pull:1:1"))
    clock.seconds -= 3600
    work = await reopen()
    (lease,), _ = await work.claim(1)
    await work.settle(lease, Rest("limit", 30))
    work = await reopen()
    assert await work.claim(1) == ([], clock.now() + 30)
    await work.close()
