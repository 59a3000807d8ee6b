"""Pictures and sound in, fragmented MP4 bytes out: H.264 and two-channel AAC, readable up to the cut if it is cut.

    picture(frame) ─► libx264 ─┐
                               ├─► moof+mdat, at most half a second each ─► sink.write(bytes)
    sound(at, two) ─► aac ─────┘

Promises: the time in the container is the clock's time since `origin_ns`, the same for sound and picture; a fragment
goes to the sink the moment it is complete; nothing seeks back, so the sink may encrypt as it is written; a jump or a
step back of the pictures' times neither stops the recording nor upsets the rate control; what the sink raises comes
back as that very exception, and `close` still works after it.

It does not scale, stamp or mix, it holds no thread, and it knows nothing of files.

Decisions:
- No B-frames, no lookahead, one x264 thread: a picture that went in is a packet that came out. Frame threads would hold
  pictures back (and lose them in a crash), slice threads would cost a tenth of the bit rate; 720p15 does not need them.
  `force-cfr` keeps x264 from holding one back to learn how long it lasts, and from minding jumps in their times.
- No edit list: with `empty_moov` players disagree about it (sound 45 ms early). AAC's priming packet, which an edit
  list would hide, is left out instead, so decoded sample n is the take's sample n. The price: the first 21 ms fade in.
- No joint stereo: left is the counter and right the customer, and one must not leak into the other.
"""

from __future__ import annotations  # av.Packet is generic for the type checker only

import threading
import time
from dataclasses import dataclass
from errno import EIO
from fractions import Fraction
from typing import Protocol

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream

from media.clock import NS
from media.fault import Fault
from media.track import MICROSECONDS, SAMPLE_RATE_HZ

CHANNELS = 2
SLACK_SAMPLES = SAMPLE_RATE_HZ // 2000
"""half a millisecond: what `at_ns` may be off by rounding before it is a gap or an overlap"""
SHORTEST_STEP_US = 1_000
LONGEST_GAP_US = 4 * 3600 * 1_000_000
"""a sample lasts at most 2³¹ units of its track's timescale: beyond that FFmpeg does not fail, it aborts the process"""
VIDEO_TIMESCALE = 90_000
BLOCK_SAMPLES = SAMPLE_RATE_HZ
"""silence is made in pieces of this length, so that a gap of an hour is not an array of an hour"""


