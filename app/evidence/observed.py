"""What a Recorder tells whoever listens: small frozen values, with times on the take's clock."""

from collections.abc import Callable
from dataclasses import dataclass

from app.evidence.chunks import Sealed
from app.faults import Fault
from app.model import Mark
from media.clock import NS
from media.faces import FacesSeen
from media.fragments import Fragment
from media.speech import SpeechHeard, VoiceActivity


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
