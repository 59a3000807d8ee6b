"""The tail journal: what a take has written and not sealed yet, kept where a crash cannot reach it.

A chunk of a sealed file is 64 KiB, which may be several seconds of a quiet picture; age has no way to put half a chunk
on the disk. So the writer keeps the unsealed bytes, encrypted, in a small second file beside the take: the tail.

Format, version 1
    area           69,632 bytes from the beginning: the decision record, or anything else (then there is none)
    slot 0 to 7   106,496 bytes each, behind that: step records, one behind the other

A record is    nonce (12) | chunk index (8) | synced (8) | offset (4) | length n (4) | sealed (n + 16)
sealed with ChaCha20-Poly1305; associated data = the 24 bytes from index to length; numbers are big-endian.
Keys: HKDF-SHA256(file key, salt = the payload nonce of the take, info = "dualrec tail v1", 64 bytes); the first half
for step records, the second half for the decision. The salt ties a tail to one sealed file.

A *step record* says: "the bytes of chunk `index` from `offset` are these", n >= 1. Its nonce is the number of the
record in this tail, from 0, so none repeats. A slot holds steps of one chunk, without gaps from offset 0; a record that
does not open, or is of another chunk, or does not continue the one before it, ends the slot: it is left over.
`synced` chunks of the sealed file were on the disk for good when the record was made: if one of these does not open
it was damaged, while a later one may merely not have reached the disk before a power cut.
Steps of a new chunk, and a chunk for which its slot has no room left, begin in the next slot, after slot 7 in slot 0; a
slot is overwritten only after both files were synced since its content became unneeded (sealed in the file, or repeated
in the next slot). So what was once synced stays recoverable after a power cut, whatever reached the disk since.

The *decision record* says: "the final chunk of this take has this index and these bytes". Synced and offset are 0, its
nonce is random, and what it seals is 1 byte (1: decided by salvage, 0: by the writer), the count of bytes lost (8),
and the chunk's bytes. It is on the disk before the final chunk is, and once it is there every attempt to finish the
take follows it (salvage.py says why that matters).

The tail is reserved on the disk when it is made, so that a full disk does not stop it, and its space is what the
final chunk is written into when nothing else is free. It holds no plaintext. It does not protect against somebody who
puts an older tail back: that costs the seconds since, and looks like a crash.
"""

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.evidence.disk import RawFile, disk_faults, reserve, sync, write_all
from app.evidence.header import hkdf

_HEAD = struct.Struct(">12sQQII")
_TAG_BYTES = 16
_CHUNK_BYTES = 65_536
_VERDICT = struct.Struct(">?Q")
_DECISION_AREA = 69_632
_SLOT = 106_496
_SLOTS = 8
"""Two are enough to be safe; with more, a take made faster than real time need not sync at every chunk."""
TAIL_BYTES = _DECISION_AREA + _SLOTS * _SLOT


@dataclass(frozen=True, slots=True)
class Decision:
    """How the take ends: the final chunk's index and bytes; `lost_bytes` were written and could not be kept."""

    index: int
    last: bytes
    is_salvaged: bool = False
    lost_bytes: int = 0


class _Keys:
    def __init__(self, file_key: bytes, payload_nonce: bytes) -> None:
        both = hkdf(file_key, payload_nonce, b"dualrec tail v1", 64)
        self.step = ChaCha20Poly1305(both[:32])
        self.decision = ChaCha20Poly1305(both[32:])


def _record(
    key: ChaCha20Poly1305, nonce: bytes, plain: bytes, *, index: int, synced: int = 0, offset: int = 0
) -> bytes:
    head = _HEAD.pack(nonce, index, synced, offset, len(plain))
    return head + key.encrypt(nonce, plain, head[12:])


def give_up_space(file: RawFile) -> None:
    """Leave the disk's last blocks to the final chunk; of the tail the decision stays."""
    with disk_faults():
        file.truncate(_DECISION_AREA)


