"""The prompt: what is said now, the sentence being spoken on yellow, what was said before it paler.

What the clerk reads out himself stands on a ground of its own, with a bar at its edge and a word that says so.
"""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout

from ui.kit.chip import Chip
from ui.kit.label import restyle
from ui.kit.tone import Tone
from ui.recording.elide import ElidedLabel
from ui.style.theme import Theme

SIZES = (28, 26, 24, 22, 20, 18)
"""the largest in which the prompt can be read without scrolling is taken"""


class Mode(Enum):
    """What is happening to the prompt."""

    WAITING = "waiting"
    SPOKEN = "spoken"
    READ_OUT = "read_out"
    """by the clerk"""
    SHOWING = "showing"
    LISTENING = "listening"
    HELD = "held"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt as it stands."""

    title: str
    text: str
    mode: Mode
    mode_text: str
    tone: Tone
    sign: str
    begin: int = 0
    end: int = 0
    """the sentence being spoken: characters of `text`; none where both are the same"""
    remark: str = ""
    """which try it is"""


def place_of(sentence: str, text: str, after: int = 0) -> tuple[int, int]:
    """Where `sentence` lies in `text`, looked for from `after` on and then from the beginning; (0, 0) if nowhere."""
    sentence = sentence.strip()
    if not sentence:
        return 0, 0
    begin = text.find(sentence, after)
    if begin < 0:
        begin = text.find(sentence)
    return (begin, begin + len(sentence)) if begin >= 0 else (0, 0)


class PromptText(QTextEdit):
    """The words alone; as large as they fit, else scrolled to what is being spoken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._prompt: Prompt | None = None
        self._fitted: object = None
        self.setReadOnly(True)
        self.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._lay_out)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(64))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(480), self._theme.px(170))

    def show_prompt(self, prompt: Prompt) -> None:
        if prompt == self._prompt:
            return
        is_same_text = self._prompt is not None and self._prompt.text == prompt.text
        if not is_same_text:
            self._prompt = self._fitted = None  # a scroll bar that goes away lays out what is not there yet
            self.setPlainText(prompt.text)
            self.setAccessibleName(prompt.text)
        self._prompt = prompt
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        prompt = self._prompt
        if prompt is None:
            return
        document = self.document()
        fitting = (prompt.text, self.viewport().size(), self._theme.scale_percent)
        if fitting != self._fitted:
            self._fitted = fitting
            self._fit()
        self._paint(prompt)
        cursor = QTextCursor(document)
        cursor.setPosition(prompt.end)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _fit(self) -> None:
        """The largest size in which everything can be seen at once, or the smallest there is."""
        document = self.document()
        block = QTextBlockFormat()
        block.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)
        for size in SIZES:
            font = QFont(self.font())
            font.setPixelSize(self._theme.px(size))
            document.setDefaultFont(font)
            document.setTextWidth(self.viewport().width())
            if document.size().height() <= self.viewport().height():
                return

    def _paint(self, prompt: Prompt) -> None:
        colour = self._theme.colour
        length = len(prompt.text)
        is_said = prompt.mode in (Mode.LISTENING, Mode.SHOWING, Mode.OVER)
        self._colour(0, length, colour("read" if is_said else "text"))
        if prompt.mode is Mode.LISTENING and prompt.end > prompt.begin:
            self._colour(prompt.begin, prompt.end, colour("text"), is_strong=True)
        elif prompt.end > prompt.begin and prompt.mode is Mode.SPOKEN:
            self._colour(0, prompt.begin, colour("read"))
            self._colour(prompt.begin, prompt.end, colour("on_spoken"), colour("spoken"))

    def _colour(
        self, begin: int, end: int, ink: QColor, ground: QColor | None = None, *, is_strong: bool = False
    ) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setForeground(ink)
        form.setBackground(ground if ground is not None else Qt.BrushStyle.NoBrush)
        form.setFontWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        cursor.mergeCharFormat(form)


class PromptCard(QFrame):
    """The card with the prompt, its state in words above it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", True)
        self._column = QVBoxLayout(self)
        top = QHBoxLayout()
        self._mode = Chip(theme)
        self._title = ElidedLabel(role="section")
        self._remark = ElidedLabel(role="caption", tone="secondary")
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.setSpacing(theme.px(12))
        top.addWidget(self._mode)
        top.addWidget(self._title, 3)
        top.addWidget(self._remark, 2)
        self.words = PromptText(theme)
        self._column.addLayout(top)
        self._column.addWidget(self.words, 1)
        self.set_compact(False)

    def set_compact(self, is_compact: bool) -> None:
        self._title.setVisible(not is_compact)  # the red bar tells it as well
        margin = self._theme.px(10 if is_compact else 18)
        self._column.setContentsMargins(margin, margin - self._theme.px(4), margin, margin - self._theme.px(6))
        self._column.setSpacing(self._theme.px(6 if is_compact else 12))

    def show_prompt(self, prompt: Prompt) -> None:
        is_read_out = prompt.mode is Mode.READ_OUT
        if bool(self.property("reading")) != is_read_out:
            restyle(self, reading=is_read_out)
        self._mode.show_state(prompt.mode_text, prompt.tone, prompt.sign)
        self._title.setText(prompt.title)
        self._remark.setText(prompt.remark)
        self.words.show_prompt(prompt)
