"""SPECs, files and devices as tracks: what is read, when it comes, and the fault when it cannot be had."""

import itertools
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from app.faults import EXIT, exit_code, sentence
from media import capture
from media.camera import AddressGrabber, LiveCamera, find_camera
from media.capture import Microphone, Speaker, devices, open_camera, open_microphone
from media.clock import NS, FastClock, SystemClock
from media.fault import Fault
from media.file_tracks import FileCamera, FileMicrophone, read_sound
from media.planes import Pixels, planes_of
from media.stage import Worker
from media.synthetic import BLOCK, Faults, NoiseMicrophone, TestPicture, ToneMicrophone, VirtualCustomer
from media.track import SAMPLE_RATE_HZ, Samples, TrackEnded
from media.virtual_counter import CounterCamera
from tests.pulse import SPEC, SoundServer, sound_server  # noqa: F401  (a fixture is used by its name)

NO_STOP = threading.Event()


@pytest.fixture
def clock() -> Iterator[FastClock]:
    """A fast clock held by the test, which reads the tracks itself."""
    clock = FastClock()
    clock.hold()
    yield clock
    clock.release()


def write_video(path: Path, frames: int, *, size: tuple[int, int] = (320, 240), codec: str = "libx264") -> Path:
    """A film whose picture k is a plane of luma 20 + 5 k, 15 pictures a second."""
    pixel_format = {"libx264": "yuv420p", "mjpeg": "yuvj420p", "ffv1": "yuv444p"}[codec]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=15)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, pixel_format
        for k in range(frames):
            grey = np.full((size[1], size[0]), 20 + 5 * k % 200, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format=pixel_format)
            frame.pts = k
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_wav(path: Path, samples: Samples, rate_hz: int = SAMPLE_RATE_HZ) -> Path:
    """Samples (n,) or (n, channels) as 16-bit WAV."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    body = samples.astype("<i2").tobytes()
    head = struct.pack("<4sI8sIHHIIHH", b"RIFF", 36 + len(body), b"WAVEfmt ", 16, 1, channels, rate_hz,
                       rate_hz * channels * 2, channels * 2, 16)  # fmt: skip
    path.write_bytes(head + struct.pack("<4sI", b"data", len(body)) + body)
    return path


def tone(seconds: float, level: int = 12_000, rate_hz: int = SAMPLE_RATE_HZ, hz: float = 1000) -> Samples:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.int16)


def read_all(track: FileCamera) -> list[av.VideoFrame]:
    frames = []
    with pytest.raises(TrackEnded):
        while True:
            frames.append(track.recv(NO_STOP))
    return frames


# --- SPECs


@pytest.mark.parametrize(
    "spec",
    [
        *("", "camera", "device:", "file:", "v4l2:/dev/video0", "synthetic:", "synthetic:cinema", "synthetic:test,fps"),
        *("synthetic:test,fps=", "synthetic:test,fps=0", "synthetic:test,fps=nan", "synthetic:test,fps=8,fps=9"),
        *("synthetic:test,width=333", "synthetic:test,colour=red", "synthetic:counter,flash_s=1"),
        *("synthetic:test,lose_at=-1", "synthetic:test,,"),
    ],
)
def test_camera_spec_that_cannot_be_understood_is_a_usage_fault(spec: str) -> None:
    with pytest.raises(Fault, match="E-105") as caught:
        open_camera(spec)
    assert exit_code(caught.value) == EXIT.USAGE
    assert "?" not in sentence(caught.value)


@pytest.mark.parametrize(
    "spec", ["rtsp://camera/1", "synthetic:test", "synthetic:tone,flash_s=-1", "synthetic:noise,level_dbfs=3"]
)
def test_microphone_spec_that_cannot_be_understood_is_a_usage_fault(spec: str) -> None:
    with pytest.raises(Fault, match="E-105"):
        open_microphone(spec)


def test_synthetic_specs_make_what_they_say(clock: FastClock) -> None:
    camera = open_camera("synthetic:test,fps=8,width=320,height=180,lose_at=0.3,flash_s=0.25")
    camera.open(clock)
    frames = [camera.recv(NO_STOP) for _ in range(3)]
    assert [(frame.pts, frame.width, planes_of(frame)[0].mean() > 230) for frame in frames] == [
        (0, 320, True),
        (125_000, 320, False),
        (250_000, 320, True),
    ]
    with pytest.raises(Fault, match="E-102"):
        camera.recv(NO_STOP)
    assert isinstance(open_camera("synthetic:counter,stranger_at=3,dark_at=5,freeze_at=9"), CounterCamera)
    assert isinstance(open_microphone("synthetic:customer"), VirtualCustomer)
    assert isinstance(open_microphone("synthetic:noise,level_dbfs=-50,drift_ppm=-120"), NoiseMicrophone)


def test_wishes_reach_a_synthetic_camera(clock: FastClock) -> None:
    camera = open_camera("synthetic:test", width=640, height=360, fps=5)
    camera.open(clock)
    frames = [camera.recv(NO_STOP) for _ in range(2)]
    assert [(frame.width, frame.pts) for frame in frames] == [(640, 0), (640, 200_000)]


# --- files


@pytest.mark.parametrize("codec", ["libx264", "mjpeg", "ffv1"])
def test_video_file_comes_whole_in_order_and_on_time(tmp_path: Path, clock: FastClock, codec: str) -> None:
    camera = open_camera(f"file:{write_video(tmp_path / 'film.mkv', 30, codec=codec)}")
    clock.sleep_until(7 * NS, NO_STOP)
    camera.open(clock)
    assert isinstance(camera, FileCamera)
    frames = read_all(camera)
    assert {frame.format.name for frame in frames} == {"yuv420p"}
    expected_us = [7_000_000 + k * 1_000_000 / 15 for k in range(30)]
    assert [frame.pts for frame in frames] == pytest.approx(expected_us, abs=1001)  # Matroska rounds to 1 ms
    lumas = [float(planes_of(frame)[0].mean()) for frame in frames]
    assert np.all(np.diff(lumas) > 2)
    camera.close()
    with pytest.raises(TrackEnded):
        camera.recv(NO_STOP)


def test_video_file_keeps_real_pace(tmp_path: Path) -> None:
    clock = SystemClock()
    camera = FileCamera(write_video(tmp_path / "film.mp4", 9))
    camera.open(clock)
    times_ns = []
    with pytest.raises(TrackEnded):
        while True:
            frame = camera.recv(NO_STOP)
            times_ns.append(clock.now_ns() - (frame.pts or 0) * 1000)
    assert len(times_ns) == 9
    assert min(times_ns) >= 0, "no picture comes before its time"


def test_video_file_of_odd_size_is_made_even(tmp_path: Path, clock: FastClock) -> None:
    camera = FileCamera(write_video(tmp_path / "odd.mkv", 3, size=(321, 241), codec="ffv1"))
    camera.open(clock)
    frame = camera.recv(NO_STOP)
    assert (frame.width, frame.height, frame.format.name) == (320, 240, "yuv420p")


def test_looped_video_file_goes_on_in_time(tmp_path: Path, clock: FastClock) -> None:
    camera = FileCamera(write_video(tmp_path / "film.mp4", 15), loop=True)
    camera.open(clock)
    times = [camera.recv(NO_STOP).pts or 0 for _ in range(40)]
    assert times == pytest.approx([k * 1_000_000 / 15 for k in range(40)], abs=100)


def test_opened_again_file_begins_anew(tmp_path: Path, clock: FastClock) -> None:
    camera = FileCamera(write_video(tmp_path / "film.mp4", 5))
    for _ in range(2):
        camera.open(clock)
        assert len(read_all(camera)) == 5
        camera.close()


@pytest.mark.parametrize("content", [None, b"", b"no film at all\n" * 40], ids=["absent", "empty", "text"])
def test_file_that_is_no_film_or_sound_is_a_fault(tmp_path: Path, clock: FastClock, content: bytes | None) -> None:
    path = tmp_path / "broken.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Fault, match="E-106"):
        open_camera(f"file:{path}").open(clock)
    with pytest.raises(Fault, match="E-125"):
        open_microphone(f"file:{path}").open(clock)
    with pytest.raises(Fault, match="E-125"):
        read_sound(path)


def test_sound_file_is_no_camera_and_film_without_sound_no_microphone(tmp_path: Path, clock: FastClock) -> None:
    with pytest.raises(Fault, match="E-106"):
        FileCamera(write_wav(tmp_path / "tone.wav", tone(0.2))).open(clock)
    with pytest.raises(Fault, match="E-125"):
        FileMicrophone(write_video(tmp_path / "film.mp4", 3)).open(clock)


def test_damaged_film_gives_what_is_whole_and_then_a_fault_or_its_end(tmp_path: Path, clock: FastClock) -> None:
    whole = write_video(tmp_path / "film.mkv", 60)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    camera = FileCamera(cut)
    camera.open(clock)
    frames = 0
    with pytest.raises((TrackEnded, Fault)):
        while True:
            camera.recv(NO_STOP)
            frames += 1
    assert 5 < frames < 60


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 8_000])
def test_sound_file_becomes_mono_48_khz_of_the_same_length(tmp_path: Path, clock: FastClock, rate_hz: int) -> None:
    left = tone(1.03, rate_hz=rate_hz)
    microphone = FileMicrophone(write_wav(tmp_path / "tone.wav", np.stack([left, left], axis=1), rate_hz))
    clock.sleep_until(3 * NS, NO_STOP)
    microphone.open(clock)
    sounds = []
    with pytest.raises(TrackEnded):
        while True:
            sounds.append(microphone.recv(NO_STOP))
            assert clock.now_ns() == pytest.approx(sounds[-1].at_ns + sounds[-1].samples.size * NS / 48_000, abs=1)
    assert [sound.at_ns for sound in sounds] == [3 * NS + k * 40_000_000 for k in range(26)]
    assert {sound.samples.size for sound in sounds[:-1]} == {BLOCK}
    samples = np.concatenate([sound.samples for sound in sounds])
    assert samples.size == pytest.approx(1.03 * SAMPLE_RATE_HZ, abs=2)
    spectrum = np.abs(np.fft.rfft(samples[:SAMPLE_RATE_HZ]))
    assert int(spectrum.argmax()) == 1000
    assert np.abs(samples[2000:-2000]).max() == pytest.approx(12_000, rel=0.02)


def test_looped_sound_file_goes_on_without_a_hole(tmp_path: Path, clock: FastClock) -> None:
    microphone = FileMicrophone(write_wav(tmp_path / "tone.wav", tone(0.1)), loop=True)
    microphone.open(clock)
    sounds = [microphone.recv(NO_STOP) for _ in range(10)]
    assert [sound.at_ns for sound in sounds] == [k * 40_000_000 for k in range(10)]
    assert np.array_equal(np.concatenate([sound.samples for sound in sounds])[4800:9600], tone(0.1))


def test_film_with_sound_keeps_lip_sync_as_camera_and_microphone(tmp_path: Path, clock: FastClock) -> None:
    path = tmp_path / "sync.mkv"
    picture, beep = TestPicture(160, 96, fps=15, flash_s=1), ToneMicrophone()
    picture.open(clock)
    beep.open(clock)
    with av.open(str(path), "w") as container:
        video, audio = container.add_stream("libx264", rate=15), container.add_stream("pcm_s16le", rate=SAMPLE_RATE_HZ)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        audio.layout = "mono"
        for k in range(45):
            frame = picture.recv(NO_STOP)
            frame.pts, frame.time_base = k, Fraction(1, 15)
            container.mux(video.encode(frame))
        for k in range(75):
            sound = av.AudioFrame.from_ndarray(beep.recv(NO_STOP).samples.reshape(1, -1), format="s16", layout="mono")
            sound.sample_rate, sound.pts = SAMPLE_RATE_HZ, k * BLOCK
            container.mux(audio.encode(sound))
        container.mux(video.encode())
        container.mux(audio.encode())
    camera, microphone = FileCamera(path), FileMicrophone(path)
    camera.open(clock)
    microphone.open(clock)
    begin_ns = clock.now_ns()
    first = microphone.recv(NO_STOP)
    assert first.at_ns == begin_ns
    samples = np.concatenate([first.samples, *(microphone.recv(NO_STOP).samples for _ in range(70))])
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 2000)
    beeps = loud[np.insert(np.diff(loud) > 4800, 0, True)] / SAMPLE_RATE_HZ
    camera_begin_us = clock.now_ns() // 1000
    frames = read_all(camera)
    flashes = [((frame.pts or 0) - camera_begin_us) / 1e6 for frame in frames if planes_of(frame)[0].mean() > 220]
    assert len(flashes) == 3
    assert flashes == pytest.approx(beeps.tolist(), abs=0.002)


def test_read_sound_gives_every_sample(tmp_path: Path) -> None:
    assert np.array_equal(read_sound(write_wav(tmp_path / "tone.wav", tone(0.333))), tone(0.333))


# --- cameras with drivers


class Driver:
    """A camera's driver: gives numbered pictures when told to, fails or hangs when told to."""

    def __init__(self) -> None:
        self.turn = threading.Semaphore(0)
        self.is_failing = False
        self.released = threading.Event()
        self.given = 0

    def read(self) -> Pixels | None:
        self.turn.acquire()
        if self.is_failing:
            self.turn.release()
            return None
        self.given += 1
        return np.full((90, 161, 3), self.given, np.uint8)

    def release(self) -> None:
        self.released.set()


