"""Forgetting: finished deliveries, clean lanes, heads and the audit of commands when they are old, a few at a time."""

import sqlite3

from bot.work.policy import Policy

BATCH = 100
"""Rows in one step: a few milliseconds of the event loop, so that the door is not kept waiting."""

_DELIVERIES = """
    SELECT rowid, id FROM delivery
    WHERE (accepted < :before OR rowid <= (SELECT max(rowid) FROM delivery) - :most)
    AND NOT EXISTS (
        SELECT 1 FROM mark JOIN lane ON lane.key = mark.lane
        WHERE mark.delivery = delivery.id AND mark.generation > lane.done
    )
    LIMIT :batch
"""

_LANES = """
    DELETE FROM lane WHERE rowid IN (
        SELECT rowid FROM lane WHERE claimed IS NULL AND due IS NULL AND seen < :before LIMIT :batch
    )
    RETURNING key
"""


# The newest head of a pull request is kept as long as nobody has seen another: it may be open for years.
_HEADS = """
    DELETE FROM sighting WHERE (lane, sha, at) IN (
        SELECT lane, sha, at FROM sighting AS old WHERE received < :before AND EXISTS (
            SELECT 1 FROM sighting WHERE sighting.lane = old.lane AND sighting.at > old.at
        ) LIMIT :batch
    )
"""


# What a command did can be asked for a season later; one that is not over is never forgotten.
_COMMANDS = """
    DELETE FROM command WHERE rowid IN (SELECT rowid FROM command WHERE ended < :audit LIMIT :batch)
"""
_WAIVERS = """
    DELETE FROM waiver WHERE id IN (SELECT id FROM waiver WHERE ended < :audit LIMIT :batch)
"""
_NUMBERS = """
    DELETE FROM reservation WHERE (repository_id, directory, number) IN (
        SELECT repository_id, directory, number FROM reservation WHERE at < :audit LIMIT :batch
    )
"""


def prune(db: sqlite3.Connection, *, now: float, policy: Policy) -> bool:
    """Forget up to `BATCH` of each kind of row; return whether there may be more. What waits is never forgotten."""
    limits = {"before": now - policy.keep, "audit": now - policy.keep_audit, "most": policy.most, "batch": BATCH}
    deliveries = db.execute(_DELIVERIES, limits).fetchall()
    db.executemany("DELETE FROM mark WHERE delivery = ?", [(row["id"],) for row in deliveries])
    db.executemany("DELETE FROM delivery WHERE rowid = ?", [(row["rowid"],) for row in deliveries])
    forgotten = db.execute(_LANES, limits).fetchall()
    db.executemany("DELETE FROM mark WHERE lane = ?", [(row["key"],) for row in forgotten])
    heads = db.execute(_HEADS, limits).rowcount
    audit = [db.execute(statement, limits).rowcount for statement in (_COMMANDS, _WAIVERS, _NUMBERS)]
    return BATCH in {len(deliveries), len(forgotten), heads, *audit}
