"""What the start of a process puts right: jobs that died with the last one, a clock that was set back."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.work.claims import lease_of
from bot.work.installations import refresh
from bot.work.lease import Fail
from bot.work.policy import Policy
from bot.work.settling import fail


@dataclass(frozen=True, slots=True)
class Recovered:
    """A lane whose job died with its process: run again, or parked when that happened too often."""

    lane: str
    crashes: int
    parked: bool


def recover(db: sqlite3.Connection, *, now: float, policy: Policy) -> Sequence[Recovered]:
    """Free every claimed lane, as whoever claimed it is dead; park what has killed its process too often."""
    recovered = []
    for row in db.execute("SELECT * FROM lane WHERE claimed IS NOT NULL").fetchall():
        crashes = row["crashes"] + 1
        if parked := crashes >= policy.crashes:
            lease = lease_of(db, row, policy)
            fail(db, lease, Fail(f"the process died {crashes} times in the middle of it", park=True))
        else:
            db.execute("UPDATE lane SET claimed = NULL, crashes = ?, due = ? WHERE key = ?", (crashes, now, row["key"]))
        refresh(db, row["installation"])
        recovered.append(Recovered(row["key"], crashes, parked))
    return recovered


def rewind(db: sqlite3.Connection, *, now: float) -> float:
    """Return by how many seconds the clock was set back since the last run, having moved all plans back as far."""
    newest = db.execute("SELECT max(accepted) FROM delivery").fetchone()[0]
    back = float(newest or 0) - now
    if back <= 0:
        return 0.0
    db.execute("UPDATE lane SET due = due - :back, since = since - :back, seen = seen - :back", {"back": back})
    db.execute("UPDATE timer SET due = due - ?", (back,))
    db.execute("UPDATE installation SET due = due - :back, resting_until = resting_until - :back", {"back": back})
    db.execute("UPDATE delivery SET accepted = ? WHERE accepted > ?", (now, now))
    return back
