"""Keeps Qt's FFmpeg from printing what it opens.

For every film it opens, FFmpeg writes a page of particulars to standard error, which some desktops keep on the disk.
They tell nothing of the customer, but nothing of a take belongs there. Qt has no switch for it; FFmpeg has.
"""

import ctypes
import os
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

WARNING = 24
"""AV_LOG_WARNING of libavutil/log.h: what is wrong is still told, to Qt's log"""
PATTERNS = ("libavutil.so.*", "avutil-*.dll", "libavutil.*.dylib")


def hush_ffmpeg() -> bool:
    """To be called once Qt has loaded it (with the first QMediaPlayer); false where it was not found."""
    places = (QLibraryInfo.LibraryPath.LibrariesPath, QLibraryInfo.LibraryPath.BinariesPath)
    folders = [Path(QLibraryInfo.path(place)) for place in places]
    mode = getattr(os, "RTLD_NOLOAD", 0) | getattr(os, "RTLD_LAZY", 0)  # only if it is the one in use
    for library in (file for folder in folders for pattern in PATTERNS for file in sorted(folder.glob(pattern))):
        try:
            ctypes.CDLL(str(library), mode=mode).av_log_set_level(WARNING)
        except (OSError, AttributeError):
            continue
        return True
    return False
