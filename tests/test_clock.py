"""The two clocks: the computer's, and the fast one that must move only when nobody has anything left to do."""

import random
import threading
from collections.abc import Callable

import pytest

from media.clock import NS, Clock, FastClock, SystemClock
from media.stage import Worker

WAIT_S = 20.0
"""for what must happen at once; reached only when it never would"""


def run_together(clock: Clock, *bodies: Callable[[threading.Event], None]) -> list[Worker]:
    """Start all while the clock is held, as a take does, and wait until they are through."""
    problems: list[BaseException] = []
    workers = [
        Worker(f"w{index}", body, clock, lambda _, problem: problems.append(problem))
        for index, body in enumerate(bodies)
    ]
    clock.hold()
    for worker in workers:
        worker.start()
    clock.release()
    for worker in workers:
        worker._thread.join(WAIT_S)
        assert not worker.is_alive(), "the clock stands still"
    assert problems == []
    return workers


def test_system_clock_waits_until_the_time() -> None:
    clock = SystemClock()
    at_ns = clock.now_ns() + 20_000_000
    assert clock.sleep_until(at_ns, threading.Event())
    assert clock.now_ns() >= at_ns


def test_system_clock_is_stopped_by_the_event() -> None:
    clock, stop, result = SystemClock(), threading.Event(), list[bool]()
    thread = threading.Thread(target=lambda: result.append(clock.sleep_until(clock.now_ns() + 3_600 * NS, stop)))
    thread.start()
    stop.set()
    thread.join(WAIT_S)
    assert result == [False]


@pytest.mark.parametrize("clock", [SystemClock(), FastClock()])
def test_a_time_that_has_passed_is_not_waited_for(clock: Clock) -> None:
    stop = threading.Event()
    assert clock.sleep_until(clock.now_ns(), stop)
    stop.set()
    assert not clock.sleep_until(clock.now_ns(), stop)


def test_fast_clock_starts_at_zero_and_keeps_wall_time_beside_it() -> None:
    clock = FastClock(wall_ns=1_000)

    def body(stop: threading.Event) -> None:
        clock.sleep_until(7, stop)

    run_together(clock, body)
    assert (clock.now_ns(), clock.wall_ns()) == (7, 1_007)


def test_fast_clock_wakes_sleepers_in_the_order_of_their_times() -> None:
    clock, woken = FastClock(), list[tuple[int, int]]()

    def sleeper(at_ns: int) -> Callable[[threading.Event], None]:
        def body(stop: threading.Event) -> None:
            clock.sleep_until(at_ns, stop)
            woken.append((at_ns, clock.now_ns()))

        return body

    times = random.Random(4).sample(range(1, 1_000), 30)
    run_together(clock, *map(sleeper, times))
    assert woken == [(at_ns, at_ns) for at_ns in sorted(times)]


def test_fast_clock_stands_still_while_somebody_works() -> None:
    """One sleeps for a long time, the other does many short things: none of them may come after the long sleep."""
    clock, seen = FastClock(), list[str]()

    def long_sleep(stop: threading.Event) -> None:
        clock.sleep_until(1_000, stop)
        seen.append("end")

    def busy(stop: threading.Event) -> None:
        for at_ns in range(10, 1_000, 10):
            clock.sleep_until(at_ns, stop)
            assert clock.now_ns() == at_ns
            seen.append("work")

    run_together(clock, long_sleep, busy)
    assert seen == ["work"] * 99 + ["end"]


def test_fast_clock_with_many_threads_never_runs_ahead() -> None:
    """Whoever wakes finds exactly the time they asked for, however many threads sleep in however many places."""
    clock, wrong, count = FastClock(), list[tuple[int, int]](), list[int]()

    def wanderer(seed: int) -> Callable[[threading.Event], None]:
        def body(stop: threading.Event) -> None:
            steps, at_ns = random.Random(seed), 0
            for _ in range(200):
                at_ns += steps.choice((0, 1, 1, 2, 40, 41))
                clock.sleep_until(at_ns, stop)
                if clock.now_ns() != at_ns:
                    wrong.append((at_ns, clock.now_ns()))
            count.append(seed)

        return body

    run_together(clock, *map(wanderer, range(12)))
    assert wrong == [] and sorted(count) == list(range(12))


class Asked(threading.Event):
    """Says when the clock, its lock held, has looked at it: whoever takes the lock next finds the sleeper asleep."""

    def __init__(self) -> None:
        super().__init__()
        self.was_asked = threading.Event()

    def is_set(self) -> bool:
        self.was_asked.set()
        return super().is_set()


def test_fast_clock_wakes_only_those_who_are_stopped() -> None:
    """Closing one thread must not let another believe that its time has come."""
    clock, results = FastClock(), dict[str, tuple[bool, int]]()
    asked = {"first": Asked(), "second": Asked()}

    def sleeper(name: str, at_ns: int) -> Worker:
        def body(stop: threading.Event) -> None:
            came = clock.sleep_until(at_ns, asked[name])
            results[name] = (came, clock.now_ns())

        return Worker(name, body, clock, lambda *_: None)

    first, second = sleeper("first", 100), sleeper("second", 200)
    clock.hold()
    first.start()
    second.start()
    assert all(event.was_asked.wait(WAIT_S) for event in asked.values())
    asked["second"].set()
    assert second.close(WAIT_S)
    assert results == {"second": (False, 0)}
    clock.release()
    first._thread.join(WAIT_S)
    assert results == {"second": (False, 0), "first": (True, 100)}


def test_fast_clock_does_not_miss_a_stop_before_the_sleep() -> None:
    clock, result = FastClock(), list[bool]()

    def body(stop: threading.Event) -> None:
        stop.wait(WAIT_S)
        result.append(clock.sleep_until(NS, stop))

    worker = Worker("stopped", body, clock, lambda *_: None)
    clock.hold()
    worker.start()
    assert worker.close(WAIT_S)
    assert (result, clock.now_ns()) == ([False], 0)


def test_fast_clock_moves_on_when_a_thread_dies() -> None:
    clock, problems, reached = FastClock(), list[BaseException](), list[int]()

    def dies(stop: threading.Event) -> None:
        clock.sleep_until(5, stop)
        raise ValueError("a mistake")

    def lives(stop: threading.Event) -> None:
        clock.sleep_until(50, stop)
        reached.append(clock.now_ns())

    workers = [
        Worker(body.__name__, body, clock, lambda _, problem: problems.append(problem)) for body in (dies, lives)
    ]
    clock.hold()
    for worker in workers:
        worker.start()
    clock.release()
    workers[1]._thread.join(WAIT_S)
    assert reached == [50]
    assert [type(problem) for problem in problems] == [ValueError]


def test_fast_clock_notices_a_release_too_many() -> None:
    clock = FastClock()
    clock.hold()
    clock.release()
    with pytest.raises(AssertionError, match="more often than held"):
        clock.release()
    clock.hold()
    clock.release()
