"""Takes made of code, and what is found in them afterwards: pictures and sound, decoded from the sealed file."""

import io
import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import numpy.typing as npt

from app.evidence.recording import Beat, Observation, Recorded, Recorder, RecorderSettings, TakeBroken
from app.evidence.salvage import salvage
from app.evidence.sealed import SealedReader, SealedWriter
from app.model import Mark
from media.clock import NS, Clock, FastClock
from media.encode import EncodeSettings
from media.fragments import whole_fragments
from media.models import SpeechModel
from media.picture import Layout, Picture, Stamp
from media.planes import planes_of
from media.track import SAMPLE_RATE_HZ, AudioTrack, Samples, VideoTrack
from tests.evidence_parts import ALICE

SMALL = EncodeSettings(width=640, height=360)
STAMP = Stamp(wall_ns=0, take="20261122-0001", branch="示范支行", counter="03", clerk="0123", step="第 1/1 步 测试")
KEY = bytes(range(16))
SLATE_LUMA = 44
BOXES = (b"ftyp", b"moov", b"moof", b"mdat", b"mfra", b"avc1", b"mp4a", b"isom")
"""what every MP4 is full of"""


def quick(**changes: object) -> RecorderSettings:
    """A small picture, and no detector that is not asked for."""
    chosen: dict[str, object] = {"checks_faces": False, "checks_quality": False, "checks_speech": False, **changes}
    return RecorderSettings(encode=SMALL, **chosen)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Film:
    """A take, decoded to its end."""

    at_s: tuple[float, ...]
    pictures: tuple[npt.NDArray[np.uint8], ...]
    """(h, w) brightness"""
    sound: Samples
    """(n, 2): counter, customer"""
    codecs: tuple[str, str]

    @property
    def sound_s(self) -> float:
        return len(self.sound) / SAMPLE_RATE_HZ

    def between(self, begin_s: float, end_s: float) -> list[npt.NDArray[np.uint8]]:
        return [picture for at_s, picture in zip(self.at_s, self.pictures, strict=True) if begin_s <= at_s < end_s]

    def loud(self, begin_s: float, end_s: float) -> tuple[float, float]:
        """Loudness (RMS of the samples) of the two channels."""
        part = self.sound[round(begin_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)].astype(float)
        left, right = np.sqrt((part**2).mean(axis=0))
        return float(left), float(right)


def decode(file: BinaryIO) -> Film:
    """Every picture and sample of an MP4."""
    at_s, pictures, sound = [], [], []
    with av.open(file, "r") as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        codecs = (video.codec_context.name, audio.codec_context.name)
        for frame in container.decode(video, audio):
            if isinstance(frame, av.VideoFrame):
                assert frame.pts is not None and frame.time_base is not None
                at_s.append(float(frame.pts * frame.time_base))
                pictures.append(planes_of(frame)[0].copy())
            elif isinstance(frame, av.AudioFrame):
                sound.append((frame.to_ndarray().T * 32767).astype(np.int16))
    return Film(tuple(at_s), tuple(pictures), np.concatenate(sound or [np.zeros((0, 2), np.int16)]), codecs)


def is_slate(picture: npt.NDArray[np.uint8]) -> bool:
    """A dark, even field with some letters on it, and the stamp below."""
    middle = picture[picture.shape[0] // 8 : picture.shape[0] // 3]
    return abs(float(np.median(middle)) - SLATE_LUMA) < 4 and float(middle.std()) < 8


def is_moving(pictures: Sequence[npt.NDArray[np.uint8]]) -> bool:
    """Each picture differs from the one before, in more than the stamp."""
    pairs = itertools.pairwise(pictures)
    return all(np.abs(a.astype(int) - b).max(axis=1)[: len(a) * 3 // 4].max() > 20 for a, b in pairs)


@dataclass
class Made:
    """A take without a session: what the recorder told, and the file."""

    path: Path
    recorded: Recorded | None = None
    told: list[Observation] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    """those still alive after the take that were not there before"""

    def marks(self, kind: str) -> list[Mark]:
        return [one for one in self.told if isinstance(one, Mark) and one.kind == kind]

    @property
    def breaks(self) -> list[str]:
        return [one.fault.code for one in self.told if isinstance(one, TakeBroken)]

    @property
    def result(self) -> Recorded:
        assert self.recorded is not None
        return self.recorded

    def has_all_pictures(self, fps: float = 15) -> bool:
        """As many as the camera gave in the time that the take lasted."""
        return abs(self.result.frames - self.result.duration_ns / NS * fps) <= 1.5

    def film(self) -> Film:
        with SealedReader(open(self.path, "rb"), KEY) as plain:
            return decode(plain)  # type: ignore[arg-type]


def make(
    folder: Path,
    seconds: float,
    cameras: Sequence[VideoTrack],
    counter: AudioTrack,
    customer: AudioTrack | None = None,
    *,
    settings: RecorderSettings | None = None,
    model: SpeechModel | None = None,
    clock: Clock | None = None,
    layout: Layout = Layout.ONE,
    create: Callable[[Path], io.FileIO] = lambda path: io.FileIO(path, "x+"),
    listen: Callable[[Recorder, Observation], object] = lambda recorder, observation: None,
    before_stop: Callable[[], object] = lambda: None,
) -> Made:
    """Record these tracks for `seconds` of the take, or until it breaks; `listen` is told what the recorder tells."""
    clock = clock or FastClock()
    settings = settings or quick()
    made = Made(folder / "take.mp4.age")
    ended = threading.Event()

    def observe(observation: Observation) -> None:
        made.told.append(observation)
        listen(recorder, observation)
        is_over = isinstance(observation, Beat) and observation.at_ns >= seconds * NS
        if (is_over or isinstance(observation, TakeBroken)) and not ended.is_set():
            clock.hold()  # until the take has been stopped
            ended.set()

    before = set(threading.enumerate())
    picture = Picture(settings.encode.width, settings.encode.height, layout)
    recorder = Recorder(
        clock, cameras, counter, customer, picture=picture, stamp=STAMP, observe=observe, settings=settings, model=model
    )
    recorder.open()
    file, tail = create(made.path), create(folder / "take.tail")
    writer = SealedWriter(file, [ALICE.recipient], file_key=KEY, tail=tail)
    clock.hold()
    recorder.start(writer)
    clock.release()
    assert ended.wait(60), "the take never came to its end"
    before_stop()
    try:
        made.recorded = recorder.stop()
    finally:
        clock.release()
        for each in (file, tail):
            each.close()
        made.threads = [thread.name for thread in threading.enumerate() if thread not in before]
    if made.recorded.file is None:
        salvaged = salvage(made.path, folder / "take.tail", KEY, whole_fragments)
        made.recorded = replace(made.recorded, file=salvaged.sealed)
    return made
