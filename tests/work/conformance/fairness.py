"""Fairness: limits, turns and pauses of installations."""

import asyncio

from bot.work.policy import Policy
from bot.work.port import Job, Paused
from tests.work.clock import FakeClock
from tests.work.harness import Gate, OpenWork, Recorder, delivery, eventually, raising, running, still, until, worked


class Fairness:
    async def test_an_installation_has_at_most_its_share_of_the_workers(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(workers=8, per_installation=3))

        async def behave(_job: Job) -> None:
            await asyncio.sleep(0)

        handle = Recorder(behave)
        await work.accept(delivery("a", *(f"pull:1:{n}" for n in range(30)), installation=1))
        await work.accept(delivery("b", *(f"pull:2:{n}" for n in range(30)), installation=2))
        async with running(work, handle):
            await until(work.idle)
        assert handle.most_of == {1: 3, 2: 3}
        assert handle.most == 6

    async def test_all_workers_together_keep_their_limit(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(workers=5, per_installation=3))
        gate = Gate()
        handle = Recorder(gate)
        for n in range(10):
            await work.accept(delivery(f"{n}", f"pull:{n}:1", installation=n))
        async with running(work, handle):
            await eventually(lambda: len(handle.jobs) == 5)
            await still()
            assert len(handle.jobs) == 5
            gate.opened.set()
            await until(work.idle)
        assert handle.most == 5

    async def test_a_flood_of_one_installation_does_not_delay_another(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        """Ten lanes take turns with ten thousand: by the order of claims, not by time."""
        work = await open_work(Policy(workers=1))
        handle = Recorder()
        await work.accept(delivery("flood", *(f"pull:1:{n}" for n in range(10_000)), installation=1))
        clock.advance(0.1)
        await work.accept(delivery("few", *(f"pull:2:{n}" for n in range(10)), installation=2))
        async with running(work, handle):
            await eventually(lambda: sum(job.installation == 2 for job in handle.jobs) == 10)
        last = max(n for n, job in enumerate(handle.jobs) if job.installation == 2)
        assert last <= 20

    async def test_twenty_busy_installations_do_not_starve_a_late_one(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(workers=4))
        handle = Recorder()
        for installation in range(1, 21):
            lanes = (f"pull:{installation}:{n}" for n in range(50))
            await work.accept(delivery(f"flood {installation}", *lanes, installation=installation))
        clock.advance(0.1)
        await work.accept(delivery("late", "pull:99:1", "pull:99:2", installation=99))
        async with running(work, handle):
            await eventually(lambda: sum(job.installation == 99 for job in handle.jobs) == 2)
        last = max(n for n, job in enumerate(handle.jobs) if job.installation == 99)
        assert last <= 2 * 21 + 4

    async def test_within_an_installation_the_oldest_lane_goes_first(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(workers=1))
        handle = Recorder()
        for n in (3, 1, 2):
            await work.accept(delivery(f"{n}", f"pull:1:{n}"))
            clock.advance(0.1)
        async with running(work, handle):
            await until(work.idle)
        assert handle.lanes == ["pull:1:3", "pull:1:1", "pull:1:2"]

    async def test_a_paused_installation_rests_while_others_go_on(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder(raising(Paused("secondary rate limit", until=clock.after(60))))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", installation=1))
            await worked(work, handle, 1)
            await work.accept(delivery("b", "pull:1:2", installation=1))
            await work.accept(delivery("c", "pull:2:1", installation=2))
            await worked(work, handle, 2)
            clock.advance(59)
            await still()
            assert handle.lanes == ["pull:1:1", "pull:2:1"]
            counts = await work.counts()
            assert (counts["paused"], counts["waiting"]) == (2, 0)
            assert not await work.idle()
            clock.advance(1)
            await until(work.idle)
        assert sorted(handle.lanes[2:]) == ["pull:1:1", "pull:1:2"]

    async def test_a_pause_does_not_count_as_a_try(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work(Policy(tries=2))
        pauses = (Paused("primary limit", until=clock.after(10 * n)) for n in range(1, 6))
        handle = Recorder(raising(*pauses))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            for n in range(1, 6):
                await worked(work, handle, n)
                clock.advance(10)
            await until(work.idle)
        assert [(job.tries, job.last, job.deliveries) for job in handle.jobs] == [(0, False, ("a",))] * 6

    async def test_the_longer_of_two_pauses_counts(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        gate = Gate()

        async def behave(job: Job) -> None:
            if len(handle.jobs) <= 2:
                await gate(job)
                raise Paused("limit", until=clock.after(100 if job.lane == "pull:1:1" else 10))

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", "pull:1:2"))
            await eventually(lambda: len(handle.jobs) == 2)
            gate.opened.set()
            await worked(work, handle, 2)
            clock.advance(50)
            await still()
            assert len(handle.jobs) == 2
            clock.advance(50)
            await until(work.idle)
        assert len(handle.jobs) == 4

    async def test_a_pause_that_is_over_already_is_none(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder(raising(Paused("limit", until=clock.after(-5))))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
        assert len(handle.jobs) == 2

    async def test_a_waiting_lane_may_move_to_another_installation(self, open_work: OpenWork) -> None:
        """Whoever uninstalls the App and installs it anew has a new installation."""
        work = await open_work()
        handle = Recorder()
        await work.accept(delivery("a", "pull:1:1", installation=1))
        await work.accept(delivery("b", "pull:1:1", "pull:1:2", installation=2))
        async with running(work, handle):
            await until(work.idle)
        assert sorted((job.lane, job.installation) for job in handle.jobs) == [("pull:1:1", 2), ("pull:1:2", 2)]

    async def test_a_running_lane_may_move_to_another_installation(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work(Policy(workers=4, per_installation=1))
        gate = Gate()
        handle = Recorder(gate)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", "pull:1:2", installation=1))
            await eventually(lambda: len(handle.jobs) == 1)
            await work.accept(delivery("b", "pull:1:1", "pull:1:2", installation=2))
            gate.opened.set()
            clock.advance(10)
            await work.accept(delivery("c", "pull:1:3", installation=1))
            await until(work.idle)
        assert {(job.lane, job.installation) for job in handle.jobs[1:]} == {
            ("pull:1:1", 2),
            ("pull:1:2", 2),
            ("pull:1:3", 1),
        }
