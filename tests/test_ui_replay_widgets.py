"""The timeline and the transcript by pointer, by keyboard and in words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model import Answer, Channel, Mark, Utterance, Verdict
from tests.replay_parts import QT_SAYS
from ui.replay.lanes import Lane, Timelines, timelines
from ui.replay.lines import transcript_lines
from ui.replay.timeline import Timeline
from ui.replay.transcript import Transcript
from ui.style.theme import Theme

pytestmark = [pytest.mark.qt_log_ignore(*QT_SAYS)]
NS = 1_000_000_000
LENGTH_NS = 300 * NS
TITLES = {"consent": "同意录制", "knows": "产品性质", "tells": "责任免除"}
Keys = Qt.Key
NO_KEY = Qt.KeyboardModifier.NoModifier


def a_take(lines: int = 3) -> Timelines:
    steps = [
        Mark(0, "take_began", None, {"detectors": {"faces": "checked"}}),
        *(Mark(n * 100 * NS, "step_began", step) for n, step in enumerate(TITLES)),
        Mark(120 * NS, "picture_gap", None, {"camera": 0, "from_ns": 120 * NS, "to_ns": 150 * NS}),
        Mark(200 * NS, "forbidden_word", None, {"word": "保本"}),
        Mark(299 * NS, "session_ended"),
    ]
    answers = [
        Answer("consent", 1, "我同意", Verdict.ACCEPTED, "accepted_words", 40 * NS, 42 * NS, "speech"),
        Answer("knows", 1, "", Verdict.MISSING, "silence", 140 * NS, 148 * NS, "none"),
        Answer("knows", 2, "清楚", Verdict.ACCEPTED, "accepted_words", 180 * NS, 182 * NS, "speech"),
    ]
    said = [
        Utterance(Channel.CUSTOMER if n % 2 else Channel.COUNTER, f"第{n}句同意" if n % 3 else f"第{n}句",
                  (10 + n * 5) * NS, (12 + n * 5) * NS, 0.9)
        for n in range(lines)
    ]  # fmt: skip
    return timelines(LENGTH_NS, marks=steps, answers=answers, transcript=said)


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[Timeline]:
    timeline = Timeline(Theme())
    qtbot.addWidget(timeline)
    timeline.resize(900, timeline.sizeHint().height())
    timeline.show()
    timeline.show_take(a_take(), TITLES)
    yield timeline


@pytest.fixture
def transcript(qtbot: QtBot) -> Iterator[Transcript]:
    transcript = Transcript(Theme())
    qtbot.addWidget(transcript)
    transcript.resize(360, 300)
    transcript.show()
    transcript.show_lines(transcript_lines(a_take(40), TITLES))
    yield transcript


def sought(qtbot: QtBot, widget: Timeline | Transcript, act: object) -> int:
    with qtbot.waitSignal(widget.seek_wanted) as told:
        act()  # type: ignore[operator]
    assert told.args is not None
    return int(told.args[0])


def middle(timeline: Timeline, lane: Lane, number: int) -> QPoint:
    take = a_take()
    item = take.lanes[lane][number]
    box = timeline.item_rect(item)
    return QPointF(box.left() + min(5.0, box.width() / 2), box.center().y()).toPoint()


# ------------------------------------------------------------------ timeline


@pytest.mark.parametrize(("lane", "number"), [(Lane.ANSWERS, 1), (Lane.STEPS, 2), (Lane.MARKS, 0), (Lane.FACES, 0)])
def test_click_on_an_item_jumps_to_a_moment_before_it(
    qtbot: QtBot, timeline: Timeline, lane: Lane, number: int
) -> None:
    begin_ns = a_take().lanes[lane][number].begin_ns
    place = middle(timeline, lane, number)
    at_ns = sought(qtbot, timeline, lambda: QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, NO_KEY, place))
    assert at_ns == begin_ns - 3 * NS // 2


def test_click_elsewhere_jumps_to_that_time_and_dragging_scrubs(qtbot: QtBot, timeline: Timeline) -> None:
    left = timeline.item_rect(a_take().steps[0]).left()
    width = timeline.width() - left
    half = QPoint(round(left + width / 2), 5)
    at_ns = sought(qtbot, timeline, lambda: QTest.mousePress(timeline, Qt.MouseButton.LeftButton, NO_KEY, half))
    assert abs(at_ns - LENGTH_NS / 2) < LENGTH_NS / width
    quarter = QPoint(round(left + width / 4), 5)
    at_ns = sought(qtbot, timeline, lambda: QTest.mouseMove(timeline, quarter))
    assert abs(at_ns - LENGTH_NS / 4) < LENGTH_NS / width
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, NO_KEY, quarter)
    with qtbot.assertNotEmitted(timeline.seek_wanted):
        QTest.mouseMove(timeline, half)


def test_arrows_go_from_item_to_item_and_enter_jumps(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.setFocus()
    told = []
    for key in (Keys.Key_Right, Keys.Key_Right, Keys.Key_Down, Keys.Key_Down, Keys.Key_Right, Keys.Key_Right):
        QTest.keyClick(timeline, key)
        told.append(timeline.accessibleDescription())
    assert told[0] == "环节 1/3：00:00–01:40  同意录制"
    assert told[1] == "环节 2/3：01:40–03:20  产品性质"
    for _ in range(9):
        QTest.keyClick(timeline, Keys.Key_Down)
    assert timeline.accessibleDescription().startswith("打点 1/2：03:20")
    at_ns = sought(qtbot, timeline, lambda: QTest.keyClick(timeline, Keys.Key_Return))
    assert at_ns == 200 * NS - 3 * NS // 2
    QTest.keyClick(timeline, Keys.Key_Up)
    QTest.keyClick(timeline, Keys.Key_Up)
    QTest.keyClick(timeline, Keys.Key_Home)
    assert timeline.accessibleDescription() == "应答 1/3：00:40–00:42  应答：同意录制 “我同意” 通过"
    QTest.keyClick(timeline, Keys.Key_End)
    assert timeline.accessibleDescription().startswith("应答 3/3：03:00")


def test_arrows_belong_to_the_timeline_and_other_keys_do_not(qtbot: QtBot, timeline: Timeline) -> None:
    for key, is_own in ((Keys.Key_Left, True), (Keys.Key_Return, True), (Keys.Key_Space, False), (Keys.Key_M, False)):
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(timeline, event)
        assert event.isAccepted() is is_own, key


def test_wheel_zooms_around_the_pointer_and_keys_zoom_around_the_playhead(qtbot: QtBot, timeline: Timeline) -> None:
    item = a_take().lanes[Lane.ANSWERS][1]
    place = QPointF(timeline.item_rect(item).center())
    before = timeline.item_rect(item)

    def wheel(notches: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        event = QWheelEvent(
            place, timeline.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(timeline, event)

    wheel(4)
    assert timeline.item_rect(item).contains(place)
    assert timeline.item_rect(item).width() > before.width() * 1.5
    wheel(-1, Qt.KeyboardModifier.ShiftModifier)
    assert not timeline.item_rect(item).contains(place)
    QTest.keyClick(timeline, Keys.Key_0)
    assert timeline.item_rect(item) == before
    timeline.set_at(150 * NS)
    QTest.keyClick(timeline, Keys.Key_Plus)
    assert timeline.item_rect(item).width() > before.width()
    QTest.keyClick(timeline, Keys.Key_Minus)
    assert timeline.item_rect(item).left() == pytest.approx(before.left(), abs=1)


def test_playhead_takes_the_zoomed_view_with_it(timeline: Timeline) -> None:
    timeline.zoom(10, 0)
    item = a_take().lanes[Lane.ANSWERS][2]
    assert not timeline.rect().contains(timeline.item_rect(item).toRect())
    timeline.set_at(179 * NS)
    assert timeline.rect().contains(timeline.item_rect(item).toRect())


def test_every_kind_of_verdict_and_gap_is_told_by_its_shape_too(timeline: Timeline) -> None:
    """In grey the signs still differ: a colour is never the only cue."""
    seen = timeline.grab().toImage()
    shapes = set()
    for number in (0, 1):
        box = timeline.item_rect(a_take().lanes[Lane.ANSWERS][number])
        left, top = round(box.left()), round(box.top())
        dark = seen.pixelColor(round(timeline.width() * 0.62), top + 9).lightness()
        shapes.add(
            tuple(
                abs(seen.pixelColor(left + x, top + y).lightness() - dark) > 40
                for x in range(1, 14)
                for y in range(2, 17)
            )
        )
    assert len(shapes) == 2


# ------------------------------------------------------------------ transcript


def test_line_that_is_heard_is_followed_until_the_person_scrolls(qtbot: QtBot, transcript: Transcript) -> None:
    bar = transcript.view.verticalScrollBar()
    transcript.set_at(150 * NS)
    assert transcript.heard_row == 28
    followed = bar.value()
    assert followed > 0
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 1200), Qt.MouseButton.NoButton, NO_KEY,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(transcript.view.viewport(), wheel)
    qtbot.waitUntil(transcript.follow_button.isVisible, timeout=2000)
    scrolled = bar.value()
    assert not transcript.follows and scrolled < followed
    transcript.set_at(200 * NS)
    assert bar.value() == scrolled
    QTest.mouseClick(transcript.follow_button, Qt.MouseButton.LeftButton)
    assert transcript.follows and not transcript.follow_button.isVisible()
    assert bar.value() > followed


def test_click_on_a_line_plays_from_its_beginning(qtbot: QtBot, transcript: Transcript) -> None:
    box = transcript.view.visualRect(transcript.model.index(2))
    at_ns = sought(
        qtbot,
        transcript,
        lambda: QTest.mouseClick(transcript.view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, box.center()),
    )
    assert at_ns == 20 * NS


def test_search_counts_and_goes_around_and_jumps_a_moment_before(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.focus_search()
    transcript.field.setText("同意")
    found = [n for n in range(40) if n % 3]
    assert transcript.count.text() == f"0/{len(found)}"
    at_ns = sought(qtbot, transcript, lambda: QTest.keyClick(transcript.field, Keys.Key_Return))
    assert at_ns == (10 + found[0] * 5) * NS - 3 * NS // 2
    assert transcript.count.text() == f"1/{len(found)}"
    at_ns = sought(qtbot, transcript, lambda: transcript.go_to_hit(-1))
    assert at_ns == (10 + found[-1] * 5) * NS - 3 * NS // 2
    transcript.go_to_hit(1)
    assert transcript.count.text() == f"1/{len(found)}"
    transcript.field.setText("找不到的话")
    assert transcript.count.text() == "没有找到"
    with qtbot.assertNotEmitted(transcript.seek_wanted):
        transcript.go_to_hit(1)
    transcript.field.clear()
    assert transcript.count.text() == ""


@pytest.mark.parametrize("may_copy", [True, False])
def test_lines_are_copied_only_by_whose_role_may_export(qtbot: QtBot, may_copy: bool) -> None:
    transcript = Transcript(Theme(), may_copy=may_copy)
    qtbot.addWidget(transcript)
    transcript.show_lines(transcript_lines(a_take(), TITLES))
    QGuiApplication.clipboard().setText("before")
    transcript.view.setCurrentIndex(transcript.model.index(1))
    QTest.keyClick(transcript.view, Keys.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == ("00:15 客户：第1句同意" if may_copy else "before")


def test_line_says_who_and_when_to_a_screen_reader(transcript: Transcript) -> None:
    assert transcript.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "00:10 柜员：第0句"


def test_lines_are_as_high_as_their_text_needs(qtbot: QtBot, transcript: Transcript) -> None:
    long = timelines(LENGTH_NS, transcript=[Utterance(Channel.CUSTOMER, "很长的一句话" * 20, 0, NS, 0.9)])
    transcript.show_lines(transcript_lines(long, {}))
    narrow = transcript.view.visualRect(transcript.model.index(0)).height()
    transcript.resize(900, 300)
    qtbot.waitUntil(lambda: transcript.view.visualRect(transcript.model.index(0)).height() < narrow, timeout=2000)
