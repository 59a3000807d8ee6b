"""`station demo --window`: one whole demo in the window, from home to the replay of the sealed take.

    home ─► wizard ─► pre-flight ─► recording … sealed ─► review, submit ─► lock ─► home ─► replay, as the supervisor

The clerk's account could not show the film: behind the lock another one comes in. Nothing is shown that a person could
not do: each step calls what a button calls. The sale, the counter and the customer are those of `station demo`; take,
evidence and verification are the same, and so is what lies in the folder afterwards.
"""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer
from rich.console import Console

from app.demo import SUPERVISOR, Counter, Demo, demo_folder, enter_as, open_counter, pack
from app.faults import Fault
from app.session.take import TakeReport
from app.station import Station
from media.clock import FastClock
from ui.application import Application
from ui.desk import PageId
from ui.pages.preflight import PreflightPage
from ui.pages.replay import ReplayPage
from ui.pages.review import ReviewPage

DWELL_MS, FAST_DWELL_MS = 1500, 250
"""how long a page is left to be looked at"""
REPLAY_MS, FAST_REPLAY_MS = 8000, 1500
LOOK_MS = 50


class Walk(QObject):
    """Goes through the window; `demo` is what it left, `fault` why it could not."""

    def __init__(self, program: Application, counter: Counter, *, fast: bool, stay: bool, console: Console) -> None:
        super().__init__()
        self.demo: Demo | None = None
        self.fault: Fault | None = None
        self._program, self._desk, self._counter = program, program.desk, counter
        self._stay, self._console = stay, console
        self._dwell_ms = FAST_DWELL_MS if fast else DWELL_MS
        self._replay_ms = FAST_REPLAY_MS if fast else REPLAY_MS
        self._desk.clock = FastClock() if fast else None
        self._desk.take_ended.connect(self.on_take_ended)
        self._waits: list[tuple[Callable[[], object], Callable[[], object]]] = []
        self._looks = QTimer(self)
        self._looks.timeout.connect(self.on_look)
        self._looks.start(LOOK_MS)

    def begin(self) -> None:
        desk, counter = self._desk, self._counter
        desk.station, desk.devices = counter.station, counter.devices
        desk.station_changed.emit()
        desk.go(PageId.HOME)
        self._after(lambda: desk.go(PageId.WIZARD))
        self._after(self._check_devices, 2)

    def _check_devices(self) -> None:
        self._say(self.tr("录前检查"))
        self._desk.go(PageId.PREFLIGHT, prepared=self._counter.prepared)
        page = cast(PreflightPage, self._program.window.page(PageId.PREFLIGHT))
        self._when(lambda: page.is_ready, lambda: self._after(page.on_start_wanted))
        self._when(lambda: self._desk.is_recording, lambda: self._say(self.tr("录制中")))

    def on_take_ended(self, outcome: TakeReport | Fault) -> None:
        if isinstance(outcome, Fault):
            self.fault = outcome
            self._end()
            return
        self._say(self.tr("已封存"))
        self._desk.bridge.run(lambda: pack(self._counter, outcome), self._on_packed, self._on_failed)

    def _on_packed(self, demo: Demo) -> None:
        self.demo = demo
        page = cast(ReviewPage, self._program.window.page(PageId.REVIEW))
        self._when(lambda: page.may_submit, lambda: self._after(page.on_submit))
        self._when(lambda: page.is_submitted, lambda: self._after(self._replay))

    def _on_failed(self, fault: Fault) -> None:
        self.fault = fault
        self._end()

    def _replay(self) -> None:
        self._say(self.tr("主管回放"))
        self._program.lock()
        counter = self._counter
        self._after(lambda: self._desk.bridge.run(lambda: enter_as(counter, SUPERVISOR), self._on_entered))

    def _on_entered(self, station: Station) -> None:
        assert self.demo is not None
        self._desk.station = station
        self._desk.station_changed.emit()
        self._desk.go(PageId.HOME)
        take_id = self.demo.report.take.id
        self._after(lambda: self._desk.go(PageId.REPLAY, take_id=take_id, reason=self.tr("演示：主管复核")))
        page = cast(ReplayPage, self._program.window.page(PageId.REPLAY))
        self._when(lambda: page.has_picture, lambda: self._after(self._on_replayed, self._replay_ms / self._dwell_ms))

    def _on_replayed(self) -> None:
        self._say(self.tr("演示完毕"))
        self._end()

    def _end(self) -> None:
        self._looks.stop()
        if not self._stay:
            self._program.window.close()

    # ------------------------------------------------------------------ time

    def _after(self, act: Callable[[], object], dwells: float = 1) -> None:
        QTimer.singleShot(round(self._dwell_ms * dwells), self, act)

    def _when(self, condition: Callable[[], object], act: Callable[[], object]) -> None:
        """Act once it is so."""
        self._waits.append((condition, act))

    def on_look(self) -> None:
        """See what has come true; what an act waits for itself is looked at the next time."""
        self._program.auto_lock.note_life()  # a walk has no hands
        due = [wait for wait in self._waits if wait[0]()]
        self._waits = [wait for wait in self._waits if wait not in due]
        for _, act in due:
            act()

    def _say(self, text: str) -> None:
        self._console.print(text, highlight=False)


def walk_demo(folder: Path | None, script_id: str, *, is_elder: bool, fast: bool, stay: bool, console: Console) -> Demo:
    """Show a demo in the window and return what it left; raises the `Fault` for which there is none.

    The window closes by itself at the end unless it is to `stay`.
    """
    with open_counter(demo_folder(folder), script_id, is_elder=is_elder) as counter:
        console.print(f"→ {counter.root}", highlight=False, markup=False, soft_wrap=True)
        program = Application(counter.station.settings)
        walk = Walk(program, counter, fast=fast, stay=stay, console=console)
        code = program.run(walk.begin)
    if walk.fault is not None:
        raise walk.fault
    if code or walk.demo is None:
        raise Fault("E-933")
    return walk.demo
