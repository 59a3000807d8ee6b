"""The vault's tables, as an ordered tuple of steps; the version is how many of them a vault has had.

Each step runs in its own transaction together with its `user_version`, so a step that fails leaves no trace. Steps are
plain SQL that never imports today's types, and a released step is never edited: `tests/vectors/vault/` holds the schema
of each version and a vault of it. Before the first step a copy of the vault is laid beside it, without the file keys of
open takes (a file key lives in one place, until its take is sealed).

`vault`, `audit` and the columns of `takes` that `integrity.live_digest` reads are looked at before a vault is migrated:
they must stay readable as version 1 made them.
"""

from collections.abc import Callable
from typing import Any

from media.fault import Fault

Step = Callable[[Any], None]


def m0001_first_tables(db: Any) -> None:
    """Everything the first station needs: cases, takes and their rows, secrets, audit, outbox, search."""
    for statement in (
        """CREATE TABLE vault (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            vault_id TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            live_sha256 BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE audit (
            n INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            facts TEXT NOT NULL,
            sha256 BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE secrets (
            name TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE cases (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            product_kind TEXT NOT NULL,
            branch TEXT NOT NULL,
            counter TEXT NOT NULL,
            clerk_id TEXT NOT NULL,
            customer_name TEXT NOT NULL,
            customer_id_number TEXT NOT NULL,
            facts TEXT NOT NULL,
            opened_wall_ns INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE takes (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            case_id TEXT NOT NULL REFERENCES cases (id),
            state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'salvaged', 'acknowledged', 'erased')),
            outcome TEXT,
            script_id TEXT NOT NULL,
            script_sha256 TEXT NOT NULL,
            started_wall_ns INTEGER NOT NULL,
            duration_ns INTEGER NOT NULL,
            path TEXT NOT NULL,
            sealed_bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            merkle_root TEXT NOT NULL DEFAULT '',
            manifest_sha256 TEXT NOT NULL DEFAULT '',
            seal_n INTEGER,
            row_count INTEGER NOT NULL DEFAULT 0,
            rows_sha256 BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX takes_of_case ON takes (case_id)",
        "CREATE INDEX takes_open ON takes (n) WHERE state = 'open'",
        "CREATE INDEX takes_by_seal ON takes (seal_n) WHERE seal_n IS NOT NULL",
        """CREATE TABLE file_keys (
            take_id TEXT PRIMARY KEY REFERENCES takes (id),
            key BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE marks (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,
            kind TEXT NOT NULL,
            step TEXT,
            facts TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX marks_of_take ON marks (take_id, seq)",
        """CREATE TABLE answers (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            step TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            text TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            begin_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            answered_by TEXT NOT NULL,
            matched TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX answers_of_take ON answers (take_id, seq)",
        """CREATE TABLE utterances (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            channel TEXT NOT NULL,
            text TEXT NOT NULL,
            begin_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            confidence REAL NOT NULL,
            words TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX utterances_of_take ON utterances (take_id, seq)",
        """CREATE TABLE fragments (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,
            duration_ns INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            size INTEGER NOT NULL,
            samples INTEGER NOT NULL,
            is_keyframe_start INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX fragments_of_take ON fragments (take_id, seq)",
        """CREATE TABLE steps (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            step TEXT NOT NULL,
            verdict TEXT NOT NULL,
            answer TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            answered_by TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX steps_of_take ON steps (take_id, seq)",
        """CREATE TABLE outbox (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL UNIQUE REFERENCES takes (id),
            queued_wall_ns INTEGER NOT NULL
        ) STRICT""",
        # Contentless: the index holds tokens and places, the text stays in its own table (see search.py).
        "CREATE VIRTUAL TABLE utterance_index USING fts5 (characters, content='', columnsize=0, tokenize='ascii')",
        "CREATE VIRTUAL TABLE case_index USING fts5 (characters, content='', columnsize=0, tokenize='ascii')",
    ):
        db.execute(statement)


def m0002_reviews(db: Any) -> None:
    """What people write about a sealed take, and what a list of all cases needs to be quick."""
    for statement in (
        """CREATE TABLE reviews (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_wall_ns INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            step TEXT,
            rule TEXT,
            verdict TEXT,
            text TEXT NOT NULL,
            at_ns INTEGER,
            second_account TEXT
        ) STRICT""",
        "CREATE UNIQUE INDEX reviews_of_take ON reviews (take_id, seq)",
        """CREATE INDEX reviews_status ON reviews (take_id, seq, kind)
            WHERE kind IN ('submitted', 'returned', 'voided', 'approved')""",
        # A list needs little of a case, and decrypting the pages that hold its facts takes most of the time.
        """CREATE INDEX cases_listed
            ON cases (n, id, product_kind, branch, counter, clerk_id, customer_name, opened_wall_ns)""",
        # Counted once, when a take is sealed: to count a hundred thousand steps for each list of cases takes too long.
        "ALTER TABLE takes ADD COLUMN steps_accepted INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE takes ADD COLUMN steps_total INTEGER NOT NULL DEFAULT 0",
        """UPDATE takes SET
            steps_accepted = (SELECT count(*) FROM steps WHERE take_id = takes.id AND verdict = 'accepted'),
            steps_total = (SELECT count(*) FROM steps WHERE take_id = takes.id)""",
    ):
        db.execute(statement)


def m0003_anchors_and_retention(db: Any) -> None:
    """What the vault remembers of things outside it, and how long a case is kept."""
    for statement in (
        # The newest state of a thing that lies outside the vault (the account table, the settings), by its digest.
        """CREATE TABLE anchors (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT""",
        # Ends of contracts, disputes, destructions: rows of a case, never changed, only followed by others.
        """CREATE TABLE retention (
            n INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL REFERENCES cases (id),
            seq INTEGER NOT NULL,
            at_wall_ns INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            on_day TEXT,
            text TEXT NOT NULL,
            second_account TEXT
        ) STRICT""",
        "CREATE UNIQUE INDEX retention_of_case ON retention (case_id, seq)",
    ):
        db.execute(statement)


MIGRATIONS: tuple[Step, ...] = (m0001_first_tables, m0002_reviews, m0003_anchors_and_retention)


def version(db: Any) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def refuse_newer(db: Any, steps: tuple[Step, ...] = MIGRATIONS) -> None:
    """E-206 for a vault that a newer program has migrated: what it added, we would leave out."""
    if version(db) > len(steps):
        raise Fault("E-206", found=version(db), known=len(steps))


def migrate(db: Any, steps: tuple[Step, ...] = MIGRATIONS) -> None:
    """Run the steps this vault has not had, each with its new version in one transaction; E-214 names the one that
    could not be done, and the vault stays as the step before left it."""
    refuse_newer(db, steps)
    for number, step in enumerate(steps[version(db) :], version(db) + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            step(db)
            db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except Exception as problem:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise Fault("E-214", step=number) from problem
