"""Sheet 2: the administrator, who makes accounts and never replays."""

from PySide6.QtWidgets import QWidget

from app.rights import Role
from app.vault.keyfile import NewAccount
from ui.kit.card import Card
from ui.kit.label import label
from ui.setup.founder_form import FounderForm
from ui.setup.sheet import Sheet
from ui.style.theme import Theme

FORM_PX = 520


class AdministratorSheet(Sheet):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._explains = label(role="body", wrap=True)
        self._card = Card(theme, margin=20)
        self.form = FounderForm(theme)
        self._card.add(self.form)
        self._card.setMaximumWidth(theme.px(FORM_PX))
        self.column.addWidget(self._explains)
        self.column.addWidget(self._card)
        self.column.addStretch(1)
        self.retranslate()

    @property
    def account(self) -> NewAccount:
        return self.form.new_account(Role.ADMINISTRATOR)

    def check(self) -> bool:
        return self.form.check()

    def first_focus(self) -> QWidget | None:
        return self.form.account

    def retranslate(self) -> None:
        self._explains.setText(
            self.tr(
                "管理员建立账号、管密钥和备份、改设置。管理员没有回放密钥：不论程序怎样，都打不开录像。"
                "请管理员本人输入，不要替别人输。"
            )
        )
        self._card.set_heading(self.tr("管理员"))
        self.form.set_name(self.tr("管理员的工号"))
        self.form.retranslate()
