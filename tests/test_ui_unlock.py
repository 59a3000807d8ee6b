"""Login: by keyboard, as a real account, with what goes wrong; nobody chooses here what he may do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.administration import Administration
from app.model import TakeId, TakeState
from app.rights import Role
from app.station import Station
from app.vault.keyfile import NewAccount
from app.vault.tries import FREE_TRIES
from tests.desk_parts import (
    PASSPHRASE,
    focused,
    found_accounts,
    found_station,
    open_window,
    other,
    press,
    settings_in,
    type_text,
    unnamed,
)
from tests.vault_parts import CHEAP, make_case, make_take
from ui.desk import PageId
from ui.main_window import MainWindow
from ui.pages.unlock import UnlockPage

Open = Callable[[], MainWindow]
NEW_PASSPHRASE = "一句只有我知道的长话"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Call it once the folder is as it should be found."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def show() -> MainWindow:
            made = stack.enter_context(open_window(qtbot, settings_in(tmp_path), {PageId.UNLOCK: UnlockPage}))
            made.desk.go(PageId.UNLOCK)
            stack.callback(close, made)
            return made

        def close(made: MainWindow) -> None:
            if made.desk.station is not None:
                made.desk.station.close()

        yield show


def page_of(window: MainWindow) -> UnlockPage:
    page = window.page(PageId.UNLOCK)
    assert isinstance(page, UnlockPage)
    return page


def enters(window: MainWindow, account: str = "0123", passphrase: str = PASSPHRASE) -> None:
    """By keyboard alone."""
    page_of(window).login.account.clear()
    page_of(window).login.account.setFocus()
    type_text(account)
    while not (isinstance(focused(), QLineEdit) and focused().accessibleName().endswith("口令")):
        press(Qt.Key.Key_Tab)
    type_text(passphrase)
    press(Qt.Key.Key_Return)


def comes_to(window: MainWindow, qtbot: QtBot, page: PageId = PageId.HOME) -> None:
    qtbot.waitUntil(lambda: window.current is page, timeout=20_000)


def settles(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=20_000)


# ------------------------------------------------------------------ coming in


@pytest.mark.parametrize(
    ("account", "page"), [("0123", PageId.HOME), ("boss", PageId.HOME), ("admin", PageId.ACCOUNTS)]
)  # fmt: skip
def test_account_leads_to_its_own_work(window: Open, qtbot: QtBot, tmp_path: Path, account: str, page: PageId) -> None:
    found_accounts(tmp_path)
    shown = window()
    enters(shown, account)
    comes_to(shown, qtbot, page)
    station = shown.desk.open_station
    assert station.person.account == account
    assert shown.desk.devices is not None and not shown.desk.is_practice


def test_auditor_begins_with_the_trail(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path, NewAccount("revision", PASSPHRASE, frozenset({Role.AUDITOR})))
    shown = window()
    enters(shown, "revision")
    comes_to(shown, qtbot, PageId.AUDIT)


def test_administrator_is_not_offered_the_list_of_takes(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    enters(shown, "admin")
    comes_to(shown, qtbot, PageId.ACCOUNTS)
    offered = {key for key, (button, _) in shown.rail._buttons.items() if not button.isHidden()}
    assert offered == {"accounts", "keys", "audit", "settings", "help"}
    shown.desk.go(PageId.HOME)
    assert shown.current is PageId.ACCOUNTS


def test_nobody_chooses_a_role(window: Open, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QRadioButton

    found_accounts(tmp_path)
    assert page_of(window()).findChildren(QRadioButton) == []


def test_without_a_vault_set_up_comes(window: Open) -> None:
    assert window().current is PageId.SETUP


def test_home_is_entered_without_arguments(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    enters(shown)
    comes_to(shown, qtbot)
    assert other(shown, PageId.HOME).entered == [{}]


def test_two_presses_open_once(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    opened: list[None] = []
    shown.desk.station_changed.connect(lambda: opened.append(None))
    enters(shown)
    page_of(shown).on_enter()
    page_of(shown).login.enter.click()
    comes_to(shown, qtbot)
    assert len(opened) == 1


def test_take_that_ended_behind_a_lock_is_shown_to_its_clerk_alone(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    shown.desk.returning = ("0123", TakeId("T-7"))
    enters(shown, "0123")
    comes_to(shown, qtbot, PageId.REVIEW)
    assert other(shown, PageId.REVIEW).entered == [{"take_id": "T-7"}] and shown.desk.returning is None


def test_take_that_ended_behind_a_lock_is_nothing_to_the_next_person(
    window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    found_accounts(tmp_path)
    shown = window()
    shown.desk.returning = ("0123", TakeId("T-7"))
    enters(shown, "boss")
    comes_to(shown, qtbot)
    assert shown.desk.returning is None


# ------------------------------------------------------------------ not let in


def test_wrong_passphrase_is_marked_with_the_tries_that_are_left(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    login = page_of(shown).login
    enters(shown, passphrase="wrong")
    qtbot.waitUntil(lambda: bool(login.passphrase.error))
    assert "E-205" in login.passphrase.error and f"{FREE_TRIES - 1} 次" in login.passphrase.error
    assert shown.current is PageId.UNLOCK and login.account.text() == "0123", "the account stays"
    assert focused() is login.passphrase.edit and login.passphrase.edit.selectedText(), "the next key replaces it"
    type_text(PASSPHRASE)
    assert not login.passphrase.error
    press(Qt.Key.Key_Return)
    comes_to(shown, qtbot)


def test_unknown_account_reads_like_a_wrong_passphrase(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    enters(shown, account="nobody")
    login = page_of(shown).login
    qtbot.waitUntil(lambda: bool(login.passphrase.error))
    assert "E-205" in login.passphrase.error


def test_locked_account_counts_down_and_another_one_may_come_in(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    login = page_of(shown).login
    now_s = [0.0]
    login.lockout.now_s = lambda: now_s[0]
    for _ in range(FREE_TRIES):
        enters(shown, passphrase="wrong")
        settles(shown, qtbot)
    assert login.lockout.is_running and not login.enter.isEnabled(), "the try that locks says so at once"
    assert "E-249" in login.failure.text and "30 秒" in login.failure.text and not login.passphrase.text
    now_s[0] = 12.5
    login.lockout.look()
    assert "18 秒" in login.failure.text
    login.account.setText("boss")
    assert login.enter.isEnabled()
    login.account.setText("0123")
    assert not login.enter.isEnabled()
    now_s[0] = 31.0
    login.lockout.look()
    assert login.enter.isEnabled() and "可以再试" in login.failure.text
    login.account.clear()
    enters(shown, account="boss")
    comes_to(shown, qtbot)


def test_closed_account_is_told(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    with Station.open(settings_in(tmp_path), PASSPHRASE, "admin") as station:
        Administration(station, CHEAP).set_disabled("0123", True)
    shown = window()
    enters(shown)
    qtbot.waitUntil(page_of(shown).login.failure.isVisible)
    assert "E-231" in page_of(shown).login.failure.text


def test_vault_from_before_accounts_says_what_to_run(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    import json

    found_accounts(tmp_path)
    keys = tmp_path / "vault" / "vault.keys"
    keys.write_text(json.dumps({**json.loads(keys.read_text()), "version": 1}))
    shown = window()
    enters(shown)
    qtbot.waitUntil(page_of(shown).login.failure.isVisible)
    assert "E-290" in page_of(shown).login.failure.text and "station init" in page_of(shown).login.failure.text


@pytest.mark.parametrize("account", ["", "张三", "0123@4", "a b"])
def test_account_must_be_letters_or_figures(window: Open, qtbot: QtBot, tmp_path: Path, account: str) -> None:
    found_accounts(tmp_path)
    shown = window()
    type_text(account)
    press(Qt.Key.Key_Return)
    assert page_of(shown).login.account_field.error and focused() is page_of(shown).login.account


def test_station_in_use_is_told_in_a_sentence(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    with Station.open(settings_in(tmp_path), PASSPHRASE, "boss"):
        shown = window()
        enters(shown)
        qtbot.waitUntil(page_of(shown).login.failure.isVisible)
        assert "E-203" in page_of(shown).login.failure.text
    press(Qt.Key.Key_Return)
    comes_to(shown, qtbot)


# ------------------------------------------------------------------ a passphrase of somebody else's


@pytest.fixture
def given(window: Open, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The clerk has typed the passphrase that the administrator set, and is asked for his own."""
    temporary = NewAccount("0456", PASSPHRASE, frozenset({Role.CLERK}), is_temporary=True)
    found_accounts(tmp_path, temporary)
    shown = window()
    enters(shown, "0456")
    qtbot.waitUntil(page_of(shown).change.isVisible)
    return shown


