"""Draws a line of the transcript: time, speaker (a shape, a colour and a name), text with the words that were found."""

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.messages import clock_text
from ui.replay.lanes import Lane
from ui.replay.lines import Line
from ui.replay.timeline_paint import BAR_TOKENS
from ui.replay.wording import lane_text
from ui.style.theme import Theme

LINE_ROLE = Qt.ItemDataRole.UserRole
TEXT_LEFT, PAD = 140, 7


class LineDelegate(QStyledItemDelegate):
    """Knows the row that is being heard and the row of the hit that was jumped to."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self.heard_row: int | None = None
        self.hit_row: int | None = None
        self.words = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: Line = index.data(LINE_ROLE)
        width = self._view.viewport().width()
        layout = self._laid_out(line, width)
        return QSize(width, int(layout.boundingRect().height()) + 2 * self._theme.px(PAD))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Line = index.data(LINE_ROLE)
        px, colour, rect = self._theme.px, self._theme.colour, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        is_heard = index.row() == self.heard_row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "text"
        if is_heard:
            painter.fillRect(rect, colour("spoken"))
            painter.fillRect(QRectF(rect.left(), rect.top(), px(4), rect.height()), colour("primary"))
            ink = "on_spoken"
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("primary_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("raised"))
        if index.row() == self.hit_row or (state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(colour("focus"))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        small = self._sized(12)
        top = rect.top() + px(PAD)
        height = QFontMetricsF(self._sized(14)).height()
        painter.setFont(small)
        painter.setPen(colour("on_spoken" if is_heard else "secondary"))
        painter.drawText(
            QRectF(rect.left() + px(10), top, px(44), height), Qt.AlignmentFlag.AlignVCenter, clock_text(line.begin_ns)
        )
        self._speaker(painter, line, QRectF(rect.left() + px(56), top, px(76), height), "on_spoken" if is_heard else "")
        painter.setPen(colour("secondary" if line.speaker is Lane.PROMPTS and not is_heard else ink))
        self._laid_out(line, option.rect.width()).draw(painter, QPointF(rect.left() + px(TEXT_LEFT), top))
        painter.restore()

    def _speaker(self, painter: QPainter, line: Line, box: QRectF, ink: str) -> None:
        """A square for the counter, a disc for the customer, a bar for what the station says."""
        size = self._theme.px(9)
        colour = self._theme.colour(ink or BAR_TOKENS[line.speaker])
        sign = QRectF(box.left(), box.center().y() - size / 2, size, size)
        painter.setPen(colour)
        name = QRectF(box.left() + size + self._theme.px(5), box.top(), box.width(), box.height())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, lane_text(line.speaker))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        match line.speaker:
            case Lane.CUSTOMER:
                painter.drawEllipse(sign)
            case Lane.COUNTER:
                painter.drawRect(sign)
            case _:
                painter.drawRect(sign.adjusted(0, size / 3, 0, -size / 3))

    def _laid_out(self, line: Line, width: int) -> QTextLayout:
        """The text, wrapped, the words that are looked for on yellow."""
        layout = QTextLayout(line.text, self._sized(14))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        marks = []
        for begin, length in _found(line.text, self.words):
            mark = QTextLayout.FormatRange()
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("spoken"))
            look.setForeground(self._theme.colour("on_spoken"))
            look.setFontUnderline(True)
            mark.start, mark.length, mark.format = begin, length, look
            marks.append(mark)
        layout.setFormats(marks)
        layout.beginLayout()
        y = 0.0
        room = max(self._theme.px(60), width - self._theme.px(TEXT_LEFT) - self._theme.px(10))
        while (part := layout.createLine()).isValid():
            part.setLineWidth(room)
            part.setPosition(QPointF(0, y))
            y += part.height()
        layout.endLayout()
        return layout

    def _sized(self, size: int) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(self._theme.px(size))
        return font


def _found(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand in a text, whatever spaces are in it: begin and length."""
    wanted = "".join(words.split())
    if not wanted:
        return []
    pattern = r"\s*".join(map(re.escape, wanted))
    return [(hit.start(), hit.end() - hit.start()) for hit in re.finditer(pattern, text, re.IGNORECASE)]
