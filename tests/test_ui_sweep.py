"""Every page: each control has a name that can be read out, fits its window, and says nothing in the wrong language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.demo import Counter, open_counter
from app.rights import Person, Role
from ui.application import Application
from ui.customer.window import CustomerWindow
from ui.desk import PageId
from ui.kit.chip import Chip

HAN = re.compile(r"[\u3400-\u9fff]")
OPEN = [page for page in PageId if page not in (PageId.UNLOCK, PageId.RECORDING, PageId.REVIEW)]
"""pages that can be entered without a take"""


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with open_counter(tmp_path_factory.mktemp("sweep"), "bank-life-over-1y", is_elder=False) as made:
        made.station.person = Person("9001", frozenset({Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR}))
        yield made


@pytest.fixture
def program(counter: Counter, qtbot: QtBot) -> Iterator[Application]:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    made = Application(counter.station.settings, qt)
    made.desk.station, made.desk.devices = counter.station, counter.devices
    made.window.resize(1366, 768)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.desk.station = made.desk.devices = None  # the counter's
    made.finish()
    made.window.deleteLater()
    qt.setStyleSheet("")


def enter(program: Application, page: PageId, counter: Counter, qtbot: QtBot) -> QWidget:
    arguments = {"prepared": counter.prepared} if page is PageId.PREFLIGHT else {}
    program.desk.go(page, **arguments)
    qtbot.waitUntil(lambda: not program.desk.bridge.is_busy, timeout=60_000)
    return program.window


def controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        takes_keys = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_keys and not isinstance(widget, QScrollArea) and not widget.objectName().startswith("qt_"):
            yield widget


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


@pytest.mark.parametrize("page", [*OPEN, PageId.UNLOCK])
def test_every_control_has_a_name(page: PageId, program: Application, counter: Counter, qtbot: QtBot) -> None:
    window = enter(program, page, counter, qtbot)
    found = list(controls(window))
    assert found
    assert [type(widget).__name__ for widget in found if not name_of(widget).strip()] == []


@pytest.mark.parametrize("page", [*OPEN, PageId.UNLOCK])
@pytest.mark.parametrize("scale", [100, 150])
def test_page_fits_a_small_screen(
    page: PageId, scale: int, program: Application, counter: Counter, qtbot: QtBot
) -> None:
    program.theme.set(scale_percent=scale)
    window = enter(program, page, counter, qtbot)
    least = window.minimumSizeHint()
    assert least.width() <= 1366 and least.height() <= 768, f"{page} wants {least.width()}x{least.height()}"


@pytest.mark.parametrize("page", [*OPEN, PageId.UNLOCK])
def test_english_window_shows_no_chinese_of_its_own(
    page: PageId, program: Application, counter: Counter, qtbot: QtBot
) -> None:
    """Names of people, places, products and steps stay what they are; everything else is English."""
    program.speak("en")
    window = enter(program, page, counter, qtbot)
    given = {counter.prepared.case.customer_name, counter.station.settings.place.branch}
    shown = [
        text
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton | Chip)
        if HAN.search(text := widget.text if isinstance(widget, Chip) else widget.text())
        if not any(name in text for name in (*given, "简体中文"))
    ]
    data = {PageId.WIZARD, PageId.PREFLIGHT, PageId.REPLAY}  # names of scripts; words that the customer says
    assert shown == [] or page in data
    program.speak("zh")


def test_customer_screen_can_be_reached_by_touch_alone(program: Application, qtbot: QtBot) -> None:
    window = CustomerWindow(program.desk)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 60 and name_of(button)


def test_screenshots_name_pages_that_exist(tmp_path: Path) -> None:
    from ui import screenshots

    assert {view.name for view in screenshots.VIEWS} >= {"zh-light-1366x768", "en-dark-1920x1080"}
    assert len({view.name for view in screenshots.VIEWS}) == len(screenshots.VIEWS) == 9
