"""The tables of the store, as a further step of the schema that `bot.work.schema` opens."""

TABLES: tuple[str, ...] = (
    # A head of a pull request that a delivery told of. `at`: Unix time by GitHub's clock.
    """
    CREATE TABLE sighting (
        lane TEXT NOT NULL,
        sha TEXT NOT NULL,
        at REAL NOT NULL,
        received REAL NOT NULL,
        PRIMARY KEY (lane, sha, at)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sighting_received ON sighting (received)",
    # The ledger of commands, which is the audit too. `outcome` is NULL until it is over. `prepared` is the answer that holds
    # once the commit is there that was about to be made; `concluded` is the outcome (JSON) that is still to be told.
    """
    CREATE TABLE command (
        key TEXT NOT NULL PRIMARY KEY,
        repository_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        sender_id INTEGER NOT NULL,
        sender TEXT NOT NULL,
        verb TEXT NOT NULL,
        arguments TEXT NOT NULL,
        head TEXT NOT NULL,
        delivery TEXT NOT NULL,
        given REAL NOT NULL,
        ended REAL,
        outcome TEXT,
        detail TEXT NOT NULL DEFAULT '',
        reply INTEGER NOT NULL DEFAULT 0,
        prepared TEXT NOT NULL DEFAULT '',
        concluded TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX command_sender ON command (repository_id, number, sender_id, given)",
    """
    CREATE TABLE waiver (
        id INTEGER NOT NULL PRIMARY KEY,
        command TEXT NOT NULL UNIQUE,
        repository_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        path TEXT NOT NULL,
        rule TEXT NOT NULL,
        subject TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        bound TEXT NOT NULL,
        until TEXT,
        reason TEXT NOT NULL,
        by_id INTEGER NOT NULL,
        by_login TEXT NOT NULL,
        given REAL NOT NULL,
        ended REAL,
        ended_why TEXT NOT NULL DEFAULT '',
        ended_by TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX waiver_pull ON waiver (repository_id, number) WHERE ended IS NULL",
    # A number of an ADR that a command has promised to a pull request.
    """
    CREATE TABLE reservation (
        repository_id INTEGER NOT NULL,
        directory TEXT NOT NULL,
        number INTEGER NOT NULL,
        pull INTEGER NOT NULL,
        command TEXT NOT NULL UNIQUE,
        at REAL NOT NULL,
        PRIMARY KEY (repository_id, directory, number)
    ) STRICT, WITHOUT ROWID
    """,
)
