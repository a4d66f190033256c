"""What performing a command needs and brings: the ports, the case, the outcome."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.commands.given import Given
from bot.github.port import GitHub, PullRequest
from bot.review.configuration import Settings
from bot.review.site import Site
from bot.review.tasks import Workshop
from bot.store.port import Store
from bot.work.port import Mark
from rules.config import Config


def _nothing(_verb: str, _outcome: str) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where commands are performed. `now`: UTC.

    `schedule`: marks a lane dirty. `count`: is told each command that is over, by verb and outcome.
    """

    github: GitHub
    store: Store
    workshop: Workshop
    now: Callable[[], datetime]
    site: Site
    schedule: Callable[[Mark], Awaitable[None]]
    count: Callable[[str, str], None] = _nothing

    @property
    def today(self) -> date:
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Case:
    """A command that its sender may give, on an open pull request whose head is the one that it was given for.

    `arguments`: what the command's own reader made of them. `role`: the sender's, "" where nobody asked. `prepared`: what
    to answer if the commit is there that an earlier try was about to make.
    """

    given: Given
    pull: PullRequest
    settings: Settings
    arguments: Any
    role: str = ""
    prepared: str = ""

    @property
    def config(self) -> Config:
        return self.settings.config


DONE, NOTHING, REFUSED, MOVED, FAILED = "done", "nothing", "refused", "moved", "failed"
CANCELLED, FLOODED = "cancelled", "flooded"

PLEASED = frozenset({DONE, NOTHING})
"""Outcomes that get the rocket; others get the puzzled face."""
