"""A button that is only a drawing, as the rows of a player have them; its name is its tooltip, with its key."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.style import icons
from ui.style.theme import Theme

SIDE_PX, ICON_PX = 36, 20


class IconButton(QAbstractButton):
    def __init__(self, theme: Theme, icon: str, *, is_main: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._name = icon
        self._is_main = is_main
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def set_name(self, text: str) -> None:
        self.setToolTip(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(SIDE_PX + (12 if self._is_main else 0)), self._theme.px(SIDE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        px, colour = self._theme.px, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_over = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = ("primary_hover" if is_over else "primary") if self._is_main else "raised"
        if not self.isEnabled():
            ground = "raised"
        if self._is_main or is_over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(ground))
            painter.drawRoundedRect(box, px(8), px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("text" if self._is_main else "focus"), 2))
            painter.drawRoundedRect(box, px(8), px(8))
        ink = "edge" if not self.isEnabled() else "on_primary" if self._is_main else "text"
        size = px(ICON_PX)
        place = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        icons.paint(painter, place, self._name, colour(ink).name())
