"""The strip on top: that it is being recorded, by whom, and how far it has come."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QWidget

from ui.customer.looks import CustomerLooks
from ui.customer.step_dots import StepDots

NARROW = 1_240
"""below that the steps have a row of their own on a tall display; on one that is not the words must do"""


class Head(QFrame):
    """Told what there is; words follow the window's language."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self.setObjectName("customerhead")
        self._looks = looks
        self._is_recording = self._is_practice = self._is_tall = False
        self._step = self._steps = 0
        self._place = ""
        self.recording, self.place, self.practice, self.step = QLabel(), QLabel(), QLabel(), QLabel()
        self.recording.setProperty("part", "recording")
        self.practice.setProperty("part", "practice")
        self.dots = StepDots(looks)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.recording, self.practice):
            first.addWidget(widget)
        first.addWidget(self.place, 1)
        second.addWidget(self.dots)
        second.addWidget(self.step)
        self._rows.addLayout(first, 1)
        self._rows.addLayout(second)
        self._inner = (first, second)
        looks.changed.connect(self.on_looks_changed)
        self.on_looks_changed()
        self.retranslate()

    def show_recording(self, is_recording: bool) -> None:
        self._is_recording = is_recording
        self.retranslate()

    def show_place(self, place: str, is_practice: bool) -> None:
        self._place, self._is_practice = place, is_practice
        self.retranslate()

    def show_step(self, step: int, steps: int) -> None:
        """Counted from 1; no steps: none is shown."""
        self._step, self._steps = step, steps
        self.dots.show_step(step, steps)
        self.retranslate()

    def retranslate(self) -> None:
        self.recording.setText(self.tr("● 正在录音录像"))
        self.recording.setVisible(self._is_recording)
        self.practice.setText(self.tr("演练"))
        self.practice.setVisible(self._is_practice)
        self.step.setText(self.tr("第 {step} 步，共 {steps} 步").format(step=self._step, steps=self._steps))
        has_steps = self._is_recording and self._steps > 0
        self.step.setVisible(has_steps)
        self.dots.setVisible(has_steps and (self._is_tall or self.width() >= self._looks.px(NARROW)))
        self.dots.setAccessibleName(self.step.text())
        self._elide()

    def on_looks_changed(self) -> None:
        px = self._looks.px
        self._rows.setContentsMargins(px(36), px(10), px(36), px(10))
        self._rows.setSpacing(px(10))
        for row in self._inner:
            row.setSpacing(px(18))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._is_tall = self.window().height() > self.window().width()
        is_narrow = self._is_tall and self.width() < self._looks.px(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._rows.direction() is not direction:
            self._rows.setDirection(direction)
        self._inner[1].setAlignment(Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag.AlignRight)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _elide(self) -> None:
        """A long name of a branch must not push the steps out; the dots go before it is cut."""
        metrics = QFontMetrics(self.place.font())
        needed = metrics.horizontalAdvance(self._place)
        is_one_row = self._rows.direction() is QBoxLayout.Direction.LeftToRight
        if is_one_row and needed > self._room():
            self.dots.hide()
        self.place.setText(metrics.elidedText(self._place, Qt.TextElideMode.ElideRight, self._room()))
        self.place.setAccessibleName(self._place)

    def _room(self) -> int:
        """How wide the name of the place may be."""
        px = self._looks.px
        others: list[QWidget] = [self.recording, self.practice]
        if self._rows.direction() is QBoxLayout.Direction.LeftToRight:
            others += [self.step, self.dots]
        taken = sum(widget.sizeHint().width() + px(18) for widget in others if not widget.isHidden())
        return max(px(120), self.width() - taken - px(2 * 36 + 30))
