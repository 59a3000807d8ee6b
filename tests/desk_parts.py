"""A main window whose other pages only remember how they were entered, over a real station in a folder of the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.devices import RealDevices
from app.rights import Licence, Person, Role
from app.settings import Place, Settings, load_settings
from app.station import RecoveryKit, Station
from app.vault.keyfile import NewAccount
from app.vault.keys import STATION_ACCOUNT
from tests.vault_parts import CHEAP
from ui.bridge import Bridge
from ui.desk import Desk, Page, PageId
from ui.main_window import MainWindow
from ui.style.sheet import style_sheet
from ui.style.theme import Theme

PASSPHRASE = "开门 window"
SOLE = STATION_ACCOUNT
"""the account of a station for one"""
CLERK = Person("0123", frozenset({Role.CLERK}))
SUPERVISOR = Person("0900", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}))
PLACE = Place("城东支行", "03")


class OtherPage(Page):
    """Stands for a page that is not tested; `entered` holds the arguments of each time."""

    def __init__(self, desk: Desk, page_id: PageId) -> None:
        super().__init__(desk)
        self.page_id = page_id
        self.entered: list[dict[str, Any]] = []
        QVBoxLayout(self)

    def enter(self, **arguments: Any) -> None:
        self.entered.append(arguments)


def settings_in(folder: Path) -> Settings:
    return replace(load_settings(folder), place=PLACE)


def found_station(folder: Path, person: Person = CLERK) -> Station:
    """A station for one, open as somebody."""
    station = Station.found_alone(settings_in(folder), PASSPHRASE, kdf=CHEAP)
    station.narrow(person)
    return station


def found_accounts(folder: Path, *more: NewAccount) -> RecoveryKit:
    """A real station, closed: `admin`, `boss` who replays, the clerk `0123`, and `more`; one passphrase for all."""
    licence = Licence("L-1", ("insurance", "wealth"), date(2099, 12, 31), date(2020, 1, 1))
    founders = (
        NewAccount("admin", PASSPHRASE, frozenset({Role.ADMINISTRATOR})),
        NewAccount("boss", PASSPHRASE, frozenset({Role.SUPERVISOR})),
        NewAccount(CLERK.account, PASSPHRASE, frozenset({Role.CLERK}), licence),
        *more,
    )
    return Station.found(settings_in(folder), founders, kdf=CHEAP, is_throwaway=True)


@contextmanager
def open_window(
    qtbot: QtBot, settings: Settings, makers: dict[PageId, Callable[[Desk], Page]], station: Station | None = None
) -> Iterator[MainWindow]:
    """The window, with `station` open on its desk; everything is closed at the end."""
    theme = Theme()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.styleSheet() != style_sheet(theme.tokens, 1.0):  # to put it on again takes a fifth of a second
        theme.apply()
    desk = Desk(Bridge(), theme, settings)
    others = {page_id: (lambda desk, page_id=page_id: OtherPage(desk, page_id)) for page_id in PageId}
    window = MainWindow(desk, {**others, **makers})
    window.resize(1366, 768)
    qtbot.addWidget(window)
    if station is not None:
        desk.station, desk.devices = station, RealDevices(settings.devices)
        desk.station_changed.emit()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    try:
        yield window
    finally:
        qtbot.waitUntil(lambda: not desk.bridge.is_busy, timeout=20_000)
        if isValid(window):  # a page that may not be closed let nobody stop it in order
            window.shut_down()
        if desk.real_station is not None:
            desk.real_station.close()


def other(window: MainWindow, page_id: PageId) -> OtherPage:
    page = window.page(page_id)
    assert isinstance(page, OtherPage)
    return page


def focused() -> QWidget:
    """What the keyboard is on."""
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifiers)
    QApplication.processEvents()  # people are slower than layouts


def type_text(text: str) -> None:
    """Into what the keyboard is on; Chinese comes as from an input method, since no key makes it."""
    for one in text:
        if one.isascii():
            QTest.keyClicks(focused(), one)
        else:
            event = QInputMethodEvent()
            event.setCommitString(one)
            QApplication.sendEvent(focused(), event)


def unnamed(page: QWidget) -> list[str]:
    """The controls that a screen reader could not tell."""
    controls: list[QWidget] = []
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QSpinBox):
        controls += page.findChildren(kind)
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in controls
        if widget.isVisible() and not widget.accessibleName()
        if not (isinstance(widget, QAbstractButton) and widget.text())
    ]
