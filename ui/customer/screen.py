"""The customer's screen itself: welcome, the take, thanks; and the four buttons at its foot.

    desk.news ──► scene ──► LivePage            a press ──► LiveTake.repeat, customer_stops, touch
    timer, only while a take is shown ──► voice level, own picture, turning pages

It is told by the desk and asks the take; it holds nothing up: every call of the take returns at once.
"""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from app.faults import Fault
from app.model import Channel, Mark, Outcome, Utterance
from app.session.live_take import LiveTake
from app.session.runner import SessionView
from app.session.states import Ended, Held, Listening, Showing, Speaking, Touching
from app.session.take import TakeReport
from app.settings import Place
from media.clock import NS
from ui.customer.band import MOST_CHARACTERS
from ui.customer.calm_page import CalmPage
from ui.customer.foot import Foot
from ui.customer.head import Head
from ui.customer.keys import GUARD_MS
from ui.customer.live_page import LivePage
from ui.customer.looks import CustomerLooks
from ui.customer.scene import Look, beginning, farewell, number_to_read_out, scene
from ui.desk import Desk

SHOW_EVERY_MS = 80
THANKS_MS = 1_500
"""how long an answer that was taken is thanked for"""
REST_MS = 60_000
"""how long the farewell stays"""
READING_PER_S = 3.0
"""characters of a prompt that the clerk reads out"""
TOUCHED = "touch_after_speech"
LOSSES = ("microphone_lost", "camera_lost")


