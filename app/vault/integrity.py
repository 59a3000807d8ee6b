"""What ties every row of the vault to the audit chain, so that a changed or older page is seen.

    marks, answers, utterances, fragments, steps ─ running digest ─► row of the take
    row of a take that is over, case, review, ─ digest ─► facts of its audit row ─► audit chain ─┐
    retention, secret, anchor                                                                     ├─► head outside
    rows of takes that are open ─ digest ─────────────────────────────────────────────────────────┘

Digests are HMAC-SHA256 with a key of the vault: a plain hash of an id number in the audit trail could be guessed.
Opening a vault compares the head (quick); `check` walks everything.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from heapq import merge
from typing import Any

from sqlcipher3 import dbapi2

from app.vault import audit
from app.vault.head import Head
from app.vault.rows import CASE_COLUMNS, RETENTION_COLUMNS, REVIEW_COLUMNS, TAKE_ROWS, Row
from media.fault import Fault

NO_ROWS = bytes(32)
"""the running digest of a take without rows"""
BOUND = "row_hmac_sha256"
"""the audit fact that holds the digest of the row which the audit row is about"""
GONE = "secret.erased"
"""the audit kind that says: this secret is there no more"""
_SEALED_COLUMNS = (
    "id, case_id, state, outcome, script_id, script_sha256, started_wall_ns, duration_ns, path, sealed_bytes, "
    "sha256, merkle_root, manifest_sha256, seal_n, row_count, hex(rows_sha256)"
)
# What follows from other rows: a take waits in the outbox, it has a file key, its steps are counted. The search index
# follows from the texts and proves nothing; it is left out.
_WITHOUT_OUTBOX = """SELECT id FROM takes LEFT JOIN outbox ON take_id = id
    WHERE (state IN ('sealed', 'salvaged')) <> (take_id IS NOT NULL)"""
_WITHOUT_KEY = """SELECT id FROM takes LEFT JOIN file_keys ON take_id = id
    WHERE (state = 'open') <> (take_id IS NOT NULL)"""
_MISCOUNTED = """SELECT id FROM takes
    LEFT JOIN (SELECT take_id, sum(verdict = 'accepted') AS accepted, count(*) AS total FROM steps GROUP BY take_id)
    ON take_id = id WHERE steps_accepted <> coalesce(accepted, 0) OR steps_total <> coalesce(total, 0)"""


def digest(key: bytes, values: Sequence[object]) -> str:
    """Keyed digest (hex) of one row's values."""
    return hmac.digest(key, audit.canonical(list(values)).encode(), sha256).hex()


def extend(key: bytes, before: bytes, table: str, rows: Iterable[tuple[int, Row]]) -> bytes:
    """The running digest of a take after more rows, each with its `seq`."""
    for seq, row in rows:
        before = hmac.digest(key, before + audit.canonical([table, seq, *row]).encode(), sha256)
    return before


def live_digest(db: Any, key: bytes, *, through_index: bool = True) -> bytes:
    """Digest over the rows of all open takes: what no audit row covers yet.

    Through the index it is quick, for every write; without, it also sees a row that an older page brought back open.
    """
    found = db.execute(
        "SELECT id, started_wall_ns, duration_ns, path, sealed_bytes, row_count, hex(rows_sha256) FROM takes "
        f"{'' if through_index else 'NOT INDEXED'} WHERE state = 'open' ORDER BY n"
    ).fetchall()
    return hmac.digest(key, audit.canonical([list(row) for row in found]).encode(), sha256)


def take_digest(db: Any, key: bytes, take_id: str) -> str:
    """Digest over the row of a take that is no longer open."""
    return digest(key, db.execute(f"SELECT {_SEALED_COLUMNS} FROM takes WHERE id = ?", (take_id,)).fetchone())


def secret_digest(key: bytes, name: str, value: bytes) -> str:
    return digest(key, (name, value.hex()))


def anchor_digest(key: bytes, name: str, value: str) -> str:
    return digest(key, (name, value))


def review_name(take_id: str, seq: int) -> str:
    """What the audit trail calls a review: reviews of a take are counted from 0."""
    return f"{take_id}#{seq}"


def retention_name(case_id: str, seq: int) -> str:
    """What the audit trail calls a retention row: those of a case are counted from 0."""
    return f"{case_id}#{seq}"


def compare(db: Any, key: bytes, outside: Head | None) -> Fault | None:
    """What the head kept outside has against this database: nothing, or E-208 with the two epochs."""
    found = db.execute("SELECT epoch, live_sha256 FROM vault").fetchone()
    if found is None:
        raise Fault("E-207")
    epoch, live_sha256 = found
    if outside is None:
        return Fault("E-208", vault_epoch=epoch, head_epoch="?")
    doubt = Fault("E-208", vault_epoch=epoch, head_epoch=outside.epoch)
    if epoch < outside.epoch or live_sha256 != live_digest(db, key, through_index=False):
        return doubt
    found = db.execute("SELECT sha256 FROM audit WHERE n = ?", (outside.audit_n,)).fetchone()
    if outside.audit_n and (found is None or found[0] != outside.audit_sha256):
        return doubt
    try:
        last, _ = audit.follow(audit.stored(db, outside.audit_n), (outside.audit_n, outside.audit_sha256))
    except Fault:
        return doubt
    if epoch == outside.epoch and (last != outside.audit_n or live_sha256 != outside.live_sha256):
        return doubt
    return None


