"""The command itself: a real shell, a real pip and real environments, on a project of one tiny package.

The tiny project has the real `station` and `set_up.py`, locks that list one wheel and one source package, and no
network: what pip may have lies in a folder. The same code installs the real locks.
"""

import hashlib
import importlib.util
import io
import json
import os
import shutil
import string
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = os.path.realpath(sys.executable)
STOPPING_LIST = "libone needed libnot-there.so.1\ntwo window /no/such/*\nthree test no-such\n"
PROGRAM = """
import json, os, sys, tiny
print(json.dumps({"words": sys.argv[1:], "cwd": os.getcwd(), "tiny": tiny.VERSION, "path": sys.path[:2]}))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="station is for POSIX shells; Windows has station.cmd")


def make_wheel(folder: Path, version: str, name: str = "tiny") -> Path:
    """A package of one module, as pip wants it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def make_source(folder: Path) -> Path:
    """A source package whose build tool is the module `tiny`, which only the build lock provides."""
    path = folder / "sourced-1.0.tar.gz"
    files = {
        "pyproject.toml": '[build-system]\nrequires = ["tiny"]\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        "PKG-INFO": "Metadata-Version: 2.1\nName: sourced\nVersion: 1.0\n",
        "backend.py": """
import tiny, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "sourced-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("sourced.py", f"BUILT_WITH = {tiny.VERSION!r}")
        info = "sourced-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: sourced\\nVersion: 1.0\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "sourced.py,,\\n")
    return name
""",
    }
    with tarfile.open(path, "w:gz") as package:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"sourced-1.0/{name}")
            entry.size = len(text)
            package.addfile(entry, io.BytesIO(text.encode()))
    return path


def lock_line(path: Path) -> str:
    name, version = path.name.removesuffix(".tar.gz").split("-")[:2]
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Project:
    """A fresh clone of a small station."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages = folder.parent / "packages"
        self.bin = folder.parent / "bin"
        for made in (folder / "resources" / "packaging", folder / "app", self.packages, self.bin):
            made.mkdir(parents=True)
        shutil.copy(ROOT / "station", folder)
        shutil.copy(ROOT / "resources" / "packaging" / "set_up.py", folder / "resources" / "packaging")
        self.system = folder / "resources" / "packaging" / "system.txt"
        self.system.write_text("libc6 needed libc.so.6\n", encoding="utf-8")
        (folder / "app" / "__init__.py").touch()
        (folder / "app" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
        wheel = make_wheel(self.packages, "1.0")
        source = make_source(self.packages)
        (folder / "requirements-build.lock").write_text(lock_line(wheel), encoding="utf-8")
        self.lock = folder / "requirements.lock"
        self.lock.write_text(lock_line(wheel) + lock_line(source), encoding="utf-8")
        self.test_lock = folder / "requirements-test.lock"
        self.test_lock.write_text(self.lock.read_text(encoding="utf-8"), encoding="utf-8")
        self.put_command("python3.12", "echo 'this version is not installed' >&2; exit 127")
        self.put_command("python3.11", f'exec "{PYTHON}" "$@"')
        self.put_command("python3", "exit 1")

    def put_command(self, name: str, body: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages)}
        return kept | quiet | {"PATH": f"{self.bin}:/usr/bin:/bin", "DUALREC_SYSTEM": "check"} | dict(env or {})

    def start(
        self,
        *words: str,
        cwd: Path | None = None,
        command: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [command or self.folder / "station", *words],
            cwd=cwd or self.folder.parent,
            env=self.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *words: str,
        cwd: Path | None = None,
        command: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        child = self.start(*words, cwd=cwd, command=command, env=env)
        out, err = child.communicate(timeout=240)
        return subprocess.CompletedProcess(child.args, child.returncode, out, err)

    def begins_set_up(self, *words: str, env: Mapping[str, str] | None = None) -> bool:
        """Whether the command finds itself not ready: a system list that stops every set-up at once tells."""
        old = self.system.read_text(encoding="utf-8")
        if (self.folder / ".venv" / "system.txt").exists():
            (self.folder / ".venv" / "system.txt").write_text(STOPPING_LIST, encoding="utf-8")
        self.system.write_text(STOPPING_LIST, encoding="utf-8")
        try:
            return "(E-925)" in self.run(*words, env=env).stderr
        finally:
            self.system.write_text(old, encoding="utf-8")
            if (self.folder / ".venv" / "system.txt").exists():
                (self.folder / ".venv" / "system.txt").write_text(old, encoding="utf-8")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project after its first start, for the tests that leave it as it is."""
    project = Project(tmp_path_factory.mktemp("ready") / "a clone")
    done = project.run("first")
    assert done.returncode == 0, done.stderr
    assert "正在准备运行环境" in done.stderr and "Preparing the environment" in done.stderr
    assert json.loads(done.stdout)["words"] == ["first"], "standard output belongs to the program"
    yield project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "clone")


