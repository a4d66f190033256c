"""The statements about numbers that are promised. They run inside the caller's transaction."""

import sqlite3
from collections.abc import Collection

from bot.store.port import Order


def reserve(  # noqa: PLR0913 - who wants which number, and what is taken
    db: sqlite3.Connection, order: Order, directory: str, first: int, open_pulls: Collection[int], *, now: float
) -> int:
    """Return the order's number. What a pull request that has ended had reserved is free again."""
    place = (order.repository_id, directory)
    rows = db.execute("SELECT * FROM reservation WHERE repository_id = ? AND directory = ?", place).fetchall()
    own = next((int(row["number"]) for row in rows if row["command"] == order.key), 0)
    if own >= first:
        return own
    taken = {row["number"] for row in rows if row["pull"] in open_pulls and row["command"] != order.key}
    number = first
    while number in taken:
        number += 1
    db.execute(
        "DELETE FROM reservation WHERE repository_id = ? AND directory = ? AND (number = ? OR command = ?)",
        (*place, number, order.key),
    )
    db.execute(
        "INSERT INTO reservation (repository_id, directory, number, pull, command, at) VALUES (?, ?, ?, ?, ?, ?)",
        (*place, number, order.number, order.key, now),
    )
    return number


def release(db: sqlite3.Connection, key: str) -> None:
    db.execute("DELETE FROM reservation WHERE command = ?", (key,))
