"""A day, typed or picked from a calendar; it may be empty, which Qt's own editor cannot."""

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.kit.button import Button
from ui.style.theme import Theme

FORMAT = "yyyy-MM-dd"


class DateEdit(QWidget):
    """A field and a button that opens the calendar, as Alt+Down does. Whoever owns it checks the text."""

    picked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(FORMAT.upper())
        self._open = Button(theme, icon="chevron-down")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.edit, 1)
        row.addWidget(self._open)
        self.setFocusProxy(self.edit)
        self._calendar: QCalendarWidget | None = None
        self._open.clicked.connect(self.open_calendar)
        self.retranslate()

    def retranslate(self) -> None:
        self._open.setAccessibleName(self.tr("打开日历"))
        self._open.setToolTip(self.tr("打开日历"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = self._made()
        day = QDate.fromString(self.edit.text(), FORMAT)
        self._calendar.setLocale(QLocale())
        self._calendar.setSelectedDate(day if day.isValid() else QDate.currentDate())
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height() + self._theme.px(4))))
        self._calendar.show()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _made(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        calendar.activated.connect(self.on_day_activated)
        calendar.clicked.connect(self.on_day_activated)
        for button in calendar.findChildren(QToolButton):
            button.setAccessibleName(button.text() or self.tr("换月"))
        return calendar

    def on_day_activated(self, day: QDate) -> None:
        self.edit.setText(day.toString(FORMAT))
        if self._calendar is not None:
            self._calendar.close()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picked.emit()
