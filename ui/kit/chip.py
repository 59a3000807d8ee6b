"""A chip: a sign and a word on a soft ground."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.tone import SIGNS, Tone, foreground, ground
from ui.style import icons
from ui.style.theme import Theme


class Chip(QWidget):
    """Shows one state. The text is its accessible name."""

    def __init__(self, theme: Theme, text: str = "", tone: Tone = Tone.NEUTRAL, sign: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.on_theme_changed)
        self.show_state(text, tone, sign)

    def show_state(self, text: str, tone: Tone, sign: str | None = None) -> None:
        """`sign` is an icon name; the tone's own without one, none when empty."""
        self.text, self.tone = text, tone
        self._sign = SIGNS[tone] if sign is None else sign
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sign = self._theme.px(20) if self._sign else 0
        width = QFontMetrics(self._font()).horizontalAdvance(self.text) + sign + self._theme.px(20)
        return QSize(width, self._theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(13))
        font.setWeight(QFont.Weight.Medium)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(ground(self.tone)))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        left = float(px(10))
        colour = self._theme.colour(foreground(self.tone))
        if self._sign:
            size = px(16)
            icons.paint(painter, QRectF(px(8), (self.height() - size) / 2, size, size), self._sign, colour.name())
            left = px(28)
        painter.setFont(self._font())
        painter.setPen(colour)
        box = QRectF(left, 0, self.width() - left - px(4), self.height())
        text = painter.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
