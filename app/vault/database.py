"""The vault's one connection and its one owner thread; SQLCipher is known here and nowhere else.

Any thread may call `read` and `write`; the work runs on the thread "vault" and the caller waits for it. A write is one
transaction: `work`, then the epoch, COMMIT, then the note in `vault.head`. When `write` returns, the commit is on the
disk (WAL with synchronous=FULL).

While the database is encrypted anew (`rotation.py`), its key is one of two; each is tried. A copy for a backup is made
by SQLCipher's own backup, some pages at a time; between them whoever waits has a turn, so that a take's commits are
held up for some milliseconds only. What they write comes into the copy too, since it goes through the same connection;
only a transaction that is undone makes the copying begin anew.

Errors of the database become Faults by their code, without SQL and without values: E-203 another station, E-207 damage,
E-211 disk full, E-212 the disk or folder refuses. Anything else is a mistake of ours.
"""

import errno
import logging
import os
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2

from app.vault import audit
from app.vault.head import Head, HeadFile
from app.vault.integrity import compare, live_digest
from app.vault.keys import VaultKey, replace_file, sync_folder
from app.vault.migrations import MIGRATIONS, Step, migrate, refuse_newer, version
from media.clock import SystemClock
from media.fault import Fault
from media.stage import Stage

T = TypeVar("T")
log = logging.getLogger("vault")

RESERVE_NAME = "vault.reserve"
RESERVE_BYTES = 1 << 20
"""kept free for the end of a take: a seal needs some pages of log, the file's last chunk and the manifest"""
DEPTH = 64
"""callers that may wait at the same time; each waits for its own answer, so the queue is never longer than them"""
COPY_PAGES = 64
"""copied at a time, which takes two or three milliseconds"""
MOST_RESTARTS = 8
"""after that many, the rest is copied at one go: a copy comes to its end whatever the others do"""

_FAULTS = {
    dbapi2.SQLITE_BUSY: "E-203",
    dbapi2.SQLITE_LOCKED: "E-203",
    dbapi2.SQLITE_CORRUPT: "E-207",
    dbapi2.SQLITE_NOTADB: "E-207",
    dbapi2.SQLITE_FULL: "E-211",
    dbapi2.SQLITE_IOERR: "E-212",
    dbapi2.SQLITE_CANTOPEN: "E-212",
    dbapi2.SQLITE_READONLY: "E-212",
    dbapi2.SQLITE_PERM: "E-212",
}
_PRIMARY = 0xFF
"""the low byte of an extended result code is the primary one"""


