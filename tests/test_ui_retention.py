"""Retention in the window: days and reasons, holds, and a destruction by two people, read back from vault and disk."""

import json
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.keeping import Keeping
from app.model import Case, CaseId, Outcome, TakeId, TakeState
from app.retention import Forecast, Month
from app.vault import audit
from app.vault.retention import RetentionKind
from tests.desk_parts import focused, press, type_text, unnamed
from tests.destruction_parts import sealed_take
from tests.office_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    PASSPHRASE,
    SUPERVISOR,
    Office,
    open_as,
    open_office,
)
from ui.desk import PageId
from ui.kit.ask import ReasonDialog
from ui.kit.confirm import ConfirmDialog
from ui.kit.second_person import SecondPersonDialog
from ui.pages.retention import RetentionPage
from ui.retention.details import Deed
from ui.retention.dialogs import EndDialog, LiftDialog
from ui.retention.forecast_chart import ForecastChart, size_text
from ui.retention.words import FILTERS, State, state_of

NS = 10**9
UNSOLD, SOLD, TERMED, ENDED = "2023-000001", "2023-000002", "2023-000003", "2023-000004"
TODAY = date.today()
WEALTH = "wealth.r3"


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    with open_office(qtbot, tmp_path, {PageId.RETENTION: RetentionPage}) as made:
        fill(tmp_path)
        yield made


def fill(folder: Path) -> None:
    """Cases: no sale, a contract whose end nobody knows, one whose facts tell it, and one that is long over."""
    cases: tuple[tuple[str, str, dict[str, object], Outcome], ...] = (
        (UNSOLD, "insurance.life_over_1y", {}, Outcome.INCOMPLETE),
        (SOLD, "insurance.life_over_1y", {}, Outcome.COMPLETED),
        (TERMED, WEALTH, {"end_date": (TODAY + timedelta(days=40)).isoformat()}, Outcome.COMPLETED),
        (ENDED, WEALTH, {"end_date": "2023-06-30"}, Outcome.COMPLETED),
    )
    with open_as(folder, SUPERVISOR) as station:
        for number, (name, kind, facts, outcome) in enumerate(cases):
            case = Case(CaseId(name), kind, "城东支行", "03", CLERK, "欧阳试样", "11010119900307002X", facts)
            began = int(datetime(2023, 1, 9 + number, 10).timestamp()) * NS
            sealed_take(station.vault, station.settings.folder, f"T-{number}", case, wall_ns=began, outcome=outcome)


def page_of(office: Office, account: str = SUPERVISOR) -> RetentionPage:
    page = office.come(account, PageId.RETENTION)
    assert isinstance(page, RetentionPage)
    return page


def choose(page: RetentionPage, case_id: str) -> None:
    page.table.choose([row.case_id for row in page.rows.rows].index(CaseId(case_id)))
    assert page.details.row is not None and page.details.row.case_id == case_id


def shown(page: RetentionPage) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.details.findChildren(QLabel) if not label.isHidden())


def offered(page: RetentionPage) -> set[Deed]:
    return {deed for deed, button in page.details.buttons.items() if button.isVisible()}


def test_list_says_until_when_and_why(office: Office) -> None:
    page = page_of(office)
    lines = {line[0]: line for line in [[page.rows.index(n, c).data() for c in range(6)] for n in range(4)]}
    assert lines[UNSOLD][1] == "欧**样" and lines[UNSOLD][4].endswith("到期，可销毁")
    assert lines[SOLD][4:] == ["到期日未知", "合同终止日没有登记"]
    assert lines[TERMED][4].startswith("至 20") and "6 个月" in lines[TERMED][5]
    states = {row.case_id: state_of(row) for row in page.rows.rows}
    assert states == {UNSOLD: State.DUE, SOLD: State.UNKNOWN, TERMED: State.KEPT, ENDED: State.DUE}
    choose(page, UNSOLD)
    assert "没有成交" in shown(page) and "从 2023-01-09 起算" in shown(page) and "还没有" in shown(page)


def test_tabs_and_search_choose_among_the_cases(office: Office) -> None:
    page = page_of(office)
    names = [page.tabs.tabText(number) for number in range(len(FILTERS))]
    assert names == ["全部 4", "可销毁 2", "争议保留 0", "未知到期 1", "已销毁 0"]
    page.tabs.setFocus()
    press(Qt.Key.Key_Right)
    assert {row.case_id for row in page.rows.rows} == {UNSOLD, ENDED}
    press(Qt.Key.Key_Right)
    assert page.rows.rows == [] and page.details._heading.text() == "没有符合的业务" and offered(page) == set()
    page.tabs.setCurrentIndex(0)
    press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert focused() is page.search
    type_text("000003")
    assert [row.case_id for row in page.rows.rows] == [TERMED] and page.details.row == page.rows.rows[0]


