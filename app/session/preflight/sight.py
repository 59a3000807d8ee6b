"""What pre-flight sees: frames in, small frozen figures out.

    camera thread ──► Eye.take_in ──► newest frame ──► Looker, five times a second: picture judge, face finder
                          └─► what the take would hold ──► PreviewTap

Nothing is kept but the newest picture, and nothing leaves memory. It sees faces, never who somebody is.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.faults import Fault
from app.session.preflight.held import HeldState
from app.session.preflight.view import SeenFace
from media.clock import NS, Clock
from media.faces import CLERK, CUSTOMER, Face, FaceFinder
from media.picture import Layout, Picture, Stamp
from media.preview import PreviewTap
from media.quality import PictureJudge, PictureJudged
from media.track import VideoFrame

LOOK_EVERY_NS = NS // 5
FRESH_NS = NS // 2
"""an older picture is not looked at"""
FROZEN_NS = NS * 6 // 5
LASTING_NS = NS // 2
WIDE = 16 / 9
AGREEING_LOOKS = 3
"""of five: what that many saw is so"""
MIN_FACE_PX = 80
"""R-B05"""
SURE = 0.75
"""one face too many must be that sure: less is a pattern on a wall"""


@dataclass(frozen=True, slots=True)
class CameraSeen:
    """One camera as it is now."""

    device: HeldState
    width: int = 0
    height: int = 0
    fps: float | None = None
    """None until it can be counted"""
    looked_ns: int = 0
    """for how long its pictures have been judged"""
    troubles: frozenset[str] = frozenset()
    """kinds of `QualityChange` that have begun and not ended, without `picture_`"""
    judged: PictureJudged | None = None


class Eye:
    """One camera's pictures."""

    def __init__(self, clock: Clock, show: Callable[[VideoFrame], None]) -> None:
        self._clock = clock
        self._show = show
        self._newest: tuple[int, VideoFrame] | None = None
        self._came: deque[int] = deque(maxlen=40)
        self.reset()

    def reset(self) -> None:
        """The camera begins anew: what was seen before says nothing about it."""
        self._newest = None
        self._came.clear()
        self._judge = PictureJudge(frozen_ns=FROZEN_NS, lasting_ns=LASTING_NS)
        self._troubles: frozenset[str] = frozenset()
        self._judged: PictureJudged | None = None
        self._first_look_ns: int | None = None

    def take_in(self, frame: VideoFrame) -> None:
        now_ns = self._clock.now_ns()
        self._newest = now_ns, frame
        self._came.append(now_ns)
        self._show(frame)

    @property
    def newest(self) -> VideoFrame | None:
        newest = self._newest
        return newest[1] if newest is not None and self._clock.now_ns() - newest[0] < FRESH_NS else None

    def look(self, at_ns: int, faces: Sequence[Face]) -> None:
        """Judge the newest picture; `faces` are where they were in this camera's picture."""
        frame, judge = self.newest, self._judge
        if frame is None:
            return
        judged = judge.judge(frame, at_ns, faces)
        troubles = set(self._troubles)
        for change in judge.changes():
            kind = change.kind.removeprefix("picture_")
            (troubles.add if change.begins else troubles.discard)(kind)
        if judge is self._judge:  # else the camera has begun anew meanwhile
            self._judged, self._troubles = judged, frozenset(troubles)
            self._first_look_ns = self._first_look_ns or at_ns

    def seen(self, device: HeldState) -> CameraSeen:
        newest, judged, first_ns = self._newest, self._judged, self._first_look_ns
        if not device.is_open or newest is None or judged is None or first_ns is None:
            return CameraSeen(device)
        frame = newest[1]
        return CameraSeen(
            device, frame.width, frame.height, self._fps(), judged.at_ns - first_ns, self._troubles, judged
        )

    def _fps(self) -> float | None:
        came = tuple(self._came)
        if len(came) < 2 or came[-1] - came[0] < NS:
            return None
        return (len(came) - 1) * NS / (came[-1] - came[0])


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """Who sits there, by the last looks."""

    is_loaded: bool = False
    """the detector is ready"""
    looks: int = 0
    faces: tuple[SeenFace, ...] = ()
    customer: bool = False
    clerk: bool = False
    others: int = 0
    small: tuple[str, int] | None = None
    """seat and height in pixels of a face that is too low to be recognised (R-B05: 80 px)"""
    fault: Fault | None = None
    """the detector cannot be used"""


