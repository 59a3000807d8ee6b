"""Unlocking: by keyboard, the first time and later, with what goes wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.model import TakeState
from app.rights import Role
from app.station import Station
from tests.desk_parts import (
    PASSPHRASE,
    focused,
    found_station,
    open_window,
    other,
    press,
    settings_in,
    type_text,
    unnamed,
)
from tests.vault_parts import make_case, make_take
from ui.desk import PageId
from ui.main_window import MainWindow
from ui.pages.unlock import UnlockPage

Open = Callable[[], MainWindow]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Call it once the folder is as it should be found."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def show() -> MainWindow:
            made = stack.enter_context(open_window(qtbot, settings_in(tmp_path), {PageId.UNLOCK: UnlockPage}))
            made.desk.go(PageId.UNLOCK)
            return made

        yield show


def page_of(window: MainWindow) -> UnlockPage:
    page = window.page(PageId.UNLOCK)
    assert isinstance(page, UnlockPage)
    return page


def enters(window: MainWindow, qtbot: QtBot, account: str = "0123", passphrase: str = PASSPHRASE) -> None:
    type_text(account)
    while not (isinstance(focused(), QLineEdit) and focused().accessibleName().endswith("口令")):
        press(Qt.Key.Key_Tab)
    type_text(passphrase)
    press(Qt.Key.Key_Return)


def comes_home(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.current is PageId.HOME, timeout=20_000)


def test_first_time_founds_the_station(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    enters(shown, qtbot)
    assert page_of(shown)._again.error and focused() is page_of(shown)._again.edit, "asked for a second time"
    type_text(PASSPHRASE + "!")
    press(Qt.Key.Key_Return)
    assert page_of(shown)._again.error == "两次输入的口令不一样"
    page_of(shown)._again.edit.clear()
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    comes_home(shown, qtbot)
    station = shown.desk.open_station
    assert station.person.account == "0123" and list(station.person.roles) == [Role.CLERK]
    assert shown.desk.devices is not None and not shown.desk.is_practice
    assert (tmp_path / "vault" / "vault.db").exists()


def test_short_new_passphrase_is_refused(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    enters(shown, qtbot, passphrase="1234567")
    assert "8" in page_of(shown)._passphrase.error and focused() is page_of(shown)._passphrase.edit
    assert not (tmp_path / "vault").exists()


def test_wrong_passphrase_is_marked_and_selected(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    page = page_of(shown)
    assert not page._again.isVisible()
    enters(shown, qtbot, passphrase="wrong")
    qtbot.waitUntil(lambda: bool(page._passphrase.error))
    assert "E-205" in page._passphrase.error and shown.current is PageId.UNLOCK
    assert page._account.text() == "0123", "the account stays"
    assert focused() is page._passphrase.edit and page._passphrase.edit.selectedText(), "the next key replaces it"
    type_text(PASSPHRASE)
    assert not page._passphrase.error
    press(Qt.Key.Key_Return)
    comes_home(shown, qtbot)


def test_supervisor_is_chosen_by_keyboard(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    type_text("0900")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Tab)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    comes_home(shown, qtbot)
    assert Role.SUPERVISOR in shown.desk.open_station.person.roles


@pytest.mark.parametrize("account", ["", "张三", "0123-4", "a b"])
def test_account_must_be_letters_or_figures(window: Open, qtbot: QtBot, tmp_path: Path, account: str) -> None:
    found_station(tmp_path).close()
    shown = window()
    type_text(account)
    press(Qt.Key.Key_Return)
    assert page_of(shown)._account_field.error and focused() is page_of(shown)._account


def test_station_in_use_is_told_in_a_sentence(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    with found_station(tmp_path):
        shown = window()
        enters(shown, qtbot)
        qtbot.waitUntil(page_of(shown)._failure.isVisible)
        assert "E-203" in page_of(shown)._failure.text
    press(Qt.Key.Key_Return)
    comes_home(shown, qtbot)


def test_two_presses_open_once(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    opened: list[None] = []
    shown.desk.station_changed.connect(lambda: opened.append(None))
    enters(shown, qtbot)
    page_of(shown).on_enter()
    page_of(shown)._enter.click()
    comes_home(shown, qtbot)
    assert len(opened) == 1


def test_passphrase_can_be_shown_and_caps_lock_is_told(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    field = page_of(shown)._passphrase
    field.edit.setFocus()
    type_text("A")  # a capital letter without Shift
    assert field._caps.isVisible()
    type_text("b")
    assert not field._caps.isVisible()
    assert field.edit.displayText() != field.text
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert field.edit.displayText() == field.text and field._show.text() == "隐藏"
    shown.desk.go(PageId.HELP)
    assert not field.text and field.edit.echoMode() is QLineEdit.EchoMode.Password, "nothing stays when it is left"


def test_take_that_a_crash_left_open_is_rescued(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    with found_station(tmp_path) as station:
        station.vault.add_case(make_case("C-1"), 1)
        station.vault.open_take(make_take("T-1", "C-1"))
    shown = window()
    enters(shown, qtbot)
    comes_home(shown, qtbot)
    assert shown.desk.open_station.vault.take(make_take("T-1", "C-1").id).state is TakeState.OPEN
    assert shown.notice.isVisible() and "没能抢救" in shown.notice.text, "its file never was: that is told"


def test_devices_are_listed_and_practice_offered_without_any(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    from app.devices import PluggedIn

    found_station(tmp_path).close()
    shown = window()
    page = page_of(shown)
    assert not page._practise.isVisible()
    page.on_devices_found(PluggedIn((), (), ()))
    assert page._practise.isVisible() and page._camera.text == "未检测到摄像头"
    type_text("0123")
    page._passphrase.edit.setText(PASSPHRASE)
    page._practise.setFocus()
    press(Qt.Key.Key_Space)
    comes_home(shown, qtbot)
    assert shown.desk.is_practice and shown.desk.devices is not None and shown.desk.devices.is_practice
    assert isinstance(shown.desk.real_station, Station) and not shown.desk.real_station.is_practice


def test_window_locked_in_practice_can_be_unlocked_again(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    page = page_of(shown)
    for _ in range(2):
        page._account.setText("0123")
        page._passphrase.edit.setText(PASSPHRASE)
        page.on_enter(practise=True)
        qtbot.waitUntil(lambda: shown.current is PageId.HOME and shown.desk.is_practice, timeout=20_000)
        practice, devices = shown.desk.open_station, shown.desk.devices
        shown.desk.station = shown.desk.devices = None
        shown.desk.go(PageId.UNLOCK)
        assert shown.desk.real_station is None
        practice.close()
        assert devices is not None
        devices.close()
        qtbot.waitUntil(lambda: not shown.desk.bridge.is_busy)


def test_devices_are_looked_up_after_the_page_is_there(window: Open, qtbot: QtBot) -> None:
    page = page_of(window())
    qtbot.waitUntil(lambda: page._plugged_in is not None, timeout=20_000)
    assert "查找中" not in page._camera.text and "查找中" not in page._microphone.text


def test_every_control_has_a_name(window: Open, qtbot: QtBot) -> None:
    assert unnamed(page_of(window())) == []


def test_home_is_entered_without_arguments(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    enters(shown, qtbot)
    comes_home(shown, qtbot)
    assert other(shown, PageId.HOME).entered == [{}]
