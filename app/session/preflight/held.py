"""One device held open for as long as pre-flight lasts: opened, read, and opened anew when it is lost.

    Worker ─► open ─► recv, recv, recv … ─► take_in(item)
               ▲ └─ fault: told, and after a second ─┐
               └─────────────────────────────────────┘

It promises that whatever a driver does, somebody else can ask how things are: `state()` never waits. A driver that
hangs in `open` is told by how long that has lasted; its thread is left behind when it does not come back in time.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.faults import Fault
from media.clock import NS, Clock
from media.stage import Worker
from media.track import TrackEnded

log = logging.getLogger("preflight")
REOPEN_EVERY_NS = NS

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Track(Protocol[T_co]):
    """A `VideoTrack` or an `AudioTrack`."""

    name: str

    def open(self, clock: Clock) -> None: ...

    def recv(self, stop: threading.Event) -> T_co: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class HeldState:
    """How one device is doing."""

    name: str
    is_open: bool = False
    opening_ns: int = 0
    """how long its first `open` has lasted by now; 0 once that came back"""
    open_ns: int = 0
    """how long it has been open"""
    still_ns: int = 0
    """how long nothing has come from it while it was open"""
    fault: Fault | None = None
    """why it is not open, or was not at the last try"""


class Held(Generic[T]):
    """One track and the thread that reads it; construct, `start`, `close`."""

    def __init__(
        self,
        thread: str,
        track: Track[T],
        name: str,
        clock: Clock,
        take_in: Callable[[T], None],
        reset: Callable[[], None],
    ) -> None:
        """`take_in` is called on the device's own thread; `reset` there too, when the device begins anew."""
        self.name = name
        self._track = track
        self._clock = clock
        self._take_in = take_in
        self._reset = reset
        self._opening_since_ns: int | None = None
        self._open_since_ns: int | None = None
        self._last_ns = 0
        self._fault: Fault | None = None
        self._is_closing = False
        self._interrupt = threading.Event()
        """ends a wait of the device's thread: it is to begin anew, or to end"""
        self._worker = Worker(thread, self._hold, clock, self._on_fault)

    def start(self) -> None:
        self._opening_since_ns = self._clock.now_ns()
        self._worker.start()

    def begin_anew(self) -> None:
        """Close the device and open it again, at once; it counts as opening until it has come back."""
        self._fault = None
        self._open_since_ns = None
        self._opening_since_ns = self._opening_since_ns or self._clock.now_ns()
        self._interrupt.set()
        self._clock.wake()

    def ask_to_end(self) -> None:
        self._is_closing = True
        self._interrupt.set()
        self._worker.ask_to_end()

    def close(self, deadline_s: float) -> bool:
        """Whether the device was let go by then."""
        self.ask_to_end()
        return self._worker.close(deadline_s)

    def is_alive(self) -> bool:
        return self._worker.is_alive()

    def state(self) -> HeldState:
        now_ns, opening_ns, open_ns = self._clock.now_ns(), self._opening_since_ns, self._open_since_ns
        if open_ns is not None:
            return HeldState(
                self.name, True, open_ns=now_ns - open_ns, still_ns=max(0, now_ns - max(open_ns, self._last_ns))
            )
        return HeldState(self.name, opening_ns=0 if opening_ns is None else now_ns - opening_ns, fault=self._fault)

    def _hold(self, stop: threading.Event) -> None:
        while True:
            self._interrupt.clear()
            if self._is_closing:
                return
            try:
                self._reset()
                self._track.open(self._clock)
                self._fault, self._open_since_ns, self._opening_since_ns = None, self._clock.now_ns(), None
                while True:
                    item = self._track.recv(self._interrupt)
                    self._last_ns = self._clock.now_ns()
                    self._take_in(item)
            except TrackEnded:
                fault = None if self._interrupt.is_set() else Fault("E-108")
            except Fault as problem:
                fault = problem
            finally:
                self._open_since_ns = None
                self._track.close()
            if fault is not None:
                self._fault, self._opening_since_ns = fault, None
                self._clock.sleep_until(self._clock.now_ns() + REOPEN_EVERY_NS, self._interrupt)

    def _on_fault(self, name: str, problem: BaseException) -> None:
        log.error("thread died: %s", name, exc_info=problem)
        self._fault, self._open_since_ns, self._opening_since_ns = Fault("E-901"), None, None
