"""One comment has at most one effect, and what became of it can be read later."""

import asyncio

from bot.store.sqlite import SqliteStore
from tests.store.conftest import order
from tests.work.clock import FakeClock


async def test_an_order_is_new_once(store: SqliteStore) -> None:
    first, *others = await asyncio.gather(*(store.begin(order()) for _ in range(20)))

    assert first.new
    assert not any(each.new for each in others)


async def test_what_is_known_of_an_order_comes_back(store: SqliteStore) -> None:
    await store.begin(order())
    await store.prepare(order().key, "Committed in @sha@.")
    await store.replied(order().key, 99)

    entry = await store.begin(order())

    assert (entry.outcome, entry.reply, entry.prepared, entry.new) == ("", 99, "Committed in @sha@.", False)


async def test_an_order_ends_once(store: SqliteStore) -> None:
    await store.begin(order())
    await store.finish(order().key, "refused", "needs write")
    await store.finish(order().key, "done", "too late")

    assert (await store.begin(order())).outcome == "refused"


async def test_orders_of_the_last_minute_are_counted_by_person_and_pull_request(
    store: SqliteStore, clock: FakeClock
) -> None:
    await store.begin(order("issue_comment:1"))
    clock.advance(61)
    await store.begin(order("issue_comment:2"))
    await store.begin(order("issue_comment:3", sender=12))
    await store.begin(order("issue_comment:4", number=4))

    mine = order("issue_comment:5")
    await store.begin(mine)

    assert await store.given_lately(mine, seconds=60) == (1, 2)
