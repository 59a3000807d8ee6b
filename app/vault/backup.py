"""Backups of the vault: made while the station works, verified after writing, rotated, and put back.

    target/20260701T080000.000000Z/   vault.db · vault.keys · vault.checkpoints · backup.json

`make_backup` copies the database beside the vault first (`Database.copy_to`), so that a slow stick holds nobody up, and
from there into a folder that gets its name when it was written, forced to the disk and read again. The file keys of
open takes are not in it, nor ever on the target: a file key lives in one place until its take is sealed. So **a take
that was open when the backup was made cannot be recovered from the backup** by the station; whoever has an identity of
its recipients can still open what lies on the disk. `backup.json` says what belongs to the backup, by hashes and with a
MAC of the vault; the database in it is as encrypted as the vault, and the key file is guarded by the passphrases of
that day.

`restore` builds the vault to come beside the present one, in one folder, whose name tells how far it has come:

    restore-….new ─► .ready: present files go to replaced-… ─► .placing: the new ones take their places ─► gone

A crash leaves the old vault (.new), or a restore that `finish_restore` brings to its end (.ready, .placing): whoever
opens a vault calls it first. Nothing is deleted, and the first thing the restored vault says is that it was restored.
The accounts are those of the backup too: whoever was shut out since then must be shut out again, and a key file that
was bound to a computer opens there, or by the recovery kit.

What it does not do: take takes that are newer than the backup back into the vault; it says which they are, and their
files and packages stay where they are. It does not encrypt older backups anew when the vault's key changes: they open
with the key file that lies in them.
"""

import errno
import hmac
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.evidence.manifest import Manifest
from app.evidence.package import MANIFEST_NAME, TAKE_NAME
from app.vault import audit, integrity
from app.vault.checkpoints import CHECKPOINTS_NAME
from app.vault.database import Database, as_faults, connect_by_any, make_private
from app.vault.founding import VAULT_NAME
from app.vault.head import HEAD_NAME, FolderLock, Head, HeadFile
from app.vault.keyfile import parsed, read_document
from app.vault.keys import KEYS_NAME, VaultKey, replace_file, sync_folder
from app.vault.migrations import MIGRATIONS, refuse_newer, version
from media.fault import Fault

log = logging.getLogger("vault")

FORMAT = "dualrec-vault-backup"
VERSION = 1
JSON_NAME = "backup.json"
WORKING_NAME = "vault.db.copying"
"""the copy beside the vault, while a backup is made"""
KEPT_FREE_BYTES = 256 << 20
"""a backup is not made when less than this would be left: room on the vault's disk is for takes"""
SEALED_SUFFIX = ".mp4.age"

_BESIDE = (KEYS_NAME, CHECKPOINTS_NAME)
"""what is backed up besides the database; the second is not always there"""
_LOGS = tuple(f"{VAULT_NAME}-{kind}" for kind in ("wal", "shm", "journal"))
_VAULT_FILES = (*_LOGS, VAULT_NAME, HEAD_NAME, *_BESIDE)
"""what a restore replaces; the rest of the folder (lock, reserve, tries, older copies) stays"""
_STAMP = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
_MOST_JSON_BYTES = 1 << 16
_COPY_BYTES = 1 << 20
_MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups stay: the newest of each of the last days, weeks (ISO) and months (UTC) that have one."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was written and verified, how far the vault had come in it, and older ones that were removed."""

    path: Path
    bytes: int
    epoch: int
    audit_n: int
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as its folder tells without a key; `problem` when it is not whole (`check_backup` looks closer)."""

    path: Path
    vault_id: str
    made_at: str
    """UTC, as in the audit trail"""
    epoch: int
    audit_n: int
    bytes: int
    problem: Fault | None = None


@dataclass(frozen=True, slots=True)
class NewerTake:
    """A take on the disk that the restored vault knows nothing of, or not that it was sealed."""

    take: str
    case: str | None
    """by its manifest; none when there is no package, or none that can be read"""
    started_at: str | None
    """UTC, ISO 8601, by its manifest"""
    has_package: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, and what the vault and the disk do not agree on since."""

    replaced: Path | None
    """where the files of the vault before are; none when there were none"""
    made_at: str
    epoch_before: int | None
    """how far the vault before had come by its head; none when that could not be read"""
    epoch: int
    newer: tuple[NewerTake, ...]
    missing: tuple[str, ...]
    """takes the vault knows of, not erased, without a file on this disk"""
    without_file_key: tuple[str, ...]
    """takes that were open when the backup was made: the station cannot salvage them"""


