"""The statements that keep one row for each installation: whose turn it is, and until when it rests."""

import sqlite3

# `due` and `running` sum up the installation's lanes, so that a claim need not look at them. They are computed anew from
# the lanes whenever one changes.
_REFRESH = """
    INSERT INTO installation (id, due, running) VALUES (
        :id,
        (
            SELECT min(due) FROM lane
            WHERE installation = :id AND claimed IS NULL AND due IS NOT NULL AND crashes = 0
        ),
        (SELECT count(*) FROM lane WHERE installation = :id AND claimed IS NOT NULL)
    )
    ON CONFLICT (id) DO UPDATE SET due = excluded.due, running = excluded.running
    WHERE due IS NOT excluded.due OR running <> excluded.running
"""

_TURN = """
    SELECT id FROM installation
    WHERE due <= :now AND resting_until <= :now AND running < :per_installation
    ORDER BY served LIMIT 1
"""

_SERVED = "UPDATE installation SET served = (SELECT max(served) + 1 FROM installation) WHERE id = ?"

_REST = "UPDATE installation SET resting_until = max(resting_until, ?) WHERE id = ?"


def refresh(db: sqlite3.Connection, installation: int) -> None:
    """Sum the installation's lanes up again."""
    db.execute(_REFRESH, {"id": installation})


def whose_turn(db: sqlite3.Connection, *, now: float, per_installation: int) -> int | None:
    """Return the installation that was served longest ago, of those with a due lane, a free place and no pause."""
    row = db.execute(_TURN, {"now": now, "per_installation": per_installation}).fetchone()
    return None if row is None else int(row["id"])


def served(db: sqlite3.Connection, installation: int) -> None:
    """Let all others have their turn before this one's next."""
    db.execute(_SERVED, (installation,))
    refresh(db, installation)


def rest(db: sqlite3.Connection, installation: int, *, until: float) -> None:
    """Claim no lane of the installation before `until`."""
    db.execute(_REST, (until, installation))
