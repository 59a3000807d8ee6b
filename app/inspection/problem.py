"""A problem: one reason why inspection would reject a take, or would want a person to look at it, with its remedy.

Plain values; `problems.py` finds them and lists every code with its facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.session.rules import RuleInForce
from media.clock import NS


class Severity(StrEnum):
    REJECTS = "rejects"
    """inspection would reject the take as it is now"""
    REVIEWS = "reviews"
    """a person must look at it"""


class Remedy(StrEnum):
    """What would mend it now."""

    ASK_AGAIN = "ask_again"
    """ask that step again"""
    SHOW_PAPER_AGAIN = "show_paper_again"
    """ask that step again, with its papers"""
    BRING_BACK = "bring_back"
    """whoever left comes back into the picture"""
    COME_CLOSER = "come_closer"
    """sit nearer to the camera"""
    SEND_AWAY = "send_away"
    """whoever does not belong to the sale leaves the picture"""
    LIGHT = "light"
    CLEAR_LENS = "clear_lens"
    """take away what hides the camera's view, or wipe it"""
    SPEAK_UP = "speak_up"
    SPEAK_SOFTER = "speak_softer"
    """or move away from the microphone"""
    QUIET = "quiet"
    """make the room quieter"""
    RECONNECT = "reconnect"
    """plug the device in again"""
    WAIT = "wait"
    """the remedy is under way"""
    EXPLAIN = "explain"
    """it stays: a note tells inspection why"""
    NONE = "none"
    """it stays, and only another take is without it"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; at most one for each code and step."""

    code: str
    rule: str
    step: str | None
    """the step it is about; None where it is about the take"""
    since_ns: int
    severity: Severity
    remedy: Remedy
    facts: Mapping[str, Any] = field(default_factory=dict)
    """JSON values; they do not change while nothing happens (but the share of `presence_low`)"""


def rejects(code: str, rule: str, step: str | None, since_ns: int, remedy: Remedy, /, **facts: Any) -> Problem:
    return Problem(code, rule, step, since_ns, Severity.REJECTS, remedy, facts)


def reviews(code: str, rule: str, step: str | None, since_ns: int, remedy: Remedy, /, **facts: Any) -> Problem:
    return Problem(code, rule, step, since_ns, Severity.REVIEWS, remedy, facts)


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is a problem: the numbers of the rules named."""

    picture_gap_ns: int = 2 * NS
    """R-B01: a gap in the picture longer than this is a fault"""
    sound_gap_ns: int = 1 * NS
    """R-B01: a gap in the sound longer than this is a fault"""
    camera_gone_ns: int = 10 * NS
    """R-B13: no picture for longer than this cannot be explained away"""
    away_ns: int = 10 * NS
    """R-B05: a required person gone for this long in a step: the step does not count"""
    present_permille: int = 950
    """R-B05: the customer's share of the take"""
    present_after_ns: int = 30 * NS
    """before that a share says nothing"""
    pictures_dropped: int = 8
    """R-B01: half a second of pictures left out in one step is worth a look; four times that is a fault"""
    fps: int = 15
    """R-B12, where the take does not say it itself"""
    clock_good_ms: int = 2_000
    """R-B17: the clock may be set by that much"""
    clock_most_ms: int = 300_000
    """R-B17: more than that and the take's times are worth nothing"""
    alike_answers: int = 6
    """the same word at once to that many questions looks like a form filled in without understanding"""
    alike_latency_ns: int = 1 * NS

    @classmethod
    def of(cls, rules: Iterable[RuleInForce]) -> "Limits":
        """With the numbers of a region's rules."""
        limits = cls()
        for rule in rules:
            known = _PARAMS.get(rule.id, {})
            limits = replace(
                limits,
                **{
                    name: int(float(rule.params[param]) * unit)
                    for param, (name, unit) in known.items()
                    if param in rule.params
                },
            )
        return limits


_PARAMS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "R-B01": {"video_fault_s": ("picture_gap_ns", NS), "audio_fault_s": ("sound_gap_ns", NS)},
    "R-B05": {"remedy_s": ("away_ns", NS), "present_percent": ("present_permille", 10)},
    "R-B12": {"fps": ("fps", 1)},
    "R-B13": {"reopen_s": ("camera_gone_ns", NS)},
    "R-B17": {"good_s": ("clock_good_ms", 1000), "max_s": ("clock_most_ms", 1000)},
}
"""rule → parameter → the limit it sets, and the units of the limit in one of the parameter"""


# ---------------------------------------------------------------------- facts of a mark


def whole(facts: Mapping[str, Any], name: str, default: int = 0) -> int:
    """A number of a mark; in a manifest those with a fraction are text."""
    value = facts.get(name)
    try:
        return default if value is None or isinstance(value, bool) else int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def names(facts: Mapping[str, Any], name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    value = facts.get(name)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else default


def part(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = facts.get(name)
    return value if isinstance(value, Mapping) else {}
