"""关于: version, licence, and whose work is in this program."""

from importlib.metadata import PackageNotFoundError, version

import app
from ui.desk import Desk
from ui.kit.facts import Facts
from ui.kit.label import divider, label
from ui.settings.panel import Panel

LICENCE = "GPL-3.0-or-later"
PARTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("av", "PyAV (FFmpeg, x264)", "BSD-3, GPL-2.0+"),
    ("opencv-python", "OpenCV", "Apache-2.0"),
    ("mediapipe", "MediaPipe", "Apache-2.0"),
    ("vosk", "Vosk", "Apache-2.0"),
    ("sqlcipher3", "SQLCipher", "BSD-3, zlib"),
    ("cryptography", "cryptography", "Apache-2.0, BSD-3"),
    ("numpy", "NumPy", "BSD-3"),
    ("pydantic", "pydantic", "MIT"),
    ("pypinyin", "pypinyin", "MIT"),
    ("pyttsx3", "pyttsx3", "MPL-2.0"),
)
"""distribution, name, licence"""


class AboutPanel(Panel):
    """Names only; the whole texts come with the program."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._facts, self._parts = Facts(desk.theme, 150), Facts(desk.theme, 150)
        self._note = label(role="caption", tone="secondary", wrap=True)
        for part in (self._facts, divider(), self._note, self._parts):
            self.add(part)
        self.retranslate()

    @property
    def haystack(self) -> str:
        return "\n".join((self.tr("关于 版本 许可证 第三方"), "about licence version")).casefold()

    def retranslate(self) -> None:
        self.set_heading(self.tr("双录工作站"))
        self._facts.tell([(self.tr("版本"), app.__version__), (self.tr("许可证"), LICENCE)])
        self._note.setText(self.tr("程序里用到的他人成果，许可证全文随程序提供。"))
        self._parts.tell((name, f"{_version(package)} · {licence}") for package, name, licence in PARTS)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
