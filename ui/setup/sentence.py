"""A sentence that must be typed before something is left undone that cannot be made up for in the same way."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme


class SentenceDialog(QDialog):
    """Accepted once `sentence` was typed; case, blanks and full stops do not matter. Open it with `open()`."""

    def __init__(self, parent: QWidget, theme: Theme, title: str, explains: str, sentence: str, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._sentence = sentence
        self.edit = QLineEdit()
        self.act, self._keep = Button(theme, act, kind="danger"), Button(theme, self.tr("不跳过"), kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(label(title, "title"))
        column.addWidget(label(explains, "body", "secondary", wrap=True))
        column.addWidget(Field(theme, self.edit, self.tr("请照着输入：{sentence}").format(sentence=sentence)))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        row.addWidget(self.act)
        row.addWidget(self._keep)
        column.addLayout(row)
        self.act.setAutoDefault(False)
        self.act.setEnabled(False)
        self._keep.setAutoDefault(False)
        self.edit.textChanged.connect(lambda text: self.act.setEnabled(_plain(text) == _plain(self._sentence)))
        self.act.clicked.connect(self.accept)
        self._keep.clicked.connect(self.reject)
        self.setFixedWidth(theme.px(520))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
