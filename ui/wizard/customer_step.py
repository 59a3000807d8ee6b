"""2 客户: who the customer is, and what the contract says."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.session.draft import ID_NUMBER, NAME, Draft
from app.session.script import Script
from app.session.typed import MOST_OF_A_NAME
from ui.desk import Desk
from ui.kit.button import Button
from ui.kit.card import Card, clear
from ui.kit.chip import Chip
from ui.kit.columns import Columns
from ui.kit.field import Field
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.wizard.fact_field import FactField
from ui.wizard.step import Step
from ui.wizard.words import complaint_text, given_fact_text

COLUMNS = 2
LONGEST_ID = 24
"""with the spaces that people put between its parts"""
REST_MS = 120
"""after the last key, before the take is planned anew"""


class CustomerStep(Step):
    """Complaints come beside a field once one has been in it, and go as soon as it is right."""

    example_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._script: Script | None = None
        self._left: set[str] = set()
        self._customer, self._contract = Card(theme), Card(theme)
        self._name, self._id = QLineEdit(), QLineEdit()
        self._name.setMaxLength(MOST_OF_A_NAME)
        self._id.setMaxLength(LONGEST_ID)
        self._name_field, self._id_field = Field(theme, self._name), Field(theme, self._id)
        self._born, self._age, self._elder = Chip(theme), Chip(theme), Chip(theme)
        self._elder_text = label(role="caption", tone="secondary", wrap=True)
        self._example = Button(theme, icon="practice")
        self._unmet = Notice(theme)
        self._area = Scroller()
        self._grid = QGridLayout()
        self._facts: dict[str, FactField] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REST_MS)
        self._later.timeout.connect(self.on_rested)
        self._lay_out()
        for name, edit in ((NAME, self._name), (ID_NUMBER, self._id)):
            edit.textEdited.connect(lambda text, name=name: self.on_written(name, text))
            edit.editingFinished.connect(lambda name=name: self.on_left(name))
        self._example.clicked.connect(self.example_wanted)
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        who = Scroller()
        who.body.setContentsMargins(px(2), 0, px(2), 0)
        who.body.setSpacing(px(10))
        who.body.addWidget(self._name_field)
        who.body.addWidget(self._id_field)
        chips = QHBoxLayout()
        chips.setSpacing(px(8))
        for chip in (self._born, self._age):
            chips.addWidget(chip)
        chips.addStretch(1)
        who.body.addLayout(chips)
        elder = QHBoxLayout()
        elder.addWidget(self._elder)
        elder.addStretch(1)
        who.body.addLayout(elder)
        who.body.addWidget(self._elder_text)
        who.body.addStretch(1)
        self._customer.add(who, 1)
        self._customer.add(self._example)
        self._grid.setHorizontalSpacing(px(20))
        self._grid.setVerticalSpacing(px(14))
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._area.body.setContentsMargins(px(2), 0, px(10), 0)
        self._area.body.addLayout(self._grid)
        self._area.body.addStretch(1)
        self._contract.add(self._unmet)
        self._contract.add(self._area, 1)
        columns = Columns(self.desk.theme)
        columns.add(self._customer, 2)
        columns.add(self._contract, 5)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(columns)

    def retranslate(self) -> None:
        self._customer.set_heading(self.tr("客户"))
        self._contract.set_heading(self.tr("合同要素"))
        self._name_field.set_name(self.tr("姓名"))
        self._id_field.set_name(self.tr("身份证号码"))
        self._example.setText(self.tr("用示例业务填写"))
        self._example.setVisible(self.desk.is_practice)
        for field in self._facts.values():
            field.retranslate()
        self.refresh()

    # ------------------------------------------------------------------ the form

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        self._left.clear()
        self._script = None

    def show_texts(self) -> None:
        """Everything anew from the draft, as after an example was filled in."""
        if self.draft is None:
            return
        self._left.clear()
        self._name.setText(self.draft.text(NAME))
        self._id.setText(self.draft.text(ID_NUMBER))
        for name, field in self._facts.items():
            field.set_text(self.draft.text(name))
        self.refresh()

    def _rebuild(self) -> None:
        """The fields of the script that was chosen."""
        assert self.draft is not None
        self._script = self.draft.script
        clear(self._grid)
        self._facts = {}
        facts = self._script.facts if self._script is not None else {}
        before: QWidget = self._id
        for number, (name, fact) in enumerate(facts.items()):
            field = FactField(self.desk.theme, name, fact)
            field.written.connect(self.on_written)
            field.left.connect(self.on_left)
            self._facts[name] = field
            self._grid.addWidget(field, number // COLUMNS, number % COLUMNS, Qt.AlignmentFlag.AlignTop)
            QWidget.setTabOrder(before, field)
            before = field
        self.show_texts()

    def refresh(self) -> None:
        draft = self.draft
        self._example.setVisible(self.desk.is_practice)
        if draft is None or draft.script is None:
            return
        if self._script is not draft.script:
            self._rebuild()
            return
        for name in draft.fields:
            if name in self._facts:
                self._facts[name].is_needed = draft.is_needed(name)
            self._refresh_field(name)
        self._show_identity()
        self._show_unmet()

    def _refresh_field(self, name: str) -> None:
        assert self.draft is not None
        draft, complaint = self.draft, self._complaint(name)
        field = self._facts.get(name)
        if field is None:
            own = self._name_field if name == NAME else self._id_field
            if complaint != own.error:
                own.set_error(complaint)
            return
        title = field.fact.title
        if not field.is_needed:
            title = self.tr("{title}（选填）").format(title=title)
        words = draft.in_words(name) if field.reads_aloud else ""
        is_other = words and words != draft.text(name).strip()
        field.tell(title, complaint, self.tr("读作：{words}").format(words=words) if is_other else "")

    def _complaint(self, name: str) -> str:
        assert self.draft is not None
        if name not in self._left and not (name == ID_NUMBER and len(self.draft.text(name).replace(" ", "")) >= 18):
            return ""
        complaint = self.draft.check(name)
        return complaint_text(complaint) if complaint is not None else ""

    def _show_identity(self) -> None:
        assert self.draft is not None
        identity = self.draft.identity
        for chip in (self._born, self._age, self._elder):
            chip.setVisible(identity is not None)
        if identity is None:
            self._elder_text.setText(self.tr("证件号码填好后，自动算出年龄，并按话术规定开启长者模式。"))
            return
        self._born.show_state(self.tr("{day} 出生").format(day=identity.born), Tone.OK, "person")
        self._age.show_state(self.tr("%n 岁", "", identity.age), Tone.OK, "")
        on = [state.overlay for state in self.draft.overlays() if state.is_on]
        if on:
            self._elder.show_state(self.tr("长者模式：开"), Tone.PRIMARY, "slower")
            text = self.tr("{titles}：播报放慢，多等一会儿再收答案，并增加关怀环节。")
            self._elder_text.setText(text.format(titles="、".join(one.title for one in on)))
        else:
            self._elder.show_state(self.tr("长者模式：不需要"), Tone.NEUTRAL, "")
            titles = "、".join(state.overlay.title for state in self.draft.overlays())
            self._elder_text.setText(
                self.tr("这份话术的长者模式用于：{titles}。").format(titles=titles) if titles else ""
            )

    def _show_unmet(self) -> None:
        assert self.draft is not None and self._script is not None
        unmet = self.draft.unmet()
        if not unmet:
            self._unmet.hide()
            return
        lines = []
        for one in unmet:
            names = [
                self._facts[name].fact.title if name in self._facts else given_fact_text(name) for name in one.facts
            ]
            text = self.tr("不符合“{title}”（{rules}），不能用这份话术录制。请核对：{facts}。")
            rules, facts = "、".join(one.requirement.rules), "、".join(names)
            lines.append(text.format(title=one.requirement.title, rules=rules, facts=facts))
        self._unmet.tell("\n".join(lines), Tone.DANGER)

    # ------------------------------------------------------------------ typing

    def on_written(self, name: str, text: str) -> None:
        """What the field itself says comes at once; what the whole says, when the hand rests."""
        if self.draft is not None and text != self.draft.text(name):
            self.draft.write(name, text)
            self._refresh_field(name)
            self._show_identity()
            self._show_unmet()
            self._later.start()

    def on_rested(self) -> None:
        self.refresh()
        self.changed.emit()

    def on_left(self, name: str) -> None:
        if name not in self._left:
            self._left.add(name)
            self.refresh()

    def mark_all(self) -> None:
        if self.draft is not None:
            self._left = set(self.draft.fields)
            self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.next_gap(None) or self._name

    def next_gap(self, after: QWidget | None) -> QWidget | None:
        if self.draft is None:
            return None
        problems = self.draft.problems()
        if not problems:
            unmet = self.draft.unmet()
            return self._widget(next((one for one in unmet[0].facts if one in self._facts), NAME)) if unmet else None
        order = list(self.draft.fields)
        at = next((number for number, name in enumerate(order) if self._has(name, after)), -1)
        behind = [name for name in order[at + 1 :] if name in problems]
        return self._widget(behind[0] if behind else next(iter(problems)))

    def _has(self, name: str, widget: QWidget | None) -> bool:
        if name in (NAME, ID_NUMBER):
            return widget is (self._name if name == NAME else self._id)
        return name in self._facts and self._facts[name].holds(widget)

    def _widget(self, name: str) -> QWidget:
        return {NAME: self._name, ID_NUMBER: self._id}.get(name) or self._facts[name]
