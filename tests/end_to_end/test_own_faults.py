"""Faults of our own, and work that takes long: what people see meanwhile and in the end."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.review.judge import Unjudged
from bot.review.lane import Clock
from bot.review.tasks import Task
from tests.end_to_end.app import Inline
from tests.end_to_end.house import first_run, is_whole, planwarden
from tests.end_to_end.plans import FAULTY, FIXED, PATH, RED
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

T = TypeVar("T")


class Broken:
    """Judges as told: an exception to raise, or seconds to think first."""

    def __init__(self, *, error: Exception | None = None, gate: asyncio.Event | None = None, times: int = 1) -> None:
        self.error = error
        self.gate = gate
        self.times = times

    async def do(self, task: Task, kind: type[T]) -> T:
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None and self.times:
            self.times -= 1
            raise self.error
        return await Inline().do(task, kind)


async def test_plans_that_cannot_be_judged_fail(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FIXED})
    judge = Broken(error=Unjudged("reading the plans took more than 20 seconds"))
    async with planwarden(github, tmp_path, workshop=judge) as house:
        await house.deliver()
        assert house.verdict(pull) == ("failure", "Could not check: reading the plans took more than 20 seconds")
        assert "this is not a verdict on them" in (house.run(pull).summary or "")


async def test_a_fault_of_ours_fails_and_is_tried_again(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    async with planwarden(github, tmp_path, workshop=Broken(error=ZeroDivisionError("canary-text"), times=2)) as house:
        await house.deliver()
        first, last = house.runs(pull)
        assert (first.conclusion, first.title) == ("failure", "Could not check: an internal error (ZeroDivisionError)")
        assert "canary" not in str(first)
        assert (last.conclusion, last.title) == RED


async def test_long_work_shows_that_it_goes_on(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    gate = asyncio.Event()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, workshop=Broken(gate=gate), clock=clock) as house:
        await github.hooks.send_all()
        shown = await first_run(github, pull)
        assert (shown.status, shown.title) == ("in_progress", "Checking 1 plan")
        gate.set()
        await house.idle()
        is_whole(house, shop)
        assert house.run(pull) is shown
    assert len(slept) == 1
    assert 5 < slept[0] <= 10


async def test_what_a_crash_left_in_progress_is_completed(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    gate = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        return

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, workshop=Broken(gate=gate), clock=clock, grace=0.0):
        await github.hooks.send_all()
        await first_run(github, pull)
    async with planwarden(github, tmp_path) as house:
        await house.idle()
        is_whole(house, shop)


async def test_an_exhausted_hour_is_shown_and_waited_for(github: StandIn, tmp_path: Path, shop: Repository) -> None:
    """GraphQL has a budget of its own: with none left for reading, REST still says why nothing is known yet.

    The hour ends in two seconds; a clock that is behind makes them a long time.
    """
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    limits = github.limits
    limits.hourly["graphql"] = 0
    limits._usage[github.installation("octo").id].reset["graphql"] = github.clock.now() + 2
    clock = Clock(now=lambda: datetime.now(UTC) - timedelta(hours=1))
    async with planwarden(github, tmp_path, clock=clock) as house:
        await github.hooks.send_all()
        shown = await first_run(github, pull)
        assert shown.status == "in_progress"
        assert re.fullmatch(r"Waiting: GitHub limits requests until \d\d:\d\d UTC", shown.title or "")
        limits.hourly["graphql"] = 5000
        await house.idle()
        is_whole(house, shop)
        assert house.run(pull) is shown
    assert limits.sent_while_limited == 0


async def test_what_a_closed_pull_request_left_open_is_closed(
    github: StandIn, tmp_path: Path, shop: Repository
) -> None:
    pull = shop.pull_request("refunds", {PATH: FAULTY})

    async def sleep(_seconds: float) -> None:
        return

    clock = Clock(now=lambda: datetime.now(UTC), sleep=sleep)
    async with planwarden(github, tmp_path, workshop=Broken(gate=asyncio.Event()), clock=clock, grace=0.0):
        await github.hooks.send_all()
        shown = await first_run(github, pull)
    pull.close()
    async with planwarden(github, tmp_path) as house:
        await house.idle()
    assert (shown.status, shown.conclusion, shown.title) == ("completed", "cancelled", "Superseded")
    assert pull.reviews == []
