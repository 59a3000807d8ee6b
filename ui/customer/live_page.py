"""During a take: the prompt, the customer's own picture, two answers to touch when there are any, and what to do."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.customer.band import Band
from ui.customer.keys import GUARD_MS, Key, KeyRow
from ui.customer.looks import ANSWER_PX, CustomerLooks
from ui.customer.own_picture import OwnPicture
from ui.customer.prompt_view import PromptView
from ui.customer.scene import Scene

MARGIN = 36
PICTURE_WIDE, PICTURE_TALL, PICTURE_HIGH = 0.18, 0.36, 0.5
"""the picture's share of the width, on a wide and on a tall display, and of the height at most"""


class LivePage(QWidget):
    """Shows a `Scene`; emits the answer that was touched."""

    answered = Signal(bool)

    def __init__(self, looks: CustomerLooks, guard_ms: int = GUARD_MS) -> None:
        super().__init__()
        self._looks = looks
        self._scene: Scene | None = None
        self.prompt = PromptView(looks)
        self.picture = OwnPicture(looks)
        self.band = Band(looks)
        self.accept_key, self.refuse_key = Key(looks, "", guard_ms, "answer"), Key(looks, "", guard_ms, "answer")
        self.answers = KeyRow(looks, (self.accept_key, self.refuse_key), base_px=ANSWER_PX, is_equal=True)
        self.answers.hide()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self.prompt, 1)
        self._top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top, 1)
        self._column.addWidget(self.answers)
        self._column.addWidget(self.band)
        self.accept_key.pressed_once.connect(lambda: self._on_answered(True))
        self.refuse_key.pressed_once.connect(lambda: self._on_answered(False))
        looks.changed.connect(self.on_looks_changed)
        self.on_looks_changed()
        self.retranslate()

    def show_scene(self, scene: Scene) -> None:
        """Nothing is laid out anew that stays the same."""
        old, self._scene = self._scene, scene
        self.prompt.show_text(scene.prompt, is_whole=not scene.is_spoken)
        self.band.show_do(scene.verb, scene.look)
        if scene.listens:
            self.band.sign.listen()
        else:
            self.band.sign.show_icon(scene.icon)
        if scene.answers is None:
            self.answers.hide()
        elif old is None or old.answers != scene.answers or old.prompt != scene.prompt or self.answers.isHidden():
            for key, text in zip((self.accept_key, self.refuse_key), scene.answers, strict=True):
                key.say(text)
                key.appear()
            self._lay_out_answers()
            self.answers.show()

    def retranslate(self) -> None:
        self.picture.set_words(self.tr("请坐正"), self.tr("您的画面"))

    def on_looks_changed(self) -> None:
        px = self._looks.px
        self._column.setContentsMargins(px(MARGIN), px(20), px(MARGIN), px(20))
        self._column.setSpacing(px(16))
        self._top.setSpacing(px(32))
        self._place_picture()
        self._lay_out_answers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_tall = self.height() > self.width()
        way = QBoxLayout.Direction.BottomToTop if is_tall else QBoxLayout.Direction.LeftToRight
        if self._top.direction() is not way:
            self._top.setDirection(way)
        self._place_picture()
        self._lay_out_answers()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out_answers(self) -> None:
        self.answers.lay_out(self.width() - 2 * self._looks.px(MARGIN))

    def _place_picture(self) -> None:
        is_tall = self.height() > self.width()
        self.picture.setFixedWidth(round(self.width() * (PICTURE_TALL if is_tall else PICTURE_WIDE)))
        self.picture.setMaximumHeight(round(self.height() * PICTURE_HIGH))

    def _on_answered(self, accepts: bool) -> None:
        for key in (self.accept_key, self.refuse_key):
            key.setEnabled(False)
        self.answered.emit(accepts)
