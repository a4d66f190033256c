"""The statements of the door: know a delivery again, and mark its lanes."""

import sqlite3
from dataclasses import replace

from bot.work import heads, lanes
from bot.work.policy import Policy
from bot.work.port import Accepted, Delivery, Mark

# Known or not is decided by the insert itself, never by a look before it. A delivery that failed is no twin: the same
# body under another id is then worth a run.
_INSERT = """
    INSERT INTO delivery (id, event, action, digest, accepted, twin)
    VALUES (:id, :event, :action, :digest, :now, (
        SELECT earlier.id FROM delivery AS earlier
        WHERE earlier.digest = :digest AND earlier.event = :event AND earlier.accepted > :now - :window
        AND earlier.twin IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM mark JOIN lane ON lane.key = mark.lane
            WHERE mark.delivery = earlier.id AND mark.generation <= lane.done
        )
        LIMIT 1
    ))
    ON CONFLICT (id) DO NOTHING
    RETURNING twin
"""

_TAKE_FAILED = """
    DELETE FROM mark
    WHERE delivery = ? AND generation <= (SELECT done FROM lane WHERE key = mark.lane)
    RETURNING lane
"""


def accept(db: sqlite3.Connection, delivery: Delivery, *, now: float, policy: Policy) -> Accepted:
    """Record the delivery and mark its lanes; of one that failed, only those lanes that failed."""
    values = {
        "id": delivery.id,
        "event": delivery.event,
        "action": delivery.action,
        "digest": delivery.digest,
        "now": now,
        "window": policy.body_window,
    }
    new = db.execute(_INSERT, values).fetchone()
    if new is None:
        return _again(db, delivery, now=now, policy=policy)
    if new["twin"] is not None:
        return Accepted.SAME_BODY
    for mark in delivery.marks:
        if mark.head is not None:
            heads.saw(db, mark.lane, mark.head, now=now)
        lanes.mark(db, bound(db, mark), delivery=delivery.id, now=now, policy=policy)
    return Accepted.NEW


def bound(db: sqlite3.Connection, mark: Mark) -> Mark:
    """Return the mark with the head that was there when its words were said."""
    return replace(mark, note={**mark.note, "seen": heads.seen(db, mark)}) if mark.said else mark


def _again(db: sqlite3.Connection, delivery: Delivery, *, now: float, policy: Policy) -> Accepted:
    """Mark those lanes again that failed. A twin asks for the delivery that was worked in its stead."""
    (known,) = db.execute("SELECT coalesce(twin, id) FROM delivery WHERE id = ?", (delivery.id,)).fetchone()
    failed = {row["lane"] for row in db.execute(_TAKE_FAILED, (known,)).fetchall()}
    if not failed:
        return Accepted.DUPLICATE
    for mark in delivery.marks:
        if mark.lane in failed:
            lanes.mark(db, bound(db, mark), delivery=known, now=now, policy=policy)
    return Accepted.AGAIN
