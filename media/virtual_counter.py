"""A bank counter that does not exist, with a customer and a clerk whose faces a detector finds: the demo's camera.

Both people are cut from one public-domain portrait, the astronaut that scikit-image carries; the clerk is mirrored,
graded cooler and dressed in a drawn uniform, so that they are two people to the eye. They sway, the light flickers and
the sensor is noisy, as with a real camera: the picture is never frozen unless that fault is asked for.

Everything dear is done once, in `open`: the people are laid into their seats in a few dozen poses; a picture is then a
copy of the background, two pasted poses and one addition of noise. It draws no text and knows no case.
"""

import importlib.util
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from media.clock import Clock
from media.fault import Fault
from media.planes import Pixels, i420_of, plain, split
from media.synthetic import Faults, PacedCamera

WIDTH, HEIGHT = 1280, 720
DESK_TOP = 568
"""where the desk's edge hides the people"""
SEAT_TOP, SEAT_WIDTH = 36, 600
CUSTOMER_LEFT, CLERK_LEFT = 20, 660
POSE_PICTURES = 2
"""pictures that share one pose: a person moves slowly"""

Real = npt.NDArray[np.float32]
Point = tuple[int, int]

# The outline of the portrait's person, in its 512 x 512 pixels: hair and face, then collar and shoulders.
HEAD: tuple[Point, ...] = (
    *((276, 29), (248, 16), (227, 14), (201, 20), (186, 32), (172, 41), (156, 56), (152, 68), (153, 98), (157, 106)),
    *((168, 116), (172, 125), (181, 133), (187, 149), (190, 168), (190, 200), (260, 200), (259, 168), (267, 139)),
    *((277, 134), (290, 119), (297, 107), (301, 92), (297, 58), (287, 39)),
)
SHOULDERS: tuple[Point, ...] = (
    *((184, 150), (164, 149), (142, 156), (124, 172), (115, 190), (113, 205), (90, 227), (76, 235), (62, 250)),
    *((44, 282), (39, 306), (34, 315), (26, 342), (24, 366), (356, 366), (360, 328), (356, 302), (352, 286)),
    *((340, 262), (334, 256), (318, 249), (303, 233), (299, 219), (289, 203), (276, 189), (258, 176)),
)
JACKET: tuple[Point, ...] = (
    *((188, 188), (172, 200), (140, 214), (98, 232), (72, 250), (52, 290), (40, 366), (400, 366), (392, 290)),
    *((372, 250), (346, 232), (304, 214), (272, 200), (256, 188)),
)


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happens at the counter and when, in seconds after the camera's first `open`; None is never."""

    customer_leaves_at: float | None = None
    customer_returns_at: float | None = None
    clerk_leaves_at: float | None = None
    stranger_at: float | None = None
    """a third face appears between the two"""
    stranger_leaves_at: float | None = None
    dark_at: float | None = None
    """the lights go out"""
    covered_at: float | None = None
    """a hand on the lens"""
    uncovered_at: float | None = None
    """the end of `dark_at` and `covered_at`"""


class CounterCamera(PacedCamera):
    """The camera above the virtual counter: customer on the left, clerk on the right."""

    def __init__(
        self,
        width: int = WIDTH,
        height: int = HEIGHT,
        fps: float = 15,
        happenings: Happenings | None = None,
        faults: Faults | None = None,
    ) -> None:
        super().__init__("virtual counter", self._draw, fps, faults or Faults())
        self._size = (width, height)
        self._happenings = happenings or Happenings()
        self._scene: _Scene | None = None

    def open(self, clock: Clock) -> None:
        """Get ready, which paints the people once; raises E-113 when scikit-image's portrait is not there."""
        if self._scene is None:
            self._scene = _Scene(_portrait())
        super().open(clock)

    def _draw(self, n: int, elapsed_s: float) -> Pixels:
        scene, seen = self._scene, self._happenings
        assert scene is not None, "painted before open"
        if _lasts(seen.covered_at, seen.uncovered_at, elapsed_s):
            picture = scene.covered(n)
        else:
            picture = scene.picture(
                n,
                has_customer=not _lasts(seen.customer_leaves_at, seen.customer_returns_at, elapsed_s),
                has_clerk=not _lasts(seen.clerk_leaves_at, None, elapsed_s),
                has_stranger=_lasts(seen.stranger_at, seen.stranger_leaves_at, elapsed_s),
                is_dark=_lasts(seen.dark_at, seen.uncovered_at, elapsed_s),
            )
        if self._size == (WIDTH, HEIGHT):
            return picture
        scaled = plain(*self._size)
        for target, source in zip(split(scaled), split(picture), strict=True):
            cv2.resize(source, target.shape[::-1], dst=target, interpolation=cv2.INTER_AREA)
        return scaled


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody cut out of the portrait: colours (h, w, 3) and how much of each pixel is theirs (h, w, 1), 0 … 1."""

    bgr: Real
    alpha: Real
    middle: float
    """where the body's middle is, from the left"""


