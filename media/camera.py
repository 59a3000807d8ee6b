"""Cameras whose driver may do anything: a thread of its own takes the pictures, and `recv` has a deadline.

    driver thread: grabber.read() ─► one slot, newest wins ─► recv()

A driver's `read` can block for half a minute or for ever (opencv/opencv#4506); then `recv` still raises its fault in
time, and `close` leaves the stuck thread behind with a slot that nobody reads any more. After a loss the track may be
closed and opened again. Pictures carry the clock's time of their grabbing, since drivers' own times are unreliable.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import av
import av.error
import numpy as np

from media.clock import NS, Clock, FastClock
from media.fault import Fault
from media.file_tracks import yuv420p
from media.planes import Pixels, frame_of, i420_of
from media.stage import Worker
from media.track import MICROSECONDS, TrackEnded

LINUX_CAMERAS = Path("/sys/class/video4linux")
OPEN_S = 15.0
"""the first picture must have come by then: Windows' Media Foundation needs up to twelve seconds"""
SILENCE_S = 2.0
"""no picture for so long is a loss"""
LOOK_S = 0.1
"""how often a waiting `recv` looks whether it is to stop"""
RETRY_S = 0.05
"""pause after a picture the driver could not give"""


class Grabber(Protocol):
    """One connection to one camera, used by one thread only."""

    def read(self) -> Pixels | av.VideoFrame | None:
        """Wait for the next picture: BGR (h, w, 3) or a frame; None when there was none this time."""
        ...

    def release(self) -> None: ...


@dataclass(slots=True)
class _Slot:
    """What the driver thread has to say; the newest picture replaces one that was not fetched."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    picture: tuple[int, Pixels | av.VideoFrame] | None = None
    failure: BaseException | None = None
    has_seen: bool = False
    skipped: int = 0


class LiveCamera:
    """A camera reached by `connect`, which raises `Fault` when it cannot be had."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], Grabber],
        *,
        open_s: float = OPEN_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        self.name = name
        self._connect = connect
        self._open_s = open_s
        self._silence_s = silence_s
        self._slot: _Slot | None = None
        self._worker: Worker | None = None
        self._last_us = -1

    @property
    def skipped(self) -> int:
        """Pictures that were replaced by a newer one before anybody fetched them."""
        return self._slot.skipped if self._slot is not None else 0

    def open(self, clock: Clock) -> None:
        """Connect and wait for the first picture; raises E-103 when none comes, E-104 on a clock that is not real."""
        self.close()
        refuse_fast_clock(clock, self.name)
        slot = _Slot()

        def on_fault(_: str, problem: BaseException) -> None:
            with slot.changed:
                slot.failure = problem
                slot.changed.notify_all()

        self._slot = slot
        self._worker = Worker("camera", lambda stop: self._drive(slot, clock, stop), clock, on_fault)
        self._worker.start()
        with slot.changed:
            came = slot.changed.wait_for(lambda: slot.has_seen or slot.failure is not None, self._open_s)
            failure = slot.failure
        if not came or failure is not None:
            self.close()
            raise failure or Fault("E-103", camera=self.name)

    def recv(self, stop: threading.Event) -> av.VideoFrame:
        slot = self._slot
        if slot is None:
            raise TrackEnded
        waited_s = 0.0
        with slot.changed:
            while slot.picture is None:
                if stop.is_set():
                    raise TrackEnded
                if slot.failure is not None:
                    raise slot.failure
                if waited_s >= self._silence_s:
                    raise Fault("E-102", camera=self.name)
                if not slot.changed.wait(LOOK_S):
                    waited_s += LOOK_S
            at_ns, picture = slot.picture
            slot.picture = None
        self._last_us = max(at_ns // 1000, self._last_us + 1)
        if isinstance(picture, np.ndarray):
            return frame_of(i420_of(picture), self._last_us)
        frame = yuv420p(picture)
        frame.pts, frame.time_base = self._last_us, MICROSECONDS
        return frame

    def close(self) -> None:
        worker, self._worker = self._worker, None
        self._slot = None
        if worker is not None:
            worker.close(deadline_s=1.0)

    def _drive(self, slot: _Slot, clock: Clock, stop: threading.Event) -> None:
        grabber = self._connect()
        try:
            failing_since_ns: int | None = None
            while not stop.is_set():
                picture = grabber.read()
                at_ns = clock.now_ns()
                if picture is None:
                    failing_since_ns = failing_since_ns or at_ns
                    if at_ns - failing_since_ns > self._silence_s * NS:
                        raise Fault("E-102", camera=self.name)
                    stop.wait(RETRY_S)
                    continue
                failing_since_ns = None
                with slot.changed:
                    slot.skipped += slot.picture is not None
                    slot.picture = at_ns, picture
                    slot.has_seen = True
                    slot.changed.notify_all()
        finally:
            grabber.release()


def refuse_fast_clock(clock: Clock, name: str) -> None:
    """Raises E-104: a device lives in real time and cannot be run faster."""
    if isinstance(clock, FastClock):
        raise Fault("E-104", device=name)


def find_camera(wanted: str, listed: Path = LINUX_CAMERAS) -> int:
    """The number of a camera given by number or, on Linux, by name or part of it; raises E-101."""
    if wanted.isdecimal():
        return int(wanted)
    names = camera_names(listed)
    exact = [number for number, name in names.items() if name.casefold() == wanted.casefold()]
    alike = [number for number, name in names.items() if wanted.casefold() in name.casefold()]
    if exact:
        return exact[0]
    if len(alike) == 1:
        return alike[0]
    raise Fault("E-101", camera=wanted)


def camera_names(listed: Path = LINUX_CAMERAS) -> dict[int, str]:
    """Cameras by number; only Linux tells their names, elsewhere it is empty and they go by number."""
    names = {}
    for folder in listed.glob("video*"):
        number = folder.name.removeprefix("video")
        # one camera has several nodes; those after the first carry only its metadata
        is_first = not (folder / "index").is_file() or (folder / "index").read_text().strip() == "0"
        if number.isdecimal() and is_first and (folder / "name").is_file():
            names[int(number)] = (folder / "name").read_text(errors="replace").strip()
    return dict(sorted(names.items()))


class AddressGrabber:
    """A network camera by its address: RTSP over TCP, or HTTP with MJPEG or MPEG-TS."""

    def __init__(self, address: str, *, open_s: float = 8.0, read_s: float = SILENCE_S) -> None:
        """Raises E-107 when nothing answers in time or what answers is no picture."""
        options = {"rtsp_transport": "tcp", "fflags": "nobuffer"} if address.startswith("rtsp") else {}
        try:
            self._container = av.open(address, options=options, timeout=(open_s, read_s))
        except (av.error.FFmpegError, OSError) as problem:
            raise Fault("E-107") from problem
        if not self._container.streams.video:
            self._container.close()
            raise Fault("E-107")
        stream = self._container.streams.video[0]
        stream.thread_type = "NONE"  # frame threads would hold pictures back
        self._frames = self._container.decode(stream)

    def read(self) -> av.VideoFrame | None:
        try:
            return next(self._frames)
        except StopIteration:
            raise Fault("E-102", camera="network camera") from None
        except (av.error.FFmpegError, OSError) as problem:
            raise Fault("E-102", camera="network camera") from problem

    def release(self) -> None:
        self._container.close()