def test_temporary_passphrase_is_changed_before_anything_else(given: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(given)
    assert given.desk.station is None and given.current is PageId.UNLOCK and not page.login.isVisible()
    assert focused() is page.change.old.edit and unnamed(page) == []
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert focused() is page.change.new.first.edit
    type_text(NEW_PASSPHRASE)
    press(Qt.Key.Key_Return)
    assert focused() is page.change.new.again.edit, "it is asked for twice"
    type_text(NEW_PASSPHRASE)
    press(Qt.Key.Key_Return)
    comes_to(given, qtbot)
    given.desk.open_station.close()
    given.desk.station = None
    with Station.open(settings_in(tmp_path), NEW_PASSPHRASE, "0456") as station:
        assert not Administration(station).must_change_passphrase()


def test_rules_are_told_while_one_types(given: MainWindow) -> None:
    new = page_of(given).change.new
    new.first.edit.setFocus()
    type_text("short")
    assert "至少 10 个字符" in new.first._below.text() and not new.first.error
    type_text(" 0456 is my name")
    assert "不能含有工号" in new.first._below.text()
    new.first.edit.clear()
    type_text(NEW_PASSPHRASE)
    assert "可以用" in new.first._below.text()


def test_wrong_old_passphrase_is_marked_and_the_same_one_refused(given: MainWindow, qtbot: QtBot) -> None:
    change = page_of(given).change
    change.old.edit.setText("wrong")
    for field in (change.new.first, change.new.again):
        field.edit.setText(NEW_PASSPHRASE)
    change.change.click()
    settles(given, qtbot)
    assert "E-205" in change.old.error and focused() is change.old.edit
    change.old.edit.setText(PASSPHRASE)
    for field in (change.new.first, change.new.again):
        field.edit.setText(PASSPHRASE)
    change.change.click()
    settles(given, qtbot)
    assert change.new.first.error and given.desk.station is None


def test_who_goes_back_to_the_login_leaves_nothing_open(given: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(given)
    page.change.cancel.click()
    settles(given, qtbot)
    assert page.login.isVisible() and not page.change.isVisible() and not page.login.passphrase.text
    Station.open(settings_in(tmp_path), PASSPHRASE, "boss").close()


# ------------------------------------------------------------------ what comes in with one


def test_passphrase_can_be_shown_and_caps_lock_is_told(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    shown = window()
    field = page_of(shown).login.passphrase
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


def leave_open_take(folder: Path) -> None:
    with Station.open(settings_in(folder), PASSPHRASE, "boss") as station:
        station.vault.add_case(replace(make_case("C-1"), clerk_id="0123"), 1)
        station.vault.open_take(make_take("T-1", "C-1"))


def test_take_that_a_crash_left_open_is_rescued(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    leave_open_take(tmp_path)
    shown = window()
    enters(shown)
    comes_to(shown, qtbot)
    assert shown.desk.open_station.vault.take(make_take("T-1", "C-1").id).state is TakeState.OPEN
    assert shown.notice.isVisible() and "没能抢救" in shown.notice.text, "its file never was: that is told"


def test_administrator_rescues_nothing(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    leave_open_take(tmp_path)
    shown = window()
    enters(shown, "admin")
    comes_to(shown, qtbot, PageId.ACCOUNTS)
    assert not shown.notice.isVisible()


def test_devices_are_listed_and_practice_offered_without_any(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    from app.devices import PluggedIn

    found_accounts(tmp_path)
    shown = window()
    page = page_of(shown)
    assert not page.login.practise.isVisible()
    page.on_devices_found(PluggedIn((), (), ()))
    assert page.login.practise.isVisible() and page.chips.camera.text == "未检测到摄像头"
    type_text("0123")
    page.login.passphrase.edit.setText(PASSPHRASE)
    page.login.practise.setFocus()
    press(Qt.Key.Key_Space)
    comes_to(shown, qtbot)
    assert shown.desk.is_practice and shown.desk.devices is not None and shown.desk.devices.is_practice
    assert isinstance(shown.desk.real_station, Station) and not shown.desk.real_station.is_practice


def test_window_locked_in_practice_can_be_unlocked_again(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_station(tmp_path).close()
    shown = window()
    page = page_of(shown)
    for _ in range(2):
        page.login.account.setText("station")
        page.login.passphrase.edit.setText(PASSPHRASE)
        page.on_enter(practise=True)
        qtbot.waitUntil(lambda: shown.current is PageId.HOME and shown.desk.is_practice, timeout=20_000)
        practice, devices = shown.desk.open_station, shown.desk.devices
        shown.desk.station = shown.desk.devices = None
        shown.desk.go(PageId.UNLOCK)
        assert shown.desk.real_station is None and page.login.account.text() == "station", "the account is kept"
        practice.close()
        assert devices is not None
        devices.close()
        settles(shown, qtbot)


def test_devices_are_looked_up_after_the_page_is_there(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    page = page_of(window())
    qtbot.waitUntil(lambda: page._plugged_in is not None, timeout=20_000)
    assert "查找中" not in page.chips.camera.text and "查找中" not in page.chips.microphone.text


def test_every_control_has_a_name(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    found_accounts(tmp_path)
    assert unnamed(page_of(window())) == []