def check(db: Any, key: bytes) -> Iterator[Fault]:
    """Walk the whole vault; yields what is wrong: E-207 damaged pages, E-209 broken chain, E-219 a row that does not
    agree with the chain (`what`: case, take, review, retention, secret, anchor; `id`: which)."""
    for pragma in ("cipher_integrity_check", "integrity_check"):
        found = [row[0] for row in db.execute(f"PRAGMA {pragma}").fetchall()]
        if found not in ([], ["ok"]):
            yield Fault("E-207")
            return
    expected: dict[tuple[str, str], str] = {}
    try:
        audit.follow(_noting(audit.stored(db), expected))
        yield from _check_rows(db, key, expected)
    except Fault as broken:
        yield broken
    except dbapi2.OperationalError as problem:
        if getattr(problem, "sqlite_errorcode", None) is not None:
            raise
        yield Fault("E-207")  # a text that is no text: the connection says so without a code


def _check_rows(db: Any, key: bytes, expected: dict[tuple[str, str], str]) -> Iterator[Fault]:
    for what, name, found_digest in _present(db, key):
        if expected.pop((what, name), None) != found_digest:
            yield Fault("E-219", what=what, id=name)
    for what, name in expected:
        yield Fault("E-219", what=what, id=name)
    yield from _check_takes(db, key)
    for query in (_WITHOUT_OUTBOX, _WITHOUT_KEY, _MISCOUNTED):
        for (take_id,) in db.execute(query).fetchall():
            yield Fault("E-219", what="take", id=take_id)


def _noting(rows: Iterable[audit.StoredRow], said: dict[tuple[str, str], str]) -> Iterator[audit.StoredRow]:
    """The same rows; notes in `said` what the trail's newest word on each digest is. E-209 for facts that are not the
    one spelling of their value: whoever is handed the trail reads the value, and would hash something else."""
    for row in rows:
        yield row  # its hash is looked at first
        n, _, _, kind, stored, _ = row
        try:
            facts = json.loads(stored)
            if audit.canonical(facts).encode() != stored:
                raise ValueError("not canonical")
            what = kind.decode().partition(".")[0]
            if kind == GONE.encode():
                said.pop((what, facts[what]), None)
            elif BOUND in facts:
                said[(what, facts[what])] = facts[BOUND]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise Fault("E-209", row=n) from None


def _present(db: Any, key: bytes) -> Iterator[tuple[str, str, str]]:
    for row in db.execute(f"SELECT {CASE_COLUMNS} FROM cases").fetchall():
        yield "case", row[0], digest(key, row)
    for row in db.execute(f"SELECT {_SEALED_COLUMNS} FROM takes WHERE state <> 'open'").fetchall():
        yield "take", row[0], digest(key, row)
    for row in db.execute(f"SELECT {REVIEW_COLUMNS} FROM reviews").fetchall():
        yield "review", review_name(row[0], row[1]), digest(key, row)
    for row in db.execute(f"SELECT {RETENTION_COLUMNS} FROM retention").fetchall():
        yield "retention", retention_name(row[0], row[1]), digest(key, row)
    for name, value in db.execute("SELECT name, value FROM secrets").fetchall():
        yield "secret", name, secret_digest(key, name, value)
    for name, value in db.execute("SELECT name, value FROM anchors").fetchall():
        yield "anchor", name, anchor_digest(key, name, value)


def _check_takes(db: Any, key: bytes) -> Iterator[Fault]:
    found = db.execute("SELECT id, row_count, rows_sha256 FROM takes ORDER BY n").fetchall()
    for take_id, row_count, rows_sha256 in found:
        count, running = 0, NO_ROWS
        for seq, table, *row in _all_rows(db, take_id):
            count += seq == count
            running = extend(key, running, table, [(seq, tuple(row))])
        if count != row_count or running != rows_sha256:
            yield Fault("E-219", what="take", id=take_id)


def _all_rows(db: Any, take_id: str) -> Iterable[Row]:
    """`(seq, table, *values)` of all rows of a take, in the order of writing."""

    def of(table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        rows = db.execute(
            f"SELECT seq, {', '.join(columns)} FROM {table} WHERE take_id = ? ORDER BY seq", (take_id,)
        ).fetchall()
        return ((seq, table, *row) for seq, *row in rows)

    return merge(*(of(table, columns) for table, columns in TAKE_ROWS.items()), key=lambda row: int(row[0]))
