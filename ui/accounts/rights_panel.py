"""权限表: which role may do what, from the one table of the core."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.rights import APART, RIGHTS, Right, Role
from ui.accounts.words import apart_text, right_text, role_text
from ui.kit.card import Card, clear
from ui.kit.label import divider, label
from ui.kit.sign import Sign
from ui.style.theme import Theme


class RightsPanel(Card):
    """A line a right, a column a role; beside it, which roles one account may not have together."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, spacing=6)
        self._theme = theme
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(2))
        self._apart_name = label(role="section")
        self._apart = label(role="body", tone="secondary", wrap=True)
        beside = QVBoxLayout()
        beside.setSpacing(theme.px(8))
        beside.addWidget(self._apart_name)
        beside.addWidget(self._apart)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(40))
        row.addLayout(self._grid, 3)
        row.addLayout(beside, 2)
        self.body.addLayout(row)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_heading(self.tr("哪个角色能做什么"))
        self._apart_name.setText(self.tr("不能放在同一账号的角色"))
        self._apart.setText("\n".join(text for one, other, _ in APART for text in apart_text((one, other))))
        clear(self._grid)
        for column, role in enumerate(Role, 1):
            self._grid.addWidget(label(role_text(role), "caption"), 0, column, Qt.AlignmentFlag.AlignHCenter)
        self._grid.addWidget(divider(), 1, 0, 1, len(Role) + 1)
        for line, right in enumerate(Right, 2):
            self._grid.addWidget(label(right_text(right)), line, 0)
            for column, role in enumerate(Role, 1):
                self._grid.addWidget(self._cell(role, right), line, column, Qt.AlignmentFlag.AlignHCenter)

    def _cell(self, role: Role, right: Right) -> QWidget:
        if right not in RIGHTS[role]:
            return label("–", tone="secondary")
        sign = Sign(self._theme, "passed", "ok", 18)
        sign.setAccessibleName(self.tr("{role}：{right}").format(role=role_text(role), right=right_text(right)))
        return sign
