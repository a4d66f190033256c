"""Where tests reach in: time, chance, and the boundaries between steps."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.work.clock import Clock, SteadyClock

Trace = Callable[[str], None]
"""Called at each step boundary with its name ("accept.executed", "accept.committed")."""


def _unseen(_step: str) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seams:
    """`chance` gives 0 <= x < 1."""

    clock: Clock = field(default_factory=SteadyClock)
    chance: Callable[[], float] = random.random
    trace: Trace = _unseen
