"""Every grab of a replayed picture carries the viewer's mark, wherever it has drifted to, and it hides little."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from tests.replay_parts import QT_SAYS, luma
from ui.replay.canvas import PictureCanvas
from ui.replay.watermark import SPEED_PER_S, Drift, Watermark
from ui.style.theme import Theme

pytestmark = [pytest.mark.qt_log_ignore(*QT_SAYS)]
VIEWER = "9001 李主管"
NOON = datetime(2026, 11, 22, 12, 0, 5)


def watermark(seed: int = 1) -> Watermark:
    return Watermark(VIEWER, lambda: NOON, Drift(Random(seed).random))


def frame(colour: str, width: int = 640, height: int = 360) -> QVideoFrame:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return QVideoFrame(image)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[PictureCanvas]:
    canvas = PictureCanvas(Theme(), watermark())
    qtbot.addWidget(canvas)
    canvas.resize(640, 360)
    yield canvas


@pytest.mark.parametrize("ground", ["black", "white", "#7f7f7f", "#c02020"])
def test_grab_of_any_picture_carries_the_mark(canvas: PictureCanvas, ground: str) -> None:
    canvas.show_picture(frame(ground))
    plain = luma(frame(ground).toImage())
    assert plain.std() == 0
    seen = canvas.grab().toImage()
    box = canvas.watermark_rect().toAlignedRect()
    inside = seen.copy(box)
    levels = np.unique(
        np.asarray([inside.pixelColor(x, y).lightness() for x in range(0, box.width(), 2) for y in range(box.height())])
    )
    assert levels.max() - levels.min() > 30  # it can be read there
    painter = QPainter(seen)
    painter.fillRect(box, QColor(ground))
    painter.end()
    assert {seen.pixelColor(x, y).rgb() for x in range(0, 640, 7) for y in range(0, 360, 5)} == {QColor(ground).rgb()}


def test_mark_names_the_viewer_and_the_second() -> None:
    assert watermark().text == "9001 李主管 2026-11-22 12:00:05"


def test_mark_is_always_inside_moves_slowly_and_covers_little() -> None:
    mark, font = watermark(), QFont()
    for width, height in ((640, 360), (1280, 720), (320, 180), (200, 300), (1920, 1080)):
        picture = QRectF(17, 5, width, height)
        for _ in range(600):
            mark.drift.advance(0.1)
            box = mark.box(font, picture)
            assert picture.contains(box)
            assert box.width() * box.height() < 0.06 * width * height


def test_mark_wanders_over_the_whole_picture_and_never_jumps() -> None:
    drift = Drift(Random(3).random)
    places = []
    for _ in range(6000):  # ten minutes
        drift.advance(0.1)
        places.append((drift.x, drift.y))
    steps = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(places)]
    assert max(steps) <= 1.5 * SPEED_PER_S * 0.1
    quarters = {(x > 0.5, y > 0.5) for x, y in places}
    assert len(quarters) == 4


def test_two_viewings_are_not_marked_at_the_same_places() -> None:
    one, other = Drift(), Drift()
    apart = 0
    for _ in range(300):
        one.advance(0.5)
        other.advance(0.5)
        apart += abs(one.x - other.x) + abs(one.y - other.y) > 0.05
    assert apart > 150


def test_mark_moves_by_itself_while_it_is_shown(qtbot: QtBot, canvas: PictureCanvas) -> None:
    canvas.show_picture(frame("black"))
    canvas.show()
    before = canvas.watermark_rect()
    qtbot.waitUntil(lambda: canvas.watermark_rect() != before, timeout=5000)


def test_picture_keeps_its_shape_and_lies_in_the_middle(canvas: PictureCanvas) -> None:
    canvas.resize(900, 360)
    canvas.show_picture(frame("white"))
    seen = canvas.grab().toImage()
    assert canvas.picture_rect() == QRectF(130, 0, 640, 360)
    assert seen.pixelColor(60, 180).lightness() < 20
    assert seen.pixelColor(450, 5).lightness() > 200


def test_canvas_without_a_picture_shows_why_and_no_rest_of_one(canvas: PictureCanvas) -> None:
    canvas.show_picture(frame("white"))
    canvas.show_nothing("录像文件被改动，不能播放。")
    assert not canvas.has_picture and canvas.image is None
    assert canvas.accessibleDescription() == "录像文件被改动，不能播放。"
    seen = canvas.grab().toImage()
    assert seen.pixelColor(5, 5).lightness() < 20
    levels = [seen.pixelColor(x, y).lightness() for x in range(0, 640, 2) for y in range(150, 210, 2)]
    assert 100 < max(levels) < 230  # words, and nothing as white as the picture was
