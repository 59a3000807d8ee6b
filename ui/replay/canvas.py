"""The replayed picture: kept in shape, with the viewer's mark painted into it, so that no grab of it is without.

Pictures come as Qt's video frames and are turned into an image once, when they are painted: what comes faster than it
is painted costs nothing. No QVideoWidget: nothing could be painted over it, and without a graphics card it is no
cheaper (measured at 1280x720: 5.0 ms a picture against 5.7 ms here).
"""

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.replay.watermark import Watermark
from ui.style.theme import Theme

GROUND, WORDS = QColor("#0B0E12"), QColor("#C7CED8")
DRIFT_MS = 100


class PictureCanvas(QWidget):
    """Shows what it is given under the viewer's mark; a line of text while there is nothing."""

    clicked = Signal()

    def __init__(self, theme: Theme, watermark: Watermark, ratio: float = 16 / 9) -> None:
        super().__init__()
        self._theme = theme
        self._ratio = ratio
        self._watermark = watermark
        self._frame: QVideoFrame | None = None
        self._image: QImage | None = None
        self._caption = ""
        self._last_box = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._since = QElapsedTimer()
        self._drift = QTimer(self, interval=DRIFT_MS)
        self._drift.timeout.connect(self.on_drift_due)

    @property
    def has_picture(self) -> bool:
        return self._frame is not None

    @property
    def image(self) -> QImage | None:
        """The picture as it was decoded, without the mark."""
        if self._image is None and self._frame is not None:
            self._image = self._frame.toImage()
        return self._image

    def set_watermark(self, watermark: Watermark) -> None:
        """For another viewer."""
        self._watermark = watermark
        self.update()

    def show_picture(self, frame: QVideoFrame) -> None:
        self._frame, self._image = frame, None
        if frame.height():
            self._ratio = frame.width() / frame.height()
        self.update()

    def show_nothing(self, caption: str = "") -> None:
        """Forget the picture, and say why there is none."""
        self._frame = self._image = None
        self._caption = caption
        self.setAccessibleDescription(caption)
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget."""
        width = min(float(self.width()), self.height() * self._ratio)
        height = width / self._ratio
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def watermark_rect(self) -> QRectF:
        return self._watermark.box(self.font(), self.picture_rect())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(640), self._theme.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(180))

    def on_drift_due(self) -> None:
        self._watermark.drift.advance(self._since.restart() / 1000)
        if self._frame is not None:
            box = self.watermark_rect()
            self.update(box.united(self._last_box).toAlignedRect().adjusted(-2, -2, 2, 2))

    def showEvent(self, event: QShowEvent) -> None:
        self._since.start()
        self._drift.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._drift.stop()
        super().hideEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), GROUND)
        place, image = self.picture_rect(), self.image
        if image is None:
            painter.setPen(WORDS)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._caption)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
        self._last_box = self.watermark_rect()
        self._watermark.paint(painter, self.font(), place)
