"""Where everything of the recording page lies, at every size and scale it must fit without scrolling.

    ┌ bar ───────────────────────────────────────────────┐
    │ steps  │ prompt · answer · notices · transcript │ sight    │
    │ result │                                        │ problems │
    └ foot ──────────────────────────────────────────────┘

It knows no take: the page tells each part what to show.
"""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.label import label
from ui.recording.actions import ActionBar
from ui.recording.alarms import Alarm
from ui.recording.answer import AnswerStrip
from ui.recording.bar import RecordBar
from ui.recording.meters import SightPanel
from ui.recording.notices import NoticeStack
from ui.recording.problems_panel import ProblemsPanel
from ui.recording.prompt import PromptCard
from ui.recording.step_list import StepList
from ui.recording.step_result import StepResult
from ui.recording.transcript_live import TranscriptLive
from ui.style.theme import Theme

ROOMY_WIDTH, ROOMY_HEIGHT, WIDE_WIDTH = 1120, 560, 1600
"""in pixels at 100 %: with less, everything is set closer"""
LOW_HEIGHT = 460


class Board(QWidget):
    """The parts and their places."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_compact = False
        self.bar, self.foot = RecordBar(theme), ActionBar(theme)
        self.steps, self.result = StepList(theme), StepResult(theme)
        self.prompt, self.answer = PromptCard(theme), AnswerStrip(theme)
        self.notices, self.transcript = NoticeStack(theme), TranscriptLive(theme)
        self.sight, self.problems = SightPanel(theme), ProblemsPanel(theme)
        self._left, self._right = QWidget(), QWidget()
        self._left_column, self._right_column = QVBoxLayout(self._left), QVBoxLayout(self._right)
        self._centre, self._said, self._body = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self._fill()
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addWidget(self.bar)
        root.addLayout(self._body, 1)
        root.addWidget(self.foot)
        theme.changed.connect(self.arrange)

    def _fill(self) -> None:
        theme = self._theme
        steps_card, self._said_card = QFrame(), QFrame()
        for card in (steps_card, self._said_card):
            card.setProperty("card", True)
        steps_column = QVBoxLayout(steps_card)
        steps_column.setContentsMargins(theme.px(4), theme.px(8), theme.px(4), theme.px(8))
        steps_column.addWidget(self.steps)
        self._said_title = label(role="caption", tone="secondary")
        self._said_card.setLayout(self._said)
        self._said.addWidget(self._said_title)
        self._said.addWidget(self.transcript, 1)
        for column in (self._left_column, self._right_column):
            column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(steps_card, 1)
        self._left_column.addWidget(self.result)
        self._centre.addWidget(self.prompt, 5)
        self._centre.addWidget(self.answer)
        self._centre.addWidget(self.notices)
        self._centre.addWidget(self._said_card, 4)
        self._right_column.addWidget(self.sight)
        self._right_column.addWidget(self.problems, 1)
        self._body.addWidget(self._left)
        self._body.addLayout(self._centre, 1)
        self._body.addWidget(self._right)

    def retranslate(self) -> None:
        self._said_title.setText(self.tr("听写"))
        for part in (
            self.bar, self.steps, self.result, self.notices, self.transcript, self.sight, self.problems, self.foot
        ):  # fmt: skip
            part.retranslate()

    def show_alarms(self, alarms: Sequence[Alarm], now_ns: int) -> None:
        """The transcript makes room for them, so that the prompt stays where it is."""
        was_empty = self.notices.isHidden()
        self.notices.show_alarms(alarms, now_ns)
        if was_empty != self.notices.isHidden():
            self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def _share_room(self) -> None:
        prompt, said = (6, 1) if self._is_compact else (5, 4) if self.notices.isHidden() else (6, 2)
        self._centre.setStretchFactor(self.prompt, prompt)
        self._centre.setStretchFactor(self._said_card, said)

    def arrange(self) -> None:
        """Everything in its place at this size and scale, so that the page never scrolls."""
        theme = self._theme
        scale = theme.scale_percent / 100
        width, height = self.width() / scale, self.height() / scale
        self._is_compact = is_compact = width < ROOMY_WIDTH or height < ROOMY_HEIGHT
        is_wide = width >= WIDE_WIDTH
        left, right = (180, 236) if is_compact else (300, 420) if is_wide else (260, 340)
        self._left.setFixedWidth(theme.px(left))
        self._right.setFixedWidth(theme.px(right))
        picture = (right - 16) * 9 / 16
        self.sight.set_picture_height(theme.px(min(picture, max(90.0, height * (0.25 if is_compact else 0.32)))))
        gap, edge = (8, 8) if is_compact else (12, 16)
        self._body.setContentsMargins(*[theme.px(edge)] * 4)
        self._body.setSpacing(theme.px(gap))
        for column in (self._left_column, self._centre, self._right_column):
            column.setSpacing(theme.px(gap))
        margin = theme.px(8 if is_compact else 12)
        self._said.setContentsMargins(margin, theme.px(6), margin, theme.px(6))
        self._said.setSpacing(theme.px(2))
        self._said_title.setVisible(not is_compact)
        self.prompt.set_compact(is_compact)
        self.answer.set_compact(is_compact)
        self.bar.set_compact(is_compact)
        self.steps.set_compact(is_compact)
        self._share_room()
        self.notices.set_most(1 if height < LOW_HEIGHT else 2 if is_compact else 3)
