"""The vault: cases, takes and everything known of a take, behind one object that any thread may call.

    Vault.create(folder, founders)          Vault.open(folder, passphrase, account=…)
    add_case ─► open_take ─► add_marks … add_fragments … set_high_water ─► seal_take ─► acknowledge_take ─► erase_take

A call that writes returns when its commit is on the disk; rows that belong together (a seal, its audit row, its outbox
row, the end of its file key) are one transaction. A take goes open → sealed or salvaged → acknowledged → erased, never
back; open → erased where consent was refused, and before it was acknowledged only by an order of two people. The
folder holds `vault.db`, `vault.keys`, `vault.head`, `vault.lock` and `vault.reserve`, nothing of it readable.

A vault that has come less far than its head (an older copy was put back, or the write-ahead log was damaged), or whose
key file is not the one it knows, opens for reading, with `doubt` set, and refuses every write with it, until a person
opens it with `allow_rollback=True`; that decision is audited. Wrong passphrases are counted and locked out for a while
before anything is opened; they stand in the audit trail from the next login on. What it does not do: hold recordings,
decide anything about a session, or forget by itself.
"""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO, TypeVar

from app.evidence.sealed import Identity, Recipient
from app.vault import audit, trail
from app.vault.accounts import AccountBook, KeysInHand, account_names
from app.vault.backup import BackupMade, Keep, finish_restore, is_restoring, make_backup
from app.vault.binding import device_key
from app.vault.checkpoints import CHECKPOINTS_NAME, CheckpointFile
from app.vault.clockwatch import clock_doubt, counter_ns, unconfirmed_step
from app.vault.database import Database, as_faults
from app.vault.founding import VAULT_NAME as VAULT_NAME
from app.vault.founding import build, is_orphaned
from app.vault.head import HEAD_NAME, FolderLock, HeadFile
from app.vault.keyfile import NewAccount
from app.vault.keys import KEYS_NAME, STATION_ACCOUNT, Kdf, replace_file
from app.vault.migrations import MIGRATIONS
from app.vault.rotation import reencrypt
from app.vault.takes import TakeRows
from app.vault.trail import TrailReport
from app.vault.tries import Tries
from media.clock import Clock, SystemClock
from media.fault import Fault

T = TypeVar("T")
log = logging.getLogger("vault")

BOOK, TRIES = "accounts", "tries"
"""anchors: the key file, and the file that counts wrong passphrases"""


