"""Where one is among a few pages: a number and a word each, joined by a line."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import icons
from ui.style.theme import Theme


class Stepper(QWidget):
    """Shows; nobody clicks on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words: Sequence[str] = ()
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def tell(self, words: Sequence[str], at: int, spoken: str) -> None:
        """`spoken` is said by a screen reader."""
        self._words, self._at = words, at
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px, metrics = self._theme.px, QFontMetrics(self._font())
        width = sum(metrics.horizontalAdvance(word) + px(34) for word in self._words)
        return QSize(width + px(56) * max(0, len(self._words) - 1), px(30))

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(15))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        px, colour = self._theme.px, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        metrics, left, middle = painter.fontMetrics(), 0.0, self.height() / 2
        for number, word in enumerate(self._words):
            if number:
                painter.fillRect(QRectF(left + px(10), middle - 1, px(36), 2), colour("line"))
                left += px(56)
            circle = QRectF(left, middle - px(12), px(24), px(24))
            painter.setPen(Qt.PenStyle.NoPen)
            if number < self._at:
                icons.paint(painter, circle, "passed", colour("ok").name())
            else:
                painter.setBrush(colour("primary" if number == self._at else "line"))
                painter.drawEllipse(circle)
                painter.setPen(colour("on_primary" if number == self._at else "secondary"))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            painter.setPen(colour("text" if number == self._at else "secondary"))
            width = metrics.horizontalAdvance(word)
            box = QRectF(left + px(32), 0, width + px(4), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            left += width + px(34)
