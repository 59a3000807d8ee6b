"""A whole demo by keyboard alone: first set-up, practice, a sale, a take, its submission, and the supervisor's replay.

`test_ui_keyboard.py` runs it in a process of its own.

Nothing is clicked and nothing is called: only keys are pressed, on whatever has the keyboard.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.model import Outcome, ReviewKind, TakeState
from app.settings import DataFolder, Settings
from media.clock import FastClock
from ui.application import Application
from ui.desk import PageId
from ui.pages.setup import SetupPage
from ui.pages.wizard import WizardPage

MOST_TABS = 60
PASSPHRASE, OWN_PASSPHRASE = "keyboard only 8", "nobody but me 9"


class Keyboard:
    """Hands on a keyboard, eyes on the window."""

    def __init__(self, program: Application, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is on nothing"
        return widget

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        for modifier in held:
            modifiers |= modifier
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def tab_to(self, text: str) -> None:
        """Tab until the keyboard is on the control of that name or text."""
        seen = []
        for _ in range(MOST_TABS):
            name = self.focus.accessibleName() or getattr(self.focus, "text", str)()
            seen.append(name)
            if text in name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {text}: {seen}")

    def wait(self, condition: Callable[[], object], most_s: float = 60.0) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=round(most_s * 1000))

    def wait_for(self, page: PageId) -> None:
        self.wait(lambda: self.program.window.current is page)
        self.wait(lambda: QApplication.focusWidget() is not None)


def set_up(keys: Keyboard) -> None:
    """Administrator, supervisor, a first clerk; and the three shares of the recovery kit."""
    keys.wait_for(PageId.SETUP)
    page = keys.program.window.page(PageId.SETUP)
    assert isinstance(page, SetupPage)
    keys.wait(lambda: page.supervisor.clerk.kinds)
    keys.press(Qt.Key.Key_Return)
    for account, name in (("admin", "管理员的工号"), ("boss", "主管的工号")):
        keys.tab_to(name)
        keys.type(account)
        choose_passphrase(keys)
        if account == "admin":
            keys.press(Qt.Key.Key_Return)
    keys.tab_to("第一位柜员")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("柜员的工号")
    keys.type("0123")
    choose_passphrase(keys)
    keys.tab_to("执业登记编号")
    keys.type("L-1")
    keys.tab_to("人身保险")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("有效期至")
    keys.type((date.today() + timedelta(days=300)).isoformat())
    keys.tab_to("培训日期")
    keys.type(date.today().isoformat())
    keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    keys.wait(lambda: page.kit.has_kit)
    for keeper in ("wang", "li", "zhang"):
        words = page.kit.share.split()  # as they stand there to be read
        keys.tab_to("保管人的姓名")
        keys.type(keeper)
        keys.tab_to("已经交到")
        keys.press(Qt.Key.Key_Space)
        keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        for position in list(page.kit.proof.positions):
            keys.tab_to(f"第 {position} 个词")
            keys.type(words[position - 1])
        keys.press(Qt.Key.Key_Return)


def choose_passphrase(keys: Keyboard, passphrase: str = PASSPHRASE) -> None:
    for name in ("新口令", "再输一遍"):
        keys.tab_to(name)
        keys.type(passphrase)


def sign_in(keys: Keyboard, account: str, passphrase: str = PASSPHRASE, *, is_first: bool = False) -> None:
    keys.wait_for(PageId.UNLOCK)
    keys.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    keys.tab_to("工号")
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys.type(account)
    keys.tab_to("口令")
    keys.type(passphrase)
    keys.press(Qt.Key.Key_Return)
    if is_first:  # somebody else set the passphrase
        page = keys.program.window.page(PageId.UNLOCK)
        keys.wait(lambda: page.change.isVisible())  # type: ignore[attr-defined]
        keys.tab_to("现在的口令")
        keys.type(passphrase)
        choose_passphrase(keys, OWN_PASSPHRASE)
        keys.press(Qt.Key.Key_Return)
    keys.wait_for(PageId.HOME)


def practise(keys: Keyboard) -> None:
    keys.tab_to("演练")
    keys.press(Qt.Key.Key_Space)
    keys.wait(lambda: keys.program.desk.is_practice)
    keys.wait(lambda: QApplication.focusWidget() is not None)


def test_whole_demo_by_keyboard_alone(tmp_path: Path, qtbot: QtBot) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    program = Application(Settings(DataFolder(tmp_path / "data")), qt)
    desk, keys = program.desk, Keyboard(program, qtbot)
    desk.clock = FastClock()
    program.show()
    qtbot.waitExposed(program.window)
    program.window.activateWindow()
    try:
        set_up(keys)
        sign_in(keys, "0123", is_first=True)
        practise(keys)

        keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        keys.wait_for(PageId.WIZARD)
        wizard = program.window.page(PageId.WIZARD)
        assert isinstance(wizard, WizardPage)
        keys.wait(lambda: "预计" in wizard._length.text())  # a script is chosen
        keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        keys.tab_to("示例")
        keys.press(Qt.Key.Key_Space)
        keys.wait(lambda: "下一步" in (keys.focus.accessibleName() or getattr(keys.focus, "text", str)()))
        keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)

        keys.wait_for(PageId.PREFLIGHT)
        keys.wait(lambda: program.window.page(PageId.PREFLIGHT).is_ready)  # type: ignore[attr-defined]
        keys.press(Qt.Key.Key_F9)
        keys.wait_for(PageId.RECORDING)
        keys.wait(lambda: desk.is_recording)
        keys.press(Qt.Key.Key_Escape)  # does nothing
        keys.press(Qt.Key.Key_F6)
        keys.wait(lambda: program.window.current is PageId.REVIEW, 240.0)
        station = desk.open_station
        (take,) = station.vault.takes()
        assert take.state is TakeState.SEALED and take.outcome is Outcome.COMPLETED

        keys.wait(lambda: program.window.page(PageId.REVIEW).may_submit)  # type: ignore[attr-defined]
        keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        keys.wait(lambda: [review.kind for review in station.vault.reviews(take.id)] == [ReviewKind.SUBMITTED])

        keys.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        sign_in(keys, "boss")
        practise(keys)
        keys.tab_to("双录列表")
        keys.press(Qt.Key.Key_Home)
        keys.press(Qt.Key.Key_Return)
        keys.wait_for(PageId.REPLAY)
        replay = program.window.page(PageId.REPLAY)
        keys.wait(lambda: replay.stage.reason.isVisible())  # type: ignore[attr-defined]
        keys.tab_to("为什么要回放")
        keys.type("customer asked")
        keys.tab_to("开始回放")
        keys.press(Qt.Key.Key_Space)
        keys.wait(lambda: replay.has_picture)  # type: ignore[attr-defined]
        rows = desk.open_station.vault.audit_trail()
        assert any(row.kind == "take.replayed" and row.actor == "boss" for row in rows)
    finally:
        take_running = desk.take
        if take_running is not None and not take_running.is_over:
            take_running.end("test_over")
            take_running.wait(120.0)
        program.finish()
        program.window.deleteLater()
        qt.setStyleSheet("")
