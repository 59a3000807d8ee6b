"""A question that needs a written reason: for what is audited. Never shown over a running take."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme

LEAST_CHARACTERS = 2


class ReasonDialog(QDialog):
    """Asks for a reason; `text` holds it. The act is possible once something was written."""

    def __init__(
        self, parent: QWidget, theme: Theme, title: str, explains: str, act: str, *, danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(label(title, "title"))
        column.addWidget(label(explains, "body", "secondary", wrap=True))
        self._reason = QPlainTextEdit()
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(theme.px(96))
        self.fields = QVBoxLayout()
        """for what else is asked"""
        column.addLayout(self.fields)
        column.addWidget(Field(theme, self._reason, self.tr("理由"), self.tr("写进审计记录，不能删改。")))
        self._act = Button(theme, act, kind="danger" if danger else "primary")
        self._cancel = Button(theme, self.tr("取消"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._act)
        column.addLayout(row)
        self._act.setEnabled(False)
        self._act.setDefault(True)
        self._reason.textChanged.connect(self._on_text_changed)
        self._act.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self.setMinimumWidth(theme.px(460))
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def text(self) -> str:
        return self._reason.toPlainText().strip()

    def set_text(self, text: str) -> None:
        self._reason.setPlainText(text)

    def _on_text_changed(self) -> None:
        self._act.setEnabled(len(self.text) >= LEAST_CHARACTERS)
