"""What the frozen program does not carry, although PyInstaller finds it: `build.spec` asks here about each file.

Out stay the parts of Qt that no window here uses, the window that OpenCV could open, Python modules that are only
imported on the way to something unused, and on Linux those libraries of the system that every desktop has or that must
fit its drivers and its sound server: `system.txt` lists their packages, and a copy from the computer that built would
be older or newer than they.
"""

from fnmatch import fnmatchcase
from pathlib import PurePath

MODULES = [
    "IPython",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._avif",
    "_gdbm",
    "_dbm",
    "curses",
    "dbm",
    "hypothesis",
    "jax",
    "matplotlib",  # mediapipe imports it for drawings nobody asks for; media/faces.py puts an empty one in its place
    "mypy",
    "numpy.f2py",
    "pkg_resources",
    "pytest",
    "readline",
    "scipy",
    "setuptools",
    "skimage",  # only one picture of it, see hooks/hook-media.virtual_counter.py
    "tkinter",
]
"""modules not followed; whoever tries to import one sees that it is not there"""

RESOURCES = ["docs", "packaging", "maker", "*.ts", "__pycache__"]
"""names anywhere under `resources` that only its makers need"""

KEPT_PLUGINS = (
    "iconengines/*svgicon*",
    "imageformats/*jpeg*",
    "imageformats/*svg*",
    "multimedia/*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "platforms/*cocoa*",
    "platforms/*minimal.*",
    "platforms/*offscreen*",
    "platforms/*windows*",
    "platforms/*xcb*",
    "platformthemes/*xdgdesktopportal*",
    "printsupport/*",
    "styles/*",
    "xcbglintegrations/*",
)
"""plugins of Qt that come along: a window under X, Windows and macOS, its icons, input methods, and playing a take"""

QT_PARTS = ("EglF", "Pdf", "VirtualKeyboard", "Wayland", "WlShell")
"""beginnings of libraries of Qt that only left out plugins link; what plays a take links Quick and Qml"""

KEPT_LIBRARIES = (
    "libbz2.*",
    "libcrypto.*",
    "libffi.*",
    "liblzma.*",
    "libpython*",
    "libssl.*",
    "libxcb-*",
    "libxkbcommon*",
)
"""libraries of the Linux system that come along: Python's own, and small ones of the window that a desktop may lack"""


def is_left_out(place: str, source: str) -> bool:
    """Whether the file that would lie at `place` in the folder, taken from `source`, stays out."""
    parts = PurePath(place).parts
    if "PySide6" in parts and "plugins" in parts:
        plugin = "/".join(parts[parts.index("plugins") + 1 :])
        return not any(fnmatchcase(plugin, kept) for kept in KEPT_PLUGINS)
    if "PySide6" in parts and "translations" in parts:
        return not fnmatchcase(parts[-1], "qtbase_zh_[CT][NW].qm")
    if parts[:2] == ("cv2", "qt") or parts[-1].startswith("libQt5XcbQpa"):
        return True
    if any(fnmatchcase(parts[-1], f"*Qt6{name}*") for name in QT_PARTS) or parts[-1] == "opengl32sw.dll":
        return True
    is_of_system = len(parts) == 1 and source.startswith(("/lib", "/usr/lib", "/usr/local/lib"))
    return is_of_system and not any(fnmatchcase(place, kept) for kept in KEPT_LIBRARIES)
