"""Tells that nobody has used the computer's keyboard, pointer or screen for a while, in this window.

What is looked at is the window that has the focus and the control the keyboard is on: a filter on every event of the
program would cost time in each repaint. That a take runs, and what is done about it, is for whoever listens.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

MOST_WAIT_S = 15.0
"""a computer that slept is noticed so soon after it woke"""
WARN_S = 60.0
SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)  # fmt: skip


def awake_or_asleep_s() -> float:
    """Seconds that also count while the computer sleeps, where the system has such a clock."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class AutoLock(QObject):
    """`after_s` is asked each time, so that a changed setting works at once."""

    due = Signal()
    """once; then again after the next sign of life and as long a wait"""
    warned = Signal(int)
    """seconds that are left"""

    def __init__(
        self, qt: QGuiApplication, after_s: Callable[[], float], now_s: Callable[[], float] = awake_or_asleep_s
    ) -> None:
        super().__init__()
        self._qt, self._after_s, self._now_s = qt, after_s, now_s
        self._last_s = now_s()
        self._has_warned = self._is_due = False
        self._window: QObject | None = None
        self._focus: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        qt.focusWindowChanged.connect(self.on_window_changed)
        qt.focusObjectChanged.connect(self.on_focus_changed)
        self.on_window_changed(qt.focusWindow())
        self.on_focus_changed(qt.focusObject())

    def begin(self) -> None:
        self.note_life()
        self.look()

    def close(self) -> None:
        self._timer.stop()
        self._qt.focusWindowChanged.disconnect(self.on_window_changed)
        self._qt.focusObjectChanged.disconnect(self.on_focus_changed)
        self.on_window_changed(None)
        self.on_focus_changed(None)

    def note_life(self) -> None:
        """Somebody is there."""
        self._last_s = self._now_s()
        if self._is_due:
            self._is_due = False
            self.look()
        self._has_warned = False

    def look(self) -> None:
        """Tell what has become due; and look again when something may be."""
        after_s = self._after_s()
        left_s = after_s - (self._now_s() - self._last_s)
        if left_s <= 0:
            self._is_due = True
            self._timer.stop()
            self.due.emit()
            return
        warn_s = min(WARN_S, after_s / 2)
        if left_s <= warn_s and not self._has_warned:
            self._has_warned = True
            self.warned.emit(round(left_s))
        wait_s = left_s if left_s <= warn_s else left_s - warn_s
        self._timer.start(max(1, round(min(wait_s, MOST_WAIT_S) * 1000)))

    # ------------------------------------------------------------------ signs of life

    def on_window_changed(self, window: QObject | None) -> None:
        self._window = self._watch(self._window, window)

    def on_focus_changed(self, focus: QObject | None) -> None:
        self._focus = self._watch(self._focus, focus)

    def _watch(self, old: QObject | None, new: QObject | None) -> QObject | None:
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)
        return new

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE:
            self.note_life()
        return False
