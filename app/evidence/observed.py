"""What a Recorder tells whoever listens: small frozen values, with times on the take's clock."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from app.evidence.chunks import Sealed
from app.faults import Fault
from app.model import Mark
from media.clock import NS
from media.faces import Face, FacesSeen
from media.fragments import Fragment
from media.speech import SpeechHeard, VoiceActivity
from media.track import Samples

FULL_SCALE = 32768.0
SILENCE_DBFS = -120.0


@dataclass(frozen=True, slots=True)
class Beat:
    """The heartbeat: the take has reached `at_ns`; `wall_step_ns` is by how much the computer's clock was set anew."""

    at_ns: int
    wall_step_ns: int


@dataclass(frozen=True, slots=True)
class FragmentSealed:
    """A fragment is safe on disk; `sealed_bytes` is the file's size."""

    fragment: Fragment
    sealed_bytes: int


@dataclass(frozen=True, slots=True)
class TakeBroken:
    """The take cannot go on (disk full, encoder died): it must be ended with what it has."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Level:
    """How loud one channel was in the last block (40 ms)."""

    rms_dbfs: float = SILENCE_DBFS
    peak_dbfs: float = SILENCE_DBFS
    is_voice: bool = False

    @classmethod
    def of(cls, samples: Samples, *, is_voice: bool = False) -> Self:
        """`samples` (n,): levels against full scale, never below `SILENCE_DBFS`."""
        if not len(samples):
            return cls(is_voice=is_voice)
        shares = samples.astype(np.float32) / FULL_SCALE
        rms, peak = float(np.sqrt(np.mean(shares * shares))), float(np.max(np.abs(shares)))
        least = 10.0 ** (SILENCE_DBFS / 20)
        return cls(20 * math.log10(max(rms, least)), 20 * math.log10(max(peak, least)), is_voice)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a meter or a live picture shows of a running take; the newest, nothing is kept."""

    counter: Level = Level()
    customer: Level = Level()
    faces: tuple[Face, ...] = ()


Observation = Beat | FragmentSealed | TakeBroken | Mark | SpeechHeard | VoiceActivity | FacesSeen
Observe = Callable[[Observation], None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a finished take is; `duration_ns` is what the file holds of it."""

    file: Sealed | None
    """None when the disk broke off inside a fragment: `salvage` cuts that off and seals the rest"""
    duration_ns: int
    frames: int
    dropped: int
    gaps_ns: dict[str, int]

    @property
    def sealed(self) -> Sealed:
        assert self.file is not None, "it has to be salvaged first"
        return self.file


@dataclass(slots=True)
class Loss:
    """A stretch in which something was left out again and again; told once, when a second has passed without."""

    kind: str
    begin_ns: int = 0
    end_ns: int = 0
    count: int = 0
    _last_ns: int = 0

    def add(self, begin_ns: int, end_ns: int, now_ns: int) -> None:
        self.begin_ns = self.begin_ns if self.count else begin_ns
        self.end_ns, self.count, self._last_ns = end_ns, self.count + 1, now_ns

    def over(self, now_ns: int, *, is_last: bool = False) -> Mark | None:
        if not self.count or (now_ns - self._last_ns < NS and not is_last):
            return None
        facts = {"from_ns": self.begin_ns, "to_ns": self.end_ns, "count": self.count}
        self.count = 0
        return Mark(self.begin_ns, self.kind, None, facts)
