"""Settings: changed where they stand, saved, and at work at once; policy and rights; devices that come and go; help."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.devices import PluggedIn, RealDevices
from app.faults import SENTENCES
from app.rights import Person
from app.settings import Place, described, load_settings
from media.capture import Device
from tests.desk_parts import CLERK, SUPERVISOR, focused, found_station, open_window, press, type_text, unnamed
from ui.desk import PageId
from ui.main_window import MainWindow
from ui.pages.help import HelpPage, looked_up
from ui.pages.home import HomePage
from ui.pages.settings import SettingsPage
from ui.pages.wizard import WizardPage
from ui.settings.doctor_panel import DoctorPanel
from ui.settings.editors import ChoiceEditor, SwitchEditor, TextEditor
from ui.settings.vault_panel import VaultPanel
from ui.settings.words import TABS, Tab
from ui.shortcuts import Group, shortcuts

Open = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
BRIO = Device("camera", 0, "device:BRIO", "BRIO", "/dev/video0")
DESK_MICROPHONE = Device("microphone", 1, "device:Desk", "Desk", "")
MAKERS: dict[PageId, Any] = {
    PageId.SETTINGS: SettingsPage,
    PageId.HELP: HelpPage,
    PageId.HOME: HomePage,
    PageId.WIZARD: WizardPage,
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """`window(…)`: the settings page, entered, with the devices looked up. Files are written before."""
    with ExitStack() as stack:

        def show(person: Person = SUPERVISOR, user: str = "", policy: str = "") -> MainWindow:
            for name, text in (("settings.toml", user), ("policy.toml", policy)):
                if text:
                    (tmp_path / name).write_text(text, encoding="utf-8")
            settings = load_settings(tmp_path, {})
            station = found_station(tmp_path, person)
            made = stack.enter_context(open_window(qtbot, settings, MAKERS, station))
            made.desk.go(PageId.SETTINGS)
            qtbot.waitUntil(lambda: page_of(made)._plugged_in is not None, timeout=20_000)
            return made

        yield show


def page_of(window: MainWindow) -> SettingsPage:
    page = window.page(PageId.SETTINGS)
    assert isinstance(page, SettingsPage)
    return page


def on_disk(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "settings.toml").read_text(encoding="utf-8"))


def choose(window: MainWindow, qtbot: QtBot, key: str, value: object) -> None:
    """By keyboard, in the box of a setting."""
    editor = page_of(window)._rows[key].editor
    assert isinstance(editor, ChoiceEditor)
    editor.combo.setFocus()
    editor.combo.setCurrentIndex(editor.combo.findData(value))
    editor.combo.activated.emit(editor.combo.currentIndex())
    qtbot.waitUntil(lambda: not window.desk.bridge.is_busy)


def test_place_is_saved_audited_and_seen_at_once(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    page = page_of(shown)
    editor = page._rows["place.branch"].editor
    editor.setFocus()
    type_text("城西支行")
    press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: shown.desk.settings.place.branch == "城西支行")
    assert on_disk(tmp_path) == {"place": {"branch": "城西支行"}}
    assert shown.desk.open_station.settings.place.branch == "城西支行" and "城西支行" in shown.top_bar._place.text()
    row = page._rows["place.branch"]
    assert row._source.text == "用户" and row._default.text() == "默认：未设置" and row._reset.isVisible()
    trail = [entry for entry in shown.desk.open_station.vault.audit_trail() if entry.kind == "settings.changed"]
    assert [(entry.actor, entry.facts) for entry in trail] == [("0900", {"keys": ["place.branch"]})]
    row._reset.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown.desk.settings.place == Place())
    assert row._source.text == "默认" and not row._reset.isVisible() and not row._default.isVisible()


def test_value_that_does_not_fit_is_refused_beside_its_editor(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    page = page_of(shown)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.RECOGNITION))
    row = page._rows["detectors.faces_per_s"]
    editor = row.editor
    assert isinstance(editor, TextEditor)
    for text, complaint in (("abc", "请输入一个数"), ("99", "E-457")):
        editor.setFocus()
        editor.edit.selectAll()
        type_text(text)
        press(Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda complaint=complaint: complaint in row._error.text())  # type: ignore[misc]
        assert editor.edit.text() == "5", "the value that holds is shown again"
    assert shown.desk.settings.detectors.faces_per_s == 5.0 and not (tmp_path / "settings.toml").exists()


def test_policy_locks_a_setting_and_says_so(window: Open) -> None:
    shown = window(policy="[detectors]\nfaces_per_s = 8.0\n")
    row = page_of(shown)._rows["detectors.faces_per_s"]
    assert row._source.text == "策略锁定" and not row.editor.isEnabled() and not row._reset.isVisible()
    assert page_of(shown)._rows["detectors.quality_per_s"].editor.isEnabled()


def test_clerk_changes_devices_and_looks_but_no_evidence(window: Open) -> None:
    page = page_of(window(person=CLERK))
    able = {key for key, row in page._rows.items() if row.editor.isEnabled()}
    assert able == {key for key in TABS if key.startswith(("devices.", "look."))}


def test_every_described_setting_is_on_the_page(window: Open) -> None:
    shown = window()
    assert {row.key for row in described(shown.desk.settings)} - set(TABS) == {"screen.language"}


def test_looks_change_at_once(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    spoken: list[str] = []
    shown.desk.speak = spoken.append
    choose(shown, qtbot, "look.theme", "dark")
    assert shown.desk.theme.is_dark
    choose(shown, qtbot, "look.scale_percent", 150)
    assert shown.desk.theme.scale_percent == 150
    choose(shown, qtbot, "look.language", "en")
    assert spoken == ["en"]
    assert on_disk(tmp_path)["look"] == {"theme": "dark", "scale_percent": 150, "language": "en"}


def test_switch_is_saved(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    editor = page_of(shown)._rows["look.has_sounds"].editor
    assert isinstance(editor, SwitchEditor)
    editor.box.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not shown.desk.settings.look.has_sounds)
    assert on_disk(tmp_path) == {"look": {"has_sounds": False}}


def test_locking_backups_and_forwarding_are_set_here(window: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = window()
    page = page_of(shown)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.SECURITY))
    for text, complaint in (("soon", "请输入一个数"), ("7.5", "请输入一个数"), ("61", "E-457")):
        commit(page, "security.lock_after_min", text)
        qtbot.waitUntil(lambda complaint=complaint: complaint in row_error(page))  # type: ignore[misc]
    commit(page, "security.lock_after_min", "3")
    qtbot.waitUntil(lambda: shown.desk.settings.security.lock_after_min == 3)
    switch = page._rows["security.requires_enrolment"].editor
    assert isinstance(switch, SwitchEditor)
    switch.box.click()
    qtbot.waitUntil(lambda: shown.desk.settings.security.requires_enrolment)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.BACKUP))
    commit(page, "backup.folder", str(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: shown.desk.settings.backup.folder == str(tmp_path / "elsewhere"))
    assert page._rows["backup.folder"]._default.text() == "默认：数据目录下的 backups"
    commit(page, "backup.folder", "")
    qtbot.waitUntil(lambda: shown.desk.settings.backup.folder == "")
    page._tabs.setCurrentIndex(list(Tab).index(Tab.SUPPORT))
    editor = page._rows["forward.syslog"].editor
    assert isinstance(editor, TextEditor) and editor.edit.placeholderText() == "不转发"
    commit(page, "forward.syslog", "tcp://log.bank:601")
    qtbot.waitUntil(lambda: shown.desk.settings.forward.syslog == "tcp://log.bank:601")
    security = {"lock_after_min": 3, "requires_enrolment": True}
    assert on_disk(tmp_path) == {"security": security, "forward": {"syslog": "tcp://log.bank:601"}}


def commit(page: SettingsPage, key: str, text: str) -> None:
    """Type another text into a setting's line and leave it."""
    editor = page._rows[key].editor
    assert isinstance(editor, TextEditor)
    editor.setFocus()
    editor.edit.selectAll()
    press(Qt.Key.Key_Delete)
    type_text(text)
    press(Qt.Key.Key_Tab)


