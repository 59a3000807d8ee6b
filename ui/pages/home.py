"""首页: begin a take, what waits to be done, and the list of all cases with its search and facets."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QDateTime, QEvent, QLocale, QObject, Qt, QTime
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.model import TakeState
from app.rights import Right
from ui.desk import Desk, Page, PageId
from ui.home.lines import OPEN, SEALED, Line, Numbers, Sought, count, find, lines, numbers
from ui.home.number_card import NumberCard
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.combo import Combo
from ui.kit.empty import EmptyState
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.tone import Tone
from ui.messages import fault_text, number_text, outcome_text, product_text, refused_text, review_text
from ui.pages.case_table import CaseTable
from ui.practice import begin_practice, end_practice

if TYPE_CHECKING:
    from app.evidence.closing import Recovery

RETURNED = "returned"
FIRST_ROWS = 200
"""shown before the rest has been read"""
LOW_PX = 520
"""below this height the cards are lines, so that the list keeps its room"""


class HomePage(Page):
    """Asks the station for its cases when it is entered; everything else is done on what it was given."""

    page_id = PageId.HOME

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._lines: Sequence[Line] = ()
        self._sought = Sought()
        self._is_whole = False
        """every case was read, not the first of them only"""
        self._day = label(role="section")
        self._practise = Button(theme, icon="practice")
        self._new = Button(theme, icon="new", kind="primary", big=True)
        self._doubt = Notice(theme)
        self._today = NumberCard(theme, "clock")
        self._unfinished = NumberCard(theme, "running")
        self._returned = NumberCard(theme, "back")
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._glass = QAction(self._search)
        self._search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._outcome, self._review, self._product = Combo(theme), Combo(theme), Combo(theme)
        self._clear = Button(theme, kind="link")
        self._total = label(role="caption", tone="secondary")
        self._table = CaseTable(theme)
        self._empty = EmptyState(theme)
        self._busy = BusyLine(theme)
        self._below = QStackedWidget()
        self._lay_out()
        self._connect()
        self.on_theme_changed()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self._day)
        head.addStretch(1)
        head.addWidget(self._practise)
        head.addWidget(self._new)
        cards = QHBoxLayout()
        cards.setSpacing(px(16))
        for card in (self._today, self._unfinished, self._returned):
            cards.addWidget(card, 1)
        tools = QHBoxLayout()
        tools.setSpacing(px(10))
        tools.addWidget(self._search, 1)
        for facet in self._facets:
            tools.addWidget(facet)
        tools.addWidget(self._clear)
        tools.addWidget(self._total)
        self._below.addWidget(self._table)
        self._below.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(16))
        page.addLayout(head)
        page.addWidget(self._doubt)
        page.addLayout(cards)
        page.addLayout(tools)
        page.addWidget(self._busy)
        page.addWidget(self._below, 1)

    def _connect(self) -> None:
        self._new.clicked.connect(lambda: self.desk.go(PageId.WIZARD))
        self._practise.clicked.connect(self.on_practise)
        self._unfinished.acted.connect(self.on_unfinished_acted)
        self._returned.acted.connect(lambda: self._seek(Sought(review=RETURNED)))
        self._search.textChanged.connect(self.on_sought)
        self._search.installEventFilter(self)
        for facet in self._facets:
            facet.activated.connect(self.on_sought)
        self._clear.clicked.connect(lambda: self._seek(Sought()))
        self._empty.acted.connect(self.on_empty_acted)
        self._table.doubleClicked.connect(lambda _: self.open_chosen())
        self._table.installEventFilter(self)
        self.desk.theme.changed.connect(self.on_theme_changed)
        self.desk.station_changed.connect(self.on_station_changed)
        for keys, act in (("Ctrl+K", self.on_find), ("F5", self.refresh)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def _facets(self) -> tuple[Combo, Combo, Combo]:
        return self._outcome, self._review, self._product

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self._new if self._new.isEnabled() else self._search

    def retranslate(self) -> None:
        self._day.setText(QLocale().toString(QDate.currentDate(), self.tr("M 月 d 日 dddd")))
        self._new.setText(self.tr("新建双录"))
        self._practise.setText(self.tr("退出演练") if self.desk.is_practice else self.tr("演练"))
        self._practise.setToolTip(
            self.tr("回到真实柜台")
            if self.desk.is_practice
            else self.tr("用虚拟柜台练一遍，没有真实客户，录像单独存放、永不上传")
        )
        self._search.setPlaceholderText(self.tr("查找：业务编号、客户姓名、产品、柜员  (Ctrl+K)"))
        self._search.setAccessibleName(self.tr("查找双录"))
        for button in self._search.findChildren(QToolButton):  # Qt's own, in the field
            button.setAccessibleName(self.tr("清除查找"))
        self._outcome.setAccessibleName(self.tr("按录制结果筛选"))
        self._review.setAccessibleName(self.tr("按复核状态筛选"))
        self._product.setAccessibleName(self.tr("按产品筛选"))
        self._clear.setText(self.tr("清除"))
        self._clear.setAccessibleName(self.tr("清除查找和筛选"))
        self._table.setAccessibleName(self.tr("双录列表"))
        self._table.horizontalHeader().setAccessibleName(self.tr("列标题"))
        self._table.cases.retranslate()
        self._show_rights()
        self._show_all()

    def on_theme_changed(self) -> None:
        self._glass.setIcon(self.desk.theme.icon("search", "secondary", 18))

    def on_station_changed(self) -> None:
        """Nothing of one station may be seen at another."""
        self._lines, self._sought, self._is_whole = (), Sought(), False
        self._search.clear()
        self._busy.end()
        self._practise.setEnabled(True)
        self.retranslate()
        if self.isVisible() and self.desk.station is not None:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < self.desk.theme.px(LOW_PX)
        for card in (self._today, self._unfinished, self._returned):
            card.set_low(is_low)

    def _show_rights(self) -> None:
        station = self.desk.station
        doubt = station.vault.doubt if station is not None else None
        self._new.setEnabled(station is not None and station.person.may(Right.RECORD) and doubt is None)
        self._new.setToolTip(self.tr("新建双录 (Ctrl+N)"))
        if doubt is not None:
            self._doubt.tell(fault_text(doubt), Tone.DANGER)
            self._new.setToolTip(fault_text(doubt))
        else:
            self._doubt.hide()

    # ------------------------------------------------------------------ the list

    def refresh(self) -> None:
        """Ask for the cases again; the first time, for the newest first."""
        if self.desk.station is not None:
            self._busy.begin(self.tr("正在读取双录…"))
            self._load(None if self._is_whole else FIRST_ROWS)

    def _load(self, limit: int | None) -> None:
        station = self.desk.open_station

        def load() -> Loaded:
            found = lines(station.overview(limit), product_text)
            return Loaded(station, found, limit is None or len(found) < limit)

        self.desk.bridge.run(load, self.on_loaded, self.on_not_loaded)

    def on_loaded(self, loaded: "Loaded") -> None:
        if loaded.station is not self.desk.station:
            return
        self._lines, self._is_whole = loaded.lines, loaded.is_whole
        if loaded.is_whole:
            self._busy.end()
        else:
            self._load(None)
        self._show_all()

    def on_not_loaded(self, fault: Fault) -> None:
        self._busy.end()
        self.desk.tell_fault(fault)

    def _show_all(self) -> None:
        for widget in (*self._facets, self._search):
            widget.setEnabled(self._is_whole)
        midnight = QDateTime.currentDateTime()
        midnight.setTime(QTime(0, 0))
        self._show_cards(numbers(self._lines, midnight.toMSecsSinceEpoch() * 1_000_000))
        self._show_list()

    def _show_cards(self, seen: Numbers) -> None:
        if not self._is_whole:
            for card, title in (
                (self._today, self.tr("今日双录")),
                (self._unfinished, self.tr("未完成")),
                (self._returned, self.tr("被退回")),
            ):
                card.tell(title, None, self.tr("正在清点…"))
            return
        hint = self.tr("全部通过 {passed} · 待上传 {waiting}").format(passed=seen.today_passed, waiting=seen.waiting)
        self._today.tell(self.tr("今日双录"), seen.today, hint)
        if seen.interrupted:
            hint = self.tr("%n 段录像中断、没有收尾", "", seen.interrupted)
            action, tone = self.tr("按中断归档"), "danger"
        else:
            hint = self.tr("已封存、待提交") if seen.unsubmitted else self.tr("没有未完成的双录")
            action, tone = (self.tr("查看") if seen.unsubmitted else ""), "text"
        self._unfinished.tell(self.tr("未完成"), seen.interrupted + seen.unsubmitted, hint, action, tone)
        hint = self.tr("按主管写明的原因补充说明后重新提交") if seen.returned else self.tr("没有被退回的双录")
        self._returned.tell(
            self.tr("被退回"), seen.returned, hint, self.tr("查看") if seen.returned else "", tone="warning"
        )

    def _show_list(self) -> None:
        found = find(self._lines, self._sought)
        self._show_facets()
        self._table.cases.show_lines(found)
        self._total.setText(self.tr("共 {count} 笔").format(count=number_text(len(found))) if self._is_whole else "")
        self._clear.setVisible(not self._sought.is_empty)
        if found or not self._is_whole:
            self._below.setCurrentWidget(self._table)
            return
        self._below.setCurrentWidget(self._empty)
        if self._lines:
            self._empty.tell(self.tr("没有符合条件的双录"), self._sought_in_words(), self.tr("清除条件"))
        else:
            hint = self.tr("按 Ctrl+N 开始第一笔。") if self._new.isEnabled() else ""
            may_practise = self._new.isEnabled() and not self.desk.is_practice
            if may_practise:
                hint += self.tr("没有客户时，可以先用虚拟柜台演练一遍。")
            self._empty.tell(self.tr("还没有双录"), hint, self.tr("先演练一遍") if may_practise else "")

    def _show_facets(self) -> None:
        counts = count(self._lines, self._sought)
        for facet, name, counted, chosen, word in (
            (self._outcome, self.tr("全部结果"), counts.outcome, self._sought.outcome, outcome_text),
            (self._review, self.tr("全部复核"), counts.review, self._sought.review, review_text),
            (self._product, self.tr("全部产品"), counts.product, self._sought.product, product_text),
        ):
            _fill(facet, name, counted, chosen, word)

    def _sought_in_words(self) -> str:
        sought = self._sought
        parts = [
            self.tr("“{text}”").format(text=sought.text) if sought.text else "",
            outcome_text(sought.outcome) if sought.outcome else "",
            review_text(sought.review) if sought.review else "",
            product_text(sought.product) if sought.product else "",
        ]
        return self.tr("条件：{conditions}").format(conditions=" · ".join(part for part in parts if part))

    def on_sought(self) -> None:
        """The text or a facet was changed by hand."""
        keys = (str(facet.currentData() or "") for facet in self._facets)
        self._sought = Sought(self._search.text().strip(), *keys)
        self._show_list()

    def _seek(self, sought: Sought) -> None:
        self._sought = sought
        self._search.blockSignals(True)
        self._search.setText(sought.text)
        self._search.blockSignals(False)
        self._show_list()

    # ------------------------------------------------------------------ acts

    def on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead from the search to the list, Enter opens a line, Esc empties the search."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self._search and (is_enter or event.key() == Qt.Key.Key_Down):
                self._table.select_first()
                return True
            if watched is self._search and event.key() == Qt.Key.Key_Escape and not self._sought.is_empty:
                self._seek(Sought())
                return True
            if watched is self._table and is_enter:
                self.open_chosen()
                return True
        return super().eventFilter(watched, event)

    def open_chosen(self) -> None:
        """The review of a take, or its replay for whoever may replay."""
        line, desk = self._table.chosen, self.desk
        if line is None:
            return
        if line.row.take_id is None:
            desk.tell(self.tr("这笔业务还没有录像。"), Tone.NEUTRAL)
        elif line.outcome == OPEN:
            desk.tell(self.tr("这段录像中断、没有收尾。请先在“未完成”里按中断归档。"), Tone.WARNING)
        elif line.row.state is not TakeState.ERASED and desk.open_station.person.may(Right.REPLAY):
            desk.go(PageId.REPLAY, take_id=line.row.take_id)
        else:
            desk.go(PageId.REVIEW, take_id=line.row.take_id)

    def on_unfinished_acted(self) -> None:
        if not any(line.outcome == OPEN for line in self._lines):
            self._seek(Sought(review=SEALED))
            return
        self._busy.begin(self.tr("正在抢救中断的录像…"))
        self.desk.bridge.run(self.desk.open_station.recover, self.on_recovered, self.on_not_loaded)

    def on_recovered(self, found: "Sequence[Recovery]") -> None:
        lost = [one.fault for one in found if one.fault is not None]
        if lost:
            self.desk.tell_fault(lost[0])
        else:
            kept = sum(not one.is_destroyed for one in found)
            if kept:
                self.desk.tell(self.tr("%n 段录像已按中断归档：已封存并签名。", "", kept), Tone.OK)
            else:
                self.desk.tell(refused_text(), Tone.NEUTRAL)
        self.refresh()

    def on_empty_acted(self) -> None:
        if self._lines:
            self._seek(Sought())
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.on_practise()

    def on_practise(self) -> None:
        if self.desk.is_practice:
            end_practice(self.desk)
            return
        self._practise.setEnabled(False)
        self._busy.begin(self.tr("正在准备虚拟柜台…"))
        begin_practice(self.desk, self.on_practice_begun, self.on_practice_refused)

    def on_practice_begun(self) -> None:
        self._practise.setEnabled(True)
        self._new.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_practice_refused(self, fault: Fault) -> None:
        self._practise.setEnabled(True)
        self._busy.end()
        self.desk.tell_fault(fault)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Lines as they came from a station."""

    station: object
    lines: Sequence[Line]
    is_whole: bool


def _fill(facet: Combo, everything: str, counts: Counter[str], chosen: str, word: Callable[[str], str]) -> None:
    """`everything` first, then each key with its count, the largest first; what is chosen stays, also with no line."""
    keys = [key for key, _ in counts.most_common()]
    if chosen and chosen not in keys:
        keys.append(chosen)
    facet.blockSignals(True)
    facet.clear()
    facet.addItem(everything, "")
    for key in keys:
        facet.addItem(f"{word(key)} ({number_text(counts[key])})", key)
    facet.setCurrentIndex(keys.index(chosen) + 1 if chosen else 0)
    facet.blockSignals(False)
