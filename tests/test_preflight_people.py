"""The two tests that need somebody: words said by a made-up customer, a loudspeaker whose sound comes back or not."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault
from app.session.preflight import Action, CheckId, CheckState, DeviceNames, PreflightView, Remembered
from media.clock import NS, FastClock, SystemClock
from media.synthetic import VirtualCustomer
from media.track import Samples
from media.voice import CUSTOMER_VOICE, Voice
from tests.preflight_parts import Running, bundled, running, sources

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


# ------------------------------------------------------------------ the three words


def saying(it: dict[str, Running], customer: VirtualCustomer, said: Samples | None) -> Callable[[PreflightView], None]:
    """Ask for the test once all is decided, and say that as soon as it listens."""
    began = threading.Event()

    def react(view: PreflightView) -> None:
        code = view.check(CheckId.SPEECH).code
        if code == "not_said" and view.is_settled:
            it["it"].preflight.test_speech()
        elif code == "listening" and not began.is_set():
            began.set()
            if said is not None:
                customer.say(said, 0)

    return react


@pytest.mark.parametrize(
    ("text", "code", "heard"),
    [
        ("同意，清楚，明白。", "heard", ["同意", "清楚", "明白"]),
        ("明白。同意。清楚。", "heard", ["同意", "清楚", "明白"]),
        ("同意。", "partly_heard", ["同意"]),
        ("不同意，不清楚，不明白。", "not_heard", []),
        ("银行。", "not_heard", []),
        (None, "not_heard", []),
    ],
)
def test_words_that_are_said_are_heard(
    tmp_path: Path, speak: Speak, text: str | None, code: str, heard: list[str]
) -> None:
    customer, it = VirtualCustomer(), dict[str, Running]()
    reacts = saying(it, customer, None if text is None else speak(text))
    with running(tmp_path, sources(customer=customer), reacts=reacts) as it["it"]:
        check = it["it"].until_code(CheckId.SPEECH, code)
        remembered = it["it"].preflight.remember()
    assert check.facts["heard"] == heard and check.facts["words"] == ["同意", "清楚", "明白"]
    assert check.state is {"heard": CheckState.PASSED, "partly_heard": CheckState.WARNING}.get(code, CheckState.FAILED)
    assert (remembered is not None) is (code == "heard")


def test_speech_test_waits_for_the_model(tmp_path: Path, speak: Speak) -> None:
    customer = VirtualCustomer()
    loads = threading.Event()

    def find() -> object:
        assert loads.wait(20)
        return bundled()

    with running(tmp_path, sources(customer=customer), clock=SystemClock(), find_model=find) as it:
        it.preflight.test_speech()
        it.until_code(CheckId.SPEECH, "listening")
        loads.set()
        check = it.until(lambda view: view.check(CheckId.SPEECH).facts.get("left_s", 0) > 5)
        customer.say(speak("同意，清楚，明白。"), 0)
        assert check and it.until_code(CheckId.SPEECH, "heard")


def test_without_a_model_speech_is_not_checked_and_never_passed(tmp_path: Path) -> None:
    with running(tmp_path, sources(), find_model=lambda: None) as it:
        view = it.settled()
        it.preflight.test_speech()
    check = view.check(CheckId.SPEECH)
    assert (check.state, check.code, check.action) == (CheckState.NOT_CHECKED, "no_model", Action.INSTALL_MODEL)
    assert view.check(CheckId.MODELS).facts["speech"] == "missing" and view.may_start


def test_damaged_model_is_told(tmp_path: Path) -> None:
    def find() -> None:
        raise Fault("E-702", model="vosk")

    with running(tmp_path, sources(), find_model=find) as it:
        check = it.until_code(CheckId.SPEECH, "engine_failed")
    assert check.facts["fault"] == "E-702" and check.state is CheckState.NOT_CHECKED


# ------------------------------------------------------------------ the loudspeaker


def hearing(it: dict[str, Running], was_heard: bool) -> Callable[[PreflightView], None]:
    """Play the test sound once all is decided, and answer when asked."""

    def react(view: PreflightView) -> None:
        code = view.check(CheckId.SPEAKER).code
        if code == "not_played" and view.is_settled:
            it["it"].preflight.test_speaker()
        elif code == "asking" and view.check(CheckId.SPEAKER).facts["came_back"] is not None:
            it["it"].preflight.speaker_heard(was_heard)

    return react


@pytest.mark.parametrize(
    ("loudness", "was_heard", "code"),
    [(0.1, True, "heard"), (0.1, False, "not_heard"), (0.0, True, "heard"), (1.0, True, "echoes")],
)
def test_loudspeaker_is_heard_by_people_and_by_the_microphone(
    tmp_path: Path, voice: Voice, loudness: float, was_heard: bool, code: str
) -> None:
    customer, clock, it = VirtualCustomer(), FastClock(), dict[str, Running]()

    def play(samples: Samples) -> None:
        customer.say((samples * loudness).astype(np.int16), clock.now_ns() + NS // 5)

    make = sources(customer=customer, play=play)
    with running(tmp_path, make, clock=clock, reacts=hearing(it, was_heard), voice=voice) as it["it"]:
        check = it["it"].until_code(CheckId.SPEAKER, code)
        noise = it["it"].preflight.view().check(CheckId.NOISE)
    assert check.facts["came_back"] is (loudness > 0)
    if loudness:
        assert (
            abs(check.facts["delay_ms"] - 200) < 45 and abs(check.facts["echo_dbfs"] - 20 * np.log10(loudness) + 16) < 2
        )
    assert noise.code == "quiet", "the test sound is no noise"


def test_voice_in_the_room_is_not_taken_for_the_test_sound(tmp_path: Path, speak: Speak) -> None:
    customer, it = VirtualCustomer(), dict[str, Running]()
    said = speak("今天下午我去银行存了一点钱。")
    make = sources(customer=customer, play=lambda samples: customer.say(said, 0) and None)
    with running(tmp_path, make, reacts=hearing(it, True)) as it["it"]:
        assert it["it"].until_code(CheckId.SPEAKER, "heard").facts["came_back"] is False


def test_loudspeaker_that_is_gone_is_told(tmp_path: Path) -> None:
    def play(samples: Samples) -> None:
        raise Fault("E-127", speaker="USB")

    it = dict[str, Running]()
    with running(tmp_path, sources(play=play), reacts=hearing(it, True)) as it["it"]:
        check = it["it"].until_code(CheckId.SPEAKER, "missing")
        view = it["it"].preflight.view()
    assert check.facts["fault"] == "E-127" and not check.is_hard and view.blocking == (CheckId.SPEAKER,)


def test_what_people_tested_today_need_not_be_tested_again(tmp_path: Path, speak: Speak) -> None:
    customer, it = VirtualCustomer(), dict[str, Running]()
    names = DeviceNames(("Logitech C920",), "李娜的 AirPods", "USB", "扬声器")
    reacts = saying(it, customer, speak("同意，清楚，明白。"))
    morning, noon = FastClock(wall_ns=MORNING_NS), FastClock(wall_ns=MORNING_NS + 3 * 3600 * NS)
    make = sources(customer=customer)
    with running(tmp_path, make, clock=morning, reacts=reacts, names=lambda: names) as it["it"]:
        it["it"].until_code(CheckId.SPEECH, "heard")
        remembered = it["it"].preflight.remember()
    assert remembered is not None
    kept = json.dumps(remembered.as_json())
    assert "李" not in kept and "AirPods" not in kept and "Logitech" not in kept
    again = Remembered.from_json(json.loads(kept))
    with running(tmp_path, sources(), clock=noon, remembered=again, names=lambda: names) as it["it"]:
        view = it["it"].settled()
        assert view.check(CheckId.SPEECH).code == "remembered" and view.needs_people == ()
    others = DeviceNames(("Logitech C920",), "other", "USB", "扬声器")
    with running(tmp_path, sources(), clock=noon, remembered=again, names=lambda: others) as it["it"]:
        assert it["it"].settled().needs_people == (CheckId.SPEECH,)
