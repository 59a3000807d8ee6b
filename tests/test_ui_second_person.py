"""Four eyes: somebody else types account and passphrase, for one act, and is forgotten after it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.faults import Fault
from app.rights import Right, Role
from app.station import Station
from app.vault.accounts import KeysInHand
from app.vault.keyfile import NewAccount
from app.vault.tries import FREE_TRIES
from tests.desk_parts import PASSPHRASE, focused, found_accounts, found_station, press, settings_in, type_text, unnamed
from ui.bridge import Bridge
from ui.kit.second_person import SecondPersonDialog, ask_second
from ui.style.theme import Theme

ACT = "作废业务 C-1 的录制。理由：证件带错"


class Asked:
    """A station open as `boss`, and an act that takes a second person who may replay."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        found_accounts(folder, NewAccount("quality", PASSPHRASE, frozenset({Role.INSPECTOR})))
        self.station = Station.open(settings_in(folder), PASSPHRASE, "boss")
        self.qtbot, self.bridge, self.parent = qtbot, Bridge(), QWidget()
        qtbot.addWidget(self.parent)
        with qtbot.waitActive(self.parent):
            self.parent.show()
            self.parent.activateWindow()
        self.acts: list[str] = []
        self.keys: list[KeysInHand] = []
        self.done: list[str] = []
        self.failed: list[str] = []
        self.fails_with = ""
        dialog = self.ask()
        assert dialog is not None
        self.dialog = dialog

    def ask(self) -> SecondPersonDialog | None:
        return ask_second(
            self.parent,
            Theme(),
            self.bridge,
            self.station,
            act=ACT,
            right=Right.REPLAY,
            do=self.act,
            done=self.done.append,
            failed=lambda fault: self.failed.append(fault.code),
        )

    def act(self, second: KeysInHand | None) -> str:
        """Away from the window."""
        assert second is not None and second.replay, "it has its keys for as long as this"
        self.keys.append(second)
        self.acts.append(second.account)
        if self.fails_with:
            raise Fault(self.fails_with)
        return f"done with {second.account}"

    def types(self, account: str, passphrase: str = PASSPHRASE) -> None:
        """By keyboard, from the first field on."""
        self.dialog.account.setFocus()
        self.dialog.account.clear()
        type_text(account)
        press(Qt.Key.Key_Tab)
        assert focused() is self.dialog.passphrase.edit
        type_text(passphrase)
        press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not self.bridge.is_busy, timeout=20_000)
        QApplication.processEvents()


@pytest.fixture
def asked(tmp_path: Path, qtbot: QtBot) -> Iterator[Asked]:
    made = Asked(tmp_path, qtbot)
    yield made
    made.bridge.close()
    made.station.close()


def test_dialog_says_what_is_agreed_to(asked: Asked) -> None:
    from PySide6.QtWidgets import QLabel

    assert asked.dialog.isVisible() and unnamed(asked.dialog) == []
    assert ACT in [one.text() for one in asked.dialog.findChildren(QLabel)]
    assert focused() is asked.dialog.account


def test_second_person_acts_and_is_forgotten(asked: Asked) -> None:
    asked.types("quality")
    assert asked.acts == ["quality"] and asked.done == ["done with quality"] and asked.failed == []
    (second,) = asked.keys
    assert second.replay == () and second.authority is None, "nothing of it is left that opens anything"
    assert second.own is not None and not any(second.own._seed)
    asked.qtbot.waitUntil(lambda: asked.parent.findChild(SecondPersonDialog) is None)


def test_wrong_passphrase_is_told_in_its_field_and_asked_again(asked: Asked) -> None:
    asked.types("quality", "wrong")
    assert "E-205" in asked.dialog.passphrase.error and asked.dialog.isVisible()
    assert f"{FREE_TRIES - 1} 次" in asked.dialog.passphrase.error
    assert focused() is asked.dialog.passphrase.edit and not asked.dialog.passphrase.text
    type_text(PASSPHRASE)
    assert not asked.dialog.passphrase.error
    press(Qt.Key.Key_Return)
    asked.qtbot.waitUntil(lambda: bool(asked.done))
    rows = asked.station.vault.audit_trail()
    assert [row.actor for row in rows if row.kind == "login.failed"] == ["quality"], "a try counts here, too"


def test_nobody_is_his_own_second(asked: Asked) -> None:
    asked.types("boss")
    assert asked.dialog.field.error == "不能是您自己" and asked.acts == []
    assert focused() is asked.dialog.account


@pytest.mark.parametrize("account", ["0123", "admin"])
def test_second_without_the_right_is_refused(asked: Asked, account: str) -> None:
    asked.types(account)
    assert "E-293" in asked.dialog.field.error and asked.acts == [] and asked.dialog.isVisible()


def test_nothing_typed_is_asked_for(asked: Asked) -> None:
    press(Qt.Key.Key_Return)
    assert asked.dialog.field.error and asked.dialog.passphrase.error and not asked.bridge.is_busy


def test_locked_second_is_told_for_how_long(asked: Asked) -> None:
    now_s = [0.0]
    asked.dialog._lockout.now_s = lambda: now_s[0]
    for _ in range(FREE_TRIES):
        asked.types("quality", "wrong")
    assert "E-249" in asked.dialog.trouble.text and not asked.dialog.agree.isEnabled()
    now_s[0] = 31.0
    asked.dialog._lockout.look()
    assert asked.dialog.agree.isEnabled() and not asked.dialog.trouble.isVisible()


def test_fault_of_the_act_is_not_the_second_persons(asked: Asked) -> None:
    asked.fails_with = "E-224"
    asked.types("quality")
    assert asked.failed == ["E-224"] and asked.done == []
    asked.qtbot.waitUntil(lambda: asked.parent.findChild(SecondPersonDialog) is None)
    assert asked.keys[0].replay == ()


def test_cancelled_does_nothing_and_keeps_nothing(asked: Asked) -> None:
    asked.dialog.passphrase.edit.setText(PASSPHRASE)
    press(Qt.Key.Key_Escape)
    assert not asked.dialog.isVisible() and asked.dialog.passphrase.text == ""
    assert asked.acts == asked.done == asked.failed == []


def test_passphrase_is_in_no_log(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asked.types("quality", "a wrong one 5309")
    asked.types("quality")
    assert asked.done and PASSPHRASE not in caplog.text and "5309" not in caplog.text


def test_station_for_one_asks_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    done: list[None] = []
    seconds: list[KeysInHand | None] = []
    with ExitStack() as stack:
        station, bridge, parent = stack.enter_context(found_station(tmp_path)), Bridge(), QWidget()
        stack.callback(bridge.close)
        qtbot.addWidget(parent)
        do: Callable[[KeysInHand | None], None] = seconds.append
        asked = ask_second(parent, Theme(), bridge, station, act=ACT, right=Right.SUBMIT, do=do, done=done.append)
        assert asked is None
        qtbot.waitUntil(lambda: bool(done))
        assert seconds == [None]
