"""A take of an hour: memory, sync, stopping, opening and seeking.

The take is made in a process of its own (its memory is what is measured), as fast as the machine can, with every
detector on; flash and beep fall together every ten seconds. `python -m app.bench.hour FOLDER SECONDS` is that process.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.bench import Bench, Figure
from app.bench.scratch import percentile, record_tracks, resident_bytes
from app.evidence.closing import close_take
from app.evidence.manifest import StationKey
from app.evidence.recording import Beat, FragmentSealed, Observation, Recorded, RecorderSettings
from app.evidence.sealed import Identity, SealedReader
from app.model import Case, CaseId, Mark, Outcome, Take, TakeId, TakeState
from app.settings import DataFolder
from app.station import BUNDLED_MODELS
from app.vault.keyfile import sole_account
from app.vault.vault import Vault
from media.clock import NS
from media.encode import EncodeSettings
from media.fragments import Fragment, scan
from media.models import find_speech_model
from media.playback import IndexedReader, frame_at, open_container
from media.sync import offset_ns, sound_end_ns
from media.synthetic import NoiseMicrophone, TestPicture, ToneMicrophone

NAME = "takes/bench.mp4.age"
EVERY_S = 10
SETTLED_S = 120


def hour_take(bench: Bench) -> list[Figure]:
    """Everything that only a long take shows."""
    seconds = 300 if bench.is_quick else 3600
    long, short = _make(bench.folder / "long", seconds), _make(bench.folder / "short", 60)
    grown_mb = (long["rss_end"] - long["rss_settled"]) / 1e6
    figures = [
        Figure("memory_growth", f"memory from minute 2 to minute {seconds // 60}", "MB", (grown_mb,), 5),
        Figure("stop_long", f"stop to sealed and signed, {seconds // 60} minutes", "ms", (long["stop_s"] * 1e3,), 200),
        Figure("stop_short", "stop to sealed and signed, 1 minute", "ms", (short["stop_s"] * 1e3,), 200),
        Figure("fast_speed", "a --fast take, faster than real time", "×", (seconds / long["wall_s"],)),
    ]
    path, identity = Path(long["path"]), Identity.parse(long["identity"])
    return figures + _sync(path, identity, seconds, long["duration_s"]) + _seeking(bench, path, identity, seconds)


def _make(folder: Path, seconds: int) -> dict[str, Any]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.hour", str(folder), str(seconds)], check=True, stdout=subprocess.PIPE
    )
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def _sync(path: Path, identity: Identity, seconds: int, duration_s: float) -> list[Figure]:
    with SealedReader(open(path, "rb"), identity) as plain, open_container(plain) as container:
        start = [offset_ns(container, at_s * NS - NS // 2) / 1e6 for at_s in (10, 20, 30)]
        late = seconds - EVERY_S
        end = [offset_ns(container, (late - at_s) * NS - NS // 2) / 1e6 for at_s in (20, 10, 0)]
        sound_ms = sound_end_ns(container, (seconds - 5) * NS) / 1e6
    return [
        Figure("sync_start", "sound minus picture at the start", "ms", tuple(map(abs, start)), 20),
        Figure("sync_end", f"sound minus picture after {late // 60} minutes", "ms", tuple(map(abs, end)), 20),
        Figure("length", "length of the sound against the clock", "ms", (abs(sound_ms - duration_s * 1e3),), 50),
    ]


def _seeking(bench: Bench, path: Path, identity: Identity, seconds: int) -> list[Figure]:
    plain_path = bench.folder / "plain.mp4"
    with SealedReader(open(path, "rb"), identity) as plain, open(plain_path, "wb") as copy:
        while block := plain.read(1 << 20):
            copy.write(block)
        layout = scan(plain)
    opens, chunks, peers = [], [], []
    for _ in range(max(5, bench.runs)):
        begun = time.perf_counter()
        with SealedReader(open(path, "rb"), identity) as reader:
            with open_container(IndexedReader(reader, layout.fragments, layout.init_size)):
                opens.append((time.perf_counter() - begun) * 1e3)
            chunks.append(float(reader.chunks_read))
        begun = time.perf_counter()
        with open(plain_path, "rb") as file, open_container(IndexedReader(file, layout.fragments, layout.init_size)):
            peers.append((time.perf_counter() - begun) * 1e3)

    def sealed() -> Any:
        return IndexedReader(SealedReader(open(path, "rb"), identity), layout.fragments, layout.init_size)

    def bare() -> Any:
        return IndexedReader(open(plain_path, "rb"), layout.fragments, layout.init_size)

    key, exact = _seek_times(sealed, seconds)
    key_peer, exact_peer = _seek_times(bare, seconds)
    return [
        Figure("open", "open a sealed take", "ms", tuple(opens), 100, note=f"unencrypted {min(peers):.0f} ms"),
        Figure("open_chunks", "chunks read to open it", "chunks", tuple(chunks), 20),
        Figure("seek_key_p95", "seek to a keyframe, 95th percentile", "ms", (key,), 20, note=f"plain {key_peer:.1f}"),
        Figure("seek_exact_p95", "exact frame, 95th percentile", "ms", (exact,), 100, note=f"plain {exact_peer:.1f}"),
    ]


def _seek_times(opened: Callable[[], Any], seconds: int) -> tuple[float, float]:
    key, exact = [], []
    moments = [int((n * 0.6180339887 % 1) * (seconds - 4) * NS) for n in range(1, 101)]
    with open_container(opened()) as container:
        video = container.streams.video[0]
        for at_ns in moments:
            begun = time.perf_counter()
            container.seek(at_ns // 1000, backward=True)
            next(container.decode(video))
            key.append((time.perf_counter() - begun) * 1e3)
        for at_ns in moments:
            begun = time.perf_counter()
            frame_at(container, at_ns)
            exact.append((time.perf_counter() - begun) * 1e3)
    return percentile(key, 0.95), percentile(exact, 0.95)


def _record(folder: Path, seconds: int) -> dict[str, Any]:
    """In its own process: the take, with a vault that gets what a session would write."""
    data = DataFolder(folder)
    data.prepare()
    sizes = {"settled": 0, "end": 0}
    pending: list[Fragment] = []
    take = TakeId("20260101-000000-bench0")
    with Vault.create(data.vault, [sole_account("bench")]) as vault:
        case = Case(CaseId("bench-0001"), "insurance.life_over_1y", "支行", "03", "0123", "甲乙丙", "", {})
        vault.add_case(case, time.time_ns())
        row = Take(take, case.id, TakeState.OPEN, None, "bench", "0" * 64, time.time_ns(), 0, NAME, 0, "", b"0" * 16)
        vault.open_take(row)

        def observe(observation: Observation) -> None:
            match observation:
                case Beat() if observation.at_ns >= SETTLED_S * NS and not sizes["settled"]:
                    sizes["settled"] = resident_bytes()
                case FragmentSealed():
                    pending.append(observation.fragment)
                    if len(pending) >= 4:
                        vault.add_fragments(take, pending)
                        vault.add_marks(take, [Mark(observation.fragment.at_ns, "bench")])
                        pending.clear()

        def close(recorded: Recorded) -> None:
            sizes["end"] = resident_bytes()
            close_take(
                vault, data, StationKey.generate(), take, recorded.sealed, Outcome.INCOMPLETE, (), recorded.duration_ns
            )

        measured = record_tracks(
            data.takes,
            seconds,
            TestPicture(flash_s=EVERY_S),
            ToneMicrophone(flash_s=EVERY_S),
            NoiseMicrophone(-60),
            settings=RecorderSettings(encode=EncodeSettings(preset="ultrafast")),
            model=find_speech_model([BUNDLED_MODELS]),
            observe=observe,
            after_stop=close,
            name=Path(NAME).name,
        )
    return {
        "path": str(measured.path),
        "identity": measured.identity.text,
        "duration_s": measured.recorded.duration_ns / NS,
        "stop_s": measured.stop_s,
        "wall_s": measured.wall_s,
        "rss_settled": sizes["settled"],
        "rss_end": sizes["end"],
    }


if __name__ == "__main__":
    print(json.dumps(_record(Path(sys.argv[1]), int(sys.argv[2]))))
