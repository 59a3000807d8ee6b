"""Dependencies point down, and each library has one home, so that each can be replaced in one place (DESIGN.md).

Read from the syntax tree: imports anywhere in a file, also inside functions and under aliases, imports by literal name,
and uses of an attribute where only that attribute has a home (`cv2.VideoCapture`, `threading.Thread`).
"""

import ast
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BELOW: dict[str, tuple[str, ...]] = {
    "media": ("media",),
    "app": ("app", "media"),
    "ui": ("ui", "app", "media.clock", "media.fault", "media.preview", "media.track"),
}
"""folder → which of our own modules it may import (with everything inside them)"""

COMPOSITION_ROOT = "app/__main__.py"

HOME: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui/",),
    "shiboken6": ("ui/",),
    "aiohttp": ("app/gateway/",),
    "aiortc": ("media/call.py",),
    "asyncio": ("media/call.py", "app/gateway/"),
    "av": ("media/",),
    "cv2": ("media/",),
    "cv2.VideoCapture": ("media/capture.py",),
    "cryptography": ("app/evidence/", "app/vault/"),
    "keyring": ("app/vault/binding.py",),
    "mediapipe": ("media/faces.py",),
    "platformdirs": ("app/settings.py",),
    "psutil": ("app/place.py",),
    "pyttsx3": ("media/voice.py",),
    "rapidocr": ("media/documents.py",),
    "requests": ("app/upstream/", "media/models.py"),
    "shamir_mnemonic": ("app/vault/recovery.py",),
    "skimage": ("media/",),
    "sounddevice": ("media/capture.py",),
    "sqlcipher3": ("app/vault/",),
    "structlog": ("app/logs.py",),
    "vosk": ("media/speech.py",),
    "webrtcvad": ("media/speech.py",),
    # Every thread is a Worker, a Stage or a Latest, and nothing waits but on a clock.
    "concurrent.futures": ("media/call.py",),
    "threading.Thread": ("media/stage.py",),
    "threading.Timer": (),
    "time.sleep": (),
}
"""library, or one name of it → the only files and folders that may use it"""


def breaches(root: Path) -> list[str]:
    """Every breach of the two tables under `root`, as `file:line uses what, rule`."""
    found = []
    for folder in BELOW:
        for file in sorted((root / folder).rglob("*.py")):
            place = file.relative_to(root).as_posix()
            for line, used in _uses(ast.parse(file.read_bytes(), place), place):
                rule = _breach(place, used)
                if rule:
                    found.append(f"{place}:{line} uses {used}, {rule}")
    return found


def _breach(place: str, used: str) -> str | None:
    folder = place.split("/")[0]
    if (
        used.split(".")[0] in BELOW
        and place != COMPOSITION_ROOT
        and not any(_is_in(used, own) for own in BELOW[folder])
    ):
        return f"but {folder}/ may import only {', '.join(BELOW[folder])}"
    for library, homes in HOME.items():
        if _is_in(used, library) and not any(
            place == home or (home[-1] == "/" and place.startswith(home)) for home in homes
        ):
            return f"whose home is {' or '.join(homes) or 'nowhere'}"
    return None


def _is_in(used: str, module: str) -> bool:
    return used == module or used.startswith(module + ".")


def _uses(tree: ast.Module, place: str) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported, and of every attribute of something imported."""
    package = place.removesuffix(".py").split("/")[:-1]
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for item in node.names:
                names[item.asname or item.name.split(".")[0]] = item.name if item.asname else item.name.split(".")[0]
                yield node.lineno, item.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            for item in node.names:
                names[item.asname or item.name] = f"{module}.{item.name}"
                yield node.lineno, f"{module}.{item.name}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from ((node.lineno, str(word.value)) for word in node.args if isinstance(word, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if first in names and "(" not in rest:
                yield node.lineno, f"{names[first]}.{rest}"


def test_layers_of_this_project() -> None:
    assert breaches(ROOT) == []


@pytest.mark.parametrize(
    ("place", "code", "named"),
    [
        ("media/faces.py", "from app.model import Mark", "app.model.Mark"),
        ("media/faces.py", "import ui.preview", "ui.preview"),
        ("app/session/runner.py", "from ..vault import vault\nimport ui", "uses ui,"),
        ("app/model.py", "from ..ui import page", "ui.page"),
        ("ui/preview.py", "from media.capture import devices", "media.capture.devices"),
        ("app/station.py", "def f():\n    import PySide6.QtCore as q", "PySide6.QtCore"),
        ("app/session/runner.py", "import sqlcipher3.dbapi2", "app/vault/"),
        ("app/station.py", "from cryptography.hazmat.primitives.kdf import argon2", "app/evidence/"),
        ("app/vault_keys.py", "import sqlcipher3", "app/vault/"),
        ("media/quality.py", "import cv2 as c\nc.VideoCapture(0)", "cv2.VideoCapture"),
        ("media/quality.py", "from cv2 import VideoCapture", "cv2.VideoCapture"),
        ("media/voice.py", "import threading\nthreading.Thread(target=print)", "threading.Thread"),
        ("media/voice.py", "from time import sleep", "nowhere"),
        ("app/__main__.py", "import importlib\nimportlib.import_module('vosk')", "media/speech.py"),
    ],
)
def test_breach_is_named(tmp_path: Path, place: str, code: str, named: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(code, encoding="utf-8")
    found = breaches(tmp_path)
    assert found and found[0].startswith(f"{place}:")
    assert named in found[0]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("app/__main__.py", "from app.model import Mark\nfrom ui import application\nimport media.call"),
        ("app/session/runner.py", "import threading\nthreading.Event()\nfrom media.capture import devices"),
        ("app/vault/keys.py", "from cryptography.hazmat.primitives.kdf.argon2 import Argon2id"),
        ("media/quality.py", "import cv2\ncv2.cvtColor"),
        ("media/capture.py", "import cv2\ncv2.VideoCapture(0)\nimport sounddevice"),
        ("media/average.py", "import average\nfrom media import stage"),
    ],
)
def test_use_at_home_is_no_breach(tmp_path: Path, place: str, code: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(code, encoding="utf-8")
    assert breaches(tmp_path) == []


def test_exactly_one_opencv_is_installed() -> None:
    owners = [one.name for one in distributions() if any(str(file).startswith("cv2/") for file in one.files or ())]
    assert owners == ["opencv-python"]
