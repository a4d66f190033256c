"""The steady clock."""

import asyncio
from datetime import UTC, datetime

from bot.work.clock import SteadyClock


class Hands:
    """Two clocks that a test sets."""

    def __init__(self) -> None:
        self.wall = 1_780_000_000.0
        self.monotonic = 50.0

    def clock(self) -> SteadyClock:
        return SteadyClock(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


def test_a_wall_clock_that_is_set_back_does_not_move_it() -> None:
    hands = Hands()
    clock = hands.clock()
    hands.wall -= 3600
    hands.monotonic += 10
    assert clock.now() == 1_780_000_010.0


def test_moments_of_the_calendar_are_judged_by_the_wall_clock_of_now() -> None:
    """GitHub says until when to rest; if our clock was wrong and is put right, so is the rest of the pause."""
    hands = Hands()
    clock = hands.clock()
    until = datetime.fromtimestamp(hands.wall + 60, UTC)
    assert clock.seconds_until(until) == 60
    hands.wall += 45
    assert clock.seconds_until(until) == 15


async def test_waiting_ends_with_the_event() -> None:
    event = asyncio.Event()
    asyncio.get_running_loop().call_soon(event.set)
    await SteadyClock().wait(event, None)
    assert event.is_set()


async def test_waiting_ends_at_its_time() -> None:
    clock = SteadyClock()
    until = clock.now() + 0.01
    await clock.wait(asyncio.Event(), until)
    assert clock.now() >= until - 0.001
    await clock.wait(asyncio.Event(), until - 100)
