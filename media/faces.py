"""Who sits at the counter: faces in a picture, and what their coming and going means for a take.

    picture ── Latest ──► FaceFinder.find ──► FacesSeen ──► Presence.see ──► PresenceChange, PresenceTotals

`FaceFinder` looks, `Presence` remembers. The finder is MediaPipe's full-range face detector (BlazeFace, its model lies
in the wheel): in a 1280 x 720 picture it finds faces of 80 px and more, from the short-range one it would get a whole
counter only when each half is looked at alone. Smaller faces are found by a closer look at a seat that seems empty, so
that "too small" can be told from "not there". It opens no connection.

It promises nothing about who somebody is, nor whether the face is alive. Where it cannot be loaded it raises E-721,
and whoever started it marks faces as not checked: never as passed.
"""

import contextlib
import logging
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType, TracebackType
from typing import Any

import av
import cv2
import numpy as np

from media.clock import NS
from media.fault import Fault
from media.lasting import Lasting
from media.planes import Pixels, halved, planes_of

log = logging.getLogger("faces")

CUSTOMER = "customer"
CLERK = "clerk"
LOOK_SIZE = 320
"""to less than twice that a picture is halved; the detector scales it to its own 192 x 192"""
SMALL, SURE = 0.13, 0.75
"""a face lower than that share of what is looked at must be that sure: hands and folds pass for small faces (0.72)"""
REST = 5
"""looks for which a seat found empty gets no closer look: each costs as much as the whole picture (6 ms)"""
SAME_FACE = 0.3
"""overlap (intersection over union) from which two finds are one face"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the picture's width and height, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0 to 1."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if width <= 0 or height <= 0:
            return 0.0
        return width * height / (self.width * self.height + other.width * other.height - width * height)


SEATS: Mapping[str, Box] = {CUSTOMER: Box(0.0, 0.0, 0.5, 1.0), CLERK: Box(0.5, 0.0, 0.5, 1.0)}
"""where the two sit unless the branch says otherwise: as the camera sees it, the customer on the left"""


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its place in shares of the picture, `score` 0 to 1, its height in pixels, and whose seat it is in."""

    x: float
    y: float
    width: float
    height: float
    score: float
    height_px: int
    seat: str | None

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class FacesSeen:
    """What one look found, the surest face first."""

    at_ns: int
    faces: tuple[Face, ...]


class FaceFinder:
    """Finds faces, at most a few times a second, on one thread; `start` takes a second or two."""

    def __init__(self, seats: Mapping[str, Box] = SEATS, *, min_score: float = 0.6) -> None:
        self._seats = dict(seats)
        self._min_score = min_score
        self._detector: Any = None
        self._looks = 0
        self._closer_from = dict.fromkeys(self._seats, 0)

    def start(self) -> None:
        """Load the detector; raises `Fault` E-721 when that cannot be done. May be called again."""
        if self._detector is not None:
            return
        try:
            with _without_matplotlib():
                import mediapipe
            with _quiet_standard_error():
                detector = mediapipe.solutions.face_detection.FaceDetection(
                    model_selection=1, min_detection_confidence=self._min_score
                )
                detector.process(np.zeros((192, 192, 3), np.uint8))  # what it has to say it says at its first picture
        except (ImportError, AttributeError, OSError, RuntimeError, TypeError, ValueError) as problem:
            log.info("face detector cannot be loaded: %s", problem)
            raise Fault("E-721", reason=type(problem).__name__) from problem
        self._detector = detector

    def close(self) -> None:
        """Let the detector go; may be called twice."""
        if self._detector is not None:
            self._detector.close()
            self._detector = None

    def __enter__(self) -> "FaceFinder":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def find(self, frame: av.VideoFrame, at_ns: int) -> FacesSeen:
        """The faces in a yuv420p picture; raises `Fault` E-722 when the detector fails."""
        assert self._detector is not None, "start first"
        self._looks += 1
        planes = planes_of(frame)
        faces = self._look(planes, Box(0.0, 0.0, 1.0, 1.0))
        taken = {face.seat for face in faces}
        for seat, zone in self._seats.items():
            if seat not in taken and self._looks >= self._closer_from[seat]:
                known = [face.box for face in faces]
                closer = self._look(planes, zone)
                faces += [face for face in closer if all(face.box.overlap(box) < SAME_FACE for box in known)]
                if not closer:
                    self._closer_from[seat] = self._looks + REST
        return FacesSeen(at_ns, tuple(sorted(faces, key=lambda face: -face.score)))

    def _look(self, planes: tuple[Pixels, Pixels, Pixels], zone: Box) -> list[Face]:
        picture_height, picture_width = planes[0].shape
        left, right = (round(share * picture_width / 2) for share in (zone.x, zone.x + zone.width))
        top, bottom = (round(share * picture_height / 2) for share in (zone.y, zone.y + zone.height))
        try:
            found = self._detector.process(_rgb(planes, left, top, right, bottom)).detections or []
        except (RuntimeError, ValueError) as problem:
            raise Fault("E-722", reason=type(problem).__name__) from problem
        faces = []
        for detection in found:
            box = detection.location_data.relative_bounding_box
            x, y = zone.x + box.xmin * zone.width, zone.y + box.ymin * zone.height
            width, height = box.width * zone.width, box.height * zone.height
            seat = self._seat_of(x + width / 2, y + height / 2)
            height_px, score = round(height * picture_height), float(detection.score[0])
            if score >= self._min_score and (score >= SURE or box.height >= SMALL):
                faces.append(Face(x, y, width, height, score, height_px, seat))
        return faces

    def _seat_of(self, x: float, y: float) -> str | None:
        return next((seat for seat, box in self._seats.items() if box.holds(x, y)), None)


