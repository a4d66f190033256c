"""Stops a rule that does not come to an end, so that the others still speak. The engine itself knows no clock."""

import signal
from types import FrameType, TracebackType
from typing import Self

SECONDS = 5.0
"""How long one rule may take on one plan, within a factor of two; ours take well under a hundredth of a second."""


class TookTooLong(Exception):
    """A rule ran into the limit; the engine tells it as a crash of that rule."""


class Watchdog:
    """While it is entered, raises `TookTooLong` inside a rule that runs for longer than one and at most two ticks.

    One timer for the whole run, looked at from a signal handler: setting one for each rule would cost more than most rules.
    Only the main thread of a process receives signals, so it is entered there.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.running = ""
        self.begun = 0
        self._seen = 0

    def started(self, rule: str) -> None:
        """Take note of the rule that begins, "" for none."""
        self.running = rule
        self.begun += 1

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, self.seconds, self.seconds)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)

    def _tick(self, _number: int, _frame: FrameType | None) -> None:
        if self.running and self.begun == self._seen:
            raise TookTooLong(self.running)
        self._seen = self.begun
