"""The theme in force: tokens, scale and motion, applied to the whole program; `changed` tells painted widgets."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ui.style import icons
from ui.style.sheet import FAMILIES, style_sheet
from ui.style.tokens import DARK, LIGHT, Tokens

SCALES = (100, 125, 150, 175)
"""per cent"""


class Theme(QObject):
    """Light or dark at a scale. Construct once, hand it to whoever paints."""

    changed = Signal()

    def __init__(self, *, dark: bool = False, scale_percent: int = 100, motion: bool = True) -> None:
        super().__init__()
        self.is_dark = dark
        self.scale_percent = scale_percent
        self.has_motion = motion
        """false when the system asks for reduced motion"""

    @property
    def tokens(self) -> Tokens:
        return DARK if self.is_dark else LIGHT

    def px(self, size: float) -> int:
        """A length at the present scale."""
        return max(1, round(size * self.scale_percent / 100))

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.tokens, token))

    def icon(self, name: str, token: str = "text", size: int = 20) -> QIcon:
        return icons.icon(name, getattr(self.tokens, token), self.px(size), self.tokens.edge)

    def set(self, *, dark: bool | None = None, scale_percent: int | None = None) -> None:
        """Change and apply; unknown scales are held to 100–175 %."""
        self.is_dark = self.is_dark if dark is None else dark
        if scale_percent is not None:
            self.scale_percent = min(max(scale_percent, SCALES[0]), SCALES[-1])
        self.apply()

    def apply(self) -> None:
        """Put the theme on the whole program."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        font = QFont()
        font.setFamilies(chinese_families() or [font.family()])
        font.setPixelSize(self.px(15))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        application.setFont(font)
        application.setPalette(self._palette())
        application.setStyleSheet(style_sheet(self.tokens, self.scale_percent / 100))
        self.changed.emit()

    def _palette(self) -> QPalette:
        """For whatever the sheet does not reach: standard dialogs, painted delegates."""
        palette, role = QPalette(), QPalette.ColorRole
        for roles, token in {
            (role.Window,): "canvas",
            (role.Base, role.Button): "surface",
            (role.AlternateBase,): "raised",
            (role.WindowText, role.Text, role.ButtonText): "text",
            (role.PlaceholderText,): "secondary",
            (role.Highlight, role.Link): "primary",
            (role.HighlightedText,): "on_primary",
            (role.ToolTipBase,): "text",
            (role.ToolTipText,): "surface",
            (role.Mid,): "edge",
        }.items():
            for each in roles:
                palette.setColor(each, self.colour(token))
        return palette


def chinese_families() -> list[str]:
    """Installed families with Chinese glyphs, the best first; empty when this computer has none."""
    installed = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    known = [family for family in FAMILIES if family in installed]
    return known or sorted(installed)[:1]


def prefers_dark() -> bool:
    """What the system asks for."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