# Making


def make_backup(database: Database, folder: Path, target: Path, *, keep: Keep, wall_ns: int) -> BackupMade:
    """Back up the vault in `folder` into a new folder of `target`, verify it, and remove backups that are due.

    Any thread may call; the vault's thread is held up for some milliseconds at a time. No half backup is left when a
    fault is raised: E-255 the target cannot be written, E-256 too little room there or beside the vault, E-257 what was
    written is not good, E-258 another backup is being made, E-259 the vault was closed meanwhile, E-204 the key file is
    not the vault's; a vault in doubt raises its doubt.
    """
    if database.doubt is not None:
        raise Fault(database.doubt.code, **database.doubt.facts)
    if _key_file_vault(folder) != database.key.vault_id:
        raise Fault("E-204", reason="damaged")
    if not database.backup_lock.acquire(blocking=False):
        raise Fault("E-258")
    working = folder / WORKING_NAME
    try:
        with _writing(folder, target):
            target.mkdir(mode=0o700, exist_ok=True)
            _clear(target, database.key.vault_id)
            copies = 1 + (folder.stat().st_dev == target.stat().st_dev)
            if shutil.disk_usage(folder).free < copies * _vault_bytes(folder) + KEPT_FREE_BYTES:
                raise OSError(errno.ENOSPC, "room is kept for takes")
            beside = _copy_all(database, folder, working)
            made = _write(database.key, target, working, beside, wall_ns)
    finally:
        with suppress(OSError):
            working.unlink(missing_ok=True)
        database.backup_lock.release()
    return BackupMade(made.path, made.bytes, made.epoch, made.audit_n, _rotate(target, made, keep))


@contextmanager
def _writing(folder: Path, target: Path) -> Iterator[None]:
    """What disks refuse while a backup is made: the vault is as it was, and so are older backups."""
    try:
        with as_faults():
            yield
    except Fault as fault:
        if fault.code == "E-211":
            raise Fault("E-256", needed_mb=_vault_bytes(folder) + KEPT_FREE_BYTES >> 20) from fault
        if fault.code == "E-212":
            raise Fault("E-255", folder=target) from fault
        raise


def _vault_bytes(folder: Path) -> int:
    with as_faults():
        return sum((folder / name).stat().st_size for name in (VAULT_NAME, _LOGS[0]) if (folder / name).exists())


def _copy_all(database: Database, folder: Path, working: Path) -> dict[str, bytes]:
    """The database into `working`; the files beside it, which did not change while it was copied."""
    for _ in range(_MOST_ATTEMPTS):
        beside = _read_beside(folder)
        database.copy_to(working)
        if beside == _read_beside(folder):
            break
    return beside


def _read_beside(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _BESIDE if name == KEYS_NAME or (folder / name).exists()}


