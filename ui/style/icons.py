"""Our icons: SVG drawings in `resources/icons`, in the colour and size they are asked for."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text()


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels; FileNotFoundError for a name we do not draw."""
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, QRectF(0, 0, picture.width(), picture.height()), name, colour)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def paint(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    """Draw the icon into `box`."""
    drawing = _drawing(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, box)


def icon(name: str, colour: str, size: int, faint: str | None = None) -> QIcon:
    """The icon for a button; `faint` colours it while the button is disabled."""
    made = QIcon(pixmap(name, colour, size, 2.0))
    if faint is not None:
        made.addPixmap(pixmap(name, faint, size, 2.0), QIcon.Mode.Disabled)
    return made
