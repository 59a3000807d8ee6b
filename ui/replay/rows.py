"""A list of rows with a sign, two lines and a word at the right: what the queue, the verdicts and the events are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.tone import SIGNS, Tone, foreground, ground
from ui.style import icons
from ui.style.theme import Theme

ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `mark` stands at the right in a tone."""

    title: str
    below: str = ""
    tone: Tone | None = None
    mark: str = ""
    mark_tone: Tone = Tone.NEUTRAL
    spoken: str = ""
    """what a screen reader says, where the visible texts do not suffice"""


class RowsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Rows of the same number are changed in place, so that the list stays where it is."""
        if len(rows) == len(self.rows) and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken or "，".join(part for part in (row.title, row.below, row.mark) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.below) if part)
        return None


class RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView, *, has_two_lines: bool = True) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._has_two_lines = has_two_lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(52 if self._has_two_lines else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        px, colour, box = self._theme.px, self._theme.colour, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("primary_soft"))
            painter.fillRect(QRectF(box.left(), box.top(), px(3), box.height()), colour("primary"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("raised"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("focus"))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        left = box.left() + px(10)
        if row.tone is not None:
            size = px(16)
            sign = QRectF(left, box.center().y() - size / 2, size, size)
            icons.paint(painter, sign, SIGNS[row.tone], colour(foreground(row.tone)).name())
            left += size + px(8)
        right = box.right() - px(10) - self._mark(painter, row, box)
        middle = box.center().y() if row.below else box.bottom()
        self._text(painter, row.title, QRectF(left, box.top(), right - left, middle - box.top()), 14, "text", row.below)
        if row.below:
            below = QRectF(left, middle, right - left, box.bottom() - middle)
            self._text(painter, row.below, below, 12, "secondary", "")
        painter.restore()

    def _text(self, painter: QPainter, text: str, box: QRectF, size: int, token: str, below: str) -> None:
        font = self._sized(size)
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        place = Qt.AlignmentFlag.AlignVCenter
        if below:
            place, box = Qt.AlignmentFlag.AlignBottom, box.adjusted(0, 0, 0, -self._theme.px(1))
        elif size == 12:
            place, box = Qt.AlignmentFlag.AlignTop, box.adjusted(0, self._theme.px(2), 0, 0)
        painter.drawText(box, place | Qt.AlignmentFlag.AlignLeft, shown)

    def _mark(self, painter: QPainter, row: Row, box: QRectF) -> float:
        """The word at the right, on its soft ground; returns the width it took."""
        if not row.mark:
            return 0.0
        px, font = self._theme.px, self._sized(12)
        width = QFontMetricsF(font).horizontalAdvance(row.mark) + px(14)
        chip = QRectF(box.right() - px(10) - width, box.center().y() - px(10), width, px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(ground(row.mark_tone)))
        painter.drawRoundedRect(chip, px(10), px(10))
        painter.setFont(font)
        painter.setPen(self._theme.colour(foreground(row.mark_tone)))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, row.mark)
        return width + px(8)

    def _sized(self, size: int) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(self._theme.px(size))
        return font


class RowList(QListView):
    """The list; `chosen` is told for a click and for Enter."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, *, has_two_lines: bool = True) -> None:
        super().__init__()
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(theme, self, has_two_lines=has_two_lines))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def current_row(self) -> int | None:
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def go_to(self, row: int) -> None:
        self.setCurrentIndex(self.rows.index(row))
