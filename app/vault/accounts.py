"""`vault.keys`: the accounts of a station, and which keys each of them can open.

    passphrase ─ Argon2id ─► lock of the account ─► seed ─ HKDF ─┬─► X25519 identity: opens the account's grants
                                                                 └─► Ed25519 key: signs what the account does
    grant "vault"     ► the vault's keys                 every account
    grant "replay"    ► the replay identities            accounts whose roles replay; made by who holds them
    grant "authority" ► the key that signs the table     administrators

The table (roles, licences, recipients) is signed as a whole by the authority, and each lock holds the authority's
public key under its own passphrase: who rewrites the table with a key of his own is found by the next person who logs
in. A grant is an age v1 file for the account's recipient. Optionally every grant lies once more under a device key
(`binding.py`). The recovery kit is one more recipient that gets all grants, and whose seed is in three people's hands.

Version 1 of the file had one account and no table; it is read, and `accounts` then are none until they are made.
Opening costs the same time and says the same whether the account is unknown or the passphrase wrong. What it does not
do: count wrong tries (`tries.py`), or guard a short passphrase against somebody who took the file away.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.evidence.sealed import Identity, Recipient, generate_identity
from app.rights import Licence, Right, Role, check_apart, rights_of
from app.vault.audit import canonical
from app.vault.binding import open_under, seal_under
from app.vault.keyfile import (
    Content,
    NewAccount,
    OwnKeys,
    check_name,
    check_table,
    find_row,
    licence_in,
    licence_out,
    make_lock,
    new_lock,
    new_row,
    open_grant,
    open_lock,
    parsed,
    read_document,
    seal_grant,
    sole_account,
    spelled_identities,
)
from app.vault.keys import KEYS_NAME, STATION_ACCOUNT, Kdf, VaultKey, replace_file, unlock_first_version
from media.fault import Fault

VAULT_GRANT, REPLAY_GRANT, AUTHORITY_GRANT = "vault", "replay", "authority"
RECOVERY = "recovery"
_RECOVERY_OWNER = "(recovery kit)"
"""no account can have this name"""


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the signed table, and what lies beside it."""

    name: str
    roles: frozenset[Role]
    recipient: str
    """`age1…`"""
    verifier: bytes
    """raw Ed25519 public key of what the account signs"""
    licence: Licence | None
    is_disabled: bool
    holds_replay: bool
    """false for a role that replays: somebody who holds the key has yet to grant it"""
    is_temporary: bool

    @property
    def waits_for_replay(self) -> bool:
        return Right.REPLAY in rights_of(self.roles) and not self.holds_replay and not self.is_disabled


@dataclass(slots=True, repr=False)
class KeysInHand:
    """What an account can open, after its passphrase was right."""

    account: str
    vault: VaultKey
    own: OwnKeys | None = None
    """none in a file of version 1"""
    replay: tuple[Identity, ...] = ()
    """newest first"""
    authority: Ed25519PrivateKey | None = None

    def forget(self) -> None:
        """Let go of everything that opens takes or changes accounts."""
        self.replay, self.authority = (), None
        if self.own is not None:
            self.own.forget()


