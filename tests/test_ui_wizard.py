"""The wizard by keyboard: a case typed in, what is wrong told beside it, and what pre-flight is handed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from app.counter import LIBRARY, Prepared
from app.devices import VirtualDevices
from app.rights import Person, Role
from app.session.case import check_digit, read_case
from app.session.draft import ID_NUMBER, NAME, Draft
from app.session.examples import closest, examples
from app.session.offers import offers
from app.session.script import FactKind
from app.session.script_file import load_library
from app.settings import Place
from tests.desk_parts import CLERK, focused, found_station, open_window, other, press, settings_in, type_text, unnamed
from ui.desk import PageId
from ui.main_window import MainWindow
from ui.pages.wizard import CUSTOMER, SCRIPT, SUMMARY, WizardPage
from ui.practice import begin_practice

Open = Callable[..., MainWindow]
ALT = Qt.KeyboardModifier.AltModifier
LIFE = read_case(LIBRARY / "cases" / "demo-life.yaml", date.today())


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """`window(…)`: the wizard, entered, with its library read."""
    with ExitStack() as stack:

        def show(*, practice: bool = False, place: Place | None = None, person: Person = CLERK) -> MainWindow:
            settings = settings_in(tmp_path)
            settings = replace(settings, place=place or settings.place)
            station = found_station(tmp_path, person)
            made = stack.enter_context(open_window(qtbot, settings, {PageId.WIZARD: WizardPage}, station))
            if practice:
                begin_practice(made.desk, lambda: None)
                qtbot.waitUntil(lambda: made.desk.is_practice, timeout=20_000)
            made.desk.go(PageId.WIZARD)
            qtbot.waitUntil(lambda: page_of(made)._script._list.current is not None, timeout=20_000)
            return made

        yield show


def page_of(window: MainWindow) -> WizardPage:
    page = window.page(PageId.WIZARD)
    assert isinstance(page, WizardPage)
    return page


def born(day: date) -> str:
    first = f"990000{day:%Y%m%d}001"
    return first + check_digit(first)


def years_ago(years: int) -> date:
    today = date.today()
    return today.replace(year=today.year - years, day=min(today.day, 28))


def fill_form(window: MainWindow) -> None:
    """The whole second page, by keyboard alone: each field typed, then Enter to the next."""
    page = page_of(window)
    for _ in range(60):
        if page.at != CUSTOMER:
            return
        widget = focused()
        if widget is page._customer._name:
            type_text(LIFE.customer_name)
        elif widget is page._customer._id:
            type_text(LIFE.customer_id_number)
        else:
            [field] = [field for field in page._customer._facts.values() if field.holds(widget)]
            value = LIFE.facts[field.name]
            match field.fact.type:
                case FactKind.YES_NO:
                    press(Qt.Key.Key_Space)
                    if not value:
                        press(Qt.Key.Key_Right)
                case FactKind.CHOICE:
                    press(Qt.Key.Key_Down)
                    while field.text != value:
                        press(Qt.Key.Key_Down)
                case _:
                    type_text(str(value))
        press(Qt.Key.Key_Return)
    raise AssertionError("the form never came to its end")


def test_whole_case_by_keyboard_alone(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    assert focused() is page._script._search and page.at == SCRIPT
    type_text("rsbx")
    assert [offer.script.id for offer in page._script._list.on_offer.offers] == ["bank-life-over-1y"]
    press(Qt.Key.Key_Return)
    assert page.at == CUSTOMER and focused() is page._customer._name
    fill_form(shown)
    assert page.at == SUMMARY and page._summary._length.text().count(":") == 1
    press(Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: shown.current is PageId.PREFLIGHT, timeout=20_000)
    [arguments] = other(shown, PageId.PREFLIGHT).entered
    prepared = arguments["prepared"]
    assert isinstance(prepared, Prepared)
    assert dict(prepared.case.facts) == dict(LIFE.facts)
    assert (prepared.case.customer_name, prepared.case.customer_id_number) == (
        LIFE.customer_name,
        LIFE.customer_id_number,
    )
    assert (prepared.case.branch, prepared.case.counter, prepared.case.clerk_id) == ("城东支行", "03", "0123")
    assert prepared.script.id == "bank-life-over-1y" and "城东支行" in prepared.script.step("seller").say
    assert prepared.rule_pack[0] == "national"


def test_errors_come_beside_the_field_after_it_was_left(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    form = page._customer
    type_text("张3")
    assert not form._name_field.error, "not while it is typed for the first time"
    press(Qt.Key.Key_Tab)
    assert "数字" in form._name_field.error
    type_text(LIFE.customer_id_number[:17])
    assert not form._id_field.error
    type_text("1")
    assert "校验位" in form._id_field.error, "told as soon as it is as long as it should be"
    press(Qt.Key.Key_Backspace)
    type_text("X")
    assert not form._id_field.error and form._age.isVisible()


def test_next_marks_everything_and_goes_to_the_first(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    press(Qt.Key.Key_N, ALT)
    assert page.at == CUSTOMER and focused() is page._customer._name
    errors = [field for field in page._customer._facts.values() if field.error]
    assert len(errors) == sum(fact.required for fact in page._draft.script.facts.values())  # type: ignore[union-attr]
    optional = page._customer._facts["waiting_period"]
    assert not optional.error and "选填" in optional._name.text()


def test_amount_is_read_back_and_complained_about(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    field = page._customer._facts["annual_premium"]
    field.setFocus()
    type_text("5万")
    assert "五万元" in field._below.text()
    press(Qt.Key.Key_Tab)
    for text, complaint in (("-1", "不能小于零"), ("5年", "单位"), ("五六万", "准确"), ("", "请填写")):
        field.setFocus()
        field._inner.selectAll()  # type: ignore[union-attr]
        type_text(text) if text else press(Qt.Key.Key_Delete)
        assert complaint in field.error, text


@pytest.mark.parametrize(("years", "words", "is_on"), [(59, "不需要", False), (60, "开", True), (79, "开", True)])
def test_elder_mode_follows_the_identity_number(
    window: Open, qtbot: QtBot, years: int, words: str, is_on: bool
) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    before = page._length.text()
    page._customer._id.setFocus()
    type_text(born(years_ago(years)))
    assert page._customer._age.text == f"{years} 岁" and words in page._customer._elder.text
    qtbot.waitUntil(lambda: not page._customer._later.isActive())
    assert (page._length.text() != before) == is_on and page._length.text().startswith("预计时长约")


def test_requirement_that_does_not_hold_stops_and_names_its_rule(window: Open, qtbot: QtBot) -> None:
    shown = window(practice=True)
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    page._customer._example.click()
    qtbot.waitUntil(lambda: page._draft.is_complete)
    field = page._customer._facts["total_premium"]
    field.setFocus()
    field._inner.selectAll()  # type: ignore[union-attr]
    type_text("20万")
    notice = page._customer._unmet
    assert notice.isVisible() and "R-C10" in notice.text and "保费合计" in notice.text
    press(Qt.Key.Key_Return)
    assert page.at == CUSTOMER
    page._customer._facts["total_premium"].setFocus()
    field._inner.selectAll()  # type: ignore[union-attr]
    type_text("25万")
    assert not notice.isVisible()
    press(Qt.Key.Key_Return)
    assert page.at == SUMMARY


def test_optional_field_becomes_needed_with_the_answer_beside_it(window: Open, qtbot: QtBot) -> None:
    shown = window(practice=True)
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    page._customer._example.click()
    qtbot.waitUntil(lambda: page._draft.is_complete)
    health, waiting = page._customer._facts["product_health"], page._customer._facts["waiting_period"]
    yes = health.findChildren(QRadioButton)[0]
    yes.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "选填" not in waiting._name.text())
    press(Qt.Key.Key_Return)
    assert page.at == CUSTOMER and waiting.holds(focused())


def test_expired_script_names_the_valid_one_and_cannot_be_used(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    script = load_library(LIBRARY).script("bank-life-over-1y")
    old = script.model_copy(update={"version": "2025.1", "valid_to": date.today() - timedelta(days=1)})
    page._script.show_offers(offers([old, script], date.today()))
    assert [offer.is_valid for offer in page._script._list.on_offer.offers] == [True, False]
    press(Qt.Key.Key_Down)
    assert page._script._wrong.isVisible() and "2026.1" in page._script._wrong.text
    press(Qt.Key.Key_Return)
    assert page.at == SCRIPT
    page._script._wrong.acted.emit()
    offer = page._script._list.current
    assert offer is not None and offer.script is script and page._draft.script is script
    press(Qt.Key.Key_Return)
    assert page.at == CUSTOMER


def test_search_without_a_hit_offers_everything_again(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    type_text("zzz")
    assert page._script._none.isVisible() and not page._script._about.isVisible()
    press(Qt.Key.Key_Return)
    assert page.at == SCRIPT
    page._script._none.acted.emit()
    assert page._script._list.isVisible() and len(page._script._list.on_offer.offers) == 2


def test_going_back_keeps_what_was_typed(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    type_text("张建国")
    page._customer._facts["bank_name"].setFocus()
    type_text("示范银行")
    press(Qt.Key.Key_P, ALT)
    assert page.at == SCRIPT
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_N, ALT)
    assert page._customer._name.text() == "张建国" and page._customer._facts["bank_name"].text == "示范银行"


def test_esc_asks_only_when_something_was_typed(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_Escape)
    assert len(other(shown, PageId.HOME).entered) == 1, "nothing was typed"
    shown.desk.go(PageId.WIZARD)
    qtbot.waitUntil(lambda: page._has_library)
    press(Qt.Key.Key_N, ALT)
    type_text("张建国")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    with qtbot.waitActive(shown):
        shown.activateWindow()
    assert len(other(shown, PageId.HOME).entered) == 1, "Enter is the harmless one"
    assert page._draft.text(NAME) == "张建国"
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert len(other(shown, PageId.HOME).entered) == 2
    assert not page._draft.is_touched and not page._customer._name.text()


def test_draft_stays_while_other_pages_are_looked_at(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    type_text("张建国")
    shown.desk.go(PageId.HELP)
    shown.desk.go(PageId.WIZARD)
    assert page._kept.isVisible() and page.at == CUSTOMER and page._customer._name.text() == "张建国"
    page._kept.acted.emit()
    assert page.at == SCRIPT and not page._draft.is_touched


def test_nothing_of_a_customer_outlives_the_station(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    type_text("张建国")
    shown.desk.station_changed.emit()
    assert not page._draft.is_touched and not page._customer._name.text() and page.at == SCRIPT


def test_place_that_is_not_set_stops_before_the_take(window: Open, qtbot: QtBot) -> None:
    shown = window(place=Place())
    page = page_of(shown)
    page._draft.fill(LIFE)
    page._customer.show_texts()
    press(Qt.Key.Key_N, ALT)
    press(Qt.Key.Key_N, ALT)
    assert page.at == SUMMARY and page._summary._place.isVisible()
    press(Qt.Key.Key_N, ALT)
    assert page.at == SUMMARY
    page._summary._place.acted.emit()
    assert shown.current is PageId.SETTINGS


def test_who_may_not_record_is_told(window: Open) -> None:
    shown = window(person=Person("0777", frozenset({Role.INSPECTOR})))
    page = page_of(shown)
    assert page._refused.isVisible() and not page._next.isEnabled()
    press(Qt.Key.Key_Return)
    assert page.at == SCRIPT


def test_two_presses_prepare_once(window: Open, qtbot: QtBot) -> None:
    shown = window(practice=True)
    page = page_of(shown)
    press(Qt.Key.Key_N, ALT)
    page._customer._example.click()
    qtbot.waitUntil(lambda: page._draft.is_complete)
    press(Qt.Key.Key_N, ALT)
    page.on_next()
    page.on_next()
    page.on_back()
    qtbot.waitUntil(lambda: shown.current is PageId.PREFLIGHT, timeout=20_000)
    assert len(other(shown, PageId.PREFLIGHT).entered) == 1


def test_practice_fills_an_example_whose_customer_knows_the_answers(window: Open, qtbot: QtBot) -> None:
    shown = window(practice=True)
    page, before = page_of(shown), shown.desk.devices
    press(Qt.Key.Key_N, ALT)
    filled = set()
    for _ in range(2):
        page._customer._example.setFocus()
        press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page._draft.is_complete and page._draft.text(ID_NUMBER) not in filled)
        filled.add(page._draft.text(ID_NUMBER))
    assert len(filled) == 2, "the next press fills the next example"
    press(Qt.Key.Key_N, ALT)
    press(Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: shown.current is PageId.PREFLIGHT, timeout=20_000)
    devices = shown.desk.devices
    assert isinstance(devices, VirtualDevices) and devices is not before
    assert "companion" in devices._answers, "those of the elder customer"


def test_example_is_offered_in_practice_only(window: Open) -> None:
    shown = window()
    press(Qt.Key.Key_N, ALT)
    assert not page_of(shown)._customer._example.isVisible()


def test_closest_example_is_of_the_same_product_and_age() -> None:
    library, today = load_library(LIBRARY), date.today()
    found = examples(LIBRARY, today)
    for script_id, years, name in (
        ("bank-life-over-1y", 30, "demo-life"),
        ("bank-life-over-1y", 70, "demo-life-elder"),
        ("bank-wealth-r3", 30, "demo-wealth"),
        ("bank-wealth-r3", 70, "demo-wealth"),
    ):
        draft = Draft(today)
        draft.choose(library.script(script_id))
        draft.write(ID_NUMBER, born(years_ago(years)))
        example = closest(found, draft)
        assert example is not None and example.name == name
    assert closest(found, Draft(today)) is None


def test_every_control_has_a_name(window: Open, qtbot: QtBot) -> None:
    shown = window(practice=True)
    page = page_of(shown)
    assert unnamed(page) == []
    press(Qt.Key.Key_N, ALT)
    assert unnamed(page) == []
    page._customer._example.click()
    qtbot.waitUntil(lambda: page._draft.is_complete)
    press(Qt.Key.Key_N, ALT)
    assert page.at == SUMMARY and unnamed(page) == []
