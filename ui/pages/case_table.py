"""The table of cases: a model over lines, and chips painted in its cells. Texts are made when a cell is painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
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

from app.model import TakeState
from app.session.case import mask_name
from ui.home.lines import Line
from ui.kit.tone import SIGNS, Tone, foreground, ground
from ui.messages import (
    OUTCOME_TONES,
    REVIEW_TONES,
    clock_text,
    date_text,
    outcome_text,
    product_text,
    review_text,
    take_state_text,
)
from ui.style import icons
from ui.style.theme import Theme

NUMBER, CUSTOMER, PRODUCT, CLERK, BEGAN, LENGTH, OUTCOME, REVIEW, UPLOAD = range(9)
WIDTHS = {NUMBER: 156, CUSTOMER: 92, CLERK: 84, BEGAN: 144, LENGTH: 76, OUTCOME: 178, REVIEW: 112, UPLOAD: 84}
"""pixels at 100 %; the product takes what is left"""
LEAST_PRODUCT_PX = 200
ROW_PX = 42
TONE_ROLE = Qt.ItemDataRole.UserRole
NOTHING = "–"
Index = QModelIndex | QPersistentModelIndex


class CaseModel(QAbstractTableModel):
    """Shows the lines it was given, newest first unless a column was chosen to sort by."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = lines
        if self._sorted_by is not None:
            self._sort(*self._sorted_by)
        self.endResetModel()

    def line(self, index: Index) -> Line:
        return self._lines[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 9

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(line, column)
        if role == TONE_ROLE:
            return _tone(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column in (PRODUCT, OUTCOME):
            return self._tip(line, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == LENGTH else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return {
            NUMBER: self.tr("业务编号"),
            CUSTOMER: self.tr("客户"),
            PRODUCT: self.tr("产品"),
            CLERK: self.tr("柜员"),
            BEGAN: self.tr("开始时间"),
            LENGTH: self.tr("时长"),
            OUTCOME: self.tr("录制结果"),
            REVIEW: self.tr("复核"),
            UPLOAD: self.tr("上传"),
        }[section]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = (column, order)
        self._sort(column, order)
        self.layoutChanged.emit()

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 8)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 8))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        keys = {
            NUMBER: lambda line: line.row.case_id,
            CUSTOMER: lambda line: line.row.customer_name,
            PRODUCT: lambda line: line.row.product_kind,
            CLERK: lambda line: line.row.clerk_id,
            BEGAN: lambda line: line.began_wall_ns,
            LENGTH: lambda line: line.row.duration_ns,
            OUTCOME: lambda line: line.outcome,
            REVIEW: lambda line: line.review,
            UPLOAD: lambda line: (line.row.is_in_outbox, str(line.row.state)),
        }
        self._lines = sorted(self._lines, key=keys[column], reverse=order is Qt.SortOrder.DescendingOrder)

    def _text(self, line: Line, column: int) -> str:
        row = line.row
        match column:
            case 0:
                return row.case_id
            case 1:
                return mask_name(row.customer_name)
            case 2:
                return product_text(row.product_kind)
            case 3:
                return row.clerk_id
            case 4:
                return date_text(line.began_wall_ns)
            case 5:
                return clock_text(row.duration_ns) if row.take_id is not None else NOTHING
            case 6:
                return outcome_text(line.outcome)
            case 7:
                return review_text(line.review) if line.review else NOTHING
        if row.state is TakeState.ERASED:
            return take_state_text(row.state)
        if row.state is TakeState.ACKNOWLEDGED:
            return self.tr("已上传")
        return self.tr("待上传") if row.is_in_outbox else NOTHING

    def _tip(self, line: Line, column: int) -> str:
        row = line.row
        if column == OUTCOME and row.steps_total:
            return self.tr("{passed}/{total} 个环节通过").format(passed=row.steps_accepted, total=row.steps_total)
        return self._text(line, column)


def _tone(line: Line, column: int) -> Tone | None:
    if column == OUTCOME:
        return OUTCOME_TONES.get(line.outcome, Tone.NEUTRAL)
    if column == REVIEW and line.review:
        return REVIEW_TONES.get(line.review, Tone.NEUTRAL)
    return None


class CellDelegate(QStyledItemDelegate):
    """Paints a chip where the model gives a tone, and elided text elsewhere.

    The text is drawn here and not by the style, which asks the model for ten things more for each cell.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._signs: dict[tuple[str, str, int], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text, given, column = str(index.data()), index.data(TONE_ROLE), index.column()
        px, theme, cell = self._theme.px, self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, theme.colour("primary_soft"))
        box = cell.adjusted(px(10), 0, -px(10), 0)
        if given is None:
            side = Qt.AlignmentFlag.AlignRight if column == LENGTH else Qt.AlignmentFlag.AlignLeft
            painter.setPen(theme.colour("text"))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
        else:
            self._paint_chip(painter, box, text, Tone(given))  # on its way through Qt the tone became a plain text
        painter.restore()

    def _paint_chip(self, painter: QPainter, cell: QRectF, text: str, tone: Tone) -> None:
        px, theme = self._theme.px, self._theme
        font = QFont(painter.font())
        font.setPixelSize(px(13))
        font.setWeight(QFont.Weight.Medium)
        metrics = QFontMetrics(font)
        width = min(cell.width(), metrics.horizontalAdvance(text) + px(38))
        box = QRectF(cell.left(), cell.center().y() - px(12), width, px(25))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground(tone)))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        colour = theme.colour(foreground(tone))
        sign = self._sign(SIGNS[tone], colour.name(), px(15), painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + px(8), box.top() + px(5)), sign)
        painter.setFont(font)
        painter.setPen(colour)
        inner = box.adjusted(px(27), 0, -px(8), 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(inner.width()) + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)

    def _sign(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        key = (name, colour, size)
        if key not in self._signs:
            self._signs[key] = icons.pixmap(name, colour, size, ratio)
        return self._signs[key]


class CaseTable(QTableView):
    """A table of whole rows; rows are of one height, so that ten thousand cost nothing to lay out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cases = CaseModel()
        self.setModel(self.cases)
        self._delegate = CellDelegate(theme)
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
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(BEGAN, Qt.SortOrder.DescendingOrder)
        head.sortIndicatorChanged.connect(self.cases.sort)
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()

    def on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_PX))
        head = self.horizontalHeader()
        head.setMinimumSectionSize(self._theme.px(60))
        for column, width in WIDTHS.items():
            head.resizeSection(column, self._theme.px(width))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The product takes what the others leave, and never too little to be read: then one scrolls across."""
        taken = sum(self.columnWidth(column) for column in WIDTHS)
        self.horizontalHeader().resizeSection(
            PRODUCT, max(self._theme.px(LEAST_PRODUCT_PX), self.viewport().width() - taken)
        )

    def select_first(self) -> None:
        """For whoever comes down from the search field."""
        if self.cases.rowCount():
            self.setCurrentIndex(self.cases.index(0, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def chosen(self) -> Line | None:
        index = self.currentIndex()
        return self.cases.line(index) if index.isValid() else None