def test_live_camera_gives_the_newest_picture_stamped_when_grabbed() -> None:
    clock, driver = SystemClock(), Driver()
    camera = LiveCamera("camera", lambda: driver, silence_s=5)
    driver.turn.release()
    begin_us = clock.now_ns() // 1000
    camera.open(clock)
    first = camera.recv(NO_STOP)
    assert begin_us <= (first.pts or 0) <= clock.now_ns() // 1000
    assert (first.width, first.height, first.format.name) == (160, 90, "yuv420p")
    driver.turn.release(5)
    while driver.given < 6 or camera.skipped < 4:
        clock.sleep_until(clock.now_ns() + NS // 1000, NO_STOP)
    second = camera.recv(NO_STOP)
    assert (second.pts or 0) > (first.pts or 0)
    assert camera.skipped == 4
    assert planes_of(second)[0][0, 0] > planes_of(first)[0][0, 0]
    driver.turn.release()
    camera.close()
    assert driver.released.wait(5)


def test_live_camera_that_hangs_is_lost_and_can_be_opened_again(expect_log: Callable[[str], None]) -> None:
    expect_log("WARNING stage: thread missed its deadline: camera")
    clock, drivers = SystemClock(), [Driver(), Driver()]
    waiting = iter(drivers)
    camera = LiveCamera("camera", lambda: next(waiting), silence_s=0.2)
    drivers[0].turn.release()
    camera.open(clock)
    camera.recv(NO_STOP)
    with pytest.raises(Fault, match="E-102"):
        camera.recv(NO_STOP)
    camera.close()
    drivers[1].turn.release()
    camera.open(clock)
    camera.recv(NO_STOP)
    drivers[0].turn.release()  # the stuck driver comes back to life and must not disturb
    assert drivers[0].released.wait(5)
    with pytest.raises(Fault, match="E-102"):
        camera.recv(NO_STOP)
    drivers[1].turn.release()
    camera.close()


def test_live_camera_whose_driver_fails_is_lost() -> None:
    driver = Driver()
    camera = LiveCamera("camera", lambda: driver, silence_s=0.3)
    driver.turn.release()
    camera.open(SystemClock())
    camera.recv(NO_STOP)
    driver.is_failing = True
    driver.turn.release()
    with pytest.raises(Fault, match="E-102"):
        camera.recv(NO_STOP)
    camera.close()
    assert driver.released.is_set()


def test_live_camera_without_a_first_picture_is_no_camera() -> None:
    driver = Driver()
    driver.is_failing = True
    driver.turn.release()
    camera = LiveCamera("camera", lambda: driver, open_s=0.2, silence_s=60)
    with pytest.raises(Fault, match="E-103"):
        camera.open(SystemClock())
    assert driver.released.is_set()


def test_live_camera_stops_when_asked() -> None:
    driver, stop = Driver(), threading.Event()
    camera = LiveCamera("camera", lambda: driver, silence_s=60)
    driver.turn.release()
    camera.open(SystemClock())
    camera.recv(stop)
    stop.set()
    with pytest.raises(TrackEnded):
        camera.recv(stop)
    driver.turn.release()
    camera.close()
    camera.close()
    with pytest.raises(TrackEnded):
        camera.recv(NO_STOP)


def test_devices_are_refused_on_a_fast_clock(clock: FastClock) -> None:
    for track in (LiveCamera("camera", Driver), Microphone()):
        with pytest.raises(Fault, match="E-104") as caught:
            track.open(clock)
        assert exit_code(caught.value) == EXIT.USAGE


def test_camera_that_is_not_there_is_a_device_fault() -> None:
    camera = open_camera("device:99")
    with pytest.raises(Fault, match="E-101") as caught:
        camera.open(SystemClock())
    assert exit_code(caught.value) == EXIT.DEVICE
    camera.close()


def test_camera_is_found_by_its_name(tmp_path: Path) -> None:
    for number, index, name in ((0, 0, "Integrated Camera"), (1, 1, "Integrated Camera"), (4, 0, "HD Webcam C525")):
        folder = tmp_path / f"video{number}"
        folder.mkdir()
        (folder / "name").write_text(f"{name}\n")
        (folder / "index").write_text(f"{index}\n")
    assert find_camera("hd webcam c525", tmp_path) == 4
    assert find_camera("integrated", tmp_path) == 0
    assert find_camera("7", tmp_path) == 7
    for absent in ("C920", "cam"):
        with pytest.raises(Fault, match="E-101"):
            find_camera(absent, tmp_path)


# --- cameras on the network


@pytest.fixture
def broadcast(tmp_path: Path) -> Iterator[tuple[str, threading.Event]]:
    """A camera on the network: its address, sending 30 pictures and then nothing until the event is set."""
    film = write_video(tmp_path / "film.ts", 30).read_bytes()
    end = threading.Event()

    class Camera(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "video/mp2t")
            self.end_headers()
            self.wfile.write(film)
            end.wait(30)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Camera) as server:
        server.daemon_threads = True
        worker = Worker("broadcast", lambda _: server.serve_forever(0.05), SystemClock(), lambda *_: None)
        worker.start()
        yield f"http://127.0.0.1:{server.server_port}/live.ts", end
        end.set()
        server.shutdown()
        worker.close()


