"""A verdict on one answer with its reason, and what sound alone may add to it."""

from dataclasses import dataclass

from app.model import Verdict
from app.session.lexicon import sounding, sounds_denied

ALIKE = 86.0
"""how alike two words must sound, of 100, to help an answer"""
TOO_LONG = 20
"""characters beside the answer: more is a conversation, not an answer"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser gave for one answer."""

    text: str
    unknown: int = 0
    """stretches of speech that were not understood"""
    recognised: bool = True
    """false where no recogniser ran"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, why (a code), and the words it rests on."""

    verdict: Verdict
    reason: str
    matched: tuple[str, ...] = ()


def by_sound(wanted: tuple[str, ...], refusals: tuple[str, ...], text: str) -> Judgement:
    """What the sound alone can say: a yes, if it cannot have been a no."""
    if any(True for phrase in refusals for _ in sounding(text, phrase, ALIKE)):
        return Judgement(Verdict.UNCLEAR, "maybe_refusal")
    for phrase in wanted:
        begin = next(sounding(text, phrase, ALIKE), None)
        if begin is None:
            continue
        if sounds_denied(text, begin) or len(text) - len(phrase) > TOO_LONG:
            return Judgement(Verdict.UNCLEAR, "maybe_refusal", (phrase,))
        return Judgement(Verdict.ACCEPTED, "accepted_by_sound", (phrase,))
    return Judgement(Verdict.UNCLEAR, "not_an_answer")
