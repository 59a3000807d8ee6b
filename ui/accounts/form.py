"""The form of one account: its roles and licence to change, and what else can be done with it."""

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rights import Licence, Right, Role, rights_of
from app.vault.accounts import Account
from ui.accounts.licence_fields import LicenceFields
from ui.accounts.role_boxes import RoleBoxes
from ui.accounts.words import STATE_TONES, licence_text, licence_tone, state_text, states_of
from ui.kit.button import Button
from ui.kit.card import Card, clear
from ui.kit.chip import Chip
from ui.kit.label import divider, label
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.style.theme import Theme


class AccountForm(Card):
    """Told an account and what the person may do with it; emits what is wanted."""

    save_wished = Signal()
    reset_wished = Signal()
    closing_wished = Signal(bool)
    grant_wished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self.account: Account | None = None
        self._may: Collection[str] = ()
        self._today = date.min
        self._chips = QHBoxLayout()
        self._chips.setSpacing(theme.px(6))
        self.roles, self.licence = RoleBoxes(theme), LicenceFields(theme)
        self._heading_licence = label(role="section")
        self._licence_state = Chip(theme)
        self._note = label(role="caption", tone="secondary", wrap=True)
        self.save = Button(theme, kind="primary")
        self.undo = Button(theme, kind="quiet")
        self.grant = Button(theme, icon="eye", kind="primary")
        self.reset, self.closing = Button(theme), Button(theme, kind="danger")
        licence_head = QHBoxLayout()
        licence_head.addWidget(self._heading_licence)
        licence_head.addStretch(1)
        licence_head.addWidget(self._licence_state)
        area = Scroller()
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # it scrolls within the card
        area.body.setSpacing(theme.px(8))
        area.body.addLayout(self._chips)
        area.body.addWidget(self.roles)
        area.body.addWidget(divider())
        area.body.addLayout(licence_head)
        area.body.addWidget(self.licence)
        area.body.addStretch(1)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(area, 1)
        column.addWidget(self._note)
        for buttons in ((self.grant,), (self.save, self.undo), (self.reset, self.closing)):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        self.add(self._inside, 1)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.roles.changed.connect(self._show)
        self.licence.changed.connect(self._show)
        self.save.clicked.connect(self.save_wished)
        self.undo.clicked.connect(self.on_undo)
        self.reset.clicked.connect(self.reset_wished)
        self.grant.clicked.connect(self.grant_wished)
        self.closing.clicked.connect(self._on_closing)

    def retranslate(self) -> None:
        self._heading_licence.setText(self.tr("执业登记"))
        self.save.setText(self.tr("保存"))
        self.undo.setText(self.tr("撤销改动"))
        self.reset.setText(self.tr("重设口令"))
        self.grant.setText(self.tr("授予回放密钥"))
        self.roles.retranslate()
        self.licence.retranslate()
        self._show()

    # ------------------------------------------------------------------ what is shown

    def show_account(self, account: Account | None, may: Collection[str], today: date = date.min) -> None:
        """`may`: of `edit`, `reset`, `close`, `grant`, those that the person may do with it."""
        self.account, self._may, self._today = account, may, today
        if account is not None:
            self.roles.show_roles(account.roles)
            self.licence.show_licence(account.licence)
        self._show()

    def set_busy(self, is_busy: bool) -> None:
        for button in (self.save, self.reset, self.closing, self.grant):
            button.setEnabled(not is_busy)
        if not is_busy:
            self._show()

    @property
    def wanted_roles(self) -> frozenset[Role]:
        return self.roles.roles

    @property
    def is_dirty(self) -> bool:
        """Something was changed and not saved."""
        account = self.account
        if account is None or "edit" not in self._may:
            return False
        return self.roles.roles != account.roles or self._is_licence_changed(account)

    def wanted_licence(self) -> Licence | None:
        """None: it stays as it is. ValueError: the fields say what is wrong."""
        account = self.account
        assert account is not None
        if not self._is_licence_changed(account):
            return None
        licence = self.licence.read()
        if licence is None:
            self.licence.refuse_empty()
            raise ValueError("a licence is not taken back")
        return licence

    def _is_licence_changed(self, account: Account) -> bool:
        return self.licence.snapshot != LicenceFields.snapshot_of(account.licence)

    def on_undo(self) -> None:
        self.show_account(self.account, self._may, self._today)

    def _on_closing(self) -> None:
        if self.account is not None:
            self.closing_wished.emit(not self.account.is_disabled)

    def _show(self) -> None:
        account = self.account
        clear(self._chips)
        self._inside.setVisible(account is not None)
        if account is None:
            self.set_heading(self.tr("没有选中账号"))
            return
        may_edit = "edit" in self._may
        self.set_heading(account.name)
        for state in states_of(account):
            self._chips.addWidget(Chip(self._theme, state_text(state), STATE_TONES[state]))
        self._chips.addStretch(1)
        self.roles.set_editable(may_edit)
        self.licence.set_editable(may_edit)
        sells = Right.RECORD in rights_of(self.roles.roles)
        self.licence.setVisible(sells or account.licence is not None)
        self._licence_state.setVisible(self.licence.isVisibleTo(self))
        tone = licence_tone(account.licence, self._today) or (Tone.WARNING if sells else Tone.NEUTRAL)
        self._licence_state.show_state(licence_text(account.licence, self._today), tone)
        self._heading_licence.setVisible(self.licence.isVisibleTo(self))
        self._note.setText(self._what_follows(account))
        self._note.setVisible(bool(self._note.text()))
        self.closing.setText(self.tr("启用") if account.is_disabled else self.tr("停用"))
        self.closing.set_kind("secondary" if account.is_disabled else "danger")
        for button, name in (
            (self.save, "edit"),
            (self.reset, "reset"),
            (self.closing, "close"),
            (self.grant, "grant"),
        ):
            button.setVisible(name in self._may)
        self.undo.setVisible(self.is_dirty)
        self.save.setEnabled(self.is_dirty and self.roles.is_allowed)

    def _what_follows(self, account: Account) -> str:
        """What saving these roles does to the account's keys."""
        before, after = rights_of(account.roles), rights_of(self.roles.roles)
        if account.is_disabled or not self.roles.is_allowed:
            return ""
        if Right.REPLAY in after and not account.holds_replay:
            return self.tr("回放要有回放密钥：由已经有它的主管或质检员在这一页授予。")
        if Right.REPLAY in before and Right.REPLAY not in after and account.holds_replay:
            return self.tr("保存后此人不再有回放密钥；为防留有旧密钥，请随后更换回放密钥。")
        return ""
