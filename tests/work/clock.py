"""A clock that stands still until a test moves it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(eq=False)
class FakeClock:
    """Satisfies `bot.work.clock.Clock`. Starts at a round second in 2026."""

    seconds: float = 1_780_000_000.0
    _alarms: list[tuple[float, asyncio.Event]] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def seconds_until(self, moment: datetime) -> float:
        return moment.timestamp() - self.seconds

    def after(self, seconds: float) -> datetime:
        """Return the moment that is `seconds` from now."""
        return datetime.fromtimestamp(self.seconds, UTC) + timedelta(seconds=seconds)

    def advance(self, seconds: float) -> None:
        """Move on, and wake everybody whose time has come."""
        self.seconds += seconds
        for due, alarm in self._alarms:
            if due <= self.seconds:
                alarm.set()

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        alarm = asyncio.Event()
        entry = (float("inf") if until is None else until, alarm)
        if entry[0] <= self.seconds:
            alarm.set()
        self._alarms.append(entry)
        waits = [asyncio.create_task(event.wait()), asyncio.create_task(alarm.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._alarms.remove(entry)
            for wait in waits:
                wait.cancel()
