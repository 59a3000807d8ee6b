"""What a screen sees of pre-flight: small frozen values, with no rule in them.

State is pushed when it changes, pictures and levels are pulled whenever a screen wants to paint.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from app.session.preflight.chance import Chance
from app.session.preflight.table import Check, CheckId
from media.clock import NS


@dataclass(frozen=True, slots=True)
class Level:
    """How loud one microphone is at this moment; -120 is digital silence, 0 full scale."""

    rms_dbfs: float
    peak_dbfs: float
    is_voice: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """None: there is no such microphone, or no sound of it. With one microphone the customer's is None."""

    counter: Level | None = None
    customer: Level | None = None


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face's place in shares of the picture, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float
    who: str
    """`customer` or `clerk`, by the seat, or `other`; never who somebody is"""


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor lets a take begin although a soft check failed; belongs into the take's circumstances."""

    check: CheckId
    code: str
    """what had been found; another finding needs another decision"""
    reason: str
    by: str
    wall_ns: int

    def as_json(self) -> dict[str, Any]:
        return {"check": self.check, "code": self.code, "reason": self.reason, "by": self.by, "wall_ns": self.wall_ns}


@dataclass(frozen=True, slots=True)
class PreflightView:
    """Everything known at one moment."""

    checks: tuple[Check, ...]
    """all of them, in the order of `CheckId`"""
    levels: Levels
    faces: tuple[SeenFace, ...]
    may_start: bool
    blocking: tuple[CheckId, ...]
    """why it may not: what is failed and not overridden, and hard checks that are still running"""
    chance: Chance
    elapsed_ns: int
    """since this run began"""
    overrides: tuple[Override, ...] = ()
    is_settled: bool = False
    """every check that needs nobody has been decided"""
    words: tuple[str, ...] = ()
    """what is to be said in the speech test"""

    def check(self, check_id: CheckId) -> Check:
        return next(check for check in self.checks if check.id is check_id)

    @property
    def news(self) -> tuple[object, ...]:
        """What is pushed when it changes; levels, faces, figures and the time are pulled."""
        return tuple(check.news for check in self.checks), self.overrides, self.chance, self.is_settled

    def as_json(self) -> dict[str, Any]:
        """For the circumstances of the take (`Order.preflight`): what was found, and what a supervisor let pass."""
        return {
            "checks": {check.id.value: f"{check.state.value}: {check.code}" for check in self.checks},
            "overrides": [override.as_json() for override in self.overrides],
        }

    @property
    def needs_people(self) -> tuple[CheckId, ...]:
        """Tests that somebody has to do still; empty when nothing changed since the last run of the day."""
        return tuple(
            check.id
            for check in self.checks
            if check.action.value in ("say_words", "test_speaker") and check.state.value == "not_checked"
        )


Listener = Callable[[PreflightView], None]


@dataclass(frozen=True, slots=True)
class DeviceNames:
    """What the devices are called by the system, for telling whether they are the same and whether they are real."""

    cameras: tuple[str, ...]
    counter: str
    customer: str | None = None
    speaker: str | None = None

    @property
    def digest(self) -> str:
        """The same for the same devices. The names themselves are not kept: "Li Na's AirPods" names a person."""
        names = [list(self.cameras), self.counter, self.customer, self.speaker]
        return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What people tested in an earlier run, and with which devices."""

    devices: str
    """`DeviceNames.digest`"""
    model: str
    """id of the speech model, empty for none"""
    passed: tuple[CheckId, ...]
    wall_ns: int

    def as_json(self) -> dict[str, Any]:
        return {"devices": self.devices, "model": self.model, "passed": list(self.passed), "wall_ns": self.wall_ns}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self | None:
        """None for what no version of this program wrote: then people test again, and nothing else is lost."""
        try:
            passed = tuple(CheckId(name) for name in row["passed"])
            return cls(str(row["devices"]), str(row["model"]), passed, int(row["wall_ns"]))
        except (KeyError, TypeError, ValueError):
            return None

    def holds(self, devices: str, model: str, wall_ns: int) -> bool:
        """Still true at `wall_ns`: the same devices and model, the same day, and not from the future."""
        is_same = (self.devices, self.model) == (devices, model)
        return is_same and wall_ns >= self.wall_ns and _day(self.wall_ns) == _day(wall_ns)


def _day(wall_ns: int) -> str:
    return datetime.fromtimestamp(wall_ns / NS).date().isoformat()
