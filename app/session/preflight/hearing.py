"""What pre-flight hears: blocks of sound in, small frozen figures out.

    microphone thread ──► Ear.take_in ──► level, voice or not, the last five seconds of sound

Nothing is kept longer than that, and nothing leaves memory.
"""

import math
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from app.model import Channel
from app.session.preflight.held import HeldState
from app.session.preflight.view import Level
from media.clock import NS
from media.quality import SoundJudge, SoundJudged
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.track import SAMPLE_RATE_HZ, Samples, Sound

SILENT_NS = NS
CLIPPED_OVER_NS = 2 * NS
KEPT_NS = 5 * NS
NEAR_DBFS = -38.0
"""a voice that loud belongs to somebody at the counter, and is no noise"""
ONSET_BLOCKS = 3
"""heard before a voice is known for one"""
FULL_SCALE = 32_767


@dataclass(frozen=True, slots=True)
class MicrophoneHeard:
    """One microphone as it is now."""

    device: HeldState
    heard_ns: int = 0
    is_silent: bool = False
    clipped_share: float = 0.0
    is_too_quiet: bool = False
    is_too_loud: bool = False
    speech_dbfs: float | None = None
    noise_dbfs: float | None = None


@dataclass(slots=True)
class _Block:
    sound: Sound
    is_voice: bool
    clipped: int


class Ear:
    """One microphone's sound."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._lock = threading.Lock()
        self._blocks: deque[_Block] = deque()
        self.also: Callable[[Sound], None] | None = None
        """whoever listens along for a while, on the microphone's thread"""
        self.reset()

    def reset(self) -> None:
        """The microphone begins anew."""
        with self._lock:
            self._blocks.clear()
        self._level: Level | None = None
        self._is_voice = False
        self._heard_ns = 0
        self._judge = SoundJudge(self._channel, silent_ns=SILENT_NS)
        self._judged: SoundJudged | None = None
        self._voice = Recogniser(self._channel, None, self._on_voice)

    def take_in(self, sound: Sound) -> None:
        self._voice.feed(sound.at_ns, sound.samples)
        judged = self._judge.judge(sound.at_ns, sound.samples, is_voice=self._is_voice)
        self._judge.changes()
        self._judged = judged
        self._level = Level(judged.rms_dbfs, judged.peak_dbfs, self._is_voice)
        clipped = int(np.count_nonzero(np.abs(sound.samples.astype(np.int32)) >= FULL_SCALE))
        self._heard_ns += len(sound.samples) * NS // SAMPLE_RATE_HZ
        with self._lock:
            self._blocks.append(_Block(sound, self._is_voice, clipped))
            while sound.at_ns - self._blocks[0].sound.at_ns > KEPT_NS:
                self._blocks.popleft()
        also = self.also
        if also is not None:
            also(sound)

    @property
    def level(self) -> Level | None:
        return self._level

    @property
    def is_voice(self) -> bool:
        return self._is_voice

    def heard(self, device: HeldState) -> MicrophoneHeard:
        judged = self._judged
        if not device.is_open or judged is None:
            return MicrophoneHeard(device)
        return MicrophoneHeard(
            device,
            self._heard_ns,
            judged.is_silent,
            self._clipped_share(),
            judged.is_too_quiet,
            judged.is_too_loud,
            judged.speech_dbfs,
            judged.noise_dbfs,
        )

    def sounds(self, from_ns: int, to_ns: int) -> tuple[int, Samples]:
        """What was heard between two moments, and when its first sample was taken; it may lack the ends."""
        with self._lock:
            chosen = [block.sound for block in self._blocks if from_ns <= block.sound.at_ns < to_ns]
        return _joined(chosen, from_ns)

    def background(self, from_ns: int) -> Samples:
        """What was heard since then while nobody spoke close by."""
        with self._lock:
            blocks = tuple(self._blocks)
        far = (block.sound for block in _without_near_voices(blocks) if block.sound.at_ns >= from_ns)
        return _joined(tuple(far), from_ns)[1]

    def _clipped_share(self) -> float:
        with self._lock:
            newest_ns = self._blocks[-1].sound.at_ns if self._blocks else 0
            recent = [block for block in self._blocks if newest_ns - block.sound.at_ns <= CLIPPED_OVER_NS]
        return sum(block.clipped for block in recent) / max(1, sum(len(block.sound.samples) for block in recent))

    def _on_voice(self, heard: SpeechHeard | VoiceActivity) -> None:
        if isinstance(heard, VoiceActivity):
            self._is_voice = heard.begins


def _without_near_voices(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """Leave out each stretch of voice that is loud somewhere, its soft syllables and its first one included."""
    for is_voice, run in groupby(blocks, lambda block: block.is_voice):
        stretch = list(run)
        if not is_voice:
            yield from stretch[:-ONSET_BLOCKS] if stretch[-1] is not blocks[-1] else stretch
        elif max(_dbfs(block.sound.samples) for block in stretch) <= NEAR_DBFS:
            yield from stretch


def _dbfs(samples: Samples) -> float:
    power = float(np.mean(np.square(samples.astype(np.float32)))) / 32768.0**2 if len(samples) else 0.0
    return 10 * math.log10(max(power, 1e-12))


def _joined(sounds: Sequence[Sound], otherwise_ns: int) -> tuple[int, Samples]:
    if not sounds:
        return otherwise_ns, np.zeros(0, np.int16)
    return sounds[0].at_ns, np.concatenate([sound.samples for sound in sounds])
