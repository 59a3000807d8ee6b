"""The drill of the curious, at the replay: is there anything to be read while a take is watched, or after a crash?

    python -m tests.drills.plaintext_replay [--seconds N]

A station records a take; then a process of its own, with its own home and its own folders for temporary files, plays it
through the real player: it plays, seeks, steps, and lets go. Meanwhile and afterwards every file below those folders is
scanned as in `plaintext.py`, and so is whatever that process holds open without a name (files that were deleted,
shared memory, anonymous files): marks of films, keys, the customer, and stretches of the very take. Files too large for
what a replay needs to leave are findings, too: a decoded picture has no marks. Then once more, ended by `kill -9`.
Exits 3 when anything is found. Linux only.

    python -m tests.drills.plaintext_replay --play DIR SECONDS    is that process; it says on standard output
    #shown WALL_NS    a picture was painted for the first time
    #played WALL_NS   so much was played, and the take is about to be let go
    #closed WALL_NS   the take was let go
"""

import argparse
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.settings import load_settings
from app.station import Station
from media.clock import NS
from tests.drills.plaintext import CUSTOMER, ID_NUMBER, Found, Watch, read_all, scan
from tests.drills.process import (
    PASSPHRASE,
    QUIET_ROOM,
    ROOT,
    StationProcess,
    record_words,
    short_library,
    spoken,
    wait_until,
)

LARGE_BYTES = 256 * 1024
"""nothing that a replay leaves is so large; one picture of 1280x720 takes four times that"""
LOOKS = 6
"""how often the folders are looked at while it plays"""
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


# ---------------------------------------------------------------------- the process that plays


def play(folder: Path, seconds: float) -> None:
    """Watch the only take of the station for so long, in every way there is."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.replay.canvas import PictureCanvas
    from ui.replay.player import Player, PlayerState
    from ui.replay.watermark import Watermark
    from ui.style.theme import Theme

    def wait(condition: Callable[[], bool]) -> None:
        loop, poll = QEventLoop(), QTimer()
        poll.timeout.connect(lambda: loop.quit() if condition() else None)
        poll.start(10)
        loop.exec()

    def say(event: str) -> None:
        print(f"#{event}", time.time_ns(), flush=True)

    application = QApplication(["drill"])
    player, canvas = Player(), PictureCanvas(Theme(), Watermark("drill"))
    player.picture_changed.connect(canvas.show_picture)
    canvas.resize(960, 540)
    canvas.show()
    with Station.open(load_settings(folder), PASSPHRASE) as station:
        (take,) = station.vault.takes()
        player.open(station.replay_view(take.id, "drill"))
        wait(lambda: player.state is PlayerState.PAUSED)
        canvas.grab()
        say("shown")
        began = time.monotonic()
        for round_ in range(1, 1000):
            left_s = seconds - (time.monotonic() - began)
            if left_s <= 0:
                break
            player.set_speed((1.0, 2.0, 0.5)[round_ % 3])
            player.play()
            until = time.monotonic() + min(left_s, 1.0)
            wait(lambda until=until: time.monotonic() >= until)  # type: ignore[misc]
            canvas.grab()
            player.pause()
            player.seek(round(round_ * 0.618 % 1 * take.duration_ns))
            player.step(-2)
            wait(lambda: not player.is_seeking)
        say("played")
        sys.stdin.readline()  # until the folders have been looked at
        player.finish()
        say("closed")
        sys.stdin.readline()
    application.quit()


# ---------------------------------------------------------------------- the drill


def nameless(pid: int) -> dict[str, bytes]:
    """What a process holds open that lies in no folder any more, or never did: deleted files and shared memory."""
    found = {}
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            target = os.readlink(link)
            is_file = stat.S_ISREG(os.stat(link).st_mode)
            if is_file and (target.endswith(" (deleted)") or target.startswith(("/memfd:", "/dev/shm/"))):
                found[f"open file {target}"] = link.read_bytes()
        except OSError:  # closed meanwhile
            continue
    return found


class ReplayWatch:
    """Looks at everything the playing process can write to."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.large: list[Found] = []
        for name in HOMES:
            (watch.temporary / name.lower()).mkdir(mode=0o700)

    @property
    def environment(self) -> dict[str, str]:
        homes = {name: str(self.watch.temporary / name.lower()) for name in HOMES}
        return {**self.watch.environment, **homes, "QT_QPA_PLATFORM": "offscreen"}

    def look(self, when: str, pid: int | None = None) -> None:
        self.watch.look(when)
        left = read_all(self.watch.temporary)
        if pid is not None:
            held = nameless(pid)
            self.watch.kept |= {f"{name}, {when}": content for name, content in held.items()}
            left |= held
        self.large += [
            Found("more than a replay may leave", f"{name}, {when}", 0)
            for name, content in left.items()
            if len(content) > LARGE_BYTES
        ]

    def found(self) -> list[Found]:
        return self.watch.found() + self.large


