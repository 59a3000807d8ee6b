"""The whole demo by keyboard alone (`keyboard_walk.py`), in a process of its own, as a program is."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_S = 280


def test_whole_demo_by_keyboard_alone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--basetemp={tmp_path / 'walk'}", "tests/keyboard_walk.py"],
        cwd=ROOT,
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MOST_S,
    )
    assert done.returncode == 0, done.stdout
