"""How fast an installation may be asked, and when it must rest.

Each installation has its own budget at GitHub: REST and GraphQL have an hourly one each, and secondary limits forbid
bursts of writes. Pacing runs on the monotonic clock; `until` is UTC, worked out from GitHub's own clock where an answer
tells it, so that a wrong clock here neither shortens nor stretches a rest.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from bot.github.answers import Answer, parse_date
from bot.github.errors import Limited

CONCURRENT = 8
"""Requests in flight for an installation; GitHub allows 100."""
WRITE_SECONDS = 1.0
"""Between writes of an installation, as GitHub asks; this also keeps below its 80 writes a minute."""
CREATIONS_AN_HOUR = 450
"""Reviews and comments; GitHub blocks at 500."""
LONGEST_REST = timedelta(hours=1)
"""GitHub's windows are an hour; a longer rest can only come from a broken header."""
SHORTEST_REST = timedelta(seconds=60)
"""GitHub's advice for a secondary limit that names no time."""
_HOUR = 3600.0
_ALL = ""
_SECONDARY = ("secondary rate limit", "abuse detection")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _State:
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONCURRENT))
    rests: dict[str, datetime] = field(default_factory=dict)
    strikes: int = 0
    next_write: float = 0.0
    creations: deque[float] = field(default_factory=deque)


@dataclass(slots=True)
class Limits:
    """The pace of every installation. `write_seconds` and `creations_an_hour` may be 0 (no pacing, no bound) in tests."""

    write_seconds: float = WRITE_SECONDS
    creations_an_hour: int = CREATIONS_AN_HOUR
    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _states: dict[int, _State] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def turn(
        self, installation: int, resource: str, *, write: bool = False, creates: bool = False
    ) -> AsyncIterator[None]:
        """Wait for a turn to send one request; raise `Limited`, sending nothing, while the installation must rest.

        `resource`: "core" or "graphql", whose hourly budgets are apart. `creates`: the request makes a review or comment.
        """
        state = self._states.setdefault(installation, _State())
        self._rested(state, resource)
        if creates:
            self._count_creation(state)
        if write:
            await self._wait_to_write(state)
        async with state.slots:
            self._rested(state, resource)
            yield

    def learn(self, installation: int, resource: str, answer: Answer) -> None:
        """Read the limits out of an answer. Raises `Limited` when it was refused for one."""
        state = self._states.setdefault(installation, _State())
        spent = answer.headers.get("x-ratelimit-remaining") == "0"
        if spent:
            state.rests[resource] = self.now() + self._until_reset(answer)
        if answer.status not in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}:
            if answer.status < HTTPStatus.BAD_REQUEST:
                state.strikes = 0
        elif _is_secondary(answer) or (answer.status == HTTPStatus.TOO_MANY_REQUESTS and not spent):
            self.strike(installation, answer)
        elif spent:
            raise Limited(
                "the hourly limit is used up",
                until=state.rests[resource],
                request=answer.request,
                status=answer.status,
            )

    def strike(self, installation: int, answer: Answer) -> None:
        """Let the installation rest after a secondary limit, longer each time, and raise `Limited`."""
        state = self._states.setdefault(installation, _State())
        rest = self._retry_after(answer) or min(SHORTEST_REST * 2**state.strikes, LONGEST_REST)
        state.strikes = min(state.strikes + 1, 6)
        state.rests[_ALL] = max(self.now() + rest, state.rests.get(_ALL, self.now()))
        raise Limited(
            "GitHub asked for a slower pace", until=state.rests[_ALL], request=answer.request, status=answer.status
        )

    def exhaust(self, installation: int, resource: str, answer: Answer) -> None:
        """Let one resource rest after an answer that says, with status 200, that its budget is used up; raise `Limited`."""
        state = self._states.setdefault(installation, _State())
        until = self.now() + self._until_reset(answer)
        state.rests[resource] = until
        raise Limited("the hourly limit is used up", until=until, request=answer.request, status=answer.status)

    def _rested(self, state: _State, resource: str) -> None:
        for key in (_ALL, resource):
            until = state.rests.get(key)
            if until is None:
                continue
            if until > self.now():
                raise Limited("this installation is resting", until=until)
            del state.rests[key]

    def _count_creation(self, state: _State) -> None:
        if not self.creations_an_hour:
            return
        now = self.monotonic()
        while state.creations and state.creations[0] <= now - _HOUR:
            state.creations.popleft()
        if len(state.creations) >= self.creations_an_hour:
            wait = timedelta(seconds=state.creations[0] + _HOUR - now)
            raise Limited("enough reviews and comments for this hour", until=self.now() + wait)
        state.creations.append(now)

    async def _wait_to_write(self, state: _State) -> None:
        """Take the next free second before waiting for it, so that those who come meanwhile line up behind."""
        now = self.monotonic()
        start = max(now, state.next_write)
        state.next_write = start + self.write_seconds
        if start > now:
            await self.sleep(start - now)

    def _until_reset(self, answer: Answer) -> timedelta:
        try:
            reset = datetime.fromtimestamp(float(answer.headers["x-ratelimit-reset"]), UTC)
        except (KeyError, ValueError, OverflowError, OSError):
            return SHORTEST_REST
        # One second more: GitHub's clock in `Date` is cut to whole seconds.
        return _bounded(reset - (answer.date or self.now()) + timedelta(seconds=1))

    def _retry_after(self, answer: Answer) -> timedelta | None:
        text = answer.headers.get("retry-after", "").strip()
        if text.isdecimal():
            return _bounded(timedelta(seconds=min(int(text[:9]), _HOUR)))
        moment = parse_date(text)
        return _bounded(moment - (answer.date or self.now())) if moment else None


def _bounded(rest: timedelta) -> timedelta:
    return min(max(rest, timedelta(seconds=1)), LONGEST_REST)


def _is_secondary(answer: Answer) -> bool:
    words = answer.body[:4096].decode("utf-8", "replace").lower()
    return "retry-after" in answer.headers or any(word in words for word in _SECONDARY)
