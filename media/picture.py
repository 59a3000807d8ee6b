"""What goes into the take: the cameras' pictures laid out on one canvas, with the stamp burnt in.

    camera 1 ─┐
    camera 2 ─┴─► layout: one, side by side, picture in picture ─► stamp ─► one yuv420p frame

A picture keeps its proportions: it is scaled to fit and the rest stays black. A camera that is lost shows a slate with
the time, never its last picture: a frozen face would be a lie. Input frames are never written to, since the preview and
the detectors look at them at the same time. One thread at a time; no thread, no clock and no encoder in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum

import av
import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from media.planes import Pixels, frame_of, plain, planes_of, split
from media.stamp import Band, Stamp, find_font

__all__ = ["Layout", "Picture", "Place", "Stamp"]
LOST = "画面中断"
SLATE_LUMA = 44


class Layout(Enum):
    """Where the cameras' pictures lie on the canvas."""

    ONE = "one"
    """the first camera alone"""
    SIDE_BY_SIDE = "side_by_side"
    """two cameras, each half of the width"""
    PICTURE_IN_PICTURE = "picture_in_picture"
    """the second camera small, in the upper right corner of the first"""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the canvas, in pixels, all even."""

    left: int
    top: int
    width: int
    height: int


class Picture:
    """Composes the take's pictures: one size and one layout for a whole take."""

    def __init__(
        self, width: int = 1280, height: int = 720, layout: Layout = Layout.ONE, zone: tzinfo | None = None
    ) -> None:
        """Raises E-112 when the computer has no font with Chinese glyphs; `zone` is the computer's unless given."""
        assert width % 4 == 0 and height % 4 == 0, "halves of the canvas must have even sides"
        self._width = width
        self._height = height
        self._places = _places(layout, width, height)
        self._band = Band(width, height, zone)
        self._zone = zone
        self._black = plain(width, height)
        path, face = find_font()
        self._slate_font = ImageFont.truetype(str(path), max(16, height // 14), index=face)
        self._slates: dict[Place, tuple[str, Pixels]] = {}

    def compose(self, frames: Sequence[av.VideoFrame | None], stamp: Stamp, pts_us: int | None = None) -> av.VideoFrame:
        """One yuv420p frame of the canvas from the newest frame of each camera, in the layout's order.

        None is a camera that is lost or has not come yet. The pts is `pts_us`, or else the first frame's there is.
        """
        canvas = np.empty_like(self._black)
        if not self._fills(frames):
            np.copyto(canvas, self._black)
        target = split(canvas)
        for k, place in enumerate(self._places):
            frame = frames[k] if k < len(frames) else None
            if frame is None:
                self._lay_slate(target, place, stamp)
            else:
                _lay(target, place, frame)
        self._band.burn(*target, stamp)
        if pts_us is None:
            pts_us = next((frame.pts for frame in frames if frame is not None and frame.pts is not None), 0)
        return frame_of(canvas, pts_us)

    def read_back(self, frame: av.VideoFrame, stamp: Stamp) -> bool:
        """Overlay self-test (R-B18): whether a frame decoded from the take carries exactly this stamp."""
        return self._band.is_in(planes_of(_plain_frame(frame))[0], stamp)

    def _fills(self, frames: Sequence[av.VideoFrame | None]) -> bool:
        first = frames[0] if frames else None
        return first is not None and self._places[0] == Place(0, 0, first.width, first.height)

    def _lay_slate(self, target: tuple[Pixels, Pixels, Pixels], place: Place, stamp: Stamp) -> None:
        time = stamp.fields(self._zone)[0]
        kept = self._slates.get(place)
        if kept is None or kept[0] != time:
            kept = time, self._slate(place, time)
            self._slates[place] = kept
        _put(target, place.left, place.top, split(kept[1]))

    def _slate(self, place: Place, time: str) -> Pixels:
        slate = plain(place.width, place.height, y=SLATE_LUMA)
        image = Image.new("L", (place.width, place.height), SLATE_LUMA)
        draw = ImageDraw.Draw(image)
        middle = place.width / 2
        size = min(self._slate_font.size, place.width / 6)
        draw.text(
            (middle, place.height * 0.42), LOST, fill=235, font=self._slate_font.font_variant(size=size), anchor="mm"
        )
        small = self._slate_font.font_variant(size=max(10, min(size / 2, place.width / 20)))
        draw.text((middle, place.height * 0.58), time, fill=200, font=small, anchor="mm")
        split(slate)[0][:] = np.asarray(image, np.uint8)
        return slate


def _places(layout: Layout, width: int, height: int) -> tuple[Place, ...]:
    match layout:
        case Layout.ONE:
            return (Place(0, 0, width, height),)
        case Layout.SIDE_BY_SIDE:
            return (Place(0, 0, width // 2, height), Place(width // 2, 0, width // 2, height))
        case Layout.PICTURE_IN_PICTURE:
            small = Place(0, 0, width // 4 & ~1, height // 4 & ~1)
            edge = height // 36 & ~1
            corner = Place(width - small.width - edge, edge, small.width, small.height)
            return (Place(0, 0, width, height), corner)


def _plain_frame(frame: av.VideoFrame) -> av.VideoFrame:
    if frame.format.name == "yuv420p":
        return frame
    return frame.reformat(format="yuv420p")


def _lay(target: tuple[Pixels, Pixels, Pixels], place: Place, frame: av.VideoFrame) -> None:
    """Put a frame into the middle of its place, scaled to fit with its proportions kept."""
    scale = min(place.width / frame.width, place.height / frame.height)
    width = min(place.width, round(frame.width * scale / 2) * 2)
    height = min(place.height, round(frame.height * scale / 2) * 2)
    left = place.left + (place.width - width) // 4 * 2
    top = place.top + (place.height - height) // 4 * 2
    planes = planes_of(_plain_frame(frame))
    if (width, height) == (frame.width, frame.height):
        _put(target, left, top, planes)
        return
    how: int = cv2.INTER_AREA if scale <= 0.5 else cv2.INTER_LINEAR
    for k, (into, plane) in enumerate(zip(target, planes, strict=True)):
        x, y, w, h = (left, top, width, height) if k == 0 else (left // 2, top // 2, width // 2, height // 2)
        cv2.resize(plane, (w, h), dst=into[y : y + h, x : x + w], interpolation=how)


def _put(target: tuple[Pixels, Pixels, Pixels], left: int, top: int, planes: tuple[Pixels, Pixels, Pixels]) -> None:
    for k, (into, plane) in enumerate(zip(target, planes, strict=True)):
        x, y = (left, top) if k == 0 else (left // 2, top // 2)
        into[y : y + plane.shape[0], x : x + plane.shape[1]] = plane
