"""The enrolment certificate: where an institution lets one station stand, signed by the institution.

`DATA/enrolment.json` is canonical JSON (RFC 8785 without floats, as in `app.evidence.manifest`) and is read in no other
spelling, so one certificate has one SHA-256. All members are always there:

    area               {lat_udeg, lon_udeg, radius_m} in millionths of a degree (WGS 84) and metres, or null
    branch, counter    what is burnt into the picture and written into the manifest
    format             "dualrec.enrolment.v1"
    gateways           addresses of default gateways; empty: any will do
    issued_by          who at the institution, for people to read
    issuer             id of the institution's key: 16 hex digits of the SHA-256 of the raw public key
    networks           allowed networks in CIDR notation, one at least
    requires_position  whether a position inside `area` has to be shown as well
    serial             the institution's number of this certificate
    signature          base64 of the raw Ed25519 signature over the canonical JSON of all the other members
    station            id of the station's signing key: a certificate copied to another station is worth nothing there
    valid_from, valid_to  first and last day, ISO 8601, both included

What is read is what would be written again byte for byte. Whether a certificate is that of this station, and in date,
is for `app.place` to say. There is no list of revoked certificates: a short validity does that work. The certificate of
a counter that a station has left is good until it runs out, unless the station is given a new signing key.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Annotated, Any, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from app.evidence.manifest import canonical_json
from app.settings import ShortText
from media.fault import Fault

FORMAT = "dualrec.enrolment.v1"
FILE_NAME = "enrolment.json"
MOST_BYTES = 1 << 16
_PUBLIC_KEY_BYTES = 32
_STRICT = ConfigDict(extra="forbid", strict=True)

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


@checked_dataclass(frozen=True, slots=True, config=_STRICT)
class Area:
    """A circle on the ground: millionths of a degree (WGS 84), metres."""

    lat_udeg: Annotated[int, Field(ge=-90_000_000, le=90_000_000)]
    lon_udeg: Annotated[int, Field(ge=-180_000_000, le=180_000_000)]
    radius_m: Annotated[int, Field(ge=1, le=100_000)]


@checked_dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Enrolment:
    """One certificate, as the module describes it; made by `issue`, read by `read_enrolment`."""

    area: Area | None
    branch: ShortText
    counter: ShortText
    format: Literal["dualrec.enrolment.v1"]
    gateways: Annotated[tuple[Address, ...], Field(max_length=64)]
    issued_by: LongText
    issuer: KeyId
    networks: Annotated[tuple[Network, ...], Field(min_length=1, max_length=64)]
    requires_position: bool
    serial: ShortText
    signature: Annotated[str, StringConstraints(max_length=100)]
    station: KeyId
    valid_from: date
    valid_to: date

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return canonical_json(_members(self))

    @property
    def sha256(self) -> str:
        """Which certificate it was, for a manifest."""
        return hashlib.sha256(self.content).hexdigest()


class InstitutionKey:
    """The secret key that certificates are signed with; it lies with the institution's IT, never on a station."""

    __slots__ = ("_private", "id", "public_key")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes_raw()
        self.public_key = base64.b64encode(raw).decode()
        """what stations are told in their policy: `security.institution_key`"""
        self.id = _key_id(raw)

    @classmethod
    def generate(cls) -> "InstitutionKey":
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, content: bytes, passphrase: bytes | None = None) -> "InstitutionKey":
        """Read PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it; E-470 when it is nothing such."""
        try:
            private = load_pem_private_key(content, passphrase)
        except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: a passphrase too many, or none
            raise Fault("E-470", field="issuer") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise Fault("E-470", field="issuer")
        return cls(private)

    def pem(self) -> bytes:
        """The secret itself, unencrypted PKCS #8 in PEM."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, content: bytes) -> bytes:
        """The raw Ed25519 signature, 64 bytes."""
        return self._private.sign(content)

    def __repr__(self) -> str:
        return f"InstitutionKey(id={self.id})"


def issue(
    key: InstitutionKey,
    *,
    station: str,
    branch: str,
    counter: str,
    networks: Sequence[str],
    valid_from: date,
    valid_to: date,
    serial: str,
    issued_by: str,
    gateways: Sequence[str] = (),
    requires_position: bool = False,
    area: Area | None = None,
) -> Enrolment:
    """Sign a certificate for the station with this key id; `content` is its file. E-470 names what does not fit."""
    unsigned = _typed(
        {
            "area": None if area is None else _members(area),
            "branch": branch,
            "counter": counter,
            "format": FORMAT,
            "gateways": list(gateways),
            "issued_by": issued_by,
            "issuer": key.id,
            "networks": list(networks),
            "requires_position": requires_position,
            "serial": serial,
            "signature": "",
            "station": station,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat(),
        }
    )
    return replace(unsigned, signature=base64.b64encode(key.sign(_signed_part(unsigned))).decode())


def read_enrolment(content: bytes, institution_key: str) -> Enrolment:
    """The certificate in these bytes, signed by an institution that this station knows.

    `institution_key` is a raw Ed25519 public key in base64, or several with spaces between them while a new one takes
    over. E-470 not a certificate, E-472 issued with a key that is not among them, E-471 its signature does not fit.
    """
    members = _parse(content)
    enrolment = _typed(members)
    ours = _members(enrolment)
    if canonical_json(ours) != content:
        raise Fault("E-470", field=next((name for name in ours if members[name] != ours[name]), "format"))
    raw = {_key_id(raw): raw for raw in map(_raw_key, institution_key.split()) if raw is not None}.get(enrolment.issuer)
    if raw is None:
        raise Fault("E-472", issuer=enrolment.issuer)
    try:
        signature = base64.b64decode(enrolment.signature, validate=True)
        if base64.b64encode(signature).decode() != enrolment.signature:
            raise Fault("E-471")
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, _signed_part(enrolment))
    except (InvalidSignature, binascii.Error, ValueError):
        raise Fault("E-471") from None
    return enrolment


def _parse(content: bytes) -> dict[str, Any]:
    """Members that come twice and odd spellings are found later, when the same is written again."""
    if len(content) > MOST_BYTES:
        raise Fault("E-470", field=FILE_NAME)
    try:
        members = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise Fault("E-470", field=FILE_NAME) from None
    if not isinstance(members, dict):
        raise Fault("E-470", field=FILE_NAME)
    return members


def _typed(members: Mapping[str, Any]) -> Enrolment:
    """E-470 names the first member that is missing, unknown or wrong."""
    try:
        enrolment = _checker().validate_json(json.dumps(members))
    except ValidationError as problem:
        name = str([*problem.errors()[0]["loc"], "?"][0])  # an odd name is not repeated: who knows what it says
        raise Fault("E-470", field=name if name in {item.name for item in fields(Enrolment)} else "?") from None
    for name, fits in (
        ("networks", all(network.prefixlen > 0 for network in enrolment.networks)),  # everywhere is no place
        ("valid_to", enrolment.valid_from <= enrolment.valid_to),
        ("area", enrolment.area is not None or not enrolment.requires_position),
    ):
        if not fits:
            raise Fault("E-470", field=name)
    return enrolment


@cache
def _checker() -> TypeAdapter[Enrolment]:
    return TypeAdapter(Enrolment)


def _members(value: Enrolment | Area) -> dict[str, Any]:
    return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Area():
            return _members(value)
    return str(value)  # a network, an address, a day


def _signed_part(enrolment: Enrolment) -> bytes:
    members = _members(enrolment)
    del members["signature"]
    return canonical_json(members)


def _raw_key(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == _PUBLIC_KEY_BYTES else None


def _key_id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