def test_end_of_a_contract_is_written_down(office: Office) -> None:
    page = page_of(office)
    choose(page, SOLD)
    office.click(page.details.buttons[Deed.END])
    asked = office.dialog(EndDialog)
    assert unnamed(asked) == []
    for text, complaint in (("soon", "日期"), ((TODAY + timedelta(days=1)).isoformat(), "不能晚于今天")):
        asked.field.set_text(text)
        office.click(asked.act)
        assert complaint in asked.field.error and asked.isVisible()
    asked.field.set_text("2020-01-01")
    office.click(asked.act)
    assert "E-287" in office.window.notice.text, "before the case was opened"
    office.click(page.details.buttons[Deed.END])
    asked = office.dialog(EndDialog)
    asked.field.set_text("2024-02-29")
    office.click(asked.act)
    [row] = office.station.vault.retention_of(CaseId(SOLD))
    assert (row.kind, row.on_day, row.actor) == (RetentionKind.CONTRACT_ENDED, date(2024, 2, 29), SUPERVISOR)
    assert page.details.row is not None and page.details.row.until == date(2034, 3, 1)
    assert "登记合同终止 2024-02-29" in shown(page) and "10 年" in shown(page)


def test_dispute_holds_and_keeps_for_two_years_more(office: Office) -> None:
    page = page_of(office)
    choose(page, ENDED)
    assert offered(page) == {Deed.END, Deed.HOLD, Deed.DESTROY}
    office.click(page.details.buttons[Deed.HOLD])
    asked = office.dialog(ReasonDialog)
    assert not asked._act.isEnabled()
    type_text("客户投诉 hotline")
    office.click(asked._act)
    assert offered(page) == {Deed.END, Deed.HOLD, Deed.LIFT} and page.tabs.tabText(2) == "争议保留 1"
    assert "加争议保留：客户投诉 hotline" in shown(page)
    office.click(page.details.buttons[Deed.LIFT])
    lifted = office.dialog(LiftDialog)
    assert unnamed(lifted) == []
    lifted.set_text("已和解")
    office.click(lifted._act)
    assert page.details.row is not None and page.details.row.holds == 0 and not page.details.row.is_due
    assert page.details.row.until is not None and page.details.row.until.year == TODAY.year + 2
    kinds = [row.kind for row in office.station.vault.retention_of(CaseId(ENDED))]
    assert kinds == [RetentionKind.HOLD_PLACED, RetentionKind.HOLD_LIFTED]


def second_person(office: Office, account: str) -> SecondPersonDialog:
    asked = office.dialog(SecondPersonDialog)
    asked.account.setText(account)
    asked.passphrase.edit.setText(PASSPHRASE)
    office.click(asked.agree)
    return asked


def begin_to_destroy(office: Office, page: RetentionPage, case_id: str) -> None:
    choose(page, case_id)
    office.click(page.details.buttons[Deed.DESTROY])
    asked = office.dialog(ReasonDialog)
    asked.set_text("保存期已满")
    office.click(asked._act)


