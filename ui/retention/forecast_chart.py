"""The disk by month, as bars: what takes will take at each month's end, and what may be freed in it."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.retention import Forecast
from ui.messages import number_text
from ui.style.theme import Theme

GB, MB = 1e9, 1e6
HIGH_PX = 108


class ForecastChart(QWidget):
    """Paints what it is given; the same in words is its description for a screen reader."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._forecast: Forecast | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(HIGH_PX))

    def show_forecast(self, forecast: Forecast | None) -> None:
        self._forecast = forecast
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("每月磁盘占用预测"))
        months = () if self._forecast is None else self._forecast.months
        line = self.tr("{month}：月末占用 {used}，可释放 {freed}")
        said = [
            line.format(
                month=month.begins.strftime("%Y-%m"),
                used=size_text(month.bytes_at_end),
                freed=size_text(month.bytes_freed),
            )
            for month in months
        ]
        self.setAccessibleDescription("\n".join(said))
        self.setToolTip("\n".join(said))

    def paintEvent(self, event: QPaintEvent) -> None:
        months = () if self._forecast is None else self._forecast.months
        if not months:
            return
        px, theme = self._theme.px, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(px(12))
        painter.setFont(font)
        most = max(1, *(max(month.bytes_at_end, month.bytes_freed) for month in months))
        place = QRectF(0, px(16), self.width(), self.height() - px(36))
        each = place.width() / len(months)
        painter.setPen(theme.colour("line"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        for number, month in enumerate(months):
            left = place.left() + number * each
            used = QRectF(left + each * 0.16, 0, each * 0.42, place.height() * max(0, month.bytes_at_end) / most)
            used.moveBottom(place.bottom())
            freed = QRectF(left + each * 0.62, 0, each * 0.22, place.height() * month.bytes_freed / most)
            freed.moveBottom(place.bottom())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawRoundedRect(used, px(2), px(2))
            painter.setBrush(theme.colour("ok"))
            painter.drawRoundedRect(freed, px(2), px(2))
            painter.setPen(theme.colour("secondary"))
            above = QRectF(left, used.top() - px(16), each, px(16))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, size_text(month.bytes_at_end, is_short=True))
            below = QRectF(left, place.bottom() + px(3), each, px(16))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _month_text(month.begins.month))


def size_text(size: int, *, is_short: bool = False) -> str:
    """In the unit that fits."""
    if abs(size) >= GB:
        return f"{number_text(size / GB, 0 if is_short and size >= 10 * GB else 1)} GB"
    return f"{number_text(size / MB, 1 if 0 < size < 10 * MB else 0)} MB"


def _month_text(number: int) -> str:
    return QLocale().standaloneMonthName(number, QLocale.FormatType.ShortFormat)
