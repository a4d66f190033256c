"""The tables of durable work on SQLite, and opening a file that holds them."""

import os
import sqlite3
from pathlib import Path

from bot.store.tables import TABLES
from bot.work.port import Unusable

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables (3.37), RETURNING (3.35)."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # A lane is dirty while generation > done. `claimed` is the generation that the running job saw, NULL when none
        # runs. `due` is NULL when there is nothing (more) to run, `since` the oldest event since the last claim, `seen`
        # the newest event of all.
        """
        CREATE TABLE lane (
            key TEXT NOT NULL PRIMARY KEY,
            installation INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            done INTEGER NOT NULL DEFAULT 0,
            claimed INTEGER,
            due REAL,
            since REAL,
            seen REAL NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            crashes INTEGER NOT NULL DEFAULT 0,
            parked TEXT
        ) STRICT
        """,
        "CREATE INDEX lane_waiting ON lane (installation, due) WHERE claimed IS NULL AND due IS NOT NULL",
        "CREATE INDEX lane_running ON lane (installation) WHERE claimed IS NOT NULL",
        "CREATE INDEX lane_suspect ON lane (due) WHERE crashes > 0",
        "CREATE INDEX lane_clean ON lane (seen) WHERE claimed IS NULL AND due IS NULL",
        "CREATE INDEX lane_parked ON lane (key) WHERE parked IS NOT NULL",
        # `twin` is the delivery with the same body that came before this one and is worked in its stead.
        """
        CREATE TABLE delivery (
            id TEXT NOT NULL PRIMARY KEY,
            event TEXT NOT NULL,
            action TEXT NOT NULL,
            digest TEXT NOT NULL,
            accepted REAL NOT NULL,
            twin TEXT
        ) STRICT
        """,
        "CREATE INDEX delivery_body ON delivery (digest, event, accepted) WHERE twin IS NULL",
        "CREATE INDEX delivery_accepted ON delivery (accepted)",
        # One row for each mark that is not worked. It waits while its generation > lane.done, and has failed when not:
        # success deletes it. `delivery` is NULL for what the bot scheduled itself.
        """
        CREATE TABLE mark (
            lane TEXT NOT NULL,
            generation INTEGER NOT NULL,
            delivery TEXT,
            note TEXT NOT NULL,
            PRIMARY KEY (lane, generation)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX mark_delivery ON mark (delivery) WHERE delivery IS NOT NULL",
        # A mark that becomes one when it is due, so that an earlier run of the lane does not use it up.
        """
        CREATE TABLE timer (
            due REAL NOT NULL,
            lane TEXT NOT NULL,
            installation INTEGER NOT NULL,
            note TEXT NOT NULL,
            immediate INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX timer_due ON timer (due)",
        # `due` (the earliest of its lanes) and `running` (how many of them) are sums over `lane`. `served` counts claims,
        # for fairness: least recently served first. `resting_until` is a pause.
        """
        CREATE TABLE installation (
            id INTEGER NOT NULL PRIMARY KEY,
            due REAL,
            running INTEGER NOT NULL DEFAULT 0,
            served INTEGER NOT NULL DEFAULT 0,
            resting_until REAL NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX installation_served ON installation (served)",
        "CREATE INDEX installation_turn ON installation (served) WHERE due IS NOT NULL",
    ),
    TABLES,
)


def connect(path: Path, *, check: bool = False) -> sqlite3.Connection:
    """Return a connection to the database at `path`, created or brought up to date where needed.

    `check` reads every page first. Raise `Unusable` with what to do when the file cannot be used.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise Unusable(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed")
    try:  # not left to SQLite, for the sake of the mode: notes name private repositories
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}. Make the file and its directory writable for this user") from error
    db = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path, check=check)
    except sqlite3.Error as error:
        db.close()
        raise Unusable(f"{path}: {error}. {_advice(error)}") from error
    except Unusable:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, *, check: bool) -> None:
    db.row_factory = sqlite3.Row
    if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise Unusable(f"{path}: this file system cannot hold a write-ahead log: use a local disk")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA journal_size_limit = 67108864")
    if check and (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise Unusable(f"{path}: damaged: {' '.join(found.split())}. {RESTORE}")
    _migrate(db, path)
    # From here the writer waits for a lock by itself, without holding up the event loop in which it runs.
    db.execute("PRAGMA busy_timeout = 0")


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring the tables to the newest version, all steps in one transaction. It also proves that the file can be written."""
    db.execute("BEGIN IMMEDIATE")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise Unusable(
            f"{path} was written by a newer planwarden (schema {version}, this one knows {len(MIGRATIONS)}). "
            "Run that version again, or restore the backup that was made before it"
        )
    if version == 0 and db.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise Unusable(f"{path} is the database of another program: give planwarden a file of its own")
    for migration in MIGRATIONS[version:]:
        for statement in migration:
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    db.execute("COMMIT")


RESTORE = "Stop planwarden, keep the file aside and restore a backup; GitHub lists the deliveries of the last days to redeliver"


def _advice(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return {
        sqlite3.SQLITE_READONLY: "Make the file and its directory writable for this user",
        sqlite3.SQLITE_BUSY: "Another program holds a lock on it: end that program",
        sqlite3.SQLITE_FULL: "The disk is full: free some space",
        sqlite3.SQLITE_NOTADB: RESTORE,
        sqlite3.SQLITE_CORRUPT: RESTORE,
    }.get(code, "See that the disk is healthy and the file is planwarden's own")
