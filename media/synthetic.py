"""Cameras and microphones made of code: for the demo, for tests, and for showing what a fault does to a take.

They are paced by the clock like real ones, and deterministic: the same options on the same clock give the same
pictures and samples. Pictures lie on the clock's own grid (n / fps) and so do flashes and beeps (multiples of
`flash_s`): a flash and a beep of two tracks that were opened at different moments still fall on the same nanosecond.

Faults come on demand, at moments counted from the first `open`; they do not come again when the track is opened anew.
Nothing here knows a case, a script or a person; `virtual_counter.py` draws one.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np

from media.clock import NS, Clock
from media.fault import Fault
from media.planes import Pixels, frame_of, plain, split
from media.track import SAMPLE_RATE_HZ, Samples, Sound, TrackEnded

BLOCK = SAMPLE_RATE_HZ * 40 // 1000
"""samples in one `Sound` of the tracks made of code or read from files: 40 ms"""
KEPT = 4
"""pictures a camera keeps for a reader that is late, as drivers do; older ones are gone"""
MAX_SPEECH_S = 600
"""how much speech may wait in a `VirtualCustomer`"""


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong with a synthetic track and when, in seconds after its first `open`; None is never."""

    lose_at: float | None = None
    """the device is gone: `recv` raises a fault, and so does `open` until `back_at`"""
    back_at: float | None = None
    stall_at: float | None = None
    """nothing comes for `stall_s`, without an error"""
    stall_s: float = 2.0
    freeze_at: float | None = None
    """the same picture again and again"""
    black_at: float | None = None
    """black pictures; for sound: digital silence"""
    clear_at: float | None = None
    """the end of `freeze_at` and `black_at`"""
    switch_at: float | None = None
    """the camera changes to half its width and height"""

    def is_within(self, begin: float | None, elapsed_s: float) -> bool:
        if begin is None or elapsed_s < begin:
            return False
        return self.clear_at is None or elapsed_s < self.clear_at

    def is_lost(self, elapsed_s: float) -> bool:
        if self.lose_at is None or elapsed_s < self.lose_at:
            return False
        return self.back_at is None or elapsed_s < self.back_at

    def after_stall(self, elapsed_s: float) -> float:
        """When something that was due at `elapsed_s` really comes."""
        if self.stall_at is not None and self.stall_at <= elapsed_s < self.stall_at + self.stall_s:
            return self.stall_at + self.stall_s
        return elapsed_s


