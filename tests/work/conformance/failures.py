"""Failures by their class: tried again, given up, parked and taken up again."""

import asyncio

import structlog.testing

from bot.work.policy import Policy
from bot.work.port import Accepted, Again, Hopeless, Job, Mark
from tests.work.clock import FakeClock
from tests.work.harness import (
    OpenWork,
    Recorder,
    delivery,
    eventually,
    nothing,
    raising,
    running,
    still,
    until,
    urgent,
    worked,
)


class Failures:
    async def test_a_passing_fault_is_tried_again_after_the_back_off(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(chance=0.5)
        handle = Recorder(raising(Again("502"), Again("502"), Again("502")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            for jobs, delay in ((1, 1.5), (2, 2.5), (3, 4.5)):
                await worked(work, handle, jobs)
                clock.advance(delay - 0.1)
                await still()
                assert len(handle.jobs) == jobs
                clock.advance(0.1)
            await until(work.idle)
        assert [job.tries for job in handle.jobs] == [0, 1, 2, 3]
        assert handle.deliveries == [("a",)] * 4

    async def test_the_handler_may_name_the_delay(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder(raising(Again("GitHub is still computing", seconds=7)))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(6.9)
            await still()
            assert len(handle.jobs) == 1
            clock.advance(0.1)
            await until(work.idle)
        assert len(handle.jobs) == 2

    async def test_an_unexpected_error_is_logged_with_the_lane_and_tried_again(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work()
        handle = Recorder(raising(ZeroDivisionError("division by zero")))
        with structlog.testing.capture_logs() as logs:
            async with running(work, handle):
                await work.accept(delivery("a", "pull:1:1", installation=3))
                await worked(work, handle, 1)
                clock.advance(1)
                await until(work.idle)
        lines = [line for line in logs if line["event"] == "job"]
        assert [line["outcome"] for line in lines] == ["again", "done"]
        assert lines[0]["reason"] == "ZeroDivisionError: division by zero"
        assert isinstance(lines[0]["exc_info"], ZeroDivisionError)
        assert (lines[0]["lane"], lines[0]["installation"], lines[0]["deliveries"]) == ("pull:1:1", 3, ["a"])

    async def test_the_last_try_is_announced_and_then_the_lane_is_parked(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(tries=3))
        handle = Recorder(raising(*[Again("502")] * 3))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            for jobs in (1, 2, 3):
                await worked(work, handle, jobs)
                clock.advance(60)
            await until(work.idle)
            await still()
            assert (await work.counts())["parked"] == 1
        assert [job.last for job in handle.jobs] == [False, False, True]

    async def test_a_redelivery_takes_a_parked_lane_up_again(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work(Policy(tries=1))
        handle = Recorder(raising(ValueError("no")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.AGAIN
            assert (await work.counts())["parked"] == 0
            clock.advance(1)
            await worked(work, handle, 2)
            await until(work.idle)
        assert [(job.tries, job.deliveries) for job in handle.jobs] == [(0, ("a",))] * 2

    async def test_a_new_event_takes_a_parked_lane_up_again(self, open_work: OpenWork, clock: FakeClock) -> None:
        """The deliveries that had failed stay failed: their redelivery is theirs to ask for."""
        work = await open_work(Policy(tries=1))
        handle = Recorder(raising(ValueError("no")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
            clock.advance(5)
            await work.accept(delivery("b", "pull:1:1"))
            await worked(work, handle, 2)
            assert (await work.counts())["parked"] == 0
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.AGAIN
        assert handle.deliveries[:2] == [("a",), ("b",)]

    async def test_an_event_during_the_last_try_keeps_the_lane_from_parking(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(tries=1))

        async def behave(_job: Job) -> None:
            if len(handle.jobs) == 1:
                await work.accept(delivery("b", "pull:1:1"))
                raise ValueError("poison")

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            assert (await work.counts())["parked"] == 0
            clock.advance(1)
            await until(work.idle)
        assert handle.deliveries == [("a",), ("b",)]

    async def test_a_new_event_starts_the_tries_anew_but_not_the_lane(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        """While GitHub is down, pushes do not make us hammer it; nor is a fresh event parked at its first failure."""
        work = await open_work(Policy(tries=2))
        handle = Recorder(raising(Again("502", seconds=50), Again("502", seconds=50)))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(10)
            await work.accept(delivery("b", "pull:1:1"))
            clock.advance(10)
            await still()
            assert len(handle.jobs) == 1
            clock.advance(30)
            await worked(work, handle, 2)
            clock.advance(50)
            await until(work.idle)
        assert [(job.tries, job.last, job.deliveries) for job in handle.jobs] == [
            (0, False, ("a",)),
            (0, False, ("a", "b")),
            (1, True, ("a", "b")),
        ]

    async def test_somebody_who_waits_ends_the_back_off(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder(raising(Again("502", seconds=50)))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            await work.accept(urgent("button", "pull:1:1"))
            await until(work.idle)
        assert handle.deliveries == [("a",), ("a", "button")]

    async def test_a_new_event_shortens_the_back_off(self, open_work: OpenWork, clock: FakeClock) -> None:
        """The event may be a push, and nobody waits minutes for the first look at a head."""
        work = await open_work(Policy(back_off_after_event=30))
        handle = Recorder(raising(Again("502", seconds=300)))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(10)
            await work.accept(delivery("b", "pull:1:1"))
            await work.accept(delivery("c", "pull:1:1"))
            clock.advance(29.9)
            await still()
            assert len(handle.jobs) == 1
            clock.advance(0.1)
            await until(work.idle)
        assert handle.deliveries == [("a",), ("a", "b", "c")]

    async def test_an_event_during_a_run_that_fails_does_not_wait_for_its_back_off(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(debounce=1, longest_wait=5))

        async def behave(_job: Job) -> None:
            if len(handle.jobs) == 1:
                await work.accept(delivery("b", "pull:1:1"))
                raise Again("502", seconds=300)

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            clock.advance(1)
            await until(work.idle)
        assert handle.deliveries == [("a",), ("a", "b")]

    async def test_a_lane_that_schedules_itself_still_runs_out_of_tries(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work(Policy(tries=3))

        async def behave(job: Job) -> None:
            if len(handle.jobs) < 3:
                await work.schedule(Mark(job.lane, 1, {"from": "itself"}))
            raise Again("502")

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            for jobs in (1, 2, 3):
                await worked(work, handle, jobs)
                clock.advance(60)
            await until(work.idle)
        assert [job.last for job in handle.jobs] == [False, False, True]

    async def test_a_hopeless_job_is_not_tried_again(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder(raising(Hopeless("404")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await until(work.idle)
            clock.advance(3600)
            await still()
            assert (await work.counts())["parked"] == 0
        assert len(handle.jobs) == 1

    async def test_a_job_that_hangs_is_cancelled_and_tried_again(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work(Policy(longest_run=0.02))

        async def behave(_job: Job) -> None:
            handle.behave = nothing
            await asyncio.Event().wait()

        handle = Recorder(behave)
        with structlog.testing.capture_logs() as logs:
            async with running(work, handle):
                await work.accept(delivery("a", "pull:1:1"))
                await worked(work, handle, 1)
                clock.advance(1)
                await until(work.idle)
        assert [job.tries for job in handle.jobs] == [0, 1]
        assert [line.get("reason") for line in logs if line["event"] == "job"] == ["cancelled after 0.02 s", None]

    async def test_a_failing_lane_does_not_hold_up_the_others(self, open_work: OpenWork) -> None:
        work = await open_work(Policy(workers=1, tries=2))

        async def behave(job: Job) -> None:
            if job.lane == "pull:1:0":
                raise Again("poison")

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", *(f"pull:1:{n}" for n in range(20))))
            await eventually(lambda: len(set(handle.lanes)) == 20)
        assert handle.lanes.count("pull:1:0") == 1
