"""The recording page: what it shows of a take and what it asks of one. Whole takes are real, single states are told."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.counter import Prepared
from app.devices import VirtualDevices
from app.faults import Fault
from app.inspection import problems as inspection
from app.inspection.problem import Problem, Remedy, Severity
from app.model import Channel, Mark, Outcome, Utterance, Verdict
from app.session.runner import SessionView
from app.session.script import ReadyScript
from app.session.states import NS, Closing, Ended, Touching
from app.session.take import TakeReport
from app.settings import DataFolder, Settings
from media.clock import FastClock
from tests.desk_parts import found_station, open_window, other, settings_in, unnamed
from tests.recording_parts import Play, StubTake, stub_take
from tests.station_parts import CASE, CONSENT, KNOWS, TELLS, script
from ui.desk import Desk, Page, PageId
from ui.kit.tone import Tone
from ui.main_window import MainWindow
from ui.pages.recording import RecordingPage
from ui.problem_words import NOTES, problem_text, reason_text, remedy_text
from ui.recording.guard import Guard
from ui.recording.problems_panel import ProblemRow
from ui.sounds import HIGHEST_HZ, RATE_HZ, Cue, Sounds, samples_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MAKERS: dict[PageId, Callable[[Desk], Page]] = {PageId.RECORDING: RecordingPage}


class Shown:
    """A recording page over a take that does what it is told."""

    def __init__(self, window: MainWindow, take: StubTake) -> None:
        self.window, self.take, self.desk = window, take, window.desk
        page = window.page(PageId.RECORDING)
        assert isinstance(page, RecordingPage)
        self.page = page
        self.page._guard = Guard(now_ms=lambda: self.ms)
        self.page._list_guard = Guard(now_ms=lambda: self.ms)
        self.ms = 100_000.0
        self.play = Play(take, self.desk.news.emit)

    def look(self) -> None:
        """As the timers do."""
        self.page.on_look()
        self.page.on_judge()
        self.page.on_weigh()

    def later(self, seconds: float) -> None:
        """For whoever clicks."""
        self.ms += seconds * 1000


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    with open_window(qtbot, Settings(DataFolder(tmp_path)), MAKERS) as window:
        take = stub_take()
        window.desk.take = take  # type: ignore[assignment]
        window.desk.go(PageId.RECORDING)
        yield Shown(window, take)
        take.is_over = True


def problem(kind: str, step: str | None = None, remedy: Remedy = Remedy.ASK_AGAIN, /, **facts: object) -> Problem:
    return Problem(kind, "R-C05", step, 61 * NS, Severity.REJECTS, remedy, facts)


MANY = (
    problem("camera_lost", None, Remedy.RECONNECT, cameras=[0], code="E-102"),
    problem("answer_missing", "rights-notice", attempt=3, reason="silence"),
    problem("answer_wrong", "persons", attempt=3, reason="number_differs"),
    problem("paper_unseen", "seller", Remedy.SHOW_PAPER_AGAIN, papers=["licence"]),
    problem("picture_dark", None, Remedy.LIGHT, luma=40),
    problem("forbidden_word", "seller", Remedy.EXPLAIN, words=["保本"]),
)


# ---------------------------------------------------------------------- room


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("state", ["spoken", "alarms", "result", "judged"])
def test_page_fits_1366_by_768_without_scrolling(shown: Shown, qtbot: QtBot, scale: int, state: str) -> None:
    shown.desk.theme.set(scale_percent=scale)
    shown.window._practice.show()
    shown.play.through(4)
    shown.play.begin()
    shown.play.speak(1)
    if state == "alarms":
        for channel in ("customer", "counter"):
            shown.play.mark("microphone_lost", None, channel=channel, code="E-121")
        shown.play.mark("customer_left", None, absent_ns=3 * NS)
        shown.take.standing = MANY
    if state == "judged":
        shown.play.listen()
        shown.play.answer("这个我也说不好，大概是存款吧，反正是存款", Verdict.WRONG, "wrong_word")
    if state == "result":
        shown.page.steps.opened.emit("consent")
    shown.look()
    qtbot.wait(1)
    assert shown.window.size().width() == 1366 and shown.window.size().height() == 768
    least = shown.page.minimumSizeHint()
    assert least.width() <= shown.page.width() and least.height() <= shown.page.height()
    assert not isinstance(shown.page.parent(), QScrollArea)
    parts: tuple[QWidget, ...] = (
        shown.page.bar, shown.page.steps, shown.page.prompt, shown.page.answer, shown.page.transcript,
        shown.page.sight, shown.page.problems, shown.page.foot, shown.page.notices, shown.page.result,
    )  # fmt: skip
    places = [_place(part, shown.page) for part in parts if part.isVisible()]
    assert all(shown.page.rect().contains(place) for place in places)
    assert not [(one, two) for i, one in enumerate(places) for two in places[i + 1 :] if one.intersects(two)]


def _place(part: QWidget, page: QWidget) -> QRect:
    return QRect(part.mapTo(page, part.rect().topLeft()), part.size())


def test_every_control_has_a_name(shown: Shown) -> None:
    shown.play.through(4)
    shown.play.begin()
    shown.play.speak()
    shown.take.standing = MANY
    shown.look()
    shown.page.steps.opened.emit("consent")
    shown.page.foot.ask_reason()
    assert not unnamed(shown.page)


# ---------------------------------------------------------------------- what is shown


def test_bar_can_be_read_without_colour(shown: Shown) -> None:
    shown.play.through(3)
    shown.play.begin()
    shown.play.speak()
    shown.look()
    words = [text.text() for text in shown.page.bar.labels()]
    assert words[0] == "录制中" and words[1] == "01:03" and "张*国" in words
    assert "第 4/18 步" in shown.page.bar.accessibleName()
    assert not [word for word in words if "建国" in word]


def test_spoken_sentence_stands_on_its_own_ground(shown: Shown) -> None:
    shown.play.through(4)
    shown.play.begin()
    shown.play.speak(1)
    words = shown.page.prompt.words
    text = words.toPlainText()
    begin = text.index("它不是银行存款")
    assert _ground(words.document(), begin + 1) == shown.desk.theme.colour("spoken").name()
    assert _ground(words.document(), begin - 1) != shown.desk.theme.colour("spoken").name()
    assert _ink(words.document(), begin - 1) == shown.desk.theme.colour("read").name()
    assert _ink(words.document(), text.index("请用您自己的话") + 1) == shown.desk.theme.colour("text").name()


def _form(document: object, position: int) -> object:
    cursor = QTextCursor(document)  # type: ignore[call-overload]
    cursor.setPosition(position + 1)
    return cursor.charFormat()


def _ground(document: object, position: int) -> str:
    return _form(document, position).background().color().name()  # type: ignore[attr-defined, no-any-return]


def _ink(document: object, position: int) -> str:
    return _form(document, position).foreground().color().name()  # type: ignore[attr-defined, no-any-return]


def test_same_sentence_twice_is_marked_where_it_is_spoken(shown: Shown) -> None:
    from ui.recording.prompt import place_of

    assert place_of("请听好。", "请听好。每年交。请听好。") == (0, 4)
    assert place_of("请听好。", "请听好。每年交。请听好。", 4) == (8, 12)
    assert place_of("没有这句", "请听好。") == (0, 0)


def test_phases_are_named_and_offer_what_makes_sense(shown: Shown) -> None:
    page, play = shown.page, shown.play
    play.through(2)
    play.begin()
    play.speak()
    assert page.prompt._mode.text == "正在播放" and page.foot.repeat.isEnabled() and not page.foot.read.isEnabled()
    play.show(0)
    assert page.prompt._mode.text == "请出示材料" and "执业证" in page.answer._expected.text()
    play.listen(4.0)
    assert page.prompt._mode.text == "请听客户回答" and page.answer._expected.text() == "应答：清楚 / 明白"
    assert page.answer.ring.accessibleName() == "还剩 4 秒"
    play.view(Touching(4, shown.take.now_ns + 60 * NS))
    assert page.prompt._mode.text == "请客户触屏作答" and not page.foot.repeat.isEnabled()
    play.hold("microphone-customer")
    assert page.prompt._mode.text == "等麦克风恢复" and not page.foot.again.isEnabled()
    play.hold("person:customer")
    assert page.prompt._mode.text == "等客户回来"
    play.speak(reads=True)
    assert page.prompt._mode.text == "由您宣读" and page.foot.read.isEnabled()
    play.view(Closing(shown.take.now_ns + 3 * NS), queue=())
    assert page.prompt._mode.text == "最后确认"
    play.view(Ended(Outcome.COMPLETED), queue=())
    assert page.bar.labels()[0].text() == "录制结束，正在封存" and not page.foot.end.isVisible()


def test_understanding_question_gives_its_answer_away_to_nobody(shown: Shown) -> None:
    questions = [step for step in shown.take.script.steps if step.ask is not None]
    asked = [step for step in questions if step.ask is not None and step.ask.kind in ("understanding", "fact")]
    assert len(asked) >= 8
    for step in asked:
        text = shown.page.answer.expected_text(step.ask)
        assert "请不要提示" in text and not re.search(r"五万|保险|示范|25|亏|十五|养老|本人", text)


def test_answer_is_told_with_its_words_marked(shown: Shown) -> None:
    shown.play.through(1)
    shown.play.begin()
    shown.play.listen(hearing="听清")
    assert "听清" in shown.page.transcript.text()
    shown.play.answer("听清楚了")
    line = shown.page.transcript.text().splitlines()[-1]
    assert line.endswith("客户：听清楚了") and "…" not in shown.page.transcript.text()
    at = shown.page.transcript.toPlainText().index("清楚了")
    assert _form(shown.page.transcript.document(), at).fontUnderline()  # type: ignore[attr-defined]
    assert not _form(shown.page.transcript.document(), at - 1).fontUnderline()  # type: ignore[attr-defined]
    assert shown.page.answer._voice.text == "语音 通过 “听清楚了” 0.93"
    assert shown.page.answer._faces.text == "人脸 同框" and shown.page.answer._tried.text() == "第 1 次"
    shown.play.say("请签字", Channel.COUNTER)
    assert shown.page.transcript.text().splitlines()[-1].endswith("柜台：请签字")


def test_step_that_is_over_opens_and_is_asked_again(shown: Shown) -> None:
    play, page = shown.play, shown.page
    play.through(1)
    play.begin()
    play.listen()
    play.answer("嗯", Verdict.UNCLEAR, "filler")
    play.begin(2)
    play.listen(attempt=2)
    play.answer("听清楚了", attempt=2)
    play.passed()
    play.begin()
    play.speak()
    rows = page.steps._rows
    assert [row.word for row in rows[:4]] == ["通过", "通过", "正在进行", "还没有问"]
    assert rows[1].attempts == 2 and rows[0].used_ns == 21 * NS
    item = page.steps.item(1)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "第 2 步 权益提示，通过，2 次"
    page.steps.itemClicked.emit(item)
    assert page.result.isVisible() and page.result.accessibleName() == "第 2 步的结果"
    shown.later(2)
    page.result._again.click()
    assert shown.take.asked == [("ask_again", "rights-notice")] and not page.result.isVisible()
    page.steps.itemClicked.emit(page.steps.item(6))
    assert not page.result.isVisible(), "a step that was not asked yet has no result"


def test_page_that_comes_late_begins_with_the_newest_view(shown: Shown) -> None:
    shown.play.through(3)
    shown.take.now_ns += 5 * NS
    shown.play.speak()
    shown.page.leave()
    shown.page.enter()
    assert shown.page.prompt.words.toPlainText().startswith("现在核对身份")
    assert [row.word for row in shown.page.steps._rows[:4]] == ["通过", "通过", "通过", "正在进行"]


# ---------------------------------------------------------------------- problems


def test_problems_panel_is_always_there_and_rows_stay_the_same_widgets(shown: Shown) -> None:
    shown.play.through(4)
    shown.play.begin()
    shown.play.speak()
    shown.look()
    panel = shown.page.problems
    assert panel._none.isVisible() and not panel.rows
    shown.take.standing = MANY[1:3]
    shown.look()
    rows = panel.rows
    assert [row._text.text() for row in rows] == ["客户没有回答；沉默不算同意。", "客户说的与合同不一致。"]
    assert rows[0]._where.text() == "第 2 步 权益提示 · 01:01 起 · R-C05"
    assert [row.remedy.text() for row in rows] == ["补问第 2 步", "补问第 4 步"]
    shown.take.standing = (MANY[4], *MANY[1:3])
    shown.look()
    assert panel.rows[1:] == rows and not panel.rows[0].remedy.isVisible()
    assert panel.rows[0]._hint.text() == "→ 请打开灯，或拉上窗帘"
    shown.take.standing = ()
    shown.look()
    assert panel._none.isVisible() and not panel.rows


def test_remedy_is_asked_for_once_and_not_right_after_the_list_changed(shown: Shown) -> None:
    shown.play.through(4)
    shown.play.begin()
    shown.play.speak()
    shown.take.standing = MANY[1:2]
    shown.look()
    remedy = shown.page.problems.rows[0].remedy
    remedy.click()
    assert not shown.take.asked, "the list has just become another one"
    shown.later(2)
    remedy.click()
    remedy.click()
    assert shown.take.asked == [("ask_again", "rights-notice")]
    shown.play.hold("camera-0")
    shown.look()
    assert not remedy.isEnabled(), "nothing is asked while a device is lost"


def test_every_problem_and_remedy_has_words() -> None:
    codes = re.findall(r"^    ([a-z_]+) +R-[A-E]\d\d", inspection.__doc__ or "", re.MULTILINE)
    assert len(codes) > 45
    for code in codes:
        text = problem_text(problem(code, "consent", lasted_ms=2500, by_ms=-4000, gap_ms=1300, channels=["customer"]))
        assert CHINESE.search(text) and "{" not in text and "_" not in text, code
    for remedy in Remedy:
        assert CHINESE.search(remedy_text(remedy, 3, ("insured",)))


def test_every_reason_of_the_judge_has_words() -> None:
    folder = Path(inspection.__file__).parent.parent / "session"
    source = "".join((folder / name).read_text("utf-8") for name in ("answers.py", "understanding.py", "judgement.py"))
    reasons = set(re.findall(r'Verdict\.[A-Z_]+, "([a-z_]+)"', source)) | {"someone_else", "too_long", "condition"}
    assert len(reasons) > 15
    assert not [reason for reason in reasons if not CHINESE.search(reason_text(reason))]


# ---------------------------------------------------------------------- notices


def test_at_most_three_notices_newest_on_top_and_none_is_lost(shown: Shown) -> None:
    play, page = shown.play, shown.page
    play.through(1)
    play.begin()
    play.speak()
    for seconds, kind, facts in (
        (1, "camera_lost", {"camera": 0, "code": "E-102"}),
        (2, "picture_dark", {"begins": True}),
        (3, "stranger_seen", {"faces": 3}),
        (4, "sound_clipped", {"begins": True, "channel": "customer"}),
    ):
        shown.take.now_ns += seconds * NS
        play.mark(kind, None, **facts)
    shown.look()
    texts = page.notices.texts
    assert len(texts) == 3 and "破音" in texts[0] and "不相关" in texts[1] and "摄像头断开" in texts[2]
    play.mark("sound_clipped", None, begins=False, channel="customer")
    play.mark("stranger_gone", None, faces=2)
    shown.look()
    assert ["摄像头断开" in text for text in page.notices.texts] == [False, True]
    play.mark("camera_back", None, camera=0)
    play.mark("picture_dark", None, begins=False)
    shown.look()
    assert not page.notices.isVisible()


def test_lost_microphone_says_what_to_do_and_how_long_it_may_last(shown: Shown) -> None:
    shown.play.through(1)
    shown.play.begin()
    shown.play.mark("microphone_lost", None, channel="customer", code="E-121")
    shown.play.hold("microphone-customer")
    shown.take.now_ns += 15 * NS
    shown.look()
    (text,) = shown.page.notices.texts
    assert "已录部分安全" in text and "E-121" in text and text.endswith("最多再等 01:45。")
    assert Cue.ATTENTION in shown.page.sounds.played
    assert "等麦克风恢复" in shown.page.bar.labels()[0].text()


def test_absence_becomes_an_alarm_after_eight_seconds(shown: Shown) -> None:
    shown.play.through(1)
    shown.play.begin()
    shown.play.speak()
    shown.play.mark("customer_left", None, absent_ns=3 * NS)
    shown.look()
    assert shown.page.notices._lines[0].property("tone") == Tone.WARNING.value
    shown.page.sounds.played = []
    shown.take.now_ns += 6 * NS
    shown.look()
    assert shown.page.notices._lines[0].property("tone") == Tone.DANGER.value
    assert shown.page.sounds.played == [Cue.ATTENTION]
    shown.play.mark("customer_back", None, absent_ns=9 * NS)
    shown.look()
    assert not shown.page.notices.texts


def test_notice_of_a_try_goes_with_the_try(shown: Shown) -> None:
    shown.play.through(1)
    shown.play.begin()
    shown.play.listen()
    shown.play.answer("", Verdict.MISSING, "silence")
    shown.play.mark("remedy_began", "rights-notice", attempt=2, reason="silence")
    shown.look()
    assert shown.page.notices.texts == ["客户没有出声，正在慢一点再问一次。"]
    shown.play.answer("清楚", attempt=2)
    shown.play.passed()
    shown.look()
    assert not shown.page.notices.texts


def test_customer_who_wants_to_stop_is_told_without_blame(shown: Shown) -> None:
    shown.play.through(2)
    shown.play.mark("session_ended", None, outcome="stopped", reason="customer_stops")
    shown.play.view(Ended(Outcome.STOPPED), queue=())
    shown.look()
    (text,) = shown.page.notices.texts
    assert "这是客户的权利" in text and "拒绝" not in text and "失败" not in text


# ---------------------------------------------------------------------- what is asked


def test_function_keys_ask_the_take_once_each(shown: Shown) -> None:
    shown.play.through(2)
    shown.play.begin()
    shown.play.speak()
    shown.later(2)
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        QTest.keyClick(shown.page, key)
    assert shown.take.asked == [("repeat", "clerk", False), ("ask_again", "seller")]
    shown.play.speak(reads=True)
    shown.later(2)
    QTest.keyClick(shown.page, Qt.Key.Key_F9)
    shown.page.foot.slower.click()
    assert shown.take.asked[2:] == [("clerk_read",), ("repeat", "clerk", True)]


@pytest.mark.qt_log_ignore("does not support grabbing the (keyboard|mouse)")
def test_marks_are_chosen_with_the_keys_one_to_five(shown: Shown, qtbot: QtBot) -> None:
    shown.play.through(2)
    shown.play.begin()
    shown.play.speak()
    QTest.keyClick(shown.page, Qt.Key.Key_F8)
    qtbot.waitUntil(shown.page.foot.menu.isVisible)
    QTest.keyClick(shown.page.foot.menu, Qt.Key.Key_2)
    assert shown.take.asked == [("mark", NOTES[1])]
    shown.play.mark("clerk_mark", "seller", note=NOTES[1])
    shown.look()
    assert shown.page.notices.texts == ["已作标记：已当面解释"]


def test_click_that_meant_the_step_before_does_nothing(shown: Shown) -> None:
    shown.play.through(2)
    shown.play.begin()
    shown.play.speak()
    shown.later(5)
    shown.play.answer("看清楚了")
    shown.play.passed()
    shown.play.begin()
    shown.play.speak()
    QTest.keyClick(shown.page, Qt.Key.Key_F7)
    assert not shown.take.asked
    shown.later(1.6)
    QTest.keyClick(shown.page, Qt.Key.Key_F7)
    assert shown.take.asked == [("ask_again", "persons")]


def test_end_must_be_held_and_gives_its_reason(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    shown.play.through(2)
    shown.play.begin()
    shown.play.speak()
    QTest.mouseClick(page.foot.end, Qt.MouseButton.LeftButton)
    assert not page.foot.is_asking_reason
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyPress(page, Qt.Key.Key_F9, both)
    QTest.keyRelease(page, Qt.Key.Key_F9, both)
    with qtbot.waitSignal(page.foot.end_wanted, timeout=5_000):
        QTest.keyPress(page, Qt.Key.Key_F9, both)
    QTest.keyRelease(page, Qt.Key.Key_F9, both)
    assert page.foot.is_asking_reason and not shown.take.asked
    page.foot.reasons[0].click()
    assert not shown.take.asked, "it lies where another button was"
    page.foot.go_on.click()
    assert not page.foot.is_asking_reason
    with qtbot.waitSignal(page.foot.end_wanted, timeout=5_000):
        QTest.mousePress(page.foot.end, Qt.MouseButton.LeftButton)
    shown.play.say("我想回去", Channel.CUSTOMER)
    assert "我想回去" in page.transcript.text(), "the take goes on while the reason is asked"
    shown.later(2)
    page.foot.reasons[0].click()
    page.foot.reasons[0].click()
    assert shown.take.asked == [("end", "customer_leaves")]


def test_page_cannot_be_left_while_recording(shown: Shown) -> None:
    shown.desk.go(PageId.HOME)
    assert shown.window.stack.currentWidget() is shown.page and "正在录制" in shown.window.notice.text
    shown.take.is_over = True
    shown.desk.go(PageId.HOME)
    assert shown.window.stack.currentWidget() is other(shown.window, PageId.HOME)


def test_timers_rest_while_nobody_can_see_the_page(shown: Shown, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown.page._looking.is_beating)
    shown.window.showMinimized()
    qtbot.waitUntil(lambda: not shown.page._looking.is_beating and not shown.page._judging.is_beating)
    shown.play.through(1)
    shown.play.begin()
    shown.play.speak()
    shown.window.showNormal()
    qtbot.waitUntil(lambda: shown.page._looking.is_beating and shown.page._judging.is_beating)
    assert shown.page.steps._rows[0].word == "通过", "what was told meanwhile is there"
    shown.window.hide()
    qtbot.waitUntil(lambda: not shown.page._looking.is_beating)
    shown.window.show()


# ---------------------------------------------------------------------- the end


def test_take_that_could_not_be_sealed_is_told_with_what_is_safe(shown: Shown) -> None:
    shown.play.through(2)
    shown.take.is_over = True
    shown.desk.take_ended.emit(Fault("E-912", reason="Input/output error"))
    text = shown.page.prompt.words.toPlainText()
    assert "E-912" in text and "已经加密存在本机" in text
    assert "录制中" not in shown.page.bar.labels()[0].text()
    shown.page.foot.home.click()
    assert shown.window.stack.currentWidget() is other(shown.window, PageId.HOME)


# ---------------------------------------------------------------------- whole takes

THREE = script(CONSENT, KNOWS, TELLS)


def _rows_of(page: RecordingPage, where: str) -> list[ProblemRow]:
    return [row for row in page.problems.rows if row._where.text().startswith(where)]


def whole(window: MainWindow, qtbot: QtBot, ready: ReadyScript, clock: FastClock, *listeners: object) -> list[object]:
    """Begin a take on a clock that runs as fast as it can; what it ended with comes into the list."""
    desk = window.desk
    ended: list[object] = []
    desk.take_ended.connect(ended.append)
    desk.clock = clock
    desk.take_changed.connect(lambda: desk.go(PageId.RECORDING) if desk.is_recording else None)
    desk.begin_take(Prepared(ready, CASE, ("national", "a1" * 32)), listeners=listeners)  # type: ignore[arg-type]
    return ended


def test_problem_of_a_whole_take_is_mended_with_its_button(qtbot: QtBot, tmp_path: Path) -> None:
    """A step that failed is shown at once, its button asks again inside the take, and then nothing is left of it."""
    station, clock = found_station(tmp_path), FastClock()
    held: list[str] = []

    def hold(news: Mark | Utterance | SessionView) -> None:
        if isinstance(news, Mark) and news.kind in ("step_failed", "session_ended"):
            clock.hold()
            held.append(news.kind)

    with open_window(qtbot, settings_in(tmp_path), MAKERS, station) as window:
        window.desk.devices = VirtualDevices({"consent": ["我同意"], "knows": ["嗯", "嗯", "嗯", "清楚"]})
        ended = whole(window, qtbot, THREE, clock, hold)
        page = window.page(PageId.RECORDING)
        assert isinstance(page, RecordingPage)
        page._list_guard.quiet_ms = 0
        qtbot.waitUntil(lambda: held == ["step_failed"], timeout=60_000)
        qtbot.waitUntil(lambda: bool(_rows_of(page, "第 2 步")), timeout=5_000)
        (row,) = _rows_of(page, "第 2 步")
        assert row._text.text() == "回答不能算数：只有语气词。" and "R-C04" in row._where.text()
        row.remedy.click()
        clock.release()
        qtbot.waitUntil(lambda: "session_ended" in held, timeout=60_000)
        qtbot.waitUntil(lambda: not _rows_of(page, "第 2 步"), timeout=5_000)
        assert page.transcript.text().splitlines()[-1].endswith("客户：清楚")
        assert [row.word for row in page.steps._rows] == ["通过", "通过", "通过"]
        assert page.steps._rows[1].attempts == 4
        clock.release()
        qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
        (report,) = ended
        assert isinstance(report, TakeReport) and report.outcome is Outcome.COMPLETED
        assert other(window, PageId.REVIEW).entered == [{"take_id": report.take.id}]
        assert page.sounds.played[-1] is Cue.FINISHED and not page._looking.is_beating
        window.desk.devices.close()
    station.close()


# ---------------------------------------------------------------------- sounds


@pytest.mark.parametrize("cue", Cue)
def test_cue_is_short_and_low_enough_for_old_ears(cue: Cue) -> None:
    sound = samples_of(cue).astype(float)
    assert len(sound) / RATE_HZ < 0.5 and np.abs(sound).max() < 0.4 * 32_767
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    assert power[hertz > HIGHEST_HZ].sum() < 1e-5 * power.sum()
    assert abs(sound[0]) < 100 and abs(sound[-1]) < 100, "a click"


def test_start_and_finish_cannot_be_muted() -> None:
    sounds = Sounds()
    sounds.is_muted = True
    for cue in Cue:
        sounds.play(cue)
    assert sounds.played == [Cue.START, Cue.FINISHED]
