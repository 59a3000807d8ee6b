"""What the camera and the microphones give at this moment, with boxes around faces, and the countdown over it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.session.preflight.view import Level, PreflightView
from ui.kit.chip import Chip
from ui.kit.meter import LevelMeter
from ui.kit.picture import PictureView
from ui.kit.tone import Tone
from ui.style.theme import Theme

MOST_WIDTH, MOST_HEIGHT = 640, 360


class LivePicture(PictureView):
    """The picture, and in the last seconds before a take how many are left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._look = theme
        self._left = 0
        self._hint = ""

    def count_down(self, left: int, hint: str = "") -> None:
        """0: nothing is counted."""
        self._left, self._hint = left, hint
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(240), self._look.px(135))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._left:
            return
        px = self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        font = QFont(self.font())
        font.setPixelSize(px(110))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, str(self._left))
        font.setPixelSize(px(18))
        painter.setFont(font)
        foot = QRectF(self.rect()).adjusted(0, 0, 0, -px(20))
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self._hint)


class LiveView(QFrame):
    """Picture, who is there, meters."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(12)] * 4)
        column.setSpacing(theme.px(10))
        self.picture = LivePicture(theme)
        self.picture.set_oval(False)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._customer, self._clerk, self._others = Chip(theme), Chip(theme), Chip(theme)
        self.customer, self.counter = LevelMeter(theme), LevelMeter(theme)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(10))
        for chip in (self._customer, self._clerk, self._others):
            foot.addWidget(chip)
        foot.addSpacing(theme.px(8))
        foot.addWidget(self.customer, 1)
        foot.addWidget(self.counter, 1)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)
        self._others.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.picture.setAccessibleName(self.tr("现场画面"))
        self.customer.set_name(self.tr("客户"))
        self.counter.set_name(self.tr("柜台"))
        self._show_count(0, 0, 0)

    def wanted_size(self) -> tuple[int, int]:
        width, height = self.picture.wanted_size()
        shrink = min(1.0, MOST_WIDTH / width, MOST_HEIGHT / height)
        return max(2, int(width * shrink) // 2 * 2), max(2, int(height * shrink) // 2 * 2)

    def show_view(self, view: PreflightView) -> None:
        faces = view.faces
        self.picture.show_boxes([(face.x, face.y, face.width, face.height) for face in faces])
        who = [face.who for face in faces]
        self._show_count(who.count("customer"), who.count("clerk"), who.count("other"))
        _show(self.customer, view.levels.customer or view.levels.counter)
        _show(self.counter, view.levels.counter)

    def _show_count(self, customers: int, clerks: int, others: int) -> None:
        self._customer.show_state(
            self.tr("客户 {count} 人").format(count=customers), Tone.OK if customers == 1 else Tone.WARNING
        )
        self._clerk.show_state(
            self.tr("员工 {count} 人").format(count=clerks), Tone.OK if clerks == 1 else Tone.WARNING
        )
        self._others.show_state(self.tr("其他 {count} 人").format(count=others), Tone.WARNING)
        self._others.setVisible(others > 0)


def _show(meter: LevelMeter, level: Level | None) -> None:
    if level is not None:
        meter.show_level(level.rms_dbfs, level.peak_dbfs, level.is_voice)
