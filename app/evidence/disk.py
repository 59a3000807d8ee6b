"""How evidence gets onto the disk: every byte or a fault, and durable when we say so.

Python's unbuffered files may write less than they were given, and nothing is safe from a power cut until it is synced,
the folder's entry included. Whoever writes evidence goes through here, so that a full disk is E-911 and every other
trouble of the disk is E-912, everywhere alike.
"""

import contextlib
import errno
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from media.fault import Fault

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

BYTES_PER_S = 160_000
"""what a take needs at most in the long run (house default: 720p15 at 1.2 Mb/s)"""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class RawFile(Protocol):
    """An unbuffered binary file (`open(path, "xb", buffering=0)`): `write` may take less than it is given."""

    def write(self, data: "ReadableBuffer", /) -> int | None: ...

    def flush(self) -> None: ...

    def fileno(self) -> int: ...

    def seek(self, offset: int, /) -> int: ...

    def truncate(self, size: int, /) -> int: ...


def hours_left(folder: Path) -> float | None:
    """How many hours of takes still fit on the disk of `folder`, or of what will hold it; None when it cannot tell."""
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return shutil.disk_usage(folder).free / BYTES_PER_S / 3600
    except OSError:
        return None


@contextlib.contextmanager
def disk_faults() -> Iterator[None]:
    """Turn the operating system's refusals inside the block into E-911 (disk full) and E-912 (disk error)."""
    try:
        yield
    except OSError as refusal:
        if refusal.errno in _FULL:
            raise Fault("E-911") from refusal
        raise Fault("E-912", reason=errno.errorcode.get(refusal.errno or 0, "?")) from refusal


def open_raw(path: Path, mode: str) -> io.FileIO:
    """Open without a buffer (`rb`, `r+b`, `xb`); E-331 when a file that should be there is missing."""
    with disk_faults():
        try:
            return io.FileIO(path, mode.replace("b", ""))
        except FileNotFoundError:
            raise Fault("E-331", name=path.name) from None


def write_all(file: RawFile, data: "ReadableBuffer") -> None:
    """Write every byte at the file's position; a write that takes nothing is a disk error, not tried for ever."""
    rest = memoryview(data).cast("B")
    while rest:
        with disk_faults():
            taken = file.write(rest)
        if not taken:
            raise Fault("E-912", reason="nothing written")
        rest = rest[taken:]


def sync(file: RawFile) -> None:
    """Return when what was written (bytes and length) would survive a power cut."""
    with disk_faults():
        file.flush()
        if sys.platform == "linux":
            os.fdatasync(file.fileno())
        else:
            os.fsync(file.fileno())


def reserve(file: RawFile, size: int) -> None:
    """Make the file `size` bytes long; on Linux its blocks are really there: writing inside needs no free space."""
    with disk_faults():
        if sys.platform == "linux":
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            file.truncate(size)


def sync_folder(folder: Path) -> None:
    """Make created, renamed and removed names in a folder survive a power cut (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    with disk_faults():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_new(path: Path, data: bytes) -> None:
    """Create a file that must not be there yet, with this content, synced; its folder is the caller's to sync."""
    with open_raw(path, "xb") as file:
        write_all(file, data)
        sync(file)
