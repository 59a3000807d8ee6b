"""What one station is set to: where its data lies, which counter it stands at, which devices it uses.

Read once at the start from `DATA/settings.toml`; a file that is not there means the defaults. Every value is checked
and an unknown key is refused with a sentence, since a mistyped key that is silently ignored would leave a station
other than IT believes. Nothing here is secret, and nothing here belongs to one case: those facts come with the case.
A window changes settings through `save`, which leaves the file as it was unless every value fits. `DATA/policy.toml` is
IT's: it is written like the settings file, and what stands in it wins and cannot be changed here. That nobody else may
write or remove it is up to the folder's permissions; this program only reads it. In rising order: default, settings
file, environment, policy.

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

    [look]
    theme = "dark"
    scale_percent = 125
    second_display = "HDMI-1"
    has_sounds = true
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from media.fault import Fault

FILE_NAME = "settings.toml"
POLICY_NAME = "policy.toml"
DATA_DIR_VARIABLE = "DUALREC_DATA_DIR"
LANGUAGE_VARIABLE = "DUALREC_LANGUAGE"
LANGUAGES = ("zh", "en")

_CLOSED = ConfigDict(extra="forbid")


ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Spec = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""a source as the command line names it (`media.spec`); what it says is checked where it is opened"""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder that holds everything a station keeps, and its layout."""

    root: Path
    parent: "DataFolder | None" = None
    """of a practice folder: the station's own"""

    @property
    def practice(self) -> "DataFolder":
        """演练: a station's own folder for takes with nobody there; models and settings are shared"""
        return self if self.parent is not None else DataFolder(self.root / "practice", self)

    @property
    def is_practice(self) -> bool:
        return self.parent is not None

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
        return (self.parent or self).root / "models"

    @property
    def packages(self) -> Path:
        """evidence packages that are ready to leave the station"""
        return self.root / "packages"

    @property
    def settings(self) -> Path:
        return (self.parent or self).root / FILE_NAME

    @property
    def policy(self) -> Path:
        return self.settings.with_name(POLICY_NAME)

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
    """What people read, where the look does not say it."""

    language: Literal["zh", "en"] = "zh"


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Look:
    """How the window looks and sounds."""

    language: Literal["", "zh", "en"] = ""
    """empty: not chosen here, so the system's"""
    theme: Literal["system", "light", "dark"] = "system"
    scale_percent: Annotated[int, Field(strict=True, ge=100, le=175)] = 100
    second_display: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """the customer's display by its name; empty: any that is not the first"""
    has_sounds: Annotated[bool, Field(strict=True)] = True


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Security:
    """What guards the station besides passphrases."""

    lock_after_min: Annotated[int, Field(strict=True, ge=1, le=60)] = 10
    """the window locks when nobody has used the computer for so long; never during a take"""
    requires_enrolment: Annotated[bool, Field(strict=True)] = False
    """without an enrolment certificate of the institution nothing is recorded"""
    institution_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """the institution's public key for enrolment certificates: Ed25519, raw, base64; IT puts it into the policy"""


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Forward:
    """Where the log and the audit trail go besides this computer."""

    syslog: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """`udp://host:514` or `tcp://host:601`; empty: nowhere"""


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class Backup:
    """Copies of the vault."""

    folder: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    """empty: `DATA/backups`, which a broken disk takes with it"""
    daily: Annotated[int, Field(strict=True, ge=1, le=90)] = 7
    """how many days keep a copy"""
    weekly: Annotated[int, Field(strict=True, ge=0, le=52)] = 4
    monthly: Annotated[int, Field(strict=True, ge=0, le=120)] = 12


@checked_dataclass(frozen=True, slots=True, config=_CLOSED)
class _Tables:
    place: Place = field(default_factory=Place)
    devices: Devices = field(default_factory=Devices)
    detectors: Detectors = field(default_factory=Detectors)
    screen: Screen = field(default_factory=Screen)
    look: Look = field(default_factory=Look)
    security: Security = field(default_factory=Security)
    forward: Forward = field(default_factory=Forward)
    backup: Backup = field(default_factory=Backup)


class Source(StrEnum):
    """Where a value comes from; a later one wins."""

    DEFAULT = "default"
    USER_FILE = "user_file"
    ENVIRONMENT = "environment"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Settings:
    """One station's settings, all checked."""

    folder: DataFolder
    place: Place = field(default_factory=Place)
    devices: Devices = field(default_factory=Devices)
    detectors: Detectors = field(default_factory=Detectors)
    screen: Screen = field(default_factory=Screen)
    look: Look = field(default_factory=Look)
    security: Security = field(default_factory=Security)
    forward: Forward = field(default_factory=Forward)
    backup: Backup = field(default_factory=Backup)
    origins: Mapping[str, Source] = field(default_factory=dict)
    """where the values come from that are not defaults, by their keys (`look.theme`)"""


Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as a settings page shows it."""

    key: str
    """table and name: `look.theme`"""
    value: Value
    default: Value
    source: Source
    needs_restart: bool

    @property
    def is_locked(self) -> bool:
        """Set by policy: it cannot be changed here."""
        return self.source is Source.POLICY


def data_folder(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> DataFolder:
    """The folder named on the command line, else by `DUALREC_DATA_DIR`, else the account's own data folder."""
    if data_dir is None:
        named = environ.get(DATA_DIR_VARIABLE)
        data_dir = Path(named) if named else platformdirs.user_data_path("dualrec", appauthor=False)
    return DataFolder(data_dir.expanduser().absolute())


