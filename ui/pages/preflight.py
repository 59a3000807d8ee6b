"""The pre-flight page: everything a take needs is looked at by itself; what is left to people is asked; then the start.

    enter ─► Checking (devices lane) ─► checks, picture, levels
    开始 ─► 3 2 1 (Esc cancels) ─► devices let go ─► Desk.begin_take ─► the first news of the take ─► recording page
                                                          └─ a Fault ─► told here, and everything is checked anew

It begins exactly one take however often it is clicked, and none while something holds up the start.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.checking import Checking
from app.counter import LIBRARY, Prepared, prepare_take
from app.demo import CASES
from app.faults import Fault
from app.rights import Right
from app.session.preflight.table import Action, CheckId, CheckState
from app.session.preflight.view import PreflightView
from app.session.take import TakeReport
from ui.bridge import DEVICES
from ui.check_words import check_name, check_text
from ui.desk import Desk, Page, PageId
from ui.kit.ask import ReasonDialog
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.notice import Notice
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.practice import begin_practice
from ui.preflight.check_list import CheckList
from ui.preflight.live_view import LiveView
from ui.preflight.people_test import PeopleTest
from ui.preflight.start_bar import StartBar
from ui.problem_words import join
from ui.pulse import Pulse
from ui.recording.take_log import News
from ui.sounds import Cue, Sounds

LOOK_MS, CHECK_MS, SECOND_MS = 66, 500, 1_000
COUNT_FROM = 3
ROOMY_WIDTH = 1000
"""in pixels at 100 %"""


class PreflightPage(Page):
    """Entered with `prepared`; entered again without it, it goes on with the same."""

    page_id = PageId.PREFLIGHT

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.prepared: Prepared | None = None
        self.checking: Checking | None = None
        self._view: PreflightView | None = None
        self._run = 0
        """which opening of the devices is the present one; what an earlier one still tells is not heard"""
        self._is_entered = False
        self._is_beginning = False
        self._has_cheered = False
        self.count_from = COUNT_FROM
        self._left = 0
        self._counting = QTimer(self)
        self._counting.setInterval(SECOND_MS)
        self._counting.timeout.connect(self.on_second)
        self.sounds = Sounds(self)
        self._build()
        self._looking, self._checking_pulse = Pulse(self, LOOK_MS), Pulse(self, CHECK_MS)
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    # ------------------------------------------------------------------ what it is made of

    def _build(self) -> None:
        theme = self.desk.theme
        self.live, self.people = LiveView(theme), PeopleTest(theme)
        self.card = Card(theme, margin=14, spacing=6)
        self.same = Chip(theme)
        self.card.corner.addWidget(self.same)
        self.checks = CheckList(theme)
        self.card.add(self.checks, 1)
        self.notice = Notice(theme, can_dismiss=True)
        self.foot = StartBar(theme)
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        left.addWidget(self.live, 1)
        left.addWidget(self.people)
        self._body = QHBoxLayout()
        self._body.setSpacing(theme.px(16))
        self._body.addLayout(left, 3)
        self._body.addWidget(self.card, 2)
        above = QVBoxLayout()
        above.setContentsMargins(*[theme.px(20)] * 4)
        above.setSpacing(theme.px(12))
        above.addWidget(self.notice)
        above.addLayout(self._body, 1)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(above, 1)
        root.addWidget(self.foot)

    def _connect(self) -> None:
        self._looking.beat.connect(self.on_look)
        self._checking_pulse.beat.connect(self.on_check)
        self.checks.acted.connect(self.on_acted)
        self.people.words_wanted.connect(self.on_words_wanted)
        self.people.sound_wanted.connect(lambda: self.on_acted(CheckId.SPEAKER, Action.TEST_SPEAKER))
        self.people.sound_heard.connect(self.on_sound_heard)
        self.foot.start_wanted.connect(self.on_start_wanted)
        self.foot.repeat_wanted.connect(self.on_repeat_wanted)
        self.foot.devices_wanted.connect(lambda: self.desk.go(PageId.SETTINGS, section="devices"))
        self.foot.practice_wanted.connect(self.on_practice_wanted)
        self.foot.override_wanted.connect(self.on_override_wanted)
        self.desk.theme.changed.connect(self._arrange)
        for keys, act in (
            ("F5", self.foot.repeat.click),
            ("F9", self.foot.start.click),
            ("PgDown", self.foot.start.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("录前检查"))
        self.card.set_heading(self.tr("检查"))
        for part in (self.live, self.people, self.foot):
            part.retranslate()
        if self._view is not None:
            self._show_view(self._view)
        else:
            self._show_opening()

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        self.prepared = arguments.get("prepared", self.prepared)
        if self._is_entered:
            self.leave()
        self._is_entered = True
        self.notice.hide()
        self.desk.news.connect(self.on_news)
        self.desk.take_ended.connect(self.on_take_ended)
        self._open()
        self._looking.start()
        self._checking_pulse.start()

    def leave(self) -> None:
        self._is_entered = False
        self._stop_counting()
        self._looking.stop()
        self._checking_pulse.stop()
        self.desk.news.disconnect(self.on_news)
        self.desk.take_ended.disconnect(self.on_take_ended)
        self._close()

    def may_leave(self) -> str:
        return self.tr("正在打开设备，马上就好。") if self._is_beginning else ""

    def first_focus(self) -> QWidget:
        return self  # Enter starts as soon as it may

    @property
    def is_ready(self) -> bool:
        """Everything that needs nobody has been looked at."""
        return self._view is not None and self._view.is_settled

    # ------------------------------------------------------------------ devices

    def _open(self) -> None:
        prepared, devices, station = self.prepared, self.desk.devices, self.desk.station
        self._view, self._has_cheered = None, False
        self._show_opening()
        if prepared is None or devices is None or station is None:
            return
        self._run += 1
        run = self._run
        told = self.desk.bridge.hands_over(partial(self._on_view, run))
        self.desk.bridge.run(
            lambda: Checking(station, prepared, devices, told), partial(self._on_opened, run), lane=DEVICES
        )

    def _on_opened(self, run: int, checking: Checking) -> None:
        if run != self._run or not self._is_entered:  # left while it was being opened
            self.desk.bridge.run(checking.close, lane=DEVICES)
            return
        self.checking = checking
        self._show_view(checking.preflight.view())

    def _on_view(self, run: int, view: PreflightView) -> None:
        if run == self._run and self.checking is not None:
            self._show_view(view)

    def _close(self) -> None:
        checking, self.checking = self.checking, None
        self._run += 1
        if checking is not None:
            self.desk.bridge.run(checking.close, lane=DEVICES)

    # ------------------------------------------------------------------ shown

    def on_look(self) -> None:
        checking = self.checking
        if checking is None:
            return
        self.live.show_view(checking.preflight.view())
        pixels = checking.preflight.pixels(*self.live.wanted_size())
        if pixels is not None:
            self.live.picture.show_pixels(pixels.bgra)
        elif self._view is not None and self._view.check(CheckId.CAMERA).state is CheckState.FAILED:
            self.live.picture.show_nothing(check_text(self._view.check(CheckId.CAMERA)))
            self.live.picture.set_oval(False)
            return
        self.live.picture.set_oval(pixels is not None and self._needs_oval)

    def on_check(self) -> None:
        """What is measured all the time is not told, so it is looked up."""
        if self.checking is not None:
            self._show_view(self.checking.preflight.view())

    def _show_opening(self) -> None:
        self.live.picture.show_nothing(self.tr("正在打开摄像头…"))
        self.same.hide()
        self.foot.start.setEnabled(False)

    def _show_view(self, view: PreflightView) -> None:
        self._view = view
        self.checks.show_checks(view.checks, view.blocking, [override.check for override in view.overrides])
        self.people.show_view(view)
        self._show_same(view)
        if self._left and not view.may_start:
            self._stop_counting()
            self.notice.tell(self.tr("开始已取消：{why}").format(why=self.foot.blocking_text(view)), Tone.WARNING)
        if not self._is_beginning and not self._left:
            self.foot.show_view(view)
            self.foot.practice.setVisible(self._has_no_devices(view) and not self.desk.is_practice)
            self.foot.override.setVisible(bool(self._soft(view)))
            self._show_override(view)
        if view.is_settled and view.may_start and not self._has_cheered:
            self._has_cheered = True
            self.sounds.play(Cue.READY)

    def _show_same(self, view: PreflightView) -> None:
        codes = {check.code for check in view.checks if check.id in (CheckId.SPEECH, CheckId.SPEAKER)}
        is_same = "remembered" in codes and not view.needs_people
        self.same.setVisible(view.is_settled)
        if is_same:
            self.same.show_state(self.tr("设备与上次相同，已自动检查"), Tone.OK)
            return
        failed = sum(check.state is CheckState.FAILED for check in view.checks)
        warned = sum(check.state is CheckState.WARNING for check in view.checks)
        if failed:
            self.same.show_state(self.tr("%n 项不合格", "", failed), Tone.DANGER)
        elif warned:
            self.same.show_state(self.tr("%n 项要注意", "", warned), Tone.WARNING)
        else:
            self.same.show_state(self.tr("都正常"), Tone.OK)

    def _show_override(self, view: PreflightView) -> None:
        may = self.desk.station is not None and self.desk.station.person.may(Right.APPROVE)
        self.foot.override.setEnabled(may)
        names = join(check_name(check_id) for check_id in self._soft(view))
        tip = self.tr("写明理由后仍可开始：{names}") if may else self.tr("须由主管登录后放行：{names}")
        self.foot.override.setToolTip(tip.format(names=names))

    @property
    def _needs_oval(self) -> bool:
        """While somebody is not yet where he should be."""
        return self._view is not None and self._view.check(CheckId.PERSONS).code not in ("complete", "no_detector")

    def _has_no_devices(self, view: PreflightView) -> bool:
        return view.check(CheckId.CAMERA).code in ("missing", "not_opened", "virtual")

    def _soft(self, view: PreflightView) -> tuple[CheckId, ...]:
        """What a supervisor may let pass."""
        return tuple(
            check_id
            for check_id in view.blocking
            if not view.check(check_id).is_hard and view.check(check_id).state is CheckState.FAILED
        )

    # ------------------------------------------------------------------ wishes

    def on_acted(self, check_id: CheckId, action: Action) -> None:
        checking = self.checking
        if checking is None:
            return
        match action:
            case Action.RETRY:
                checking.preflight.repeat(check_id)
            case Action.CHOOSE_DEVICE:
                self.foot.devices_wanted.emit()
            case Action.TEST_SPEAKER:
                checking.preflight.test_speaker()
            case Action.SAY_WORDS:
                self.on_words_wanted()
            case Action.INSTALL_MODEL:
                folder = self.desk.settings.folder.models.name
                self.notice.tell(
                    self.tr("请 IT 人员把识别模型的文件夹放进数据目录的“{folder}”里，再按 F5。").format(folder=folder),
                    Tone.NEUTRAL,
                )
            case Action.FREE_DISK:
                self.notice.tell(
                    self.tr("请移走别的大文件，或请主管按规定清理已经上传的录像，再按 F5。没有上传的录像不能删。"),
                    Tone.WARNING,
                )
            case Action.NONE:
                pass

    def on_words_wanted(self) -> None:
        if self.checking is not None:
            self.desk.bridge.run(self.checking.test_speech, lane=DEVICES)

    def on_sound_heard(self, was_heard: bool) -> None:
        if self.checking is not None:
            self.checking.preflight.speaker_heard(was_heard)

    def on_repeat_wanted(self) -> None:
        if self.checking is not None and not self._is_beginning and not self._left:
            self.notice.hide()
            self.checking.preflight.repeat()

    def on_override_wanted(self) -> None:
        """By a supervisor, with a reason that goes into the take's circumstances."""
        view, checking = self._view, self.checking
        if view is None or checking is None:
            return
        soft = self._soft(view)
        found = join(f"{check_name(check_id)}（{check_text(view.check(check_id))}）" for check_id in soft)
        explains = self.tr("这些项目不合格，录像可能被退回：{found}").format(found=found)
        dialog = ReasonDialog(self, self.desk.theme, self.tr("主管放行"), explains, self.tr("放行"), danger=True)
        if dialog.exec() != ReasonDialog.DialogCode.Accepted:
            return
        by = self.desk.open_station.person.account
        for check_id in soft:
            try:
                checking.preflight.override(check_id, dialog.text, by=by)
            except Fault as fault:  # it has become another finding meanwhile
                self.notice.tell(fault_text(fault), Tone.WARNING)
        self.on_check()

    def on_practice_wanted(self) -> None:
        """Never with a real customer's sale: an example of the same script takes its place."""
        assert self.prepared is not None
        script = self.prepared.script
        known = CASES.get((script.id, "elder" in script.overlays))
        script_id, name = (script.id, known) if known is not None else next(
            (script_id, name) for (script_id, _), name in CASES.items()
        )  # fmt: skip

        def prepared(example: Prepared) -> None:
            if self._is_entered:
                self._close()
                begin_practice(self.desk, lambda: self._on_practice_begun(example), answers=name)

        self.desk.bridge.run(lambda: prepare_take(script_id, LIBRARY / "cases" / f"{name}.yaml"), prepared)

    def _on_practice_begun(self, example: Prepared) -> None:
        self.prepared = example
        if self._is_entered:
            self._open()

    # ------------------------------------------------------------------ the start

    def on_start_wanted(self) -> None:
        view = self._view
        if self._is_beginning or self._left or view is None or not view.may_start or self.checking is None:
            return
        self.notice.hide()
        self._left = self.count_from if self.desk.theme.has_motion else 0
        if not self._left:
            self._begin()
            return
        self.foot.start.setEnabled(False)
        self._counting.start()
        self._show_count()

    def on_second(self) -> None:
        self._left -= 1
        self._show_count()
        if not self._left:
            self._counting.stop()
            self._begin()

    def _show_count(self) -> None:
        self.live.picture.count_down(self._left, self.tr("即将开始录制，按 Esc 取消"))
        if self._left:
            self.foot.show_busy(self.tr("{left} 秒后开始录制，按 Esc 取消").format(left=self._left))

    def _stop_counting(self) -> None:
        self._counting.stop()
        self._left = 0
        self.live.picture.count_down(0)
        self.foot.set_able(True)

    def _begin(self) -> None:
        """Let the devices go, then the take opens them."""
        checking, prepared = self.checking, self.prepared
        assert checking is not None and prepared is not None
        self._is_beginning = True
        facts = checking.preflight.view().as_json()
        self.foot.show_busy(self.tr("正在打开设备，马上开始…"))
        self.checking = None
        self._run += 1
        self.desk.bridge.run(
            checking.close,
            lambda is_free: self.desk.begin_take(prepared, preflight=facts),
            self._on_not_begun,
            lane=DEVICES,
        )

    def on_news(self, news: News) -> None:
        """The take runs."""
        if self._is_beginning:
            self._is_beginning = False
            self.desk.go(PageId.RECORDING, told=(news,))

    def on_take_ended(self, outcome: TakeReport | Fault) -> None:
        if isinstance(outcome, Fault):
            self._on_not_begun(outcome)
        else:
            self._is_beginning = False
            self.desk.go(PageId.REVIEW, take_id=outcome.take.id)

    def _on_not_begun(self, fault: Fault) -> None:
        """Nothing was recorded: say why, and look at everything again."""
        if not self._is_beginning:
            return
        self._is_beginning = False
        self.foot.set_able(True)
        self.notice.tell(self.tr("录制没有开始。{fault}").format(fault=fault_text(fault)), Tone.DANGER)
        self._open()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._left:
                self._stop_counting()
                self.on_check()
            elif not self._is_beginning:
                self.desk.go(PageId.WIZARD, back=True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.foot.start.isEnabled():
            self.foot.start.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room the list gets half of it, and its buttons stand below the words."""
        is_compact = self.width() / self.desk.theme.scale_percent * 100 < ROOMY_WIDTH
        self._body.setStretch(0, 1 if is_compact else 3)
        self._body.setStretch(1, 1 if is_compact else 2)
        self.checks.set_compact(is_compact)
        self.foot.set_compact(is_compact)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