class Vault(TakeRows):
    """An open vault, made by `create` or `open`; as a context manager it closes itself."""

    def __init__(
        self, database: Database, lock: FolderLock, in_hand: KeysInHand, book: AccountBook | None, clock: Clock
    ) -> None:
        super().__init__(database, in_hand.account, clock)
        self._lock = lock
        self.in_hand = in_hand
        """what the account that opened this vault can open besides"""
        self._book = book
        self._opened_wall_ns, self._opened_counter_ns = clock.wall_ns(), counter_ns()
        self._folder: Path
        self._tries: Tries

    @classmethod
    def create(
        cls,
        folder: Path,
        founders: Sequence[NewAccount],
        *,
        kdf: Kdf | None = None,
        clock: Clock | None = None,
        archive: Sequence[Recipient] = (),
        recovery_seed: bytes | None = None,
    ) -> Self:
        """Make a vault in `folder` (made if need be) with its first accounts, and open it with the first of them.

        E-202 when there is one already, E-216 for an empty passphrase, E-217 when only its key file is left. A crash in
        the middle leaves no vault, and the next call starts anew.
        """
        if not all(new.passphrase for new in founders):
            raise Fault("E-216")
        clock = clock or SystemClock()
        with as_faults():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock(folder)
        try:
            finish_restore(folder)
            with as_faults():
                build(folder, founders, kdf or Kdf(), clock, archive=archive, recovery_seed=recovery_seed)
            book, in_hand = AccountBook.open(folder, founders[0].passphrase, founders[0].name)
            return cls._open(folder, lock, book, in_hand, clock, allow_rollback=False)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        account: str = STATION_ACCOUNT,
        clock: Clock | None = None,
        allow_rollback: bool = False,
        find_device_key: Callable[[str], bytes] = device_key,
        since_boot_ns: Callable[[], int] = time.monotonic_ns,
    ) -> Self:
        """Open the vault in `folder` as an account and bring it to this program's version.

        E-201 no vault here, E-203 another station has it, E-204 key file missing or damaged, E-205 wrong passphrase,
        E-206 made by a newer program, E-207 damaged, E-217 the database is gone, E-230 somebody else made the accounts,
        E-231 the account is closed, E-249 locked out, E-250 and E-251 it belongs to another computer. A vault that lost
        commits opens with `doubt` set; `allow_rollback` says that a person has decided to go on with it.
        """
        if not (folder / VAULT_NAME).exists() and not is_restoring(folder):
            raise Fault("E-217" if is_orphaned(folder) else "E-201")
        clock = clock or SystemClock()
        with as_faults():
            lock = FolderLock(folder)
        try:
            finish_restore(folder)
            tries = Tries(folder, clock, account_names(folder), since_boot_ns)
            book, in_hand = _guarded(
                tries, account, lambda: AccountBook.open(folder, passphrase, account, find_device_key)
            )
            vault = cls._open(folder, lock, book, in_hand, clock, allow_rollback=allow_rollback)
        except BaseException:
            lock.close()
            raise
        try:
            vault._note_tries()
        except BaseException:
            vault.close()
            raise
        return vault

    @classmethod
    def open_with_kit(cls, folder: Path, seed: bytes, *, clock: Clock | None = None) -> Self:
        """Open the vault by its recovery kit, with every key; faults as `open`, E-232 for another kit."""
        if not (folder / VAULT_NAME).exists() and not is_restoring(folder):
            raise Fault("E-217" if is_orphaned(folder) else "E-201")
        with as_faults():
            lock = FolderLock(folder)
        try:
            finish_restore(folder)
            book, in_hand = AccountBook.open_with_kit(folder, seed)
            return cls._open(folder, lock, book, in_hand, clock or SystemClock(), allow_rollback=False)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def _open(
        cls,
        folder: Path,
        lock: FolderLock,
        book: AccountBook | None,
        in_hand: KeysInHand,
        clock: Clock,
        *,
        allow_rollback: bool,
    ) -> Self:
        key = in_hand.vault
        database = Database(folder / VAULT_NAME, key, HeadFile(folder / HEAD_NAME, key.head_key()))
        try:
            found = database.prepare()
            vault = cls(database, lock, in_hand, book, clock)
            vault._forward_from_now()
            vault._folder = folder
            vault._tries = Tries(folder, clock, _Names(book))
            if database.doubt is not None and allow_rollback:
                facts = database.doubt.facts
                database.accept_rollback(lambda db: vault._note(db, "vault.rollback_accepted", facts))
                trail.start_anew(database, vault._checkpoints())
            if database.doubt is None:
                if found < len(MIGRATIONS):
                    vault.audit("vault.migrated", in_hand.account, {"from": found, "to": len(MIGRATIONS)})
                vault._know_book(allow_rollback)
            if database.doubt is None:
                vault.audit("vault.opened", in_hand.account, {})
            return vault
        except BaseException:
            database.close()
            raise

    def _know_book(self, allow_change: bool) -> None:
        """Compare the key file with what the vault knows of it: an older copy, or one of somebody else, is a doubt."""
        book = self._book
        if book is None:
            return
        book.before_write = lambda before, after: self.set_anchor(BOOK, f"{after} {before}")
        book.after_write = lambda digest: self.set_anchor(BOOK, digest)
        known = (self.anchor(BOOK) or "").split()
        if not known or book.digest != known[0]:
            if len(known) == 2 and book.digest == known[1]:
                self.audit("accounts.change_lost", self._account, {})  # a crash came before the file was replaced
            elif known and not allow_change:
                self._database.doubt = Fault("E-244")
                return
            elif known:
                self.audit("accounts.accepted", self._account, {"sha256": book.digest})
        if known != [book.digest]:
            self.set_anchor(BOOK, book.digest)

    def _note_tries(self) -> None:
        """Wrong passphrases since the last login go into the audit trail."""
        tries = self._tries
        events = tries.succeeded(self._account)
        if self.doubt is not None:
            return
        known = self.anchor(TRIES)
        if known is not None and known != tries.file_id:
            self.audit("login.tries_missing", self._account, {})
        for event in events:
            self.audit(f"login.{event.kind}", event.account, {"at": audit.utc(event.at_wall_ns)})
        if known != tries.file_id:
            self.set_anchor(TRIES, tries.file_id)
        tries.drained()
        if self._book is not None:
            self.checkpoint_trail()

    def close(self) -> None:
        """Empty the write-ahead log, let the files go and the folder free, forget the keys; may be called twice."""
        self._database.close()
        self.in_hand.forget()
        self._lock.close()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._database.is_closed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Accounts

    @property
    def book(self) -> AccountBook:
        """The accounts; E-290 for a vault of version 1, which has none until `init` makes them."""
        if self._book is None:
            raise Fault("E-290")
        return self._book

    @property
    def has_accounts(self) -> bool:
        """False for a vault of version 1, until `make_accounts`."""
        return self._book is not None

    def second(self, account: str, passphrase: str) -> KeysInHand:
        """What another account can open, for an act that needs two people; wrong passphrases count as in `open`."""
        in_hand = _guarded(self._tries, account, lambda: self.book.second(passphrase, account))
        self._note_tries_of(account)
        return in_hand

    def change_passphrase(self, old: str, new: str, kdf: Kdf) -> None:
        """Of the account that opened this vault."""
        _guarded(self._tries, self._account, lambda: self.book.change_passphrase(self._account, old, new, kdf))
        self._note_tries_of(self._account)

    def make_accounts(
        self, founders: Sequence[NewAccount], kdf: Kdf, archive: Sequence[Recipient], seed: bytes, replay: Identity
    ) -> None:
        """Give a vault of version 1 its accounts; the replay identity of before goes to who may replay."""
        assert self._book is None and self.in_hand.own is None
        content = AccountBook.make(
            self.in_hand.vault, founders, kdf, archive=archive, recovery_seed=seed, replay=(replay,)
        )
        self.audit("accounts.made", self._account, {"accounts": {new.name: sorted(new.roles) for new in founders}})
        with as_faults():
            replace_file(self._folder / KEYS_NAME, content)

    def _note_tries_of(self, account: str) -> None:
        for event in self._tries.succeeded(account):
            self.audit(f"login.{event.kind}", event.account, {"at": audit.utc(event.at_wall_ns)})
        self._tries.drained()

    def make_room(self) -> bool:
        """Give back the megabyte kept for the end of a take on a full disk, so that it can be sealed; false when it was
        given already. The next `open` sets it aside again."""
        return self._database.make_room()

    # The vault as a file, and how far it can be believed

    def back_up(self, target: Path, keep: Keep) -> BackupMade:
        """A backup into a new folder of `target`, while the vault stays in use; see `app.vault.backup`."""
        return make_backup(self._database, self._folder, target, keep=keep, wall_ns=self._clock.wall_ns())

    def rotate_database(self) -> None:
        """Encrypt the database anew with a new key, or bring to its end what a crash cut short of that.

        Needs the authority. Nobody else may use the vault meanwhile: it is closed and opened again. Faults as
        `reencrypt`, after which the vault is as it was.
        """
        key = self.in_hand.vault
        if len(key.database_keys()) == 1:
            key = key.with_new_database_key()
            self.book.rewrap_vault(key, self.in_hand)
        new, old = key.database_keys()
        self._database.close()
        try:
            reencrypt(self._folder / VAULT_NAME, old, new)
        finally:
            self._database = Database(self._folder / VAULT_NAME, key, self._head())
            self._database.prepare()
        self.book.rewrap_vault(key.with_newest_only(), self.in_hand)

    @property
    def is_rotation_unfinished(self) -> bool:
        """The database has two keys: a crash came while it was encrypted anew."""
        return len(self.in_hand.vault.database_keys()) > 1

    def verify_trail(self) -> TrailReport:
        """The whole trail: chain, signed checkpoints, head outside; see `app.vault.trail`."""
        return trail.verify_trail(self._database, self._head(), self._checkpoints(), self.book.verifiers())

    def checkpoint_trail(self) -> None:
        """The account that opened this vault signs how far the trail has come."""
        own = self.in_hand.own
        if own is not None:
            at = self._clock.wall_ns()
            trail.add_checkpoint(self._database, self._checkpoints(), self._account, at, own.sign)

    def export_trail(self, out: TextIO) -> int:
        """All rows as JSON Lines, which need nothing of the station to be checked; the number of rows."""
        return trail.export_trail(self._database, out)

    def _head(self) -> HeadFile:
        return HeadFile(self._folder / HEAD_NAME, self.in_hand.vault.head_key())

    def _checkpoints(self) -> CheckpointFile:
        return CheckpointFile(self._folder / CHECKPOINTS_NAME)

    def clock_doubt(self, wall_ns: int) -> Fault | None:
        """What speaks against a clock that says `wall_ns` now: a step of it that nobody confirmed (E-270, E-272), or
        that it has moved otherwise than time since this vault was opened (E-271)."""
        step = self._database.read(unconfirmed_step)
        return step or clock_doubt(None, wall_ns, self._opened_wall_ns, self._opened_counter_ns, counter_ns())


class _Names:
    """The accounts as they are, also those that are made while the vault is open."""

    def __init__(self, book: AccountBook | None) -> None:
        self._book = book

    def __contains__(self, name: object) -> bool:
        if self._book is None:
            return name == STATION_ACCOUNT
        return any(account.name == name for account in self._book.accounts())


def _guarded(tries: Tries, account: str, opened: Callable[[], T]) -> T:
    """Open something by a passphrase: E-249 while locked out, and a wrong one is counted before it is answered."""
    tries.check(account)
    try:
        return opened()
    except Fault as fault:
        if fault.code != "E-205":
            raise
        raise Fault("E-205", left=tries.failed(account)) from None
