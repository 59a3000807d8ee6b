"""登录: who comes in, and with which passphrase. What somebody may do is the account's, and nobody chooses it here.

    account, passphrase ─► [away] Station.open ─► somebody else set the passphrase? ─► change it ─┐
          ▲ wrong, locked out, closed: told ┘            └─────────────────────────────────────────┴─► one's own page

Where there is no vault yet, set-up is shown instead. Shown before anything heavy is loaded: what needs the engines is
imported on a lane of the bridge, as part of the work. Opening takes half a second on purpose (the passphrase is
stretched), so it never happens on the window's thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

import app
from app.faults import Fault
from app.rights import Right
from app.settings import Settings
from ui.bridge import DEVICES
from ui.desk import Desk, Page, PageId, first_page
from ui.kit.busy import BusyLine
from ui.kit.card import Card
from ui.kit.label import divider, label
from ui.kit.lockout import opened_or_locked
from ui.kit.scroller import Scroller
from ui.kit.sign import Sign
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.practice import begin_practice
from ui.unlock.change import ChangeForm
from ui.unlock.devices import DeviceChips
from ui.unlock.login import LoginForm

if TYPE_CHECKING:
    from app.devices import DeviceSet, PluggedIn
    from app.evidence.closing import Recovery
    from app.station import Station

LOOK_AFTER_MS = 150
"""devices are listed once the page has been painted"""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody whose passphrase was right."""

    station: "Station"
    devices: "DeviceSet"
    open_takes: int
    """that a crash left open"""
    must_change: bool


