"""The middle of the replay page: nothing, the question why, the picture with its timeline, or why there is none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.faults import Fault
from ui.kit.button import Button
from ui.kit.chip import Chip
from ui.kit.empty import EmptyState
from ui.kit.notice import Notice
from ui.kit.tone import Tone
from ui.recording.elide import ElidedLabel
from ui.replay.canvas import PictureCanvas
from ui.replay.controls import Controls
from ui.replay.icon_button import IconButton
from ui.replay.lanes import timelines
from ui.replay.reason_panel import ReasonPanel
from ui.replay.refusal import Refusal
from ui.replay.timeline import Timeline
from ui.replay.watermark import Watermark
from ui.style.theme import Theme


class Stage(QStackedWidget):
    """Shows one of four things; the page says which."""

    export_wanted = Signal()
    queue_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._empty = EmptyState(theme, "play")
        self.reason = ReasonPanel(theme)
        self.refusal = Refusal(theme)
        self.canvas = PictureCanvas(theme, Watermark(""))
        self.controls = Controls(theme)
        self.timeline = Timeline(theme)
        self._title = ElidedLabel(role="section")
        self._seal, self._sound = Chip(theme), Chip(theme)
        self._export = Button(theme, icon="export")
        self._notice = Notice(theme)
        self._is_verified = False
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self._queue = IconButton(theme, "sessions")
        head.addWidget(self._queue)
        head.addWidget(self._title, 1)
        head.addWidget(self._sound)
        head.addWidget(self._seal)
        head.addWidget(self._export)
        self._film = QWidget()
        column = QVBoxLayout(self._film)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.controls)
        column.addWidget(self.timeline)
        for widget in (self._empty, self.reason, self._film, self.refusal):
            self.addWidget(widget)
        self._export.clicked.connect(self.export_wanted)
        self._queue.clicked.connect(self.queue_wanted)
        self.retranslate()
        self.clear()

    # ------------------------------------------------------------------ one of four

    def show_empty(self) -> None:
        self.setCurrentWidget(self._empty)

    def ask(self, title: str, what: str) -> None:
        self.reason.ask(title, what)
        self.setCurrentWidget(self.reason)
        self.reason.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.field.selectAll()

    def wait(self) -> None:
        """The take is being opened."""
        self.canvas.show_nothing(self.tr("正在打开并核对录像…"))
        self.setCurrentWidget(self._film)

    def begin(self, title: str, warning: str) -> None:
        self.show_headline(title, warning)
        self.setCurrentWidget(self._film)

    def refuse(self, fault: Fault) -> None:
        self.canvas.show_nothing()
        self.refusal.tell(fault)
        self.setCurrentWidget(self.refusal)

    @property
    def is_refusing(self) -> bool:
        return self.currentWidget() is self.refusal

    @property
    def is_empty(self) -> bool:
        return self.currentWidget() is self._empty

    def show_queue_button(self, is_shown: bool) -> None:
        """Where the queue has no room of its own."""
        self._queue.setVisible(is_shown)

    def show_sound(self, has_sound: bool) -> None:
        """Without a loudspeaker only the picture is played, and that is said."""
        self.controls.show_sound(has_sound)
        self._sound.setVisible(not has_sound)

    def first_focus(self) -> QWidget | None:
        return self.reason.field if self.currentWidget() is self.reason else None

    # ------------------------------------------------------------------ the film

    def show_headline(self, title: str, warning: str) -> None:
        self._title.setText(title)
        if warning:
            self._notice.tell(warning, Tone.WARNING)
        else:
            self._notice.hide()

    def show_verified(self) -> None:
        self._is_verified = True
        self._show_seal()

    def uncover(self) -> None:
        """There is a picture to be played."""
        self._export.setEnabled(True)
        self.controls.set_ready(True)
        self.controls.play_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_may_export(self, may_export: bool) -> None:
        self._export.setVisible(may_export)

    def clear(self) -> None:
        """Nothing of a take is left."""
        self._is_verified = False
        self._export.setEnabled(False)
        self.controls.set_ready(False)
        self._notice.hide()
        self._title.setText("")
        self.canvas.show_nothing()
        self.timeline.show_take(timelines(0), {})
        self.controls.show_time(0, 0)
        self._show_seal()

    def _show_seal(self) -> None:
        if self._is_verified:
            self._seal.show_state(self.tr("与封存时一致"), Tone.OK)
        else:
            self._seal.show_state(self.tr("正在核对"), Tone.NEUTRAL)

    def retranslate(self) -> None:
        self._empty.tell(self.tr("选一份录像来回放"), self.tr("从左边的队列里选；回放前要写明理由，写进审计记录。"))
        self.reason.retranslate()
        self.refusal.retranslate()
        self.controls.retranslate()
        self.timeline.retranslate()
        self.canvas.setAccessibleName(self.tr("录像画面"))
        self._sound.show_state(self.tr("没有声音设备"), Tone.WARNING, "speaker")
        self._sound.setToolTip(self.tr("这台电脑没有声音设备，只播放画面。"))
        self._queue.set_name(self.tr("显示或收起复核队列"))
        self._export.setText(self.tr("导出"))
        self._export.setToolTip(self.tr("导出整份录像（E），须写明理由"))
        self._show_seal()
