"""Who may open the vault: a passphrase wraps the vault's random 256-bit key, once for each account.

    passphrase ── Argon2id ──► wrapping key ── ChaCha20-Poly1305 ──► entry in `vault.keys`
                                                     │ opens
                                             random root key ── HKDF-SHA256 ──► database key (SQLCipher, raw)
                                                                           ├──► head key   (MAC of `vault.head`)
                                                                           └──► row key    (digests of rows)

`vault.keys` is JSON with a version and a list of accounts, so that more accounts can be added without touching the
database; today one account is made. The parameters of Argon2id stand in the entry and are authenticated with it, so
they can be raised later and cannot be lowered by a stranger. Opening costs the same time and says the same whether the
account is unknown or the passphrase wrong. What it does not do: guard against someone who guesses a short passphrase;
it only makes each guess cost a third of a second or more.
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
VERSION = 1
STATION_ACCOUNT = "station"
"""the one account made today: whoever knows the station's passphrase"""

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

    __slots__ = ("_root", "vault_id")

    def __init__(self, root: bytes, vault_id: str) -> None:
        self._root = root
        self.vault_id = vault_id

    def __repr__(self) -> str:
        return "<VaultKey>"

    def database_key(self) -> bytes:
        return self._derive("database")

    def head_key(self) -> bytes:
        return self._derive("head")

    def row_key(self) -> bytes:
        return self._derive("row")

    def _derive(self, purpose: str) -> bytes:
        context = f"dualrec vault {self.vault_id} {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=context).derive(self._root)


def make_key() -> VaultKey:
    """A new random root key and vault id."""
    return VaultKey(secrets.token_bytes(KEY_BYTES), secrets.token_hex(16))


def write_keys(folder: Path, key: VaultKey, passphrase: str, kdf: Kdf, account: str = STATION_ACCOUNT) -> None:
    """Wrap `key` for one account and put `vault.keys` in place, whole or not at all; E-216 for an empty passphrase."""
    if not passphrase:
        raise Fault("E-216")
    assert kdf.is_sane()
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapping = ChaCha20Poly1305(_stretch(passphrase, salt, kdf))
    sealed = wrapping.encrypt(nonce, key._root, _context(key.vault_id, account, kdf))
    entry = {
        "account": account,
        "kdf": {"name": "argon2id", **asdict(kdf), "salt": b64encode(salt).decode()},
        "wrap": {
            "name": "chacha20poly1305",
            "nonce": b64encode(nonce).decode(),
            "sealed_key": b64encode(sealed).decode(),
        },
    }
    document = {"format": FORMAT, "version": VERSION, "vault_id": key.vault_id, "accounts": [entry]}
    replace_file(folder / KEYS_NAME, json.dumps(document, indent=1).encode())


def unlock(folder: Path, passphrase: str, account: str = STATION_ACCOUNT) -> VaultKey:
    """The vault's key; E-204 when `vault.keys` is missing or damaged, E-205 for a wrong passphrase or account."""
    vault_id, entries = _read(folder / KEYS_NAME)
    # An unknown account is worked on like a known one, with the first entry: its name is part of what is
    # authenticated, so it cannot open, and it takes as long.
    entry = next((each for each in entries if each.account == account), entries[0])
    wrapping = ChaCha20Poly1305(_stretch(passphrase, entry.salt, entry.kdf))
    try:
        root = wrapping.decrypt(entry.nonce, entry.sealed_key, _context(vault_id, account, entry.kdf))
    except InvalidTag:
        raise Fault("E-205") from None
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


def _stretch(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    # NFC, as RFC 8265 asks of passwords: two keyboards may write the same character in two ways.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(secret)


def _context(vault_id: str, account: str, kdf: Kdf) -> bytes:
    """What an entry is bound to (the salt is bound by use)."""
    bound = {"account": account, "format": FORMAT, "kdf": asdict(kdf), "vault_id": vault_id, "version": VERSION}
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
        if document["version"] > VERSION:
            raise Fault("E-206", found=document["version"], known=VERSION)
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
