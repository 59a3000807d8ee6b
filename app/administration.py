"""What is done with a station besides recording: its accounts, its keys, its vault and its audit trail.

    station ─► Administration(station) ─► the account book, the vault's files, the audit trail

Every act checks the right of the person the station was opened by, and is audited. What needs a key needs somebody who
holds it: an administrator holds the authority that signs the account table and never the replay identity; whoever
replays holds that and never the authority. An act that touches both takes two people. Called from any thread; each
waits for the disk, and what sets a passphrase for a third of a second or more.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from app.evidence.enrolment import read_enrolment
from app.evidence.sealed import Recipient
from app.faults import Fault
from app.passphrases import check_passphrase
from app.place import PlaceVerdict, enrolment_file
from app.rights import Licence, Right, Role, rights_of
from app.station import RecoveryKit, Station
from app.vault import backup as backups
from app.vault.accounts import Account, KeysInHand
from app.vault.backup import BackupMade, BackupRow, Keep
from app.vault.binding import forget_device_key, store_device_key
from app.vault.clockwatch import CONFIRMED
from app.vault.keyfile import NewAccount
from app.vault.keys import Kdf, replace_file
from app.vault.recovery import make_seed, make_shares
from app.vault.trail import TrailReport


@dataclass(frozen=True, slots=True)
class KeyState:
    """Which keys there are, for a page that shows them."""

    is_bound: bool
    is_rotation_due: bool
    has_kit: bool
    recipients: tuple[str, ...]
    """`age1…` of the replay identity, then of the archive"""
    station_key: str
    """id of the key that signs manifests"""
    holders: tuple[str, ...]
    """accounts that hold the replay identity"""
    waiting: tuple[str, ...]
    """accounts that may replay and have not been given it"""
    own: tuple[str, ...]
    """what this account itself holds: `vault`, `replay`, `authority`"""


class Administration:
    """For the person who opened the station."""

    def __init__(self, station: Station, kdf: Kdf | None = None) -> None:
        self._station = station
        self._vault = station.vault
        self._kdf = kdf or Kdf()

    # ------------------------------------------------------------------ accounts

    def accounts(self) -> tuple[Account, ...]:
        """All of them; E-222 for who has nothing to do with them."""
        station = self._station
        if not any(map(station.person.may, (Right.ACCOUNTS, Right.GRANT_REPLAY, Right.AUDIT))):
            station.require(Right.ACCOUNTS)
        return self._vault.book.accounts()

    def add_account(self, new: NewAccount) -> None:
        """Make an account, whose passphrase is to be changed at the first login; it replays once a holder grants it.

        E-234 roles that go not together, E-235 passphrase, E-236 name.
        """
        self._require(Right.ACCOUNTS)
        check_passphrase(new.passphrase, new.name)
        temporary = NewAccount(new.name, new.passphrase, new.roles, new.licence, is_temporary=True)
        self._vault.book.add(temporary, self._vault.in_hand, self._kdf)
        self._audit("account.added", {"account": new.name, "roles": sorted(new.roles)})

    def change_roles(self, name: str, roles: frozenset[Role]) -> None:
        """Other roles, and the keys that go with them; who no longer replays makes a rotation due."""
        self._require(Right.ACCOUNTS)
        before = self._vault.book.account(name).roles
        self._vault.book.change(name, self._vault.in_hand, roles=roles)
        self._audit("account.roles", {"account": name, "before": sorted(before), "after": sorted(roles)})

    def set_licence(self, name: str, licence: Licence) -> None:
        """What somebody may sell and until when (R-A09)."""
        self._require(Right.ACCOUNTS)
        self._vault.book.change(name, self._vault.in_hand, licence=licence)
        trained = None if licence.trained is None else licence.trained.isoformat()
        facts = {"scope": list(licence.scope), "expires": licence.expires.isoformat(), "trained": trained}
        self._audit("account.licence", {"account": name, **facts})

    def set_disabled(self, name: str, is_disabled: bool) -> None:
        """Close an account, or open it again; its rows stay. E-295 for one's own."""
        self._require(Right.ACCOUNTS)
        if name == self._station.person.account:
            raise Fault("E-295")
        self._vault.book.change(name, self._vault.in_hand, is_disabled=is_disabled)
        self._audit("account.closed" if is_disabled else "account.opened", {"account": name})

    def reset_passphrase(self, name: str, passphrase: str) -> None:
        """A temporary passphrase for somebody who forgot his. The account gets new keys: none to replay with."""
        self._require(Right.ACCOUNTS)
        check_passphrase(passphrase, name)
        self._vault.book.reset(name, passphrase, self._vault.in_hand, self._kdf)
        self._audit("account.reset", {"account": name})

    def change_own_passphrase(self, old: str, new: str) -> None:
        """Anybody's own; E-205 for a wrong old one, E-235 for a new one that breaks the rules or is the old one."""
        account = self._station.person.account
        check_passphrase(new, account)
        if new == old:
            raise Fault("E-235", rule="same 与旧口令相同", least=0)
        self._vault.change_passphrase(old, new, self._kdf)
        self._audit("account.passphrase_changed", {"account": account})

    def must_change_passphrase(self) -> bool:
        """Somebody else knows the passphrase of the person who opened the station."""
        return self._vault.book.account(self._vault.in_hand.account).is_temporary

    def grant_replay(self, name: str) -> None:
        """Give the replay identity to an account that an administrator has given such a role; E-237, E-238."""
        self._require(Right.GRANT_REPLAY)
        self._vault.book.grant_replay(name, self._vault.in_hand)
        self._audit("account.replay_granted", {"account": name})

    # ------------------------------------------------------------------ keys

    def key_state(self) -> KeyState:
        """For everybody: it holds no secret."""
        book, in_hand = self._vault.book, self._vault.in_hand
        accounts = book.accounts()
        own = ["vault", *(["replay"] if in_hand.replay else []), *(["authority"] if in_hand.authority else [])]
        return KeyState(
            is_bound=book.is_bound,
            is_rotation_due=book.is_rotation_due,
            has_kit=book.has_kit,
            recipients=tuple(recipient.text for recipient in book.recipients),
            station_key=self._station.key.id,
            holders=tuple(account.name for account in accounts if account.holds_replay),
            waiting=tuple(account.name for account in accounts if account.waits_for_replay),
            own=tuple(own),
        )

    def rotate_replay(self, second: KeysInHand | None) -> Recipient:
        """A new replay identity for takes to come; an administrator and a holder do it together, whoever is first."""
        holder, authority, with_whom = self._two(second)
        recipient = self._vault.book.rotate_replay(holder, authority)
        self._audit("keys.replay_rotated", {"second": with_whom, "recipient": recipient.text})
        return recipient

    def new_kit(self, second: KeysInHand | None) -> RecoveryKit:
        """A new recovery kit, told once; the old one opens nothing any more. Two people, as for the rotation."""
        holder, authority, with_whom = self._two(second)
        seed = make_seed()
        self._vault.book.set_recovery(seed, holder, authority)
        self._audit("keys.kit_made", {"second": with_whom})
        return RecoveryKit(make_shares(seed), self._station.key.id)

    def rotate_database(self) -> None:
        """Encrypt the database anew with a new key; old copies of it and of the key file open it no more."""
        self._require(Right.KEYS)
        self._vault.rotate_database()
        self._audit("keys.database_rotated", {})

    def bind(self) -> None:
        """Tie the vault to this computer: its key store then has a part of every account's keys. E-251 without one."""
        self._require(Right.KEYS)
        if self._vault.book.is_bound:
            return
        self._vault.book.bind(store_device_key(self._vault.book.vault_id))
        self._audit("keys.bound", {})

    def unbind(self) -> None:
        """Let the vault open on any computer again."""
        self._require(Right.KEYS)
        if not self._vault.book.is_bound:
            return
        self._vault.book.unbind()
        forget_device_key(self._vault.book.vault_id)
        self._audit("keys.unbound", {})

    # ------------------------------------------------------------------ place

    def trust_institution(self, institution_key: str, *, requires_enrolment: bool) -> None:
        """Sign whose enrolment certificates hold here (`InstitutionKey.public_key`), and whether one is demanded."""
        self._require(Right.PLACE)
        self._vault.book.set_place(institution_key, requires_enrolment, self._vault.in_hand)
        self._audit("place.trusted", {"institution": institution_key, "requires_enrolment": requires_enrolment})

    def enrol(self, certificate: bytes) -> PlaceVerdict:
        """Put an enrolment certificate in place, if it is one of the trusted institution's for this station."""
        self._require(Right.PLACE)
        station = self._station
        keys = self._vault.book.institution_keys or station.settings.security.institution_key
        enrolment = read_enrolment(certificate, keys)
        if enrolment.station != station.key.id:
            raise Fault("E-474", serial=enrolment.serial, station=station.key.id)
        file = enrolment_file(station.settings.folder)
        replace_file(file, certificate)
        self._vault.set_anchor(file.name, sha256(certificate).hexdigest())
        verdict = station.place_gate().check()
        self._audit("place.enrolled", {"serial": enrolment.serial, "state": verdict.state})
        return verdict

    # ------------------------------------------------------------------ the vault as a file

    @property
    def backup_folder(self) -> Path:
        """Where backups go: the folder of the settings, else one in the data folder."""
        settings = self._station.settings
        return Path(settings.backup.folder) if settings.backup.folder else settings.folder.root / "backups"

    def back_up(self) -> BackupMade:
        """Make, verify and rotate; the vault stays in use meanwhile."""
        self._require(Right.VAULT)
        settings = self._station.settings.backup
        keep = Keep(settings.daily, settings.weekly, settings.monthly)
        made = self._vault.back_up(self.backup_folder, keep)
        self._audit("vault.backed_up", {"name": made.path.name, "epoch": made.epoch})
        return made

    def backups(self) -> tuple[BackupRow, ...]:
        """Newest first."""
        self._require(Right.VAULT)
        return backups.backups(self.backup_folder) if self.backup_folder.is_dir() else ()

    def check_vault(self) -> tuple[Fault, ...]:
        """Walk the whole vault; nothing returned: it is sound."""
        if not self._station.person.may(Right.AUDIT):
            self._require(Right.VAULT)
        return self._vault.check()

    # ------------------------------------------------------------------ audit

    def verify_audit(self) -> TrailReport:
        """The chain, its checkpoints and its head outside; see `app.vault.trail`."""
        self._require(Right.AUDIT)
        report = self._vault.verify_trail()
        self._audit("audit.verified", {"rows": report.rows, "faults": [fault.code for fault in report.faults]})
        return report

    def export_audit(self, out: TextIO) -> int:
        """All rows as JSON Lines for an auditor; the number of rows."""
        self._require(Right.AUDIT)
        self._audit("audit.exported", {})
        return self._vault.export_trail(out)

    def confirm_clock(self) -> None:
        """A person has looked at the computer's clock and says that it is right: it settles every step before."""
        self._require(Right.AUDIT)
        self._audit(CONFIRMED, {})

    def checkpoint(self) -> None:
        """Sign how far the audit trail has come, by the account that is here."""
        self._vault.checkpoint_trail()

    # ------------------------------------------------------------------ within

    def _two(self, second: KeysInHand | None) -> tuple[KeysInHand, KeysInHand, str]:
        """Who holds the replay identity, who the authority, and the second person's account; E-293, E-238, E-243."""
        station, own = self._station, self._vault.in_hand
        if second is None and own.authority is not None and own.replay:
            return own, own, own.account  # a station for one
        mine = Right.KEYS if station.person.may(Right.KEYS) else Right.GRANT_REPLAY
        station.require(mine)
        with_whom = station.check_second(second, Right.GRANT_REPLAY if mine is Right.KEYS else Right.KEYS)
        assert second is not None
        return (second, own, with_whom) if mine is Right.KEYS else (own, second, with_whom)

    def _require(self, right: Right) -> None:
        self._station.require(right)

    def _audit(self, kind: str, facts: dict[str, object]) -> None:
        self._vault.audit(kind, self._station.person.account, facts)


def licence_today(licence: Licence | None, kinds: tuple[str, ...], on: date) -> Fault | None:
    """What stands against selling a product on a day; nothing when nothing does."""
    if licence is None:
        return Fault("E-294")
    try:
        licence.check(kinds, on)
    except Fault as fault:
        return fault
    return None


def replays(account: Account) -> bool:
    """Whether an account's roles are such as replay."""
    return Right.REPLAY in rights_of(account.roles)