def load_set_up() -> ModuleType:
    path = ROOT / "resources" / "packaging" / "set_up.py"
    spec = importlib.util.spec_from_file_location("set_up", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["set_up"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


set_up = load_set_up()


# --- a machine that is ready ----------------------------------------------------------------------------------------


def test_second_start_says_nothing_and_runs_the_program(ready: Project) -> None:
    done = ready.run("demo", "--json", "two words")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["words"] == ["demo", "--json", "two words"]
    assert told["cwd"] == str(ready.folder.parent), "relative paths stay the caller's"


def test_start_through_links_and_from_anywhere(ready: Project, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(ready.folder / "station")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "two").symlink_to("../one")
    assert json.loads(ready.run(command=tmp_path / "deep" / "two", cwd=tmp_path).stdout)["tiny"] == "1.0"
    for folder, name in ((ready.folder, "station"), (tmp_path, "one")):
        beside = subprocess.run(["sh", name], cwd=folder, env=ready.environment(), capture_output=True, check=True)
        assert json.loads(beside.stdout)["cwd"] == str(folder)


def test_module_in_the_callers_folder_is_not_taken_for_ours(ready: Project, tmp_path: Path) -> None:
    for name in ("app", "json", "tiny"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken')", encoding="utf-8")
    done = ready.run("x", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr


def test_exit_code_is_the_programs(ready: Project) -> None:
    (ready.folder / "app" / "__main__.py").write_text("raise SystemExit(4)", encoding="utf-8")
    assert ready.run().returncode == 4
    (ready.folder / "app" / "__main__.py").write_text(PROGRAM, encoding="utf-8")


def test_build_tool_comes_from_its_lock(ready: Project) -> None:
    site = next((ready.folder / ".venv" / "lib").glob("python3.*/site-packages"))
    assert (site / "sourced.py").read_text(encoding="utf-8") == "BUILT_WITH = '1.0'"


def test_setup_of_a_ready_machine_says_so(ready: Project) -> None:
    done = ready.run("setup")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Ready." in done.stderr and "Preparing" not in done.stderr


def test_program_starts_with_a_shell_that_knows_posix_only(ready: Project) -> None:
    dash = shutil.which("dash") or "/bin/sh"
    done = subprocess.run(
        [dash, ready.folder / "station", "x"], env=ready.environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("word", ["demo", "test"])
@pytest.mark.parametrize("change", ["lock", "mark", "python"])
def test_machine_that_is_no_longer_ready_is_set_up(ready: Project, word: str, change: str) -> None:
    assert ready.begins_set_up(word) is (word == "test"), "the tests' lock was never installed"
    venv = ready.folder / ".venv"
    paths = {"lock": venv / "requirements.lock", "mark": venv / "unfinished", "python": venv / "bin" / "python"}
    path = paths[change]
    aside = path.with_name("aside")
    if path.exists():
        path.rename(aside)
    else:
        path.touch()
    assert ready.begins_set_up(word)
    if aside.is_symlink() or aside.exists():
        aside.rename(path)
    else:
        path.unlink()


def test_python_that_is_named_is_looked_at_and_kept_if_it_is_the_same(ready: Project) -> None:
    assert ready.begins_set_up(env={"DUALREC_PYTHON": PYTHON})
    done = ready.run(env={"DUALREC_PYTHON": PYTHON})
    assert (json.loads(done.stdout)["tiny"], done.stderr) == ("1.0", "")


def test_optional_system_package_is_named_and_passed_over(ready: Project) -> None:
    ready.system.write_text("# a comment\n\nlibc6 needed libc.so.6\ntwo window /no/such/* /neither/such\n", "utf-8")
    done = ready.run("demo")
    assert json.loads(done.stdout)["words"] == ["demo"]
    assert "sudo apt-get install two\n" in done.stderr
    assert ready.run("demo").stderr == "", "said once, then left to the doctor"


def test_missing_system_package_is_installed_where_that_needs_no_question(ready: Project, tmp_path: Path) -> None:
    """apt-get is a stand-in that fails until its lists are fetched, then brings the file the package stands for."""
    wanted, asked, lists = tmp_path / "wanted", tmp_path / "asked", tmp_path / "lists"
    ready.put_command("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    ready.put_command(
        "apt-get",
        f"""echo "$DEBIAN_FRONTEND $*" >>"{asked}"
case "$*" in *update*) : >"{lists}" ;; *install*) [ -e "{lists}" ] && : >"{wanted}" ;; esac""",
    )
    ready.system.write_text(f"libone needed {wanted}\n", "utf-8")
    done = ready.run("demo", env={"DUALREC_SYSTEM": "install"})
    assert done.returncode == 0, done.stderr
    told = asked.read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in told] == ["noninteractive"] * 3
    assert ["install" in line for line in told] == [True, False, True]
    assert all(line.endswith("install libone") for line in told if "install" in line)


def test_tests_run_in_order_and_stop_at_the_first_failure(ready: Project) -> None:
    """The four checks are stand-ins here: which one fails is what matters."""
    for module, exit_code in {"ruff": 0, "mypy": 3, "pytest": 0}.items():
        code = f"import os, sys; print({module!r}, *sys.argv[1:], os.getcwd()); sys.exit({exit_code})"
        (ready.folder / f"{module}.py").write_text(code, encoding="utf-8")
    done = ready.run("test")
    assert done.returncode == 3, done.stderr
    where = ready.folder
    assert done.stdout.splitlines() == [f"ruff format --check . {where}", f"ruff check . {where}", f"mypy {where}"]
    (ready.folder / "mypy.py").write_text("", encoding="utf-8")
    done = ready.run("test", "-k", "one thing")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"pytest -k one thing {where}")
    assert done.stderr == "", "the second time there is nothing to set up"


@pytest.mark.parametrize(
    ("line", "env", "code"),
    [
        ("other==1.0 --hash=sha256:" + "0" * 64, {}, "E-924"),
        (
            "absent==1.0 --hash=sha256:" + "0" * 64,
            {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"},
            "E-922",
        ),
    ],
    ids=["hash differs", "no network"],
)
def test_package_that_cannot_be_had_is_one_sentence(ready: Project, line: str, env: dict[str, str], code: str) -> None:
    make_wheel(ready.packages, "1.0", "other")
    ready.test_lock.write_text(line + "\n", encoding="utf-8")
    done = ready.run("test", env=env)
    mark = ready.folder / ".venv" / "unfinished"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count(f"({code})") == 2, done.stderr
    assert mark.exists(), "the next start begins afresh"
    mark.unlink()


# --- a machine that changes -----------------------------------------------------------------------------------------


def test_two_at_once_then_another_lock_then_an_interrupted_set_up(project: Project) -> None:
    first, second = project.start("first"), project.start("second")
    told = [child.communicate(timeout=240) for child in (first, second)]
    assert [json.loads(out)["words"] for out, _ in told] == [["first"], ["second"]]
    assert "".join(err for _, err in told).count("Preparing the environment") == 1

    project.lock.write_text(lock_line(make_wheel(project.packages, "2.0")), encoding="utf-8")
    assert json.loads(project.run().stdout)["tiny"] == "2.0"
    site = next((project.folder / ".venv" / "lib").glob("python3.*/site-packages"))
    assert not (site / "sourced.py").exists(), "what left the lock left the environment"

    (site / "tiny.py").unlink()  # half a package, and the mark of the set-up that was cut
    (project.folder / ".venv" / "unfinished").touch()
    done = project.run()
    assert json.loads(done.stdout)["tiny"] == "2.0", done.stderr


# --- a machine that stands in the way -------------------------------------------------------------------------------


def test_no_python_is_one_sentence(project: Project) -> None:
    project.put_command("python3.11", "exit 1")
    project.put_command("apt-get", "exit 1")
    for env in ({}, {"DUALREC_PYTHON": "/nowhere/python"}):
        done = project.run("demo", env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("(E-921)") == 2 and "Python 3.11" in done.stderr


def test_python_of_another_version_is_passed_over(project: Project) -> None:
    project.put_command("python3.11", f"""[ "$1" = -c ] && exec "{PYTHON}" -c 'raise SystemExit(1)'; exit 9""")
    project.put_command("python3", f'exec "{PYTHON}" "$@"')
    assert project.begins_set_up()


def test_needed_system_package_is_named_in_one_line(project: Project) -> None:
    project.system.write_text(STOPPING_LIST, "utf-8")
    done = project.run("demo")
    assert done.returncode == 1
    assert "sudo apt-get install libone two (E-925)" in done.stderr
    assert not (project.folder / ".venv").exists()


def test_folder_that_belongs_to_another_is_one_sentence(project: Project) -> None:
    (project.folder / ".venv").write_text("a file in the way", encoding="utf-8")
    done = project.run("demo")
    assert done.returncode == 1
    assert done.stderr.count("(E-928)") == 2 and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("log", "code"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "E-923"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "E-924"),
        ("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NameResolutionError'", "E-922"),
        ("ERROR: Could not find a version\nERROR: No matching distribution found for mediapipe==0.10.21", "E-927"),
        ("Segmentation fault", "E-926"),
    ],
)
def test_cause_is_told_from_what_pip_says(log: str, code: str) -> None:
    fault = set_up.cause_of(log)
    assert fault.args[0] == code
    assert all(line.endswith(f"({code})") and "{" not in line for line in fault.lines)


def test_full_disk_is_noticed_before_anything_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    with pytest.raises(set_up.SetUpFault, match="E-923"):
        set_up.make_anew()
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("code", set_up.SENTENCES)
def test_set_up_sentence_is_whole(code: str) -> None:
    zh, en = set_up.SENTENCES[code]
    fields = [sorted({name for _, name, _, _ in string.Formatter().parse(text) if name}) for text in (zh, en)]
    assert fields[0] == fields[1]
    assert zh.endswith(("。", "{line}")) and en.endswith((".", "{line}"))


# --- what the real lists say ----------------------------------------------------------------------------------------


def pins(lock: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            found.setdefault(line.split("==")[0], []).append(line.rstrip(" \\"))
    return found


def test_locks_agree_and_hold_one_opencv_and_no_jax() -> None:
    run, test, build = pins("requirements.lock"), pins("requirements-test.lock"), pins("requirements-build.lock")
    assert {name: test.get(name) for name in run} == run
    assert [name for name in run if name.startswith("opencv")] == ["opencv-python"]
    assert run["mediapipe"] == ["mediapipe==0.10.21"]
    assert not {"jax", "jaxlib", "scipy", "sentencepiece", "pyside6", "torch"} & set(run)
    assert list(build) == ["setuptools"]


def test_every_pin_has_a_hash() -> None:
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-build.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert lines and all("--hash=sha256:" in line for line in lines)
        assert "://" not in text, "no address of an index"


def test_system_list_is_understood() -> None:
    listed = set_up.read_list((ROOT / "resources" / "packaging" / "system.txt").read_text(encoding="utf-8"))
    assert {one.need for one in listed} == {"needed", "window", "sound", "test"}
    assert len({one.name for one in listed}) == len(listed) > 20
    assert all(one.signs for one in listed)


def test_windows_command_keeps_its_line_ends() -> None:
    text = (ROOT / "station.cmd").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") > 0, "cmd.exe loses labels in files with bare line feeds"
    assert text.isascii(), "and its code page is not known"


def test_build_server_runs_the_same_command() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert text.splitlines()[-1] == "exec ./station test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK) and os.access(ROOT / "station", os.X_OK)
