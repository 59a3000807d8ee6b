"""The Recorder with devices made of code, on a fast clock: what is in the file afterwards, and what was told."""

import errno
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.evidence.recording import Beat, FragmentSealed, Observation, Recorder
from app.evidence.sealed import SealedReader, SealedWriter
from app.faults import Fault
from app.model import Mark
from media.clock import NS, FastClock, SystemClock
from media.faces import FaceFinder, FacesSeen
from media.fault import Fault as MediaFault
from media.file_tracks import FileCamera
from media.fragments import scan
from media.models import BUNDLED, open_speech_model
from media.picture import Layout, Picture
from media.planes import frame_of, plain, split
from media.quality import PictureJudge
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.synthetic import (
    Faults,
    NoiseMicrophone,
    PacedCamera,
    SilentMicrophone,
    TestPicture,
    ToneMicrophone,
    VirtualCustomer,
)
from media.track import SAMPLE_RATE_HZ, Samples
from tests.evidence_parts import ALICE, Disk
from tests.take_parts import BOXES, KEY, STAMP, decode, is_moving, is_slate, make, quick

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

pytestmark = pytest.mark.timeout(90)


def camera(fps: float = 15, **faults: float) -> TestPicture:
    return TestPicture(640, 360, fps, faults=Faults(**faults))


def even(luma: int, **faults: float) -> PacedCamera:
    """A camera before a wall that is as bright as this, and never quite still."""
    return PacedCamera("wall", lambda n, at: plain(640, 360, y=luma + n % 2), 15, Faults(**faults))


def voice(seconds: float) -> Samples:
    """Something that a voice detector takes for a voice: a hum with overtones, louder and softer."""
    t = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    hum = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 20))
    return (4000 * hum * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t))).astype(np.int16)


# ── all is well ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_take_holds_every_picture_and_all_sound(tmp_path: Path) -> None:
    made = make(tmp_path, 4, [camera()], ToneMicrophone(1.0), NoiseMicrophone())
    film, recorded = made.film(), made.result
    assert len(film.pictures) == recorded.frames and made.has_all_pictures()
    assert recorded.dropped == 0 and recorded.gaps_ns == {"counter": 0, "customer": 0}
    assert abs(recorded.duration_ns / NS - 4.24) < 0.01
    assert abs(film.sound_s - recorded.duration_ns / NS) < 0.05
    assert film.codecs == ("h264", "aac")
    assert is_moving(film.pictures[:30])
    assert not made.breaks and not [one for one in made.told if isinstance(one, Mark)]
    assert made.threads == []
    assert (tmp_path / "take.tail").stat().st_size == 0 or not (tmp_path / "take.tail").read_bytes().strip(b"\0")


def test_flash_and_beep_fall_together(tmp_path: Path) -> None:
    film = make(tmp_path, 4, [TestPicture(640, 360, 15, flash_s=1.0)], ToneMicrophone(1.0)).film()
    flashes = [at for at, p in zip(film.at_s, film.pictures, strict=True) if np.median(p) > 220]
    loud = np.flatnonzero(np.abs(film.sound[:, 0].astype(int)) > 2000) / SAMPLE_RATE_HZ
    onsets = loud[np.flatnonzero(np.diff(loud, prepend=-1) > 0.5)]
    assert len(flashes) >= 3
    for flash in flashes[1:]:
        assert np.abs(onsets - flash).min() < 0.02


def test_fragments_are_told_as_they_lie_in_the_file(tmp_path: Path) -> None:
    made = make(tmp_path, 3, [camera()], NoiseMicrophone())
    told = [one.fragment for one in made.told if isinstance(one, FragmentSealed)]
    with SealedReader(open(made.path, "rb"), KEY) as plain_file:
        assert tuple(told) == scan(plain_file).fragments
    assert max(fragment.duration_ns for fragment in told) <= NS // 2 + NS // 15


def test_beats_come_every_forty_milliseconds(tmp_path: Path) -> None:
    made = make(tmp_path, 2, [camera()], NoiseMicrophone())
    beats = [one.at_ns for one in made.told if isinstance(one, Beat)]
    assert set(np.diff(beats)) == {40_000_000} and beats[0] == 0


