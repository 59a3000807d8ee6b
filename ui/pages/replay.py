"""回放与质检: a sealed take is watched, read and judged; whoever watches says why first, and is written down.

    queue ─► reason ─► [audited] open ─► player, timeline, transcript …        red page: not what was sealed
                                    └──► verification, meanwhile ──────────────┘

Nothing of a take is shown before it was found to be what was sealed. What cannot be played says so in the player's
place: not sealed yet, gone, erased, one's own, changed. Where the system can, the window is kept out of screenshots
meanwhile. A change that only shows while it plays stops it there and then.
"""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QSlider,
    QTabBar,
    QWidget,
)

from app.evidence.package import Verification
from app.faults import Fault
from app.model import CaseRow, Outcome, ReviewKind, ReviewVerdict, TakeId
from app.review import TakeReview
from app.rights import Right
from app.session.case import mask_name
from app.station import Station
from ui.bridge import DEVICES
from ui.capture_guard import allow_capture, refuse_capture
from ui.desk import Desk, Page, PageId
from ui.kit.tone import Tone
from ui.messages import clock_text, date_text, product_text
from ui.replay.controls import ANSWERS, EVERYTHING, MODES, NO_SILENCE
from ui.replay.deciding import Deciding
from ui.replay.lanes import Lane, step_at
from ui.replay.lines import transcript_lines
from ui.replay.opening import AllTitles, Opened, all_titles, lanes_of, look_at, open_take
from ui.replay.player import SPEEDS, Player
from ui.replay.queue_panel import QueuePanel
from ui.replay.refusal import is_tampering
from ui.replay.side import Side, SideTab
from ui.replay.spans import answer_spans, loud_spans
from ui.replay.stage import Stage
from ui.replay.watermark import Watermark
from ui.replay.wording import Titles

NS = 1_000_000_000
CHAPTER_SLACK_NS = 2 * NS
"""back from so near to a step's beginning goes to the step before"""
QUEUE_PX, SIDE_PX = 236, 348
NARROW_PX = 1180
LEAST_PX = 800
"""below this width the picture needs the room of the queue"""


