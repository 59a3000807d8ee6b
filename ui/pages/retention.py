"""保存: how long the takes of each case are kept and why, disputes that hold them, and their destruction by two people.

    enter ─► every case with its day (away), the forecast of the disk ─► list │ the one that is chosen
    end of a contract, hold, lift ─► Keeping (away) ─► the case anew
    destroy ─► reason ─► a second person ─► Keeping (away) ─► certificates

What may not be destroyed is refused by the core with its reason; here a case is only offered when its day is over.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.administration import Administration
from app.faults import Fault
from app.keeping import Keeping, KeepingRow
from app.retention import Forecast
from app.rights import Right
from app.session.case import mask_name
from app.station import Station
from ui.desk import Desk, Page, PageId
from ui.kit.ask import ReasonDialog
from ui.kit.busy import BusyLine
from ui.kit.card import Card
from ui.kit.columns import Columns
from ui.kit.confirm import ConfirmDialog
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.second_person import ask_second
from ui.kit.table import Column, RowModel, RowTable
from ui.kit.tone import Tone
from ui.messages import fault_text, number_text, product_text
from ui.retention.details import Deed, Details
from ui.retention.dialogs import EndDialog, LiftDialog
from ui.retention.forecast_chart import ForecastChart, size_text
from ui.retention.words import FILTERS, TONES, State, filter_text, main_reason_text, state_of, until_text

LIST_SHARE, DETAILS_SHARE = 2, 1
LEAST_TABLE_PX = 160
CLOCK_CODES = ("E-270", "E-271", "E-272")
"""the computer's clock is not believed until somebody has confirmed it"""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows, as it came from a station."""

    rows: tuple[KeepingRow, ...]
    forecast: Forecast


