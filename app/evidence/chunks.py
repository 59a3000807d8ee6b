"""The chunks of a sealed file: how one is sealed and opened, and how all of them together are known by their hashes.

The format is in sealed.py. Nothing here knows what a take is, or writes a file.
"""

import hashlib
import io
import itertools
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.evidence.disk import disk_faults
from app.evidence.header import hkdf, read_header
from media.clock import SystemClock
from media.stage import Stage

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CHUNK_BYTES = 65_536
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
NONCE_BYTES = 16
BATCH_CHUNKS = 16
BATCHES = 3
"""one being filled, one waiting for the hash, one being hashed"""

log = logging.getLogger("sealed")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a finished sealed file is known by; the hashes are hex."""

    sha256: str
    sealed_bytes: int
    plain_bytes: int
    chunk_count: int
    merkle_root: str


class MerkleTree:
    """The root over leaves that come one by one (RFC 6962, 2.1), in memory for one hash per level."""

    def __init__(self) -> None:
        self.leaf_count = 0
        self._peaks: list[bytes] = []

    def add(self, *parts: "ReadableBuffer") -> None:
        """Add one leaf, given in one or more parts."""
        leaf = hashlib.sha256(b"\0")
        for part in parts:
            leaf.update(part)
        node = leaf.digest()
        left = self.leaf_count
        while left & 1:  # each set bit of the count is a full tree waiting on the left
            node = hashlib.sha256(b"\1" + self._peaks.pop() + node).digest()
            left >>= 1
        self._peaks.append(node)
        self.leaf_count += 1

    def root(self) -> bytes:
        node = self._peaks[-1]
        for left in reversed(self._peaks[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        return node


class FileDigest:
    """Everything a sealed file is known by, grown part by part: header with nonce, then chunk by chunk."""

    def __init__(self) -> None:
        self.sealed_bytes = 0
        self._sha256 = hashlib.sha256()
        self._merkle = MerkleTree()

    def add(self, part: "ReadableBuffer") -> None:
        self._sha256.update(part)
        self._merkle.add(part)
        self.sealed_bytes += memoryview(part).nbytes

    def add_batches(self, batches: Iterable[memoryview]) -> None:
        """Add many chunks, a batch of them at a time, with a second thread for the file's hash.

        Hashing twice is what sealing costs; this way it takes the time of once. A batch's memory may be used again
        after `BATCHES` more.
        """
        hashing = Stage("seal hash", self._sha256.update, depth=1, clock=SystemClock(), on_fault=log_death)
        hashing.start()
        try:
            for batch in batches:
                hashing.put(batch)
                for at in range(0, len(batch), SEALED_CHUNK_BYTES):
                    self._merkle.add(batch[at : at + SEALED_CHUNK_BYTES])
                self.sealed_bytes += len(batch)
        finally:
            hashing.close()

    def sealed(self, plain_bytes: int) -> "Sealed":
        root = self._merkle.root().hex()
        return Sealed(self._sha256.hexdigest(), self.sealed_bytes, plain_bytes, self._merkle.leaf_count - 1, root)


def log_death(stage: str, problem: BaseException) -> None:
    """The next `put` raises it; here it only leaves a trace."""
    log.error("%s died: %s", stage, type(problem).__name__)


class ChunkCipher:
    """Seals and opens the chunks of one payload."""

    def __init__(self, file_key: bytes, payload_nonce: bytes) -> None:
        self._aead = ChaCha20Poly1305(hkdf(file_key, payload_nonce, b"payload"))

    def seal_into(self, index: int, data: bytes | memoryview, sealed: memoryview, *, is_final: bool) -> None:
        """Write the sealed chunk into `sealed`, which is exactly 16 bytes longer than the data."""
        self._aead.encrypt_into(_nonce(index, is_final), data, None, sealed)

    def open(self, index: int, sealed: bytes | memoryview, *, is_final: bool) -> bytes | None:
        """The chunk's bytes, or nothing when it is not this chunk, unchanged, of this kind."""
        try:
            return self._aead.decrypt(_nonce(index, is_final), sealed, None)
        except InvalidTag:
            return None


def _nonce(index: int, is_final: bool) -> bytes:
    return index.to_bytes(11) + (b"\1" if is_final else b"\0")


def batch_memory() -> Iterator[memoryview]:
    """Room for one batch after the other, the same few pieces in turn."""
    return itertools.cycle([memoryview(bytearray(BATCH_CHUNKS * SEALED_CHUNK_BYTES)) for _ in range(BATCHES)])


def fingerprint(file: BinaryIO) -> Sealed:
    """Size, SHA-256 and Merkle root of a sealed file as it lies there, without any key; E-301 when it is no age file.

    Says nothing about the chunks being authentic.
    """
    start = read_header(file).size + NONCE_BYTES
    payload_bytes = max(0, file.seek(0, io.SEEK_END) - start)
    digest = FileDigest()
    file.seek(0)
    with disk_faults():
        digest.add(file.read(start))
        if payload_bytes <= BATCH_CHUNKS * SEALED_CHUNK_BYTES:
            while chunk := file.read(SEALED_CHUNK_BYTES):
                digest.add(chunk)
        else:
            digest.add_batches(_read_batches(file))
    chunk_count = -(-payload_bytes // SEALED_CHUNK_BYTES)
    return digest.sealed(max(0, payload_bytes - chunk_count * TAG_BYTES))


def _read_batches(file: BinaryIO) -> Iterator[memoryview]:
    memory = batch_memory()
    while True:
        batch = next(memory)
        length = _fill(file, batch)
        if not length:
            return
        yield batch[:length]


def _fill(file: BinaryIO, batch: memoryview) -> int:
    """Read until the batch is full or the file ends, so that a chunk is never hashed in two parts."""
    length = 0
    while taken := file.readinto(batch[length:]):  # type: ignore[attr-defined]
        length += taken
    return length
