"""The first clerk, who may be left out: account, first passphrase, and what the clerk is licensed to sell."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.rights import Licence, Role
from app.vault.keyfile import NewAccount
from ui.kit.date_edit import DateEdit
from ui.kit.field import Field
from ui.kit.label import label
from ui.messages import product_text
from ui.setup.founder_form import FounderForm
from ui.style.theme import Theme

MOST_NUMBER_CHARACTERS = 40


class ClerkForm(QWidget):
    """`show_kinds` says which products there are scripts for."""

    def __init__(self, theme: Theme, taken: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self.form = FounderForm(theme, taken)
        self.number = QLineEdit()
        self.number.setMaxLength(MOST_NUMBER_CHARACTERS)
        self._number = Field(theme, self.number)
        self._kinds = QWidget()
        self._kind_column = QVBoxLayout(self._kinds)
        self._kind_column.setContentsMargins(0, 0, 0, 0)
        self._scope = Field(theme, self._kinds)
        self.kinds: dict[str, QCheckBox] = {}
        self.expires, self.trained = DateEdit(theme), DateEdit(theme)
        self._expires, self._trained = Field(theme, self.expires), Field(theme, self.trained)
        self._explains = label(role="caption", tone="secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for widget in (self._explains, self.form, self._number, self._scope, self._expires, self._trained):
            column.addWidget(widget)
        edits = (self.number, self.expires.edit, self.trained.edit)
        for edit, field in zip(edits, (self._number, self._expires, self._trained), strict=True):
            edit.textChanged.connect(lambda _, field=field: field.set_error(""))
        self.retranslate()

    def show_kinds(self, kinds: Sequence[str]) -> None:
        for kind in kinds:
            if kind not in self.kinds:
                box = QCheckBox()
                box.toggled.connect(lambda _: self._scope.set_error(""))
                self.kinds[kind] = box
                self._kind_column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    @property
    def account(self) -> NewAccount:
        """The passphrase is to be changed at the first login: others sat beside."""
        return self.form.new_account(Role.CLERK, licence=self._licence, is_temporary=True)

    @property
    def _licence(self) -> Licence:
        scope = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        expires, trained = _day(self.expires), _day(self.trained)
        assert expires is not None, "it was checked"
        return Licence(self.number.text().strip(), scope, expires, trained)

    def check(self) -> bool:
        if not self.form.check():
            return False
        if not self.number.text().strip():
            self._number.set_error(self.tr("请输入执业登记编号"))
        if not any(box.isChecked() for box in self.kinds.values()):
            self._scope.set_error(self.tr("请至少选一种产品"))
        if _day(self.expires) is None:
            self._expires.set_error(self.tr("请输入日期，例如 2027-06-30"))
        if self.trained.edit.text().strip() and _day(self.trained) is None:
            self._trained.set_error(self.tr("请输入日期，例如 2027-06-30"))
        wrong = next((one for one in (self._number, self._scope, self._expires, self._trained) if one.error), None)
        if wrong is not None:
            first = next(iter(self.kinds.values()), None) if wrong is self._scope else None
            (first or wrong.editor).setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def retranslate(self) -> None:
        self._explains.setText(self.tr("这里设的是临时口令：柜员第一次登录时必须换成自己的。"))
        self.form.set_name(self.tr("柜员的工号"))
        self.form.retranslate()
        self._number.set_name(self.tr("执业登记编号"), self.tr("不要填身份证号。"))
        self._scope.set_name(self.tr("可以销售的产品"))
        for kind, box in self.kinds.items():
            box.setText(product_text(kind))
        self._expires.set_name(self.tr("执业登记有效期至"))
        for edit, name in ((self.expires, self.tr("执业登记有效期至")), (self.trained, self.tr("最近一次培训日期"))):
            edit.edit.setAccessibleName(name)
        self._trained.set_name(self.tr("最近一次培训日期"), self.tr("没有培训日期就不能录制，可以以后再补。"))


def _day(edit: DateEdit) -> date | None:
    try:
        return date.fromisoformat(edit.edit.text().strip())
    except ValueError:
        return None
