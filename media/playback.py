"""The replay view of a take: the same pictures and sound, packed as a player likes them, without a second copy.

    sealed:  init | moof mdat | moof mdat | moof mdat | moof mdat | …  | mfra
    shown:   init | sidx sidx | MOOF MDAT───────────────────────── | MOOF MDAT────…
                    └ index ┘   └ one for the fragments from one keyframe to the next

A take consists of half-second fragments, so that a crash costs little. A player pays for that twice. Without an index
it reads every fragment's header before it shows a 1-hour take: thousands of reads, each of which decrypts a chunk. And
with one (`sidx`, ISO/IEC 14496-12, 8.16.3) FFmpeg's demuxer, which is in most players, goes wrong unless every entry
is one fragment that begins with a keyframe, has one run of samples per track and nothing behind it: it skips pictures,
returns old sound, or mixes groups of pictures up after seeking back (measured with FFmpeg 5.1 and 8.1).

So the view shows a `sidx` for each track, and *joins* the fragments between keyframes while they are read: one new
`moof`, and an `mdat` with the stored bytes of all their pictures, then of all their sound. The sizes follow from the
fragments' places and sample counts alone; a group's own headers are read when the group is. What the old headers took
is shown as zeros at the end of the `mdat`. The `mfra` at the end and a torn tail are left out.

`open_container` and `frame_at` are for whoever needs pictures at exact times. There is no player here.
"""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from struct import pack, unpack_from
from typing import BinaryIO, cast

import av
from av.container import InputContainer

from media.clock import NS
from media.fault import Fault
from media.fragments import HEADER, Fragment, FragmentWatcher, Run, SeekableFile, Track, read_all, read_runs

GROUP_NS = 2 * NS
"""how long the groups are, at least: the keyframes' distance"""
MOST_GROUPS = 0xFFFF
LARGEST_GROUP = 0x4000_0000
_STARTS_WITH_SAP_1 = 0x9000_0000
"""the reference begins with a picture that needs no other (stream access point of type 1)"""
_SIDX_SIZE, _REFERENCE_SIZE = 40, 12
_MOOF_SIZE, _TRAF_SIZE, _SAMPLE_SIZE = 24, 64, 12
_KEPT_JOINED = 16
_MOST_HANDED_ON = 2
"""sound samples that go over to the next group; one, unless the sound ran ahead of the picture"""
_ROOM = _MOST_HANDED_ON * 2048
"""bytes in each group for what the one before hands on: an AAC packet of two channels has at most 1,536"""
_Place = tuple[int, Run]
"""a run and where its moof lies in the file"""


@dataclass(frozen=True, slots=True)
class _Group:
    """Fragments shown as one: `start` and `size` are bytes of the view."""

    fragments: tuple[Fragment, ...]
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Joined:
    """What a group looks like: computed bytes, stretches of the file (place in group, in file, length), then zeros."""

    head: bytes
    stretches: tuple[tuple[int, int, int], ...]


