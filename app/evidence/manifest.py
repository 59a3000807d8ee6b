"""The manifest: everything that is said about a take, in one spelling, signed by the station that made it.

Written as canonical JSON (RFC 8785, JCS) without floats: members sorted by the UTF-16 code units of their names, UTF-8,
no white space, only the escapes that JSON demands. Numbers are integers within ±(2^53 - 1); units are in the names.
One manifest has one spelling, so the signature is over the bytes of the file itself, and any tool can check it:

    openssl pkeyutl -verify -pubin -inkey station.pem -rawin -in manifest.json -sigfile manifest.sig

Promises: what `Manifest.read` accepts, it would write again byte for byte, and what it writes it accepts. The signature
is raw Ed25519 (RFC 8032), 64 bytes; a station's id is the first 16 hex digits of the SHA-256 of its raw public key.
Manifests form a chain: each holds the SHA-256 of the one before it. Does not judge what a manifest says: it has no
opinion on steps, marks or devices.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_public_key,
)

from media.fault import Fault

FORMAT = "dualrec.manifest.v1"
SIGNATURE_BYTES = 64
_GREATEST = 2**53 - 1
_DEEPEST = 32
_MOST_BYTES = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The sealed file that a manifest speaks of; hashes in hex."""

    name: str
    sha256: str
    sealed_bytes: int
    plain_bytes: int
    chunk_count: int
    merkle_root: str


@dataclass(frozen=True, slots=True)
class Station:
    """Who signed."""

    id: str
    public_key_pem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One take, as told to whoever must judge it. Mappings hold JSON values without floats."""

    format: str = FORMAT
    take_id: str
    case_id: str
    case_sha256: str
    """digest of the case's facts as they were put into the script: ties the take to a sale without telling it"""
    product_kind: str
    branch: str
    counter: str
    clerk_id: str
    script_id: str
    script_version: str
    script_sha256: str
    rule_pack_id: str
    rule_pack_sha256: str
    outcome: str
    started_at: str
    """wall time, UTC, ISO 8601"""
    duration_ns: int
    steps: tuple[Mapping[str, Any], ...]
    answers: tuple[Mapping[str, Any], ...]
    marks: tuple[Mapping[str, Any], ...]
    transcript_sha256: str
    devices: Mapping[str, Any]
    clock: Mapping[str, Any]
    detectors_checked: tuple[str, ...]
    detectors_not_checked: tuple[str, ...]
    fragments: Mapping[str, Any] = field(default_factory=dict)
    """lists `at_ns`, `offset` and `size` of the take's fragments, so that a player need not look for them"""
    file: SealedFile
    recipients: tuple[str, ...]
    previous_manifest_sha256: str
    """64 zeros for the first manifest of a station"""
    station: Station

    def canonical(self) -> bytes:
        """The bytes of `manifest.json`; E-324 names the field that cannot be written so."""
        members = _checked(_plain(self), "", 0)
        _typed(Manifest, members, "")
        return _spelled(members)

    @property
    def sha256(self) -> str:
        """What the next manifest of this station refers to."""
        return hashlib.sha256(self.canonical()).hexdigest()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """The manifest in these bytes.

        E-321 not JSON, E-322 not in canonical form, E-323 another format, E-324 a field is missing, unknown or wrong.
        """
        members = _parse(content)
        if canonical_json(members) != content:
            raise Fault("E-322")
        if members.get("format") != FORMAT:
            raise Fault("E-323", format=re.sub(r"[^\w.-]", "?", str(members.get("format"))[:40]))
        manifest: Manifest = _typed(cls, members, "")
        return manifest


