"""The live picture with the two level meters under it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.evidence.observed import Level, Sight
from ui.kit.meter import LevelMeter
from ui.kit.picture import PictureView
from ui.style.theme import Theme

MOST_WIDTH, MOST_HEIGHT = 640, 360
"""a preview need not be sharper: each picture costs its pixels"""


class SightPanel(QFrame):
    """Pulled by the page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(8)] * 4)
        column.setSpacing(theme.px(8))
        self.picture = PictureView(theme)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.customer, self.counter = LevelMeter(theme), LevelMeter(theme)
        meters = QHBoxLayout()
        meters.setSpacing(theme.px(12))
        meters.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        meters.addWidget(self.customer)
        meters.addWidget(self.counter)
        column.addWidget(self.picture)
        column.addLayout(meters)
        self.retranslate()

    def retranslate(self) -> None:
        self.picture.setAccessibleName(self.tr("现场画面"))
        self.customer.set_name(self.tr("客户"))
        self.counter.set_name(self.tr("柜台"))

    def set_picture_height(self, height: int) -> None:
        self.picture.setFixedHeight(height)

    def wanted_size(self) -> tuple[int, int]:
        width, height = self.picture.wanted_size()
        shrink = min(1.0, MOST_WIDTH / width, MOST_HEIGHT / height)
        return max(2, int(width * shrink) // 2 * 2), max(2, int(height * shrink) // 2 * 2)

    def show_sight(self, sight: Sight) -> None:
        _show(self.customer, sight.customer)
        _show(self.counter, sight.counter)


def _show(meter: LevelMeter, level: Level) -> None:
    meter.show_level(level.rms_dbfs, level.peak_dbfs, level.is_voice)
