"""Two words of a share, typed from the paper: it was copied, and it can be read."""

import secrets
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme

ASKED = 2
ENOUGH_LETTERS = 4
"""no two words of the list begin with the same four letters"""


class ShareCheck(QWidget):
    """`ask` chooses which words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words: Sequence[str] = ()
        self.keeper = ""
        """who was given it"""
        self.positions: list[int] = []
        """of the words that are asked for, from 1"""
        self._explains = label(role="body", wrap=True)
        self.edits = [QLineEdit() for _ in range(ASKED)]
        self.fields = [Field(theme, edit) for edit in self.edits]
        row = QHBoxLayout()
        row.setSpacing(theme.px(20))
        for edit, field in zip(self.edits, self.fields, strict=True):
            edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
            edit.textChanged.connect(lambda _, field=field: field.set_error(""))
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(self._explains)
        column.addLayout(row)
        column.addStretch(1)
        self.retranslate()

    def ask(self, words: Sequence[str], keeper: str) -> None:
        self._words, self.keeper = words, keeper
        self.positions = sorted(secrets.SystemRandom().sample(range(1, len(words) + 1), ASKED)) if words else []
        for edit, field in zip(self.edits, self.fields, strict=True):
            edit.clear()
            field.set_error("")
        self.retranslate()

    def check(self) -> bool:
        for position, edit, field in zip(self.positions, self.edits, self.fields, strict=True):
            typed, word = edit.text().strip().casefold(), self._words[position - 1]
            is_right = typed == word or (len(typed) >= ENOUGH_LETTERS and word.startswith(typed))
            field.set_error("" if is_right else self.tr("和这一份不一样，请对着纸再看一遍"))
        wrong = next((field for field in self.fields if field.error), None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def retranslate(self) -> None:
        self._explains.setText(
            self.tr("请 {keeper} 对着手里的纸，输入这两个词（前四个字母就够）。").format(keeper=self.keeper)
        )
        for position, field in zip(self.positions or [1] * ASKED, self.fields, strict=True):
            field.set_name(self.tr("第 {position} 个词").format(position=position))
