"""Queues and threads: what is dropped and counted, who is told of a death; nothing hangs, no time moves too early."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest

from media.clock import NS, Clock, FastClock, SystemClock
from media.fault import Fault
from media.stage import Counters, Latest, Stage, WhenFull, Worker

WAIT_S = 20.0
"""for what must happen at once; reached only when it never would"""


class Gate:
    """Work that waits at each item until it is let on, so that a queue can be filled at leisure."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.begun = threading.Semaphore(0)
        self._may_go = threading.Semaphore(0)

    def work(self, item: object) -> None:
        self.begun.release()
        assert self._may_go.acquire(timeout=WAIT_S)
        self.done.append(item)

    def let_on(self, count: int = 1) -> None:
        self._may_go.release(count)


def unexpected(name: str, problem: BaseException) -> None:
    raise AssertionError(f"{name} died") from problem


def stage_of(
    work: Callable[[object], None],
    depth: int = 3,
    when_full: WhenFull = WhenFull.BLOCK,
    clock: Clock | None = None,
    on_fault: Callable[[str, BaseException], None] = unexpected,
    on_drop: Callable[[object], None] | None = None,
) -> Stage[object]:
    stage: Stage[object] = Stage(
        "made", work, depth=depth, clock=clock or SystemClock(), on_fault=on_fault, when_full=when_full, on_drop=on_drop
    )
    stage.start()
    return stage


def sleeping(clock: Clock, at_ns: int, woken: list[int]) -> Worker:
    def body(stop: threading.Event) -> None:
        clock.sleep_until(at_ns, stop)
        woken.append(clock.now_ns())

    return Worker("sleeper", body, clock, unexpected)


def in_thread(act: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def test_items_are_worked_on_in_order_and_counted() -> None:
    done: list[object] = []
    stage = stage_of(done.append, depth=1_000)
    assert all(stage.put(item) for item in range(500))
    assert stage.close(WAIT_S)
    assert done == list(range(500))
    counters = stage.counters
    assert (counters.taken, counters.done, counters.dropped) == (500, 500, 0)


def test_a_full_stage_holds_its_producer_back_and_loses_nothing() -> None:
    gate = Gate()
    stage = stage_of(gate.work, depth=2)
    producer = in_thread(lambda: [stage.put(item) for item in range(10)])
    assert gate.begun.acquire(timeout=WAIT_S)
    producer.join(0.05)
    assert producer.is_alive() and stage.waiting <= 2
    gate.let_on(10)
    producer.join(WAIT_S)
    assert stage.close(WAIT_S)
    assert gate.done == list(range(10))
    assert stage.counters == Counters(taken=10, done=10, dropped=0, high_water=2)


def test_an_offer_to_a_full_stage_is_dropped_and_counted() -> None:
    gate, dropped = Gate(), list[object]()
    stage = stage_of(gate.work, depth=2, when_full=WhenFull.OFFER, on_drop=dropped.append)
    assert stage.put(0) and gate.begun.acquire(timeout=WAIT_S)
    assert [stage.put(item) for item in range(1, 5)] == [True, True, False, False]
    gate.let_on(5)
    assert stage.close(WAIT_S)
    assert (gate.done, dropped) == ([0, 1, 2], [3, 4])
    assert stage.counters == Counters(taken=3, done=3, dropped=2, high_water=2)


def test_the_oldest_makes_room_and_is_told() -> None:
    gate, dropped = Gate(), list[object]()
    stage = stage_of(gate.work, depth=2, when_full=WhenFull.OLDEST, on_drop=dropped.append)
    assert stage.put(0) and gate.begun.acquire(timeout=WAIT_S)
    assert [stage.put(item) for item in range(1, 5)] == [True, True, False, False]
    gate.let_on(5)
    assert stage.close(WAIT_S)
    assert (gate.done, dropped) == ([0, 3, 4], [1, 2])
    assert stage.counters == Counters(taken=5, done=3, dropped=2, high_water=2)


@pytest.mark.parametrize("item", [None, "same"])
def test_the_same_item_twice_is_two_items(item: object) -> None:
    """Even the very same object, or None: dropping the older one must not lose the newer."""
    gate = Gate()
    stage = stage_of(gate.work, depth=1, when_full=WhenFull.OLDEST, clock=FastClock())
    stage.put("first")
    assert gate.begun.acquire(timeout=WAIT_S)
    assert [stage.put(item), stage.put(item)] == [True, False]
    gate.let_on(3)
    assert stage.close(WAIT_S)
    assert gate.done == ["first", item]


def test_the_latest_wins_and_the_skipped_are_counted() -> None:
    gate = Gate()
    latest: Latest[object] = Latest("eyes", gate.work, clock=SystemClock(), on_fault=unexpected)
    latest.start()
    latest.put(0)
    assert gate.begun.acquire(timeout=WAIT_S)
    for item in range(1, 10):
        latest.put(item)
    gate.let_on(2)
    assert latest.close(WAIT_S)
    assert gate.done == [0, 9]
    assert (latest.counters.taken, latest.counters.dropped) == (10, 8)


def test_failing_work_is_told_once_and_the_producer_learns_the_cause() -> None:
    problems: list[tuple[str, BaseException]] = []
    told = threading.Event()

    def on_fault(name: str, problem: BaseException) -> None:
        problems.append((name, problem))
        told.set()

    def work(item: object) -> None:
        raise Fault("E-901")

    stage = stage_of(work, on_fault=on_fault)
    stage.put(1)
    assert told.wait(WAIT_S)
    for _ in range(3):
        with pytest.raises(Fault, match="E-901"):
            stage.put(2)
    assert stage.close(WAIT_S) and stage.close(WAIT_S)
    assert [(name, str(problem)) for name, problem in problems] == [("made", "E-901")]
    assert stage.counters.done == 0


def test_a_dead_stage_frees_a_producer_that_waits() -> None:
    gate, problems = Gate(), list[BaseException]()

    def work(item: object) -> None:
        gate.work(item)
        raise Fault("E-901")

    stage = stage_of(work, depth=1, on_fault=lambda _, problem: problems.append(problem))
    learned: list[str] = []

    def produce() -> None:
        try:
            for item in range(10):
                stage.put(item)
        except Fault as fault:
            learned.append(fault.code)

    producer = in_thread(produce)
    assert gate.begun.acquire(timeout=WAIT_S)
    gate.let_on()
    producer.join(WAIT_S)
    assert learned == ["E-901"]
    assert stage.close(WAIT_S)


def test_a_dead_stage_keeps_nothing_of_those_who_still_put() -> None:
    """A camera that goes on offering pictures to a dead detector must not fill the memory with them."""

    class Picture:
        pass

    told = threading.Event()

    def work(item: object) -> None:
        raise ValueError("a mistake")

    stage = stage_of(work, on_fault=lambda *_: told.set())
    stage.put(Picture())
    assert told.wait(WAIT_S)
    pictures = []

    def offer() -> None:
        picture = Picture()
        pictures.append(weakref.ref(picture))
        with pytest.raises(ValueError, match="a mistake"):
            stage.put(picture)

    for _ in range(5):
        offer()
    gc.collect()
    assert [picture() for picture in pictures[:-1]] == [None] * 4


def test_closing_works_off_what_is_queued() -> None:
    gate = Gate()
    stage = stage_of(gate.work, depth=10)
    for item in range(5):
        stage.put(item)
    gate.let_on(5)
    assert stage.close(WAIT_S) and stage.close(WAIT_S)
    assert gate.done == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError, match="closed"):
        stage.put(5)


