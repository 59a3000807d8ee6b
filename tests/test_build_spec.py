"""The frozen program's recipe, without cooking it: `station build` itself proves what it makes."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.faults import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "resources" / "packaging"
SPEC = PACKAGING / "build.spec"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


freeze, left_out, start = load("freeze"), load("left_out"), load("start")


class Recorded:
    """What `build.spec` asks PyInstaller for: each call's name and its named words."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getitem__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.calls.append((name, given, named))
            return type("Made", (), {"pure": [], "scripts": [], "binaries": [], "datas": []})

        return call

    def named(self, name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        [(_, given, named)] = [call for call in self.calls if call[0] == name]
        return given, named


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """The specification carried out with a PyInstaller that only listens: the tests' lock has no real one."""
    hooks = ModuleType("PyInstaller.utils.hooks")
    hooks.collect_submodules = lambda name: [name]  # type: ignore[attr-defined]
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "path", list(sys.path))
    calls = Recorded()
    names = {name: calls[name] for name in ("Analysis", "PYZ", "EXE", "COLLECT", "Tree")}
    exec(compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec"), {"SPECPATH": str(PACKAGING), **names})
    return calls


def test_spec_is_short_and_makes_a_plain_folder(recorded: Recorded) -> None:
    assert len(SPEC.read_text(encoding="utf-8").splitlines()) < 40
    _, program = recorded.named("EXE")
    _, folder = recorded.named("COLLECT")
    assert program["exclude_binaries"] is True, "one folder, not one file that unpacks itself"
    assert program["upx"] is False and folder["upx"] is False, "packed programs are taken for malware"


def test_spec_collects_our_packages_and_starts_at_one_place(recorded: Recorded) -> None:
    (scripts,), named = recorded.named("Analysis")
    assert [Path(script) for script in scripts] == [PACKAGING / "start.py"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(named["hiddenimports"])
    assert [Path(folder) for folder in named["hookspath"]] == [PACKAGING / "hooks"]


def test_every_folder_the_program_reads_comes_along_at_its_place(recorded: Recorded) -> None:
    trees = {
        named["prefix"]: (Path(given[0]), named["excludes"]) for name, given, named in recorded.calls if name == "Tree"
    }
    assert {prefix: source for prefix, (source, _) in trees.items()} == {
        "resources": ROOT / "resources",
        "scripts_library": ROOT / "scripts_library",
    }
    left = set(trees["resources"][1])
    for needed in ("icons", "i18n", "style", "models", "manifest.toml", "vosk-test-cn", "dualrec_en.qm"):
        assert not any(Path(needed).match(pattern) for pattern in left)
    assert all((ROOT / "resources" / name).exists() for name in left & {"docs", "packaging"})


def test_hooks_belong_to_modules_that_are_there() -> None:
    hooks = {path.stem.removeprefix("hook-") for path in (PACKAGING / "hooks").glob("*.py")}
    assert {"mediapipe", "vosk", "sqlcipher3", "webrtcvad"} <= hooks
    ours = {name for name in hooks if (ROOT / name.split(".")[0]).is_dir()}
    assert all((ROOT / (name.replace(".", "/") + ".py")).exists() or (ROOT / name).is_dir() for name in ours)
    assert hooks - ours <= set(packages_distributions())


def test_hooks_do_not_name_what_the_wheels_lack() -> None:
    """What the hooks ask PyInstaller to collect, looked for in the packages themselves."""
    places = {name: Path(str(importlib.util.find_spec(name).origin)).parent for name in ("mediapipe", "vosk")}  # type: ignore[union-attr]
    graphs = {path.suffix for path in (places["mediapipe"] / "modules" / "face_detection").iterdir()}
    assert {".tflite", ".binarypb"} <= graphs
    assert any(path.name.startswith("libvosk") for path in places["vosk"].iterdir())
    assert importlib.util.find_spec("sqlcipher3._sqlite3") is not None
    skimage = importlib.util.find_spec("skimage")
    assert skimage and skimage.submodule_search_locations
    assert (Path(skimage.submodule_search_locations[0]) / "data" / "astronaut.png").is_file()


def test_processes_of_their_own_are_known_to_the_frozen_program() -> None:
    """Each `[sys.executable, "-m", MODULE, …]` in the code: frozen, `sys.executable` is the program itself."""
    found, uses = set(), 0
    for file in (path for folder in ("app", "media", "ui") for path in (ROOT / folder).rglob("*.py")):
        if file.parent.name == "ui" and file.name.startswith("bench"):
            continue  # times the start of the unfrozen program, from its sources
        for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
            uses += isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.executable"
            if isinstance(node, ast.List) and [ast.unparse(item) for item in node.elts[:2]] == [
                "sys.executable",
                "'-m'",
            ]:
                found.add(ast.literal_eval(node.elts[2]))
                uses -= 1
    assert uses == 0, "any other use of sys.executable would start the whole program again"
    assert found == set(start.BESIDE)


def test_start_runs_a_process_of_its_own_and_nothing_else() -> None:
    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, PACKAGING / "start.py", *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    model = ROOT / "resources" / "models" / "vosk-test-cn"
    assert run("-m", "media.speech", str(model)).returncode == 0
    assert run("-m", "media.speech", str(model.parent)).returncode != 0
    assert run("-m", "json.tool", "--help").returncode == 2, "any other word is one for the command line"
    assert json.loads(run("script", "list", "--json").stdout)


@pytest.mark.parametrize(
    ("place", "source", "is_left_out"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/x", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", "/venv/x", False),
        ("PySide6/Qt/plugins/platforms/libqminimal.so", "/venv/x", False),
        ("PySide6/Qt/plugins/platforms/libqminimalegl.so", "/venv/x", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/venv/x", True),
        ("PySide6/plugins/platforms/qwindows.dll", "C:/venv/x", False),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", "/venv/x", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", "/venv/x", False),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", "/venv/x", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/venv/x", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/venv/x", False),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", "/venv/x", True),
        ("PySide6/Qt/lib/libQt6Core.so.6", "/venv/x", False),
        ("libQt6WaylandClient.so.6", "PySide6/Qt/lib/libQt6WaylandClient.so.6", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "/venv/x", False),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/x", True),
        ("cv2/qt/plugins/platforms/libqxcb.so", "/venv/x", True),
        ("cv2/cv2.abi3.so", "/venv/x", False),
        ("libpulse.so.0", "/usr/lib/x86_64-linux-gnu/libpulse.so.0", True),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", True),
        ("libxcb-cursor.so.0", "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0", False),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", False),
        ("python3.11/lib-dynload/_ssl.so", "/usr/lib/python3.11/lib-dynload/_ssl.so", False),
        ("libavcodec-c3f1.so", "av.libs/libavcodec-c3f1.so", False),
    ],
)
def test_file_is_left_out(place: str, source: str, is_left_out: bool) -> None:
    assert left_out.is_left_out(place, source) is is_left_out


