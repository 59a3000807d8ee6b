"""Takes, and disks that misbehave, for the tests of the evidence."""

import errno
import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.evidence.manifest import Manifest, SealedFile, StationKey
from app.evidence.sealed import Identity, SealedReader, SealedWriter, fingerprint, generate_identity
from media.fault import Fault

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ALICE, BOB, MALLORY = generate_identity(), generate_identity(), generate_identity()
STATION = StationKey.generate()


def take(length: int) -> bytes:
    """Bytes that look like noise and are the same in every run."""
    return hashlib.shake_128(b"take").digest(length)


def seal(plain: bytes, *identities: Identity, file_key: bytes | None = None) -> bytes:
    """A finished sealed file for Alice, or for whom it is said."""
    recipients = [identity.recipient for identity in identities or (ALICE,)]
    with tempfile.TemporaryFile(buffering=0) as file:
        writer = SealedWriter(file, recipients, file_key=file_key)
        writer.write(plain)
        writer.finish()
        file.seek(0)
        return file.read()


def unseal(sealed: bytes, identity: Identity = ALICE) -> bytes:
    with SealedReader(io.BytesIO(sealed), identity) as reader:
        return reader.read()


def code_of(work: Callable[[], object]) -> str:
    """The code of the fault that must come."""
    with pytest.raises(Fault) as raised:
        work()
    return raised.value.code


def raw(path: Path, mode: str = "x") -> io.FileIO:
    return io.FileIO(path, mode)


class Disk:
    """So many bytes for all its files together, or a device that fails."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.failure: int | None = None
        self._paths: set[Path] = set()

    def create(self, path: Path) -> "DiskFile":
        return self.open(path, "x+")

    def open(self, path: Path, mode: str) -> "DiskFile":
        self._paths.add(path)
        return DiskFile(path, mode.replace("b", ""), self)

    def free(self) -> int:
        return self.capacity - sum(path.stat().st_size for path in self._paths)


class DiskFile(io.FileIO):
    """Takes what the disk has room for, then refuses: as an operating system does."""

    def __init__(self, path: Path, mode: str, disk: Disk) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, data: "ReadableBuffer", /) -> int:
        if self._disk.failure is not None:
            raise OSError(self._disk.failure, "the disk fails")
        view = memoryview(data).cast("B")
        room = os.fstat(self.fileno()).st_size - self.tell() + self._disk.free()
        if room <= 0:
            raise OSError(errno.ENOSPC, "no space left")
        return super().write(view[:room])


class ShortFile(io.FileIO):
    """Never takes more than a few bytes at once, and at its end nothing at all."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path, "x+")
        self.most = most

    def write(self, data: "ReadableBuffer", /) -> int:
        return super().write(memoryview(data).cast("B")[: self.most])


def manifest_for(sealed: bytes, station: StationKey = STATION, **changes: object) -> Manifest:
    """A manifest with something in every field."""
    known = fingerprint(io.BytesIO(sealed))
    file = SealedFile(
        name="take.mp4.age",
        sha256=known.sha256,
        sealed_bytes=known.sealed_bytes,
        plain_bytes=known.plain_bytes,
        chunk_count=known.chunk_count,
        merkle_root=known.merkle_root,
    )
    manifest = Manifest(
        take_id="20260314-kq7x",
        case_id="20260314-0001",
        case_sha256="1" * 64,
        product_kind="insurance_long",
        branch="城东支行",
        counter="3",
        clerk_id="A0172",
        script_id="life-regular",
        script_version="1.0",
        script_sha256="2" * 64,
        rule_pack_id="cn-default",
        rule_pack_sha256="3" * 64,
        outcome="completed",
        started_at="2026-03-14T02:03:04.500Z",
        duration_ns=61_500_000_000,
        steps=({"step": "open", "verdict": "accepted", "attempts": 1},),
        answers=({"step": "open", "text": "同意", "verdict": "accepted", "confidence_permille": 970},),
        marks=({"at_ns": 0, "kind": "begin"}, {"at_ns": 61_000_000_000, "kind": "end", "facts": {"是": [True, None]}}),
        transcript_sha256="4" * 64,
        devices={"camera": {"name": "synthetic", "width_px": 1280, "height_px": 720}},
        clock={"source": "system", "skew_ms": -12},
        detectors_checked=("faces", "speech"),
        detectors_not_checked=("liveness",),
        fragments={"at_ns": [0], "offset": [1200], "size": [900]},
        file=file,
        recipients=(ALICE.recipient.text,),
        previous_manifest_sha256="0" * 64,
        station=station.station,
    )
    return replace(manifest, **changes)  # type: ignore[arg-type]
