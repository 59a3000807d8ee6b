"""Asks the system to keep a window out of screenshots and shared screens, where it can.

Windows leaves the window out of every capture (SetWindowDisplayAffinity); Linux and macOS offer no such thing to a
program, and there `refuse_capture` returns false, so that the page can say so. It hinders nobody with a camera.
"""

import sys

from PySide6.QtWidgets import QWidget

WDA_NONE, WDA_MONITOR, WDA_EXCLUDEFROMCAPTURE = 0x0, 0x1, 0x11
"""the last is known from Windows 10 2004 on; before that the window is captured black"""


def can_refuse_capture() -> bool:
    return sys.platform == "win32"


def refuse_capture(window: QWidget) -> bool:
    """Whether the system agreed."""
    return _set(window, WDA_EXCLUDEFROMCAPTURE) or _set(window, WDA_MONITOR)


def allow_capture(window: QWidget) -> None:
    _set(window, WDA_NONE)


def _set(window: QWidget, affinity: int) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.SetWindowDisplayAffinity(int(window.winId()), affinity))
