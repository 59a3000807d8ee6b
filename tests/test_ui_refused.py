"""What the window shows of a take that was destroyed: that nobody agreed to it, where the record is, and no film."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.counter import LIBRARY
from app.destruction import finish_destructions
from app.evidence.closing import recover_take
from app.model import Take
from app.rights import Person, Role
from app.session.case import read_case
from app.station import Station
from app.vault.retention import RetentionKind, RetentionRow
from tests.desk_parts import CLERK, PASSPHRASE, open_window, other, settings_in
from tests.destruction_parts import begin, sealed_take
from tests.test_consent import ENDED, NO
from tests.vault_parts import CHEAP
from ui.desk import PageId
from ui.home.lines import lines, numbers
from ui.main_window import MainWindow
from ui.messages import product_text
from ui.pages.case_table import UPLOAD
from ui.pages.home import HomePage
from ui.pages.review import ReviewPage

TOLD = "客户不同意录音录像，录像已销毁，留有拒绝记录"
SUPERVISOR = Person("0900", frozenset({Role.SUPERVISOR}))
CASE = replace(read_case(LIBRARY / "cases" / "demo-life.yaml", date.today()), clerk_id=CLERK.account)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.found_alone(settings_in(tmp_path / "station"), PASSPHRASE, kdf=CHEAP) as opened:
        yield opened


@pytest.fixture
def refused(station: Station) -> Take:
    folder = station.settings.folder
    take = begin(station.vault, folder, "T-1", CASE, marks=ENDED, answers=[NO])
    assert recover_take(station.vault, folder, station.key, take).is_destroyed
    return station.vault.take(take.id)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=20_000)


@pytest.mark.parametrize("person", [CLERK, SUPERVISOR], ids=["clerk", "supervisor"])
def test_review_of_a_refused_take_shows_its_record(
    qtbot: QtBot, station: Station, refused: Take, person: Person
) -> None:
    station.narrow(person)
    with open_window(qtbot, station.settings, {PageId.REVIEW: ReviewPage}, station) as window:
        window.desk.go(PageId.REVIEW, take_id=refused.id)
        settle(qtbot, window)
        page = window.page(PageId.REVIEW)
        assert isinstance(page, ReviewPage)
        assert page._line.text() == TOLD and page._state.text == "已销毁"
        assert page.facts._signed.text == "已销毁"
        assert page.facts._package.text().endswith(refused.id)
        assert not page.submit.isVisible() and not page.void.isVisible() and not page.facts._replay.isVisible()
        assert not page._trouble.isVisible()
        assert "正在核对" not in "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


@pytest.mark.parametrize("person", [CLERK, SUPERVISOR], ids=["clerk", "supervisor"])
def test_refused_take_in_the_list_waits_for_nothing(
    qtbot: QtBot, station: Station, refused: Take, person: Person
) -> None:
    station.narrow(person)
    found = lines(station.overview(), product_text)
    assert [line.review for line in found] == [""] and numbers(found, 0).unsubmitted == 0
    with open_window(qtbot, station.settings, {PageId.HOME: HomePage}, station) as window:
        window.desk.go(PageId.HOME)
        settle(qtbot, window)
        page = window.page(PageId.HOME)
        assert isinstance(page, HomePage)
        table = page._table
        assert table.cases.index(0, UPLOAD).data() == "已销毁"
        table.select_first()
        page.open_chosen()
        settle(qtbot, window)
        assert window.current is PageId.REVIEW, "there is no film to replay"
        assert other(window, PageId.REVIEW).entered == [{"take_id": refused.id}]


def test_refused_take_that_is_finished_from_the_list_is_told(qtbot: QtBot, station: Station) -> None:
    begin(station.vault, station.settings.folder, "T-1", CASE, marks=ENDED, answers=[NO])
    station.narrow(CLERK)
    with open_window(qtbot, station.settings, {PageId.HOME: HomePage}, station) as window:
        told: list[str] = []
        window.desk.told.connect(lambda text, tone, code: told.append(text))
        window.desk.go(PageId.HOME)
        settle(qtbot, window)
        page = window.page(PageId.HOME)
        assert isinstance(page, HomePage)
        page.on_unfinished_acted()
        settle(qtbot, window)
        assert told == [TOLD]
        assert not list(station.settings.folder.takes.iterdir())


def test_take_whose_time_was_over_is_shown_without_a_film(qtbot: QtBot, station: Station) -> None:
    folder, vault = station.settings.folder, station.vault
    take = sealed_take(vault, folder, "T-1", CASE)
    order = RetentionRow(CASE.id, take.started_wall_ns, "a", RetentionKind.DESTROYED, date.today(), "期满", "b")
    vault.add_retention(order)
    assert [one.fault for one in finish_destructions(vault, folder, station.key)] == [None]
    station.narrow(CLERK)
    with open_window(qtbot, station.settings, {PageId.REVIEW: ReviewPage}, station) as window:
        window.desk.go(PageId.REVIEW, take_id=take.id)
        settle(qtbot, window)
        page = window.page(PageId.REVIEW)
        assert isinstance(page, ReviewPage)
        assert page._line.text() == "1 步全部通过" and page._state.text == "已销毁"
        assert page.facts._signed.text == "已销毁" and not page.submit.isVisible() and not page.void.isVisible()
