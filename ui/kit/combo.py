"""A drop-down with our chevron, whose list is as wide as its longest line."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.style import icons
from ui.style.theme import Theme


class Combo(QComboBox):
    """The wheel changes nothing unless the list was opened or the keyboard is on it: pages scroll under it."""

    closed = Signal()
    """the list went away; what was chosen in it is told after that"""

    def __init__(self, theme: Theme, characters: int = 6) -> None:
        super().__init__()
        self._theme = theme
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(characters)
        theme.changed.connect(self.update)

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + self._theme.px(36))
        super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        self.closed.emit()

    @property
    def is_open(self) -> bool:
        return self.view().isVisible()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - px(44)
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.width() - px(26), (self.height() - px(16)) / 2, px(16), px(16))
        icons.paint(painter, box, "chevron-down", self._theme.colour("secondary").name())
