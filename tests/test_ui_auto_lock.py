"""Nobody there: the window locks by itself, never a take; and the system's own lock is one, too."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.model import Outcome, TakeState
from app.settings import Security
from tests.station_parts import AGREES, Voices, speaking
from tests.window_parts import CLERK, Program, program
from ui.auto_lock import AutoLock
from ui.desk import PageId
from ui.kit.confirm import ConfirmDialog
from ui.session_lock import SessionLock


class Clock:
    """Nobody waits for it."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Watch:
    """An `AutoLock` of ten minutes over a field, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        qt = QApplication.instance()
        assert isinstance(qt, QApplication)
        self.clock = Clock()
        self.after_s = 600.0
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        with qtbot.waitActive(self.field):
            self.field.show()
            self.field.activateWindow()
        self.field.setFocus()
        self.lock = AutoLock(qt, lambda: self.after_s, self.clock)
        self.due: list[float] = []
        self.warned: list[int] = []
        self.lock.due.connect(lambda: self.due.append(self.clock.now_s))
        self.lock.warned.connect(self.warned.append)
        self.lock.begin()

    def passes(self, seconds: float) -> None:
        self.clock.now_s += seconds
        self.lock.look()


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[Watch]:
    made = Watch(qtbot)
    yield made
    made.lock.close()


# ------------------------------------------------------------------ nobody there


def test_due_after_the_minutes_of_the_settings_and_once(watch: Watch) -> None:
    watch.passes(599)
    assert watch.due == [] and watch.warned == [1]
    watch.passes(1)
    assert watch.due == [1600.0]
    assert not watch.lock._timer.isActive(), "it waits for somebody"


def test_a_minute_before_it_is_told_once(watch: Watch) -> None:
    watch.passes(539)
    assert watch.warned == []
    watch.passes(1)
    watch.passes(1)
    assert watch.warned == [60] and watch.due == []


@pytest.mark.parametrize("sign", ["key", "pointer", "press", "window"])
def test_sign_of_life_begins_anew(watch: Watch, sign: str) -> None:
    watch.passes(590)
    match sign:
        case "key":
            QTest.keyClick(watch.field, Qt.Key.Key_A)
        case "pointer":
            QTest.mouseMove(watch.field.windowHandle())
        case "press":
            QTest.mouseClick(watch.field, Qt.MouseButton.LeftButton)
        case "window":
            QTest.keyClick(watch.field.windowHandle(), Qt.Key.Key_B)
    watch.passes(590)
    assert watch.due == []
    watch.passes(10)
    assert len(watch.due) == 1


def test_repaints_and_timers_are_no_sign_of_life(watch: Watch) -> None:
    watch.passes(590)
    watch.field.update()
    watch.field.resize(300, 60)
    QTimer.singleShot(0, watch.field.update)
    QCoreApplication.processEvents()
    watch.passes(10)
    assert len(watch.due) == 1


def test_changed_setting_works_at_once(watch: Watch) -> None:
    watch.after_s = 60.0
    watch.passes(60)
    assert len(watch.due) == 1


def test_timer_comes_by_itself(qtbot: QtBot) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    lock = AutoLock(qt, lambda: 0.05)
    with qtbot.waitSignal(lock.due):
        lock.begin()
    lock.note_life()
    with qtbot.waitSignal(lock.due):
        pass
    lock.close()


# ------------------------------------------------------------------ the window


@pytest.fixture(scope="module")
def voices() -> Iterator[Voices]:
    with speaking() as made:
        yield made


@pytest.fixture
def shown(tmp_path: Path, voices: Voices, qtbot: QtBot) -> Iterator[Program]:
    with program(tmp_path, voices, qtbot, says=AGREES) as made:
        made.application.window.show()
        yield made


def test_nobody_there_locks_and_keeps_the_account(shown: Program) -> None:
    application = shown.application
    desk = application.desk
    desk.settings = replace(desk.settings, security=Security(lock_after_min=3))
    assert application.auto_lock._after_s() == 180.0
    application.auto_lock.due.emit()
    assert desk.station is None and application.window.current is PageId.UNLOCK
    shown.wait(lambda: shown.station.is_closed)
    application.auto_lock.due.emit()
    assert application.window.current is PageId.UNLOCK


def test_lock_leaves_no_dialog_behind(shown: Program) -> None:
    window = shown.application.window
    dialog = ConfirmDialog(window, shown.application.theme, "放弃？", "…", act="放弃", keep="接着填")
    dialog.open()
    shown.application.auto_lock.due.emit()
    assert not dialog.isVisible() and shown.application.desk.station is None


def test_warning_is_shown_while_somebody_is_in(shown: Program) -> None:
    shown.application.auto_lock.warned.emit(60)
    assert "60 秒后自动锁定" in shown.application.window.notice.text
    shown.application.lock()
    assert not shown.application.window.notice.isVisible()
    shown.application.auto_lock.warned.emit(60)
    assert not shown.application.window.notice.isVisible()


def test_take_goes_on_and_everything_else_is_locked(shown: Program) -> None:
    application, desk = shown.application, shown.application.desk
    window = application.window
    desk.go(PageId.HELP)
    shown.begin()
    desk.go(PageId.RECORDING)
    application.auto_lock.due.emit()
    assert desk.is_recording and desk.station is shown.station and desk.is_rest_locked
    assert window._rest.isVisible() and "其余部分已锁定" in window._rest_text.text()
    for page in (PageId.HELP, PageId.SETTINGS, PageId.HOME, PageId.REVIEW):
        desk.go(page)
        assert window.current is PageId.RECORDING
    at_ns = desk.take.now_ns if desk.take else 0
    shown.wait(lambda: desk.take is not None and (desk.take.now_ns > at_ns or desk.take.is_over))
    report = shown.report
    assert report.outcome is Outcome.COMPLETED
    shown.wait(lambda: window.current is PageId.UNLOCK)
    assert desk.station is None and not desk.is_rest_locked and not window._rest.isVisible()
    assert report.closed.state is TakeState.SEALED, "sealed first"
    assert desk.returning == (CLERK.account, report.take.id)
    shown.wait(lambda: shown.station.is_closed)


def test_locked_by_hand_in_a_take_is_no_different(shown: Program) -> None:
    shown.begin()
    shown.application.lock()
    assert shown.application.desk.is_rest_locked and shown.application.desk.station is shown.station
    assert shown.report.outcome is Outcome.COMPLETED
    shown.wait(lambda: shown.application.desk.station is None)


def test_take_that_is_just_being_opened_is_waited_for(shown: Program) -> None:
    desk = shown.application.desk
    desk._is_beginning = True
    shown.application.session_lock.locked.emit()
    assert desk.is_rest_locked and desk.station is shown.station
    desk._is_beginning = False
    shown.wait(lambda: desk.station is None)
    assert desk.returning is None


def test_top_bar_says_that_the_rest_is_locked(shown: Program) -> None:
    bar, desk = shown.application.window.top_bar, shown.application.desk
    desk.go(PageId.HELP)
    assert not bar._rest.isVisible()
    shown.begin()
    shown.application.lock()
    assert bar._rest.isVisible() and not bar._lock.isEnabled()
    assert shown.report.outcome is Outcome.COMPLETED


# ------------------------------------------------------------------ the system's lock


@pytest.fixture
def bus() -> Iterator[tuple[QDBusConnection, QDBusConnection]]:
    """A message bus of its own, and two who are on it."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon here")
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            yield QDBusConnection.connectToBus(address, "window"), QDBusConnection.connectToBus(address, "desktop")
        finally:
            for name in ("window", "desktop"):
                QDBusConnection.disconnectFromBus(name)
            process.terminate()


