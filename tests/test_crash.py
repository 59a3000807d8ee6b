"""A crash or a power cut at any moment of a take: everything up to the last checkpoint is a whole file again."""

import io
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.chunks import CHUNK_BYTES
from app.evidence.salvage import Found, salvage
from app.evidence.sealed import SealedReader
from media.clock import NS
from media.encode import Encoder, EncodeSettings
from media.fault import Fault
from media.fragments import scan, whole_fragments
from media.track import MICROSECONDS, SAMPLE_RATE_HZ
from tests.crash_parts import (
    FILE_KEY,
    MEMORY,
    Stroke,
    Strokes,
    cuts,
    record,
    replay,
    salvaged,
    whole_records,
    write_take,
)
from tests.evidence_parts import code_of, take


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "crashed"
    path.mkdir()
    return path


# kill -9


def check_after_crash(folder: Path, strokes: Strokes, count: int, plain: bytes) -> None:
    safe = max((size for at, size in strokes.promised if at <= count), default=0)
    result, kept = salvaged(folder)
    assert kept == plain[: len(kept)]
    assert len(kept) >= safe, f"{safe - len(kept)} bytes of a checkpoint are lost"
    assert result.usable_bytes == len(kept)


def test_take_killed_at_any_byte_keeps_every_checkpoint(tmp_path: Path, folder: Path) -> None:
    pieces = [record(length) for length in (20, 30, 1, 0, 35)]
    strokes = write_take(tmp_path, pieces, finishes=True)
    header = len(strokes.done[0][3])
    for count, done in cuts(strokes, step=1):
        replay(folder, done)
        if len((folder / "take").read_bytes()) < header:
            assert code_of(lambda: salvaged(folder)) == "E-311"
        else:
            check_after_crash(folder, strokes, count, b"".join(pieces))


def test_take_of_several_chunks_killed_anywhere_keeps_every_checkpoint(tmp_path: Path, folder: Path) -> None:
    pieces = [record(length) for length in (60_000, 5_000, 64_000, 100, 530, 65_000, 3, 2, 20_000)]
    strokes = write_take(tmp_path, pieces, finishes=True)
    for count, done in cuts(strokes, step=29_983):
        if count > 0:
            replay(folder, done)
            check_after_crash(folder, strokes, count, b"".join(pieces))


@given(st.lists(st.sampled_from([0, 1, 30, 4_000, 30_000, 60_000, 65_530]), min_size=1, max_size=12), st.data())
@settings(max_examples=60)
def test_killed_take_is_a_prefix_with_every_checkpoint(lengths: list[int], data: st.DataObject) -> None:
    pieces = [record(length) for length in lengths]
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        strokes = write_take(Path(name), pieces, finishes=data.draw(st.booleans()))
        count = data.draw(st.integers(1, len(strokes.done)))
        done = strokes.done[:count]
        if count < len(strokes.done) and strokes.done[count][1] == "write":
            *where, content = strokes.done[count]
            done = [*done, (*where, content[: data.draw(st.integers(0, len(content)))])]  # type: ignore[list-item]
        crashed = Path(name) / "crashed"
        crashed.mkdir()
        replay(crashed, done)
        check_after_crash(crashed, strokes, count, b"".join(pieces))


# Power cut: what was not synced may be missing, in any order, in any part.