def load_settings(data_dir: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings of the station whose data lies in `data_dir`; makes and writes nothing.

    `E-902` a file cannot be read or is no TOML, `E-903` it holds an unknown key, `E-904` a value does not fit.
    """
    return _load(data_folder(data_dir, environ), environ)


def described(settings: Settings) -> tuple[SettingRow, ...]:
    """Every setting with its default and where its value comes from, in the order of the tables."""
    return tuple(
        SettingRow(
            key=(key := f"{table}.{item.name}"),
            value=getattr(getattr(settings, table), item.name),
            default=None if item.default is MISSING else item.default,
            source=settings.origins.get(key, Source.DEFAULT),
            needs_restart=key in _READ_AT_START,
        )
        for table, kind in _TABLES.items()
        for item in fields(kind)
    )


def save(settings: Settings, changes: Mapping[str, Value], environ: Mapping[str, str] = os.environ) -> Settings:
    """Write changed values (`{"look.theme": "dark"}`; None: back to the default) into the settings file, and load them.

    The file is replaced whole or stays as it was. Comments in it are not kept, and keys that were not changed are.
    `E-457` a value does not fit, `E-458` a policy holds it, `E-459` the file cannot be written; ValueError for a key
    that there is not.
    """
    for key in changes:
        if key not in {row.key for row in described(settings)}:
            raise ValueError(f"no such setting: {key}")
    file = settings.folder.settings
    policy = _read(settings.folder.policy)
    values = {table: dict(of_table) for table, of_table in _tables(_read(file), file).items()}
    for key, value in changes.items():
        table, name = key.split(".")
        if name in policy.get(table, {}):
            raise Fault("E-458", key=key)
        values.setdefault(table, {}).pop(name, None)
        if value is not None:
            values[table][name] = value
    try:
        _check(values, file)
    except Fault as fault:
        if fault.code == "E-904" and fault.facts["key"] in changes:
            raise Fault("E-457", key=fault.facts["key"], expected=fault.facts["expected"]) from fault
        raise
    _write(file, _toml(values))
    return _load(settings.folder, environ)


def _load(folder: DataFolder, environ: Mapping[str, str]) -> Settings:
    """Each file is checked by itself, so that a fault names the one that is wrong."""
    layers = [
        (Source.USER_FILE, _tables(_read(folder.settings), folder.settings)),
        (Source.ENVIRONMENT, _from_environment(environ)),
        (Source.POLICY, _tables(_read(folder.policy), folder.policy)),
    ]
    merged: dict[str, dict[str, Any]] = {}
    origins: dict[str, Source] = {}
    for source, tables in layers:
        for table, values in tables.items():
            merged.setdefault(table, {}).update(values)
            origins |= {f"{table}.{name}": source for name in values}
    checked = _check(merged, folder.settings)
    return Settings(
        folder,
        checked.place,
        checked.devices,
        checked.detectors,
        checked.screen,
        checked.look,
        checked.security,
        checked.forward,
        checked.backup,
        origins=origins,
    )


def _tables(values: dict[str, Any], file: Path) -> dict[str, dict[str, Any]]:
    _check(values, file)
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    language = environ.get(LANGUAGE_VARIABLE)
    return {"look": {"language": language}} if language in LANGUAGES else {}


def _toml(values: Mapping[str, Mapping[str, Any]]) -> str:
    """Tables of plain values. A JSON text is a TOML text but for one sign, which TOML wants escaped."""
    lines = []
    for table, of_table in values.items():
        lines += [f"[{table}]"] if of_table else []
        lines += [
            f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
            for name, value in of_table.items()
        ]
    return "\n".join(lines) + "\n"


def _write(file: Path, text: str) -> None:
    from app.vault.keys import replace_file  # what it needs is slow to load, and a command that reads does not need it

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(file, text.encode("utf-8"))
    except OSError as problem:
        raise Fault("E-459", file=str(file), reason=problem.strerror or "?") from problem


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # Windows editors put a byte order mark in front
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise Fault("E-902", file=str(file), reason=problem.strerror or "?") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Fault("E-902", file=str(file), reason=str(problem)) from problem


@cache
def _checker() -> TypeAdapter[_Tables]:
    return TypeAdapter(_Tables)


def _check(values: dict[str, Any], file: Path) -> _Tables:
    try:
        return _checker().validate_python(values)
    except ValidationError as problem:
        # An unknown key first: it is most often the reason why the value beside it seems to be missing.
        errors = sorted(problem.errors(), key=lambda error: error["type"] not in _UNKNOWN_KEY)
        first = errors[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] in _UNKNOWN_KEY:
            raise Fault("E-903", file=str(file), key=key, known=", ".join(_known_beside(first["loc"]))) from problem
        raise Fault("E-904", file=str(file), key=key, expected=_expected(first["type"], first.get("ctx"))) from problem


_UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
_TABLES = {
    "place": Place,
    "devices": Devices,
    "detectors": Detectors,
    "screen": Screen,
    "look": Look,
    "security": Security,
    "forward": Forward,
    "backup": Backup,
}
_READ_AT_START = frozenset({"screen.language"})
"""the others are looked at when they are needed: at the next take, or at once"""


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
        case "int_type":
            return "整数 (a whole number)"
        case "bool_type":
            return "true | false"
        case _:
            return "[表] (a table)"
