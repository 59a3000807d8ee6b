"""The look: every colour that is written on another can be read, and every icon that is named is drawn."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ui.style import icons
from ui.style.sheet import style_sheet
from ui.style.theme import Theme, chinese_families
from ui.style.tokens import CUSTOMER, DARK, LIGHT, PAIRS, Tokens, contrast

UI = Path(__file__).resolve().parent.parent / "ui"
THEMES = {"light": LIGHT, "dark": DARK, "customer": CUSTOMER}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast_is_enough(name: str, front: str, ground: str, least: float) -> None:
    tokens = THEMES[name]
    assert contrast(getattr(tokens, front), getattr(tokens, ground)) >= least


def test_text_pairs_ask_for_wcag_aa() -> None:
    marks_only = {"edge", "focus", "meter_low", "meter_good", "meter_hot"}
    assert all(least >= 4.5 for front, _, least in PAIRS if front not in marks_only)
    assert all(least >= 3.0 for _, _, least in PAIRS)


def test_contrast_knows_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
def test_tokens_are_colours(tokens: Tokens) -> None:
    for field in fields(tokens):
        assert re.fullmatch(r"#[0-9A-F]{6}", getattr(tokens, field.name)), field.name


def test_no_widget_names_a_colour() -> None:
    """Live pictures are dark whatever the theme; everything else asks the token table."""
    allowed = {"style/tokens.py", "kit/picture.py", "preflight/live_view.py"}
    found = [
        f"{file.relative_to(UI)}: {text}"
        for file in UI.rglob("*.py")
        if file.relative_to(UI).as_posix() not in allowed and "replay" not in file.parts
        for text in re.findall(r"#[0-9A-Fa-f]{6}\b", file.read_text())
    ]
    assert found == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = {file.stem for file in icons.FOLDER.glob("*.svg")}
    calls = {"Sign": 1, "icon": 0, "pixmap": 0, "show_icon": 0, "set_icon": 0}
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            named = [word.value for word in node.keywords if word.arg in ("icon", "sign")]
            if name in calls and len(node.args) > calls[name]:
                named.append(node.args[calls[name]])
            for word in named:
                if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value:
                    assert word.value in drawn, f"{file.name}: {word.value}"


@pytest.mark.parametrize("file", sorted(icons.FOLDER.glob("*.svg")), ids=lambda file: file.stem)
def test_icon_takes_the_colour_asked_for(file: Path, qtbot: QtBot) -> None:
    image = icons.pixmap(file.stem, "#FF0000", 48).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    inked = [ink for x in range(48) for y in range(48) if (ink := image.pixelColor(x, y)).alpha() > 200]
    assert inked and all(ink.red() > 200 and ink.green() < 60 and ink.blue() < 60 for ink in inked)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75])
def test_sheet_is_understood_by_qt(scale: float, qtbot: QtBot) -> None:
    """Qt says on the log that it could not parse a sheet, and any warning fails a test."""
    theme = Theme(dark=scale > 1.4, scale_percent=round(scale * 100))
    theme.apply()
    assert "None" not in style_sheet(theme.tokens, scale)
    QCoreApplication.processEvents()


def test_scale_is_held_to_its_range(qtbot: QtBot) -> None:
    theme = Theme()
    with qtbot.waitSignal(theme.changed):
        theme.set(scale_percent=400)
    assert theme.scale_percent == 175 and theme.px(10) == 18
    theme.set(scale_percent=10, dark=True)
    assert theme.scale_percent == 100 and theme.tokens is DARK


def test_there_is_a_chinese_font(qtbot: QtBot) -> None:
    """The set-up installs one; without it every screenshot would be of boxes."""
    assert chinese_families()
