"""A station with an account for each role, and the window open over it as one of them, in a folder of the test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.rights import Licence, Role
from app.station import RecoveryKit, Station
from app.vault.keyfile import NewAccount
from tests.desk_parts import open_window, settings_in
from tests.vault_parts import CHEAP
from ui.desk import Desk, Page, PageId
from ui.main_window import MainWindow

D = TypeVar("D", bound=QDialog)
ADMINISTRATOR, SUPERVISOR, CLERK, INSPECTOR, AUDITOR = "1001", "0900", "0123", "7001", "8001"
PASSPHRASE = "开门 correct horse"
LICENCE = Licence("ZY-0123", ("insurance",), date(2099, 12, 31), date(2020, 1, 2))
OFFICE = (
    NewAccount(ADMINISTRATOR, PASSPHRASE, frozenset({Role.ADMINISTRATOR})),
    NewAccount(SUPERVISOR, PASSPHRASE, frozenset({Role.SUPERVISOR})),
    NewAccount(CLERK, PASSPHRASE, frozenset({Role.CLERK}), LICENCE),
    NewAccount(INSPECTOR, PASSPHRASE, frozenset({Role.INSPECTOR})),
    NewAccount(AUDITOR, PASSPHRASE, frozenset({Role.AUDITOR})),
)


def found_office(folder: Path) -> RecoveryKit:
    """The vault and its five accounts, closed."""
    return Station.found(settings_in(folder), OFFICE, kdf=CHEAP, is_throwaway=True)


def open_as(folder: Path, account: str, passphrase: str = PASSPHRASE) -> Station:
    return Station.open(settings_in(folder), passphrase, account)


class Office:
    """`come(account, page)`: the window with that page entered, as that account; who was there before goes."""

    def __init__(self, qtbot: QtBot, folder: Path, makers: dict[PageId, Callable[[Desk], Page]]) -> None:
        self._qtbot, self._folder, self._makers = qtbot, folder, makers
        self._stack = ExitStack()
        self.window: MainWindow
        self.kit = found_office(folder)

    def come(self, account: str, page: PageId) -> Page:
        self.go()
        station = open_as(self._folder, account)
        self._stack.callback(station.close)
        self.window = self._stack.enter_context(
            open_window(self._qtbot, settings_in(self._folder), self._makers, station)
        )
        self.window.desk.go(page)
        self.settle()
        return self.window.page(page)

    def settle(self) -> None:
        """Wait for what is under way."""
        self._qtbot.waitUntil(lambda: not self.window.desk.bridge.is_busy, timeout=20_000)

    def dialog(self, kind: type[D]) -> D:
        """The one that is open, with the keyboard in it."""
        found = [dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()]
        assert len(found) == 1, f"{len(found)} open"
        self._qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]

    def click(self, button: QPushButton) -> None:
        """As a person could; then wait for what it does."""
        assert button.isVisible() and button.isEnabled(), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def station(self) -> Station:
        return self.window.desk.open_station

    def kinds(self) -> list[str]:
        """Of the audit trail, oldest first."""
        return [row.kind for row in self.station.vault.audit_trail()]

    def go(self) -> None:
        self._stack.close()
        self._stack = ExitStack()


@contextmanager
def open_office(qtbot: QtBot, folder: Path, makers: dict[PageId, Callable[[Desk], Page]]) -> Iterator[Office]:
    office = Office(qtbot, folder, makers)
    try:
        yield office
    finally:
        office.go()