class ReplayPage(Page):
    """`enter(take_id=…)` asks why; with `reason` it opens at once, at `at_ns`."""

    page_id = PageId.REPLAY

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.player = Player()
        self.queue = QueuePanel(theme)
        self.stage = Stage(theme)
        self.side = Side(theme)
        self.deciding = Deciding(desk, self)
        self.station: Station | None = None
        """the one whose take is on the stage: the window may be at another by the time that something is saved"""
        self._take_id: TakeId | None = None
        self._opened: Opened | None = None
        self._titles: AllTitles = {}
        self._begin_ns = 0
        self._wants_queue = False
        self._is_verified = self._is_shown = False
        self._held: QVideoFrame | None = None
        """a picture that waits for the verification"""
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(12)] * 4)
        row.setSpacing(theme.px(12))
        row.addWidget(self.queue)
        row.addWidget(self.stage, 1)
        row.addWidget(self.side)
        self._connect()
        self._bind_keys()
        self.on_theme_changed()
        self.retranslate()

    def _connect(self) -> None:
        player, stage, side = self.player, self.stage, self.side
        player.opened.connect(lambda _: self._reveal())
        player.picture_changed.connect(self.on_picture_changed)
        player.moved.connect(self.on_moved)
        player.state_changed.connect(stage.controls.show_state)
        player.failed.connect(self.refuse)
        player.sound_changed.connect(stage.show_sound)
        stage.show_sound(player.has_sound)
        stage.controls.toggle_wanted.connect(self.toggle)
        stage.controls.jump_wanted.connect(self.jump)
        stage.controls.step_wanted.connect(self.step)
        stage.controls.chapter_wanted.connect(self.go_chapter)
        stage.controls.speed_wanted.connect(player.set_speed)
        stage.controls.mode_wanted.connect(self.set_mode)
        stage.controls.volume_wanted.connect(player.set_volume)
        stage.canvas.clicked.connect(self.toggle)
        stage.reason.given.connect(self.begin)
        stage.refusal.acted.connect(self.try_again)
        for source in (stage.timeline, side.transcript, side.findings, side.events):
            source.seek_wanted.connect(self.seek)
        side.findings.save_wanted.connect(self.save_and_go_on)
        side.approve_wanted.connect(self.deciding.approve)
        side.return_wanted.connect(self.deciding.send_back)
        stage.export_wanted.connect(self.deciding.export)
        stage.queue_wanted.connect(self.on_queue_wanted)
        stage.currentChanged.connect(self._fit)
        self.deciding.changed.connect(self.reload)
        self.queue.chosen.connect(lambda take_id: self.choose(TakeId(take_id)))
        self.desk.theme.changed.connect(self.on_theme_changed)
        self.desk.station_changed.connect(self.on_station_changed)

    def _bind_keys(self) -> None:
        keys: dict[str, Any] = {
            "Space": self.toggle,
            "Left": lambda: self.jump(-5),
            "Right": lambda: self.jump(5),
            "Shift+Left": lambda: self.jump(-1),
            "Shift+Right": lambda: self.jump(1),
            ",": lambda: self.step(-1),
            ".": lambda: self.step(1),
            "[": lambda: self.change_speed(-1),
            "]": lambda: self.change_speed(1),
            "Backspace": lambda: self.set_speed(1.0),
            "PgUp": lambda: self.go_chapter(-1),
            "PgDown": lambda: self.go_chapter(1),
            "M": self.mark,
            "Ctrl+F": self.search,
            "F3": lambda: self.side.transcript.go_to_hit(1),
            "Shift+F3": lambda: self.side.transcript.go_to_hit(-1),
            "P": lambda: self.judge(ReviewVerdict.PASSED),
            "F": lambda: self.judge(ReviewVerdict.FAILED),
            "N": lambda: self.judge(ReviewVerdict.NEEDS_RETAKE),
            "Ctrl+Return": self.save_and_go_on,
            "Ctrl+Enter": self.save_and_go_on,
            "E": self.deciding.export,
            "F5": self.refresh_queue,
            **{str(number): lambda number=number: self.go_to_chapter(number - 1) for number in range(1, 10)},
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def event(self, event: QEvent) -> bool:
        """A control keeps the keys it lives by: the page's shortcuts do not take them from it."""
        match event:
            case QKeyEvent() if event.type() is QEvent.Type.ShortcutOverride:
                if _keeps(QApplication.focusWidget(), event.key()):
                    event.accept()
                    return True
        return super().event(event)

    # ------------------------------------------------------------------ page

    @property
    def has_picture(self) -> bool:
        return self.stage.canvas.has_picture

    def enter(self, **arguments: Any) -> None:
        self.save_drafts()
        self.side.facts.show_guard(refuse_capture(self.window()))
        self._show_rights()
        self.refresh_queue()
        if not self._titles:
            self.desk.bridge.run(all_titles, self.on_titles_read, lambda _: None, lane=DEVICES)
        take_id: TakeId | None = arguments.get("take_id")
        if take_id is None:
            self.stage.show_empty()
            return
        self._begin_ns = int(arguments.get("at_ns", 0))
        self._take_id = take_id
        reason = str(arguments.get("reason", ""))
        if reason:
            self.begin(reason)
        else:
            self.choose(take_id, self._begin_ns)

    def leave(self) -> None:
        """The take is closed; who comes back says again why. Nothing that was judged is lost."""
        self.save_drafts()
        self._forget()
        self.player.finish()
        allow_capture(self.window())

    def first_focus(self) -> QWidget | None:
        return self.stage.first_focus() or self.queue.list

    def retranslate(self) -> None:
        for part in (self.queue, self.stage, self.side):
            part.retranslate()
        if self._opened is not None:
            self._show_texts(self._opened)

    def on_theme_changed(self) -> None:
        # What is hidden when there is little room must not be what keeps the window from becoming small.
        self.setMinimumSize(LEAST_PX, LEAST_PX // 2)
        self.queue.setFixedWidth(self.desk.theme.px(QUEUE_PX))
        self.side.setFixedWidth(self.desk.theme.px(SIDE_PX))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the queue makes way for the take, and comes back when it is asked for."""
        is_narrow = self.width() < self.desk.theme.px(NARROW_PX)
        hides = is_narrow and not self.stage.is_empty and not self._wants_queue
        self.queue.setVisible(not hides)
        self.stage.show_queue_button(is_narrow and not self.stage.is_empty)

    def on_queue_wanted(self) -> None:
        self._wants_queue = not self._wants_queue
        self._fit()
        if self._wants_queue:
            self.queue.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_station_changed(self) -> None:
        """Nothing of one station may be seen at another."""
        self.side.findings.forget_drafts()
        self._forget()
        self.player.close()
        self.queue.show_cases(())
        self.stage.show_empty()

    def _show_rights(self) -> None:
        may = self.desk.open_station.person.may
        self.side.set_rights(may_find=may(Right.FIND), may_copy=may(Right.EXPORT), may_decide=may(Right.APPROVE))
        self.stage.set_may_export(may(Right.EXPORT))

    # ------------------------------------------------------------------ which take

    def refresh_queue(self) -> None:
        station = self.desk.station
        if station is not None and station.person.may(Right.SEE_ALL_TAKES):
            self.desk.bridge.run(station.overview, self.on_cases_read)

    def on_cases_read(self, rows: tuple[CaseRow, ...]) -> None:
        self.queue.show_cases(rows)

    def on_titles_read(self, titles: AllTitles) -> None:
        self._titles = titles
        if self._opened is not None:
            self._show_texts(self._opened)

    def choose(self, take_id: TakeId, at_ns: int = 0) -> None:
        """Put a take on the stage: first the question why."""
        self.save_drafts()
        self._forget()
        self.player.close()
        self._take_id, self._begin_ns, self._wants_queue = take_id, at_ns, False
        self.queue.set_current(take_id)
        station = self.desk.open_station
        if not station.person.may(Right.REPLAY):
            self.desk.bridge.run(lambda: station.require(Right.REPLAY), None, self.refuse)
            return
        self.desk.bridge.run(lambda: look_at(station, take_id), self.on_looked_at, self.refuse)

    def try_again(self) -> None:
        if self._take_id is not None:
            self.choose(self._take_id, self._begin_ns)

    def on_looked_at(self, review: TakeReview) -> None:
        if review.take.id == self._take_id and self._opened is None:
            self.stage.ask(_title(review), _what(review))

    def begin(self, reason: str) -> None:
        """Open the take for that reason; it is audited before its file is opened."""
        station, take_id = self.desk.open_station, self._take_id
        if take_id is None:
            return
        self.save_drafts()
        self._forget()
        self.station, self._take_id = station, take_id
        self.queue.set_current(take_id)
        self.stage.wait()
        self.desk.bridge.run(lambda: open_take(station, take_id, reason), self.on_opened, self.refuse)
        self.desk.bridge.run(
            lambda: (take_id, station.verification(take_id)), self.on_verified, self.on_not_verified
        )  # fmt: skip

    def on_opened(self, opened: Opened) -> None:
        if opened.take_id != self._take_id or self.stage.is_refusing:
            opened.view.close()
            return
        self._opened = opened
        self.stage.canvas.set_watermark(Watermark(self.desk.open_station.person.account))
        self.stage.begin(_title(opened.review), self._warning(opened.review))
        self._show_texts(opened)
        self.set_mode(EVERYTHING)
        self.player.open(opened.view)

    def _show_texts(self, opened: Opened) -> None:
        titles = self.titles
        self.stage.timeline.show_take(opened.take, titles)
        self.stage.timeline.set_at(self.player.at_ns)
        self.side.show_take(opened.review, opened.findings, transcript_lines(opened.take, titles), titles)
        self.stage.show_headline(_title(opened.review), self._warning(opened.review))

    @property
    def titles(self) -> Titles:
        script_id = self._opened.review.take.script_id if self._opened is not None else ""
        return self._titles.get(script_id, {})

    def on_verified(self, found: tuple[TakeId, Verification]) -> None:
        take_id, verification = found
        if take_id != self._take_id or self._opened is None:
            return
        self.side.facts.show_verification(verification)
        if verification.fault is not None:
            self.refuse(verification.fault)
            return
        self._is_verified = True
        self.stage.show_verified()
        self._reveal()

    def on_not_verified(self, fault: Fault) -> None:
        if self._opened is not None:
            self.refuse(fault)

    def _reveal(self) -> None:
        """The take is open and it is the one that was sealed: now it may be seen."""
        if not self._is_verified or self._held is None:
            return
        self.stage.canvas.show_picture(self._held)
        self._held, self._is_shown = None, True
        self.stage.controls.show_time(0, self.player.length_ns)
        self.stage.uncover()
        if self._begin_ns:
            self.player.seek(self._begin_ns)

    def refuse(self, fault: Fault) -> None:
        """Close the take and say why, in the place of the picture."""
        self.player.close()
        self._held, self._is_verified, self._is_shown = None, False, False
        self.stage.refuse(fault)
        self.side.stop()
        if is_tampering(fault):
            self.side.show_tab(SideTab.FACTS)

    def _forget(self) -> None:
        self._take_id, self._opened, self._held = None, None, None
        self._is_verified = self._is_shown = False
        self.stage.clear()
        self.side.clear()

    def _warning(self, review: TakeReview) -> str:
        """What must be known before one believes the length of what is seen."""
        if review.take.outcome is Outcome.INTERRUPTED:
            return self.tr("这次录制中断过，已抢救封存：内容真实，到 {end} 为止。").format(
                end=clock_text(review.take.duration_ns)
            )
        if review.status is ReviewKind.VOIDED:
            return self.tr("这份录像已作废，录像本身没有改动。")
        return ""

    # ------------------------------------------------------------------ playing

    def on_picture_changed(self, frame: QVideoFrame) -> None:
        if self._is_shown:
            self.stage.canvas.show_picture(frame)
        else:
            self._held = frame
            self._reveal()

    def on_moved(self, at_ns: int) -> None:
        self.stage.controls.show_time(at_ns, self.player.length_ns)
        self.stage.timeline.set_at(at_ns)
        self.side.transcript.set_at(at_ns)

    def toggle(self) -> None:
        if self._is_shown:
            self.player.toggle()

    def step(self, pictures: int) -> None:
        if self._is_shown:
            self.player.step(pictures)

    def seek(self, at_ns: int) -> None:
        if self._is_shown:
            self.player.seek(at_ns)

    def jump(self, seconds: int) -> None:
        self.seek(max(0, self.player.at_ns + seconds * NS))

    def set_speed(self, speed: float) -> None:
        self.player.set_speed(speed)
        self.stage.controls.show_speed(self.player.speed)

    def change_speed(self, by: int) -> None:
        index = SPEEDS.index(self.player.speed) if self.player.speed in SPEEDS else SPEEDS.index(1.0)
        self.set_speed(SPEEDS[min(max(index + by, 0), len(SPEEDS) - 1)])

    def set_mode(self, mode: str) -> None:
        """Everything, only the answers, or everything but silence."""
        assert mode in MODES
        opened, spans = self._opened, None
        if opened is not None and mode == ANSWERS:
            spans = answer_spans(opened.review.answers, opened.take.length_ns)
        elif opened is not None and mode == NO_SILENCE:
            lanes = (Lane.PROMPTS, Lane.COUNTER, Lane.CUSTOMER, Lane.ANSWERS)
            spoken = ((item.begin_ns, item.end_ns) for lane in lanes for item in opened.take.lanes[lane])
            spans = loud_spans(spoken, opened.take.length_ns)
        if spans is not None and not spans:
            self.desk.tell(self.tr("这份录像里没有可以挑出来播放的内容。"), Tone.NEUTRAL)
            mode, spans = EVERYTHING, None
        self.player.set_spans(spans)
        self.stage.controls.show_mode(mode)

    def go_chapter(self, by: int) -> None:
        """The next step or the one before; back from within a step goes to its own beginning first."""
        if self._opened is None:
            return
        steps, at_ns = self._opened.take.steps, self.player.at_ns
        present = step_at(steps, at_ns)
        number = (-1 if present is None else present) + by
        if by < 0 and present is not None and at_ns - steps[present].begin_ns > CHAPTER_SLACK_NS:
            number = present
        self.go_to_chapter(max(0, number))

    def go_to_chapter(self, number: int) -> None:
        if self._opened is not None and number < len(self._opened.take.steps):
            self.seek(self._opened.take.steps[number].begin_ns)

    def search(self) -> None:
        self.side.show_tab(SideTab.TRANSCRIPT)
        self.side.transcript.focus_search()

    # ------------------------------------------------------------------ judging

    @property
    def opened(self) -> Opened | None:
        return self._opened

    def judge(self, verdict: ReviewVerdict) -> None:
        """Only what is seen is judged: the list comes first."""
        if self.side.tabs.currentIndex() == SideTab.FINDINGS:
            self.side.findings.judge(verdict)
        elif self._opened is not None:
            self.side.show_tab(SideTab.FINDINGS)

    def mark(self) -> None:
        """The reviewer's own mark at the present time."""
        if self._is_shown:
            self.deciding.mark(self.player.at_ns)

    def save_and_go_on(self) -> None:
        """Save what was judged, and ask for the next take of the queue."""
        self.save_drafts()
        following = self.queue.next_take
        if following:
            self.choose(TakeId(following))

    def save_drafts(self) -> None:
        """What was judged and is not saved yet."""
        if self._take_id is not None and self.station is not None and self.side.findings.has_drafts:
            self.deciding.save(self.station, self._take_id, self.side.findings.take_drafts())

    def reload(self, review: TakeReview) -> None:
        """Something was written down about the take."""
        self.refresh_queue()
        opened = self._opened
        if opened is None or review.take.id != opened.take_id:
            return
        self._opened = Opened(opened.take_id, review, lanes_of(review), opened.findings, opened.view)
        self._show_texts(self._opened)


def _keeps(widget: QWidget | None, key: int) -> bool:
    keys = Qt.Key
    match widget:
        case QComboBox() | QSlider() | QTabBar():
            return key in (keys.Key_Left, keys.Key_Right, keys.Key_Space, keys.Key_PageUp, keys.Key_PageDown)
        case QAbstractButton():
            return key == keys.Key_Space
    return False


def _title(review: TakeReview) -> str:
    return f"{mask_name(review.case.customer_name)} · {product_text(review.case.product_kind)}"


def _what(review: TakeReview) -> str:
    take, case = review.take, review.case
    parts = (case.id, date_text(take.started_wall_ns), clock_text(take.duration_ns), case.clerk_id)
    return " · ".join(parts)
