"""What a camera and a microphone look like to the rest of the station: one verb, `recv`.

A track is opened, read until it ends, and closed. A file, a device, a test picture, a remote customer: same shape.
Pictures are the library's own `av.VideoFrame`; sound is `Sound`, because the mixer computes with the samples and an
`av.AudioFrame` would only wrap them and unwrap them again.
"""

import threading
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt
from av import VideoFrame

from media.clock import Clock

__all__ = ["MICROSECONDS", "SAMPLE_RATE_HZ", "AudioTrack", "Samples", "Sound", "TrackEnded", "VideoFrame", "VideoTrack"]

SAMPLE_RATE_HZ = 48_000
"""All sound inside the station is mono 16-bit at this rate, until the mixer makes two channels of it."""
MICROSECONDS = Fraction(1, 1_000_000)
"""time_base of every picture: its `pts` is the clock's `now_ns() // 1000` at the moment of capture."""

Samples = npt.NDArray[np.int16]


class TrackEnded(Exception):
    """The track is over in the ordinary way: the end of a file, not a fault."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of one voice: `samples` (n,) int16 mono at 48 kHz; `at_ns` is the clock when the first was taken."""

    at_ns: int
    samples: Samples


class VideoTrack(Protocol):
    """A source of pictures."""

    name: str
    """what to call it in a mark: never a path, never personal"""

    def open(self, clock: Clock) -> None:
        """Get ready; raises `Fault` when the device or file cannot be had."""
        ...

    def recv(self, stop: threading.Event) -> VideoFrame:
        """The next picture, when its time has come: yuv420p, pts in microseconds on the clock.

        Raises `TrackEnded` at the end of a file or when `stop` is set, `Fault` when the device is lost.
        """
        ...

    def close(self) -> None:
        """Let the device go; may be called twice, and after a failed `open`."""
        ...


class AudioTrack(Protocol):
    """A source of sound."""

    name: str

    def open(self, clock: Clock) -> None: ...

    def recv(self, stop: threading.Event) -> Sound:
        """The next stretch of sound (10 to 100 ms), when its last sample has been taken."""
        ...

    def close(self) -> None: ...
