"""Pacing and rests, by a clock that the test turns."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.github.answers import Answer
from bot.github.errors import Limited
from bot.github.limits import Limits

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
HEADERS = {"date": "Mon, 04 May 2026 12:00:00 GMT"}


@dataclass
class Clock:
    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(now=clock.now, monotonic=clock.monotonic, sleep=clock.sleep)


def answer(status: int, headers: dict[str, str], body: bytes = b"{}") -> Answer:
    return Answer("POST /x", status, HEADERS | headers, body)


def in_seconds(until: datetime) -> float:
    return (until - NOON).total_seconds()


def learned(limits: Limits, given: Answer, resource: str = "core") -> float:
    """Return how long GitHub's answer makes the installation rest, in seconds from noon."""
    with pytest.raises(Limited) as caught:
        limits.learn(1, resource, given)
    return in_seconds(caught.value.until)


async def is_sent(limits: Limits, resource: str = "core", installation: int = 1) -> bool:
    try:
        async with limits.turn(installation, resource):
            return True
    except Limited:
        return False


async def test_the_first_write_goes_at_once_and_the_next_a_second_later(limits: Limits, clock: Clock) -> None:
    for _ in range(3):
        async with limits.turn(1, "core", write=True):
            pass
    assert clock.slept == [1.0, 1.0]


async def test_reads_and_other_installations_do_not_wait_for_writes(limits: Limits, clock: Clock) -> None:
    async with limits.turn(1, "core", write=True), limits.turn(2, "core", write=True), limits.turn(1, "core"):
        pass
    assert clock.slept == []


async def test_a_write_after_a_quiet_second_does_not_wait(limits: Limits, clock: Clock) -> None:
    async with limits.turn(1, "core", write=True):
        pass
    clock.passed += 1.0
    async with limits.turn(1, "core", write=True):
        pass
    assert clock.slept == []


async def test_at_most_eight_requests_are_in_flight(limits: Limits) -> None:
    flying = most = 0

    async def request() -> None:
        nonlocal flying, most
        async with limits.turn(1, "core"):
            flying += 1
            most = max(most, flying)
            await asyncio.sleep(0)
            flying -= 1

    await asyncio.gather(*(request() for _ in range(50)))
    assert most == 8


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        pytest.param(answer(403, {"retry-after": "60"}), 60, id="secondary, told how long"),
        pytest.param(answer(429, {"retry-after": "7"}), 7, id="429, told how long"),
        pytest.param(answer(429, {}), 60, id="429 without a word"),
        pytest.param(
            answer(403, {}, b'{"message": "You have exceeded a secondary rate limit."}'), 60, id="secondary by words"
        ),
        pytest.param(answer(403, {}, b'{"message": "abuse detection mechanism"}'), 60, id="the older words"),
        pytest.param(answer(403, {"retry-after": "Mon, 04 May 2026 12:01:30 GMT"}), 90, id="a date"),
        pytest.param(answer(403, {"retry-after": "soon"}), 60, id="nonsense"),
        pytest.param(answer(403, {"retry-after": "-5"}), 60, id="negative"),
        pytest.param(answer(403, {"retry-after": "0"}), 1, id="zero"),
        pytest.param(answer(403, {"retry-after": "9" * 5000}), 3600, id="for ever"),
        pytest.param(
            answer(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOON.timestamp()) + 2400)}),
            2401,
            id="primary, reset in 40 minutes",
        ),
        pytest.param(
            answer(429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOON.timestamp()) + 30)}),
            31,
            id="primary as 429",
        ),
        pytest.param(answer(403, {"x-ratelimit-remaining": "0"}), 60, id="primary without reset"),
        pytest.param(answer(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}), 1, id="reset in the past"),
        pytest.param(answer(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1e99"}), 60, id="reset absurd"),
    ],
)
async def test_a_limit_and_how_long_to_rest(limits: Limits, clock: Clock, given: Answer, seconds: float) -> None:
    assert learned(limits, given) == seconds
    assert not await is_sent(limits)
    assert await is_sent(limits, installation=2)
    clock.passed = seconds
    assert await is_sent(limits)