def _write(key: VaultKey, target: Path, working: Path, beside: Mapping[str, bytes], wall_ns: int) -> BackupRow:
    name = _stamp(wall_ns)
    part = target / f".{name}.{key.vault_id}.part"
    try:
        part.mkdir(mode=0o700)
        files = {VAULT_NAME: _copy_file(working, part / VAULT_NAME)}
        for file_name, content in beside.items():
            replace_file(part / file_name, content)
            files[file_name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        with _opened(working, key) as db:
            progress = _progress(db)
        said = {"format": FORMAT, "version": VERSION, "made_at": audit.utc(wall_ns), "files": files, **progress}
        said["mac"] = _mac(key, said)
        replace_file(part / JSON_NAME, json.dumps(said, indent=1).encode())
        faults = _faults_of(part, key, is_thorough=False)
        if faults:
            raise Fault("E-257", problem=faults[0].code) from faults[0]
        part.rename(target / name)
        sync_folder(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return _told(target / name, said)


def _copy_file(source: Path, target: Path) -> dict[str, Any]:
    """Copy to where nothing is, forced to the disk; length and hash of what was copied."""
    digest, size = sha256(), 0
    make_private(target)
    with source.open("rb") as original, target.open("r+b") as copy:
        while part := original.read(_COPY_BYTES):
            digest.update(part)
            size += copy.write(part)
        copy.flush()
        os.fsync(copy.fileno())
    return {"bytes": size, "sha256": digest.hexdigest()}


def _progress(db: Any) -> dict[str, Any]:
    """Which vault this is, and how far it has come."""
    [vault_id, epoch] = db.execute("SELECT vault_id, epoch FROM vault").fetchone()
    audit_n, audit_sha256 = audit.newest(db)
    return {"vault_id": vault_id, "epoch": epoch, "audit_n": audit_n, "audit_sha256": audit_sha256.hex()}


# Keeping


def kept(moments: Sequence[datetime], keep: Keep) -> set[datetime]:
    """Which of these moments (UTC) stay by `keep`. Days without a backup do not count, so that neither a month without
    work nor a clock that is set forward removes anything by itself."""
    staying: set[datetime] = set()
    newest_first = sorted(moments, reverse=True)
    rules: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.daily, datetime.date),
        (keep.weekly, lambda moment: moment.isocalendar()[:2]),
        (keep.monthly, lambda moment: (moment.year, moment.month)),
    )
    for count, period in rules:
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        staying.update(list(newest.values())[:count])
    return staying | set(newest_first[:1])


def _rotate(target: Path, made: BackupRow, keep: Keep) -> tuple[Path, ...]:
    """Remove whole backups of this vault that need not stay; never `made`, nor the one that has come farthest. What
    cannot be removed stays: the backup itself is made."""
    try:
        return tuple(_remove(target, made, keep))
    except (Fault, OSError):
        log.warning("a backup that is due could not be removed")
        return ()


def _remove(target: Path, made: BackupRow, keep: Keep) -> Iterator[Path]:
    rows = [row for row in backups(target) if row.problem is None and row.vault_id == made.vault_id]
    staying = kept([datetime.fromisoformat(row.made_at) for row in rows], keep)
    farthest = max(rows, key=lambda row: row.epoch)
    for row in rows:
        if datetime.fromisoformat(row.made_at) not in staying and row not in (made, farthest):
            going = target / f".{row.path.name}.{row.vault_id}.part"
            row.path.rename(going)  # so that one half removed is taken for no backup
            shutil.rmtree(going)
            yield row.path


def _clear(target: Path, vault_id: str) -> None:
    """Remove what a crash left of backups of this vault: unfinished ones, and half removed ones."""
    for path in target.glob(f".*.{vault_id}.part"):
        if not path.is_symlink():
            shutil.rmtree(path)


# Looking


def backups(target: Path) -> tuple[BackupRow, ...]:
    """The backups in `target`, of whatever vault, newest first; E-212 when it cannot be read."""
    with as_faults():
        found = [path for path in target.iterdir() if _STAMP.fullmatch(path.name) and path.is_dir()]
        return tuple(sorted(map(_row, found), key=lambda row: row.path.name, reverse=True))


