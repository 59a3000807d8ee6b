"""Cameras and microphones made of code: on time, the same each time, and faulty only when asked."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from media.clock import NS, FastClock
from media.fault import Fault
from media.planes import planes_of
from media.synthetic import (
    BLOCK,
    KEPT,
    Faults,
    NoiseMicrophone,
    SilentMicrophone,
    TestPicture,
    ToneMicrophone,
    VirtualCustomer,
)
from media.track import SAMPLE_RATE_HZ, AudioTrack, Samples, Sound, TrackEnded, VideoTrack


@pytest.fixture
def clock() -> Iterator[FastClock]:
    """A fast clock held by the test, which reads the tracks itself."""
    clock = FastClock()
    clock.hold()
    yield clock
    clock.release()


def hear(track: AudioTrack, seconds: float) -> list[Sound]:
    stop = threading.Event()
    return [track.recv(stop) for _ in range(round(seconds * SAMPLE_RATE_HZ / BLOCK))]


def onsets(sounds: list[Sound], above: int = 3000) -> list[float]:
    """Seconds on the clock at which the sound becomes loud after at least 20 ms of quiet."""
    samples = np.concatenate([sound.samples for sound in sounds])
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > above)
    first = loud[np.insert(np.diff(loud) > SAMPLE_RATE_HZ // 50, 0, True)]
    return [
        (sounds[at // BLOCK].at_ns + (at % BLOCK) * (sounds[1].at_ns - sounds[0].at_ns) / BLOCK) / NS for at in first
    ]


def level_dbfs(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)) / 32767))


def test_pictures_come_on_the_clocks_grid(clock: FastClock) -> None:
    camera: VideoTrack = TestPicture(320, 180, fps=15)
    clock.sleep_until(10_000_000, threading.Event())
    camera.open(clock)
    frames = [camera.recv(threading.Event()) for _ in range(30)]
    assert [frame.pts for frame in frames] == [round(n * NS / 15) // 1000 for n in range(1, 31)]
    assert {(frame.width, frame.height, frame.format.name) for frame in frames} == {(320, 180, "yuv420p")}
    assert clock.now_ns() == 2 * NS


def test_pictures_are_the_same_on_the_same_clock() -> None:
    def pixels() -> list[bytes]:
        clock = FastClock()
        clock.hold()
        camera = TestPicture(160, 96, fps=10)
        camera.open(clock)
        return [camera.recv(threading.Event()).to_ndarray().tobytes() for _ in range(5)]

    first = pixels()
    assert first == pixels()
    assert len(set(first)) == 5


def test_flash_and_beep_fall_together_though_opened_apart(clock: FastClock) -> None:
    camera, microphone = TestPicture(64, 64, fps=15, flash_s=0.4), ToneMicrophone(flash_s=0.4)
    camera.open(clock)
    frames = [camera.recv(threading.Event()) for _ in range(30)]
    flashes = [frame.pts for frame in frames if planes_of(frame)[0].mean() > 230]
    assert flashes == [0, 400_000, 800_000, 1_200_000, 1_600_000]
    clock.sleep_until(clock.now_ns() + 123_456_789, threading.Event())
    microphone.open(clock)
    beeps = onsets(hear(microphone, 1.2))
    assert beeps == pytest.approx([2.4, 2.8, 3.2], abs=0.0002)


def test_beep_stays_on_the_clock_when_the_device_drifts(clock: FastClock) -> None:
    microphone = ToneMicrophone(drift_ppm=500)
    clock.sleep_until(599 * NS + NS // 2, threading.Event())
    microphone.open(clock)
    assert onsets(hear(microphone, 2.0)) == pytest.approx([600, 601], abs=0.0002)


def test_drifting_microphone_gives_more_samples_than_its_rate(clock: FastClock) -> None:
    microphone = SilentMicrophone(drift_ppm=200)
    microphone.open(clock)
    sounds = hear(microphone, 60.0)
    samples_per_s = BLOCK * (len(sounds) - 1) / ((sounds[-1].at_ns - sounds[0].at_ns) / NS)
    assert samples_per_s == pytest.approx(48_009.6, abs=0.01)


def test_camera_is_lost_and_comes_back(clock: FastClock) -> None:
    camera = TestPicture(64, 64, fps=10, faults=Faults(lose_at=1.05, back_at=2))
    camera.open(clock)
    stop = threading.Event()
    assert [camera.recv(stop).pts for _ in range(11)][-1] == 1_000_000
    with pytest.raises(Fault, match="E-102"):
        camera.recv(stop)
    assert clock.now_ns() == round(1.05 * NS)
    camera.close()
    with pytest.raises(Fault, match="E-101"):
        camera.open(clock)
    clock.sleep_until(2 * NS, stop)
    camera.open(clock)
    assert [camera.recv(stop).pts for _ in range(20)][-1] == 3_900_000


def test_microphone_is_lost_and_comes_back(clock: FastClock) -> None:
    microphone = NoiseMicrophone(faults=Faults(lose_at=1, back_at=3))
    microphone.open(clock)
    stop = threading.Event()
    hear(microphone, 1.0)
    with pytest.raises(Fault, match="E-121"):
        microphone.recv(stop)
    assert clock.now_ns() == NS
    microphone.close()
    with pytest.raises(Fault, match="E-120"):
        microphone.open(clock)
    clock.sleep_until(3 * NS, stop)
    microphone.open(clock)
    assert microphone.recv(stop).at_ns == 3 * NS


def test_stalled_camera_gives_nothing_and_no_error(clock: FastClock) -> None:
    camera = TestPicture(64, 64, fps=10, faults=Faults(stall_at=1, stall_s=2.5))
    camera.open(clock)
    times = [camera.recv(threading.Event()).pts or 0 for _ in range(12)]
    assert times[9:] == [900_000, 3_500_000, 3_600_000]


def test_stalled_microphone_leaves_a_hole_in_time(clock: FastClock) -> None:
    microphone = SilentMicrophone(faults=Faults(stall_at=0.4, stall_s=1))
    microphone.open(clock)
    times = [sound.at_ns for sound in hear(microphone, 0.52)]
    assert times[9:12] == [360_000_000, 1_400_000_000, 1_440_000_000]


def test_frozen_camera_repeats_one_picture_until_it_clears(clock: FastClock) -> None:
    camera = TestPicture(64, 64, fps=10, faults=Faults(freeze_at=0.5, clear_at=1.0))
    camera.open(clock)
    frames = [camera.recv(threading.Event()) for _ in range(13)]
    pictures = [frame.to_ndarray().tobytes() for frame in frames]
    assert len(set(pictures[5:10])) == 1
    assert len(set(pictures)) == 9
    assert len({frame.pts for frame in frames}) == 13


def test_black_camera_and_muted_microphone_until_they_clear(clock: FastClock) -> None:
    faults = Faults(black_at=0.2, clear_at=0.4)
    camera, microphone = TestPicture(64, 64, fps=10, faults=faults), NoiseMicrophone(faults=faults)
    camera.open(clock)
    microphone.open(clock)
    brightness = [planes_of(camera.recv(threading.Event()))[0].max() > 16 for _ in range(6)]
    assert brightness == [True, True, False, False, True, True]
    heard = [bool(sound.samples.any()) for sound in hear(microphone, 0.6)]
    assert heard == [True] * 5 + [False] * 5 + [True] * 5


def test_camera_switches_to_half_its_size(clock: FastClock) -> None:
    camera = TestPicture(640, 360, fps=10, faults=Faults(switch_at=0.2))
    camera.open(clock)
    sizes = [(frame.width, frame.height) for frame in (camera.recv(threading.Event()) for _ in range(4))]
    assert sizes == [(640, 360), (640, 360), (320, 180), (320, 180)]


def test_late_reader_gets_a_few_old_pictures_and_then_the_present(clock: FastClock) -> None:
    camera = TestPicture(64, 64, fps=10)
    camera.open(clock)
    camera.recv(threading.Event())
    clock.sleep_until(5 * NS, threading.Event())
    times = [camera.recv(threading.Event()).pts for _ in range(KEPT + 2)]
    assert times == [4_600_000, 4_700_000, 4_800_000, 4_900_000, 5_000_000, 5_100_000]


def test_noise_has_the_level_asked_for(clock: FastClock) -> None:
    microphone = NoiseMicrophone(level_dbfs=-30)
    microphone.open(clock)
    samples = np.concatenate([sound.samples for sound in hear(microphone, 4.0)])
    assert level_dbfs(samples) == pytest.approx(-30, abs=0.3)


@pytest.mark.parametrize("track", [TestPicture(64, 64), SilentMicrophone()], ids=["camera", "microphone"])
def test_track_ends_when_stopped_or_closed(clock: FastClock, track: VideoTrack | AudioTrack) -> None:
    track.open(clock)
    stop = threading.Event()
    track.recv(stop)
    stop.set()
    with pytest.raises(TrackEnded):
        track.recv(stop)
    track.close()
    track.close()
    with pytest.raises(TrackEnded):
        track.recv(threading.Event())


def speech(seconds: float, value: int = 9000) -> Samples:
    return np.full(round(seconds * SAMPLE_RATE_HZ), value, np.int16)


def test_customer_speaks_at_the_very_sample(clock: FastClock) -> None:
    customer = VirtualCustomer()
    customer.open(clock)
    begin_ns = customer.say(speech(0.5), 1_234_500_000)
    assert begin_ns == 1_234_500_000
    sounds = hear(customer, 2.0)
    samples = np.concatenate([sound.samples for sound in sounds])
    loud = np.flatnonzero(samples > 5000)
    assert (loud[0], loud[-1]) == (59_256, 59_256 + 24_000 - 1)
    assert level_dbfs(samples[:SAMPLE_RATE_HZ]) == pytest.approx(-66, abs=1)


def test_customer_finishes_before_the_next_sentence(clock: FastClock) -> None:
    customer = VirtualCustomer()
    customer.open(clock)
    customer.say(speech(0.4), NS // 2)
    assert customer.say(speech(0.2, 20_000), NS // 2 + 1000) == 900_000_000
    samples = np.concatenate([sound.samples for sound in hear(customer, 1.4)])
    assert np.count_nonzero(samples > 15_000) == 9600
    assert np.count_nonzero(samples > 5_000) == 28_800


def test_customer_cannot_speak_in_the_past(clock: FastClock) -> None:
    customer = VirtualCustomer()
    customer.open(clock)
    hear(customer, 1.0)
    assert customer.say(speech(0.1), NS // 2) == NS
    samples = np.concatenate([sound.samples for sound in hear(customer, 0.2)])
    assert np.count_nonzero(samples > 5_000) == 4800


def test_customer_hushed_says_nothing_more(clock: FastClock) -> None:
    customer = VirtualCustomer()
    customer.open(clock)
    customer.say(speech(1.0), NS // 5)
    hear(customer, 0.4)
    customer.hush()
    assert np.concatenate([sound.samples for sound in hear(customer, 0.8)]).max() < 5000


def test_customer_refuses_endless_speech(clock: FastClock) -> None:
    customer = VirtualCustomer()
    customer.open(clock)
    with pytest.raises(ValueError, match="more speech"):
        customer.say(speech(601.0), 0)


def test_loud_customer_saturates_instead_of_wrapping(clock: FastClock) -> None:
    customer = VirtualCustomer(room_dbfs=-6)
    customer.open(clock)
    customer.say(speech(0.4, 32_000), 0)
    samples = np.concatenate([sound.samples for sound in hear(customer, 0.4)])
    assert samples.max() == 32_767
    assert samples.min() > -10_000
