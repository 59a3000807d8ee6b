"""A notice: what happened, what it means, what to do, and at most one button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.style.theme import Theme


class Notice(QFrame):
    """A strip in a tone; hidden until it has something to say."""

    acted = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, *, can_dismiss: bool = False) -> None:
        super().__init__()
        self.setProperty("card", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(10))
        self._sign = Sign(theme, "warning", "warning")
        self._text = label(wrap=True)
        self._button = Button(theme)
        self._close = Button(theme, "", "close", "quiet")
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._close.setAccessibleName(self.tr("关闭这条提示"))
        self._close.setToolTip(self.tr("关闭这条提示"))
        self._close.setVisible(can_dismiss)
        self._button.clicked.connect(self.acted)
        self._close.clicked.connect(self.dismissed)
        self._close.clicked.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, text: str, tone: Tone, action: str = "") -> None:
        """Show `text`; with `action`, a button of that name."""
        self._text.setText(text)
        self._sign.show_icon(SIGNS[tone], foreground(tone))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        restyle(self, tone="primary" if tone is Tone.NEUTRAL else tone.value)
        self.setAccessibleName(text)
        self.show()
