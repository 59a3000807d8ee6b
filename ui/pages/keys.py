"""密钥: which keys there are, what each opens, where it lies, who holds it and what its loss costs; and their care.

    enter ─► state of the keys (away) ─► picture ─► the key that is chosen, in words
    rotate, recovery kit ─► a second person ─► Administration (away) ─► sheets, one at a time
    database key, binding, backup, check ─► Administration (away)

It shows no secret but the sheets of a new recovery kit, each to its keeper. What touches replaying takes two people: an
administrator and somebody who holds the replay key, whoever of them is at the window.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.administration import Administration, KeyState
from app.faults import Fault
from app.rights import Right
from app.settings import Backup
from app.station import RecoveryKit, Station
from app.vault.backup import BackupMade, BackupRow
from ui.desk import Desk, Page, PageId
from ui.keys.acts import Act, ActsCard
from ui.keys.backups_panel import BackupsPanel
from ui.keys.key_map import KeyMap
from ui.keys.kit_dialog import KitDialog
from ui.keys.words import Key, holders_text, key_words, trouble_text
from ui.kit.busy import BusyLine
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.columns import Columns
from ui.kit.confirm import ConfirmDialog
from ui.kit.facts import Facts
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.second_person import ask_second
from ui.kit.tone import Tone
from ui.messages import fault_text

T = TypeVar("T")
KEYS_TAB, BACKUPS_TAB = range(2)
MAP_SHARE, ACTS_SHARE = 2, 1


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows, as it came from a station."""

    state: KeyState
    backups: tuple[BackupRow, ...]
    folder: Path
    keep: Backup


