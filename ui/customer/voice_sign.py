"""The large sign beside what is to be done: a drawing in a circle, and a microphone that fills with the voice."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.customer.looks import CustomerLooks
from ui.style import icons

SIZE = 112
FLOOR_DBFS, FULL_DBFS = -50.0, -12.0
"""an empty and a full microphone"""
FALL = 0.12
"""how much of it runs out a show"""


class VoiceSign(QWidget):
    """`show_icon` for what is to be done; `listen` and then `show_level` for a microphone."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self._looks = looks
        self._icon = "clock"
        self._is_listening = False
        self.part = 0.0
        """how full it is, 0 to 1"""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self.updateGeometry)

    def show_icon(self, name: str) -> None:
        self._icon, self._is_listening, self.part = name, False, 0.0
        self.setAccessibleName("")
        self.update()

    def listen(self) -> None:
        if not self._is_listening:
            self._is_listening, self.part = True, 0.0
            self.setAccessibleName(self.tr("麦克风：正在听您说"))
            self.update()

    def show_level(self, rms_dbfs: float) -> None:
        """The newest loudness; call it about fifteen times a second."""
        share = (rms_dbfs - FLOOR_DBFS) / (FULL_DBFS - FLOOR_DBFS)
        part = max(0.0, min(1.0, share), self.part - FALL)
        if abs(part - self.part) > 0.005:
            self.part = part
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(SIZE), self._looks.px(SIZE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(self._looks.colour("primary"), 3))
        painter.setBrush(self._looks.colour("surface"))
        painter.drawEllipse(box)
        if self._is_listening:
            self._paint_microphone(painter, box)
        else:
            inset = side * 0.24
            colour = self._looks.colour("primary").name()
            icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), self._icon, colour)

    def _paint_microphone(self, painter: QPainter, box: QRectF) -> None:
        """A capsule that fills from below, its yoke and its foot."""
        side, centre = box.width(), box.center()
        capsule = QRectF(centre.x() - side * 0.13, box.top() + side * 0.15, side * 0.26, side * 0.44)
        shape = QPainterPath()
        shape.addRoundedRect(capsule, capsule.width() / 2, capsule.width() / 2)
        painter.fillPath(shape, self._looks.colour("raised"))
        painter.save()
        painter.setClipPath(shape)
        filled = capsule.height() * self.part
        painter.fillRect(
            QRectF(capsule.left(), capsule.bottom() - filled, capsule.width(), filled), self._looks.colour("meter_good")
        )
        painter.restore()
        pen = QPen(self._looks.colour("primary"), max(3.0, side * 0.035))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        yoke = QRectF(centre.x() - side * 0.22, capsule.top() + side * 0.08, side * 0.44, side * 0.46)
        painter.drawArc(yoke, 190 * 16, 160 * 16)
        painter.drawLine(QPointF(centre.x(), yoke.bottom()), QPointF(centre.x(), yoke.bottom() + side * 0.1))
        foot = yoke.bottom() + side * 0.1
        painter.drawLine(QPointF(centre.x() - side * 0.11, foot), QPointF(centre.x() + side * 0.11, foot))
