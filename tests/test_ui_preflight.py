"""The pre-flight page: what it shows of the checks, and that it begins exactly one take, or says why not."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.checking import FILE_NAME, Checking
from app.counter import Prepared
from app.devices import VirtualDevices
from app.faults import Fault
from app.model import Mark
from app.session.preflight.chance import PastTakes, chance_of
from app.session.preflight.table import TABLE, Action, CheckId, CheckState, found
from app.session.preflight.view import Level, Levels, Override, PreflightView, SeenFace
from app.session.take import Sources
from app.settings import DataFolder, Settings
from app.station import Station
from media.clock import FastClock
from media.synthetic import Faults, TestPicture
from tests.desk_parts import CLERK, SUPERVISOR, found_station, open_window, other, press, settings_in, unnamed
from tests.recording_parts import picture
from tests.station_parts import CASE, TWO
from ui.check_words import check_name, check_text, mend_text
from ui.desk import Desk, Page, PageId
from ui.main_window import MainWindow
from ui.pages.preflight import PreflightPage
from ui.pages.recording import RecordingPage
from ui.sounds import Cue

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PREPARED = Prepared(TWO, CASE, ("national", "a1" * 32))
MAKERS: dict[PageId, Callable[[Desk], Page]] = {PageId.PREFLIGHT: PreflightPage, PageId.RECORDING: RecordingPage}
GOOD = {
    "camera": "ready", "light": "good", "sharpness": "sharp", "persons": "complete", "microphone_counter": "ready",
    "microphone_customer": "ready", "speech": "not_said", "speaker": "not_played", "noise": "quiet",
    "clock": "not_compared", "place": "inside", "disk": "enough", "models": "ready", "vault": "sound",
    "server": "no_server",
}  # fmt: skip
FACTS: dict[str, dict[str, Any]] = {
    "camera": {"name": "USB", "index": 0, "width": 1280, "height": 720, "fps": 15},
    "disk": {"hours": 412, "free_mb": 1_000_000, "needed_mb": 100},
    "place": {"branch": "城东支行", "counter": "03"},
    "speech": {"words": ["同意", "清楚", "明白"], "heard": ["同意"], "left_s": 6},
}


MANY = PastTakes(28, 34)


def view(past: PastTakes = MANY, overrides: Sequence[Override] = (), **codes: str) -> PreflightView:
    """Everything good but for `codes`."""
    checks = tuple(found(CheckId(name), code, **FACTS.get(name, {})) for name, code in {**GOOD, **codes}.items())
    let_pass = {override.check for override in overrides}
    blocking = tuple(
        check.id for check in checks if TABLE[check.id][check.code].holds_up and check.id not in let_pass
    )  # fmt: skip
    return PreflightView(
        checks,
        Levels(Level(-25, -15, True), Level(-33, -20, True)),
        (SeenFace(0.2, 0.2, 0.2, 0.3, "customer"), SeenFace(0.7, 0.2, 0.2, 0.3, "clerk")),
        not blocking,
        blocking,
        chance_of(past, checks),
        0,
        tuple(overrides),
        True,
        ("同意", "清楚", "明白"),
    )


@dataclass
class StubPreflight:
    """Shows what it is told, and remembers what was asked of it."""

    shown: PreflightView
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def view(self) -> PreflightView:
        return self.shown

    def pixels(self, width: int, height: int) -> object:
        return picture(width, height)

    def repeat(self, check_id: CheckId | None = None) -> None:
        self.asked.append(("repeat", check_id))

    def test_speaker(self) -> None:
        self.asked.append(("test_speaker",))

    def speaker_heard(self, was_heard: bool) -> None:
        self.asked.append(("speaker_heard", was_heard))

    def override(self, check_id: CheckId, reason: str, *, by: str = "") -> None:
        self.asked.append(("override", check_id, reason, by))
        override = Override(check_id, self.shown.check(check_id).code, reason, by, 0)
        self.shown = view(overrides=[*self.shown.overrides, override], light="too_dark")


@dataclass
class StubChecking:
    preflight: StubPreflight
    closed: int = 0

    def test_speech(self) -> None:
        self.preflight.asked.append(("test_speech",))

    def close(self) -> bool:
        self.closed += 1
        return True


@dataclass
class Shown:
    """The page over checks that are told."""

    window: MainWindow
    page: PreflightPage
    stub: StubPreflight

    def tell(self, told: PreflightView) -> None:
        self.stub.shown = told
        self.page.on_check()
        self.page.on_look()


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    with open_window(qtbot, Settings(DataFolder(tmp_path)), MAKERS) as window:
        window.desk.go(PageId.PREFLIGHT, prepared=PREPARED)
        page = window.page(PageId.PREFLIGHT)
        assert isinstance(page, PreflightPage)
        stub = StubPreflight(view())
        page.checking = StubChecking(stub)  # type: ignore[assignment]
        here = Shown(window, page, stub)
        here.tell(view())
        yield here


# ---------------------------------------------------------------------- what is shown


def test_every_finding_has_words() -> None:
    for check_id, codes in TABLE.items():
        assert CHINESE.search(check_name(check_id))
        for code in codes:
            check = found(check_id, code, name="USB", width=640, height=360, fps=7.6, free_mb=900, needed_mb=3000)
            text = check_text(check)
            assert CHINESE.search(text) and f"({code})" not in text and "{" not in text, (check_id, code)
            assert CHINESE.search(mend_text(check)), check_id


def test_hard_failures_stand_on_top_with_one_button_each(shown: Shown) -> None:
    shown.tell(view(light="too_dark", camera="missing", noise="babble"))
    rows = shown.page.checks.rows
    assert [shown.page.checks._column.indexOf(rows[check]) for check in (CheckId.CAMERA, CheckId.LIGHT)] == [0, 1]
    assert rows[CheckId.CAMERA].button.text() == "更换设备" and rows[CheckId.LIGHT].button.text() == "再查一次"
    assert rows[CheckId.CAMERA].accessibleName() == "摄像头：不合格，找不到，请检查连线，或换一个"
    rows[CheckId.LIGHT].button.click()
    assert shown.stub.asked == [("repeat", CheckId.LIGHT)]
    rows[CheckId.CAMERA].button.click()
    assert other(shown.window, PageId.SETTINGS).entered == [{"section": "devices"}]


def test_start_waits_for_the_hard_checks_and_says_why(shown: Shown) -> None:
    shown.tell(view(camera="black", disk="full"))
    foot = shown.page.foot
    assert not foot.start.isEnabled() and foot.why == "还不能开始：摄像头、磁盘"
    assert foot.start.toolTip() == foot.why and "先把不合格的设备处理好" in foot.chance
    press(Qt.Key.Key_Return)
    QTest.keyClick(shown.page, Qt.Key.Key_F9)
    assert not shown.page._left and not shown.page._is_beginning
    shown.tell(view())
    assert foot.start.isEnabled()


def test_chance_is_said_with_what_would_raise_it(shown: Shown) -> None:
    shown.tell(view(speech="heard", speaker="heard", models="test_only"))
    assert shown.page.foot.chance == "预计一次通过 48 %（近 34 次）"
    assert shown.page.foot.why == "安装正式的识别模型，可到 81 %"
    shown.tell(view(PastTakes(1, 2), speech="heard", speaker="heard"))
    assert shown.page.foot.chance == "这份话术在本机录过 2 次，还估不出一次通过率"
    shown.tell(view(PastTakes(0, 0), speech="heard", speaker="heard"))
    assert "还没有录过" in shown.page.foot.chance


def test_people_are_asked_one_thing_at_a_time(shown: Shown, qtbot: QtBot) -> None:
    people = shown.page.people
    assert "同意、清楚、明白" in people.text and people.words.isVisible() and not people.sound.isVisible()
    people.words.click()
    qtbot.waitUntil(lambda: ("test_speech",) in shown.stub.asked)
    shown.tell(view(speech="listening"))
    assert "请客户说：同意、清楚、明白" in people.text and "同意 ✔" in people.text and "清楚 ◌" in people.text
    shown.tell(view(speech="heard"))
    people.sound.click()
    shown.tell(view(speech="heard", speaker="asking"))
    assert "听到了吗？" in people.text
    people.heard.click()
    people.not_heard.click()
    assert shown.stub.asked[1:] == [("test_speaker",), ("speaker_heard", True), ("speaker_heard", False)]
    shown.tell(view(speech="remembered", speaker="remembered"))
    assert shown.page.same.text == "设备与上次相同，已自动检查" and shown.page.foot.start.isEnabled()
    assert Cue.READY in shown.page.sounds.played


def test_people_in_the_picture_are_counted_in_words(shown: Shown) -> None:
    live = shown.page.live
    assert (live._customer.text, live._clerk.text) == ("客户 1 人", "员工 1 人")
    assert live.customer.word() == "合适" and not live._others.isVisible()


def test_every_control_has_a_name(shown: Shown) -> None:
    shown.tell(view(light="too_dark", camera="missing", speaker="asking"))
    assert not unnamed(shown.page)


@pytest.mark.parametrize("scale", [100, 150])
def test_page_fits_1366_by_768(shown: Shown, qtbot: QtBot, scale: int) -> None:
    shown.window.desk.theme.set(scale_percent=scale)
    shown.tell(view(light="too_dark", camera="missing", speaker="asking"))
    qtbot.wait(1)
    least = shown.page.minimumSizeHint()
    assert least.width() <= shown.page.width() and least.height() <= shown.page.height()
    assert shown.window.width() == 1366 and shown.window.height() == 768


def test_keys_check_again_and_go_back(shown: Shown) -> None:
    QTest.keyClick(shown.page, Qt.Key.Key_F5)
    assert shown.stub.asked == [("repeat", None)]
    QTest.keyClick(shown.page, Qt.Key.Key_Escape)
    assert other(shown.window, PageId.WIZARD).entered == [{"back": True}]
    assert shown.page.checking is None


# ---------------------------------------------------------------------- supervisor


@pytest.mark.parametrize(("person", "may"), [(CLERK, False), (SUPERVISOR, True)])
def test_only_a_supervisor_lets_a_soft_check_pass(
    shown: Shown, qtbot: QtBot, tmp_path: Path, person: Any, may: bool
) -> None:
    station = found_station(tmp_path / "station", person)
    shown.window.desk.station = station
    try:
        shown.tell(view(light="too_dark"))
        button = shown.page.foot.override
        assert button.isVisible() and button.isEnabled() is may
        assert ("须由主管" in button.toolTip()) is not may
        if not may:
            return

        def write_reason() -> None:
            dialog = shown.page.findChild(QPlainTextEdit)
            assert dialog is not None
            dialog.setPlainText("灯具已报修，客户同意继续")
            for act in dialog.window().findChildren(QPushButton):
                if act.text() == "放行":
                    act.click()

        from PySide6.QtCore import QTimer

        QTimer.singleShot(50, shown.page, write_reason)
        button.click()
        assert shown.stub.asked == [("override", CheckId.LIGHT, "灯具已报修，客户同意继续", SUPERVISOR.account)]
        assert shown.page.foot.start.isEnabled() and not button.isVisible()
        assert shown.page.checks.rows[CheckId.LIGHT].text.endswith("（主管已放行）")
    finally:
        shown.window.desk.station = None
        station.close()


@pytest.mark.parametrize("codes", [{"camera": "black"}, {"place": "other_network"}, {"place": "bad_certificate"}])
def test_hard_failure_cannot_be_let_pass(shown: Shown, codes: Any) -> None:
    shown.tell(view(**codes))
    assert not shown.page.foot.override.isVisible() and not shown.page.foot.start.isEnabled()


def test_place_is_told_in_words(shown: Shown) -> None:
    row = shown.page.checks.rows[CheckId.PLACE]
    assert row.accessibleName() == "网点：正常，在登记的网点：城东支行 03"
    shown.tell(view(place="other_network"))
    assert row.text == "不在 城东支行 03 登记的网络里，不能录制" and shown.page.foot.why == "还不能开始：网点"
    shown.tell(view(place="inside_otherwise_set"))
    assert row.text == "在 城东支行 03；设置里写的不同，以登记为准" and shown.page.foot.start.isEnabled()
    shown.tell(view(place="no_certificate"))
    assert "没有核对地点" in row.text and shown.page.foot.start.isEnabled(), "and never counted as passed"


# ---------------------------------------------------------------------- countdown


def test_countdown_is_cancelled_by_escape_and_by_a_failure(shown: Shown) -> None:
    page = shown.page
    press(Qt.Key.Key_Return)
    assert page._left == 3 and "3 秒后开始录制" in page.foot.chance and not page.foot.start.isEnabled()
    page.on_check()
    assert "3 秒后开始录制" in page.foot.chance
    QTest.keyClick(page, Qt.Key.Key_F9)
    page.on_second()
    assert page._left == 2, "the second key did not begin a second countdown"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page._left and not page._counting.isActive() and page.foot.start.isEnabled()
    press(Qt.Key.Key_Return)
    shown.tell(view(camera="missing"))
    assert not page._left and "开始已取消" in page.notice.text and "摄像头" in page.notice.text


# ---------------------------------------------------------------------- real stations


class LosingDevices(VirtualDevices):
    """The camera is gone when the devices are opened for the second time."""

    opened = 0

    def sources(self) -> Sources:
        sources = super().sources()
        self.opened += 1
        if self.opened != 2:
            return sources
        camera = TestPicture(640, 360, faults=Faults(lose_at=0.0))
        return Sources((camera,), sources.counter, sources.customer, sources.layout)


def real(qtbot: QtBot, window: MainWindow) -> PreflightPage:
    """The page over real checks, all decided."""
    window.desk.theme.has_motion = False
    window.desk.go(PageId.PREFLIGHT, prepared=PREPARED)
    page = window.page(PageId.PREFLIGHT)
    assert isinstance(page, PreflightPage)
    qtbot.waitUntil(lambda: page.is_ready, timeout=30_000)
    return page


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    station = found_station(tmp_path)
    yield station
    station.close()


def test_two_clicks_begin_one_take(qtbot: QtBot, tmp_path: Path, station: Station) -> None:
    with open_window(qtbot, settings_in(tmp_path), MAKERS, station) as window:
        desk = window.desk
        desk.devices, desk.clock = VirtualDevices({"default": ["清楚"]}), FastClock()
        ended: list[object] = []
        desk.take_ended.connect(ended.append)
        page = real(qtbot, window)
        assert page.foot.start.isEnabled()
        QTest.mouseDClick(page.foot.start, Qt.MouseButton.LeftButton)
        page.on_start_wanted()
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.stack.currentWidget() is not page, timeout=30_000)
        recording = window.stack.currentWidget()
        assert isinstance(recording, RecordingPage) and recording._log is not None
        qtbot.waitUntil(lambda: recording.steps._rows[0].word == "正在进行", timeout=5_000)
        assert recording._log.steps["consent"].attempt == 1, "the news that came first is there"
        assert desk.take is not None
        desk.take.end("other")
        qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
        assert len(station.vault.takes()) == 1
        (take,) = station.vault.takes()
        began: Mark = station.vault.marks(take.id)[0]
        assert began.facts["preflight"]["checks"]["camera"] == "passed: ready"
        desk.devices.close()


def test_take_that_cannot_begin_is_told_and_everything_is_checked_anew(
    qtbot: QtBot, tmp_path: Path, station: Station
) -> None:
    with open_window(qtbot, settings_in(tmp_path), MAKERS, station) as window:
        devices = LosingDevices({"default": ["清楚"]})
        window.desk.devices = devices
        page = real(qtbot, window)
        page.foot.start.click()
        assert page.may_leave()
        qtbot.waitUntil(lambda: page.notice.isVisible(), timeout=30_000)
        assert window.stack.currentWidget() is page and "录制没有开始" in page.notice.text
        assert "E-101" in page.notice.text and not station.vault.takes()
        qtbot.waitUntil(lambda: page.is_ready and page.foot.start.isEnabled(), timeout=30_000)
        assert devices.opened == 3 and not page.may_leave()
        window.desk.go(PageId.HOME)
        qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=10_000)
        devices.close()


def test_station_without_devices_offers_practice_with_nobodys_sale(
    qtbot: QtBot, tmp_path: Path, station: Station
) -> None:
    class NoDevices(VirtualDevices):
        is_practice = False

        def sources(self) -> Sources:
            raise Fault("E-120", microphone="device:default")

    with open_window(qtbot, settings_in(tmp_path), MAKERS, station) as window:
        window.desk.devices = NoDevices({})
        page = real(qtbot, window)
        qtbot.waitUntil(lambda: page.foot.practice.isVisible(), timeout=10_000)
        assert not page.foot.start.isEnabled()
        page.foot.practice.click()
        qtbot.waitUntil(lambda: window.desk.is_practice, timeout=20_000)
        qtbot.waitUntil(lambda: page.is_ready and page.foot.start.isEnabled(), timeout=30_000)
        assert page.prepared is not None and page.prepared.case.id != CASE.id
        assert page.prepared.case.customer_name != CASE.customer_name
        window.desk.go(PageId.HOME)
        devices = window.desk.devices
        qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=10_000)
        assert devices is not None
        devices.close()


def test_words_are_said_by_the_made_up_customer_and_remembered_for_the_day(
    qtbot: QtBot, tmp_path: Path, station: Station
) -> None:
    with open_window(qtbot, settings_in(tmp_path), MAKERS, station) as window:
        devices = window.desk.devices = VirtualDevices({"default": ["清楚"]})
        page = real(qtbot, window)
        page.people.words.click()

        def heard() -> str:
            return page._view.check(CheckId.SPEECH).code if page._view is not None else ""

        qtbot.waitUntil(lambda: heard() == "heard", timeout=30_000)
        window.desk.go(PageId.HOME)
        qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=10_000)
        kept = (station.settings.folder.root / FILE_NAME).read_text("utf-8")
        assert '"speech"' in kept and "customer" not in kept
        page = real(qtbot, window)
        assert heard() == "remembered" and page.same.text == "设备与上次相同，已自动检查"
        assert page.foot.start.isEnabled() and page._view is not None and not page._view.needs_people
        window.desk.go(PageId.HOME)
        qtbot.waitUntil(lambda: not window.desk.bridge.is_busy, timeout=10_000)
        devices.close()


def test_what_nobody_can_read_is_not_remembered(tmp_path: Path, station: Station) -> None:
    file = station.settings.folder.root / FILE_NAME
    for text in ("", "[]", '{"devices": 3}', "\0"):
        file.write_text(text, "utf-8")
        devices = VirtualDevices({})
        checking = Checking(station, PREPARED, devices, lambda view: None)
        assert checking.preflight.view().check(CheckId.SPEECH).state is CheckState.NOT_CHECKED
        assert checking.close()
        devices.close()


def test_actions_of_the_table_are_all_known(shown: Shown) -> None:
    for action in set(Action) - {Action.CHOOSE_DEVICE}:
        shown.page.on_acted(CheckId.DISK, action)
    assert shown.page.notice.isVisible() and ("test_speaker",) in shown.stub.asked
    shown.page.on_acted(CheckId.DISK, Action.FREE_DISK)
    assert "没有上传的录像不能删" in shown.page.notice.text
