"""Review and submit: what is missing blocks, what is written stays, and a clerk never sees the film."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.counter import LIBRARY, Prepared
from app.inspection.findings import Checked, inspect_take
from app.model import Answer, Mark, ReviewKind, TakeId, Verdict
from app.rights import Person, Role
from app.session.case import mask_name, read_case
from app.station import Station
from app.vault.keyfile import NewAccount
from tests.desk_parts import CLERK, focused, found_accounts, open_window, other, press, settings_in, type_text, unnamed
from tests.desk_parts import PASSPHRASE as ACCOUNTS_PASSPHRASE
from tests.station_parts import CONSENT, KNOWS, PASSPHRASE, TELLS, record, script, speaking
from tests.test_recovery import crash
from tests.vault_parts import CHEAP
from ui.desk import PageId
from ui.kit.ask import ReasonDialog
from ui.kit.second_person import SecondPersonDialog
from ui.main_window import MainWindow
from ui.pages.review import ReviewPage
from ui.replay.finding_words import finding_text
from ui.review.reading import LEAST_NOTE

SUPERVISOR = Person("0900", frozenset({Role.SUPERVISOR}))
INSPECTOR = Person("0800", frozenset({Role.INSPECTOR}))
CASE = replace(read_case(LIBRARY / "cases" / "demo-life.yaml", date.today()), clerk_id=CLERK.account)
STEPS = ("consent", "rights-notice", "exclusions")
"""as in the library, so that they have titles there"""
NOTE = "客户听力不好，已另外当面说明。"
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Recorded:
    """A station's folder with a take that went well and one that did not."""

    folder: Path
    good: TakeId
    bad: TakeId


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("recorded") / "station"
    steps = [replace(one, id=name) for one, name in zip((CONSENT, TELLS, KNOWS), STEPS, strict=True)]
    ready = replace(script(*steps), id="bank-life-over-1y")
    with speaking() as voices, Station.found_alone(settings_in(folder), PASSPHRASE, kdf=CHEAP) as station:
        good = record(station, voices, {("consent", 1): "我同意", ("exclusions", 1): "清楚"}, ready, case=CASE)
        bad = record(station, voices, {("consent", 1): "我同意", ("exclusions", 1): "不清楚"}, ready, case=CASE)
    assert [step.verdict for step in good.steps] == [Verdict.ACCEPTED] * 3
    assert [step.verdict is Verdict.ACCEPTED for step in bad.steps] == [True, True, False]
    return Recorded(folder, good.take.id, bad.take.id)


Open = Callable[..., MainWindow]


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path, recorded: Recorded) -> Iterator[Open]:
    """`open_page(take, person)`: the page with that take, read and verified."""
    with ExitStack() as stack:

        def show(
            take: TakeId | None, person: Person = CLERK, prepare: Callable[[Station], object] | None = None
        ) -> MainWindow:
            folder = tmp_path / "station"
            shutil.copytree(recorded.folder, folder)
            station = stack.enter_context(Station.open(settings_in(folder), PASSPHRASE, person=person))
            if prepare is not None:
                prepare(station)
            window = stack.enter_context(open_window(qtbot, settings_in(folder), {PageId.REVIEW: ReviewPage}, station))
            if take is not None:
                window.desk.go(PageId.REVIEW, take_id=take)
                settle(qtbot, window)
            return window

        yield show


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=20_000)


def page_of(window: MainWindow) -> ReviewPage:
    page = window.page(PageId.REVIEW)
    assert isinstance(page, ReviewPage)
    return page