def test_lock_of_the_build_is_hashed_and_agrees_with_the_others() -> None:
    def pins(lock: str) -> dict[str, str]:
        text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert lines and all("--hash=sha256:" in line for line in lines) and "://" not in text
        return {line.split("==")[0]: line.split("==")[1].split()[0] for line in lines}

    own = pins("requirements-freeze.lock")
    assert {"pyinstaller", "pyinstaller-hooks-contrib"} <= set(own)
    for other in ("requirements.lock", "requirements-test.lock", "requirements-build.lock"):
        theirs = pins(other)
        assert "pyinstaller" not in theirs
        assert {name: theirs[name] for name in own if name in theirs} == {
            name: own[name] for name in own if name in theirs
        }


# --- what the build says of what it made ----------------------------------------------------------------------------

FINDINGS = [{"id": name, "status": "ok"} for name in sorted(freeze.NEEDED_FINDINGS)]


@pytest.mark.parametrize(
    ("findings", "problem"),
    [
        ([*FINDINGS, {"id": "speech", "status": "warning"}, {"id": "camera", "status": "missing"}], None),
        ([*FINDINGS, {"id": "speech", "status": "missing"}], "speech"),
        ([*FINDINGS[1:], {"id": "speech", "status": "ok"}], FINDINGS[0]["id"]),
    ],
)
def test_doctor_is_judged_by_what_no_computer_may_lack(findings: list[dict[str, str]], problem: str | None) -> None:
    assert freeze.judge_doctor(findings) == problem


