"""Verifying a long audit trail, beside the bare hashing of the same rows in memory."""

import os
import time
from hashlib import sha256
from typing import Any

from app.bench import Bench, Figure
from app.vault import audit
from app.vault.checkpoints import CHECKPOINTS_NAME, CheckpointFile
from app.vault.database import Database
from app.vault.head import HEAD_NAME, HeadFile
from app.vault.keyfile import OwnKeys
from app.vault.keys import KEY_BYTES, make_key
from app.vault.trail import add_checkpoint, verify_trail

BATCH = 1_000


def verify(bench: Bench) -> list[Figure]:
    """The whole trail: chain, a signed checkpoint for each thousand rows, the file of checkpoints, the head outside."""
    count = 10_000 if bench.is_quick else 100_000
    key, own = make_key(), OwnKeys(os.urandom(KEY_BYTES))
    head = HeadFile(bench.folder / HEAD_NAME, key.head_key())
    file = CheckpointFile(bench.folder / CHECKPOINTS_NAME)
    database = Database(bench.folder / "vault.db", key, HeadFile(bench.folder / HEAD_NAME, key.head_key()))
    try:
        database.lay_out()
        values = (key.vault_id,)
        database.write(
            lambda db: db.execute("INSERT INTO vault (one, vault_id, epoch, live_sha256) VALUES (1, ?, 0, x'')", values)
        )
        for first in range(0, count, BATCH):
            database.write(lambda db, first=first: _fill(db, first))  # type: ignore[misc]
            add_checkpoint(database, file, "bench", time.time_ns(), own.sign)
        verifiers = {"bench": (own.verifier,)}
        texts = database.read(lambda db: [_text(row) for row in audit.read(db)])
        ours, ratios = [], []
        for _ in range(max(3, bench.runs)):
            begun = time.perf_counter()
            report = verify_trail(database, head, file, verifiers)
            ours.append(time.perf_counter() - begun)
            assert not report.faults and report.rows == len(texts)
            begun = time.perf_counter()
            digest = audit.GENESIS
            for text in texts:
                digest = sha256(text + digest).digest()
            ratios.append(ours[-1] / (time.perf_counter() - begun))
    finally:
        database.close()
    return [
        Figure("audit_verify", f"audit trail of {count} rows verified, encrypted on the disk", "s", tuple(ours), 3),
        Figure("audit_verify_ratio", "… per bare SHA-256 over the same texts in memory", "×", tuple(ratios)),
    ]


def _fill(db: Any, first: int) -> None:
    for n in range(first, first + BATCH):
        take = f"20260101-{n:06d}-bench0"
        facts = {"take": take, "case": f"C-{n}", "reason": "客户投诉，核对当时的回答", "sha256": "5c" * 32}
        audit.append(db, time.time_ns(), f"{n % 7:04d}", ("take.replayed", "take.sealed", "login.ok")[n % 3], facts)


def _text(row: audit.AuditRow) -> bytes:
    content = {"actor": row.actor, "at": row.at, "facts": row.facts, "kind": row.kind, "n": row.n}
    return audit.canonical(content).encode()
