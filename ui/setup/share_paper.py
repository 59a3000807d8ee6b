"""One share of the recovery kit: its words by number, to be printed or copied by hand, and who takes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.card import Card, clear
from ui.kit.field import Field
from ui.kit.label import label
from ui.setup.printing import has_printer
from ui.style.theme import Theme

COLUMNS = 4
MOST_NAME_CHARACTERS = 40


class SharePaper(QWidget):
    """The words can be neither selected nor copied. The keeper's name is asked for, and kept nowhere."""

    print_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(theme.px(3))
        self._card = Card(theme, margin=16)
        self._card.body.addLayout(self._grid)
        self.print = Button(theme, icon="print")
        self._printing = label(role="caption", tone="secondary", wrap=True)
        self.keeper = QLineEdit()
        self.keeper.setMaxLength(MOST_NAME_CHARACTERS)
        self._keeper = Field(theme, self.keeper)
        self.handed = QCheckBox()
        self._trouble = label(role="caption", tone="danger", wrap=True)
        printing = QHBoxLayout()
        printing.setSpacing(theme.px(12))
        printing.addWidget(self.print)
        printing.addWidget(self._printing, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._card)
        column.addLayout(printing)
        column.addWidget(self._keeper)
        column.addWidget(self.handed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._trouble)
        self._trouble.hide()
        self.print.clicked.connect(self.print_wanted)
        self.keeper.textChanged.connect(lambda: self._keeper.set_error(""))
        self.handed.toggled.connect(lambda: self._trouble.hide())
        self.retranslate()

    def show_words(self, words: Sequence[str]) -> None:
        """Another share; none: nothing is left of it."""
        clear(self._grid)
        for at, word in enumerate(words):
            shown = label(f"{at + 1:>2}.  {word}")
            shown.setProperty("strong", True)
            self._grid.addWidget(shown, at // COLUMNS, at % COLUMNS)
        self.keeper.clear()
        self.handed.setChecked(False)
        self._keeper.set_error("")
        self.print.setEnabled(has_printer())
        self.retranslate()

    @property
    def name(self) -> str:
        return self.keeper.text().strip()

    def check(self, before: Sequence[str]) -> bool:
        """`before`: who has taken the other shares."""
        if not self.name:
            self._keeper.set_error(self.tr("请写保管人的姓名"))
        elif self.name.casefold() in {name.casefold() for name in before}:
            self._keeper.set_error(self.tr("一个人只能保管一份，请换一位"))
        if self._keeper.error:
            self.keeper.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.handed.isChecked():
            self._trouble.setText(self.tr("✖ 交到保管人手里以后，请打勾"))
            self._trouble.show()
            self.handed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return True
        return False

    def retranslate(self) -> None:
        self.print.setText(self.tr("打印…"))
        self._printing.setText(
            self.tr("打印机可能留底，打完请清空它的队列；也可以手抄。")
            if self.print.isEnabled()
            else self.tr("这台电脑没有打印机，请把词和编号一起抄在纸上。不要拍照。")
        )
        self._keeper.set_name(self.tr("保管人的姓名"), self.tr("只用来提醒下一步，不保存。"))
        self.handed.setText(self.tr("这一份已经交到保管人手里"))
