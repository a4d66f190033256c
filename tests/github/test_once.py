import asyncio
import itertools

import pytest

from bot.github.once import Once


class Source:
    """Loads numbers that count up, good for ten seconds; fails while `broken`."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.broken = False

    async def load(self) -> tuple[int, float]:
        await asyncio.sleep(0)
        if self.broken:
            raise OSError("down")
        return next(self.numbers), 10.0


async def test_a_hundred_at_once_load_once() -> None:
    cache, source = Once[str, int](5), Source()
    assert await asyncio.gather(*(cache.get("a", source.load) for _ in range(100))) == [1] * 100


async def test_an_entry_holds_for_its_time() -> None:
    now = 0.0
    cache, source = Once[str, int](5, lambda: now), Source()
    assert await cache.get("a", source.load) == 1
    now = 9.9
    assert await cache.get("a", source.load) == 1
    now = 10.0
    assert await cache.get("a", source.load) == 2


async def test_the_entry_that_was_not_used_for_longest_goes_first() -> None:
    cache, source = Once[str, int](2), Source()
    for key in ("a", "b", "a", "c"):
        await cache.get(key, source.load)
    assert (cache.last("a"), cache.last("b"), cache.last("c")) == ((1,), None, (3,))


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    cache, source = Once[str, int](5), Source()
    source.broken = True
    found = await asyncio.gather(*(cache.get("a", source.load) for _ in range(3)), return_exceptions=True)
    assert [type(failure) for failure in found] == [OSError] * 3
    source.broken = False
    assert await cache.get("a", source.load) == 1


async def test_a_failure_leaves_the_last_value_known() -> None:
    now = 0.0
    cache, source = Once[str, int](5, lambda: now), Source()
    await cache.get("a", source.load)
    now, source.broken = 20.0, True
    with pytest.raises(OSError, match="down"):
        await cache.get("a", source.load)
    assert cache.last("a") == (1,)


async def test_a_waiter_that_is_cancelled_does_not_take_the_others_along() -> None:
    cache, source = Once[str, int](5), Source()
    first = asyncio.ensure_future(cache.get("a", source.load))
    second = asyncio.ensure_future(cache.get("a", source.load))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_forgetting_spares_a_value_that_came_since() -> None:
    cache, source = Once[str, int](5), Source()
    await cache.get("a", source.load)
    cache.forget("a", 1)
    assert await cache.get("a", source.load) == 2
    cache.forget("a", 1)
    assert cache.last("a") == (2,)
