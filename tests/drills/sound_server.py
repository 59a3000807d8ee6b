"""The drill with real sound devices: the customer's voice goes through a sound server, as it would through a room.

    python -m tests.drills.sound_server [--short]

    customer (paplay) ─► sink "customer" ─► its monitor ─► device:customer_microphone ─► right channel
                         sink "counter"  ─► its monitor ─► device:counter_microphone  ─► left channel
    prompts ─► device:loudspeaker ─► sink "loudspeaker", where nobody listens

The station is the real command in real time, with a private PulseAudio and three devices opened by name through ALSA.
The customer says what the demo's says, in the same voice, half a second after each question has ended. Then the same is
recorded as fast as the machine can with made-up tracks, and what was heard on the customer's channel is compared. Exits
3 when that differs, when anything was heard on the counter's, or when the take has a fault or another outcome.

The whole script takes six minutes; `--short` takes four steps of it with shorter prompts.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.demo import read_answers
from app.devices import CUSTOMER_CHARS_PER_SECOND
from media.track import SAMPLE_RATE_HZ
from media.voice import CUSTOMER_VOICE, Voice
from tests.drills.process import CASE, StationProcess, record_words, short_library, write_wav
from tests.pulse import SoundServer

SINKS = ("counter", "customer", "loudspeaker")
DEVICES = """</usr/share/alsa/alsa.conf>
pcm.counter_microphone { type pulse device "counter.monitor" hint.description "counter" }
pcm.customer_microphone { type pulse device "customer.monitor" hint.description "customer" }
pcm.loudspeaker { type pulse device "loudspeaker" hint.description "prompts" }
"""
THINKS_S = 0.5
SHORT = {"consent": "您好。", "need": "您好。", "own-will": "您好。", "own-money": "您好。"}
"""steps with a short question, and what is said before it"""


def is_possible() -> bool:
    """True when PulseAudio is installed, and ALSA can reach it (Debian: libasound2-plugins)."""
    plug_ins = Path("/usr").glob("lib*/**/alsa-lib/libasound_module_pcm_pulse.so")
    return all(map(shutil.which, ("pulseaudio", "pactl", "paplay"))) and any(plug_ins)


class CounterSounds(SoundServer):
    """A sound server with two microphones and a loudspeaker that do not hear each other."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "asound.conf"
        self._config.write_text(DEVICES)
        sinks = [f"module-null-sink sink_name={name} rate=48000 channels=1 channel_map=mono" for name in SINKS]
        super().__init__(folder, sinks)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a program find the three devices by name."""
        return {"PULSE_SERVER": f"unix:{self._socket}", "ALSA_CONFIG_PATH": str(self._config)}

    def answer(self, wav: Path) -> "subprocess.Popen[bytes]":
        """Say something into the customer's microphone; the caller waits for the player."""
        return subprocess.Popen(["paplay", "--device=customer", str(wav)], env=os.environ | self.environment)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a take, as its report says."""

    report: Mapping[str, Any]

    def on(self, channel: str) -> list[str]:
        return [line["text"] for line in self.report["transcript"] if line["channel"] == channel]

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        return [(step["id"], step["verdict"], step["attempts"]) for step in self.report["steps"]]


def through_the_sound_server(folder: Path, library: Path | None, answer: Callable[[str, int], Path]) -> Heard:
    """One take with the three devices; the customer says what `answer(step, attempt)` holds."""
    devices = ("--customer-microphone", "device:customer_microphone", "--speaker", "device:loudspeaker", "--json")
    words = record_words(*devices, microphone="device:counter_microphone")
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pulse-")))
        sounds = CounterSounds(home)
        stack.callback(sounds.close)
        station = StationProcess(folder / "devices", *words, library=library, environment=sounds.environment)
        stack.enter_context(station)
        players = []
        for event in station.events():
            if event.name == "asked":
                step, attempt = event.words
                players.append(sounds.answer(answer(step, int(attempt))))
        for player in players:
            player.wait()
        return Heard(json.loads(station.end()))


def through_made_up_tracks(folder: Path, library: Path | None, says: Path) -> Heard:
    """The same take with the same answers, and no device."""
    words = record_words("--customer-says", str(says), "--fast", "--json")
    with StationProcess(folder / "tracks", *words, library=library) as station:
        return Heard(json.loads(station.end()))


def run(folder: Path, short: Mapping[str, str] | None = None) -> tuple[Heard, Heard]:
    """Both takes: through the sound server, and with made-up tracks; of the whole script, or as `short_library`."""
    library = None if short is None else short_library(folder / "library", short)
    texts = read_answers(CASE.with_suffix(".answers.yaml"))
    says, plays = folder / "says", folder / "plays"
    says.mkdir()
    plays.mkdir()
    silence = np.zeros(round(THINKS_S * SAMPLE_RATE_HZ), np.int16)
    with Voice(None, voice=CUSTOMER_VOICE) as voice:
        for step, tries in texts.items():
            for attempt, text in enumerate(tries, 1):
                samples = voice.render(text, CUSTOMER_CHARS_PER_SECOND).samples
                # The folder knows answers to one try, and one for all others: the last one.
                name = step if attempt == len(tries) else f"{step}.{attempt}"
                write_wav(says / f"{name}.wav", samples)
                write_wav(plays / f"{name}.wav", np.concatenate((silence, samples, silence)))

    def answer(step: str, attempt: int) -> Path:
        named = (plays / f"{name}.wav" for name in (f"{step}.{attempt}", step, "default"))
        return next(path for path in named if path.exists())

    return through_the_sound_server(folder, library, answer), through_made_up_tracks(folder, library, says)


def differences(devices: Heard, tracks: Heard) -> list[str]:
    """What was not the same, or not as it should be."""
    found = []
    if devices.on("customer") != tracks.on("customer"):
        found.append(f"heard {devices.on('customer')}\ninstead {tracks.on('customer')}")
    if devices.on("counter"):
        found.append(f"heard at the counter: {devices.on('counter')}")
    if devices.steps != tracks.steps:
        found.append(f"steps {devices.steps}\ninstead {tracks.steps}")
    for name, heard in (("devices", devices), ("tracks", tracks)):
        if heard.report["outcome"] != "completed" or heard.report["faults"]:
            found.append(f"{name}: {heard.report['outcome']} {heard.report['faults']}")
    return found


def main(words: list[str]) -> int:
    """Run the drill; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills.sound_server")
    parser.add_argument("--short", action="store_true", help="four steps only")
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        devices, tracks = run(Path(folder), SHORT if parser.parse_args(words).short else None)
    for heard in (devices, tracks):
        report = heard.report
        print(
            f"{report['outcome']}, {report['take']['duration_s']} s, {len(heard.steps)} steps, "
            f"{report['video']['frames']} pictures, {report['video']['dropped']} dropped, "
            f"{report['audio']['gaps_s']} s of sound missing, customer: {' / '.join(heard.on('customer'))}"
        )
        kinds = Counter(mark["kind"] for mark in report["marks"])
        print("  marks:", ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    found = differences(devices, tracks)
    for each in found:
        print(each)
    print("the same customer transcript" if not found else f"{len(found)} differences")
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
