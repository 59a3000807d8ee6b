"""A timer that beats only while it is worth it: its page is shown and its window is not minimised.

What it drives (preview, meters, clocks) costs nothing while nobody can see it, and a take does not depend on it.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class Pulse(QObject):
    """`start` and `stop` with the page; `beat` comes every `every_ms` as long as the page can be seen."""

    beat = Signal()

    def __init__(self, page: QWidget, every_ms: int) -> None:
        super().__init__(page)
        self._page = page
        self._is_wanted = False
        self._window: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.beat)
        page.installEventFilter(self)

    @property
    def is_beating(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        self._is_wanted = True
        self._settle()

    def stop(self) -> None:
        self._is_wanted = False
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            QTimer.singleShot(0, self, self._settle)  # after the widget has really changed
        return False

    def _settle(self) -> None:
        window = self._page.window()
        if window is not self._window:  # the page was put into another window
            if self._window is not None and self._window is not self._page:
                self._window.removeEventFilter(self)
            self._window = window
            if window is not self._page:
                window.installEventFilter(self)
        is_seen = self._is_wanted and self._page.isVisible() and not window.isMinimized()
        if is_seen and not self._timer.isActive():
            self._timer.start()
            self.beat.emit()
        elif not is_seen:
            self._timer.stop()
