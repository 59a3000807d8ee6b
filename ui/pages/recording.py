"""The recording page: what the clerk sees while a take runs.

    ┌ ● 录制中 02:31 · 第 4/11 步 · 约剩 6 分钟 · 可录 400 小时 · 张*国 ┐
    │ steps │ prompt · answer · notices · transcript │ picture, meters │
    │       │                                        │ problems        │
    └ 重播 再问一次 标记 慢一点 …                      我念完了   结束 ┘

It shows and asks: the take runs on threads of its own and needs nobody to look. News change what stands here, timers
only pull pictures, levels and problems, and stop while nobody can see them. There is no pause, and nothing modal.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.evidence.disk import hours_left
from app.faults import Fault
from app.model import Channel, Mark, Utterance, Verdict
from app.session.answers import Heard, judge
from app.session.case import mask_name
from app.session.live_take import LiveTake
from app.session.runner import SessionView
from app.session.states import Ended, Held, Listening, Showing, Speaking, State, Waiting
from app.session.take import TakeReport
from media.clock import NS
from ui.desk import Desk, Page, PageId
from ui.kit.tone import Tone
from ui.messages import VERDICT_TONES, fault_text, verdict_text
from ui.pulse import Pulse
from ui.recording.alarms import Alarms
from ui.recording.answer import Presence
from ui.recording.board import Board
from ui.recording.guard import Guard
from ui.recording.prompt import Mode, Prompt
from ui.recording.prompt_state import countdown_of, held_text, paper_text, prompt_of
from ui.recording.step_list import StepRow
from ui.recording.take_log import News, TakeLog
from ui.sounds import Cue, Sounds

LOOK_MS, PROBLEMS_MS, DISK_MS = 66, 250, 10_000


class RecordingPage(Page):
    """Entered with the news told before it was there, if any (`told`)."""

    page_id = PageId.RECORDING
    customer_screen_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._take: LiveTake | None = None
        self._log: TakeLog | None = None
        self._alarms = Alarms()
        self._guard = Guard()
        self._list_guard = Guard()
        self._prompt: Prompt | None = None
        self._presence: Presence | None = None
        self._problem_keys: tuple[object, ...] = ()
        self._is_ending = False
        self._has_failed = False
        self.sounds = Sounds(self)
        self.board = board = Board(desk.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(board)
        self.bar, self.foot = board.bar, board.foot
        self.steps, self.result = board.steps, board.result
        self.prompt, self.answer, self.notices, self.transcript = (
            board.prompt, board.answer, board.notices, board.transcript
        )  # fmt: skip
        self.sight, self.problems = board.sight, board.problems
        self._looking = Pulse(self, LOOK_MS)
        self._judging = Pulse(self, PROBLEMS_MS)
        self._weighing = Pulse(self, DISK_MS)
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    # ------------------------------------------------------------------ what it is made of

    def _connect(self) -> None:
        self._looking.beat.connect(self.on_look)
        self._judging.beat.connect(self.on_judge)
        self._weighing.beat.connect(self.on_weigh)
        self.foot.repeat_wanted.connect(self.on_repeat_wanted)
        self.foot.again_wanted.connect(self.on_again_wanted)
        self.foot.marked.connect(self.on_marked)
        self.foot.read_wanted.connect(self.on_read_wanted)
        self.foot.customer_screen_wanted.connect(self.customer_screen_wanted)
        self.foot.end_wanted.connect(self.on_end_wanted)
        self.foot.end_chosen.connect(self.on_end_chosen)
        self.foot.end_left.connect(self.on_end_left)
        self.foot.home_wanted.connect(lambda: self.desk.go(PageId.HOME))
        self.steps.opened.connect(self.on_step_opened)
        self.result.asked_again.connect(self.on_ask_again)
        self.result.closed.connect(self.on_result_closed)
        self.problems.asked_again.connect(self.on_ask_again)
        self.bar.mute.toggled.connect(lambda is_muted: setattr(self.sounds, "is_muted", is_muted))
        for keys, act in (
            ("F6", self.foot.repeat.click),
            ("F7", self.foot.again.click),
            ("F8", self.foot.open_marks),
            ("F9", self.foot.read.click),
            ("PgDown", self.foot.read.click),
            ("Alt+1", lambda: self.prompt.words.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            ("Alt+2", lambda: self.transcript.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            ("Alt+3", self.notices.focus_first),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("录制"))
        self.board.retranslate()
        self._show_all()

    # ------------------------------------------------------------------ page

    def enter(self, **arguments: Any) -> None:
        told: Sequence[News] = arguments.get("told", ())
        take = self.desk.take
        if take is None or take is self._take:  # shown already
            return
        self.leave()
        self._take, self._log = take, TakeLog(take.script)
        self._alarms = Alarms(take.order.policy)
        self._prompt, self._presence = None, None
        self._is_ending = self._has_failed = False
        self.transcript.clear_all()
        self.result.hide()
        self.answer.show_try(None)
        self.foot.show_acts()
        self.bar.show_whose(mask_name(take.order.case.customer_name), take.order.is_practice)
        self.desk.news.connect(self.on_news)
        self.desk.take_ended.connect(self.on_take_ended)
        self.sounds.play(Cue.START)
        for news in told:
            self.on_news(news)
        if self._log.view is None and take.view is not None:
            self.on_news(take.view)
        self._show_all()
        for pulse in (self._looking, self._judging, self._weighing):
            pulse.start()
        if take.outcome is not None:  # it was over before the page was there
            self.on_take_ended(take.outcome)

    def leave(self) -> None:
        for pulse in (self._looking, self._judging, self._weighing):
            pulse.stop()
        if self._take is not None:
            self.desk.news.disconnect(self.on_news)
            self.desk.take_ended.disconnect(self.on_take_ended)
            self._take = None

    def may_leave(self) -> str:
        if self.desk.is_recording:
            return self.tr("正在录制，不能离开这一页。要结束请按住右下角“结束”一秒。")
        return ""

    def first_focus(self) -> QWidget:
        return self

    # ------------------------------------------------------------------ told

    def on_news(self, news: News) -> None:
        log, take = self._log, self._take
        if log is None or take is None:
            return
        before = log.present, self._is_read_out
        log.see(news)
        match news:
            case Mark():
                self._on_mark(news)
            case Utterance():
                self.transcript.add(news, self._matched(news))
            case SessionView():
                self.transcript.show_hearing(news.hearing)
                self._alarms.look(news.state, take.now_ns)
                self._show_all()
        if before != (log.present, self._is_read_out):
            self._guard.note_change()

    def _on_mark(self, mark: Mark) -> None:
        self._alarms.see(mark)
        if mark.kind == "answer_judged" and self._log is not None and self._log.last_try is not None:
            self._presence = self._seen()
            self.answer.show_try(self._log.last_try[1], self._presence)
        elif mark.kind == "step_passed":
            self.sounds.play(Cue.PASSED)
        elif mark.kind == "step_began":
            self.answer.show_try(None)
        if mark.kind in ("answer_judged", "step_began", "step_passed", "step_failed") and self.result.isVisible():
            self._show_result(self.result.step)

    def on_take_ended(self, outcome: TakeReport | Fault) -> None:
        self.sounds.play(Cue.FINISHED)
        if isinstance(outcome, Fault):
            self._show_failure(outcome)
            return
        self.desk.go(PageId.REVIEW, take_id=outcome.take.id)

    def _show_failure(self, fault: Fault) -> None:
        """The take could not be closed; what was recorded lies sealed on the disk."""
        self._has_failed = True
        for pulse in (self._looking, self._judging, self._weighing):
            pulse.stop()
        self.bar.show_state(self.tr("录制已停止"), is_over=True)
        self.answer.expect("")
        self.answer.ring.rest()
        text = self.tr("{fault}\n已录的部分已经加密存在本机，不会丢。请联系 IT 用 recover 收尾。").format(
            fault=fault_text(fault)
        )
        self.prompt.show_prompt(Prompt("", text, Mode.WAITING, self.tr("封存没有完成"), Tone.DANGER, "failed"))
        self.foot.show_over(self.tr("本次双录没有封存完"))

    # ------------------------------------------------------------------ timers

    def on_look(self) -> None:
        take, log = self._take, self._log
        if take is None or log is None:
            return
        now_ns = take.now_ns
        sight = take.sight()
        self.sight.show_sight(sight)
        pixels = take.pixels(*self.sight.wanted_size())
        if pixels is not None:
            self.sight.picture.show_pixels(pixels.bgra)
        elif now_ns and self._is_camera_lost:
            self.sight.picture.show_nothing(self.tr("没有画面"))
        self.bar.show_time(now_ns)
        self._show_countdown(now_ns)

    def on_judge(self) -> None:
        take, log = self._take, self._log
        if take is None or log is None:
            return
        now_ns, state = take.now_ns, log.state
        problems = take.problems()
        keys = tuple((problem.code, problem.step) for problem in problems)
        if keys != self._problem_keys:
            self._problem_keys = keys
            self._list_guard.note_change()
        self.problems.show_problems(problems, take.script, may_act=self._may_ask(state))
        self.board.show_alarms(self._alarms.standing(now_ns), now_ns)
        for cue in self._alarms.heard():
            self.sounds.play(cue)
        self.bar.show_left(log.left_s(now_ns))
        self._show_steps(now_ns)

    def on_weigh(self) -> None:
        self.bar.show_disk(hours_left(self.desk.settings.folder.root))

    # ------------------------------------------------------------------ shown

    def _show_all(self) -> None:
        take, log = self._take, self._log
        if take is None or log is None or self._has_failed:
            return
        state, step = log.state, log.present
        if state is None:
            self.bar.show_state(self.tr("录制中"))
            self.foot.set_able(repeat=False, again=False, read=False, is_running=True)
            self._show_steps(take.now_ns)
            return
        sentence = log.view.sentence if log.view is not None else ""
        number = log.number(step.id) if step is not None else 0
        self._prompt = prompt_of(step, number, state, sentence, self._prompt)
        self.prompt.show_prompt(self._prompt)
        self._show_expected(state)
        self.bar.show_step(number, len(take.script.steps), step.title if step is not None else "")
        self._show_state(state)
        self._show_steps(take.now_ns)
        self._show_countdown(take.now_ns)

    def _show_state(self, state: State) -> None:
        phase = state.phase
        if isinstance(phase, Ended):
            self.bar.show_state(self.tr("录制结束，正在封存"), is_over=True)
            self.foot.show_sealing(self.tr("正在封存：收尾、签名、打包。请不要关机。"))
            return
        words = self.tr("录制中")
        if isinstance(phase, Held):
            words = self.tr("录制中 · {held}").format(held=held_text(phase))
        self.bar.show_state(words)
        self.foot.set_able(
            repeat=isinstance(phase, Speaking | Listening),
            again=self._may_ask(state),
            read=self._is_read_out,
            is_running=not self._is_ending,
        )

    def _show_expected(self, state: State) -> None:
        step = self._log.present if self._log is not None else None
        phase = state.phase
        if isinstance(phase, Showing) and step is not None:
            self.answer.expect(paper_text(step, phase))
        elif isinstance(phase, Speaking) and phase.reading_until_ns is not None:
            self.answer.expect(self.tr("请照上面的话念给客户听，念完按 F9"))
        elif isinstance(phase, Held):
            self.answer.expect(self.tr("恢复以后，这一步会自动再问一次"))
        elif step is not None:
            self.answer.expect(self.answer.expected_text(step.ask))
        else:
            self.answer.expect("")

    def _show_countdown(self, now_ns: int) -> None:
        take, log = self._take, self._log
        state = log.state if log is not None else None
        left = countdown_of(log.present, state, take.order.policy) if take and log and state else None
        if left is None:
            self.answer.ring.rest()
        else:
            self.answer.ring.show_left((left.until_ns - now_ns) / NS, left.whole_s)

    def _show_steps(self, now_ns: int) -> None:
        log = self._log
        if log is None:
            return
        present = log.present
        rows = []
        for number, step in enumerate(log.script.steps, 1):
            is_present, is_over = present is not None and present.id == step.id, log.is_over(step.id)
            result = log.result(step.id)
            verdict = str(result.verdict) if result is not None else ""
            word = verdict_text(verdict) if is_over else self.tr("正在进行") if is_present else self.tr("还没有问")
            used_ns = log.steps[step.id].used_ns(now_ns) // NS * NS
            attempts = max(log.steps[step.id].attempt, result.attempts if result is not None else 0)
            tone = VERDICT_TONES.get(verdict, Tone.NEUTRAL)
            rows.append(StepRow(step.id, number, step.title, tone, word, is_present, is_over, attempts, used_ns))
        self.steps.show_rows(tuple(rows))

    def _show_result(self, step_id: str) -> None:
        log = self._log
        if log is None or not log.is_over(step_id):
            self.on_result_closed()
            return
        result = log.result(step_id)
        verdict = str(result.verdict) if result is not None else str(Verdict.MISSING)
        self.result.show_step(
            step_id,
            log.number(step_id),
            log.script.step(step_id).title,
            verdict,
            result.answer if result is not None else "",
            log.steps[step_id].tries,
            may_ask=self._may_ask(log.state),
        )

    # ------------------------------------------------------------------ what is wanted

    def on_repeat_wanted(self, is_slower: bool) -> None:
        if self._take is not None and self._guard.allows("slower" if is_slower else "repeat"):
            self._take.repeat("clerk", slower=is_slower)

    def on_again_wanted(self) -> None:
        step = self._log.present if self._log is not None else None
        if self._take is not None and step is not None and self._guard.allows("again"):
            self._take.ask_again(step.id)

    def on_ask_again(self, step_id: str) -> None:
        """From a finished step, or as the remedy of a problem."""
        if self._take is not None and self._list_guard.allows(f"again:{step_id}"):
            self._take.ask_again(step_id)
            self.on_result_closed()

    def on_marked(self, note: str) -> None:
        if self._take is not None and self._guard.allows(f"mark:{note}", heeds_change=False):
            self._take.mark(note)

    def on_read_wanted(self) -> None:
        if self._take is not None and self._is_read_out and self._guard.allows("read"):
            self._take.clerk_read()

    def on_end_wanted(self) -> None:
        self._guard.note_change()  # the reasons lie where other buttons were
        self.foot.ask_reason()

    def on_end_chosen(self, reason: str) -> None:
        if self._take is not None and self._guard.allows("end"):
            self._is_ending = True
            self._take.end(reason)
            self.foot.show_sealing(self.tr("正在结束…"))

    def on_end_left(self) -> None:
        self.foot.show_acts()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_step_opened(self, step_id: str) -> None:
        self._list_guard.note_change()
        self._show_result(step_id)

    def on_result_closed(self) -> None:
        self.result.hide()
        self.steps.close_all()

    # ------------------------------------------------------------------ keys, room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _ends(event) and not event.isAutoRepeat() and not self.foot.is_asking_reason:
            self.foot.end.begin_hold()
        elif event.key() != Qt.Key.Key_Escape:  # Esc ends nothing here
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F9, Qt.Key.Key_Control, Qt.Key.Key_Shift) and not event.isAutoRepeat():
            self.foot.end.end_hold()
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ small questions

    @property
    def _is_read_out(self) -> bool:
        state = self._log.state if self._log is not None else None
        return state is not None and isinstance(state.phase, Speaking) and state.phase.reading_until_ns is not None

    @property
    def _is_camera_lost(self) -> bool:
        return any(problem[0] == "camera_lost" for problem in self._problem_keys if isinstance(problem, tuple))

    def _may_ask(self, state: State | None) -> bool:
        """Whether a step may be asked again now."""
        if state is None or self._is_ending or isinstance(state.phase, Waiting | Ended):
            return False
        return not isinstance(state.phase, Held) or state.phase.answer is not None

    def _matched(self, utterance: Utterance) -> tuple[str, ...]:
        """The words of an answer that mean something to the step's question."""
        step = self._log.present if self._log is not None else None
        if utterance.channel is not Channel.CUSTOMER or step is None or step.ask is None:
            return ()
        return judge(step.ask, Heard(utterance.text)).matched

    def _seen(self) -> Presence | None:
        take = self._take
        if take is None or not take.order.settings.checks_faces:
            return None
        seats = {face.seat for face in take.sight().faces}
        return Presence("customer" in seats, "clerk" in seats)


def _ends(event: QKeyEvent) -> bool:
    wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_F9 and event.modifiers() & wanted == wanted
