"""The live picture for a screen: the newest frame, scaled, in the colours a window paints with, when it is asked for.

    any thread ── put(frame) ──► newest ──► pixels(width, height) ── at most `fps` conversions a second ──► the window

Nothing is queued and nothing is drawn that nobody asks for: converting costs about half a millisecond (1280 x 720 to
640 x 360), so it is done by whoever pulls. It promises: `put` never waits, a frame is never written to, and a picture
that is too old is never shown, since a frozen face would be a lie. It does not lay out, stamp or judge pictures.
"""

import threading
from dataclasses import dataclass

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import VideoReformatter

from media.clock import NS, Clock

__all__ = ["Pixels", "PreviewTap", "to_pixels"]

BGRA = "bgra"
"""byte for byte what Qt calls RGB32 on the machines this runs on"""


@dataclass(frozen=True, slots=True)
class Pixels:
    """One picture ready to be painted: `bgra` is (height, width, 4) uint8, its lines without padding."""

    width: int
    height: int
    bgra: npt.NDArray[np.uint8]
    pts: int
    """of the frame it was made from, in microseconds"""


def to_pixels(frame: av.VideoFrame, width: int, height: int, reformatter: VideoReformatter | None = None) -> Pixels:
    """The whole frame at exactly that size; a `reformatter` that is kept saves its tables from being made anew."""
    made = (reformatter or VideoReformatter()).reformat(frame, width, height, BGRA, interpolation="FAST_BILINEAR")
    return Pixels(width, height, np.ascontiguousarray(made.to_ndarray(), np.uint8), frame.pts or 0)


class PreviewTap:
    """Where a picture can be seen while it passes: put on one thread, pulled on another."""

    def __init__(self, clock: Clock, *, fps: float = 15.0, max_age_ns: int = NS) -> None:
        self._clock = clock
        self._every_ns = int(NS / fps)
        self._max_age_ns = max_age_ns
        self._newest: tuple[int, av.VideoFrame] | None = None
        self._lock = threading.Lock()
        self._reformatter = VideoReformatter()  # not the frame's own: somebody else may be using that one just now
        self._made: tuple[int, av.VideoFrame, Pixels] | None = None
        self.conversions = 0

    def put(self, frame: av.VideoFrame) -> None:
        """The picture that there is now; returns at once, from any thread."""
        self._newest = self._clock.now_ns(), frame

    def clear(self) -> None:
        """There is no picture any more."""
        self._newest = None

    def pixels(self, width: int, height: int, max_age_ns: int | None = None) -> Pixels | None:
        """The newest picture at that size; None when there is none, or only one older than asked for."""
        newest, now_ns = self._newest, self._clock.now_ns()
        if newest is None or width < 1 or height < 1:
            return None
        came_ns, frame = newest
        if now_ns - came_ns > (self._max_age_ns if max_age_ns is None else max_age_ns):
            return None
        with self._lock:
            if self._made is not None:
                made_ns, made_of, pixels = self._made
                is_fitting = (pixels.width, pixels.height) == (width, height)
                if is_fitting and (made_of is frame or 0 <= now_ns - made_ns < self._every_ns):
                    return pixels
            pixels = to_pixels(frame, width, height, self._reformatter)
            self._made = now_ns, frame, pixels
            self.conversions += 1
            return pixels
