"""What recording costs: against plain ffmpeg with the same settings, and in real time."""

import time
from pathlib import Path

from app.bench import Bench, Figure
from app.bench.scratch import record_tracks, run_measured
from app.evidence.recording import RecorderSettings
from app.evidence.sealed import SealedReader
from app.station import BUNDLED_MODELS
from media.clock import SystemClock
from media.encode import EncodeSettings, ffmpeg_arguments
from media.file_tracks import FileCamera, FileMicrophone
from media.models import find_speech_model
from media.synthetic import NoiseMicrophone
from media.virtual_counter import CounterCamera

PLAIN = RecorderSettings(checks_faces=False, checks_quality=False, checks_speech=False)
FINE = EncodeSettings(crf=18, preset="superfast", maxrate_bps=8_000_000)


def cost(bench: Bench) -> list[Figure]:
    """Processor time of file → picture → encode → seal, and of all detectors too, per that of ffmpeg."""
    seconds = 20 if bench.is_quick else 60
    source = _source(bench.folder, seconds)
    model = find_speech_model([BUNDLED_MODELS])
    command = ["ffmpeg", "-y", "-i", str(source), *ffmpeg_arguments(EncodeSettings()), str(bench.folder / "peer.mp4")]
    plain, full, sizes = [], [], []
    for _ in range(bench.runs):
        peer_s, _ = run_measured(command)
        bare = record_tracks(bench.folder, seconds, FileCamera(source), FileMicrophone(source), settings=PLAIN)
        plain.append(bare.cpu_s / peer_s)
        peer_s, _ = run_measured(command)
        seen = record_tracks(
            bench.folder, seconds, FileCamera(source), FileMicrophone(source), FileMicrophone(source), model=model
        )
        full.append(seen.cpu_s / peer_s)
        sizes.append(bare.recorded.sealed.sealed_bytes / (bench.folder / "peer.mp4").stat().st_size)
    return [
        Figure("pipeline_cpu", "file → picture → encode → seal, CPU per ffmpeg's", "×", tuple(plain), 1.15),
        Figure("detectors_cpu", "… with faces, quality and speech", "×", tuple(full), 1.8),
        Figure("pipeline_size", "bytes per ffmpeg's", "×", tuple(sizes)),
    ]


def headroom(bench: Bench) -> list[Figure]:
    """A take in real time with everything on: how much of two cores stays free, and whether a frame was lost."""
    seconds = 30 if bench.is_quick else 600
    model = find_speech_model([BUNDLED_MODELS])
    take = record_tracks(
        bench.folder, seconds, CounterCamera(), NoiseMicrophone(), NoiseMicrophone(), model=model, clock=SystemClock()
    )
    free = 1 - take.cpu_s / take.wall_s / 2
    frames = take.recorded.frames + take.recorded.dropped
    return [
        Figure("free_share", f"of two cores free, {seconds} s in real time", "share", (free,), 0.5, True),
        Figure("dropped", f"frames dropped of {frames}", "frames", (float(take.recorded.dropped),), 0),
    ]


def _source(folder: Path, seconds: int) -> Path:
    """A recorded counter as a plain file, finer than what the station makes of it."""
    settings = RecorderSettings(encode=FINE, checks_faces=False, checks_quality=False, checks_speech=False)
    take = record_tracks(folder, seconds, CounterCamera(), NoiseMicrophone(), NoiseMicrophone(-30), settings=settings)
    source = folder / f"source-{time.monotonic_ns()}.mp4"
    with SealedReader(open(take.path, "rb"), take.identity) as plain:
        source.write_bytes(plain.read())
    return source
