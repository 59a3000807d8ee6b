"""Where threads meet Qt, and nowhere else.

    page ── run(op, done, failed) ──► Stage "vault" or "devices" ── done(result) ──► back on the window's thread
    any thread ── on_window(call) ──────────────────────────────────────────────► on the window's thread

One lane for everything that touches the vault (so that it is serial by construction), one for devices, which may hang.
Operations know no Qt; what they return is shown by `done` on the window's thread. A `Fault` that nobody takes is told
by `fault_told`; any other exception is our mistake: it goes to the log with its stack, and is told as E-901.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.faults import Fault
from app.lanes import Lanes

T = TypeVar("T")
log = logging.getLogger("window")

VAULT, DEVICES = "vault", "devices"


class Bridge(QObject):
    """Construct on the window's thread."""

    fault_told = Signal(object)
    """a `Fault` that the page did not take"""
    busy_changed = Signal(bool)
    """whether anything is under way"""
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pending = 0
        self._lanes = Lanes((VAULT, DEVICES))
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        op: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Fault], None] | None = None,
        *,
        lane: str = VAULT,
    ) -> None:
        """Carry out `op` away from the window; then `done` or `failed` here, unless their widget is gone by then."""

        def work() -> None:
            try:
                result = op()
            except Fault as fault:
                self.on_window(partial(self._finish, failed or self.fault_told.emit, fault))
            except Exception:
                log.exception("an operation failed")
                self.on_window(partial(self._finish, failed or self.fault_told.emit, Fault("E-901")))
            else:
                self.on_window(partial(self._finish, done, result))

        self._count(1)
        self._lanes.put(lane, work)

    def on_window(self, call: Callable[[], None]) -> None:
        """From any thread: carry out `call` on the window's thread, soon, in the order of the calls."""
        if isValid(self):  # the window may be gone while a take still runs
            self._arrived.emit(call)

    def hands_over(self, told: Callable[[T], None]) -> Callable[[T], None]:
        """`told`, to be called from any thread and carried out on the window's."""
        return lambda value: self.on_window(partial(self._finish_told, told, value))

    @property
    def is_busy(self) -> bool:
        return self._pending > 0

    def close(self, deadline_s: float = 10.0) -> None:
        """Work off what is under way; nothing may be asked afterwards."""
        self._lanes.close(deadline_s)

    def _finish(self, told: Callable[[Any], object] | None, value: object) -> None:
        self._count(-1)
        if told is not None:
            self._finish_told(told, value)

    def _finish_told(self, told: Callable[[Any], object], value: object) -> None:
        owner = getattr(told, "__self__", None)
        if not isinstance(owner, QObject) or isValid(owner):
            told(value)

    def _count(self, by: int) -> None:
        was_busy, self._pending = self.is_busy, self._pending + by
        if was_busy != self.is_busy:
            self.busy_changed.emit(self.is_busy)

    def _on_arrived(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            log.exception("the window failed to show something")
            self.fault_told.emit(Fault("E-901"))