class AccountBook:
    """The key file of an open vault. Changes are written at once, whole or not at all.

    Whoever calls has the folder's lock. What a change needs (the authority, the replay identities) is taken from the
    keys that are given: rights are the station's to check, and here nothing can be done without the key for it.
    """

    def __init__(self, folder: Path, content: Content, device_key: bytes | None = None) -> None:
        self._path = folder / KEYS_NAME
        self._content = content
        self._device_key = device_key
        self.before_write: Callable[[str, str], None] = lambda before, after: None
        """told the digests (hex) of the file as it is and as it will be"""
        self.after_write: Callable[[str], None] = lambda digest: None

    # ------------------------------------------------------------------ making and opening

    @classmethod
    def make(
        cls,
        key: VaultKey,
        founders: Iterable[NewAccount],
        kdf: Kdf,
        *,
        archive: Iterable[Recipient] = (),
        recovery_seed: bytes | None = None,
        replay: tuple[Identity, ...] = (),
    ) -> bytes:
        """The content of a new key file; `replay` keeps the identities of a vault of version 1."""
        founders = tuple(founders)
        replay = replay or (generate_identity(),)
        authority = Ed25519PrivateKey.generate()
        pin = authority.public_key().public_bytes_raw()
        rows: list[dict[str, Any]] = []
        locks: dict[str, Mapping[str, Any]] = {}
        grants: dict[str, dict[str, bytes]] = {}
        for new in founders:
            if new != sole_account(new.passphrase):
                check_name(new.name)
            own, locks[new.name] = new_lock(key.vault_id, new, pin, kdf)
            rows.append(new_row(new.name, new.roles, own, new.licence))
            rights = rights_of(new.roles)
            grants[new.name] = {VAULT_GRANT: seal_grant(own.recipient, key.spelled())}
            if Right.REPLAY in rights:
                grants[new.name][REPLAY_GRANT] = seal_grant(own.recipient, spelled_identities(replay))
            if Right.ACCOUNTS in rights:
                grants[new.name][AUTHORITY_GRANT] = seal_grant(own.recipient, authority.private_bytes_raw())
        recovery = ""
        if recovery_seed is not None:
            kit = OwnKeys(recovery_seed)
            recovery = kit.recipient.text
            grants[_RECOVERY_OWNER] = {
                VAULT_GRANT: seal_grant(kit.recipient, key.spelled()),
                REPLAY_GRANT: seal_grant(kit.recipient, spelled_identities(replay)),
                AUTHORITY_GRANT: seal_grant(kit.recipient, authority.private_bytes_raw()),
            }
        table = {
            "vault_id": key.vault_id,
            "serial": 1,
            "authority": b64encode(pin).decode(),
            "replay": replay[0].recipient.text,
            "archive": [recipient.text for recipient in archive],
            "recovery": recovery,
            "rotation_due": False,
            "institution_key": "",
            "requires_enrolment": False,
            "accounts": rows,
        }
        signature = authority.sign(canonical(table).encode())
        return Content(table, signature, locks, grants, recovery).spelled()

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        account: str = STATION_ACCOUNT,
        find_device_key: Callable[[str], bytes] | None = None,
    ) -> tuple[Self | None, KeysInHand]:
        """The book and what this account can open; the book is none for a file of version 1.

        E-204 missing or damaged, E-205 wrong passphrase or account, E-206 made by a newer program, E-230 the table is
        not signed by the authority this account knows, E-231 the account is closed, E-250 and E-251 the device key of a
        bound vault cannot be had (`find_device_key` is asked for it with the vault's id), E-290 an account of a file
        that has none.
        """
        document = read_document(folder / KEYS_NAME)
        if document["version"] == 1:
            if account != STATION_ACCOUNT:
                raise Fault("E-290")
            return None, KeysInHand(account, unlock_first_version(folder, passphrase, account))
        content = parsed(document)
        own, pin = open_lock(content, passphrase, account)
        check_table(content, pin)
        row = find_row(content, account)
        if row["is_disabled"]:
            raise Fault("E-231")
        if row["recipient"] != own.recipient.text or row["verifier"] != b64encode(own.verifier).decode():
            raise Fault("E-230")
        device_key = None
        if content.is_bound:
            assert find_device_key is not None, "a bound vault needs a key store"
            device_key = find_device_key(content.vault_id)
        book = cls(folder, content, device_key)
        return book, book._in_hand(account, own, rights_of(map(Role, row["roles"])))

    @classmethod
    def open_with_kit(cls, folder: Path, seed: bytes) -> tuple[Self, KeysInHand]:
        """The book and every key, by the recovery kit; the kit needs no device key. E-232 for another kit."""
        content = parsed(read_document(folder / KEYS_NAME))
        kit = OwnKeys(seed)
        if (
            not content.recovery
            or kit.recipient.text != content.recovery
            or content.table["recovery"] != content.recovery
        ):
            raise Fault("E-232")
        check_table(content, b64decode(content.table["authority"]))
        book = cls(folder, content)
        in_hand = book._in_hand(_RECOVERY_OWNER, kit, frozenset(Right))
        authority = in_hand.authority
        if authority is None or authority.public_key().public_bytes_raw() != b64decode(content.table["authority"]):
            raise Fault("E-230")
        return book, in_hand

    def second(self, passphrase: str, account: str) -> KeysInHand:
        """What another account can open, for an act that needs two people; faults as `open`."""
        own, pin = open_lock(self._content, passphrase, account)
        check_table(self._content, pin)
        row = find_row(self._content, account)
        if row["is_disabled"]:
            raise Fault("E-231")
        return self._in_hand(account, own, rights_of(map(Role, row["roles"])))

    # ------------------------------------------------------------------ looking

    @property
    def vault_id(self) -> str:
        return self._content.vault_id

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the file."""
        return sha256(self._content.spelled()).hexdigest()

    @property
    def is_bound(self) -> bool:
        """Whether the grants lie under a key of this computer."""
        return self._content.is_bound

    @property
    def is_rotation_due(self) -> bool:
        """Somebody who held the replay identity may not replay any more: takes to come want a new one."""
        return bool(self._content.table["rotation_due"])

    @property
    def has_kit(self) -> bool:
        return bool(self._content.recovery)

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom takes are sealed for: who may replay here, and the institution's archive."""
        table = self._content.table
        return (Recipient.parse(table["replay"]), *map(Recipient.parse, table["archive"]))

    @property
    def institution_keys(self) -> str:
        """Whose enrolment certificates hold here, as an administrator signed it; empty: not said."""
        return str(self._content.table["institution_key"])

    @property
    def requires_enrolment(self) -> bool:
        """Whether an administrator signed that nothing is recorded without a certificate."""
        return bool(self._content.table["requires_enrolment"])

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, in the order in which they were made."""
        return tuple(self._account(row) for row in self._content.table["accounts"])

    def verifiers(self) -> dict[str, tuple[bytes, ...]]:
        """Account → every key (Ed25519, raw) with which it ever signed: a passphrase that is reset makes a new one."""
        return {
            row["account"]: tuple(b64decode(text) for text in (row["verifier"], *row["former_verifiers"]))
            for row in self._content.table["accounts"]
        }

    def account(self, name: str) -> Account:
        """E-233 when there is none of that name."""
        return self._account(find_row(self._content, name))

    # ------------------------------------------------------------------ changing accounts: the authority

    def add(self, new: NewAccount, by: KeysInHand, kdf: Kdf) -> None:
        """Make an account. It gets the replay identity too, if `by` holds it; else it waits for somebody who does.

        E-234 roles that go not together, E-236 the name is taken or cannot be one.
        """
        check_name(new.name)
        check_apart(new.roles)
        if any(row["account"].casefold() == new.name.casefold() for row in self._content.table["accounts"]):
            raise Fault("E-236", account=new.name)
        own, lock = new_lock(self.vault_id, new, self._pin, kdf)
        rows = [*self._content.table["accounts"], new_row(new.name, new.roles, own, new.licence)]
        locks = {**self._content.locks, new.name: lock}
        grants = {**self._content.grants, new.name: self._grants_for(new.name, own.recipient, new.roles, by)}
        self._publish(self._signed(by, accounts=rows), locks=locks, grants=grants)

    def change(
        self,
        name: str,
        by: KeysInHand,
        *,
        roles: frozenset[Role] | None = None,
        licence: Licence | None = None,
        is_disabled: bool | None = None,
    ) -> None:
        """Change what is given, and wrap the keys anew for the new roles.

        An account that no longer replays loses its grant, and the replay identity is due for rotation. E-233 no such
        account, E-234 roles that go not together, E-239 nobody would be left who can make accounts.
        """
        row = dict(find_row(self._content, name))
        before = frozenset(map(Role, row["roles"]))
        after = before if roles is None else roles
        check_apart(after)
        row["roles"] = sorted(after)
        row["is_disabled"] = row["is_disabled"] if is_disabled is None else is_disabled
        if licence is not None:
            row["licence"] = licence_in(licence)
        rows = [row if each["account"] == name else each for each in self._content.table["accounts"]]
        if not any(Right.ACCOUNTS in rights_of(map(Role, each["roles"])) and not each["is_disabled"] for each in rows):
            raise Fault("E-239")
        had_replay = REPLAY_GRANT in self._content.grants[name]
        may_replay = Right.REPLAY in rights_of(after) and not row["is_disabled"]
        recipient = Recipient.parse(row["recipient"])
        of_account: dict[str, bytes] = {}
        if not row["is_disabled"]:
            of_account = self._grants_for(name, recipient, after, by)
            if may_replay and had_replay and REPLAY_GRANT not in of_account:
                of_account[REPLAY_GRANT] = self._content.grants[name][REPLAY_GRANT]
        grants = {**self._content.grants, name: of_account}
        due = self.is_rotation_due or (had_replay and not may_replay)
        self._publish(self._signed(by, accounts=rows, rotation_due=due), grants=grants)

    def reset(self, name: str, passphrase: str, by: KeysInHand, kdf: Kdf) -> None:
        """A new passphrase by somebody else: the account gets new keys, and none to replay unless `by` holds them."""
        row = dict(find_row(self._content, name))
        roles = frozenset(map(Role, row["roles"]))
        new = NewAccount(name, passphrase, roles, is_temporary=True)
        own, lock = new_lock(self.vault_id, new, self._pin, kdf)
        row["former_verifiers"] = [*row["former_verifiers"], row["verifier"]]
        row["recipient"], row["verifier"] = own.recipient.text, b64encode(own.verifier).decode()
        rows = [row if each["account"] == name else each for each in self._content.table["accounts"]]
        locks = {**self._content.locks, name: lock}
        grants = {**self._content.grants, name: self._grants_for(name, own.recipient, roles, by)}
        self._publish(self._signed(by, accounts=rows), locks=locks, grants=grants)

    # ------------------------------------------------------------------ changing keys

    def change_passphrase(self, account: str, old: str, new: str, kdf: Kdf) -> None:
        """The account's own passphrase; its keys and grants stay. E-205 for a wrong old one."""
        own, _ = open_lock(self._content, old, account)
        lock = make_lock(self.vault_id, account, new, bytes(own._seed), self._pin, kdf, is_temporary=False)
        own.forget()
        self._publish(self._content, locks={**self._content.locks, account: lock})

    def grant_replay(self, name: str, holder: KeysInHand) -> None:
        """Give the replay identities to an account whose roles replay; E-237 for one whose roles do not, E-238 when
        `holder` has none to give."""
        row = find_row(self._content, name)
        if Right.REPLAY not in rights_of(map(Role, row["roles"])) or row["is_disabled"]:
            raise Fault("E-237", account=name)
        if not holder.replay:
            raise Fault("E-238")
        sealed = seal_grant(Recipient.parse(row["recipient"]), spelled_identities(holder.replay))
        of_account = {**self._content.grants[name], REPLAY_GRANT: self._under_device_key(sealed, name)}
        self._publish(self._content, grants={**self._content.grants, name: of_account})

    def rotate_replay(self, holder: KeysInHand, by: KeysInHand) -> Recipient:
        """A new replay identity for the takes to come, for all who hold the present ones; E-238 when `holder` does not.

        Old takes stay open to the old identities, which go on in every grant: a sealed file is never sealed anew.
        """
        if not holder.replay:
            raise Fault("E-238")
        identities = (generate_identity(), *holder.replay)
        table = self._signed(by, replay=identities[0].recipient.text, rotation_due=False)
        grants = {owner: dict(of_owner) for owner, of_owner in self._content.grants.items()}
        spelled = spelled_identities(identities)
        for owner, of_owner in grants.items():
            if REPLAY_GRANT in of_owner:
                of_owner[REPLAY_GRANT] = self._under_device_key(seal_grant(self._recipient(owner), spelled), owner)
        self._publish(table, grants=grants)
        holder.replay = identities
        return identities[0].recipient

    def rewrap_vault(self, key: VaultKey, by: KeysInHand) -> None:
        """Give every account the vault's keys as they are now."""
        self._need_authority(by)
        grants = {owner: dict(of_owner) for owner, of_owner in self._content.grants.items()}
        for owner, of_owner in grants.items():
            if VAULT_GRANT in of_owner:
                of_owner[VAULT_GRANT] = self._under_device_key(seal_grant(self._recipient(owner), key.spelled()), owner)
        self._publish(self._content, grants=grants)
        by.vault = key

    def set_recovery(self, seed: bytes, holder: KeysInHand, by: KeysInHand) -> None:
        """A new recovery kit; the old one opens nothing any more. Needs the replay identities and the authority."""
        if not holder.replay:
            raise Fault("E-238")
        authority = self._need_authority(by)
        kit = OwnKeys(seed)
        grants = {
            **self._content.grants,
            _RECOVERY_OWNER: {
                VAULT_GRANT: seal_grant(kit.recipient, by.vault.spelled()),
                REPLAY_GRANT: seal_grant(kit.recipient, spelled_identities(holder.replay)),
                AUTHORITY_GRANT: seal_grant(kit.recipient, authority.private_bytes_raw()),
            },
        }
        content = replace(self._signed(by, recovery=kit.recipient.text), recovery=kit.recipient.text)
        self._publish(content, grants=grants)

    def set_place(self, institution_key: str, requires_enrolment: bool, by: KeysInHand) -> None:
        """Sign whose enrolment certificates hold here, so that no settings file can say otherwise."""
        self._publish(self._signed(by, institution_key=institution_key, requires_enrolment=requires_enrolment))

    def bind(self, device_key: bytes) -> None:
        """Lay every grant under a key of this computer; the recovery kit's stay free."""
        assert not self.is_bound
        grants = {
            owner: {
                kind: sealed if owner == _RECOVERY_OWNER else seal_under(device_key, sealed, owner.encode())
                for kind, sealed in of_owner.items()
            }
            for owner, of_owner in self._content.grants.items()
        }
        self._device_key = device_key
        self._publish(replace(self._content, is_bound=True), grants=grants)

    def unbind(self) -> None:
        """Take the layer of the device key off."""
        assert self.is_bound and self._device_key is not None
        grants = {
            owner: {kind: self._without_device_key(sealed, owner) for kind, sealed in of_owner.items()}
            for owner, of_owner in self._content.grants.items()
        }
        self._device_key = None
        self._publish(replace(self._content, is_bound=False), grants=grants)

    def free_of_device(self, kit: KeysInHand) -> None:
        """After recovery on another computer: new grants for everybody, none of them under a lost device key."""
        grants: dict[str, dict[str, bytes]] = {_RECOVERY_OWNER: dict(self._content.grants[_RECOVERY_OWNER])}
        self._device_key = None
        self._content = replace(self._content, is_bound=False)
        for row in self._content.table["accounts"]:
            name, roles = row["account"], frozenset(map(Role, row["roles"]))
            grants[name] = {}
            if not row["is_disabled"]:
                grants[name] = self._grants_for(name, Recipient.parse(row["recipient"]), roles, kit)
        self._publish(self._content, grants=grants)

    # ------------------------------------------------------------------ within

    @property
    def _pin(self) -> bytes:
        return b64decode(self._content.table["authority"])

    def _account(self, row: Mapping[str, Any]) -> Account:
        name = row["account"]
        return Account(
            name=name,
            roles=frozenset(map(Role, row["roles"])),
            recipient=row["recipient"],
            verifier=b64decode(row["verifier"]),
            licence=licence_out(row["licence"]),
            is_disabled=row["is_disabled"],
            holds_replay=REPLAY_GRANT in self._content.grants.get(name, {}),
            is_temporary=self._content.locks[name]["is_temporary"],
        )

    def _recipient(self, owner: str) -> Recipient:
        if owner == _RECOVERY_OWNER:
            return Recipient.parse(self._content.recovery)
        return Recipient.parse(find_row(self._content, owner)["recipient"])

    def _in_hand(self, owner: str, own: OwnKeys, rights: frozenset[Right]) -> KeysInHand:
        grants = self._content.grants.get(owner, {})
        opened = {
            kind: open_grant(own.identity, self._without_device_key(sealed, owner)) for kind, sealed in grants.items()
        }
        if VAULT_GRANT not in opened:
            raise Fault("E-204", reason="damaged")
        in_hand = KeysInHand(owner, VaultKey.read(opened[VAULT_GRANT]), own)
        if REPLAY_GRANT in opened and Right.REPLAY in rights:
            in_hand.replay = tuple(map(Identity.parse, opened[REPLAY_GRANT].decode().split()))
        if AUTHORITY_GRANT in opened and Right.ACCOUNTS in rights:
            in_hand.authority = Ed25519PrivateKey.from_private_bytes(opened[AUTHORITY_GRANT])
        return in_hand

    def _grants_for(self, name: str, recipient: Recipient, roles: frozenset[Role], by: KeysInHand) -> dict[str, bytes]:
        rights = rights_of(roles)
        made = {VAULT_GRANT: by.vault.spelled()}
        if Right.REPLAY in rights and by.replay:
            made[REPLAY_GRANT] = spelled_identities(by.replay)
        if Right.ACCOUNTS in rights:
            made[AUTHORITY_GRANT] = self._need_authority(by).private_bytes_raw()
        return {kind: self._under_device_key(seal_grant(recipient, content), name) for kind, content in made.items()}

    def _under_device_key(self, sealed: bytes, owner: str) -> bytes:
        if self._device_key is None or owner == _RECOVERY_OWNER:
            return sealed
        return seal_under(self._device_key, sealed, owner.encode())

    def _without_device_key(self, sealed: bytes, owner: str) -> bytes:
        if not self.is_bound or owner == _RECOVERY_OWNER:
            return sealed
        assert self._device_key is not None
        return open_under(self._device_key, sealed, owner.encode())

    def _need_authority(self, by: KeysInHand) -> Ed25519PrivateKey:
        if by.authority is None:
            raise Fault("E-243")
        return by.authority

    def _signed(self, by: KeysInHand, **changed: Any) -> Content:
        """With a new table, signed."""
        authority = self._need_authority(by)
        table = {**self._content.table, **changed, "serial": self._content.table["serial"] + 1}
        return replace(self._content, table=table, signature=authority.sign(canonical(table).encode()))

    def _publish(
        self,
        content: Content,
        *,
        locks: Mapping[str, Mapping[str, Any]] | None = None,
        grants: Mapping[str, Mapping[str, bytes]] | None = None,
    ) -> None:
        content = replace(content, locks=locks or content.locks, grants=grants or content.grants)
        spelled = content.spelled()
        after = sha256(spelled).hexdigest()
        self.before_write(self.digest, after)
        replace_file(self._path, spelled)
        self._content = content
        self.after_write(after)


def unlock(folder: Path, passphrase: str, account: str = STATION_ACCOUNT) -> VaultKey:
    """The vault's key alone; faults as `AccountBook.open`."""
    return AccountBook.open(folder, passphrase, account)[1].vault


def account_names(folder: Path) -> frozenset[str]:
    """The names in the key file, believed for nothing but counting tries; E-204 and E-206 as `AccountBook.open`."""
    document = read_document(folder / KEYS_NAME)
    if document["version"] == 1:
        return frozenset({STATION_ACCOUNT})
    return frozenset(parsed(document).locks)
