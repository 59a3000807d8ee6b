"""What the subjects share: takes without a session, made from any tracks, and processor time."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.evidence.recording import Beat, Observation, Recorded, Recorder, RecorderSettings
from app.evidence.sealed import Identity, SealedWriter, generate_identity
from media.clock import NS, Clock, FastClock
from media.models import SpeechModel
from media.picture import Picture
from media.stamp import Stamp
from media.track import AudioTrack, VideoTrack

STAMP = Stamp(wall_ns=0, take="bench", branch="示范支行", counter="03", clerk="0123", step="第 1/1 步 测量")


@dataclass(frozen=True, slots=True)
class Measured:
    """A take without a session, and what making it cost."""

    path: Path
    identity: Identity
    recorded: Recorded
    cpu_s: float
    wall_s: float
    stop_s: float


def record_tracks(
    folder: Path,
    duration_s: float,
    camera: VideoTrack,
    counter: AudioTrack,
    customer: AudioTrack | None = None,
    *,
    settings: RecorderSettings | None = None,
    model: SpeechModel | None = None,
    clock: Clock | None = None,
    observe: Callable[[Observation], None] | None = None,
    after_stop: Callable[[Recorded], None] | None = None,
    name: str | None = None,
) -> Measured:
    """Record `duration_s` of these tracks into a sealed file in `folder`; as fast as can be unless a clock is given."""
    clock = clock or FastClock()
    ended = threading.Event()

    def listen(observation: Observation) -> None:
        if isinstance(observation, Beat) and observation.at_ns >= duration_s * NS and not ended.is_set():
            clock.hold()  # for this thread, until it has stopped the take
            ended.set()
        if observe is not None:
            observe(observation)

    recorder = Recorder(
        clock, [camera], counter, customer,
        picture=Picture(), stamp=STAMP, observe=listen, settings=settings, model=model,
    )  # fmt: skip
    recorder.open()
    identity = generate_identity()
    path = folder / (name or f"take-{time.monotonic_ns()}.mp4.age")
    with open(path, "x+b", buffering=0) as file, open(path.with_suffix(".tail"), "x+b", buffering=0) as tail:
        writer = SealedWriter(file, [identity.recipient], tail=tail)
        cpu_s, begun = time.process_time(), time.perf_counter()
        clock.hold()
        recorder.start(writer)
        clock.release()
        ended.wait()
        stopping = time.perf_counter()
        recorded = recorder.stop()
        if after_stop is not None:
            after_stop(recorded)
        stopped = time.perf_counter()
        clock.release()
        spent_s = time.process_time() - cpu_s
    return Measured(path, identity, recorded, spent_s, stopped - begun, stopped - stopping)


def run_measured(command: Sequence[str]) -> tuple[float, float]:
    """Run a program quietly; its processor seconds and its wall seconds. Raises when it fails."""
    begun, before = time.perf_counter(), _children_cpu_s()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return _children_cpu_s() - before, time.perf_counter() - begun


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def resident_bytes() -> int:
    """Memory of this process that is really in use."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * len(ordered) * 1000) // 1000) - 1))]
