"""The statements that make a lane dirty, now or later. They run inside the caller's transaction."""

import json
import sqlite3

from bot.work.installations import refresh
from bot.work.policy import Policy
from bot.work.port import Mark

# A lane is quiet when it is clean, at rest, and its last event is longer ago than the debounce. The due time of a dirty
# one only moves later (the debounce), except for a mark that somebody waits for. A lane that is overdue keeps its place in
# the queue. One that waits after a failed run, which no event does (`since`), is cut short, though not so far that
# events make us hammer a GitHub that is down: the head may be a new one.
_MARK = """
    INSERT INTO lane (key, installation, generation, due, since, seen)
    VALUES (:lane, :installation, 1, :now, :now, :now)
    ON CONFLICT (key) DO UPDATE SET
        installation = excluded.installation,
        generation = generation + 1,
        due = CASE
            WHEN :immediate THEN min(coalesce(due, :now), :now)
            WHEN due <= :now THEN due
            WHEN :outside AND due IS NOT NULL AND since IS NULL THEN min(due, :now + :after_event)
            WHEN due IS NULL AND claimed IS NULL AND :now > seen + :debounce THEN :now
            ELSE max(coalesce(due, 0), min(:now + :debounce, coalesce(since, :now) + :longest_wait))
        END,
        since = coalesce(since, :now),
        seen = :now,
        tries = iif(:outside, 0, tries),
        parked = NULL
    RETURNING generation
"""

_RIPE = """
    DELETE FROM timer WHERE rowid IN (SELECT rowid FROM timer WHERE due <= ? ORDER BY due LIMIT 100)
    RETURNING lane, installation, note, immediate
"""


def mark(db: sqlite3.Connection, asked: Mark, *, delivery: str | None, now: float, policy: Policy) -> None:
    """Make a lane dirty. A delivery (None: the bot itself) starts the count of tries anew."""
    values = {
        "lane": asked.lane,
        "installation": asked.installation,
        "immediate": asked.immediate,
        "outside": delivery is not None,
        "now": now,
        "debounce": policy.debounce,
        "longest_wait": policy.longest_wait,
        "after_event": policy.back_off_after_event,
    }
    (generation,) = db.execute(_MARK, values).fetchone()
    note = json.dumps(dict(asked.note), separators=(",", ":"))
    db.execute(
        "INSERT INTO mark (lane, generation, delivery, note) VALUES (?, ?, ?, ?)",
        (asked.lane, generation, delivery, note),
    )
    refresh(db, asked.installation)


def schedule(db: sqlite3.Connection, asked: Mark, *, due: float) -> None:
    """Make a lane dirty at `due`."""
    note = json.dumps(dict(asked.note), separators=(",", ":"))
    db.execute(
        "INSERT INTO timer (due, lane, installation, note, immediate) VALUES (?, ?, ?, ?, ?)",
        (due, asked.lane, asked.installation, note, asked.immediate),
    )


def ripen(db: sqlite3.Connection, *, now: float, policy: Policy) -> None:
    """Mark the lanes whose scheduled time has come."""
    for row in db.execute(_RIPE, (now,)).fetchall():
        ripe = Mark(row["lane"], row["installation"], json.loads(row["note"]), immediate=bool(row["immediate"]))
        mark(db, ripe, delivery=None, now=now, policy=policy)
