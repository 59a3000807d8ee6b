"""Buttons: with an icon that follows the theme, and one that must be held."""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from ui.kit.label import restyle
from ui.style.theme import Theme

ICON_TOKENS = {"primary": "on_primary", "record": "on_record", "danger": "danger"}
HOLD_MS = 1000


class Button(QPushButton):
    """kind = primary | secondary | quiet | danger | record | link. Its visible text is its accessible name."""

    def __init__(
        self, theme: Theme, text: str = "", icon: str | None = None, kind: str = "secondary", *, big: bool = False
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._icon = icon
        self._kind = kind
        if kind == "link":
            self.setProperty("link", True)
        else:
            self.setProperty("kind", kind)
        if big:
            self.setProperty("big", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()

    def set_icon(self, name: str | None) -> None:
        self._icon = name
        self.on_theme_changed()

    def set_kind(self, kind: str) -> None:
        """Another look, but for links."""
        self._kind = kind
        restyle(self, kind=kind)
        self.on_theme_changed()

    def on_theme_changed(self) -> None:
        if self._icon is not None:
            size = self._theme.px(20)
            self.setIcon(self._theme.icon(self._icon, ICON_TOKENS.get(self._kind, "text"), 20))
            self.setIconSize(QSize(size, size))


class HoldButton(Button):
    """Acts after it has been held for a second, by pointer or by key; fills while it is held."""

    held = Signal()

    def __init__(self, theme: Theme, text: str = "", icon: str | None = None, kind: str = "danger") -> None:
        super().__init__(theme, text, icon, kind)
        self._part = 0.0
        self._filling = QVariantAnimation(self)
        self._filling.setStartValue(0.0)
        self._filling.setEndValue(1.0)
        self._filling.setDuration(HOLD_MS)
        self._filling.setEasingCurve(QEasingCurve.Type.Linear)
        self._filling.valueChanged.connect(self._on_part_changed)
        self._filling.finished.connect(self._on_filled)
        self.pressed.connect(self.begin_hold)
        self.released.connect(self.end_hold)

    def begin_hold(self) -> None:
        """As if pressed; for a shortcut that is held."""
        if self.isEnabled() and self._filling.state() is not QPropertyAnimation.State.Running:
            self._filling.start()

    def end_hold(self) -> None:
        self._filling.stop()
        self._on_part_changed(0.0)

    def _on_part_changed(self, part: float) -> None:
        self._part = part
        self.update()

    def _on_filled(self) -> None:
        self._on_part_changed(0.0)
        self.held.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._part:
            painter = QPainter(self)
            colour = self._theme.colour("danger")
            colour.setAlphaF(0.28)
            painter.fillRect(QRectF(0, 0, self.width() * self._part, self.height()), colour)
