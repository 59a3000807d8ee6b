"""A sealed take as a Qt device: what the media player reads, decrypted piece by piece, in memory only.

    QMediaPlayer's threads ── readData ──► view.read ──► authenticated chunks
                                  │ it fails
                                  └──► failed(fault), once; from then on there is nothing to read

Promises: no file is written and none is named to the player; a piece is handed over whole and authentic, or not at
all; after a failure not one byte more comes. `readData` runs in a thread of the player, under a lock, and touches
nothing but the view. The player must let the device go (`setSourceDevice(None)`) before `close`, which closes the view.
"""

import io
import logging
import threading
from typing import Protocol

from PySide6.QtCore import QIODevice, Signal

from app.faults import Fault

log = logging.getLogger("replay")


class View(Protocol):
    """The plain take: seekable, read only, its size fixed."""

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def read(self, size: int = -1, /) -> bytes | None: ...

    def close(self) -> None: ...


class SealedDevice(QIODevice):
    """Open from the start. `failed` carries the `Fault`; connect it queued, it comes from the player's thread."""

    failed = Signal(object)

    def __init__(self, view: View) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._view: View | None = view
        self._bytes = view.seek(0, io.SEEK_END)
        self.fault: Fault | None = None
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        return False

    def size(self) -> int:
        return self._bytes

    def atEnd(self) -> bool:
        """True behind a failure, too: FFmpeg takes an empty read for none at all, and would read on for ever."""
        return self._view is None or self.fault is not None or self.pos() >= self._bytes

    def close(self) -> None:
        """End reading and close the view; may be called twice."""
        with self._lock:
            view, self._view = self._view, None
        super().close()
        if view is not None:
            view.close()

    def readData(self, most: int, /) -> bytes:
        with self._lock:
            if self._view is None or self.fault is not None:
                return b""
            try:
                self._view.seek(self.pos())
                return self._view.read(most) or b""
            except Exception as problem:  # an exception cannot pass through Qt; it must end the replay all the same
                self.fault = fault = _fault_of(problem)
        self.failed.emit(fault)
        return b""

    def writeData(self, _piece: bytes | bytearray | memoryview, _size: int, /) -> int:
        return -1


def _fault_of(problem: Exception) -> Fault:
    """What to tell: damage as it was found, a disk that does not answer in words that fit a replay."""
    if isinstance(problem, Fault) and problem.code not in ("E-911", "E-912"):
        return problem
    if isinstance(problem, Fault):
        return Fault("E-342", reason=str(problem.facts.get("reason", problem.code)))
    if isinstance(problem, OSError):
        return Fault("E-342", reason=problem.strerror or type(problem).__name__)
    log.error("a mistake while the take was read", exc_info=problem)
    return Fault("E-901")