def check_backup(path: Path, key: VaultKey) -> tuple[Fault, ...]:
    """Look at every byte and every row of a backup; nothing returned: it is sound.

    `key` is the vault's, as the key file in the backup or the present one gives it. E-260 it is no backup, E-261 a file
    is missing, changed or too many, E-262 it is another vault's, E-264 the key does not open it, and what a vault may
    have wrong (E-206, E-207, E-209, E-219); E-212 is raised when it cannot be read.
    """
    with as_faults():
        return _faults_of(path, key, is_thorough=True)


def _row(path: Path) -> BackupRow:
    """What `backup.json` says, and whether everything it names is there."""
    try:
        content = _read_json(path)
        row = _told(path, content)
        if _stamp(audit.wall_ns(row.made_at)) != path.name:
            raise ValueError("another name")
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return BackupRow(path, "", "", 0, 0, 0, Fault("E-260", name=path.name))
    for name, file in content["files"].items():
        with suppress(OSError):
            if (path / name).stat().st_size == file["bytes"]:
                continue
        return replace(row, problem=Fault("E-261", what=name))
    return row


def _told(path: Path, content: Mapping[str, Any]) -> BackupRow:
    return BackupRow(
        path,
        str(content["vault_id"]),
        str(content["made_at"]),
        int(content["epoch"]),
        int(content["audit_n"]),
        sum(int(file["bytes"]) for file in content["files"].values()),
    )


def _read_json(path: Path) -> dict[str, Any]:
    """The content of `backup.json`; ValueError when it is none."""
    with (path / JSON_NAME).open("rb") as file:
        text = file.read(_MOST_JSON_BYTES + 1)
    if len(text) > _MOST_JSON_BYTES:
        raise ValueError("too long")
    try:
        content = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT or content.get("version") != VERSION:
        raise ValueError("no backup")
    if not {VAULT_NAME, KEYS_NAME} <= set(content["files"]) <= {VAULT_NAME, *_BESIDE}:
        raise ValueError("other files")
    return content


def _faults_of(path: Path, key: VaultKey, *, is_thorough: bool) -> tuple[Fault, ...]:
    try:
        content = _read_json(path)
        told = str(content.pop("mac")).encode()
        vault_id = str(content["vault_id"])
        mac = _mac(key, content).encode()
    except (FileNotFoundError, NotADirectoryError, ValueError, LookupError, TypeError, AttributeError):
        return (Fault("E-260", name=path.name),)
    if vault_id != key.vault_id:
        return (Fault("E-262", found=vault_id),)
    if not hmac.compare_digest(told, mac):
        return (Fault("E-261", what=JSON_NAME),)
    present = {file.name for file in path.iterdir()}
    wrong = present ^ {JSON_NAME, *content["files"]}
    wrong |= {name for name, file in content["files"].items() if name in present and _looked_at(path / name) != file}
    if wrong:
        return tuple(Fault("E-261", what=name) for name in sorted(wrong))
    try:
        with as_faults(), _opened(path / VAULT_NAME, key) as db:
            return tuple(_faults_within(db, key, content, is_thorough))
    except Fault as fault:
        return (fault,)


def _faults_within(db: Any, key: VaultKey, content: Mapping[str, Any], is_thorough: bool) -> Iterator[Fault]:
    refuse_newer(db)
    if is_thorough and version(db) == len(MIGRATIONS):
        yield from integrity.check(db, key.row_key())
    else:
        for pragma in ("cipher_integrity_check", "integrity_check"):
            if [row[0] for row in db.execute(f"PRAGMA {pragma}").fetchall()] not in ([], ["ok"]):
                yield Fault("E-207")
                return
        audit.follow(audit.stored(db))
    if any(content[name] != found for name, found in _progress(db).items()):
        yield Fault("E-261", what=VAULT_NAME)


@contextmanager
def _opened(path: Path, key: VaultKey) -> Iterator[Any]:
    """The database of a backup, to be read only; E-264 when no key of the vault opens it."""
    with as_faults():
        try:
            db, _ = connect_by_any(path, key.database_keys(), "query_only = ON")
        except Exception as problem:
            if getattr(problem, "sqlite_errorname", "") != "SQLITE_NOTADB":
                raise
            raise Fault("E-264") from None
    try:
        yield db
    finally:
        db.close()