class KeysPage(Page):
    """`enter(section="backup")` opens the second tab."""

    page_id = PageId.KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._read: _Read | None = None
        self._is_acting = False
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        for _ in (KEYS_TAB, BACKUPS_TAB):
            self._tabs.addTab("")
        self._trouble = Notice(theme)
        self._busy = BusyLine(theme)
        self.map = KeyMap(theme)
        self._picture, self._about = Card(theme), Card(theme, spacing=6)
        self._about_state = Chip(theme)
        self._facts = Facts(theme, 84)
        self.acts = ActsCard(theme)
        self.backups = BackupsPanel(theme)
        self._below = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        self._picture.add(self.map)
        self._about.corner.addWidget(self._about_state)
        self._about.add(self._facts)
        self._about.body.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._picture)
        column.addWidget(self._about, 1)
        columns = Columns(self.desk.theme)
        columns.add(left, MAP_SHARE)
        columns.add(self.acts, ACTS_SHARE)
        area = Scroller()
        area.body.addWidget(columns, 1)
        self._below.addWidget(area)
        beside = Scroller()
        beside.body.addWidget(self.backups, 1)
        self._below.addWidget(beside)
        head = QHBoxLayout()
        head.addWidget(self._tabs, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(12))
        page.addLayout(head)
        page.addWidget(self._trouble)
        page.addWidget(self._busy)
        page.addWidget(self._below, 1)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._below.setCurrentIndex)
        self.map.key_chosen.connect(self._show_key)
        self.acts.wished.connect(lambda act: self.on_wished(Act(act)))
        self.backups.backup_wished.connect(self.on_back_up)
        self.backups.check_wished.connect(self.on_check)
        self.desk.station_changed.connect(self.forget)

    @property
    def _station(self) -> Station:
        """The real one: practice's keys are thrown away with it."""
        return self.desk.real_station or self.desk.open_station

    # ------------------------------------------------------------------ page

    def enter(self, section: str = "", **arguments: Any) -> None:
        if section == "backup" and self._tabs.isTabVisible(BACKUPS_TAB):
            self._tabs.setCurrentIndex(BACKUPS_TAB)
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.map.buttons[self.map.chosen]

    def retranslate(self) -> None:
        self._tabs.setTabText(KEYS_TAB, self.tr("密钥"))
        self._tabs.setTabText(BACKUPS_TAB, self.tr("备份和检查"))
        self._tabs.setAccessibleName(self.tr("密钥和备份"))
        for button in self._tabs.findChildren(QToolButton):
            button.setAccessibleName(self.tr("更多"))
        self._picture.set_heading(self.tr("哪把钥匙打开什么"))
        self.acts.set_heading(self.tr("更换和备用"))
        self.map.retranslate()
        self.acts.retranslate()
        self.backups.retranslate()
        self._show()

    def forget(self) -> None:
        """Nothing of one station may be seen at another."""
        self._read, self._is_acting = None, False
        self._busy.end()
        self._trouble.hide()
        self.backups.result.hide()
        self.backups.show_backups((), Path(), Backup())
        self._tabs.setCurrentIndex(KEYS_TAB)
        self._show()

    def refresh(self) -> None:
        if self.desk.station is not None:
            self._run(lambda _: None)

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        state = None if self._read is None else self._read.state
        person = self._station.person if self.desk.station is not None else None
        self._tabs.setTabVisible(BACKUPS_TAB, person is not None and person.may(Right.VAULT))
        may: set[Act] = set()
        if person is not None and state is not None:
            may = set(Act) if person.may(Right.KEYS) else set()
            if person.may(Right.GRANT_REPLAY) and "replay" in state.own:
                may |= {Act.ROTATE_REPLAY, Act.MAKE_KIT}
        self.map.show_state(state)
        self.acts.show_state(state, frozenset(may))
        if self._read is not None:
            self.backups.show_backups(self._read.backups, self._read.folder, self._read.keep)
        self._show_key()

    def _show_key(self) -> None:
        key = self.map.chosen
        words, state = key_words(key), None if self._read is None else self._read.state
        self._about.set_heading(words.name)
        trouble = trouble_text(key, state) if state is not None else ""
        self._about_state.show_state(trouble, Tone.WARNING)
        self._about_state.setVisible(bool(trouble))
        rows = [(self.tr("打开什么"), words.opens), (self.tr("在哪里"), words.lies)]
        if state is not None:
            rows.append((self.tr("谁持有"), holders_text(key, state)))
        rows.append((self.tr("丢了怎样"), words.loss))
        if state is not None and key is Key.REPLAY:
            rows.append((self.tr("公钥"), state.recipients[0]))
        self._facts.tell(rows)

    # ------------------------------------------------------------------ acts

    def on_wished(self, act: Act) -> None:
        match act:
            case Act.ROTATE_REPLAY:
                self._ask_second(
                    self.tr("更换回放密钥：以后的录像用新密钥封存，现在的持有人都拿到它。"),
                    lambda administration, second: administration.rotate_replay(second),
                    lambda _: self.desk.tell(self.tr("回放密钥已更换，以后的录像用新密钥封存。"), Tone.OK),
                )
            case Act.MAKE_KIT:
                self._ask_second(
                    self.tr("制作一套新的恢复凭证：请三位保管人到场，旧的三份从此作废。"),
                    lambda administration, second: administration.new_kit(second),
                    self.show_kit,
                )
            case Act.ROTATE_DATABASE:
                self._confirm(
                    self.tr("更换数据库密钥？"),
                    self.tr("整个数据库重新加密，要一会儿，期间不能录制。旧备份只能和当时的 vault.keys 一起打开。"),
                    self.tr("更换"),
                    lambda administration: administration.rotate_database(),
                    self.tr("数据库密钥已更换。请马上做一次备份。"),
                )
            case Act.BIND:
                self._bind_or_free()

    def _bind_or_free(self) -> None:
        assert self._read is not None
        if self._read.state.is_bound:
            self._confirm(
                self.tr("解除本机绑定？"),
                self.tr("保险库以后在任何电脑上都能用口令打开。"),
                self.tr("解除"),
                lambda administration: administration.unbind(),
                self.tr("已解除绑定。"),
            )
        else:
            self._confirm(
                self.tr("把保险库绑定到这台电脑？"),
                self.tr("以后只在这台电脑上打得开。电脑坏了、换了或重装系统，要用恢复凭证恢复。"),
                self.tr("绑定"),
                lambda administration: administration.bind(),
                self.tr("已绑定到这台电脑。"),
            )

    def show_kit(self, kit: RecoveryKit) -> None:
        dialog = KitDialog(self, self.desk.theme, kit)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.desk.tell(self.tr("恢复凭证已制作。请当场销毁旧的三份。"), Tone.OK))
        dialog.rejected.connect(
            lambda: self.desk.tell(self.tr("恢复凭证没有交完，这一套不完整。请重新制作。"), Tone.WARNING)
        )
        dialog.open()

    def on_back_up(self) -> None:
        def made(backup: BackupMade) -> None:
            text = self.tr("备份已写好并核对过：{name}").format(name=backup.path.name)
            self.desk.tell(text, Tone.OK)

        self._begin(self.tr("正在备份…"))
        self._run(lambda administration: administration.back_up(), made)

    def on_check(self) -> None:
        self.backups.result.hide()
        self._begin(self.tr("正在逐条核对页面、审计链和每一行…"))
        self._run(lambda administration: administration.check_vault(), self.backups.tell_check)

    # ------------------------------------------------------------------ how they are done

    def _ask_second(self, act: str, do: Callable[[Administration, Any], T], done: Callable[[T], None]) -> None:
        """Two people: an administrator and a holder, whoever of them is here."""
        if self._is_acting:
            return
        station = self._station
        right = Right.GRANT_REPLAY if station.person.may(Right.KEYS) else Right.KEYS

        def on_done(result: T) -> None:
            if self.desk.station is not None and self._station is station:
                done(result)
                self.refresh()

        ask_second(
            self,
            self.desk.theme,
            self.desk.bridge,
            station,
            act=act,
            right=right,
            do=lambda second: do(Administration(station), second),
            done=on_done,
            failed=self.desk.tell_fault,
        )

    def _confirm(self, title: str, explains: str, act: str, do: Callable[[Administration], None], told: str) -> None:
        def accepted() -> None:
            self._begin(self.tr("正在更换…"))
            self._run(do, lambda _: self.desk.tell(told, Tone.OK))

        dialog = ConfirmDialog(self, self.desk.theme, title, explains, act=act, keep=self.tr("取消"), danger=True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(accepted)
        dialog.open()

    def _begin(self, text: str) -> None:
        self._is_acting = True
        self._busy.begin(text)
        self.acts.set_busy(True)
        self.backups.set_busy(True)

    def _run(self, act: Callable[[Administration], T], done: Callable[[T], None] | None = None) -> None:
        """Away from the window; then everything is read anew, if it is still the same station."""
        station = self._station

        def work() -> tuple[T, _Read]:
            administration = Administration(station)
            result = act(administration)
            return result, _read(station, administration)

        def on_done(results: tuple[T, _Read]) -> None:
            if self.desk.station is None or self._station is not station:
                return
            self._end()
            self._read = results[1]
            self._show()
            if done is not None:
                done(results[0])

        def on_failed(fault: Fault) -> None:
            if self.desk.station is None or self._station is not station:
                return
            self._end()
            if self._read is None:
                self._trouble.tell(fault_text(fault), Tone.DANGER)
            else:
                self.desk.tell_fault(fault)

        self.desk.bridge.run(work, on_done, on_failed)

    def _end(self) -> None:
        self._is_acting = False
        self._busy.end()
        self._trouble.hide()
        self.acts.set_busy(False)
        self.backups.set_busy(False)


def _read(station: Station, administration: Administration) -> _Read:
    folder = administration.backup_folder
    found: tuple[BackupRow, ...] = ()
    if station.person.may(Right.VAULT) and folder.exists():
        found = administration.backups()
    return _Read(administration.key_state(), found, folder, station.settings.backup)
