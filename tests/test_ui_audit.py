"""The audit trail in the window: read back from its end as one scrolls, sought through, verified and exported."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import app
from app.model import ReviewKind, TakeState
from app.vault import audit
from app.vault.audit import AuditRow
from app.vault.checkpoints import KIND as CHECKPOINT
from app.vault.clockwatch import CONFIRMED
from app.vault.retention import RetentionKind
from app.vault.trail import verify_export
from app.vault.tries import Kind
from tests.desk_parts import focused, press, type_text, unnamed
from tests.office_parts import ADMINISTRATOR, AUDITOR, CLERK, SUPERVISOR, Office, open_as, open_office
from ui.audit.reader import MOST_READ_ROWS, PAGE_ROWS, Found, Sought, read_on
from ui.audit.words import KINDS, Group, group_of, kind_text, moment_text
from ui.desk import PageId
from ui.messages import number_text
from ui.pages.audit import AuditPage

APP = Path(app.__file__).parent
CTRL = Qt.KeyboardModifier.ControlModifier
DAY_NS = 86_400 * 10**9
BEGAN_NS = 1_780_000_000 * 10**9


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    with open_office(qtbot, tmp_path, {PageId.AUDIT: AuditPage}) as made:
        yield made


def page_of(office: Office, account: str = AUDITOR) -> AuditPage:
    page = office.come(account, PageId.AUDIT)
    assert isinstance(page, AuditPage)
    return page


def write_rows(folder: Path, count: int) -> None:
    """Replays by the supervisor, a second apart, in one commit."""
    with open_as(folder, ADMINISTRATOR) as station:

        def work(db: Any) -> None:
            for n in range(count):
                facts = {"take": f"T-{n:06d}", "reason": "抽查"}
                audit.append(db, BEGAN_NS + n * 10**9, SUPERVISOR, "take.replayed", facts)

        station.vault._database.write(work)


def numbers(page: AuditPage) -> list[int]:
    return [row.n for row in page.rows.rows]


def wait(office: Office, page: AuditPage, qtbot: QtBot) -> None:
    """Until nothing is read and nothing will be by itself."""
    qtbot.waitUntil(lambda: not page.filter._typing.isActive() and not page.rows.is_reading, timeout=20_000)
    office.settle()


def test_newest_rows_come_first_and_older_ones_as_one_scrolls(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    write_rows(tmp_path, 1_700)
    page = page_of(office)
    newest = office.station.vault.audit_trail_before(None, 1)[0].n
    assert numbers(page) == list(range(newest, newest - PAGE_ROWS, -1)), "one page, not the whole of it"
    assert page._total.text() == f"{number_text(newest)} 条审计记录" and page.rows.has_more
    assert [page.rows.index(0, column).data() for column in (0, 2, 3)] == [str(newest), AUDITOR, "登录"]
    seen = {len(page.rows.rows)}
    while page.rows.has_more:
        page.table.scrollToBottom()
        qtbot.waitUntil(lambda: len(page.rows.rows) not in seen)
        seen.add(len(page.rows.rows))
    assert numbers(page) == list(range(newest, 0, -1)) and len(seen) == newest // PAGE_ROWS + 1
    assert page.details._row is not None and page.details._row.n == newest, "the chosen row stayed"


def test_details_are_the_whole_row(office: Office) -> None:
    page = page_of(office)
    press(Qt.Key.Key_Down)
    row = page.table.chosen
    assert page.details._row == row and json.loads(page.details.json.toPlainText()) == row.facts
    checkpoint = next(number for number, row in enumerate(page.rows.rows) if row.kind == "audit.checkpoint")
    page.table.choose(checkpoint)
    assert page.details._heading.text() == "签名检查点"
    assert json.loads(page.details.json.toPlainText())["signature"]


def test_trail_is_sought_by_group_person_and_words(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    write_rows(tmp_path, 1_200)
    page = page_of(office)
    press(Qt.Key.Key_K, CTRL)
    assert focused() is page.filter.search
    type_text("t-000003 抽查")
    wait(office, page, qtbot)
    assert [row.facts["take"] for row in page.rows.rows] == ["T-000003"]
    assert page._total.text() == "找到 1 条" and page.filter.clear.isVisible()
    page.filter.search.clear()
    page.filter.group.setCurrentIndex(page.filter.group.findData(Group.TAKES.value))
    page.filter.group.activated.emit(0)
    wait(office, page, qtbot)
    assert len(page.rows.rows) == 1_200 and page._total.text() == f"找到 {number_text(1_200)} 条"
    page.filter.actor.setCurrentIndex(page.filter.actor.findData(AUDITOR))
    page.filter.actor.activated.emit(0)
    wait(office, page, qtbot)
    assert page.rows.rows == []
    page.filter.group.setCurrentIndex(0)
    page.filter.group.activated.emit(0)
    wait(office, page, qtbot)
    assert {row.actor for row in page.rows.rows} == {AUDITOR}
    page.filter.clear.click()
    wait(office, page, qtbot)
    assert len(page.rows.rows) == PAGE_ROWS and not page.filter.clear.isVisible() and focused() is page.filter.search


def test_trail_is_sought_by_day_as_it_was_here(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    write_rows(tmp_path, 3)
    page = page_of(office)
    here = datetime.fromtimestamp(BEGAN_NS / 1e9).date()
    page.filter.day.edit.setText("2026-05-")
    qtbot.waitUntil(lambda: page.filter.day.edit.property("invalid") is True)
    assert len(page.rows.rows) > 3, "half a day is not looked for"
    page.filter.day.edit.setText(here.isoformat())
    wait(office, page, qtbot)
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3)
    assert page.filter.day.edit.property("invalid") is False
    assert moment_text(page.rows.rows[0].at).startswith(here.isoformat())


def test_sound_trail_is_green(office: Office) -> None:
    page = page_of(office)
    office.click(page._verify)
    assert page.verdict.isVisible() and page.verdict.property("tone") == "ok"
    assert "审计记录完好" in page.verdict.text and "签名检查点有效" in page.verdict.text
    assert office.kinds()[-1] == "audit.verified" and page.rows.rows[0].kind == "audit.verified"
    page.verdict._close.click()
    assert not page.verdict.isVisible()


def test_changed_row_is_red_and_named(office: Office) -> None:
    page = page_of(office)

    def spoil(db: Any) -> None:
        db.execute("UPDATE audit SET facts = '{}' WHERE n = 5")

    office.station.vault._database.write(spoil)
    office.click(page._verify)
    assert page.verdict.property("tone") == "danger" and "第 5 条" in page.verdict.text
    assert "断处之前的 4 条" in page.verdict.text and "E-209" in page.verdict.text


def test_export_needs_nothing_of_the_station_to_be_checked(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    target = tmp_path / "for the auditor.jsonl"
    office.click(page._export)
    chooser = office.window.findChild(QFileDialog)
    assert chooser is not None and chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    chooser.fileSelected.emit(str(target))
    chooser.reject()
    office.settle()
    assert "已导出" in office.window.notice.text and office.kinds()[-1] == "audit.exported"
    with target.open(encoding="utf-8") as lines:
        report = verify_export(lines, office.station.vault.book.verifiers())
    assert report.faults == () and report.rows == len(office.station.vault.audit_trail())
    before = target.read_bytes()
    page.export_to(target)
    office.settle()
    assert "E-914" in office.window.notice.text and target.read_bytes() == before
    page.export_to(tmp_path / "nowhere" / "audit.jsonl")
    office.settle()
    assert "E-915" in office.window.notice.text and not (tmp_path / "nowhere").exists()
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_who_may_not_read_the_trail_sees_nothing_of_it(office: Office) -> None:
    page = page_of(office, CLERK)
    assert page.rows.rows == [] and "E-222" in page._trouble.text
    assert not page._verify.isVisible() and not page._export.isVisible() and not page.filter.isVisible()


def test_nothing_of_one_station_is_seen_at_another(office: Office) -> None:
    page = page_of(office)
    office.click(page._verify)
    desk = office.window.desk
    station, desk.station = desk.station, None
    desk.station_changed.emit()
    assert page.rows.rows == [] and page.details._row is None and not page.verdict.isVisible()
    assert page.filter.actor.count() == 1
    desk.station = station


def test_answer_to_an_older_question_is_not_shown(office: Office, qtbot: QtBot) -> None:
    page = page_of(office)
    page.filter.search.setText("nothing is called so")
    page.filter.look()
    page.refresh()
    page.filter.search.setText("")
    page.filter.look()
    wait(office, page, qtbot)
    assert page.rows.rows and page._total.text().endswith("条审计记录")


def test_page_is_used_by_keyboard_alone(office: Office) -> None:
    page = page_of(office)
    assert focused() is page.table and unnamed(page) == []
    reached = set()
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        reached.add(focused())
    bar = page.filter
    assert {page._verify, page._export, bar.search, bar.group, bar.actor, bar.day.edit, page.details.json} <= reached


# ── the reader ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Trail:
    """So many rows, each of a kind of its own but for every thousandth."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[int | None, int]] = []

    def __call__(self, before: int | None, limit: int) -> list[AuditRow]:
        self.asked.append((before, limit))
        end = self.count if before is None else before - 1
        return [self.row(n) for n in range(end, max(end - limit, 0), -1)]

    def row(self, n: int) -> AuditRow:
        return AuditRow(n, "2026-01-01T00:00:00.000000Z", "1", "rare" if n % 1000 == 0 else "take.opened", {}, "")


