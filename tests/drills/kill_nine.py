"""The pull-the-plug drill: `kill -9` a real-time take at a random moment, recover it, and say what was lost.

    python -m tests.drills.kill_nine 30

Each round starts a station of its own in a process of its own, kills it between 2 and 12 seconds into the take, recovers
with the command a person would use, verifies the package, decodes the take to its end, and compares its length with how
long it had really run. Prints a line a round and the figures; exits 3 when a promise is broken (worst loss 1.5 s, median
0.7 s, every take verified and playable).
"""

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import av

from app.settings import load_settings
from app.station import Station

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "drill"
NS = 1_000_000_000
WORST_S, MEDIAN_S = 1.5, 0.7


@dataclass(frozen=True, slots=True)
class Round:
    """One killed take: how long it had run, how much of that is there again, in seconds."""

    ran_s: float
    recovered_s: float
    frames: int
    is_verified: bool

    @property
    def lost_s(self) -> float:
        return self.ran_s - self.recovered_s


def _station(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "app", *words, "--data-dir", str(folder)]


def run_round(folder: Path, after_s: float) -> Round:
    """Record into `folder`, kill after `after_s` of the take, recover, verify, decode."""
    environment = {**os.environ, "DUALREC_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
    case = ROOT / "scripts_library" / "cases" / "demo-life.yaml"
    words = ("record", "--script", "bank-life-over-1y", "--case", str(case), "--camera", "synthetic:counter")
    sound = ("--microphone", "synthetic:noise", "--customer-microphone", "synthetic:noise")
    process = subprocess.Popen(
        _station(folder, *words, *sound),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stderr is not None
    first = process.stderr.readline()  # the first step has begun: the take runs
    if not first.startswith("00:00"):
        process.kill()
        raise RuntimeError(f"the take did not begin: {first}{process.stderr.read()}")
    time.sleep(after_s)  # the drill is about a random moment, so this one wait is what it tests
    os.kill(process.pid, signal.SIGKILL)
    killed_ns = time.time_ns()
    process.wait()
    process.stderr.close()
    done = subprocess.run(_station(folder, "recover", "--json"), env=environment, capture_output=True, cwd=ROOT)
    recovery = json.loads(done.stdout)[0]
    verified = subprocess.run(_station(folder, "verify", recovery["package"]), env=environment, capture_output=True)
    with Station.open(load_settings(folder), PASSPHRASE) as station:
        take = station.vault.take(recovery["take"])
        with station.replay(take.id, "drill", "kill drill") as plain, av.open(plain) as container:
            frames = sum(1 for _ in container.decode(video=0))
    ran_s = (killed_ns - take.started_wall_ns) / NS
    return Round(ran_s, recovery["duration_s"], frames, verified.returncode == 0)


def main(rounds: int) -> int:
    chance = random.Random()
    results = []
    for n in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            result = run_round(Path(folder), chance.uniform(2, 12))
        results.append(result)
        print(
            f"{n:2d}  ran {result.ran_s:6.2f} s  lost {result.lost_s:5.2f} s  {result.frames} frames  "
            f"{'verified' if result.is_verified else 'NOT VERIFIED'}",
            flush=True,
        )
    lost = sorted(result.lost_s for result in results)
    median = statistics.median(lost)
    print(f"lost: min {lost[0]:.2f} s, median {median:.2f} s, worst {lost[-1]:.2f} s in {rounds} rounds")
    is_kept = lost[-1] <= WORST_S and median <= MEDIAN_S and all(r.is_verified and r.frames for r in results)
    return 0 if is_kept else 3


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
