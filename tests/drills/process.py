"""What the drills share: a station in a process of its own, a script that is soon over, and what is left of a take."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from ruamel.yaml import YAML

from app.devices import CUSTOMER_CHARS_PER_SECOND
from app.evidence.package import verify
from app.model import TakeId, TakeState
from app.settings import load_settings
from app.station import Station
from app.vault.keys import STATION_ACCOUNT
from media.clock import NS, SystemClock
from media.fault import Fault
from media.fragments import scan
from media.track import SAMPLE_RATE_HZ, Samples
from media.voice import CUSTOMER_VOICE, Voice
from tests.vault_parts import CHEAP

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "scripts_library"
SCRIPT = "bank-life-over-1y"
CASE = LIBRARY / "cases" / "demo-life.yaml"
PASSPHRASE = "drill-passphrase"
QUIET_ROOM = "synthetic:noise,level_dbfs=-66"
UNEVEN_S = 0.25
"""what a picture may follow the one before by, and what sound and picture may end apart by, in a take that is whole"""


@dataclass(frozen=True, slots=True)
class Event:
    """What `child.py` told."""

    name: str
    wall_ns: int
    words: tuple[str, ...]


class StationProcess:
    """`python -m tests.drills.child WORDS --data-dir FOLDER`; use as a context manager, which ends it."""

    def __init__(
        self, folder: Path, *words: str, library: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._log = folder / "logs" / "station.jsonl"
        self._printed: list[str] = []
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by __exit__)
        if not (folder / "vault" / "vault.keys").exists():
            Station.found_alone(load_settings(folder), PASSPHRASE, kdf=CHEAP).close()
        other = ["--library", str(library)] if library is not None else []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.child", *other, *words, "--data-dir", str(folder)],
            env={
                **os.environ,
                "DUALREC_ACCOUNT": STATION_ACCOUNT,
                "DUALREC_PASSPHRASE": PASSPHRASE,
                **(environment or {}),
            },
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def events(self) -> Iterator[Event]:
        """What happens, as it happens, until it has nothing more to say."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("#"):
                name, wall_ns, *words = line[1:].split()
                yield Event(name, int(wall_ns), tuple(words))
            else:
                self._printed.append(line)

    def wait_for(self, name: str) -> Event:
        """The next event of that name; RuntimeError when it ends before."""
        for event in self.events():
            if event.name == name:
                return event
        raise RuntimeError(f"{name} never came: {self.errors()}")

    def kill(self) -> int:
        """`kill -9`; returns the wall time (ns)."""
        self.process.kill()
        return SystemClock().wall_ns()

    def end(self) -> str:
        """Wait for it; what it printed, without the events. RuntimeError when it ended with a fault."""
        for _ in self.events():
            pass
        if self.process.wait() != 0:
            raise RuntimeError(f"exit code {self.process.returncode}: {self.errors()}")
        return "".join(self._printed)

    def errors(self) -> str:
        """What it has printed on standard error so far, and its log."""
        self._errors.seek(0)
        log = self._log.read_text(errors="replace") if self._log.exists() else ""
        return self._errors.read().decode(errors="replace") + log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._errors.close()


def wait_until(wall_ns: int) -> None:
    """Until that wall time; returns at once when it has passed."""
    clock = SystemClock()
    clock.sleep_until(clock.now_ns() + wall_ns - clock.wall_ns(), threading.Event())


def record_words(*more: str, microphone: str = QUIET_ROOM) -> tuple[str, ...]:
    """The words of `record` in real time: the virtual counter's camera, a microphone, and what the drill adds."""
    known = ("--script", SCRIPT, "--case", str(CASE), "--camera", "synthetic:counter", "--seed", "1")
    return ("record", *known, "--microphone", microphone, *more)


def short_library(folder: Path, texts: Mapping[str, str]) -> Path:
    """A library with the life script cut down to the steps in `texts`, each of which says that before its question."""
    yaml = YAML()
    script = yaml.load(LIBRARY / f"{SCRIPT}.yaml")
    steps = {step["id"]: step for step in script["steps"]}
    script["steps"] = [{**steps[name], "say": text, "show": []} for name, text in texts.items()]
    for name in ("overlays", "requires"):
        script.pop(name, None)
    folder.mkdir()
    with open(folder / f"{SCRIPT}.yaml", "w", encoding="utf-8") as file:
        yaml.dump(script, file)
    shutil.copy(LIBRARY / "rules.yaml", folder)
    shutil.copytree(LIBRARY / "rule_packs", folder / "rule_packs")
    return folder


