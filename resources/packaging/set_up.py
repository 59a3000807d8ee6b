"""Makes this machine ready for the station: system packages, and `.venv` from the hashed locks.

Run by `station` and `station.cmd` with a bare Python 3.11 or 3.12, so it imports the standard library only.

Promises: `.venv` is whole, or marked unfinished and made anew next time; its copies of the lists it was made from are
written last, and the command compares them at every start. Two at once wait for each other. Nothing is written to
standard output, which belongs to the program. Nothing is fetched that is not in a lock with its hash. A system package
is installed only where that needs no question (root, or sudo without a password).

    set_up.py run       what the program needs
    set_up.py test      that, and what the tests need
    set_up.py build     what the program needs, and what makes the frozen program

`DUALREC_SYSTEM=check` never installs a system package, only says what is missing; `skip` does not look.
"""

import contextlib
import errno
import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
VENV = HOME / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"
LOG = VENV / "setup.log"
SYSTEM_LIST = HOME / "resources" / "packaging" / "system.txt"
BUILD_LOCK = HOME / "requirements-build.lock"
RUN_LOCK = HOME / "requirements.lock"
TEST_LOCK = HOME / "requirements-test.lock"
FREEZE_LOCK = HOME / "requirements-freeze.lock"

NEEDED_BYTES = 2_500_000_000
"""free space asked for before a new environment is begun: 1.5 GB installed, and what pip unpacks on the way"""

SENTENCES = {
    "E-922": (
        "无法连接软件包服务器，运行环境没有装好。请检查网络或代理（HTTPS_PROXY、PIP_INDEX_URL），再运行一次。",
        "The package index cannot be reached, so the set-up is not finished. "
        "Check the network or the proxy (HTTPS_PROXY, PIP_INDEX_URL) and run this again.",
    ),
    "E-923": (
        "磁盘空间不足（{folder} 需要约 2.5 GB），运行环境没有装好。请腾出空间，再运行一次。",
        "The disk is full ({folder} needs about 2.5 GB), so the set-up is not finished. Make room and run this again.",
    ),
    "E-924": (
        "下载的软件包与锁定的校验值不符，已拒绝安装。请不要绕过；把 {log} 交给 IT。",
        "A downloaded package differs from its locked hash and was refused. Do not work around it; give {log} to IT.",
    ),
    "E-925": (
        "缺少系统软件包，不能继续。请运行：{line}",
        "System packages are missing, so this cannot go on. Run: {line}",
    ),
    "E-926": (
        "运行环境安装失败。详情见 {log}；再运行一次会重新安装。",
        "The set-up failed. See {log}; running this again starts afresh.",
    ),
    "E-927": (
        "没有适合本机的安装包（{machine}，Python {python}）。支持 Windows、macOS 和 Linux x86-64。",
        "There is no package for this machine ({machine}, Python {python}). "
        "Windows, macOS and Linux on x86-64 are supported.",
    ),
    "E-928": (
        "不能写入 {folder}（{reason}），运行环境没有装好。请用有权限的账户运行一次 station setup。",
        "{folder} cannot be written ({reason}), so the set-up is not finished. "
        "Run `station setup` once from an account that may.",
    ),
    "E-929": (
        "这个 Python 缺少 venv（{python}），不能建立运行环境。请运行：{line}",
        "This Python lacks venv ({python}), so no environment can be made. Run: {line}",
    ),
}
"""code → what happened, what it means, what to do, Chinese first"""