@dataclass(frozen=True, slots=True)
class PresenceChange:
    """Something began or ended; `at_ns` is the look that settled it.

    Kinds: `customer_left`, `customer_back`, `clerk_left`, `clerk_back` (the seat's name, then what happened) with
    `absent_ns`; `stranger_seen` and `stranger_gone` with `faces`; `face_too_small` and `face_large_enough` with `seat`
    and `height_px`.
    """

    at_ns: int
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PresenceTotals:
    """What a take's looks add up to; a share is None as long as there was no look."""

    checked: int
    """looks"""
    customer_present_share: float | None
    max_faces: int
    """most faces in two looks in a row: a single look may err"""
    same_frame_share: Mapping[str, float]
    """for each step: the share of looks that showed every seat taken (R-B06)"""


@dataclass(slots=True)
class _Seat:
    absent: Lasting
    small: Lasting
    left_ns: int = 0


@dataclass(slots=True)
class _StepLooks:
    checked: int = 0
    together: int = 0


@dataclass(slots=True)
class Presence:
    """Who is there, by what was seen. Pure: the looks carry the time.

    seats: whose faces are due in the picture (R-B05, R-B06).
    companions: how many people more are known and named, so that nobody else is a stranger (R-B07).
    absent_ns: a seat is left when no look has shown its face for that long (R-B05: prompt at 3 s).
    back_ns: a face is back, or large enough again, when the looks have shown it for that long.
    stranger_ns: a face too many counts when it stays that long (R-B07: over 3 s); gone after as long.
    stranger_score: a face too many must be that sure; less is a pattern on a wall.
    min_face_px, small_ns: a face lower than that, for that long, is too small to recognise (R-B05: 80 px).
    """

    seats: tuple[str, ...] = (CUSTOMER, CLERK)
    companions: int = 0
    absent_ns: int = 3 * NS
    back_ns: int = 150_000_000
    stranger_ns: int = 3 * NS
    stranger_score: float = 0.75
    min_face_px: int = 80
    small_ns: int = NS
    _seats: dict[str, _Seat] = field(init=False)
    _stranger: Lasting = field(init=False)
    _step: str | None = field(init=False, default=None)
    _steps: dict[str, _StepLooks] = field(init=False, default_factory=dict)
    _checked: int = field(init=False, default=0)
    _customer_present: int = field(init=False, default=0)
    _max_faces: int = field(init=False, default=0)
    _last_faces: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._stranger = Lasting(self.stranger_ns, self.stranger_ns, patience_ns=NS // 2)
        self._seats = {
            seat: _Seat(Lasting(self.absent_ns, self.back_ns), Lasting(self.small_ns, self.back_ns))
            for seat in self.seats
        }

    def begin_step(self, step: str | None) -> None:
        """Looks from now on belong to that step (None: to none)."""
        self._step = step

    def see(self, seen: FacesSeen) -> tuple[PresenceChange, ...]:
        """Take in one look, later than the one before; returns what it settled."""
        changes: list[PresenceChange] = []
        highest: dict[str | None, int] = {}
        for face in seen.faces:
            highest[face.seat] = max(face.height_px, highest.get(face.seat, 0))
        for name, seat in self._seats.items():
            changes += self._see_seat(seen.at_ns, name, seat, highest.get(name))
        changes += self._see_strangers(seen)
        self._count(seen, highest.keys())
        return tuple(changes)

    @property
    def totals(self) -> PresenceTotals:
        return PresenceTotals(
            self._checked,
            self._customer_present / self._checked if self._checked else None,
            self._max_faces,
            {step: looks.together / looks.checked for step, looks in self._steps.items()},
        )

    def _see_seat(self, at_ns: int, name: str, seat: _Seat, height_px: int | None) -> Iterator[PresenceChange]:
        lasted_ns = seat.absent.see(at_ns, height_px is None)
        if lasted_ns is not None and seat.absent.is_on:
            seat.left_ns = at_ns - lasted_ns
            yield PresenceChange(at_ns, f"{name}_left", {"absent_ns": lasted_ns})
        elif lasted_ns is not None:
            yield PresenceChange(at_ns, f"{name}_back", {"absent_ns": at_ns - lasted_ns - seat.left_ns})
        if height_px is not None and seat.small.see(at_ns, height_px < self.min_face_px) is not None:
            kind = "face_too_small" if seat.small.is_on else "face_large_enough"
            yield PresenceChange(at_ns, kind, {"seat": name, "height_px": height_px})

    def _see_strangers(self, seen: FacesSeen) -> Iterator[PresenceChange]:
        seated = {face.seat: face for face in reversed(seen.faces) if face.seat in self._seats}
        others = [face for face in seen.faces if face not in seated.values() and face.score >= self.stranger_score]
        people = len(seated) + len(others)
        if self._stranger.see(seen.at_ns, people > len(self.seats) + self.companions) is not None:
            kind = "stranger_seen" if self._stranger.is_on else "stranger_gone"
            yield PresenceChange(seen.at_ns, kind, {"faces": people})

    def _count(self, seen: FacesSeen, taken: Collection[str | None]) -> None:
        self._checked += 1
        self._customer_present += CUSTOMER in taken
        self._max_faces = max(self._max_faces, min(self._last_faces, len(seen.faces)))
        self._last_faces = len(seen.faces)
        if self._step is not None:
            looks = self._steps.setdefault(self._step, _StepLooks())
            looks.checked += 1
            looks.together += all(seat in taken for seat in self.seats)


def _rgb(planes: tuple[Pixels, Pixels, Pixels], left: int, top: int, right: int, bottom: int) -> Pixels:
    """A zone, given in pairs of pixels, of a yuv420p picture as a small RGB one (h, w, 3), within 1 % of its edges."""
    small = [
        halved(plane[top * pair : bottom * pair, left * pair : right * pair], LOOK_SIZE * pair // 2)
        for plane, pair in zip(planes, (2, 1, 1), strict=True)
    ]
    height, width = small[1].shape
    i420 = np.concatenate(
        [small[0][: 2 * height, : 2 * width].reshape(-1), *(plane.reshape(-1) for plane in small[1:])]
    )
    return np.asarray(cv2.cvtColor(i420.reshape(3 * height, 2 * width), cv2.COLOR_YUV2RGB_I420), dtype=np.uint8)


@contextlib.contextmanager
def _without_matplotlib() -> Iterator[None]:
    """MediaPipe imports matplotlib for a function that draws landmarks, which nobody calls here: 1 s and 28 MB."""
    if "matplotlib" in sys.modules or "mediapipe" in sys.modules:
        yield
        return
    plotting = ModuleType("matplotlib.pyplot")
    package = ModuleType("matplotlib")
    package.pyplot = plotting  # type: ignore[attr-defined]
    sys.modules.update({"matplotlib": package, "matplotlib.pyplot": plotting})
    try:
        yield
    finally:
        del sys.modules["matplotlib"], sys.modules["matplotlib.pyplot"]


@contextlib.contextmanager
def _quiet_standard_error() -> Iterator[None]:
    """TensorFlow Lite writes to file descriptor 2 and heeds no setting for these lines; for some 50 ms it may not."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program has none
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
