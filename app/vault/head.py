"""What the vault remembers outside its database: how far it has come, and that only one station has it open.

SQLCipher does not notice an older copy of its file or of a page, nor a damaged write-ahead log (a flipped bit there
silently drops every later commit). So each commit is followed by a note in `vault.head`: the number of commits (the
epoch), the newest audit row and a digest of the takes that are still open. A database that has come less far than its
head has lost something.

Two slots are written in turn, each with its own MAC, so that a power cut while one is written leaves the other. The
note is written after the commit: the database may be ahead of its head (the power went in between), never behind.
What it cannot see: someone who puts back the older database together with its older head. Only a witness elsewhere
sees that; the manifest chain and the upstream server's receipts are such witnesses.

`FolderLock` dies with its process, so a crash never leaves a vault locked.
"""

import hmac
import os
import stat
import struct
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from media.fault import Fault

HEAD_NAME = "vault.head"
LOCK_NAME = "vault.lock"
MAGIC = b"DRHEAD1\n"
SLOT_STRIDE = 4096
"""slots lie in different sectors: one torn write cannot spoil both"""
_BODY = struct.Struct(">8sQQ32s32s")
_SLOT_BYTES = _BODY.size + 32


@dataclass(frozen=True, slots=True)
class Head:
    """How far a vault has come: commits, newest audit row, and `live_sha256` over its open takes."""

    epoch: int
    audit_n: int
    audit_sha256: bytes
    live_sha256: bytes


class HeadFile:
    """The two slots of `vault.head`; one owner, who has the folder's lock."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._file: BinaryIO | None = None

    def read(self) -> Head | None:
        """The newest head that is whole and ours; none when there is no such thing."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        slots = (self._parse(content[at : at + _SLOT_BYTES]) for at in (0, SLOT_STRIDE))
        return max((slot for slot in slots if slot is not None), key=lambda head: head.epoch, default=None)

    def write(self, head: Head, *, is_forced: bool) -> None:
        """Note `head`; `is_forced` waits for the disk, otherwise a power cut may lose the note (never the commit)."""
        body = _BODY.pack(MAGIC, head.epoch, head.audit_n, head.audit_sha256, head.live_sha256)
        if self._file is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR)
            self._file = os.fdopen(handle, "r+b", buffering=0)
            if self._file.seek(0, os.SEEK_END) < 2 * SLOT_STRIDE:
                # Room for both slots now: a full disk may refuse a commit, but never the note of one.
                self._file.seek(0)
                self._file.write(bytes(2 * SLOT_STRIDE))
        self._file.seek((head.epoch % 2) * SLOT_STRIDE)
        self._file.write(body + hmac.digest(self._key, body, sha256))
        if is_forced:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _parse(self, slot: bytes) -> Head | None:
        if len(slot) != _SLOT_BYTES:
            return None
        body, tag = slot[: _BODY.size], slot[_BODY.size :]
        if not hmac.compare_digest(hmac.digest(self._key, body, sha256), tag):
            return None
        _, epoch, audit_n, audit_sha256, live_sha256 = _BODY.unpack(body)
        return Head(epoch, audit_n, audit_sha256, live_sha256)


class FolderLock:
    """One station per vault: a lock of the operating system on a file beside it. E-203 when another has it."""

    def __init__(self, folder: Path) -> None:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise Fault("E-203") from None
        self._handle: int | None = handle

    def close(self) -> None:
        # The file stays: removing it would let two stations lock two files of the same name.
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