@pytest.mark.parametrize("status", [200, 403, 404])
async def test_without_signs_of_a_limit_there_is_no_rest(limits: Limits, status: int) -> None:
    """A 403 that has no limit headers is a missing permission."""
    limits.learn(1, "core", answer(status, {"x-ratelimit-remaining": "4999"}))
    assert await is_sent(limits)


async def test_rests_without_a_time_grow_until_something_succeeds(limits: Limits) -> None:
    found = [learned(limits, answer(429, {})) for _ in range(8)]
    assert found == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    limits.learn(1, "core", answer(200, {}))
    limits.learn(2, "core", answer(200, {}))
    with pytest.raises(Limited) as caught:
        limits.learn(2, "core", answer(429, {}))
    assert in_seconds(caught.value.until) == 60


async def test_the_last_request_of_the_hour_succeeds_and_the_next_is_not_sent(limits: Limits) -> None:
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOON.timestamp()) + 10)}
    limits.learn(1, "graphql", answer(200, spent))
    assert not await is_sent(limits, "graphql")
    assert await is_sent(limits, "core")


async def test_a_secondary_limit_stops_rest_and_graphql_alike(limits: Limits) -> None:
    learned(limits, answer(403, {"retry-after": "60"}), "graphql")
    assert not await is_sent(limits, "core")
    assert not await is_sent(limits, "graphql")


async def test_the_rest_is_measured_by_githubs_clock(clock: Clock) -> None:
    """Ours is five minutes ahead: the reset in 60 s must not look past."""
    limits = Limits(now=lambda: clock.now() + timedelta(minutes=5), monotonic=clock.monotonic, sleep=clock.sleep)
    reset = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOON.timestamp()) + 60)}
    assert learned(limits, answer(403, reset)) == 300 + 61


async def test_a_write_that_waited_into_a_rest_is_not_sent(limits: Limits, clock: Clock) -> None:
    async with limits.turn(1, "core", write=True):
        pass

    async def limited_meanwhile(seconds: float) -> None:
        clock.passed += seconds
        with pytest.raises(Limited):
            limits.learn(1, "core", answer(429, {}))

    limits.sleep = limited_meanwhile
    with pytest.raises(Limited, match="resting"):
        async with limits.turn(1, "core", write=True):
            pytest.fail("sent")


async def test_reviews_and_comments_stay_below_the_hourly_number(clock: Clock) -> None:
    limits = Limits(creations_an_hour=3, now=clock.now, monotonic=clock.monotonic, sleep=clock.sleep)

    async def create() -> None:
        async with limits.turn(1, "core", write=True, creates=True):
            pass

    for _ in range(3):
        await create()
    with pytest.raises(Limited) as caught:
        await create()
    assert in_seconds(caught.value.until) == 3600
    async with limits.turn(1, "core", write=True):
        pass
    clock.passed = 3600
    await create()


async def test_a_flood_is_paced_below_githubs_numbers(clock: Clock) -> None:
    """In every minute at most 80 writes, in every hour fewer than 500 creations."""
    limits = Limits(now=clock.now, monotonic=clock.monotonic, sleep=clock.sleep)
    sent: list[float] = []
    created: list[float] = []
    for number in range(2000):
        creates = number % 2 == 0
        try:
            async with limits.turn(1, "core", write=True, creates=creates):
                sent.append(clock.passed)
                if creates:
                    created.append(clock.passed)
        except Limited as limited:
            clock.passed = in_seconds(limited.until)
    assert all(later - sooner >= 60 for sooner, later in zip(sent, sent[80:], strict=False))
    assert all(later - sooner >= 3600 for sooner, later in zip(created, created[450:], strict=False))
    assert len(created) > 450
