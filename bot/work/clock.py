"""Time for durable work: one steady line of seconds, and waiting on it."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What durable work needs of time; tests bring their own."""

    def now(self) -> float:
        """Return seconds since 1970 (UTC) on a line that never jumps while the process lives. Called from any thread."""
        ...

    def seconds_until(self, moment: datetime) -> float:
        """Return the seconds from now to `moment` (aware), as the wall clock stands now."""
        ...

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        """Return when `event` is set or the time is `until` (None: no limit)."""
        ...


class SteadyClock:
    """The wall clock at the start, moved on by the monotonic clock.

    When somebody sets the wall clock back by an hour, nothing that was due waits an hour longer.
    """

    def __init__(
        self, *, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._offset = wall() - monotonic()

    def now(self) -> float:
        return self._monotonic() + self._offset

    def seconds_until(self, moment: datetime) -> float:
        return moment.timestamp() - self._wall()

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        seconds = None if until is None else until - self.now()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
