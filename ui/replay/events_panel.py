"""The exact log of a take: every mark as it was written, with its time; choosing one jumps to it."""

import json
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model import Mark
from ui.kit.label import label
from ui.messages import clock_text
from ui.replay.lanes import LEAD_NS
from ui.replay.rows import Row, RowList
from ui.replay.wording import mark_text
from ui.style.theme import Theme

MS = 1_000_000


class EventsPanel(QWidget):
    seek_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._marks: Sequence[Mark] = ()
        self._count = label(role="caption", tone="secondary")
        self.list = RowList(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._count)
        column.addWidget(self.list, 1)
        self.list.chosen.connect(lambda row: self.seek_wanted.emit(max(0, self._marks[row].at_ns - LEAD_NS)))
        self.retranslate()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: mark.at_ns)
        self.retranslate()

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("事件"))
        self._count.setText(self.tr("%n 条，按时间排列，原样记录", "", len(self._marks)))
        self.list.rows.show_rows([_row(mark) for mark in self._marks])


def _row(mark: Mark) -> Row:
    facts = " ".join(f"{name}={_value(value)}" for name, value in mark.facts.items())
    words = mark_text(mark.kind, mark.facts)
    title = f"{clock_text(mark.at_ns)}.{mark.at_ns // MS % 1000:03d}  {words}"
    below = " · ".join(part for part in (mark.kind if words != mark.kind else "", mark.step or "", facts) if part)
    return Row(title, below)


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
