"""What one station is set to: where its data lies, which counter it stands at, which devices it uses.

Read once at the start from `DATA/settings.toml`; a file that is not there means the defaults. Every value is checked
and an unknown key is refused with a sentence, since a mistyped key that is silently ignored would leave a station
other than IT believes. Nothing here is secret, and nothing here belongs to one case: those facts come with the case.

    [place]
    branch = "城东支行"
    counter = "03"

    [devices]
    camera = "device:0"
    microphone = "device:default"
    customer_microphone = "device:USB Audio"

    [detectors]
    faces_per_s = 5.0
    quality_per_s = 2.0

    [screen]
    language = "zh"
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from media.fault import Fault

FILE_NAME = "settings.toml"
DATA_DIR_VARIABLE = "DUALREC_DATA_DIR"

_CLOSED = ConfigDict(extra="forbid")


ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Spec = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""a source as the command line names it (`media.spec`); what it says is checked where it is opened"""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder that holds everything a station keeps, and its layout."""

    root: Path

    @property
    def takes(self) -> Path:
        """sealed files, one per take"""
        return self.root / "takes"

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def models(self) -> Path:
        """installed speech and vision models, one folder each"""
        return self.root / "models"

    @property
    def packages(self) -> Path:
        """evidence packages that are ready to leave the station"""
        return self.root / "packages"

    @property
    def settings(self) -> Path:
        return self.root / FILE_NAME

    def prepare(self) -> None:
        """Make the folders that are missing, for this account only; `E-905` when the system refuses."""
        for folder in (self.root, self.takes, self.vault, self.logs, self.models, self.packages):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as problem:
                raise Fault("E-905", folder=str(folder), reason=problem.strerror or "?") from problem


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Place:
    """Where the station stands: burnt into the picture and written into the manifest."""

    branch: ShortText = "未设网点"
    counter: ShortText = "未设柜台"


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Devices:
    """The sources a take uses when the command line names none."""

    camera: Spec = "device:0"
    microphone: Spec = "device:default"
    customer_microphone: Spec | None = None
    """a second microphone for the customer's channel; without it both channels carry the first"""


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Detectors:
    """How often the picture is looked at."""

    faces_per_s: Annotated[float, Field(strict=True, ge=0.5, le=30)] = 5.0
    quality_per_s: Annotated[float, Field(strict=True, ge=0.2, le=30)] = 2.0


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Screen:
    """What people read."""

    language: Literal["zh", "en"] = "zh"


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class _Tables:
    place: Place = field(default_factory=Place)
    devices: Devices = field(default_factory=Devices)
    detectors: Detectors = field(default_factory=Detectors)
    screen: Screen = field(default_factory=Screen)


@dataclass(frozen=True, slots=True)
class Settings:
    """One station's settings, all checked."""

    folder: DataFolder
    place: Place = field(default_factory=Place)
    devices: Devices = field(default_factory=Devices)
    detectors: Detectors = field(default_factory=Detectors)
    screen: Screen = field(default_factory=Screen)


def data_folder(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> DataFolder:
    """The folder named on the command line, else by `DUALREC_DATA_DIR`, else the account's own data folder."""
    if data_dir is None:
        named = environ.get(DATA_DIR_VARIABLE)
        data_dir = Path(named) if named else platformdirs.user_data_path("dualrec", appauthor=False)
    return DataFolder(data_dir.expanduser().absolute())


def load_settings(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings of the station whose data lies in `data_dir`; makes and writes nothing.

    `E-902` the file cannot be read or is no TOML, `E-903` it holds an unknown key, `E-904` a value does not fit.
    """
    folder = data_folder(data_dir, environ)
    tables = _check(_read(folder.settings), folder.settings)
    return Settings(folder, tables.place, tables.devices, tables.detectors, tables.screen)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # Windows editors put a byte order mark in front
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise Fault("E-902", file=str(file), reason=problem.strerror or "?") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Fault("E-902", file=str(file), reason=str(problem)) from problem


def _check(values: dict[str, Any], file: Path) -> _Tables:
    try:
        return TypeAdapter(_Tables).validate_python(values)
    except ValidationError as problem:
        # An unknown key first: it is most often the reason why the value beside it seems to be missing.
        errors = sorted(problem.errors(), key=lambda error: error["type"] not in _UNKNOWN_KEY)
        first = errors[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] in _UNKNOWN_KEY:
            raise Fault("E-903", file=str(file), key=key, known=", ".join(_known_beside(first["loc"]))) from problem
        raise Fault("E-904", file=str(file), key=key, expected=_expected(first["type"], first.get("ctx"))) from problem


_UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
_TABLES = {"place": Place, "devices": Devices, "detectors": Detectors, "screen": Screen}


def _known_beside(loc: tuple[int | str, ...]) -> list[str]:
    return [item.name for item in fields(_TABLES[str(loc[0])] if len(loc) > 1 else _Tables)]


def _expected(kind: str, context: dict[str, Any] | None) -> str:
    """What would have fitted, in signs that both languages share."""
    limits = context or {}
    match kind:
        case "greater_than_equal":
            return f"≥ {limits['ge']}"
        case "less_than_equal":
            return f"≤ {limits['le']}"
        case "string_too_short":
            return f"≥ {limits['min_length']} 字 (characters)"
        case "string_too_long":
            return f"≤ {limits['max_length']} 字 (characters)"
        case "literal_error":
            return str(limits["expected"]).replace(" or ", " | ")
        case "string_type":
            return '"文字" (text in quotes)'
        case "float_type":
            return "数字 (a number)"
        case _:
            return "[表] (a table)"
