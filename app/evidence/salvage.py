"""Salvage: what a crash left of a take becomes a whole sealed file again, in place.

    take.mp4.age   header | chunk | chunk | … | torn bytes       (no final chunk)
    take.tail      the unsealed bytes up to the last checkpoint  (tail.py)

1 Open every chunk. 2 Add the unsealed bytes from the tail. 3 Ask `keep` how much of that is worth keeping (whole MP4
fragments). 4 Write the decision (index and bytes of the final chunk) durably into the tail. 5 Cut the file before that
chunk and write it as the final one. 6 Remove the tail. What is left is an ordinary sealed file.

It may be cut short at any byte and run again. Before the decision is durable nothing but the tail's decision area has
been written, so the next run sees the same file and the same steps. Afterwards every run repeats steps 5 and 6 with the
decision's bytes, whatever state chunk `index` is in. A finished file is left as it is.

**Why no nonce is used twice for different bytes.** A chunk's nonce is its number and the final flag.
- Without the flag, only the writer seals, each number once; salvage never seals a non-final chunk. Where salvage makes
  chunk i final that the writer had sealed as non-final, the flag makes the nonce another one.
- With the flag, a writer or a salvage that has a tail seals only what a durable decision says, and makes no second
  decision when there is one. So all attempts for one number seal the same bytes and give the same ciphertext.
- A writer without a tail may leave a torn final chunk i. Then the file holds chunks 0 to i - 1, there is nothing to add
  to them, and the final chunk decided here has a number below i.
- A decision whose number lies beyond the whole chunks (the disk lost synced chunks) is not followed: then too the new
  number is lower. Decisions are sealed under their own key with random nonces; steps are never written here.
So there is one final ciphertext per number, unless somebody removes the tail's decision by hand between a crash in step
5 and the next run; and then the number differs again, because the torn chunk no longer counts and the tail is gone.

Damage is not a crash: when a chunk does not open but a later one does, nothing is rewritten; the result says `DAMAGED`
and which chunks. The part before stays readable with `open_whole_part`. (One exception: a hole among the chunks that
were not synced yet is what a power cut leaves; there the take ends.) What this module does not do: tell a crash from an
end that was cut off by hand. The vault knows how long the file had been.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from app.evidence.chunks import (
    CHUNK_BYTES,
    NONCE_BYTES,
    SEALED_CHUNK_BYTES,
    TAG_BYTES,
    ChunkCipher,
    Sealed,
    fingerprint,
)
from app.evidence.disk import RawFile, disk_faults, open_raw, sync, sync_folder, write_all
from app.evidence.header import read_header
from app.evidence.sealed import ChunkReader, read_payload_nonce
from app.evidence.tail import TAIL_BYTES, Decision, TailRead, give_up_space
from media.fault import Fault

_PAGE_BYTES = 4096
_HOLE = bytes(512)
"""a sector that was never written"""


class Found(StrEnum):
    """In what state a take was found, and so what was done."""

    WHOLE = "whole"
    """it has its final chunk: nothing was changed"""
    INTERRUPTED = "interrupted"
    """it had no final chunk: it was cut to what is worth keeping and has one now"""
    DAMAGED = "damaged"
    """chunks inside it do not open: nothing was changed"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a take; for a damaged one `sealed` describes the file as it lies there."""

    found: Found
    sealed: Sealed
    lost_bytes: int
    """bytes of the take that were written and could not be kept; when damaged, all from the first bad chunk on"""
    usable_bytes: int
    """bytes of the take that can be read, from its beginning"""
    bad_chunks: tuple[int, ...] = ()