def test_network_camera_gives_pictures_and_is_lost_when_it_falls_silent(
    broadcast: tuple[str, threading.Event],
) -> None:
    camera = LiveCamera("network camera", lambda: AddressGrabber(broadcast[0], read_s=0.5), silence_s=5)
    camera.open(SystemClock())
    last_us, frames = -1, 0
    with pytest.raises(Fault, match="E-102"):
        while True:
            frame = camera.recv(NO_STOP)
            assert frame.format.name == "yuv420p" and (frame.pts or 0) > last_us
            last_us, frames = frame.pts or 0, frames + 1
    assert frames >= 1
    camera.close()


def test_network_camera_that_does_not_answer_is_a_fault() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
    camera = open_camera(f"http://user:secret@127.0.0.1:{port}/live")
    with pytest.raises(Fault, match="E-107") as caught:
        camera.open(SystemClock())
    assert "secret" not in sentence(caught.value) + repr(caught.value)


# --- sound devices


def test_sound_devices_that_are_not_there_are_faults() -> None:
    with pytest.raises(Fault, match="E-120") as caught:
        open_microphone("device:no such microphone").open(SystemClock())
    assert exit_code(caught.value) == EXIT.DEVICE
    with pytest.raises(Fault, match="E-126"):
        Speaker("device:no such speaker")
    with pytest.raises(Fault, match="E-105"):
        Speaker("file:x.wav")


