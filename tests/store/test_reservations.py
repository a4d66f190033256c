"""Numbers of ADRs are promised to one pull request at a time."""

import asyncio

from bot.store.sqlite import SqliteStore
from tests.store.conftest import order

ADRS = "history/adr"


async def test_orders_at_the_same_time_get_numbers_of_their_own(store: SqliteStore) -> None:
    orders = [order(f"issue_comment:{number}", number=number) for number in range(1, 6)]

    found = await asyncio.gather(*(store.reserve(each, ADRS, 7, range(1, 6)) for each in orders))

    assert found == [7, 8, 9, 10, 11]


async def test_the_same_order_gets_the_same_number_again(store: SqliteStore) -> None:
    assert await store.reserve(order(), ADRS, 7, [3]) == 7
    assert await store.reserve(order(), ADRS, 7, [3]) == 7


async def test_an_order_moves_on_when_its_number_was_taken_meanwhile(store: SqliteStore) -> None:
    await store.reserve(order(), ADRS, 7, [3])

    assert await store.reserve(order(), ADRS, 9, [3]) == 9
    assert await store.reserve(order("issue_comment:2", number=4), ADRS, 7, [3, 4]) == 7


async def test_what_an_ended_pull_request_had_is_free(store: SqliteStore) -> None:
    await store.reserve(order("issue_comment:1", number=2), ADRS, 7, [2, 3])

    assert await store.reserve(order("issue_comment:2"), ADRS, 7, [3]) == 7


async def test_a_released_number_is_free(store: SqliteStore) -> None:
    await store.reserve(order("issue_comment:1", number=2), ADRS, 7, [2, 3])
    await store.release("issue_comment:1")

    assert await store.reserve(order("issue_comment:2"), ADRS, 7, [2, 3]) == 7


async def test_directories_count_for_themselves(store: SqliteStore) -> None:
    await store.reserve(order("issue_comment:1"), ADRS, 7, [3])

    assert await store.reserve(order("issue_comment:2"), "docs/adr", 7, [3]) == 7
