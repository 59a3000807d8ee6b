"""`vault.keys` as it lies on the disk: its parts, how they are written, and nothing believed that we would not write.

A lock is opened by a passphrase, the table is signed by the authority, a grant is an age v1 file for one account.
`accounts.py` says what they are for.
"""

import json
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.evidence.sealed import Identity, Recipient, SealedReader, seal_small
from app.rights import Licence, Role
from app.vault.audit import canonical
from app.vault.keys import FORMAT, KEY_BYTES, MOST_FILE_BYTES, NONCE_BYTES, SALT_BYTES, STATION_ACCOUNT, Kdf, stretch
from media.fault import Fault

VERSION = 2
ACCOUNT_CHARACTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.")
MOST_ACCOUNT_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made."""

    name: str
    passphrase: str = field(repr=False)
    roles: frozenset[Role]
    licence: Licence | None = None
    is_temporary: bool = False
    """somebody else knows the passphrase: it is to be changed at the first login"""


def sole_account(passphrase: str) -> NewAccount:
    """Every role in one account, which no real station may have: for practice, measurements and tests."""
    return NewAccount(STATION_ACCOUNT, passphrase, frozenset(Role))


class OwnKeys:
    """What an account's seed becomes; it has no readable form."""

    __slots__ = ("_seed", "identity", "signing")

    def __init__(self, seed: bytes) -> None:
        self._seed = bytearray(seed)
        self.identity = Identity(X25519PrivateKey.from_private_bytes(_derived(seed, "age identity")))
        self.signing = Ed25519PrivateKey.from_private_bytes(_derived(seed, "signing key"))

    def __repr__(self) -> str:
        return "<OwnKeys>"

    @property
    def recipient(self) -> Recipient:
        return self.identity.recipient

    @property
    def verifier(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()

    def sign(self, content: bytes) -> bytes:
        """64 bytes, Ed25519 (RFC 8032)."""
        return self.signing.sign(content)

    def forget(self) -> None:
        """Overwrite the seed. Copies that the interpreter and the libraries made stay until they are reused."""
        self._seed[:] = bytes(len(self._seed))


@dataclass(frozen=True, slots=True)
class Content:
    """The file as it was read or will be written."""

    table: Mapping[str, Any]
    signature: bytes
    locks: Mapping[str, Mapping[str, Any]]
    grants: Mapping[str, Mapping[str, bytes]]
    """owner → kind → age file, under the device key when `is_bound`"""
    recovery: str = ""
    """the kit's recipient"""
    is_bound: bool = False

    @property
    def vault_id(self) -> str:
        return str(self.table["vault_id"])

    def spelled(self) -> bytes:
        document = {
            "format": FORMAT,
            "version": VERSION,
            "table": self.table,
            "signature": b64encode(self.signature).decode(),
            "locks": self.locks,
            "grants": {
                owner: {kind: b64encode(sealed).decode() for kind, sealed in of_owner.items()}
                for owner, of_owner in self.grants.items()
            },
            "recovery": self.recovery,
            "is_bound": self.is_bound,
        }
        return json.dumps(document, indent=1, sort_keys=True).encode()


def check_name(name: str) -> None:
    """E-236 for what cannot be the name of an account; that of a station for one is taken."""
    is_name = 1 <= len(name) <= MOST_ACCOUNT_CHARACTERS and set(name) <= ACCOUNT_CHARACTERS
    if not is_name or name.casefold() == STATION_ACCOUNT:
        raise Fault("E-236", account=name[:MOST_ACCOUNT_CHARACTERS])


# ---------------------------------------------------------------------- locks


def new_lock(vault_id: str, new: NewAccount, pin: bytes, kdf: Kdf) -> tuple[OwnKeys, Mapping[str, Any]]:
    seed = secrets.token_bytes(KEY_BYTES)
    lock = make_lock(vault_id, new.name, new.passphrase, seed, pin, kdf, is_temporary=new.is_temporary)
    return OwnKeys(seed), lock


def make_lock(
    vault_id: str, account: str, passphrase: str, seed: bytes, pin: bytes, kdf: Kdf, *, is_temporary: bool
) -> Mapping[str, Any]:
    if not passphrase:
        raise Fault("E-216")
    assert kdf.is_sane()
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapping = ChaCha20Poly1305(stretch(passphrase, salt, kdf))
    sealed = wrapping.encrypt(nonce, seed + pin, _lock_context(vault_id, account, kdf, is_temporary))
    return {
        "kdf": {"name": "argon2id", **asdict(kdf), "salt": b64encode(salt).decode()},
        "nonce": b64encode(nonce).decode(),
        "sealed": b64encode(sealed).decode(),
        "is_temporary": is_temporary,
    }


def open_lock(content: Content, passphrase: str, account: str) -> tuple[OwnKeys, bytes]:
    """The account's keys and the authority it knows."""
    # An unknown account is worked on like a known one, with the first lock: its name is part of what is authenticated,
    # so it cannot open, and it takes as long.
    lock = content.locks.get(account) or next(iter(content.locks.values()))
    kdf = Kdf(lock["kdf"]["memory_kib"], lock["kdf"]["iterations"], lock["kdf"]["lanes"])
    wrapping = ChaCha20Poly1305(stretch(passphrase, b64decode(lock["kdf"]["salt"]), kdf))
    context = _lock_context(content.vault_id, account, kdf, lock["is_temporary"])
    try:
        opened = wrapping.decrypt(b64decode(lock["nonce"]), b64decode(lock["sealed"]), context)
    except InvalidTag:
        raise Fault("E-205", left="—") from None
    return OwnKeys(opened[:KEY_BYTES]), opened[KEY_BYTES:]


def _lock_context(vault_id: str, account: str, kdf: Kdf, is_temporary: bool) -> bytes:
    """What a lock is bound to (the salt is bound by use)."""
    bound = {
        "account": account, "format": FORMAT, "kdf": asdict(kdf), "temporary": is_temporary, "vault_id": vault_id,
        "version": VERSION,
    }  # fmt: skip
    return canonical(bound).encode()


# ---------------------------------------------------------------------- the table


def new_row(name: str, roles: frozenset[Role], own: OwnKeys, licence: Licence | None) -> dict[str, Any]:
    return {
        "account": name,
        "roles": sorted(roles),
        "recipient": own.recipient.text,
        "verifier": b64encode(own.verifier).decode(),
        "former_verifiers": [],
        "licence": None if licence is None else licence_in(licence),
        "is_disabled": False,
    }


def licence_in(licence: Licence) -> dict[str, Any]:
    return {
        "number": licence.number,
        "scope": list(licence.scope),
        "expires": licence.expires.isoformat(),
        "trained": None if licence.trained is None else licence.trained.isoformat(),
    }


def licence_out(written: Mapping[str, Any] | None) -> Licence | None:
    if written is None:
        return None
    trained = written["trained"]
    return Licence(
        written["number"],
        tuple(written["scope"]),
        date.fromisoformat(written["expires"]),
        None if trained is None else date.fromisoformat(trained),
    )


def find_row(content: Content, name: str) -> Mapping[str, Any]:
    for row in content.table["accounts"]:
        if row["account"] == name:
            found: Mapping[str, Any] = row
            return found
    raise Fault("E-233", account=name[:MOST_ACCOUNT_CHARACTERS])


def check_table(content: Content, pin: bytes) -> None:
    """E-230 unless the table is the work of the authority that this account has always known."""
    try:
        if b64decode(content.table["authority"]) != pin:
            raise Fault("E-230")
        Ed25519PublicKey.from_public_bytes(pin).verify(content.signature, canonical(content.table).encode())
    except InvalidSignature:
        raise Fault("E-230") from None


# ---------------------------------------------------------------------- grants


def seal_grant(recipient: Recipient, content: bytes) -> bytes:
    """An age v1 file for one recipient."""
    return seal_small([recipient], content)


def open_grant(identity: Identity, sealed: bytes) -> bytes:
    try:
        with SealedReader(BytesIO(sealed), identity) as plain:
            return plain.read()
    except Fault:
        raise Fault("E-204", reason="damaged") from None


def spelled_identities(identities: Iterable[Identity]) -> bytes:
    """An age identity file."""
    return "".join(f"{identity.text}\n" for identity in identities).encode()


def _derived(seed: bytes, purpose: str) -> bytes:
    context = f"dualrec account {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=context).derive(seed)


# ---------------------------------------------------------------------- reading


def read_document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except OSError:
        raise Fault("E-204", reason="missing") from None
    try:
        if len(content) > MOST_FILE_BYTES:
            raise ValueError("too large")
        document = json.loads(content)
        if document["format"] != FORMAT or not isinstance(document["version"], int):
            raise ValueError("not a key file")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Fault("E-204", reason="damaged") from None
    if document["version"] > VERSION:
        raise Fault("E-206", found=document["version"], known=VERSION)
    found: dict[str, Any] = document
    return found


def parsed(document: Mapping[str, Any]) -> Content:
    """E-204 for anything that this module would not have written."""
    try:
        grants = {
            str(owner): {str(kind): b64decode(text, validate=True) for kind, text in of_owner.items()}
            for owner, of_owner in document["grants"].items()
        }
        content = Content(
            document["table"],
            b64decode(document["signature"], validate=True),
            document["locks"],
            grants,
            str(document["recovery"]),
            bool(document["is_bound"]),
        )
        _check_shape(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, NotBase64):
        raise Fault("E-204", reason="damaged") from None
    return content


def _check_shape(content: Content) -> None:
    table = content.table
    canonical(table)
    if not isinstance(table["serial"], int) or not isinstance(table["vault_id"], str) or not content.locks:
        raise ValueError("table")
    if len(b64decode(table["authority"], validate=True)) != KEY_BYTES:
        raise ValueError("authority")
    for text in (table["replay"], *table["archive"], *filter(None, (content.recovery,))):
        if not isinstance(text, str) or not text.startswith("age1"):
            raise ValueError("recipient")
    if not isinstance(table["institution_key"], str) or not isinstance(table["requires_enrolment"], bool):
        raise ValueError("place")
    for row in table["accounts"]:
        for role in row["roles"]:
            Role(role)
        licence_out(row["licence"])
        if not isinstance(row["is_disabled"], bool) or len(b64decode(row["verifier"], validate=True)) != KEY_BYTES:
            raise ValueError("account")
        if any(len(b64decode(text, validate=True)) != KEY_BYTES for text in row["former_verifiers"]):
            raise ValueError("account")
        if row["account"] not in content.locks or row["account"] not in content.grants:
            raise ValueError("lock")
    for lock in content.locks.values():
        kdf = lock["kdf"]
        parameters = Kdf(kdf["memory_kib"], kdf["iterations"], kdf["lanes"])
        if kdf["name"] != "argon2id" or not all(type(n) is int for n in asdict(parameters).values()):
            raise ValueError("kdf")
        lengths = [len(b64decode(text, validate=True)) for text in (kdf["salt"], lock["nonce"], lock["sealed"])]
        if not parameters.is_sane() or lengths != [SALT_BYTES, NONCE_BYTES, 2 * KEY_BYTES + 16]:
            raise ValueError("lock")
        if not isinstance(lock["is_temporary"], bool):
            raise ValueError("lock")
