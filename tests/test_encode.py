"""Pictures and sound go in with clock times; what comes out is decoded, counted and compared with what went in."""

import errno
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import av
import numpy as np
import numpy.typing as npt
import pytest

from media.clock import NS
from media.encode import Encoder, EncodeSettings, RateLadder, ffmpeg_arguments
from media.fault import Fault
from media.fragments import FragmentWatcher, scan
from media.track import MICROSECONDS, SAMPLE_RATE_HZ

SMALL = EncodeSettings(width=320, height=180, preset="ultrafast")
ORIGIN_NS = 7_123_456_789_012
WHITE, BLACK = 235, 16


def picture(at_ns: int, luma: int, settings: EncodeSettings = SMALL) -> av.VideoFrame:
    planes = np.full((settings.height * 3 // 2, settings.width), 128, np.uint8)
    planes[: settings.height] = luma
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = at_ns // 1000, MICROSECONDS
    return frame


def silence(samples: int) -> npt.NDArray[np.int16]:
    return np.zeros((samples, 2), np.int16)


def beeps(first: int, samples: int, starts: tuple[int, ...]) -> npt.NDArray[np.int16]:
    """50 ms of 1 kHz from each of `starts`, as heard in the stretch of `samples` from `first`."""
    wave = np.zeros(samples, np.float64)
    for start in starts:
        since = np.arange(first, first + samples) - start
        is_on = (since >= 0) & (since < SAMPLE_RATE_HZ // 20)
        wave += np.where(is_on, 20_000 * np.cos(2 * np.pi * 1000 * since / SAMPLE_RATE_HZ), 0)
    return np.repeat(wave.astype(np.int16)[:, None], 2, axis=1)


class Disk:
    """A sink that is full after `room` bytes, and remembers how long its pieces were."""

    def __init__(self, room: int | None = None, problem: Callable[[], Exception] | None = None) -> None:
        self.bytes = io.BytesIO()
        self.room = room
        self.problem = problem or (lambda: OSError(errno.ENOSPC, "No space left on device"))
        self.raised: Exception | None = None

    def write(self, piece: bytes, /) -> int:
        if self.room is not None and self.bytes.tell() + len(piece) > self.room:
            self.raised = self.problem()
            raise self.raised
        return self.bytes.write(piece)


def record(sink: Disk, seconds: float, settings: EncodeSettings = SMALL) -> Encoder:
    """An ordinary take: a picture per frame time and the sound up to it; not closed."""
    encoder = Encoder(sink, settings, ORIGIN_NS)
    rng = np.random.default_rng(5)
    heard = 0
    for number in range(round(seconds * settings.fps)):
        at_ns = ORIGIN_NS + number * NS // settings.fps
        encoder.picture(picture(at_ns, int(rng.integers(BLACK, WHITE)), settings))
        until = (number + 1) * SAMPLE_RATE_HZ // settings.fps
        noise = rng.integers(-3000, 3000, (until - heard, 2)).astype(np.int16)
        encoder.sound(ORIGIN_NS + heard * NS // SAMPLE_RATE_HZ, noise)
        heard = until
    return encoder


def decode(take: bytes) -> tuple[list[tuple[float, float]], npt.NDArray[np.float32]]:
    """(time, mean luma) of every picture, and all samples (2, n); asserts that the sound is contiguous from zero."""
    pictures: list[tuple[float, float]] = []
    pieces: list[npt.NDArray[np.float32]] = []
    samples = 0
    with av.open(io.BytesIO(take), "r") as container:
        for packet in container.demux():
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    luma = frame.to_ndarray()[: frame.height]
                    pictures.append((frame.time, float(luma.mean())))
                elif isinstance(frame, av.AudioFrame):
                    assert frame.pts == samples
                    samples += frame.samples
                    pieces.append(frame.to_ndarray().astype(np.float32))
    return pictures, np.concatenate(pieces, axis=1) if pieces else np.zeros((2, 0), np.float32)


def onsets(wave: npt.NDArray[np.float32]) -> list[float]:
    """Seconds at which sound begins after 100 ms of silence."""
    loud = np.flatnonzero(np.abs(wave) > 0.15)
    begins = [int(loud[0]), *(int(b) for a, b in pairwise(loud) if b - a > SAMPLE_RATE_HZ // 10)]
    return [begin / SAMPLE_RATE_HZ for begin in begins]


def test_take_is_h264_and_two_channel_aac_with_every_picture() -> None:
    disk = Disk()
    encoder = record(disk, 4)
    encoder.close()
    encoder.close()
    assert encoder.frames == 60
    assert (encoder.moved, encoder.gaps_ns) == (0, 0)
    assert encoder.sound_ns == 4 * NS
    assert abs(encoder.duration_ns - 4 * NS) < 1000
    with av.open(io.BytesIO(disk.bytes.getvalue())) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 180)
        assert (audio.codec_context.name, audio.channels, audio.rate) == ("aac", 2, 48_000)
        assert not video.codec_context.has_b_frames
    pictures, sound = decode(disk.bytes.getvalue())
    assert [time for time, _ in pictures] == pytest.approx([number / 15 for number in range(60)], abs=12e-6)
    assert 4 * SAMPLE_RATE_HZ <= sound.shape[1] < 4 * SAMPLE_RATE_HZ + 2048


def test_flash_and_beep_come_within_a_millisecond_at_start_and_end() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    seconds, flashes = 20, (1, 150, 288)  # pictures, so that one comes soon after zero and one near the end
    starts = tuple(number * SAMPLE_RATE_HZ // 15 for number in flashes)
    heard = 0
    for number in range(seconds * 15):
        encoder.picture(picture(ORIGIN_NS + number * NS // 15, WHITE if number in flashes else BLACK))
        while heard < (number + 1) * SAMPLE_RATE_HZ // 15:  # in the mixer's steps, not the pictures'
            encoder.sound(ORIGIN_NS + heard * NS // SAMPLE_RATE_HZ, beeps(heard, 1920, starts))
            heard += 1920
    encoder.close()
    pictures, sound = decode(disk.bytes.getvalue())
    seen = [time for time, luma in pictures if luma > 120]
    for channel in sound:
        assert onsets(channel) == pytest.approx(seen, abs=0.001)
    assert seen == pytest.approx([number / 15 for number in flashes], abs=0.001)


def test_left_does_not_leak_into_right() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    voice = beeps(0, 2 * SAMPLE_RATE_HZ, tuple(range(0, 2 * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ // 20)))
    voice[:, 1] = 0
    encoder.picture(picture(ORIGIN_NS, BLACK))
    encoder.sound(ORIGIN_NS, voice)
    encoder.close()
    _, (left, right) = decode(disk.bytes.getvalue())
    assert np.sqrt(np.mean(left**2)) > 0.3
    assert np.abs(right).max() < 0.0002


@pytest.mark.parametrize("fps", [15, 25, 5])
def test_fragments_last_at_most_half_a_second(fps: int) -> None:
    disk = Disk()
    record(disk, 6, replace(SMALL, fps=fps)).close()
    layout = scan(io.BytesIO(disk.bytes.getvalue()))
    assert max(fragment.duration_ns for fragment in layout.fragments) <= NS // 2
    keys = [fragment.at_ns for fragment in layout.fragments if fragment.is_keyframe_start]
    assert keys == pytest.approx([0, 2 * NS, 4 * NS], abs=100_000)


def test_what_was_encoded_reaches_the_sink_within_half_a_second() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    watcher = FragmentWatcher()
    seen = late_ns = 0
    safe_ns = 0
    for number in range(90):
        encoder.picture(picture(ORIGIN_NS + number * NS // 15, 20 + number))
        encoder.sound(ORIGIN_NS + number * 3200 * NS // SAMPLE_RATE_HZ, silence(3200))
        written = disk.bytes.getvalue()
        for fragment in watcher.feed(written[seen:]):
            safe_ns = fragment.end_ns
        seen = len(written)
        late_ns = max(late_ns, (number + 1) * NS // 15 - safe_ns)
    encoder.close()
    assert late_ns <= 0.54 * NS  # a fragment, and the sound that the encoder still holds


def test_pictures_alone_reach_the_sink_when_the_sound_stops() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    for number in range(15 * 6):
        encoder.picture(picture(ORIGIN_NS + number * NS // 15, 20 + number))
        if number < 15:
            encoder.sound(ORIGIN_NS + number * 3200 * NS // SAMPLE_RATE_HZ, silence(3200))
    before_close = scan(io.BytesIO(disk.bytes.getvalue()))
    encoder.close()
    assert before_close.fragments[-1].end_ns > 4.8 * NS
    assert encoder.gaps_ns == pytest.approx(5 * NS, abs=2 * NS // SAMPLE_RATE_HZ)
    pictures, sound = decode(disk.bytes.getvalue())
    assert len(pictures) == 90
    assert abs(sound.shape[1] / SAMPLE_RATE_HZ - 6) < 0.05


def test_gap_in_the_sound_becomes_silence_of_the_same_length() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    for number in range(45):
        encoder.picture(picture(ORIGIN_NS + number * NS // 15, BLACK))
    starts = (SAMPLE_RATE_HZ // 2, 2 * SAMPLE_RATE_HZ)
    encoder.sound(ORIGIN_NS, beeps(0, SAMPLE_RATE_HZ, starts))
    encoder.sound(ORIGIN_NS + 3 * NS // 2, beeps(SAMPLE_RATE_HZ * 3 // 2, SAMPLE_RATE_HZ * 3 // 2, starts))
    encoder.close()
    assert encoder.gaps_ns == NS // 2
    _, sound = decode(disk.bytes.getvalue())
    assert abs(sound.shape[1] / SAMPLE_RATE_HZ - 3) < 0.05
    assert onsets(sound[0]) == pytest.approx([0.5, 2.0], abs=0.001)


def test_overlapping_and_early_sound_is_trimmed() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    encoder.picture(picture(ORIGIN_NS, BLACK))
    starts = (SAMPLE_RATE_HZ // 2, SAMPLE_RATE_HZ * 3 // 2)
    encoder.sound(ORIGIN_NS - NS // 4, beeps(-SAMPLE_RATE_HZ // 4, SAMPLE_RATE_HZ, starts))
    encoder.sound(ORIGIN_NS + NS // 4, beeps(SAMPLE_RATE_HZ // 4, SAMPLE_RATE_HZ, starts))
    encoder.sound(ORIGIN_NS + NS // 2, silence(480))  # all of it is known already
    encoder.sound(ORIGIN_NS + 5 * NS // 4 + 300_000, beeps(SAMPLE_RATE_HZ * 5 // 4, SAMPLE_RATE_HZ, starts))
    encoder.close()
    assert encoder.gaps_ns == 0
    assert encoder.sound_ns == 9 * NS // 4
    _, sound = decode(disk.bytes.getvalue())
    assert onsets(sound[0]) == pytest.approx([0.5, 1.5], abs=0.001)


def test_time_before_the_first_sound_is_silent_and_no_gap() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    encoder.picture(picture(ORIGIN_NS, BLACK))
    encoder.sound(ORIGIN_NS + NS, beeps(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ, (SAMPLE_RATE_HZ,)))
    encoder.close()
    assert encoder.gaps_ns == 0
    assert onsets(decode(disk.bytes.getvalue())[1][0]) == pytest.approx([1.0], abs=0.001)


def test_pictures_out_of_order_are_moved_and_counted() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    for at_ms in (-5, 0, 67, 67, 40, 133, 200):
        encoder.picture(picture(ORIGIN_NS + at_ms * 1_000_000, BLACK))
    encoder.close()
    assert (encoder.frames, encoder.moved) == (7, 4)
    times = [time for time, _ in decode(disk.bytes.getvalue())[0]]
    assert times == pytest.approx([0, 0.001, 0.067, 0.068, 0.069, 0.133, 0.2], abs=12e-6)


@pytest.mark.parametrize(("jump_s", "moved"), [(3333, 0), (40_000, 2)])
def test_jump_forward_costs_neither_the_recording_nor_its_size(jump_s: int, moved: int) -> None:
    noise = np.random.default_rng(3).integers(16, 235, (8, 270, 320)).astype(np.uint8)

    def encode(jump_ns: int) -> tuple[Encoder, bytes]:
        disk = Disk()
        encoder = Encoder(disk, replace(SMALL, maxrate_bps=600_000), ORIGIN_NS)
        for number in range(60):
            frame = av.VideoFrame.from_ndarray(noise[number % 8], format="yuv420p")
            frame.pts = (ORIGIN_NS + number * NS // 15 + (jump_ns if number >= 20 else 0)) // 1000
            frame.time_base = MICROSECONDS
            encoder.picture(frame)
        return encoder, disk.bytes.getvalue()

    _, steady = encode(0)
    encoder, jumped = encode(jump_s * NS)
    assert encoder.moved == moved
    assert len(jumped) < 1.5 * len(steady)
    assert len(scan(io.BytesIO(jumped)).fragments) >= 8


def test_keyframes_of_the_camera_are_not_taken_over() -> None:
    disk = Disk()
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    for number in range(45):
        frame = picture(ORIGIN_NS + number * NS // 15, 20 + number)
        frame.pict_type = 1  # as every decoded MJPEG picture says
        encoder.picture(frame)
        assert (frame.pts, frame.pict_type) == ((ORIGIN_NS + number * NS // 15) // 1000, 1)
    encoder.close()
    with av.open(io.BytesIO(disk.bytes.getvalue()), "r") as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.is_keyframe and packet.size]
    assert keys == pytest.approx([0, 180_000], abs=1)


@pytest.mark.parametrize("room", [0, 1000, 20_000, 60_000])
def test_full_disk_surfaces_as_it_is_and_leaves_what_was_written(room: int) -> None:
    disk = Disk(room)
    with pytest.raises(OSError, match="No space left") as caught:
        record(disk, 20)
    assert caught.value is disk.raised
    take = disk.bytes.getvalue()
    layout = scan(io.BytesIO(take))
    assert layout.whole_bytes == (len(take) if room >= 20_000 else 0)
    if layout.fragments:
        assert len(decode(take)[0]) >= 14


def test_close_after_a_failed_write_works_and_the_failure_stays() -> None:
    disk = Disk(20_000, lambda: Fault("E-301", reason="disk full"))
    encoder = Encoder(disk, SMALL, ORIGIN_NS)
    raised: list[Exception] = []
    for number in range(150):
        try:
            noise = np.random.default_rng(number).integers(-9000, 9000, (3200, 2)).astype(np.int16)
            encoder.sound(ORIGIN_NS + number * 3200 * NS // SAMPLE_RATE_HZ, noise)
            encoder.picture(picture(ORIGIN_NS + number * NS // 15, BLACK))
        except Fault as fault:
            raised.append(fault)
    assert raised
    assert all(fault is disk.raised for fault in raised)
    before = disk.bytes.getvalue()
    encoder.close()
    encoder.close()
    assert disk.bytes.getvalue() == before


def test_failure_in_the_last_write_surfaces_from_close() -> None:
    disk = Disk()
    encoder = record(disk, 2)
    disk.room = disk.bytes.tell() + 10
    with pytest.raises(OSError, match="No space left") as caught:
        encoder.close()
    assert caught.value is disk.raised
    encoder.close()


def test_short_write_is_a_failure() -> None:
    class Lazy(Disk):
        def write(self, piece: bytes, /) -> int:
            return super().write(piece[:-1]) if self.bytes.tell() > 2000 else super().write(piece)

    with pytest.raises(OSError, match="only a part"):
        record(Lazy(), 3).close()


def test_unusable_settings_are_a_fault() -> None:
    with pytest.raises(Fault) as caught:
        Encoder(Disk(), replace(SMALL, preset="no such preset"), ORIGIN_NS)
    assert caught.value.code == "E-130"


def test_take_goes_on_to_its_end_when_the_encoder_refuses() -> None:
    disk = Disk()
    encoder = record(disk, 2)
    encoder._video.encode(None)  # ended too early, so it takes no more
    with pytest.raises(Fault) as caught:
        encoder.picture(picture(ORIGIN_NS + 2 * NS, BLACK))
    assert caught.value.code == "E-131"
    encoder.close()
    assert len(decode(disk.bytes.getvalue())[0]) == 30


def test_closed_take_takes_nothing_more() -> None:
    encoder = record(Disk(), 1)
    encoder.close()
    with pytest.raises(ValueError, match="closed"):
        encoder.picture(picture(ORIGIN_NS + NS, BLACK))
    with pytest.raises(ValueError, match="closed"):
        encoder.sound(ORIGIN_NS + NS, silence(100))


def test_wrong_pictures_and_sound_are_mistakes() -> None:
    encoder = Encoder(Disk(), SMALL, ORIGIN_NS)
    with pytest.raises(ValueError, match="320x180"):
        encoder.picture(picture(ORIGIN_NS, BLACK, replace(SMALL, width=640)))
    timeless = picture(ORIGIN_NS, BLACK)
    timeless.pts = None
    with pytest.raises(ValueError, match="microseconds"):
        encoder.picture(timeless)
    with pytest.raises(ValueError, match="int16"):
        encoder.sound(ORIGIN_NS, np.zeros((10, 1), np.int16))
    encoder.close()


def test_sink_is_neither_closed_nor_asked_to_seek() -> None:
    class Strict(Disk):
        def seek(self, *_: int) -> int:
            raise AssertionError("seek")

        def close(self) -> None:
            raise AssertionError("close")

    disk = Strict()
    record(disk, 1).close()
    assert decode(disk.bytes.getvalue())[0]


def test_ffmpeg_arguments_name_every_setting() -> None:
    words = ffmpeg_arguments(EncodeSettings(preset="superfast", crf=31, maxrate_bps=123_456, sound_bps=77_000, fps=12))
    pairs = dict(zip(words[::2], words[1::2], strict=True))
    assert pairs["-preset"] == "superfast"
    assert (pairs["-crf"], pairs["-maxrate"], pairs["-b:a"], pairs["-r"]) == ("31", "123456", "77000", "12")
    assert pairs["-movflags"] == "frag_keyframe+empty_moov+default_base_moof"
    assert all(name.startswith("-") for name in pairs)


class Load:
    """A queue in front of an encoder that takes `cost_ns` per picture: what the ladder judges, without a thread."""

    def __init__(self, depth: int = 30) -> None:
        self.ladder = RateLadder(15)
        self.depth = depth
        self.at_ns = 0
        self.waiting = 0.0
        self.lost = 0
        self.changes: list[tuple[float, int]] = []

    def run(self, seconds: float, cost_ns: int) -> None:
        until = self.at_ns + round(seconds * NS)
        while self.at_ns < until:
            step = NS // self.ladder.fps
            self.at_ns += step
            self.waiting = max(0.0, self.waiting - step / cost_ns) + 1
            if self.waiting > self.depth:
                self.lost += 1
                self.waiting = self.depth
            changed = self.ladder.judge(self.at_ns, int(self.waiting) - 1, self.depth, cost_ns)
            if changed is not None:
                assert changed == self.ladder.fps
                self.changes.append((self.at_ns / NS, changed))


def test_ladder_stays_while_the_encoder_keeps_up() -> None:
    load = Load()
    load.run(600, 30_000_000)
    assert load.changes == []


def test_ladder_goes_down_before_anything_is_lost_and_comes_back() -> None:
    load = Load()
    load.run(60, 90_000_000)  # 11 pictures a second is all it can do
    assert load.lost == 0
    assert [fps for _, fps in load.changes] == [10]
    load.run(60, 20_000_000)
    assert [fps for _, fps in load.changes] == [10, 15]


def test_ladder_goes_down_to_the_last_rung_under_heavy_load() -> None:
    load = Load()
    load.run(60, 190_000_000)
    assert (load.ladder.fps, load.lost) == (5, 0)
    assert [fps for _, fps in load.changes] == [10, 8, 5]


def test_ladder_does_not_swing() -> None:
    load = Load()
    for _ in range(60):  # ten calm seconds always invite a rate that the next two cannot hold
        load.run(14, 20_000_000)
        load.run(6, 400_000_000)
    rises = sum(1 for (_, a), (_, b) in pairwise(load.changes) if b > a)
    assert rises <= 12


def test_ladder_begins_at_any_rate() -> None:
    ladder = RateLadder(25)
    assert [ladder.judge(second * NS, 30, 30, 1) for second in range(6)] == [15, 10, 8, 5, None, None]
