"""A ring that empties while something runs out, with the seconds that are left in it; else a microphone at rest."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import icons
from ui.style.theme import Theme

SIDE = 48


class Ring(QWidget):
    """`show_left` while something runs out, `rest` when nothing does: then only the empty ring is there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._left_s: float | None = None
        self._whole_s = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_left(self, left_s: float, whole_s: float) -> None:
        self._left_s, self._whole_s = max(0.0, left_s), max(whole_s, 0.1)
        self.setAccessibleName(self.tr("还剩 %n 秒", "", round(self._left_s + 0.499)))
        self.update()

    def rest(self) -> None:
        self._left_s = None
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(SIDE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def _quiet(self) -> QColor:
        return self._theme.colour("edge")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen_px = self._theme.px(5)
        box = QRectF(self.rect()).adjusted(pen_px, pen_px, -pen_px, -pen_px)
        pen = QPen(self._theme.colour("line"), pen_px)
        painter.setPen(pen)
        painter.drawEllipse(box)
        if self._left_s is None:
            icons.paint(painter, box.adjusted(pen_px, pen_px, -pen_px, -pen_px), "microphone", self._quiet.name())
            return
        share = min(1.0, self._left_s / self._whole_s)
        pen.setColor(self._theme.colour("primary" if share > 0.3 else "warning"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, round(share * 360 * 16))
        font = QFont(self.font())
        seconds = round(self._left_s + 0.499)
        text = str(seconds) if seconds < 100 else f"{seconds // 60}:{seconds % 60:02d}"
        font.setPixelSize(self._theme.px(18 if seconds < 100 else 14))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
