"""The text half of a sealed file: the age v1 header, which wraps one file key for each recipient.

Source: C2SP age.md (https://age-encryption.org/v1). Only X25519 recipients are wrapped and opened; stanzas of other
kinds are read over, as the format demands, so that a file sealed elsewhere for several kinds of key opens too.

    age-encryption.org/v1
    -> X25519 <ephemeral share, base64 without padding>
    <file key, sealed: ChaCha20-Poly1305 under HKDF(shared secret, salt = share || recipient), base64>
    --- <HMAC-SHA256 over all of the above up to and including "---", key = HKDF(file key, info = "header")>

Promises: a header that this module does not accept in full is not accepted in part; a secret shows in no repr and in
no fault. Does not know the payload behind the header; that is `sealed.py`.
"""

import base64
import binascii
import hmac
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from media.fault import Fault

FILE_KEY_BYTES = 16
_INTRO = b"age-encryption.org/v1\n"
_X25519 = "X25519"
_WRAPPED_BYTES = FILE_KEY_BYTES + 16
_COLUMNS = 64
_MOST_BYTES = 1 << 20
"""A header longer than this is not read on: it would be one of more than 8,000 recipients, or a trap."""
_LAST_LINE = re.compile(rb"\n--- ([^\n]*)\n")
_ARGUMENT = re.compile(rb"[!-~]+")
_RECIPIENT_PREFIX = "age"
_IDENTITY_PREFIX = "age-secret-key-"


