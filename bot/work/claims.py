"""The statements that lease due lanes, fairly. They run inside the caller's transaction."""

import json
import sqlite3

from bot.work.lanes import ripen
from bot.work.lease import Lease
from bot.work.policy import Policy
from bot.work.port import Job

# `waiting` steps from installation to installation over the index, so that the cost grows with the installations that
# have something to do, not with their lanes. `head` holds those with a free place: when their next lane may run, and
# when they had their last turn.
#
# A lane during whose job the process died is a suspect, and so is every lane that ran beside it. Suspects run one at a
# time: so the killer dies alone the next time, and no innocent lane is parked with it.
_FREE = """
    claimed IS NULL AND due IS NOT NULL
    AND (crashes = 0 OR NOT EXISTS (SELECT 1 FROM lane WHERE claimed IS NOT NULL AND crashes > 0))
"""
_HEAD = f"""
    WITH RECURSIVE waiting (id) AS (
        SELECT min(installation) FROM lane WHERE claimed IS NULL AND due IS NOT NULL
        UNION ALL
        SELECT (
            SELECT min(installation) FROM lane WHERE claimed IS NULL AND due IS NOT NULL AND installation > waiting.id
        ) FROM waiting WHERE waiting.id IS NOT NULL
    ),
    head (id, due, served) AS (
        SELECT
            waiting.id,
            max(
                (SELECT due FROM lane WHERE installation = waiting.id AND {_FREE} ORDER BY due LIMIT 1),
                coalesce(installation.resting_until, 0)
            ),
            coalesce(installation.served, 0)
        FROM waiting LEFT JOIN installation ON installation.id = waiting.id
        WHERE waiting.id IS NOT NULL
        AND (
            SELECT count(*) FROM lane WHERE claimed IS NOT NULL AND installation = waiting.id
        ) < :per_installation
    )
"""  # noqa: S608 - no value is formatted in, only the condition above

_CLAIM = f"""
    {_HEAD}
    UPDATE lane SET claimed = generation, due = NULL, since = NULL
    WHERE key = (
        SELECT key FROM lane
        WHERE {_FREE} AND due <= :now
        AND installation = (SELECT id FROM head WHERE due <= :now ORDER BY served, due LIMIT 1)
        ORDER BY due LIMIT 1
    )
    RETURNING key, installation, done, claimed, tries, crashes
"""  # noqa: S608 - no value is formatted in, only the parts above

_SERVED = """
    INSERT INTO installation (id, served)
    VALUES (:installation, (SELECT coalesce(max(served), 0) + 1 FROM installation))
    ON CONFLICT (id) DO UPDATE SET served = excluded.served
"""

_NEXT = f"""
    {_HEAD}
    SELECT min(due) FROM (SELECT min(due) AS due FROM head UNION ALL SELECT min(due) FROM timer)
"""  # noqa: S608 - as above


def claim(db: sqlite3.Connection, *, most: int, now: float, policy: Policy) -> tuple[list[Lease], float | None]:
    """Lease up to `most` lanes that are due; return them and when the next one will be (None: nothing is planned).

    The time is None as well when `most` were found: whoever has a free place again asks again.
    """
    ripen(db, now=now, policy=policy)
    limits = {"now": now, "per_installation": policy.per_installation}
    leases: list[Lease] = []
    while len(leases) < most:
        row = db.execute(_CLAIM, limits).fetchone()
        if row is None:
            return leases, db.execute(_NEXT, limits).fetchone()[0]
        db.execute(_SERVED, {"installation": row["installation"]})
        leases.append(lease_of(db, row, policy))
    return leases, None


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
    )
    return Lease(job, row["done"], row["claimed"])
