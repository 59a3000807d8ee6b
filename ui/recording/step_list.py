"""The steps down the left: sign, number, title, tries, time; the present one stands out, those that are over open."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import clock_text
from ui.style import icons
from ui.style.theme import Theme

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the list."""

    step: str
    number: int
    title: str
    tone: Tone
    word: str
    """what the sign means"""
    is_present: bool = False
    is_over: bool = False
    attempts: int = 0
    used_ns: int = 0


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.is_compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: StepRow = index.data(ROW)
        px, colour = self._theme.px, self._theme.colour
        box = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = box.adjusted(px(4), px(1), -px(4), -px(1))
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if row.is_present or is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("primary_soft" if row.is_present else "raised"))
            painter.drawRoundedRect(QRectF(ground), px(8), px(8))
        if row.is_present:
            painter.setBrush(colour("primary"))
            painter.drawRoundedRect(QRectF(ground.left(), ground.top() + px(8), px(4), ground.height() - px(16)), 2, 2)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colour("focus"))
            painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        size = px(20)
        sign = QRectF(ground.left() + px(10), ground.center().y() - size / 2 + 0.5, size, size)
        font = QFont(option.font)
        font.setPixelSize(px(13))
        self._paint_sign(painter, sign, row, font)
        self._paint_texts(painter, ground, row, font)
        painter.restore()

    def _paint_sign(self, painter: QPainter, sign: QRectF, row: StepRow, font: QFont) -> None:
        colour = self._theme.colour
        if row.is_present:
            icons.paint(painter, sign, "record", colour("primary").name())
        elif row.is_over:
            icons.paint(painter, sign, SIGNS[row.tone], colour(foreground(row.tone)).name())
        else:
            painter.setFont(font)
            painter.setPen(colour("secondary"))
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, str(row.number))

    def _paint_texts(self, painter: QPainter, ground: QRect, row: StepRow, font: QFont) -> None:
        px, colour = self._theme.px, self._theme.colour
        painter.setFont(font)
        painter.setPen(colour("secondary"))
        right = clock_text(row.used_ns) if row.used_ns and not self.is_compact else ""
        if row.attempts > 1:
            right = self.tr("{count} 次　{time}").format(count=row.attempts, time=right).rstrip()
        place = QRectF(ground).adjusted(px(36), 0, -px(10), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        place.setRight(place.right() - painter.fontMetrics().horizontalAdvance(right) - px(8))
        font.setPixelSize(px(15))
        font.setWeight(QFont.Weight.DemiBold if row.is_present else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colour("text" if row.is_present or row.is_over else "secondary"))
        title = f"{row.number} {row.title}" if row.is_present or row.is_over else row.title
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


class StepList(QListWidget):
    """`show_rows` on every change; `opened` when somebody wants to see a step that is over."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[StepRow, ...] = ()
        self._present = ""
        self._delegate = _Delegate(theme)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setProperty("plain", True)
        self.setMouseTracking(False)
        self.itemClicked.connect(self._on_activated)
        self.itemActivated.connect(self._on_activated)
        theme.changed.connect(self.doItemsLayout)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("环节"))
        self.show_rows(self._rows, is_new=True)

    def set_compact(self, is_compact: bool) -> None:
        """Without times, so that the titles can be read."""
        self._delegate.is_compact = is_compact
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.px(60))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(260), self._theme.px(300))

    def show_rows(self, rows: tuple[StepRow, ...], *, is_new: bool = False) -> None:
        if len(rows) != self.count():
            self.clear()
            for _ in rows:
                self.addItem(QListWidgetItem())
        for index, row in enumerate(rows):
            if not is_new and index < len(self._rows) and self._rows[index] == row:
                continue
            item = self.item(index)
            item.setData(ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(row))
            item.setToolTip(row.title)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags if row.is_over else Qt.ItemFlag.ItemIsEnabled)
        self._rows = rows
        present = next((row for row in rows if row.is_present), None)
        if present is not None and present.step != self._present:
            self._present = present.step
            ahead = min(present.number, len(rows) - 1)  # so that the next one can be seen as well
            self.scrollToItem(self.item(ahead))
            self.scrollToItem(self.item(present.number - 1))

    def _spoken(self, row: StepRow) -> str:
        text = self.tr("第 {number} 步 {title}，{word}").format(number=row.number, title=row.title, word=row.word)
        if row.attempts <= 1:
            return text
        return self.tr("{text}，{count} 次").format(text=text, count=row.attempts)

    def close_all(self) -> None:
        """Nothing is opened any more."""
        self.clearSelection()

    def _on_activated(self, item: QListWidgetItem) -> None:
        row: StepRow = item.data(ROW)
        if row.is_over:
            self.opened.emit(row.step)