def tell(desktop: QDBusConnection, path: str, of: str, name: str, *arguments: object) -> None:
    message = QDBusMessage.createSignal(path, of, name)
    message.setArguments(list(arguments))
    assert desktop.send(message)


def test_session_that_is_locked_locks_the_window(bus: tuple[QDBusConnection, QDBusConnection], qtbot: QtBot) -> None:
    window, desktop = bus
    session = SessionLock()
    told: list[None] = []
    session.locked.connect(lambda: told.append(None))
    assert session.listen_to_system(window, session="2") and session.listen_to_desktop(window)
    session_of = "org.freedesktop.login1.Session"
    tell(desktop, "/org/freedesktop/login1/session/_33", session_of, "Lock")  # somebody else's
    tell(desktop, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
    with qtbot.waitSignal(session.locked):
        tell(desktop, "/org/freedesktop/login1/session/_32", session_of, "Lock")
    assert len(told) == 1, "those before it are there by then"
    for of in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
        with qtbot.waitSignal(session.locked):
            tell(desktop, "/ScreenSaver", of, "ActiveChanged", True)
    with qtbot.waitSignal(session.locked):
        tell(desktop, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True)
    session.close()


def test_without_a_bus_nothing_is_told_and_nothing_fails() -> None:
    session = SessionLock()
    assert not session.listen_to_desktop(QDBusConnection("nothing"))
    session.close()