class RetentionPage(Page):
    """For whoever holds cases or destroys them."""

    page_id = PageId.RETENTION

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._read: _Read | None = None
        self._is_acting = False
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _ in FILTERS:
            self.tabs.addTab("")
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.trouble, self.done = Notice(theme, can_dismiss=True), Notice(theme, can_dismiss=True)
        self._busy = BusyLine(theme)
        self.rows: RowModel[KeepingRow] = RowModel(self._columns())
        self.table = RowTable(theme, self.rows)
        self.table.setMinimumHeight(theme.px(LEAST_TABLE_PX))
        self.details = Details(theme)
        self._disk = Card(theme, spacing=4)
        self._disk_text = label(role="caption", tone="secondary", wrap=True)
        self.chart = ForecastChart(theme)
        self._lay_out()
        self._connect()
        self.on_theme_changed()
        self.retranslate()

    def _columns(self) -> Sequence[Column[KeepingRow]]:
        return (
            Column(150, lambda: self.tr("业务编号"), lambda row: row.case_id),
            Column(88, lambda: self.tr("客户"), lambda row: mask_name(row.customer_name)),
            Column(118, lambda: self.tr("产品"), lambda row: product_text(row.product_kind)),
            Column(56, lambda: self.tr("录像"), lambda row: str(row.takes), is_right=True),
            Column(206, lambda: self.tr("保存到"), until_text, lambda row: TONES[state_of(row)]),
            Column(0, lambda: self.tr("理由"), main_reason_text),
        )

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(self.tabs, 1)
        head.addWidget(self.search)
        self._disk.add(self.chart)
        self._disk.add(self._disk_text)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.table, 1)
        column.addWidget(self._disk)
        columns = Columns(self.desk.theme)
        columns.add(left, LIST_SHARE)
        columns.add(self.details, DETAILS_SHARE)
        area = Scroller()
        area.body.addWidget(columns, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(12))
        page.addLayout(head)
        page.addWidget(self.trouble)
        page.addWidget(self.done)
        page.addWidget(self._busy)
        page.addWidget(area, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._fill())
        self.search.textChanged.connect(lambda _: self._fill())
        self.table.row_chosen.connect(self._show_chosen)
        self.details.wished.connect(lambda deed: self.on_wished(Deed(deed)))
        self.trouble.acted.connect(self.on_confirm_clock)
        self.desk.theme.changed.connect(self.on_theme_changed)
        self.desk.station_changed.connect(self.forget)
        for keys, act in (("Ctrl+K", self.search.setFocus), ("F5", self.refresh)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def _station(self) -> Station:
        """The real one: what practice records is nobody's."""
        return self.desk.real_station or self.desk.open_station

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.table

    def on_theme_changed(self) -> None:
        self._glass.setIcon(self.desk.theme.icon("search", "secondary", 18))
        self.search.setFixedWidth(self.desk.theme.px(240))

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(self.tr("按状态筛选"))
        self.search.setPlaceholderText(self.tr("查找业务编号 (Ctrl+K)"))
        self.search.setAccessibleName(self.tr("查找业务编号"))
        for button in (*self.search.findChildren(QToolButton), *self.tabs.findChildren(QToolButton)):
            button.setAccessibleName(self.tr("清除查找") if button.parent() is self.search else self.tr("更多"))
        self.table.set_names(self.tr("业务和保存期限"), self.tr("列标题"))
        self._disk.set_heading(self.tr("磁盘预测"))
        self.rows.retranslate()
        self.chart.retranslate()
        self._show()
        self._show_chosen()

    def forget(self) -> None:
        """Nothing of one station may be seen at another."""
        self._read, self._is_acting = None, False
        self._busy.end()
        for notice in (self.trouble, self.done):
            notice.hide()
        self.search.clear()
        self.tabs.setCurrentIndex(0)
        self._fill()
        self._show()

    def refresh(self) -> None:
        if self.desk.station is not None:
            self._busy.begin(self.tr("正在计算保存期限…"))
            self._run(lambda _: None)

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        """The tabs with their numbers, and the disk."""
        rows = () if self._read is None else self._read.rows
        counts: Counter[State | None] = Counter(map(state_of, rows))
        counts[None] = len(rows)
        for number, state in enumerate(FILTERS):
            self.tabs.setTabText(number, f"{filter_text(state)} {number_text(counts[state])}")
        forecast = None if self._read is None else self._read.forecast
        self._disk.setVisible(forecast is not None)
        self.chart.show_forecast(forecast)
        if forecast is not None:
            self._disk_text.setText(self._said(forecast))

    def _said(self, forecast: Forecast) -> str:
        parts = [self.tr("现在 {size}。").format(size=size_text(forecast.bytes_now))]
        if forecast.months_until_full is not None:
            months = number_text(forecast.months_until_full, 1)
            parts.append(self.tr("按最近的速度，到期即销毁，约 {months} 个月后写满。").format(months=months))
        else:
            parts.append(self.tr("按最近的速度，到期即销毁，不会写满。"))
        parts.append(self.tr("蓝色：月末占用；绿色：当月到期可释放。"))
        return " ".join(parts)

    def _fill(self) -> None:
        """The rows of the tab that the search finds; the chosen one stays."""
        wanted, text = FILTERS[self.tabs.currentIndex()], self.search.text().strip().casefold()
        rows = () if self._read is None else self._read.rows
        shown = [row for row in rows if (wanted is None or state_of(row) is wanted) and text in row.case_id.casefold()]
        chosen = self.details.row
        self.rows.show_rows(shown)
        ids = [row.case_id for row in shown]
        self.table.choose(ids.index(chosen.case_id) if chosen is not None and chosen.case_id in ids else 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.table.chosen
        may: set[Deed] = set()
        if row is not None and self.desk.station is not None:
            person = self._station.person
            if person.may(Right.HOLD) and not row.is_destroyed:
                may = {Deed.END, Deed.HOLD} | ({Deed.LIFT} if row.holds else set())
            if person.may(Right.DESTROY) and row.is_due:
                may.add(Deed.DESTROY)
        self.details.show_row(row, may)

    # ------------------------------------------------------------------ deeds

    def on_wished(self, deed: Deed) -> None:
        row = self.details.row
        if row is None or self._is_acting:
            return
        match deed:
            case Deed.END:
                self._end_contract(row)
            case Deed.HOLD:
                self._hold(row)
            case Deed.LIFT:
                self._lift(row)
            case Deed.DESTROY:
                self._destroy(row)

    def _end_contract(self, row: KeepingRow) -> None:
        dialog = EndDialog(self, self.desk.theme, row.case_id, self._station.clock_day())

        def accepted() -> None:
            day = dialog.day
            assert day is not None
            told = self.tr("业务 {case} 的合同终止日已登记。").format(case=row.case_id)
            self._act(lambda keeping: keeping.contract_ended(row.case_id, day), told)

        self._open(dialog, accepted)

    def _hold(self, row: KeepingRow) -> None:
        dialog = ReasonDialog(
            self,
            self.desk.theme,
            self.tr("加争议保留"),
            self.tr("业务 {case} 有投诉或纠纷：解除之前，它的录像不能销毁。").format(case=row.case_id),
            self.tr("保留"),
        )

        def accepted() -> None:
            reason = dialog.text
            told = self.tr("业务 {case} 已加争议保留。").format(case=row.case_id)
            self._act(lambda keeping: keeping.hold(row.case_id, reason), told)

        self._open(dialog, accepted)

    def _lift(self, row: KeepingRow) -> None:
        dialog = LiftDialog(self, self.desk.theme, self._station.clock_day())

        def accepted() -> None:
            reason, day = dialog.text, dialog.day
            told = self.tr("业务 {case} 的争议保留已解除。").format(case=row.case_id)
            self._act(lambda keeping: keeping.lift(row.case_id, reason, day), told)

        self._open(dialog, accepted)

    def _destroy(self, row: KeepingRow) -> None:
        explains = self.tr(
            "业务 {case} 的 {count} 份录像：先毁密钥，再毁文件，无法恢复。清单、签名和销毁证明留下。还要第二人同意。"
        )
        dialog = ReasonDialog(
            self,
            self.desk.theme,
            self.tr("销毁到期录像"),
            explains.format(case=row.case_id, count=row.takes),
            self.tr("请第二人…"),
            danger=True,
        )
        self._open(dialog, lambda: self._ask_second(row, dialog.text))

    def _ask_second(self, row: KeepingRow, reason: str) -> None:
        station = self._station
        keeping = Keeping(station)
        act = self.tr("销毁业务 {case} 的 {count} 份到期录像，理由：{reason}")

        def on_done(certificates: tuple[Path, ...]) -> None:
            if self.desk.station is None or self._station is not station:
                return
            lines = [self.tr("已销毁业务 {case} 的录像，销毁证明：").format(case=row.case_id), *map(str, certificates)]
            self.done.tell("\n".join(lines), Tone.OK)
            self.refresh()

        ask_second(
            self,
            self.desk.theme,
            self.desk.bridge,
            station,
            act=act.format(case=row.case_id, count=row.takes, reason=reason),
            right=Right.DESTROY,
            do=lambda second: keeping.destroy(row.case_id, reason, second),
            done=on_done,
            failed=self.on_refused,
        )

    def on_refused(self, fault: Fault) -> None:
        """Why nothing was destroyed; a clock that is not believed can be confirmed by whoever may."""
        may_confirm = fault.code in CLOCK_CODES and self._station.person.may(Right.AUDIT)
        self.trouble.tell(fault_text(fault), Tone.DANGER, self.tr("时钟没有错…") if may_confirm else "")
        self.refresh()

    def on_confirm_clock(self) -> None:
        now = QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.LongFormat)
        dialog = ConfirmDialog(
            self,
            self.desk.theme,
            self.tr("电脑的日期和时间对吗？"),
            self.tr("电脑现在是 {now}。请和手机或墙上的钟核对；确认会写进审计记录。").format(now=now),
            act=self.tr("核对过，是对的"),
            keep=self.tr("不对"),
        )
        station = self._station

        def accepted() -> None:
            self.trouble.hide()
            self.desk.bridge.run(
                Administration(station).confirm_clock,
                lambda _: self.desk.tell(self.tr("时钟已确认，可以再次销毁。"), Tone.OK),
            )

        self._open(dialog, accepted)

    # ------------------------------------------------------------------ how they are done

    def _open(self, dialog: QDialog, accepted: Callable[[], None]) -> None:
        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _act(self, act: Callable[[Keeping], None], told: str) -> None:
        self._is_acting = True
        self.details.set_busy(True)
        self._busy.begin(self.tr("正在登记…"))
        self._run(act, told)

    def _run(self, act: Callable[[Keeping], None], told: str = "") -> None:
        """Away from the window; then everything anew, if it is still the same station."""
        station = self._station

        def work() -> _Read:
            keeping = Keeping(station)
            act(keeping)
            return _Read(keeping.rows(), keeping.forecast())

        def is_same() -> bool:
            return self.desk.station is not None and self._station is station

        self.desk.bridge.run(
            work,
            lambda read: self._on_read(read, told) if is_same() else None,
            lambda fault: self._on_failed(fault) if is_same() else None,
        )

    def _on_read(self, read: _Read, told: str) -> None:
        self._end()
        self._read = read
        self._show()
        self._fill()
        if told:
            self.desk.tell(told, Tone.OK)

    def _on_failed(self, fault: Fault) -> None:
        self._end()
        if self._read is None:
            self.trouble.tell(fault_text(fault), Tone.DANGER)
        else:
            self.desk.tell_fault(fault)

    def _end(self) -> None:
        self._is_acting = False
        self._busy.end()
        self.details.set_busy(False)