def _looked_at(path: Path) -> dict[str, Any]:
    """Length and hash, in the words of `backup.json`."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": _digest(iter(lambda: file.read(_COPY_BYTES), b""))}


def _digest(parts: Iterable[bytes]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _mac(key: VaultKey, content: Mapping[str, Any]) -> str:
    return hmac.digest(key.head_key(), b"backup\n" + audit.canonical(content).encode(), sha256).hex()


def _stamp(wall_ns: int) -> str:
    """UTC to the microsecond, in order when sorted as text, and a name on every file system."""
    return audit.utc(wall_ns).replace("-", "").replace(":", "")


# Putting back


def restore(
    folder: Path, takes: Path, packages: Path, backup: Path, key: VaultKey, *, account: str, wall_ns: int
) -> Restored:
    """Put a backup in place of the vault in `folder`, which no station may have open; `account` is who does it.

    `key` comes of the key file in the backup, which is put in place too. E-203 a station is running, E-260 to E-264 as
    `check_backup`, E-262 also for a backup of another vault than the present one, E-206, E-207, E-209. A row that does
    not agree with the audit trail (E-219) was so in the vault, and is no reason not to have it back.
    """
    with as_faults():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(folder)
    try:
        finish_restore(folder)
        faults = [fault for fault in check_backup(backup, key) if fault.code != "E-219"]
        if faults:
            raise faults[0]
        if _key_file_vault(folder) not in (key.vault_id, None):
            raise Fault("E-262", found=_key_file_vault(folder))
        with as_faults():
            stamp = _free_stamp(folder, wall_ns)
            staged = folder / f"restore-{stamp}.new"
            try:
                staged.mkdir(mode=0o700)
                restored = _stage(folder, staged, takes, packages, backup, key, account, wall_ns)
                sync_folder(staged)
            except BaseException:
                shutil.rmtree(staged, ignore_errors=True)
                raise
            staged.rename(staged.with_suffix(".ready"))  # from here on the restore will be finished
            sync_folder(folder)
        finish_restore(folder)
    finally:
        lock.close()
    replaced = folder / f"replaced-{stamp}"
    return replace(restored, replaced=replaced) if replaced.exists() else restored


def is_restoring(folder: Path) -> bool:
    """Whether a restore in `folder` waits for `finish_restore`: files of a vault may be missing, and there is one."""
    return any(folder.glob("restore-*.ready")) or any(folder.glob("restore-*.placing"))


def finish_restore(folder: Path) -> bool:
    """Bring to its end what a crash cut short of a restore; false when there was nothing to do.

    Whoever opens or makes a vault calls this first, with the folder's lock. E-211, E-212: it will be tried again.
    """
    with as_faults():
        for unfinished in folder.glob("restore-*.new"):
            shutil.rmtree(unfinished)
        ready = next(folder.glob("restore-*.ready"), None)
        placing = next(folder.glob("restore-*.placing"), None)
        if ready is not None:
            placing = ready.with_suffix(".placing")
            _move(folder, folder / ready.stem.replace("restore", "replaced", 1), _VAULT_FILES)
            ready.rename(placing)
            sync_folder(folder)
        if placing is None:
            return False
        _move(placing, folder, _VAULT_FILES)
        shutil.rmtree(placing)
        sync_folder(folder)
        return True


def _move(source: Path, target: Path, names: Iterable[str]) -> None:
    """Move those files that are there, durably."""
    there = [name for name in names if (source / name).exists()]
    if there:
        target.mkdir(mode=0o700, exist_ok=True)
        for name in there:
            os.replace(source / name, target / name)
        sync_folder(target)
        sync_folder(source)


def _key_file_vault(folder: Path) -> str | None:
    """Which vault the key file in `folder` is of; none when it is missing or damaged: a reason to restore."""
    try:
        document = read_document(folder / KEYS_NAME)
        return str(document["vault_id"]) if document["version"] == 1 else parsed(document).vault_id
    except (Fault, LookupError):
        return None


def _free_stamp(folder: Path, wall_ns: int) -> str:
    """A stamp under which nothing was replaced yet: files moved away never meet others."""
    while (folder / f"replaced-{_stamp(wall_ns)}").exists():
        wall_ns += 1000
    return _stamp(wall_ns)


def _stage(
    folder: Path, staged: Path, takes: Path, packages: Path, backup: Path, key: VaultKey, account: str, wall_ns: int
) -> Restored:
    """Build the whole vault to come in `staged`; nothing is replaced yet."""
    content = _read_json(backup)
    for name, file in content["files"].items():
        if _copy_file(backup / name, staged / name) != file:
            raise Fault("E-261", what=name)
    before = HeadFile(folder / HEAD_NAME, key.head_key()).read()
    epoch_before = None if before is None else before.epoch
    with _opened(staged / VAULT_NAME, key) as db:
        [epoch, live_sha256] = db.execute("SELECT epoch, live_sha256 FROM vault").fetchone()
        head = Head(epoch, *audit.newest(db), live_sha256)
    with closing(HeadFile(staged / HEAD_NAME, key.head_key())) as head_file:
        head_file.write(head, is_forced=True)
        database = Database(staged / VAULT_NAME, key, head_file)
    try:
        found = database.prepare()
        states: dict[str, str] = dict(
            database.read(lambda db: db.execute("SELECT id, state FROM takes ORDER BY n").fetchall())
        )
        restored = Restored(
            None,
            content["made_at"],
            epoch_before,
            max(epoch, epoch_before or 0) + 1,
            _newer(states, takes, packages),
            _missing(states, takes, packages),
            tuple(take for take, state in states.items() if state == "open"),
        )
        facts = {
            "backup_made_at": restored.made_at,
            "backup_epoch": epoch,
            "epoch_before": epoch_before,
            "epoch": restored.epoch,
            "newer_takes": len(restored.newer),
            "missing_takes": len(restored.missing),
            "takes_without_file_key": len(restored.without_file_key),
        }

        def note(db: Any) -> None:
            if found < len(MIGRATIONS):
                audit.append(db, wall_ns, account, "vault.migrated", {"from": found, "to": len(MIGRATIONS)})
            audit.append(db, wall_ns, account, "vault.restored", facts)

        database.write(note, is_forced=True, least_epoch=epoch_before or 0)
    finally:
        database.close()
    return restored


def _newer(states: Mapping[str, str], takes: Path, packages: Path) -> tuple[NewerTake, ...]:
    """Takes on the disk that the vault does not know, and those that are open in it and in a package already."""
    packed = {path.parent.name for path in packages.glob(f"*/{MANIFEST_NAME}")}
    sealed = {path.name.removesuffix(SEALED_SUFFIX) for path in takes.glob(f"*{SEALED_SUFFIX}")}
    newer = (packed | sealed) - set(states) | {take for take in packed if states.get(take) == "open"}
    return tuple(_newer_take(take, packages / take, take in packed) for take in sorted(newer))


def _newer_take(take: str, package: Path, has_package: bool) -> NewerTake:
    with suppress(Fault, OSError):
        manifest = Manifest.read((package / MANIFEST_NAME).read_bytes())
        if manifest.take_id == take and (package / TAKE_NAME).stat().st_size == manifest.file.sealed_bytes:
            return NewerTake(take, manifest.case_id, manifest.started_at, has_package)
    return NewerTake(take, None, None, has_package)


def _missing(states: Mapping[str, str], takes: Path, packages: Path) -> tuple[str, ...]:
    return tuple(
        take
        for take, state in states.items()
        if state != "erased" and not (takes / f"{take}{SEALED_SUFFIX}").exists()
        if not (packages / take / TAKE_NAME).exists()
    )
