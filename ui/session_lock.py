"""Tells that the operating system's session was locked, or that the computer goes to sleep.

    Linux    D-Bus: logind (Lock of this session, PrepareForSleep), and what desktops call their screen saver
    Windows  WM_WTSSESSION_CHANGE
    macOS    not told: only `auto_lock` works there

Where there is no bus, or its library is not there, nothing is ever told; that is written into the log and no more.
"""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

log = logging.getLogger("window")

LOGIN = "org.freedesktop.login1"
SAVERS = ("org.freedesktop", "org.gnome", "org.cinnamon", "org.mate", "org.xfce")
"""before `.ScreenSaver`"""
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 0x7
NOTIFY_FOR_THIS_SESSION = 0


class SessionLock(QObject):
    """`begin` once the window is there; `close` before it goes."""

    locked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filter: QAbstractNativeEventFilter | None = None
        self._handle = 0

    def begin(self, window: QWidget) -> None:
        if sys.platform == "win32":
            self._listen_to_windows(int(window.winId()))
        elif sys.platform == "linux":
            self._listen_to_buses()

    def close(self) -> None:
        application = QCoreApplication.instance()
        if self._filter is not None and application is not None:
            application.removeNativeEventFilter(self._filter)
            self._filter = None
            if sys.platform == "win32":
                import ctypes

                ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(self._handle)

    # ------------------------------------------------------------------ Linux

    def _listen_to_buses(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            log.debug("no D-Bus here: locking of the session is not noticed")
            return
        self.listen_to_system(QDBusConnection.systemBus())
        if _has_session_bus():  # else the library would start one
            self.listen_to_desktop(QDBusConnection.sessionBus())

    def listen_to_system(self, bus: "QDBusConnection", session: str | None = None) -> bool:
        """logind's signals; `session` as in XDG_SESSION_ID, none: that of this process, empty: any."""
        session = os.environ.get("XDG_SESSION_ID", "") if session is None else session
        path = f"/org/freedesktop/login1/session/{_label(session)}" if session else ""
        return self._listen(
            bus,
            [
                (path, f"{LOGIN}.Session", "Lock", "on_lock()"),
                ("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "on_active(bool)"),
            ],
        )

    def listen_to_desktop(self, bus: "QDBusConnection") -> bool:
        return self._listen(bus, [("", f"{name}.ScreenSaver", "ActiveChanged", "on_active(bool)") for name in SAVERS])

    def _listen(self, bus: "QDBusConnection", signals: Sequence[tuple[str, str, str, str]]) -> bool:
        if not bus.isConnected():
            log.debug("a D-Bus is not there: locking of the session is not noticed through it")
            return False
        # The list is made whole: each signal is wanted, also behind one that cannot be had.
        return all([bus.connect("", path, of, name, self, _slot(slot)) for path, of, name, slot in signals])

    @Slot()
    def on_lock(self) -> None:
        self.locked.emit()

    @Slot(bool)
    def on_active(self, is_active: bool) -> None:
        """The screen saver began or ended, the computer goes to sleep or woke."""
        if is_active:
            self.locked.emit()

    # ------------------------------------------------------------------ Windows

    def _listen_to_windows(self, handle: int) -> None:
        import ctypes

        application = QCoreApplication.instance()
        if application is None or not ctypes.windll.wtsapi32.WTSRegisterSessionNotification(  # type: ignore[attr-defined, unused-ignore]
            handle, NOTIFY_FOR_THIS_SESSION
        ):
            log.debug("Windows does not tell when the session is locked")
            return
        self._handle, self._filter = handle, _WindowsMessages(self)
        application.installNativeEventFilter(self._filter)


class _WindowsMessages(QAbstractNativeEventFilter):
    def __init__(self, session: SessionLock) -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(self, kind: Any, message: Any) -> Any:
        if bytes(kind) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if told.message == WM_WTSSESSION_CHANGE and told.wParam == WTS_SESSION_LOCK:
                self._session.on_lock()
        return False, 0


def _slot(signature: str) -> Any:
    return SLOT(signature)


def _has_session_bus() -> bool:
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(folder) and (Path(folder) / "bus").exists()


def _label(name: str) -> str:
    """A name as it stands in a path of D-Bus (systemd's `bus_label_escape`)."""
    return "".join(
        sign if sign.isascii() and (sign.isalpha() or (sign.isdigit() and at)) else f"_{ord(sign):02x}"
        for at, sign in enumerate(name)
    )