@contextmanager
def playing(watch: ReplayWatch, seconds: float) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.drills.plaintext_replay", "--play", str(watch.watch.station), str(seconds)]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, env={**os.environ, **watch.environment}, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        try:
            yield process
        except RuntimeError as problem:
            errors.seek(0)
            raise RuntimeError(f"{problem}: {errors.read().decode(errors='replace')}") from problem
        finally:
            process.kill()
            process.communicate()


def wait_for(process: "subprocess.Popen[str]", event: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(f"#{event} "):
            return
    raise RuntimeError(f"{event} never came")


def go_on(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def record(watch: Watch, folder: Path) -> None:
    """One take of a customer with a name."""
    library = short_library(folder / "library", {"consent": "您好。", "persons": f"投保人是{CUSTOMER}。"})
    answers = folder / "answers"
    answers.mkdir()
    spoken(answers / "consent.wav", "我同意")
    spoken(answers / "persons.wav", "是我本人")
    words = record_words("--customer-says", str(answers), "--fast", microphone=QUIET_ROOM)
    with StationProcess(watch.station, *words, library=library, environment=watch.environment) as process:
        process.end()


def run(folder: Path, seconds: float) -> tuple[Watch, list[Found]]:
    """A take is watched to its end, then watched and killed; everything that could be read meanwhile and afterwards."""
    watch = ReplayWatch(Watch.over(folder))
    record(watch.watch, folder)
    with playing(watch, seconds) as process:
        look_on(watch, process, seconds, LOOKS)
        wait_for(process, "played")
        watch.look("at its end", process.pid)
        go_on(process)
        wait_for(process, "closed")
        watch.look("when the take was let go", process.pid)
        go_on(process)
        if process.wait(60) != 0:
            raise RuntimeError(f"exit code {process.returncode}")
    watch.look("when the process had ended")
    watch_and_kill(watch, seconds / 2, 1)
    return watch.watch, watch.found()


def run_killed(folder: Path, seconds: float) -> tuple[Watch, list[Found]]:
    """The short version: a take is watched until the process is killed."""
    watch = ReplayWatch(Watch.over(folder))
    record(watch.watch, folder)
    watch_and_kill(watch, seconds, 2)
    return watch.watch, watch.found()


def watch_and_kill(watch: ReplayWatch, seconds: float, looks: int) -> None:
    with playing(watch, 3600) as process:
        look_on(watch, process, seconds, looks)
        process.kill()
        process.wait()
    watch.look("after kill -9")


def look_on(watch: ReplayWatch, process: "subprocess.Popen[str]", seconds: float, looks: int) -> None:
    wait_for(process, "shown")
    began_ns = time.time_ns()
    for number in range(1, looks + 1):
        watch.look(f"{seconds * number / looks:.1f} s into the replay", process.pid)
        wait_until(began_ns + round(seconds * NS * number / looks))


def main(words: list[str]) -> int:
    """Run the drill; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills.plaintext_replay")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long the take is watched, twice")
    parser.add_argument("--play", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.play:
        play(Path(given.play[0]), float(given.play[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        watch, found = run(Path(folder), given.seconds)
    for each in found:
        print(each)
    size = sum(map(len, watch.kept.values())) / 1e6
    print(f"{len(watch.kept)} files, {size:.1f} MB scanned: {len(found)} findings")
    return 3 if found else 0


def can_find(folder: Path) -> bool:
    """What finds nothing must be able to find something: a film that a player would have left is found."""
    (folder / "left.mp4").write_bytes(b"\0\0\0\x18ftypiso5" + bytes(100) + ID_NUMBER.encode())
    return len(scan(read_all(folder), (ID_NUMBER,))) >= 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