def test_demo_is_judged_by_its_outcome_and_its_package() -> None:
    assert freeze.judge_demo({"outcome": "completed", "verified": True}) is None
    assert freeze.judge_demo({"outcome": "aborted", "verified": True}) == "outcome aborted"
    assert freeze.judge_demo({"outcome": "completed", "verified": False}) == "not verified"


def test_proof_runs_without_path_and_python_and_says_what_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small shell script stands for the frozen program."""
    monkeypatch.setattr(freeze, "LOG", tmp_path / "build.log")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "station").mkdir()
    program = tmp_path / "station" / freeze.PROGRAM
    body = '#!/bin/sh\necho "[\\"$PATH\\", \\"${PYTHONPATH-}\\", \\"$1\\"]"\n[ "$1" != breaks ]\n'
    program.write_text(body, encoding="utf-8")
    program.chmod(0o755)
    told: list[Any] = []
    environment = freeze.bare_environment(tmp_path)
    freeze.prove(freeze.Proof("fine", ("fine",), (0,), told.extend, 10), tmp_path, environment)
    assert told == [str(tmp_path / "nowhere"), "", "fine"]
    for words, judge, reason in (
        ("breaks", lambda told: None, "exit code 1"),
        ("fine", lambda told: "not so", "not so"),
        ("a\nb", lambda told: None, "no JSON"),
    ):
        with pytest.raises(freeze.BuildFault, match="E-943") as caught:
            freeze.prove(freeze.Proof("it", (words,), (0,), judge, 10), tmp_path, environment)
        assert all(reason in line for line in caught.value.lines)


def test_library_that_is_not_found_is_named() -> None:
    text = "a.so:\n\tlibone.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\nb.so:\n\tlibone.so.1 => not found\n"
    assert freeze.missing_links(text) == ["libone.so.1"]


def test_sizes_count_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "_internal" / "part").mkdir(parents=True)
    (tmp_path / "station").write_bytes(b"x" * 5)
    (tmp_path / "_internal" / "part" / "one.so").write_bytes(b"x" * 7)
    (tmp_path / "_internal" / "one.so").symlink_to("part/one.so")
    assert freeze.sizes(tmp_path) == {"station": 5, "part": 7}


@pytest.mark.parametrize(
    ("log", "code", "tells"),
    [
        ("ERROR: ERROR: Python shared library ('libpython3.11.so.1.0') was not found! If", "E-941", "apt-get install"),
        ("ERROR: Python was built without a shared library, which is required by", "E-941", "DUALREC_PYTHON"),
        ("Traceback (most recent call last)", "E-942", "build.log"),
    ],
)
def test_cause_is_told_from_what_the_build_says(log: str, code: str, tells: str) -> None:
    fault = freeze.cause_of(log)
    assert fault.args[0] == code
    assert all(tells in line for line in fault.lines)


@pytest.mark.parametrize("code", freeze.SENTENCES)
def test_sentence_of_the_build_is_whole_and_its_code_its_own(code: str) -> None:
    assert code.startswith("E-94") and code not in SENTENCES
    facts = dict.fromkeys(("what", "line", "log", "proof", "reason", "folder"), "x")
    zh, en = freeze.BuildFault(code, **facts).lines
    assert zh.endswith(f"({code})") and en.endswith(f"({code})")
    assert any("一" <= letter <= "鿿" for letter in zh) and en.isascii()
