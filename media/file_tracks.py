"""Files as a camera and as a microphone: anything FFmpeg reads, at the pace of the clock.

A file begins at the moment of the first `recv`, so that a camera and a microphone which read the same file keep its lip
sync. On a `FastClock` the same code runs as fast as the machine can. The end of the file is `TrackEnded`, unless it is
looped; a file that cannot be read is a fault. Pictures are not scaled: `picture.py` does that.
"""

import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np

from media.clock import NS, Clock
from media.fault import Fault
from media.synthetic import BLOCK
from media.track import MICROSECONDS, SAMPLE_RATE_HZ, Samples, Sound, TrackEnded


class FileCamera:
    """A video file as a camera. One thread at a time uses it, as with every track."""

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        self.name = "video file"
        self._path = path
        self._loop = loop
        self._clock: Clock | None = None
        self._first_ns: int | None = None
        self._frames: Generator[tuple[int, av.VideoFrame], None, None] | None = None
        self._waiting: tuple[int, av.VideoFrame] | None = None

    def open(self, clock: Clock) -> None:
        """Decode the first picture; raises E-106 when the file cannot be read or holds no picture."""
        self._clock = clock
        self._first_ns = None
        self._frames = _pictures(self._path, loop=self._loop)
        self._waiting = next(self._frames, None)
        if self._waiting is None:
            raise Fault("E-106")

    def recv(self, stop: threading.Event) -> av.VideoFrame:
        clock = self._clock
        if clock is None or self._frames is None:
            raise TrackEnded
        if self._first_ns is None:
            self._first_ns = clock.now_ns()
        upcoming = self._waiting or next(self._frames, None)
        self._waiting = None
        if upcoming is None:
            raise TrackEnded
        at_us, frame = upcoming
        at_ns = self._first_ns + at_us * 1000
        if not clock.sleep_until(at_ns, stop):
            raise TrackEnded
        frame.pts, frame.time_base = at_ns // 1000, MICROSECONDS
        return frame

    def close(self) -> None:
        _let_go(self._frames)
        self._frames = self._waiting = self._clock = None


class FileMicrophone:
    """The sound of a file as a microphone: mixed to mono, 48 kHz, blocks of 40 ms, the last one shorter."""

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        self.name = "sound file"
        self._path = path
        self._loop = loop
        self._clock: Clock | None = None
        self._first_ns: int | None = None
        self._blocks: Generator[Samples, None, None] | None = None
        self._waiting: Samples | None = None
        self._taken = 0

    def open(self, clock: Clock) -> None:
        """Decode the first block; raises E-125 when the file cannot be read or holds no sound."""
        self._clock = clock
        self._first_ns = None
        self._taken = 0
        self._blocks = _blocks(self._path, loop=self._loop)
        self._waiting = next(self._blocks, None)
        if self._waiting is None:
            raise Fault("E-125")

    def recv(self, stop: threading.Event) -> Sound:
        clock = self._clock
        if clock is None or self._blocks is None:
            raise TrackEnded
        if self._first_ns is None:
            self._first_ns = clock.now_ns()
        samples = next(self._blocks, None) if self._waiting is None else self._waiting
        self._waiting = None
        if samples is None:
            raise TrackEnded
        at_ns = self._first_ns + self._taken * NS // SAMPLE_RATE_HZ
        self._taken += samples.size
        if not clock.sleep_until(self._first_ns + self._taken * NS // SAMPLE_RATE_HZ, stop):
            raise TrackEnded
        return Sound(at_ns, samples)

    def close(self) -> None:
        _let_go(self._blocks)
        self._blocks = self._waiting = self._clock = None


def read_sound(path: Path) -> Samples:
    """A whole sound file as (n,) int16 mono 48 kHz; raises E-125. For prompts and answers, not for hours."""
    return np.concatenate([np.zeros(0, np.int16), *_blocks(path, loop=False)])


def yuv420p(frame: av.VideoFrame) -> av.VideoFrame:
    """The frame in the station's pixel format, with even sides; the very same object when it is so already."""
    width, height = frame.width & ~1, frame.height & ~1
    if frame.format.name == "yuv420p" and (width, height) == (frame.width, frame.height):
        return frame
    return frame.reformat(width=width, height=height, format="yuv420p")


def _let_go(reading: Generator[object, None, None] | None) -> None:
    """Close the file now, not when the collector comes; a thread that still reads it lets it go itself."""
    if reading is not None:
        with suppress(ValueError):  # "generator already executing"
            reading.close()


def _pictures(path: Path, *, loop: bool) -> Generator[tuple[int, av.VideoFrame], None, None]:
    """Microseconds since the file's beginning, and the picture."""
    begin_us = next_us = 0
    try:
        while True:
            with av.open(str(path)) as container:
                if not container.streams.video:
                    raise Fault("E-106")
                stream = container.streams.video[0]
                stream.thread_type = "AUTO"
                zero = Fraction(container.start_time or 0, av.time_base)
                period_us = round(1_000_000 / (stream.average_rate or 25))
                last_us = -1
                for frame in container.decode(stream):
                    at_us = next_us
                    if frame.pts is not None and frame.time_base is not None:
                        at_us = begin_us + round((frame.pts * frame.time_base - zero) * 1_000_000)
                    at_us = max(at_us, last_us + 1)  # a broken file must not send time backwards
                    last_us, next_us = at_us, at_us + period_us
                    yield at_us, yuv420p(frame)
            if not loop or next_us == begin_us:
                return
            begin_us = next_us
    except (av.error.FFmpegError, OSError) as problem:
        raise Fault("E-106") from problem


def _blocks(path: Path, *, loop: bool) -> Generator[Samples, None, None]:
    kept = np.zeros(0, np.int16)
    any_sound = False
    try:
        while True:
            for samples in _sound(path):
                any_sound = any_sound or samples.size > 0
                kept = np.concatenate((kept, samples))
                whole = kept.size // BLOCK * BLOCK
                for begin in range(0, whole, BLOCK):
                    yield kept[begin : begin + BLOCK]
                kept = kept[whole:]
            if not loop or not any_sound:
                break
        if kept.size:
            yield kept
    except (av.error.FFmpegError, OSError) as problem:
        raise Fault("E-125") from problem


def _sound(path: Path) -> Iterator[Samples]:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            raise Fault("E-125")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        is_first = True
        for frame in container.decode(container.streams.audio[0]):
            if is_first and frame.pts is not None and frame.time_base is not None:
                late = frame.pts * frame.time_base - Fraction(container.start_time or 0, av.time_base)
                if 0 < late < 60:  # the sound begins after the picture: keep them together
                    yield np.zeros(round(late * SAMPLE_RATE_HZ), np.int16)
            is_first = False
            for made in resampler.resample(frame):
                yield np.asarray(made.to_ndarray(), np.int16).reshape(-1)
        if not is_first:
            for made in resampler.resample(None):
                yield np.asarray(made.to_ndarray(), np.int16).reshape(-1)