def row_error(page: SettingsPage) -> str:
    return page._rows["security.lock_after_min"]._error.text()


# ── devices ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def texts(window: MainWindow, key: str) -> list[str]:
    editor = page_of(window)._rows[key].editor
    assert isinstance(editor, ChoiceEditor)
    return [editor.combo.itemText(n) for n in range(editor.combo.count())]


def test_device_is_chosen_and_the_counter_uses_it(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page_of(shown).on_devices_found(PluggedIn((BRIO,), (DESK_MICROPHONE,), ()))
    assert texts(shown, "devices.camera") == ["系统默认", "BRIO"]
    assert texts(shown, "devices.customer_microphone") == ["不用", "Desk"]
    choose(shown, qtbot, "devices.camera", "device:BRIO")
    choose(shown, qtbot, "devices.customer_microphone", "device:Desk")
    devices = shown.desk.devices
    assert isinstance(devices, RealDevices)
    assert list(devices.names) == ["device:BRIO", "device:default", "device:Desk"]
    choose(shown, qtbot, "devices.customer_microphone", None)
    assert shown.desk.settings.devices.customer_microphone is None


def test_device_that_was_pulled_out_stays_chosen_and_says_so(window: Open) -> None:
    shown = window(user='[devices]\ncamera = "device:BRIO"\n')
    assert texts(shown, "devices.camera")[-1] == "BRIO（没有接上）"
    page_of(shown).on_devices_found(PluggedIn((BRIO,), (), ()))
    assert texts(shown, "devices.camera") == ["系统默认", "BRIO"]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # a screen that is none can open no menu properly
def test_list_that_is_open_changes_only_once_it_is_closed(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.DEVICES))
    editor = page._rows["devices.camera"].editor
    assert isinstance(editor, ChoiceEditor)
    editor.combo.showPopup()
    before = texts(shown, "devices.camera")
    page.on_devices_found(PluggedIn((BRIO,), (), ()))
    assert editor.combo.is_open and texts(shown, "devices.camera") == before
    editor.combo.hidePopup()
    qtbot.waitUntil(lambda: texts(shown, "devices.camera") == ["系统默认", "BRIO"])