def salvage(path: Path, tail_path: Path, file_key: bytes, keep: Callable[[BinaryIO], int]) -> Salvaged:
    """Make an interrupted take whole; `keep` is given its bytes and says how many from the start are worth keeping.

    The tail may be missing; then one is made for the decision. Raises E-311 when not even the header is there, E-303
    when the file key is not this file's or the header was changed, E-911 and E-912.
    """
    with open_raw(path, "r+b") as raw:
        file = cast(BinaryIO, raw)
        remains = _Remains(file, file_key)
        tail = TailRead(_content(tail_path), file_key, remains.payload_nonce)
        if remains.bad_chunks and not remains.ends_in_a_hole(tail.synced_chunks):
            sealed = fingerprint(file)
            lost = max(0, sealed.plain_bytes - remains.whole_bytes)
            return Salvaged(Found.DAMAGED, sealed, lost, remains.whole_bytes, remains.bad_chunks)
        decision = tail.decision()
        if decision is not None and decision.index > remains.whole_chunks:
            decision = None
        if remains.final is None and decision is None:
            remains.find_final_before_garbage()
        if remains.final is None:
            decision = decision or _decide(path, tail_path, remains, tail, keep)
            _seal_final(raw, tail_path, remains, decision)
        elif remains.end < remains.size:
            with disk_faults():
                raw.truncate(remains.end)
            sync(raw)
        sealed = fingerprint(file)
    with disk_faults():
        tail_path.unlink(missing_ok=True)
    sync_folder(tail_path.parent)
    if decision is None or not decision.is_salvaged:
        return Salvaged(Found.WHOLE, sealed, 0, sealed.plain_bytes)
    return Salvaged(Found.INTERRUPTED, sealed, decision.lost_bytes, sealed.plain_bytes)


def open_whole_part(path: Path, file_key: bytes) -> io.BufferedReader:
    """The bytes of a damaged or interrupted take from its beginning up to the first chunk that does not open."""
    file = cast(BinaryIO, open_raw(path, "rb"))
    try:
        remains = _Remains(file, file_key)
    except Fault:
        file.close()
        raise
    return io.BufferedReader(_WholePart(file, remains, b""))


