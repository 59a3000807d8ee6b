"""The evidence package: what leaves the station, and how a stranger checks it.

    package/take.mp4.age     the sealed file, byte for byte as it was recorded
    package/manifest.json    everything said about it (manifest.py)
    package/manifest.sig     the station's signature over manifest.json, 64 bytes
    package/NAME.json, .sig  other papers, signed in the same way: the record of a refusal, a certificate of destruction
    station.pem              beside the package, if there: the public key of the station that is trusted

`write_package` makes a package whole or not at all. `verify` needs nothing of the station, no vault and no secret: it
checks that the manifest is what the station signed and that the file is the one the manifest speaks of. Two more things
it can do only with what it is given: with a trusted key it says that it was *this* station, and with an identity it
opens the take, names the chunk that was changed, and sees that a film is in it. Without them it says so, in so many
words, and does not pretend: "not checked" is neither passed nor failed. A key that lies beside the package is only as
good as the way it came.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.evidence.chunks import CHUNK_BYTES, Sealed, fingerprint
from app.evidence.disk import disk_faults, open_raw, sync, sync_folder, write_all, write_new
from app.evidence.manifest import (
    SIGNATURE_BYTES,
    Manifest,
    Station,
    StationKey,
    canonical_json,
    is_same_key,
    is_signed_by,
    key_id,
)
from app.evidence.sealed import Identity, SealedReader
from app.faults import sentence
from media.fault import Fault

TAKE_NAME = "take.mp4.age"
MANIFEST_NAME = "manifest.json"
SIGNATURE_NAME = "manifest.sig"
STATION_NAME = "station.pem"
CERTIFICATE = "destruction"
REFUSAL = "refusal"
_COPY_BYTES = 1 << 20


class Result(StrEnum):
    """What came out of a check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"
    """what it needs was not given, or an earlier check failed"""


