"""The home page: its list over a real vault, search and facets, cards and what they do, practice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model import CaseRow, ReviewKind, TakeState
from app.rights import Person
from app.session.case import mask_name
from app.station import Station
from tests.desk_parts import (
    CLERK,
    SUPERVISOR,
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
from ui.bench_home import fill_vault
from ui.desk import PageId
from ui.home.lines import OPEN, SEALED, Sought, count, find, lines, numbers
from ui.main_window import MainWindow
from ui.messages import product_text
from ui.pages.case_table import BEGAN, CUSTOMER, LENGTH, NUMBER, OUTCOME, REVIEW, UPLOAD
from ui.pages.case_table import CLERK as CLERK_COLUMN
from ui.pages.home import HomePage

Open = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """`window(cases=…, person=…)`: the home page with that many cases, read and shown."""
    with ExitStack() as stack:

        def show(
            cases: int = 0, person: Person = SUPERVISOR, prepare: Callable[[Station], object] | None = None
        ) -> MainWindow:
            station = found_station(tmp_path, person)
            if cases:
                fill_vault(station, cases)
            if prepare is not None:
                prepare(station)
            made = stack.enter_context(open_window(qtbot, settings_in(tmp_path), {PageId.HOME: HomePage}, station))
            made.desk.go(PageId.HOME)
            qtbot.waitUntil(lambda: page_of(made)._is_whole, timeout=20_000)
            return made

        yield show


def page_of(window: MainWindow) -> HomePage:
    page = window.page(PageId.HOME)
    assert isinstance(page, HomePage)
    return page


def column(window: MainWindow, at: int) -> list[str]:
    cases = page_of(window)._table.cases
    return [str(cases.index(row, at).data()) for row in range(cases.rowCount())]


def interrupted(station: Station) -> None:
    station.vault.add_case(make_case("C-1"), 1)
    station.vault.open_take(make_take("T-1", "C-1"))


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(folder: Path, cases: int = 200) -> tuple[CaseRow, ...]:
    with found_station(folder) as station:
        fill_vault(station, cases)
        interrupted(station)
        station.vault.add_case(make_case("C-2"), 1)
        return station.vault.overview()


def test_lines_are_found_and_counted_as_by_looking_at_each(tmp_path: Path) -> None:
    every = lines(rows(tmp_path), product_text)
    for sought in (
        Sought(),
        Sought(text="张"),
        Sought(text="理财 0121"),
        Sought(outcome="completed"),
        Sought(review=SEALED, product="wealth.r3"),
        Sought(text="2026", outcome="interrupted", review=ReviewKind.RETURNED.value),
        Sought(text="没有这个人"),
    ):
        found = find(every, sought)
        by_hand = [
            one
            for one in every
            if all(
                any(
                    word in field
                    for field in (
                        one.row.case_id, one.row.customer_name, product_text(one.row.product_kind), one.row.clerk_id
                    )
                )
                for word in sought.text.split()
            )
            and (not sought.outcome or one.outcome == sought.outcome)
            and (not sought.review or one.review == sought.review)
            and (not sought.product or one.row.product_kind == sought.product)
        ]  # fmt: skip
        assert list(found) == by_hand
        counts = count(every, sought)
        for key, counted in counts.outcome.items():
            assert counted == len(find(every, Sought(sought.text, key, sought.review, sought.product)))
        for key, counted in counts.review.items():
            assert counted == len(find(every, Sought(sought.text, sought.outcome, key, sought.product)))
        for key, counted in counts.product.items():
            assert counted == len(find(every, Sought(sought.text, sought.outcome, sought.review, key)))


def test_cards_count_what_is_there(tmp_path: Path) -> None:
    every = lines(rows(tmp_path), product_text)
    midnight = max(one.began_wall_ns for one in every) - 1
    seen = numbers(every, midnight)
    assert (seen.today, seen.interrupted) == (1, 1), "a case without a take is no take of today"
    assert seen.returned == sum(one.row.review_status is ReviewKind.RETURNED for one in every) > 0
    assert seen.waiting == sum(one.row.is_in_outbox for one in every) > 0
    assert seen.unsubmitted == sum(
        one.row.take_id is not None and one.row.state is not TakeState.OPEN and one.row.review_status is None
        for one in every
    )


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_list_shows_the_newest_first_with_the_name_masked(window: Open) -> None:
    shown = window(cases=300)
    numbers_shown = column(shown, NUMBER)
    assert len(numbers_shown) == 300 and numbers_shown == sorted(numbers_shown, reverse=True)
    names = [line.row.customer_name for line in page_of(shown)._lines]
    assert column(shown, CUSTOMER) == [mask_name(name) for name in names]
    assert not set(names) & set(column(shown, CUSTOMER))
    assert set(column(shown, REVIEW)) == {"待提交", "待复核", "被退回", "复核通过"}
    assert set(column(shown, UPLOAD)) == {"待上传", "–"}
    assert page_of(shown)._total.text() == "共 300 笔"


def test_real_name_finds_the_masked_line(window: Open, qtbot: QtBot) -> None:
    shown = window(cases=120)
    page = page_of(shown)
    name = page._lines[7].row.customer_name
    press(Qt.Key.Key_K, CTRL)
    assert focused() is page._search
    type_text(name)
    assert column(shown, CUSTOMER) and set(column(shown, CUSTOMER)) == {mask_name(name)}
    press(Qt.Key.Key_Escape)
    assert len(column(shown, NUMBER)) == 120 and not page._search.text()


def test_facets_filter_and_tell_how_many_are_left(window: Open) -> None:
    shown = window(cases=200)
    page = page_of(shown)
    page._outcome.setFocus()
    while page._outcome.currentData() != "interrupted":
        press(Qt.Key.Key_Down)
    page._outcome.activated.emit(page._outcome.currentIndex())
    listed = column(shown, OUTCOME)
    assert set(listed) == {"录制中断"} and page._outcome.currentText() == f"录制中断 ({len(listed)})"
    in_review = {str(page._review.itemData(n)): page._review.itemText(n) for n in range(1, page._review.count())}
    page._review.setCurrentIndex(1)
    page._review.activated.emit(1)
    assert f"({len(column(shown, REVIEW))})" in next(iter(in_review.values()))
    page._clear.setFocus()
    press(Qt.Key.Key_Space)
    assert len(column(shown, NUMBER)) == 200 and not page._clear.isVisible()


def test_no_hit_names_the_conditions_and_clears_them(window: Open) -> None:
    shown = window(cases=50)
    page = page_of(shown)
    page.on_find()
    type_text("没有这个人")
    assert page._below.currentWidget() is page._empty
    assert "没有这个人" in page._empty._hint.text()
    page._empty._button.setFocus()
    press(Qt.Key.Key_Space)
    assert page._below.currentWidget() is page._table and focused() is page._search


def test_empty_vault_says_what_to_do(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    assert page._below.currentWidget() is page._empty and "Ctrl+N" in page._empty._hint.text()
    assert focused() is page._new
    press(Qt.Key.Key_Space)
    assert shown.current is PageId.WIZARD


@pytest.mark.parametrize(("person", "opens"), [(CLERK, PageId.REVIEW), (SUPERVISOR, PageId.REPLAY)])
def test_enter_opens_what_the_person_may_see(window: Open, qtbot: QtBot, person: Person, opens: PageId) -> None:
    shown = window(cases=60, person=person)
    page = page_of(shown)
    assert {line.row.clerk_id for line in page._lines} == (
        {"0123"} if person is CLERK else {f"{n:04d}" for n in range(120, 127)}
    )
    page.on_find()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert focused() is page._table
    press(Qt.Key.Key_Return)
    assert shown.current is opens
    assert other(shown, opens).entered == [{"take_id": page._lines[1].row.take_id}]


def test_double_click_opens_too(window: Open, qtbot: QtBot) -> None:
    shown = window(cases=60)
    table = page_of(shown)._table
    place = table.visualRect(table.cases.index(3, CUSTOMER)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert other(shown, PageId.REPLAY).entered == [{"take_id": page_of(shown)._lines[3].row.take_id}]


def test_sorting_by_a_column_and_back(window: Open, qtbot: QtBot) -> None:
    shown = window(cases=80)
    table = page_of(shown)._table
    for at, key in ((CLERK_COLUMN, str), (LENGTH, str), (BEGAN, str)):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            table.horizontalHeader().setSortIndicator(at, order)
            texts = [key(text) for text in column(shown, at)]
            assert texts == sorted(texts, reverse=order is Qt.SortOrder.DescendingOrder)
    page_of(shown)._search.setText("张")
    assert column(shown, BEGAN) == sorted(column(shown, BEGAN), reverse=True), "found lines stay sorted"


def test_interrupted_take_is_told_and_archived(window: Open, qtbot: QtBot) -> None:
    shown = window(prepare=interrupted)
    page = page_of(shown)
    assert column(shown, OUTCOME) == ["中断，未收尾"] and page._lines[0].outcome == OPEN
    page._table.select_first()
    press(Qt.Key.Key_Return)
    assert shown.current is PageId.HOME and "按中断归档" in shown.notice.text
    page._unfinished._button.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "E-" in shown.notice.text)
    assert shown.notice.isVisible(), "its file never was: nothing is passed off as rescued"


def test_returned_card_shows_the_returned(window: Open) -> None:
    shown = window(cases=100)
    page = page_of(shown)
    page._returned._button.setFocus()
    press(Qt.Key.Key_Space)
    assert set(column(shown, REVIEW)) == {"被退回"} and page._review.currentData() == "returned"
    assert page._returned._number.text() == str(len(column(shown, REVIEW)))


def test_practice_begins_and_ends(window: Open, qtbot: QtBot) -> None:
    shown = window(cases=30)
    page, real = page_of(shown), shown.desk.open_station
    page._practise.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown.desk.is_practice and page._is_whole, timeout=20_000)
    assert not page._lines and page._empty.isVisible(), "nothing of the real station is seen"
    assert shown.desk.devices is not None and shown.desk.devices.is_practice and shown._practice.isVisible()
    assert page._practise.text() == "退出演练"
    page._practise.setFocus()
    press(Qt.Key.Key_Space)
    assert shown.desk.open_station is real and shown.desk.real_station is None and not shown.desk.is_practice
    assert not shown.desk.devices.is_practice
    qtbot.waitUntil(lambda: len(page._lines) == 30)


def test_vault_in_doubt_is_told_and_records_nothing(window: Open) -> None:
    from app.faults import Fault

    def doubt(station: Station) -> None:
        station.vault._database.doubt = Fault("E-208", vault_epoch=1, head_epoch=2)

    shown = window(prepare=doubt)
    page = page_of(shown)
    assert not page._new.isEnabled() and page._doubt.isVisible() and "E-208" in page._doubt.text


def test_f5_reads_again(window: Open, qtbot: QtBot) -> None:
    shown = window(cases=10)
    shown.desk.open_station.vault.add_case(make_case("C-9"), QDateTime.currentMSecsSinceEpoch() * 10**6)
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "C-9" in column(shown, NUMBER))


def test_every_control_has_a_name(window: Open) -> None:
    assert unnamed(page_of(window(cases=20))) == []
