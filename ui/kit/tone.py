"""Tones and their signs: a colour never stands alone, a shape and a word go with it."""

from enum import StrEnum


class Tone(StrEnum):
    """What a state means for the person who looks."""

    OK = "ok"
    WARNING = "warning"
    DANGER = "danger"
    PRIMARY = "primary"
    NEUTRAL = "neutral"


SIGNS = {
    Tone.OK: "passed",
    Tone.WARNING: "warning",
    Tone.DANGER: "failed",
    Tone.PRIMARY: "record",
    Tone.NEUTRAL: "not-checked",
}
"""tone → icon"""


def foreground(tone: Tone) -> str:
    """The token in which the tone is written."""
    return "secondary" if tone is Tone.NEUTRAL else tone.value


def ground(tone: Tone) -> str:
    """The token behind it."""
    return "raised" if tone is Tone.NEUTRAL else f"{tone.value}_soft"