class SetUpFault(Exception):
    """The world stands in the way of the set-up."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.lines = [text.format(**facts) + f" ({code})" for text in SENTENCES[code]]


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """One line of `system.txt`."""

    name: str
    need: str
    signs: tuple[str, ...]


def main(words: list[str]) -> int:
    """Set up for one of them; 0 when ready, 1 after one sentence on standard error, 130 when interrupted."""
    if words not in (["run"], ["test"], ["build"]):
        say("用法：set_up.py run|test|build", "usage: set_up.py run|test|build")
        return 2
    for_tests = words == ["test"]
    extra = {"run": None, "test": TEST_LOCK, "build": FREEZE_LOCK}[words[0]]
    try:
        with alone():
            install_system_packages(for_tests)
            make_environment(extra)
    except SetUpFault as fault:
        say(*fault.lines)
        return 1
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            say(*SetUpFault("E-923", folder=HOME).lines)
        else:
            say(*SetUpFault("E-928", folder=problem.filename or HOME, reason=problem.strerror).lines)
        return 1
    except KeyboardInterrupt:
        say("已中断；再运行一次即可继续。", "Interrupted; run it again to go on.")
        return 130
    return 0


def say(chinese: str, english: str) -> None:
    for line in (chinese, english):
        print(f"station: {line}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other set-up runs in this folder; the system frees the lock when its holder dies."""
    with RUN_LOCK.open("rb") as held:
        if not _try_lock(held.fileno()):
            say("另一个安装正在进行，等待其结束……", "Another set-up is running; waiting for it…")
            while not _try_lock(held.fileno()):
                time.sleep(0.5)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 2**31 - 1, os.SEEK_SET)  # past the end: a lock there hinders no reader
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# --- system packages ------------------------------------------------------------------------------------------------


def install_system_packages(for_tests: bool) -> None:
    """Install what is missing where that needs no question; else say the line to run, and stop if it is needed."""
    if sys.platform != "linux" or os.environ.get("DUALREC_SYSTEM") == "skip":
        return
    missing = missing_packages(for_tests)
    apt = apt_command() if missing else None
    if apt is not None:
        names = " ".join(one.name for one in missing)
        say(f"正在安装系统软件包：{names}", f"Installing system packages: {names}")
        install(apt, [one.name for one in missing])
        missing = missing_packages(for_tests)
    if not missing:
        return
    line = " ".join(["sudo apt-get install", *(one.name for one in missing)])
    if any(one.need in ("needed", "test") for one in missing):
        raise SetUpFault("E-925", line=line)
    say(f"缺少可选的系统软件包，可运行：{line}", f"Optional system packages are missing; you may run: {line}")


def missing_packages(for_tests: bool) -> list[SystemPackage]:
    """The packages of `system.txt` of which this machine shows no sign."""
    libraries = _libraries()
    return [
        one
        for one in read_list(SYSTEM_LIST.read_text(encoding="utf-8"))
        if (for_tests or one.need != "test") and not any(_shows(sign, libraries) for sign in one.signs)
    ]


def read_list(text: str) -> list[SystemPackage]:
    lines = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [SystemPackage(name, need, tuple(signs)) for name, need, *signs in lines]


def _libraries() -> str:
    ldconfig = shutil.which("ldconfig", path=f"/sbin:/usr/sbin:{os.environ.get('PATH', '')}")
    if ldconfig is None:
        return ""
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def _shows(sign: str, libraries: str) -> bool:
    if sign.startswith("/"):
        return bool(glob.glob(sign))
    if ".so" in sign:
        return f"\t{sign} " in libraries
    return shutil.which(sign) is not None


def apt_command() -> list[str] | None:
    """How to run apt-get without being asked anything; None where that is not possible or not wanted."""
    apt = shutil.which("apt-get")
    if apt is None or os.environ.get("DUALREC_SYSTEM", "install") != "install":
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "DPkg::Lock::Timeout=120"]
    if os.geteuid() == 0:
        return command
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", *command]
    return None


def install(apt: list[str], names: list[str]) -> None:
    """Install; only when that fails fetch the package lists, once, and try again. The next look shows what failed."""
    install_them = [*apt, "-y", "--no-install-recommends", "install", *names]
    for command in (install_them, [*apt, "update"], install_them):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if command is install_them and done.returncode == 0:
            return


# --- the environment ------------------------------------------------------------------------------------------------


def make_environment(extra: Path | None) -> None:
    """Bring `.venv` to what the locks say: kept when it is, added to for the tests or the build, else made anew."""
    if not (is_whole() and is_same(RUN_LOCK) and is_of_wanted_python()):
        make_anew()
    if not is_same(SYSTEM_LIST):
        keep_copy(SYSTEM_LIST)
    if extra is not None and not is_same(extra):
        if extra is TEST_LOCK:
            say("正在安装测试所需的软件包……", "Installing what the tests need…")
        else:
            say("正在安装打包所需的软件包……", "Installing what the build needs…")
        UNFINISHED.touch()
        install_lock(extra)
        UNFINISHED.unlink()
        keep_copy(extra)


