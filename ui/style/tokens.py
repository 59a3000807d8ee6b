"""The token table: every colour of the window, light and dark, and which of them may stand on which.

No widget names a colour; it names a token. `PAIRS` lists what is written on what, with the contrast that has to hold
(WCAG 2.2, 1.4.3: 4.5:1 for text, 1.4.11: 3:1 for what is no text); a test walks it for both themes.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme; each value is `#RRGGBB`."""

    canvas: str
    """behind everything"""
    surface: str
    """cards, fields, bars"""
    raised: str
    """what lies on a surface: table heads, code, quiet buttons under the pointer"""
    line: str
    """hairlines that carry no meaning"""
    edge: str
    """borders of controls: 3:1"""
    text: str
    secondary: str
    primary: str
    on_primary: str
    primary_hover: str
    primary_soft: str
    """behind what is chosen"""
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    on_danger: str
    record: str
    on_record: str
    spoken: str
    """behind the sentence that is being spoken"""
    on_spoken: str
    read: str
    """a sentence that has been spoken"""
    focus: str
    meter_low: str
    meter_good: str
    meter_hot: str


LIGHT = Tokens(
    canvas="#F3F5F9",
    surface="#FFFFFF",
    raised="#EEF2F8",
    line="#DCE2EB",
    edge="#7E8898",
    text="#1B2430",
    secondary="#4A5565",
    primary="#0B57D0",
    on_primary="#FFFFFF",
    primary_hover="#0948B0",
    primary_soft="#E1ECFD",
    ok="#137333",
    ok_soft="#E6F4EA",
    warning="#7A4100",
    warning_soft="#FFF4E5",
    danger="#B3261E",
    danger_soft="#FCEBEA",
    on_danger="#FFFFFF",
    record="#C5221F",
    on_record="#FFFFFF",
    spoken="#FFF3B0",
    on_spoken="#111111",
    read="#595959",
    focus="#0B57D0",
    meter_low="#5F7DA8",
    meter_good="#1E8E3E",
    meter_hot="#C5221F",
)

DARK = Tokens(
    canvas="#12161C",
    surface="#1C222B",
    raised="#262E3A",
    line="#343E4C",
    edge="#78859A",
    text="#E6EAF0",
    secondary="#AEB8C6",
    primary="#8AB4F8",
    on_primary="#0F1B2D",
    primary_hover="#A8C7FA",
    primary_soft="#25364F",
    ok="#81C995",
    ok_soft="#1C3426",
    warning="#FDD663",
    warning_soft="#3A3018",
    danger="#F28B82",
    danger_soft="#41211F",
    on_danger="#2B0C0A",
    record="#C5221F",
    on_record="#FFFFFF",
    spoken="#FFF3B0",
    on_spoken="#111111",
    read="#AEB8C6",
    focus="#8AB4F8",
    meter_low="#7F9CC7",
    meter_good="#81C995",
    meter_hot="#F28B82",
)

CUSTOMER = Tokens(
    **{
        **{field.name: getattr(LIGHT, field.name) for field in fields(LIGHT)},
        "canvas": "#FFFFFF",
        "raised": "#F3F5F9",
        "text": "#111111",
        "secondary": "#3C4654",
    }
)
"""the customer's screen: always light, black on white"""

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, 4.5) for ground in ("canvas", "surface", "raised") for text in ("text", "secondary")),
    *((tone, ground, 4.5) for ground in ("canvas", "surface", "raised") for tone in ("ok", "warning", "danger")),
    *((tone, f"{tone}_soft", 4.5) for tone in ("ok", "warning", "danger", "primary")),
    *(("text", f"{tone}_soft", 4.5) for tone in ("ok", "warning", "danger", "primary")),
    *(("secondary", f"{tone}_soft", 4.5) for tone in ("ok", "warning", "danger", "primary")),
    ("primary", "canvas", 4.5),
    ("primary", "surface", 4.5),
    ("primary", "raised", 4.5),
    ("on_primary", "primary", 4.5),
    ("on_primary", "primary_hover", 4.5),
    ("on_danger", "danger", 4.5),
    ("on_record", "record", 4.5),
    ("on_spoken", "spoken", 4.5),
    ("read", "surface", 4.5),
    ("read", "canvas", 4.5),
    ("edge", "surface", 3.0),
    ("edge", "canvas", 3.0),
    ("focus", "surface", 3.0),
    ("focus", "canvas", 3.0),
    ("focus", "raised", 3.0),
    *((meter, "surface", 3.0) for meter in ("meter_low", "meter_good", "meter_hot")),
)
"""(foreground, background, contrast at least)"""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