def test_devices_are_looked_up_each_time_the_page_is_entered(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    page._plugged_in = None
    shown.desk.go(PageId.HELP)
    shown.desk.go(PageId.SETTINGS, section="devices")
    assert page.tab is Tab.DEVICES and page._rows["devices.camera"].isVisible()
    qtbot.waitUntil(lambda: page._plugged_in is not None, timeout=20_000)


# ── search and panels ───────────────────────────────────────────────────────────────────────────────────────────────


def test_search_goes_over_all_tabs(window: Open) -> None:
    shown = window()
    page = page_of(shown)
    press(Qt.Key.Key_K, CTRL)
    assert focused() is page._search
    type_text("麦克风")
    assert {key for key, row in page._rows.items() if row.isVisible()} == {
        "devices.microphone",
        "devices.customer_microphone",
    }
    page._search.setText("look.theme")
    assert [key for key, row in page._rows.items() if row.isVisible()] == ["look.theme"]
    page._search.setText("自检")
    assert page._panels[Tab.SUPPORT].isVisible() and not page._list.isVisible()
    page._search.setText("没有这种设置")
    assert page._none.isVisible()
    page._none.acted.emit()
    assert page._rows["place.branch"].isVisible() and not page._none.isVisible()


def test_doctor_is_run_with_progress_and_copied(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.SUPPORT))
    panel = page._panels[Tab.SUPPORT]
    assert isinstance(panel, DoctorPanel) and not panel._copy.isVisible()
    told: list[tuple[int, int]] = []
    advance = panel.on_progress
    panel.on_progress = lambda progress: (told.append(progress), advance(progress))  # type: ignore[method-assign, assignment, func-returns-value]
    panel._run.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(panel._findings), timeout=60_000)
    assert told == [(n + 1, len(told)) for n in range(len(told))] and len(told) > 5
    panel._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "✔ disk:" in copied or "▲ disk:" in copied or "✖ disk:" in copied
    assert "✔ vault:" in copied and shown.desk.settings.place.branch not in copied.split("\n")[0]


