"""An account that is locked for wrong passphrases: how long it still is, told once a second."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.faults import Fault
from ui.messages import fault_text

T = TypeVar("T")
LOOK_MS = 250


def opened_or_locked(opens: Callable[[], T]) -> T:
    """`opens` something by a passphrase; the wrong try that locks the account is E-249, which says for how long.

    A lock is looked at before the passphrase is, so asking once more costs no try.
    """
    try:
        return opens()
    except Fault as fault:
        if fault.code == "E-205" and fault.facts.get("left") == 0:
            return opens()
        raise


class Lockout(QObject):
    """`begin` with the E-249 and listen; `now_s` is a clock that nobody sets."""

    told = Signal(str)
    """the sentence, with the seconds that are left"""
    ended = Signal()

    def __init__(self, parent: QObject, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.now_s = now_s
        self._fault = Fault("E-249", seconds=0, until="")
        self._end_s = 0.0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def begin(self, fault: Fault) -> None:
        self._fault, self._left = fault, 0
        self._end_s = self.now_s() + float(str(fault.facts["seconds"]))
        self._timer.start(LOOK_MS)
        self.look()

    def stop(self) -> None:
        """Without telling."""
        self._timer.stop()

    def look(self) -> None:
        """Tell what has changed since."""
        left = math.ceil(self._end_s - self.now_s())
        if left <= 0:
            self._timer.stop()
            self.ended.emit()
        elif left != self._left:
            self._left = left
            self.told.emit(fault_text(Fault("E-249", **{**self._fault.facts, "seconds": left})))