def test_nothing_readable_lies_in_the_folder_at_any_moment(tmp_path: Path) -> None:
    seen = threading.Event()

    def look(recorder: Recorder, observation: Observation) -> None:
        if isinstance(observation, FragmentSealed):
            for file in tmp_path.iterdir():
                content = file.read_bytes()
                assert not [box for box in BOXES if box in content], file.name
            seen.set()

    made = make(tmp_path, 3, [camera()], NoiseMicrophone(), listen=look)
    assert seen.is_set() and not made.breaks
    look(None, next(one for one in made.told if isinstance(one, FragmentSealed)))  # type: ignore[arg-type]


# ── cameras ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_cameras_lie_side_by_side(tmp_path: Path) -> None:
    film = make(tmp_path, 2, [even(200), even(90)], NoiseMicrophone(), layout=Layout.SIDE_BY_SIDE).film()
    left, right = np.hsplit(film.pictures[20][100:250], 2)
    assert abs(np.median(left) - 200) < 6 and abs(np.median(right) - 90) < 6


def test_camera_lost_and_back_leaves_a_slate_and_never_a_frozen_picture(tmp_path: Path) -> None:
    made = make(tmp_path, 5, [camera(lose_at=1.5, back_at=3.2)], NoiseMicrophone())
    film = made.film()
    (lost,), (back,) = made.marks("camera_lost"), made.marks("camera_back")
    assert lost.facts == {"camera": 0, "code": "E-102"} and 1.4 < lost.at_ns / NS < 1.7
    assert 3.2 <= back.at_ns / NS < 4.6
    shown = film.between(lost.at_ns / NS + 0.05, back.at_ns / NS)
    assert len(shown) >= 2 and all(is_slate(picture) for picture in shown)
    assert not any(is_slate(picture) for picture in film.between(0, 1.5))
    after = film.between(back.at_ns / NS + 0.1, 5)
    assert len(after) > 5 and is_moving(after)
    assert max(np.diff(film.at_s)) <= 0.6, "no stretch without a picture, so none that shows the last one"
    assert not made.marks("picture_gap"), "a lost camera has its own mark"


def test_silent_camera_leaves_a_slate_and_a_mark(tmp_path: Path) -> None:
    made = make(tmp_path, 5, [camera(stall_at=1.0, stall_s=2.0)], NoiseMicrophone())
    film = made.film()
    (gap,) = made.marks("picture_gap")
    assert abs(gap.facts["from_ns"] / NS - 1.0) < 0.1 and abs(gap.facts["to_ns"] / NS - 3.0) < 0.1
    slates = film.between(1.5, 2.9)
    assert len(slates) >= 2 and all(is_slate(picture) for picture in slates)
    assert is_moving(film.between(3.1, 5))