def test_closing_frees_a_producer_that_waits() -> None:
    gate, queued, told = Gate(), list[object](), list[str]()
    stage = stage_of(gate.work, depth=1)

    def produce() -> None:
        try:
            for item in range(3):
                stage.put(item)
                queued.append(item)
        except RuntimeError as problem:
            told.append(str(problem))

    producer = in_thread(produce)
    assert gate.begun.acquire(timeout=WAIT_S)
    closer = in_thread(lambda: stage.close(WAIT_S))
    producer.join(WAIT_S)
    assert not producer.is_alive(), "still waiting for a place"
    gate.let_on(3)
    closer.join(WAIT_S)
    assert not closer.is_alive()
    assert told == ["stage made is closed"]
    assert gate.done == queued


def test_a_missed_deadline_is_logged_by_name(expect_log: Callable[[str], None]) -> None:
    expect_log("WARNING stage: thread missed its deadline: made")
    expect_log("WARNING stage: thread missed its deadline: stubborn")
    gate = Gate()
    stage = stage_of(gate.work)
    stage.put(1)
    assert not stage.close(0.01)
    let_go = threading.Event()

    def body(stop: threading.Event) -> None:
        let_go.wait(WAIT_S)

    worker = Worker("stubborn", body, SystemClock(), unexpected)
    worker.start()
    assert not worker.close(0.01)
    let_go.set()
    gate.let_on()
    assert worker.close(WAIT_S) and stage.close(WAIT_S)


def test_closing_from_its_own_thread_does_not_hang() -> None:
    closed: list[bool] = []
    stage = stage_of(lambda item: closed.append(stage.close(WAIT_S)))
    stage.put(1)
    assert stage.close(WAIT_S)
    worker = Worker("own", lambda stop: closed.append(worker.close(WAIT_S)), SystemClock(), unexpected)
    worker.start()
    assert worker.close(WAIT_S)
    assert closed == [True, True]


