"""Progress for whatever takes longer than 300 ms: shown late, so that quick things do not flicker."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.kit.label import label
from ui.style.theme import Theme

SHOW_AFTER_MS = 300


class BusyLine(QWidget):
    """A line and a bar; `begin`, `advance` where the end is known, `end`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._text = label(role="caption", tone="secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SHOW_AFTER_MS)
        self._late.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str, most: int = 0) -> None:
        """`most` 0: how long it takes is not known."""
        self._text.setText(text)
        self._bar.setRange(0, most)
        self._bar.setAccessibleName(text)
        self._late.start()

    def advance(self, value: int, most: int | None = None) -> None:
        """`most`: where the end has become known meanwhile."""
        if most is not None:
            self._bar.setRange(0, most)
        self._bar.setValue(value)

    def end(self) -> None:
        self._late.stop()
        self.hide()
