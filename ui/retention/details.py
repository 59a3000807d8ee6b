"""One case: what keeps it and until when, what was written down about it, and what can be done."""

from collections.abc import Collection
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from app.keeping import KeepingRow
from app.session.case import mask_name
from ui.kit.button import Button
from ui.kit.card import Card, clear
from ui.kit.chip import Chip
from ui.kit.label import divider, label
from ui.kit.scroller import Scroller
from ui.messages import product_text
from ui.retention.words import TONES, reason_text, state_of, until_text, written_text
from ui.style.theme import Theme


class Deed(StrEnum):
    """What can be done with a case."""

    END = "end"
    HOLD = "hold"
    LIFT = "lift"
    DESTROY = "destroy"


class Details(Card):
    """Told a row and what the person may do with it; emits what is wished."""

    wished = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.row: KeepingRow | None = None
        self._may: Collection[Deed] = ()
        self._chip = Chip(theme)
        self.corner.addWidget(self._chip)
        self._who = label(tone="secondary", wrap=True)
        self._why_name, self._written_name = label(role="section"), label(role="section")
        self._why, self._line, self._written = QVBoxLayout(), divider(), QVBoxLayout()
        area = Scroller()
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # it scrolls within the card
        area.body.setSpacing(theme.px(8))
        area.body.addWidget(self._why_name)
        area.body.addLayout(self._why)
        area.body.addWidget(self._line)
        area.body.addWidget(self._written_name)
        area.body.addLayout(self._written)
        area.body.addStretch(1)
        self.buttons = {
            Deed.END: Button(theme, icon="signature"),
            Deed.HOLD: Button(theme, icon="lock"),
            Deed.LIFT: Button(theme, icon="hand"),
            Deed.DESTROY: Button(theme, icon="disk", kind="danger"),
        }
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for number, (deed, button) in enumerate(self.buttons.items()):
            grid.addWidget(button, number // 2, number % 2)
            button.clicked.connect(lambda _=False, deed=deed: self.wished.emit(deed.value))
        self.add(self._who)
        self.add(area, 1)
        self.body.addLayout(grid)
        self.retranslate()

    def show_row(self, row: KeepingRow | None, may: Collection[Deed]) -> None:
        self.row, self._may = row, may
        self.retranslate()

    def set_busy(self, is_busy: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(not is_busy)

    def retranslate(self) -> None:
        row = self.row
        self._why_name.setText(self.tr("为什么保存"))
        self._written_name.setText(self.tr("登记过的事"))
        texts = {
            Deed.END: self.tr("登记合同终止日"),
            Deed.HOLD: self.tr("加争议保留"),
            Deed.LIFT: self.tr("解除争议保留"),
            Deed.DESTROY: self.tr("销毁…"),
        }
        for deed, button in self.buttons.items():
            button.setText(texts[deed])
            button.setVisible(row is not None and deed in self._may)
        for layout in (self._why, self._written):
            clear(layout)
        self.set_heading(self.tr("没有符合的业务") if row is None else row.case_id)
        for widget in (self._chip, self._who, self._why_name, self._line, self._written_name):
            widget.setVisible(row is not None)
        if row is None:
            return
        self._chip.show_state(until_text(row), TONES[state_of(row)])
        who = self.tr("{customer} · {product} · {count} 份录像在本机")
        self._who.setText(
            who.format(customer=mask_name(row.customer_name), product=product_text(row.product_kind), count=row.takes)
        )
        for reason in row.kept.reasons:
            self._why.addWidget(label(reason_text(reason), wrap=True))
        for written in row.rows:
            self._written.addWidget(label(written_text(written), wrap=True))
        if not row.rows:
            self._written.addWidget(label(self.tr("还没有"), tone="secondary"), 0, Qt.AlignmentFlag.AlignLeft)
