"""The customer's window: full screen on a display of its own where there is one, else a window beside the clerk's.

    displays ──pick──► the named one, else the first that is not the clerk's ──► full screen, takes no keyboard
                   └─► none: a window of its own, to be moved and sized

When its display is unplugged it comes back as a window and the clerk is told; when a display is plugged in it returns.
A take is never touched by any of this.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QScreen, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.customer.keys import GUARD_MS
from ui.customer.screen import CustomerScreen
from ui.desk import Desk
from ui.kit.tone import Tone

CLERKS = "window"
"""the clerk's window, by its name"""
LEAST_WIDTH, LEAST_HEIGHT, MARGIN = 1000, 720, 4
WINDOW_SHARE = 0.75
"""of the clerk's display, where there is no second one"""


def pick(displays: Sequence[QScreen], clerks: QScreen | None, named: str = "") -> QScreen | None:
    """The customer's display; none where there is only the clerk's."""
    others = [
        display
        for display in displays
        if clerks is None or not display.geometry().intersects(clerks.geometry())  # one that mirrors it is none
    ]
    return next((display for display in others if display.name() == named), others[0] if others else None)


class CustomerWindow(QWidget):
    """`place` it, then `show` it; it follows the desk by itself."""

    def __init__(self, desk: Desk, guard_ms: int = GUARD_MS) -> None:
        super().__init__()
        self._desk = desk
        self._display: QScreen | None = None
        """the second display that it fills"""
        self.screen_widget = CustomerScreen(desk, guard_ms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.screen_widget)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self.on_screen_added)
        application.screenRemoved.connect(self.on_screen_removed)
        desk.looks_changed.connect(self.retranslate)
        QShortcut(QKeySequence(Qt.Key.Key_F11), self).activated.connect(self.switch_full_screen)
        self.retranslate()

    # ------------------------------------------------------------------ where it is

    @property
    def is_on_own_display(self) -> bool:
        return self._display is not None

    def place(self) -> None:
        """Put it where it belongs: on the display that the settings name, or on any that is not the clerk's."""
        self._place(QGuiApplication.screens())

    def on_screen_added(self, display: QScreen) -> None:
        if self.isVisible() and self._display is None:
            self._place(QGuiApplication.screens())
            if self._display is not None:
                self._desk.tell(self.tr("客户屏已接上，已全屏显示。"), Tone.OK)

    def on_screen_removed(self, display: QScreen) -> None:
        left = [other for other in QGuiApplication.screens() if other is not display]
        if self._display is None or (display is not self._display and len(left) > 1):
            return
        self._display = None
        # Qt is about to move the window to another display as it is: full screen, over the clerk's own.
        QTimer.singleShot(0, self, lambda: self._place_again(left))

    def _place_again(self, displays: Sequence[QScreen]) -> None:
        if self._display is not None:
            return
        was_shown = self.isVisible()
        self._place(displays)
        if was_shown:
            self._desk.tell(
                self.tr("客户屏断开了，录制没有中断，客户屏已改成窗口显示。请重新接好客户屏，会自动回到全屏。"),
                Tone.WARNING,
            )

    def _place(self, displays: Sequence[QScreen]) -> None:
        clerks = self._clerks_display(displays)
        display = pick(displays, clerks, self._desk.settings.look.second_display)
        was_shown = self.isVisible()
        self._display = display
        # On its own display a touch must not take the keyboard from the clerk, whose keys would then do nothing.
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus, display is not None)
        if display is not None:
            self.setScreen(display)
            self.setGeometry(display.geometry())
            self.setWindowState(Qt.WindowState.WindowFullScreen)
        else:
            self.setWindowState(Qt.WindowState.WindowNoState)
            if clerks is not None:
                self.setScreen(clerks)
                self.setGeometry(beside(clerks.availableGeometry()))
        if was_shown:
            self.show()

    def _clerks_display(self, displays: Sequence[QScreen]) -> QScreen | None:
        """Where the clerk's window is; before it is shown, where windows are by themselves."""
        for widget in QApplication.topLevelWidgets():
            if widget.objectName() == CLERKS and widget.isVisible() and widget.screen() in displays:
                return widget.screen()
        primary = QGuiApplication.primaryScreen()
        return primary if primary in displays else next(iter(displays), None)

    def switch_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # ------------------------------------------------------------------ the window

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("客户屏"))
        self.screen_widget.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # so that no button looks chosen before anybody chose

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._desk.is_recording:
            self._desk.tell(self.tr("客户屏已关闭，录制继续。按 F4 再打开。"), Tone.WARNING)
        super().closeEvent(event)


def beside(clerks: QRect) -> QRect:
    """A window at the right lower end of the clerk's display, wholly on it."""
    space = clerks.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    width = min(space.width(), max(LEAST_WIDTH, round(space.width() * WINDOW_SHARE)))
    height = min(space.height(), max(LEAST_HEIGHT, round(space.height() * WINDOW_SHARE)))
    return QRect(space.right() - width + 1, space.bottom() - height + 1, width, height)