def is_whole() -> bool:
    return PYTHON.exists() and not UNFINISHED.exists()


def is_same(source: Path) -> bool:
    """Whether `.venv` was made from this list as it is now."""
    copy = VENV / source.name
    return copy.is_file() and copy.read_bytes() == source.read_bytes()


def is_of_wanted_python() -> bool:
    """Whether `.venv` belongs to the Python that DUALREC_PYTHON names, which is the one that runs this."""
    if "DUALREC_PYTHON" not in os.environ:
        return True
    settings = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    made_by = re.search(r"^executable\s*=\s*(.+)$", settings, re.MULTILINE)
    return made_by is not None and Path(made_by[1].strip()) == Path(os.path.realpath(sys.executable))


def keep_copy(source: Path) -> None:
    part = VENV / (source.name + ".part")
    shutil.copyfile(source, part)
    part.replace(VENV / source.name)


def make_anew() -> None:
    """Remove `.venv` and install the lock into a new one; its copy of the lock is written last."""
    if shutil.disk_usage(HOME).free < NEEDED_BYTES:
        raise SetUpFault("E-923", folder=HOME)
    provide_venv()
    say("正在准备运行环境（首次约 1–5 分钟）……", "Preparing the environment (the first time 1–5 minutes)…")
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        (VENV / RUN_LOCK.name).unlink(missing_ok=True)  # first, so that what a cut removal leaves cannot pass for whole
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    run_logged([os.path.realpath(sys.executable), "-m", "venv", str(VENV)])
    install_lock(BUILD_LOCK)
    install_lock(RUN_LOCK)
    keep_copy(RUN_LOCK)
    UNFINISHED.unlink()
    say("运行环境已就绪。", "The environment is ready.")


def provide_venv() -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    apt = apt_command()
    if apt is not None:
        install(apt, [package])
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpFault("E-929", python=sys.executable, line=f"sudo apt-get install {package}")


def bare_environment() -> dict[str, str]:
    """The caller's environment, with its proxy and package index, without what would lead Python or pip elsewhere."""
    led_astray = {"PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    kept = {name: value for name, value in os.environ.items() if name not in led_astray}
    # PIP_USE_PEP517: an older pip would otherwise ask for the wheel package to build srt.
    return kept | {"PIP_USER": "0", "PIP_USE_PEP517": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}


def install_lock(lock: Path) -> None:
    """Install exactly what the lock lists: by hash, nothing it does not list, and no build tool from elsewhere."""
    exactly = ["--no-deps", "--require-hashes", "--no-build-isolation", "--no-input", "--progress-bar", "off"]
    run_logged([str(PYTHON), "-m", "pip", "install", *exactly, "-r", str(lock)])


def run_logged(command: list[str]) -> None:
    """Run with all it says in `setup.log`; on a terminal its newest line shows that something happens."""
    shows = sys.stderr.isatty()
    with (
        LOG.open("wb") as log,
        subprocess.Popen(
            command,
            env=bare_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as child,
    ):
        assert child.stdout is not None
        for line in child.stdout:
            log.write(line)
            if shows:
                width = shutil.get_terminal_size().columns - 1
                print("\r\033[K" + line.decode(errors="replace").strip()[:width], end="", file=sys.stderr, flush=True)
    if shows:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    if child.returncode != 0:
        raise cause_of(LOG.read_text(encoding="utf-8", errors="replace"))


def cause_of(log: str) -> SetUpFault:
    """What stopped pip, judged by its log."""
    if "No space left on device" in log or shutil.disk_usage(HOME).free < 50_000_000:
        return SetUpFault("E-923", folder=HOME)
    if "DO NOT MATCH THE HASHES" in log:
        return SetUpFault("E-924", log=LOG)
    if re.search(r"Retrying \(Retry|Max retries exceeded|ConnectionError|ProxyError|SSLError|Read timed out", log):
        return SetUpFault("E-922")
    if "No matching distribution found" in log:
        uname = f"{sys.platform} {os.uname().machine}" if hasattr(os, "uname") else sys.platform
        return SetUpFault("E-927", machine=uname, python=sys.version.split()[0])
    return SetUpFault("E-926", log=LOG)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
