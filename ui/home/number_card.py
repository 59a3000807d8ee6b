"""A card with one number, what it is made of, and the one thing to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.style.theme import Theme


class NumberCard(Card):
    """Told its number; emits `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__(theme, margin=14, spacing=6)
        self._sign = Sign(theme, icon, "secondary", 18)
        self._title = label(role="caption", tone="secondary")
        self._number = label(role="display")
        self._hint = label(role="caption", tone="secondary", wrap=True)
        self._short = label(role="section")
        self._short.hide()
        self._button = Button(theme, kind="link")
        self._button.clicked.connect(self.acted)
        top = QHBoxLayout()
        top.setSpacing(theme.px(6))
        top.addWidget(self._sign)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._short)
        top.addWidget(self._button)
        top.addStrut(theme.px(28))
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(self._number)
        text = QVBoxLayout()
        text.addStretch(1)
        text.addWidget(self._hint)
        text.addStretch(1)
        row.addLayout(text, 1)
        self.body.addLayout(top)
        self.body.addLayout(row)

    def tell(self, title: str, number: int | None, hint: str, action: str = "", tone: str = "text") -> None:
        """`tone` colours the number when it asks for something; the hint says it in words. None: not known yet."""
        self._title.setText(title)
        self._number.setText("–" if number is None else str(number))
        self._short.setText(self._number.text())
        self._hint.setText(hint)
        self._button.setText(action)
        self._button.setAccessibleName(f"{title}：{action}" if action else title)
        self._button.setVisible(bool(action))
        for text in (self._number, self._short):
            restyle(text, tone=tone if number else "secondary")
        self.setAccessibleName(f"{title} {number}")

    def set_low(self, is_low: bool) -> None:
        """On one line, where the window has no room for more."""
        self._short.setVisible(is_low)
        self._number.setVisible(not is_low)
        self._hint.setVisible(not is_low)
