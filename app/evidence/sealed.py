"""The sealed file: a take encrypted while it is written, in the age v1 format, readable at any place.

Source: C2SP age.md (https://age-encryption.org/v1); any age tool with the right identity opens what is written here.

    header (see header.py) | nonce, 16 random bytes | chunk 0 | chunk 1 | … | final chunk

A chunk is 65,536 bytes of the take (the final one 1 to 65,536; an empty take has one empty chunk), sealed with
ChaCha20-Poly1305 under HKDF-SHA256(file key, salt = nonce, info = "payload"); its nonce is the chunk's number in 11
bytes, big-endian, and one byte that is 1 only in the final chunk. So a chunk that is changed, moved, doubled or missing
is noticed, and so is an end that is not the end.

Beside the file's SHA-256 the writer keeps the root of a Merkle tree as in RFC 6962: leaf = SHA-256(0 || bytes), node =
SHA-256(1 || left || right). Leaf 0 is the header with its nonce, leaf n + 1 is sealed chunk n. Both grow with every
chunk, so that finishing takes the same milliseconds after an hour as after a second.

Promises: no plaintext on the disk; `write` takes everything or raises; after a failed write nothing more is taken, and
`finish` still seals what was taken before it. Between two chunks the tail journal (tail.py) keeps what is not sealed
yet. Does not promise anything about the folder: whoever creates the file makes its name durable.

A file whose final chunk is missing is *interrupted*: what is there is authentic, but it is not the whole. Readers here
refuse it with E-305, unlike damage (E-304); `salvage.py` makes it whole.
"""

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from app.evidence.chunks import (
    BATCH_CHUNKS,
    CHUNK_BYTES,
    NONCE_BYTES,
    SEALED_CHUNK_BYTES,
    TAG_BYTES,
    ChunkCipher,
    FileDigest,
    Sealed,
    batch_memory,
    fingerprint,
)
from app.evidence.disk import RawFile, disk_faults, sync, write_all
from app.evidence.header import (
    FILE_KEY_BYTES,
    Header,
    Identity,
    Recipient,
    generate_identity,
    make_header,
    new_file_key,
    read_header,
    read_identities,
)
from app.evidence.tail import TailWriter
from media.clock import NS, Clock, SystemClock
from media.fault import Fault

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = [
    "CHUNK_BYTES",
    "SEALED_CHUNK_BYTES",
    "Identity",
    "RawFile",
    "Recipient",
    "Sealed",
    "SealedReader",
    "SealedWriter",
    "fingerprint",
    "generate_identity",
    "read_identities",
]

SYNC_INTERVAL_NS = NS * 9 // 10
"""Checkpoints come every half second or a little later; every second one syncs."""