class Looker:
    """Composes what would be recorded, shows it, and looks at it five times a second."""

    def __init__(self, clock: Clock, tap: PreviewTap, size: tuple[int, int] = (1280, 720)) -> None:
        self.eyes: tuple[Eye, ...] = ()
        self._clock = clock
        self._tap = tap
        self._size = size
        self._layout = Layout.ONE
        self._picture: Picture | None = None
        self._composing = threading.Lock()
        self._composed: VideoFrame | None = None
        self._finder = FaceFinder()
        self._people = PeopleSeen()
        self._faces: tuple[Face, ...] = ()
        self._counts: deque[tuple[bool, bool, int, tuple[str, int] | None]] = deque(maxlen=5)

    def set_up(self, layout: Layout, cameras: int) -> tuple[Eye, ...]:
        """An eye for each camera."""
        self._layout = layout
        self.eyes = tuple(Eye(self._clock, partial(self._show, index)) for index in range(cameras))
        return self.eyes

    @property
    def people(self) -> PeopleSeen:
        return self._people

    def judge(self, stop: threading.Event) -> None:
        """Body of a worker: judge each camera's picture, until stopped."""
        for at_ns in self._moments(stop):
            faces = self._faces
            for eye in self.eyes:
                newest = eye.newest
                eye.look(at_ns, faces if newest is not None and self._is_alone(newest) else ())

    def find(self, stop: threading.Event) -> None:
        """Body of another: load the detector, which may take seconds, then count who sits there, until stopped."""
        try:
            self._finder.start()
            self._people = PeopleSeen(is_loaded=True)
            for at_ns in self._moments(stop):
                self._find(at_ns)
        except Fault as fault:
            self._people, self._faces = PeopleSeen(fault=fault), ()
        finally:
            self._finder.close()

    def _moments(self, stop: threading.Event) -> Iterator[int]:
        while self._clock.sleep_until(self._clock.now_ns() + LOOK_EVERY_NS, stop):
            yield self._clock.now_ns()

    def _show(self, index: int, frame: VideoFrame) -> None:
        """On a camera's thread: what the take would hold now. The first camera that is there sets the pace."""
        if any(eye.newest is not None for eye in self.eyes[:index]):
            return
        if not self._is_alone(frame):
            with self._composing:
                if self._picture is None:
                    self._picture = Picture(*self._size, self._layout)
                stamp = Stamp(self._clock.wall_ns(), "", "", "", "")
                frame = self._picture.compose([eye.newest for eye in self.eyes], stamp, frame.pts or 0)
        self._composed = frame
        self._tap.put(frame)

    def _is_alone(self, frame: VideoFrame) -> bool:
        """Whether one camera's picture fills the take's, so that places in one are places in the other."""
        return self._layout is Layout.ONE and abs(frame.width / frame.height - WIDE) < 0.01

    def _find(self, at_ns: int) -> None:
        composed = self._composed
        if composed is None or all(eye.newest is None for eye in self.eyes):
            self._counts.clear()
            self._people, self._faces = PeopleSeen(is_loaded=True), ()
        else:
            self._faces = self._finder.find(composed, at_ns).faces
            self._count(self._faces)

    def _count(self, faces: Sequence[Face]) -> None:
        seated: dict[str, Face] = {}
        others = []
        for face in faces:  # the surest first
            if face.seat is not None and face.seat not in seated:
                seated[face.seat] = face
            elif face.score >= SURE:
                others.append(face)
        low = next((face for face in seated.values() if face.height_px < MIN_FACE_PX), None)
        small = None if low is None else (str(low.seat), low.height_px // 10 * 10)
        self._counts.append((CUSTOMER in seated, CLERK in seated, len(others), small))
        counts = tuple(self._counts)
        is_small = sum(count[3] is not None for count in counts) >= AGREEING_LOOKS
        shown = [(face, seat) for seat, face in seated.items()] + [(face, "other") for face in others]
        self._people = PeopleSeen(
            is_loaded=True,
            looks=self._people.looks + 1,
            faces=tuple(SeenFace(face.x, face.y, face.width, face.height, who) for face, who in shown),
            customer=sum(count[0] for count in counts) >= AGREEING_LOOKS,
            clerk=sum(count[1] for count in counts) >= AGREEING_LOOKS,
            others=sorted(count[2] for count in counts)[len(counts) // 2],
            small=next((count[3] for count in reversed(counts) if count[3] is not None), None) if is_small else None,
        )