class UnlockPage(Page):
    """Emits nothing: it puts the open station on the desk and goes where the account's work is."""

    page_id = PageId.UNLOCK

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._is_busy = False
        self._lacks_devices = False
        self._plugged_in: PluggedIn | None = None
        self._entered: Entered | None = None
        """whose passphrase has to be changed first"""
        self._practises = False
        self._logo = Sign(theme, "logo", "primary", 52)
        self._title = label(role="title")
        self._place = label(role="body", tone="secondary")
        self.login, self.change = LoginForm(theme), ChangeForm(theme)
        self._busy = BusyLine(theme)
        self._version = label(role="caption", tone="secondary")
        self._divider, self.chips = divider(), DeviceChips(theme)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_AFTER_MS)
        self._look.timeout.connect(self.look_at_devices)
        self._lay_out()
        self.login.wanted.connect(self.on_enter)
        self.change.wanted.connect(self.on_change)
        self.change.cancelled.connect(self.begin_anew)
        self._show_form()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.desk.theme
        card = Card(theme, margin=28, spacing=14)
        card.setFixedWidth(theme.px(468))
        theme.changed.connect(lambda: card.setFixedWidth(theme.px(468)))
        head = QVBoxLayout()
        head.setSpacing(theme.px(4))
        for widget in (self._logo, self._title, self._place):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addLayout(head)
        card.body.addSpacing(theme.px(6))
        for part in (self.login, self.change, self._busy, self._divider, self.chips):
            card.add(part)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        area = Scroller()
        area.body.setContentsMargins(*[theme.px(20)] * 4)
        area.body.addStretch(2)
        area.body.addLayout(middle)
        area.body.addSpacing(theme.px(12))
        area.body.addWidget(self._version, 0, Qt.AlignmentFlag.AlignHCenter)
        area.body.addStretch(3)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        real, self.desk.real_station = self.desk.real_station, None
        if real is not None:  # the window was locked in the middle of practice
            self.desk.bridge.run(real.close)
        if not _has_vault(self.desk.settings.folder.vault):
            self.desk.go(PageId.SETUP)
            return
        self.begin_anew()
        self.retranslate()
        self._look.start()

    def leave(self) -> None:
        self._look.stop()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nothing typed stays, and whoever had not come in yet is out again."""
        entered, self._entered = self._entered, None
        if entered is not None:
            self.desk.bridge.run(lambda: _close(entered))
        self.login.begin_anew()
        self.change.begin_anew()
        self._show_form()

    def _show_form(self) -> None:
        for widget in (self.login, self._divider, self.chips):
            widget.setVisible(self._entered is None)
        self.change.setVisible(self._entered is not None)
        if self._entered is None and self.isVisible():
            self.login.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        return self.login.first_focus()

    def retranslate(self) -> None:
        place = self.desk.settings.place
        self._title.setText(self.tr("双录工作站"))
        self._place.setText(self.tr("{branch} · {counter} 号柜台").format(branch=place.branch, counter=place.counter))
        self.login.retranslate()
        self.change.retranslate()
        self.login.practise.setVisible(self._lacks_devices)
        self._version.setText(self.tr("版本 {version}").format(version=app.__version__))
        self.chips.tell(self._plugged_in, self.desk.settings.folder.root)

    def look_at_devices(self) -> None:
        def look() -> "PluggedIn":
            from app.devices import device_rows

            return device_rows()

        self.desk.bridge.run(look, self.on_devices_found, lambda _: None, lane=DEVICES)

    def on_devices_found(self, found: "PluggedIn") -> None:
        self._plugged_in = found
        self._lacks_devices = not found.cameras or not found.microphones
        self.retranslate()

    # ------------------------------------------------------------------ entering

    def on_enter(self, practise: bool = False) -> None:
        if self._is_busy:
            return
        self._practises = practise
        self._set_busy(self.tr("正在打开保险库…"))
        settings, account, passphrase = self.desk.settings, self.login.account_name, self.login.passphrase.text
        self.desk.bridge.run(lambda: _open(settings, account, passphrase), self.on_opened, self.on_refused)

    def on_opened(self, entered: Entered) -> None:
        if entered.must_change:
            self._set_busy("")
            self._entered = entered
            self.login.begin_anew()
            self._show_form()
            self.change.ask(entered.station.person.account)
        else:
            self._come_in(entered)

    def on_refused(self, fault: Fault) -> None:
        self._set_busy("")
        if fault.code == "E-201":  # the folder was emptied meanwhile
            self.desk.go(PageId.SETUP)
        else:
            self.login.refuse(fault)

    def on_change(self, old: str, new: str) -> None:
        entered = self._entered
        if entered is None or self._is_busy:
            return
        self._set_busy(self.tr("正在换口令…"))

        def change() -> Entered:
            from app.administration import Administration

            opened_or_locked(lambda: Administration(entered.station).change_own_passphrase(old, new))
            return entered

        self.desk.bridge.run(change, self.on_changed, self.on_not_changed)

    def on_changed(self, entered: Entered) -> None:
        if entered is self._entered:  # else the window was locked meanwhile
            self._entered = None
            self._come_in(entered)

    def on_not_changed(self, fault: Fault) -> None:
        self._set_busy("")
        self.change.refuse(fault)

    def _come_in(self, entered: Entered) -> None:
        desk, station = self.desk, entered.station
        desk.station, desk.devices, desk.real_station = station, entered.devices, None
        desk.station_changed.emit()
        may_recover = station.person.may(Right.RECORD) or station.person.may(Right.SEE_ALL_TAKES)
        if entered.open_takes and may_recover:
            self._busy.begin(self.tr("上次有 %n 段录像没有收尾，正在抢救…", "", entered.open_takes))
            desk.bridge.run(
                station.recover,
                lambda found: self._go_on(station, found),
                lambda fault: self._go_on(station, fault=fault),
            )
        else:
            self._go_on(station)

    def _go_on(self, station: "Station", found: "Sequence[Recovery]" = (), fault: Fault | None = None) -> None:
        desk = self.desk
        self._set_busy("")
        if desk.station is not station:  # locked again already
            return
        practises, self._practises = self._practises, False
        if practises and station.person.may(Right.RECORD):
            begin_practice(desk, lambda: desk.go(PageId.HOME), lambda fault: self._go_on(station, fault=fault))
            return
        returning, desk.returning = desk.returning, None
        if returning is not None and returning[0] == station.person.account:
            desk.go(PageId.REVIEW, take_id=returning[1])
        else:
            desk.go(first_page(station.person))
        wrong = station.vault.doubt or fault
        if wrong is not None:
            desk.tell_fault(wrong)
        elif found:
            desk.tell(self._recovery_text(found), Tone.WARNING)

    def _recovery_text(self, found: "Sequence[Recovery]") -> str:
        lost = [one for one in found if one.fault is not None]
        refused = [one for one in found if one.fault is None and one.is_destroyed]
        kept = [one for one in found if one.fault is None and not one.is_destroyed]
        minutes = sum(one.duration_ns for one in kept) / 60e9
        text = ""
        if kept:
            count = len(kept)
            text = self.tr("上次有 %n 段录像中断，已抢救并封存（共 {minutes} 分钟），在“未完成”里可以看到。", "", count)
            text = text.format(minutes=f"{minutes:.1f}")
        if refused:
            text += self.tr("有 %n 段的客户没有同意录制：录像已销毁，留有记录。", "", len(refused))
        if lost:
            text += self.tr("有 %n 段没能抢救：", "", len(lost)) + " ".join(
                fault_text(one.fault) for one in lost if one.fault is not None
            )
        return text

    def _set_busy(self, text: str) -> None:
        """Empty: not busy."""
        self._is_busy = bool(text)
        if text:
            self._busy.begin(text)
        else:
            self._busy.end()
        self.login.set_busy(self._is_busy)
        self.change.set_busy(self._is_busy)


def _has_vault(folder: Path) -> bool:
    """Whether a vault was ever made here; a damaged one counts, and is told when it is opened."""
    return any((folder / name).exists() for name in ("vault.db", "vault.keys"))


def _open(settings: Settings, account: str, passphrase: str) -> Entered:
    """The open station, its devices, how many takes a crash left open, and whether the passphrase must be changed."""
    from app.administration import Administration
    from app.devices import RealDevices
    from app.station import Station
    from app.vault.keyfile import read_document
    from app.vault.keys import KEYS_NAME

    keys = settings.folder.vault / KEYS_NAME
    if keys.exists() and read_document(keys)["version"] == 1:
        raise Fault("E-290")  # it has no accounts: whatever was typed cannot be right
    station = opened_or_locked(lambda: Station.open(settings, passphrase, account))
    try:
        is_sound = station.vault.doubt is None
        open_takes = len(station.vault.open_takes()) if is_sound else 0
        must_change = is_sound and Administration(station).must_change_passphrase()
        return Entered(station, RealDevices(settings.devices), open_takes, must_change)
    except BaseException:
        station.close()
        raise


def _close(entered: Entered) -> None:
    entered.devices.close()
    entered.station.close()