class Database:
    """One open database file; the constructor returns when it can be read."""

    def __init__(self, path: Path, key: VaultKey, head: HeadFile) -> None:
        self.key = key
        self.row_key = key.row_key()
        self.doubt: Fault | None = None
        self.backup_lock = threading.Lock()
        """held by whoever makes a backup: one at a time"""
        self.is_closed = False
        self._key = b""
        """the one of the vault's database keys that opened the file"""
        self._path = path
        self._head = head
        self._db: Any = None
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_copying = False
        self._stage: Stage[Callable[[], None]] = Stage(
            "vault", lambda job: job(), depth=DEPTH, clock=SystemClock(), on_fault=lambda name, problem: None
        )
        self._stage.start()
        try:
            self._submit(self._connect)
        except BaseException:
            self._stage.close()
            raise

    @property
    def has_newest_key(self) -> bool:
        """False while the file is still encrypted with a key of before: encrypting it anew was cut short."""
        return self._key == self.key.database_keys()[0]

    def lay_out(self) -> None:
        """Make the tables in a file that is new."""
        self._submit(lambda: migrate(self._db))

    def prepare(self, steps: tuple[Step, ...] = MIGRATIONS) -> int:
        """Look at the version and at the head, set `doubt`, migrate when there is reason to; the version found.

        E-206 for a newer version. A vault in doubt is not migrated: E-208 when it would have to be.
        """
        return self._submit(lambda: self._prepare(steps))

    def read(self, work: Callable[[Any], T]) -> T:
        """`work(connection)` on the vault's thread; it must not write."""
        return self._submit(lambda: work(self._db))

    def write(self, work: Callable[[Any], T], *, is_forced: bool = False, least_epoch: int = 0) -> T:
        """`work(connection)` in one transaction; `is_forced` forces the head to the disk too. Raises `doubt` if any.

        The epoch becomes one more than it was, or than `least_epoch`.
        """
        return self._submit(lambda: self._write(work, is_forced, least_epoch))

    def accept_rollback(self, work: Callable[[Any], object]) -> None:
        """A person decided to go on with what is there: the epoch steps over the one that was lost."""
        self._submit(lambda: self._accept(work))

    def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file and empty the log."""
        self._submit(lambda: self._with_room(self._checkpoint))

    def copy_to(self, path: Path) -> None:
        """Make a copy of the present state at `path`, one file and not yet forced to the disk; others go on meanwhile.

        In place of the file keys of open takes stand empty ones. The caller has `backup_lock`. E-211 and E-212 are of
        the copy's disk; E-259 the database was closed in the middle.
        """
        if self.is_closed:
            raise Fault("E-259")
        with as_faults():
            make_private(path)
        self._submit(lambda: self._copy(path))
        with as_faults():
            _without_file_keys(path, self._key)

    def make_room(self) -> bool:
        """Give back the space kept for the end of a take on a full disk; false when it was given already."""
        return self._submit(self._make_room)

    def close(self) -> None:
        """Empty the log, let the file go and end the thread; may be called twice."""
        if self.is_closed:
            return
        self.is_closed = True
        try:
            self._submit(self._disconnect, is_last=True)
        finally:
            self._stage.close()

    def _submit(self, work: Callable[[], T], *, is_last: bool = False) -> T:
        """Run `work` on the vault's thread and wait for what comes of it."""
        done = threading.Event()
        results: list[T] = []
        problems: list[BaseException] = []

        def job() -> None:
            try:
                with as_faults():
                    results.append(work())
            except BaseException as problem:
                problems.append(problem)
            finally:
                done.set()

        if is_last:
            self._stage.put(job)  # never in the middle of a copy
        else:
            self._queue(job)
        done.wait()
        if problems:
            raise problems[0]
        return results[0]

    def _queue(self, job: Callable[[], None]) -> None:
        self._waiting.append(job)
        if self._is_copying:
            return  # read after it was appended: whoever ends the copy comes upon it
        try:
            self._stage.put(self._serve)
        except BaseException:
            with suppress(ValueError):
                self._waiting.remove(job)
            raise

    def _serve(self) -> None:
        """The next job, unless a copy has done it already."""
        with suppress(IndexError):
            self._waiting.popleft()()

    def _serve_all(self) -> None:
        for _ in range(len(self._waiting)):
            self._serve()

    def _connect(self) -> None:
        with open(os.open(self._path, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR), "rb"):
            pass  # made by us, so that it and its log are readable to this account only
        self._db, self._key = connect_by_any(
            self._path,
            self.key.database_keys(),
            "locking_mode = EXCLUSIVE",  # a second guard behind the folder's lock, and no shared-memory file
            "busy_timeout = 0",
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",  # macOS: fsync alone does not reach the disk
            "checkpoint_fullfsync = ON",
            "temp_store = MEMORY",
            "cache_size = -32768",  # KiB; pages in it need not be decrypted again, so that lists stay quick
            "secure_delete = ON",
            "foreign_keys = ON",
            "trusted_schema = OFF",
        )

    def _prepare(self, steps: tuple[Step, ...]) -> int:
        refuse_newer(self._db, steps)
        found = version(self._db)
        if found == 0:
            raise Fault("E-207")  # a vault is never empty: this one was cut to nothing
        self.doubt = compare(self._db, self.row_key, self._head.read())
        if found < len(steps):
            if self.doubt is not None:
                raise self.doubt
            self._back_up(found)
            migrate(self._db, steps)
            self._checkpoint()
        if self.doubt is None:
            self._keep_reserve()
        return found

    def _write(self, work: Callable[[Any], T], is_forced: bool, least_epoch: int = 0) -> T:
        if self.doubt is not None:
            raise Fault(self.doubt.code, **self.doubt.facts)
        result, head = self._with_room(lambda: self._commit(work, least_epoch))
        self._head.write(head, is_forced=is_forced)
        return result

    def _commit(self, work: Callable[[Any], T], least_epoch: int) -> tuple[T, Head]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._db)
            live_sha256 = live_digest(self._db, self.row_key)
            [epoch] = self._db.execute(
                "UPDATE vault SET epoch = max(epoch, ?) + 1, live_sha256 = ? RETURNING epoch",
                (least_epoch, live_sha256),
            ).fetchone()
            head = Head(epoch, *audit.newest(self._db), live_sha256)
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(dbapi2.Error):  # what went wrong first is what is told
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
            raise
        return result, head

    def _with_room(self, act: Callable[[], T]) -> T:
        """`act`, and once more with the reserve given back when the disk is full: a full disk must not keep a take
        from being sealed. What failed was undone, so doing it again is safe."""
        try:
            with as_faults():
                return act()
        except Fault as fault:
            if fault.code != "E-211" or not self._make_room():
                raise
        return act()

    def _make_room(self) -> bool:
        reserve = self._path.with_name(RESERVE_NAME)
        if not reserve.exists():
            return False
        reserve.unlink()
        log.warning("the disk is full: the vault gave its reserve back")
        return True

    def _keep_reserve(self) -> None:
        reserve = self._path.with_name(RESERVE_NAME)
        if not reserve.exists():
            # Random, so that no file system can squeeze it.
            replace_file(reserve, os.urandom(RESERVE_BYTES))

    def _accept(self, work: Callable[[Any], object]) -> None:
        outside = self._head.read()
        doubt, self.doubt = self.doubt, None
        try:
            self._write(work, True, outside.epoch if outside else 0)
        except BaseException:
            self.doubt = doubt
            raise

    def _checkpoint(self) -> None:
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _disconnect(self) -> None:
        try:
            self._db.close()  # checkpoints and removes the log
        finally:
            self._head.close()

    def _copy(self, path: Path) -> None:
        restarts, copied = 0, 0

        def between(status: int, remaining: int, total: int) -> None:
            nonlocal restarts, copied
            if self.is_closed:
                raise Fault("E-259")
            restarts += total - remaining < copied
            copied = total - remaining
            if remaining and restarts <= MOST_RESTARTS:
                self._serve_all()

        # It is nothing until it is whole, and the last step must not wait for the disk.
        copy = connect(path, self._key, "journal_mode = OFF", "synchronous = OFF", "cache_size = -2048")
        self._is_copying = True
        try:
            self._db.backup(copy, pages=COPY_PAGES, progress=between)
        finally:
            copy.close()
            self._is_copying = False
            self._serve_all()

    def _back_up(self, found: int) -> None:
        """Lay a copy beside the vault before it is migrated, without the file keys of open takes."""
        backup = self._path.with_name(f"{self._path.name}.v{found}.backup")
        beside = backup.with_name(backup.name + ".new")
        make_private(beside)
        copy = connect(beside, self._key)
        try:
            self._db.backup(copy)
            copy.execute("PRAGMA secure_delete = ON").fetchall()
            copy.execute("DELETE FROM file_keys")
        finally:
            copy.close()
        os.replace(beside, backup)
        sync_folder(backup.parent)


