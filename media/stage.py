"""Every thread of the station starts here, and every queue between two threads is one of these.

`Worker` runs a body until it is told to stop; `Stage` works on queued items one by one; `Latest` works on the newest
item only. Each has a name, a depth, a policy when full, counters, and one way to report its death: `on_fault`, called
once, from the dying thread. Closing drains what is queued and may be done twice.

    camera ── Latest ──► faces            (newest wins, skipped are counted)
    picture ── Stage(OFFER) ──► encode    (full: the item is dropped and counted)
    microphone ── Stage(BLOCK) ──► encode (never dropped)
    mixer ── Stage(OLDEST) ──► speech     (full: the oldest goes, and `on_drop` tells)
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Generic, TypeVar

from media.clock import Clock

T = TypeVar("T")
OnFault = Callable[[str, BaseException], None]
log = logging.getLogger("stage")


class WhenFull(Enum):
    """What `Stage.put` does when the queue is full."""

    BLOCK = "block"
    """wait for a place: nothing is lost, the producer is held back"""
    OFFER = "offer"
    """drop the new item and count it"""
    OLDEST = "oldest"
    """drop the oldest item and count it"""


@dataclass(frozen=True, slots=True)
class Counters:
    """What went through a stage so far."""

    taken: int
    done: int
    dropped: int
    high_water: int


class Worker:
    """A named thread that runs `body(stop)` once; it should return soon after `stop` is set."""

    def __init__(self, name: str, body: Callable[[threading.Event], None], clock: Clock, on_fault: OnFault) -> None:
        self.name = name
        self._body = body
        self._clock = clock
        self._on_fault = on_fault
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._clock.hold()  # for the thread, before it runs
        self._thread.start()

    def ask_to_end(self) -> None:
        """Set the body's stop event and return at once: so that several workers can end together."""
        self._stop.set()
        self._clock.wake()

    def close(self, deadline_s: float = 5.0) -> bool:
        """Ask the body to end and wait; false when it missed the deadline (it is logged by name)."""
        self.ask_to_end()
        if self._thread.ident is None or self._thread is threading.current_thread():
            return True
        self._thread.join(deadline_s)
        if self._thread.is_alive():
            log.warning("thread missed its deadline: %s", self.name)
            return False
        return True

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._body(self._stop)
        except BaseException as problem:
            self._on_fault(self.name, problem)
        finally:
            self._clock.release()


class Stage(Generic[T]):
    """One consumer thread behind a bounded queue."""

    def __init__(
        self,
        name: str,
        work: Callable[[T], None],
        *,
        depth: int,
        clock: Clock,
        on_fault: OnFault,
        when_full: WhenFull = WhenFull.BLOCK,
        on_drop: Callable[[T], None] | None = None,
    ) -> None:
        assert depth > 0
        self.name = name
        self._work = work
        self._depth = depth
        self._clock = clock
        self._on_fault = on_fault
        self._when_full = when_full
        self._on_drop = on_drop
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._failure: BaseException | None = None
        self._failed_at: TracebackType | None = None
        self._taken = self._done = self._dropped = self._high_water = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, item: T) -> bool:
        """Hand over an item; false when it (or, with OLDEST, an older one) was dropped.

        Raises the stage's own failure when its thread has died: the cause, not its consequence.
        """
        with self._changed:
            self._check()
            while len(self._items) >= self._depth and self._when_full is WhenFull.BLOCK:
                self._changed.wait()
                self._check()
            is_full = len(self._items) >= self._depth
            dropped = item
            if is_full:
                self._dropped += 1
            if not is_full or self._when_full is WhenFull.OLDEST:
                if is_full:
                    dropped = self._items.popleft()  # its hold on the clock passes to the new item
                else:
                    self._clock.hold()
                self._items.append(item)
                self._taken += 1
                self._high_water = max(self._high_water, len(self._items))
                self._changed.notify_all()
        if is_full and self._on_drop is not None:
            self._on_drop(dropped)
        return not is_full

    @property
    def waiting(self) -> int:
        """Items queued and not yet begun."""
        return len(self._items)

    @property
    def counters(self) -> Counters:
        with self._changed:
            return Counters(self._taken, self._done, self._dropped, self._high_water)

    def close(self, deadline_s: float = 10.0) -> bool:
        """Work off what is queued, then end; false when the deadline was missed (logged by name)."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            if self._thread.ident is None:  # nobody will work on them, so they may not hold the clock
                self._let_go_of_items()
        if self._thread.ident is None or self._thread is threading.current_thread():
            return True
        self._thread.join(deadline_s)
        if self._thread.is_alive():
            log.warning("thread missed its deadline: %s", self.name)
            return False
        return True

    def _check(self) -> None:
        if self._failure is not None:
            # Without the reset each raise would lengthen the traceback, and keep the item of each caller alive.
            raise self._failure.with_traceback(self._failed_at)
        if self._closing:
            raise RuntimeError(f"stage {self.name} is closed")

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._items and not self._closing:
                    self._changed.wait()
                if not self._items:
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            try:
                self._work(item)
                with self._changed:
                    self._done += 1
            except BaseException as problem:
                self._die(problem)
                return
            finally:
                self._clock.release()  # last: whoever learns of a failure learns it at the moment it happened

    def _die(self, problem: BaseException) -> None:
        with self._changed:
            self._failure = problem
            self._failed_at = problem.__traceback__
            self._let_go_of_items()
            self._changed.notify_all()
        self._on_fault(self.name, problem)

    def _let_go_of_items(self) -> None:
        while self._items:
            self._items.popleft()
            self._clock.release()


class Latest(Generic[T]):
    """One consumer thread behind a single slot: a newer item replaces an unread one, which is counted."""

    def __init__(self, name: str, work: Callable[[T], None], *, clock: Clock, on_fault: OnFault) -> None:
        self._stage = Stage(name, work, depth=1, clock=clock, on_fault=on_fault, when_full=WhenFull.OLDEST)

    def start(self) -> None:
        self._stage.start()

    def put(self, item: T) -> None:
        self._stage.put(item)

    @property
    def counters(self) -> Counters:
        return self._stage.counters

    def close(self, deadline_s: float = 10.0) -> bool:
        return self._stage.close(deadline_s)
