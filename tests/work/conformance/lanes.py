"""Lanes: when they run, how bursts coalesce, and that no two jobs of one run at once."""

import asyncio
import random

from bot.work.policy import Policy
from bot.work.port import Job, Mark
from tests.work.clock import FakeClock
from tests.work.harness import (
    Gate,
    OpenWork,
    Recorder,
    delivery,
    eventually,
    nothing,
    running,
    still,
    until,
    urgent,
    worked,
)


class Lanes:
    async def test_the_first_event_on_a_quiet_lane_is_worked_at_once(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(1.1)
            await work.accept(delivery("b", "pull:1:1"))
            await worked(work, handle, 2)
        assert handle.deliveries == [("a",), ("b",)]

    async def test_later_events_wait_a_second_after_the_last(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.accept(delivery("first", "pull:1:1"))
            await worked(work, handle, 1)
            for n in range(3):
                clock.advance(0.9)
                await work.accept(delivery(f"later {n}", "pull:1:1"))
            clock.advance(0.9)
            await still()
            assert len(handle.jobs) == 1
            clock.advance(0.1)
            await worked(work, handle, 2)
        assert handle.deliveries == [("first",), ("later 0", "later 1", "later 2")]

    async def test_a_steady_stream_is_worked_every_five_seconds(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.accept(delivery("first", "pull:1:1"))
            await worked(work, handle, 1)
            for n in range(6):
                clock.advance(0.9)
                await work.accept(delivery(f"later {n}", "pull:1:1"))
            clock.advance(0.4)
            await still()
            assert len(handle.jobs) == 1
            clock.advance(0.1)
            await worked(work, handle, 2)
        assert len(handle.deliveries[1]) == 6

    async def test_a_burst_of_thirty_is_two_runs(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            for n in range(30):
                await work.accept(delivery(f"{n}", "pull:1:1"))
                await asyncio.sleep(0)
            await worked(work, handle, 1)
            clock.advance(1.0)
            await until(work.idle)
        assert len(handle.jobs) == 2
        assert [name for job in handle.deliveries for name in job] == [f"{n}" for n in range(30)]

    async def test_a_backlog_of_1200_deliveries_for_40_pull_requests_is_40_runs(self, open_work: OpenWork) -> None:
        """All notes are handed over, oldest first."""
        work = await open_work()
        handle = Recorder()
        await asyncio.gather(*(work.accept(delivery(f"{n}", f"pull:1:{n % 40}")) for n in range(1200)))
        async with running(work, handle):
            await until(work.idle)
        assert len(handle.jobs) == 40
        for job in handle.jobs:
            number = int(job.lane.rpartition(":")[2])
            assert [note["from"] for note in job.notes] == [f"{n}" for n in range(number, 1200, 40)]

    async def test_a_mark_that_somebody_waits_for_is_not_debounced(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.accept(delivery("push", "pull:1:1"))
            await worked(work, handle, 1)
            await work.accept(delivery("push again", "pull:1:1"))
            await work.accept(urgent("button", "pull:1:1"))
            await worked(work, handle, 2)
        assert handle.deliveries == [("push",), ("push again", "button")]

    async def test_events_after_it_do_not_put_it_off(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder()
        await work.accept(delivery("push", "pull:1:1"))
        await work.accept(urgent("button", "pull:1:1"))
        await work.accept(delivery("push again", "pull:1:1"))
        async with running(work, handle):
            await worked(work, handle, 1)
        assert handle.deliveries == [("push", "button", "push again")]

    async def test_an_event_during_a_run_leads_to_another_run_after_it(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work()
        gate = Gate()
        handle = Recorder(gate)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await eventually(lambda: len(handle.jobs) == 1)
            await work.accept(delivery("b", "pull:1:1"))
            await work.accept(urgent("c", "pull:1:1"))
            clock.advance(60)
            await still()
            assert len(handle.jobs) == 1
            gate.opened.set()
            await worked(work, handle, 2)
            assert await work.idle()
        assert handle.deliveries == [("a",), ("b", "c")]

    async def test_no_two_jobs_of_a_lane_overlap_under_load(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work(Policy(debounce=0.0, longest_wait=0.0))
        chance = random.Random(7)

        async def behave(_job: Job) -> None:
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)

        handle = Recorder(behave)

        async def send(n: int) -> None:
            await work.accept(delivery(f"{n}", f"pull:1:{n % 10}", installation=n % 3))
            clock.advance(0.01)

        async with running(work, handle):
            for start in range(0, 400, 20):
                await asyncio.gather(*(send(n) for n in range(start, start + 20)))
            await until(work.idle)
        assert handle.overlaps == []
        assert sorted(int(name) for job in handle.deliveries for name in job) == list(range(400))
        assert handle.most > 1

    async def test_a_scheduled_mark_runs_when_it_is_due(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.schedule(Mark("pull:1:1", 7, {"from": "sweep"}), after=30)
            clock.advance(29)
            await still()
            assert handle.jobs == []
            assert not await work.idle()
            clock.advance(1)
            await until(work.idle)
        assert handle.jobs == [Job("pull:1:1", 7, ({"from": "sweep"},), ())]

    async def test_an_earlier_run_does_not_use_up_a_scheduled_mark(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.schedule(Mark("pull:1:1", 1, {"from": "expiry"}), after=30)
            await work.accept(delivery("push", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(30)
            await until(work.idle)
        assert handle.notes == [["push"], ["expiry"]]

    async def test_a_job_can_schedule_other_lanes_and_its_own(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()

        async def behave(job: Job) -> None:
            if job.lane == "commit:1:abc":
                await work.schedule(Mark("pull:1:1", 1, {"from": "look-up"}))
            elif len(handle.jobs) == 2:
                await work.schedule(Mark("pull:1:1", 1, {"from": "itself"}), after=600)

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("suite", "commit:1:abc"))
            await worked(work, handle, 2)
            clock.advance(600)
            await until(work.idle)
        assert handle.notes == [["suite"], ["look-up"], ["itself"]]

    async def test_the_counts_tell_waiting_from_running(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(workers=2))
        gate = Gate()
        handle = Recorder(gate)
        async with running(work, handle):
            await work.accept(delivery("a", *(f"pull:1:{n}" for n in range(5))))
            await eventually(lambda: len(handle.jobs) == 2)
            counts = await work.counts()
            assert (counts["waiting"], counts["running"], counts["paused"], counts["parked"]) == (3, 2, 0, 0)
            handle.behave = nothing
            gate.opened.set()
            await until(work.idle)
        assert sum((await work.counts()).values()) == 0
