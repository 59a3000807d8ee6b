"""One icon in a tone, that follows the theme."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.style import icons
from ui.style.theme import Theme


class Sign(QWidget):
    """A drawing of `size` pixels; decoration, unless given an accessible name."""

    def __init__(self, theme: Theme, name: str, token: str = "text", size: int = 20) -> None:
        super().__init__()
        self._theme, self._name, self._token, self._size = theme, name, token, size
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()

    def show_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def on_theme_changed(self) -> None:
        self.setFixedSize(self._theme.px(self._size), self._theme.px(self._size))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, QRectF(self.rect()), self._name, self._theme.colour(self._token).name())
