"""How a vault is made, and how a folder tells that one was: built beside its place, and moved there as the last act.

A crash in the middle leaves no vault but pieces of one, which the next attempt clears away. A key file without its
database is something else: a vault that is lost, and never built over.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.evidence.sealed import Recipient
from app.vault import audit
from app.vault.accounts import AccountBook
from app.vault.database import Database
from app.vault.head import HEAD_NAME, HeadFile
from app.vault.keyfile import NewAccount
from app.vault.keys import KEYS_NAME, Kdf, make_key, replace_file, sync_folder
from media.clock import Clock
from media.fault import Fault

VAULT_NAME = "vault.db"
UNFINISHED_NAME = "vault.db.new"
"""a vault that is being made"""


def is_orphaned(folder: Path) -> bool:
    """A key file without its database: not a vault that was never finished, but one that is lost."""
    return (folder / KEYS_NAME).exists() and not (folder / UNFINISHED_NAME).exists()


def build(
    folder: Path,
    founders: Sequence[NewAccount],
    kdf: Kdf,
    clock: Clock,
    *,
    archive: Sequence[Recipient] = (),
    recovery_seed: bytes | None = None,
) -> None:
    """Make the vault's files in `folder`, which the caller has locked; E-202 there is one already, E-217 it is lost."""
    if (folder / VAULT_NAME).exists():
        raise Fault("E-202")
    if is_orphaned(folder):
        raise Fault("E-217")
    for name in (f"{UNFINISHED_NAME}-wal", HEAD_NAME, KEYS_NAME, UNFINISHED_NAME):
        (folder / name).unlink(missing_ok=True)
    key = make_key()
    key_file = AccountBook.make(key, founders, kdf, archive=archive, recovery_seed=recovery_seed)
    database = Database(folder / UNFINISHED_NAME, key, HeadFile(folder / HEAD_NAME, key.head_key()))

    def first_rows(db: Any) -> None:
        db.execute("INSERT INTO vault (one, vault_id, epoch, live_sha256) VALUES (1, ?, 0, x'')", (key.vault_id,))
        facts = {"vault": key.vault_id, "accounts": {new.name: sorted(new.roles) for new in founders}}
        audit.append(db, clock.wall_ns(), founders[0].name, "vault.created", facts)

    try:
        database.lay_out()
        database.write(first_rows, is_forced=True)
    finally:
        database.close()
    replace_file(folder / KEYS_NAME, key_file)
    os.replace(folder / UNFINISHED_NAME, folder / VAULT_NAME)
    sync_folder(folder)
