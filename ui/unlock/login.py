"""Account and passphrase, and what went wrong with them."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.faults import Fault
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.lockout import Lockout
from ui.kit.notice import Notice
from ui.kit.passphrase import PassphraseField
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.style.theme import Theme

ACCOUNT = re.compile(r"[0-9A-Za-z._-]{1,16}")


class LoginForm(QWidget):
    """`wanted` when both were typed; `is_practice` says which button. The account stays, the passphrase never does."""

    wanted = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._is_busy = False
        self._locked_account = ""
        self.account = QLineEdit()
        self.account.setMaxLength(16)
        self.account_field = Field(theme, self.account)
        self.passphrase = PassphraseField(theme)
        self.failure = Notice(theme)
        self.enter = Button(theme, kind="primary", big=True)
        self.practise = Button(theme, icon="practice", kind="quiet")
        self.practise.hide()
        self.lockout = Lockout(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        for widget in (self.account_field, self.passphrase, self.failure):
            column.addWidget(widget)
        column.addSpacing(theme.px(4))
        column.addWidget(self.enter)
        column.addWidget(self.practise)
        self.account.returnPressed.connect(self.on_enter)
        self.passphrase.edit.returnPressed.connect(self.on_enter)
        self.enter.clicked.connect(lambda: self.on_enter())
        self.practise.clicked.connect(lambda: self.on_enter(practise=True))
        self.account.textChanged.connect(self.on_account_changed)
        self.passphrase.edit.textEdited.connect(lambda: self.passphrase.set_error(""))
        self.lockout.told.connect(lambda text: self.failure.tell(text, Tone.WARNING))
        self.lockout.ended.connect(self.on_lockout_ended)

    @property
    def account_name(self) -> str:
        return self.account.text().strip()

    def begin_anew(self) -> None:
        """Nothing typed stays but the account."""
        self.passphrase.begin_anew()
        self.account_field.set_error("")
        if not self.lockout.is_running:
            self.failure.hide()

    def first_focus(self) -> QWidget:
        return self.passphrase.edit if self.account_name else self.account

    def retranslate(self) -> None:
        self.account_field.set_name(self.tr("工号"))
        self.account.setPlaceholderText(self.tr("字母或数字"))
        self.passphrase.set_name(self.tr("口令"))
        self.passphrase.retranslate()
        self.enter.setText(self.tr("登录"))
        self.practise.setText(self.tr("没有设备也可以：登录并进入演练"))

    # ------------------------------------------------------------------ entering

    def on_enter(self, *, practise: bool = False) -> None:
        if self.enter.isEnabled() and self._is_filled():
            if not self.lockout.is_running:
                self.failure.hide()
            self.wanted.emit(practise)

    def _is_filled(self) -> bool:
        """Whether everything was typed; says what was not, and puts the keyboard there."""
        wrong: list[Field] = []
        if not ACCOUNT.fullmatch(self.account_name):
            self.account_field.set_error(self.tr("请输入工号：字母或数字，最多 16 位"))
            wrong.append(self.account_field)
        if not self.passphrase.text:
            self.passphrase.set_error(self.tr("请输入口令"))
            wrong.append(self.passphrase)
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def refuse(self, fault: Fault) -> None:
        """What was typed is not cleared; what was wrong is marked and under the keyboard."""
        if fault.code == "E-205":
            self.passphrase.set_error(fault_text(fault))
        elif fault.code == "E-249":
            self.passphrase.begin_anew()
            self._locked_account = self.account_name
            self.lockout.begin(fault)
        else:
            self.failure.tell(fault_text(fault), Tone.DANGER)
        self._enable()
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.passphrase.edit.selectAll()

    def on_account_changed(self) -> None:
        self.account_field.set_error("")
        self._enable()

    def on_lockout_ended(self) -> None:
        self.failure.tell(self.tr("可以再试了。"), Tone.OK)
        self._enable()

    def set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        for widget in (self.account, self.passphrase):
            widget.setEnabled(not is_busy)
        self._enable()

    def _enable(self) -> None:
        """Whoever is locked out waits; another account need not."""
        is_locked = self.lockout.is_running and self.account_name == self._locked_account
        for button in (self.enter, self.practise):
            button.setEnabled(not self._is_busy and not is_locked)