def after_power_cut(strokes: Strokes, count: int, fate_of: Callable[[str], str]) -> list[Stroke]:
    """What is on the disk: all that was synced, and of the rest what fate leaves of it."""
    last_sync = {"take": 0, "tail": 0}
    for place, (kind, what, _, _) in enumerate(strokes.done[:count]):
        if what == "sync":
            last_sync[kind] = place
    survived = []
    for place, (kind, what, at, content) in enumerate(strokes.done[:count]):
        fate = "kept" if place < last_sync[kind] or what == "truncate" else fate_of(kind)
        if fate != "gone":
            survived.append((kind, what, at, content[: len(content) // (2 if fate == "torn" else 1)]))
    return survived


def check_after_power_cut(folder: Path, strokes: Strokes, count: int, survived: list[Stroke], plain: bytes) -> None:
    replay(folder, survived)
    safe = max((size for at, size in strokes.synced if at <= count), default=0)
    safe = min(safe, whole_records(io.BytesIO(plain)))
    try:
        result, kept = salvaged(folder)
    except Fault as refused:
        assert (refused.code, safe) == ("E-311", 0)
        return
    assert result.found is not Found.DAMAGED
    assert kept == plain[: len(kept)]
    assert len(kept) >= safe, f"{safe - len(kept)} bytes that were synced are lost"
    check_nonce(strokes, survived, (folder / "take").read_bytes())


def check_nonce(strokes: Strokes, survived: list[Stroke], content: bytes) -> None:
    """Whatever was on the disk of a final chunk is a part of the one that is there now: one nonce, one text."""
    if strokes.final is None or strokes.final[2] >= len(content):
        return
    at, sealed = strokes.final[2:]
    if any(stroke[:3] == strokes.final[:3] and stroke[3] for stroke in survived):
        assert content[at:] == sealed


@given(
    st.lists(st.sampled_from([1, 30, 30_000, 60_000, 65_530]), min_size=1, max_size=20),
    st.sampled_from([1, 2, 3, 9]),
    st.data(),
)
@settings(max_examples=150)
def test_power_cut_keeps_every_synced_checkpoint(lengths: list[int], sync_every: int, data: st.DataObject) -> None:
    pieces = [record(length) for length in lengths] + [b"\xff\xff" + take(20)] * data.draw(st.integers(0, 1))
    fates = {
        name: data.draw(st.sampled_from([["kept"], ["gone"], ["torn"], ["kept", "gone", "torn"]]))
        for name in ("take", "tail")
    }
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        strokes = write_take(Path(name), pieces, finishes=data.draw(st.booleans()), sync_every=sync_every)
        count = data.draw(
            st.integers(1, len(strokes.done)) | st.integers(max(1, len(strokes.done) - 6), len(strokes.done))
        )
        survived = after_power_cut(strokes, count, lambda kind: data.draw(st.sampled_from(fates[kind])))
        crashed = Path(name) / "crashed"
        crashed.mkdir()
        check_after_power_cut(crashed, strokes, count, survived, b"".join(pieces))


def test_power_cut_after_many_chunks_without_a_sync_keeps_what_was_synced(tmp_path: Path, folder: Path) -> None:
    """The tail reaches the disk and the file does not: a slot must not have been needed when it was overwritten."""
    pieces = [record(100), record(200), *[record(65_000)] * 20]
    strokes = write_take(tmp_path, pieces, finishes=False, sync_every=30, synced_at=2)
    for count, _ in strokes.promised:
        for take_fate, tail_fate in (("gone", "kept"), ("kept", "gone"), ("gone", "torn")):
            fates = {"take": take_fate, "tail": tail_fate}
            survived = after_power_cut(strokes, count, fates.__getitem__)
            check_after_power_cut(folder, strokes, count, survived, b"".join(pieces))


def test_power_cut_while_it_finishes_leaves_one_text_per_nonce(tmp_path: Path, folder: Path) -> None:
    """The final chunk reaches the disk only after the decision: else salvage might seal other bytes in its place."""
    strokes = write_take(tmp_path, [record(100), b"\xff\xff" + take(300)], finishes=True, sync_every=1)
    assert strokes.final is not None
    for take_fate in ("kept", "torn"):
        fates = {"take": take_fate, "tail": "gone"}
        survived = after_power_cut(strokes, strokes.done.index(strokes.final) + 1, fates.__getitem__)
        replay(folder, survived)
        salvaged(folder)
        check_nonce(strokes, survived, (folder / "take").read_bytes())


@pytest.mark.parametrize("after", ["torn final chunk", "decision lost"])
def test_take_killed_while_it_finishes_is_sealed_as_it_was_begun(after: str, tmp_path: Path, folder: Path) -> None:
    """The end is half a record, which salvage would leave out; yet the writer had begun to seal it."""
    pieces = [record(100), b"\xff\xff" + take(300)]
    strokes = write_take(tmp_path, pieces, finishes=True)
    assert strokes.final is not None
    place = strokes.done.index(strokes.final)
    if after == "torn final chunk":
        for size in (1, 16, 200, len(strokes.final[3]) - 1):
            survived = [*strokes.done[:place], (*strokes.final[:3], strokes.final[3][:size])]
            replay(folder, survived)
            result, kept = salvaged(folder)
            assert (result.found, kept) == (Found.WHOLE, b"".join(pieces))
            check_nonce(strokes, survived, (folder / "take").read_bytes())
    else:
        survived = [stroke for stroke in strokes.done[:place] if stroke[:3] != ("tail", "write", 0)]
        replay(folder, survived)
        result, kept = salvaged(folder)
        assert (result.found, kept, result.lost_bytes) == (Found.INTERRUPTED, pieces[0], 302)


# A real take.


def make_film() -> bytes:
    settings_ = EncodeSettings(width=160, height=96, preset="ultrafast")
    out, noise = io.BytesIO(), np.random.default_rng(7)
    encoder = Encoder(out, settings_, 0)
    for number in range(3 * settings_.fps):
        planes = noise.integers(0, 255, (settings_.height * 3 // 2, settings_.width)).astype(np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number * 1_000_000 // settings_.fps, MICROSECONDS
        encoder.picture(frame)
        sound = noise.integers(-3000, 3000, (SAMPLE_RATE_HZ // settings_.fps, 2)).astype(np.int16)
        encoder.sound(number * NS // settings_.fps, sound)
    encoder.close()
    return out.getvalue()


def test_killed_film_plays_to_the_end_of_its_last_whole_fragment(tmp_path: Path, folder: Path) -> None:
    film = make_film()
    layout = scan(io.BytesIO(film))
    ends = [layout.init_size, *(fragment.end for fragment in layout.fragments)]
    assert ends[-1] > 3 * CHUNK_BYTES and len(ends) > 5
    pieces = [film[start:end] for start, end in pairwise([0, *ends, len(film)])]
    strokes = write_take(tmp_path, pieces, finishes=True)
    for count, done in cuts(strokes, step=50_021):
        if count == 0:
            continue
        replay(folder, done)
        result = salvage(folder / "take", folder / "tail", FILE_KEY, whole_fragments)
        safe = max((size for at, size in strokes.promised if at <= count), default=0)
        kept = result.usable_bytes
        assert kept in (0, *ends, len(film))
        assert kept >= max((end for end in ends[1:] if end <= safe), default=0)
        with SealedReader((folder / "take").open("rb"), FILE_KEY) as reader:
            assert whole_fragments(reader) == min(kept, ends[-1])
            if kept >= ends[1]:
                reader.seek(0)
                with av.open(reader, "r") as container:
                    pictures = [frame.time for frame in container.decode(video=0)]
                assert pictures[-1] * NS >= layout.fragments[ends.index(min(kept, ends[-1])) - 1].end_ns - NS // 5