def test_no_speaker_is_silent() -> None:
    speaker = Speaker("none")
    speaker.play(tone(0.1))
    speaker.stop()
    speaker.close()


def test_missing_portaudio_is_told_only_to_those_who_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sounddevice.py").write_text('raise OSError("PortAudio library not found")')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    microphone = open_microphone("device:default")
    with pytest.raises(Fault, match="E-124"):
        microphone.open(SystemClock())
    with pytest.raises(Fault, match="E-124"):
        Speaker("device:default")
    found = devices()
    assert found.sound_fault is not None and found.sound_fault.code == "E-124"
    assert found.as_json()["sound_fault"] == "E-124"


def collect(microphone: Microphone, seconds: float) -> tuple[Samples, int]:
    """So much sound, and when its first sample was taken."""
    sounds = [microphone.recv(NO_STOP)]
    while sum(sound.samples.size for sound in sounds) < seconds * SAMPLE_RATE_HZ:
        sounds.append(microphone.recv(NO_STOP))
    for one, other in itertools.pairwise(sounds):
        assert other.at_ns == pytest.approx(one.at_ns + one.samples.size * NS / SAMPLE_RATE_HZ, abs=2_000_000)
    return np.concatenate([sound.samples for sound in sounds]), sounds[0].at_ns


def test_wav_played_into_the_sound_server_is_heard(sound_server: SoundServer, tmp_path: Path) -> None:  # noqa: F811
    played = np.concatenate([tone(0.3), np.zeros(9600, np.int16), tone(0.3, hz=2000)])
    microphone, clock = Microphone("pulse"), SystemClock()
    microphone.open(clock)
    opened_ns = clock.now_ns()
    player = sound_server.play(write_wav(tmp_path / "tones.wav", played))
    samples, at_ns = collect(microphone, 2.5)
    assert player.wait(10) == 0
    microphone.close()
    assert abs(at_ns - opened_ns) < NS // 2
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 3000)
    assert (loud[-1] - loud[0]) / SAMPLE_RATE_HZ == pytest.approx(0.8, abs=0.005)
    heard = samples[loud[0] : loud[0] + played.size]
    assert int(np.abs(np.fft.rfft(heard[:14_400])).argmax()) * 48_000 / 14_400 == pytest.approx(1000, abs=10)
    assert int(np.abs(np.fft.rfft(heard[-14_400:])).argmax()) * 48_000 / 14_400 == pytest.approx(2000, abs=10)
    with pytest.raises(TrackEnded):
        microphone.recv(NO_STOP)


