"""保险库: where it lies, how it is, and a walk through the whole of it when somebody wants to know."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.faults import Fault
from app.rights import Right
from ui.desk import Desk
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.facts import Facts
from ui.kit.notice import Notice
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.settings.panel import Panel

if TYPE_CHECKING:
    from app.station import Station


class VaultPanel(Panel):
    """Changes nothing; the check is for whoever may make one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._facts = Facts(desk.theme)
        self._check = Button(desk.theme, icon="vault", kind="primary")
        self._busy = BusyLine(desk.theme)
        self._result = Notice(desk.theme)
        self.add(self._facts)
        self.body.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._busy)
        self.add(self._result)
        self._check.clicked.connect(self.on_check)
        self.retranslate()

    @property
    def haystack(self) -> str:
        return "\n".join((self.tr("保险库 核对 上传 审计 加密"), "vault")).casefold()

    def retranslate(self) -> None:
        self.set_heading(self.tr("保险库"))
        self._check.setText(self.tr("核对保险库"))
        station = self._desk.station
        person = station.person if station is not None else None
        self._check.setVisible(person is not None and (person.may(Right.VAULT) or person.may(Right.AUDIT)))
        doubt = station.vault.doubt if station is not None else None
        state = self.tr("已打开，全部加密") if doubt is None else self.tr("存疑，只能查看")
        self._facts.tell(
            [
                (self.tr("状态"), state),
                (self.tr("位置"), str(self._desk.settings.folder.vault)),
                (self.tr("录像"), str(self._desk.settings.folder.takes)),
                (self.tr("上传"), self.tr("还没有设置服务器，录像加密保存在本机")),
            ]
        )

    def on_check(self) -> None:
        self._check.setEnabled(False)
        self._result.hide()
        self._busy.begin(self.tr("正在逐条核对页面、审计链和每一行…"))
        self._desk.bridge.run(self._examine(self._desk.open_station), self.on_checked, self.on_failed)

    @staticmethod
    def _examine(station: "Station") -> Callable[[], Sequence[Fault]]:
        from app.administration import Administration

        return Administration(station).check_vault

    def on_checked(self, faults: Sequence[Fault]) -> None:
        self._busy.end()
        self._check.setEnabled(True)
        if faults:
            self._result.tell("\n".join(map(fault_text, faults)), Tone.DANGER)
        else:
            self._result.tell(self.tr("保险库完好：每一页、审计链和每一行都对得上。"), Tone.OK)

    def on_failed(self, fault: Fault) -> None:
        self.on_checked([fault])
