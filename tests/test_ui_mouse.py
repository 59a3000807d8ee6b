"""A take by the mouse alone, with real X events, in a window on an X server of the test's own (`mouse_child.py`).

`./station test` installs Xvfb and xdotool or stops, unless it is told not to look; so where one is missing here, the
set-up could not install it, and the test is skipped.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCREEN = "1366x768x24"
MOST_S = 150


@pytest.fixture
def display() -> Iterator[str]:
    """An empty screen that nobody sees, under a number that the server chooses itself."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed, and the set-up could not install it: {', '.join(missing)}")
    told, tells = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
        pass_fds=[tells],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        os.close(tells)
        with open(told) as line:
            number = line.readline().strip()
        if not number:
            pytest.fail(f"Xvfb did not start: {server.communicate()[1]}")
        yield f":{number}"
    finally:
        server.terminate()
        try:
            server.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def surroundings(folder: Path, display: str) -> dict[str, str]:
    """An account of its own: no file, no session and no sound of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        place = folder / name.lower()
        place.mkdir(mode=0o700)
        kept[name] = str(place)
    return kept | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}


def test_take_by_mouse_alone(display: str, tmp_path: Path) -> None:
    try:
        child = subprocess.run(
            [sys.executable, "-m", "tests.mouse_child", str(tmp_path / "data")],
            cwd=ROOT,
            env=surroundings(tmp_path, display),
            capture_output=True,
            text=True,
            timeout=MOST_S,
        )
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"the window did not end: {late.stdout!r} {late.stderr!r}")
    said = child.stdout.splitlines()
    assert child.returncode == 0 and len(said) == 1, f"{child.stdout}\n{child.stderr}\npictures in {tmp_path / 'data'}"
    seen = json.loads(said[0])
    assert seen["takes"] == [["sealed", "incomplete"]], "two presses are one take"
    assert seen["marks"].count("asked_again_by_clerk") == 1
    assert seen["asked_by_short_press"] == 0
    assert seen["page"] == "review" and seen["is_visible"] and seen["closed"] == 0
