"""The boxes of a fragmented MP4 take: where its fragments lie, what time they cover, and where a cut one ends.

    ftyp moov | moof mdat | moof mdat | … | mfra
    └─ init ─┘ └fragment ┘

Two ways in: `FragmentWatcher` is fed what the encoder writes, as it writes it; `scan` walks a file that is there.
Both look only at headers: the pictures and the sound are neither copied nor read. Promises that whatever `scan` calls
whole plays, and that garbage ends the walk instead of raising. It decodes nothing, and it expects what
`media.encode` makes: ISO/IEC 14496-12 with one `moof` and one `mdat` per fragment and no reordered pictures.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct, error
from typing import Protocol

from media.clock import NS
from media.fault import Fault

HEADER = 8
HEAD_LIMIT = 1 << 20
"""no `moov` or `moof` of ours comes near this; a larger one is garbage"""
BETWEEN = frozenset((b"free", b"skip", b"styp", b"sidx", b"emsg", b"prft"))
"""boxes that may stand between fragments and that nobody needs"""

_U32 = Struct(">I")
_U64 = Struct(">Q")
_BOX = Struct(">I4s")
_PAIR = Struct(">II")

# tfhd and trun flags, ISO/IEC 14496-12, 8.8.7 and 8.8.8
_TFHD_BASE_OFFSET, _TFHD_DESCRIPTION, _TFHD_DURATION, _TFHD_SIZE, _TFHD_FLAGS = 0x01, 0x02, 0x08, 0x10, 0x20
_TRUN_OFFSET, _TRUN_FIRST_FLAGS = 0x001, 0x004
_TRUN_DURATION, _TRUN_SIZE, _TRUN_FLAGS, _TRUN_COMPOSITION = 0x100, 0x200, 0x400, 0x800
IS_NON_SYNC = 0x0001_0000


class SeekableFile(Protocol):
    """A file, a `BytesIO`, a sealed file being read: may return less than it is asked for, and nothing at its end."""

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def read(self, size: int = -1, /) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Fragment:
    """One moof and its mdat: the take's time they hold, where they lie, and how many samples of both tracks they hold.

    The time is the picture's; the sound's where a fragment holds no picture.
    """

    at_ns: int
    duration_ns: int
    offset: int
    size: int
    samples: int
    is_keyframe_start: bool

    @property
    def end(self) -> int:
        return self.offset + self.size

    @property
    def end_ns(self) -> int:
        return self.at_ns + self.duration_ns


@dataclass(frozen=True, slots=True)
class Track:
    """What the init segment says of one track."""

    id: int
    timescale: int
    is_video: bool
    sample_duration: int
    sample_flags: int


@dataclass(frozen=True, slots=True)
class Run:
    """Samples of one track that lie one behind the other, `data_offset` bytes from the start of their moof.

    `at` is the first one's decode time in the track's units; each is (duration, bytes, flags).
    """

    track: Track
    at: int
    data_offset: int
    samples: tuple[tuple[int, int, int], ...]

    @property
    def end(self) -> int:
        return self.at + sum(duration for duration, _, _ in self.samples)

    @property
    def data_size(self) -> int:
        return sum(size for _, size, _ in self.samples)

    def parted(self, count: int) -> tuple["Run", "Run"]:
        """The first `count` samples, and the others."""
        first = Run(self.track, self.at, self.data_offset, self.samples[:count])
        return first, Run(self.track, first.end, self.data_offset + first.data_size, self.samples[count:])


@dataclass(frozen=True, slots=True)
class Layout:
    """What `scan` found: the init segment's size, its tracks, and the whole fragments."""

    init_size: int
    tracks: tuple[Track, ...]
    fragments: tuple[Fragment, ...]

    @property
    def whole_bytes(self) -> int:
        return self.fragments[-1].end if self.fragments else self.init_size


