"""Before a take is shown: which one it is, and the question why. Nothing is opened without an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit.ask import LEAST_CHARACTERS
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme


class ReasonPanel(QWidget):
    """`given` carries the reason; the last one is offered again for the next take."""

    given = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._card = Card(theme, margin=24, spacing=14)
        self._what = label(role="body", tone="secondary", wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self._field = Field(theme, self.field)
        self._common = QHBoxLayout()
        self._common.setSpacing(theme.px(8))
        self._commons = [Button(theme) for _ in range(4)]
        for button in self._commons:
            button.clicked.connect(lambda _=False, button=button: self.field.setText(button.text()))
            self._common.addWidget(button)
        self._common.addStretch(1)
        self._begin = Button(theme, icon="play", kind="primary", big=True)
        self._card.add(self._what)
        self._card.add(self._field)
        self._card.body.addLayout(self._common)
        self._card.body.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.setMaximumWidth(theme.px(620))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._card)
        column.addStretch(2)
        column.setAlignment(self._card, Qt.AlignmentFlag.AlignHCenter)
        self.field.textChanged.connect(self.on_text_changed)
        self.field.returnPressed.connect(self.give)
        self._begin.clicked.connect(self.give)
        self.retranslate()
        self.on_text_changed()

    def ask(self, title: str, what: str) -> None:
        """About one take: its name and what it is."""
        self._card.set_heading(title)
        self._what.setText(what)

    def give(self) -> None:
        if self._begin.isEnabled():
            self.given.emit(self.field.text().strip())

    def on_text_changed(self) -> None:
        self._begin.setEnabled(len(self.field.text().strip()) >= LEAST_CHARACTERS)

    def retranslate(self) -> None:
        self._field.set_name(self.tr("为什么要回放"), self.tr("账号、时间和理由写进审计记录，不能删改。"))
        self._begin.setText(self.tr("开始回放"))
        texts = (self.tr("日常复核"), self.tr("随机抽查"), self.tr("客户投诉"), self.tr("监管调阅"))
        for button, text in zip(self._commons, texts, strict=True):
            button.setText(text)
