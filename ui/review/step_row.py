"""One step of the review: its verdict, and below it, when it is open, every try; a note where one is wanted.

It is told, and emits; who may look at the film, and what a note must be, is decided by whoever tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.model import Answer, Review, StepResult, Verdict
from ui.kit.button import Button
from ui.kit.card import clear
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.messages import VERDICT_TONES, clock_text, date_text, reason_text, verdict_text
from ui.recording.elide import ElidedLabel
from ui.review.reading import LEAST_NOTE
from ui.style.theme import Theme

VERDICT_PX = 112


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened in the step, worth a line."""

    at_ns: int
    text: str


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What a row shows."""

    number: int
    title: str
    result: StepResult
    answers: Sequence[Answer]
    moments: Sequence[Moment]
    notes: Sequence[Review]
    """written already"""
    wants_note: bool
    can_replay: bool


class StepRow(QFrame):
    """`note` is what was typed."""

    note_changed = Signal(str)
    spread_wished = Signal()
    """the same note for the other steps that want one"""
    time_wished = Signal(object)

    def __init__(self, theme: Theme, facts: StepFacts) -> None:
        super().__init__()
        self.setProperty("row", True)
        self._theme = theme
        self.facts = facts
        self._is_open = False
        px = theme.px
        self._number = label(role="caption", tone="secondary")
        self._number.setFixedWidth(px(28))
        self._title = ElidedLabel(facts.title)
        self._answer = ElidedLabel("", tone="secondary")
        self._tries = label(role="caption", tone="secondary")
        self._chip = Chip(theme)
        self._more = Button(theme, icon="chevron-right", kind="quiet")
        self._why = label(role="caption", wrap=True)
        self._written = QVBoxLayout()
        self._edit = QLineEdit()
        self._error = label(role="caption", tone="danger")
        self._spread = Button(theme, kind="link")
        self._details = QWidget()
        self._lay_out()
        self._more.clicked.connect(self.switch)
        self._edit.textChanged.connect(self._on_text_changed)
        self._spread.clicked.connect(self.spread_wished)
        self._details.hide()
        self._error.hide()
        self._spread.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        top = QHBoxLayout()
        top.setSpacing(px(10))
        top.addWidget(self._number)
        top.addWidget(self._title, 3)
        top.addWidget(self._answer, 2)
        top.addWidget(self._tries)
        top.addWidget(self._held(self._chip))
        top.addWidget(self._more)
        below = QVBoxLayout()
        below.setContentsMargins(px(38), 0, px(6), 0)
        below.setSpacing(px(4))
        below.addWidget(self._why)
        below.addLayout(self._written)
        below.addWidget(self._edit)
        foot = QHBoxLayout()
        foot.addWidget(self._error)
        foot.addStretch(1)
        foot.addWidget(self._spread)
        below.addLayout(foot)
        below.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(6), px(4), px(6))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addLayout(below)
        self._lines = QVBoxLayout(self._details)
        self._lines.setContentsMargins(0, px(2), 0, px(4))
        self._lines.setSpacing(px(2))

    def _held(self, chip: Chip) -> QWidget:
        """In a column of its own, however long its word is."""
        holder = QWidget()
        holder.setFixedWidth(self._theme.px(VERDICT_PX))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(chip)
        row.addStretch(1)
        return holder

    # ------------------------------------------------------------------ the note

    @property
    def note(self) -> str:
        return self._edit.text().strip()

    @property
    def lacks_note(self) -> bool:
        return self.facts.wants_note and len(self.note) < LEAST_NOTE

    def set_note(self, text: str) -> None:
        if text != self._edit.text():
            self._edit.setText(text)

    def complain(self) -> None:
        """Say that the note is still missing, and put the keyboard there."""
        self._show_error()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_spread(self, others: int) -> None:
        """`others`: how many steps could have the same note; none hides the offer."""
        is_offered = others > 0 and self.facts.wants_note and not self.lacks_note
        self._spread.setText(self.tr("用于其余 {count} 步").format(count=others))
        self._spread.setVisible(is_offered)

    def _on_text_changed(self) -> None:
        if self._error.isVisible() or self._error.text():
            self._show_error()
        self.note_changed.emit(self._edit.text())

    def _show_error(self) -> None:
        missing = LEAST_NOTE - len(self.note)
        self._error.setText(self.tr("✖ 还差 {count} 个字").format(count=missing) if self.lacks_note else "")
        self._error.setVisible(self.lacks_note)

    # ------------------------------------------------------------------ the tries

    def switch(self) -> None:
        """Open or close the tries."""
        self._is_open = not self._is_open
        if self._is_open:
            self._fill()
        self._details.setVisible(self._is_open)
        self._more.set_icon("chevron-down" if self._is_open else "chevron-right")
        self._name_more()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and event.position().y() <= self._more.geometry().bottom():
            self.switch()

    def _fill(self) -> None:
        clear(self._lines)
        lines = [(answer.begin_ns, self._try_text(answer)) for answer in self.facts.answers]
        lines += [(moment.at_ns, moment.text) for moment in self.facts.moments]
        for at_ns, text in sorted(lines, key=lambda line: line[0]):
            row = QHBoxLayout()
            row.setSpacing(self._theme.px(10))
            row.addWidget(self._time(at_ns), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(text, "caption", wrap=True), 1)
            self._lines.addLayout(row)
        if not lines:
            self._lines.addWidget(label(self.tr("没有做到这一步"), "caption", "secondary"))

    def _time(self, at_ns: int) -> QWidget:
        clock = clock_text(at_ns)
        if not self.facts.can_replay:
            text = label(clock, "caption", "secondary")
            text.setFixedWidth(self._theme.px(52))
            return text
        button = Button(self._theme, clock, kind="link")
        button.setAccessibleName(self.tr("从 {time} 回放").format(time=clock))
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda: self.time_wished.emit(at_ns))
        return button

    def _try_text(self, answer: Answer) -> str:
        said = self.tr("“{text}”").format(text=answer.text) if answer.text else self.tr("没有出声")
        if answer.answered_by == "touch":
            said = self.tr("触屏作答")
        text = self.tr("第 {number} 次  {said}  {verdict}：{why}")
        why = reason_text(answer.reason)
        return text.format(number=answer.attempt, said=said, verdict=verdict_text(answer.verdict), why=why)

    # ------------------------------------------------------------------ words

    def retranslate(self) -> None:
        facts, result = self.facts, self.facts.result
        self._number.setText(str(facts.number))
        self._answer.setText(self.tr("“{text}”").format(text=result.answer) if result.answer else "")
        self._tries.setText(self.tr("{count} 次").format(count=result.attempts) if result.attempts else "")
        self._chip.show_state(verdict_text(result.verdict), VERDICT_TONES[str(result.verdict)])
        self._show_why()
        clear(self._written)
        for note in facts.notes:
            said = self.tr("说明：{text}（{who} {when}）")
            text = said.format(text=note.text, who=note.actor, when=date_text(note.at_wall_ns))
            self._written.addWidget(label(text, "caption", "secondary", wrap=True))
        self._edit.setVisible(facts.wants_note)
        self._edit.setPlaceholderText(self.tr("请说明原因，至少 {count} 个字").format(count=LEAST_NOTE))
        self._edit.setAccessibleName(
            self.tr("第 {number} 步 {title} 的说明").format(number=facts.number, title=facts.title)
        )
        self.setAccessibleName(f"{facts.number} {facts.title} {verdict_text(result.verdict)}")
        self._name_more()
        if self._is_open:
            self._fill()

    def _show_why(self) -> None:
        """Why a step was not accepted, by its last try."""
        result = self.facts.result
        last = self.facts.answers[-1] if self.facts.answers else None
        if result.verdict is Verdict.ACCEPTED:
            self._why.hide()
        elif last is None:
            self._why.setText(self.tr("没有做到这一步"))
        else:
            self._why.setText(self.tr("原因：{why}").format(why=reason_text(last.reason)))

    def _name_more(self) -> None:
        text = self.tr("收起第 {number} 步的应答") if self._is_open else self.tr("展开第 {number} 步的应答")
        self._more.setAccessibleName(text.format(number=self.facts.number))
        self._more.setToolTip(self._more.accessibleName())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
