"""The drill of the curious: is there anything to be read on the disk, during a take, after it, after a crash?

    python -m tests.drills.plaintext DIR          scan a folder for films, sounds, keys and the demo's customer
    python -m tests.drills.plaintext --take       run takes in real time, kill one, recover it, and scan all the while

Looked for are the marks of MP4, H.264, AAC, WAV and NumPy files, age identities, what `strings` makes of it, and the
customer's name and number in every coding they might leak in. `--take` looks moreover for stretches of the very take,
which it decrypts in memory afterwards: plain H.264 and AAC cannot be told from noise otherwise. It scans the data
folder and the folder the program uses for temporary files. Exits 3 when anything is found.
"""

import argparse
import base64
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.settings import load_settings
from app.station import Station
from media.clock import NS
from tests.drills.process import (
    PASSPHRASE,
    QUIET_ROOM,
    StationProcess,
    record_words,
    recover,
    short_library,
    spoken,
    wait_until,
)

CUSTOMER, ID_NUMBER = "张建国", "99000019780512001X"
MARKS = {
    "MP4 box ftyp": rb"ftyp(?:iso|mp4|avc|dash|M4)",
    "MP4 box moov": rb"(?s)moov.{4}mvhd",
    "MP4 box trak": rb"(?s)trak.{4}tkhd",
    "MP4 box moof": rb"(?s)moof.{4}mfhd",
    "MP4 box traf": rb"(?s)traf.{4}tfhd",
    "MP4 box trun": rb"(?s)\0\0..trun[\0\1]\0",
    "MP4 box mdat": rb"(?s)\0[\0-\x0f]..mdat",
    "MP4 box mfra": rb"(?s)mfra.{4}tfra",
    "MP4 box sidx": rb"(?s)\0[\0-\x0f]..sidx[\0\1]\0",
    "MP4 box avc1": rb"(?s)\0\0..avc1\0{6}",
    "MP4 box mp4a": rb"(?s)\0\0..mp4a\0{6}",
    "MP4 box avcC": rb"avcC\x01[\x42\x4d\x58\x64]",
    "MP4 box esds": rb"esds\0{4}\x03",
    "MP4 handler": rb"(?:Video|Sound)Handler",
    "FFmpeg's name": rb"Lav[fc]\d\d\.",
    "x264's SEI": rb"\xdc\x45\xe9\xbd\xe6\xd9\x48\xb7\x96\x2c\xd8\x20\xd9\x23\xee\xef|x264 - core",
    "H.264 SPS and PPS": rb"(?s)\x67[\x42\x4d\x58\x64]\0[\x0a-\x34].{8,60}?\0[\x03-\x08]\x68[\xe8-\xef]",
    "WAV": rb"(?s)RIFF.{4}WAVE",
    "NumPy array": rb"\x93NUMPY",
    "age identity": rb"AGE-SECRET-KEY-1",
}
"""What a file of that kind cannot do without: five bytes or more, so that noise does not have it by chance."""
CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5")
STRETCH = 16
STRETCHES = 300
"""how many stretches of a take are looked for, and how long each is"""
SCANS = 5
"""how often the folders are scanned during a take"""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that should not be there."""

    what: str
    file: str
    at: int

    def __str__(self) -> str:
        return f"{self.what} in {self.file} at byte {self.at}"


Files = Mapping[str, bytes]


def read_all(*folders: Path) -> dict[str, bytes]:
    """Every file below the folders as it is now, one that goes away meanwhile left out."""
    files = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            try:
                if path.is_file():
                    files[str(path.relative_to(folder.parent))] = path.read_bytes()
            except FileNotFoundError:
                continue
    return files


def codings(text: str) -> dict[str, bytes]:
    """A text as it may lie somewhere: the usual encodings, escaped for JSON and for addresses, in hex and in base64."""
    plain = text.encode()
    forms = {}
    for coding in CODINGS:
        try:
            forms[coding] = text.encode(coding)
        except UnicodeEncodeError:
            continue
    forms["hex"] = plain.hex().encode()
    if not text.isascii():
        forms["JSON"] = text.encode("ascii", "backslashreplace")
        forms["address"] = "".join(f"%{byte:02X}" for byte in plain).encode()
    for shift in range(3):  # the middle of it, which does not depend on what stands before and after
        coded = base64.b64encode(bytes(shift) + plain)
        forms[f"base64 from {shift}"] = coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]
    return forms


def scan(files: Files, texts: Sequence[str] = (), stretches: Iterable[bytes] = ()) -> list[Found]:
    """What of the marks, of the texts in any coding, and of the stretches is in the files."""
    found = []
    patterns = {what: re.compile(pattern) for what, pattern in MARKS.items()}
    for number, text in enumerate(texts, 1):
        for coding, form in codings(text).items():
            patterns[f"text {number} as {coding}"] = re.compile(re.escape(form), re.IGNORECASE)
    stretches = list(stretches)
    for name, content in files.items():
        for what, pattern in patterns.items():
            hit = pattern.search(content)
            if hit:
                found.append(Found(what, name, hit.start()))
        for number, stretch in enumerate(stretches):
            at = content.find(stretch)
            if at >= 0:
                found.append(Found(f"stretch {number} of the take", name, at))
    return found


def strings(folders: Sequence[Path], words: Sequence[str]) -> list[Found]:
    """What the program `strings` finds of the words, 7-bit and 8-bit and two bytes a sign; nothing where it is not."""
    if shutil.which("strings") is None:
        return []
    found = []
    names = [str(path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    for coding in "sSlb":
        listed = subprocess.run(["strings", "-f", "-n", "4", "-e", coding, *names], capture_output=True, check=False)
        lines = listed.stdout.decode(errors="replace").splitlines()
        found += [
            Found(f"strings -e {coding}: {word}", line.split(": ")[0], 0)
            for line in lines
            for word in words
            if word.lower() in line.partition(": ")[2].lower()
        ]
    return found


def stretches_of(plain: bytes) -> list[bytes]:
    """Short stretches from all over a film, none of which is the same byte again and again."""
    step = max(STRETCH, len(plain) // STRETCHES)
    cut = (plain[at : at + STRETCH] for at in range(0, len(plain) - STRETCH, step))
    return [stretch for stretch in cut if len(set(stretch)) > STRETCH // 2]


def plain_takes(folder: Path) -> list[bytes]:
    """Every take of a station, decrypted in memory."""
    takes = []
    with Station.open(load_settings(folder), PASSPHRASE) as station:
        for take in station.vault.takes():
            with station.replay(take.id, "drill") as plain:
                takes.append(plain.read())
    return takes


@dataclass(slots=True)
class Watch:
    """Keeps what lay in a station's folder and in its folder for temporary files, moment by moment."""

    station: Path
    temporary: Path
    kept: dict[str, bytes]

    @classmethod
    def over(cls, folder: Path) -> "Watch":
        """Watch `folder/station` and `folder/temporary`, which is made."""
        temporary = folder / "temporary"
        temporary.mkdir()
        return cls(folder / "station", temporary, {})

    @property
    def environment(self) -> dict[str, str]:
        """What makes a program use the watched folder for temporary files."""
        return dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(self.temporary))

    def look(self, when: str) -> None:
        for name, content in read_all(self.station, self.temporary).items():
            self.kept[f"{name}, {when}"] = content

    def found(self) -> list[Found]:
        """What could be read in all that was kept: the customer, the marks, and the takes themselves."""
        takes = plain_takes(self.station)
        stretches = [stretch for plain in takes for stretch in stretches_of(plain)]
        found = scan(self.kept, (CUSTOMER, ID_NUMBER, PASSPHRASE), stretches)
        words = (ID_NUMBER, PASSPHRASE, "VideoHandler", "SoundHandler", "x264", "isomiso", "AGE-SECRET-KEY")
        return found + strings([self.station, self.temporary], words)


