"""Rows of a name and a value, aligned: for summaries."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit.card import clear
from ui.kit.label import label
from ui.style.theme import Theme


class Facts(QWidget):
    """Told its rows; the values may be selected with the pointer."""

    def __init__(self, theme: Theme, name_px: int = 0) -> None:
        """`name_px`: at least so wide are the names, so that groups of rows stand under each other."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.px(name_px) if name_px else 0)
        self._grid.setColumnStretch(1, 1)

    def tell(self, rows: Iterable[tuple[str, str]]) -> None:
        clear(self._grid)
        for number, (name, value) in enumerate(rows):
            shown = label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label(name, tone="secondary"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, number, 1)
