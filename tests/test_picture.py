"""What goes into the take: layout, slate and stamp, and whether the stamp can be proved to be there."""

import io
import itertools
import time
from dataclasses import replace
from datetime import timedelta, timezone, tzinfo
from fractions import Fraction

import av
import numpy as np
import pytest

from media.clock import NS
from media.fault import Fault
from media.picture import Layout, Picture, Stamp
from media.planes import Pixels, frame_of, plain, planes_of, split
from media.stamp import find_font

CHINA = timezone(timedelta(hours=8))
STAMP = Stamp(
    wall_ns=1_763_800_000 * NS,
    take="20251122-082640-k7qm3t",
    branch="310105001",
    counter="03",
    clerk="100234",
    step="第 3/17 步 卖方身份",
)


def noisy_frame(width: int = 1280, height: int = 720, pts_us: int = 5_000_000) -> av.VideoFrame:
    i420 = np.random.default_rng(1).integers(16, 236, (height * 3 // 2, width), dtype=np.uint8)
    return frame_of(i420, pts_us)


def plain_frame(width: int, height: int, y: int) -> av.VideoFrame:
    return frame_of(plain(width, height, y, u=90, v=160), 0)


def luma(frame: av.VideoFrame) -> Pixels:
    return planes_of(frame)[0]


def through_h264(frames: list[av.VideoFrame], crf: int) -> list[av.VideoFrame]:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=15, options={"preset": "superfast", "crf": str(crf)})
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1_000_000)
        for k, frame in enumerate(frames):
            frame.pts = k * 66_667
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file, "r") as container:
        return list(container.decode(video=0))


def band_height(picture: Picture, stamp: Stamp = STAMP) -> int:
    """Rows at the foot that the stamp darkens on a white picture."""
    rows = luma(picture.compose([plain_frame(1280, 720, 235)], stamp)).min(axis=1)
    return int(np.count_nonzero(rows < 200))


def test_picture_of_equal_size_is_kept_but_for_the_band() -> None:
    picture, frame = Picture(zone=CHINA), noisy_frame()
    before = frame.to_ndarray().copy()
    composed = picture.compose([frame], STAMP)
    assert np.array_equal(frame.to_ndarray(), before), "the input is shared with preview and detectors"
    top = 720 - band_height(picture)
    assert top > 600
    for k, (made, given) in enumerate(zip(planes_of(composed), planes_of(frame), strict=True)):
        end = top if k == 0 else top // 2
        assert np.array_equal(made[:end], given[:end])
        assert not np.array_equal(made[end:], given[end:])
    assert (composed.pts, composed.time_base) == (5_000_000, Fraction(1, 1_000_000))
    assert picture.compose([frame], STAMP, 7).pts == 7


def test_text_is_at_least_20_pixels_high_and_white_on_dark() -> None:
    foot = luma(Picture(zone=CHINA).compose([plain_frame(1280, 720, 235)], replace(STAMP, step="国")))[-120:]
    band = foot[-band_height(Picture(zone=CHINA)) :]
    assert np.median(band) < 120, "white text needs a dark ground, even over a white picture"
    has_text = [bool(row.any()) for row in band > 225]
    assert max(len(list(rows)) for is_text, rows in itertools.groupby(has_text) if is_text) >= 20


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (CHINA, "2025-11-22 16:26:40 (UTC+08:00)"),
        (timezone(timedelta(hours=5, minutes=45)), "2025-11-22 14:11:40 (UTC+05:45)"),
        (timezone(-timedelta(hours=3)), "2025-11-22 05:26:40 (UTC-03:00)"),
        (None, "2025-11-22 16:26:40 (UTC+08:00)"),
    ],
)
def test_stamp_tells_local_time_and_its_zone(zone: tzinfo | None, text: str) -> None:
    assert STAMP.fields(zone)[0] == text


def test_stamp_leaves_out_what_is_not_known() -> None:
    assert replace(STAMP, step="", clerk="").fields(CHINA)[1:] == (
        "录像 20251122-082640-k7qm3t",
        "网点 310105001",
        "柜台 03",
    )


def test_stamp_is_read_back_from_the_encoded_take() -> None:
    picture = Picture(zone=CHINA)
    stamps = [replace(STAMP, wall_ns=STAMP.wall_ns + second * NS) for second in range(4)]
    decoded = through_h264([picture.compose([noisy_frame()], stamp) for stamp in stamps], crf=30)
    for k, frame in enumerate(decoded):
        assert [picture.read_back(frame, stamp) for stamp in stamps] == [k == other for other in range(4)]


@pytest.mark.parametrize(
    "other",
    [
        {"take": "20251122-082640-k7qm3f"},
        {"branch": "310105007"},
        {"counter": "08"},
        {"clerk": "100284"},
        {"step": "第 3/17 步 卖方资质"},
        {"step": "第 4/17 步 卖方身份"},
        {"step": ""},
        {"wall_ns": STAMP.wall_ns + 3600 * NS},
    ],
)
def test_stamp_that_differs_in_one_place_is_not_taken_for_it(other: dict[str, str]) -> None:
    picture = Picture(zone=CHINA)
    frame = picture.compose([noisy_frame()], STAMP)
    assert picture.read_back(frame, STAMP)
    assert not picture.read_back(frame, replace(STAMP, **other))  # type: ignore[arg-type]


def test_every_digit_is_told_from_every_other() -> None:
    picture = Picture(zone=CHINA)
    for shown in range(10):
        frame = picture.compose([plain_frame(1280, 720, 120)], replace(STAMP, clerk=str(shown)))
        read = [digit for digit in range(10) if picture.read_back(frame, replace(STAMP, clerk=str(digit)))]
        assert read == [shown]


