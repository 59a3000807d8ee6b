"""The left rail: one checkable button a page, icon over word."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from ui.kit.sign import Sign
from ui.style.theme import Theme


class Rail(QFrame):
    """Emits the key of what was chosen; whoever listens decides, and then says so with `choose`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(8)] * 4)
        self._column.setSpacing(theme.px(6))
        self._column.addWidget(Sign(theme, "logo", "primary", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(theme.px(10))
        self._column.addStretch(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._chosen = ""
        theme.changed.connect(self.on_theme_changed)

    def add(self, key: str, icon: str, *, at_foot: bool = False) -> None:
        button = QToolButton()
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
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
            button.setFixedSize(self._theme.px(76), self._theme.px(62))

    def _on_clicked(self, key: str) -> None:
        self.choose(self._chosen)  # until whoever decides has decided
        self.chosen.emit(key)
