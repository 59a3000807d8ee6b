"""The window as a program: one instance, its language and looks, and an end that loses nothing.

    start ─► one instance? ─► theme, language ─► unlock page (fast) ─► the engines are loaded behind it
    lock  ─► by hand, when nobody is there, when the system locks ─► station closed, login; a take ends first
    end   ─► window closes (refused while recording) ─► a take that still runs is waited for ─► station closed

The window may die and the take goes on: the take has its own threads, and the program does not end before it is sealed.
A mistake in a slot is logged and told as E-901; nothing of it reaches the take.
"""

import gc
import hashlib
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import cast

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

import app
from app.faults import Fault
from app.settings import Settings
from ui.auto_lock import AutoLock
from ui.bridge import DEVICES, Bridge
from ui.desk import Desk, Page, PageId
from ui.kit.tone import Tone
from ui.main_window import MainWindow, MakePage
from ui.messages import fault_text
from ui.pages.unlock import UnlockPage
from ui.session_lock import SessionLock
from ui.style import icons
from ui.style.theme import Theme, chinese_families, prefers_dark

log = logging.getLogger("window")

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "i18n"
ENGINES = ("app.station", "app.devices", "app.session.live_take", "app.session.preflight")
"""loaded behind the unlock page, so that it can be shown before them"""
LOCK_AGAIN_MS = 300
"""a window that could not be locked yet is looked at again so soon"""
YOUNG_MS, ALL_MS = 1_000, 30_000
ANSWER_MS = 500
"""how long an instance that is already there may take to answer"""
CANNOT = (
    "This plugin does not support",  # a screen that is none
    "Couldn't load pipewire",  # a sound system that is not there: Qt goes on with the next
    "Couldn't resolve pipewire",
    "PulseAudioService: pa_context_connect() failed",
    "No audio device detected",
    "No RHI backend",  # no graphics card: pictures are converted by the processor
)
"""in messages with which Qt says what this computer does not have: nothing to warn of"""
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def page_makers() -> Mapping[PageId, MakePage]:
    """The pages, each imported when it is first shown."""

    def later(module: str, name: str) -> MakePage:
        return lambda desk: getattr(importlib.import_module(module), name)(desk)

    return {
        PageId.UNLOCK: UnlockPage,
        PageId.HOME: later("ui.pages.home", "HomePage"),
        PageId.WIZARD: later("ui.pages.wizard", "WizardPage"),
        PageId.PREFLIGHT: later("ui.pages.preflight", "PreflightPage"),
        PageId.REVIEW: later("ui.pages.review", "ReviewPage"),
        PageId.REPLAY: later("ui.pages.replay", "ReplayPage"),
        PageId.SETTINGS: later("ui.pages.settings", "SettingsPage"),
        PageId.HELP: later("ui.pages.help", "HelpPage"),
        PageId.SETUP: later("ui.pages.setup", "SetupPage"),
        PageId.ACCOUNTS: later("ui.pages.accounts", "AccountsPage"),
        PageId.KEYS: later("ui.pages.keys", "KeysPage"),
        PageId.AUDIT: later("ui.pages.audit", "AuditPage"),
        PageId.RETENTION: later("ui.pages.retention", "RetentionPage"),
    }


