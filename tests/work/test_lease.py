"""What becomes of a job by how it ended."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.work.lease import Done, Fail, Rest, Retry, Settlement, settlement
from bot.work.policy import Policy
from bot.work.port import Again, Hopeless, Job, Paused

SOON = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "early", "last"),
    [
        (None, Done(), Done()),
        (Again("502"), Retry("502", 5.0), Fail("502", park=True)),
        (Again("computing", seconds=7), Retry("computing", 7), Fail("computing", park=True)),
        (Again("at once", seconds=-1), Retry("at once", 0.0), Fail("at once", park=True)),
        (Paused("limit", until=SOON), Rest("limit", 90.0), Rest("limit", 90.0)),
        (Hopeless("gone"), Fail("gone", park=False), Fail("gone", park=False)),
        (KeyError("x"), Retry("KeyError: 'x'", 5.0), Fail("KeyError: 'x'", park=True)),
        (TimeoutError(), Retry("TimeoutError: ", 5.0), Fail("TimeoutError: ", park=True)),
        (asyncio.CancelledError(), Retry("CancelledError: ", 5.0), Fail("CancelledError: ", park=True)),
    ],
)
def test_settlement(error: BaseException | None, early: Settlement, last: Settlement) -> None:
    """At the third try of many, and at the last one."""
    for tries, expected in ((2, early), (23, last)):
        job = Job("pull:1:1", 1, (), (), tries=tries, last=tries == 23)
        decided = settlement(
            job, error, Policy(), chance=lambda: 4 / 7, seconds_until=lambda moment: 90.0 if moment == SOON else 0.0
        )
        assert decided == expected
