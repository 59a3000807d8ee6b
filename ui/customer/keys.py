"""The customer's buttons: large, in a row where they fit and else in two, each heeding one press at a time.

A hand that trembles presses twice, and a finger that comes down as the screen changes hits what it never saw: a button
heeds nothing for `GUARD_MS` after a press, and a new one nothing for as long after it has appeared.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QIcon
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.customer.looks import BUTTON_PX, FACTORS, CustomerLooks
from ui.style import icons

GUARD_MS = 1_500
PADDING, ICON, GAP = 44, 44, 16


class Key(QPushButton):
    """`pressed_once` is one press, however often it was touched."""

    pressed_once = Signal()

    def __init__(self, looks: CustomerLooks, icon: str = "", guard_ms: int = GUARD_MS, part: str = "") -> None:
        super().__init__()
        self._looks = looks
        self._icon_name = icon
        self._guard = QTimer(self)
        self._guard.setSingleShot(True)
        self._guard.setInterval(guard_ms)
        self._guard.timeout.connect(self._on_guard_over)
        self._is_asleep = False
        if part:
            self.setProperty("part", part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.on_clicked)
        looks.changed.connect(self.on_looks_changed)
        self.on_looks_changed()

    def say(self, text: str) -> None:
        self.setText(f"\u2002{text}" if self._icon_name else text)  # a sheet cannot say how far the drawing stands off
        self.setAccessibleName(text)

    def appear(self) -> None:
        """It has just been put there: what is pressed at once was meant for something else."""
        self._is_asleep = True
        self.setEnabled(False)
        self._guard.start()

    def on_clicked(self) -> None:
        if not self._guard.isActive():
            self._guard.start()
            self.pressed_once.emit()

    def on_looks_changed(self) -> None:
        if self._icon_name:
            size = self._looks.px(ICON - 8)
            picture = icons.pixmap(self._icon_name, self._looks.tokens.primary, size, 2.0)
            made = QIcon(picture)
            made.addPixmap(icons.pixmap(self._icon_name, self._looks.tokens.edge, size, 2.0), QIcon.Mode.Disabled)
            self.setIcon(made)
            self.setIconSize(QSize(size, size))

    def needed_px(self, font_px: int) -> int:
        """How wide it is with letters of that height."""
        font = self._looks.font(BUTTON_PX)
        font.setPixelSize(font_px)
        icon = self._looks.px(ICON) if self._icon_name else 0
        return QFontMetrics(font).horizontalAdvance(self.text()) + icon + self._looks.px(PADDING)

    def _on_guard_over(self) -> None:
        if self._is_asleep:
            self._is_asleep = False
            self.setEnabled(True)


class KeyRow(QWidget):
    """Keys side by side, with a line of text before them where there is one, in letters as large as fit.

    `base_px` is their height at the smallest size; with `is_equal` all are as wide as the widest.
    """

    def __init__(
        self,
        looks: CustomerLooks,
        keys: Sequence[Key],
        line: QLabel | None = None,
        *,
        base_px: float = BUTTON_PX,
        is_equal: bool = False,
    ) -> None:
        super().__init__()
        self._looks, self._keys, self._line = looks, tuple(keys), line
        self._base_px, self._is_equal = base_px, is_equal
        self._columns = self.font_px = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def lay_out(self, width: int) -> None:
        """In one row with the largest letters that fit that width, up to the customer's; else in two columns or one."""
        if width <= 0:
            return
        sizes = [self._looks.text_px(self._base_px, one) for one in reversed(FACTORS) if one <= self._looks.factor]
        if self._base_px > BUTTON_PX:
            sizes.append(self._looks.text_px(BUTTON_PX, 1.0))
        every = len(self._keys) + (self._line is not None)
        ways = [(every, size) for size in sizes if self._row_px(size) <= width]
        ways += [(2, size) for size in sizes if self._pair_px(size) <= width]
        columns, font_px = (*ways, (1, sizes[-1]))[0]
        self._grid.setSpacing(self._looks.px(GAP))
        if font_px != self.font_px:
            self.font_px = font_px
            self.setStyleSheet(f"QPushButton, QLabel {{ font-size: {font_px}px; }}")
        if self._is_equal:
            for key in self._keys:
                key.setMinimumWidth(min(self._widest_px(font_px), width))
        if columns != self._columns:
            self._columns = columns
            self._fill(has_line_beside=columns == every)

    def _fill(self, *, has_line_beside: bool) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        places: list[QWidget] = list(self._keys)
        row = 0
        if self._line is not None and has_line_beside:
            places.insert(0, self._line)
        elif self._line is not None:
            self._grid.addWidget(self._line, 0, 0, 1, self._columns)
            row = 1
        for index, widget in enumerate(places):
            self._grid.addWidget(widget, row + index // self._columns, index % self._columns)
        for column in range(self._grid.columnCount()):
            is_alike = self._is_equal or len(places) > self._columns
            self._grid.setColumnStretch(column, int(is_alike and column < self._columns))

    def _shown(self) -> list[Key]:
        return [key for key in self._keys if not key.isHidden()]

    def _widest_px(self, font_px: int) -> int:
        return max((key.needed_px(font_px) for key in self._shown()), default=0)

    def _pair_px(self, font_px: int) -> int:
        """How wide two columns are."""
        keys = self._shown()
        gap = self._looks.px(GAP)
        if self._is_equal:
            return 2 * self._widest_px(font_px) + gap
        return sum(max((key.needed_px(font_px) for key in keys[column::2]), default=0) for column in (0, 1)) + gap

    def _row_px(self, font_px: int) -> int:
        """How wide everything is, side by side."""
        keys = self._shown()
        widths = [self._widest_px(font_px) if self._is_equal else key.needed_px(font_px) for key in keys]
        needed = sum(widths)
        gaps = len(keys) - 1
        if self._line is not None:
            font = self._looks.font(BUTTON_PX, is_bold=True)
            font.setPixelSize(font_px)
            needed += QFontMetrics(font).horizontalAdvance(self._line.text()) + self._looks.px(8)
            gaps += 1
        return needed + gaps * self._looks.px(GAP)
