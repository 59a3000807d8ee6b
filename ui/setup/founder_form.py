"""One account to be made: its name, and its passphrase typed twice by whoever it belongs to."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.faults import Fault
from app.rights import Licence, Role
from app.vault.keyfile import MOST_ACCOUNT_CHARACTERS, NewAccount, check_name
from ui.kit.field import Field
from ui.kit.new_passphrase import NewPassphrase
from ui.style.theme import Theme


class FounderForm(QWidget):
    """`taken` says which names are not free."""

    def __init__(self, theme: Theme, taken: Callable[[], Collection[str]] = tuple) -> None:
        super().__init__()
        self._taken = taken
        self.account = QLineEdit()
        self.account.setMaxLength(MOST_ACCOUNT_CHARACTERS)
        self.field = Field(theme, self.account)
        self.passphrase = NewPassphrase(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.field)
        column.addWidget(self.passphrase)
        self.setFocusProxy(self.account)
        self.account.textChanged.connect(self.on_account_changed)

    @property
    def name(self) -> str:
        return self.account.text().strip()

    def new_account(self, *roles: Role, licence: Licence | None = None, is_temporary: bool = False) -> NewAccount:
        return NewAccount(self.name, self.passphrase.text, frozenset(roles), licence, is_temporary)

    def on_account_changed(self) -> None:
        self.field.set_error("")
        self.passphrase.set_account(self.name)

    def check(self) -> bool:
        try:
            check_name(self.name)
        except Fault:
            self.field.set_error(self.tr("请输入工号：字母或数字，最多 16 位"))
        if self.name.casefold() in {name.casefold() for name in self._taken()}:
            self.field.set_error(self.tr("这个工号已经用了，请换一个人、换一个工号"))
        if self.field.error:
            self.account.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return self.passphrase.check()

    def begin_anew(self) -> None:
        self.account.clear()
        self.field.set_error("")
        self.passphrase.begin_anew()

    def set_name(self, name: str) -> None:
        self.field.set_name(name)
        self.account.setPlaceholderText(self.tr("字母或数字"))

    def retranslate(self) -> None:
        self.passphrase.retranslate()
