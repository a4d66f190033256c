"""The statements that lease due lanes, fairly. They run inside the caller's transaction."""

import json
import sqlite3

from bot.work import installations
from bot.work.lanes import ripen
from bot.work.lease import Lease
from bot.work.policy import Policy
from bot.work.port import Job

_CLAIM = """
    UPDATE lane SET claimed = generation, due = NULL, since = NULL
    WHERE key = (
        SELECT key FROM lane
        WHERE installation = ? AND claimed IS NULL AND due <= ? AND crashes = 0
        ORDER BY due LIMIT 1
    )
    RETURNING *
"""

# A lane during whose job the process died is a suspect, and so is every lane that ran beside it. Suspects run one at a
# time: so the killer dies alone the next time, and no innocent lane is parked with it.
_SUSPECTS = """
    SELECT lane.key, max(lane.due, installation.resting_until) AS due
    FROM lane JOIN installation ON installation.id = lane.installation
    WHERE lane.crashes > 0 AND lane.claimed IS NULL AND lane.due IS NOT NULL
    AND installation.running < :per_installation
    AND NOT EXISTS (SELECT 1 FROM lane AS other WHERE other.crashes > 0 AND other.claimed IS NOT NULL)
"""
_CLAIM_SUSPECT = f"""
    UPDATE lane SET claimed = generation, due = NULL, since = NULL
    WHERE key = (SELECT key FROM ({_SUSPECTS}) WHERE due <= :now ORDER BY due LIMIT 1)
    RETURNING *
"""  # noqa: S608 - no value is formatted in, only the query above

_NEXT = f"""
    SELECT min(due) FROM (
        SELECT max(due, resting_until) AS due FROM installation
        WHERE due IS NOT NULL AND running < :per_installation
        UNION ALL SELECT due FROM ({_SUSPECTS})
        UNION ALL SELECT min(due) FROM timer
    )
"""  # noqa: S608 - as above


def claim(db: sqlite3.Connection, *, most: int, now: float, policy: Policy) -> tuple[list[Lease], float | None]:
    """Lease up to `most` lanes that are due; return them and when the next one will be (None: nothing is planned).

    The time is None as well when `most` were found: whoever has a free place again asks again.
    """
    ripen(db, now=now, policy=policy)
    leases: list[Lease] = []
    while len(leases) < most:
        row = _claim_one(db, now, policy.per_installation)
        if row is None:
            return leases, db.execute(_NEXT, {"per_installation": policy.per_installation}).fetchone()[0]
        installations.served(db, row["installation"])
        leases.append(lease_of(db, row, policy))
    return leases, None


def _claim_one(db: sqlite3.Connection, now: float, per_installation: int) -> sqlite3.Row | None:
    row: sqlite3.Row | None
    row = db.execute(_CLAIM_SUSPECT, {"now": now, "per_installation": per_installation}).fetchone()
    if row is not None:
        return row
    while (turn := installations.whose_turn(db, now=now, per_installation=per_installation)) is not None:
        row = db.execute(_CLAIM, (turn, now)).fetchone()
        if row is not None:
            return row
        installations.refresh(db, turn)  # its lane went over to another installation, as when the App is installed anew
    return None


def lease_of(db: sqlite3.Connection, row: sqlite3.Row, policy: Policy) -> Lease:
    """Return the lease of a claimed row of `lane`, with the marks that it covers."""
    marks = db.execute(
        "SELECT delivery, note FROM mark WHERE lane = ? AND generation > ? AND generation <= ? ORDER BY generation",
        (row["key"], row["done"], row["claimed"]),
    ).fetchall()
    job = Job(
        lane=row["key"],
        installation=row["installation"],
        notes=tuple(json.loads(each["note"]) for each in marks),
        deliveries=tuple(dict.fromkeys(each["delivery"] for each in marks if each["delivery"] is not None)),
        tries=row["tries"],
        last=row["tries"] + 1 >= policy.tries or row["crashes"] + 1 >= policy.crashes,
        deaths=row["crashes"],
    )
    return Lease(job, row["done"], row["claimed"])