def hkdf(key: bytes, salt: bytes, context: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 (RFC 5869), the only key derivation of the format."""
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=context).derive(key)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who can open a sealed file: a public X25519 key, written `age1…`."""

    key: bytes

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """Read `age1…`; E-308 when it is not one."""
        key = _bech32_decode(_RECIPIENT_PREFIX, text.strip())
        if key is None:
            raise Fault("E-308")
        return cls(key)

    @property
    def text(self) -> str:
        return _bech32_encode(_RECIPIENT_PREFIX, self.key)

    def wrap(self, file_key: bytes) -> bytes:
        """The stanza that gives this recipient the file key."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.key))
        except ValueError:  # the all-zero shared secret of a low-order point
            raise Fault("E-308") from None
        sealed = ChaCha20Poly1305(_wrap_key(shared, share, self.key)).encrypt(bytes(12), file_key, None)
        return b"-> X25519 " + _encode(share) + b"\n" + _encode(sealed) + b"\n"


class Identity:
    """The secret half of a recipient, written `AGE-SECRET-KEY-1…`; `text` is the secret, nothing else shows it."""

    __slots__ = ("_private", "recipient")

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private
        self.recipient = Recipient(private.public_key().public_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "Identity":
        """Read `AGE-SECRET-KEY-1…`; E-309 when it is not one."""
        key = _bech32_decode(_IDENTITY_PREFIX, text.strip())
        if key is None:
            raise Fault("E-309")
        return cls(X25519PrivateKey.from_private_bytes(key))

    @property
    def text(self) -> str:
        return _bech32_encode(_IDENTITY_PREFIX, self._private.private_bytes_raw()).upper()

    def __repr__(self) -> str:
        return f"Identity(of {self.recipient.text})"

    def unwrap(self, share: bytes, sealed: bytes) -> bytes | None:
        """The file key, or nothing when the stanza is somebody else's; E-301 when the share is a low-order point."""
        try:
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise Fault("E-301") from None
        try:
            return ChaCha20Poly1305(_wrap_key(shared, share, self.recipient.key)).decrypt(bytes(12), sealed, None)
        except InvalidTag:
            return None


def generate_identity() -> Identity:
    """A new random identity."""
    return Identity(X25519PrivateKey.generate())


def read_identities(text: str) -> tuple[Identity, ...]:
    """The identities of an age identity file: one a line, empty lines and # comments left out; or E-309."""
    lines = (line.strip() for line in text.splitlines())
    found = tuple(Identity.parse(line) for line in lines if line and not line.startswith("#"))
    if not found:
        raise Fault("E-309")
    return found


@dataclass(frozen=True, slots=True)
class Header:
    """A header as read: what is needed to find the file key and to check that nothing was changed."""

    shares: tuple[tuple[bytes, bytes], ...]
    """(ephemeral share, sealed file key) of each X25519 stanza"""
    authenticated: bytes
    mac: bytes
    size: int

    def file_key(self, keys: Iterable[Identity] | bytes) -> bytes:
        """The file key, by the first identity that fits or as given, with the header checked against it.

        E-302: no identity fits. E-303: the header was changed (or the given file key is another file's).
        """
        file_key = keys if isinstance(keys, bytes) else self._unwrap(tuple(keys))
        if not hmac.compare_digest(_mac(file_key, self.authenticated), self.mac):
            raise Fault("E-303")
        return file_key

    def _unwrap(self, identities: tuple[Identity, ...]) -> bytes:
        for identity in identities:
            for share, sealed in self.shares:
                file_key = identity.unwrap(share, sealed)
                if file_key is not None:
                    return file_key
        raise Fault("E-302")


def make_header(recipients: Iterable[Recipient], file_key: bytes) -> bytes:
    """The header that gives the file key to every one of the recipients (at least one)."""
    stanzas = [recipient.wrap(file_key) for recipient in recipients]
    if not stanzas:
        raise ValueError("a sealed file needs a recipient")
    authenticated = _INTRO + b"".join(stanzas) + b"---"
    return authenticated + b" " + _encode(_mac(file_key, authenticated)) + b"\n"


def read_header(file: BinaryIO) -> Header:
    """Read the header at the start of a file; E-301 when it is not a whole age v1 header."""
    file.seek(0)
    text = b""
    while not (line := _LAST_LINE.search(text)):
        more = file.read(4096)
        text += more
        if not more or len(text) > _MOST_BYTES or text[: len(_INTRO)] != _INTRO[: len(text)]:
            raise Fault("E-301")
    start = line.start() + 1
    shares = tuple(_shares(text[len(_INTRO) : start]))
    return Header(shares, text[: start + 3], _decode(line[1], 32), line.end())


def new_file_key() -> bytes:
    return os.urandom(FILE_KEY_BYTES)


def _shares(text: bytes) -> Iterable[tuple[bytes, bytes]]:
    lines = iter(text.split(b"\n")[:-1])
    for line in lines:
        kind, *arguments = line.removeprefix(b"-> ").split(b" ")
        if not line.startswith(b"-> ") or not all(_ARGUMENT.fullmatch(word) for word in (kind, *arguments)):
            raise Fault("E-301")
        body = b""
        for part in lines:
            if len(part) > _COLUMNS:
                raise Fault("E-301")
            body += part
            if len(part) < _COLUMNS:
                break
        else:
            raise Fault("E-301")  # a body ends with a short line, be it an empty one
        sealed = _decode(body)
        if kind == _X25519.encode():
            if len(arguments) != 1 or len(sealed) != _WRAPPED_BYTES:
                raise Fault("E-301")
            yield _decode(arguments[0], 32), sealed


def _mac(file_key: bytes, authenticated: bytes) -> bytes:
    return hmac.digest(hkdf(file_key, b"", b"header"), authenticated, "sha256")


def _wrap_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    return hkdf(shared, share + recipient, b"age-encryption.org/v1/X25519")


def _encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode(text: bytes, length: int | None = None) -> bytes:
    """Base64 without padding, in its one canonical spelling."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise Fault("E-301") from None
    if _encode(data) != text or (length is not None and len(data) != length):
        raise Fault("E-301")
    return data


# Bech32 (BIP 173), without its limit of 90 characters, as age uses it for 32-byte keys.

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= term
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _bech32_encode(prefix: str, key: bytes) -> str:
    number = int.from_bytes(key) << 4  # 256 bits in 52 groups of 5, the last 4 bits zero
    values = [number >> 5 * place & 31 for place in reversed(range(52))]
    check = _polymod([*_expand(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(6))]
    return prefix + "1" + "".join(_CHARSET[value] for value in values)


def _bech32_decode(prefix: str, text: str) -> bytes | None:
    """The 32 bytes behind `prefix`, or nothing when the text is not exactly that."""
    if text not in (text.lower(), text.upper()):
        return None
    head, _, tail = text.lower().rpartition("1")
    if head != prefix or len(tail) != 58 or not set(tail) <= set(_CHARSET):
        return None
    values = [_CHARSET.index(letter) for letter in tail]
    if _polymod(_expand(prefix) + values) != 1:
        return None
    number = 0
    for value in values[:52]:
        number = number << 5 | value
    if number & 15:
        return None
    return (number >> 4).to_bytes(32)