LABELS: dict[str, tuple[str, str]] = {
    "manifest": ("清单可读、写法规范", "the manifest is readable and canonical"),
    "signature": ("清单签名有效", "the manifest's signature is valid"),
    "signer": ("签名者是所信任的工作站", "the signer is the trusted station"),
    "file": ("录像文件在证据包内", "the sealed file is in the package"),
    "size": ("录像文件长度相符", "the sealed file has its length"),
    "hash": ("录像文件哈希相符", "the sealed file has its hash"),
    "chunks": ("录像文件分块相符", "the sealed file has its chunks"),
    "content": ("录像可解密、可播放", "the take opens and is a film"),
}
"""What each check is about, in the order they are made: Chinese, English."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a package; `fault` says what is wrong when it failed."""

    name: str
    result: Result
    fault: Fault | None = None

    def text(self, language: str = "zh") -> str:
        """One line for a person."""
        if self.fault is not None:
            return sentence(self.fault, language)
        label = LABELS[self.name][0 if language == "zh" else 1]
        if self.result is Result.PASSED:
            return label
        return f"未检查：{label}" if language == "zh" else f"not checked: {label}"


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks in order. `manifest` is there when it could be read; trust it only when `has_passed`."""

    checks: tuple[Check, ...]
    manifest: Manifest | None = field(repr=False)

    @property
    def has_passed(self) -> bool:
        """True when no check failed; one that was not made does not count as failed."""
        return self.fault is None

    @property
    def is_signer_checked(self) -> bool:
        """False when the signature is good but nobody said whose it should be."""
        return any(check.name == "signer" and check.result is Result.PASSED for check in self.checks)

    @property
    def fault(self) -> Fault | None:
        """What is wrong, by the first check that failed."""
        return next((check.fault for check in self.checks if check.fault is not None), None)


def write_package(folder: Path, take_path: Path, manifest: Manifest, station_key: StationKey) -> Path:
    """Make the package `folder` (whose parent exists) from a sealed file and its manifest, and sign it.

    The sealed file is linked where the disk can, else copied. Raises E-339 when the folder is there already, E-331
    without the sealed file, E-911, E-912. After a crash either nothing or the whole package is there.
    """
    if manifest.file.name != TAKE_NAME or manifest.station != station_key.station:
        raise ValueError("the manifest is not for this package and this station")
    content = manifest.canonical()
    if folder.exists():
        raise Fault("E-339")
    with open_raw(take_path, "rb") as take:
        if take.seek(0, os.SEEK_END) != manifest.file.sealed_bytes:
            raise ValueError("the manifest speaks of another sealed file")
    partial = folder.with_name(f".{folder.name}.partial")
    with disk_faults():
        if partial.exists():
            shutil.rmtree(partial)  # what a crash left of an earlier attempt
        partial.mkdir()
    _link_or_copy(take_path, partial / TAKE_NAME)
    write_new(partial / MANIFEST_NAME, content)
    write_new(partial / SIGNATURE_NAME, station_key.sign(content))
    sync_folder(partial)
    with disk_faults():
        partial.rename(folder)
    sync_folder(folder.parent)
    return folder


def write_signed(folder: Path, name: str, members: Mapping[str, Any], key: StationKey) -> Path:
    """Put `NAME.json` and the station's signature over its bytes into a package's folder, in place of what was there.

    openssl pkeyutl -verify -pubin -inkey station.pem -rawin -in NAME.json -sigfile NAME.sig
    """
    content = canonical_json({**members, "station": {"id": key.id, "public_key_pem": key.public_key_pem}})
    path = folder / f"{name}.json"
    put_file(path, content)
    put_file(path.with_suffix(".sig"), key.sign(content))
    return path


def put_file(path: Path, content: bytes) -> None:
    """A file in place whole, durably, its folder made if need be; a crash leaves what was there before, or this."""
    if not path.parent.is_dir():
        with disk_faults():
            path.parent.mkdir(mode=0o700)
        sync_folder(path.parent.parent)
    beside = path.with_name(f".{path.name}.new")
    with disk_faults():
        beside.unlink(missing_ok=True)
    write_new(beside, content)
    with disk_faults():
        beside.replace(path)
    sync_folder(path.parent)


def read_signed(folder: Path, name: str) -> dict[str, Any] | None:
    """What `write_signed` put there, when its signature is that of the station it names; else nothing.

    Whether that station is to be trusted is for whoever knows its key.
    """
    try:
        content = (folder / f"{name}.json").read_bytes()
        members = json.loads(content)
        station = Station(**members["station"])
        signature = (folder / f"{name}.sig").read_bytes()
        is_right = is_signed_by(station.public_key_pem, signature, content)
        is_right = is_right and key_id(station.public_key_pem) == station.id and canonical_json(members) == content
    except (OSError, ValueError, TypeError, LookupError, RecursionError, Fault):
        return None
    return dict(members) if is_right else None


def verify(
    folder: Path, *, trusted_key: str | None = None, identity: Identity | Iterable[Identity] | None = None
) -> Verification:
    """Check a package; `trusted_key` is a station's public key in PEM, or its id, and else taken from `station.pem`.

    What is wrong with the package is in the result; so is E-285 or E-286 where the take was destroyed and a signed
    certificate says why: it does not pass, since there is no take. Raised is what is wrong with what was given: E-328
    for a trusted key that is none, E-302 for an identity that does not open a good file, E-912 for a disk that cannot
    be read.
    """
    if trusted_key is None and (folder.parent / STATION_NAME).is_file():
        trusted_key = _read(folder.parent / STATION_NAME).decode("ascii", "replace")
    if trusted_key is not None and not _is_id(trusted_key):
        key_id(trusted_key)
    checking = _Checking()
    checking.do("manifest", lambda: checking.read_manifest(folder))
    manifest = checking.manifest
    if manifest is not None:
        checking.do("signature", lambda: _check_signature(folder, manifest))
        if trusted_key is not None:
            checking.do("signer", lambda: _check_signer(manifest.station, trusted_key))
        checking.do("file", lambda: _check_file(folder, manifest))
        if checking.has_passed("file"):
            found = _fingerprint(folder / TAKE_NAME)
            checking.do("size", lambda: _check_size(manifest, folder / TAKE_NAME))
            checking.do("hash", lambda: _check_hash(manifest, found))
            if checking.has_passed("hash"):
                checking.do("chunks", lambda: _check_chunks(manifest, found))
    if identity is not None and (folder / TAKE_NAME).is_file():
        checking.do("content", lambda: _check_content(folder / TAKE_NAME, identity))
    return checking.verification()


class _Checking:
    """The checks made so far."""

    def __init__(self) -> None:
        self.manifest: Manifest | None = None
        self._made: dict[str, Check] = {}

    def do(self, name: str, check: Callable[[], None]) -> None:
        try:
            check()
        except Fault as fault:
            is_of_the_package = fault.code != "E-302" or not self.has_passed("hash")
            if fault.code == "E-912" or not is_of_the_package:
                raise
            self._made[name] = Check(name, Result.FAILED, fault)
        else:
            self._made[name] = Check(name, Result.PASSED)

    def has_passed(self, name: str) -> bool:
        return name in self._made and self._made[name].result is Result.PASSED

    def read_manifest(self, folder: Path) -> None:
        path = folder / MANIFEST_NAME
        if not path.is_file():
            if read_signed(folder, REFUSAL) is not None:
                raise Fault("E-286", day=_destroyed_on(folder) or "?")
            raise Fault("E-321")
        self.manifest = Manifest.read(_read(path))

    def verification(self) -> Verification:
        checks = (self._made.get(name, Check(name, Result.NOT_CHECKED)) for name in LABELS)
        return Verification(tuple(checks), self.manifest)


def _check_signature(folder: Path, manifest: Manifest) -> None:
    path = folder / SIGNATURE_NAME
    signature = _read(path) if path.is_file() else b""
    if len(signature) != SIGNATURE_BYTES:
        raise Fault("E-325")
    station = manifest.station
    try:
        is_right = is_signed_by(station.public_key_pem, signature, manifest.canonical())
        is_right = is_right and key_id(station.public_key_pem) == station.id
    except Fault:
        is_right = False  # what stands there as a key is none
    if not is_right:
        raise Fault("E-326")


def _check_signer(station: Station, trusted_key: str) -> None:
    """The id is enough when only that was given; a whole key must be the same key."""
    try:
        is_trusted = station.id == trusted_key or is_same_key(station.public_key_pem, trusted_key)
    except Fault:
        is_trusted = False
    if not is_trusted:
        raise Fault("E-327", key_id=station.id)


def _check_file(folder: Path, manifest: Manifest) -> None:
    if manifest.file.name != TAKE_NAME:
        raise Fault("E-332", name=manifest.file.name)
    if not (folder / TAKE_NAME).is_file():
        day = _destroyed_on(folder, manifest)
        if day is not None:
            raise Fault("E-285", day=day)
        raise Fault("E-331", name=TAKE_NAME)


def _destroyed_on(folder: Path, manifest: Manifest | None = None) -> str | None:
    """The day (UTC) on the certificate of destruction, if it is that of this take and of the station that signed it."""
    certificate = read_signed(folder, CERTIFICATE)
    if certificate is None:
        return None
    if manifest is not None:
        is_this = certificate.get("take_id") == manifest.take_id
        if not is_this or certificate["station"]["id"] != manifest.station.id:
            return None
    erased = certificate.get("erased")
    return str(erased.get("at"))[:10] if isinstance(erased, dict) else None


def _check_size(manifest: Manifest, path: Path) -> None:
    found = path.stat().st_size
    if found != manifest.file.sealed_bytes:
        code = "E-333" if found < manifest.file.sealed_bytes else "E-334"
        raise Fault(code, expected=manifest.file.sealed_bytes, found=found)


def _check_hash(manifest: Manifest, found: Sealed | None) -> None:
    if found is None or found.sha256 != manifest.file.sha256:
        raise Fault("E-335")


def _check_chunks(manifest: Manifest, found: Sealed | None) -> None:
    for name in ("chunk_count", "plain_bytes", "merkle_root"):
        if found is None or getattr(found, name) != getattr(manifest.file, name):
            raise Fault("E-337", field=name)


def _check_content(path: Path, identity: Identity | Iterable[Identity]) -> None:
    with SealedReader(cast(BinaryIO, open_raw(path, "rb")), identity) as reader:
        if reader.read(8)[4:] != b"ftyp":  # ISO/IEC 14496-12, 4.3: a file begins with its type box
            raise Fault("E-338")
        while reader.read(CHUNK_BYTES):
            pass


def _fingerprint(path: Path) -> Sealed | None:
    """The file's hashes, or nothing when its header is so broken that it has no chunks."""
    with open_raw(path, "rb") as file:
        try:
            return fingerprint(cast(BinaryIO, file))
        except Fault as fault:
            if fault.code != "E-301":
                raise
            return None


def _is_id(trusted_key: str) -> bool:
    return re.fullmatch("[0-9a-f]{16}", trusted_key) is not None


def _read(path: Path) -> bytes:
    with disk_faults():
        return path.read_bytes()


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        with open_raw(source, "rb") as original, open_raw(target, "xb") as copy:
            while part := original.read(_COPY_BYTES):
                write_all(copy, part)
            sync(copy)
