"""The roles of one account as boxes to tick; what cannot lie in one account is explained while it is ticked."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.rights import Role
from ui.accounts.words import apart_text, role_hint, role_text
from ui.kit.label import label
from ui.style.theme import Theme


class RoleBoxes(QWidget):
    """`roles` is what is ticked; `is_allowed` whether one account may have these."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = label(role="caption", tone="secondary")
        self._boxes: dict[Role, QCheckBox] = {role: QCheckBox() for role in Role}
        self._hints: dict[Role, QLabel] = {role: label(role="caption", tone="secondary", wrap=True) for role in Role}
        self._trouble = label(role="caption", tone="danger", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for number, role in enumerate(Role):
            grid.addWidget(self._boxes[role], number, 0)
            grid.addWidget(self._hints[role], number, 1)
            self._boxes[role].toggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._name)
        column.addLayout(grid)
        column.addWidget(self._trouble)
        self.setFocusProxy(self._boxes[Role.CLERK])
        self.retranslate()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, box in self._boxes.items() if box.isChecked())

    @property
    def is_allowed(self) -> bool:
        return bool(self.roles) and not apart_text(self.roles)

    def show_roles(self, roles: Iterable[Role]) -> None:
        """Tick these and no others, without telling."""
        present = set(roles)
        for role, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(role in present)
            box.blockSignals(False)
        self._explain()

    def set_editable(self, is_editable: bool) -> None:
        for box in self._boxes.values():
            box.setEnabled(is_editable)

    def retranslate(self) -> None:
        self._name.setText(self.tr("角色（可以多选）"))
        for role, box in self._boxes.items():
            box.setText(role_text(role))
            box.setAccessibleDescription(role_hint(role))
            self._hints[role].setText(role_hint(role))
        self._explain()

    def _on_toggled(self) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        lines = apart_text(self.roles) if self.roles else (self.tr("至少要有一个角色"),)
        self._trouble.setText("\n".join(f"✖ {line}" for line in lines))
        self._trouble.setVisible(bool(lines))
