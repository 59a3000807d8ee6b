"""Where the take is: a dot for each step, and the same in words beside it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.customer.looks import CustomerLooks

DOT, PITCH = 12, 19
MOST = 400
"""width of all of them: where there are many they stand closer and are smaller"""


class StepDots(QWidget):
    """Filled is over, ringed is now, empty is to come. The words are told by whoever shows it."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self._looks = looks
        self._step = self._steps = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self.updateGeometry)

    def show_step(self, step: int, steps: int) -> None:
        """The step that is now, counted from 1."""
        if (step, steps) != (self._step, self._steps):
            self._step, self._steps = step, steps
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(self._pitch() * self._steps + 8), self._looks.px(DOT + 10))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _pitch(self) -> float:
        return min(PITCH, MOST / max(1, self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch, primary = self._pitch(), self._looks.colour("primary")
        dot = self._looks.px(min(DOT, pitch * 0.66))
        for index in range(self._steps):
            left = self._looks.px(4 + index * pitch)
            box = QRectF(left, (self.height() - dot) / 2, dot, dot)
            is_now, is_over = index + 1 == self._step, index + 1 < self._step
            painter.setPen(QPen(primary if is_now or is_over else self._looks.colour("edge"), 2))
            painter.setBrush(primary if is_over else self._looks.colour("spoken" if is_now else "surface"))
            grow = self._looks.px(2) if is_now else 0
            painter.drawEllipse(box.adjusted(-grow, -grow, grow, grow))
