"""作废: a reason, and a second person who agrees."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit.ask import ReasonDialog
from ui.kit.field import Field
from ui.style.theme import Theme

translate = QCoreApplication.translate


class VoidDialog(ReasonDialog):
    """`text` is the reason, `second_account` who agrees; it is accepted only with both."""

    def __init__(self, parent: QWidget, theme: Theme, account: str) -> None:
        super().__init__(
            parent,
            theme,
            translate("messages", "作废这次录制"),
            translate("messages", "作废后不能提交，录像照样封存保留，可以再录一次。需要另一位同事同意。"),
            translate("messages", "作废"),
            danger=True,
        )
        self._account = account
        self._second = QLineEdit()
        self._second.setMaxLength(32)
        self._field = Field(theme, self._second, self.tr("同意的同事（账号）"))
        self.fields.addWidget(self._field)
        self._second.textChanged.connect(lambda: self._field.set_error(""))

    @property
    def second_account(self) -> str:
        return self._second.text().strip()

    def accept(self) -> None:
        if not self.second_account:
            self._field.set_error(self.tr("请填写同意作废的同事的账号"))
        elif self.second_account.casefold() == self._account.casefold():
            self._field.set_error(self.tr("不能是您自己"))
        else:
            super().accept()
            return
        self._second.setFocus()
