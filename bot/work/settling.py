"""The statements that give a lane back. They run inside the caller's transaction."""

import sqlite3

from bot.work.installations import refresh, rest
from bot.work.lease import Done, Fail, Lease, Release, Rest, Retry, Settlement


def settle(db: sqlite3.Connection, lease: Lease, how: Settlement, *, now: float) -> None:
    """Give the lane back as the settlement says."""
    lane = lease.job.lane
    match how:
        case Done():
            db.execute(
                "DELETE FROM mark WHERE lane = ? AND generation > ? AND generation <= ?",
                (lane, lease.done, lease.claimed),
            )
            db.execute("UPDATE lane SET done = claimed, claimed = NULL, tries = 0, crashes = 0 WHERE key = ?", (lane,))
        case Fail():
            fail(db, lease, how)
        case Retry():
            # `due` is that of events that came during the run; without any, nothing but the back-off is waited for.
            db.execute(
                "UPDATE lane SET claimed = NULL, tries = tries + 1, due = min(coalesce(due, :later), :later), "
                "since = iif(generation > claimed, since, NULL) WHERE key = :lane",
                {"later": now + how.seconds, "lane": lane},
            )
        case Rest():
            rest(db, lease.job.installation, until=now + how.seconds)
            _release(db, lane, now)
        case Release():
            _release(db, lane, now)
    (installation,) = db.execute("SELECT installation FROM lane WHERE key = ?", (lane,)).fetchone()
    for each in {installation, lease.job.installation}:  # an event may have moved the lane during the run
        refresh(db, each)


def _release(db: sqlite3.Connection, lane: str, now: float) -> None:
    db.execute("UPDATE lane SET claimed = NULL, due = ? WHERE key = ?", (now, lane))


def fail(db: sqlite3.Connection, lease: Lease, how: Fail) -> None:
    """Leave the marks of deliveries behind as failed; an event that came during the run keeps the lane from parking."""
    lane = lease.job.lane
    db.execute(
        "DELETE FROM mark WHERE lane = ? AND generation > ? AND generation <= ? AND delivery IS NULL",
        (lane, lease.done, lease.claimed),
    )
    db.execute(
        "UPDATE lane SET done = claimed, claimed = NULL, tries = 0, crashes = 0, "
        "parked = iif(generation = claimed, ?, NULL) WHERE key = ?",
        (how.reason if how.park else None, lane),
    )
