"""The key that ties a vault to this computer: 32 random bytes in the operating system's key store, by the vault's id.

    OS key store (DPAPI, Keychain, Secret Service) ── service "dualrec", entry vault_id ──► device key
                                                                                             │ opens
                                              grants of `vault.keys` ◄── ChaCha20-Poly1305 ──┘

A copied vault folder lacks that entry and does not open elsewhere, whoever's passphrase is typed; the recovery kit
needs no device key. Only a real key store is taken: a library's stand-in that keeps nothing, and one that writes plain
files, are refused. What it does not do: guard against somebody who works in this account of this computer, to whom the
key store answers as well.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.vault.keys import KEY_BYTES, NONCE_BYTES
from media.fault import Fault

SERVICE = "dualrec"

_OF_THE_LIBRARY = "keyring.backends."
"""where the library keeps what speaks to operating systems; a plug-in of anybody else is not chosen by itself"""
_NO_STORES = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.")
"""keep nothing, ask others, or (keyrings.alt, keyrings.cryptfile) write files of their own"""


class KeyStore(Protocol):
    """What is used of a `keyring.backend.KeyringBackend`."""

    @property
    def priority(self) -> float: ...

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class MemoryKeyStore:
    """The port's own fake: a key store that ends with its process, and can be locked."""

    priority = 1.0

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def __repr__(self) -> str:
        return f"<MemoryKeyStore of {len(self._entries)}>"

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self._entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self._entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self._entries[service, username]

    def _ask(self) -> None:
        if self.is_locked:
            raise PermissionError("locked")


def store_device_key(vault_id: str, backend: KeyStore | None = None) -> bytes:
    """Make the vault's device key, put it into the key store and read it back; E-251 if the store cannot be used.

    A key that is there already is handed out again, so that a binding cut short by a crash can be repeated and never
    loses the key that grants lie under. For a new one: unbind, `forget_device_key`, bind.
    """
    store = _usable(backend)
    found = _read(store, vault_id)
    if found is not None:
        return found
    key = secrets.token_bytes(KEY_BYTES)
    with _faults_of_the_store():
        store.set_password(SERVICE, vault_id, b64encode(key).decode())
    kept = _read(store, vault_id)
    if kept is None or not hmac.compare_digest(kept, key):
        raise Fault("E-251", reason="read-back")
    return key


def device_key(vault_id: str, backend: KeyStore | None = None) -> bytes:
    """The vault's device key; E-250 this computer has none, E-251 its key store is locked or there is no such thing."""
    found = _read(_usable(backend), vault_id)
    if found is None:
        raise Fault("E-250")
    return found


def forget_device_key(vault_id: str, backend: KeyStore | None = None) -> None:
    """Take the vault's device key out of the key store, if it is there; E-251 as `device_key`."""
    store = _usable(backend)
    with _faults_of_the_store():
        if store.get_password(SERVICE, vault_id) is not None:
            store.delete_password(SERVICE, vault_id)


def seal_under(key: bytes, content: bytes, context: bytes) -> bytes:
    """`content` under a 32-byte key: a random nonce, then ChaCha20-Poly1305; `context` is bound to it, not inside."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, context)


def open_under(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """What `seal_under` was given; E-250 for another key, another context, or bytes that were changed or cut."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
        raise Fault("E-250") from None


def _usable(backend: KeyStore | None) -> KeyStore:
    """The store itself, behind whatever chains several; E-251 when there is none that keeps keys as it should."""
    is_given = backend is not None
    if backend is None:
        with _faults_of_the_store():
            import keyring  # a second at the start of a program that may never need it

            backend = cast(KeyStore, keyring.get_keyring())
    for store in _behind(backend):
        if _keeps_keys(store) and (is_given or type(store).__module__.startswith(_OF_THE_LIBRARY)):
            return store
    raise Fault("E-251", reason=f"{type(backend).__module__}.{type(backend).__qualname__}")


def _behind(backend: KeyStore) -> list[KeyStore]:
    if not type(backend).__module__.startswith("keyring.backends.chainer"):
        return [backend]
    with _faults_of_the_store():
        return list(getattr(backend, "backends", ()))


def _keeps_keys(store: KeyStore) -> bool:
    if any(kind.__module__.startswith(_NO_STORES) for kind in type(store).__mro__):
        return False
    try:
        return store.priority > 0
    except Exception:  # the library's way to say that a store does not work on this computer
        return False


def _read(store: KeyStore, vault_id: str) -> bytes | None:
    """The key, or none when there is no entry or one that is no key."""
    with _faults_of_the_store():
        text = store.get_password(SERVICE, vault_id)
    try:
        key = b64decode(text or "", validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


@contextmanager
def _faults_of_the_store() -> Iterator[None]:
    """Whatever the key store raises is E-251: each of its kinds has errors of its own (D-Bus, Windows, macOS)."""
    try:
        yield
    except Exception as problem:
        raise Fault("E-251", reason=type(problem).__name__) from None
