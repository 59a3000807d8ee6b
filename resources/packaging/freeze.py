"""Makes the frozen program, `dist/station`, and proves that it runs where no Python is: `station build`.

    build.spec ─► PyInstaller ─► dist/unproven ─► strip ─► ldd ─► copied elsewhere: doctor, demo, window ─► dist/station

Run by `station build` with the Python of `.venv`, which set_up.py has brought to the locks.

Promises: what lies in `dist/station` has run. A copy of it, in another folder whose name has a space and Chinese
letters, with an empty PATH and nothing of Python in the environment, has passed every proof; until then the one
before stays, and what failed is left in `dist/unproven` to be looked at. The size and the largest parts are printed.
It makes a program for the system it runs on, and no newer one's C library is asked for than that system's.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
DIST = HOME / "dist"
UNPROVEN = DIST / "unproven"
WORK = DIST / "work"
LOG = DIST / "build.log"
PROGRAM = "station.exe" if os.name == "nt" else "station"
BESIDE = ("LICENSE", "README.md", "README.zh.md", "CHANGELOG.md")
"""what a person who gets the folder may want to read, laid beside the program"""

SENTENCES = {
    "E-941": (
        "缺少打包工具 {what}，程序没有制作。请运行：{line}",
        "The tool {what} is missing, so the program was not built. Run: {line}",
    ),
    "E-942": (
        "打包失败，dist/station 没有改变。详情见 {log}。",
        "The build failed and dist/station is unchanged. See {log}.",
    ),
    "E-943": (
        "打包后的程序未通过检验（{proof}：{reason}），dist/station 没有改变。程序在 {folder}，详情见 {log}。",
        "The frozen program failed a proof ({proof}: {reason}) and dist/station is unchanged. "
        "It lies in {folder}; see {log}.",
    ),
    "E-944": (
        "不能写入 {folder}（{reason}），程序没有制作。请腾出空间或检查权限，再运行一次。",
        "{folder} cannot be written ({reason}), so the program was not built. "
        "Make room or check its permissions and run this again.",
    ),
}
"""code → what happened, what it means, what to do, Chinese first"""


class BuildFault(Exception):
    """The world, or the program that was built, stands in the way."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.lines = [text.format(**facts) + f" ({code})" for text in SENTENCES[code]]


@dataclass(frozen=True, slots=True)
class Proof:
    """One run of the frozen program: `judge` says what is wrong with the JSON it printed, or None."""

    name: str
    words: tuple[str, ...]
    exit_codes: tuple[int, ...]
    judge: Callable[[Any], str | None]
    timeout_s: float


def main() -> int:
    """Build, measure, prove; 0 when `dist/station` is new, 1 after one sentence, 130 when interrupted."""
    try:
        find_tools()
        freeze()
        strip()
        print_size()
        prove_links()
        prove_elsewhere()
        put_in_place()
    except BuildFault as fault:
        say(*fault.lines)
        return 1
    except OSError as problem:
        say(*BuildFault("E-944", folder=problem.filename or DIST, reason=problem.strerror).lines)
        return 1
    except KeyboardInterrupt:
        say("已中断，dist/station 没有改变。", "Interrupted; dist/station is unchanged.")
        return 130
    return 0


def say(chinese: str, english: str) -> None:
    for line in (chinese, english):
        print(f"station: {line}", file=sys.stderr, flush=True)


# --- building -------------------------------------------------------------------------------------------------------


def find_tools() -> None:
    """PyInstaller takes the program apart and together with these, and does not bring them."""
    if sys.platform != "linux":
        return
    for tool in ("objcopy", "objdump", "strip"):
        if shutil.which(tool) is None:
            raise BuildFault("E-941", what=tool, line="sudo apt-get install binutils")


def freeze() -> None:
    say("正在打包（约 1–3 分钟）……", "Building (1–3 minutes)…")
    shutil.rmtree(UNPROVEN, ignore_errors=True)
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_bytes(b"")
    places = ["--distpath", str(UNPROVEN), "--workpath", str(WORK)]
    run_logged([sys.executable, "-m", "PyInstaller", "--noconfirm", *places, str(HERE / "build.spec")])
    for name in BESIDE:
        shutil.copyfile(HOME / name, UNPROVEN / "station" / name)