class IndexedReader(io.RawIOBase):
    """A seekable file that shows the take in `file` with an index and joined fragments.

    `fragments` are what `FragmentWatcher` or `scan` found in it, in order. Closing the view leaves `file` open.
    Raises `Fault` E-340 when there is no fragment, E-341 when `fragments` do not fit the file.
    """

    def __init__(self, file: SeekableFile, fragments: Sequence[Fragment], init_size: int) -> None:
        if not fragments:
            raise Fault("E-340")
        self._file = file
        self._init_size = init_size
        self._tracks = self._read_tracks()
        parts = _grouped(fragments)
        index_size = len(self._tracks) * (_SIDX_SIZE + _REFERENCE_SIZE * len(parts))
        self._groups: list[_Group] = []
        start = init_size + index_size
        for part in parts:
            size = _MOOF_SIZE + _TRAF_SIZE * len(self._tracks) + HEADER + _ROOM
            size += sum(_SAMPLE_SIZE * fragment.samples + fragment.size for fragment in part)
            self._groups.append(_Group(part, start, size))
            start += size
        self._starts = [group.start for group in self._groups]
        self._end = start
        self._index = _index(self._groups, self._tracks)
        self._joined: dict[int, _Joined] = {}
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        if at < 0:
            raise ValueError(f"before the start: {at}")
        self._at = at
        return at

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        piece = self.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def read(self, size: int | None = -1, /) -> bytes:
        """Exactly `size` bytes unless the end comes first, so that a player need not ask again."""
        left = max(self._end - self._at, 0)
        left = left if size is None or size < 0 else min(size, left)
        pieces: list[bytes] = []
        while left:
            piece = self._stretch(left)
            if not piece:
                raise Fault("E-341", reason="shorter than its index")
            self._at += len(piece)
            left -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _stretch(self, size: int) -> bytes:
        """Up to `size` bytes from here, all from one part of the view."""
        at = self._at
        if at < self._init_size:
            return self._from_file(at, min(size, self._init_size - at))
        if at < self._starts[0]:
            inside = at - self._init_size
            return self._index[inside : inside + size]
        number = bisect_right(self._starts, at) - 1
        joined = self._join(number)
        inside = at - self._groups[number].start
        if inside < len(joined.head):
            return joined.head[inside : inside + size]
        for place, file_at, length in joined.stretches:
            if inside < place + length:
                return self._from_file(file_at + inside - place, min(size, place + length - inside))
        return bytes(min(size, self._groups[number].size - inside))

    def _read_tracks(self) -> tuple[Track, ...]:
        watcher = FragmentWatcher()
        try:
            watcher.feed(self._from_file(0, self._init_size))
        except ValueError as problem:
            raise Fault("E-341", reason=str(problem)) from problem
        if watcher.init_size != self._init_size:
            raise Fault("E-341", reason="another beginning than its index says")
        return watcher.tracks

    def _from_file(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return read_all(self._file, size)

    def _join(self, number: int) -> _Joined:
        joined = self._joined.get(number)
        if joined is None:
            group = self._groups[number]
            begin_ns = group.fragments[0].at_ns if number else None
            is_last = number + 1 == len(self._groups)
            end_ns = None if is_last else self._groups[number + 1].fragments[0].at_ns
            try:
                own = [self._runs(fragment) for fragment in group.fragments]
                kept, _ = _parted(own[-1], end_ns)
                before = self._runs(self._groups[number - 1].fragments[-1]) if number else []
                _, taken_over = _parted(before, begin_ns)
                joined = _joined(group, [*taken_over, *chain.from_iterable(own[:-1]), *kept], number + 1)
            except ValueError as problem:
                raise Fault("E-341", reason=str(problem)) from problem
            if len(self._joined) >= _KEPT_JOINED:
                self._joined.pop(next(iter(self._joined)))
            self._joined[number] = joined
        return joined

    def _runs(self, fragment: Fragment) -> list[_Place]:
        return [(fragment.offset, run) for run in read_runs(self._read_moof(fragment), self._tracks)]

    def _read_moof(self, fragment: Fragment) -> bytes:
        moof = self._from_file(fragment.offset, min(2048, fragment.size))
        size, kind = unpack_from(">I4s", moof) if len(moof) >= HEADER else (0, b"")
        if kind != b"moof" or not HEADER <= size < fragment.size:
            raise ValueError("no fragment where the index says")
        return moof[:size] if size <= len(moof) else self._from_file(fragment.offset, size)


def _grouped(fragments: Sequence[Fragment]) -> list[tuple[Fragment, ...]]:
    """Fragments from keyframe to keyframe, 2 s or more: as long as it takes for one index to hold all of them."""
    length_ns = max(GROUP_NS, (fragments[-1].end_ns - fragments[0].at_ns) // (MOST_GROUPS // 2))
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if groups:
            first = groups[-1][0]
            is_long = fragment.at_ns - first.at_ns >= length_ns - GROUP_NS // 8
            if not (fragment.is_keyframe_start and is_long) and fragment.end - first.offset <= LARGEST_GROUP:
                groups[-1].append(fragment)
                continue
        groups.append([fragment])
    return [tuple(group) for group in groups]


def _index(groups: Sequence[_Group], tracks: Sequence[Track]) -> bytes:
    """A `sidx` for each track, in its own timescale: FFmpeg counts in that, and misses a track that has none."""
    times_ns = [group.fragments[0].at_ns for group in groups]
    times_ns.append(groups[-1].fragments[-1].end_ns)
    found = b""
    for track in reversed(tracks):
        times = [(at_ns * track.timescale + NS // 2) // NS for at_ns in times_ns]
        # version 1: 64-bit first time, and 64-bit distance from the end of this box to the first group
        content = pack(">B3xIIQQ2xH", 1, track.id, track.timescale, times[0], len(found), len(groups))
        content += b"".join(
            pack(">III", group.size, max(end - begin, 0), _STARTS_WITH_SAP_1 * group.fragments[0].is_keyframe_start)
            for group, begin, end in zip(groups, times[:-1], times[1:], strict=True)
        )
        found = pack(">I4s", HEADER + len(content), b"sidx") + content + found
    return found


def _parted(places: Sequence[_Place], at_ns: int | None) -> tuple[list[_Place], list[_Place]]:
    """A group's last runs, parted into its own and the sound that is still heard at `at_ns`, when the next begins.

    A keyframe comes in the middle of a sound sample, which FFmpeg looks for in the group that it finds the picture in.
    """
    own: list[_Place] = []
    handed_on: list[_Place] = []
    for moof_at, run in places:
        count = len(run.samples)
        if not run.track.is_video and at_ns is not None:
            ends = accumulate((duration for duration, _, _ in run.samples), initial=run.at)
            heard = sum(end * NS > at_ns * run.track.timescale for end in list(ends)[1:])
            count -= min(heard, _MOST_HANDED_ON)
        first, second = run.parted(count)
        if first.samples:
            own.append((moof_at, first))
        if second.samples:
            handed_on.append((moof_at, second))
    return own, handed_on


def _joined(group: _Group, places: Sequence[_Place], sequence_number: int) -> _Joined:
    """One moof and mdat for all the runs at `places`; ValueError if the group is too small for them."""
    by_track: dict[Track, list[_Place]] = {}
    for place in places:
        by_track.setdefault(place[1].track, []).append(place)
    moof_size = _MOOF_SIZE + _TRAF_SIZE * len(by_track) + _SAMPLE_SIZE * sum(len(run.samples) for _, run in places)
    trafs: list[bytes] = []
    stretches: list[tuple[int, int, int]] = []
    at = moof_size + HEADER
    for track, own in sorted(by_track.items(), key=lambda item: not item[0].is_video):
        trafs.append(_traf(track, [run for _, run in own], at))
        for moof_at, run in own:
            stretches.append((at, moof_at + run.data_offset, run.data_size))
            at += run.data_size
    if at > group.size:
        raise ValueError("more samples than the index says")
    head = pack(">I4sI4sII", moof_size, b"moof", 16, b"mfhd", 0, sequence_number)
    head += b"".join(trafs) + pack(">I4s", group.size - moof_size, b"mdat")
    return _Joined(head, tuple(stretches))


def _traf(track: Track, runs: Sequence[Run], data_offset: int) -> bytes:
    """All samples of one track in one run, every value written out; a hole in time lengthens the sample before it."""
    samples: list[bytes] = []
    for run, following in zip(runs, [*runs[1:], None], strict=True):
        hole = following.at - run.end if following is not None else 0
        samples += (pack(">III", *sample) for sample in run.samples[:-1])
        duration, size, flags = run.samples[-1]
        samples.append(pack(">III", max(duration + hole, 0), size, flags))
    length = len(samples) * _SAMPLE_SIZE
    # flags: places count from the moof; place, duration, size and flags of every sample are given
    tfhd = pack(">I4sII", 16, b"tfhd", 0x02_0000, track.id)
    tfdt = pack(">I4sIQ", 20, b"tfdt", 0x0100_0000, runs[0].at)
    trun = pack(">I4sIIi", 20 + length, b"trun", 0x00_0701, len(samples), data_offset)
    return pack(">I4s", _TRAF_SIZE + length, b"traf") + tfhd + tfdt + trun + b"".join(samples)


def open_container(file: SeekableFile) -> InputContainer:
    """Open a take for reading; raises `Fault` E-341 when it is no MP4 that can be read."""
    try:
        return av.open(cast(BinaryIO, file), "r", format="mp4")
    except av.FFmpegError as problem:
        raise Fault("E-341", reason=problem.strerror) from problem


def frame_at(container: InputContainer, at_ns: int) -> av.VideoFrame:
    """The picture that is shown at `at_ns` of the take: the last one that begins no later, or the first of all.

    Raises `Fault` E-341 when nothing can be decoded there.
    """
    stream = container.streams.video[0]
    assert stream.time_base is not None
    wanted = round(at_ns / NS / stream.time_base)
    shown: av.VideoFrame | None = None
    try:
        container.seek(wanted, stream=stream, backward=True)
        for frame in container.decode(stream):
            if shown is not None and frame.pts is not None and frame.pts > wanted:
                break
            shown = frame
    except av.FFmpegError as problem:
        raise Fault("E-341", reason=problem.strerror) from problem
    if shown is None:
        raise Fault("E-341", reason="no picture")
    return shown
