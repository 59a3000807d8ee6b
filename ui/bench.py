"""What the window costs, for `station bench`: its start, its share of a take, how long its event loop is held up.

Every figure is measured on the real program: the command from its first byte, the recording page over a real take in
real time at the virtual counter (without a screen, so what a graphics card would add or save is not in it).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bench import Bench, Figure, Subject
from ui.bench_home import home_page
from ui.bench_replay import replay_hour

STARTS = """
import sys
from app.settings import load_settings
from ui.application import Application
program = Application(load_settings())
def usable():
    QApplication.processEvents()
    assert program.qt.focusWidget() is not None
    print("usable", flush=True)
    program.window.close()
from PySide6.QtWidgets import QApplication
sys.exit(program.run(usable))
"""
BEAT_MS = 10
LOOK_S = 30.0
QUICK_S = 10.0


def start(bench: Bench) -> list[Figure]:
    """From the command to an unlock page that takes keys; warm: the first run is not counted."""
    runs = []
    for _ in range(max(bench.runs, 3) + 1):
        with tempfile.TemporaryDirectory(prefix="start-") as folder:
            environment = {**os.environ, "DUALREC_DATA_DIR": folder, "PYTHONPATH": str(_home())}
            began = time.perf_counter()
            with subprocess.Popen([sys.executable, "-c", STARTS], env=environment, stdout=subprocess.PIPE) as child:
                assert child.stdout is not None
                line = child.stdout.readline()
                runs.append(time.perf_counter() - began)
                child.stdout.read()
            assert line.strip() == b"usable", "the window did not come"
    return [Figure("window_start", "command to usable unlock page", "s", tuple(runs[1:]), 2.0)]


def in_take(bench: Bench) -> list[Figure]:
    """A take in real time without a window, then with the recording page: processor time and event-loop latency."""
    seconds = QUICK_S if bench.is_quick else LOOK_S
    alone = [_look_on(bench.folder / f"alone-{n}", seconds, shows=False) for n in range(bench.runs)]
    shown = [_look_on(bench.folder / f"shown-{n}", seconds, shows=True) for n in range(bench.runs)]
    base = statistics.median(look.core_share for look in alone)
    return [
        Figure(
            "window_preview_core",
            "recording page: share of a core beyond the same take without a window",
            "%",
            tuple(100 * (look.core_share - base) for look in shown),
            10.0,
            note=f"the take alone: {100 * base:.0f} % of a core; {shown[0].previews / seconds:.1f} pictures a second",
        ),
        Figure(
            "window_loop_p99",
            "event-loop latency during a take, p99",
            "ms",
            tuple(look.late_p99_ms for look in shown),
            50.0,
        ),
        Figure(
            "window_loop_worst",
            "event-loop latency during a take, worst",
            "ms",
            tuple(look.late_worst_ms for look in shown),
            250.0,
        ),
    ]


@dataclass
class _Look:
    core_share: float = 0.0
    previews: int = 0
    late_ms: list[float] = field(default_factory=list)

    @property
    def late_p99_ms(self) -> float:
        return statistics.quantiles(self.late_ms, n=100)[98]

    @property
    def late_worst_ms(self) -> float:
        return max(self.late_ms)


def _look_on(folder: Path, seconds: float, *, shows: bool) -> _Look:
    from app.demo import open_counter
    from ui.application import Application
    from ui.desk import PageId

    look = _Look()
    with open_counter(folder, "bank-life-over-1y", is_elder=False) as counter:
        program = Application(counter.station.settings)
        desk, owner = program.desk, QObject()
        desk.station, desk.devices = counter.station, counter.devices
        if shows:
            program.window.resize(1366, 768)
            program.window.show()
        desk.take_changed.connect(
            lambda: desk.go(PageId.RECORDING) if shows and desk.is_recording else None,
            Qt.ConnectionType.SingleShotConnection,
        )
        desk.begin_take(counter.prepared)
        _until(lambda: desk.is_recording and desk.take is not None and desk.take.now_ns > 2_000_000_000)
        take = desk.take
        assert take is not None
        expected = time.perf_counter() + BEAT_MS / 1000
        beat = QTimer(owner, timerType=Qt.TimerType.PreciseTimer)

        def on_beat() -> None:
            nonlocal expected
            now = time.perf_counter()
            look.late_ms.append(max(0.0, (now - expected) * 1000))
            expected = now + BEAT_MS / 1000

        beat.timeout.connect(on_beat)
        beat.start(BEAT_MS)
        previews, cpu, began = take.conversions, time.process_time(), time.perf_counter()
        _until(lambda: time.perf_counter() - began >= seconds)
        look.core_share = (time.process_time() - cpu) / (time.perf_counter() - began)
        look.previews = take.conversions - previews
        beat.stop()
        take.end("bench")
        _until(lambda: take.is_over and not desk.is_recording)
        desk.station = desk.devices = None  # whoever opened them closes them
        program.finish()
        owner.deleteLater()
    return look


def _until(condition: Callable[[], bool], most_s: float = 120.0) -> None:
    loop, poll = QEventLoop(), QTimer()
    began = time.perf_counter()

    def look() -> None:
        if condition() or time.perf_counter() - began > most_s:
            loop.quit()

    poll.timeout.connect(look)
    poll.start(20)
    loop.exec()
    assert condition(), "it took too long"


def _home() -> Path:
    return Path(__file__).resolve().parent.parent


def _with_qt(subject: Subject) -> Subject:
    def run(bench: Bench) -> list[Figure]:
        assert isinstance(QApplication.instance() or QApplication(["bench"]), QApplication)
        return subject(bench)

    return run


SUBJECTS: Mapping[str, Subject] = {
    "start": start,
    "window": _with_qt(in_take),
    "home": _with_qt(home_page),
    "replay": _with_qt(replay_hour),
}