class FragmentWatcher:
    """Told everything that is written, in order; says which fragments that completed."""

    def __init__(self) -> None:
        self.init_size = 0
        """bytes of the init segment, 0 while it is not complete"""
        self.tracks: tuple[Track, ...] = ()
        self._offset = 0  # of the box at hand
        self._head = bytearray()  # of it: its header, or all of it when it is a moov or a moof
        self._wanted = HEADER
        self._skipping = 0  # bytes of it that need not be looked at
        self._moof: tuple[int, bytes] | None = None

    def feed(self, piece: bytes) -> list[Fragment]:
        """The fragments that end in `piece`; raises ValueError for bytes that are no fragmented MP4."""
        found: list[Fragment] = []
        view = memoryview(piece)
        while len(view):
            if self._skipping:
                step = min(self._skipping, len(view))
                self._skipping -= step
                view = view[step:]
                if not self._skipping:
                    self._end_box(found)
                continue
            step = min(self._wanted - len(self._head), len(view))
            self._head += view[:step]
            view = view[step:]
            if len(self._head) == self._wanted:
                self._look(found)
        return found

    def _look(self, found: list[Fragment]) -> None:
        size, kind = _BOX.unpack_from(self._head)
        if size < HEADER:
            raise ValueError(f"box of {size} bytes at {self._offset}")
        if kind in (b"moov", b"moof") and self._wanted != size:
            if size > HEAD_LIMIT:
                raise ValueError(f"{kind!r} of {size} bytes at {self._offset}")
            self._wanted = size
        elif self._wanted == size:
            self._end_box(found)
        else:
            self._skipping = size - self._wanted

    def _end_box(self, found: list[Fragment]) -> None:
        size, kind = _BOX.unpack_from(self._head)
        after = self._offset + size
        try:
            if kind == b"moov":
                self.tracks = _read_tracks(bytes(self._head))
                self.init_size = after
            elif kind == b"moof":
                self._moof = self._offset, bytes(self._head)
            elif kind == b"mdat" and self._moof is not None:
                offset, moof = self._moof
                self._moof = None
                found.append(_read_fragment(moof, self.tracks, offset, after - offset))
        except (error, StopIteration) as problem:
            raise ValueError(f"{kind!r} at {self._offset} cannot be read") from problem
        self._offset = after
        self._head.clear()
        self._wanted = HEADER


def scan(file: SeekableFile) -> Layout:
    """Walk a take from its start: everything up to the first thing that is not a whole fragment.

    Reads headers only and seeks over the rest. Never raises for what the bytes say.
    """
    total = file.seek(0, io.SEEK_END)
    init_size = 0
    tracks: tuple[Track, ...] = ()
    fragments: list[Fragment] = []
    moof: tuple[int, bytes] | None = None
    at = 0
    while at + HEADER <= total:
        file.seek(at)
        # A moof of ours fits into this, so that one read serves for most.
        head = read_all(file, min(2048, total - at))
        if len(head) < HEADER:
            break
        size, kind = _BOX.unpack_from(head)
        if size < HEADER or at + size > total:
            break
        try:
            if kind in (b"moov", b"moof"):
                if size > HEAD_LIMIT or (kind == b"moof") != bool(init_size) or moof:
                    break
                if len(head) < size:
                    head += read_all(file, size - len(head))
                if kind == b"moov":
                    tracks, init_size = _read_tracks(head[:size]), at + size
                else:
                    moof = at, head[:size]
            elif kind == b"mdat":
                if moof is None:
                    break
                fragments.append(_read_fragment(moof[1], tracks, moof[0], at + size - moof[0]))
                moof = None
            elif moof or (kind not in BETWEEN and not (kind == b"ftyp" and at == 0)):
                break
        except (ValueError, error, StopIteration):
            break
        at += size
    return Layout(init_size, tracks, tuple(fragments))


def whole_fragments(file: SeekableFile) -> int:
    """How many bytes, from the start, are the init segment and whole fragments; 0 without a whole init segment."""
    return scan(file).whole_bytes


def duration_ns(file: SeekableFile) -> int:
    """Length of the take in `file` by its last whole fragment; raises `Fault` E-340 when there is none."""
    fragments = scan(file).fragments
    if not fragments:
        raise Fault("E-340")
    return fragments[-1].end_ns


def read_all(file: SeekableFile, size: int) -> bytes:
    """`size` bytes from where the file stands, fewer only at its end."""
    piece = file.read(size) or b""
    while len(piece) < size:
        more = file.read(size - len(piece))
        if not more:
            break
        piece += more
    return piece