def texts(widget: QWidget) -> str:
    """Everything that can be read in it."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def kinds(window: MainWindow, take: TakeId) -> list[ReviewKind]:
    return [review.kind for review in window.desk.open_station.review_of(take).reviews]


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


# ── a take that went well ───────────────────────────────────────────────────────────────────────────────────────────


def test_good_take_is_told_in_one_line(open_page: Open, recorded: Recorded) -> None:
    page = page_of(open_page(recorded.good))
    assert page._line.text() == "3 步全部通过"
    assert page._outcome.text == "全部环节通过" and page._status.text == "待提交"
    assert [row.facts.title for row in page.steps.rows] == ["同意录制", "权益提示", "责任免除"]
    assert not any(row._edit.isVisible() for row in page.steps.rows)
    assert "正在读取" not in texts(page)
    assert focused() is page.submit


def test_facts_are_masked_and_complete(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.good)
    page, review = page_of(window), window.desk.open_station.review_of(recorded.good)
    shown = texts(page)
    assert CASE.customer_name not in shown and CASE.customer_id_number not in shown
    assert mask_name(CASE.customer_name) in shown and CASE.id in shown
    assert review.seal is not None
    assert page.facts._hash.text() == f"{review.seal.sha256[:12]}…"
    assert page.facts._signed.text == "本站已签名，与封存时一致"
    assert page.facts._package.text().endswith(recorded.good)
    for button, whole in ((page.facts._copy_hash, review.seal.sha256), (page.facts._copy_package, recorded.good)):
        click(button)
        assert QGuiApplication.clipboard().text().endswith(whole)


def test_ctrl_enter_hands_it_in(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.good)
    page = page_of(window)
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert kinds(window, recorded.good) == [ReviewKind.SUBMITTED]
    assert page._told.text.startswith("已提交，录像已封存。") and "本机" in page._told.text
    assert page._status.text == "待复核"
    assert not page.submit.isVisible() and page.next.isVisible() and page.void.isVisible()
    assert page.next.property("kind") == "primary"
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert kinds(window, recorded.good) == [ReviewKind.SUBMITTED]


def test_two_clicks_hand_it_in_once(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.good)
    page = page_of(window)
    page.submit.clicked.emit()
    page.submit.clicked.emit()
    assert not page.submit.isEnabled()
    settle(qtbot, window)
    assert kinds(window, recorded.good) == [ReviewKind.SUBMITTED]
    assert not page._trouble.isVisible()


def test_next_customer_begins_with_the_wizard(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.good)
    click(page_of(window).next)
    assert window.current is PageId.WIZARD


# ── notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_missing_note_blocks_and_is_shown(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    assert page._line.text() == "1 步需说明"
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    row = page.steps.rows[2]
    assert kinds(window, recorded.bad) == []
    assert focused() is row._edit and "1 步没有写说明" in page._trouble.text
    assert row._error.text() == f"✖ 还差 {LEAST_NOTE} 个字"
    type_text("听不清")
    assert row._error.text() == "✖ 还差 3 个字"
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert kinds(window, recorded.bad) == []
    type_text("楚的客户")
    assert not row._error.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    reviews = window.desk.open_station.review_of(recorded.bad).reviews
    assert [(one.kind, one.step, one.text, one.actor) for one in reviews] == [
        (ReviewKind.NOTE, "exclusions", "听不清楚的客户", CLERK.account),
        (ReviewKind.SUBMITTED, None, "", CLERK.account),
    ]
    assert "说明：听不清楚的客户" in texts(page.steps) and not page._trouble.isVisible()


def test_note_of_blanks_is_none(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    page.steps.rows[2].set_note(" " * 20)
    click(page.submit)
    settle(qtbot, window)
    assert kinds(window, recorded.bad) == []


def test_why_a_step_failed_is_said_and_its_tries_open(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.bad)
    row = page_of(window).steps.rows[2]
    assert "原因：" in texts(row)
    assert row._chip.text != "通过"
    click(row._more)
    shown = texts(row)
    answers = [a for a in window.desk.open_station.review_of(recorded.bad).answers if a.step == "exclusions"]
    assert len(answers) > 1
    for answer in answers:
        assert f"第 {answer.attempt} 次" in shown
    assert "“不清楚”" in shown and "补问第 1 次" in shown
    click(row._more)
    assert "补问第 1 次" not in texts(row)


def test_typed_note_survives_leaving_the_page(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad)
    page_of(window).steps.rows[2].set_note(NOTE)
    window.desk.go(PageId.HOME)
    window.desk.go(PageId.REVIEW, take_id=recorded.good)
    settle(qtbot, window)
    assert page_of(window).steps.notes == {}
    window.desk.go(PageId.REVIEW, take_id=recorded.bad)
    settle(qtbot, window)
    assert page_of(window).steps.notes == {"exclusions": NOTE}


def test_returned_step_wants_a_new_note(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    def hand_in_and_send_back(station: Station) -> None:
        station.submit(recorded.good)
        station.person = SUPERVISOR
        station.send_back(recorded.good, "第二步声音太小，周五前补充", step="rights-notice")
        station.person = CLERK

    window = open_page(recorded.good, prepare=hand_in_and_send_back)
    page = page_of(window)
    assert "主管退回：第二步声音太小，周五前补充（0900）" in page._told.text
    assert [row.facts.wants_note for row in page.steps.rows] == [False, True, False]
    page.steps.rows[1].set_note(NOTE)
    click(page.submit)
    settle(qtbot, window)
    assert kinds(window, recorded.good)[-2:] == [ReviewKind.NOTE, ReviewKind.SUBMITTED]


def test_one_note_for_all_steps_that_want_one(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_page(None, SUPERVISOR)
    station = window.desk.open_station
    left = interrupted(station, tmp_path)
    station.recover()
    window.desk.go(PageId.REVIEW, take_id=left)
    settle(qtbot, window)
    page = page_of(window)
    rows = [row for row in page.steps.rows if row.facts.wants_note]
    assert len(rows) == 2 and not any(row._spread.isVisible() for row in rows)
    rows[0].set_note(NOTE)
    assert rows[0]._spread.isVisible() and rows[0]._spread.text() == "用于其余 1 步"
    click(rows[0]._spread)
    assert page.steps.lacking == 0 and not rows[0]._spread.isVisible()
    click(page.submit)
    settle(qtbot, window)
    assert kinds(window, left) == [ReviewKind.NOTE, ReviewKind.NOTE, ReviewKind.SUBMITTED]


# ── void, again, replay ─────────────────────────────────────────────────────────────────────────────────────────────


def test_void_wants_a_reason_first(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.good)
    page = page_of(window)
    click(page.void)
    dialog = page.findChild(ReasonDialog)
    assert isinstance(dialog, ReasonDialog) and dialog.isVisible() and unnamed(dialog) == []
    assert not dialog._act.isEnabled()
    dialog.set_text("客户带错了证件")
    click(dialog._act)
    settle(qtbot, window)
    [review] = window.desk.open_station.review_of(recorded.good).reviews
    assert (review.kind, review.text) == (ReviewKind.VOIDED, "客户带错了证件")
    assert page.findChild(SecondPersonDialog) is None, "a station for one has nobody else"
    assert "已作废：客户带错了证件（0123" in page._told.text
    assert not page.submit.isVisible() and not page.void.isVisible() and page.again.isVisible()


def test_void_takes_a_second_person(recorded: Recorded, qtbot: QtBot, tmp_path: Path) -> None:
    """At a station with accounts; the crashed take's clerk is 0042."""
    folder = tmp_path / "station"
    found_accounts(folder, NewAccount("0042", ACCOUNTS_PASSPHRASE, frozenset({Role.CLERK})))
    with Station.open(settings_in(folder), ACCOUNTS_PASSPHRASE, "0042") as station:
        take_id = interrupted(station, tmp_path)
        station.recover()
        with open_window(qtbot, settings_in(folder), {PageId.REVIEW: ReviewPage}, station) as window:
            window.desk.go(PageId.REVIEW, take_id=take_id)
            settle(qtbot, window)
            page = page_of(window)
            click(page.void)
            reason = page.findChild(ReasonDialog)
            assert isinstance(reason, ReasonDialog)
            reason.set_text("客户带错了证件")
            click(reason._act)
            second = page.findChild(SecondPersonDialog)
            assert isinstance(second, SecondPersonDialog) and second.isVisible() and unnamed(second) == []
            assert "理由：客户带错了证件" in texts(second)
            assert kinds(window, take_id) == []
            second.account.setText("boss")
            second.passphrase.edit.setText(ACCOUNTS_PASSPHRASE)
            click(second.agree)
            settle(qtbot, window)
            [review] = station.review_of(take_id).reviews
            assert (review.kind, review.actor, review.second_account) == (ReviewKind.VOIDED, "0042", "boss")
            assert "（0042，boss 同意）" in page._told.text