def test_speaker_is_heard_replaced_and_silenced(sound_server: SoundServer) -> None:  # noqa: F811
    microphone, speaker = Microphone("pulse"), Speaker(SPEC)
    microphone.open(SystemClock())
    speaker.play(tone(30.0))
    first, _ = collect(microphone, 0.8)
    speaker.play(tone(30.0, hz=3000))
    second, _ = collect(microphone, 0.8)
    speaker.stop()
    third, _ = collect(microphone, 0.8)
    speaker.close()
    microphone.close()
    for samples, hz in ((first, 1000), (second, 3000)):
        assert int(np.abs(np.fft.rfft(samples[-9600:])).argmax()) * 5 == pytest.approx(hz, abs=10)
    assert np.abs(third[-9600:]).max() < 50


def test_pulled_out_sound_card_is_told_by_microphone_and_speaker(sound_server: SoundServer) -> None:  # noqa: F811
    clock = SystemClock()
    microphone, speaker = Microphone("pulse"), Speaker(SPEC)
    microphone.open(clock)
    microphone.recv(NO_STOP)
    sound_server.pull_out_the_microphone()
    begin_ns = clock.now_ns()
    with pytest.raises(Fault, match="E-121") as caught:
        while clock.now_ns() - begin_ns < 10 * NS:
            microphone.recv(NO_STOP)
    assert clock.now_ns() - begin_ns < 3 * NS
    assert "麦克风断开。已录部分安全" in sentence(caught.value)
    microphone.close()
    with pytest.raises(Fault, match="E-127"):
        while clock.now_ns() - begin_ns < 10 * NS:
            speaker.play(tone(0.1))
    speaker.close()
    with pytest.raises(Fault, match="E-122"):
        microphone.open(clock)


