"""The live picture: the newest frame, kept in shape, with face boxes and an oval to sit in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.theme import Theme

Box = tuple[float, float, float, float]
"""left, top, width, height, each 0..1 of the picture"""


class PictureView(QWidget):
    """Paints what it is given; asks for nothing. Black with a line of text while there is no picture."""

    def __init__(self, theme: Theme, ratio: float = 16 / 9) -> None:
        super().__init__()
        self._theme = theme
        self._ratio = ratio
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self._boxes: tuple[Box, ...] = ()
        self._has_oval = False
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width / self._ratio)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(480), round(self._theme.px(480) / self._ratio))

    def wanted_size(self) -> tuple[int, int]:
        """Width and height in real pixels of what would be painted sharply; even numbers."""
        box, ratio = self._place(), self.devicePixelRatioF()
        return max(2, int(box.width() * ratio) // 2 * 2), max(2, int(box.height() * ratio) // 2 * 2)

    def show_pixels(self, bgra: NDArray[np.uint8]) -> None:
        """(height, width, 4) uint8, blue first, contiguous."""
        height, width = bgra.shape[:2]
        self._pixels = bgra  # the image looks into it
        self._image = QImage(bgra.data, width, height, width * 4, QImage.Format.Format_RGB32)
        self.update()

    def show_nothing(self, caption: str = "") -> None:
        self._image = self._pixels = None
        self._caption = caption
        self.update()

    def show_boxes(self, boxes: Sequence[Box]) -> None:
        self._boxes = tuple(boxes)
        self.update()

    def set_oval(self, is_shown: bool) -> None:
        self._has_oval = is_shown
        self.update()

    def _place(self) -> QRectF:
        width = min(self.width(), self.height() * self._ratio)
        height = width / self._ratio
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._place()
        painter.fillRect(place, QColor("#0B0E12"))
        if self._image is None:
            painter.setPen(QColor("#C7CED8"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._caption)
            return
        painter.drawImage(place, self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#8AB4F8"), self._theme.px(2)))
        for left, top, width, height in self._boxes:
            box = QRectF(
                place.left() + left * place.width(), place.top() + top * place.height(),
                width * place.width(), height * place.height(),
            )  # fmt: skip
            painter.drawRoundedRect(box, self._theme.px(6), self._theme.px(6))
        if self._has_oval:
            painter.setPen(QPen(QColor(255, 255, 255, 150), self._theme.px(2), Qt.PenStyle.DashLine))
            height = place.height() * 0.62
            width = height * 0.74
            painter.drawEllipse(QRectF(place.center().x() - width / 2, place.center().y() - height / 2, width, height))