def run_logged(command: list[str]) -> None:
    """One step of the build, all it says in `build.log`."""
    led_astray = {"PYTHONHOME", "PYTHONSAFEPATH", "PYTHONSTARTUP", "PYTHONOPTIMIZE"}
    kept = {name: value for name, value in os.environ.items() if name not in led_astray}
    with LOG.open("ab") as log:
        done = subprocess.run(
            command,
            # PYTHONPATH: build.spec lists our own packages. PYTHONHASHSEED: else no two builds have the same order.
            env=kept | {"PYTHONPATH": str(HOME), "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"},
            cwd=HOME,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise cause_of(LOG.read_text(encoding="utf-8", errors="replace"))


def cause_of(log: str) -> BuildFault:
    """What stopped the build, judged by its log."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if "Python was built without a shared library" in log:
        return BuildFault("E-941", what=f"libpython{version}", line="DUALREC_PYTHON=/usr/bin/python3 station build")
    if re.search(r"Python shared library \(.*\) was not found", log):
        return BuildFault("E-941", what=f"libpython{version}", line=f"sudo apt-get install libpython{version}")
    return BuildFault("E-942", log=LOG)


def strip() -> None:
    """Take the names for debuggers out of the Linux libraries: a tenth of the folder.

    Qt has none, and libraries that were patched to fit beside others (`*.libs`) may not load any more afterwards.
    """
    if sys.platform != "linux":
        return
    inside = UNPROVEN / "station" / "_internal"
    libraries = [
        path
        for path in shared_libraries(inside)
        if not any(part == "PySide6" or part.endswith(".libs") for part in path.relative_to(inside).parts)
    ]
    run_logged(["strip", "--strip-unneeded", *map(str, libraries)])


def shared_libraries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink())


# --- measuring ------------------------------------------------------------------------------------------------------


def sizes(folder: Path) -> Counter[str]:
    """Bytes of each part of the frozen folder, a part being what lies directly in it or in `_internal`."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(folder).parts
            found[parts[1] if parts[0] == "_internal" else parts[0]] += path.stat().st_size
    return found


def print_size() -> None:
    found = sizes(UNPROVEN / "station")
    print(f"{found.total() / 1e6:6.0f} MB  dist/station")
    for name, count in found.most_common(10):
        print(f"{count / 1e6:6.0f} MB    {name}")
    sys.stdout.flush()


# --- proving --------------------------------------------------------------------------------------------------------


NEEDED_FINDINGS = {"python", "opencv", "encoder", "font", "faces", "voice"}
"""what `doctor` must find whole on any computer; a camera or a real speech model the builder's may lack"""


def judge_doctor(findings: Any) -> str | None:
    states = {finding["id"]: finding["status"] for finding in findings}
    bad = sorted(name for name in NEEDED_FINDINGS if states.get(name) != "ok")
    if states.get("speech") not in ("ok", "warning"):
        bad.append("speech")
    return ", ".join(bad) or None


def judge_demo(told: Any) -> str | None:
    if told.get("outcome") != "completed":
        return f"outcome {told.get('outcome')}"
    return None if told.get("verified") is True else "not verified"


PROOFS = (
    Proof("doctor", ("doctor", "--json"), (0, 3), judge_doctor, 120),
    Proof("demo", ("demo", "--fast", "--json", "--out", "demo"), (0,), judge_demo, 900),
    Proof("window", ("demo", "--window", "--fast", "--json", "--out", "window"), (0,), judge_demo, 900),
)


def prove_links() -> None:
    """On Linux: every library finds those it links, here or in the system; raises E-943.

    A plugin that does not is only noticed by whoever needs it: without its player the window still opens.
    """
    if sys.platform != "linux":
        return
    inside = UNPROVEN / "station" / "_internal"
    ldd = ["ldd", *map(str, shared_libraries(inside))]
    environment = os.environ | {"LD_LIBRARY_PATH": str(inside), "LC_ALL": "C"}
    done = subprocess.run(
        ldd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    if missing := missing_links(done.stdout):
        raise failed("ldd", ", ".join(missing))


def missing_links(text: str) -> list[str]:
    """The libraries that `ldd` did not find."""
    return sorted({line.split(" => ")[0].strip() for line in text.splitlines() if line.endswith("=> not found")})


def prove_elsewhere() -> None:
    """Run every proof on a copy in another folder; raises E-943 at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="双录 station ") as scratch:
        place = Path(scratch)
        shutil.copytree(UNPROVEN / "station", place / "station", symlinks=True)
        (place / "home").mkdir()
        (place / "tmp").mkdir()
        environment = bare_environment(place)
        offered = help_text(place, environment)
        begun = time.perf_counter()
        help_text(place, environment)
        print(f"{time.perf_counter() - begun:6.1f} s   station --help")
        for proof in PROOFS:
            if all(word in offered for word in proof.words if word in ("--window",)):
                seconds = prove(proof, place, environment)
                print(f"{seconds:6.1f} s   station {' '.join(proof.words)}: OK", flush=True)


def bare_environment(place: Path) -> dict[str, str]:
    """No PATH, nothing of Python, nothing of the person who builds."""
    if sys.platform == "win32":
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC") if name in os.environ}
        folders = {"USERPROFILE": str(place / "home"), "TEMP": str(place / "tmp"), "TMP": str(place / "tmp")}
        return kept | folders | {"LOCALAPPDATA": str(place / "home"), "PATH": str(Path(kept["SYSTEMROOT"], "System32"))}
    folders = {"HOME": str(place / "home"), "TMPDIR": str(place / "tmp"), "PATH": str(place / "nowhere")}
    return folders | {"QT_QPA_PLATFORM": "offscreen"}


def run_program(
    words: tuple[str, ...], place: Path, environment: Mapping[str, str], timeout_s: float
) -> "subprocess.CompletedProcess[bytes]":
    done = subprocess.run(
        [place / "station" / PROGRAM, *words],
        env=environment,
        cwd=place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    with LOG.open("ab") as log:
        log.write(b"\n$ station " + " ".join(words).encode() + b"\n" + done.stderr + done.stdout)
    return done


def help_text(place: Path, environment: Mapping[str, str]) -> str:
    """What `demo` offers: the frozen program may have been built without a window."""
    done = run_program(("demo", "--help"), place, {**environment, "COLUMNS": "200"}, 60)
    if done.returncode != 0:
        raise failed("station demo --help", f"exit code {done.returncode}")
    return done.stdout.decode(errors="replace")


def prove(proof: Proof, place: Path, environment: Mapping[str, str]) -> float:
    """Run it; the seconds it took. Raises E-943."""
    begun = time.perf_counter()
    try:
        done = run_program(proof.words, place, environment, proof.timeout_s)
        if done.returncode not in proof.exit_codes:
            raise failed(proof.name, f"exit code {done.returncode}")
        problem = proof.judge(json.loads(done.stdout))
    except subprocess.TimeoutExpired as late:
        raise failed(proof.name, f"{proof.timeout_s:.0f} s") from late
    except ValueError as garbled:
        raise failed(proof.name, "no JSON") from garbled
    if problem is not None:
        raise failed(proof.name, problem)
    return time.perf_counter() - begun


def failed(proof: str, reason: str) -> BuildFault:
    return BuildFault("E-943", proof=proof, reason=reason, folder=UNPROVEN / "station", log=LOG)


def put_in_place() -> None:
    """The proven folder takes the place of the one before."""
    shutil.rmtree(DIST / "station", ignore_errors=True)
    (UNPROVEN / "station").replace(DIST / "station")
    UNPROVEN.rmdir()
    shutil.rmtree(WORK, ignore_errors=True)
    say("已制作并检验 dist/station。", "dist/station is built and proven.")


if __name__ == "__main__":
    sys.exit(main())
