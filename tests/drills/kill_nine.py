"""The pull-the-plug drill: `kill -9` a station at a random moment, recover, and say what was lost.

    python -m tests.drills.kill_nine [take|stopping|recovering|window] [ROUNDS] [--seed N]

    take         killed while it records, 1 to 20 seconds into the take, in real time
    stopping     killed 0 to 150 ms after a take whose last step is over began to be sealed
    window       the process that shows the window (a demo in it, without a screen), killed like `take`
    recovering   killed while it records, and the first recovery killed 0 to 300 ms after it began, then recovered

Each round is a station of its own in a process of its own, recovered with the command a person would use. Then the
package is verified with the station's keys and every picture and sample of the take is decoded. Lost is how long the
take had really run, less how long it plays. Prints a line a round and the figures; exits 3 when a promise is broken:
every take verified and played to its end, at most 1.5 s lost, 0.7 s in the median.

The first second has no promise but a sentence (E-311): the first fragment is not whole before 0.7 s.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from app.model import TakeState
from media.clock import NS
from tests.drills.process import (
    QUIET_ROOM,
    StationProcess,
    examine,
    record_words,
    recover,
    short_library,
    spoken,
    wait_until,
)

WORST_S, MEDIAN_S = 1.5, 0.7


class Kind(StrEnum):
    """What is killed."""

    TAKE = "take"
    STOPPING = "stopping"
    RECOVERING = "recovering"
    WINDOW = "window"


MOMENTS_S = {
    Kind.TAKE: (1.0, 20.0),
    Kind.STOPPING: (0.0, 0.15),
    Kind.RECOVERING: (0.0, 0.3),
    Kind.WINDOW: (1.0, 20.0),
}
"""between which moments it is killed: of the take, of its end, of the first recovery"""


@dataclass(frozen=True, slots=True)
class Round:
    """One killed take; `ran_s` is up to the kill or to the stop, `moment_s` what was drawn."""

    moment_s: float
    ran_s: float
    played_s: float
    pictures: int
    state: TakeState
    problems: tuple[str, ...]

    @property
    def lost_s(self) -> float:
        return self.ran_s - self.played_s


def run_round(folder: Path, kind: Kind, chance: random.Random, *more: str) -> Round:
    """Record into the new `folder/station`, kill at a moment drawn from `chance`, recover, examine.

    `more` goes to `record`: `--fast` makes a take that is killed while it stops not last so long.
    """
    station = folder / "station"
    moment_s = chance.uniform(*MOMENTS_S[kind])
    match kind:
        case Kind.TAKE:
            ran_ns = _kill_recording(station, moment_s)
        case Kind.WINDOW:
            ran_ns = _kill_recording(station, moment_s, "demo", "--window", screen="offscreen")
        case Kind.STOPPING:
            ran_ns = _kill_stopping(folder, moment_s, *more)
        case Kind.RECOVERING:
            ran_ns = _kill_recording(station, chance.uniform(*MOMENTS_S[Kind.TAKE]))
            _kill_recovering(station, moment_s)
        case _:
            assert_never(kind)
    recover(station)
    left = examine(station)
    return Round(moment_s, ran_ns / NS, left.played_s, left.pictures, left.state, left.problems)


def _kill_recording(station: Path, after_s: float, *words: str, screen: str = "") -> int:
    """How long the take ran, in real time."""
    words = words or record_words("--customer-microphone", QUIET_ROOM)
    with StationProcess(station, *words, environment={"QT_QPA_PLATFORM": screen} if screen else None) as process:
        began_ns = process.wait_for("began").wall_ns
        wait_until(began_ns + round(after_s * NS))
        return process.kill() - began_ns


def _kill_stopping(folder: Path, after_s: float, *more: str) -> int:
    """How long the take ran, up to its stop: a short one that reaches its last step."""
    library = short_library(folder / "library", {"consent": "您好。"})
    answers = folder / "answers"
    answers.mkdir()
    spoken(answers / "default.wav", "我同意")
    words = record_words("--customer-says", str(answers), *more)
    with StationProcess(folder / "station", *words, library=library) as process:
        stopping = process.wait_for("stopping")
        wait_until(stopping.wall_ns + round(after_s * NS))
        process.kill()
        return int(stopping.words[0])


def _kill_recovering(station: Path, after_s: float) -> None:
    with StationProcess(station, "recover") as process:
        wait_until(process.wait_for("recovering").wall_ns + round(after_s * NS))
        process.kill()


def main(words: list[str]) -> int:
    """Run the drill; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills.kill_nine")
    parser.add_argument("kind", nargs="?", type=Kind, default=Kind.TAKE, choices=list(Kind))
    parser.add_argument("rounds", nargs="?", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    given = parser.parse_args(words)
    chance = random.Random(given.seed)
    results = []
    print(f"{given.rounds} rounds of {given.kind}, seed {given.seed}, load {os.getloadavg()[0]:.1f}", flush=True)
    for n in range(1, given.rounds + 1):
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            result = run_round(Path(folder), given.kind, chance)
        results.append(result)
        said = "verified, plays to its end" if not result.problems else "; ".join(result.problems)
        print(
            f"{n:2d}  killed at {result.moment_s:6.3f} s  ran {result.ran_s:6.2f} s  lost {result.lost_s:5.2f} s  "
            f"{result.pictures:3d} pictures  {result.state:8}  {said}",
            flush=True,
        )
    lost = sorted(result.lost_s for result in results)
    median, good = statistics.median(lost), sum(not result.problems for result in results)
    print(
        f"{good} of {given.rounds} verified and played to their end; lost: min {lost[0]:.2f} s, median {median:.2f} s, "
        f"worst {lost[-1]:.2f} s; load {os.getloadavg()[0]:.1f}"
    )
    return 0 if lost[-1] <= WORST_S and median <= MEDIAN_S and good == given.rounds else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