class TailWriter:
    """Writes the tail of one take while it is recorded; `SealedWriter` is its only caller."""

    def __init__(self, file: RawFile, file_key: bytes, payload_nonce: bytes) -> None:
        self._file = file
        self._keys = _Keys(file_key, payload_nonce)
        self._record_count = 0
        self._slot = 0
        self._index = 0
        self._kept = 0
        """bytes of chunk `_index` that are in the slot"""
        self._used = 0
        """bytes of the slot that are taken"""
        self._synced = 0
        self._begun = 0
        """slots begun since the last sync"""
        reserve(file, TAIL_BYTES)

    def can_keep(self, index: int) -> bool:
        """False when `keep` would overwrite what may be the only durable copy: sync both files first."""
        return self._next_is_free or (index == self._index and self._has_room)

    def keep(self, index: int, held: memoryview) -> None:
        """Record the bytes of the unsealed chunk that are not in the journal yet."""
        if index != self._index:
            self._begin(index)
        if len(held) == self._kept:
            return
        if not self._has_room:
            self._begin(index)
        nonce = self._record_count.to_bytes(12)
        self._record_count += 1
        plain = bytes(held[self._kept :])
        record = _record(self._keys.step, nonce, plain, index=index, synced=self._synced, offset=self._kept)
        self._write(_DECISION_AREA + self._slot * _SLOT + self._used, record)
        self._used += len(record)
        self._kept = len(held)

    def decide(self, index: int, last: memoryview) -> None:
        """Record, durably, how the take ends."""
        _put_decision(self._file, self._keys, Decision(index, bytes(last)))

    def give_up_space(self) -> None:
        give_up_space(self._file)

    def clear(self) -> None:
        """Nothing is left to recover."""
        with disk_faults():
            self._file.truncate(0)

    def sync(self, synced: int) -> None:
        """To be called after the sealed file was synced, which has so many chunks."""
        sync(self._file)
        self._synced = synced
        self._begun = 0

    @property
    def _has_room(self) -> bool:
        return self._used + _HEAD.size + _CHUNK_BYTES - self._kept + _TAG_BYTES <= _SLOT

    @property
    def _next_is_free(self) -> bool:
        return self._begun < _SLOTS - 1

    def _begin(self, index: int) -> None:
        assert self._next_is_free, "the next slot may still be needed"
        self._slot = (self._slot + 1) % _SLOTS
        self._begun += 1
        self._index, self._kept, self._used = index, 0, 0

    def _write(self, at: int, record: bytes) -> None:
        with disk_faults():
            self._file.seek(at)
        write_all(self._file, record)


def _put_decision(file: RawFile, keys: _Keys, decision: Decision) -> None:
    plain = _VERDICT.pack(decision.is_salvaged, decision.lost_bytes) + decision.last
    with disk_faults():
        file.seek(0)
    write_all(file, _record(keys.decision, os.urandom(12), plain, index=decision.index))
    sync(file)


class TailRead:
    """The tail as a crash left it: any bytes, of any length, are accepted; what does not open is not there."""

    def __init__(self, content: bytes, file_key: bytes, payload_nonce: bytes) -> None:
        self._content = content
        self._keys = _Keys(file_key, payload_nonce)
        self._slots = [self._steps(_DECISION_AREA + slot * _SLOT) for slot in range(_SLOTS)]

    def unsealed(self, index: int) -> bytes:
        """What is known of the chunk that comes after the last one sealed; empty when nothing is."""
        return max((self._unsealed(steps, index) for steps in self._slots), key=len)

    @property
    def synced_chunks(self) -> int:
        """So many chunks were on the disk for good, at least."""
        return max((step.synced for steps in self._slots for step in steps), default=0)

    def decision(self) -> Decision | None:
        found = self._open(self._keys.decision, 0)
        if found is None:
            return None
        return Decision(found.index, found.plain[_VERDICT.size :], *_VERDICT.unpack_from(found.plain))

    def decide(self, file: RawFile, decision: Decision) -> None:
        """Record the decision, durably, in the tail's file."""
        _put_decision(file, self._keys, decision)

    def _unsealed(self, steps: tuple["_Step", ...], index: int) -> bytes:
        return b"".join(step.plain for step in steps) if steps and steps[0].index == index else b""

    def _steps(self, at: int) -> tuple["_Step", ...]:
        end = at + _SLOT
        steps: list[_Step] = []
        known = 0
        while at < end:
            step = self._open(self._keys.step, at)
            if step is None or step.offset != known or (steps and step.index != steps[0].index):
                break
            steps.append(step)
            known += len(step.plain)
            at += _HEAD.size + len(step.plain) + _TAG_BYTES
        return tuple(steps)

    def _open(self, key: ChaCha20Poly1305, at: int) -> "_Step | None":
        head = self._content[at : at + _HEAD.size]
        if len(head) < _HEAD.size:
            return None
        nonce, index, synced, offset, length = _HEAD.unpack(head)
        sealed = self._content[at + _HEAD.size : at + _HEAD.size + length + _TAG_BYTES]
        if len(sealed) < length + _TAG_BYTES:
            return None
        try:
            return _Step(index, synced, offset, key.decrypt(nonce, sealed, head[12:]))
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class _Step:
    index: int
    synced: int
    offset: int
    plain: bytes