def test_late_reader_loses_the_oldest_sound_and_its_times_jump(
    sound_server: SoundServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(capture, "KEPT_BLOCKS", 10)
    clock, microphone = SystemClock(), Microphone("pulse")
    microphone.open(clock)
    before = microphone.recv(NO_STOP)
    clock.sleep_until(clock.now_ns() + NS, NO_STOP)
    after = microphone.recv(NO_STOP)
    microphone.close()
    assert microphone.overflows > 20
    assert after.at_ns - before.at_ns == pytest.approx(0.8 * NS, abs=0.3 * NS)


def test_devices_are_listed_with_specs_that_work(sound_server: SoundServer) -> None:  # noqa: F811
    found = devices()
    assert found.sound_fault is None
    microphone = next(device for device in found.microphones if device.name == "pulse")
    assert microphone.spec == "device:pulse@ALSA"
    track = open_microphone(microphone.spec)
    track.open(SystemClock())
    track.close()
    assert {kind for kind, _ in found.rows()} >= {"microphone", "speaker"}


def test_faults_of_a_synthetic_track_are_off_unless_asked_for() -> None:
    faults = Faults()
    assert not faults.is_lost(1e9) and faults.after_stall(5.0) == 5.0 and not faults.is_within(faults.black_at, 1e9)