class SealedWriter:
    """Seals what is written to it; one thread at a time.

    `file` is new and empty; `tail`, if given, too: it carries the tail journal. Header and nonce are written at once.
    """

    def __init__(
        self,
        file: RawFile,
        recipients: Iterable[Recipient],
        *,
        file_key: bytes | None = None,
        tail: RawFile | None = None,
        clock: Clock | None = None,
        sync_interval_ns: int = SYNC_INTERVAL_NS,
    ) -> None:
        self.file_key = new_file_key() if file_key is None else file_key
        if len(self.file_key) != FILE_KEY_BYTES:
            raise ValueError(f"a file key has {FILE_KEY_BYTES} bytes")
        payload_nonce = os.urandom(NONCE_BYTES)
        self._file = file
        self._clock = clock or SystemClock()
        self._sync_interval_ns = sync_interval_ns
        self._synced_at_ns = self._clock.now_ns()
        self._cipher = ChunkCipher(self.file_key, payload_nonce)
        self._digest = FileDigest()
        self._chunk_count = 0
        self._pending = bytearray(CHUNK_BYTES)
        """the chunk being filled: `_held` bytes that are not sealed yet"""
        self._held = 0
        self._sealed = bytearray(SEALED_CHUNK_BYTES)
        self._failure: Fault | None = None
        self._is_finished = False
        self._append(make_header(recipients, self.file_key) + payload_nonce)
        self._tail = None if tail is None else TailWriter(tail, self.file_key, payload_nonce)

    @property
    def plain_bytes(self) -> int:
        """Bytes taken so far."""
        return self._chunk_count * CHUNK_BYTES + self._held

    @property
    def sealed_bytes(self) -> int:
        """Bytes in the file so far."""
        return self._digest.sealed_bytes

    def write(self, data: "ReadableBuffer") -> int:
        """Take all of the data, or raise E-911 or E-912; after that every further write raises the same."""
        self._check()
        rest = memoryview(data).cast("B")
        length = len(rest)
        while rest:
            # A full chunk waits until more comes: the final chunk must not be empty.
            if self._held == CHUNK_BYTES:
                self._seal_pending()
            if self._held == 0 and len(rest) > BATCH_CHUNKS * CHUNK_BYTES:
                rest = self._seal_batches(rest)
            else:
                part = rest[: CHUNK_BYTES - self._held]
                self._pending[self._held : self._held + len(part)] = part
                self._held += len(part)
                rest = rest[len(part) :]
        return length

    def checkpoint(self) -> None:
        """Make what was written so far recoverable: at once after a crash, when it has synced after a power cut too.

        The unsealed rest goes into the tail journal; both files are synced when `sync_interval_ns` has passed since the
        last time. Call it when a fragment of the take is complete. Raises E-911, E-912.
        """
        self._check()
        try:
            if self._tail is not None:
                if not self._tail.can_keep(self._chunk_count):
                    self._sync()
                self._tail.keep(self._chunk_count, memoryview(self._pending)[: self._held])
            now_ns = self._clock.now_ns()
            if now_ns - self._synced_at_ns >= self._sync_interval_ns:
                self._sync()
                self._synced_at_ns = now_ns
        except Fault as failure:
            self._failure = failure
            raise

    def finish(self) -> Sealed:
        """Seal the final chunk and sync; the tail is empty afterwards. E-911, E-912: the file needs salvage.

        After a failed write it seals what was taken before. On a full disk the tail's own space is given up for that.
        """
        if self._is_finished:
            raise RuntimeError("finished already")
        self._is_finished = True
        if self._failure is not None:
            self._rewind()
        last = memoryview(self._pending)[: self._held]
        if self._tail is not None:
            self._tail.decide(self._chunk_count, last)
        try:
            self._seal(last, is_final=True)
        except Fault as full:
            if full.code != "E-911" or self._tail is None:
                raise
            self._rewind()
            self._tail.give_up_space()
            self._seal(last, is_final=True)
        sync(self._file)
        if self._tail is not None:
            self._tail.clear()
        return self._digest.sealed((self._chunk_count - 1) * CHUNK_BYTES + self._held)

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._is_finished:
            raise RuntimeError("the sealed file is finished")

    def _seal_pending(self) -> None:
        try:
            self._seal(memoryview(self._pending), is_final=False)
        except Fault as failure:
            self._failure = failure
            raise
        self._held = 0

    def _seal_batches(self, data: memoryview) -> memoryview:
        """Seal whole batches from the caller's own memory; what is left over is returned, and is never empty.

        If that fails the first chunk that is not in the file becomes the pending one: `finish` must have one.
        """
        batch_bytes = BATCH_CHUNKS * CHUNK_BYTES
        count = (len(data) - 1) // batch_bytes
        begun = self._chunk_count
        try:
            self._digest.add_batches(self._sealed_batches(data[: count * batch_bytes]))
        except Fault as failure:
            self._failure = failure
            at = (self._chunk_count - begun) * CHUNK_BYTES
            self._pending[:] = data[at : at + CHUNK_BYTES]
            self._held = CHUNK_BYTES
            raise
        return data[count * batch_bytes :]

    def _sealed_batches(self, data: memoryview) -> Iterator[memoryview]:
        memory = batch_memory()
        for start in range(0, len(data), BATCH_CHUNKS * CHUNK_BYTES):
            batch = next(memory)
            for place in range(BATCH_CHUNKS):
                chunk = data[start + place * CHUNK_BYTES :][:CHUNK_BYTES]
                sealed = batch[place * SEALED_CHUNK_BYTES :][:SEALED_CHUNK_BYTES]
                self._cipher.seal_into(self._chunk_count + place, chunk, sealed, is_final=False)
            write_all(self._file, batch)
            self._chunk_count += BATCH_CHUNKS
            yield batch

    def _seal(self, chunk: memoryview, *, is_final: bool) -> None:
        sealed = memoryview(self._sealed)[: len(chunk) + TAG_BYTES]
        self._cipher.seal_into(self._chunk_count, chunk, sealed, is_final=is_final)
        self._append(sealed)
        self._chunk_count += 1

    def _append(self, sealed: "ReadableBuffer") -> None:
        write_all(self._file, sealed)
        self._digest.add(sealed)

    def _rewind(self) -> None:
        """Forget what a failed write left behind the last whole chunk."""
        with disk_faults():
            self._file.truncate(self.sealed_bytes)
            self._file.seek(self.sealed_bytes)

    def _sync(self) -> None:
        sync(self._file)
        if self._tail is not None:
            self._tail.sync(self._chunk_count)


