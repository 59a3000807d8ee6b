"""One clock for a take: monotonic nanoseconds that drive everything, and the wall time they are compared with.

Two clocks with the same logic. `SystemClock` is the computer's. `FastClock` is for `--fast`: its time stands still
while anybody works and jumps to the next moment anybody waits for, so that a take of an hour is made as fast as the
machine can, through the very same threads and queues.

The rule that makes `FastClock` right: whoever may still do something at the present moment *holds* the clock.
A thread started by `media.stage` holds it while it runs and lets go inside `sleep_until`; an item waiting in a `Stage`
or a `Latest` holds it until it has been worked on. Nothing holds: nothing can happen now, so time may move.
"""

import heapq
import itertools
import threading
import time
from typing import Protocol

NS = 1_000_000_000


class Clock(Protocol):
    """Monotonic time in nanoseconds, wall time in nanoseconds since 1970 (UTC), and waiting."""

    def now_ns(self) -> int: ...

    def wall_ns(self) -> int: ...

    def sleep_until(self, at_ns: int, stop: threading.Event) -> bool:
        """Wait until `at_ns` or until `stop` is set; true when the time came, false when stopped."""
        ...

    def wake(self) -> None:
        """Let every sleeper whose stop event is set return now; the others sleep on."""
        ...

    def hold(self) -> None: ...

    def release(self) -> None: ...


class SystemClock:
    """The computer's own time."""

    def now_ns(self) -> int:
        return time.perf_counter_ns()  # not monotonic_ns: before Python 3.13 that ticks in 16 ms steps on Windows

    def wall_ns(self) -> int:
        return time.time_ns()

    def sleep_until(self, at_ns: int, stop: threading.Event) -> bool:
        while (remaining_ns := at_ns - self.now_ns()) > 0:
            if stop.wait(remaining_ns / NS):
                return False
        return not stop.is_set()

    def wake(self) -> None:
        pass

    def hold(self) -> None:
        pass

    def release(self) -> None:
        pass


class FastClock:
    """Time that moves only when nobody has anything left to do at the present moment."""

    def __init__(self, wall_ns: int | None = None) -> None:
        self._now_ns = 0
        self._wall_ns = time.time_ns() if wall_ns is None else wall_ns
        self._holds = 0
        self._order = itertools.count()
        self._sleepers: list[tuple[int, int, threading.Event, threading.Event]] = []
        """when, in which order they came, the sleeper's own alarm, and what may stop it early"""
        self._lock = threading.Lock()

    def now_ns(self) -> int:
        return self._now_ns

    def wall_ns(self) -> int:
        return self._wall_ns + self._now_ns

    def hold(self) -> None:
        with self._lock:
            self._holds += 1

    def release(self) -> None:
        with self._lock:
            self._let_go()

    def sleep_until(self, at_ns: int, stop: threading.Event) -> bool:
        """As `Clock.sleep_until`; the calling thread must hold the clock, and holds it again afterwards."""
        with self._lock:
            if at_ns <= self._now_ns or stop.is_set():
                return not stop.is_set()
            woken = threading.Event()
            heapq.heappush(self._sleepers, (at_ns, next(self._order), woken, stop))
            self._let_go()
        woken.wait()
        return not stop.is_set()

    def wake(self) -> None:
        with self._lock:
            asleep = []
            for sleeper in self._sleepers:
                if sleeper[3].is_set():
                    self._rouse(sleeper[2])
                else:
                    asleep.append(sleeper)
            heapq.heapify(asleep)
            self._sleepers = asleep

    def _let_go(self) -> None:
        assert self._holds > 0, "the clock was released more often than held"
        self._holds -= 1
        if self._holds == 0 and self._sleepers:
            self._now_ns = max(self._now_ns, self._sleepers[0][0])
            while self._sleepers and self._sleepers[0][0] <= self._now_ns:
                self._rouse(heapq.heappop(self._sleepers)[2])

    def _rouse(self, woken: threading.Event) -> None:
        self._holds += 1  # on behalf of the sleeper, before it runs: nobody may slip in between
        woken.set()
