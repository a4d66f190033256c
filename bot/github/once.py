"""A bounded cache whose entries are loaded once, however many ask at the same time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class Once(Generic[Key, Value]):
    """At most `capacity` entries; the one that was not used for longest goes first. `monotonic`: seconds."""

    capacity: int
    monotonic: Callable[[], float] = time.monotonic
    _entries: OrderedDict[Key, tuple[Value, float]] = field(default_factory=OrderedDict)
    _loading: dict[Key, asyncio.Future[Value]] = field(default_factory=dict)

    async def get(self, key: Key, load: Callable[[], Awaitable[tuple[Value, float]]]) -> Value:
        """Return the entry; when there is none that is fresh, `load` it: the value, and for how many seconds it holds.

        A failure of `load` is raised to all who wait for it and is not kept. A waiter that is cancelled does not stop it.
        """
        entry = self._entries.get(key)
        if entry is not None and self.monotonic() < entry[1]:
            self._entries.move_to_end(key)
            return entry[0]
        task = self._loading.get(key)
        if task is None:
            task = asyncio.ensure_future(self._load(key, load))
            self._loading[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        return await asyncio.shield(task)

    def last(self, key: Key) -> tuple[Value] | None:
        """Return the last known value, stale or not, in a tuple; None when there is none."""
        entry = self._entries.get(key)
        return None if entry is None else (entry[0],)

    def forget(self, key: Key, value: Value) -> None:
        """Drop the entry if it still holds `value`: it may have been replaced since."""
        if (entry := self._entries.get(key)) is not None and entry[0] == value:
            del self._entries[key]

    async def _load(self, key: Key, load: Callable[[], Awaitable[tuple[Value, float]]]) -> Value:
        value, seconds = await load()
        self._entries[key] = (value, self.monotonic() + seconds)
        self._entries.move_to_end(key)
        while len(self._entries) > self.capacity:
            self._entries.popitem(last=False)
        return value

    def _finish(self, key: Key, done: asyncio.Future[Value]) -> None:
        del self._loading[key]
        if not done.cancelled():
            done.exception()  # marks it as seen: all who waited may be gone