class _Remains:
    """The chunks of a file as they lie there.

    `whole_chunks` from the beginning open as non-final ones; `final` is the plain length of the final chunk behind
    them, if there is one; the file should end at `end`. `bad_chunks` do not open although a later one does.
    """

    def __init__(self, file: BinaryIO, file_key: bytes) -> None:
        self._file = file
        self.size = file.seek(0, io.SEEK_END)
        try:
            header = read_header(file)
            self.payload_nonce = read_payload_nonce(file, header)
        except Fault:
            raise Fault("E-311") from None
        header.file_key(file_key)
        self.cipher = ChunkCipher(file_key, self.payload_nonce)
        self.start = header.size + NONCE_BYTES
        self.whole_chunks = 0
        self.final: int | None = None
        self.bad_chunks: tuple[int, ...] = ()
        self._survey()

    @property
    def whole_bytes(self) -> int:
        return self.whole_chunks * CHUNK_BYTES

    @property
    def end(self) -> int:
        final = 0 if self.final is None else self.final + TAG_BYTES
        return self.offset(self.whole_chunks) + final

    def offset(self, index: int) -> int:
        """Where a chunk begins in the file."""
        return self.start + index * SEALED_CHUNK_BYTES

    def ends_in_a_hole(self, synced_chunks: int) -> bool:
        """True when the first bad chunk was never written: it was not synced, and a stretch of it is all zeros.

        A power cut may leave later chunks on the disk and not an earlier one; what was sealed has no such stretch.
        """
        first = self.bad_chunks[0]
        with disk_faults():
            self._file.seek(self.offset(first))
            return first >= synced_chunks and _HOLE in self._file.read(SEALED_CHUNK_BYTES + _PAGE_BYTES)

    def _survey(self) -> None:
        bad: list[int] = []
        for index in range(-(-(self.size - self.start) // SEALED_CHUNK_BYTES)):
            sealed = self._sealed_chunk(index)
            is_whole = self.cipher.open(index, sealed, is_final=False) is not None
            if is_whole or self._is_final(index, sealed):
                self.bad_chunks = tuple(bad)  # what did not open before a chunk that does is damage, not a torn end
                if is_whole and not bad:
                    self.whole_chunks += 1
                elif not bad:
                    self.final = len(sealed) - TAG_BYTES
                    return
            else:
                bad.append(index)

    def _is_final(self, index: int, sealed: bytes | memoryview) -> bool:
        plain = self.cipher.open(index, sealed, is_final=True)
        return plain is not None and (index == 0 or len(plain) > 0)

    def find_final_before_garbage(self) -> None:
        """Look for a final chunk that something was added to, by trying all its lengths (at most a second)."""
        sealed = memoryview(self._sealed_chunk(self.whole_chunks))
        for length in range(len(sealed) - 1, TAG_BYTES - 1, -1):
            if self._is_final(self.whole_chunks, sealed[:length]):
                self.final = length - TAG_BYTES
                return

    def _sealed_chunk(self, index: int) -> bytes:
        with disk_faults():
            self._file.seek(self.offset(index))
            return self._file.read(SEALED_CHUNK_BYTES)


class _WholePart(ChunkReader):
    """The whole chunks and the bytes known behind them, as one file."""

    def __init__(self, file: BinaryIO, remains: _Remains, unsealed: bytes) -> None:
        super().__init__(file, remains.cipher, remains.start)
        self.plain_bytes = remains.whole_bytes + len(unsealed)
        self._unsealed = (remains.whole_chunks, unsealed)

    def _open_chunk(self, index: int) -> bytes | None:
        return self._unsealed[1] if index == self._unsealed[0] else super()._open_chunk(index)


def _decide(
    path: Path, tail_path: Path, remains: _Remains, tail: TailRead, keep: Callable[[BinaryIO], int]
) -> Decision:
    unsealed = tail.unsealed(remains.whole_chunks)
    torn_bytes = max(0, remains.size - remains.end - TAG_BYTES)
    file = cast(BinaryIO, open_raw(path, "rb"))
    with io.BufferedReader(_WholePart(file, remains, unsealed)) as taken:
        total = remains.whole_bytes + len(unsealed)
        kept = keep(cast(BinaryIO, taken))
        if not 0 <= kept <= total:
            raise ValueError(f"keep() says {kept} of {total} bytes")
        index = max(0, kept - 1) // CHUNK_BYTES
        taken.seek(index * CHUNK_BYTES)
        last = taken.read(kept - index * CHUNK_BYTES)
    lost_bytes = total - kept + max(0, torn_bytes - len(unsealed))
    decision = Decision(index, last, is_salvaged=True, lost_bytes=lost_bytes)
    is_new = not tail_path.exists()
    with open_raw(tail_path, "xb" if is_new else "r+b") as tail_file:
        tail.decide(tail_file, decision)
    if is_new:
        sync_folder(tail_path.parent)
    return decision


def _seal_final(file: RawFile, tail_path: Path, remains: _Remains, decision: Decision) -> None:
    sealed = bytearray(len(decision.last) + TAG_BYTES)
    remains.cipher.seal_into(decision.index, decision.last, memoryview(sealed), is_final=True)
    at = remains.offset(decision.index)
    try:
        _replace_end(file, at, sealed)
    except Fault as full:
        if full.code != "E-911":
            raise
        with open_raw(tail_path, "r+b") as tail_file:
            give_up_space(tail_file)
        _replace_end(file, at, sealed)
    sync(file)


def _replace_end(file: RawFile, at: int, sealed: bytearray) -> None:
    with disk_faults():
        file.truncate(at)
        file.seek(at)
    write_all(file, sealed)


def _content(tail_path: Path) -> bytes:
    if not tail_path.exists():
        return b""
    with open_raw(tail_path, "rb") as file, disk_faults():
        return file.read(TAIL_BYTES)
