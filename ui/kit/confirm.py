"""A question before something is thrown away. Never shown over a running take."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.label import label
from ui.style.theme import Theme


class ConfirmDialog(QDialog):
    """Two buttons, the harmless one under the keyboard; open it with `open()` and listen to `accepted`."""

    def __init__(
        self, parent: QWidget, theme: Theme, title: str, explains: str, *, act: str, keep: str, danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(label(title, "title"))
        column.addWidget(label(explains, "body", "secondary", wrap=True))
        self._act = Button(theme, act, kind="danger" if danger else "secondary")
        self._keep = Button(theme, keep, kind="primary")
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        row.addWidget(self._act)
        row.addWidget(self._keep)
        column.addLayout(row)
        self._act.setAutoDefault(False)
        self._keep.setDefault(True)
        self._act.clicked.connect(self.accept)
        self._keep.clicked.connect(self.reject)
        self.setMinimumWidth(theme.px(420))
        self._keep.setFocus()
