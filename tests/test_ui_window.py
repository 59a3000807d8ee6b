"""The main window over a real take: it may freeze, refuse to close, or die; the take loses nothing."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.evidence.package import verify
from app.model import Mark, Outcome, Utterance
from app.session.runner import SessionView
from media.clock import FastClock, SystemClock
from tests.station_parts import AGREES, Voices, is_whole, speaking
from tests.window_parts import SUPERVISOR, Program, program
from ui.application import Application
from ui.desk import Page, PageId
from ui.kit.tone import Tone


@pytest.fixture(scope="module")
def voices() -> Iterator[Voices]:
    with speaking() as made:
        yield made


@pytest.fixture
def shown(tmp_path: Path, voices: Voices, qtbot: QtBot) -> Iterator[Program]:
    with program(tmp_path, voices, qtbot, says=AGREES) as made:
        yield made


class Blank(Page):
    """Stands for any page."""

    page_id = PageId.HOME
    reason = ""

    def may_leave(self) -> str:
        return self.reason


def test_window_that_is_destroyed_does_not_end_the_take(shown: Program) -> None:
    shown.begin()
    take = shown.application.desk.take
    assert take is not None and not take.is_over
    with shown.qtbot.waitSignal(shown.application.window.destroyed):
        shown.application.window.deleteLater()
    assert take.wait(120.0)
    report = shown.report
    assert report.outcome is Outcome.COMPLETED and report.recorded.dropped == 0
    shown.station.person = SUPERVISOR
    is_whole(shown.station, report.take.id)


def test_whole_take_is_recorded_and_sealed_while_the_event_loop_is_frozen(shown: Program) -> None:
    shown.application.window.show()
    shown.begin()
    take = shown.application.desk.take
    assert take is not None
    assert take.wait(60.0)  # on the window's own thread: nothing of the window moves meanwhile
    assert not shown.ended, "the window could not have noticed yet"
    report = shown.report
    assert report.outcome is Outcome.COMPLETED
    assert report.recorded.dropped == 0 and set(report.recorded.gaps_ns.values()) == {0}
    assert not [mark for mark in report.marks if mark.kind in ("sound_gap", "picture_gap", "speech_gap")]
    package = shown.station.settings.folder.packages / report.take.id
    assert verify(package, identity=shown.station.vault.in_hand.replay[0]).has_passed


@pytest.mark.alone
def test_event_loop_frozen_for_ten_seconds_does_not_hold_up_a_take_in_real_time(
    tmp_path: Path, voices: Voices, qtbot: QtBot
) -> None:
    with program(tmp_path, voices, qtbot, says=AGREES, is_fast=False) as shown:
        shown.application.window.show()
        shown.begin()
        take = shown.application.desk.take
        assert take is not None
        before_ns, began_ns = take.now_ns, SystemClock().now_ns()
        threading.Event().wait(10.0)  # nothing of the window moves
        frozen_ns = SystemClock().now_ns() - began_ns
        assert take.is_over or take.now_ns - before_ns > 0.99 * frozen_ns
        report = shown.report
        assert report.outcome is Outcome.COMPLETED and report.recorded.dropped == 0
        shown.station.person = SUPERVISOR
        is_whole(shown.station, report.take.id)


def test_closing_while_recording_is_refused_and_explained(shown: Program) -> None:
    window = shown.application.window
    window.show()
    shown.begin()
    assert not window.close()
    assert window.isVisible() and "正在录制" in window.notice.text and not window.notice.isHidden()
    assert shown.report.outcome is Outcome.COMPLETED
    assert window.close() and not window.isVisible()


def test_lock_closes_the_vault(shown: Program) -> None:
    shown.application.lock()
    assert shown.application.desk.station is None
    shown.wait(lambda: shown.station.is_closed)
    assert shown.application.window.current is PageId.UNLOCK and shown.devices.closed == 1


def test_two_clicks_on_start_are_one_take(shown: Program) -> None:
    desk = shown.application.desk
    shown.begin()
    first = desk.take
    shown.begin()
    shown.begin()
    assert desk.take is first
    assert shown.report.outcome is Outcome.COMPLETED
    assert len(shown.station.vault.takes()) == 1 and shown.devices.opened == 1


def test_red_frame_and_title_say_that_it_records(shown: Program) -> None:
    window = shown.application.window
    assert "录制中" not in window.windowTitle()
    shown.begin()
    assert window.windowTitle().startswith("● 录制中") and not window.rail.isEnabled()
    assert shown.report.outcome is Outcome.COMPLETED
    assert "录制中" not in window.windowTitle() and window.rail.isEnabled()


def test_system_that_wants_the_end_gets_a_sealed_take_first(shown: Program) -> None:
    shown.application.window.show()
    clock = shown.application.desk.clock
    assert isinstance(clock, FastClock)
    consents: list[Mark] = []

    def hold(news: Mark | Utterance | SessionView) -> None:
        """Once the customer has agreed: what ends before that is not kept."""
        if isinstance(news, Mark) and news.kind == "step_passed" and not consents:
            clock.hold()
            consents.append(news)

    shown.begin(listeners=[hold])
    shown.wait(lambda: consents)
    shown.application.ask_to_end()
    clock.release()
    report = shown.report
    assert report.outcome is Outcome.INCOMPLETE
    shown.station.person = SUPERVISOR
    is_whole(shown.station, report.take.id)
    shown.wait(lambda: not shown.application.window.isVisible())


def test_page_that_may_not_be_left_stays(shown: Program, qtbot: QtBot) -> None:
    window, desk = shown.application.window, shown.application.desk
    blank = Blank(desk)
    window._pages[PageId.HOME] = blank
    window.stack.addWidget(blank)
    window._pages[PageId.SETTINGS] = type("Other", (Blank,), {"page_id": PageId.SETTINGS})(desk)
    window.stack.addWidget(window._pages[PageId.SETTINGS])
    desk.go(PageId.HOME)
    Blank.reason = "还没有保存"
    try:
        desk.go(PageId.SETTINGS)
        assert window.current is PageId.HOME and "还没有保存" in window.notice.text
    finally:
        Blank.reason = ""
    desk.go(PageId.SETTINGS)
    assert str(window.current) == "settings" and window.notice.isHidden()


def test_second_start_is_told_and_brings_the_first_to_the_front(
    shown: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    first = shown.application
    assert first._is_alone()
    second = Application(first.desk.settings, first.qt)
    try:
        assert second.run() == 1
        assert "E-930" in capsys.readouterr().err
        first.window.showMinimized()
        shown.wait(lambda: not first.window.isMinimized())
    finally:
        second.finish()


def test_mistake_in_a_slot_is_a_sentence_and_no_end(shown: Program, expect_log: Callable[[str], None]) -> None:
    expect_log("ERROR window: unexpected")
    try:
        raise RuntimeError("a mistake")
    except RuntimeError as problem:
        shown.application._on_exception(type(problem), problem, problem.__traceback__)
    assert "E-901" in shown.application.window.notice.text and "a mistake" not in shown.application.window.notice.text


def test_language_without_a_translation_stays_chinese_and_says_so(shown: Program) -> None:
    shown.application.speak("fr")
    assert "E-931" in shown.application.window.notice.text
    assert shown.application.window.rail._buttons["home"][0].text() == "首页"


def test_language_and_scale_change_at_once(shown: Program) -> None:
    window = shown.application.window
    shown.application.speak("en")
    assert window.rail._buttons["home"][0].text() == "Home"
    shown.application.speak("zh")
    assert window.rail._buttons["home"][0].text() == "首页"
    window.show()
    window.activateWindow()
    shown.wait(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert shown.application.theme.scale_percent == 125
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert shown.application.theme.scale_percent == 100


def test_practice_is_marked_on_the_window(shown: Program) -> None:
    window, desk = shown.application.window, shown.application.desk
    window.show()
    assert window._practice.isHidden() and not window.windowTitle().startswith("演练")
    desk.station = shown.station.practice()
    desk.station_changed.emit()
    assert window._practice.isVisible() and window.windowTitle().startswith("演练")
    assert "永不上传" in window._practice_text.text()
    desk.station = shown.station


def test_notice_that_asks_for_something_stays(shown: Program) -> None:
    window, desk = shown.application.window, shown.application.desk
    desk.tell("坏了", Tone.DANGER)
    assert not window._notice_timer.isActive() and window.notice.accessibleName() == "坏了"
    desk.tell("好了", Tone.OK)
    assert window._notice_timer.isActive()