def test_camera_silent_to_the_end_is_told(tmp_path: Path) -> None:
    made = make(tmp_path, 3, [camera(stall_at=1.0, stall_s=60.0)], NoiseMicrophone())
    (gap,) = made.marks("picture_gap")
    assert gap.facts["to_ns"] == pytest.approx(made.result.duration_ns, abs=NS // 100)


@pytest.mark.parametrize("gone", [0, 1])
def test_one_of_two_cameras_lost_leaves_the_other_moving(tmp_path: Path, gone: int) -> None:
    cameras = [camera(), camera()]
    cameras[gone] = camera(lose_at=1.0)
    made = make(tmp_path, 4, cameras, NoiseMicrophone(), layout=Layout.SIDE_BY_SIDE)
    film = made.film()
    assert [mark.facts["camera"] for mark in made.marks("camera_lost")] == [gone]
    halves = [np.hsplit(picture, 2) for picture in film.between(1.8, 4)]
    assert len(halves) > 25, "at the full rate"
    assert all(is_slate(half[gone]) for half in halves)
    assert is_moving([half[1 - gone] for half in halves])


@pytest.mark.parametrize("silent", [0, 1])
def test_one_of_two_cameras_silent_is_not_shown_frozen(tmp_path: Path, silent: int) -> None:
    cameras = [camera(), camera()]
    cameras[silent] = camera(stall_at=1.0, stall_s=60.0)
    made = make(tmp_path, 4, cameras, NoiseMicrophone(), layout=Layout.SIDE_BY_SIDE)
    halves = [np.hsplit(picture, 2) for picture in made.film().between(1.8, 4)]
    assert len(halves) > 25
    assert all(is_slate(half[silent]) for half in halves)
    assert is_moving([half[1 - silent] for half in halves])


def test_slow_camera_gives_the_pictures_it_has(tmp_path: Path) -> None:
    made = make(tmp_path, 4, [camera(fps=8)], NoiseMicrophone())
    film = made.film()
    assert made.has_all_pictures(8) and made.result.dropped == 0
    assert max(np.diff(film.at_s)) < 0.15
    assert not made.marks("picture_gap") and not any(is_slate(picture) for picture in film.pictures)


def test_fast_camera_is_thinned_to_the_rate(tmp_path: Path) -> None:
    made = make(tmp_path, 3, [camera(fps=30)], NoiseMicrophone())
    assert made.has_all_pictures() and made.result.dropped == 0


def test_frozen_and_black_pictures_are_told(tmp_path: Path) -> None:
    made = make(
        tmp_path, 8, [camera(freeze_at=0.5, clear_at=5.0)], NoiseMicrophone(), settings=quick(checks_quality=True)
    )
    assert [mark.facts["begins"] for mark in made.marks("picture_frozen")] == [True, False]
    dark = make(tmp_path / "..", 4, [camera(black_at=1.0)], NoiseMicrophone(), settings=quick(checks_quality=True))
    assert [mark.facts["begins"] for mark in dark.marks("picture_black")] == [True]


def test_camera_that_changes_its_size_goes_on(tmp_path: Path) -> None:
    made = make(tmp_path, 4, [camera(switch_at=2.0)], NoiseMicrophone())
    film = made.film()
    assert made.has_all_pictures()
    assert {picture.shape for picture in film.pictures} == {(360, 640)}
    assert is_moving(film.between(2.1, 4))


def test_end_of_a_video_file_is_a_lost_camera(tmp_path: Path) -> None:
    source = make(tmp_path, 2, [camera()], NoiseMicrophone())
    with SealedReader(open(source.path, "rb"), KEY) as plain_file:
        (tmp_path / "short.mp4").write_bytes(plain_file.read())
    folder = tmp_path / "second"
    folder.mkdir()
    made = make(folder, 4, [FileCamera(tmp_path / "short.mp4")], NoiseMicrophone())
    assert [mark.facts["code"] for mark in made.marks("camera_lost")] == ["E-108"]
    assert all(is_slate(picture) for picture in made.film().between(2.6, 4))


# ── microphones ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_microphone_lost_and_back_leaves_silence_of_its_length(tmp_path: Path) -> None:
    customer = NoiseMicrophone(-20, faults=Faults(lose_at=1.5, back_at=3.0))
    made = make(tmp_path, 6, [camera()], NoiseMicrophone(-20), customer)
    film = made.film()
    (lost,), (back,) = made.marks("microphone_lost"), made.marks("microphone_back")
    assert lost.facts["channel"] == back.facts["channel"] == "customer" and lost.facts["code"] == "E-121"
    missing_s = made.result.gaps_ns["customer"] / NS
    assert 1.4 < missing_s < 2.7 and made.result.gaps_ns["counter"] == 0
    assert abs(film.sound_s - made.result.duration_ns / NS) < 0.05
    counter, silence = film.loud(1.8, 2.8)
    assert silence < 5 < counter
    assert film.loud(5, 5.8)[1] > 500
    (gap,) = made.marks("sound_gap")
    assert (gap.facts["to_ns"] - gap.facts["from_ns"]) / NS == pytest.approx(missing_s, abs=0.05)


def test_dead_microphone_is_told(tmp_path: Path) -> None:
    made = make(tmp_path, 7, [camera()], NoiseMicrophone(-40), SilentMicrophone(), settings=quick(checks_speech=True))
    assert [mark.facts["channel"] for mark in made.marks("sound_silent")] == ["customer"]


def test_one_microphone_stands_on_both_channels(tmp_path: Path) -> None:
    film = make(tmp_path, 2, [camera()], NoiseMicrophone(-20)).film()
    left, right = film.loud(0.5, 1.5)
    assert left == pytest.approx(right, rel=0.02) and left > 500


def test_prompt_is_heard_on_the_counter_channel_at_its_moment(tmp_path: Path) -> None:
    done: list[tuple[int, bool]] = []

    def listen(recorder: Recorder, observation: Observation) -> None:
        if isinstance(observation, Beat) and observation.at_ns == NS:
            recorder.speak(voice(1.0), [], lambda at_ns, whole: done.append((at_ns, whole)), lambda n, at_ns: None)

    film = make(tmp_path, 4, [camera()], SilentMicrophone(), SilentMicrophone(), listen=listen).film()
    ((end_ns, whole),) = done
    assert whole
    assert film.loud(end_ns / NS - 0.9, end_ns / NS - 0.1)[0] > 500
    assert film.loud(end_ns / NS + 0.05, 4)[0] < 20
    assert film.loud(0.1, 4)[1] < 20, "never on the customer's"


# ── what is behind, full or dead ────────────────────────────────────────────────────────────────────────────────────


class SlowDisk:
    """Takes nothing until it is let go; the file it stands for is real."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.may_write.set()

    def create(self, path: Path) -> "SlowFile":
        return SlowFile(path, self)


class SlowFile(io.FileIO):
    def __init__(self, path: Path, disk: SlowDisk) -> None:
        super().__init__(path, "x+")
        self._disk = disk

    def write(self, data: "ReadableBuffer", /) -> int:
        assert self._disk.may_write.wait(30)
        return super().write(data)


@pytest.mark.alone
def test_encoder_two_seconds_behind_drops_counts_and_slows_down(tmp_path: Path) -> None:
    """In real time, since only that can run away from a disk."""
    disk = SlowDisk()

    def listen(recorder: Recorder, observation: Observation) -> None:
        if isinstance(observation, FragmentSealed) and not recorder.dropped:
            disk.may_write.clear()
        if isinstance(observation, Beat) and recorder.dropped >= 3:
            disk.may_write.set()

    made = make(
        tmp_path, 5, [camera(fps=30)], NoiseMicrophone(-20), clock=SystemClock(), create=disk.create, listen=listen,
        settings=quick(), before_stop=disk.may_write.set,
    )  # fmt: skip
    film, recorded = made.film(), made.result
    assert recorded.dropped >= 3 and not made.breaks
    assert made.marks("frame_rate_changed")[0].facts["fps"] < 15
    (missing,) = made.marks("pictures_dropped")
    assert missing.facts["count"] == recorded.dropped
    assert len(film.pictures) == recorded.frames
    assert recorded.gaps_ns["counter"] == 0, "sound is never dropped"
    assert abs(film.sound_s - recorded.duration_ns / NS) < 0.05


def test_full_disk_ends_the_take_with_what_it_has(tmp_path: Path) -> None:
    disk = Disk(700_000)
    made = make(tmp_path, 60, [camera()], NoiseMicrophone(-20), create=disk.create)
    assert made.breaks == ["E-911"]
    film = made.film()
    assert made.result.sealed.sealed_bytes == made.path.stat().st_size
    assert film.at_s[-1] == pytest.approx(made.result.duration_ns / NS, abs=0.1) and film.sound_s > 1
    assert made.threads == []


def test_disk_that_fills_while_the_take_ends_still_seals(tmp_path: Path) -> None:
    disk = Disk(1 << 40)
    made = make(
        tmp_path, 3, [camera()], NoiseMicrophone(-20), create=disk.create,
        before_stop=lambda: setattr(disk, "capacity", disk.capacity - disk.free()),
    )  # fmt: skip
    film = made.film()
    assert film.at_s[-1] > 2.0 and made.threads == []


def test_disk_that_fails_for_good_raises_and_lets_everything_go(tmp_path: Path) -> None:
    disk = Disk(1 << 40)
    first = camera()
    with pytest.raises(Fault) as raised:
        make(
            tmp_path, 2, [first], NoiseMicrophone(), create=disk.create,
            before_stop=lambda: setattr(disk, "failure", errno.EIO),
        )  # fmt: skip
    assert raised.value.code == "E-912"
    assert first._clock is None, "closed"
    assert not [t.name for t in threading.enumerate() if t.name.startswith(("camera", "mixer", "encode", "speech"))]


def test_mistake_in_the_encoder_ends_the_take_with_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    real, count = Picture.compose, [0]

    def compose(self: Picture, *args: object) -> object:
        count[0] += 1
        if count[0] > 30:
            raise RuntimeError("a mistake of ours")
        return real(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Picture, "compose", compose)
    expect_log("ERROR recording: encode failed")
    made = make(tmp_path, 20, [camera()], NoiseMicrophone())
    assert made.breaks == ["E-901"], "told once"
    film = made.film()
    assert len(film.pictures) == 30 and made.threads == []
    assert film.sound_s > 1.9, "what the encoder still held is there, too"


def test_camera_thread_that_dies_ends_the_take(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    def paint(n: int, at_s: float) -> object:
        if at_s > 2:
            raise RuntimeError("a driver that goes mad")
        return plain(640, 360, y=100)

    expect_log("ERROR recording: camera-0 failed")
    made = make(tmp_path, 20, [PacedCamera("mad", paint, 15, Faults())], NoiseMicrophone())  # type: ignore[arg-type]
    assert made.breaks == ["E-901"] and made.film().at_s[-1] > 1.8


# ── detectors ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_faces_that_cannot_be_found_any_more_are_told_and_the_take_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = [0]

    def find(self: FaceFinder, frame: object, at_ns: int) -> FacesSeen:
        looks[0] += 1
        if looks[0] > 3:
            raise MediaFault("E-722", reason="RuntimeError")
        return FacesSeen(at_ns, ())

    monkeypatch.setattr(FaceFinder, "find", find)
    kept: list[Recorder] = []
    made = make(
        tmp_path, 4, [camera()], NoiseMicrophone(), settings=quick(checks_faces=True),
        listen=lambda recorder, observation: kept.append(recorder),
    )  # fmt: skip
    (mark,) = made.marks("detector_stopped")
    assert mark.facts == {"detector": "faces", "code": "E-722", "reason": "RuntimeError"}
    assert not kept[0].checks_faces, "nobody may believe that they were checked"
    assert not made.breaks and made.has_all_pictures() and made.threads == []


def test_detector_with_a_mistake_in_it_does_not_end_the_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def judge(self: PictureJudge, *args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(PictureJudge, "judge", judge)
    expect_log("ERROR recording: picture failed")
    made = make(tmp_path, 3, [camera()], NoiseMicrophone(), settings=quick(checks_quality=True))
    (mark,) = made.marks("detector_stopped")
    assert mark.facts["detector"] == "picture" and mark.facts["code"] == "E-901"
    assert not made.breaks and made.has_all_pictures()


def test_recogniser_that_dies_leaves_an_ear_for_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Recogniser, engine: object, samples: object) -> None:
        raise MediaFault("E-712", channel=self.channel)

    monkeypatch.setattr(Recogniser, "_recognise", fail)
    customer = VirtualCustomer()
    customer.say(voice(1.0), NS)
    customer.say(voice(1.0), 3 * NS)
    model = open_speech_model(BUNDLED / "vosk-test-cn")
    made = make(
        tmp_path, 6, [camera()], NoiseMicrophone(-66), customer, settings=quick(checks_speech=True), model=model
    )
    (mark,) = made.marks("detector_stopped")
    assert mark.facts["detector"] == "speech" and mark.facts["code"] == "E-712"
    assert not made.breaks and made.has_all_pictures()
    heard = [one for one in made.told if isinstance(one, SpeechHeard)]
    assert heard and not any(one.recognised for one in heard)
    assert [one.begins for one in made.told if isinstance(one, VoiceActivity)][-2:] == [True, False]


def test_last_words_are_heard_though_the_take_ends(tmp_path: Path) -> None:
    customer = VirtualCustomer()
    customer.say(voice(2.0), 2 * NS)
    made = make(tmp_path, 3, [camera()], NoiseMicrophone(-66), customer, settings=quick(checks_speech=True))
    (heard,) = [one for one in made.told if isinstance(one, SpeechHeard)]
    assert heard.is_final and 2 * NS <= heard.begin_ns < heard.end_ns <= made.result.duration_ns


# ── clocks, beginnings and ends ─────────────────────────────────────────────────────────────────────────────────────


class SteppedClock(FastClock):
    """Somebody sets the computer's clock while it runs."""

    def __init__(self, by_ns: int, after_ns: int) -> None:
        super().__init__(wall_ns=1_795_305_600 * NS)
        self._by_ns, self._after_ns = by_ns, after_ns

    def wall_ns(self) -> int:
        return super().wall_ns() + (self._by_ns if self.now_ns() >= self._after_ns else 0)


@pytest.mark.parametrize("by_s", [-3600, 90])
def test_wall_clock_set_anew_is_told_and_changes_nothing(tmp_path: Path, by_s: int) -> None:
    made = make(tmp_path, 6, [camera()], NoiseMicrophone(), clock=SteppedClock(by_s * NS, 2 * NS))
    (step,) = [one for one in made.told if isinstance(one, Beat) and one.wall_step_ns]
    assert step.wall_step_ns == by_s * NS and 1.5 < step.at_ns / NS < 3.5
    film = made.film()
    assert abs(film.sound_s - made.result.duration_ns / NS) < 0.05 and made.has_all_pictures()
    assert max(np.diff(film.at_s)) < 0.1


def test_stamp_shows_the_takes_own_time_whatever_the_computer_says(tmp_path: Path) -> None:
    clock = SteppedClock(-86_400 * NS, 1 * NS)
    begin_ns = clock.wall_ns()
    made = make(tmp_path, 3, [camera()], NoiseMicrophone(), clock=clock)
    with SealedReader(open(made.path, "rb"), KEY) as plain_file:
        film = decode(plain_file)  # type: ignore[arg-type]
    picture = Picture(640, 360)
    at_s = film.at_s[-2]
    canvas = plain(640, 360)
    split(canvas)[0][:] = film.pictures[-2]
    assert picture.read_back(frame_of(canvas, 0), replace(STAMP, wall_ns=begin_ns + round(at_s * NS)))


def test_absent_device_leaves_nothing_open(tmp_path: Path) -> None:
    first, microphone = camera(), NoiseMicrophone()
    gone = camera(lose_at=0.0)
    recorder = Recorder(
        FastClock(), [first, gone], microphone, None, picture=Picture(640, 360), stamp=STAMP,
        observe=lambda observation: None, settings=quick(checks_faces=True),
    )  # fmt: skip
    with pytest.raises(MediaFault) as raised:
        recorder.open()
    assert raised.value.code == "E-101"
    assert first._clock is None and microphone._clock is None
    assert recorder._finder._detector is None


def test_abandoned_take_leaves_no_thread_and_no_device(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    clock, first = FastClock(), camera()
    recorder = Recorder(
        clock, [first], NoiseMicrophone(), None, picture=Picture(640, 360), stamp=STAMP,
        observe=lambda observation: None, settings=quick(),
    )  # fmt: skip
    recorder.open()
    with open(tmp_path / "take", "x+b", buffering=0) as file:
        clock.hold()
        recorder.start(SealedWriter(file, [ALICE.recipient]))
        recorder.abandon()
    assert set(threading.enumerate()) == before and first._clock is None
