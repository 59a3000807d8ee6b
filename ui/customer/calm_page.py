"""Before and after a take: a greeting in large letters, and what comes next.

Where the customer's letters are too large for the display, the drawing goes first and then the hints: never the words.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.customer.looks import CustomerLooks
from ui.kit.card import clear
from ui.kit.sign import Sign


class CalmPage(QWidget):
    """`tell` shows a greeting, a line below it, and hints with a drawing each."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self._looks = looks
        self._sign = Sign(looks, "logo", "primary", 104)
        self.greeting, self.line, self.number = QLabel(), QLabel(), QLabel()
        self.greeting.setProperty("part", "greeting")
        self.line.setProperty("part", "line")
        self.number.setProperty("part", "number")
        self._hints = QVBoxLayout()
        self._spare: list[QWidget] = []
        """what can be left out, the first first"""
        column = QVBoxLayout(self)
        column.setContentsMargins(looks.px(48), looks.px(24), looks.px(48), looks.px(24))
        column.setSpacing(looks.px(18))
        column.addStretch(1)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self.greeting, self.line):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addWidget(self.number, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(looks.px(12))
        hints = QHBoxLayout()
        hints.addStretch(1)
        hints.addLayout(self._hints)
        hints.addStretch(1)
        column.addLayout(hints)
        column.addStretch(1)

    def tell(
        self,
        icon: str,
        token: str,
        greeting: str,
        line: str,
        hints: Sequence[tuple[str, str]] = (),
        number: str = "",
    ) -> None:
        """`hints`: drawing and words; `number` is what the customer may read out."""
        self._sign.show_icon(icon, token)
        self.greeting.setText(greeting)
        self.line.setText(line)
        self.number.setText(number)
        self.number.setVisible(bool(number))
        clear(self._hints)
        self._hints.setSpacing(self._looks.px(14))
        self._spare = [self._sign]
        for drawing, words in hints:
            hint = QWidget()
            row = QHBoxLayout(hint)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._looks.px(20))
            text = QLabel(words)
            text.setProperty("part", "line")
            row.addWidget(Sign(self._looks, drawing, "primary", 44))
            row.addWidget(text, 1)
            self._hints.addWidget(hint)
            self._spare.insert(1, hint)
        self.make_room()

    def make_room(self) -> None:
        """Leave out what has none."""
        layout = self.layout()
        if layout is None:
            return
        for spare in self._spare:
            spare.show()
        for spare in self._spare:
            layout.activate()
            if layout.totalMinimumHeightForWidth(self.width()) <= self.height():
                break
            spare.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.make_room()
