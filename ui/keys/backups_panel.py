"""备份: the copies of the vault that there are, one more, and a walk through the vault itself."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.faults import Fault
from app.settings import Backup
from app.vault.backup import BackupRow
from ui.audit.words import moment_text
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.facts import Facts
from ui.kit.notice import Notice
from ui.kit.table import Column, RowModel, RowTable
from ui.kit.tone import Tone
from ui.messages import fault_text, number_text
from ui.style.theme import Theme

translate = QCoreApplication.translate
LEAST_TABLE_PX = 160


class BackupsPanel(Card):
    """Told the backups; emits what is wished."""

    backup_wished = Signal()
    check_wished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._folder, self._keep = Path(), Backup()
        self._facts = Facts(theme, 100)
        self.result = Notice(theme, can_dismiss=True)
        self.rows: RowModel[BackupRow] = RowModel(
            (
                Column(200, lambda: translate("messages", "时间"), _made),
                Column(110, lambda: translate("messages", "大小"), _size, is_right=True),
                Column(150, lambda: translate("messages", "审计记录到"), _audit_n, is_right=True),
                Column(0, lambda: translate("messages", "状态"), _state, _tone),
            )
        )
        self.table = RowTable(theme, self.rows)
        self.table.setMinimumHeight(theme.px(LEAST_TABLE_PX))
        self.back_up = Button(theme, icon="vault", kind="primary")
        self.check = Button(theme, icon="passed")
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.back_up)
        row.addWidget(self.check)
        row.addStretch(1)
        self.add(self._facts)
        self.body.addLayout(row)
        self.add(self.result)
        self.add(self.table, 1)
        self.back_up.clicked.connect(self.backup_wished)
        self.check.clicked.connect(self.check_wished)
        self.retranslate()

    def show_backups(self, rows: Sequence[BackupRow], folder: Path, keep: Backup) -> None:
        self._folder, self._keep = folder, keep
        self.rows.show_rows(rows)
        self.retranslate()

    def set_busy(self, is_busy: bool) -> None:
        for button in (self.back_up, self.check):
            button.setEnabled(not is_busy)

    def retranslate(self) -> None:
        self.back_up.setText(self.tr("立即备份"))
        self.check.setText(self.tr("检查保险库"))
        self.table.set_names(self.tr("备份列表"), self.tr("列标题"))
        self.rows.retranslate()
        keep = self._keep
        kept = self.tr("每日 {daily} 份、每周 {weekly} 份、每月 {monthly} 份，其余自动删除").format(
            daily=keep.daily, weekly=keep.weekly, monthly=keep.monthly
        )
        about = self.tr("备份和保险库一样加密，写完即核对；录像文件不在其中。恢复用命令 vault restore。")
        rows = [(self.tr("位置"), str(self._folder)), (self.tr("保留"), kept), (self.tr("说明"), about)]
        self._facts.tell(rows)

    def tell_check(self, faults: Sequence[Fault]) -> None:
        if faults:
            self.result.tell("\n".join(map(fault_text, faults)), Tone.DANGER)
        else:
            self.result.tell(self.tr("保险库完好：每一页、审计链和每一行都对得上。"), Tone.OK)


def _made(row: BackupRow) -> str:
    return moment_text(row.made_at) or row.path.name


def _size(row: BackupRow) -> str:
    return "–" if row.problem is not None and not row.bytes else f"{number_text(row.bytes / 1e6, 1)} MB"


def _audit_n(row: BackupRow) -> str:
    text = translate("messages", "第 {n} 条")
    return text.format(n=number_text(row.audit_n)) if row.audit_n else "–"


def _state(row: BackupRow) -> str:
    return translate("messages", "完整") if row.problem is None else fault_text(row.problem)


def _tone(row: BackupRow) -> Tone:
    return Tone.OK if row.problem is None else Tone.DANGER
