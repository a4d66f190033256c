"""The audit is kept for a season, and what is not over is never forgotten."""

from bot.store.sqlite import SqliteStore
from bot.work.policy import Policy
from bot.work.prune import prune
from bot.work.sqlite import SqliteWork
from tests.store.conftest import PULL, REPOSITORY, order
from tests.store.test_waivers import WAIVER
from tests.work.clock import FakeClock

DAY = 86400.0


async def left(work: SqliteWork, clock: FakeClock) -> tuple[int, int, int]:
    """Prune, and return how many commands, waivers and numbers are there still."""
    await work._writer.do("prune", lambda db: prune(db, now=clock.now(), policy=Policy()))
    counts = await work._writer.do(
        "count",
        lambda db: db.execute(
            "SELECT (SELECT count(*) FROM command), (SELECT count(*) FROM waiver), (SELECT count(*) FROM reservation)"
        ).fetchone(),
    )
    return counts[0], counts[1], counts[2]


async def test_what_is_over_is_forgotten_after_ninety_days(
    work: SqliteWork, store: SqliteStore, clock: FakeClock
) -> None:
    for key in ("issue_comment:1", "issue_comment:2"):
        await store.begin(order(key))
    await store.finish("issue_comment:1", "done", "")
    await store.waive(order("issue_comment:1"), WAIVER)
    await store.waive(order("issue_comment:2"), WAIVER)
    first, _ = await store.waivers(REPOSITORY, PULL)
    await store.end_waivers([first.id], "expired")
    await store.reserve(order("issue_comment:1"), "history/adr", 7, {PULL})

    clock.advance(89 * DAY)
    assert await left(work, clock) == (2, 2, 1)
    clock.advance(2 * DAY)
    assert await left(work, clock) == (1, 1, 0)