def test_what_was_never_started_can_be_closed() -> None:
    stage: Stage[int] = Stage("idle", lambda item: None, depth=1, clock=SystemClock(), on_fault=unexpected)
    assert stage.close() and stage.close()
    worker = Worker("idle", lambda stop: None, SystemClock(), unexpected)
    assert worker.close() and not worker.is_alive()


def test_several_workers_can_be_asked_to_end_together() -> None:
    clock = FastClock()
    workers = [sleeping(clock, NS, []) for _ in range(3)]
    clock.hold()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.ask_to_end()
    assert all(worker.close(WAIT_S) for worker in workers)
    assert clock.now_ns() == 0


# On a fast clock: what waits in a queue holds time still.


def beating(clock: Clock, put: Callable[[int], object], count: int, step_ns: int = 10) -> Worker:
    """A source that puts the time of each beat."""

    def body(stop: threading.Event) -> None:
        for beat in range(1, count + 1):
            clock.sleep_until(beat * step_ns, stop)
            put(beat * step_ns)

    return Worker("source", body, clock, unexpected)


@pytest.mark.parametrize("when_full", list(WhenFull))
def test_fast_time_waits_for_the_queue(when_full: WhenFull) -> None:
    """Each item is worked on at the moment it was put, and so nothing is ever dropped."""
    clock, seen = FastClock(), list[tuple[object, int]]()
    stage = stage_of(lambda item: seen.append((item, clock.now_ns())), depth=1, when_full=when_full, clock=clock)
    source = beating(clock, stage.put, 300)
    source.start()
    source._thread.join(WAIT_S)
    assert stage.close(WAIT_S)
    assert seen == [(beat * 10, beat * 10) for beat in range(1, 301)]
    assert stage.counters.dropped == 0


def test_fast_time_waits_for_a_chain_of_stages() -> None:
    clock, seen = FastClock(), list[tuple[object, int]]()
    last = stage_of(lambda item: seen.append((item, clock.now_ns())), clock=clock)

    def pass_on(item: object) -> None:
        last.put(item)

    first = stage_of(pass_on, clock=clock)
    eyes: Latest[object] = Latest(
        "eyes", lambda item: seen.append((item, clock.now_ns())), clock=clock, on_fault=unexpected
    )
    eyes.start()

    def put(item: int) -> None:
        first.put(item)
        eyes.put(item)

    source = beating(clock, put, 200)
    source.start()
    source._thread.join(WAIT_S)
    assert first.close(WAIT_S) and last.close(WAIT_S) and eyes.close(WAIT_S)
    assert sorted(seen, key=str) == sorted([(beat * 10, beat * 10) for beat in range(1, 201)] * 2, key=str)


def test_an_item_that_takes_an_older_ones_place_keeps_time_still() -> None:
    """Put from a thread that does not hold the clock: at no instant may the queue let go of it."""
    clock, woken = FastClock(), list[int]()
    gate = Gate()
    latest: Latest[object] = Latest("eyes", gate.work, clock=clock, on_fault=unexpected)
    latest.put("old")
    sleeper = sleeping(clock, 9, woken)
    sleeper.start()
    for item in range(100):
        latest.put(item)
        assert clock.now_ns() == 0
    latest.start()
    gate.let_on()
    sleeper._thread.join(WAIT_S)
    assert latest.close(WAIT_S)
    assert (woken, gate.done) == ([9], [99])


def test_a_failure_is_told_at_the_moment_it_happened() -> None:
    clock, told = FastClock(), list[tuple[str, int]]()

    def fails(item: object) -> None:
        raise Fault("E-901")

    stage = stage_of(fails, clock=clock, on_fault=lambda name, _: told.append((name, clock.now_ns())))
    later = sleeping(clock, 50, [])
    source = beating(clock, stage.put, 1)
    clock.hold()
    later.start()
    source.start()
    clock.release()
    later._thread.join(WAIT_S)
    assert told == [("made", 10)]
    assert clock.now_ns() == 50


def test_a_dead_stage_does_not_hold_time() -> None:
    clock, gate = FastClock(), Gate()

    def work(item: object) -> None:
        gate.work(item)
        raise Fault("E-901")

    stage = stage_of(work, depth=5, clock=clock, on_fault=lambda *_: None)
    for item in range(4):
        stage.put(item)
    gate.let_on()
    source = beating(clock, lambda at_ns: None, 3)
    source.start()
    source._thread.join(WAIT_S)
    assert not source.is_alive() and clock.now_ns() == 30
    assert stage.close(WAIT_S)


def test_a_stage_closed_before_it_ran_does_not_hold_time() -> None:
    clock = FastClock()
    stage: Stage[int] = Stage("idle", lambda item: None, depth=5, clock=clock, on_fault=unexpected)
    stage.put(1)
    stage.put(2)
    assert stage.close(WAIT_S)
    source = beating(clock, lambda at_ns: None, 3)
    source.start()
    source._thread.join(WAIT_S)
    assert not source.is_alive() and clock.now_ns() == 30
