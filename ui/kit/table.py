"""A table of whole rows for pages that list things: told its columns, then its rows. Chips stand where a column has a
tone, elided text elsewhere; one column takes what the others leave. Rows are of one height, so that many cost nothing
to lay out. It sorts nothing by itself: whoever gives the rows has ordered them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.kit.tone import SIGNS, Tone, foreground, ground
from ui.style import icons
from ui.style.theme import Theme

ROW_PX = 40
LEAST_REST_PX = 110
"""of the column that takes what is left; then one scrolls across"""
TONE_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


def _no_tone(row: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading and the texts of its cells are asked for when they are painted."""

    width_px: int
    """at 100 %; 0: what the others leave"""
    heading: Callable[[], str]
    text: Callable[[T], str]
    tone: Callable[[T], Tone | None] = _no_tone
    is_right: bool = False


class RowModel(QAbstractTableModel, Generic[T]):
    """Shows the rows it was given. Tones come through Qt as plain texts."""

    def __init__(self, columns: Sequence[Column[T]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[T] = []

    def show_rows(self, rows: Sequence[T]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[T]) -> None:
        """Behind those that are there."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return column.text(row)
        if role == TONE_ROLE:
            return column.tone(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.columns[section])
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return self.columns[section].heading()

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))


def _side(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Paints text and chips itself: the style would ask the model for ten things more for each cell."""

    def __init__(self, theme: Theme, model: RowModel[Any]) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self._signs: dict[tuple[str, str, int], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        px, theme, cell = self._theme.px, self._theme, QRectF(option.rect)
        text, tone = str(index.data()), index.data(TONE_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, theme.colour("primary_soft"))
        box = cell.adjusted(px(10), 0, -px(10), 0)
        if tone is not None:
            self._paint_chip(painter, box, text, Tone(tone))
        else:
            painter.setPen(theme.colour("text"))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, _side(self._model.columns[index.column()]), shown)
        painter.restore()

    def _paint_chip(self, painter: QPainter, cell: QRectF, text: str, tone: Tone) -> None:
        px, theme = self._theme.px, self._theme
        font = QFont(painter.font())
        font.setPixelSize(px(13))
        font.setWeight(QFont.Weight.Medium)
        metrics = QFontMetrics(font)
        box = QRectF(cell.left(), cell.center().y() - px(12), 0, px(25))
        box.setWidth(min(cell.width(), metrics.horizontalAdvance(text) + px(38)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground(tone)))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        colour = theme.colour(foreground(tone))
        key = (SIGNS[tone], colour.name(), px(15))
        if key not in self._signs:
            self._signs[key] = icons.pixmap(*key, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + px(8), box.top() + px(5)), self._signs[key])
        painter.setFont(font)
        painter.setPen(colour)
        inner = box.adjusted(px(27), 0, -px(8), 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(inner.width()) + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)


class RowTable(QTableView):
    """`chosen` tells that another row is the current one, also by keyboard."""

    row_chosen = Signal()

    def __init__(self, theme: Theme, model: RowModel[Any]) -> None:
        super().__init__()
        self._theme, self._rows = theme, model
        self.setModel(model)
        self._delegate = RowDelegate(theme, model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):
            corner.hide()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.row_chosen.emit())
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()

    def set_names(self, name: str, headings: str) -> None:
        """What a screen reader calls the table and the line of its headings."""
        self.setAccessibleName(name)
        self.horizontalHeader().setAccessibleName(headings)

    def on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_PX))
        self.horizontalHeader().setMinimumSectionSize(self._theme.px(40))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        head, px = self.horizontalHeader(), self._theme.px
        taken = sum(px(column.width_px) for column in self._rows.columns if column.width_px)
        rest = max(px(LEAST_REST_PX), self.viewport().width() - taken)
        for number, column in enumerate(self._rows.columns):
            head.resizeSection(number, px(column.width_px) if column.width_px else rest)

    @property
    def chosen(self) -> Any:
        """The row that is current; none when there is none."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    def choose(self, number: int) -> None:
        """Make a row the current one, if it is there."""
        if 0 <= number < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(number, 0))
