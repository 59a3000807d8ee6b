"""复核与提交: how a take went, what must be explained, and handing it in.

    enter(take_id) ─► read_take (away) ─► result, steps, facts, findings ─► verification (away) ─► is the file the same
                                              notes ─► submit ─► 已提交 ─► the next customer

A clerk reads and explains here and never sees the film; whoever may replay is led to it. Notes that were typed survive
leaving the page. Nothing is written before 提交 or 作废.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from app.evidence.package import Verification
from app.faults import Fault
from app.model import Review, ReviewKind, TakeId, TakeState
from app.rights import Right
from ui.desk import Desk, Page, PageId
from ui.kit.ask import ReasonDialog
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.second_person import ask_second
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import (
    OUTCOME_TONES,
    REVIEW_TONES,
    date_text,
    fault_text,
    outcome_text,
    review_text,
    take_state_text,
)
from ui.replay.opening import is_own
from ui.review.facts_card import FactsCard
from ui.review.findings_card import FindingsCard
from ui.review.reading import Reading, again, read_take
from ui.review.step_list import StepList
from ui.review.words import result

STEPS_SHARE, FACTS_SHARE = 3, 2
NARROW_PX = 900
"""below that (at 100 %) the steps and the facts are seen one after the other"""
CAN_SUBMIT = (None, ReviewKind.RETURNED)
CAN_VOID = (None, ReviewKind.SUBMITTED, ReviewKind.RETURNED)


class ReviewPage(Page):
    """`enter(take_id=…)`."""

    page_id = PageId.REVIEW

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._take_id: TakeId | None = None
        self._reading: Reading | None = None
        self._verified: Verification | Fault | None = None
        self._is_acting = False
        self._sign = Sign(theme, "running", "secondary", 34)
        self._line = label(role="title")
        self._outcome, self._state, self._status = Chip(theme), Chip(theme), Chip(theme)
        self._told = Notice(theme)
        self._trouble = Notice(theme)
        self._busy = BusyLine(theme)
        self.steps = StepList(theme)
        self.facts, self.findings = FactsCard(theme), FindingsCard(theme)
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        for _ in range(2):
            self._tabs.addTab("")
        self._beside = Scroller()
        self._columns = QWidget()
        self.void = Button(theme, kind="danger")
        self.again = Button(theme, icon="record")
        self.next = Button(theme, icon="next")
        self.submit = Button(theme, icon="passed", kind="primary", big=True)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_nothing()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self._sign)
        head.addWidget(self._line)
        head.addStretch(1)
        for chip in (self._outcome, self._state, self._status):
            head.addWidget(chip)
        self._beside.body.setSpacing(px(16))
        self._beside.body.addWidget(self.facts)
        self._beside.body.addWidget(self.findings)
        self._beside.body.addStretch(1)
        columns = QHBoxLayout(self._columns)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(px(16))
        columns.addWidget(self.steps, STEPS_SHARE)
        columns.addWidget(self._beside, FACTS_SHARE)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self.void)
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(self.next)
        foot.addWidget(self.submit)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(16))
        page.addLayout(head)
        page.addWidget(self._told)
        page.addWidget(self._trouble)
        page.addWidget(self._busy)
        page.addWidget(self._tabs)
        page.addWidget(self._columns, 1)
        page.addLayout(foot)

    def _connect(self) -> None:
        self.submit.clicked.connect(self.on_submit)
        self.void.clicked.connect(self.on_void)
        self.again.clicked.connect(self.on_again)
        self.next.clicked.connect(self.on_next)
        self._told.acted.connect(self.on_close_open_take)
        self.facts.replay_wished.connect(lambda: self._replay(0))
        self.steps.time_wished.connect(self._replay)
        self.findings.time_wished.connect(self._replay)
        self._tabs.currentChanged.connect(lambda _: self._fit())
        self.desk.theme.changed.connect(self.on_theme_changed)
        self.desk.station_changed.connect(self._show_nothing)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.on_submit)

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        take_id = arguments.get("take_id", self._take_id)
        if take_id is None:
            self.desk.go(PageId.HOME)
            return
        if take_id != self._take_id:
            self._show_nothing()
        self._take_id = TakeId(take_id)
        self.refresh()

    def leave(self) -> None:
        self._busy.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def on_theme_changed(self) -> None:
        if self._reading is not None:
            self._fill(self._reading)
        self._fit()

    def refresh(self) -> None:
        """Read the take again."""
        if self.desk.station is None:  # locked while something was under way
            return
        station, take_id, live = self.desk.station, self._take_id, self.desk.take
        assert take_id is not None
        self._busy.begin(self.tr("正在读取这次录制…"))
        self.desk.bridge.run(lambda: read_take(station, take_id, live), self._on_read, self._on_not_read)

    def _on_read(self, reading: Reading) -> None:
        self._busy.end()
        if reading.take_id != self._take_id or self.desk.station is None:
            return
        self._reading, self._verified = reading, None
        self._fill(reading)
        self._show()
        self._take_focus()
        if reading.review.seal is not None:
            station, take_id = self.desk.open_station, reading.take_id
            self.desk.bridge.run(lambda: station.verification(take_id), self._on_verified, self._on_verified)

    def _fill(self, reading: Reading) -> None:
        can_replay = self._may_replay(reading)
        self.steps.show_take(reading, can_note=self._can_submit, can_replay=can_replay)
        self.facts.show_take(reading, self.desk.open_station.settings.folder, can_replay=can_replay)
        self.findings.show_take(reading, can_replay=can_replay)
        if self._verified is not None:
            self.facts.show_check(self._verified)

    def _take_focus(self) -> None:
        """The keyboard is on what comes next, unless somebody has begun something already."""
        now = self.window().focusWidget()
        if self.isVisible() and (now is None or not self.isAncestorOf(now) or not now.isVisible()):
            (self.submit if self.submit.isVisible() else self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_read(self, fault: Fault) -> None:
        self._busy.end()
        self._show_nothing()
        self._trouble.tell(fault_text(fault), Tone.DANGER)

    def _on_verified(self, verified: Verification | Fault) -> None:
        if self._reading is not None:
            self._verified = verified
            self.facts.show_check(verified)
            self._show()

    # ------------------------------------------------------------------ acts

    def on_submit(self) -> None:
        """Write the notes and hand the take in; the first note that is missing is shown instead."""
        reading = self._reading
        if reading is None or not self._can_submit or self._is_acting:
            return
        if self.steps.lacking:
            self._tabs.setCurrentIndex(0)
            self._trouble.tell(
                self.tr("还有 {count} 步没有写说明，写好才能提交。").format(count=self.steps.lacking), Tone.WARNING
            )
            self.steps.complain()
            return
        station, take_id, notes = self.desk.open_station, reading.take_id, dict(self.steps.notes)

        def submit() -> None:
            for step, text in notes.items():
                station.note(take_id, step, text)
            station.submit(take_id)

        self._act(submit, lambda _: self._on_written(take_id), self.tr("正在提交…"))

    def on_void(self) -> None:
        """A reason, and then a second person who agrees to it."""
        reading = self._reading
        if reading is None or not self._can_void or self._is_acting:
            return
        dialog = ReasonDialog(
            self,
            self.desk.theme,
            self.tr("作废这次录制"),
            self.tr("作废后不能提交，录像照样封存保留，可以再录一次。需要另一位同事同意。"),
            self.tr("作废…"),
            danger=True,
        )
        dialog.accepted.connect(lambda: self._void(reading, dialog.text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _void(self, reading: Reading, reason: str) -> None:
        desk, station, take_id = self.desk, self.desk.open_station, reading.take_id
        act = self.tr("作废业务 {case} 在 {when} 的录制。理由：{reason}").format(
            case=reading.review.case.id, when=date_text(reading.review.take.started_wall_ns), reason=reason
        )
        ask_second(
            self, desk.theme, desk.bridge, station, act=act, right=Right.SUBMIT,
            do=lambda second: station.void(take_id, reason, second),
            done=lambda _: self._on_written(take_id), failed=self._on_not_voided,
        )  # fmt: skip

    def _on_not_voided(self, fault: Fault) -> None:
        self._trouble.tell(fault_text(fault), Tone.DANGER)
        self.refresh()

    def on_again(self) -> None:
        """Another take of the same case; this one stays."""
        if self._reading is not None and not self._is_acting:
            self._act(
                again(self._reading),
                lambda prepared: self.desk.go(PageId.PREFLIGHT, prepared=prepared),
                self.tr("正在准备…"),
            )

    def on_next(self) -> None:
        self.desk.go(PageId.WIZARD if self._may(Right.RECORD) else PageId.HOME)

    def on_close_open_take(self) -> None:
        """按中断归档: a crash left it open."""
        if not self._is_acting and not self.desk.is_recording:
            self._act(self.desk.open_station.recover, lambda _: self.refresh(), self.tr("正在抢救录像…"))

    def _act(self, op: Callable[[], Any], done: Callable[[Any], None], text: str) -> None:
        self._is_acting = True
        self._trouble.hide()
        self._busy.begin(text)
        self._enable()

        def finish(outcome: Any) -> None:
            self._is_acting = False
            self._busy.end()
            self._enable()
            done(outcome)

        def fail(fault: Fault) -> None:
            self._is_acting = False
            self._busy.end()
            self._enable()
            self._trouble.tell(fault_text(fault), Tone.DANGER)
            self.refresh()

        self.desk.bridge.run(op, finish, fail)

    def _on_written(self, take_id: TakeId) -> None:
        self.steps.forget(take_id)
        self.refresh()

    def _replay(self, at_ns: int) -> None:
        if self._reading is not None and self._may_replay(self._reading):
            self.desk.go(PageId.REPLAY, take_id=self._reading.take_id, at_ns=at_ns)

    # ------------------------------------------------------------------ what may be done

    @property
    def may_submit(self) -> bool:
        """The take can be handed in as it is."""
        return self.submit.isEnabled() and self.submit.isVisible() and not self.steps.lacking

    @property
    def is_submitted(self) -> bool:
        """The take that is shown was handed in, and is not decided yet."""
        return self._reading is not None and self._reading.review.status is ReviewKind.SUBMITTED

    def _may(self, right: Right) -> bool:
        station = self.desk.station
        return station is not None and station.person.may(right)

    def _may_replay(self, reading: Reading) -> bool:
        """Nobody replays what he recorded himself."""
        return self._may(Right.REPLAY) and not is_own(self.desk.open_station, reading.review)

    @property
    def _is_closed(self) -> bool:
        review = None if self._reading is None else self._reading.review
        return review is not None and review.seal is not None and review.take.state is not TakeState.ERASED

    @property
    def _is_changed(self) -> bool:
        """The file is not what was sealed: it must not be handed in, and nothing may cover that up."""
        return isinstance(self._verified, Verification) and not self._verified.has_passed

    @property
    def _can_submit(self) -> bool:
        reading = self._reading
        return (
            reading is not None
            and self._is_closed
            and not self._is_changed
            and self._may(Right.SUBMIT)
            and reading.review.status in CAN_SUBMIT
        )

    @property
    def _can_void(self) -> bool:
        reading = self._reading
        return reading is not None and self._is_closed and self._may(Right.SUBMIT) and reading.review.status in CAN_VOID

    def _enable(self) -> None:
        has_take = self._reading is not None
        self.submit.setVisible(self._can_submit)
        self.next.set_kind("secondary" if self._can_submit else "primary")
        self.void.setVisible(self._can_void)
        self.again.setVisible(has_take and self._may(Right.RECORD))
        for button in (self.submit, self.void, self.again, self.next):
            button.setEnabled(not self._is_acting)

    # ------------------------------------------------------------------ what is shown

    def _fit(self) -> None:
        """Beside each other where there is room, else one after the other."""
        is_narrow = self.width() < self.desk.theme.px(NARROW_PX)
        self._tabs.setVisible(is_narrow and self._reading is not None)
        self.steps.set_low(is_narrow)
        self.steps.setVisible(not is_narrow or self._tabs.currentIndex() == 0)
        self._beside.setVisible(not is_narrow or self._tabs.currentIndex() == 1)

    def _show_nothing(self) -> None:
        """Nothing of one take may be seen at another."""
        self._reading = self._verified = None
        self._line.setText("")
        for widget in (self._sign, self._outcome, self._state, self._status, self._told, self._trouble, self._columns):
            widget.hide()
        self._fit()
        self._enable()

    def _show(self) -> None:
        reading = self._reading
        if reading is None:
            return
        review = reading.review
        said = result(reading)
        self._line.setText(said.text)
        self._sign.show_icon(SIGNS[said.tone], foreground(said.tone))
        for widget in (self._sign, self._columns, self._state):
            widget.show()
        outcome = review.take.outcome
        self._outcome.setVisible(outcome is not None)
        if outcome is not None:
            self._outcome.show_state(outcome_text(outcome), OUTCOME_TONES[str(outcome)])
        tone = Tone.DANGER if review.take.state is TakeState.OPEN else Tone.NEUTRAL
        self._state.show_state(take_state_text(review.take.state), tone, "vault")
        status = review.status.value if review.status else "sealed"
        self._status.setVisible(self._is_closed)
        self._status.show_state(review_text(status), REVIEW_TONES[status])
        self._show_told()
        self._fit()
        self._enable()

    def _show_told(self) -> None:
        """Where the take stands, and what that means for whoever looks at it."""
        reading = self._reading
        assert reading is not None
        review = reading.review
        if self._is_changed:
            self._told.tell(
                self.tr("录像文件与封存时不一致，不能提交。请保留现场，马上报告主管和信息技术部门。"), Tone.DANGER
            )
        elif review.take.state is TakeState.OPEN:
            self._told.tell(
                self.tr("录制时程序中断，录像还没有封存；已录的部分在本机，没有丢。归档后才能复核和提交。"),
                Tone.WARNING,
                "" if self.desk.is_recording else self.tr("按中断归档"),
            )
        elif review.status is None and review.take.state is TakeState.SALVAGED:
            self._told.tell(
                self.tr("录制时程序或电脑中断过，已录的部分已抢救并封存。请写好说明再提交，或再录一次。"), Tone.WARNING
            )
        elif review.status is None:
            self._told.hide()
        else:
            self._tell_status(review.status, review.reviews)

    def _tell_status(self, status: ReviewKind, reviews: tuple[Review, ...]) -> None:
        newest = next(one for one in reversed(reviews) if one.kind is status)
        match status:
            case ReviewKind.SUBMITTED:
                self._told.tell(
                    self.tr("已提交，录像已封存。{where}可以接待下一位客户。").format(where=self._whereabouts()),
                    Tone.OK,
                )
            case ReviewKind.RETURNED:
                self._told.tell(
                    self.tr("主管退回：{reason}（{who}）。补好说明后可以再次提交。").format(
                        reason=newest.text, who=newest.actor
                    ),
                    Tone.WARNING,
                )
            case ReviewKind.VOIDED:
                self._told.tell(
                    self.tr("已作废：{reason}（{who}，{second} 同意）。录像照样封存保留。").format(
                        reason=newest.text, who=newest.actor, second=newest.second_account
                    ),
                    Tone.NEUTRAL,
                )
            case _:
                self._told.tell(self.tr("复核通过（{who}）。").format(who=newest.actor), Tone.OK)

    def _whereabouts(self) -> str:
        """Where the recording is at present."""
        assert self._reading is not None
        if self.desk.is_practice:
            return self.tr("演练录像只留在本机，永不上传。")
        if self._reading.review.take.state is TakeState.ACKNOWLEDGED:
            return self.tr("已上传到服务器。")
        if self._reading.is_waiting:
            return self.tr("已加密保存在本机，待上传。")
        return self.tr("已加密保存在本机。")

    def retranslate(self) -> None:
        self._tabs.setTabText(0, self.tr("环节"))
        self._tabs.setTabText(1, self.tr("录制情况和机器检查"))
        self._tabs.setAccessibleName(self.tr("看什么"))
        self.void.setText(self.tr("作废…"))
        self.again.setText(self.tr("再录一次"))
        self.again.setToolTip(self.tr("同一笔业务再录一次，这次的录像照样保留"))
        self.next.setText(self.tr("接待下一位"))
        self.submit.setText(self.tr("提交"))
        self.submit.setToolTip(self.tr("提交给主管复核 (Ctrl+Enter)"))
        for part in (self.steps, self.facts, self.findings):
            part.retranslate()
        self._show()