def test_vault_is_walked_through(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    page._tabs.setCurrentIndex(list(Tab).index(Tab.VAULT))
    panel = page._panels[Tab.VAULT]
    assert isinstance(panel, VaultPanel)
    panel._check.click()
    qtbot.waitUntil(panel._result.isVisible, timeout=20_000)
    assert "完好" in panel._result.text

    def spoil(db: Any) -> None:
        db.execute('UPDATE audit SET facts = \'{"key": "other"}\' WHERE n = 2')

    shown.desk.open_station.vault._database.write(spoil)
    panel._check.click()
    qtbot.waitUntil(lambda: "E-209" in panel._result.text, timeout=20_000)


def test_every_control_has_a_name(window: Open, qtbot: QtBot) -> None:
    shown = window()
    page = page_of(shown)
    for number in range(len(Tab)):
        page._tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert unnamed(page) == [], list(Tab)[number]
    shown.desk.go(PageId.HELP)
    assert unnamed(shown.page(PageId.HELP)) == []


# ── help ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["E-203", "e203", " 203 ", "E 203", "e-203"])
def test_code_is_understood_however_it_is_typed(window: Open, text: str) -> None:
    shown = window()
    shown.desk.go(PageId.HELP)
    page = shown.page(PageId.HELP)
    assert isinstance(page, HelpPage) and focused() is page._code
    type_text(text)
    assert SENTENCES["E-203"].zh in page._meaning.text


def test_code_that_there_is_not_is_told(window: Open) -> None:
    shown = window()
    shown.desk.go(PageId.HELP)
    page = shown.page(PageId.HELP)
    assert isinstance(page, HelpPage)
    type_text("E-000")
    assert "没有 E-000" in page._meaning.text
    page._code.setText("hello world")
    assert page._code_field.error and not page._meaning.isVisible()


def test_no_sentence_shows_its_braces(window: Open) -> None:
    shown = window()
    shown.desk.go(PageId.HELP)
    page = shown.page(PageId.HELP)
    assert isinstance(page, HelpPage)
    for code in SENTENCES:
        page._code.setText(code)
        assert code in page._meaning.text and "{" not in page._meaning.text


def test_what_is_no_code_is_none() -> None:
    assert looked_up("") is None and looked_up("12") is None and looked_up("1234") is None and looked_up("x123") is None


def test_every_key_that_is_bound_is_in_the_table(window: Open) -> None:
    shown = window()
    table = {(shortcut.group, QKeySequence(key).toString()) for shortcut in shortcuts() for key in shortcut.keys}
    everywhere = {key for group, key in table if group is Group.EVERYWHERE}
    for page_id, group in ((PageId.HOME, Group.HOME), (PageId.WIZARD, Group.WIZARD)):
        bound = {shortcut.key().toString() for shortcut in shown.page(page_id).findChildren(QShortcut)}
        assert bound and bound <= {key for of, key in table if of is group}
    pages = {child for page_id in MAKERS for child in shown.page(page_id).findChildren(QShortcut)}
    bound = {shortcut.key().toString() for shortcut in shown.findChildren(QShortcut) if shortcut not in pages}
    assert bound <= everywhere and bound
    assert not any("Pause" in key for _, key in table), "a take has no pause"
