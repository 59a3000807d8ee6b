"""The buttons at the foot: 没听清, 慢一点, 字大一点, 我再想想; the last one asks once, in the same place.

It emits what is wished and decides nothing.
"""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from ui.customer.keys import GUARD_MS, Key, KeyRow
from ui.customer.looks import CustomerLooks

LARGER_GUARD_MS = 400
MARGIN = 36
ALONE, MOST_WIDTH = 420, 16_777_215
"""how wide a key grows that stands alone, and any other"""


class Foot(QFrame):
    """`show_live` while a take runs; before and after it only the size of the letters can be changed."""

    repeat_wished = Signal()
    slower_wished = Signal()
    larger_wished = Signal()
    stop_wished = Signal()
    """confirmed"""
    stop_taken_back = Signal()

    def __init__(self, looks: CustomerLooks, guard_ms: int = GUARD_MS) -> None:
        super().__init__()
        self.setObjectName("customerfoot")
        self._looks = looks
        self._is_live = False
        self._width = 0
        self.repeat = Key(looks, "repeat", guard_ms)
        self.slower = Key(looks, "slower", guard_ms)
        self.larger = Key(looks, "larger", min(guard_ms, LARGER_GUARD_MS))
        self.think = Key(looks, "calm", guard_ms)
        self.stop, self.go_on = Key(looks, "", guard_ms), Key(looks, "", guard_ms)
        self._question = QLabel()
        self._question.setProperty("part", "stop")
        self._wishes = KeyRow(looks, (self.repeat, self.slower, self.larger, self.think))
        self._stopping = KeyRow(looks, (self.stop, self.go_on), self._question, is_equal=True)
        self._places = QVBoxLayout(self)
        for row in (self._wishes, self._stopping):
            self._places.addWidget(row)
        self._stopping.hide()
        self.repeat.pressed_once.connect(self.repeat_wished)
        self.slower.pressed_once.connect(self.slower_wished)
        self.larger.pressed_once.connect(self.larger_wished)
        self.think.pressed_once.connect(self._ask)
        self.stop.pressed_once.connect(self._on_stop)
        self.go_on.pressed_once.connect(self._on_go_on)
        looks.changed.connect(self.on_looks_changed)
        self.on_looks_changed()
        self.retranslate()
        self.show_live(False)

    def show_live(self, is_live: bool) -> None:
        self._is_live = is_live
        self._show_wishes()

    def allow_repeat(self, is_allowed: bool) -> None:
        """Whether there is anything to say again."""
        for key in (self.repeat, self.slower):
            key.setEnabled(is_allowed)

    @property
    def is_asking(self) -> bool:
        """Whether to stop."""
        return not self._stopping.isHidden()

    def lay_out(self, width: int) -> None:
        """For a foot that wide."""
        self._width = width
        for row in (self._wishes, self._stopping):
            row.lay_out(width - 2 * self._looks.px(MARGIN))

    def retranslate(self) -> None:
        self.repeat.say(self.tr("没听清，再说一遍"))
        self.slower.say(self.tr("慢一点"))
        self.larger.say(self.tr("字大一点"))
        self.think.say(self.tr("我再想想"))
        self.stop.say(self.tr("是，先不办"))
        self.go_on.say(self.tr("继续"))
        self._question.setText(self.tr("不着急。今天先不办，可以吗？"))

    def on_looks_changed(self) -> None:
        px = self._looks.px
        self._places.setContentsMargins(px(MARGIN), px(14), px(MARGIN), px(14))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_wishes(self) -> None:
        self._stopping.hide()
        for key in (self.repeat, self.slower, self.think):
            key.setVisible(self._is_live)
        self.larger.setMaximumWidth(MOST_WIDTH if self._is_live else self._looks.px(ALONE))
        self._wishes.show()
        self.lay_out(self._width)

    def _ask(self) -> None:
        self._wishes.hide()
        for key in (self.stop, self.go_on):
            key.appear()
        self._stopping.show()

    def _on_stop(self) -> None:
        self._show_wishes()
        self.stop_wished.emit()

    def _on_go_on(self) -> None:
        self._show_wishes()
        self.stop_taken_back.emit()
