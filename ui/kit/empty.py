"""What a page shows when there is nothing: what that means, and the next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.label import label
from ui.kit.sign import Sign
from ui.style.theme import Theme

WIDTH = 480


class EmptyState(QWidget):
    """An icon, a line, a hint, and one button."""

    acted = Signal()

    def __init__(self, theme: Theme, icon: str = "empty") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        self._title = label(role="section")
        self._hint = label(role="body", tone="secondary", wrap=True)
        self._button = Button(theme, kind="primary")
        column.addStretch(1)
        for widget in (Sign(theme, icon, "secondary", 56), self._title, self._hint, self._button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._theme = theme
        self._button.clicked.connect(self.acted)

    def tell(self, title: str, hint: str = "", action: str = "") -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        # A wrapped label in the middle of a column is given the height of one line, unless it says what it needs.
        width = self._theme.px(WIDTH)
        self._hint.setFixedWidth(width)
        self._hint.setMinimumHeight(max(0, self._hint.heightForWidth(width)))
        self._button.setText(action)
        self._button.setVisible(bool(action))
