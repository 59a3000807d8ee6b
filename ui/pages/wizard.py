"""新建双录: three pages that write one case, by keyboard throughout, and hand it to pre-flight.

Enter goes to the next thing that is missing, and onwards when nothing is; Alt+N and Alt+P turn the pages, Esc asks
before it throws away what was typed. What was typed stays while one looks at other pages; it goes when the station is
locked or changed, and when its take begins, so that nothing of one customer is ever seen by the next.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.rights import Right
from app.session.draft import Draft
from app.session.examples import Example, closest, examples
from app.session.offers import Offer, offers
from app.settings import Place
from ui.bridge import DEVICES
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.confirm import ConfirmDialog
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller, reveal
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.wizard.customer_step import CustomerStep
from ui.wizard.script_step import ScriptStep
from ui.wizard.step import Step
from ui.wizard.stepper import Stepper
from ui.wizard.summary_step import SummaryStep, is_set
from ui.wizard.words import length_text

if TYPE_CHECKING:
    from app.counter import Prepared
    from app.devices import DeviceSet

SCRIPT, CUSTOMER, SUMMARY = range(3)
PRACTICE_PLACE = Place("演练网点", "01")


class WizardPage(Page):
    """Turns the pages of one draft."""

    page_id = PageId.WIZARD

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._draft = Draft(date.today())
        self._has_library = False
        self._example = ""
        """the one that was filled in last"""
        self._stepper = Stepper(theme)
        self._kept = Notice(theme)
        self._refused = Notice(theme)
        self._script, self._customer, self._summary = ScriptStep(desk), CustomerStep(desk), SummaryStep(desk)
        self._steps: tuple[Step, ...] = (self._script, self._customer, self._summary)
        self._stack = QStackedWidget()
        self._busy = BusyLine(theme)
        self._length = label(role="body", tone="secondary")
        self._cancel = Button(theme, kind="quiet")
        self._back = Button(theme, icon="chevron-left")
        self._next = Button(theme, kind="primary")
        self._dialog: ConfirmDialog | None = None
        self._is_preparing = False
        self._lay_out()
        self._connect()
        self._begin_anew()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        for step in self._steps:
            area = Scroller()
            area.body.addWidget(step)
            self._stack.addWidget(area)
        head = QHBoxLayout()
        head.addWidget(self._stepper)
        head.addStretch(1)
        head.addWidget(self._length)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self._cancel)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(14))
        page.addLayout(head)
        for notice in (self._kept, self._refused):
            page.addWidget(notice)
        page.addWidget(self._stack, 1)
        page.addWidget(self._busy)
        page.addLayout(foot)

    def _connect(self) -> None:
        for step in self._steps:
            step.changed.connect(self.on_changed)
        self._customer.example_wanted.connect(self.on_example_wanted)
        self._summary.place_wanted.connect(lambda: self.desk.go(PageId.SETTINGS))
        self._kept.acted.connect(self._begin_anew)
        self._cancel.clicked.connect(self.on_cancel)
        self._back.clicked.connect(self.on_back)
        self._next.clicked.connect(self.on_next)
        self.desk.station_changed.connect(self._begin_anew)
        self.desk.take_changed.connect(self.on_take_changed)
        for keys, act in (("Alt+N", self.on_next), ("Alt+P", self.on_back), ("Esc", self.on_cancel)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # ------------------------------------------------------------------ page

    @property
    def at(self) -> int:
        return self._stack.currentIndex()

    def enter(self, back: bool = False, **arguments: Any) -> None:
        """`back`: from pre-flight, to look at the case once more."""
        if self._draft.is_touched and not back:
            self._kept.tell(self.tr("上次没有填完的内容还在，可以接着填。"), Tone.NEUTRAL, self.tr("重新开始"))
        elif not self._draft.is_touched and self._draft.on != date.today():
            self._begin_anew()
        if not self._has_library:
            self._load_library()
        self._show()

    def leave(self) -> None:
        self._kept.hide()

    def first_focus(self) -> QWidget | None:
        return self._steps[self.at].first_focus()

    def retranslate(self) -> None:
        for step in self._steps:
            step.retranslate()
        self._cancel.setText(self.tr("取消 (Esc)"))
        self._back.setText(self.tr("上一步"))
        self._back.setToolTip(self.tr("上一步 (Alt+P)"))
        self._show()

    def _show(self) -> None:
        """Everything around the pages, from where one is and what was typed."""
        words = [self.tr("业务"), self.tr("客户"), self.tr("确认")]
        spoken = self.tr("第 {at} 步，共 {all} 步：{word}")
        self._stepper.tell(words, self.at, spoken.format(at=self.at + 1, all=len(words), word=words[self.at]))
        self._back.setVisible(self.at > SCRIPT)
        is_last = self.at == SUMMARY
        self._next.setText(self.tr("去录前检查") if is_last else self.tr("下一步"))
        self._next.setToolTip(self.tr("回车或 Alt+N"))
        self._next.set_icon("camera" if is_last else "chevron-right")
        station = self.desk.station
        may_record = station is None or station.person.may(Right.RECORD)
        self._next.setEnabled(may_record and not self._is_preparing)
        if may_record:
            self._refused.hide()
        else:
            self._refused.tell(self.tr("您的角色不能录制。请换有录制权限的工号登录。"), Tone.WARNING)
        plan = self._draft.plan()
        text = self.tr("预计时长约 {length}") if plan is not None and plan.is_estimate else self.tr("预计时长 {length}")
        self._length.setVisible(not is_last)  # the last page says it large
        self._length.setText(text.format(length=length_text(plan.expected_s)) if plan is not None else "")

    # ------------------------------------------------------------------ the library, the draft

    def _load_library(self) -> None:
        self._busy.begin(self.tr("正在读取话术库…"))
        on = self._draft.on

        def load() -> Sequence[Offer]:
            from app.counter import LIBRARY
            from app.session.script_file import load_library

            return offers(load_library(LIBRARY).scripts, on)

        self.desk.bridge.run(load, self.on_library_loaded, self.on_failed)

    def on_library_loaded(self, found: Sequence[Offer]) -> None:
        self._busy.end()
        self._has_library = True
        self._script.show_offers(found)

    def on_failed(self, fault: Fault) -> None:
        self._busy.end()
        self._is_preparing = False
        self.desk.tell_fault(fault)
        self._show()

    def _begin_anew(self) -> None:
        self._draft = Draft(date.today())
        self._kept.hide()
        for step in self._steps:
            step.show_draft(self._draft)
        self._customer.show_texts()
        self._has_library = False
        self._stack.setCurrentIndex(SCRIPT)
        self._show()
        if self.isVisible():
            self._load_library()
            self._focus_first()

    def on_changed(self) -> None:
        if self.at == CUSTOMER:
            self._customer.refresh()
        self._show()

    def on_take_changed(self) -> None:
        if self.desk.is_recording:
            self._begin_anew()

    # ------------------------------------------------------------------ turning pages

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and not isinstance(focus, QRadioButton):
                focus.click()
            else:
                self.on_enter()
            event.accept()
            return
        super().keyPressEvent(event)

    def on_enter(self) -> None:
        """To what is missing next, or onwards."""
        focus = QApplication.focusWidget()
        gap = self._steps[self.at].next_gap(focus)
        if gap is None:
            self.on_next()
        elif gap is focus or self.at == SCRIPT:
            self.on_next()  # that tells what is wrong with it
        else:
            self._put_keyboard(gap)

    def on_next(self) -> None:
        if not self._next.isEnabled():
            return
        step = self._steps[self.at]
        gap = step.next_gap(None)
        if gap is not None:
            step.mark_all()
            self._put_keyboard(gap)
        elif self.at == SUMMARY:
            self._finish()
        else:
            self._turn_to(self.at + 1)

    def on_back(self) -> None:
        if self.at > SCRIPT and not self._is_preparing:
            self._turn_to(self.at - 1)

    def _turn_to(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._steps[at].refresh()
        self._show()
        self._focus_first()

    def _focus_first(self) -> None:
        (self._steps[self.at].first_focus() or self._next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_keyboard(self, gap: QWidget) -> None:
        gap.setFocus(Qt.FocusReason.TabFocusReason)
        reveal(gap)

    def on_cancel(self) -> None:
        if self._is_preparing:
            return
        if not self._draft.is_touched:
            self._go_home()
            return
        dialog = ConfirmDialog(
            self,
            self.desk.theme,
            self.tr("放弃这笔业务？"),
            self.tr("填写的内容会清空，不会留下记录。"),
            act=self.tr("放弃"),
            keep=self.tr("接着填"),
            danger=True,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._go_home)
        self._dialog = dialog
        dialog.open()

    def _go_home(self) -> None:
        self.desk.go(PageId.HOME)
        self._begin_anew()

    # ------------------------------------------------------------------ practice, the end

    def on_example_wanted(self) -> None:
        """Fill in an example sale of this product; pressed again, the next one."""
        draft = self._draft

        def read() -> tuple[Draft, Sequence[Example]]:
            from app.counter import LIBRARY

            kind = draft.script.product_kind if draft.script is not None else ""
            return draft, [one for one in examples(LIBRARY, draft.on) if one.case.product_kind == kind]

        self.desk.bridge.run(read, self.on_examples_read, self.on_failed)

    def on_examples_read(self, read: tuple[Draft, Sequence[Example]]) -> None:
        draft, found = read
        if draft is not self._draft or not found:
            return
        names = [example.name for example in found]
        at = names.index(self._example) + 1 if self._example in names else 0
        example = found[at % len(found)]
        self._example = example.name
        draft.fill(example.case)
        self._customer.show_texts()
        self.on_changed()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, prepared: "Prepared") -> None:
        """A sale that somebody else prepared, as if it had been typed: for a walk through the window."""
        from app.counter import LIBRARY
        from app.session.script_file import load_library

        library = load_library(LIBRARY)
        self._begin_anew()
        self._has_library = True
        self._draft.choose(library.script(prepared.script.id, self._draft.on))
        self._draft.fill(prepared.case)
        self._script.show_offers(offers(library.scripts, self._draft.on))
        self._customer.show_texts()
        self._show()

    def show_sheet(self, number: int) -> None:
        """Turn to a page, the first being 0."""
        self._turn_to(number)

    def forget(self) -> None:
        """Throw away what was filled in."""
        self._begin_anew()

    def _finish(self) -> None:
        station, draft, script = self.desk.open_station, self._draft, self._draft.script
        assert script is not None
        place = self.desk.settings.place
        if self.desk.is_practice and not is_set(place):
            place = PRACTICE_PLACE
        try:
            case = draft.to_case(place, station.person.account)
        except Fault as fault:
            self.desk.tell(fault_text(fault), Tone.WARNING)
            return
        self._is_preparing = True
        self._busy.begin(self.tr("正在准备话术…"))
        self._show()
        is_practice = self.desk.is_practice

        def prepare() -> "tuple[Prepared, DeviceSet | None]":
            from app.counter import prepare_case

            return prepare_case(case, script.id), _virtual_devices(draft) if is_practice else None

        self.desk.bridge.run(prepare, self.on_prepared, self.on_failed)

    def on_prepared(self, prepared: "tuple[Prepared, DeviceSet | None]") -> None:
        self._busy.end()
        self._is_preparing = False
        self._show()
        made, devices = prepared
        if devices is not None and self.desk.is_practice:
            old, self.desk.devices = self.desk.devices, devices
            if old is not None:
                self.desk.bridge.run(old.close, lane=DEVICES)
        self.desk.go(PageId.PREFLIGHT, prepared=made)


def _virtual_devices(draft: Draft) -> "DeviceSet | None":
    """A counter whose customer knows the answers to this script; the one there is when no example has them."""
    from app.counter import LIBRARY
    from app.demo import read_answers
    from app.devices import VirtualDevices

    example = closest(examples(LIBRARY, draft.on), draft)
    return None if example is None else VirtualDevices(read_answers(example.answers))