class CustomerScreen(QWidget):
    """Everything on the customer's display."""

    def __init__(self, desk: Desk, guard_ms: int = GUARD_MS) -> None:
        super().__init__()
        self.setObjectName("customer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self.looks = CustomerLooks()
        self._sentence, self._sentence_began_ns = "", 0
        self._number = self._heard = ""
        self._asked: object = None
        """the question that listens, and at which try"""
        self._farewell: Outcome | Fault | None = None
        self.head = Head(self.looks)
        self.calm, self.live = CalmPage(self.looks), LivePage(self.looks, guard_ms)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.calm)
        self.pages.addWidget(self.live)
        self.foot = Foot(self.looks, guard_ms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.foot)
        self._beat = QTimer(self)
        self._beat.setInterval(SHOW_EVERY_MS)
        self._beat.timeout.connect(self.on_beat)
        self._thanks = self._one_shot(THANKS_MS, self._show_scene)
        self._rest = self._one_shot(REST_MS, self.welcome)
        self._connect()
        self.retranslate()
        self._restyle()
        if desk.is_recording:
            self._begin()
        else:
            self.welcome()

    # ------------------------------------------------------------------ pages

    def welcome(self) -> None:
        """Before a take: calm, and the letters as large as everybody finds them."""
        self._farewell, self._number = None, ""
        self.looks.reset()
        self._show_calm()

    def _begin(self) -> None:
        self._farewell, self._number, self._heard, self._asked = None, "", "", None
        self._rest.stop()
        self.live.band.clear()
        self.live.picture.show_nothing()
        self.foot.show_live(True)
        self.head.show_recording(True)
        self.pages.setCurrentWidget(self.live)
        self._show_place()
        self._show_scene()
        self._beat_if_seen()

    def _part(self, farewell: Outcome | Fault) -> None:
        """The take is over."""
        if self._farewell is None:
            self._farewell = farewell
            self._thanks.stop()
            self._rest.start()
            self._show_calm()

    def _show_calm(self) -> None:
        self._beat.stop()
        self.foot.show_live(False)
        self.head.show_recording(False)
        self.head.show_step(0, 0)
        self._show_place()
        self.pages.setCurrentWidget(self.calm)
        match self._farewell:
            case None:
                self.calm.tell(
                    "logo",
                    "primary",
                    self.tr("您好，欢迎办理业务"),
                    self.tr("接下来会录音录像，保护您的权益。"),
                    (
                        ("ear", self.tr("听一听，看一看这里的大字")),
                        ("microphone", self.tr("问到您的时候，再回答，不着急")),
                        ("repeat", self.tr("没听清，就按下面的按钮")),
                    ),
                )
            case Fault():
                number = number_to_read_out(self._farewell.code)
                self.calm.tell(
                    "clock",
                    "primary",
                    self.tr("请稍候"),
                    self.tr("设备要看一下，不是您的原因。工作人员马上处理。"),
                    number=self.tr("可以把这个号码念给工作人员：{number}").format(number=number) if number else "",
                )
            case Outcome():
                self.calm.tell("passed", "ok", *farewell(self._farewell))
            case _:
                assert_never(self._farewell)

    # ------------------------------------------------------------------ the take

    @property
    def _take(self) -> LiveTake:
        assert self._desk.take is not None
        return self._desk.take

    def on_take_changed(self) -> None:
        if self._desk.is_recording:
            self._begin()

    def on_news(self, news: Mark | Utterance | SessionView) -> None:
        match news:
            case SessionView():
                self._on_view(news)
            case Utterance():
                if news.channel is Channel.CUSTOMER:
                    self._heard = news.text
                    self._show_line()
            case Mark():
                self._on_mark(news)
            case _:
                assert_never(news)

    def on_take_ended(self, outcome: TakeReport | Fault) -> None:
        self._part(outcome.outcome if isinstance(outcome, TakeReport) else outcome)

    def _on_view(self, view: SessionView) -> None:
        if isinstance(view.state.phase, Ended):
            self._part(view.state.phase.outcome)
            return
        if self._farewell is None:
            phase = view.state.phase
            asked = (view.state.queue, phase.attempt) if isinstance(phase, Listening) else self._asked
            if asked != self._asked:
                self._asked, self._heard = asked, ""  # what was said before is no answer to this
            self._heard = view.hearing or self._heard
            self._show_scene()

    def _on_mark(self, mark: Mark) -> None:
        match mark.kind:
            case "step_passed":
                self._thanks.start()
            case "step_resumed":
                self._number = ""
            case kind if kind in LOSSES:
                self._number = number_to_read_out(str(mark.facts.get("code", "")))

    def _show_scene(self) -> None:
        take = self._desk.take
        if take is None or self._farewell is not None:
            return
        view, script = take.view, take.script
        if view is None:
            self.live.show_scene(beginning())
            return
        shown = scene(script, view.state)
        self.live.show_scene(shown)
        self.foot.allow_repeat(shown.can_repeat)
        if view.sentence != self._sentence:
            self._sentence, self._sentence_began_ns = view.sentence, view.at_ns
        if shown.is_spoken:
            self.live.prompt.say(self._sentence)
        steps = len(script.steps)
        self.head.show_step(view.state.queue[0] + 1 if view.state.queue else steps, steps)
        if self._thanks.isActive() and isinstance(view.state.phase, Speaking):
            self.live.band.show_do(self.tr("谢谢"), Look.OK)
            self.live.band.sign.show_icon("passed")
        self._show_line()

    def _show_line(self) -> None:
        """Below what to do: what was heard, how long a paper is still to be held, or a number to read out."""
        take = self._take
        phase = None if take.view is None else take.view.state.phase
        line = ""
        if isinstance(phase, Showing):
            left_s = max(1, -((take.now_ns - phase.until_ns) // NS))
            line = self.tr("请拿稳，还有 {seconds} 秒").format(seconds=left_s)
        elif isinstance(phase, Held):
            if self._number:
                line = self.tr("可以把这个号码念给工作人员：{number}").format(number=self._number)
        elif self._heard and not isinstance(phase, Touching):
            short = self._heard if len(self._heard) <= MOST_CHARACTERS else f"…{self._heard[-MOST_CHARACTERS:]}"
            line = self.tr("我们听到：{text}").format(text=short)
        self.live.band.show_line(line)

    def on_beat(self) -> None:
        """What moves: the voice, the picture, the pages, the time that is left for a paper."""
        take = self._desk.take
        if take is None or take.view is None:
            return
        phase = take.view.state.phase
        if isinstance(phase, Listening):
            self.live.band.sign.show_level(take.sight().customer.rms_dbfs)
        elif isinstance(phase, Speaking):
            step = take.script.steps[take.view.state.queue[0]]
            pace = READING_PER_S if phase.reading_until_ns is not None else step.chars_per_second
            self.live.prompt.advance((take.now_ns - self._sentence_began_ns) / NS, pace * take.view.state.pace)
        elif isinstance(phase, Showing):
            self._show_line()
        pixels = take.pixels(*self.live.picture.wanted_size())
        if pixels is not None:
            self.live.picture.show_pixels(pixels.bgra)

    # ------------------------------------------------------------------ what the customer wishes

    def _on_repeat(self) -> None:
        self._take.repeat("customer")
        self.live.band.toast(self.tr("好的，再说一遍"))

    def _on_slower(self) -> None:
        self._take.repeat("customer", slower=True)
        self.live.band.toast(self.tr("好的，说慢一点"))

    def _on_larger(self) -> None:
        is_larger = self.looks.enlarge() > 1.0
        self.live.band.toast(self.tr("好的，字变大了") if is_larger else self.tr("好的，字变回原来的大小"))

    def _on_stop(self) -> None:
        self._take.customer_stops()
        self.live.band.toast(self.tr("好的，今天先不办"))

    def _on_go_on(self) -> None:
        self.live.band.toast(self.tr("好的，我们继续"))

    def _on_answered(self, accepts: bool) -> None:
        self._take.touch(accepts=accepts, reason=TOUCHED)
        self.live.band.toast(self.tr("好的，收到您的回答"))

    # ------------------------------------------------------------------ looks

    def retranslate(self) -> None:
        self._show_place()
        if self.pages.currentWidget() is self.calm:
            self._show_calm()
        else:
            self._show_scene()

    def _show_place(self) -> None:
        take, place = self._desk.take, self._desk.settings.place
        bank = ""
        if take is not None and self._desk.is_recording:
            place = take.order.place
            bank = str(take.order.case.facts.get("bank_name", ""))
        branch = "" if place.branch == Place().branch else place.branch
        self.head.show_place(" · ".join(part for part in (bank, branch) if part), self._desk.is_practice)

    def on_looks_changed(self) -> None:
        self._restyle()

    def _restyle(self) -> None:
        sheet = self.looks.sheet()
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self.foot.lay_out(self.width())
        self.calm.make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.looks.set_room(self.width(), self.height())
        self._restyle()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._beat_if_seen()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._beat.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ small ones

    def _beat_if_seen(self) -> None:
        if self.isVisible() and self._desk.is_recording and self._farewell is None:
            self._beat.start()

    def _one_shot(self, ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(act)
        return timer

    def _connect(self) -> None:
        desk, foot = self._desk, self.foot
        desk.news.connect(self.on_news)
        desk.take_changed.connect(self.on_take_changed)
        desk.take_ended.connect(self.on_take_ended)
        desk.station_changed.connect(self._show_place)
        self.looks.changed.connect(self.on_looks_changed)
        foot.repeat_wished.connect(self._on_repeat)
        foot.slower_wished.connect(self._on_slower)
        foot.larger_wished.connect(self._on_larger)
        foot.stop_wished.connect(self._on_stop)
        foot.stop_taken_back.connect(self._on_go_on)
        self.live.answered.connect(self._on_answered)
