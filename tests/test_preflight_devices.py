"""Devices that hang, come late, cannot be had or come back, and what is promised of opening and closing them."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.faults import Fault, sentence
from app.session.preflight import CheckId, CheckState, Limits, PreflightView
from app.session.take import Sources
from media.clock import NS, SystemClock
from media.synthetic import Faults, NoiseMicrophone, TestPicture
from media.track import VideoFrame
from tests.preflight_parts import ROOM_DBFS, Running, running, sources


def state(view: PreflightView, check: CheckId) -> CheckState:
    return view.check(check).state


class Stuck(TestPicture):
    """A camera whose driver does not return from `open` before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.returns = threading.Event()
        self.closed = threading.Event()

    def open(self, clock: object) -> None:
        assert self.returns.wait(60)
        super().open(clock)  # type: ignore[arg-type]

    def close(self) -> None:
        super().close()
        self.closed.set()


def test_camera_that_hangs_is_told_and_left_behind(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("thread missed its deadline: preflight camera 0")
    camera, clock = Stuck(), SystemClock()
    try:
        with running(tmp_path, sources(camera), clock=clock, limits=Limits(hang_ns=NS // 2)) as it:
            check = it.until_code(CheckId.CAMERA, "hangs")
            assert check.fault is not None and check.fault.code == "E-132" and "?" not in sentence(check.fault)
            assert state(it.settled(), CheckId.MICROPHONE_COUNTER) is CheckState.PASSED
            begin_ns = clock.now_ns()
            assert it.preflight.close() is False and clock.now_ns() - begin_ns < 2.3 * NS
            camera.returns.set()
            assert camera.closed.wait(5), "its own thread lets it go as soon as it can"
            leave(it)
    finally:
        camera.returns.set()


def leave(it: Running) -> None:
    """Wait for the threads that were left behind."""
    for thread in threading.enumerate():
        if thread.name.startswith("preflight"):
            thread.join(5)


def test_camera_that_opens_late_is_taken_up(tmp_path: Path) -> None:
    camera = Stuck()
    with running(tmp_path, sources(camera), clock=SystemClock(), limits=Limits(hang_ns=NS // 5)) as it:
        it.until_code(CheckId.CAMERA, "hangs")
        camera.returns.set()
        it.until_code(CheckId.CAMERA, "ready")


def test_sources_that_hang_are_told(tmp_path: Path) -> None:
    returns = threading.Event()

    def make() -> Sources:
        assert returns.wait(60)
        return sources()()

    with running(tmp_path, make, clock=SystemClock(), limits=Limits(hang_ns=NS // 5)) as it:
        view = it.until(lambda view: view.check(CheckId.CAMERA).code == "hangs")
        assert view.check(CheckId.MICROPHONE_COUNTER).code == "hangs"
        returns.set()
        it.until(lambda view: view.may_start)


@pytest.mark.parametrize(
    ("fault", "blamed", "spared"),
    [
        (Fault("E-101", camera="7"), CheckId.CAMERA, CheckId.MICROPHONE_COUNTER),
        (Fault("E-120", microphone="USB"), CheckId.MICROPHONE_COUNTER, CheckId.CAMERA),
        (Fault("E-126", speaker="HDMI"), CheckId.SPEAKER, CheckId.CAMERA),
    ],
)
def test_sources_that_cannot_be_had_are_told_and_tried_again(
    tmp_path: Path, fault: Fault, blamed: CheckId, spared: CheckId
) -> None:
    tries: list[int] = []

    def make() -> Sources:
        tries.append(1)
        if len(tries) < 4:
            raise fault
        return sources()()

    with running(tmp_path, make) as it:
        view = it.until(lambda view: view.check(blamed).code == "missing")
        assert view.check(spared).code == "not_opened" and not view.may_start and spared in view.blocking
        assert view.check(blamed).facts["fault"] == fault.code
        it.until(lambda view: view.may_start and len(tries) == 4)


def test_repeating_uses_tracks_that_were_never_used(tmp_path: Path) -> None:
    made: list[TestPicture] = []
    let_go: list[Sources] = []

    class Once(TestPicture):
        """A track that may be opened once."""

        def recv(self, stop: threading.Event) -> VideoFrame:
            assert self in made[-1:], "read after its run was over"
            return super().recv(stop)

    def make() -> Sources:
        made.append(Once())
        return sources(made[-1])()

    with running(tmp_path, make, let_go=let_go.append) as it:
        it.until(lambda view: view.may_start)
        it.preflight.repeat()
        it.until(lambda view: len(made) == 2 and view.may_start)
        assert [one.cameras[0] for one in let_go] == made[:1]
        assert it.preflight.close() and it.preflight.close()
    assert [one.cameras[0] for one in let_go] == made and len(made) == 2


def test_retry_of_one_device_leaves_the_others_alone(tmp_path: Path) -> None:
    opened: list[str] = []

    class Counted(TestPicture):
        def open(self, clock: object) -> None:
            opened.append("camera")
            super().open(clock)  # type: ignore[arg-type]

    class CountedMicrophone(NoiseMicrophone):
        def open(self, clock: object) -> None:
            opened.append("microphone")
            super().open(clock)  # type: ignore[arg-type]

    with running(tmp_path, sources(Counted(), CountedMicrophone(ROOM_DBFS))) as it:
        it.until(lambda view: view.may_start)
        it.preflight.repeat(CheckId.CAMERA)
        it.until(lambda view: opened.count("camera") == 2 and view.may_start)
    assert sorted(opened) == ["camera", "camera", "microphone"]


def test_retry_of_a_missing_microphone_takes_fresh_tracks(tmp_path: Path) -> None:
    """Since sound devices that came later are found only when everything is looked for again."""
    tries: list[int] = []

    def make() -> Sources:
        tries.append(1)
        return sources(counter=NoiseMicrophone(ROOM_DBFS, faults=Faults(lose_at=0 if len(tries) == 1 else None)))()

    with running(tmp_path, make) as it:
        it.until_code(CheckId.MICROPHONE_COUNTER, "missing")
        it.preflight.repeat(CheckId.MICROPHONE_COUNTER)
        it.until(lambda view: view.may_start and len(tries) == 2)


def test_tracks_are_never_made_while_others_are_open(tmp_path: Path) -> None:
    camera, made = Stuck(), list[int]()

    def make() -> Sources:
        made.append(1)
        return sources(camera if len(made) == 1 else None)()

    with running(tmp_path, make, clock=SystemClock(), limits=Limits(hang_ns=NS // 5)) as it:
        hangs = it.until(lambda view: view.is_settled and view.check(CheckId.CAMERA).code == "hangs")
        it.preflight.repeat()
        it.until(lambda view: view.check(CheckId.MICROPHONE_COUNTER).code == "opening", after=hangs)
        assert len(made) == 1
        camera.returns.set()
        it.until(lambda view: view.may_start)
        assert len(made) == 2 and camera.closed.is_set()


def test_close_before_the_start_and_twice_is_no_trouble(tmp_path: Path) -> None:
    with running(tmp_path, sources()) as it:
        it.until(lambda view: view.may_start)
        assert it.preflight.close() and it.preflight.close()
        assert it.preflight.pixels(64, 36) is None


def test_devices_are_free_for_the_take(tmp_path: Path) -> None:
    camera = TestPicture()
    with running(tmp_path, sources(camera)) as it:
        it.until(lambda view: view.may_start)
    stop = threading.Event()
    camera.open(SystemClock())
    assert camera.recv(stop).width == 1280
