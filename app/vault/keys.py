"""The vault's random keys, what a passphrase becomes, and a file put in place whole.

    passphrase ── Argon2id ──► wrapping key ──► … (`accounts.py`) … ──► random root key ── HKDF-SHA256 ──┐
        database key (SQLCipher, raw; can be changed) · head key (MAC of `vault.head`) · row key (digests of rows) ◄┘

Also reads `vault.keys` as version 1 wrote it: one account, whose entry wraps the root key itself. The parameters of
Argon2id stand beside what they guard and are authenticated with it, so they can be raised later and cannot be lowered
by a stranger. What it does not do: guard against someone who guesses a short passphrase; it only makes each guess cost
a third of a second or more.
"""

import json
import os
import secrets
import stat
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from media.fault import Fault

KEYS_NAME = "vault.keys"
FORMAT = "dualrec-vault-keys"
FIRST_VERSION = 1
STATION_ACCOUNT = "station"
"""the one account of version 1; today of a station for one: practice, measurements and tests"""

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MOST_FILE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Kdf:
    """Argon2id parameters. The defaults are RFC 9106's second recommendation (section 4: t=3, p=4, 64 MiB) with twice
    the memory: a guess costs 0.3 to 0.5 s on a counter's computer. Tests pass smaller ones."""

    memory_kib: int = 128 * 1024
    iterations: int = 3
    lanes: int = 4

    def is_sane(self) -> bool:
        """Whether a file that asks for this may be believed: a damaged one must not eat the machine."""
        return 8 * self.lanes <= self.memory_kib <= 4 << 20 and 1 <= self.iterations <= 64 and 1 <= self.lanes <= 64


class VaultKey:
    """The vault's root key and what is derived from it. It has no readable form."""

    __slots__ = ("_database", "_root", "vault_id")

    def __init__(self, root: bytes, vault_id: str, database: tuple[bytes, ...] = ()) -> None:
        self._root = root
        self._database = database or (root,)
        self.vault_id = vault_id

    def __repr__(self) -> str:
        return "<VaultKey>"

    def database_key(self) -> bytes:
        return self.database_keys()[0]

    def database_keys(self) -> tuple[bytes, ...]:
        """Newest first: two while the database is being encrypted anew, else one."""
        return tuple(self._derive("database", secret) for secret in self._database)

    def with_new_database_key(self) -> "VaultKey":
        """The same vault with a new database key before the present ones; digests of rows keep theirs."""
        return VaultKey(self._root, self.vault_id, (secrets.token_bytes(KEY_BYTES), *self._database))

    def with_newest_only(self) -> "VaultKey":
        """Without the database keys of before."""
        return VaultKey(self._root, self.vault_id, self._database[:1])

    def head_key(self) -> bytes:
        return self._derive("head")

    def row_key(self) -> bytes:
        return self._derive("row")

    def spelled(self) -> bytes:
        """All of it, for a grant: the one place where it leaves this object."""
        secret = [b64encode(each).decode() for each in (self._root, *self._database)]
        return json.dumps({"vault": self.vault_id, "root": secret[0], "database": secret[1:]}).encode()

    @classmethod
    def read(cls, spelled: bytes) -> "VaultKey":
        """What `spelled` wrote."""
        content = json.loads(spelled)
        return cls(b64decode(content["root"]), content["vault"], tuple(map(b64decode, content["database"])))

    def _derive(self, purpose: str, secret: bytes | None = None) -> bytes:
        context = f"dualrec vault {self.vault_id} {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=context).derive(secret or self._root)


def make_key() -> VaultKey:
    """A new random root key and vault id."""
    return VaultKey(secrets.token_bytes(KEY_BYTES), secrets.token_hex(16))


def unlock_first_version(folder: Path, passphrase: str, account: str) -> VaultKey:
    """The vault's key from a file of version 1.

    E-204 when `vault.keys` is missing or damaged, E-205 for a wrong passphrase or account.
    """
    vault_id, entries = _read(folder / KEYS_NAME)
    # An unknown account is worked on like a known one, with the first entry: its name is part of what is
    # authenticated, so it cannot open, and it takes as long.
    entry = next((each for each in entries if each.account == account), entries[0])
    wrapping = ChaCha20Poly1305(stretch(passphrase, entry.salt, entry.kdf))
    try:
        root = wrapping.decrypt(entry.nonce, entry.sealed_key, _context(vault_id, account, entry.kdf))
    except InvalidTag:
        raise Fault("E-205", left="—") from None
    return VaultKey(root, vault_id)


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, force it to the disk and put it in place: old or new, never between."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    os.replace(beside, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a rename in `folder` to the disk, where the system has a way to say so (Windows has none)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True, repr=False)
class _Entry:
    account: str
    kdf: Kdf
    salt: bytes
    nonce: bytes
    sealed_key: bytes


def stretch(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    """The key that a passphrase becomes: 32 bytes, Argon2id (RFC 9106)."""
    # NFC, as RFC 8265 asks of passwords: two keyboards may write the same character in two ways.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(secret)


def _context(vault_id: str, account: str, kdf: Kdf) -> bytes:
    """What an entry is bound to (the salt is bound by use)."""
    bound = {"account": account, "format": FORMAT, "kdf": asdict(kdf), "vault_id": vault_id, "version": FIRST_VERSION}
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()


def _read(path: Path) -> tuple[str, list[_Entry]]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except OSError:
        raise Fault("E-204", reason="missing") from None
    try:
        if len(content) > MOST_FILE_BYTES:
            raise ValueError("too large")
        document = json.loads(content)
        if document["format"] != FORMAT:
            raise ValueError("not a key file")
        if document["version"] > FIRST_VERSION:
            raise Fault("E-206", found=document["version"], known=FIRST_VERSION)
        entries = [_entry(each) for each in document["accounts"]]
        vault_id = document["vault_id"]
        if not entries or not isinstance(vault_id, str):
            raise ValueError("no account")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Fault("E-204", reason="damaged") from None
    return vault_id, entries


def _entry(each: Mapping[str, Any]) -> _Entry:
    kdf, wrap = each["kdf"], each["wrap"]
    parameters = Kdf(int(kdf["memory_kib"]), int(kdf["iterations"]), int(kdf["lanes"]))
    if kdf["name"] != "argon2id" or wrap["name"] != "chacha20poly1305" or not parameters.is_sane():
        raise ValueError("unknown wrapping")
    salt, nonce, sealed = (b64decode(text, validate=True) for text in (kdf["salt"], wrap["nonce"], wrap["sealed_key"]))
    if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES or len(sealed) != KEY_BYTES + 16:
        raise ValueError("wrong length")
    return _Entry(str(each["account"]), parameters, salt, nonce, sealed)
