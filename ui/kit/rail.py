"""The left rail: one checkable button a page, icon over word; lower ones where there are many and little room."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from ui.kit.sign import Sign
from ui.style.theme import Theme

WIDTH_PX, HIGH_PX, LOW_PX = 76, 62, 46


class RailButton(QToolButton):
    """As high as it likes, or as low as it must."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH_PX), self._theme.px(HIGH_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH_PX), self._theme.px(LOW_PX))


class Rail(QFrame):
    """Emits the key of what was chosen; whoever listens decides, and then says so with `choose`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(8)] * 4)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(Sign(theme, "logo", "primary", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(theme.px(6))
        self._column.addStretch(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, tuple[RailButton, str]] = {}
        self._chosen = ""
        theme.changed.connect(self.on_theme_changed)

    def add(self, key: str, icon: str, *, at_foot: bool = False) -> None:
        button = RailButton(self._theme)
        button.clicked.connect(lambda: self._on_clicked(key))
        self._group.addButton(button)
        self._buttons[key] = (button, icon)
        where = self._column.count() if at_foot else self._column.count() - 1
        self._column.insertWidget(where, button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.on_theme_changed()

    def set_text(self, key: str, text: str, tip: str = "") -> None:
        button, _ = self._buttons[key]
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip or text)

    def set_shown(self, key: str, is_shown: bool) -> None:
        self._buttons[key][0].setVisible(is_shown)

    def choose(self, key: str) -> None:
        """Show `key` as the page that is open; an unknown key: none of them."""
        self._chosen = key
        self._group.setExclusive(False)
        for name, (button, _) in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(key in self._buttons)
        self.on_theme_changed()

    def on_theme_changed(self) -> None:
        self.setFixedWidth(self._theme.px(92))
        for key, (button, icon) in self._buttons.items():
            button.setIcon(self._theme.icon(icon, "primary" if key == self._chosen else "secondary", 24))
            button.setIconSize(QSize(self._theme.px(24), self._theme.px(24)))
            button.setMaximumHeight(self._theme.px(HIGH_PX))
            button.updateGeometry()

    def _on_clicked(self, key: str) -> None:
        self.choose(self._chosen)  # until whoever decides has decided
        self.chosen.emit(key)