class Sink(Protocol):
    """Where the bytes go: writes all of them or raises."""

    def write(self, piece: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class EncodeSettings:
    """What a take looks and sounds like; the rule pack may ask for another size or rate."""

    width: int = 1280
    height: int = 720
    fps: int = 15
    preset: str = "veryfast"
    crf: int = 25
    maxrate_bps: int = 2_000_000
    keyframe_s: float = 2.0
    fragment_s: float = 0.5
    sound_bps: int = 96_000
    threads: int = 1


class Encoder:
    """Writes one take into `sink`; `origin_ns` is the clock's time of the take's zero.

    `picture` and `sound` may be called from two threads; they take turns.
    """

    def __init__(self, sink: Sink, settings: EncodeSettings, origin_ns: int) -> None:
        self.settings = settings
        self._origin_ns = origin_ns
        self._origin_us = origin_ns // 1000
        self._keyframe_us = round(settings.keyframe_s * 1_000_000)
        self._picture_us = 1_000_000 // settings.fps
        self._turn = threading.Lock()
        self._closed = self._has_refused = False
        self._frames = self._moved = 0
        self._last_picture_cpu_ns = 0
        self._last_us: int | None = None  # container time of the last picture
        self._key_us = 0
        self._samples = 0  # of the take, handed to the sound encoder
        self._gap_samples = 0
        self._has_heard = False
        self._outlet = _Outlet(sink)
        self._container = av.open(self._outlet, "w", format="mp4", options=_muxer(settings), buffer_size=1 << 20)
        try:
            self._video = self._add_video(settings)
            self._audio = self._add_audio(settings)
            self._container.start_encoding()
        except (av.FFmpegError, ValueError) as problem:
            self._container.close()
            raise Fault("E-130", width=settings.width, height=settings.height, fps=settings.fps) from problem
        if self._outlet.failure is not None:
            self._container.close()
            raise self._outlet.failure

    def picture(self, frame: av.VideoFrame) -> None:
        """Encode one picture: yuv420p in the settings' size, pts in microseconds on the clock.

        A pts that is not after the last one is moved just behind it, one that is hours after it is moved closer; both
        are counted in `moved`. Raises what the sink raised, or `Fault` E-131 when the encoder refuses.
        """
        settings = self.settings
        if (frame.width, frame.height, frame.format.name) != (settings.width, settings.height, "yuv420p"):
            raise ValueError(f"not {settings.width}x{settings.height} yuv420p: {frame}")
        if frame.pts is None or frame.time_base != MICROSECONDS:
            raise ValueError(f"not in microseconds on the clock: {frame}")
        with self._turn:
            self._surface()
            at_us = self._in_order(frame.pts - self._origin_us)
            # Half a picture early rather than one late: at 15 fps, 2 s is picture 30 although 29 × 66.7 ms < 2 s.
            is_key = self._last_us is None or at_us - self._key_us >= self._keyframe_us - self._picture_us // 2
            if is_key:
                self._key_us = at_us
            self._last_us = at_us
            self._frames += 1
            began = time.thread_time_ns()
            self._encode_picture(frame, at_us, is_key)
            self._last_picture_cpu_ns = time.thread_time_ns() - began

    def sound(self, at_ns: int, samples: npt.NDArray[np.int16]) -> None:
        """Encode a stretch of sound: (n, 2) int16 at 48 kHz, the first sample taken at `at_ns` on the clock.

        What is missing since the last stretch becomes silence of the same length, counted in `gaps_ns`; what overlaps
        it, or lies before the take's zero, is left out. Raises as `picture` does.
        """
        if samples.dtype != np.int16 or samples.ndim != 2 or samples.shape[1] != CHANNELS:
            raise ValueError(f"not (n, {CHANNELS}) int16: {samples.dtype} {samples.shape}")
        with self._turn:
            self._surface()
            missing = round((at_ns - self._origin_ns) * SAMPLE_RATE_HZ / NS) - self._samples
            if missing > SLACK_SAMPLES:
                self._silence(missing)
            elif missing < -SLACK_SAMPLES:
                samples = samples[-missing:]
            if len(samples):
                self._has_heard = True
                self._encode_sound(samples)

    def close(self) -> None:
        """Write what is still inside and the end of the file; twice is fine, and so is after a failed write.

        Sound that ended before the picture did is continued as silence and counted as a gap.
        """
        with self._turn:
            if self._closed:
                return
            was_failing = self._outlet.failure is not None
            try:
                if not was_failing and not self._has_refused:
                    self._flush()
            finally:
                self._closed = True
                self._container.close()
            if not was_failing and self._outlet.failure is not None:
                raise self._outlet.failure

    @property
    def frames(self) -> int:
        """Pictures taken in."""
        return self._frames

    @property
    def moved(self) -> int:
        """Pictures whose time had to be moved, because it did not lie after the one before."""
        return self._moved

    @property
    def picture_ns(self) -> int:
        """End of the last picture on the take's clock, as long as pictures come at the settings' rate."""
        return 0 if self._last_us is None else (self._last_us + self._picture_us) * 1000

    @property
    def sound_ns(self) -> int:
        """End of the sound on the take's clock."""
        return self._samples * NS // SAMPLE_RATE_HZ

    @property
    def duration_ns(self) -> int:
        return max(self.picture_ns, self.sound_ns)

    @property
    def gaps_ns(self) -> int:
        """Silence put in where sound was missing, without the time before the first sound."""
        return self._gap_samples * NS // SAMPLE_RATE_HZ

    @property
    def last_picture_cpu_ns(self) -> int:
        """Processor time the last picture took; what `RateLadder.judge` wants to know."""
        return self._last_picture_cpu_ns

    def _add_video(self, settings: EncodeSettings) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=settings.fps, options=_video_options(settings))
        stream.width, stream.height, stream.pix_fmt = settings.width, settings.height, "yuv420p"
        stream.codec_context.time_base = MICROSECONDS
        stream.thread_count = settings.threads
        return stream

    def _add_audio(self, settings: EncodeSettings) -> AudioStream:
        stream = self._container.add_stream("aac", rate=SAMPLE_RATE_HZ, options=_sound_options(settings))
        stream.layout = "stereo"
        return stream

    def _in_order(self, at_us: int) -> int:
        earliest = 0 if self._last_us is None else self._last_us + SHORTEST_STEP_US
        latest = (self._last_us or 0) + LONGEST_GAP_US
        within = min(max(at_us, earliest), latest)
        self._moved += within != at_us
        return within

    def _encode_picture(self, frame: av.VideoFrame, at_us: int, is_key: bool) -> None:
        as_given = frame.pts, frame.pict_type
        frame.pts = at_us
        # A camera's MJPEG pictures say they are I; x264 would believe it and make every picture a keyframe.
        frame.pict_type = PictureType.I if is_key else PictureType.NONE
        try:
            self._mux_pictures(self._video.encode(frame))
        except av.FFmpegError as problem:
            raise self._refusal() from problem
        finally:
            frame.pts, frame.pict_type = as_given
        self._surface()

    def _mux_pictures(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = self._picture_us
            self._container.mux(packet)

    def _encode_sound(self, samples: npt.NDArray[np.int16]) -> None:
        block = np.ascontiguousarray(samples).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._samples
        self._samples += len(samples)
        try:
            self._mux_sound(self._audio.encode(frame))
        except av.FFmpegError as problem:
            raise self._refusal() from problem
        self._surface()

    def _mux_sound(self, packets: list[Packet[AudioStream]]) -> None:
        for packet in packets:
            if packet.pts is not None and packet.pts >= 0:  # the priming packet lies before zero
                self._container.mux(packet)

    def _silence(self, samples: int) -> None:
        if self._has_heard:
            self._gap_samples += samples
        while samples > 0:
            length = min(samples, BLOCK_SAMPLES)
            self._encode_sound(np.zeros((length, CHANNELS), np.int16))
            samples -= length

    def _flush(self) -> None:
        missing = self.picture_ns * SAMPLE_RATE_HZ // NS - self._samples
        if missing > SAMPLE_RATE_HZ // 20:
            self._silence(missing)
        try:
            self._mux_pictures(self._video.encode(None))
            if self._samples:
                self._mux_sound(self._audio.encode(None))
        except av.FFmpegError as problem:
            raise self._refusal() from problem

    def _refusal(self) -> Exception:
        self._has_refused = True
        return self._outlet.failure or Fault("E-131", frames=self._frames)

    def _surface(self) -> None:
        if self._closed:
            raise ValueError("the take is closed")
        if self._outlet.failure is not None:
            raise self._outlet.failure


class _Outlet:
    """Between FFmpeg and the sink: only `write`, so that FFmpeg neither seeks nor closes it.

    FFmpeg turns a writer's exception into its own and loses others; so the first one is kept here for `Encoder` to
    raise, and FFmpeg is told that all is well, which lets it end in order.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.failure: Exception | None = None

    def write(self, piece: bytes) -> int:
        if self.failure is None:
            try:
                if self._sink.write(piece) != len(piece):
                    raise OSError(EIO, "the sink wrote only a part")
            except Exception as problem:
                self.failure = problem
        return len(piece)


def _video_options(settings: EncodeSettings) -> dict[str, str]:
    return {
        "preset": settings.preset,
        "crf": str(settings.crf),
        "maxrate": str(settings.maxrate_bps),
        "bufsize": str(settings.maxrate_bps),
        "bf": "0",
        "g": str(round(settings.keyframe_s * settings.fps * 4)),  # keyframes are asked for by time; this is the net
        "sc_threshold": "0",
        "rc-lookahead": "0",
        "forced-idr": "1",
        "x264-params": "force-cfr=1:sync-lookahead=0:sliced-threads=0:mbtree=0:colormatrix=smpte170m",
    }


def _sound_options(settings: EncodeSettings) -> dict[str, str]:
    return {"b": str(settings.sound_bps), "aac_coder": "fast", "aac_is": "0", "aac_ms": "0"}


def _muxer(settings: EncodeSettings) -> dict[str, str]:
    # FFmpeg cuts at the first packet beyond `frag_duration`; a picture less keeps the whole fragment inside the limit.
    cut_us = round((settings.fragment_s - 1 / settings.fps) * 1_000_000)
    return {
        "movflags": "frag_keyframe+empty_moov+default_base_moof",
        "frag_duration": str(cut_us),
        "flush_packets": "1",
        "max_interleave_delta": "500000",  # when one of the two stops coming the other must still reach the disk
        "use_editlist": "0",
        "video_track_timescale": str(VIDEO_TIMESCALE),
    }


def ffmpeg_arguments(settings: EncodeSettings) -> list[str]:
    """The options that make the `ffmpeg` program encode and pack the same way, to be put before its output."""
    options = {
        "c:v": "libx264",
        "pix_fmt": "yuv420p",
        "r": str(settings.fps),
        "threads:v": str(settings.threads),
        "force_key_frames": f"expr:gte(t,n_forced*{settings.keyframe_s})",
        **_video_options(settings),
        "c:a": "aac",
        "ac": str(CHANNELS),
        "ar": str(SAMPLE_RATE_HZ),
        **{"b:a" if name == "b" else name: value for name, value in _sound_options(settings).items()},
        **_muxer(settings),
        "f": "mp4",
    }
    return [word for name, value in options.items() for word in (f"-{name}", value)]


class RateLadder:
    """Decides the frame rate from how the encoder keeps up: down before anything is lost, up again with patience.

    Pure: told the time, it keeps none. Down one rung when the queue is half full, and again a second later if it
    still is, at once when it is three quarters full. Up one rung after ten calm seconds, if the next rung's pictures
    would load the encoder by less than 70 %; a rate that had to be given up soon after is tried again later and later.
    """

    RUNGS = (15, 10, 8, 5)
    SETTLE_NS = 1 * NS
    CALM_NS = 10 * NS
    LONGEST_CALM_NS = 160 * NS
    LOAD_LIMIT = 0.7

    def __init__(self, fps: int) -> None:
        self._rungs = (fps, *(rung for rung in self.RUNGS if rung < fps))
        self._rung = 0
        self._changed_ns: int | None = None
        self._rose_ns: int | None = None
        self._calm_since_ns: int | None = None
        self._calm_ns = self.CALM_NS
        self._picture_ns = 0.0

    @property
    def fps(self) -> int:
        return self._rungs[self._rung]

    def judge(self, at_ns: int, waiting: int, depth: int, encode_ns: int) -> int | None:
        """The new frame rate, or None while it stays.

        `waiting` of `depth` pictures are queued; `encode_ns` is what the last one took to encode.
        """
        self._picture_ns += (encode_ns - self._picture_ns) / (8 if self._picture_ns else 1)
        has_settled = self._changed_ns is None or at_ns - self._changed_ns >= self.SETTLE_NS
        if waiting * 2 >= depth:
            self._calm_since_ns = None
            if self._rung + 1 < len(self._rungs) and (has_settled or waiting * 4 >= depth * 3):
                return self._fall(at_ns)
            return None
        if waiting * 8 > depth:
            self._calm_since_ns = None
            return None
        if self._calm_since_ns is None:
            self._calm_since_ns = at_ns
        is_calm = at_ns - self._calm_since_ns >= self._calm_ns
        if is_calm and self._rung and self._picture_ns * self._rungs[self._rung - 1] < self.LOAD_LIMIT * NS:
            return self._rise(at_ns)
        return None

    def _fall(self, at_ns: int) -> int:
        if self._rose_ns is not None and at_ns - self._rose_ns < 3 * self.CALM_NS:
            self._calm_ns = min(2 * self._calm_ns, self.LONGEST_CALM_NS)
        self._rose_ns = None
        self._changed_ns = at_ns
        self._rung += 1
        return self.fps

    def _rise(self, at_ns: int) -> int:
        self._rose_ns = self._changed_ns = self._calm_since_ns = at_ns
        self._rung -= 1
        return self.fps
