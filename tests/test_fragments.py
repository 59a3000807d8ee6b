"""A take is cut, fed in pieces and spoilt; what is called whole must play, and nothing may raise but what is said."""

import io
import random
from dataclasses import replace
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.clock import NS
from media.encode import Encoder, EncodeSettings
from media.fault import Fault
from media.fragments import Fragment, FragmentWatcher, duration_ns, read_all, scan, whole_fragments
from media.track import MICROSECONDS, SAMPLE_RATE_HZ

SETTINGS = EncodeSettings(width=160, height=96, preset="ultrafast")
SECONDS = 6


def make_take(*, with_sound: bool = True) -> bytes:
    out = io.BytesIO()
    encoder = Encoder(out, SETTINGS, 0)
    rng = np.random.default_rng(7)
    for number in range(SECONDS * SETTINGS.fps):
        planes = rng.integers(60, 200, (SETTINGS.height * 3 // 2, SETTINGS.width)).astype(np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number * 1_000_000 // SETTINGS.fps, MICROSECONDS
        encoder.picture(frame)
        if with_sound:
            noise = rng.integers(-3000, 3000, (SAMPLE_RATE_HZ // SETTINGS.fps, 2)).astype(np.int16)
            encoder.sound(number * NS // SETTINGS.fps, noise)
    encoder.close()
    return out.getvalue()


TAKE = make_take()
LAYOUT = scan(io.BytesIO(TAKE))


def pictures_in(take: bytes) -> list[float]:
    with av.open(io.BytesIO(take), "r") as container:
        return [frame.time for frame in container.decode(video=0)]


def test_fragments_cover_the_take_without_holes() -> None:
    assert len(LAYOUT.fragments) >= SECONDS * 2
    assert LAYOUT.fragments[0].at_ns == 0
    assert LAYOUT.fragments[0].offset == LAYOUT.init_size
    for before, after in pairwise(LAYOUT.fragments):
        assert after.offset == before.end
        assert abs(after.at_ns - before.end_ns) <= 12_000  # one unit of the picture's timescale
    assert abs(LAYOUT.fragments[-1].end_ns - SECONDS * NS) < 100_000
    assert duration_ns(io.BytesIO(TAKE)) == LAYOUT.fragments[-1].end_ns
    assert [track.is_video for track in LAYOUT.tracks] == [True, False]


def test_times_and_keyframes_are_those_a_demuxer_finds() -> None:
    with av.open(io.BytesIO(TAKE), "r") as container:
        packets = [
            (packet.stream.type, packet.pts, packet.is_keyframe)
            for packet in container.demux()
            if packet.pts is not None
        ]
    times = {round(pts * NS / 90_000): is_key for kind, pts, is_key in packets if kind == "video"}
    for fragment in LAYOUT.fragments:
        nearest = min(times, key=lambda at_ns: abs(at_ns - fragment.at_ns))
        assert abs(nearest - fragment.at_ns) <= 1
        assert times[nearest] == fragment.is_keyframe_start
    assert sum(fragment.is_keyframe_start for fragment in LAYOUT.fragments) == SECONDS / SETTINGS.keyframe_s
    assert sum(fragment.samples for fragment in LAYOUT.fragments) == len(packets)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=300))
@settings(deadline=None, max_examples=15)
def test_watcher_finds_the_same_in_any_pieces(lengths: list[int]) -> None:
    watcher = FragmentWatcher()
    found: list[Fragment] = []
    at = 0
    for number in range(len(TAKE)):
        if at >= len(TAKE):
            break
        length = lengths[number % len(lengths)]
        found += watcher.feed(TAKE[at : at + length])
        at += length
        assert all(fragment.end <= at for fragment in found)
    assert tuple(found) == LAYOUT.fragments
    assert (watcher.init_size, watcher.tracks) == (LAYOUT.init_size, LAYOUT.tracks)


def test_watcher_reports_a_fragment_with_its_last_byte() -> None:
    watcher = FragmentWatcher()
    first = LAYOUT.fragments[0]
    assert watcher.feed(TAKE[: first.end - 1]) == []
    assert watcher.feed(TAKE[first.end - 1 : first.end]) == [first]


def test_watcher_refuses_what_is_no_mp4() -> None:
    with pytest.raises(ValueError, match="box of 0 bytes"):
        FragmentWatcher().feed(bytes(100))
    with pytest.raises(ValueError, match="moov"):
        FragmentWatcher().feed(b"\x7f\xff\xff\xffmoov" + bytes(100))


def test_cut_around_every_boundary_leaves_the_whole_fragments_before_it() -> None:
    ends = [LAYOUT.init_size, *(fragment.end for fragment in LAYOUT.fragments)]
    for number, end in enumerate(ends):
        for cut in (end - 1, end, end + 1, end + 9):
            expected = end if cut >= end else (ends[number - 1] if number else 0)
            assert whole_fragments(io.BytesIO(TAKE[:cut])) == expected


def test_cut_anywhere_leaves_what_decodes_to_its_end() -> None:
    rng = random.Random(11)
    for cut in [rng.randrange(len(TAKE)) for _ in range(60)]:
        whole = whole_fragments(io.BytesIO(TAKE[:cut]))
        assert whole <= cut
        fragments = [fragment for fragment in LAYOUT.fragments if fragment.end <= cut]
        assert whole == (fragments[-1].end if fragments else LAYOUT.init_size * (cut >= LAYOUT.init_size))
        if fragments:
            times = pictures_in(TAKE[:whole])
            assert times[-1] == pytest.approx(fragments[-1].end_ns / NS - 1 / SETTINGS.fps, abs=1e-4)
            assert duration_ns(io.BytesIO(TAKE[:cut])) == fragments[-1].end_ns


def test_garbage_is_no_take() -> None:
    rng = random.Random(13)
    for length in (0, 1, 7, 8, 9, 100, 5000):
        garbage = rng.randbytes(length)
        assert whole_fragments(io.BytesIO(garbage)) == 0
        with pytest.raises(Fault) as caught:
            duration_ns(io.BytesIO(garbage))
        assert caught.value.code == "E-340"


@pytest.mark.parametrize("tail", [b"\x00" * 4096, b"\xff" * 4096, random.Random(17).randbytes(4096)])
def test_garbage_behind_a_cut_does_not_count(tail: bytes) -> None:
    end = LAYOUT.fragments[4].end
    assert whole_fragments(io.BytesIO(TAKE[:end] + tail)) == end


def test_flipped_bits_never_raise_and_never_add_bytes() -> None:
    rng = random.Random(19)
    heads = [fragment.offset + rng.randrange(600) for fragment in LAYOUT.fragments for _ in range(20)]
    for at in [*heads, *(rng.randrange(LAYOUT.init_size) for _ in range(200))]:
        spoilt = bytearray(TAKE)
        spoilt[at] ^= 1 << rng.randrange(8)
        assert whole_fragments(io.BytesIO(bytes(spoilt))) <= len(TAKE)


def test_samples_outside_their_fragment_are_not_whole() -> None:
    third = LAYOUT.fragments[2]
    moof = TAKE[third.offset : third.end]
    spoilt = bytearray(TAKE)
    place = third.offset + moof.index(b"trun") + 12  # where its samples are, behind flags and count
    spoilt[place] = 0x7F
    assert whole_fragments(io.BytesIO(bytes(spoilt))) == third.offset


def test_take_without_sound_has_fragments_too() -> None:
    layout = scan(io.BytesIO(make_take(with_sound=False)))
    assert abs(layout.fragments[-1].end_ns - SECONDS * NS) < 100_000


def test_scan_reads_headers_only() -> None:
    class Counting(io.BytesIO):
        got = 0

        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            self.got += len(piece)
            return piece

    head = TAKE[: LAYOUT.fragments[0].end]
    mdat = TAKE[LAYOUT.fragments[0].offset :].index(b"mdat") + LAYOUT.fragments[0].offset - 4
    large = 3_000_000
    grown = head[:mdat] + (large + 8).to_bytes(4, "big") + b"mdat" + head[mdat + 8 :]
    grown += bytes(large - (len(head) - mdat - 8))
    file = Counting(grown)
    assert scan(file).fragments == (replace(LAYOUT.fragments[0], size=len(grown) - LAYOUT.init_size),)
    assert file.got < 16_384


def test_read_all_asks_again_until_the_end() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 3))

    file = Slow(b"0123456789")
    assert read_all(file, 8) == b"01234567"
    assert read_all(file, 8) == b"89"
