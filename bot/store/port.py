"""What the bot remembers, in words of its own. One implementation for SQLite; PostgreSQL has to pass the same tests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.work.port import Sighting


@dataclass(frozen=True, slots=True)
class Order:
    """A command as it was given. `key` is its identity: one comment, or one press of a button, has one effect at most.

    `sender_id`, `sender`: who gave it (the login is what GitHub called him then). `head`: the commit that it acts on.
    """

    key: str
    repository_id: int
    number: int
    sender_id: int
    sender: str
    verb: str
    arguments: str
    head: str = ""
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended. `word`: done, nothing, refused, moved, failed, cancelled or flooded; the audit has it.

    `reply`: Markdown, "" for no words. `look`: the check has to be made again. `head`: the commit that it acted on.
    `detail`: for the audit.
    """

    word: str
    reply: str = ""
    look: bool = False
    head: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of an order. `outcome` "": not over yet. `concluded`: what is only to be told still.

    `reply`: the id of our answer, 0 without one. `prepared`: the answer that holds if the commit was made that was about to
    be made when it was interrupted. `new`: nobody has begun it before.
    """

    outcome: str = ""
    reply: int = 0
    prepared: str = ""
    new: bool = True
    concluded: Outcome | None = None


@dataclass(frozen=True, slots=True)
class KeptWaiver:
    """A waiver of a pull request. `bound`: digest of the text that it was given for. `until`: its last day.

    `command`: the key of the order that gave it.
    """

    id: int
    path: str
    rule: str
    subject: str
    fingerprint: str
    bound: str
    until: date | None
    reason: str
    by: str
    command: str = ""


class Store(Protocol):
    """Every call is durable when it returns. Raises `bot.work.port.Unavailable` when the database refuses."""

    async def begin(self, order: Order) -> Entry:
        """Write the order down, or return what is known of it."""
        ...

    async def replied(self, key: str, reply: int) -> None:
        """Remember the id of our answer."""
        ...

    async def conclude(self, key: str, outcome: Outcome) -> None:
        """Remember how an order ended, before anybody is told: it is never performed again."""
        ...

    async def finish(self, key: str, outcome: str, detail: str, *, head: str = "") -> None:
        """Write down how it ended: `outcome` in one word, `detail` for the audit, `head` that it acted on."""
        ...

    async def prepare(self, key: str, answer: str) -> None:
        """Remember what to answer if the commit comes to be."""
        ...

    async def given_lately(self, order: Order, *, seconds: float) -> tuple[int, int]:
        """Return how many other commands were given on the pull request in the last `seconds`: by the sender, by all."""
        ...

    async def saw(self, lane: str, head: Sighting) -> None:
        """Remember a head that was read: a command that comes later may act on it."""
        ...

    async def waive(self, order: Order, waiver: KeptWaiver) -> None:
        """Keep a waiver; one for each order. Its `id` is given by the store."""
        ...

    async def waivers(self, repository_id: int, number: int) -> tuple[KeptWaiver, ...]:
        """Return the waivers of a pull request that nobody and nothing has ended, oldest first."""
        ...

    async def end_waivers(self, ids: Collection[int], why: str, *, by: str = "") -> None:
        """End waivers for good. `by`: the key of the order that does, "" where no person did."""
        ...

    async def ended_by(self, key: str) -> tuple[KeptWaiver, ...]:
        """Return the waivers that an order has ended."""
        ...

    async def reserve(self, order: Order, directory: str, first: int, open_pulls: Collection[int]) -> int:
        """Reserve the lowest number from `first` on that no other open pull request has; the same again for the same order.

        `open_pulls`: numbers of the open pull requests; what others have reserved is free again.
        """
        ...

    async def release(self, key: str) -> None:
        """Give the order's number back."""
        ...