def test_picture_without_its_stamp_is_noticed() -> None:
    picture = Picture(zone=CHINA)
    assert not picture.read_back(noisy_frame(), STAMP)
    assert not picture.read_back(plain_frame(1280, 720, 16), STAMP)
    assert not picture.read_back(plain_frame(640, 360, 16), STAMP)


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (1920, 1080), (640, 360)])
def test_stamp_fits_every_size_and_reads_back(size: tuple[int, int]) -> None:
    picture = Picture(*size, zone=CHINA)
    frame = picture.compose([noisy_frame(*size)], STAMP)
    assert (frame.width, frame.height) == size
    assert picture.read_back(frame, STAMP)


def test_endless_text_is_cut_and_does_not_fail() -> None:
    picture = Picture(640, 360, zone=CHINA)
    frame = picture.compose([noisy_frame(640, 360)], replace(STAMP, step="很长的步骤名称" * 20))
    assert luma(frame).shape == (360, 640)


def test_narrow_picture_is_centred_with_its_proportions() -> None:
    y = luma(Picture(zone=CHINA).compose([plain_frame(640, 480, 200)], STAMP))[:600]
    assert np.all(y[:, :160] == 16) and np.all(y[:, 1120:] == 16)
    assert np.all(y[:, 160:1120] == 200)


def test_two_cameras_lie_side_by_side() -> None:
    picture = Picture(layout=Layout.SIDE_BY_SIDE, zone=CHINA)
    y = luma(picture.compose([plain_frame(1280, 720, 200), plain_frame(640, 480, 100)], STAMP))
    assert np.all(y[180:540, :640] == 200) and np.all(y[:180, :640] == 16)
    assert np.all(y[120:600, 640:] == 100) and np.all(y[:120, 640:] == 16)


def test_second_camera_lies_in_the_corner_of_the_first() -> None:
    picture = Picture(layout=Layout.PICTURE_IN_PICTURE, zone=CHINA)
    y = luma(picture.compose([plain_frame(1280, 720, 200), plain_frame(1280, 720, 100)], STAMP))[:600]
    rows, columns = np.nonzero(y == 100)
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == (940, 1259, 20, 199)
    assert np.count_nonzero(y == 200) + np.count_nonzero(y == 100) == y.size


@pytest.mark.parametrize("frames", [[None], []], ids=["lost", "never came"])
def test_lost_camera_shows_a_slate_with_the_time(frames: list[av.VideoFrame | None]) -> None:
    picture = Picture(zone=CHINA)
    first = picture.compose([noisy_frame()], STAMP)
    slate = picture.compose(frames, STAMP, 1)
    y = luma(slate)[:600]
    assert (y.min(), y.max()) == (44, 235), "grey with white letters, nothing of the last picture"
    assert luma(first)[:600].std() > 30
    later = luma(picture.compose(frames, replace(STAMP, wall_ns=STAMP.wall_ns + NS), 2))[:600]
    assert not np.array_equal(later, y)
    assert np.array_equal(later[:330], y[:330]), "only the time has changed"
    assert picture.read_back(slate, STAMP)


def test_one_lost_camera_of_two_leaves_the_other() -> None:
    picture = Picture(layout=Layout.SIDE_BY_SIDE, zone=CHINA)
    y = luma(picture.compose([plain_frame(1280, 720, 200), None], STAMP))
    assert np.all(y[180:540, :640] == 200)
    assert np.median(y[100:600, 640:]) == 44


@pytest.mark.parametrize("pixel_format", ["yuvj420p", "rgb24", "nv12", "yuv422p"])
def test_other_pixel_formats_are_taken(pixel_format: str) -> None:
    frame = av.VideoFrame.from_ndarray(np.full((720, 1280, 3), 128, np.uint8), format="rgb24")
    given = frame.reformat(format=pixel_format)
    given.pts = 3
    composed = Picture(zone=CHINA).compose([given], STAMP)
    assert composed.format.name == "yuv420p"
    assert abs(float(luma(composed)[:600].mean()) - 126) < 4


def test_band_costs_little_when_only_time_passes() -> None:
    picture, frame = Picture(zone=CHINA), noisy_frame()
    picture.compose([frame], STAMP)
    costs = []
    for _ in range(10):
        begin_ns = time.thread_time_ns()
        for _ in range(20):
            picture.compose([frame], STAMP)
        costs.append((time.thread_time_ns() - begin_ns) / 20)
    assert min(costs) < 600_000


def test_missing_chinese_font_is_told_with_the_way_out() -> None:
    with pytest.raises(Fault, match="E-112") as caught:
        find_font(places=(("/nowhere/msyh.ttc", 0),))
    assert caught.value.facts["install"] == "apt-get install fonts-noto-cjk"


def test_planes_are_views_of_the_array() -> None:
    i420 = plain(8, 4, y=1, u=2, v=3)
    y, u, v = split(i420)
    assert (y.shape, u.shape, v.shape) == ((4, 8), (2, 4), (2, 4))
    v[1, 3] = 9
    assert i420[-1, -1] == 9
    frame = frame_of(i420, 11)
    assert [plane.tolist() for plane in planes_of(frame)] == [y.tolist(), u.tolist(), v.tolist()]


@pytest.mark.parametrize(("width", "height"), [(160, 90), (2, 2), (34, 722), (1280, 720)])
def test_frame_keeps_every_pixel_of_its_array(width: int, height: int) -> None:
    i420 = np.random.default_rng(2).integers(0, 256, (height * 3 // 2, width), dtype=np.uint8)
    frame = frame_of(i420, 0)
    assert (frame.width, frame.height) == (width, height)
    assert [plane.tolist() for plane in planes_of(frame)] == [plane.tolist() for plane in split(i420)]
