"""Waivers last until somebody or something ends them."""

from dataclasses import replace
from datetime import date

from bot.store.port import KeptWaiver
from bot.store.sqlite import SqliteStore
from tests.store.conftest import PULL, REPOSITORY, order

WAIVER = KeptWaiver(
    id=0,
    path="specs/001-pay/plan.md",
    rule="no-kill-switch",
    subject="Risk 2: ledger drift",
    fingerprint="f" * 20,
    bound="b" * 20,
    until=date(2026, 12, 31),
    reason="the vendor decides in the first quarter",
    by="octocat",
)


async def test_a_waiver_comes_back_as_it_was_given(store: SqliteStore) -> None:
    await store.waive(order(), WAIVER)

    (kept,) = await store.waivers(REPOSITORY, PULL)

    assert kept.id
    assert kept == replace(WAIVER, id=kept.id, command=order().key)
    assert await store.waivers(REPOSITORY, PULL + 1) == ()


async def test_one_order_gives_one_waiver(store: SqliteStore) -> None:
    await store.waive(order(), WAIVER)
    await store.waive(order(), WAIVER)

    assert len(await store.waivers(REPOSITORY, PULL)) == 1


async def test_an_ended_waiver_is_gone(store: SqliteStore) -> None:
    await store.waive(order(), WAIVER)
    await store.waive(order("issue_comment:2"), WAIVER)
    first, second = await store.waivers(REPOSITORY, PULL)

    await store.end_waivers([first.id], "the text changed")

    assert await store.waivers(REPOSITORY, PULL) == (second,)
