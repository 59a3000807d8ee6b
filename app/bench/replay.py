"""A long take for measuring its replay: made as fast as the machine can, with no detector, sealed as every take."""

from dataclasses import dataclass
from pathlib import Path

from app.bench.scratch import record_tracks
from app.evidence.recording import FragmentSealed, Observation, RecorderSettings
from app.evidence.sealed import Identity, SealedReader
from app.review import ReplayView
from media.encode import EncodeSettings
from media.fragments import Fragment
from media.synthetic import NoiseMicrophone, TestPicture, ToneMicrophone


@dataclass(frozen=True, slots=True)
class LongTake:
    """A sealed take and what opens it."""

    path: Path
    identity: Identity
    fragments: tuple[Fragment, ...]
    duration_ns: int

    def open(self) -> ReplayView:
        """As the station opens it for a player."""
        return ReplayView(SealedReader(open(self.path, "rb"), self.identity), self.fragments)


def make_long_take(folder: Path, seconds: int) -> LongTake:
    """A test picture with a flash and a beep every ten seconds, at the house's size and rate."""
    fragments: list[Fragment] = []

    def observe(observation: Observation) -> None:
        if isinstance(observation, FragmentSealed):
            fragments.append(observation.fragment)

    nothing = RecorderSettings(
        encode=EncodeSettings(preset="ultrafast"), checks_faces=False, checks_quality=False, checks_speech=False
    )
    measured = record_tracks(
        folder,
        seconds,
        TestPicture(flash_s=10),
        ToneMicrophone(flash_s=10),
        NoiseMicrophone(-60),
        settings=nothing,
        observe=observe,
    )
    return LongTake(measured.path, measured.identity, tuple(fragments), measured.recorded.duration_ns)
