"""The statements about waivers. They run inside the caller's transaction."""

import sqlite3
from collections.abc import Collection
from datetime import date

from bot.store.port import KeptWaiver, Order

_INSERT = """
    INSERT INTO waiver (
        command, repository_id, number, path, rule, subject, fingerprint, bound, until, reason, by_id, by_login, given
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (command) DO NOTHING
"""


def waive(db: sqlite3.Connection, order: Order, waiver: KeptWaiver, *, now: float) -> None:
    until = waiver.until.isoformat() if waiver.until is not None else None
    db.execute(
        _INSERT,
        (
            *(order.key, order.repository_id, order.number, waiver.path, waiver.rule, waiver.subject),
            *(waiver.fingerprint, waiver.bound, until, waiver.reason, order.sender_id, waiver.by, now),
        ),
    )


def waivers(db: sqlite3.Connection, repository_id: int, number: int) -> tuple[KeptWaiver, ...]:
    rows = db.execute(
        "SELECT * FROM waiver WHERE repository_id = ? AND number = ? AND ended IS NULL ORDER BY id",
        (repository_id, number),
    ).fetchall()
    return tuple(map(kept, rows))


def ended_by(db: sqlite3.Connection, key: str) -> tuple[KeptWaiver, ...]:
    rows = db.execute(
        "SELECT * FROM waiver WHERE (repository_id, number) = (SELECT repository_id, number FROM command WHERE key = ?) "
        "AND ended_by = ? ORDER BY id",
        (key, key),
    ).fetchall()
    return tuple(map(kept, rows))


def kept(row: sqlite3.Row) -> KeptWaiver:
    return KeptWaiver(
        id=row["id"],
        path=row["path"],
        rule=row["rule"],
        subject=row["subject"],
        fingerprint=row["fingerprint"],
        bound=row["bound"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        reason=row["reason"],
        by=row["by_login"],
        command=row["command"],
    )


def end(db: sqlite3.Connection, ids: Collection[int], why: str, by: str, *, now: float) -> None:
    db.executemany(
        "UPDATE waiver SET ended = ?, ended_why = ?, ended_by = ? WHERE id = ? AND ended IS NULL",
        [(now, why, by, each) for each in ids],
    )