class StationKey:
    """The secret key a station signs with; nothing shows it but `pkcs8`, for the vault."""

    __slots__ = ("_private", "id", "public_key_pem")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        public = private.public_key()
        self.public_key_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.id = _key_id(public)

    @classmethod
    def generate(cls) -> "StationKey":
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pkcs8(cls, content: bytes) -> "StationKey":
        """Read the unencrypted PKCS #8 DER that `pkcs8` gave."""
        private = load_der_private_key(content, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise ValueError("not an Ed25519 key")
        return cls(private)

    def pkcs8(self) -> bytes:
        """The secret itself, as unencrypted PKCS #8 DER."""
        return self._private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @property
    def station(self) -> Station:
        """How a manifest names this station."""
        return Station(self.id, self.public_key_pem)

    def sign(self, content: bytes) -> bytes:
        """The raw Ed25519 signature, 64 bytes, over a manifest's canonical bytes."""
        return self._private.sign(content)

    def __repr__(self) -> str:
        return f"StationKey(id={self.id})"


def key_id(public_key_pem: str) -> str:
    """The id of the station with this public key; E-328 when it is not an Ed25519 key in PEM."""
    return _key_id(_public_key(public_key_pem))


def is_same_key(one_pem: str, other_pem: str) -> bool:
    """True when two PEM texts, however they are broken into lines, are one key; E-328 when one of them is none."""
    return _public_key(one_pem).public_bytes_raw() == _public_key(other_pem).public_bytes_raw()


def is_signed_by(public_key_pem: str, signature: bytes, content: bytes) -> bool:
    """True when the holder of this key signed these bytes; E-328 when it is not an Ed25519 key in PEM."""
    try:
        _public_key(public_key_pem).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def canonical_json(value: Any) -> bytes:
    """A JSON value in RFC 8785 form; E-324 for a float, a great integer, a name that is no string, a lone surrogate."""
    return _spelled(_checked(value, "", 0))


def _spelled(members: Any) -> bytes:
    try:
        # Its escapes are exactly those of RFC 8785, 3.2.2.2; names come sorted already.
        return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Fault("E-324", field="text") from None


def _checked(value: Any, name: str, depth: int) -> Any:
    """The value in plain dicts and lists, with the members in order; a manifest of an hour has 50,000 of them."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if isinstance(value, int) and abs(value) <= _GREATEST:
        return int(value)
    if isinstance(value, str):
        return str(value)
    if depth > _DEEPEST:
        raise Fault("E-324", field=name)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise Fault("E-324", field=name)
        return {str(key): _checked(value[key], key, depth + 1) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        if set(map(type, value)) == {int} and min(value) >= -_GREATEST and max(value) <= _GREATEST:
            return list(value)  # an hour has 8,000 fragments: not one by one
        return [_checked(item, name, depth + 1) for item in value]
    raise Fault("E-324", field=name)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def _parse(content: bytes) -> dict[str, Any]:
    def refuse(text: str) -> Any:
        raise ValueError(f"{text} is not allowed")

    if len(content) > _MOST_BYTES:
        raise Fault("E-321")
    try:
        members = json.loads(content.decode(), parse_float=refuse, parse_constant=refuse, object_pairs_hook=_members)
    except (ValueError, RecursionError):
        raise Fault("E-321") from None
    if not isinstance(members, dict):
        raise Fault("E-321")
    return members


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member comes twice")
    return members


def _plain(value: Any) -> Any:
    """Dataclasses as mappings, all the way down; the rest as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    return value


def _typed(kind: Any, members: Any, name: str) -> Any:
    """An instance of a manifest's dataclass from its members, each field there, none more, each of its type."""
    if not isinstance(members, dict):
        raise Fault("E-324", field=name)
    hints = get_type_hints(kind)
    for odd in sorted(set(members) ^ set(hints)):
        raise Fault("E-324", field=odd if odd in hints else "?")
    return kind(**{part: _value(hints[part], members[part], part) for part in hints})


def _value(kind: Any, value: Any, name: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _typed(kind, value, name)
    is_right = {
        str: isinstance(value, str),
        int: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        Mapping[str, Any]: isinstance(value, dict),
        tuple[str, ...]: _is_list_of(str, value),
        tuple[Mapping[str, Any], ...]: _is_list_of(dict, value),
    }[kind]
    if not is_right or ((name == "sha256" or name.endswith(("_sha256", "_root"))) and not _SHA256.fullmatch(value)):
        raise Fault("E-324", field=name)
    return tuple(value) if isinstance(value, list) else value


def _is_list_of(kind: type, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _public_key(public_key_pem: str) -> Ed25519PublicKey:
    try:
        public = load_pem_public_key(public_key_pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Fault("E-328") from None
    if not isinstance(public, Ed25519PublicKey):
        raise Fault("E-328")
    return public


def _key_id(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]
