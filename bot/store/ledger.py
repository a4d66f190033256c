"""The statements of the ledger. They run inside the caller's transaction."""

import sqlite3

import msgspec

from bot.store.port import Entry, Order, Outcome

_INSERT = """
    INSERT INTO command (key, repository_id, number, sender_id, sender, verb, arguments, head, delivery, given)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO NOTHING
"""


def begin(db: sqlite3.Connection, order: Order, *, now: float) -> Entry:
    """Write an order down. Whether it is new the insert itself decides, never a look before it."""
    values = (
        *(order.key, order.repository_id, order.number, order.sender_id, order.sender),
        *(order.verb, order.arguments, order.head, order.delivery, now),
    )
    if db.execute(_INSERT, values).rowcount:
        return Entry()
    known = db.execute("SELECT outcome, reply, prepared, concluded FROM command WHERE key = ?", (order.key,)).fetchone()
    concluded = msgspec.json.decode(known["concluded"], type=Outcome) if known["concluded"] else None
    return Entry(known["outcome"] or "", known["reply"], known["prepared"], new=False, concluded=concluded)


def conclude(db: sqlite3.Connection, key: str, outcome: Outcome) -> None:
    """Write the outcome down for whoever has to tell it."""
    db.execute("UPDATE command SET concluded = ? WHERE key = ?", (msgspec.json.encode(outcome).decode(), key))


def prepare(db: sqlite3.Connection, key: str, answer: str) -> None:
    db.execute("UPDATE command SET prepared = ? WHERE key = ?", (answer, key))


def replied(db: sqlite3.Connection, key: str, reply: int) -> None:
    db.execute("UPDATE command SET reply = ? WHERE key = ?", (reply, key))


def finish(  # noqa: PLR0913 - what the audit says of an end
    db: sqlite3.Connection, key: str, outcome: str, detail: str, head: str, *, now: float
) -> None:
    """Close an order, once. `head` "": the one that it was given for."""
    db.execute(
        "UPDATE command SET outcome = ?, detail = ?, head = iif(? = '', head, ?), ended = ?, "
        "prepared = '', concluded = '' "
        "WHERE key = ? AND outcome IS NULL",
        (outcome, detail, head, head, now, key),
    )


def given_lately(db: sqlite3.Connection, order: Order, *, since: float) -> tuple[int, int]:
    """Return how many other commands the sender has given, and all people have."""
    row = db.execute(
        "SELECT sum(sender_id = ?), count(*) FROM command "
        "WHERE repository_id = ? AND number = ? AND given > ? AND key <> ?",
        (order.sender_id, order.repository_id, order.number, since, order.key),
    ).fetchone()
    return int(row[0] or 0), int(row[1])
