"""The door: which deliveries are work, and which are known."""

import asyncio

import pytest

from bot.work.port import Accepted, Again, Hopeless, Job, Mark
from tests.work.clock import FakeClock
from tests.work.harness import Gate, OpenWork, Recorder, delivery, eventually, raising, running, until, worked


class Door:
    async def test_twenty_copies_at_once_are_one_run(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            answers = await asyncio.gather(*(work.accept(delivery("a", "pull:1:1")) for _ in range(20)))
            await until(work.idle)
        assert sorted(answers) == [Accepted.DUPLICATE] * 19 + [Accepted.NEW]
        assert handle.deliveries == [("a",)]

    async def test_a_copy_is_known_while_the_first_waits_runs_and_is_done(self, open_work: OpenWork) -> None:
        work = await open_work()
        gate = Gate()
        handle = Recorder(gate)
        await work.accept(delivery("a", "pull:1:1"))
        assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
        async with running(work, handle):
            await eventually(lambda: len(handle.jobs) == 1)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
            gate.opened.set()
            await until(work.idle)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
            assert await work.idle()
        assert len(handle.jobs) == 1

    async def test_a_failed_delivery_that_is_redelivered_runs_again(
        self, open_work: OpenWork, clock: FakeClock
    ) -> None:
        work = await open_work()
        handle = Recorder(raising(Hopeless("no access")))
        async with running(work, handle):
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.NEW
            await until(work.idle)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.AGAIN
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
            clock.advance(1)
            await worked(work, handle, 2)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
        assert handle.deliveries == [("a",), ("a",)]
        assert handle.notes == [["a"], ["a"]]

    async def test_only_the_lanes_that_failed_run_again(self, open_work: OpenWork, clock: FakeClock) -> None:
        """A redelivery must not repeat what had succeeded."""
        work = await open_work()

        async def behave(job: Job) -> None:
            if job.lane == "pull:1:2" and handle.lanes.count(job.lane) == 1:
                raise Hopeless("gone")

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", "pull:1:2"))
            await until(work.idle)
            assert await work.accept(delivery("a", "pull:1:1", "pull:1:2")) is Accepted.AGAIN
            clock.advance(1)
            await worked(work, handle, 3)
        assert sorted(handle.lanes) == ["pull:1:1", "pull:1:2", "pull:1:2"]

    async def test_a_delivery_marks_each_of_its_lanes(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", "pull:1:2", "pull:1:3"))
            await until(work.idle)
        assert sorted(handle.lanes) == ["pull:1:1", "pull:1:2", "pull:1:3"]

    async def test_a_delivery_without_work_is_remembered_and_runs_nothing(self, open_work: OpenWork) -> None:
        work = await open_work()
        assert await work.accept(delivery("ping")) is Accepted.NEW
        assert await work.accept(delivery("ping")) is Accepted.DUPLICATE
        assert await work.idle()

    async def test_the_same_body_under_ten_ids_is_one_run(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder()
        async with running(work, handle):
            answers = [await work.accept(delivery(f"id {n}", "pull:1:1", body="same")) for n in range(10)]
            await until(work.idle)
        assert answers == [Accepted.NEW] + [Accepted.SAME_BODY] * 9
        assert handle.deliveries == [("id 0",)]

    async def test_a_body_is_forgotten_after_its_window(self, open_work: OpenWork, clock: FakeClock) -> None:
        """The window counts from the first: replays do not keep it open."""
        work = await open_work()
        await work.accept(delivery("a", "pull:1:1", body="same"))
        clock.advance(59)
        assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.SAME_BODY
        clock.advance(2)
        assert await work.accept(delivery("c", "pull:1:1", body="same")) is Accepted.NEW

    async def test_the_same_body_as_another_event_is_another_delivery(self, open_work: OpenWork) -> None:
        """The event's header is not signed: nobody may shut out a delivery by sending its body under another name."""
        work = await open_work()
        await work.accept(delivery("a", "pull:1:1", body="same", event="issues"))
        assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.NEW

    async def test_the_body_of_a_failed_delivery_is_worth_a_run(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        handle = Recorder(raising(Hopeless("gone")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", body="same"))
            await until(work.idle)
            assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.NEW
            clock.advance(1)
            await worked(work, handle, 2)
        assert handle.deliveries == [("a",), ("b",)]

    async def test_a_twin_that_is_redelivered_stands_for_the_first(self, open_work: OpenWork, clock: FakeClock) -> None:
        work = await open_work()
        gate = Gate()

        async def behave(job: Job) -> None:
            await gate(job)
            if len(handle.jobs) == 1:
                raise Hopeless("gone")

        handle = Recorder(behave)
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1", body="same"))
            assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.SAME_BODY
            assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.DUPLICATE
            gate.opened.set()
            await until(work.idle)
            assert await work.accept(delivery("b", "pull:1:1", body="same")) is Accepted.AGAIN
            clock.advance(1)
            await worked(work, handle, 2)
        assert handle.deliveries == [("a",), ("a",)]

    async def test_out_of_order_deliveries_are_all_looked_at(self, open_work: OpenWork, clock: FakeClock) -> None:
        """The push comes before the opening, and an old push comes late: each leads to a look at the newest state."""
        work = await open_work()
        handle = Recorder()
        await work.accept(delivery("synchronize B", "pull:1:1"))
        await work.accept(delivery("opened A", "pull:1:1"))
        async with running(work, handle):
            await worked(work, handle, 1)
            clock.advance(10)
            await work.accept(delivery("synchronize A", "pull:1:1"))
            await worked(work, handle, 2)
        assert handle.notes == [["synchronize B", "opened A"], ["synchronize A"]]

    async def test_a_note_that_is_not_json_is_refused_and_hurts_nobody_else(self, open_work: OpenWork) -> None:
        work = await open_work()
        good = [work.accept(delivery(f"good {n}", "pull:1:1")) for n in range(5)]
        mark = Mark("pull:1:2", 1, {"at": object()})
        bad = delivery("bad")
        answers = await asyncio.gather(
            *good, work.accept(type(bad)(bad.id, bad.event, bad.action, bad.digest, (mark,))), return_exceptions=True
        )
        assert answers[:5] == [Accepted.NEW] * 5
        assert isinstance(answers[5], TypeError)
        with pytest.raises(TypeError):
            await work.schedule(mark)

    async def test_a_delivery_that_is_tried_again_is_not_failed(self, open_work: OpenWork) -> None:
        work = await open_work()
        handle = Recorder(raising(Again("502")))
        async with running(work, handle):
            await work.accept(delivery("a", "pull:1:1"))
            await worked(work, handle, 1)
            assert await work.accept(delivery("a", "pull:1:1")) is Accepted.DUPLICATE
