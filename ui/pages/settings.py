"""设置: every setting with its value, its default and where it comes from; a search over all; checks and licences.

A change is saved when it is made and works at once, or at the next take. What a policy holds cannot be changed; what is
evidence (place, detectors) is for whoever has the right to settings; devices and looks are everybody's.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.settings import Place, SettingRow, Settings, Value, described
from ui.bridge import DEVICES
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.empty import EmptyState
from ui.kit.label import divider
from ui.kit.scroller import Scroller
from ui.messages import fault_text
from ui.settings.about_panel import AboutPanel
from ui.settings.doctor_panel import DoctorPanel
from ui.settings.editors import ChoiceEditor, Editor, SwitchEditor, TextEditor
from ui.settings.panel import Panel
from ui.settings.row import Row
from ui.settings.vault_panel import VaultPanel
from ui.settings.words import TABS, Tab, device_text, language_text, tab_text, theme_text
from ui.style.theme import SCALES, prefers_dark

if TYPE_CHECKING:
    from app.devices import PluggedIn

WHOLE_NUMBERS = ("security.lock_after_min", "backup.daily", "backup.weekly", "backup.monthly")
SWITCHES = ("look.has_sounds", "security.requires_enrolment")
LINES = {"security.institution_key": 200, "forward.syslog": 200, "backup.folder": 400}
"""settings that are a line of text, and how long it may be"""


class SettingsPage(Page):
    """One column of rows and panels, of which the tab or the search shows some."""

    page_id = PageId.SETTINGS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._plugged_in: PluggedIn | None = None
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._glass = QAction(self._search)
        self._search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        for _ in Tab:
            self._tabs.addTab("")
        self._list = Card(theme)
        self._look_again = Button(theme, icon="ask-again")
        self._busy = BusyLine(theme)
        self._rows = {key: Row(theme, key, self._editor(key)) for key in TABS}
        self._lines: dict[str, QWidget] = {}
        self._panels: dict[Tab, Panel] = {
            Tab.VAULT: VaultPanel(desk),
            Tab.SUPPORT: DoctorPanel(desk),
            Tab.ABOUT: AboutPanel(desk),
        }
        self._none = EmptyState(theme, "search")
        self._lay_out()
        self._connect()
        self.on_theme_changed()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        self._list.corner.addWidget(self._look_again)
        for key, row in self._rows.items():
            self._lines[key] = divider()
            self._list.add(self._lines[key])
            self._list.add(row)
        self._list.add(self._busy)
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(self._tabs, 1)
        head.addWidget(self._search)
        area = Scroller()
        area.body.setSpacing(px(16))
        for part in (self._list, *self._panels.values(), self._none):
            area.body.addWidget(part)
        area.body.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(*[px(20)] * 4)
        page.setSpacing(px(16))
        page.addLayout(head)
        page.addWidget(area, 1)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self.on_tab_chosen)
        self._search.textChanged.connect(self._show)
        self._none.acted.connect(self._search.clear)
        self._look_again.clicked.connect(lambda: self.look_at_devices(look_again=True))
        for row in self._rows.values():
            row.wanted.connect(self.on_wanted)
        self.desk.theme.changed.connect(self.on_theme_changed)
        self.desk.station_changed.connect(self.retranslate)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._offer)
        application.screenRemoved.connect(self._offer)
        find = QShortcut(QKeySequence("Ctrl+K"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._search.setFocus)

    def _editor(self, key: str) -> Editor:
        if key in ("place.branch", "place.counter"):
            return TextEditor(unset=Place().branch if key == "place.branch" else Place().counter)
        if key.startswith("detectors."):
            return TextEditor(kind=float, most=6)
        if key in WHOLE_NUMBERS:
            return TextEditor(kind=int, most=4)
        if key in LINES:
            return TextEditor(most=LINES[key])
        return SwitchEditor() if key in SWITCHES else ChoiceEditor(self.desk.theme)

    # ------------------------------------------------------------------ page

    def enter(self, section: str = "", **arguments: Any) -> None:
        """`section`: the tab to open, by its name."""
        if section in set(Tab):
            self._tabs.setCurrentIndex(list(Tab).index(Tab(section)))
        self.tell_settings()
        self.look_at_devices()

    def first_focus(self) -> QWidget | None:
        return self._search

    def on_theme_changed(self) -> None:
        self._glass.setIcon(self.desk.theme.icon("search", "secondary", 18))
        self._search.setFixedWidth(self.desk.theme.px(260))

    def retranslate(self) -> None:
        for number, tab in enumerate(Tab):
            self._tabs.setTabText(number, tab_text(tab))
        self._tabs.setAccessibleName(self.tr("设置分类"))
        self._search.setPlaceholderText(self.tr("查找设置 (Ctrl+K)"))
        self._search.setAccessibleName(self.tr("查找设置"))
        for button in (*self._search.findChildren(QToolButton), *self._tabs.findChildren(QToolButton)):
            button.setAccessibleName(self.tr("清除查找") if button.parent() is self._search else self.tr("更多分类"))
        self._look_again.setText(self.tr("重新查找设备"))
        for row in self._rows.values():
            row.retranslate()
        for panel in self._panels.values():
            panel.retranslate()
        self._offer()
        self._show()

    @property
    def tab(self) -> Tab:
        return list(Tab)[self._tabs.currentIndex()]

    def on_tab_chosen(self) -> None:
        self._search.clear()
        self._show()

    def _show(self) -> None:
        """The rows and panels of the tab, or those that the search finds."""
        words = self._search.text().casefold().split()
        tab = self.tab
        shown = {
            key: all(word in row.haystack for word in words) if words else TABS[key] is tab
            for key, row in self._rows.items()
        }
        first = True
        for key, row in self._rows.items():
            row.setVisible(shown[key])
            self._lines[key].setVisible(shown[key] and not first)
            first = first and not shown[key]
        self._list.setVisible(any(shown.values()))
        self._list.set_heading(self.tr("查找结果") if words else tab_text(tab))
        self._look_again.setVisible(any(shown[key] for key in TABS if TABS[key] is Tab.DEVICES))
        found = any(shown.values())
        for of, panel in self._panels.items():
            is_shown = all(word in panel.haystack for word in words) if words else of is tab
            panel.setVisible(is_shown)
            found = found or is_shown
        self._none.setVisible(not found)
        if not found:
            text = self.tr("没有找到“{text}”").format(text=self._search.text().strip())
            self._none.tell(text, self.tr("换一个词试试，或看各个分类。"), self.tr("清除查找"))

    # ------------------------------------------------------------------ settings

    def tell_settings(self) -> None:
        station = self.desk.station
        for setting in described(self.desk.settings):
            row = self._rows.get(setting.key)
            if row is not None:
                row.tell(setting, may_change=station is not None and station.may_change(setting.key))

    def on_wanted(self, key: str, value: Value) -> None:
        station = self.desk.real_station or self.desk.open_station
        self.desk.bridge.run(
            lambda: station.change_settings({key: value}), self.on_saved, lambda fault: self.on_not_saved(key, fault)
        )

    def on_saved(self, settings: Settings) -> None:
        desk, old = self.desk, self.desk.settings
        desk.settings = settings
        for station in (desk.station, desk.real_station):
            if station is not None:
                station.settings = replace(settings, folder=station.settings.folder)
        if settings.devices != old.devices and not desk.is_practice and not desk.is_recording:
            from app.devices import RealDevices

            before, desk.devices = desk.devices, RealDevices(settings.devices)
            if before is not None:
                desk.bridge.run(before.close, lane=DEVICES)
        self.tell_settings()
        self._apply_look(settings, old)

    def on_not_saved(self, key: str, fault: Fault) -> None:
        self._rows[key].show_error(fault_text(fault))

    def _apply_look(self, settings: Settings, old: Settings) -> None:
        desk, look = self.desk, settings.look
        if (look.theme, look.scale_percent) != (old.look.theme, old.look.scale_percent):
            is_dark = prefers_dark() if look.theme == "system" else look.theme == "dark"
            desk.theme.set(dark=is_dark, scale_percent=look.scale_percent)
        if look.language != old.look.language:
            desk.speak(look.language or settings.screen.language)
        else:
            desk.looks_changed.emit()

    # ------------------------------------------------------------------ devices

    def look_at_devices(self, *, look_again: bool = False) -> None:
        """List what is plugged in now; the boxes are filled when it is known, and keep what is chosen."""
        self._look_again.setEnabled(False)
        self._busy.begin(self.tr("正在查找设备…"))
        can_look_again = look_again and not self.desk.is_recording

        def look() -> "PluggedIn":
            from app.devices import device_rows

            return device_rows(look_again=can_look_again)

        self.desk.bridge.run(look, self.on_devices_found, self.on_devices_not_found, lane=DEVICES)

    def on_devices_found(self, found: "PluggedIn") -> None:
        self._busy.end()
        self._look_again.setEnabled(True)
        self._plugged_in = found
        self._offer()
        if found.sound_fault is not None:
            self._rows["devices.microphone"].show_error(fault_text(found.sound_fault))

    def on_devices_not_found(self, fault: Fault) -> None:
        self._busy.end()
        self._look_again.setEnabled(True)
        self.desk.tell_fault(fault)

    def _offer(self) -> None:
        """What each box holds; a chosen device that is not plugged in stays in it, and says so."""
        found = self._plugged_in
        microphones = [(one.name, one.spec) for one in found.microphones] if found is not None else []
        cameras = [(one.name, one.spec) for one in found.cameras] if found is not None else []
        screens = [screen.name() for screen in QGuiApplication.screens()]
        default = (device_text("device:default"), "device:default")
        offered: dict[str, Sequence[tuple[str, Value]]] = {
            "devices.camera": self._with_missing("devices.camera", [(device_text("device:0"), "device:0"), *cameras]),
            "devices.microphone": self._with_missing("devices.microphone", [default, *microphones]),
            "devices.customer_microphone": self._with_missing(
                "devices.customer_microphone", [(self.tr("不用"), None), *microphones]
            ),
            "look.second_display": self._with_missing(
                "look.second_display", [(self.tr("自动选择"), ""), *((name, name) for name in screens)]
            ),
            "look.language": [(language_text(one), one) for one in ("", "zh", "en")],
            "look.theme": [(theme_text(one), one) for one in ("system", "light", "dark")],
            "look.scale_percent": [(f"{scale}%", scale) for scale in SCALES],
        }
        for key, choices in offered.items():
            editor = self._rows[key].editor
            assert isinstance(editor, ChoiceEditor)
            editor.offer(choices)

    def _with_missing(self, key: str, choices: list[tuple[str, Value]]) -> list[tuple[str, Value]]:
        current = self._value(key)
        if current not in [value for _, value in choices]:
            choices.append((self.tr("{name}（没有接上）").format(name=device_text(str(current))), current))
        return choices

    def _value(self, key: str) -> Value:
        settings: dict[str, SettingRow] = {setting.key: setting for setting in described(self.desk.settings)}
        return settings[key].value
