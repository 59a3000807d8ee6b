"""The red bar: that it records, for how long, which step, how much is left, whose take it is. Readable without red."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.messages import clock_text
from ui.recording.elide import ElidedLabel
from ui.style.theme import Theme

HEIGHT = 48


class Dot(QWidget):
    """● that breathes while it records, once a second; still where motion is unwanted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_bright = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def beat(self, is_bright: bool) -> None:
        is_bright = is_bright or not self._theme.has_motion
        if is_bright != self._is_bright:
            self._is_bright = is_bright
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(16), self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = self._theme.colour("on_record")
        colour.setAlphaF(1.0 if self._is_bright else 0.45)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class RecordBar(QFrame):
    """Told by the page; the button at its end mutes the cues."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("recordbar")
        self._theme = theme
        self._row = QHBoxLayout(self)
        self.dot = Dot(theme)
        self._state, self._clock = label(), label(role="title", tone="on_record")
        self._step = ElidedLabel()
        self._practice, self._left, self._disk, self._name = (label() for _ in range(4))
        self._disk_sign, self._name_sign = Sign(theme, "disk", "on_record", 18), Sign(theme, "person", "on_record", 18)
        self.mute = Button(theme, icon="speaker", kind="record")
        self.mute.setCheckable(True)
        for widget in (self.dot, self._state, self._clock):
            self._row.addWidget(widget)
        self._row.addSpacing(theme.px(8))
        self._row.addWidget(self._step, 1)
        for widget in (self._practice, self._left):
            self._row.addWidget(widget)
        for sign, text in ((self._disk_sign, self._disk), (self._name_sign, self._name)):
            self._row.addWidget(sign)
            self._row.addWidget(text)
        self._row.addWidget(self.mute)
        self._practice.hide()
        self.mute.toggled.connect(self.retranslate)
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()
        self.retranslate()

    def retranslate(self) -> None:
        self._practice.setText(self.tr("【演练】"))
        name = self.tr("提示音已关") if self.mute.isChecked() else self.tr("提示音")
        self.mute.setAccessibleName(name)
        self.mute.setToolTip(self.tr("{name}。开始和结束的声音不能关。").format(name=name))
        self.mute.set_icon("muted" if self.mute.isChecked() else "speaker")

    def on_theme_changed(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(20), 0, px(8), 0)
        self._row.setSpacing(px(10))

    def set_compact(self, is_compact: bool) -> None:
        """Without what the status bar tells as well."""
        self._disk.setVisible(not is_compact)
        self._disk_sign.setVisible(not is_compact)

    def show_state(self, text: str, *, is_over: bool = False) -> None:
        """`is_over`: it records no more, and must not look as if it did."""
        self._state.setText(text)
        if bool(self.property("over")) != is_over:
            for widget in (self.dot, self.mute):
                widget.setVisible(not is_over)
            ink = "surface" if is_over else "on_record"
            self._disk_sign.show_icon("disk", ink)
            self._name_sign.show_icon("person", ink)
            for painted in (self, *self.findChildren(QLabel)):
                restyle(painted, over=is_over)

    def show_time(self, now_ns: int) -> None:
        self._clock.setText(clock_text(now_ns))
        self.dot.beat(now_ns % 1_000_000_000 < 600_000_000)
        self.setAccessibleName(f"{self._state.text()} {self._clock.text()} {self._step.text()}")

    def show_step(self, number: int, steps: int, title: str) -> None:
        text = self.tr("第 {number}/{steps} 步　{title}").format(number=number, steps=steps, title=title)
        self._step.setText(text if number else "")

    def show_left(self, seconds: float) -> None:
        minutes = max(1, round(seconds / 60))
        text = self.tr("约剩 %n 分钟", "", minutes) if seconds >= 50 else self.tr("约剩不到 1 分钟")
        self._left.setText(text if seconds > 0 else "")

    def show_disk(self, hours: float | None) -> None:
        if hours is None:
            self._disk.setText(self.tr("磁盘：读不到"))
        else:
            left = f"{hours:.1f}" if hours < 10 else str(round(hours))
            self._disk.setText(self.tr("可录 {hours} 小时").format(hours=left))

    def show_whose(self, masked_name: str, is_practice: bool) -> None:
        self._name.setText(masked_name)
        self._practice.setVisible(is_practice)

    def labels(self) -> list[QLabel]:
        """For a test of what can be read."""
        return [self._state, self._clock, self._left, self._disk, self._name, self._practice]
