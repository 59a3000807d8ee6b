"""The cameras of a take while it runs: the newest picture of each, and what is told when one is lost or silent.

    track ── Worker each ──► newest picture ──► the first camera that has one sets the pace ──► on_picture

It promises: a picture older than half a second is never shown again, so that a camera that is lost or stuck leaves a
slate and not a frozen face; a lost camera is opened anew each second; each loss is a mark, and so is each stretch of
half a second or more in which a camera that was not lost gave nothing. It composes and encodes nothing.
"""

import threading
from collections.abc import Callable, Sequence

from app.faults import Fault
from app.model import Mark
from media.clock import NS, Clock
from media.stage import OnFault, Worker
from media.track import TrackEnded, VideoFrame, VideoTrack

SLATE_AFTER_NS = NS // 2
REOPEN_EVERY_NS = NS


class Cameras:
    """All cameras of one take; times count from its first moment."""

    def __init__(
        self,
        tracks: Sequence[VideoTrack],
        clock: Clock,
        *,
        observe: Callable[[Mark], None],
        on_picture: Callable[[int], None],
        on_fault: OnFault,
    ) -> None:
        """`on_picture(pts_us)` comes from a camera's own thread, for each picture of the one that sets the pace."""
        self._on_picture = on_picture
        self._cameras = [_Camera(index, track, clock, observe, self._has_picture) for index, track in enumerate(tracks)]
        self._workers = [Worker(f"camera-{camera.index}", camera.run, clock, on_fault) for camera in self._cameras]

    def __len__(self) -> int:
        return len(self._cameras)

    @property
    def tracks(self) -> list[VideoTrack]:
        return [camera.track for camera in self._cameras]

    def start(self, origin_ns: int) -> None:
        for camera in self._cameras:
            camera.origin_ns = origin_ns
        for worker in self._workers:
            worker.start()

    def ask_to_end(self) -> None:
        for worker in self._workers:
            worker.ask_to_end()

    def close(self, at_ns: int | None = None) -> None:
        """End the threads; `at_ns` is the take's end, up to which a silent camera is accounted for."""
        for worker in self._workers:
            worker.close()
        if at_ns is not None:
            for camera in self._cameras:
                camera.settle(at_ns)

    def shown_at(self, at_us: int) -> tuple[VideoFrame | None, ...]:
        """What each camera shows at that moment; None where its newest picture is too old to be shown."""
        return tuple(camera.shown_at(at_us) for camera in self._cameras)

    def _has_picture(self, camera: "_Camera", pts_us: int) -> None:
        if all(other.shown_at(pts_us) is None for other in self._cameras[: camera.index]):
            self._on_picture(pts_us)


class _Camera:
    """One camera's worker: newest frame, loss and come-back."""

    def __init__(
        self,
        index: int,
        track: VideoTrack,
        clock: Clock,
        observe: Callable[[Mark], None],
        has_picture: Callable[["_Camera", int], None],
    ) -> None:
        self.index = index
        self.track = track
        self.origin_ns = 0
        self._clock = clock
        self._observe = observe
        self._has_picture = has_picture
        self._newest: VideoFrame | None = None
        self._silent_from_us: int | None = 0
        """since when nothing came; None while the camera counts as lost, which has its own mark"""

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                frame = self.track.recv(stop)
            except TrackEnded:
                if not stop.is_set():
                    self._lose("E-108")
                return
            except Fault as fault:
                self._lose(fault.code)
                if not self._come_back(stop):
                    return
                continue
            pts_us = (frame.pts or 0) - self.origin_ns // 1000
            frame.pts = pts_us
            self._note_silence(pts_us)
            self._silent_from_us = max(0, pts_us)
            self._newest = frame
            self._has_picture(self, pts_us)

    def shown_at(self, at_us: int) -> VideoFrame | None:
        frame = self._newest
        return frame if frame is not None and at_us - (frame.pts or 0) < SLATE_AFTER_NS // 1000 else None

    def settle(self, at_ns: int) -> None:
        """The take is over: a silence that still lasts ends with it."""
        self._note_silence(at_ns // 1000)

    def _note_silence(self, until_us: int) -> None:
        begin_us = self._silent_from_us
        if begin_us is not None and until_us - begin_us >= SLATE_AFTER_NS // 1000:
            facts = {"camera": self.index, "from_ns": begin_us * 1000, "to_ns": until_us * 1000}
            self._observe(Mark(begin_us * 1000, "picture_gap", None, facts))

    def _lose(self, code: str) -> None:
        self._newest = self._silent_from_us = None
        self._observe(Mark(self._now_ns(), "camera_lost", None, {"camera": self.index, "code": code}))

    def _come_back(self, stop: threading.Event) -> bool:
        clock = self._clock
        while clock.sleep_until(clock.now_ns() + REOPEN_EVERY_NS, stop):
            self.track.close()
            try:
                self.track.open(clock)
            except Fault:  # told once, as camera_lost
                continue
            self._silent_from_us = self._now_ns() // 1000
            self._observe(Mark(self._now_ns(), "camera_back", None, {"camera": self.index}))
            return True
        return False

    def _now_ns(self) -> int:
        return self._clock.now_ns() - self.origin_ns