def test_again_prepares_the_same_case(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad)
    click(page_of(window).again)
    settle(qtbot, window)
    assert window.current is PageId.PREFLIGHT
    [arguments] = other(window, PageId.PREFLIGHT).entered
    prepared = arguments["prepared"]
    assert isinstance(prepared, Prepared)
    assert prepared.case == CASE and prepared.script.id == "bank-life-over-1y"
    assert window.desk.open_station.review_of(recorded.bad).status is None, "the old take stays as it is"


def test_clerk_cannot_replay(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    click(page.steps.rows[2]._more)
    assert not page.facts._replay.isVisible()
    assert "柜员不能回放录像" in texts(page.facts)
    assert not [one for one in page.findChildren(QPushButton) if "回放" in one.accessibleName() and one.isVisible()]


def test_who_recorded_it_is_not_led_to_the_film(open_page: Open, recorded: Recorded) -> None:
    page = page_of(open_page(recorded.bad, Person(CLERK.account, frozenset({Role.SUPERVISOR}))))
    assert not page.facts._replay.isVisible() and page.void.isVisible()


def test_supervisor_replays_from_a_step(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.bad, SUPERVISOR)
    page = page_of(window)
    row = page.steps.rows[2]
    click(row._more)
    first = min(answer.begin_ns for answer in row.facts.answers)
    times = [one for one in row.findChildren(QPushButton) if one.accessibleName().startswith("从 ")]
    click(times[0])
    assert window.current is PageId.REPLAY
    [arguments] = other(window, PageId.REPLAY).entered
    assert arguments["take_id"] == recorded.bad and 0 < arguments["at_ns"] <= first
    window.desk.go(PageId.REVIEW, take_id=recorded.bad)
    click(page.facts._replay)
    assert other(window, PageId.REPLAY).entered[-1] == {"take_id": recorded.bad, "at_ns": 0}


def test_who_only_looks_can_change_nothing(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad, INSPECTOR)
    page = page_of(window)
    assert not page.submit.isVisible() and not page.void.isVisible() and not page.again.isVisible()
    assert not any(row._edit.isVisible() for row in page.steps.rows)
    page.on_submit()
    page.on_void()
    settle(qtbot, window)
    assert kinds(window, recorded.bad) == [] and page.findChild(ReasonDialog) is None


# ── takes in another state ──────────────────────────────────────────────────────────────────────────────────────────


def interrupted(station: Station, tmp_path: Path) -> TakeId:
    """A take that a crash left open after one answer, with another step begun."""
    left = crash(tmp_path, station.vault, 30)
    station.vault.add_marks(left.take.id, [Mark(1, "step_began", "consent"), Mark(9, "step_began", "money")])
    refused = Answer("consent", 1, "不", Verdict.REFUSED, "negation", 2, 3, "speech")
    station.vault.add_answer(left.take.id, refused)
    left.knows(left.written[:2])
    return left.take.id


def test_take_left_open_is_said_so_and_can_be_closed(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_page(None, SUPERVISOR)
    left = interrupted(window.desk.open_station, tmp_path)
    window.desk.go(PageId.REVIEW, take_id=left)
    settle(qtbot, window)
    page = page_of(window)
    assert page._line.text() == "这次录制还没有收尾" and page._state.text == "未收尾"
    assert not page.submit.isVisible() and not page.facts._replay.isVisible()
    assert page.facts._signed.text == "还没有封存"
    page._told.acted.emit()
    page._told.acted.emit()
    settle(qtbot, window)
    assert page._line.text().startswith("录制中断，录像已抢救 00:0") and page._line.text().endswith("2 步需说明")
    assert page._state.text == "已抢救封存" and page.submit.isVisible()
    assert "已抢救并封存" in page._told.text
    assert page.facts._signed.text == "本站已签名，与封存时一致"


def test_changed_file_cannot_be_handed_in(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    def change(station: Station) -> None:
        [file] = station.settings.folder.takes.glob(f"{recorded.good}.mp4.age")
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    window = open_page(recorded.good, prepare=change)
    page = page_of(window)
    assert page.facts._signed.text == "与封存时不一致"
    assert "与封存时不一致，不能提交" in page._told.text
    assert not page.submit.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert kinds(window, recorded.good) == []


def test_take_that_is_not_there_is_told(open_page: Open) -> None:
    page = page_of(open_page(TakeId("20200101-000000-nobody")))
    assert "E-213" in page._trouble.text
    assert not page._columns.isVisible() and not page.submit.isVisible()


def test_without_a_take_it_goes_home(open_page: Open) -> None:
    window = open_page(None)
    window.desk.go(PageId.REVIEW)
    assert window.current is PageId.HOME


def test_refused_submission_is_told_and_the_notes_stay(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    page.steps.rows[2].set_note(NOTE)
    window.desk.open_station.person = INSPECTOR  # whoever is at the counter lost the right meanwhile
    page.on_submit()
    assert kinds(window, recorded.bad) == []
    window.desk.open_station.person = CLERK
    station = window.desk.open_station
    station.note(recorded.bad, "exclusions", "由别处写的说明")
    station.submit(recorded.bad)
    click(page.submit)
    settle(qtbot, window)
    assert "E-224" in page._trouble.text
    assert page._status.text == "待复核"


def test_other_station_sees_nothing_of_this_take(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.good)
    page = page_of(window)
    window.desk.station_changed.emit()
    assert page._line.text() == "" and not page._columns.isVisible() and page._reading is None


# ── looks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_slow_reading_says_so(open_page: Open, recorded: Recorded, qtbot: QtBot) -> None:
    window = open_page(None)
    goes_on = threading.Event()
    window.desk.bridge.run(lambda: goes_on.wait(20))
    window.desk.go(PageId.REVIEW, take_id=recorded.good)
    page = page_of(window)
    assert not page._busy.isVisible()
    qtbot.waitUntil(page._busy.isVisible, timeout=5_000)
    goes_on.set()
    settle(qtbot, window)
    assert not page._busy.isVisible() and page._line.text() == "3 步全部通过"


def test_every_control_has_a_name(open_page: Open, recorded: Recorded) -> None:
    page = page_of(open_page(recorded.bad, SUPERVISOR))
    for row in page.steps.rows:
        click(row._more)
    click(page.findings._all)
    assert unnamed(page) == []


def test_findings_are_shown_failed_ones_first(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    review = window.desk.open_station.review_of(recorded.bad)
    found = inspect_take(review.steps, review.answers, review.marks, review.transcript, review.take.duration_ns)
    whole = [one for one in found if one.title_code != "step"]
    failed = [finding_text(one, {}) for one in whole if one.result is Checked.FAILED]
    passed = [finding_text(one, {}) for one in whole if one.result is Checked.PASSED]
    assert failed and all(text in texts(page.findings) for text in failed)
    assert not any(text in texts(page.findings) for text in passed)
    click(page.findings._all)
    assert all(text in texts(page.findings) for text in passed)


def test_large_letters_show_steps_and_facts_one_after_the_other(open_page: Open, recorded: Recorded) -> None:
    window = open_page(recorded.bad)
    page = page_of(window)
    assert page.steps.isVisible() and page.facts.isVisible() and not page._tabs.isVisible()
    window.desk.theme.set(scale_percent=175)
    try:
        QApplication.processEvents()
        assert page._tabs.isVisible() and page.steps.isVisible() and not page.facts.isVisible()
        page._tabs.setCurrentIndex(1)
        assert page.facts.isVisible() and not page.steps.isVisible()
        press(Qt.Key.Key_Return, CTRL)
        assert page.steps.isVisible() and focused() is page.steps.rows[2]._edit
    finally:
        window.desk.theme.set(scale_percent=100)
