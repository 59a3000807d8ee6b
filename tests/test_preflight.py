"""Pre-flight as a whole: real devices made of code, real detectors, and what it says of each trouble."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault, sentence
from app.place import PlaceState, PlaceVerdict
from app.session.preflight import (
    HARD,
    Action,
    CheckId,
    CheckState,
    DeviceNames,
    Limits,
    PreflightView,
)
from app.session.take import Sources
from app.settings import Place
from media.clock import NS, FastClock, SystemClock
from media.faces import FaceFinder
from media.picture import Layout
from media.planes import Pixels, split
from media.synthetic import Faults, NoiseMicrophone, SilentMicrophone, TestPicture, VirtualCustomer
from media.track import Samples
from media.virtual_counter import CounterCamera, Happenings
from media.voice import CUSTOMER_VOICE, Voice
from tests.preflight_parts import ROOM_DBFS, running, sources

MORNING_NS = int(datetime(2026, 6, 1, 9).timestamp()) * NS
Speak = Callable[[str], Samples]


@pytest.fixture(scope="module")
def speak() -> Iterator[Speak]:
    with Voice(None, CUSTOMER_VOICE) as voice:
        yield lambda text: voice.render(text, 3.6).samples


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with Voice(None) as voice:
        yield voice


def state(view: PreflightView, check: CheckId) -> CheckState:
    return view.check(check).state


# ------------------------------------------------------------------ the whole of it


def test_virtual_counter_of_demo_and_practice_passes(tmp_path: Path, voice: Voice) -> None:
    with running(tmp_path, sources(CounterCamera()), voice=voice) as it:
        view = it.until(lambda view: view.is_settled and view.may_start)
        now = it.preflight.view()
    assert {check.id: check.state for check in view.checks if check.is_hard} == {
        CheckId.CAMERA: CheckState.PASSED,
        CheckId.MICROPHONE_COUNTER: CheckState.PASSED,
        CheckId.MICROPHONE_CUSTOMER: CheckState.PASSED,
        CheckId.CLOCK: CheckState.NOT_CHECKED,
        CheckId.PLACE: CheckState.NOT_CHECKED,
        CheckId.DISK: CheckState.PASSED,
        CheckId.VAULT: CheckState.NOT_CHECKED,
    }
    assert view.check(CheckId.PERSONS).facts == {"customer": 1, "clerk": 1, "others": 0}
    assert sorted(face.who for face in now.faces) == ["clerk", "customer"]
    left = next(face for face in now.faces if face.who == "customer")
    assert 0 < left.x < 0.5 and 0 < left.y < 1 and 0 < left.width < 0.5
    assert view.check(CheckId.NOISE).code == "quiet" and state(view, CheckId.LIGHT) is CheckState.PASSED
    assert view.check(CheckId.MODELS).facts == {"faces": "ready", "speech": "test_only", "voice": "ready"}
    assert view.needs_people == (CheckId.SPEECH,) and view.check(CheckId.SPEAKER).code == "no_speaker"
    assert view.chance.percent is None and view.blocking == () and [check.id for check in view.checks] == list(CheckId)
    assert json.loads(json.dumps(view.as_json()))["checks"]["camera"] == "passed: ready"


def test_everything_is_decided_soon_in_real_time(tmp_path: Path, voice: Voice) -> None:
    """Within 3 s on a free machine (measured 1.9 s); 5 s is what may never be exceeded."""
    with FaceFinder():  # as in a station that has been running: the first import of the detector takes seconds
        pass
    with running(tmp_path, sources(), clock=SystemClock(), voice=voice) as it:
        view = it.settled()
        pixels, levels = it.preflight.pixels(640, 360), it.preflight.view().levels
    assert view.elapsed_ns < 5 * NS
    assert pixels is not None and pixels.bgra.shape == (360, 640, 4) and pixels.bgra.std() > 20
    assert levels.counter is not None and levels.customer is not None
    assert abs(levels.counter.rms_dbfs - ROOM_DBFS) < 2 and not levels.counter.is_voice
    assert levels.counter.rms_dbfs < levels.counter.peak_dbfs < -40


def test_before_the_start_nothing_is_known_and_nothing_may_begin(tmp_path: Path) -> None:
    with running(tmp_path, sources()) as it:
        first = it.until(lambda view: True)
    assert not first.may_start and CheckId.CAMERA in first.blocking
    assert CheckState.PASSED not in {state(first, check) for check in HARD - {CheckId.DISK}}


def test_nothing_touches_the_disk(tmp_path: Path, voice: Voice) -> None:
    (tmp_path / "takes").mkdir()
    with running(tmp_path, sources(CounterCamera()), voice=voice) as it:
        it.settled()
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "takes"]


def test_state_is_pushed_when_it_changes_and_figures_are_not(tmp_path: Path) -> None:
    with running(tmp_path, sources(CounterCamera())) as it:
        it.settled()
        told = len(it.watcher.views)
        it.preflight.repeat(CheckId.SPEECH)  # something to wait for, four seconds of the clock later
        it.until_code(CheckId.SPEECH, "not_heard")
    between = [view for view in it.watcher.views[told:] if view.check(CheckId.SPEECH).code != "listening"]
    assert len(between) <= 2
    pushed = [view.news for view in it.watcher.views]
    assert all(one != other for one, other in pairwise(pushed))


# ------------------------------------------------------------------ the camera


@pytest.mark.parametrize(
    ("faults", "code", "fault"),
    [
        (Faults(black_at=0), "black", "E-135"),
        (Faults(freeze_at=0), "frozen", "E-135"),
        (Faults(lose_at=0), "missing", "E-101"),
        (Faults(lose_at=3), "missing", "E-102"),
        (Faults(stall_at=0, stall_s=600), "stalled", "E-102"),
    ],
)
def test_camera_trouble_is_named_and_holds_up_the_start(tmp_path: Path, faults: Faults, code: str, fault: str) -> None:
    with running(tmp_path, sources(TestPicture(faults=faults))) as it:
        check = it.until_code(CheckId.CAMERA, code)
        view = it.until(lambda view: view.is_settled and view.check(CheckId.CAMERA).code == code)
    assert check.state is CheckState.FAILED and check.is_hard and check.facts["fault"] == fault
    assert CheckId.CAMERA in view.blocking and not view.may_start
    assert check.fault is not None and "{" not in sentence(check.fault) and "?" not in sentence(check.fault)
    if code != "frozen":
        assert state(view, CheckId.LIGHT) is CheckState.NOT_CHECKED
        assert state(view, CheckId.PERSONS) is CheckState.NOT_CHECKED


def test_covered_lens_is_named(tmp_path: Path) -> None:
    camera = CounterCamera(happenings=Happenings(covered_at=0))
    with running(tmp_path, sources(camera)) as it:
        assert it.until_code(CheckId.CAMERA, "covered").action is Action.RETRY


def test_camera_that_is_plugged_in_again_is_taken_up_by_itself(tmp_path: Path) -> None:
    with running(tmp_path, sources(TestPicture(faults=Faults(lose_at=3, back_at=6)))) as it:
        ready = it.until(lambda view: view.may_start)
        lost = it.until(lambda view: view.check(CheckId.CAMERA).code == "missing", after=ready)
        assert it.until(lambda view: view.may_start, after=lost).check(CheckId.CAMERA).code == "ready"


@pytest.mark.parametrize(
    ("camera", "code"),
    [(TestPicture(640, 360), "small"), (TestPicture(640, 480), "small"), (TestPicture(fps=5), "slow")],
)
def test_poor_camera_is_a_warning(tmp_path: Path, camera: TestPicture, code: str) -> None:
    with running(tmp_path, sources(camera)) as it:
        check = it.until_code(CheckId.CAMERA, code)
        assert check.state is CheckState.WARNING and it.until(lambda view: view.may_start)
        pixels = it.preflight.pixels(320, 180)
    assert pixels is None or pixels.bgra.shape == (180, 320, 4)


def test_virtual_camera_is_refused_by_its_name(tmp_path: Path) -> None:
    names = DeviceNames(("OBS Virtual Camera",), "Microphone")
    with running(tmp_path, sources(), names=lambda: names) as it:
        check = it.until_code(CheckId.CAMERA, "virtual")
    assert check.is_hard and check.fault is not None and "OBS Virtual Camera" in sentence(check.fault)


@pytest.mark.parametrize(
    ("happens", "companions", "code"),
    [
        (Happenings(customer_leaves_at=0), 0, "customer_absent"),
        (Happenings(clerk_leaves_at=0), 0, "clerk_absent"),
        (Happenings(customer_leaves_at=0, clerk_leaves_at=0), 0, "nobody"),
        (Happenings(stranger_at=0), 0, "too_many"),
        (Happenings(stranger_at=0), 1, "complete"),
    ],
)
def test_persons_are_counted(tmp_path: Path, happens: Happenings, companions: int, code: str) -> None:
    camera, limits = CounterCamera(happenings=happens), Limits(companions=companions)
    with running(tmp_path, sources(camera), limits=limits) as it:
        view = it.settled()
    assert view.check(CheckId.PERSONS).code == code and view.may_start, "nobody is turned away for it"


class Dim(CounterCamera):
    """The counter in the last light of the day."""

    def _draw(self, n: int, elapsed_s: float) -> Pixels:
        picture = super()._draw(n, elapsed_s)
        y = split(picture)[0]
        y[:] = (y * 0.3).astype(np.uint8) + 11
        return picture


def test_dark_counter_holds_up_the_start_until_a_supervisor_lets_it_pass(tmp_path: Path) -> None:
    with running(tmp_path, sources(Dim())) as it:
        view = it.until(lambda view: view.check(CheckId.LIGHT).code == "too_dark" and view.is_settled)
        assert view.blocking == (CheckId.LIGHT,)
        for check, reason in ((CheckId.LIGHT, " "), (CheckId.DISK, "大盘"), (CheckId.PERSONS, "一个人")):
            with pytest.raises(Fault, match="E-134"):
                it.preflight.override(check, reason)
        it.preflight.override(CheckId.LIGHT, "停电，客户要求今天办", by="0007")
        view = it.until(lambda view: view.may_start)
    assert [(one.check, one.code, one.by) for one in view.overrides] == [(CheckId.LIGHT, "too_dark", "0007")]
    assert view.as_json()["overrides"][0]["reason"] == "停电，客户要求今天办"


def test_two_cameras_are_shown_as_the_take_would_hold_them(tmp_path: Path) -> None:
    lost = TestPicture(faults=Faults(lose_at=0))
    make = lambda: Sources((TestPicture(), lost), NoiseMicrophone(ROOM_DBFS), None, Layout.SIDE_BY_SIDE)  # noqa: E731
    with running(tmp_path, make, clock=SystemClock()) as it:
        check = it.until_code(CheckId.CAMERA, "missing")
        view = it.settled()
        pixels = it.preflight.pixels(640, 360)
    assert check.facts["index"] == 1 and view.check(CheckId.MICROPHONE_CUSTOMER).code == "shared"
    assert pixels is not None
    left, right = pixels.bgra[100:200, 40:280, :3], pixels.bgra[40:100, 340:620, :3]
    assert left.std() > 20 > right.std(), "the lost one is a slate"


# ------------------------------------------------------------------ microphones and noise


@pytest.mark.parametrize(
    ("microphone", "code", "fault"),
    [
        (SilentMicrophone(), "silent", "E-136"),
        (NoiseMicrophone(ROOM_DBFS, faults=Faults(black_at=0)), "silent", "E-136"),
        (NoiseMicrophone(ROOM_DBFS, faults=Faults(lose_at=0)), "missing", "E-120"),
        (NoiseMicrophone(ROOM_DBFS, faults=Faults(lose_at=2)), "missing", "E-121"),
        (NoiseMicrophone(ROOM_DBFS, faults=Faults(stall_at=0, stall_s=600)), "stalled", "E-141"),
    ],
)
def test_microphone_trouble_is_named_and_holds_up_the_start(
    tmp_path: Path, microphone: NoiseMicrophone, code: str, fault: str
) -> None:
    with running(tmp_path, sources(counter=microphone)) as it:
        check = it.until_code(CheckId.MICROPHONE_COUNTER, code)
        view = it.until(lambda view: view.is_settled and view.check(CheckId.MICROPHONE_COUNTER).code == code)
    assert check.is_hard and view.blocking == (CheckId.MICROPHONE_COUNTER,)
    assert check.fault is not None and check.fault.code == fault and "?" not in sentence(check.fault)
    assert state(view, CheckId.MICROPHONE_CUSTOMER) is CheckState.PASSED, "the other one is not blamed"


def test_microphone_that_is_plugged_in_again_is_taken_up_by_itself(tmp_path: Path) -> None:
    customer = VirtualCustomer(faults=Faults(lose_at=2, back_at=5))
    with running(tmp_path, sources(customer=customer)) as it:
        lost = it.until(lambda view: view.check(CheckId.MICROPHONE_CUSTOMER).code == "missing")
        assert it.until(lambda view: view.may_start, after=lost).check(CheckId.MICROPHONE_CUSTOMER).code == "ready"


def test_overdriven_microphone_is_told(tmp_path: Path) -> None:
    with running(tmp_path, sources(counter=NoiseMicrophone(-6.0))) as it:
        check = it.until_code(CheckId.MICROPHONE_COUNTER, "clipped")
    assert check.state is CheckState.WARNING and check.facts["clipped_permille"] > 10


def test_faint_voice_is_told(tmp_path: Path, speak: Speak) -> None:
    customer = VirtualCustomer(room_dbfs=-70)
    faint = (speak("今天下午我去银行存了一点钱，顺便问了一下理财产品。") * 0.12).astype(np.int16)
    with running(tmp_path, sources(customer=customer), reacts=once_settled(lambda: customer.say(faint, 0))) as it:
        check = it.until_code(CheckId.MICROPHONE_CUSTOMER, "too_quiet")
    assert check.facts["speech_dbfs"] < -30


@pytest.mark.parametrize(("dbfs", "code"), [(-44.0, "fan"), (-30.0, "loud_fan")])
def test_noise_is_named(tmp_path: Path, dbfs: float, code: str) -> None:
    with running(tmp_path, sources(customer=VirtualCustomer(room_dbfs=dbfs))) as it:
        view = it.settled()
    check = view.check(CheckId.NOISE)
    assert check.code == code and abs(check.facts["noise_dbfs"] - dbfs) < 2
    assert (CheckId.NOISE in view.blocking) is code.startswith("loud")


def test_voice_at_the_counter_is_no_noise(tmp_path: Path, speak: Speak) -> None:
    customer = VirtualCustomer()
    customer.say(speak("今天下午我去银行存了一点钱，顺便问了一下理财产品，孩子明年上学。"), 0)
    with running(tmp_path, sources(customer=customer)) as it:
        check = it.until(lambda view: view.check(CheckId.NOISE).code not in ("listening", "voices")).check(
            CheckId.NOISE
        )
    assert check.code == "quiet"


def once_settled(act: Callable[[], object]) -> Callable[[PreflightView], None]:
    """Act once, when everything has been decided."""
    done = threading.Event()

    def react(view: PreflightView) -> None:
        if view.is_settled and not done.is_set():
            done.set()
            act()

    return react


# ------------------------------------------------------------------ the station, and mistakes of our own


def test_full_disk_holds_up_the_start(tmp_path: Path) -> None:
    with running(tmp_path, sources(), expected_s=1e12) as it:
        view = it.settled()
    check = view.check(CheckId.DISK)
    assert check.code == "full" and check.action is Action.FREE_DISK and view.blocking == (CheckId.DISK,)
    assert check.fault is not None and check.fault.code == "E-913" and "?" not in sentence(check.fault)


def test_station_outside_its_branch_records_nothing_whatever_anybody_says(tmp_path: Path) -> None:
    """Ningbo article 8: no override, and no way round by looking again; back at the counter it begins."""
    away = Fault("E-476", branch="城东支行", counter="03")
    outside = PlaceVerdict(PlaceState.OUTSIDE, {"state": "outside"}, (away,))
    inside = PlaceVerdict(PlaceState.INSIDE, {"state": "inside"}, (), Place("城东支行", "03"))
    verdicts = [outside]
    with running(tmp_path, sources(), place=lambda: verdicts[-1]) as it:
        held = it.until(lambda view: view.is_settled and view.blocking == (CheckId.PLACE,))
        for reason in ("客户赶时间", "主管同意"):
            with pytest.raises(Fault, match="E-134"):
                it.preflight.override(CheckId.PLACE, reason, by="0900")
        it.preflight.repeat(CheckId.PLACE)
        assert not it.preflight.view().may_start and not it.preflight.view().overrides
        verdicts.append(inside)
        begun = it.until(lambda view: view.may_start, after=held)
        verdicts.append(outside)
        it.until(lambda view: view.blocking == (CheckId.PLACE,), after=begun)
    check = held.check(CheckId.PLACE)
    assert check.is_hard and check.code == "other_network" and check.action is Action.RETRY
    assert check.fault is not None and sentence(check.fault) == sentence(away)
    assert begun.check(CheckId.PLACE).facts == {"branch": "城东支行", "counter": "03"}
    assert begun.as_json()["checks"]["place"] == "passed: inside"


def test_clock_of_another_century_holds_up_the_start(tmp_path: Path) -> None:
    with running(tmp_path, sources(), clock=FastClock(wall_ns=86_400 * NS)) as it:
        view = it.settled()
    check = view.check(CheckId.CLOCK)
    assert check.code == "implausible" and CheckId.CLOCK in view.blocking
    assert check.fault is not None and "1970" in sentence(check.fault)


def test_clock_that_is_set_anew_is_told(tmp_path: Path) -> None:
    class Jumping(FastClock):
        """Set anew by an hour after three seconds."""

        def wall_ns(self) -> int:
            return super().wall_ns() + (3600 * NS if self.now_ns() > 3 * NS else 0)

    with running(tmp_path, sources(), clock=Jumping()) as it:
        assert it.until_code(CheckId.CLOCK, "jumped").facts == {"step_s": 3600}


def test_screen_that_dies_stops_nothing(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("a listener failed")

    def die(view: PreflightView) -> None:
        raise RuntimeError("no such widget")

    with running(tmp_path, sources(), reacts=die) as it:
        clock = SystemClock()
        until_ns = clock.now_ns() + 20 * NS
        while not it.preflight.view().may_start and clock.now_ns() < until_ns:
            threading.Event().wait(0.02)
        assert it.preflight.view().may_start


def test_mistake_of_our_own_lets_nothing_begin(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("thread died: preflight")

    class Broken(FastClock):
        """Wall time that is no number once all is decided: what no check expects."""

        is_broken = False

        def wall_ns(self) -> int:
            return "now" if self.is_broken else super().wall_ns()  # type: ignore[return-value]

    clock = Broken()
    with running(tmp_path, sources(), clock=clock) as it:
        it.until(lambda view: view.may_start)
        clock.is_broken = True
        view = it.until(lambda view: not view.may_start and len(view.blocking) == len(HARD))
        assert not it.preflight.view().may_start
    assert set(view.blocking) == HARD
