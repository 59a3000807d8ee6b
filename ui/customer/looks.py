"""How the customer's screen looks: black on white whatever the clerk chose, in sizes for reading from a metre away.

    room   how large the display is: everything grows with it
    factor how large the customer wants to read: 字大一点, wrapping round

Lengths follow the room alone, texts both. Nothing that is to be read is smaller than `LEAST_PX`.
"""

from PySide6.QtGui import QFont

from ui.style.theme import Theme, chinese_families
from ui.style.tokens import CUSTOMER, Tokens

FACTORS = (1.0, 1.25, 1.5)
PROMPT_PX = 48
VERB_PX = 40
BUTTON_PX = 36
ANSWER_PX = 56
LEAST_PX = 28
LINE_SPACING = 1.4
"""R: at least 1.3 for old eyes"""
LARGE_DISPLAY_PX = 1000
"""from this shorter side on there is room for a prompt of 56 px"""
LARGE_ROOM_PERCENT = 117


class CustomerLooks(Theme):
    """Handed to whatever paints on this screen; never applied to the program."""

    def __init__(self) -> None:
        super().__init__()
        self._factor = 0

    @property
    def tokens(self) -> Tokens:
        return CUSTOMER

    @property
    def factor(self) -> float:
        return FACTORS[self._factor]

    def enlarge(self) -> float:
        """The next size, after the largest the first again."""
        self._factor = (self._factor + 1) % len(FACTORS)
        self.changed.emit()
        return self.factor

    def reset(self) -> None:
        """As the next customer finds it."""
        if self._factor:
            self._factor = 0
            self.changed.emit()

    def set_room(self, width: int, height: int) -> None:
        """The size of the display, or of the window."""
        percent = LARGE_ROOM_PERCENT if min(width, height) >= LARGE_DISPLAY_PX else 100
        if percent != self.scale_percent:
            self.scale_percent = percent
            self.changed.emit()

    def text_px(self, size: float, factor: float | None = None) -> int:
        """A text's height in pixels; never below what can be read."""
        return max(LEAST_PX, self.px(size * (self.factor if factor is None else factor)))

    def font(self, size: float, *, is_bold: bool = False) -> QFont:
        """For what is painted."""
        font = QFont()
        font.setFamilies(chinese_families() or [font.family()])
        font.setPixelSize(self.text_px(size))
        if is_bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def sheet(self) -> str:
        """For the customer's window; it overrides the program's sheet in everything it names."""
        t, px, text_px = self.tokens, self.px, self.text_px
        families = ", ".join(f'"{family}"' for family in chinese_families())
        family = f"font-family: {families};" if families else ""
        return f"""
* {{ {family} font-size: {text_px(30)}px; color: {t.text}; background: transparent; }}
QWidget#customer {{ background: {t.canvas}; }}
QFrame#customerhead {{ background: {t.raised}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame#customerhead QLabel {{ font-size: {text_px(28, 1.0)}px; }}
QLabel[part="recording"] {{
    background: {t.record}; color: {t.on_record}; font-weight: 600;
    padding: {px(6)}px {px(18)}px; border-radius: {px(21)}px;
}}
QLabel[part="over"] {{ color: {t.secondary}; font-weight: 600; }}
QLabel[part="practice"] {{
    background: {t.warning_soft}; color: {t.warning}; font-weight: 600; border: 2px solid {t.warning};
    padding: {px(4)}px {px(14)}px; border-radius: {px(8)}px;
}}
QLabel[part="verb"] {{ font-size: {text_px(VERB_PX)}px; font-weight: 600; }}
QLabel[part="verb"][tone="ok"] {{ color: {t.ok}; }}
QLabel[part="caption"] {{ color: {t.secondary}; }}
QLabel[part="number"] {{ color: {t.text}; font-weight: 600; }}
QLabel[part="greeting"] {{ font-size: {text_px(64)}px; font-weight: 600; }}
QLabel[part="line"] {{ font-size: {text_px(36)}px; }}
QLabel[part="stop"] {{ font-weight: 600; }}
QFrame#customerband {{ background: {t.primary_soft}; border: none; border-radius: {px(18)}px; }}
QFrame#customerband[tone="warning"] {{ background: {t.warning_soft}; }}
QFrame#customerband[tone="ok"] {{ background: {t.ok_soft}; }}
QFrame#customerfoot {{ background: {t.raised}; border: none; border-top: 1px solid {t.line}; }}
QPushButton {{
    background: {t.surface}; color: {t.text}; border: 2px solid {t.edge}; border-radius: {px(14)}px;
    font-size: {text_px(BUTTON_PX)}px; font-weight: 500; padding: 0 {px(18)}px; min-height: {px(72)}px;
}}
QPushButton:hover {{ background: {t.surface}; }}
QPushButton:pressed {{ background: {t.primary_soft}; border-color: {t.primary}; }}
QPushButton:focus {{ border: 4px solid {t.focus}; padding: 0 {px(16)}px; }}
QPushButton:disabled {{ background: {t.raised}; color: {t.secondary}; border: 2px dashed {t.edge}; }}
QPushButton[part="answer"] {{
    font-weight: 600; min-height: {px(104)}px; border: 3px solid {t.primary};
    background: {t.surface}; color: {t.text};
}}
QPushButton[part="answer"]:pressed {{ background: {t.primary_soft}; }}
QPushButton[part="answer"]:focus {{ border: 6px solid {t.focus}; }}
QPushButton[part="answer"]:disabled {{ border: 3px dashed {t.edge}; color: {t.secondary}; }}
"""