class ChunkReader(io.RawIOBase):
    """The first `plain_bytes` bytes of a payload as a plain, seekable, read-only file; closes the file it reads.

    Keeps a few opened chunks and counts what it opened in `chunks_read`. E-304 names a damaged chunk; it is kept in
    `fault` too, since players swallow exceptions. Any thread may read; a lock orders them.
    """

    def __init__(self, file: BinaryIO, cipher: ChunkCipher, start: int, kept_chunks: int = 8) -> None:
        super().__init__()
        self.plain_bytes = 0
        self.chunks_read = 0
        self.fault: Fault | None = None
        self._file = file
        self._cipher = cipher
        self._start = start
        self._lock = threading.RLock()
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._kept_chunks = kept_chunks
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill the buffer from the present position; less only at the end."""
        target = memoryview(buffer).cast("B")
        with self._lock:
            filled = 0
            while filled < len(target) and self._position < self.plain_bytes:
                index, offset = divmod(self._position, CHUNK_BYTES)
                part = memoryview(self._chunk(index))[offset : offset + len(target) - filled]
                part = part[: self.plain_bytes - self._position]
                target[filled : filled + len(part)] = part
                filled += len(part)
                self._position += len(part)
            return filled

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        with self._lock:
            base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.plain_bytes}[whence]
            if base + offset < 0:
                raise ValueError("negative seek position")
            self._position = base + offset
            return self._position

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, index: int) -> bytes:
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        plain = self._open_chunk(index)
        if plain is None:
            self.fault = Fault("E-304", chunk=index)
            raise self.fault
        self._keep(index, plain)
        return plain

    def _open_chunk(self, index: int) -> bytes | None:
        return self._cipher.open(index, self._sealed_chunk(index), is_final=False)

    def _sealed_chunk(self, index: int) -> bytes:
        with disk_faults():
            self._file.seek(self._start + index * SEALED_CHUNK_BYTES)
            return self._file.read(SEALED_CHUNK_BYTES)

    def _keep(self, index: int, plain: bytes) -> None:
        self.chunks_read += 1
        self._kept[index] = plain
        if len(self._kept) > self._kept_chunks:
            self._kept.popitem(last=False)


class SealedReader(ChunkReader):
    """A finished sealed file, opened with identities or with its file key; closes the file, also when it refuses it.

    The header and the final chunk are checked before anything is believed: E-301 not an age file, E-302 no identity
    fits, E-303 header changed, E-305 interrupted (no final chunk), E-306 the last chunk is cut or damaged.
    """

    def __init__(self, file: BinaryIO, keys: Identity | Iterable[Identity] | bytes, *, kept_chunks: int = 8) -> None:
        self._file = file  # for `close`, whatever happens from here on
        try:
            self.file_key, cipher, start = open_payload(file, keys)
            super().__init__(file, cipher, start, kept_chunks)
            sealed_bytes = file.seek(0, io.SEEK_END) - start
            self.chunk_count = -(-sealed_bytes // SEALED_CHUNK_BYTES)
            self._open_final(sealed_bytes - (self.chunk_count - 1) * SEALED_CHUNK_BYTES)
        except Fault:
            self.close()
            raise
        self.plain_bytes = sealed_bytes - self.chunk_count * TAG_BYTES

    def _open_chunk(self, index: int) -> bytes | None:
        return self._cipher.open(index, self._sealed_chunk(index), is_final=index == self.chunk_count - 1)

    def _open_final(self, length: int) -> None:
        """Only a final chunk says that nothing is missing."""
        index = self.chunk_count - 1
        if index < 0 or length < TAG_BYTES:
            raise Fault("E-305", chunk=max(index, 0))
        sealed = self._sealed_chunk(index)
        plain = self._cipher.open(index, sealed, is_final=True)
        if plain is None and length == SEALED_CHUNK_BYTES:
            if self._cipher.open(index, sealed, is_final=False) is not None:
                raise Fault("E-305", chunk=self.chunk_count)
            raise Fault("E-304", chunk=index)
        if plain is None:
            raise Fault("E-306", chunk=index)
        if not plain and index > 0:
            raise Fault("E-304", chunk=index)  # the format allows an empty final chunk only in an empty take
        self._keep(index, plain)


def open_payload(file: BinaryIO, keys: Identity | Iterable[Identity] | bytes) -> tuple[bytes, ChunkCipher, int]:
    """The file key, the cipher of the chunks, and where chunk 0 begins; E-301, E-302, E-303, E-305 (no nonce)."""
    header = read_header(file)
    file_key = header.file_key([keys] if isinstance(keys, Identity) else keys)
    payload_nonce = read_payload_nonce(file, header)
    return file_key, ChunkCipher(file_key, payload_nonce), header.size + NONCE_BYTES


def read_payload_nonce(file: BinaryIO, header: Header) -> bytes:
    file.seek(header.size)
    payload_nonce = file.read(NONCE_BYTES)
    if len(payload_nonce) < NONCE_BYTES:
        raise Fault("E-305", chunk=0)
    return payload_nonce


def seal_small(recipients: Iterable[Recipient], content: bytes) -> bytes:
    """A whole sealed file for something that fits one chunk (64 KiB), in memory."""
    if len(content) > CHUNK_BYTES:
        raise ValueError("not small")
    file_key, payload_nonce = new_file_key(), os.urandom(NONCE_BYTES)
    sealed = bytearray(len(content) + TAG_BYTES)
    ChunkCipher(file_key, payload_nonce).seal_into(0, content, memoryview(sealed), is_final=True)
    return make_header(recipients, file_key) + payload_nonce + sealed
