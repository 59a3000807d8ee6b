"""What the program asks the installer's records for, the versions of two libraries, and everybody's licence."""

from importlib.metadata import distributions
from pathlib import Path

from PyInstaller.utils.hooks import copy_metadata

_LOCK = Path(__file__).resolve().parents[3] / "requirements.lock"
_LOCKED = {line.split("==")[0] for line in _LOCK.read_text(encoding="utf-8").splitlines() if "==" in line}

datas = copy_metadata("mediapipe") + copy_metadata("opencv-python")
for _package in distributions():
    _name = _package.name.lower().replace("_", "-").replace(".", "-")
    for _file in _package.files or ():
        _is_licence = _file.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
        if _name in _LOCKED and _is_licence and any(part.endswith(".dist-info") for part in _file.parts):
            datas.append((str(_file.locate()), f"licenses/{_name}"))