class _Scene:
    """The background, the poses of both people, and the noise, all as I420."""

    def __init__(self, portrait: Pixels) -> None:
        room = _room()
        self._empty = i420_of(room)
        customer, clerk, stranger = _customer(portrait), _clerk(portrait), _stranger(portrait)
        self._customer = _poses(room, customer, CUSTOMER_LEFT, scale=1.72, count=36, phase=0.0)
        self._clerk = _poses(room, clerk, CLERK_LEFT, scale=1.66, count=31, phase=1.9)
        self._stranger = stranger
        rng = np.random.default_rng(7)
        grain = rng.integers(0, 3, (HEIGHT + 32, WIDTH + 64), dtype=np.uint8)
        self._noise = [grain + np.uint8(level) for level in range(4)]

    def picture(self, n: int, *, has_customer: bool, has_clerk: bool, has_stranger: bool, is_dark: bool) -> Pixels:
        picture = self._empty.copy()
        if has_customer:
            _paste(picture, self._customer[n // POSE_PICTURES % len(self._customer)], CUSTOMER_LEFT, SEAT_TOP)
        if has_clerk:
            _paste(picture, self._clerk[n // POSE_PICTURES % len(self._clerk)], CLERK_LEFT, SEAT_TOP)
        if has_stranger:
            sway = round(3 * math.sin(n * 0.07)) * 2
            _lay(picture, self._stranger, (WIDTH - self._stranger.bgr.shape[1]) // 2 // 2 * 2 + sway, DESK_TOP)
        if is_dark:
            y, u, v = split(picture)
            cv2.convertScaleAbs(y, dst=y, alpha=0.08, beta=15)
            for chroma in (u, v):
                cv2.convertScaleAbs(chroma, dst=chroma, alpha=0.2, beta=102)
        return self._with_noise(picture, n)

    def covered(self, n: int) -> Pixels:
        """What a camera sees through a hand: dark reddish, without any detail."""
        return self._with_noise(plain(WIDTH, HEIGHT, y=26, u=124, v=140), n)

    def _with_noise(self, picture: Pixels, n: int) -> Pixels:
        y = split(picture)[0]
        flicker = self._noise[round(1.5 + 1.5 * math.sin(n * 0.31))]
        down, right = n * 7 % 32, n * 29 % 64
        cv2.add(y, flicker[down : down + HEIGHT, right : right + WIDTH], dst=y)
        return picture


def _lasts(begin: float | None, end: float | None, elapsed_s: float) -> bool:
    return begin is not None and elapsed_s >= begin and (end is None or elapsed_s < end)


def _portrait() -> Pixels:
    """scikit-image's astronaut (NASA, public domain), found without importing scikit-image and its demands."""
    package = importlib.util.find_spec("skimage")
    places = package.submodule_search_locations if package is not None else None
    for place in places or ():
        path = Path(place) / "data" / "astronaut.png"
        if path.is_file():
            picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
            if picture is not None:
                return np.asarray(picture, np.uint8)
    raise Fault("E-113")


def _mask(shape: tuple[int, ...], *outlines: tuple[Point, ...], feather: float = 1.1) -> Real:
    mask = np.zeros(shape[:2], np.uint8)
    for outline in outlines:
        cv2.fillPoly(mask, [np.array(outline, np.int32)], 255, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), feather), np.float32)[..., None] / np.float32(255)


def _mixed(under: Real, over: Real | tuple[int, int, int], share: Real) -> Real:
    return np.asarray(under + (np.asarray(over, np.float32) - under) * share, np.float32)


def _customer(portrait: Pixels) -> _Person:
    """The portrait itself, in a petrol-coloured coat instead of the orange suit."""
    hsv = cv2.cvtColor(portrait, cv2.COLOR_BGR2HSV)
    is_orange = cv2.inRange(hsv, np.array((0, 90, 30)), np.array((16, 255, 255)))
    is_suit = cv2.bitwise_or(is_orange, cv2.inRange(hsv, np.array((170, 120, 40)), np.array((180, 255, 255))))
    is_suit[:200] = 0
    grey = cv2.cvtColor(portrait, cv2.COLOR_BGR2GRAY).astype(np.float32)[..., None]
    coat = grey * np.array((0.95, 0.86, 0.52), np.float32)
    share = np.asarray(cv2.GaussianBlur(is_suit, (0, 0), 1.4), np.float32)[..., None] / np.float32(255)
    bgr = _mixed(portrait.astype(np.float32), coat, share)
    return _Person(bgr, _mask(portrait.shape, HEAD, SHOULDERS), middle=202)


def _clerk(portrait: Pixels) -> _Person:
    """Mirrored, dark-haired, cooler, in a drawn navy uniform with a white collar and a badge."""
    bgr = portrait.astype(np.float32)
    hsv = cv2.cvtColor(portrait, cv2.COLOR_BGR2HSV)
    hair = cv2.bitwise_and(cv2.inRange(hsv, np.array((9, 50, 20)), np.array((24, 255, 205))), ~_skin(portrait))
    hair[140:] = 0
    share = np.asarray(cv2.GaussianBlur(hair, (0, 0), 1.6), np.float32)[..., None] / np.float32(255)
    bgr = _mixed(bgr, bgr * np.array((0.5, 0.42, 0.36), np.float32), share)
    bgr = np.clip(bgr * np.array((1.08, 0.99, 0.92), np.float32), 0, 255)
    down = np.linspace(1.15, 0.7, portrait.shape[0], dtype=np.float32)[:, None, None]
    bgr = _mixed(bgr, np.array((86, 52, 34), np.float32) * down, 1 - _mask(bgr.shape, HEAD))
    face = np.zeros(bgr.shape[:2], np.uint8)
    cv2.ellipse(face, (223, 118), (41, 70), 0, 0, 360, 255, -1)
    below_face = 1 - np.asarray(cv2.GaussianBlur(face, (0, 0), 1.2), np.float32)[..., None] / np.float32(255)
    for outline, colour in (
        (((190, 176), (254, 176), (238, 250), (222, 300), (206, 250)), (236, 238, 238)),  # shirt
        (((184, 150), (262, 150), (252, 190), (222, 214), (194, 190)), (128, 150, 186)),  # neck
        (((215, 214), (229, 214), (232, 262), (222, 300), (212, 262)), (58, 40, 150)),  # tie
        (((182, 172), (192, 182), (221, 216), (206, 238), (176, 200)), (246, 247, 247)),  # collar
        (((264, 172), (254, 182), (223, 216), (238, 238), (270, 200)), (246, 247, 247)),
        (((176, 198), (210, 268), (222, 306), (200, 290), (150, 226)), (72, 42, 26)),  # lapels
        (((268, 198), (234, 268), (222, 306), (244, 290), (294, 226)), (72, 42, 26)),
        (((280, 282), (334, 282), (334, 300), (280, 300)), (238, 236, 230)),  # badge
        (((284, 286), (296, 286), (296, 296), (284, 296)), (120, 84, 40)),
        (((300, 288), (330, 288), (330, 290), (300, 290)), (120, 110, 100)),
        (((300, 293), (322, 293), (322, 295), (300, 295)), (120, 110, 100)),
    ):
        bgr = _mixed(bgr, colour, _mask(bgr.shape, outline, feather=0.9) * below_face)
    alpha = _mask(bgr.shape, HEAD, JACKET)
    return _Person(np.ascontiguousarray(bgr[:, ::-1]), np.ascontiguousarray(alpha[:, ::-1]), middle=512 - 218)


def _stranger(portrait: Pixels) -> _Person:
    """Head and shoulders, smaller and warmer, for the gap between the seats."""
    warm = np.clip(portrait.astype(np.float32) * np.array((0.72, 0.86, 1.0), np.float32), 0, 255)
    size = (390, 440)
    bgr = cv2.resize(warm, size, interpolation=cv2.INTER_AREA)[: 366 * 440 // 512]
    alpha = cv2.resize(_mask(portrait.shape, HEAD, SHOULDERS), size)[: 366 * 440 // 512, :, None]
    height = bgr.shape[0] & ~1
    return _Person(np.asarray(bgr[:height], np.float32), np.asarray(alpha[:height], np.float32), middle=size[0] / 2)


def _skin(portrait: Pixels) -> Pixels:
    """The face's oval, below the fringe: 255 where it lies."""
    oval = np.zeros(portrait.shape[:2], np.uint8)
    cv2.ellipse(oval, (224, 120), (44, 62), 0, 0, 360, 255, -1)
    oval[:78] = 0
    return oval


def _poses(room: Pixels, person: _Person, left: int, scale: float, count: int, phase: float) -> list[Pixels]:
    """The seat's part of the picture with the person in it, in `count` poses that run in a circle."""
    height = DESK_TOP - SEAT_TOP
    behind = room[SEAT_TOP:DESK_TOP, left : left + SEAT_WIDTH]
    shares = np.repeat(person.alpha * 255, 3, axis=2).round().astype(np.uint8)
    theirs = (person.bgr * person.alpha).round().astype(np.uint8)
    foot = np.array((person.middle, 315.0))
    poses = []
    for k in range(count):
        turn = 2 * math.pi * k / count + phase
        size = scale * (1 + 0.012 * math.sin(turn * 2))
        lean = 0.018 * math.sin(turn)
        move = np.array((SEAT_WIDTH / 2 + 5 * math.sin(turn), height + 4 + 2.5 * math.cos(turn * 2)))
        matrix = size * np.array(((math.cos(lean), -math.sin(lean)), (math.sin(lean), math.cos(lean))))
        placing = np.column_stack((matrix, move - matrix @ foot))
        placed = cv2.warpAffine(theirs, placing, (SEAT_WIDTH, height))
        share = cv2.warpAffine(shares, placing, (SEAT_WIDTH, height))
        seated = cv2.add(placed, cv2.multiply(behind, 255 - share, scale=1 / 255))
        poses.append(i420_of(np.asarray(seated, np.uint8)))
    return poses


def _paste(picture: Pixels, patch: Pixels, left: int, top: int) -> None:
    for k, (target, source) in enumerate(zip(split(picture), split(patch), strict=True)):
        x, y = (left, top) if k == 0 else (left // 2, top // 2)
        target[y : y + source.shape[0], x : x + source.shape[1]] = source


def _lay(picture: Pixels, person: _Person, left: int, bottom: int) -> None:
    """Put somebody over a finished picture, by their alpha."""
    height = person.bgr.shape[0]
    patch = split(i420_of(person.bgr.astype(np.uint8)))
    for k, (target, source) in enumerate(zip(split(picture), patch, strict=True)):
        x, y = (left, bottom - height) if k == 0 else (left // 2, (bottom - height) // 2)
        part = target[y : y + source.shape[0], x : x + source.shape[1]]
        share = cv2.resize(person.alpha, source.shape[::-1], interpolation=cv2.INTER_AREA)
        part[:] = (part + (source.astype(np.float32) - part) * share).astype(np.uint8)


def _room() -> Pixels:
    """The counter without people: a quiet wall, two chairs, a desk with a screen, papers and a lamp's warmth."""
    across = np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    wall = np.array((214, 208, 198), np.float32) * (1.02 - 0.22 * down) + np.array((-6, 2, 12), np.float32) * across
    room = wall.copy()
    for x in range(0, WIDTH, 160):  # panels of the wall
        room[: DESK_TOP + 20, x : x + 2] *= 0.95
        room[: DESK_TOP + 20, x + 2 : x + 4] *= 1.03
    room[:26] = np.array((112, 84, 30), np.float32)
    room[26:30] = np.array((96, 178, 214), np.float32)
    for left in (CUSTOMER_LEFT, CLERK_LEFT):
        back = ((left + 140, 250), (left + 460, 250), (left + 490, 290), (left + 500, 600), (left + 100, 600))
        outline = (*back, (left + 110, 290))
        room = _mixed(room, (92, 84, 78), _mask(room.shape, outline, feather=5))
        inner = tuple((round(left + 300 + (x - left - 300) * 0.9), y + 14) for x, y in outline)
        room = _mixed(room, (110, 101, 94), _mask(room.shape, inner, feather=5))
    shadow = np.exp(-((np.arange(HEIGHT, dtype=np.float32) - DESK_TOP) ** 2) / 900)[:, None, None]
    room *= 1 - 0.35 * shadow
    desk = np.array((104, 132, 164), np.float32) * (1.08 - 0.5 * np.clip((down - 0.78) / 0.22, 0, 1))
    grain = cv2.resize(np.random.default_rng(3).normal(0, 3, (HEIGHT, 24)).astype(np.float32), (WIDTH, HEIGHT))
    room[DESK_TOP:] = (desk + grain[..., None])[DESK_TOP:] * np.ones((1, WIDTH, 1), np.float32)
    room[DESK_TOP : DESK_TOP + 5] = (150, 178, 206)
    things: tuple[tuple[tuple[Point, ...], tuple[int, int, int]], ...] = (
        (((120, 606), (330, 606), (344, 640), (96, 640)), (232, 234, 236)),  # the contract
        (((150, 612), (300, 612), (302, 615), (148, 615)), (170, 168, 166)),
        (((148, 621), (306, 621), (308, 624), (146, 624)), (170, 168, 166)),
        (((360, 630), (420, 610), (424, 614), (364, 635)), (60, 40, 30)),  # a pen
        (((590, 560), (690, 560), (700, 640), (580, 640)), (70, 62, 56)),  # the screen's back
        (((600, 566), (680, 566), (687, 628), (593, 628)), (88, 79, 72)),
        (((900, 612), (1130, 612), (1150, 646), (884, 646)), (58, 54, 52)),  # the keyboard
        (((908, 616), (1122, 616), (1138, 640), (894, 640)), (84, 80, 78)),
    )
    for thing, colour in things:
        room = _mixed(room, colour, _mask(room.shape, thing, feather=1.2))
    return np.asarray(np.clip(room, 0, 255), np.uint8)
