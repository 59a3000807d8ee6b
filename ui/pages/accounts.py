"""账号: who works at this station, what each may do, and the keys that go with it.

    enter ─► accounts, own keys (away) ─► table │ form of the one that is chosen
             save · reset · close · grant ─► Administration (away) ─► the table anew

What the person may not do is not offered; the station refuses it all the same. An administrator makes accounts and
changes them; whoever holds the replay key gives it to accounts that wait for it. Changes that are not saved stay in the
form when another page is looked at, and are forgotten when the station closes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.administration import Administration, KeyState
from app.faults import Fault
from app.rights import Right
from app.station import Station
from app.vault.accounts import Account
from ui.accounts.dialogs import NewAccountDialog, ResetDialog
from ui.accounts.form import AccountForm
from ui.accounts.rights_panel import RightsPanel
from ui.accounts.table import account_columns
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.columns import Columns
from ui.kit.confirm import ConfirmDialog
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.table import RowModel, RowTable
from ui.kit.tone import Tone
from ui.messages import fault_text

TABLE_SHARE, FORM_SHARE = 2, 1


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows, as it came from a station."""

    accounts: tuple[Account, ...]
    keys: KeyState


class AccountsPage(Page):
    """`enter(account=…)` chooses one."""

    page_id = PageId.ACCOUNTS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._read: _Read | None = None
        self._is_acting = False
        self._today = date.min
        self._title = label(role="section")
        self._new = Button(theme, icon="new", kind="primary")
        self._fold = Button(theme, icon="chevron-right")
        self._fold.setCheckable(True)
        self._due, self._trouble = Notice(theme), Notice(theme)
        self._busy = BusyLine(theme)
        self._rows: RowModel[Account] = RowModel(account_columns(lambda: self._today))
        self._table = RowTable(theme, self._rows)
        self.form = AccountForm(theme)
        self.rights = RightsPanel(theme)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._fold)
        head.addWidget(self._new)
        head.setSpacing(px(10))
        columns = Columns(self.desk.theme)
        columns.add(self._table, TABLE_SHARE)
        columns.add(self.form, FORM_SHARE)
        area, unfolded = Scroller(), Scroller()
        area.body.addWidget(columns, 1)
        unfolded.body.addWidget(self.rights)
        unfolded.body.addStretch(1)
        self._below = QStackedWidget()
        self._below.addWidget(area)
        self._below.addWidget(unfolded)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(12))
        page.addLayout(head)
        page.addWidget(self._due)
        page.addWidget(self._trouble)
        page.addWidget(self._busy)
        page.addWidget(self._below, 1)

    def _connect(self) -> None:
        self._new.clicked.connect(self.on_new)
        self._table.row_chosen.connect(self.on_row_chosen)
        self._due.acted.connect(lambda: self.desk.go(PageId.KEYS))
        self.form.save_wished.connect(self.on_save)
        self.form.reset_wished.connect(self.on_reset)
        self.form.closing_wished.connect(self.on_closing)
        self.form.grant_wished.connect(self.on_grant)
        self._fold.toggled.connect(self.on_unfolded)
        self.desk.station_changed.connect(self.forget)

    @property
    def _station(self) -> Station:
        """The real one: practice has no accounts of its own."""
        return self.desk.real_station or self.desk.open_station

    # ------------------------------------------------------------------ page

    def enter(self, account: str = "", **arguments: Any) -> None:
        self.refresh(account)

    def first_focus(self) -> QWidget | None:
        return self._table

    def retranslate(self) -> None:
        self._new.setText(self.tr("新建账号"))
        self._fold.setText(self.tr("权限表"))
        self._table.set_names(self.tr("账号列表"), self.tr("列标题"))
        self._rows.retranslate()
        self.form.retranslate()
        self.rights.retranslate()
        self._show()

    def forget(self) -> None:
        """Nothing of one station may be seen at another."""
        self._read = None
        self._is_acting = False
        self._rows.show_rows([])
        self._busy.end()
        self._trouble.hide()
        self._show_chosen()
        self._show()

    def refresh(self, choose: str = "") -> None:
        """Read the accounts again; `choose` is the one to look at, without it the same as before."""
        if self.desk.station is not None:
            self._busy.begin(self.tr("正在读取账号…"))
            self._run(lambda _: None, "", choose)

    # ------------------------------------------------------------------ showing

    def on_unfolded(self, is_unfolded: bool) -> None:
        """The table of rights takes the place of the accounts, for as long as somebody reads it."""
        self._fold.set_icon("chevron-down" if is_unfolded else "chevron-right")
        self._below.setCurrentIndex(1 if is_unfolded else 0)

    def _show(self) -> None:
        may_make = self.desk.station is not None and self._station.person.may(Right.ACCOUNTS)
        count = len(self._rows.rows)
        self._title.setText(self.tr("%n 个账号", "", count) if self._read is not None else "")
        self._new.setVisible(may_make)
        self._new.setEnabled(not self._is_acting)
        keys = None if self._read is None else self._read.keys
        if keys is None or not keys.is_rotation_due:
            self._due.hide()
            return
        can_rotate = may_make or self._station.person.may(Right.GRANT_REPLAY)
        self._due.tell(
            self.tr("有人不再能回放，但可能留有旧的回放密钥。请更换，之后的录像就只对现在的人打开。"),
            Tone.WARNING,
            self.tr("去更换回放密钥") if can_rotate else "",
        )

    def _show_chosen(self) -> None:
        account = self._table.chosen
        if account is None or self._read is None or self.desk.station is None:
            self.form.show_account(None, ())
            return
        station = self._station
        may = set()
        if station.person.may(Right.ACCOUNTS):
            is_own = account.name == station.vault.in_hand.account
            may = {"edit"} if is_own else {"edit", "reset", "close"}
        if account.waits_for_replay and station.person.may(Right.GRANT_REPLAY) and "replay" in self._read.keys.own:
            may.add("grant")
        self.form.show_account(account, may, self._today)

    def on_row_chosen(self) -> None:
        """Another account: unless the one in the form was changed, which is said."""
        chosen, present = self._table.chosen, self.form.account
        if present is not None and chosen is not None and chosen.name != present.name and self.form.is_dirty:
            self.desk.tell(
                self.tr("账号 {account} 的改动还没有保存：请先保存，或撤销改动。").format(account=present.name),
                Tone.WARNING,
            )
            self._choose(present.name)
            return
        if chosen is None or present is None or chosen != present or not self.form.is_dirty:
            self._show_chosen()

    def _choose(self, name: str) -> None:
        names = [account.name for account in self._rows.rows]
        self._table.choose(names.index(name) if name in names else 0)

    # ------------------------------------------------------------------ acting

    def on_new(self) -> None:
        taken = frozenset(account.name.casefold() for account in self._rows.rows)
        dialog = NewAccountDialog(self, self.desk.theme, taken)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._add(dialog))
        dialog.open()

    def _add(self, dialog: NewAccountDialog) -> None:
        new, dialog.new = dialog.new, None
        assert new is not None
        told = self.tr("账号 {account} 已建立。请把临时口令当面告诉本人，首次登录要改。").format(account=new.name)
        self._act(lambda administration: administration.add_account(new), told, choose=new.name)

    def on_save(self) -> None:
        account = self.form.account
        assert account is not None
        try:
            licence = self.form.wanted_licence()
        except ValueError:
            return
        roles = self.form.wanted_roles

        def save(administration: Administration) -> None:
            if roles != account.roles:
                administration.change_roles(account.name, roles)
            if licence is not None:
                administration.set_licence(account.name, licence)

        self._act(save, self.tr("账号 {account} 已保存。").format(account=account.name))

    def on_reset(self) -> None:
        account = self.form.account
        assert account is not None
        dialog = ResetDialog(self, self.desk.theme, account.name, loses_replay=account.holds_replay)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._reset(account.name, dialog))
        dialog.open()

    def _reset(self, name: str, dialog: ResetDialog) -> None:
        passphrase, dialog.passphrase = dialog.passphrase, ""
        told = self.tr("账号 {account} 的口令已重设。请把临时口令当面告诉本人。").format(account=name)
        self._act(lambda administration: administration.reset_passphrase(name, passphrase), told)

    def on_closing(self, is_closing: bool) -> None:
        account = self.form.account
        assert account is not None
        name = account.name
        if not is_closing:
            told = self.tr("账号 {account} 已启用。").format(account=name)
            self._act(lambda administration: administration.set_disabled(name, False), told)
            return
        dialog = ConfirmDialog(
            self,
            self.desk.theme,
            self.tr("停用账号 {account}？").format(account=name),
            self.tr("此人马上不能登录，钥匙收回；录过、办过的都保留。以后可以再启用。"),
            act=self.tr("停用"),
            keep=self.tr("不停用"),
            danger=True,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told = self.tr("账号 {account} 已停用。").format(account=name)
        dialog.accepted.connect(lambda: self._act(lambda administration: administration.set_disabled(name, True), told))
        dialog.open()

    def on_grant(self) -> None:
        account = self.form.account
        assert account is not None
        told = self.tr("账号 {account} 从下次登录起可以回放。").format(account=account.name)
        self._act(lambda administration: administration.grant_replay(account.name), told)

    def _act(self, act: Callable[[Administration], None], told: str, choose: str = "") -> None:
        """Once at a time; then what was done is told."""
        if self._is_acting:
            return
        self._is_acting = True
        self.form.set_busy(True)
        self._show()
        self._busy.begin(self.tr("正在保存…"))
        self._run(act, told, choose)

    def _run(self, act: Callable[[Administration], None], told: str, choose: str) -> None:
        """Away from the window; then the table anew, if it is still that of the same station."""
        station = self._station

        def work() -> _Read:
            administration = Administration(station)
            act(administration)
            return _Read(administration.accounts(), administration.key_state())

        def is_same() -> bool:
            return self.desk.station is not None and self._station is station

        self.desk.bridge.run(
            work,
            lambda read: self._on_read(read, told, choose) if is_same() else None,
            lambda fault: self._on_failed(fault) if is_same() else None,
        )

    def _on_read(self, read: _Read, told: str, choose: str) -> None:
        self._end()
        draft = self.form.account if self.form.is_dirty and not told else None
        name = choose or (self.form.account.name if self.form.account is not None else "")
        self._read, self._today = read, self._station.clock_day()
        if draft is None:
            self.form.show_account(None, ())
        self._rows.show_rows(read.accounts)
        self._choose(name)
        if draft is None or draft not in read.accounts:
            self._show_chosen()
        self._show()
        if told:
            self.desk.tell(told, Tone.OK)

    def _on_failed(self, fault: Fault) -> None:
        self._end()
        self._show()
        if self._read is None:
            self._trouble.tell(fault_text(fault), Tone.DANGER)
        else:
            self.desk.tell_fault(fault)

    def _end(self) -> None:
        self._busy.end()
        self._trouble.hide()
        self._is_acting = False
        self.form.set_busy(False)
