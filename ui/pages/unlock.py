"""登录: who stands at the counter, and the passphrase that opens the vault; the first time, it makes the vault.

Shown before anything heavy is loaded: what needs the engines is imported on a lane of the bridge, as part of the work.
Opening takes half a second on purpose (the passphrase is stretched), so it never happens on the window's thread.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

import app
from app.evidence.disk import hours_left
from app.faults import Fault
from app.settings import Settings
from ui.bridge import DEVICES
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.field import Field
from ui.kit.label import divider, label
from ui.kit.notice import Notice
from ui.kit.passphrase import PassphraseField
from ui.kit.scroller import Scroller
from ui.kit.sign import Sign
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.practice import begin_practice

if TYPE_CHECKING:
    from app.devices import DeviceSet, PluggedIn
    from app.evidence.closing import Recovery
    from app.station import Station

ACCOUNT = re.compile(r"[0-9A-Za-z]{1,16}")
LEAST_CHARACTERS = 8
"""of a new passphrase"""
LOOK_AFTER_MS = 150
"""devices are listed once the page has been painted"""


class UnlockPage(Page):
    """Emits nothing: it puts the open station on the desk and goes home."""

    page_id = PageId.UNLOCK

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._is_first = False
        self._is_busy = False
        self._lacks_devices = False
        self._plugged_in: PluggedIn | None = None
        self._logo = Sign(theme, "logo", "primary", 52)
        self._title = label(role="title")
        self._place = label(role="body", tone="secondary")
        self._explains = Notice(theme)
        self._account = QLineEdit()
        self._account.setMaxLength(16)
        self._account_field = Field(theme, self._account)
        self._role_name = label(role="caption", tone="secondary")
        self._clerk, self._supervisor = QRadioButton(), QRadioButton()
        self._passphrase, self._again = PassphraseField(theme), PassphraseField(theme)
        self._failure = Notice(theme)
        self._enter = Button(theme, kind="primary", big=True)
        self._practise = Button(theme, icon="practice", kind="quiet")
        self._busy = BusyLine(theme)
        self._version = label(role="caption", tone="secondary")
        self._camera, self._microphone, self._disk, self._upload = (Chip(theme) for _ in range(4))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_AFTER_MS)
        self._look.timeout.connect(self.look_at_devices)
        self._lay_out()
        self._account.returnPressed.connect(self.on_enter)
        for field in (self._passphrase, self._again):
            field.edit.returnPressed.connect(self.on_enter)
        self._enter.clicked.connect(self.on_enter)
        self._practise.clicked.connect(lambda: self.on_enter(practise=True))
        self._account.textEdited.connect(lambda: self._account_field.set_error(""))
        self._passphrase.edit.textEdited.connect(lambda: self._passphrase.set_error(""))
        self._again.edit.textEdited.connect(lambda: self._again.set_error(""))
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
        group = QButtonGroup(self)
        roles = QHBoxLayout()
        roles.setSpacing(theme.px(20))
        for button in (self._clerk, self._supervisor):
            group.addButton(button)
            roles.addWidget(button)
        roles.addStretch(1)
        self._clerk.setChecked(True)
        role = QVBoxLayout()
        role.setSpacing(theme.px(4))
        role.addWidget(self._role_name)
        role.addLayout(roles)
        role.addStretch(1)
        who = QHBoxLayout()
        who.setSpacing(theme.px(20))
        who.addWidget(self._account_field, 1, Qt.AlignmentFlag.AlignTop)
        who.addLayout(role)
        card.body.addLayout(head)
        card.body.addSpacing(theme.px(6))
        card.add(self._explains)
        card.body.addLayout(who)
        for part in (self._passphrase, self._again, self._failure):
            card.add(part)
        card.body.addSpacing(theme.px(4))
        card.add(self._enter)
        card.add(self._practise)
        card.add(self._busy)
        card.add(divider())
        card.body.addLayout(self._foot())
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

    def _foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.desk.theme.px(8))
        for pair in ((self._camera, self._microphone), (self._disk, self._upload)):
            row = QHBoxLayout()
            row.setSpacing(self.desk.theme.px(8))
            for chip in pair:
                row.addWidget(chip)
            row.addStretch(1)
            column.addLayout(row)
        return column

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        real, self.desk.real_station = self.desk.real_station, None
        if real is not None:  # the window was locked in the middle of practice
            self.desk.bridge.run(real.close)
        self._is_first = not _has_vault(self.desk.settings.folder.vault)
        self._failure.hide()
        for field in (self._passphrase, self._again):
            field.begin_anew()
        self._account_field.set_error("")
        self.retranslate()
        self._look.start()

    def leave(self) -> None:
        self._look.stop()
        for field in (self._passphrase, self._again):
            field.begin_anew()

    def first_focus(self) -> QWidget | None:
        return self._passphrase.edit if self._account.text() else self._account

    def retranslate(self) -> None:
        place = self.desk.settings.place
        self._title.setText(self.tr("双录工作站"))
        self._place.setText(self.tr("{branch} · {counter} 号柜台").format(branch=place.branch, counter=place.counter))
        self._account_field.set_name(self.tr("工号"))
        self._account.setPlaceholderText(self.tr("字母或数字"))
        self._role_name.setText(self.tr("角色"))
        self._clerk.setText(self.tr("柜员"))
        self._supervisor.setText(self.tr("主管"))
        self._passphrase.set_name(self.tr("新口令") if self._is_first else self.tr("口令"))
        self._again.set_name(self.tr("再输一遍新口令"))
        for field in (self._passphrase, self._again):
            field.retranslate()
        self._again.setVisible(self._is_first)
        if self._is_first:
            text = self.tr("第一次使用：请为这个工作站设一个口令，至少 {count} 个字符。")
            warning = self.tr("口令不能找回：忘记后，录像只能用机构的归档密钥打开。请按规定封存备份。")
            self._explains.tell(text.format(count=LEAST_CHARACTERS) + warning, Tone.PRIMARY)
        else:
            self._explains.hide()
        self._enter.setText(self.tr("建立工作站并登录") if self._is_first else self.tr("登录"))
        self._practise.setText(self.tr("没有设备也可以：登录并进入演练"))
        self._practise.setVisible(self._lacks_devices)
        self._version.setText(self.tr("版本 {version}").format(version=app.__version__))
        self._show_devices()

    # ------------------------------------------------------------------ devices

    def look_at_devices(self) -> None:
        def look() -> "PluggedIn":
            from app.devices import device_rows

            return device_rows()

        self.desk.bridge.run(look, self.on_devices_found, lambda _: None, lane=DEVICES)

    def on_devices_found(self, found: "PluggedIn") -> None:
        self._plugged_in = found
        self._lacks_devices = not found.cameras or not found.microphones
        self.retranslate()

    def _show_devices(self) -> None:
        found = self._plugged_in
        if found is None:
            for chip, text in (
                (self._camera, self.tr("摄像头：查找中")),
                (self._microphone, self.tr("麦克风：查找中")),
            ):
                chip.show_state(text, Tone.NEUTRAL)
        else:
            self._show_kind(self._camera, self.tr("摄像头"), [one.name for one in found.cameras])
            self._show_kind(self._microphone, self.tr("麦克风"), [one.name for one in found.microphones])
        hours = hours_left(self.desk.settings.folder.root)
        if hours is None:
            self._disk.show_state(self.tr("磁盘：读不到"), Tone.DANGER)
        else:
            tone = Tone.OK if hours >= 8 else Tone.WARNING
            self._disk.show_state(self.tr("磁盘可录 {hours} 小时").format(hours=round(hours)), tone)
        self._upload.show_state(self.tr("上传未设置，录像只存本机"), Tone.NEUTRAL, "cloud-off")

    def _show_kind(self, chip: Chip, kind: str, names: Sequence[str]) -> None:
        if names:
            chip.show_state(self.tr("{kind} %n 个", "", len(names)).format(kind=kind), Tone.OK)
            chip.setToolTip("\n".join(names))
        else:
            chip.show_state(self.tr("未检测到{kind}").format(kind=kind), Tone.WARNING)

    # ------------------------------------------------------------------ entering

    def on_enter(self, *, practise: bool = False) -> None:
        if self._is_busy or not self._is_filled():
            return
        self._failure.hide()
        self._set_busy(True)
        self._busy.begin(self.tr("正在建立保险库…") if self._is_first else self.tr("正在打开保险库…"))
        settings, passphrase, is_first = self.desk.settings, self._passphrase.text, self._is_first
        account, is_supervisor = self._account.text().strip(), self._supervisor.isChecked()

        def open_station() -> "tuple[Station, DeviceSet, int]":
            return _open(settings, passphrase, account, is_supervisor=is_supervisor, is_first=is_first)

        self.desk.bridge.run(open_station, lambda opened: self.on_opened(*opened, practise=practise), self.on_refused)

    def _is_filled(self) -> bool:
        """Whether everything was typed; says what was not, and puts the keyboard there."""
        wrong: list[Field] = []
        if not ACCOUNT.fullmatch(self._account.text().strip()):
            self._account_field.set_error(self.tr("请输入工号：字母或数字，最多 16 位"))
            wrong.append(self._account_field)
        text = self._passphrase.text
        if not text:
            self._passphrase.set_error(self.tr("请输入口令"))
            wrong.append(self._passphrase)
        elif self._is_first and len(text) < LEAST_CHARACTERS:
            self._passphrase.set_error(self.tr("太短：至少 {count} 个字符").format(count=LEAST_CHARACTERS))
            wrong.append(self._passphrase)
        elif self._is_first and self._again.text != text:
            missing = not self._again.text
            self._again.set_error(self.tr("请再输一遍") if missing else self.tr("两次输入的口令不一样"))
            wrong.append(self._again)
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def on_opened(self, station: "Station", devices: "DeviceSet", open_takes: int, *, practise: bool) -> None:
        desk = self.desk
        desk.station, desk.devices, desk.real_station = station, devices, None
        desk.station_changed.emit()
        if open_takes:
            self._busy.begin(self.tr("上次有 %n 段录像没有收尾，正在抢救…", "", open_takes))
            desk.bridge.run(
                station.recover,
                lambda found: self._go_home(practise, found),
                lambda fault: self._go_home(practise, fault=fault),
            )
        else:
            self._go_home(practise)

    def _go_home(self, practise: bool, found: "Sequence[Recovery]" = (), fault: Fault | None = None) -> None:
        desk = self.desk
        self._set_busy(False)
        if practise:
            begin_practice(desk, lambda: desk.go(PageId.HOME), lambda fault: self._go_home(False, (), fault))
            return
        desk.go(PageId.HOME)
        wrong = desk.open_station.vault.doubt or fault
        if wrong is not None:
            desk.tell_fault(wrong)
        elif found:
            desk.tell(self._recovery_text(found), Tone.WARNING)

    def _recovery_text(self, found: "Sequence[Recovery]") -> str:
        lost = [one for one in found if one.fault is not None]
        minutes = sum(one.duration_ns for one in found) / 60e9
        text = self.tr(
            "上次有 %n 段录像中断，已抢救并封存（共 {minutes} 分钟），在“未完成”里可以看到。",
            "",
            len(found) - len(lost),
        )
        text = text.format(minutes=f"{minutes:.1f}") if len(found) > len(lost) else ""
        if lost:
            text += self.tr("有 %n 段没能抢救：", "", len(lost)) + " ".join(
                fault_text(one.fault) for one in lost if one.fault is not None
            )
        return text

    def on_refused(self, fault: Fault) -> None:
        """Nothing that was typed is cleared; what was wrong is marked and under the keyboard."""
        self._set_busy(False)
        if fault.code == "E-201":  # the folder was emptied meanwhile
            self._is_first = True
            self.retranslate()
        if fault.code == "E-205":
            self._passphrase.set_error(fault_text(fault))
        else:
            self._failure.tell(fault_text(fault), Tone.DANGER)
        self._passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._passphrase.edit.selectAll()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        if not is_busy:
            self._busy.end()
        for widget in (self._enter, self._practise, self._account, self._clerk, self._supervisor):
            widget.setEnabled(not is_busy)
        for field in (self._passphrase, self._again):
            field.setEnabled(not is_busy)


def _has_vault(folder: Path) -> bool:
    """Whether a vault was ever made here; a damaged one counts, and is told when it is opened."""
    return any((folder / name).exists() for name in ("vault.db", "vault.keys"))


def _open(
    settings: Settings, passphrase: str, account: str, *, is_supervisor: bool, is_first: bool
) -> "tuple[Station, DeviceSet, int]":
    """The open station, its devices, and how many takes a crash left open."""
    from app.devices import RealDevices
    from app.rights import Person, Role
    from app.station import Station

    roles = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR} if is_supervisor else {Role.CLERK})
    make = Station.found if is_first else Station.open
    station = make(settings, passphrase, person=Person(account, roles))
    try:
        open_takes = 0 if station.vault.doubt is not None else len(station.vault.open_takes())
        return station, RealDevices(settings.devices), open_takes
    except BaseException:
        station.close()
        raise
