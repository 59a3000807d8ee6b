"""The row under the picture: play, step, jump, time, speed, what is left out, loudness. It is told, and it emits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from ui.kit.combo import Combo
from ui.kit.label import label
from ui.messages import clock_text
from ui.replay.icon_button import IconButton
from ui.replay.player import SPEEDS, PlayerState
from ui.style.theme import Theme

EVERYTHING, ANSWERS, NO_SILENCE = "everything", "answers", "no_silence"
MODES = (EVERYTHING, ANSWERS, NO_SILENCE)
SHORT_PX, SHORTEST_PX = 680, 570


class Controls(QWidget):
    toggle_wanted = Signal()
    jump_wanted = Signal(int)
    """by so many seconds"""
    step_wanted = Signal(int)
    """by so many pictures"""
    chapter_wanted = Signal(int)
    speed_wanted = Signal(float)
    mode_wanted = Signal(str)
    volume_wanted = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._is_playing = self._can_play = self._is_ready = False
        self._play = IconButton(theme, "play", is_main=True)
        self._previous, self._next = IconButton(theme, "previous"), IconButton(theme, "next")
        self._back, self._forward = IconButton(theme, "back"), IconButton(theme, "forward")
        self._step_back, self._step_on = IconButton(theme, "step-back"), IconButton(theme, "step-forward")
        self.time: QLabel = label("00:00 / 00:00", "mono")
        self.speed, self.mode = Combo(theme, 5), Combo(theme, 5)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setRange(0, 100)
        self._volume.setValue(100)
        self._volume.setFixedWidth(theme.px(72))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        for button in (
            self._play,
            self._previous,
            self._back,
            self._step_back,
            self._step_on,
            self._forward,
            self._next,
        ):
            row.addWidget(button)
        row.addSpacing(theme.px(8))
        row.addWidget(self.time)
        row.addStretch(1)
        row.addWidget(self.mode)
        row.addSpacing(theme.px(6))
        row.addWidget(self.speed)
        row.addSpacing(theme.px(6))
        row.addWidget(self._volume)
        self._theme = theme
        self._connect()
        self.retranslate()
        self.speed.setCurrentIndex(SPEEDS.index(1.0))

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggle_wanted)
        self._back.clicked.connect(lambda: self.jump_wanted.emit(-5))
        self._forward.clicked.connect(lambda: self.jump_wanted.emit(5))
        self._step_back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._step_on.clicked.connect(lambda: self.step_wanted.emit(1))
        self._previous.clicked.connect(lambda: self.chapter_wanted.emit(-1))
        self._next.clicked.connect(lambda: self.chapter_wanted.emit(1))
        self.speed.activated.connect(lambda number: self.speed_wanted.emit(SPEEDS[number]))
        self.mode.activated.connect(lambda number: self.mode_wanted.emit(MODES[number]))
        self._volume.valueChanged.connect(lambda value: self.volume_wanted.emit(value / 100))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what a key or the timeline does as well makes way."""
        super().resizeEvent(event)
        px, width = self._theme.px, self.width()
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance(self.time.text()) + px(4))
        for button in (self._previous, self._next):
            button.setVisible(width >= px(SHORT_PX))
        for button in (self._back, self._forward):
            button.setVisible(width >= px(SHORTEST_PX))

    @property
    def play_button(self) -> QWidget:
        """Where the keyboard goes when a take is shown."""
        return self._play

    def show_state(self, state: PlayerState) -> None:
        self._is_playing = state is PlayerState.PLAYING
        self._play.set_icon("pause" if self._is_playing else "play")
        self._name_play()
        self._can_play = state in (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED)
        self.setEnabled(self._can_play and self._is_ready)

    def set_ready(self, is_ready: bool) -> None:
        """Whether the take may be played at all."""
        self._is_ready = is_ready
        self.setEnabled(self._can_play and self._is_ready)

    def show_time(self, at_ns: int, length_ns: int) -> None:
        self.time.setText(f"{clock_text(at_ns)} / {clock_text(length_ns)}")

    def show_speed(self, speed: float) -> None:
        if speed in SPEEDS:
            self.speed.setCurrentIndex(SPEEDS.index(speed))

    def show_mode(self, mode: str) -> None:
        self.mode.setCurrentIndex(MODES.index(mode))

    def show_sound(self, has_sound: bool) -> None:
        """There is no loudness without a loudspeaker."""
        self._volume.setVisible(has_sound)

    def _name_play(self) -> None:
        text = self.tr("暂停（空格）") if self._is_playing else self.tr("播放（空格）")
        self._play.set_name(text)

    def retranslate(self) -> None:
        self._name_play()
        for button, text in (
            (self._previous, self.tr("上一环节（PgUp）")),
            (self._next, self.tr("下一环节（PgDn）")),
            (self._back, self.tr("后退 5 秒（←）")),
            (self._forward, self.tr("前进 5 秒（→）")),
            (self._step_back, self.tr("上一帧（,）")),
            (self._step_on, self.tr("下一帧（.）")),
        ):
            button.set_name(text)
        chosen_speed, chosen_mode = self.speed.currentIndex(), self.mode.currentIndex()
        self.speed.clear()
        self.speed.addItems([self.tr("{speed} 倍").format(speed=f"{speed:g}") for speed in SPEEDS])
        self.speed.setCurrentIndex(max(0, chosen_speed))
        self.mode.clear()
        self.mode.addItems([self.tr("全部"), self.tr("只看应答"), self.tr("跳过静音")])
        self.mode.setCurrentIndex(max(0, chosen_mode))
        self.speed.setAccessibleName(self.tr("播放速度"))
        self.speed.setToolTip(self.tr("播放速度，声调不变（[ 减慢，] 加快，退格恢复）"))
        self.mode.setAccessibleName(self.tr("播放范围"))
        self.mode.setToolTip(self.tr("只看应答：每次应答从前 2 秒放起"))
        self._volume.setAccessibleName(self.tr("音量"))
