"""Stopping and starting again: what was accepted, planned, paused, parked and known is still so."""

import asyncio

import pytest

from bot.work.policy import Policy
from bot.work.port import Accepted, Again, Job, Mark, Paused, Unavailable
from tests.work.clock import FakeClock
from tests.work.harness import Gate, OpenWork, Recorder, delivery, eventually, raising, running, still, until, worked


class Restart:
    async def test_what_waits_survives(self, open_work: OpenWork) -> None:
        work = await open_work()
        for n in range(6):
            await work.accept(delivery(f"{n}", f"pull:1:{n % 2}"))
        await work.close()

        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await until(work.idle)
        assert sorted(handle.notes) == [["0", "2", "4"], ["1", "3", "5"]]

    async def test_what_is_known_survives(self, open_work: OpenWork) -> None:
        work = await open_work()
        async with running(work, Recorder()):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
        await work.close()

        work = await open_work()
        assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
        assert await work.accept(delivery("b", "pull:1:1", body="a")) is Accepted.SAME_BODY

    async def test_plans_survive(self, open_work: OpenWork, clock: FakeClock) -> None:
        """A pause, a back-off with its count of tries, a parked lane and a scheduled mark."""
        work = await open_work(Policy(tries=3))
        errors = {
            "pull:1:1": Paused("limit", until=clock.after(100)),
            "pull:2:1": Again("502", seconds=50),
        }

        async def behave(job: Job) -> None:
            raise errors[job.lane]

        async with running(work, (handle := Recorder(behave))):
            await work.accept(delivery("a", "pull:1:1", installation=1))
            await work.accept(delivery("b", "pull:2:1", installation=2))
            await work.schedule(Mark("pull:3:1", 3, {"from": "sweep"}), after=70)
            await worked(work, handle, 2)
        await work.close()

        work = await open_work(Policy(tries=3))
        handle = Recorder()
        async with running(work, handle):
            for seconds in (49, 1, 20, 30):
                clock.advance(seconds)
                await still()
            await until(work.idle)
        assert [(job.lane, job.tries) for job in handle.jobs] == [("pull:2:1", 1), ("pull:3:1", 0), ("pull:1:1", 0)]

    async def test_a_parked_lane_stays_parked(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(tries=1))
        async with running(work, Recorder(raising(ValueError("no")))):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
        await work.close()

        work = await open_work(Policy(tries=1))
        assert (await work.counts())["parked"] == 1
        assert await work.idle()
        assert await work.accept(delivery("a", "pull:1:1")) is Accepted.AGAIN

    async def test_stop_lets_running_jobs_end_and_starts_no_other(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(workers=1))
        gate = Gate()
        handle = Recorder(gate)
        task = asyncio.create_task(work.run(handle))
        await work.accept(delivery("a", "pull:1:1", "pull:1:2"))
        await eventually(lambda: len(handle.jobs) == 1)
        stop = asyncio.create_task(work.stop(grace=60))
        await still()
        assert not stop.done()
        gate.opened.set()
        await stop
        await task
        assert len(handle.jobs) == 1
        counts = await work.counts()
        assert (counts["waiting"], counts["running"]) == (1, 0)

    async def test_a_job_cut_off_after_the_grace_runs_again_with_all_its_tries(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder(Gate())
        task = asyncio.create_task(work.run(handle))
        await work.accept(delivery("a", "pull:1:1"))
        await eventually(lambda: len(handle.jobs) == 1)
        await work.stop(grace=0.01)
        await task
        assert handle.running == {}
        await work.close()

        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await until(work.idle)
        assert handle.jobs == [Job("pull:1:1", 1, ({"from": "a"},), ("a",))]

    async def test_a_second_stop_shortens_the_grace(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder(Gate())
        task = asyncio.create_task(work.run(handle))
        await work.accept(delivery("a", "pull:1:1"))
        await eventually(lambda: len(handle.jobs) == 1)
        first = asyncio.create_task(work.stop(grace=60))
        await still()
        await work.stop(grace=0)
        await first
        await task
        assert (await work.counts())["waiting"] == 1

    async def test_cancelled_workers_give_their_lanes_back(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder(Gate())
        task = asyncio.create_task(work.run(handle))
        await work.accept(delivery("a", "pull:1:1"))
        await eventually(lambda: len(handle.jobs) == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        counts = await work.counts()
        assert (counts["waiting"], counts["running"]) == (1, 0)

    async def test_the_door_stays_open_after_the_workers_stopped(self, open_work: OpenWork) -> None:
        work = await open_work()
        async with running(work, Recorder()):
            pass
        assert await work.accept(delivery("a", "pull:1:1")) is Accepted.NEW
        assert not await work.idle()

    async def test_a_closed_store_takes_nothing(self, open_work: OpenWork) -> None:
        work = await open_work()
        await work.close()
        with pytest.raises(Unavailable):
            await work.accept(delivery("a", "pull:1:1"))

    async def test_a_caller_who_leaves_takes_nothing_with_him(self, open_work: OpenWork) -> None:
        """GitHub may hang up while the delivery is being stored: it is worked all the same, and known when it returns."""
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            caller = asyncio.create_task(work.accept(delivery("a", "pull:1:1")))
            await asyncio.sleep(0)
            caller.cancel()
            await worked(work, handle, 1)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
        assert handle.deliveries == [("a",)]

    async def test_workers_run_once(self, open_work: OpenWork) -> None:
        work = await open_work()
        async with running(work, Recorder()):
            await still()
            with pytest.raises(RuntimeError, match="run already"):
                await work.run(Recorder())