def boxes(box: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes inside `box[start:end]`: kind, start and end of the content."""
    while start + HEADER <= end:
        size, kind = _BOX.unpack_from(box, start)
        if size < HEADER or start + size > end:
            raise ValueError("a box that is larger than the one it lies in")
        yield kind, start + HEADER, start + size
        start += size


def _inside(box: bytes, start: int, end: int, *path: bytes) -> tuple[int, int]:
    """Start and end of the content of the first box at `path`; StopIteration when there is none."""
    for wanted in path:
        start, end = next((low, high) for kind, low, high in boxes(box, start, end) if kind == wanted)
    return start, end


def _read_tracks(moov: bytes) -> tuple[Track, ...]:
    defaults: dict[int, tuple[int, int]] = {}
    start, end = _inside(moov, HEADER, len(moov), b"mvex")
    for kind, low, _ in boxes(moov, start, end):
        if kind == b"trex":
            track_id, _, duration, _, flags = Struct(">5I").unpack_from(moov, low + 4)
            defaults[track_id] = duration, flags
    tracks: list[Track] = []
    for kind, low, high in boxes(moov, HEADER, len(moov)):
        if kind != b"trak":
            continue
        tkhd, _ = _inside(moov, low, high, b"tkhd")
        (track_id,) = _U32.unpack_from(moov, tkhd + (20 if moov[tkhd] == 1 else 12))
        mdhd, _ = _inside(moov, low, high, b"mdia", b"mdhd")
        (timescale,) = _U32.unpack_from(moov, mdhd + (20 if moov[mdhd] == 1 else 12))
        hdlr, _ = _inside(moov, low, high, b"mdia", b"hdlr")
        if not timescale or track_id not in defaults:
            raise ValueError("a track without time")
        tracks.append(Track(track_id, timescale, moov[hdlr + 8 : hdlr + 12] == b"vide", *defaults[track_id]))
    return tuple(tracks)


def _read_fragment(moof: bytes, tracks: tuple[Track, ...], offset: int, size: int) -> Fragment:
    runs = read_runs(moof, tracks)
    if not runs:
        raise ValueError("a fragment without samples")
    if any(run.data_offset < len(moof) or run.data_offset + run.data_size > size for run in runs):
        raise ValueError("samples outside their fragment")
    shown = [run for run in runs if run.track.is_video] or [run for run in runs if run.track == runs[0].track]
    first, last = shown[0], shown[-1]
    begin_ns = first.at * NS // first.track.timescale
    end_ns = last.end * NS // first.track.timescale
    starts_with_key = first.track.is_video and not first.samples[0][2] & IS_NON_SYNC
    return Fragment(begin_ns, end_ns - begin_ns, offset, size, sum(len(run.samples) for run in runs), starts_with_key)


def read_runs(moof: bytes, tracks: Sequence[Track]) -> list[Run]:
    """What a whole moof box says of its samples; raises ValueError for what `media.encode` never writes."""
    by_id = {track.id: track for track in tracks}
    found: list[Run] = []
    try:
        for kind, low, high in boxes(moof, HEADER, len(moof)):
            if kind == b"traf":
                found += _read_traf(moof, low, high, by_id)
    except (error, KeyError) as problem:
        raise ValueError("a moof that cannot be read") from problem
    return found


def _read_traf(moof: bytes, low: int, high: int, by_id: Mapping[int, Track]) -> Iterator[Run]:
    track: Track | None = None
    at: int | None = None
    defaults = (0, 0, 0)
    for kind, start, end in boxes(moof, low, high):
        (word,) = _U32.unpack_from(moof, start)
        flags = word & 0xFFFFFF
        if kind == b"tfhd":
            track = by_id[_U32.unpack_from(moof, start + 4)[0]]
            defaults = _read_defaults(moof, start + 8, flags, track)
        elif kind == b"tfdt":
            (at,) = (_U64 if word >> 24 else _U32).unpack_from(moof, start + 4)
        elif kind == b"trun":
            if track is None or at is None or not flags & _TRUN_OFFSET or flags & _TRUN_COMPOSITION:
                raise ValueError("a run without time or place")
            samples = _read_samples(moof, start, end, flags, defaults)
            if samples:
                run = Run(track, at, Struct(">i").unpack_from(moof, start + 8)[0], samples)
                at = run.end
                yield run


def _read_defaults(moof: bytes, here: int, flags: int, track: Track) -> tuple[int, int, int]:
    """Duration, size and flags of samples whose run does not say."""
    if flags & _TFHD_BASE_OFFSET:
        raise ValueError("places that are not counted from the moof")
    here += 4 * bool(flags & _TFHD_DESCRIPTION)
    values = [track.sample_duration, 0, track.sample_flags]
    for number, bit in enumerate((_TFHD_DURATION, _TFHD_SIZE, _TFHD_FLAGS)):
        if flags & bit:
            (values[number],) = _U32.unpack_from(moof, here)
            here += 4
    return values[0], values[1], values[2]


def _read_samples(
    moof: bytes, start: int, end: int, flags: int, defaults: tuple[int, int, int]
) -> tuple[tuple[int, int, int], ...]:
    (count,) = _U32.unpack_from(moof, start + 4)
    here = start + 12
    has_first = bool(flags & _TRUN_FIRST_FLAGS)
    if has_first:
        (first_flags,) = _U32.unpack_from(moof, here)
        here += 4
    fields = [bit for bit in (_TRUN_DURATION, _TRUN_SIZE, _TRUN_FLAGS) if flags & bit]
    if here + 4 * len(fields) * count > end or count > HEAD_LIMIT:
        raise ValueError("a run that is longer than its box")
    words = Struct(f">{len(fields) * count}I").unpack_from(moof, here)
    columns = [
        words[fields.index(bit) :: len(fields)] if flags & bit else (default,) * count
        for bit, default in zip((_TRUN_DURATION, _TRUN_SIZE, _TRUN_FLAGS), defaults, strict=True)
    ]
    samples = tuple(zip(*columns, strict=True))
    if has_first and samples:
        samples = ((samples[0][0], samples[0][1], first_flags), *samples[1:])
    return samples
