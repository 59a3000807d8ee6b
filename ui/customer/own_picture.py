"""The customer's own picture, small and mirrored as in a mirror, with an oval to sit in and two words below."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.customer.looks import CustomerLooks

SEAT = QRectF(0.0, 0.0, 0.5, 0.88)
"""the customer's part of the whole picture: its left half, without the stamp at its foot"""
PICTURE_RATIO = 16 / 9
WORDS_PX = 28
LEAST_SIDE = 90


class OwnPicture(QWidget):
    """Paints what it is given; an empty frame while there is no picture.

    As wide as it is told; the picture is square, and smaller where the words would not fit below it.
    """

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self._looks = looks
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_words(self, words: str, name: str) -> None:
        self.words = words
        self.setAccessibleName(name)
        self.update()

    @property
    def side(self) -> int:
        return max(1, min(self.width(), self.height() - self._words_px))

    @property
    def _words_px(self) -> int:
        return self._looks.text_px(WORDS_PX) + self._looks.px(14)

    def wanted_size(self) -> tuple[int, int]:
        """Width and height of the whole picture, so that the customer's part of it is sharp; even numbers."""
        width = max(2, int(self.side * self.devicePixelRatioF() / SEAT.width()) // 2 * 2)
        return width, max(2, int(width / PICTURE_RATIO) // 2 * 2)

    def show_pixels(self, bgra: NDArray[np.uint8]) -> None:
        """The whole picture: (height, width, 4) uint8, blue first, contiguous."""
        height, width = bgra.shape[:2]
        self._pixels = bgra  # the image looks into it
        self._image = QImage(bgra.data, width, height, width * 4, QImage.Format.Format_RGB32)
        self.update()

    def show_nothing(self) -> None:
        if self._image is not None:
            self._image = self._pixels = None
            self.update()

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(220), self._looks.px(220) + self._words_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._looks.px(LEAST_SIDE), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.side < self._looks.px(LEAST_SIDE):
            return  # too small to see oneself in
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.side
        left = self.width() - side
        painter.setFont(self._looks.font(WORDS_PX))
        painter.setPen(self._looks.colour("text"))
        below = QRectF(left, side, side, self._words_px)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self.words)
        box = QRectF(left, 0, side, side).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        radius = self._looks.px(16)
        shape.addRoundedRect(box, radius, radius)
        painter.fillPath(shape, self._looks.colour("raised"))
        if self._image is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.translate(box.right(), box.top())
            painter.scale(-1, 1)
            width, height = self._image.width(), self._image.height()
            part = QRectF(SEAT.x() * width, SEAT.y() * height, SEAT.width() * width, SEAT.height() * height)
            painter.drawImage(QRectF(0, 0, box.width(), box.height()), self._image, part)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._looks.colour("line"), 2))
        painter.drawPath(shape)
        self._paint_oval(painter, box)

    def _paint_oval(self, painter: QPainter, box: QRectF) -> None:
        height = box.height() * 0.66
        width = height * 0.76
        oval = QRectF(box.center().x() - width / 2, box.top() + box.height() * 0.12, width, height)
        light = self._looks.colour("surface") if self._image is not None else self._looks.colour("edge")
        if self._image is not None:
            shade = self._looks.colour("text")
            shade.setAlphaF(0.35)
            painter.setPen(QPen(shade, self._looks.px(5)))
            painter.drawEllipse(oval)
        pen = QPen(light, self._looks.px(3))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawEllipse(oval)
