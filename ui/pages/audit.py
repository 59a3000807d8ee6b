"""审计: who did what and when, newest first; whether the trail is sound; a copy for an auditor.

    enter ─► newest rows (away) ─► table ─► scrolled to its end ─► the rows before them (away) …
    filter ─► rows that match, read from the newest back      verify ─► verdict      export ─► JSON Lines

Rows are fetched as somebody scrolls, so that a trail of years opens at once. Nothing here changes a row, and looking is
not written down; verifying and exporting are.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.administration import Administration
from app.faults import Fault
from app.rights import Right
from app.station import Station
from app.vault.audit import AuditRow
from app.vault.trail import TrailReport
from ui.audit.details import Details
from ui.audit.filter_bar import FilterBar
from ui.audit.reader import Found, Sought, read_on
from ui.audit.verdict import VerdictCard
from ui.audit.words import facts_text, kind_text, moment_text
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.columns import Columns
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.table import Column, RowModel, RowTable
from ui.kit.tone import Tone
from ui.messages import fault_text, number_text

TABLE_SHARE, DETAILS_SHARE = 5, 2
HIGH_PX = 300
"""what the table and the details need to be of use, while a verdict stands above them"""
NAME = "audit.jsonl"


class TrailModel(RowModel[AuditRow]):
    """Asks for more when a view has come to the end of what is there."""

    more_wished = Signal()

    def __init__(self, columns: Sequence[Column[AuditRow]]) -> None:
        super().__init__(columns)
        self.has_more = False
        self.is_reading = False

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return self.has_more and not self.is_reading

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        self.more_wished.emit()


class AuditPage(Page):
    """For whoever may read the trail."""

    page_id = PageId.AUDIT

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._before: int | None = None
        self._newest = 0
        self._round = 0
        """what was asked before the newest question is not waited for any more"""
        self._total = label(role="section")
        self._verify = Button(theme, icon="passed", kind="primary")
        self._export = Button(theme, icon="export")
        self.filter = FilterBar(theme)
        self.verdict = VerdictCard(theme)
        self._trouble = Notice(theme)
        self._busy = BusyLine(theme)
        self.rows = TrailModel(self._columns())
        self.table = RowTable(theme, self.rows)
        self.details = Details(theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _columns(self) -> Sequence[Column[AuditRow]]:
        return (
            Column(76, lambda: self.tr("序号"), lambda row: str(row.n), is_right=True),
            Column(176, lambda: self.tr("时间"), lambda row: moment_text(row.at)),
            Column(116, lambda: self.tr("人员"), lambda row: row.actor or "–"),
            Column(170, lambda: self.tr("事件"), lambda row: kind_text(row.kind)),
            Column(0, lambda: self.tr("要点"), lambda row: facts_text(row.facts)),
        )

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self._total)
        head.addStretch(1)
        head.addWidget(self._export)
        head.addWidget(self._verify)
        columns = Columns(self.desk.theme, high_px=HIGH_PX)
        columns.add(self.table, TABLE_SHARE)
        columns.add(self.details, DETAILS_SHARE)
        area = Scroller()
        area.body.addWidget(columns, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(12))
        page.addLayout(head)
        page.addWidget(self.verdict)
        page.addWidget(self._trouble)
        page.addWidget(self.filter)
        page.addWidget(self._busy)
        page.addWidget(area, 1)

    def _connect(self) -> None:
        self._verify.clicked.connect(self.on_verify)
        self._export.clicked.connect(self.on_export)
        self.filter.changed.connect(self.refresh)
        self.rows.more_wished.connect(self.on_more_wished)
        self.table.row_chosen.connect(lambda: self.details.show_row(self.table.chosen))
        self.desk.station_changed.connect(self.forget)
        for keys, act in (("Ctrl+K", self.on_find), ("F5", self.refresh)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def _station(self) -> Station:
        """The real one: practice is nobody's business."""
        return self.desk.real_station or self.desk.open_station

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.table

    def retranslate(self) -> None:
        self._verify.setText(self.tr("验证"))
        self._verify.setToolTip(self.tr("逐条核对哈希链、签名检查点和库外的记号"))
        self._export.setText(self.tr("导出"))
        self._export.setToolTip(self.tr("导出为 JSON Lines，审计人员不用本程序就能核对"))
        self.table.set_names(self.tr("审计记录，新的在前"), self.tr("列标题"))
        self.filter.retranslate()
        self.verdict.retranslate()
        self.details.retranslate()
        self.rows.retranslate()
        self._show()

    def forget(self) -> None:
        """Nothing of one station may be seen at another."""
        self._round += 1
        self._before, self._newest = None, 0
        self.rows.has_more = self.rows.is_reading = False
        self.rows.show_rows([])
        self.details.show_row(None)
        self.verdict.forget()
        self.filter.forget()
        self._trouble.hide()
        self._busy.end()
        self._show()

    def _show(self) -> None:
        station = self.desk.station
        may_read = station is not None and self._station.person.may(Right.AUDIT)
        self._verify.setVisible(may_read)
        self._export.setVisible(may_read)
        self.filter.setVisible(may_read)
        shown = number_text(len(self.rows.rows))
        if not self.filter.sought.is_everything:
            more = self.rows.has_more or self.rows.is_reading
            text = self.tr("找到 {count} 条，还有") if more else self.tr("找到 {count} 条")
            self._total.setText(text.format(count=shown))
        else:
            self._total.setText(self.tr("{count} 条审计记录").format(count=number_text(self._newest)))

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """From the newest row on."""
        if self.desk.station is None:
            return
        self._round += 1
        self._before = None
        self._read(is_first=True)

    def on_find(self) -> None:
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    def on_more_wished(self) -> None:
        if self.rows.canFetchMore(QModelIndex()) and self.desk.station is not None:
            self._read(is_first=False)

    def _read(self, *, is_first: bool) -> None:
        station, sought, before, asked = self._station, self.filter.sought, self._before, self._round
        self.rows.is_reading = True
        self._busy.begin(self.tr("正在读取审计记录…"))

        def read() -> Found:
            station.require(Right.AUDIT)
            return read_on(station.vault.audit_trail_before, sought, before)

        self.desk.bridge.run(
            read,
            lambda found: self._on_read(found, sought, is_first) if asked == self._round else None,
            lambda fault: self._on_not_read(fault) if asked == self._round else None,
        )

    def _on_read(self, found: Found, sought: Sought, is_first: bool) -> None:
        self._busy.end()
        self._trouble.hide()
        self._before = found.before
        self.rows.has_more, self.rows.is_reading = found.before is not None, False
        if is_first:
            chosen = self.table.chosen
            self._newest = max(self._newest if not sought.is_everything else 0, found.newest)
            self.rows.show_rows(found.rows)
            self.details.show_row(None)
            numbers = [row.n for row in found.rows]
            self.table.choose(numbers.index(chosen.n) if chosen is not None and chosen.n in numbers else 0)
        else:
            self.rows.add_rows(found.rows)
        self.filter.show_actors(row.actor for row in found.rows)
        self._show()
        if found.before is not None and not found.rows:
            self.on_more_wished()  # nothing matched so far: go on until something does

    def _on_not_read(self, fault: Fault) -> None:
        self._busy.end()
        self.rows.has_more = self.rows.is_reading = False
        self._trouble.tell(fault_text(fault), Tone.DANGER)
        self._show()

    # ------------------------------------------------------------------ acting

    def on_verify(self) -> None:
        station = self._station
        self._verify.setEnabled(False)
        self.verdict.forget()
        self._busy.begin(self.tr("正在逐条验证…"))
        self.desk.bridge.run(lambda: Administration(station).verify_audit(), self._on_verified, self._on_not_verified)

    def _on_verified(self, report: TrailReport) -> None:
        self._end()
        if self.desk.station is not None:
            self.verdict.tell(report)
            self.refresh()

    def _on_not_verified(self, fault: Fault) -> None:
        self._end()
        self.desk.tell_fault(fault)

    def _end(self) -> None:
        self._busy.end()
        self._verify.setEnabled(True)
        self._export.setEnabled(True)

    def on_export(self) -> None:
        chooser = QFileDialog(self.window(), self.tr("导出到"), NAME, "JSON Lines (*.jsonl)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("jsonl")
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # never over another file: E-914
        chooser.fileSelected.connect(lambda name: self.export_to(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def export_to(self, target: Path) -> None:
        """E-914 the file is there, E-915 it cannot be written; then nothing of it is left."""
        station = self._station
        self._export.setEnabled(False)
        self._busy.begin(self.tr("正在导出…"))
        self.desk.bridge.run(lambda: _export(station, target), self._on_exported, self._on_not_verified)

    def _on_exported(self, count: int) -> None:
        self._end()
        text = self.tr("已导出 {count} 条，文件带有核对办法需要的哈希。").format(count=number_text(count))
        self.desk.tell(text, Tone.OK)
        if self.desk.station is not None:
            self.refresh()


def _export(station: Station, target: Path) -> int:
    part = target.with_name(target.name + ".part")
    try:
        if target.exists():
            raise Fault("E-914", name=target.name)
        with part.open("w", encoding="utf-8", newline="\n") as out:
            count = Administration(station).export_audit(out)
        part.replace(target)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Fault("E-915", reason=problem.strerror or "?") from problem
    except Fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return count
