"""What is done to a station that nobody has open: accounts for an old one, a way in by the recovery kit, a backup put
in its place, and going on with a vault that is not the one it should be.

    upgrade          vault without accounts + its passphrase ─► accounts, recovery kit, no replay identity in the vault
    recover_access   two shares of the kit ─► an administrator and somebody who replays, with passphrases of today
    restore_vault    a backup + somebody of that day who may (or two shares) ─► that vault, and what is newer than it
    accept_vault     an administrator looks at the doubt and goes on

A new station is made by `Station.found`. Each of these takes the vault's folder for itself, is audited in the vault
that is there afterwards, and waits for the disk and for passphrases to be stretched.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.evidence.destruction import destroy_media
from app.evidence.manifest import StationKey
from app.evidence.sealed import Identity, Recipient, generate_identity
from app.faults import Fault
from app.passphrases import check_passphrase
from app.reviewing import SIGNING_KEY
from app.rights import Person, Right, check_apart, rights_of
from app.settings import Settings
from app.station import (
    ARCHIVE_RECIPIENTS,
    FOR_RANDOM,
    PRACTICE_PASSPHRASE,
    REPLAY_IDENTITY,
    RecoveryKit,
)
from app.vault import backup as backups
from app.vault.accounts import AccountBook, KeysInHand, account_names
from app.vault.backup import JSON_NAME, Restored
from app.vault.binding import device_key
from app.vault.database import as_faults
from app.vault.head import FolderLock
from app.vault.keyfile import NewAccount, check_name, read_document, sole_account
from app.vault.keys import FIRST_VERSION, KEYS_NAME, Kdf
from app.vault.recovery import make_seed, make_shares, seed_from
from app.vault.tries import Tries
from app.vault.vault import VAULT_NAME, Vault
from media.clock import Clock, SystemClock

log = logging.getLogger("station")

OLD_COPIES = f"{VAULT_NAME}.v*.backup"
"""left by migrations; those of a vault without accounts hold its replay identity"""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who can log in again, by a temporary passphrase each."""

    made: tuple[str, ...]
    reset: tuple[str, ...]
    was_bound: bool
    """the vault belonged to one computer and is free of it now"""


def has_old_vault(folder: Path) -> bool:
    """Whether the vault in `folder` is from before there were accounts; E-204 when its key file cannot be read."""
    return (folder / VAULT_NAME).exists() and bool(read_document(folder / KEYS_NAME)["version"] == FIRST_VERSION)


def check_founders(founders: Sequence[NewAccount]) -> tuple[NewAccount, ...]:
    """The accounts, whoever makes accounts first. E-234 roles that go not together, E-235 passphrase, E-236 name,
    E-239 nobody who can make accounts or replay."""
    for new in founders:
        check_name(new.name)
        check_apart(new.roles)
        check_passphrase(new.passphrase, new.name)
    if len({new.name.casefold() for new in founders}) != len(founders):
        raise Fault("E-236", account=founders[-1].name)
    if not {Right.ACCOUNTS, Right.REPLAY} <= rights_of(role for new in founders for role in new.roles):
        raise Fault("E-239")
    return tuple(sorted(founders, key=lambda new: Right.ACCOUNTS not in rights_of(new.roles)))


# ---------------------------------------------------------------------- a vault from before there were accounts


def upgrade(
    settings: Settings,
    old_passphrase: str,
    founders: Sequence[NewAccount],
    kdf: Kdf | None = None,
    archive: Sequence[Recipient] = (),
) -> RecoveryKit:
    """Give a station its accounts; whoever replays gets the replay identity, which leaves the vault for good.

    `archive` is added to the recipients there are. Copies of the vault from before are destroyed, since the identity
    lies in them under keys that a clerk has now. The old passphrase opens nothing any more. E-202 it has accounts
    already, E-205 wrong old passphrase, faults as `check_founders` and `Vault.open`. What a crash cuts short can be
    done again, but for the end: the identity may then stay in the vault, and the next `Station.open` erases it.
    """
    founders = check_founders(founders)
    folder = settings.folder.vault
    if not has_old_vault(folder):
        raise Fault("E-202" if (folder / VAULT_NAME).exists() else "E-201")
    seed = make_seed()
    with Vault.open(folder, old_passphrase) as vault:
        if vault.doubt is not None:
            raise vault.doubt
        practice = vault.secret(PRACTICE_PASSPHRASE)
        if practice is not None and has_old_vault(settings.folder.practice.vault):
            _upgrade_practice(settings.folder.practice.vault, practice.decode())
        signing_key = vault.secret(SIGNING_KEY)
        if signing_key is None:  # a crash came while it was founded
            signing_key = StationKey.generate().pkcs8()
            vault.put_secret(SIGNING_KEY, signing_key)
        known = (vault.secret(ARCHIVE_RECIPIENTS) or b"").decode().split()
        recipients = {text: Recipient.parse(text) for text in (*known, *(each.text for each in archive))}
        vault.make_accounts(founders, kdf or Kdf(), tuple(recipients.values()), seed, _replay_identity(vault))
        _forget_old_secrets(vault)
    destroy_media(tuple(folder.glob(OLD_COPIES)))
    return RecoveryKit(make_shares(seed), StationKey.from_pkcs8(signing_key).id)


def _upgrade_practice(folder: Path, passphrase: str) -> None:
    """What was practised is nobody's sale and stays a station for one."""
    with Vault.open(folder, passphrase) as vault:
        vault.make_accounts([sole_account(passphrase)], FOR_RANDOM, (), make_seed(), _replay_identity(vault))
        _forget_old_secrets(vault)


def _replay_identity(vault: Vault) -> Identity:
    secret = vault.secret(REPLAY_IDENTITY)
    return generate_identity() if secret is None else Identity.parse(secret.decode())


