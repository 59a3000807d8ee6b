"""What a SPEC says: `device:…`, `file:…`, an address, or `synthetic:KIND,option=value,…`.

Only reads the text and makes the tracks that are code; `capture.py` makes the others. A SPEC that cannot be understood
is a fault that names the part at fault, and the first wrong option stops it: nothing is guessed.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from media.fault import Fault
from media.synthetic import (
    Faults,
    NoiseMicrophone,
    PacedCamera,
    PacedMicrophone,
    SilentMicrophone,
    TestPicture,
    ToneMicrophone,
    VirtualCustomer,
)
from media.virtual_counter import CounterCamera, Happenings

T = TypeVar("T")
D = TypeVar("D")
M = TypeVar("M", Faults, Happenings)
ADDRESSES = ("rtsp://", "rtsps://", "http://", "https://")


class Kind(Enum):
    """What stands before the colon."""

    DEVICE = "device"
    FILE = "file"
    ADDRESS = "address"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Spec:
    """A SPEC taken apart: `rest` is the device's name, the path, the whole address, or the synthetic kind."""

    kind: Kind
    rest: str
    options: Mapping[str, str]


def parse(text: str) -> Spec:
    """Raises E-105 when the text is no SPEC."""
    if text.lower().startswith(ADDRESSES):
        return Spec(Kind.ADDRESS, text, {})
    head, _, rest = text.partition(":")
    if not rest or head not in {kind.value for kind in Kind if kind is not Kind.ADDRESS}:
        raise Fault("E-105", spec=head or "-")
    if head != Kind.SYNTHETIC.value:
        return Spec(Kind(head), rest, {})
    name, *pairs = rest.split(",")
    options: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or key in options:
            raise Fault("E-105", spec=pair or ",")
        options[key] = value
    return Spec(Kind.SYNTHETIC, name, options)


def synthetic_camera(spec: Spec, width: int, height: int, fps: float) -> PacedCamera:
    """`test` or `counter`; options: width, height, fps, flash_s and the moments of `Faults` and `Happenings`."""
    options = dict(spec.options)
    width = _take(options, "width", _even, width)
    height = _take(options, "height", _even, height)
    fps = _take(options, "fps", _rate, fps)
    camera: PacedCamera
    match spec.rest:
        case "test":
            flash_s = _take(options, "flash_s", _rate, None)
            camera = TestPicture(width, height, fps, flash_s, _moments(Faults, options))
        case "counter":
            happenings = _moments(Happenings, options)
            camera = CounterCamera(width, height, fps, happenings, _moments(Faults, options))
        case other:
            raise Fault("E-105", spec=other)
    _nothing_left(options)
    return camera


def synthetic_microphone(spec: Spec) -> PacedMicrophone:
    """`silence`, `tone`, `noise` or `customer`; options: level_dbfs, drift_ppm, flash_s and the moments of `Faults`."""
    options = dict(spec.options)
    drift_ppm = _take(options, "drift_ppm", float, 0.0)
    faults = _moments(Faults, options)
    microphone: PacedMicrophone
    match spec.rest:
        case "silence":
            microphone = SilentMicrophone(drift_ppm, faults)
        case "tone":
            flash_s, level = _take(options, "flash_s", _rate, 1.0), _take(options, "level_dbfs", _level, -12.0)
            microphone = ToneMicrophone(flash_s, level_dbfs=level, drift_ppm=drift_ppm, faults=faults)
        case "noise":
            microphone = NoiseMicrophone(_take(options, "level_dbfs", _level, -40.0), drift_ppm, faults)
        case "customer":
            microphone = VirtualCustomer(_take(options, "level_dbfs", _level, -66.0), drift_ppm, faults)
        case other:
            raise Fault("E-105", spec=other)
    _nothing_left(options)
    return microphone


def _even(text: str) -> int:
    number = int(text)
    if not 16 <= number <= 7680 or number % 2:
        raise ValueError
    return number


def _rate(text: str) -> float:
    number = float(text)
    if not 0.05 <= number <= 120:
        raise ValueError
    return number


def _level(text: str) -> float:
    number = float(text)
    if not -120 <= number <= 0:
        raise ValueError
    return number


def _moment(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 86_400:
        raise ValueError
    return number


def _take(options: dict[str, str], key: str, read: Callable[[str], T], otherwise: D) -> T | D:
    text = options.pop(key, None)
    if text is None:
        return otherwise
    try:
        return read(text)
    except ValueError:
        raise Fault("E-105", spec=f"{key}={text}") from None


def _moments(of: type[M], options: dict[str, str]) -> M:
    """A `Faults` or `Happenings` from those options that it has a field for."""
    given = {field.name: _take(options, field.name, _moment, None) for field in dataclasses.fields(of)}
    return of(**{name: moment for name, moment in given.items() if moment is not None})


def _nothing_left(options: Mapping[str, str]) -> None:
    for key in options:
        raise Fault("E-105", spec=key)
