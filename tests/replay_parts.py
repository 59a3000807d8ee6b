"""What the tests of the replay share: a sealed take with pictures that can be told apart, and a player on it."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from app.evidence.recording import FragmentSealed
from app.evidence.sealed import SealedReader
from app.review import ReplayView
from media.clock import NS
from media.synthetic import TestPicture, ToneMicrophone
from tests.take_parts import KEY, SMALL, Film, Made, make, quick
from ui.replay.player import Player, PlayerState

Luma = npt.NDArray[np.float32]
WAIT_MS = 10_000
THIN = 3
QT_SAYS = (
    "No RHI backend", "pa_context_connect", "pipewire", "No HW decoder", "Using Qt multimedia", "symbolsresolver",
    "propagateSizeHints",
)  # fmt: skip
"""about this computer, not about us"""
DAMAGE_SAYS = (*QT_SAYS, r"\[mov,mp4", r"\[h264", r"\[aac", "Invalid data found", "Could not open", "demux")
"""moreover about a film that is damaged"""


@dataclass
class Recording:
    """A sealed take that was made without a session, and what is in it."""

    made: Made

    @cached_property
    def film(self) -> Film:
        return self.made.film()

    @property
    def path(self) -> Path:
        return self.made.path

    @property
    def length_ns(self) -> int:
        return self.made.result.duration_ns

    def view(self, path: Path | None = None) -> ReplayView:
        """The take as a player gets it; from another file, too, such as a damaged copy."""
        fragments = [one.fragment for one in self.made.told if isinstance(one, FragmentSealed)]
        return ReplayView(SealedReader(io.FileIO(path or self.path), KEY), fragments)

    def shown_at(self, at_ns: int) -> int:
        """The number of the picture that is on at that time."""
        return max(n for n, at_s in enumerate(self.film.at_s) if round(at_s * NS) <= at_ns)

    @cached_property
    def _pictures(self) -> Luma:
        return np.stack([_even(picture[::THIN, ::THIN].astype(np.float32)) for picture in self.film.pictures])

    def number_of(self, image: QImage) -> int:
        """Which of the take's pictures this is: the one that it resembles most."""
        return int(np.argmin(np.abs(self._pictures - luma(image)).mean(axis=(1, 2))))


def record_test_take(folder: Path, seconds: float) -> Recording:
    """A test picture whose bar and hand never stand still, and a beep each second."""
    fine = replace(quick(), encode=replace(SMALL, crf=12, preset="ultrafast"))  # some chunks more
    return Recording(make(folder, seconds, [TestPicture(640, 360)], ToneMicrophone(), settings=fine))


def damage(source: Path, target: Path, share: float) -> Path:
    """A copy with one bit of the byte at that share of its length turned over."""
    content = bytearray(source.read_bytes())
    content[int(len(content) * share)] ^= 1
    target.write_bytes(content)
    return target


def luma(image: QImage) -> Luma:
    """Brightness of every third pixel, with mean 0 and deviation 1: whatever the range it was coded in."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return _even(rows[::THIN, : grey.width() : THIN].astype(np.float32))


def _even(picture: Luma) -> Luma:
    return np.asarray((picture - picture.mean()) / max(float(picture.std()), 1.0), np.float32)


class Watched:
    """A player, and everything it showed and told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.player = Player()
        self.frames: list[QVideoFrame] = []
        self.faults: list[object] = []
        self.moves: list[int] = []
        self.player.picture_changed.connect(self.frames.append)
        self.player.failed.connect(self.faults.append)
        self.player.moved.connect(self.moves.append)

    def open(self, view: ReplayView) -> None:
        self.player.open(view)
        self.until(lambda: self.player.state is PlayerState.PAUSED)

    def seek(self, at_ns: int) -> None:
        self.player.seek(at_ns)
        self.settle()

    def step(self, pictures: int) -> None:
        self.player.step(pictures)
        self.settle()

    def settle(self) -> None:
        self.until(lambda: not self.player.is_seeking)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    @property
    def image(self) -> QImage:
        return self.frames[-1].toImage()


@contextmanager
def watching(qtbot: QtBot) -> Iterator[Watched]:
    """Closed in order, whatever happens: a QMediaPlayer must not be destroyed while it holds a take."""
    watched = Watched(qtbot)
    try:
        yield watched
    finally:
        watched.player.finish()
