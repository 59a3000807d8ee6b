"""The customer's screen: one thing at a time in large letters, never an answer given away, every press once."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.counter import LIBRARY
from app.evidence.observed import Level, Sight
from app.faults import Fault
from app.model import Case, Channel, Mark, Outcome, Utterance, Verdict
from app.session import guide
from app.session.answers import Heard, judge
from app.session.case import read_case
from app.session.filling import prepare
from app.session.live_take import LiveTake
from app.session.numerals import counted, spoken
from app.session.runner import SessionView
from app.session.script import NoneOf, Number, QuestionKind, ReadyQuestion, ReadyScript, ReadyStep, Words
from app.session.script_file import Library, load_library
from app.session.states import Closing, Ended, Held, Listening, Phase, Showing, Speaking, State, Touching, Waiting
from app.session.take import Sources
from app.settings import DataFolder, Place, Settings
from app.station import Station
from media.clock import NS, FastClock
from media.preview import Pixels
from media.synthetic import TestPicture
from tests.station_parts import AGREES, PASSPHRASE, Customer, order, speaking
from tests.vault_parts import CHEAP
from ui.bridge import Bridge
from ui.customer.choices import said_answers, touched_answers
from ui.customer.looks import FACTORS, LEAST_PX, PROMPT_PX
from ui.customer.prompt_view import MOST_LINES
from ui.customer.scene import farewell, number_to_read_out
from ui.customer.screen import REST_MS, CustomerScreen
from ui.customer.window import CustomerWindow, beside
from ui.desk import Desk
from ui.style.theme import Theme
from ui.style.tokens import CUSTOMER, contrast

CASES = {"demo-life": "bank-life-over-1y", "demo-life-elder": "bank-life-over-1y", "demo-wealth": "bank-wealth-r3"}
SIZES = ((1000, 720), (1366, 768), (1920, 1080), (1080, 1920))
BLAME = ("错误", "失败", "故障", "不合格", "违规", "拒绝", "E-", "异常", "无效")


@cache
def library() -> Library:
    return load_library(LIBRARY)


@cache
def shipped(case: str, seed: int = 1) -> tuple[ReadyScript, Case]:
    today = date.today()
    sale = read_case(LIBRARY / "cases" / f"{case}.yaml", today)
    return prepare(library().script(CASES[case], today), sale, today, seed), sale


def every_step() -> Iterator[ReadyStep]:
    """Of every shipped script, and with enough seeds that every question of its pools was drawn."""
    known: set[tuple[str, str]] = set()
    for case in CASES:
        for seed in range(12):
            for step in shipped(case, seed)[0].steps:
                if (case, step.id) not in known:
                    known.add((case, step.id))
                    yield step


STEPS = tuple(every_step())


@dataclass
class StubTake:
    """A take that only notes what is asked of it."""

    script: ReadyScript
    order: Any
    view: SessionView | None = None
    is_over: bool = False
    now_ns: int = 5 * NS
    rms_dbfs: float = -60.0
    asked: list[tuple[object, ...]] = field(default_factory=list)
    pulled: list[tuple[int, int]] = field(default_factory=list)

    def sight(self) -> Sight:
        return Sight(customer=Level(self.rms_dbfs, self.rms_dbfs, True))

    def pixels(self, width: int, height: int) -> Pixels:
        self.pulled.append((width, height))
        picture = np.zeros((height, width, 4), np.uint8)
        picture[:, : width // 4] = (0, 0, 255, 255)  # the outer half of the customer's seat is red
        return Pixels(width, height, picture, 0)

    def repeat(self, by: str, *, slower: bool = False) -> None:
        self.asked.append(("repeat", by, slower))

    def touch(self, *, accepts: bool, reason: str) -> None:
        self.asked.append(("touch", accepts, reason))

    def customer_stops(self) -> None:
        self.asked.append(("stops",))


class Counter:
    """A customer's window on a desk whose take is a stub."""

    def __init__(self, qtbot: QtBot, folder: Path, case: str = "demo-life", guard_ms: int = 0) -> None:
        # The clerk's looks are dark and large: nothing of them may show here.
        self.theme = Theme(dark=True, scale_percent=175)
        self.theme.apply()
        self.desk = Desk(Bridge(), self.theme, Settings(DataFolder(folder), Place("城东支行", "03")))
        self.told: list[tuple[str, str]] = []
        self.desk.told.connect(lambda text, tone, code: self.told.append((text, tone)))
        script, sale = shipped(case)
        self.take = StubTake(script, SimpleNamespace(case=sale, place=Place("示范支行", "03")))
        self.window = CustomerWindow(self.desk, guard_ms)
        self.window.place()
        self.window.show()
        qtbot.waitExposed(self.window)
        self.screen = self.window.screen_widget

    def close(self) -> None:
        """At once: windows that pile up would be styled anew with each one that follows."""
        self.desk.bridge.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def begin(self) -> None:
        self.desk.take = cast(LiveTake, self.take)
        self.desk.take_changed.emit()

    def size(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        QApplication.processEvents()
        assert self.window.size().toTuple() == (width, height)

    def show(self, phase: Phase, step: str | int = 0, sentence: str = "", hearing: str = "", **more: Any) -> None:
        if isinstance(step, str):
            step = [one.id for one in self.take.script.steps].index(step)
        queue = () if isinstance(phase, Closing) else tuple(range(step, len(self.take.script.steps)))
        state: State = replace(guide.initial(self.take.script), phase=phase, queue=queue, **more)
        view = SessionView(4 * NS, state, sentence, hearing)
        self.take.view = view
        self.desk.news.emit(view)
        QApplication.processEvents()

    def ask(self, step: str | int, attempt: int = 1, **more: Any) -> None:
        self.show(Listening(attempt, 3 * NS, 20 * NS), step, **more)

    def texts(self) -> list[str]:
        """Everything that can be read."""
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
        keys = [key.text() for key in self.window.findChildren(QPushButton) if key.isVisible()]
        live = [self.screen.live.prompt.text] if self.screen.live.isVisible() else []
        return [text for text in (*labels, *keys, *live) if text]

    @property
    def verb(self) -> str:
        return self.screen.live.band.verb.text()

    @property
    def line(self) -> str:
        return self.screen.live.band.caption.text()


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(qtbot, tmp_path)
    yield made
    made.close()


def press(key: QPushButton, times: int = 1) -> None:
    for _ in range(times):
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


# ---------------------------------------------------------------------- the two answers


def questions(*kinds: QuestionKind) -> list[ReadyQuestion]:
    found = {step.ask.text: step.ask for step in STEPS if step.ask is not None and step.ask.kind in kinds}
    return list(found.values())


@pytest.mark.parametrize("question", questions(QuestionKind.CONSENT, QuestionKind.KNOWLEDGE), ids=lambda q: q.text)
def test_both_named_answers_are_answers_to_the_question(question: ReadyQuestion) -> None:
    pair = said_answers(question)
    assert pair is not None
    assert judge(question, Heard(pair[0])).verdict is Verdict.ACCEPTED
    assert judge(question, Heard(pair[1])).verdict is Verdict.REFUSED
    assert touched_answers(question) == pair


@pytest.mark.parametrize("question", questions(QuestionKind.FACT), ids=lambda q: q.text)
def test_buttons_of_a_fact_bear_its_own_words(question: ReadyQuestion) -> None:
    assert said_answers(question) is None
    accepts, refuses = touched_answers(question)
    assert judge(question, Heard(accepts.split("、")[0])).verdict is Verdict.ACCEPTED
    if question.refuse:
        assert judge(question, Heard(refuses.split("、")[0])).verdict is not Verdict.ACCEPTED


def test_choice_of_a_fact_offers_every_answer_the_question_names() -> None:
    [need] = [q for q in questions(QuestionKind.FACT) if "养老、保障、教育" in q.text]
    assert touched_answers(need)[0] == "养老、保障、教育"


def said(one: Words | Number | NoneOf) -> set[str]:
    match one:
        case Words():
            return set(one.any)
        case NoneOf():
            return set(one.words)
        case Number():
            return {spoken(one.value), counted(one.value), f"{one.value:f}", f"{one.value:,f}"}


def test_answer_to_an_understanding_question_is_never_shown(qtbot: QtBot, tmp_path: Path) -> None:
    seen = 0
    for case in CASES:
        counter = Counter(qtbot, tmp_path, case)
        counter.begin()
        for seed in range(12):
            counter.take.script = shipped(case, seed)[0]
            for index, step in enumerate(counter.take.script.steps):
                if step.ask is None or step.ask.kind is not QuestionKind.UNDERSTANDING:
                    continue
                for phase in (Listening(1, 3 * NS, 20 * NS), Listening(3, 3 * NS, 20 * NS), Touching(4, 60 * NS)):
                    counter.show(phase, index)
                    shown = counter.texts()
                    assert step.ask.text in shown
                    # The head counts the steps; the prompt is what the customer is asked, and may name the choice.
                    others = [text for text in shown if text != step.ask.text and not text.startswith("第 ")]
                    for one in step.ask.expect:
                        for word in said(one):
                            assert not any(word in text for text in others), (step.id, word, others)
                            seen += 1
        counter.close()
    assert seen > 100


# ---------------------------------------------------------------------- one thing at a time


def test_every_phase_says_one_thing_to_do(counter: Counter) -> None:
    counter.begin()
    assert counter.verb == "马上开始，请稍候"
    counter.show(Waiting())
    assert counter.verb == "马上开始，请稍候"
    counter.show(Speaking(1, True, text="您好。请问您同意吗？"))
    assert counter.verb == "请听"
    counter.show(Speaking(1, True, reading_until_ns=9 * NS, text="您好。"))
    assert counter.verb == "请听工作人员说"
    counter.ask("consent")
    assert counter.verb == "请回答“同意”或“不同意”"
    counter.ask("rights-notice")
    assert counter.verb == "请回答“清楚”或“不清楚”"
    counter.ask("persons")
    assert counter.verb == "请照实回答"
    counter.ask("nature")
    assert counter.verb == "请用自己的话回答"
    counter.show(Showing(1, 0, 8 * NS), "persons")
    assert counter.verb == "请把证件或材料举到镜头前" and counter.screen.live.prompt.text == "居民身份证"
    assert counter.line == "请拿稳，还有 3 秒"
    counter.show(Showing(1, 0, 8 * NS), "seller")
    assert counter.verb == "请看工作人员出示的材料"
    counter.show(Touching(4, 60 * NS), "consent")
    assert counter.verb == "请用手指按一下您的回答"
    counter.show(Held(1, 0, frozenset({"microphone-customer"})), "consent")
    assert counter.verb == "工作人员正在确认，请稍候"
    counter.show(Held(1, 0, frozenset({"person:customer"})), "consent")
    assert counter.verb == "请坐回镜头前"
    counter.show(Held(1, 0, frozenset({"person:clerk"})), "consent")
    assert counter.verb == "工作人员正在确认，请稍候"
    counter.show(Closing(9 * NS))
    assert counter.verb == "谢谢"


def test_question_stays_while_it_is_answered(counter: Counter) -> None:
    counter.begin()
    consent = counter.take.script.step("consent")
    assert consent.ask is not None
    counter.show(Speaking(1, True, text=consent.say + consent.ask.text), "consent", consent.ask.text)
    assert counter.screen.live.prompt.said_text == consent.ask.text
    counter.ask("consent")
    assert counter.screen.live.prompt.page_text == consent.ask.text


def test_answer_that_was_taken_is_thanked_for(counter: Counter) -> None:
    counter.begin()
    counter.desk.news.emit(Mark(4 * NS, "step_passed", "consent", {}))
    counter.show(Speaking(1, True, text="您好。"), "rights-notice")
    assert counter.verb == "谢谢"
    counter.screen._thanks.timeout.emit()
    counter.screen._thanks.stop()
    counter.show(Speaking(1, True, text="您好。"), "rights-notice", "您好。")
    assert counter.verb == "请听"


def test_who_is_not_seen_is_asked_back_and_can_still_answer(counter: Counter) -> None:
    counter.begin()
    counter.show(Touching(4, 60 * NS), "consent", away_since=(("customer", 3 * NS),))
    assert counter.verb == "请坐回镜头前"
    assert counter.screen.live.answers.isVisible()
    counter.ask("consent", away_since=(("clerk", 3 * NS),))
    assert counter.verb == "请回答“同意”或“不同意”"


def test_steps_are_counted_in_words_and_dots(counter: Counter) -> None:
    counter.begin()
    counter.ask(3)
    steps = len(counter.take.script.steps)
    assert counter.screen.head.step.text() == f"第 4 步，共 {steps} 步"
    assert counter.screen.head.dots.accessibleName() == counter.screen.head.step.text()
    assert "● 正在录音录像" in counter.texts()
    assert counter.screen.head.place.accessibleName() == "示范银行 · 示范支行"


def test_practice_is_marked(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "演练" not in counter.texts()
    monkeypatch.setattr(Desk, "is_practice", True)
    counter.desk.station_changed.emit()
    assert "演练" in counter.texts()


# ---------------------------------------------------------------------- what is heard


def test_captions_show_what_was_heard(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent", hearing="同")
    assert counter.line == "我们听到：同"
    counter.desk.news.emit(Utterance(Channel.COUNTER, "请大声一点", 0, 1, 1.0))
    assert counter.line == "我们听到：同"
    counter.desk.news.emit(Utterance(Channel.CUSTOMER, "同意", 0, 1, 1.0))
    assert counter.line == "我们听到：同意"
    counter.show(Speaking(1, True, text="下一步。"), "rights-notice")
    assert counter.line == "我们听到：同意"
    counter.ask("rights-notice")
    assert counter.line == ""


def test_microphone_fills_with_the_voice(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent")
    sign = counter.screen.live.band.sign
    counter.screen.on_beat()
    assert sign.part == 0.0
    empty = ink(sign, CUSTOMER.meter_good)
    counter.take.rms_dbfs = -20.0
    counter.screen.on_beat()
    assert sign.part > 0.7
    assert ink(sign, CUSTOMER.meter_good) > empty + 200
    counter.take.rms_dbfs = -60.0
    counter.screen.on_beat()
    assert 0.0 < sign.part < 0.7, "it runs out, it does not drop"
    counter.show(Speaking(1, True, text="谢谢。"))
    assert sign.part == 0.0


def test_own_picture_is_mirrored_and_only_the_customer(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent")
    counter.screen.on_beat()
    picture = counter.screen.live.picture
    assert picture.has_picture
    [(width, height)] = set(counter.take.pulled)
    assert width >= 2 * picture.side and height == width * 9 // 16 // 2 * 2
    image = picture.grab().toImage()
    left, right = picture.width() - picture.side + 20, picture.width() - 20
    middle = picture.side // 2
    assert image.pixelColor(left, middle).red() < 60, "the seat's inner half, black"
    assert image.pixelColor(right, middle).red() > 200, "its outer half is on the right, as in a mirror"


# ---------------------------------------------------------------------- large letters


def ink(widget: QWidget, colour: str) -> int:
    """How many pixels of a widget are of that colour, nearly."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    wanted = QColor(colour)
    far = np.abs(pixels.astype(int) - np.array([wanted.blue(), wanted.green(), wanted.red()])).max(axis=2)
    return int((far < 12).sum())


def scenes(counter: Counter) -> Iterator[str]:
    """Shows one after the other."""
    counter.desk.take = None
    counter.screen.welcome()
    yield "welcome"
    counter.begin()
    yield "beginning"
    money = counter.take.script.step("money")
    counter.show(Speaking(1, True, text=money.say), "money", "保险期间十年。")
    yield "speaking"
    counter.ask("consent", hearing="同意")
    yield "listening"
    counter.ask("surrender")
    yield "understanding"
    counter.show(Showing(1, 0, 8 * NS), "persons")
    yield "papers"
    counter.show(Touching(4, 60 * NS), "need")
    yield "touching"
    counter.screen.foot._ask()
    yield "stop?"
    counter.screen.foot._show_wishes()


def place_of(widget: QWidget, window: QWidget) -> QRect:
    return widget.rect().translated(widget.mapTo(window, QPoint(0, 0)))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("times", range(len(FACTORS)))
def test_letters_are_large_and_nothing_is_cut(counter: Counter, size: tuple[int, int], times: int) -> None:
    counter.size(*size)
    for name in scenes(counter):
        while counter.screen.looks.factor != FACTORS[times]:
            counter.screen.looks.enlarge()
        counter.size(*size)
        prompt = counter.screen.live.prompt
        if prompt.isVisible():
            wanted = PROMPT_PX * (FACTORS[times] if name == "speaking" else 1.0)
            assert prompt.font_px >= (LEAST_PX if size == (1000, 720) else wanted)
            assert prompt.lines * prompt.line_px <= prompt.height()
            assert prompt.lines <= MOST_LINES
        widgets: list[QLabel | QPushButton] = [*counter.window.findChildren(QLabel)]
        widgets += counter.window.findChildren(QPushButton)
        for widget in widgets:
            if not widget.isVisible() or not widget.text():
                continue
            assert widget.fontInfo().pixelSize() >= LEAST_PX, (name, widget.text())
            if isinstance(widget, QPushButton):
                assert widget.height() >= 60 and widget.fontInfo().pixelSize() >= 36, (name, widget.text())
                assert widget.width() >= widget.fontMetrics().horizontalAdvance(widget.text()), (name, widget.text())
            elif not widget.wordWrap():
                assert widget.width() >= widget.fontMetrics().horizontalAdvance(widget.text()), (name, widget.text())
            assert widget.height() >= widget.fontMetrics().ascent(), (name, widget.text())
        places = {id(one): (one, place_of(one, counter.window)) for one in [*widgets, prompt] if one.isVisible()}
        for one, place in places.values():
            assert counter.window.rect().contains(place), (name, one, place)
            for other, its_place in places.values():
                assert one is other or not place.intersects(its_place), (name, one, place, other, its_place)


@pytest.mark.parametrize(
    ("size", "factor"),
    [((1366, 768), 1.0), ((1366, 768), 1.5), ((1080, 1920), 1.5), ((1920, 1080), 1.25), ((1000, 720), 1.5)],
    ids=str,
)
def test_every_sentence_comes_on_its_page(counter: Counter, size: tuple[int, int], factor: float) -> None:
    """Whatever the script says: the sentence that is spoken is on the page, and a page is at most four lines."""
    counter.begin()
    while counter.screen.looks.factor != factor:
        counter.screen.looks.enlarge()
    counter.ask("consent", hearing="同意")  # the band at its highest
    counter.size(*size)
    prompt = counter.screen.live.prompt
    for text, question in {(step.say, step.ask.text if step.ask else "") for step in STEPS}:
        prompt.show_text(text + question)
        for sentence in re.findall("[^。！？]+[。！？]", text + question):
            prompt.say(sentence)
            assert prompt.said_text == sentence
            assert sentence.startswith(prompt.page_text) or sentence in prompt.page_text
            begin, end = prompt._page()
            assert prompt._count(begin, end) <= prompt.lines <= MOST_LINES
        assert prompt.font_px >= PROMPT_PX
        prompt.show_text(question, is_whole=True)
        assert prompt.page_text == question
        assert prompt._count(0, len(prompt.text)) * prompt.line_px <= prompt.height()
        assert prompt.font_px >= PROMPT_PX or size == (1000, 720)


def test_long_sentence_turns_its_pages_as_it_is_said(counter: Counter) -> None:
    counter.begin()
    text = "，".join(f"这是一句很长很长的话里的第{spoken(number)}段" for number in range(20)) + "。"
    counter.show(Speaking(1, False, text=text), sentence=text)
    prompt = counter.screen.live.prompt
    first = prompt.page_text
    assert len(first) < len(text)
    seen = [first]
    for second in range(120):
        prompt.advance(second, 4.5)
        if prompt.page_text != seen[-1]:
            seen.append(prompt.page_text)
    assert "".join(seen) == text


def test_spoken_sentence_is_yellow_and_read_ones_are_grey(counter: Counter) -> None:
    counter.begin()
    text = "您好。这是第二句话。后面还有一句。"
    prompt = counter.screen.live.prompt
    counter.show(Speaking(1, False, text=text))
    assert ink(prompt, CUSTOMER.spoken) == 0
    counter.show(Speaking(1, False, text=text), sentence="您好。")
    few = ink(prompt, CUSTOMER.spoken)
    assert few > 1000 and ink(prompt, CUSTOMER.read) < 50
    counter.show(Speaking(1, False, text=text), sentence="这是第二句话。")
    assert ink(prompt, CUSTOMER.spoken) > few * 1.5 and ink(prompt, CUSTOMER.read) > 50


def test_letters_grow_and_wrap_round(counter: Counter) -> None:
    sizes = []
    counter.begin()
    for _ in range(len(FACTORS) + 1):
        sizes.append(counter.screen.looks.text_px(PROMPT_PX))
        press(counter.screen.foot.larger)
        assert counter.screen.live.band.is_toasting
    assert sizes[0] < sizes[1] < sizes[2] and sizes[3] == sizes[0] == 48


def test_looks_of_the_clerk_change_nothing(counter: Counter) -> None:
    counter.size(1366, 768)
    before = counter.screen.grab().toImage()
    assert before.pixelColor(10, 400) == QColor(CUSTOMER.canvas)
    counter.theme.set(dark=False, scale_percent=100)
    QApplication.processEvents()
    assert counter.screen.grab().toImage() == before


def test_grounds_of_this_screen_are_in_contrast() -> None:
    for ground in ("canvas", "surface", "raised", "primary_soft", "ok_soft", "warning_soft"):
        assert contrast(CUSTOMER.text, getattr(CUSTOMER, ground)) >= 7
        assert contrast(CUSTOMER.secondary, getattr(CUSTOMER, ground)) >= 4.5
    assert contrast(CUSTOMER.on_spoken, CUSTOMER.spoken) >= 7
    assert contrast(CUSTOMER.read, CUSTOMER.canvas) >= 7
    assert contrast(CUSTOMER.ok, CUSTOMER.primary_soft) >= 4.5


# ---------------------------------------------------------------------- the buttons


@pytest.fixture
def guarded(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    """With the guard of the real screen."""
    made = Counter(qtbot, tmp_path, guard_ms=1_500)
    made.begin()
    yield made
    made.close()


def test_each_press_is_one_wish_and_is_confirmed(guarded: Counter) -> None:
    guarded.ask("consent")
    foot, band = guarded.screen.foot, guarded.screen.live.band
    press(foot.repeat, times=3)
    assert guarded.take.asked == [("repeat", "customer", False)]
    assert guarded.verb == "✔ 好的，再说一遍" and band.is_toasting
    press(foot.slower, times=2)
    assert guarded.take.asked == [("repeat", "customer", False), ("repeat", "customer", True)]
    assert guarded.verb == "✔ 好的，说慢一点"
    assert band._toast.interval() == 3_000
    band._toast.timeout.emit()
    assert guarded.verb == "请回答“同意”或“不同意”"


def test_what_to_do_comes_back_after_the_confirmation(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent", hearing="同意")
    press(counter.screen.foot.repeat)
    counter.show(Speaking(1, True, text="请问您同意吗？"), "consent", hearing="我同意")
    assert counter.verb == "✔ 好的，再说一遍" and counter.line == "我们听到：我同意"
    counter.screen.live.band._toast.stop()
    counter.screen.live.band._toast.timeout.emit()
    assert counter.verb == "请听"


@pytest.mark.parametrize(
    ("phase", "can_repeat"),
    [
        (Speaking(1, True, text="您好。"), True),
        (Listening(1, 0, 9 * NS), True),
        (Showing(1, 0, 9 * NS), False),
        (Touching(4, 60 * NS), False),
        (Held(1, 0, frozenset({"camera-0"})), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_repeat_is_offered_where_it_does_something(counter: Counter, phase: Phase, can_repeat: bool) -> None:
    counter.begin()
    counter.show(phase, "persons")
    assert counter.screen.foot.repeat.isEnabled() is can_repeat
    assert counter.screen.foot.slower.isEnabled() is can_repeat
    assert counter.screen.foot.think.isEnabled()


def test_thinking_it_over_asks_once_and_then_stops(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent")
    foot = counter.screen.foot
    press(foot.think)
    assert foot.is_asking and "不着急。今天先不办，可以吗？" in counter.texts()
    assert counter.take.asked == []
    assert counter.screen.live.prompt.isVisible(), "the question stays"
    press(foot.go_on)
    assert not foot.is_asking and counter.take.asked == [] and counter.verb == "✔ 好的，我们继续"
    press(foot.think)
    press(foot.stop, times=2)
    assert counter.take.asked == [("stops",)]
    counter.show(Ended(Outcome.STOPPED))
    assert "好的，今天先不办" in counter.texts()


def test_new_button_sleeps_until_it_was_seen(guarded: Counter, qtbot: QtBot) -> None:
    guarded.show(Touching(4, 60 * NS), "consent")
    live = guarded.screen.live
    press(live.accept_key, times=2)
    assert guarded.take.asked == [] and not live.accept_key.isEnabled()
    qtbot.waitUntil(live.accept_key.isEnabled, timeout=3_000)
    press(live.refuse_key, times=2)
    press(live.accept_key)
    assert guarded.take.asked == [("touch", False, "touch_after_speech")]


def test_both_answers_look_alike(counter: Counter) -> None:
    counter.begin()
    for size in SIZES:
        counter.size(*size)
        for step in ("consent", "need", "surrender"):
            counter.show(Touching(4, 60 * NS), step)
            accept, refuse = counter.screen.live.accept_key, counter.screen.live.refuse_key
            assert accept.height() == refuse.height() and accept.font() == refuse.font()
            assert abs(accept.width() - refuse.width()) <= 1
            assert accept.property("part") == refuse.property("part")
            assert accept.x() < refuse.x() or accept.y() < refuse.y()
    counter.show(Touching(4, 60 * NS), "consent")
    assert (counter.screen.live.accept_key.text(), counter.screen.live.refuse_key.text()) == ("同意", "不同意")


def test_finger_does_what_the_mouse_does(counter: Counter, qtbot: QtBot) -> None:
    counter.begin()
    counter.ask("consent")
    screen = QTest.createTouchDevice()
    key = counter.screen.foot.repeat
    at = key.rect().center()
    QTest.touchEvent(key, screen).press(0, at, key).commit()
    QTest.touchEvent(key, screen).release(0, at, key).commit()
    qtbot.waitUntil(lambda: counter.take.asked == [("repeat", "customer", False)], timeout=2_000)


def test_every_control_has_a_name(counter: Counter) -> None:
    for name in scenes(counter):
        for key in counter.window.findChildren(QPushButton):
            assert key.accessibleName().strip() or not key.isVisible(), name
    assert counter.screen.live.picture.accessibleName()
    counter.ask("consent")
    assert counter.screen.live.band.sign.accessibleName()


# ---------------------------------------------------------------------- before and after


def test_nothing_moves_while_there_is_no_take(counter: Counter) -> None:
    beat = counter.screen._beat
    assert not beat.isActive()
    counter.begin()
    assert beat.isActive() and beat.interval() <= 100, "at least ten pictures a second"
    counter.window.hide()
    assert not beat.isActive()
    counter.window.show()
    assert beat.isActive()
    counter.show(Ended(Outcome.COMPLETED))
    assert not beat.isActive()


@pytest.mark.parametrize("outcome", Outcome)
def test_every_end_is_thanked_for_without_blame(counter: Counter, outcome: Outcome) -> None:
    counter.begin()
    counter.show(Ended(outcome))
    texts = counter.texts()
    assert set(farewell(outcome)) <= set(texts)
    assert not any(word in text for word in BLAME for text in texts)
    assert "● 正在录音录像" not in texts
    assert not any("没听清" in text for text in texts if "按钮" not in text)


def test_farewell_gives_way_to_the_welcome(counter: Counter) -> None:
    counter.begin()
    counter.screen.foot.larger.clicked.emit()
    counter.show(Ended(Outcome.COMPLETED))
    assert counter.screen._rest.isActive() and counter.screen._rest.interval() == REST_MS
    assert counter.screen.looks.factor > 1
    counter.take.is_over = True
    counter.screen._rest.timeout.emit()
    assert "您好，欢迎办理业务" in counter.texts()
    assert counter.screen.looks.factor == 1.0, "the next customer finds it as everybody does"


def test_late_end_of_the_last_take_does_not_cover_the_next(counter: Counter) -> None:
    counter.begin()
    counter.show(Ended(Outcome.COMPLETED))
    counter.begin()
    counter.show(Speaking(1, False, text="您好。"))
    assert counter.screen.pages.currentWidget() is counter.screen.live
    assert not counter.screen._rest.isActive()


def test_trouble_is_told_as_four_figures(counter: Counter) -> None:
    counter.desk.take_ended.emit(Fault("E-101", device="camera"))
    texts = counter.texts()
    assert "请稍候" in texts
    assert "可以把这个号码念给工作人员：0101" in texts
    assert not any("E-" in text for text in texts)


def test_lost_device_gives_a_number_to_read_out(counter: Counter) -> None:
    counter.begin()
    counter.ask("consent")
    counter.desk.news.emit(Mark(4 * NS, "microphone_lost", None, {"channel": "customer", "code": "E-121"}))
    counter.show(Held(1, 4 * NS, frozenset({"microphone-customer"})))
    assert counter.line == "可以把这个号码念给工作人员：0121"
    counter.desk.news.emit(Mark(5 * NS, "step_resumed", "consent", {}))
    counter.show(Speaking(1, False, text="您好。"))
    assert counter.line == ""


def test_number_is_four_figures_or_none() -> None:
    assert number_to_read_out("E-121") == "0121"
    assert number_to_read_out("whatever") == ""


def test_window_opened_during_a_take_shows_it(counter: Counter, qtbot: QtBot) -> None:
    counter.begin()
    counter.ask("consent")
    late = CustomerScreen(counter.desk)
    qtbot.addWidget(late)
    late.show()
    assert late.live.prompt.text == "请问您同意录音录像吗？"
    assert late._beat.isActive()


def test_real_take_leads_the_screen_from_the_first_word_to_the_thanks(counter: Counter, qtbot: QtBot) -> None:
    desk = counter.desk
    verbs: list[str] = []
    heard: set[str] = set()
    with speaking() as voices, Station.found_alone(desk.settings, PASSPHRASE, kdf=CHEAP) as station:
        customer = Customer(voices, AGREES)
        take = LiveTake(
            station,
            order(station),
            Sources((TestPicture(640, 360),), customer.clerk, customer.track),
            on_end=desk.bridge.hands_over(desk._on_take_ended),
            listeners=[customer, desk.bridge.hands_over(desk._on_news)],
            on_begin=lambda origin_ns: setattr(customer, "origin_ns", origin_ns),
            clock=FastClock(),
        )

        def note(_: object) -> None:
            if not verbs or verbs[-1] != counter.verb:
                verbs.append(counter.verb)
            heard.add(counter.line)

        desk.news.connect(note)
        desk.take = take
        take.start()
        desk.take_changed.emit()
        qtbot.waitUntil(lambda: take.is_over and not desk.bridge.is_busy, timeout=60_000)
        qtbot.waitUntil(lambda: counter.screen.pages.currentWidget() is counter.screen.calm, timeout=10_000)
    assert farewell(Outcome.COMPLETED)[0] in counter.texts()
    steps = iter(verbs)
    for wanted in ("请听", "请回答“同意”或“不同意”", "谢谢", "请回答“清楚”或“不清楚”", "谢谢"):
        assert wanted in steps, (wanted, verbs)
    assert "我们听到：我同意" in heard and "我们听到：清楚" in heard
    assert not counter.screen._beat.isActive()


# ---------------------------------------------------------------------- its place


def test_only_display_gets_a_window_that_can_be_moved(counter: Counter) -> None:
    assert not counter.window.is_on_own_display
    assert not counter.window.isFullScreen()
    assert not counter.window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    for clerks in (QRect(0, 0, 1366, 740), QRect(1920, 0, 1920, 1040)):
        place = beside(clerks)
        assert clerks.contains(place) and place.width() >= 1000 and place.height() >= 720


def test_removing_another_display_changes_nothing(counter: Counter) -> None:
    counter.begin()
    where = counter.window.geometry()
    application = cast(QGuiApplication, QGuiApplication.instance())
    application.screenRemoved.emit(application.screens()[0])
    QApplication.processEvents()
    assert counter.window.geometry() == where and counter.told == []


def test_closing_the_window_during_a_take_tells_the_clerk(counter: Counter) -> None:
    counter.begin()
    counter.window.close()
    [(text, tone)] = counter.told
    assert "F4" in text and tone == "warning"
    counter.window.show()
    counter.ask("consent")
    assert counter.screen.live.prompt.text == "请问您同意录音录像吗？"


TWO_DISPLAYS = """
import json, sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from app.settings import DataFolder, Look, Settings
from ui.bridge import Bridge
from ui.customer.window import CustomerWindow, beside
from ui.desk import Desk
from ui.style.theme import Theme

application = QApplication([])
clerk = QWidget()
clerk.setObjectName("window")
clerk.show()
desk = Desk(Bridge(), Theme(), Settings(DataFolder(Path(sys.argv[1]))))
told = []
desk.told.connect(lambda text, tone, code: told.append(tone))
window = CustomerWindow(desk)
lines = []

def note(what):
    application.processEvents()
    takes_keys = not window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    lines.append([what, window.isFullScreen(), window.screen().name(), window.isVisible(), takes_keys, list(told)])

first, second, third = application.screens()
window.place()
window.show()
note("placed")
desk.settings = replace(desk.settings, look=Look(second_display="third"))
window.place()
note("named")
desk.settings = replace(desk.settings, look=Look(second_display="nowhere"))
window.place()
note("unknown")
QGuiApplication.screens = staticmethod(lambda: [first, second])
application.screenRemoved.emit(third)
note("other removed")
QGuiApplication.screens = staticmethod(lambda: [first])
application.screenRemoved.emit(second)
note("removed")
QGuiApplication.screens = staticmethod(lambda: [first, second])
application.screenAdded.emit(second)
note("back")
desk.bridge.close()
print(json.dumps(lines))
"""


def test_second_display_comes_and_goes(tmp_path: Path) -> None:
    def display(name: str, x: int) -> dict[str, object]:
        size = {"x": x, "y": 0, "width": 1280, "height": 800}
        return {"name": name, **size, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}

    config = tmp_path / "displays.json"
    screens = [display("first", 0), display("second", 1280), display("third", 2560)]
    config.write_text(json.dumps({"screens": screens}))
    environ = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    root = Path(__file__).resolve().parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", TWO_DISPLAYS, str(tmp_path)],
        cwd=root, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1]) == [
        ["placed", True, "second", True, False, []],
        ["named", True, "third", True, False, []],
        ["unknown", True, "second", True, False, []],
        ["other removed", True, "second", True, False, []],
        ["removed", False, "first", True, True, ["warning"]],
        ["back", True, "second", True, False, ["warning", "ok"]],
    ]
