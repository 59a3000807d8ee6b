"""What every test starts from: no screen, a home of its own, and no warning that nobody expected.

The folders of the account that runs the tests are never touched. A test that means to provoke a warning in the log says
so with `expect_log`; any other record of WARNING or above fails it.
"""

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "station",
    deadline=None,  # the machines that run this share their processors
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
hypothesis.settings.load_profile("station")


def _isolate() -> Path:
    """A home for this run, set before any library looks for one; its path is short, since sockets lie in it."""
    home = Path(tempfile.mkdtemp(prefix="dualrec-"))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()
    for name in [name for name in os.environ if name.startswith("DUALREC_")]:
        del os.environ[name]
    for name, folder in {
        "HOME": ".",
        "USERPROFILE": ".",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        path = home / folder
        path.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(path)
    return home


_home = _isolate()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Two workers run tests side by side; one that is marked `alone` waits for the other's, and makes it wait."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or sys.platform == "win32":
        return (yield)
    import fcntl

    place = Path(tempfile.gettempdir())
    with open(place / f"dualrec-gate-{run}", "w") as gate, open(place / f"dualrec-test-{run}", "w") as test:
        fcntl.flock(gate, fcntl.LOCK_EX)  # whoever waits to be alone keeps the others from beginning
        fcntl.flock(test, fcntl.LOCK_EX if item.get_closest_marker("alone") else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is not None:
        for name in ("gate", "test"):
            (Path(tempfile.gettempdir()) / f"dualrec-{name}-{run}").unlink(missing_ok=True)


def pytest_unconfigure() -> None:
    shutil.rmtree(_home, ignore_errors=True)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaint(self) -> str | None:
        for line in self.lines:
            if not any(re.search(pattern, line) for pattern in self.expected):
                return f"unexpected in the log: {line}"
        for pattern in self.expected:
            if not any(re.search(pattern, line) for line in self.lines):
                return f"never came in the log: {pattern}"
        return None


@pytest.fixture(autouse=True)
def _log_listener() -> Iterator[_Listener]:
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)
    complaint = listener.complaint()
    if complaint:
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(autouse=True)
def _garbage_stays_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """A widget in a cycle that the collector finds on another thread is destroyed there, and Qt crashes.

    The program keeps the collector to the window's thread (`ui.application`); so does a test with a window.
    """
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def expect_log(_log_listener: _Listener) -> Callable[[str], None]:
    """`expect_log(pattern)`: a record "LEVEL logger: message" that matches must come, and is no failure."""
    return _log_listener.expected.append


@pytest.fixture(scope="session")
def shared_faces() -> Path | None:
    """Photographs of real faces beside the project, where there are any; they are nobody's to ship."""
    folder = ROOT.parent / "shared" / "faces"
    return folder if folder.is_dir() else None
