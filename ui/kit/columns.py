"""Cards beside each other, or under each other where the window is too narrow for the scale."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.style.theme import Theme

SPACING = 16


class Columns(QWidget):
    """Beside each other from `least_px` of width on (at 100 %); `high_px` is what a card needs to be of use."""

    def __init__(self, theme: Theme, least_px: int = 900, high_px: int = 380) -> None:
        super().__init__()
        self._theme = theme
        self._least_px, self._high_px = least_px, high_px
        self._columns: list[tuple[QWidget, int]] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(SPACING))
        theme.changed.connect(self._fit)

    def add(self, column: QWidget, stretch: int) -> None:
        self._columns.append((column, stretch))
        self._box.addWidget(column)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        is_wide = self.width() >= px(self._least_px)
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        for number, (_, stretch) in enumerate(self._columns):
            self._box.setStretch(number, stretch if is_wide else 1)
        shown = 1 if is_wide else max(1, sum(not column.isHidden() for column, _ in self._columns))
        self.setMinimumHeight(shown * px(self._high_px) + (shown - 1) * px(SPACING))