def _forget_old_secrets(vault: Vault) -> None:
    for name in (REPLAY_IDENTITY, ARCHIVE_RECIPIENTS):
        if vault.secret(name) is not None:
            vault.erase_secret(name)


# ---------------------------------------------------------------------- the recovery kit


def recover_access(
    settings: Settings, shares: Sequence[str], founders: Sequence[NewAccount], kdf: Kdf | None = None
) -> Recovered:
    """Let people in again whose passphrases are lost, by two shares of the recovery kit.

    An account that is there and has these roles is opened again with a new passphrase and new keys; another name is a
    new account. A vault that belonged to a computer is free of it afterwards. The passphrases are temporary. E-245 to
    E-248 the shares, E-232 another kit, faults as `check_founders`; a vault in doubt raises its doubt. E-236 for an
    account that is somebody else's.
    """
    seed = seed_from(shares)
    founders = check_founders(founders)
    with Vault.open_with_kit(settings.folder.vault, seed) as vault:
        if vault.doubt is not None:
            raise vault.doubt
        book, kit = vault.book, vault.in_hand
        known = {each.name: each for each in book.accounts()}
        taken = {name.casefold() for name in known}
        for new in founders:
            is_there = new.name in known
            if is_there != (new.name.casefold() in taken) or (is_there and not new.roles <= known[new.name].roles):
                raise Fault("E-236", account=new.name)
        was_bound = book.is_bound
        if was_bound:
            book.free_of_device(kit)
        for new in founders:
            _let_in(book, kit, new, kdf or Kdf(), is_there=new.name in known)
        made = tuple(new.name for new in founders if new.name not in known)
        reset = tuple(new.name for new in founders if new.name in known)
        vault.audit("access.recovered", kit.account, {"made": list(made), "reset": list(reset), "was_bound": was_bound})
    return Recovered(made, reset, was_bound)


def _let_in(book: AccountBook, kit: KeysInHand, new: NewAccount, kdf: Kdf, *, is_there: bool) -> None:
    if not is_there:
        book.add(NewAccount(new.name, new.passphrase, new.roles, new.licence, is_temporary=True), kit, kdf)
        return
    if book.account(new.name).is_disabled:
        book.change(new.name, kit, is_disabled=False)
    book.reset(new.name, new.passphrase, kit, kdf)


# ---------------------------------------------------------------------- a backup


def restore_vault(
    settings: Settings,
    backup: Path,
    *,
    account: str = "",
    passphrase: str = "",
    passphrase_then: str | None = None,
    shares: Sequence[str] = (),
    clock: Clock | None = None,
    find_device_key: Callable[[str], bytes] = device_key,
) -> Restored:
    """Put a backup in the vault's place; no take on the disk is touched, and what is newer than it is told.

    Whoever does it may look after the vault (E-222), today if there are accounts to ask, and on the day of the backup,
    with the passphrase of that day if it was another. Two shares of that day's recovery kit do instead. Wrong
    passphrases count as when logging in. E-203 the station is open, E-260 to E-264 the backup, E-205, E-231, E-232.
    """
    clock = clock or SystemClock()
    folder = settings.folder.vault
    if not (backup / JSON_NAME).is_file():
        raise Fault("E-260", name=backup.name)
    if shares:
        in_hand = AccountBook.open_with_kit(backup, seed_from(shares))[1]
    else:
        if (folder / KEYS_NAME).exists():
            _check_today(folder, account, passphrase, clock, find_device_key)
        then = passphrase if passphrase_then is None else passphrase_then
        in_hand = _caretaker(*AccountBook.open(backup, then, account, find_device_key))
    try:
        settings.folder.prepare()
        return backups.restore(
            folder,
            settings.folder.takes,
            settings.folder.packages,
            backup,
            in_hand.vault,
            account=in_hand.account,
            wall_ns=clock.wall_ns(),
        )
    finally:
        in_hand.forget()


def _check_today(
    folder: Path, account: str, passphrase: str, clock: Clock, find_device_key: Callable[[str], bytes]
) -> None:
    """Whether this account may do it by the key file that is here; one that is damaged cannot be asked."""
    with as_faults():
        lock = FolderLock(folder)
    try:
        tries = Tries(folder, clock, account_names(folder))
        tries.check(account)
        _caretaker(*AccountBook.open(folder, passphrase, account, find_device_key)).forget()
    except Fault as fault:
        if fault.code == "E-205":
            raise Fault("E-205", left=tries.failed(account)) from None
        if fault.code != "E-204":
            raise
        log.warning("the key file is damaged: who restores the vault is told by the backup alone")
    finally:
        lock.close()


def _caretaker(book: AccountBook | None, in_hand: KeysInHand) -> KeysInHand:
    """E-222 for an account that may not look after the vault; the one of an old vault may everything."""
    if book is not None:
        Person(in_hand.account, book.account(in_hand.account).roles).require(Right.VAULT)
    return in_hand


# ---------------------------------------------------------------------- a vault in doubt


def accept_vault(settings: Settings, account: str, passphrase: str) -> Fault | None:
    """Go on with a vault that lost commits, or whose key file is another than it knew; the doubt that was accepted.

    Nothing is done, and nothing returned, when there is no doubt. E-222 for who may not look after the vault. What is
    lost stays lost: the audit trail says what was accepted and by whom.
    """
    folder = settings.folder.vault
    with Vault.open(folder, passphrase, account=account) as vault:
        _caretaker(vault.book if vault.has_accounts else None, vault.in_hand)
        doubt = vault.doubt
    if doubt is not None:
        Vault.open(folder, passphrase, account=account, allow_rollback=True).close()
    return doubt
