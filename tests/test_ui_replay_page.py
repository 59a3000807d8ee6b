"""The replay page over a real station: the reason comes first, keys do what they say, what is changed is not shown."""

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.evidence.closing import close_take
from app.evidence.sealed import SealedReader, SealedWriter
from app.model import (
    Answer,
    Case,
    CaseId,
    Channel,
    Mark,
    Outcome,
    ReviewKind,
    ReviewVerdict,
    StepResult,
    Take,
    TakeId,
    TakeState,
    Utterance,
    Verdict,
)
from app.rights import Person, Role
from app.station import Station
from media.clock import NS
from media.fragments import scan
from tests.desk_parts import PASSPHRASE, focused, open_window, press, settings_in, type_text, unnamed
from tests.replay_parts import DAMAGE_SAYS, WAIT_MS, record_test_take
from tests.take_parts import KEY
from tests.vault_parts import CHEAP, ID_NUMBER, NAME
from ui.desk import PageId
from ui.main_window import MainWindow
from ui.pages.replay import ReplayPage
from ui.replay.controls import ANSWERS, EVERYTHING
from ui.replay.lanes import Lane
from ui.replay.player import PlayerState
from ui.replay.side import SideTab

pytestmark = [pytest.mark.qt_log_ignore(*DAMAGE_SAYS)]
SUPERVISOR = Person("9001", frozenset({Role.SUPERVISOR}))
INSPECTOR = Person("9002", frozenset({Role.INSPECTOR}))
CLERK = Person("0123", frozenset({Role.CLERK}))
TAKE, OTHER, OPEN, CUT = TakeId("T-1"), TakeId("T-2"), TakeId("T-3"), TakeId("T-4")
LENGTH_S = 20
BEGAN_WALL_NS = 1_790_000_000 * NS
STEPS = (
    StepResult("consent", Verdict.ACCEPTED, "我同意", 1, "speech"),
    StepResult("knows", Verdict.UNCLEAR, "嗯", 2, "speech"),
)
Keys = Qt.Key


def add_take(station: Station, content: bytes, name: TakeId) -> Any:
    case = Case(CaseId(f"C-{name}"), "insurance.small", "网点一", "03", "0123", NAME, ID_NUMBER, {})
    path, vault = f"takes/{name}.mp4.age", station.vault
    wall_ns = BEGAN_WALL_NS + int(name[-1]) * NS
    vault.add_case(case, wall_ns)
    vault.open_take(Take(name, case.id, TakeState.OPEN, None, "small", "5c" * 32, wall_ns, 0, path, 0, "", KEY))
    detectors = {"speech": "m", "faces": "checked", "prompting": "checked", "picture": "checked"}
    vault.add_marks(
        name,
        [
            Mark(0, "take_began", None, {"detectors": detectors}),
            Mark(0, "step_began", "consent", {"attempt": 1}),
            Mark(6 * NS, "step_passed", "consent", {"verdict": "accepted"}),
            Mark(6 * NS, "step_began", "knows", {"attempt": 1}),
            Mark(10 * NS, "remedy_began", "knows", {"attempt": 2, "reason": "filler"}),
            Mark(18 * NS, "step_failed", "knows", {"verdict": "unclear", "reason": "filler"}),
            Mark(18 * NS, "session_ended", None, {"outcome": "incomplete", "reason": "last_step"}),
        ],
    )
    vault.add_answer(name, Answer("consent", 1, "我同意", Verdict.ACCEPTED, "", 4 * NS, 5 * NS, "speech"))
    vault.add_answer(name, Answer("knows", 1, "嗯", Verdict.UNCLEAR, "filler", 8 * NS, 9 * NS, "speech"))
    vault.add_utterance(name, Utterance(Channel.CUSTOMER, "我同意", 4 * NS, 5 * NS, 0.9))
    vault.add_utterance(name, Utterance(Channel.COUNTER, "请您再说一遍", 9 * NS, 10 * NS, 0.9))
    vault.add_fragments(name, scan(io.BytesIO(content)).fragments)
    with (station.settings.folder.root / path).open("xb", buffering=0) as file:
        writer = SealedWriter(file, station.recipients, file_key=KEY)
        writer.write(content)
        return writer.finish()


