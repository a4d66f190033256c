"""The statements about heads of pull requests: which one was there when somebody spoke. They run in the door's transaction."""

import sqlite3
from datetime import UTC, datetime

from bot.work.port import Mark, Sighting

_SEEN = """
    INSERT INTO sighting (lane, sha, at, received) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""

# Deliveries come late and out of order, so it is GitHub's clock that tells what was there before what. Where it tells
# nothing (all that we have seen is younger), the oldest is the one that a comment so old can have been about.
_AT = """
    SELECT sha FROM (
        SELECT sha, 0 AS rank, -at AS age, -received AS late FROM sighting WHERE lane = :lane AND at <= :at
        UNION ALL SELECT sha, 1, at, received FROM sighting WHERE lane = :lane AND at > :at
    ) ORDER BY rank, age, late LIMIT 1
"""


def saw(db: sqlite3.Connection, lane: str, head: Sighting, *, now: float) -> None:
    db.execute(_SEEN, (lane, head.sha, unix(head.at), now))


def seen(db: sqlite3.Connection, mark: Mark) -> str:
    """Return the head that the pull request had, as far as we have seen, when its mark's words were said; "" for none."""
    row = db.execute(_AT, {"lane": mark.lane, "at": unix(mark.said)}).fetchone()
    return str(row["sha"]) if row is not None else ""


def unix(at: str) -> float:
    """Return Unix time of a time in ISO 8601. Raise `ValueError` for what is none."""
    time = datetime.fromisoformat(at)
    return (time if time.tzinfo is not None else time.replace(tzinfo=UTC)).timestamp()