def helpers_of(pid: int) -> list[int]:
    """The processes that a station has started (Linux)."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def room_of(helper: int) -> Path:
    """Where the helper that speaks lets its engine write: its last argument."""
    return Path(Path(f"/proc/{helper}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")[-1].decode())


def wait_for_end(pid: int) -> None:
    """Until a process that is not ours has ended."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    select.select([watched], [], [], 60)
    os.close(watched)


def run(folder: Path, seconds: float) -> tuple[Watch, list[Found]]:
    """One take killed after `seconds`, recovered, and one that reaches its end; everything that could be read."""
    watch = Watch.over(folder)
    words = record_words("--customer-microphone", QUIET_ROOM)
    with StationProcess(watch.station, *words, environment=watch.environment) as process:
        began_ns = process.wait_for("began").wall_ns
        for moment in range(1, SCANS + 1):
            wait_until(began_ns + round(seconds * NS * moment / SCANS))
            watch.look(f"{seconds * moment / SCANS:.1f} s into the take")
        helpers = helpers_of(process.process.pid)
        rooms = [room_of(helper) for helper in helpers]
        process.kill()
    watch.look("after kill -9")
    for helper in helpers:
        wait_for_end(helper)
    left = [Found("the voice's room", str(room), 0) for room in rooms if room.exists()]
    recover(watch.station, watch.environment)
    watch.look("after recover")

    library = short_library(folder / "library", {"consent": "您好。", "persons": f"投保人是{CUSTOMER}。"})
    answers = folder / "answers"
    answers.mkdir()
    spoken(answers / "consent.wav", "我同意")
    spoken(answers / "persons.wav", "是我本人")
    words = record_words("--customer-says", str(answers))
    with StationProcess(watch.station, *words, library=library, environment=watch.environment) as process:
        began_ns = process.wait_for("began").wall_ns
        for second in (2, 5, 8):
            wait_until(began_ns + second * NS)
            watch.look(f"{second} s into the second take")
        process.wait_for("stopping")
        watch.look("when it stopped")
        process.end()
    watch.look("after the second take")
    return watch, left + watch.found()


def main(words: list[str]) -> int:
    """Run the drill; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills.plaintext")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--take", action="store_true", help="run takes and scan meanwhile")
    parser.add_argument("--seconds", type=float, default=25.0, help="how long the first take runs until it is killed")
    parser.add_argument("--text", action="append", default=[CUSTOMER, ID_NUMBER], help="one more text to look for")
    given = parser.parse_args(words)
    if given.take:
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            watch, found = run(Path(folder), given.seconds)
            files = watch.kept
    elif given.folder is not None:
        files = read_all(given.folder)
        found = scan(files, given.text) + strings([given.folder], [text for text in given.text if text.isascii()])
    else:
        parser.error("a folder or --take")
    for each in found:
        print(each)
    print(f"{len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB scanned: {len(found)} findings")
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