def seal(station: Station, sealed: Any, name: TakeId, outcome: Outcome) -> None:
    state = TakeState.SALVAGED if outcome is Outcome.INTERRUPTED else TakeState.SEALED
    close_take(
        station.vault, station.settings.folder, station.key, name, sealed, outcome, STEPS, LENGTH_S * NS, state
    )  # fmt: skip


@pytest.fixture(scope="module")
def closed_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T-1 and T-2 sealed, T-3 still open, T-4 interrupted."""
    recording = record_test_take(tmp_path_factory.mktemp("film"), LENGTH_S)
    with SealedReader(io.FileIO(recording.path), KEY) as plain:
        content = plain.read()
    folder = tmp_path_factory.mktemp("station") / "data"
    with Station.found_alone(settings_in(folder), PASSPHRASE, kdf=CHEAP) as station:
        for name, outcome in ((TAKE, Outcome.INCOMPLETE), (OTHER, Outcome.COMPLETED), (CUT, Outcome.INTERRUPTED)):
            seal(station, add_take(station, content, name), name, outcome)
        add_take(station, content, OPEN)
        for step in ("knows",):
            for name in (TAKE, OTHER):
                station.note(name, step, "已经解释")
                station.submit(name)
    return folder


@pytest.fixture
def folder(closed_station: Path, tmp_path: Path) -> Path:
    shutil.copytree(closed_station, tmp_path / "data", copy_function=os.link)  # a package is a link to its take
    for path in (tmp_path / "data" / "vault").iterdir():
        own_copy(path)
    return tmp_path / "data"


def own_copy(path: Path) -> Path:
    own = path.with_name(path.name + ".own")
    shutil.copyfile(path, own)
    own.replace(path)
    return path


class Desked:
    """A window with the replay page in it, and who looks."""

    def __init__(self, window: MainWindow, station: Station, qtbot: QtBot) -> None:
        self.window, self.station, self.qtbot = window, station, qtbot
        page = window.page(PageId.REPLAY)
        assert isinstance(page, ReplayPage)
        self.page = page

    def go(self, **arguments: Any) -> None:
        self.window.desk.go(PageId.REPLAY, **arguments)

    def until(self, condition: Any) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def idle(self) -> None:
        self.until(lambda: not self.window.desk.bridge.is_busy)

    def watch(self, take_id: TakeId = TAKE, *, expects_picture: bool = True, **arguments: Any) -> None:
        """Open a take and have its first picture on the canvas."""
        self.go(take_id=take_id, reason="日常复核", **arguments)
        self.until(lambda: self.page.has_picture or self.page.stage.is_refusing)
        if expects_picture:
            assert self.page.has_picture, self.refusal

    @property
    def replays(self) -> list[tuple[str, str]]:
        rows = self.station.vault.audit_trail()
        return [(row.actor, row.facts["reason"]) for row in rows if row.kind == "take.replayed"]

    @property
    def refusal(self) -> str:
        fault = self.page.stage.refusal.fault
        return fault.code if fault is not None and self.page.stage.is_refusing else ""


def desked(folder: Path, qtbot: QtBot, person: Person) -> Iterator[Desked]:
    station = Station.open(settings_in(folder), PASSPHRASE, person=person)
    with open_window(qtbot, station.settings, {PageId.REPLAY: ReplayPage}, station) as window:
        each = Desked(window, station, qtbot)
        try:
            yield each
        finally:
            each.page.player.finish()


@pytest.fixture
def desk(folder: Path, qtbot: QtBot) -> Iterator[Desked]:
    yield from desked(folder, qtbot, SUPERVISOR)


@pytest.fixture
def inspector(folder: Path, qtbot: QtBot) -> Iterator[Desked]:
    yield from desked(folder, qtbot, INSPECTOR)


@pytest.fixture
def clerk(folder: Path, qtbot: QtBot) -> Iterator[Desked]:
    yield from desked(folder, qtbot, CLERK)


@pytest.fixture
def own(folder: Path, qtbot: QtBot) -> Iterator[Desked]:
    """Somebody who may replay, and recorded these himself."""
    yield from desked(folder, qtbot, Person("0123", frozenset({Role.SUPERVISOR})))


# ------------------------------------------------------------------ the reason


def test_reason_is_asked_first_and_written_down_before_a_picture(desk: Desked) -> None:
    desk.go(take_id=TAKE)
    desk.until(lambda: isinstance(focused(), QLineEdit))
    assert focused() is desk.page.stage.reason.field
    assert desk.replays == [] and not desk.page.has_picture
    press(Keys.Key_Return)  # says nothing yet
    desk.idle()
    assert desk.replays == []
    type_text("客户投诉")
    press(Keys.Key_Return)
    desk.until(lambda: desk.page.has_picture)
    assert desk.replays == [("9001", "客户投诉")]


def test_next_take_asks_again(desk: Desked) -> None:
    desk.watch()
    desk.page.choose(OTHER)
    desk.until(lambda: desk.page.stage.currentWidget() is desk.page.stage.reason)
    assert desk.page.player.state is PlayerState.EMPTY and not desk.page.has_picture
    assert len(desk.replays) == 1


def test_who_comes_back_says_again_why(desk: Desked) -> None:
    desk.watch()
    view = desk.page.opened.view if desk.page.opened else None
    desk.window.desk.go(PageId.HOME)
    assert view is not None and view.closed and not desk.page.has_picture
    desk.go(take_id=TAKE)
    desk.until(lambda: desk.page.stage.currentWidget() is desk.page.stage.reason)
    assert len(desk.replays) == 1


def test_grab_of_the_page_carries_the_viewers_mark(desk: Desked) -> None:
    desk.watch()
    canvas = desk.page.stage.canvas
    assert canvas._watermark.text.startswith("9001 ")
    box = canvas.watermark_rect().toAlignedRect()
    with_mark = canvas.grab(box).toImage()
    canvas.set_watermark(type(canvas._watermark)("", drift=canvas._watermark.drift))
    assert canvas.grab(box).toImage() != with_mark


# ------------------------------------------------------------------ keys


def test_player_keys(desk: Desked) -> None:
    page, player = desk.page, desk.page.player
    desk.watch()
    settled = lambda: not player.is_seeking  # noqa: E731

    def keyed(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
        press(key, modifiers)
        desk.until(settled)
        return player.at_ns / NS

    assert keyed(Keys.Key_Right) == pytest.approx(5)
    assert keyed(Keys.Key_Right, Qt.KeyboardModifier.ShiftModifier) == pytest.approx(6)
    assert keyed(Keys.Key_Left) == pytest.approx(1)
    assert keyed(Keys.Key_PageDown) == pytest.approx(6)
    assert keyed(Keys.Key_1) == 0
    assert keyed(Keys.Key_2) == pytest.approx(6)
    assert keyed(Keys.Key_9) == pytest.approx(6)  # there is none
    keyed(Keys.Key_Right)
    assert keyed(Keys.Key_PageUp) == pytest.approx(6)  # from within a step, to its own beginning
    assert keyed(Keys.Key_PageUp) == 0
    keyed(Keys.Key_Right)
    before_ns = player.picture_at_ns or 0
    keyed(Keys.Key_Period)
    assert (player.picture_at_ns or 0) - before_ns == pytest.approx(NS / 15, abs=NS / 100)
    keyed(Keys.Key_Comma)
    assert player.picture_at_ns == before_ns
    for key, speed in ((Keys.Key_BracketRight, 1.25), (Keys.Key_BracketRight, 1.5), (Keys.Key_BracketLeft, 1.25)):
        press(key)
        assert player.speed == speed and page.stage.controls.speed.currentText() == f"{speed:g} 倍"
    press(Keys.Key_Backspace)
    assert player.speed == 1.0
    for state in (PlayerState.PLAYING, PlayerState.PAUSED):
        press(Keys.Key_Space)
        assert player.state is state


def test_space_presses_the_button_it_is_on_and_digits_are_written_into_fields(desk: Desked) -> None:
    desk.watch()
    desk.page.search()
    type_text("12 mpfn,.")
    assert desk.page.side.transcript.field.text() == "12 mpfn,."
    assert not desk.page.side.findings.has_drafts and desk.page.player.state is PlayerState.PAUSED
    desk.page.stage.controls._step_on.setFocus()
    before_ns = desk.page.player.picture_at_ns
    press(Keys.Key_Space)
    desk.until(lambda: not desk.page.player.is_seeking)
    assert desk.page.player.state is PlayerState.PAUSED and desk.page.player.picture_at_ns != before_ns


def test_search_keys_find_and_jump(desk: Desked) -> None:
    desk.watch()
    press(Keys.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is desk.page.side.transcript.field
    desk.page.side.transcript.field.setText("再说一遍")
    desk.page.stage.controls.play_button.setFocus()
    press(Keys.Key_F3)
    desk.until(lambda: not desk.page.player.is_seeking)
    assert desk.page.player.at_ns == pytest.approx(9 * NS - 3 * NS // 2, abs=NS // 100)
    assert desk.page.side.transcript.heard_row == 0  # the line before it is still heard


def test_only_the_answers_are_played(desk: Desked) -> None:
    desk.watch()
    desk.page.set_mode(ANSWERS)
    desk.page.set_speed(3.0)
    seen: list[int] = []
    desk.page.player.moved.connect(seen.append)
    desk.page.toggle()
    desk.until(lambda: desk.page.player.state is PlayerState.ENDED)
    assert max(seen) < 11 * NS  # an answer at 4 to 5 s and one at 8 to 9 s
    desk.page.set_mode(EVERYTHING)
    assert desk.page.stage.controls.mode.currentIndex() == 0


def test_timeline_and_transcript_follow_the_player(desk: Desked) -> None:
    desk.watch(at_ns=9 * NS + NS // 2)
    desk.until(lambda: desk.page.player.at_ns > 9 * NS)
    assert desk.page.side.transcript.heard_row == 1
    assert desk.page.stage.controls.time.text() == "00:09 / 00:20"
    item = desk.page.opened.take.lanes[Lane.ANSWERS][0] if desk.page.opened else None
    assert item is not None
    place = desk.page.stage.timeline.item_rect(item).center().toPoint()
    QTest.mouseClick(desk.page.stage.timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    desk.until(lambda: not desk.page.player.is_seeking)
    assert desk.page.player.at_ns == pytest.approx(4 * NS - 3 * NS // 2, abs=NS // 100)


# ------------------------------------------------------------------ judging


def test_verdicts_are_drafts_until_they_are_saved(desk: Desked) -> None:
    page = desk.page
    desk.watch()
    press(Keys.Key_P)  # the list is not in view: it comes first
    assert page.side.tabs.currentIndex() == SideTab.FINDINGS and not page.side.findings.has_drafts
    findings = page.side.findings
    first = findings.current
    assert first is not None
    findings.note.setText("看过了")
    press(Keys.Key_P)
    press(Keys.Key_F)
    press(Keys.Key_N)
    assert findings.list.current_row == 3
    assert [row.mark for row in findings.list.rows.rows[:3]] == ["P *", "F *", "N *"]
    desk.idle()
    assert not [one for one in desk.station.vault.reviews(TAKE) if one.kind is ReviewKind.FINDING]
    press(Keys.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.idle()
    saved = [one for one in desk.station.vault.reviews(TAKE) if one.kind is ReviewKind.FINDING]
    assert [one.verdict for one in saved] == [ReviewVerdict.PASSED, ReviewVerdict.FAILED, ReviewVerdict.NEEDS_RETAKE]
    assert (saved[0].rule, saved[0].step, saved[0].text) == (first.rule, first.step, "看过了")
    desk.until(lambda: page.stage.currentWidget() is page.stage.reason)
    assert page.queue._current == OTHER  # and on to the next


def test_nothing_that_was_judged_is_lost_when_the_page_is_left(desk: Desked) -> None:
    desk.watch()
    desk.page.side.show_tab(SideTab.FINDINGS)
    press(Keys.Key_F)
    desk.window.desk.go(PageId.HOME)
    desk.idle()
    assert [one.verdict for one in desk.station.vault.reviews(TAKE) if one.verdict] == [ReviewVerdict.FAILED]


def test_locking_saves_what_was_judged_before_the_station_is_closed(desk: Desked) -> None:
    desk.watch()
    desk.page.side.show_tab(SideTab.FINDINGS)
    press(Keys.Key_F)
    desk.window.desk.station = None  # as locking does, before it leaves the page
    desk.window.desk.go(PageId.UNLOCK)
    desk.window.desk.station_changed.emit()
    desk.idle()
    assert [one.verdict for one in desk.station.vault.reviews(TAKE) if one.verdict] == [ReviewVerdict.FAILED]
    assert not desk.page.side.findings.has_drafts
    desk.window.desk.station = desk.station  # for whoever closes it


def test_machine_and_human_stand_beside_each_other(desk: Desked) -> None:
    desk.watch()
    findings = desk.page.side.findings
    desk.page.side.show_tab(SideTab.FINDINGS)
    titles = [row.title for row in findings.list.rows.rows]
    row = titles.index("全部环节通过、环节顺序")  # one rule, of which both are
    findings.list.go_to(row)
    assert "机检不通过" in findings.list.rows.rows[row].below
    press(Keys.Key_P)
    assert findings.list.rows.rows[row].spoken.endswith("人工：通过")


def test_mark_is_written_at_the_present_time_and_shown(desk: Desked) -> None:
    desk.watch(at_ns=7 * NS)
    desk.until(lambda: desk.page.player.at_ns == 7 * NS)
    press(Keys.Key_M)
    desk.idle()
    (mark,) = [one for one in desk.station.vault.reviews(TAKE) if one.kind is ReviewKind.MARKED]
    assert mark.at_ns == 7 * NS and mark.actor == "9001"
    assert desk.page.opened is not None
    assert "reviewer_mark" in [item.kind for item in desk.page.opened.take.lanes[Lane.MARKS]]
    assert desk.page.has_picture and len(desk.replays) == 1


def test_approval_leaves_the_queue(desk: Desked) -> None:
    desk.watch(OTHER)
    assert desk.page.side._decisions.isVisible()
    QTest.mouseClick(desk.page.side._approve, Qt.MouseButton.LeftButton)
    desk.idle()
    assert desk.station.review_of(OTHER).status is ReviewKind.APPROVED
    desk.until(lambda: not desk.page.side._decisions.isVisible())
    desk.until(lambda: [row.take_id for row in desk.page.queue._shown] == [TAKE])


# ------------------------------------------------------------------ rights


def test_clerk_may_not_replay_and_nothing_is_audited(clerk: Desked) -> None:
    clerk.go(take_id=TAKE)
    clerk.until(lambda: clerk.refusal == "E-222")
    clerk.go(take_id=TAKE, reason="想看看")
    clerk.idle()
    assert clerk.refusal == "E-222" and clerk.replays == []
    assert not clerk.page.has_picture


def test_own_take_is_for_somebody_else_and_nobody_is_asked_why(own: Desked) -> None:
    own.go(take_id=TAKE)
    own.until(lambda: own.refusal == "E-291")
    refusal = own.page.stage.refusal
    assert "您自己录的" in refusal._title.text() and not refusal._again.isVisible()
    assert refusal.property("tone") == "warning", "nothing is wrong with the take"
    own.go(take_id=TAKE, reason="想看看")
    own.idle()
    assert own.refusal == "E-291" and own.replays == []


def test_page_says_whether_it_can_be_captured(desk: Desked, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.pages import replay

    guarded: list[str] = []
    facts = desk.page.side.facts
    desk.go()
    assert "不能阻止截屏" in facts._capture.text()

    def refuse(window: QWidget) -> bool:
        guarded.append("refused")
        return True

    monkeypatch.setattr(replay, "refuse_capture", refuse)
    monkeypatch.setattr(replay, "allow_capture", lambda window: guarded.append("allowed"))
    desk.go()
    assert "不能被截屏" in facts._capture.text() and guarded == ["refused"]
    desk.window.desk.go(PageId.HOME)
    assert guarded == ["refused", "allowed"]


def test_export_is_for_whose_role_may_and_needs_a_reason(desk: Desked, tmp_path: Path) -> None:
    desk.watch()
    assert desk.page.stage._export.isVisible() and desk.page.stage._export.isEnabled()
    desk.page.deciding.export_to(TAKE, tmp_path / "copy.mp4", "客户投诉调阅")
    desk.idle()
    assert (tmp_path / "copy.mp4").stat().st_size > 100_000
    (row,) = [row for row in desk.station.vault.audit_trail() if row.kind == "take.exported"]
    assert (row.actor, row.facts["reason"]) == ("9001", "客户投诉调阅")


def test_inspector_can_neither_export_nor_copy_nor_approve(inspector: Desked) -> None:
    inspector.watch()
    assert not inspector.page.stage._export.isVisible()
    press(Keys.Key_E)
    assert QApplication.activeModalWidget() is None
    assert not inspector.page.side.transcript._may_copy
    assert not inspector.page.side._decisions.isVisible()


# ------------------------------------------------------------------ what cannot be played


def flipped(path: Path, at: float) -> None:
    content = bytearray(own_copy(path).read_bytes())
    content[int(len(content) * at)] ^= 1
    path.write_bytes(content)


def test_changed_file_shows_a_red_page_and_not_one_picture(desk: Desked, folder: Path) -> None:
    flipped(folder / "takes" / f"{TAKE}.mp4.age", 0.5)
    shown: list[bool] = []
    desk.page.player.picture_changed.connect(lambda _: shown.append(desk.page.has_picture))
    desk.watch(expects_picture=False)
    assert desk.refusal in ("E-335", "E-304")
    assert not any(shown) and not desk.page.has_picture
    assert desk.page.stage.refusal.property("tone") == "danger"
    assert "不能采信" in desk.page.stage.refusal.accessibleName()
    desk.until(lambda: desk.page.player.is_closed)
    for key in (Keys.Key_Space, Keys.Key_Right, Keys.Key_Period):
        press(key)
    assert desk.page.player.state is PlayerState.EMPTY and not desk.page.has_picture
    assert desk.page.side.tabs.currentIndex() == SideTab.FACTS


def test_rewritten_manifest_shows_a_red_page(desk: Desked, folder: Path) -> None:
    manifest = own_copy(folder / "packages" / TAKE / "manifest.json")
    manifest.write_bytes(manifest.read_bytes().replace(b'"0123"', b'"0124"'))
    desk.watch(expects_picture=False)
    assert desk.refusal == "E-229"
    assert desk.page.stage.refusal.property("tone") == "danger" and not desk.page.has_picture


def test_file_that_changes_while_it_plays_stops_there(desk: Desked, folder: Path) -> None:
    path = own_copy(folder / "takes" / f"{TAKE}.mp4.age")
    desk.watch()
    content = bytearray(path.read_bytes())
    content[int(len(content) * 0.9)] ^= 1
    with path.open("r+b") as file:  # the very file that is being read
        file.write(content)
    desk.page.seek(17 * NS)
    desk.until(lambda: desk.page.stage.is_refusing)
    assert desk.refusal == "E-304" and not desk.page.has_picture


def test_missing_file_is_said_to_be_missing_and_is_no_red_page(desk: Desked, folder: Path) -> None:
    (folder / "takes" / f"{TAKE}.mp4.age").unlink()
    desk.watch(expects_picture=False)
    assert desk.refusal == "E-331" and desk.replays == []
    assert desk.page.stage.refusal.property("tone") == "warning"
    QTest.mouseClick(desk.page.stage.refusal._again, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.page.stage.currentWidget() is desk.page.stage.reason)


def test_take_that_is_still_open_says_so(desk: Desked) -> None:
    desk.go(take_id=OPEN)
    desk.until(lambda: desk.refusal == "E-344")
    desk.go(take_id=OPEN, reason="日常复核")
    desk.idle()
    assert desk.refusal == "E-344" and desk.replays == []


def test_erased_take_says_so(desk: Desked) -> None:
    vault = desk.station.vault
    vault.acknowledge_take(TAKE, vault.take(TAKE).sha256)
    vault.erase_take(TAKE, "期满")
    desk.go(take_id=TAKE)
    desk.until(lambda: desk.refusal == "E-345")


def test_interrupted_take_is_played_with_a_word_about_its_end(desk: Desked) -> None:
    desk.watch(CUT)
    assert desk.page.has_picture
    assert desk.page.stage._notice.isVisible()
    assert "中断" in desk.page.stage._notice.text and "00:20" in desk.page.stage._notice.text


def test_locking_leaves_nothing_of_the_take(desk: Desked) -> None:
    desk.watch()
    view = desk.page.opened.view if desk.page.opened else None
    desk.window.desk.station_changed.emit()
    assert not desk.page.has_picture and not desk.page.side.transcript.model.lines
    desk.until(lambda: desk.page.player.is_closed)
    assert view is not None and view.closed


# ------------------------------------------------------------------ queue, looks


def test_queue_has_the_most_suspicious_first_and_facets(desk: Desked) -> None:
    desk.go()
    desk.until(lambda: len(desk.page.queue._shown) == 2)
    assert [row.take_id for row in desk.page.queue._shown] == [TAKE, OTHER]
    desk.page.queue._by_suspicion.setChecked(False)
    assert [row.take_id for row in desk.page.queue._shown] == [OTHER, TAKE]
    desk.page.queue.show_everything()
    assert {row.take_id for row in desk.page.queue._shown} == {TAKE, OTHER, CUT}
    names = [row.title for row in desk.page.queue.list.rows.rows]
    assert not [name for name in names if NAME in name]


def test_empty_queue_says_so_with_yesterdays_numbers(desk: Desked) -> None:
    for name in (TAKE, OTHER):
        desk.station.send_back(name, "请补说明")
    desk.go()
    desk.until(lambda: bool(desk.page.queue._rows))
    assert desk.page.queue._nothing.text() == "没有待复核"
    assert desk.page.queue._hint.text().startswith("昨天录了 0 份")


def test_every_control_has_a_name(desk: Desked) -> None:
    desk.watch()
    for tab in SideTab:
        desk.page.side.show_tab(tab)
        assert unnamed(desk.page) == []


def test_language_theme_and_size_change_while_it_plays(desk: Desked) -> None:
    desk.watch()
    desk.page.toggle()
    desk.window.desk.theme.set(dark=True, scale_percent=175)
    desk.page.retranslate()
    desk.window.resize(1366, 768)
    desk.until(lambda: desk.page.player.at_ns > NS)
    assert desk.page.has_picture and not desk.page.queue.isVisible()  # narrow: the picture needs the room
    desk.window.desk.theme.set(dark=False, scale_percent=100)
    desk.until(lambda: desk.page.queue.isVisible())
    assert desk.page.player.state is PlayerState.PLAYING


def test_voided_take_is_played_and_said_to_be_void(desk: Desked) -> None:
    desk.watch()
    opened = desk.page.opened
    assert opened is not None
    desk.station.void(OTHER, "客户改了主意", None)
    voided = desk.station.review_of(OTHER)
    assert "作废" in desk.page._warning(voided)
    assert desk.page._warning(replace(voided, reviews=())) == ""
