"""A level meter: −60 to 0 dBFS, the right range painted, a word under it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.theme import Theme

FLOOR_DBFS = -60.0
QUIET_DBFS, LOUD_DBFS, CLIP_DBFS = -40.0, -6.0, -1.0
"""R-B08 wants speech between −30 and −6 dBFS on the whole; a word is said below −40 and above −6"""
FALL_DB = 2.0
"""how much the bar falls a show"""


class LevelMeter(QWidget):
    """Shows the newest level; call `show_level` about 15 times a second."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._rms_dbfs = self._peak_dbfs = FLOOR_DBFS
        self._is_voice = False
        self._is_known = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def show_level(self, rms_dbfs: float, peak_dbfs: float, is_voice: bool = False) -> None:
        self._is_known = True
        self._rms_dbfs = max(FLOOR_DBFS, rms_dbfs, self._rms_dbfs - FALL_DB)
        self._peak_dbfs = max(FLOOR_DBFS, peak_dbfs, self._peak_dbfs - FALL_DB / 2)
        self._is_voice = is_voice
        self.setAccessibleDescription(self.word())
        self.update()

    def word(self) -> str:
        """The level in one word."""
        if not self._is_known:
            return self.tr("没有声音")
        if self._peak_dbfs >= CLIP_DBFS:
            return self.tr("太大")
        if not self._is_voice:
            return self.tr("没有人说话")
        if self._rms_dbfs < QUIET_DBFS:
            return self.tr("太小")
        return self.tr("合适") if self._rms_dbfs <= LOUD_DBFS else self.tr("太大")

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(px(13))
        painter.setFont(font)
        top = QRectF(0, 0, self.width(), px(18))
        painter.setPen(self._theme.colour("text"))
        word = self.word()
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        metrics = painter.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(word) - px(8)
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        bar = QRectF(0, px(22), self.width(), px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(bar, px(4), px(4))
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRect(self._span(bar, -30.0, LOUD_DBFS))
        level = self._span(bar, FLOOR_DBFS, self._rms_dbfs)
        if level.width() > 1:
            token = "meter_low" if self._rms_dbfs < -30 else "meter_good"
            painter.setBrush(self._theme.colour("meter_hot" if self._rms_dbfs > LOUD_DBFS else token))
            painter.drawRoundedRect(level, px(4), px(4))
        painter.setBrush(self._theme.colour("text"))
        at = self._span(bar, FLOOR_DBFS, self._peak_dbfs).right()
        if self._peak_dbfs > FLOOR_DBFS:
            painter.drawRect(QRectF(at - px(2), bar.top() - px(1), px(2), bar.height() + px(2)))

    def _span(self, bar: QRectF, low_dbfs: float, high_dbfs: float) -> QRectF:
        def x(dbfs: float) -> float:
            return bar.left() + bar.width() * (min(dbfs, 0.0) - FLOOR_DBFS) / -FLOOR_DBFS

        return QRectF(x(low_dbfs), bar.top(), x(high_dbfs) - x(low_dbfs), bar.height())