class Application(QObject):
    """The program. `run` shows the window and returns its exit code."""

    def __init__(self, settings: Settings, qt: QApplication | None = None) -> None:
        super().__init__()
        if sys.platform == "linux":
            # Nothing here is drawn with OpenGL; where it is made in software, Qt's look at it costs 25 ms a picture.
            os.environ.setdefault("QT_XCB_GL_INTEGRATION", "none")
        existing = qt or QApplication.instance()
        self.qt = existing if isinstance(existing, QApplication) else QApplication(["station"])
        self.qt.setApplicationName("dualrec")
        self.qt.setApplicationVersion(app.__version__)
        self.qt.setQuitOnLastWindowClosed(False)  # the customer's window is no reason to end, nor is its absence
        self._old_messages = qInstallMessageHandler(_on_qt_message)
        self._translators: list[QTranslator] = []
        look = settings.look
        is_dark = prefers_dark() if look.theme == "system" else look.theme == "dark"
        self.theme = Theme(dark=is_dark, scale_percent=look.scale_percent)
        self.theme.apply()
        self.desk = Desk(Bridge(), self.theme, settings)
        self.desk.speak = self.speak
        self.has_chinese = bool(chinese_families())
        self.speak(look.language or settings.screen.language)
        self.window = MainWindow(self.desk, {**page_makers(), PageId.RECORDING: self._make_recording})
        self.window.setWindowIcon(icons.icon("logo", self.theme.tokens.primary, 64))
        self.window.closing.connect(self.on_closing)
        self.window.top_bar.locked.connect(self.lock)
        QShortcut(QKeySequence("Ctrl+L"), self.window).activated.connect(self.lock)
        QShortcut(QKeySequence("F4"), self.window).activated.connect(self.switch_customer_window)
        self.desk.take_changed.connect(self.on_take_changed)
        self.desk.take_ended.connect(self.on_take_ended)
        self.desk.went.connect(self.on_went)
        self._customer: QObject | None = None
        self._server: QLocalServer | None = None
        self._asked_to_end = False
        self.auto_lock = AutoLock(self.qt, lambda: 60.0 * self.desk.settings.security.lock_after_min)
        self.auto_lock.due.connect(lambda: self.lock(by_itself=True))
        self.auto_lock.warned.connect(self.on_lock_warned)
        self.session_lock = SessionLock()
        self.session_lock.locked.connect(lambda: self.lock(by_itself=True))
        self._lock_again = QTimer(self)
        self._lock_again.setSingleShot(True)
        self._lock_again.setInterval(LOCK_AGAIN_MS)
        self._lock_again.timeout.connect(lambda: self.lock(by_itself=True))
        self._collect()

    # ------------------------------------------------------------------ start and end

    def run(self, begin: Callable[[], None] | None = None) -> int:
        """Show the window and serve it until it is closed; `begin` is called once it is shown."""
        if not self._is_alone():
            print(fault_text(Fault("E-930")), file=sys.stderr)
            return 1
        old_hook, sys.excepthook = sys.excepthook, self._on_exception
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: self.ask_to_end())
        try:
            self.show()
            QTimer.singleShot(0, self._after_first_look)
            if begin is not None:
                QTimer.singleShot(0, begin)
            code = self.qt.exec()
            self.finish()
            return code
        finally:
            sys.excepthook = old_hook
            qInstallMessageHandler(self._old_messages)

    def show(self) -> None:
        self.window.resize(1366, 768)
        self.desk.go(PageId.UNLOCK)
        self.window.show()
        if not self.has_chinese:
            fault = Fault("E-932")
            print(fault_text(fault), file=sys.stderr)
            self.desk.tell_fault(fault)

    def ask_to_end(self) -> None:
        """The system wants the program to end: a take that runs is ended in order first, and sealed."""
        self._asked_to_end = True
        take = self.desk.take
        if take is not None and self.desk.is_recording:
            take.end("program_ended")
        else:
            self.window.close_for_good()

    def finish(self) -> None:
        """After the event loop, in stages: a take that still runs comes to its own end; then what looks is stopped,
        what is under way is worked off, the devices and the station are closed."""
        take = self.desk.take
        if take is not None and self.desk.is_recording:
            log.warning("the window is gone while a take runs; the take goes on to its end")
            while not take.wait(1.0):
                pass
        if isValid(self.window):
            self.window.shut_down()
        desk = self.desk
        desk.bridge.close()
        if desk.devices is not None:
            desk.devices.close()
        for station in (desk.station, desk.real_station):
            if station is not None:
                station.close()
        self.auto_lock.close()
        self.session_lock.close()
        for timer in (self._young, self._all, self._lock_again):
            timer.stop()
        gc.unfreeze()
        if self._did_collect:
            gc.enable()
        for translator in self._translators:
            self.qt.removeTranslator(translator)
        self._translators = []
        if self._server is not None:
            self._server.close()

    def on_closing(self) -> None:
        if self._customer is not None:
            self._customer.deleteLater()
            self._customer = self.desk.customer_screen = None
        QTimer.singleShot(0, self.qt.quit)

    def on_take_changed(self) -> None:
        if self._asked_to_end and not self.desk.is_recording:
            QTimer.singleShot(0, self.window.close_for_good)

    def on_take_ended(self, outcome: object) -> None:
        """A window that was to be locked meanwhile is locked now; the take is sealed."""
        desk = self.desk
        if desk.is_rest_locked and desk.station is not None:
            take = getattr(outcome, "take", None)
            if take is not None and not desk.is_practice:
                desk.returning = (desk.station.person.account, take.id)
            QTimer.singleShot(0, self.lock)

    def on_went(self, page: str, arguments: object) -> None:
        """Before a take the customer's screen is put on the second display, where there is one."""
        if page == PageId.PREFLIGHT and len(self.qt.screens()) > 1:
            self.show_customer_window()

    def _make_recording(self, desk: Desk) -> Page:
        from ui.pages.recording import RecordingPage

        page = RecordingPage(desk)
        page.customer_screen_wanted.connect(self.switch_customer_window)
        return page

    def _after_first_look(self) -> None:
        """The unlock page is there: now what everything else needs, and who watches over it."""
        self.auto_lock.begin()
        self.session_lock.begin(self.window)
        self.desk.bridge.run(lambda: [importlib.import_module(name) for name in ENGINES], self._on_loaded, lane=DEVICES)

    def _on_loaded(self, modules: object) -> None:
        gc.collect()
        gc.freeze()

    def _collect(self) -> None:
        """Qt's objects must be freed on the window's thread, so nobody else may collect garbage.

        Objects in cycles that own a widget and are found by the collector on another thread are destroyed there.
        """
        self._did_collect = gc.isenabled()
        gc.disable()
        self._young, self._all = QTimer(self), QTimer(self)
        self._young.timeout.connect(lambda: gc.collect(1))
        self._young.start(YOUNG_MS)
        self._all.timeout.connect(lambda: None if self.desk.is_recording else gc.collect())
        self._all.start(ALL_MS)

    # ------------------------------------------------------------------ one instance

    def _is_alone(self) -> bool:
        """False when this data folder's window is open already: it is then brought to the front."""
        place = f"{Path.home()}|{self.desk.settings.folder.root}"
        name = f"dualrec-{hashlib.sha256(place.encode()).hexdigest()[:16]}"
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(ANSWER_MS):
            socket.disconnectFromServer()
            return False
        QLocalServer.removeServer(name)  # left by a crash
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_second_start)
        if not self._server.listen(name):
            log.warning("a second start would not be noticed: %s", self._server.errorString())
        return True

    def _on_second_start(self) -> None:
        assert self._server is not None
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.deleteLater()
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    # ------------------------------------------------------------------ looks

    def speak(self, language: str) -> None:
        """Change the language of the window: `zh`, `en`, or that of the system when empty; Chinese is the source."""
        wanted = language or ("zh" if QLocale.system().language() is QLocale.Language.Chinese else "en")
        if not self.has_chinese:
            wanted = "en"
        for translator in self._translators:
            self.qt.removeTranslator(translator)
        self._translators = []
        QLocale.setDefault(QLocale(QLocale.Language.Chinese if wanted == "zh" else QLocale.Language.English))
        missing = False
        if wanted != "zh":
            missing = not self._load(f"dualrec_{wanted}", TRANSLATIONS)
        qt_name = "qtbase_zh_CN" if wanted == "zh" else f"qtbase_{wanted}"
        self._load(qt_name, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
        self.desk.looks_changed.emit()
        if missing:
            self.desk.tell_fault(Fault("E-931", language=wanted))

    def _load(self, name: str, folder: Path) -> bool:
        translator = QTranslator(self)
        if not translator.load(name, str(folder)):
            return False
        self.qt.installTranslator(translator)
        self._translators.append(translator)
        return True

    # ------------------------------------------------------------------ small acts

    def lock(self, *, by_itself: bool = False) -> None:
        """Close the station and ask who comes in. A take is never locked: the rest of the window is, and the take comes
        to its end first. `by_itself`: nobody is there to be asked, so what was begun on a page is no reason to wait."""
        desk = self.desk
        if desk.station is None:
            if self.window.current is PageId.UNLOCK:  # somebody may be half in
                cast(UnlockPage, self.window.page(PageId.UNLOCK)).begin_anew()
            return
        page = self.window.stack.currentWidget()
        reason = page.may_leave() if isinstance(page, Page) else ""
        if desk.has_take or (reason and by_itself):
            self._lock_rest()
            return
        if reason:
            desk.tell(reason, Tone.WARNING)
            return
        self._lock_again.stop()
        self._close_dialogs()
        station, devices = desk.real_station or desk.station, desk.devices  # closing the real one closes practice too
        desk.station = desk.real_station = desk.devices = None
        desk.is_rest_locked = False
        desk.go(PageId.UNLOCK)
        desk.lock_changed.emit()
        desk.station_changed.emit()

        def close() -> None:
            if devices is not None:
                devices.close()
            station.close()

        desk.bridge.run(close)

    def _lock_rest(self) -> None:
        """All but the take that runs, or that is about to; then try again."""
        desk = self.desk
        if not desk.is_rest_locked:
            desk.is_rest_locked = True
            self._close_dialogs()
            desk.lock_changed.emit()
        self._lock_again.start()

    def _close_dialogs(self) -> None:
        for widget in self.qt.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.done(QDialog.DialogCode.Rejected)

    def on_lock_warned(self, seconds: int) -> None:
        if self.desk.station is not None and not self.desk.has_take:
            text = self.tr("{seconds} 秒后自动锁定。动一下鼠标或按任意键就继续。")
            self.desk.tell(text.format(seconds=seconds), Tone.NEUTRAL)

    def show_customer_window(self) -> None:
        from ui.customer.window import CustomerWindow

        if self._customer is None:
            self._customer = CustomerWindow(self.desk)
        assert isinstance(self._customer, CustomerWindow)
        self._customer.place()
        self._customer.show()
        self.desk.customer_screen = self._customer

    def switch_customer_window(self) -> None:
        """F4."""
        from ui.customer.window import CustomerWindow

        if self.desk.station is None:
            return
        if isinstance(self._customer, CustomerWindow) and self._customer.isVisible():
            self._customer.hide()
        else:
            self.show_customer_window()

    def _on_exception(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """A mistake in a slot."""
        log.error("unexpected", exc_info=(kind, problem, trace))
        if issubclass(kind, Exception):
            self.desk.tell_fault(Fault("E-901"))


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if any(known in text for known in CANNOT):
        kind = QtMsgType.QtDebugMsg
    logging.getLogger("qt").log(LEVELS.get(kind, logging.WARNING), "%s", text)
