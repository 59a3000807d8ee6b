"""What a step that is over came to: its tries, and the button that has it asked again. Read-only."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.kit.button import Button
from ui.kit.card import clear
from ui.kit.chip import Chip
from ui.kit.label import label, restyle
from ui.kit.tone import Tone
from ui.messages import VERDICT_TONES, verdict_text
from ui.problem_words import reason_text
from ui.recording.elide import ElidedLabel
from ui.recording.take_log import Try
from ui.style.theme import Theme

MOST_TRIES = 3


class StepResult(QFrame):
    """Hidden until `show_step`."""

    asked_again = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.step = ""
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(10)] * 4)
        column.setSpacing(theme.px(6))
        top = QHBoxLayout()
        self._title = ElidedLabel(role="body")
        self._close = Button(theme, icon="close", kind="quiet")
        restyle(self._close, tight=True)
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        column.addLayout(top)
        self._tries = QVBoxLayout()
        self._tries.setSpacing(theme.px(4))
        column.addLayout(self._tries)
        self._again = Button(theme, icon="ask-again")
        column.addWidget(self._again)
        self._close.clicked.connect(self.closed)
        self._again.clicked.connect(lambda: self.asked_again.emit(self.step))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._close.setAccessibleName(self.tr("收起"))
        self._close.setToolTip(self.tr("收起"))

    def show_step(
        self, step: str, number: int, title: str, verdict: str, answer: str, tries: Sequence[Try], *, may_ask: bool
    ) -> None:
        self.step = step
        self._title.setText(f"{number} {title}")
        clear(self._tries)
        chip = Chip(self._theme, verdict_text(verdict), VERDICT_TONES.get(verdict, Tone.NEUTRAL))
        self._tries.addWidget(chip)
        for one in tries[-MOST_TRIES:]:
            said = self.tr("“{text}”").format(text=one.text) if one.text else self.tr("没有出声")
            line = self.tr("第 {attempt} 次　{said}　{reason}").format(
                attempt=one.attempt, said=said, reason=reason_text(one.reason)
            )
            self._tries.addWidget(ElidedLabel(line, "caption", "secondary"))
        if not tries:
            said = self.tr("“{text}”").format(text=answer) if answer else self.tr("这一步不用回答")
            self._tries.addWidget(label(said, "caption", "secondary"))
        self._again.setText(self.tr("补问这一步"))
        self._again.setEnabled(may_ask)
        self._again.setToolTip("" if may_ask else self.tr("设备恢复以后才能补问"))
        self.setAccessibleName(self.tr("第 {number} 步的结果").format(number=number))
        self.show()
