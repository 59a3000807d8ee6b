"""帮助: how a take goes, what a code means, and every shortcut."""

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.faults import SENTENCES
from ui.desk import Desk, Page, PageId
from ui.kit.card import Card, clear
from ui.kit.columns import Columns
from ui.kit.field import Field
from ui.kit.label import divider, label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.messages import language
from ui.shortcuts import Group, group_text, keys_text, shortcuts

CODE = re.compile(r"[Ee]?\s*-?\s*([0-9]{3})")


def looked_up(text: str) -> str | None:
    """The code that was meant by `E-121`, `e121` or `121`; none for anything else."""
    found = CODE.fullmatch(text.strip())
    return f"E-{found.group(1)}" if found else None


class HelpPage(Page):
    """Needs no station, and shows nothing of one."""

    page_id = PageId.HELP

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme, px = desk.theme, desk.theme.px
        self._how, self._codes, self._keys = Card(theme), Card(theme), Card(theme)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(10))
        self._how.body.addLayout(self._lines)
        self._code = QLineEdit()
        self._code.setMaxLength(12)
        self._code.setClearButtonEnabled(True)
        self._code_field = Field(theme, self._code)
        self._meaning = Notice(theme)
        self._codes.add(self._code_field)
        self._codes.add(self._meaning)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(px(16))
        self._table.setVerticalSpacing(px(7))
        self._table.setColumnStretch(1, 1)
        self._keys.body.addLayout(self._table)
        self._keys.body.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self._how)
        column.addWidget(self._codes)
        column.addStretch(1)
        columns = Columns(theme)
        columns.add(left, 1)
        columns.add(self._keys, 1)
        area = Scroller()
        area.body.addWidget(columns)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.addWidget(area)
        self._code.textChanged.connect(self.on_code_typed)
        self.retranslate()

    def enter(self, **arguments: Any) -> None:
        self._code.clear()

    def first_focus(self) -> QWidget | None:
        return self._code

    def retranslate(self) -> None:
        self._how.set_heading(self.tr("一次双录怎么走"))
        self._codes.set_heading(self.tr("查错误代码"))
        self._keys.set_heading(self.tr("快捷键"))
        self._code_field.set_name(self.tr("代码"), self.tr("提示末尾括号里的代码，如 E-121"))
        self._code.setPlaceholderText("E-121")
        for button in self._code.findChildren(QToolButton):
            button.setAccessibleName(self.tr("清除代码"))
        clear(self._lines)
        for number, text in enumerate(
            (
                self.tr("新建双录：选产品，填客户和合同要素，核对后进入录前检查。"),
                self.tr("录前检查：画面、声音、人数、磁盘、时钟自动检查，不到五秒；都合格就可以开始。"),
                self.tr("录制：播报、提问、听回答都自动进行；右侧随时写着“现在会被退回的问题”，当场补问就能补上。"),
                self.tr("结束：按住 Ctrl+Shift+F9 一秒，或走完最后一个环节；录像马上加密封存，不能剪、不能改。"),
                self.tr("提交：没通过的环节写一句说明，交给主管；主管凭理由回放，通过或退回。"),
            ),
            1,
        ):
            row = QHBoxLayout()
            row.setSpacing(self.desk.theme.px(12))
            row.addWidget(label(str(number), "section", "primary"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(text, wrap=True), 1)
            self._lines.addLayout(row)
        self._show_keys()
        self.on_code_typed()

    def _show_keys(self) -> None:
        clear(self._table)
        at = 0
        for group in Group:
            if at:
                self._table.addWidget(divider(), at, 0, 1, 2)
                at += 1
            self._table.addWidget(label(group_text(group), "caption", "secondary"), at, 0, 1, 2)
            at += 1
            for shortcut in shortcuts():
                if shortcut.group is group:
                    self._table.addWidget(label(keys_text(shortcut), "mono"), at, 0)
                    self._table.addWidget(label(shortcut.text, wrap=True), at, 1)
                    at += 1

    def on_code_typed(self) -> None:
        """Says what a code means as soon as it is one."""
        text = self._code.text().strip()
        code = looked_up(text)
        self._code_field.set_error("")
        if code is None:
            self._meaning.hide()
            if len(text) >= len("E-000"):
                self._code_field.set_error(self.tr("代码是 E- 加三位数字"))
            return
        found = SENTENCES.get(code)
        if found is None:
            self._meaning.tell(self.tr("没有 {code} 这个代码，请看清提示末尾的括号。").format(code=code), Tone.WARNING)
            return
        sentence = found.en if language() == "en" else found.zh
        blanked = re.sub(r"\{[^{}]*\}", "…", sentence)
        self._meaning.tell(f"{code}  {blanked}", Tone.NEUTRAL)
