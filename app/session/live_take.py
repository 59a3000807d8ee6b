"""A take that runs by itself while a window looks on.

    LiveTake.start() ─► thread "take": record_take … sealed, signed ─► on_end(report or fault)
         │ ask_again, repeat, mark, touch, end …   ─► the guide's events
         └ pixels, sight, problems                 ◄─ pulled by whoever shows them, the newest only

It promises that nobody who looks on can hold the take up: the window may freeze or die, and the take goes on to its end
and is sealed. News (marks, utterances, views) come on the take's deciding thread to the listeners given, `on_end` on
the take's own thread, once. It decides nothing about a session.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Literal

from app.evidence.observed import Sight
from app.faults import Fault
from app.inspection.problems import LiveInspection, Problem
from app.model import Mark, TakeId, Utterance
from app.session import guide
from app.session.runner import Listener, SessionView
from app.session.script import ReadyScript
from app.session.take import Controls, Order, Sources, TakeReport, record_take
from app.station import Station
from media.clock import Clock, SystemClock
from media.preview import Pixels, PreviewTap
from media.stage import Worker
from media.voice import Voice

log = logging.getLogger("take")


class LiveTake:
    """One take from `start` to `on_end`; every method may be called from any thread and returns at once."""

    def __init__(
        self,
        station: Station,
        order: Order,
        sources: Sources,
        *,
        on_end: Callable[[TakeReport | Fault], None],
        listeners: Sequence[Listener] = (),
        on_begin: Callable[[int], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.script: ReadyScript = order.script
        self.order = order
        self.take_id: TakeId | None = None
        self.view: SessionView | None = None
        """the newest"""
        self.outcome: TakeReport | Fault | None = None
        self._station = station
        self._sources = sources
        self._listeners = (self._look_on, *listeners)
        self._on_begin = on_begin
        self._on_end = on_end
        self._clock = clock or station.clock
        self._tap = PreviewTap(
            self._clock, fps=30.0
        )  # screens ask 15 times a second: the limit must not beat with them
        self._inspection = LiveInspection(order.script)
        self._inspecting = threading.Lock()
        self._controls: Controls | None = None
        self._over = threading.Event()
        # Not on the take's clock: this thread only waits, and a fast clock stands still while one of its threads runs.
        self._worker = Worker("take", self._record, SystemClock(), self._on_died)

    def start(self) -> None:
        """Open the devices and begin; a device that is missing comes to `on_end` as a fault, with nothing written."""
        self._worker.start()

    @property
    def is_over(self) -> bool:
        """Sealed, or failed; `outcome` says which."""
        return self._over.is_set()

    def wait(self, deadline_s: float) -> bool:
        """Until it is over; false when the deadline was missed."""
        return self._over.wait(deadline_s)

    # ------------------------------------------------------------------ what is asked of it

    def ask_again(self, step: str) -> None:
        """补问: ask a step again inside the take."""
        self._send(lambda at_ns: guide.AskAgain(at_ns, step))

    def repeat(self, by: Literal["customer", "clerk"], *, slower: bool = False) -> None:
        """Say the present prompt again (by `customer` or `clerk`), from then on slower if so wished."""
        self._send(lambda at_ns: guide.RepeatAsked(at_ns, by, slower))

    def mark(self, note: str) -> None:
        """打点 by the clerk; `note` is a code."""
        self._send(lambda at_ns: guide.ClerkMarked(at_ns, note))

    def clerk_read(self) -> None:
        """The clerk has read the prompt out to its end."""
        self._send(guide.ClerkRead)

    def touch(self, *, accepts: bool, reason: str) -> None:
        """The customer's own answer by touch."""
        self._send(lambda at_ns: guide.Touched(at_ns, accepts, reason))

    def end(self, reason: str) -> None:
        """The clerk ends the take before its last step."""
        self._send(lambda at_ns: guide.ClerkEnds(at_ns, reason))

    def customer_stops(self) -> None:
        """The customer wants to think it over: no blame."""
        self._send(guide.CustomerStops)

    def _send(self, make: Callable[[int], guide.Event]) -> None:
        controls = self._controls
        if controls is not None and not self.is_over:
            try:
                controls.send(make(controls.now_ns()))
            except RuntimeError:  # the session closed at this very moment: there is nothing left to ask of it
                log.info("a wish came after the end of the take")

    # ------------------------------------------------------------------ what is shown of it

    @property
    def now_ns(self) -> int:
        """How long the take has run; 0 before it began."""
        return 0 if self._controls is None else self._controls.now_ns()

    def sight(self) -> Sight:
        """Levels and faces at this moment."""
        return Sight() if self._controls is None else self._controls.sight()

    def pixels(self, width: int, height: int) -> Pixels | None:
        """The newest picture of the take; None while there is none that was not yet shown."""
        return self._tap.pixels(width, height)

    @property
    def conversions(self) -> int:
        """Pictures that were made for a screen so far."""
        return self._tap.conversions

    def problems(self) -> tuple[Problem, ...]:
        """Why inspection would reject the take as it is at this moment."""
        with self._inspecting:
            return self._inspection.problems(self.now_ns)

    # ------------------------------------------------------------------ its own thread

    def _look_on(self, news: Mark | Utterance | SessionView) -> None:
        if isinstance(news, SessionView):
            self.view = news
        with self._inspecting:
            self._inspection.see(news)

    def _take_controls(self, take_id: TakeId, controls: Controls) -> None:
        self.take_id, self._controls = take_id, controls

    def _record(self, stop: threading.Event) -> None:
        voice = Voice(None)
        try:
            outcome: TakeReport | Fault = record_take(
                self.order,
                self._sources,
                self._station.vault,
                self._station.settings.folder,
                self._clock,
                key=self._station.key,
                voice=voice,
                model=self._station.speech_model(),
                listeners=self._listeners,
                on_begin=self._on_begin,
                on_controls=self._take_controls,
                preview=self._tap.put,
            )
        except Fault as fault:
            outcome = fault
        finally:
            voice.close()
        self._finish(outcome)

    def _on_died(self, name: str, problem: BaseException) -> None:
        log.error("thread died: %s", name, exc_info=problem)
        self._finish(Fault("E-901"))

    def _finish(self, outcome: TakeReport | Fault) -> None:
        self.outcome = outcome
        self._over.set()
        self._on_end(outcome)
