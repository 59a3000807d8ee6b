"""Sheet 3: the first who may replay, who is somebody else; and a first clerk, if one is there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.rights import Role
from app.vault.keyfile import NewAccount
from ui.kit.card import Card
from ui.kit.label import label
from ui.setup.clerk_form import ClerkForm
from ui.setup.founder_form import FounderForm
from ui.setup.sheet import Sheet
from ui.style.theme import Theme


class SupervisorSheet(Sheet):
    """`administrator` tells the name that is taken already."""

    def __init__(self, theme: Theme, administrator: Callable[[], str]) -> None:
        super().__init__(theme)
        self._explains = label(role="body", wrap=True)
        self._card, self._clerk_card = Card(theme, margin=20), Card(theme, margin=20)
        self.form = FounderForm(theme, lambda: [administrator()])
        self.clerk = ClerkForm(theme, lambda: [administrator(), self.form.name])
        self.has_clerk = QCheckBox()
        self._card.add(self.form)
        self._clerk_card.body.addWidget(self.has_clerk, 0, Qt.AlignmentFlag.AlignLeft)
        self._clerk_card.add(self.clerk)
        cards = QHBoxLayout()
        cards.setSpacing(theme.px(16))
        for card in (self._card, self._clerk_card):
            cards.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self._explains)
        self.column.addLayout(cards)
        self.column.addStretch(1)
        self.clerk.hide()
        self.has_clerk.toggled.connect(self.clerk.setVisible)
        self.retranslate()

    @property
    def accounts(self) -> Sequence[NewAccount]:
        supervisor = self.form.new_account(Role.SUPERVISOR)
        return (supervisor, self.clerk.account) if self.has_clerk.isChecked() else (supervisor,)

    def check(self) -> bool:
        return self.form.check() and (not self.has_clerk.isChecked() or self.clerk.check())

    def first_focus(self) -> QWidget | None:
        return self.form.account

    def retranslate(self) -> None:
        self._explains.setText(
            self.tr(
                "请换人：由主管本人坐到键盘前输入。为什么要两个人：能建账号的人看不到录像，能看录像的人建不了账号，"
                "任何一个人都不能自己给自己打开录像。回放密钥只在主管手里，以后由他授给质检员、审计员。"
            )
        )
        self._card.set_heading(self.tr("能回放录像的主管"))
        self.form.set_name(self.tr("主管的工号"))
        self.form.retranslate()
        self.has_clerk.setText(self.tr("现在就登记第一位柜员（以后也可以）"))
        self.clerk.retranslate()
