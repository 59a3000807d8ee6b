"""The band that says what to do: the sign, one line of it, and below what was heard.

A press that was understood is confirmed in the place of what to do, for three seconds, so that nothing moves.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from ui.customer.looks import FACTORS, VERB_PX, CustomerLooks
from ui.customer.scene import Look
from ui.customer.voice_sign import VoiceSign
from ui.kit.label import restyle

TOAST_MS = 3_000
MOST_CHARACTERS = 40
"""of what was heard, the newest"""


class Band(QFrame):
    """`show_do`, `show_line`, and `toast` for a press that was understood."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self.setObjectName("customerband")
        self.sign = VoiceSign(looks)
        self.verb, self.caption = QLabel(), QLabel()
        self.verb.setProperty("part", "verb")
        self.verb.setWordWrap(True)
        self.caption.setProperty("part", "caption")
        self.caption.setWordWrap(True)
        self.caption.hide()
        self._verb = ""
        self._look = Look.CALM
        self._looks = looks
        self.verb_px = 0
        looks.changed.connect(self._fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(looks.px(20), looks.px(12), looks.px(24), looks.px(12))
        row.setSpacing(looks.px(24))
        column = QVBoxLayout()
        column.setSpacing(looks.px(4))
        row.addWidget(self.sign)
        row.addLayout(column, 1)
        column.addStretch(1)
        column.addWidget(self.verb)
        column.addWidget(self.caption)
        column.addStretch(1)
        self._toast = QTimer(self)
        self._toast.setSingleShot(True)
        self._toast.setInterval(TOAST_MS)
        self._toast.timeout.connect(self._show_verb)

    def show_do(self, verb: str, look: Look) -> None:
        self._verb = verb
        if look is not self._look:
            self._look = look
            restyle(self, tone="" if look is Look.CALM else look.value)
        if not self.is_toasting:
            self._show_verb()

    def show_line(self, text: str) -> None:
        """What was heard, or what else helps now; empty for nothing."""
        self.caption.setText(text)
        self.caption.setVisible(bool(text))

    def toast(self, text: str) -> None:
        """Say for three seconds that a press was understood."""
        self.verb.setText(f"✔ {text}")
        restyle(self.verb, tone="ok")
        self._fit()
        self._toast.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        """One line where it can be: in smaller letters rather than in two."""
        room = self.width() - self.sign.sizeHint().width() - self._looks.px(76)
        for factor in reversed([one for one in FACTORS if one <= self._looks.factor]):
            font = self._looks.font(VERB_PX, is_bold=True)
            font.setPixelSize(self._looks.text_px(VERB_PX, factor))
            if QFontMetrics(font).horizontalAdvance(self.verb.text()) <= room:
                break
        if font.pixelSize() != self.verb_px:
            self.verb_px = font.pixelSize()
            self.verb.setStyleSheet(f"font-size: {self.verb_px}px;")

    def clear(self) -> None:
        self._toast.stop()
        self.show_line("")

    @property
    def is_toasting(self) -> bool:
        return self._toast.isActive()

    def _show_verb(self) -> None:
        self.verb.setText(self._verb)
        restyle(self.verb, tone="")
        self._fit()
