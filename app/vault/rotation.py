"""The database key is changed: every page of the vault is encrypted anew.

    vault.db ── SQLCipher's backup, from the old key to the new ──► vault.db.rotated ── compared ──► vault.db

The key file holds both keys meanwhile, newest first, and `Database` tries each: (1) write the key file with new and
old, (2) `reencrypt`, (3) write the key file with the new one alone. A crash at any point leaves a vault that opens with
one of the two; doing (2) again does what is left to do. The copy has a salt of its own, so that its key for the pages'
MACs is new too; all else stays page by page as it was (version, page size, mode of its log).

Afterwards the old key opens nothing in the vault's place: copies left by migrations are encrypted anew too. **What it
does not do:** overwrite. The old file's blocks are free then, and lie on the disk until they are used again; on flash
nobody can say when. Nor does it reach backups or what a restore replaced (`replaced-…`): these keep the key that lies,
under the passphrases of their day, in the key file beside them. Make a new backup, and remove them when they need not
be kept.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.vault.database import as_faults, connect, connect_by_any, make_private
from app.vault.keys import sync_folder
from media.fault import Fault

ROTATED_SUFFIX = ".rotated"
_ALONE = ("locking_mode = EXCLUSIVE", "busy_timeout = 0")


def reencrypt(path: Path, old_key: bytes, new_key: bytes) -> None:
    """Encrypt the closed database at `path`, and copies of it that migrations left, with `new_key` instead.

    The caller has the folder's lock. May be repeated. E-207 neither key opens it, E-211 no room for a copy, E-212, and
    E-263 when the copy is not the same; the vault then is as it was.
    """
    with as_faults():
        for each in (*sorted(path.parent.glob(f"{path.name}.v*.backup")), path):
            if not each.exists():
                raise Fault("E-207")
            _remove(each.with_name(each.name + ROTATED_SUFFIX))
            if _key_of(each, old_key, new_key) != new_key:
                _reencrypt(each, old_key, new_key)


def _key_of(path: Path, *keys: bytes) -> bytes:
    """Which key opens it; what a crash left in the log is moved into the file on the way."""
    db, key = connect_by_any(path, keys, *_ALONE)
    db.close()
    return key


def _reencrypt(path: Path, old_key: bytes, new_key: bytes) -> None:
    beside = path.with_name(path.name + ROTATED_SUFFIX)
    try:
        source = connect(path, old_key, *_ALONE)
        try:
            make_private(beside)
            copy = connect(beside, new_key, "journal_mode = OFF", "synchronous = OFF")
            try:
                source.backup(copy)
            finally:
                copy.close()
            _compare(source, beside, new_key)
        finally:
            source.close()
        if path.with_name(path.name + "-wal").exists():
            raise Fault("E-263")  # a log of the old file must never meet the new one
        with beside.open("r+b") as file:
            os.fsync(file.fileno())
        sync_folder(path.parent)
        os.replace(beside, path)
        sync_folder(path.parent)
    except BaseException:
        _remove(beside)
        raise


def _compare(source: Any, beside: Path, new_key: bytes) -> None:
    """E-263 unless the copy is sound and holds what the source holds."""
    copy = connect(beside, new_key, *_ALONE)
    try:
        for pragma in ("cipher_integrity_check", "integrity_check"):
            if [row[0] for row in copy.execute(f"PRAGMA {pragma}").fetchall()] not in ([], ["ok"]):
                raise Fault("E-263")
        if _digest(copy) != _digest(source):
            raise Fault("E-263")
    finally:
        copy.close()


def _digest(db: Any) -> bytes:
    """Over the schema, its version and settings, and all rows in the order in which they lie there."""
    digest = sha256()
    for row in _everything(db):
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _everything(db: Any) -> Iterator[object]:
    for pragma in ("user_version", "application_id", "page_size", "journal_mode", "auto_vacuum", "encoding"):
        yield pragma, db.execute(f"PRAGMA {pragma}").fetchall()
    schema = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    yield schema
    for kind, name, _, sql in schema:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            yield name
            yield from db.execute(f'SELECT * FROM "{name}"')


def _remove(beside: Path) -> None:
    for name in (beside.name, f"{beside.name}-wal", f"{beside.name}-shm", f"{beside.name}-journal"):
        beside.with_name(name).unlink(missing_ok=True)