def read_all(trail: Trail, sought: Sought) -> list[Found]:
    found = [read_on(trail, sought, None)]
    while found[-1].before is not None:
        found.append(read_on(trail, sought, found[-1].before))
    return found


@pytest.mark.parametrize("count", [0, 1, PAGE_ROWS - 1, PAGE_ROWS, PAGE_ROWS + 1, 3 * PAGE_ROWS])
def test_every_row_is_read_once(count: int) -> None:
    found = read_all(Trail(count), Sought())
    assert [row.n for each in found for row in each.rows] == list(range(count, 0, -1)) and found[0].newest == count


def test_rare_rows_are_found_without_holding_the_vault_for_long() -> None:
    trail = Trail(100_000)
    found = read_all(trail, Sought(group=Group.OTHER))
    assert [row.n for each in found for row in each.rows] == list(range(100_000, 0, -1000))
    assert len(found) == 100_000 // MOST_READ_ROWS + 1, "each went over so many rows and gave the lane free"


def test_day_is_the_whole_day() -> None:
    day = date(2026, 3, 8)
    matches = Sought(day=day).finder()
    begin = int(datetime(2026, 3, 8).timestamp()) * 10**9
    row = Trail(0).row(1)
    for at_ns, is_in in ((begin - 1000, False), (begin, True), (begin + DAY_NS - 1000, True), (begin + DAY_NS, False)):
        spelled = AuditRow(row.n, audit.utc(at_ns), row.actor, row.kind, {}, "")
        assert matches(spelled) is is_in, spelled.at


def test_every_kind_that_the_program_writes_has_words() -> None:
    """Looked for where rows are written; kinds that are put together come from lists of their own."""
    written = re.compile(r'(?:audit|_audit|_note|append|_know|_know_files)\([^"\n]*"([a-z_]+\.[a-z_]+)"')
    sources = "\n".join(file.read_text(encoding="utf-8") for file in APP.rglob("*.py") if file.parent.name != "bench")
    kinds = set(written.findall(sources)) | {CONFIRMED, CHECKPOINT}
    kinds |= {f"login.{kind}" for kind in get_args(Kind)}
    kinds |= {f"review.{kind.value}" for kind in ReviewKind} | {f"retention.{kind.value}" for kind in RetentionKind}
    kinds |= {f"take.{state.value}" for state in TakeState if state is not TakeState.OPEN}
    assert len(kinds) > 45 and {kind for kind in kinds if kind not in KINDS} == set()
    assert {group_of(kind) for kind in KINDS} == set(Group) - {Group.OTHER}


def test_kind_without_words_is_shown_as_it_is() -> None:
    assert kind_text("new.thing") == "new.thing" and group_of("new.thing") is Group.OTHER
    assert kind_text("login.failed") == "口令错误" and group_of("login.failed") is Group.LOGIN
