"""The reviewer's queue: what waits, with facets, the most suspicious first."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.model import CaseRow, ReviewKind
from app.session.case import mask_name
from ui.kit.button import Button
from ui.kit.combo import Combo
from ui.kit.label import label
from ui.messages import (
    OUTCOME_TONES,
    REVIEW_TONES,
    clock_text,
    date_text,
    number_text,
    outcome_text,
    product_text,
    review_text,
)
from ui.replay.queue_lines import ANY, DAY_NS, SEALED, SUBMITTED, Wanted, of_day, queue, reviewable, status_of
from ui.replay.rows import Row, RowList
from ui.style.theme import Theme

STATUSES = (SUBMITTED, SEALED, ReviewKind.RETURNED.value, ReviewKind.APPROVED.value, ReviewKind.VOIDED.value, ANY)


class QueuePanel(QWidget):
    """`show_cases` fills it; `chosen` carries the id of a take."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rows: Sequence[CaseRow] = ()
        self._shown: Sequence[CaseRow] = ()
        self._current = ""
        self._title = label(role="section")
        self._count = label(role="caption", tone="secondary")
        self._status, self._clerk, self._product = Combo(theme, 4), Combo(theme, 4), Combo(theme, 4)
        self._by_suspicion = QCheckBox()
        self._by_suspicion.setChecked(True)
        self.list = RowList(theme)
        self._nothing, self._hint = label(role="body"), label(role="caption", tone="secondary", wrap=True)
        self._everything = Button(theme)
        empty = QWidget()
        below = QVBoxLayout(empty)
        below.setContentsMargins(0, theme.px(24), 0, 0)
        below.setSpacing(theme.px(10))
        for widget in (self._nothing, self._hint, self._everything):
            below.addWidget(widget)
        below.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        pair = QHBoxLayout()
        pair.setSpacing(theme.px(6))
        pair.addWidget(self._clerk, 1)
        pair.addWidget(self._product, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self._status)
        column.addLayout(pair)
        column.addWidget(self._by_suspicion)
        column.addWidget(self._stack, 1)
        for combo in (self._status, self._clerk, self._product):
            combo.activated.connect(self.show_queue)
        self._by_suspicion.toggled.connect(self.show_queue)
        self.list.chosen.connect(lambda row: self.chosen.emit(self._shown[row].take_id))
        self._everything.clicked.connect(self.show_everything)
        self.retranslate()

    def show_cases(self, rows: Sequence[CaseRow]) -> None:
        self._rows = reviewable(rows)
        self._fill_facets()
        self.show_queue()

    def set_current(self, take_id: str) -> None:
        """The take that is on the stage."""
        self._current = take_id
        for number, row in enumerate(self._shown):
            if row.take_id == take_id:
                self.list.go_to(number)
                return
        self.list.clearSelection()

    @property
    def next_take(self) -> str:
        """The one after the present; the first when that one is not in the queue; empty when there is no other."""
        ids = [str(row.take_id) for row in self._shown]
        if self._current in ids:
            later = ids[ids.index(self._current) + 1 :]
            return later[0] if later else next((one for one in ids if one != self._current), "")
        return ids[0] if ids else ""

    def show_everything(self) -> None:
        self._status.setCurrentIndex(len(STATUSES) - 1)
        for combo in (self._clerk, self._product):
            combo.setCurrentIndex(0)
        self.show_queue()

    def retranslate(self) -> None:
        self._title.setText(self.tr("复核队列"))
        self._by_suspicion.setText(self.tr("最可疑优先"))
        self._status.setAccessibleName(self.tr("按复核状态筛选"))
        self._clerk.setAccessibleName(self.tr("按柜员筛选"))
        self._product.setAccessibleName(self.tr("按产品筛选"))
        self.list.setAccessibleName(self.tr("复核队列"))
        self._fill_facets()
        self.show_queue()

    @property
    def _wanted(self) -> Wanted:
        return Wanted(
            str(self._status.currentData()), str(self._clerk.currentData() or ANY),
            str(self._product.currentData() or ANY), self._by_suspicion.isChecked(),
        )  # fmt: skip

    def _fill_facets(self) -> None:
        counts = [sum(status in (ANY, status_of(row)) for row in self._rows) for status in STATUSES]
        texts = [
            f"{review_text(status) if status else self.tr('全部录像')} ({number_text(count)})"
            for status, count in zip(STATUSES, counts, strict=True)
        ]
        _refill(self._status, list(zip(STATUSES, texts, strict=True)))
        clerks = sorted({row.clerk_id for row in self._rows})
        products = sorted({row.product_kind for row in self._rows})
        _refill(self._clerk, [(ANY, self.tr("全部柜员")), *((clerk, clerk) for clerk in clerks)])
        _refill(self._product, [(ANY, self.tr("全部产品")), *((kind, product_text(kind)) for kind in products)])

    def show_queue(self) -> None:
        self._shown = queue(self._rows, self._wanted)
        self.list.rows.show_rows([self._row(row) for row in self._shown])
        self._count.setText(self.tr("%n 份", "", len(self._shown)))
        self._stack.setCurrentIndex(0 if self._shown else 1)
        self.set_current(self._current)
        if self._shown:
            return
        today = QDateTime.currentDateTime()
        today.setTime(QTime(0, 0))
        day = of_day(self._rows, today.toMSecsSinceEpoch() * 1_000_000 - DAY_NS)
        yesterday = self.tr("昨天录了 {takes} 份：通过 {approved}，退回 {returned}。").format(
            takes=day.takes, approved=day.approved, returned=day.returned
        )
        is_asked_for = self._wanted.status == SUBMITTED
        self._nothing.setText(self.tr("没有待复核") if is_asked_for else self.tr("没有符合条件的录像"))
        self._hint.setText(yesterday)
        self._everything.setText(self.tr("查看全部录像"))
        self._everything.setVisible(bool(self._rows))

    def _row(self, row: CaseRow) -> Row:
        tone = OUTCOME_TONES.get(str(row.outcome))
        title = f"{mask_name(row.customer_name)} · {product_text(row.product_kind)}"
        began = date_text(row.started_wall_ns)
        below = f"{began[len('yyyy-') :]} · {row.clerk_id}"
        length = clock_text(row.duration_ns)
        spoken = f"{title}，{outcome_text(row.outcome)}，{review_text(status_of(row))}，{began}，{length}"
        mark = f"{row.steps_accepted}/{row.steps_total}"
        return Row(title, below, tone, mark, REVIEW_TONES[status_of(row)], spoken)


def _refill(combo: Combo, entries: Sequence[tuple[str, str]]) -> None:
    """New entries; what was chosen stays, where it is still there."""
    chosen = combo.currentData()
    combo.clear()
    for key, text in entries:
        combo.addItem(text, key)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
