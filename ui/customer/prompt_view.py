"""The words of a prompt, large, at most four lines at a time, with the sentence that is being said on yellow.

    sentences ──► pages of whole sentences ──► the page with what is said now

What was said is grey, what follows waits in black. A sentence that fills more than a page is cut at its commas and the
pages turn at the pace at which it is said. It reads no clock: `advance` is told how long the sentence has been going.
A question that waits for its answer stays whole: it is on one page, if need be in smaller letters.
"""

import itertools
import re

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.customer.looks import FACTORS, LEAST_PX, LINE_SPACING, PROMPT_PX, CustomerLooks

MOST_LINES, LEAST_LINES = 4, 2
Span = tuple[int, int]
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”」』）]*|[^。！？；!?;\n]+$")
_CLAUSE = re.compile(r"[^，、：,:]*[，、：,:]+|[^，、：,:]+$")


class PromptView(QWidget):
    """Shows one text; `say` names the sentence that is being said."""

    def __init__(self, looks: CustomerLooks) -> None:
        super().__init__()
        self._looks = looks
        self._text = ""
        self._is_whole = False
        self._said: Span | None = None
        """the sentence that is being said"""
        self._at = 0
        """the character that is being said"""
        self._pages: list[Span] = []
        self.font_px = looks.text_px(PROMPT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        looks.changed.connect(self.on_looks_changed)

    # ------------------------------------------------------------------ what is shown

    @property
    def text(self) -> str:
        return self._text

    @property
    def line_px(self) -> int:
        return round(self.font_px * LINE_SPACING)

    @property
    def page_text(self) -> str:
        """What can be read at this moment."""
        begin, end = self._page()
        return self._text[begin:end]

    @property
    def said_text(self) -> str:
        """What stands on yellow."""
        return "" if self._said is None else self._text[slice(*self._said)]

    @property
    def lines(self) -> int:
        """How many lines fit."""
        return max(1, min(MOST_LINES, self.height() // self.line_px))

    def show_text(self, text: str, *, is_whole: bool = False) -> None:
        """With `is_whole` on one page."""
        if (text, is_whole) != (self._text, self._is_whole):
            self._text, self._is_whole, self._said, self._at = text, is_whole, None, 0
            self.setAccessibleName(text)
            self._break()

    def say(self, sentence: str) -> None:
        """That sentence of the text is being said; with none that it knows, the last one stays."""
        if not sentence or sentence == self.said_text:
            return
        after = 0 if self._said is None else self._said[1]
        begin = self._text.find(sentence, after)
        if begin < 0:
            begin = self._text.find(sentence)
        if begin >= 0:
            self._said, self._at = (begin, begin + len(sentence)), begin
            self.update()

    def advance(self, elapsed_s: float, chars_per_second: float) -> None:
        """The sentence has been going for that long."""
        if self._said is None:
            return
        begin, end = self._said
        at = min(end - 1, begin + int(max(0.0, elapsed_s) * chars_per_second))
        if at > self._at:
            page, self._at = self._page(), at
            if self._page() != page:
                self.update()

    # ------------------------------------------------------------------ breaking into pages

    def on_looks_changed(self) -> None:
        self.updateGeometry()
        self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._break()

    def _break(self) -> None:
        self.font_px = self._fitting_px()
        if self._is_whole:
            self._shrink()
            self._pages = [(0, len(self._text))]
        else:
            self._pages = self._filled()
        self.update()

    def _fitting_px(self) -> int:
        """As large as the customer wants it, where at least two lines have room."""
        sizes = [self._looks.text_px(PROMPT_PX, one) for one in reversed(FACTORS) if one <= self._looks.factor]
        fitting = (size for size in sizes if LEAST_LINES * round(size * LINE_SPACING) <= self.height())
        return next(fitting, sizes[-1])

    def _shrink(self) -> None:
        while self.font_px > LEAST_PX and self._count(0, len(self._text)) * self.line_px > self.height():
            self.font_px -= 2

    def _filled(self) -> list[Span]:
        """Pages of whole sentences; one that is too long for a page begins its own and is cut at its commas."""
        pages: list[Span] = []
        can_grow = False
        for sentence in _spans(_SENTENCE, self._text, 0, len(self._text)):
            is_long = self._count(*sentence) > self.lines
            can_grow = can_grow and not is_long
            for piece in self._pieces(*sentence) if is_long else [sentence]:
                if can_grow and self._count(pages[-1][0], piece[1]) <= self.lines:
                    pages[-1] = (pages[-1][0], piece[1])
                else:
                    pages.append(piece)
                can_grow = True
        return pages

    def _pieces(self, begin: int, end: int) -> list[Span]:
        """Parts of a sentence, each of which has room on a page."""
        pieces: list[Span] = []
        for clause in _spans(_CLAUSE, self._text, begin, end):
            pieces += [clause] if self._count(*clause) <= self.lines else self._cut(*clause)
        return pieces

    def _cut(self, begin: int, end: int) -> list[Span]:
        """A stretch without a comma that is longer than a page: cut where its lines end."""
        layout = self._layout(begin, end)
        ends = [begin + layout.lineAt(i).textStart() + layout.lineAt(i).textLength() for i in range(layout.lineCount())]
        cuts = [begin, *ends[self.lines - 1 : -1 : self.lines], end]
        return list(itertools.pairwise(cuts))

    def _page(self) -> Span:
        return next(((begin, end) for begin, end in self._pages if begin <= self._at < end), (0, len(self._text)))

    def _count(self, begin: int, end: int) -> int:
        return self._layout(begin, end).lineCount()

    def _layout(self, begin: int, end: int) -> QTextLayout:
        font = self._looks.font(PROMPT_PX)
        font.setPixelSize(self.font_px)
        layout = QTextLayout(self._text[begin:end], font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(self.width(), self.font_px))
            line.setPosition(QPointF(0, top))
            top += self.line_px
        layout.endLayout()
        return layout

    # ------------------------------------------------------------------ painting

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(600), round(self._looks.text_px(PROMPT_PX) * LINE_SPACING) * MOST_LINES)

    def minimumSizeHint(self) -> QSize:
        least = round(self._looks.text_px(PROMPT_PX, 1.0) * LINE_SPACING)
        return QSize(self._looks.px(300), least * LEAST_LINES)

    def paintEvent(self, event: QPaintEvent) -> None:
        begin, end = self._page()
        if begin == end:
            return
        layout = self._layout(begin, end)
        height = layout.lineCount() * self.line_px
        painter = QPainter(self)
        painter.setPen(self._looks.colour("text"))
        lead = (self.line_px - QFontMetricsF(layout.font()).height()) / 2
        layout.draw(painter, QPointF(0, max(0.0, (self.height() - height) / 2) + lead), self._formats(begin, end))

    def _formats(self, begin: int, end: int) -> list[QTextLayout.FormatRange]:
        if self._said is None:
            return []
        read, said = QTextCharFormat(), QTextCharFormat()
        read.setForeground(self._looks.colour("read"))
        said.setForeground(self._looks.colour("on_spoken"))
        said.setBackground(self._looks.colour("spoken"))
        ranges = []
        for (first, last), form in (((0, self._said[0]), read), (self._said, said)):
            first, last = max(first, begin) - begin, min(last, end) - begin
            if last > first:
                made = QTextLayout.FormatRange()
                made.start, made.length, made.format = first, last - first, form
                ranges.append(made)
        return ranges


def _spans(pattern: re.Pattern[str], text: str, begin: int, end: int) -> list[Span]:
    return [match.span() for match in pattern.finditer(text, begin, end)]