class PacedCamera:
    """A camera that paints: `fps` pictures a second on the clock's grid, and the faults asked for.

    `paint(n, elapsed_s)` gives a new I420 array each time; n counts the clock's grid, so it never depends on the past.
    """

    def __init__(self, name: str, paint: Callable[[int, float], Pixels], fps: float, faults: Faults) -> None:
        self.name = name
        self._paint = paint
        self._fps = Fraction(fps).limit_denominator(1001)  # exact, however long the computer has been running
        self._faults = faults
        self._clock: Clock | None = None
        self._first_ns: int | None = None
        self._next = 0
        self._frozen: Pixels | None = None

    def open(self, clock: Clock) -> None:
        """Get ready; raises E-101 while the fault `lose_at` … `back_at` lasts."""
        now_ns = clock.now_ns()
        if self._first_ns is None:
            self._first_ns = now_ns
        if self._faults.is_lost((now_ns - self._first_ns) / NS):
            raise Fault("E-101", camera=self.name)
        self._clock = clock
        self._next = self._next_after(now_ns)

    def recv(self, stop: threading.Event) -> av.VideoFrame:
        clock, first_ns = self._clock, self._first_ns
        if clock is None or first_ns is None:
            raise TrackEnded
        self._next = max(self._next, self._next_after(clock.now_ns()) - KEPT)
        due_s = (self._at_ns(self._next) - first_ns) / NS
        come_s = self._faults.after_stall(due_s)
        if self._faults.is_lost(come_s):
            if not clock.sleep_until(first_ns + int((self._faults.lose_at or 0) * NS), stop):
                raise TrackEnded
            raise Fault("E-102", camera=self.name)
        if come_s > due_s:
            self._next = self._next_after(first_ns + round(come_s * NS))
        n = self._next
        self._next += 1
        if not clock.sleep_until(self._at_ns(n), stop):
            raise TrackEnded
        return frame_of(self._picture(n, (self._at_ns(n) - first_ns) / NS), self._at_ns(n) // 1000)

    def close(self) -> None:
        self._clock = None

    def _at_ns(self, n: int) -> int:
        return round(n * NS / self._fps)

    def _next_after(self, at_ns: int) -> int:
        return -int(-at_ns * self._fps // NS)

    def _picture(self, n: int, elapsed_s: float) -> Pixels:
        if self._faults.is_within(self._faults.freeze_at, elapsed_s):
            if self._frozen is None:
                self._frozen = self._paint(n, elapsed_s)
            return self._frozen
        self._frozen = None
        picture = self._paint(n, elapsed_s)
        if self._faults.is_within(self._faults.black_at, elapsed_s):
            return plain(picture.shape[1], picture.shape[0] * 2 // 3)
        if self._faults.switch_at is not None and elapsed_s >= self._faults.switch_at:
            return _halved(picture)
        return picture


class TestPicture(PacedCamera):
    """A colour gradient with a moving bar, a turning hand and, each `flash_s` seconds, one white picture."""

    __test__ = False  # not a test, whatever its name makes pytest believe

    def __init__(
        self,
        width: int = 1280,
        height: int = 720,
        fps: float = 15,
        flash_s: float | None = None,
        faults: Faults | None = None,
    ) -> None:
        super().__init__("test picture", self._draw, fps, faults or Faults())
        self._size = (width, height)
        self._flash_every = None if flash_s is None else max(1, round(flash_s * fps))
        self._background = plain(width, height)
        y, u, v = split(self._background)
        y[:] = np.linspace(40, 200, width, dtype=np.uint8)[None, :]
        u[:] = np.linspace(80, 176, height // 2, dtype=np.uint8)[:, None]
        v[:] = np.linspace(176, 80, width // 2, dtype=np.uint8)[None, :]

    def _draw(self, n: int, elapsed_s: float) -> Pixels:
        width, height = self._size
        if self._flash_every is not None and n % self._flash_every == 0:
            return plain(width, height, y=235)
        picture = self._background.copy()
        y = split(picture)[0]
        left = n * 8 % width
        y[height // 8 : height // 4, left : left + 80] = 235
        centre, reach = (width // 2, height // 2), height // 5
        turn = n * 0.1
        hand = (round(centre[0] + reach * np.cos(turn)), round(centre[1] + reach * np.sin(turn)))
        cv2.circle(y, centre, reach + 8, 16, 4)
        cv2.line(y, centre, hand, 235, 6)
        return picture


class PacedMicrophone:
    """A microphone that computes: blocks of 40 ms, and the faults asked for.

    `compute(first, n)` gives the samples first … first + n, counted from zero of the clock. With `drift_ppm` the
    device's own clock is wrong by as much, as cheap sound cards are: a second has a few samples more than 48,000.
    """

    def __init__(
        self, name: str, compute: Callable[[int, int], Samples], drift_ppm: float = 0.0, faults: Faults | None = None
    ) -> None:
        self.name = name
        self._compute = compute
        self._rate_hz = SAMPLE_RATE_HZ * (1 + drift_ppm / 1e6)
        self._faults = faults or Faults()
        self._clock: Clock | None = None
        self._first_ns: int | None = None
        self._next = 0

    def open(self, clock: Clock) -> None:
        """Get ready; raises E-120 while the fault `lose_at` … `back_at` lasts."""
        now_ns = clock.now_ns()
        if self._first_ns is None:
            self._first_ns = now_ns
        if self._faults.is_lost((now_ns - self._first_ns) / NS):
            raise Fault("E-120", microphone=self.name)
        self._clock = clock
        self._next = self._sample_at(now_ns)

    def recv(self, stop: threading.Event) -> Sound:
        clock, first_ns = self._clock, self._first_ns
        if clock is None or first_ns is None:
            raise TrackEnded
        due_s = (self._at_ns(self._next) - first_ns) / NS
        come_s = self._faults.after_stall(due_s)
        if self._faults.is_lost(come_s + (BLOCK - 1) / self._rate_hz):  # its last sample is not taken any more
            if not clock.sleep_until(first_ns + int((self._faults.lose_at or 0) * NS), stop):
                raise TrackEnded
            raise Fault("E-121", microphone=self.name)
        if come_s > due_s:
            self._next = self._sample_at(first_ns + round(come_s * NS))
        first = self._next
        self._next += BLOCK
        if not clock.sleep_until(self._at_ns(self._next), stop):
            raise TrackEnded
        at_ns = self._at_ns(first)
        if self._faults.is_within(self._faults.black_at, (at_ns - first_ns) / NS):
            return Sound(at_ns, np.zeros(BLOCK, np.int16))
        return Sound(at_ns, self._compute(first, BLOCK))

    def close(self) -> None:
        self._clock = None

    def _at_ns(self, sample: int) -> int:
        return round(sample * NS / self._rate_hz)

    def _sample_at(self, at_ns: int) -> int:
        return round(at_ns * self._rate_hz / NS)


class SilentMicrophone(PacedMicrophone):
    """Digital silence: what Windows gives when its privacy switch blocks the microphone."""

    def __init__(self, drift_ppm: float = 0.0, faults: Faults | None = None) -> None:
        super().__init__("silence", lambda first, n: np.zeros(n, np.int16), drift_ppm, faults)


class ToneMicrophone(PacedMicrophone):
    """A beep of 50 ms at each multiple of `flash_s` seconds, the very moments of `TestPicture`'s flashes."""

    def __init__(
        self,
        flash_s: float = 1.0,
        tone_hz: float = 1000.0,
        level_dbfs: float = -12.0,
        drift_ppm: float = 0.0,
        faults: Faults | None = None,
    ) -> None:
        super().__init__("tone", self._beep, drift_ppm, faults)
        self._period = flash_s * SAMPLE_RATE_HZ * (1 + drift_ppm / 1e6)
        t = np.arange(SAMPLE_RATE_HZ // 20) / SAMPLE_RATE_HZ
        self._tone = (32767 * 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * tone_hz * t)).astype(np.int16)

    def _beep(self, first: int, n: int) -> Samples:
        phase = (np.arange(first, first + n) % self._period).astype(np.int64)
        return np.where(phase < self._tone.size, self._tone[np.minimum(phase, self._tone.size - 1)], 0).astype(np.int16)


class NoiseMicrophone(PacedMicrophone):
    """White noise of a given level: a busy hall, or a fan beside the microphone."""

    def __init__(self, level_dbfs: float = -40.0, drift_ppm: float = 0.0, faults: Faults | None = None) -> None:
        super().__init__("noise", _Noise(level_dbfs).between, drift_ppm, faults)


class VirtualCustomer(PacedMicrophone):
    """A microphone in a quiet room; `say` puts speech into it at an exact moment of the clock, from any thread."""

    def __init__(self, room_dbfs: float = -66.0, drift_ppm: float = 0.0, faults: Faults | None = None) -> None:
        super().__init__("virtual customer", self._hear, drift_ppm, faults)
        self._room = _Noise(room_dbfs)
        self._lock = threading.Lock()
        self._said: list[tuple[int, Samples]] = []
        self._heard_until = 0

    def say(self, samples: Samples, at_ns: int) -> int:
        """Speak `samples` (n,) int16 mono 48 kHz from `at_ns` on; what was given before is finished first.

        Returns the moment at which the speech really begins: later than asked when that moment has already been taken
        or the customer is still speaking. Raises ValueError when more than ten minutes would be waiting.
        """
        with self._lock:
            first = max(self._sample_at(at_ns), self._heard_until, *(begin + said.size for begin, said in self._said))
            if first + samples.size - max(self._heard_until, self._sample_at(at_ns)) > MAX_SPEECH_S * SAMPLE_RATE_HZ:
                raise ValueError("more speech than a virtual customer can keep in mind")
            self._said.append((first, samples.astype(np.int16)))
        return self._at_ns(first)

    def hush(self) -> None:
        """Forget everything that has not been said yet."""
        with self._lock:
            self._said.clear()

    def _hear(self, first: int, n: int) -> Samples:
        mixed = self._room.between(first, n).astype(np.int32)
        with self._lock:
            for begin, said in self._said:
                low, high = max(first, begin), min(first + n, begin + said.size)
                if low < high:
                    mixed[low - first : high - first] += said[low - begin : high - begin]
            self._heard_until = first + n
            self._said = [(begin, said) for begin, said in self._said if begin + said.size > first + n]
        return np.clip(mixed, -32768, 32767).astype(np.int16)


class _Noise:
    """White noise without end from a table of 2.7 s, the same at the same sample."""

    def __init__(self, level_dbfs: float) -> None:
        drawn = np.random.default_rng(20).normal(0.0, 32767 * 10 ** (level_dbfs / 20), 131_071)
        self._table = np.clip(drawn, -32768, 32767).round().astype(np.int16)

    def between(self, first: int, n: int) -> Samples:
        start = first % self._table.size
        return self._table.take(np.arange(start, start + n), mode="wrap")


def _halved(i420: Pixels) -> Pixels:
    height, width = i420.shape[0] * 2 // 3 // 4 * 2, i420.shape[1] // 4 * 2
    small = plain(width, height)
    for target, source in zip(split(small), split(i420), strict=True):
        cv2.resize(source, target.shape[::-1], dst=target, interpolation=cv2.INTER_AREA)
    return small