def write_wav(path: Path, samples: Samples) -> Path:
    """(n,) int16 mono 48 kHz as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def spoken(path: Path, text: str, around_s: float = 0.0) -> Path:
    """The virtual customer saying that, with some silence before and after it, as a WAV file."""
    silence = np.zeros(round(around_s * SAMPLE_RATE_HZ), np.int16)
    with Voice(None, voice=CUSTOMER_VOICE) as voice:
        samples = voice.render(text, CUSTOMER_CHARS_PER_SECOND).samples
    return write_wav(path, np.concatenate((silence, samples, silence)))


def recover(folder: Path, environment: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """What the command `recover --json` says; it must end well."""
    with StationProcess(folder, "recover", "--json", environment=environment) as process:
        found: list[dict[str, Any]] = json.loads(process.end())
        return found


@dataclass(frozen=True, slots=True)
class Remains:
    """What a take is in the end: how long it plays, and everything that is wrong with it."""

    state: TakeState
    played_s: float
    """up to where there are both pictures and sound"""
    pictures: int
    problems: tuple[str, ...]


def examine(folder: Path) -> Remains:
    """Verify the only take of a station with the keys of that station, then decode every picture and every sample."""
    with Station.open(load_settings(folder), PASSPHRASE) as station:
        problems = [fault.code for fault in station.vault.check()]
        if station.vault.doubt is not None:
            problems.append(station.vault.doubt.code)
        (take,) = station.vault.takes()
        if take.state is TakeState.OPEN:
            return Remains(take.state, 0.0, 0, (*problems, "the take is still open"))
        if take.file_key is not None:
            problems.append("the file key was kept")
        package = station.settings.folder.packages / take.id
        verification = verify(
            package, trusted_key=station.station_key_file.read_text().strip(), identity=station.identities[0]
        )
        problems += [check.text("en") for check in verification.checks if check.result != "passed"]
        played_s, pictures, broken = _play(station, take.id)
        problems += broken
        marked_s = take.duration_ns / NS
        if abs(marked_s - played_s) > UNEVEN_S:
            problems.append(f"the vault says {marked_s:.3f} s")
        with station.replay(take.id, "drill") as plain:
            fragments = scan(plain).fragments
        if station.vault.fragments(take.id) != fragments:
            problems.append("the vault's index is not that of the file")
        manifest = verification.manifest
        if manifest is None or list(manifest.fragments["offset"]) != [fragment.offset for fragment in fragments]:
            problems.append("the manifest's index is not that of the file")
    left = [file.name for file in folder.rglob("*") if file.suffix in (".tail", ".partial", ".part")]
    return Remains(take.state, played_s, pictures, (*problems, *(f"left behind: {name}" for name in left)))


def _play(station: Station, take_id: TakeId) -> tuple[float, int, Sequence[str]]:
    """Seconds with picture and sound, pictures, problems."""
    problems = []
    picture_s: list[float] = []
    samples = 0
    with station.replay(take_id, "drill") as plain:
        try:
            with av.open(plain, "r") as container:
                for packet in container.demux(video=0, audio=0):
                    for frame in packet.decode():
                        if isinstance(frame, av.VideoFrame):
                            picture_s.append(frame.time or 0.0)
                        elif isinstance(frame, av.AudioFrame):
                            samples += frame.samples
        except (av.FFmpegError, Fault) as problem:
            problems.append(f"does not decode to its end: {problem}")
    if not picture_s or not samples:
        return 0.0, len(picture_s), (*problems, "nothing in it")
    gaps = [after - before for before, after in itertools.pairwise(picture_s)]
    if picture_s[0] > UNEVEN_S or max(gaps, default=0) > 2 * UNEVEN_S:
        problems.append(f"a hole in the picture of {max((picture_s[0], *gaps)):.2f} s")
    picture_end_s, sound_end_s = picture_s[-1] + 1 / 15, samples / SAMPLE_RATE_HZ
    if abs(picture_end_s - sound_end_s) > UNEVEN_S:
        problems.append(f"picture ends at {picture_end_s:.2f} s, sound at {sound_end_s:.2f} s")
    return min(picture_end_s, sound_end_s), len(picture_s), problems
