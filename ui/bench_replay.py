"""How fast a replay is, for `station bench`: a sealed take of an hour, through the real player, painted.

Measured is what a person waits for: from the order (open, go there) to the picture with its watermark painted. There is
no screen, so a picture is converted by the processor; what a graphics card would save is not in it.
"""

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtMultimedia import QVideoFrame

from app.bench import Bench, Figure
from app.bench.replay import LongTake, make_long_take
from app.bench.scratch import percentile
from ui.replay.canvas import PictureCanvas
from ui.replay.player import Player, PlayerState
from ui.replay.watermark import Watermark
from ui.style.theme import Theme

OPENS = 7
SEEKS = 100
MOST_MS = 20_000
PLAYED_MS = 150
"""how long it plays between two seeks"""


def replay_hour(bench: Bench) -> list[Figure]:
    """First picture, and picture after a seek, paused and while it plays; 2 minutes instead of an hour when quick."""
    seconds = 120 if bench.is_quick else 3600
    take = make_long_take(bench.folder, seconds)
    show = _Show()
    try:
        firsts = [show.first_ms(take) for _ in range(max(OPENS, bench.runs))]
        moments = [int((n * 0.6180339887 % 1) * (take.duration_ns - 4_000_000_000)) for n in range(1, SEEKS + 1)]
        paused = [show.seek_ms(at_ns) for at_ns in moments]
        show.player.play()
        playing = [show.seek_ms(at_ns, PLAYED_MS) for at_ns in moments[: SEEKS // 4]]
    finally:
        show.player.finish()
    minutes = seconds // 60
    return [
        Figure("replay_first", f"replay of {minutes} minutes: first picture", "ms", tuple(firsts), 700),
        Figure(
            "replay_seek_p95",
            "replay: picture after a seek, 95th percentile",
            "ms",
            (percentile(paused, 0.95),),
            250,
            note=f"median {statistics.median(paused):.0f} ms of {len(paused)}",
        ),
        Figure(
            "replay_seek_playing_p95",
            "replay: picture after a seek while it plays, 95th percentile",
            "ms",
            (percentile(playing, 0.95),),
            250,
            note=f"median {statistics.median(playing):.0f} ms of {len(playing)}",
        ),
    ]


class _Show:
    """A player and its canvas, and the moment at which a picture was painted."""

    def __init__(self) -> None:
        self.player = Player()
        self.canvas = PictureCanvas(Theme(), Watermark("bench"))
        self.canvas.resize(960, 540)
        self.canvas.show()
        self._painted = 0.0
        self.player.picture_changed.connect(self._on_picture)

    def _on_picture(self, frame: QVideoFrame) -> None:
        self.canvas.show_picture(frame)
        self.canvas.repaint()
        self._painted = time.perf_counter()

    def first_ms(self, take: LongTake) -> float:
        self.player.finish()
        self._painted = 0.0
        began = time.perf_counter()
        self.player.open(take.open())
        _until(lambda: self.player.state is PlayerState.PAUSED)
        return (self._painted - began) * 1e3

    def seek_ms(self, at_ns: int, play_ms: int = 0) -> float:
        self._painted = 0.0
        began = time.perf_counter()
        self.player.seek(at_ns)
        _until(lambda: not self.player.is_seeking)
        took = (self._painted - began) * 1e3
        if play_ms:
            _until(lambda: time.perf_counter() - began > play_ms / 1e3)
        return took


def _until(condition: Callable[[], bool]) -> None:
    loop, poll, limit = QEventLoop(), QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    limit.timeout.connect(loop.quit)
    poll.start(1)
    limit.start(MOST_MS)
    loop.exec()
    assert condition(), "the picture never came"
