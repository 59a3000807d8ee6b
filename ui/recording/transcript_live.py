"""What is being said: each channel in its colour and with its name, the answer's words underlined, newest below."""

import bisect
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from app.model import Channel, Utterance
from ui.messages import clock_text
from ui.style.theme import Theme

MOST_LINES = 60


class TranscriptLive(QTextEdit):
    """`add` whole utterances, `show_hearing` for what is being said right now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[tuple[Utterance, tuple[str, ...]]] = []
        self._hearing = ""
        self._heard_to = 0
        """up to where the document holds whole utterances"""
        self.setReadOnly(True)
        self.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._write)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("听写"))
        self.setPlaceholderText(self.tr("客户和柜台说的话会写在这里"))
        self._write()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(44))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(400), self._theme.px(110))

    def clear_all(self) -> None:
        self._lines, self._hearing = [], ""
        self._write()

    def add(self, utterance: Utterance, matched: Sequence[str] = ()) -> None:
        """`matched` are the words that decided."""
        begins = [line.begin_ns for line, _ in self._lines]
        self._lines.insert(bisect.bisect_right(begins, utterance.begin_ns), (utterance, tuple(matched)))
        del self._lines[:-MOST_LINES]
        if utterance.channel is Channel.CUSTOMER:
            self._hearing = ""
        self._write()

    def show_hearing(self, text: str) -> None:
        if text != self._hearing:
            self._hearing = text
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._heard_to)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._write_hearing(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._to_the_end()

    def text(self) -> str:
        return self.toPlainText()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for index, (line, matched) in enumerate(self._lines):
            if index:
                cursor.insertBlock()
            self._insert_name(cursor, line.channel, clock_text(line.begin_ns))
            is_customer = line.channel is Channel.CUSTOMER
            start = cursor.position()
            cursor.insertText(line.text, self._form("text" if is_customer else "secondary"))
            for word in matched:
                at = line.text.find(word)
                if at >= 0:
                    self._underline(start + at, len(word))
        self._heard_to = cursor.position()
        self._write_hearing(cursor)

    def _write_hearing(self, cursor: QTextCursor) -> None:
        if self._hearing:
            if self._lines:
                cursor.insertBlock()
            self._insert_name(cursor, Channel.CUSTOMER, "…")
            form = self._form("secondary")
            form.setFontItalic(True)
            cursor.insertText(self._hearing, form)
        self._to_the_end()

    def _to_the_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _insert_name(self, cursor: QTextCursor, channel: Channel, when: str) -> None:
        is_customer = channel is Channel.CUSTOMER
        small = self._form("secondary")
        small.setProperty(QTextCharFormat.Property.FontPixelSize, self._theme.px(13))
        cursor.insertText(f"{when}  ", small)
        form = self._form("primary" if is_customer else "secondary")
        form.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(self.tr("客户：") if is_customer else self.tr("柜台："), form)

    def _underline(self, begin: int, length: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(begin + length, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(self._theme.colour("ok"))
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setForeground(self._theme.colour("ok"))
        cursor.mergeCharFormat(form)

    def _form(self, token: str) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour(token))
        return form
