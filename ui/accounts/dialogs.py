"""新建账号 and 重设口令: what is asked before an account is made or gets new keys."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rights import Right, rights_of
from app.vault.keyfile import MOST_ACCOUNT_CHARACTERS, NewAccount, check_name
from media.fault import Fault
from ui.accounts.licence_fields import LicenceFields
from ui.accounts.role_boxes import RoleBoxes
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.label import label
from ui.kit.new_passphrase import NewPassphrase
from ui.kit.scroller import Scroller
from ui.style.theme import Theme

translate = QCoreApplication.translate


class _FormDialog(QDialog):
    """A title, what it means, a column of fields, and two buttons."""

    def __init__(self, parent: QWidget, theme: Theme, title: str, explains: str, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(24)] * 4)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(label(title, "title"))
        self._column.addWidget(label(explains, "body", "secondary", wrap=True))
        self.act = Button(theme, act, kind="primary")
        cancel = Button(theme, self.tr("取消"))
        self._foot = QHBoxLayout()
        self._foot.setSpacing(theme.px(10))
        self._foot.addStretch(1)
        self._foot.addWidget(cancel)
        self._foot.addWidget(self.act)
        self.act.setDefault(True)
        cancel.setAutoDefault(False)
        self.act.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)

    def _end(self) -> None:
        self._column.addLayout(self._foot)


class NewAccountDialog(_FormDialog):
    """`new` is the account to be made, once it was accepted."""

    def __init__(self, parent: QWidget, theme: Theme, taken: frozenset[str]) -> None:
        """`taken`: names that are accounts already, casefolded."""
        super().__init__(
            parent,
            theme,
            translate("messages", "新建账号"),
            translate(
                "messages", "临时口令当面告诉本人；首次登录必须改成自己的。能回放的角色还要由已有回放密钥的人授予。"
            ),
            translate("messages", "建立账号"),
        )
        self._taken = taken
        self.new: NewAccount | None = None
        self._name = QLineEdit()
        self._name.setMaxLength(MOST_ACCOUNT_CHARACTERS)
        self._name_field = Field(theme, self._name, self.tr("工号"), self.tr("1 到 16 位字母、数字、- _ ."))
        self._passphrase = NewPassphrase(theme)
        self._roles = RoleBoxes(theme)
        self._licence = LicenceFields(theme)
        area = Scroller()
        area.body.setSpacing(theme.px(12))
        for part in (self._name_field, self._passphrase, self._roles, self._licence):
            area.body.addWidget(part)
        area.body.addStretch(1)
        self._column.addWidget(area, 1)
        self._end()
        self._name.textChanged.connect(self._on_name_changed)
        self._passphrase.entered.connect(self.act.click)
        self._roles.changed.connect(self._show)
        self.setMinimumWidth(theme.px(520))
        room = parent.window().height() - theme.px(40)
        self.resize(theme.px(560), min(room, theme.px(680)))
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def accept(self) -> None:
        if not self._passphrase.check():
            return
        try:
            licence = self._licence.read() if self._sells else None
        except ValueError:
            return
        self.new = NewAccount(self._name.text(), self._passphrase.text, self._roles.roles, licence, is_temporary=True)
        super().accept()

    def done(self, result: int) -> None:
        self._passphrase.begin_anew()
        super().done(result)

    @property
    def _sells(self) -> bool:
        return Right.RECORD in rights_of(self._roles.roles)

    def _on_name_changed(self, name: str) -> None:
        self._name_field.set_error(self._wrong_name(name) if name else "")
        self._passphrase.set_account(name)
        self._show()

    def _wrong_name(self, name: str) -> str:
        if name.casefold() in self._taken:
            return self.tr("这个工号已经有账号")
        try:
            check_name(name)
        except Fault:
            return self.tr("只能用字母、数字、- _ .")
        return ""

    def _show(self) -> None:
        self._licence.setVisible(self._sells)
        is_named = bool(self._name.text()) and not self._wrong_name(self._name.text())
        self.act.setEnabled(is_named and self._roles.is_allowed)


class ResetDialog(_FormDialog):
    """`passphrase` is the temporary one, once it was accepted."""

    def __init__(self, parent: QWidget, theme: Theme, account: str, *, loses_replay: bool) -> None:
        explains = translate("messages", "账号 {account} 得到新的密钥和临时口令，首次登录必须改。").format(
            account=account
        )
        if loses_replay:
            explains += translate("messages", "原来的回放密钥随旧口令作废，要由已有回放密钥的人重新授予。")
        super().__init__(parent, theme, translate("messages", "重设口令"), explains, translate("messages", "重设"))
        self.passphrase = ""
        self._field = NewPassphrase(theme)
        self._field.set_account(account)
        self._column.addWidget(self._field)
        self._end()
        self._field.entered.connect(self.act.click)
        self.setMinimumWidth(theme.px(480))
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        if self._field.check():
            self.passphrase = self._field.text
            super().accept()

    def done(self, result: int) -> None:
        self._field.begin_anew()
        super().done(result)
