"""The replay view shows the same pictures and sound as the file, at the same times, from wherever one begins."""

import io
import random
import subprocess
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from media.clock import NS
from media.encode import Encoder, EncodeSettings
from media.fault import Fault
from media.fragments import Fragment, Layout, scan
from media.playback import MOST_GROUPS, IndexedReader, frame_at, open_container
from media.track import MICROSECONDS, SAMPLE_RATE_HZ

SETTINGS = EncodeSettings(width=160, height=96, preset="ultrafast")
PICTURES = 40 * SETTINGS.fps


@cache
def take() -> tuple[bytes, Layout]:
    """40 s of noise with a hole of 3 s in the pictures, so that times inside a group are not even."""
    out = io.BytesIO()
    encoder = Encoder(out, SETTINGS, 0)
    rng = np.random.default_rng(23)
    hum = (8000 * np.sin(np.arange(SAMPLE_RATE_HZ // SETTINGS.fps) * 0.13)).astype(np.int16)
    for number in range(PICTURES):
        if not 305 <= number < 350:
            planes = rng.integers(60, 200, (SETTINGS.height * 3 // 2, SETTINGS.width)).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number * 1_000_000 // SETTINGS.fps, MICROSECONDS
            encoder.picture(frame)
        noise = rng.integers(-300, 300, (SAMPLE_RATE_HZ // SETTINGS.fps, 2)).astype(np.int16)
        encoder.sound(number * NS // SETTINGS.fps, noise + hum[:, None])
    encoder.close()
    return out.getvalue(), scan(io.BytesIO(out.getvalue()))


class Counted(io.BytesIO):
    """A file that knows which 64 KiB chunks were touched, as a sealed file would decrypt them."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.chunks: set[int] = set()
        self.reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        at = self.tell()
        piece = super().read(size)
        self.reads += 1
        self.chunks.update(range(at // 65536, (at + len(piece) + 65535) // 65536))
        return piece


def view(file: io.BytesIO | None = None) -> IndexedReader:
    content, layout = take()
    return IndexedReader(file or io.BytesIO(content), layout.fragments, layout.init_size)


Decoded = list[tuple[str, Fraction, bytes]]


def decoded(file: IndexedReader | io.BytesIO) -> Decoded:
    """(kind, time, content) of every picture and every stretch of sound, by kind and time."""
    found: Decoded = []
    with open_container(file) as container:
        for packet in container.demux():
            for frame in packet.decode():
                assert isinstance(frame, av.VideoFrame | av.AudioFrame)
                assert frame.pts is not None
                assert frame.time_base is not None
                found.append((packet.stream.type, frame.pts * frame.time_base, frame.to_ndarray().tobytes()))
    return sorted(found, key=lambda item: item[:2])


@cache
def plain() -> Decoded:
    return decoded(io.BytesIO(take()[0]))


def test_view_decodes_to_the_same_pictures_and_sound() -> None:
    shown = decoded(view())
    assert len(plain()) > PICTURES
    assert [item[:2] for item in shown] == [item[:2] for item in plain()]
    assert shown == plain()


def test_view_of_a_cut_take_shows_what_is_whole() -> None:
    content, layout = take()
    cut = layout.fragments[30].offset + 100
    torn = scan(io.BytesIO(content[:cut]))
    shown = decoded(IndexedReader(io.BytesIO(content[:cut]), torn.fragments, torn.init_size))
    end = Fraction(layout.fragments[29].end_ns, NS)
    expected = [item for item in plain() if item[0] == "video" and item[1] < end - Fraction(1, 1000)]
    assert [item for item in shown if item[0] == "video"] == expected


def test_every_seek_continues_without_a_skip() -> None:
    pictures = [(time, content) for kind, time, content in plain() if kind == "video"]
    rng = random.Random(29)
    with open_container(view()) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        for _ in range(60):
            wanted = Fraction(rng.uniform(0, 39.9))
            container.seek(int(wanted / stream.time_base), stream=stream)
            shown: list[tuple[Fraction, bytes]] = []
            for frame in container.decode(stream):
                assert frame.pts is not None
                shown.append((frame.pts * stream.time_base, frame.to_ndarray().tobytes()))
                if len(shown) == 40:
                    break
            first = [time for time, _ in pictures].index(shown[0][0])
            assert shown[0][0] <= wanted
            assert wanted - shown[0][0] < Fraction(5001, 1000)  # 2 s of pictures, and the hole
            assert shown == pictures[first : first + len(shown)]
            assert len(shown) == min(40, len(pictures) - first)


def test_sound_behind_a_seek_begins_where_the_picture_does() -> None:
    rng = random.Random(31)
    for file in (view(), io.BytesIO(take()[0])):
        with open_container(file) as container:
            for _ in range(40):
                container.seek(rng.randrange(39_000_000))
                began: dict[str, float] = {}
                for packet in container.demux():
                    if packet.pts is not None:
                        began.setdefault(packet.stream.type, float(packet.pts * packet.time_base))
                    if len(began) == 2:
                        break
                assert -0.022 <= began["audio"] - began["video"] <= 0.001


def test_frame_at_is_the_picture_shown_at_that_time() -> None:
    pictures = [(time, content) for kind, time, content in plain() if kind == "video"]
    rng = random.Random(37)
    moments = [0, NS // 15 - 1_000_000, NS, 39 * NS, 100 * NS, *(rng.randrange(40 * NS) for _ in range(40))]
    exact = [round(time * NS) for time, _ in pictures[::60]]
    for file in (view(), io.BytesIO(take()[0])):
        with open_container(file) as container:
            for at_ns in [*moments, *exact]:
                wanted = Fraction(round(Fraction(at_ns, NS) * 90_000), 90_000)
                expected = [content for time, content in pictures if time <= wanted][-1]
                assert frame_at(container, at_ns).to_ndarray().tobytes() == expected


def test_opening_reads_a_handful_of_chunks_however_long_the_take() -> None:
    content, layout = take()
    # An hour: the same fragments again and again. Opening must not look at those it does not show.
    hour = [
        Fragment(f.at_ns + round_ * 40 * NS, f.duration_ns, f.offset, f.size, f.samples, f.is_keyframe_start)
        for round_ in range(90)
        for f in layout.fragments
    ]
    file = Counted(content)
    with open_container(IndexedReader(file, hour, layout.init_size)) as container:
        assert container.duration is not None
        assert abs(container.duration / 1_000_000 - 3600) < 0.2
    assert len(file.chunks) <= 10
    assert file.reads < 100


def test_seeking_reads_a_handful_of_chunks() -> None:
    file = Counted(take()[0])
    with open_container(view(file)) as container:
        for second in (31, 7, 22):
            file.chunks.clear()
            frame_at(container, second * NS)
            group = 2.5 * len(take()[0]) / 40  # bytes of 2 seconds, and a little
            assert len(file.chunks) <= 2 + 2 * group / 65536


def test_view_reads_alike_in_any_pieces() -> None:
    whole = view().read()
    shown = view()
    assert shown.seek(0, io.SEEK_END) == len(whole)
    assert shown.read(10) == b""
    rng = random.Random(41)
    for _ in range(2000):
        at, size = rng.randrange(len(whole)), rng.choice((1, 8, 100, 5000, 100_000))
        shown.seek(at)
        assert shown.read(size) == whole[at : at + size]
        assert shown.tell() == min(at + size, len(whole))
    shown.seek(-5, io.SEEK_END)
    assert io.BufferedReader(shown).read() == whole[-5:]
    with pytest.raises(ValueError, match="before the start"):
        shown.seek(-1)


def test_ffmpeg_reads_the_view(tmp_path: Path) -> None:
    """The program of the distribution, another FFmpeg than the one in PyAV."""
    (tmp_path / "plain.mp4").write_bytes(take()[0])
    (tmp_path / "view.mp4").write_bytes(view().read())
    for before in ([], ["-ss", "21.3"]):
        made = [
            subprocess.run(
                [
                    "ffmpeg",
                    "-v",
                    "error",
                    *before,
                    "-i",
                    name,
                    "-vsync",
                    "passthrough",
                    "-map",
                    "0",
                    "-f",
                    "framemd5",
                    "-",
                ],
                cwd=tmp_path,
                capture_output=True,
                check=True,
            )
            for name in ("plain.mp4", "view.mp4")
        ]
        assert made[1].stderr == b""
        assert sorted(made[0].stdout.splitlines()) == sorted(made[1].stdout.splitlines())
        assert len(made[1].stdout.splitlines()) > 200


def test_index_of_a_very_long_take_stays_within_the_format() -> None:
    fragments = [
        Fragment(number * 2 * NS, 2 * NS, 1000 + number * 10, 10, 31, True) for number in range(MOST_GROUPS + 1000)
    ]
    content, layout = take()
    shown = IndexedReader(io.BytesIO(content), fragments, layout.init_size)
    shown.seek(layout.init_size)
    sidx = shown.read(40)
    assert sidx[4:8] == b"sidx"
    assert MOST_GROUPS // 3 < int.from_bytes(sidx[38:40], "big") <= MOST_GROUPS


def test_no_fragments_are_a_fault() -> None:
    with pytest.raises(Fault) as caught:
        IndexedReader(io.BytesIO(take()[0]), [], take()[1].init_size)
    assert caught.value.code == "E-340"


@pytest.mark.parametrize("shift", [-1, 7])
def test_index_of_another_file_is_a_fault(shift: int) -> None:
    content, layout = take()
    wrong = [
        Fragment(f.at_ns, f.duration_ns, f.offset + shift, f.size, f.samples, f.is_keyframe_start)
        for f in layout.fragments
    ]
    with pytest.raises(Fault) as caught:
        IndexedReader(io.BytesIO(content), wrong, layout.init_size).read()
    assert caught.value.code == "E-341"
    with pytest.raises(Fault) as caught:
        IndexedReader(io.BytesIO(content), layout.fragments, layout.init_size + shift)
    assert caught.value.code == "E-341"


def test_file_shorter_than_its_index_is_a_fault() -> None:
    content, layout = take()
    shown = IndexedReader(io.BytesIO(content[: layout.fragments[-1].offset + 50]), layout.fragments, layout.init_size)
    with pytest.raises(Fault) as caught:
        shown.read()
    assert caught.value.code == "E-341"


def test_fault_of_the_file_underneath_reaches_the_reader() -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise Fault("E-330", chunk=1)
            return super().read(size)

    content, layout = take()
    with pytest.raises(Fault) as caught:
        decoded(IndexedReader(Damaged(content), layout.fragments, layout.init_size))
    assert caught.value.code == "E-330"


def test_garbage_cannot_be_opened() -> None:
    with pytest.raises(Fault) as caught:
        open_container(io.BytesIO(random.Random(43).randbytes(10_000)))
    assert caught.value.code == "E-341"
