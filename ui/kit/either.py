"""A few answers beside each other, of which one is chosen, or none yet."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from ui.style.theme import Theme


class Either(QWidget):
    """`value` is the key of what was chosen; empty before."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, keys: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        row.setSpacing(theme.px(20))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for key in keys:
            button = QRadioButton()
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        row.addStretch(1)
        self.setFocusProxy(self._buttons[keys[0]])

    def set_texts(self, name: str, texts: Sequence[str]) -> None:
        """What the answers are called; `name` says what is asked."""
        for button, text in zip(self._buttons.values(), texts, strict=True):
            button.setText(text)
            button.setAccessibleName(f"{name}：{text}")

    @property
    def value(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without telling; an unknown key: none."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)
