"""What to look for in the audit trail: words, a group of kinds, a person, a day."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.audit.reader import Sought
from ui.audit.words import Group, group_text
from ui.kit.button import Button
from ui.kit.combo import Combo
from ui.kit.date_edit import DateEdit
from ui.kit.label import restyle
from ui.style.theme import Theme

TYPING_MS = 250
"""after which what was typed is looked for"""


class FilterBar(QWidget):
    """`sought` is what is looked for now; `changed` when it is another."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told = Sought()
        self._actors: tuple[str, ...] = ()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.group, self.actor, self.day = Combo(theme, 8), Combo(theme, 6), DateEdit(theme)
        self.clear = Button(theme, kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.search, 1)
        for widget in (self.group, self.actor, self.day, self.clear):
            row.addWidget(widget)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self.look)
        self.group.activated.connect(self.look)
        self.actor.activated.connect(self.look)
        self.day.edit.textChanged.connect(lambda: self._typing.start())
        self.clear.clicked.connect(self.on_clear)
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()
        self.retranslate()
        self.clear.hide()

    def on_theme_changed(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "secondary", 18))
        self.day.setFixedWidth(self._theme.px(190))

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("查找：事件、业务或录像编号、理由  (Ctrl+K)"))
        self.search.setAccessibleName(self.tr("在审计记录里查找"))
        for button in self.search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("清除查找"))
        self.group.setAccessibleName(self.tr("按类别筛选"))
        self.actor.setAccessibleName(self.tr("按人员筛选"))
        self.day.edit.setAccessibleName(self.tr("按日期筛选"))
        self.clear.setText(self.tr("清除"))
        self.clear.setAccessibleName(self.tr("清除查找和筛选"))
        group = self.group.currentData()
        self.group.clear()
        self.group.addItem(self.tr("全部类别"), "")
        for each in Group:
            self.group.addItem(group_text(each), each.value)
        self.group.setCurrentIndex(max(0, self.group.findData(group)))
        self._fill_actors()

    def show_actors(self, actors: Iterable[str]) -> None:
        """Who can be looked for; who is chosen stays."""
        found = tuple(sorted({*self._actors, *filter(None, actors)}))
        if found != self._actors:
            self._actors = found
            self._fill_actors()

    def _fill_actors(self) -> None:
        actor = self.actor.currentData()
        self.actor.clear()
        self.actor.addItem(self.tr("全部人员"), "")
        for each in self._actors:
            self.actor.addItem(each, each)
        self.actor.setCurrentIndex(max(0, self.actor.findData(actor)))

    @property
    def sought(self) -> Sought:
        """A day that is not one yet is not looked for."""
        group = self.group.currentData()
        return Sought(
            Group(group) if group else None, self.actor.currentData() or "", self._day(), self.search.text().strip()
        )

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self.day.edit.text().strip())
        except ValueError:
            return None

    def look(self) -> None:
        self._typing.stop()
        text = self.day.edit.text().strip()
        restyle(self.day.edit, invalid=bool(text) and self._day() is None)
        sought = self.sought
        self.clear.setVisible(not sought.is_everything or bool(text))
        if sought != self._told:
            self._told = sought
            self.changed.emit()

    def on_clear(self) -> None:
        for edit in (self.search, self.day.edit):
            edit.clear()
        self.group.setCurrentIndex(0)
        self.actor.setCurrentIndex(0)
        self.look()
        self.search.setFocus()

    def forget(self) -> None:
        """As it was at first."""
        self._actors = ()
        self._fill_actors()
        self.on_clear()