def make_private(path: Path) -> None:
    """An empty file that only this account can read; what lay there under this name is removed."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR))


def connect(path: Path, key: bytes, *settings: str) -> Any:
    """A connection with its key and its settings (PRAGMA) set; whether the key fits shows when something is read."""
    db = dbapi2.connect(os.fspath(path), isolation_level=None)
    try:
        # cipher_log_level: it writes to stderr otherwise; must come before the key
        for setting in ("cipher_log_level = NONE", f"key = \"x'{key.hex()}'\"", *settings):
            db.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        db.close()
        raise
    return db


def connect_by_any(path: Path, keys: Sequence[bytes], *settings: str) -> tuple[Any, bytes]:
    """A connection that has read something, and the first of `keys` that opens the file (any does an empty one)."""
    for key in keys:
        db = None
        try:
            db = connect(path, key, *settings)
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return db, key
        except dbapi2.DatabaseError as problem:
            if db is not None:
                db.close()
            if getattr(problem, "sqlite_errorcode", None) != dbapi2.SQLITE_NOTADB or key == keys[-1]:
                raise
    raise AssertionError("there is no key to try")


def _without_file_keys(path: Path, key: bytes) -> None:
    """Overwrite the file keys in a copy with empty ones, and make it one file: no log beside it."""
    copy = connect(
        path, key, "journal_mode = DELETE", "journal_mode = MEMORY", "synchronous = OFF", "secure_delete = ON"
    )
    try:
        copy.execute("UPDATE file_keys SET key = x''")
    finally:
        copy.close()


@contextmanager
def as_faults() -> Iterator[None]:
    """Whatever the database and the disk say becomes a Fault, by code; no text of theirs is passed on."""
    try:
        yield
    except dbapi2.Error as problem:
        code = getattr(problem, "sqlite_errorcode", None)
        fault = None if code is None else _FAULTS.get(code & _PRIMARY)
        if fault is None:
            raise RuntimeError(f"vault: {getattr(problem, 'sqlite_errorname', type(problem).__name__)}") from None
        raise Fault(fault) from None
    except OSError as problem:
        raise Fault("E-211" if problem.errno == errno.ENOSPC else "E-212") from None
