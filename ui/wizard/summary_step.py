"""3 确认: the whole case once more, and the take it will become."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.session.draft import ID_NUMBER, NAME, Draft, Plan
from app.session.script import Overlay
from app.settings import Place
from ui.desk import Desk
from ui.kit.card import Card, clear
from ui.kit.chip import Chip
from ui.kit.columns import Columns
from ui.kit.facts import Facts
from ui.kit.label import divider, label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.wizard.step import Step
from ui.wizard.words import given_fact_text, length_text, person_text

ID_GROUPS = (6, 14)
NAMES_PX = 136


class SummaryStep(Step):
    """Reads only; `place_wanted` when the station's place has to be set first."""

    place_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._sale, self._take, self._steps = Card(theme), Card(theme), Card(theme)
        self._wrong, self._place = Notice(theme), Notice(theme)
        self._customer, self._contract = Facts(theme, NAMES_PX), Facts(theme, NAMES_PX)
        self._length = label(role="display")
        self._length_name = label(role="caption", tone="secondary")
        self._elder = Chip(theme)
        self._elder_text = label(role="caption", tone="secondary", wrap=True)
        self._about = Facts(theme)
        self._list = QVBoxLayout()
        self._skipped = QVBoxLayout()
        self._skipped_name = label(role="caption", tone="secondary")
        self._place.acted.connect(self.place_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        sale = Scroller()
        sale.body.setSpacing(px(12))
        for part in (self._customer, divider(), self._contract):
            sale.body.addWidget(part)
        sale.body.addStretch(1)
        self._sale.add(sale, 1)
        length = QHBoxLayout()
        length.setSpacing(px(10))
        length.addWidget(self._length)
        length.addWidget(self._length_name, 0, Qt.AlignmentFlag.AlignBottom)
        length.addStretch(1)
        length.addWidget(self._elder, 0, Qt.AlignmentFlag.AlignVCenter)
        self._take.body.addLayout(length)
        self._take.add(self._elder_text)
        self._take.add(divider())
        self._take.add(self._about)
        steps = Scroller()
        steps.body.setSpacing(px(10))
        self._list.setSpacing(px(6))
        self._skipped.setSpacing(px(6))
        steps.body.addLayout(self._list)
        steps.body.addSpacing(px(4))
        steps.body.addWidget(self._skipped_name)
        steps.body.addLayout(self._skipped)
        steps.body.addStretch(1)
        self._steps.add(steps, 1)
        right = QWidget()
        under = QVBoxLayout(right)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(px(16))
        under.addWidget(self._take)
        under.addWidget(self._steps, 1)
        columns = Columns(self.desk.theme, high_px=480)
        columns.add(self._sale, 1)
        columns.add(right, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(px(12))
        page.addWidget(self._place)
        page.addWidget(self._wrong)
        page.addWidget(columns, 1)

    def retranslate(self) -> None:
        self._sale.set_heading(self.tr("请和客户核对"))
        self._take.set_heading(self.tr("这次双录"))
        self._length_name.setText(self.tr("预计时长（分:秒）"))
        self.refresh()

    @property
    def lacks_place(self) -> bool:
        """The place is spoken in the prompts, so it must not be left open; in practice it does not matter."""
        return not self.desk.is_practice and not is_set(self.desk.settings.place)

    def refresh(self) -> None:
        draft = self.draft
        if self.lacks_place:
            text = self.tr("还没有设置网点和柜台：播报和画面要说明录制地点，不能开始录制。")
            self._place.tell(text, Tone.WARNING, self.tr("去设置"))
        else:
            self._place.hide()
        if draft is None or draft.script is None or not self.isVisible():
            return
        fault, plan = draft.fault(), draft.plan()
        if fault is not None:
            self._wrong.tell(fault_text(fault), Tone.DANGER)
        else:
            self._wrong.hide()
        self._show_sale(draft)
        if plan is not None:
            self._show_take(draft, plan)
            self._show_steps(plan)

    def _show_sale(self, draft: Draft) -> None:
        script, identity = draft.script, draft.identity
        assert script is not None
        rows = [
            (
                self.tr("产品话术"),
                self.tr("{title}，版本 {version}").format(title=script.title, version=script.version),
            ),
            (self.tr("姓名"), draft.text(NAME).strip()),
            (self.tr("身份证号码"), _grouped(draft.text(ID_NUMBER))),
        ]
        if identity is not None:
            born = self.tr("{day}，%n 岁", "", identity.age).format(day=identity.born)
            rows.append((self.tr("出生日期"), born))
        self._customer.tell(rows)
        self._contract.tell(
            (fact.title, self._value(draft, name)) for name, fact in script.facts.items() if draft.text(name).strip()
        )

    def _value(self, draft: Draft, name: str) -> str:
        """In words, and as it was typed where that is something else: figures are easier to compare with the paper."""
        words, typed = draft.in_words(name), draft.text(name).strip()
        if not words or words == typed or typed in ("yes", "no"):
            return words or typed
        has_figures = any(one.isdigit() for one in typed)
        return self.tr("{typed}（{words}）").format(typed=typed, words=words) if has_figures else words

    def _show_take(self, draft: Draft, plan: Plan) -> None:
        self._length.setText(length_text(plan.expected_s))
        on = [state.overlay for state in draft.overlays() if state.is_on]
        if on:
            self._elder.show_state(self.tr("长者模式：开"), Tone.PRIMARY, "slower")
            text = self.tr(
                "{titles}：每秒约 {pace} 个字，答案最多等 {listen} 秒，多 %n 个关怀环节。", "", _inserted(on)
            )
            pace = min(one.chars_per_second or 99.0 for one in on)
            listen = max(one.listen_s or 0.0 for one in on)
            titles = "、".join(one.title for one in on)
            self._elder_text.setText(text.format(titles=titles, pace=f"{pace:g}", listen=f"{listen:g}"))
        else:
            self._elder.show_state(self.tr("长者模式：不需要"), Tone.NEUTRAL, "")
            self._elder_text.setText("")
        self._elder_text.setVisible(bool(on))
        devices = self.desk.devices
        self._about.tell(
            [
                (self.tr("画面里的人"), "、".join(map(person_text, plan.persons))),
                (self.tr("准备好的材料"), "、".join(paper.title for paper in plan.papers) or self.tr("没有")),
                (self.tr("柜台设备"), self._devices(devices.names if devices is not None else ())),
            ]
        )

    def _devices(self, names: Sequence[str]) -> str:
        if self.desk.is_practice:
            return self.tr("虚拟柜台（演练）")
        return "、".join(name.removeprefix("device:") for name in names) or self.tr("没有")

    def _show_steps(self, plan: Plan) -> None:
        clear(self._list)
        clear(self._skipped)
        total = len(plan.steps) + sum(max(0, step.questions - 1) for step in plan.steps)
        self._steps.set_heading(self.tr("%n 个环节", "", total))
        for number, step in enumerate(plan.steps, 1):
            title = step.title
            if step.questions:
                title = self.tr("{title}（抽 %n 题）", "", step.questions).format(title=title)
            self._list.addLayout(self._line(str(number), title, self.tr("、").join(step.rules)))
        self._skipped_name.setVisible(bool(plan.skipped))
        self._skipped_name.setText(self.tr("不适用、跳过的 %n 个环节", "", len(plan.skipped)))
        for one in plan.skipped:
            because = "，".join(f"{given_fact_text(name)}：{value}" for name, value in one.because)
            self._skipped.addLayout(self._line("–", one.title, because))

    def _line(self, sign: str, title: str, note: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.desk.theme.px(10))
        number = label(sign, "caption", "secondary")
        number.setFixedWidth(self.desk.theme.px(24))
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(number)
        row.addWidget(label(title, wrap=True), 1)
        row.addWidget(label(note, "caption", "secondary"))
        return row

    def next_gap(self, after: QWidget | None) -> QWidget | None:
        is_ready = self.draft is not None and self.draft.is_complete and not self.lacks_place
        return None if is_ready else self


def _inserted(overlays: Iterable[Overlay]) -> int:
    return sum(len(insertion.steps) for overlay in overlays for insertion in overlay.insert)


def is_set(place: Place) -> bool:
    """Whether branch and counter were set at this station."""
    unset = Place()
    return place.branch != unset.branch and place.counter != unset.counter


def _grouped(number: str) -> str:
    """An identity number in its three parts, as people compare it."""
    number = "".join(number.split()).upper()
    parts: Iterable[str] = (number[: ID_GROUPS[0]], number[ID_GROUPS[0] : ID_GROUPS[1]], number[ID_GROUPS[1] :])
    return " ".join(part for part in parts if part)