def test_takes_are_destroyed_by_two_people(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    film = tmp_path / "takes" / "T-0.mp4.age"
    assert film.exists()
    begin_to_destroy(office, page, UNSOLD)
    refused = second_person(office, ADMINISTRATOR)
    assert "E-293" in refused.field.error and film.exists()
    second_person(office, AUDITOR)
    assert not film.exists() and office.station.vault.take(TakeId("T-0")).state is TakeState.ERASED
    certificate = tmp_path / "packages" / "T-0" / "destruction.json"
    assert str(certificate) in page.done.text and page.done.isVisible()
    told = json.loads(certificate.read_bytes())
    assert told["reason"] == "保存期已满" and told["ordered_by"] == [SUPERVISOR, AUDITOR]
    assert {signer["account"] for signer in told["signatures"]} == {SUPERVISOR, AUDITOR}
    assert page.tabs.tabText(4) == "已销毁 1" and state_of(page.details.row) is State.DESTROYED  # type: ignore[arg-type]
    assert offered(page) == set()


def test_destruction_that_is_not_agreed_to_does_nothing(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    begin_to_destroy(office, page, UNSOLD)
    office.click(office.dialog(SecondPersonDialog)._cancel)
    assert (tmp_path / "takes" / "T-0.mp4.age").exists() and office.station.vault.retention_of(CaseId(UNSOLD)) == ()


def test_hold_that_came_meanwhile_refuses_the_destruction(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    begin_to_destroy(office, page, UNSOLD)
    Keeping(office.station).hold(CaseId(UNSOLD), "监管来函")
    second_person(office, AUDITOR)
    assert "E-277" in page.trouble.text and (tmp_path / "takes" / "T-0.mp4.age").exists()
    assert page.details.row is not None and page.details.row.holds == 1, "the list knows by now"


def test_clock_that_is_not_believed_is_confirmed_by_the_auditor(office: Office, tmp_path: Path) -> None:
    with open_as(tmp_path, AUDITOR) as station:

        def set_back(db: Any) -> None:
            audit.append(db, time.time_ns() - 30 * 86_400 * NS, AUDITOR, "audit.verified", {})

        station.vault._database.write(set_back)
    page = page_of(office, AUDITOR)
    begin_to_destroy(office, page, UNSOLD)
    second_person(office, SUPERVISOR)
    assert "E-27" in page.trouble.text and (tmp_path / "takes" / "T-0.mp4.age").exists()
    page.trouble._button.click()
    asked = office.dialog(ConfirmDialog)
    assert focused() is asked._keep
    office.click(asked._act)
    assert office.kinds()[-1] == "clock.confirmed" and not page.trouble.isVisible()
    begin_to_destroy(office, page, UNSOLD)
    second_person(office, SUPERVISOR)
    assert not (tmp_path / "takes" / "T-0.mp4.age").exists()


def test_who_has_nothing_to_do_with_it_sees_no_case(office: Office) -> None:
    page = page_of(office, CLERK)
    assert page.rows.rows == [] and "E-222" in page.trouble.text and offered(page) == set()


def test_nothing_of_one_station_is_seen_at_another(office: Office) -> None:
    page = page_of(office)
    desk = office.window.desk
    station, desk.station = desk.station, None
    desk.station_changed.emit()
    assert page.rows.rows == [] and page.details.row is None and page.tabs.tabText(0) == "全部 0"
    assert page.chart.accessibleDescription() == ""
    desk.station = station


def test_page_is_used_by_keyboard_alone(office: Office) -> None:
    page = page_of(office)
    assert focused() is page.table and unnamed(page) == []
    choose(page, ENDED)
    page.table.setFocus()
    reached = set()
    for _ in range(25):
        press(Qt.Key.Key_Tab)
        reached.add(focused())
    buttons = page.details.buttons
    assert {page.tabs, page.search, buttons[Deed.END], buttons[Deed.HOLD], buttons[Deed.DESTROY]} <= reached


def test_forecast_is_told_in_words_too(office: Office) -> None:
    page = page_of(office)
    months = page.chart.accessibleDescription().splitlines()
    assert len(months) == 12 and months[0].startswith(TODAY.strftime("%Y-%m")) and "月末占用" in months[0]
    assert "现在" in page._disk_text.text()


def test_forecast_is_drawn(qtbot: QtBot, office: Office) -> None:
    chart = ForecastChart(page_of(office).desk.theme)
    qtbot.addWidget(chart)
    chart.resize(600, 108)
    months = tuple(Month(date(2026, n, 1), n * 10**9, 10**9 * (n == 6), 10**9) for n in range(1, 13))
    chart.show_forecast(Forecast(10**9, months, 7.5))
    picture = chart.grab().toImage()
    blue = chart._theme.colour("primary").rgb()
    heights = [sum(picture.pixel(x, y) == blue for y in range(108)) for x in (18, 218, 568)]
    assert heights == sorted(heights) and heights[0] < heights[1] < heights[2]
    green = chart._theme.colour("ok").rgb()
    assert any(picture.pixel(50 * 5 + 36, y) == green for y in range(108))
    assert not any(picture.pixel(50 * 8 + 36, y) == green for y in range(108))


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 MB"), (2_400_000, "2.4 MB"), (34 * 10**6, "34 MB"), (5 * 10**9, "5.0 GB")]
)
def test_sizes_are_in_the_unit_that_fits(size: int, text: str) -> None:
    assert size_text(size) == text
