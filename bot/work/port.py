"""Durable work as the rest of the bot sees it: accept a delivery, run the lanes that it marked, schedule one for later.

The unit of work is a dirty lane (one pull request; one commit whose pull requests must be looked up first), not a job:
duplicates, bursts, reordering and restarts all become "look again".
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Sighting:
    """A head of a pull request that a delivery told of. `at`: when that was, in GitHub's words (ISO 8601)."""

    sha: str
    at: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A lane made dirty.

    `lane`: its key ("pull:<repository id>:<number>", "commit:<repository id>:<sha>", "records:<repository id>").
    `note` is what this delivery asks and knows (JSON values only): the newest known names and SHAs, why it came.
    `immediate`: a person waits for it (re-run button): no debounce. `head`: stored with the delivery, because a command
    acts on the head that was there when it was given. `said`: when that was (ISO 8601, "" for what is no command); the
    head of that time is added to the note as "seen", "" where none was seen.
    """

    lane: str
    installation: int
    note: Mapping[str, Any] = field(default_factory=dict)
    immediate: bool = False
    head: Sighting | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A verified webhook delivery. `id` is GitHub's GUID, the same on redelivery; `digest` is SHA-256 of the body (hex)."""

    id: str
    event: str
    action: str
    digest: str
    marks: tuple[Mark, ...] = ()


class Accepted(StrEnum):
    """What became of a delivery at the door."""

    NEW = "new"
    AGAIN = "again"
    """Known and failed: it runs again."""
    DUPLICATE = "duplicate"
    """Known by its id, and done, running or waiting."""
    SAME_BODY = "same-body"
    """Another id with the body of one that was accepted a short while ago."""


@dataclass(frozen=True, slots=True)
class Job:
    """A leased lane. `notes` are those of every delivery that waits for this run, oldest first.

    `tries` counts the runs of this generation that failed before, 0 at first; `deaths` those in which the process died.
    `last`: if this run fails or dies too, the lane is parked and nobody will look again by himself, so the handler must
    leave a visible answer, before it begins where the process has died.
    """

    lane: str
    installation: int
    notes: tuple[Mapping[str, Any], ...]
    deliveries: tuple[str, ...]
    tries: int = 0
    last: bool = False
    deaths: int = 0


class Outcome(Exception):
    """Raised by a handler to say what shall become of its job; any other exception is a failure that is tried again."""


class Again(Outcome):
    """Run the lane again after `seconds` (a fault that passes); counts as a try."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Paused(Outcome):
    """The installation must rest until `until` (UTC): its lanes wait, others go on. Does not count as a try."""

    def __init__(self, reason: str, *, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Hopeless(Outcome):
    """Trying again cannot help (no access, gone). The deliveries are failed; a redelivery runs them again."""


Handler = Callable[[Job], Awaitable[None]]


class Unavailable(Exception):
    """The delivery could not be stored (disk full, database locked or gone)."""


class Unusable(Exception):
    """The store cannot be opened (newer, damaged, read-only, in use). The message says what to do."""


class Work(Protocol):
    """The port. One implementation for SQLite; PostgreSQL has to pass the same conformance suite."""

    async def accept(self, delivery: Delivery) -> Accepted:
        """Store the delivery and mark its lanes, durably: when this returns, kill -9 loses nothing.

        Raise `Unavailable` when it could not be stored within a few seconds.
        """
        ...

    async def run(self, handle: Handler) -> None:
        """Work dirty lanes with `handle` until `stop` is called: one job a lane at a time, fair to installations."""
        ...

    async def schedule(self, mark: Mark, *, after: float = 0.0) -> None:
        """Mark a lane dirty from inside, due `after` seconds from now."""
        ...

    async def stop(self, *, grace: float) -> None:
        """Take no new job, give running ones `grace` seconds, then cancel them and release their leases."""
        ...

    async def idle(self) -> bool:
        """Return whether no lane is dirty, due or leased (paused ones included): for demo, tests and drain."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """Return the number of lanes by state (waiting, running, paused, parked) for metrics and readiness."""
        ...

    async def close(self) -> None:
        """Close the store."""
        ...
