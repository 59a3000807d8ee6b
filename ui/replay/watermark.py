"""The viewer's mark over a replayed picture: who looks, and when, so that a photograph of the screen can be traced.

It drifts slowly towards places drawn at random, so that it cannot be cut off or painted over at one place, and stays
inside the picture whatever its size. It covers as little as can be read. `Drift` is where it is; `Watermark` paints it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import hypot
from random import SystemRandom

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

SPEED_PER_S = 0.035
"""of the way across that is free: half a minute from side to side"""
LONGEST_COURSE_S = 9.0
"""a new aim is drawn at least this often"""
HEIGHT_SHARE = 0.034
"""of the picture: the height of its letters"""
SMALLEST_PX = 12
WIDEST_SHARE = 0.9
INK, EDGE = QColor(255, 255, 255, 140), QColor(0, 0, 0, 90)
"""white with a dark edge is seen on any picture; half transparent, it hides nothing"""


@dataclass(slots=True)
class Drift:
    """A place that wanders; `x`, `y` are shares 0..1 of the room that is left free by what is placed."""

    draw: Callable[[], float] = SystemRandom().random
    """0..1, not to be guessed"""
    x: float = field(init=False)
    y: float = field(init=False)
    _aim: tuple[float, float] = field(init=False)
    _left_s: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.x, self.y = self.draw(), self.draw()
        self._aim = (self.x, self.y)

    def advance(self, elapsed_s: float) -> None:
        """Move on; a long time away moves it no further than its aim."""
        self._left_s -= elapsed_s
        way_x, way_y = self._aim[0] - self.x, self._aim[1] - self.y
        way, stride = hypot(way_x, way_y), SPEED_PER_S * elapsed_s
        if way <= stride or self._left_s <= 0:
            self._aim = (self.draw(), self.draw())
            self._left_s = LONGEST_COURSE_S * (0.4 + 0.6 * self.draw())
        if way > 0:
            part = min(1.0, stride / way)
            self.x, self.y = self.x + way_x * part, self.y + way_y * part


class Watermark:
    """One line: the viewer's account and the time, to the second."""

    def __init__(self, viewer: str, now: Callable[[], datetime] = datetime.now, drift: Drift | None = None) -> None:
        self.drift = drift or Drift()
        self._viewer = viewer
        self._now = now

    @property
    def text(self) -> str:
        return f"{self._viewer} {self._now():%Y-%m-%d %H:%M:%S}"

    def box(self, font: QFont, picture: QRectF) -> QRectF:
        """Where it is, inside `picture`."""
        metrics = QFontMetricsF(self._sized(font, picture))
        width, height = metrics.horizontalAdvance(self.text), metrics.height()
        left = picture.left() + max(0.0, picture.width() - width) * self.drift.x
        top = picture.top() + max(0.0, picture.height() - height) * self.drift.y
        return QRectF(left, top, min(width, picture.width()), min(height, picture.height()))

    def paint(self, painter: QPainter, font: QFont, picture: QRectF) -> None:
        sized, box = self._sized(font, picture), self.box(font, picture)
        path = QPainterPath()
        path.addText(QPointF(box.left(), box.top() + QFontMetricsF(sized).ascent()), sized, self.text)
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(path, QPen(EDGE, max(1.5, sized.pixelSize() / 9), j=Qt.PenJoinStyle.RoundJoin))
        painter.fillPath(path, INK)
        painter.restore()

    def _sized(self, font: QFont, picture: QRectF) -> QFont:
        """As high as the picture allows, smaller where it would be too wide."""
        sized = QFont(font)
        sized.setPixelSize(max(SMALLEST_PX, round(picture.height() * HEIGHT_SHARE)))
        width = QFontMetricsF(sized).horizontalAdvance(self.text)
        if width > picture.width() * WIDEST_SHARE > 0:
            sized.setPixelSize(max(6, int(sized.pixelSize() * picture.width() * WIDEST_SHARE / width)))
        return sized
