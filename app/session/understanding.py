"""Was it understood? The customer's own words against the contract's facts.

Words (保险, 示范人寿, 会亏) must be said and not denied, numbers must be said exactly, wrong words may only be denied
(不是存款，是保险). Where a 不 stands too far from a word to be sure of, nothing is decided: asked again.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.model import Verdict
from app.session.judgement import Judgement, by_sound
from app.session.lexicon import COMMON, UNSPECIFIC, Piece, Role, scan, sounds_denied
from app.session.numerals import FoundNumber, Measure, find_numbers
from app.session.script import NoneOf, Number, ReadyQuestion, Unit, Words

_REACH = 4
"""characters between 不 and what it denies"""


@dataclass(slots=True)
class _Findings:
    """What was found for the requirements of an understanding question."""

    met: list[str]
    against: list[tuple[str, str]]
    """reason and words"""
    both: bool = False
    missing: str | None = None


def understanding(question: ReadyQuestion, text: str) -> Judgement:
    """Judge a normalised, non-empty text against what the question expects of the contract."""
    wanted = [one for one in question.expect if isinstance(one, Words)]
    table = dict(COMMON)
    for word in _CAN_BE_DENIED:
        table[word] = Role.DENIAL
    table.update(dict.fromkeys(question.refuse, Role.NO))
    for one in question.expect:
        if isinstance(one, NoneOf):
            table.update(dict.fromkeys(one.words, Role.WRONG))
    for group in wanted:
        table.update(dict.fromkeys(group.any, Role.YES))
    pieces = scan(text, table)
    holds = _holds(pieces, text)

    found = _Findings([], [])
    for group in wanted:
        _look_for_words(group, pieces, holds, text, found)
    wrong = [piece.text for piece in pieces if piece.role is Role.WRONG and holds[piece] is not _Hold.DENIED]
    found.both = found.both or bool(wrong and found.met)
    found.against += [("wrong_word", word) for word in wrong]
    _look_for_numbers(question, pieces, text, found)

    unknowing = tuple(piece.text for piece in pieces if piece.role in (Role.NO, Role.UNKNOWING))
    matched = tuple(found.met)
    if unknowing:
        if found.met:
            return Judgement(Verdict.UNCLEAR, "opposite_words", (*unknowing, *matched))
        does_not_know = all(piece.role is not Role.NO for piece in pieces)
        return Judgement(Verdict.REFUSED, "does_not_know" if does_not_know else "refusal_word", unknowing)
    if found.both:
        return Judgement(Verdict.UNCLEAR, "opposite_words", (*matched, *(words for _, words in found.against)))
    roles = {piece.role for piece in pieces}
    if Role.ASKING in roles:
        return Judgement(Verdict.UNCLEAR, "question", matched)
    if found.against:
        return Judgement(Verdict.WRONG, found.against[0][0], tuple(words for _, words in found.against))
    if Role.AGAIN in roles:
        return Judgement(Verdict.UNCLEAR, "asked_to_repeat", matched)
    if found.missing is not None:
        return Judgement(Verdict.UNCLEAR, _why_missing(found.missing, matched, pieces, text), matched)
    if Role.DOUBT in roles:
        return Judgement(Verdict.UNCLEAR, "doubt", matched)
    if _denies_nothing(pieces, text):
        return Judgement(Verdict.UNCLEAR, "negation_unclear", matched)
    return Judgement(Verdict.ACCEPTED, "matches_contract", matched)


_CAN_BE_DENIED = ("不要", "不好", "不买", "不办", "不做")
"""a no to an offer, but in one's own words only a denial of what follows"""
_RESTART = re.compile(r".+[是而但就才还]")
"""不是那个，是保险: after these the 不 may have lost its hold"""


class _Hold(Enum):
    """Whether a 不 or 没有 before a word takes it back."""

    FREE = 1
    DENIED = 2
    UNSURE = 3


def _hold(begin: int, contents: list[int], pieces: tuple[Piece, ...], text: str) -> _Hold:
    """What the nearest denial before text[begin:] does to it; `contents`: the ends of all words with meaning."""
    ends = [piece.end for piece in pieces if piece.role is Role.DENIAL and piece.end <= begin]
    if not ends or any(ends[-1] < end <= begin for end in contents):
        return _Hold.FREE
    gap = text[ends[-1] : begin]
    return _Hold.DENIED if len(gap) <= _REACH and not _RESTART.match(gap) else _Hold.UNSURE


def _holds(pieces: tuple[Piece, ...], text: str) -> dict[Piece, _Hold]:
    """For each right or wrong word: whether it is denied."""
    contents = [piece for piece in pieces if piece.role in (Role.YES, Role.WRONG)]
    ends = [piece.end for piece in contents]
    holds: dict[Piece, _Hold] = {}
    for index, piece in enumerate(contents):
        hold = _hold(piece.begin, ends, pieces, text)
        if text.startswith(("不了", "不到", "不成"), piece.end):
            hold = _Hold.DENIED
        before = contents[index - 1] if index else None
        if (
            before is not None
            and holds[before] is _Hold.DENIED
            and before.role is piece.role is Role.WRONG
            and _AND.fullmatch(text[before.end : piece.begin])
        ):
            hold = _Hold.DENIED
        holds[piece] = hold
    return holds


def _denies_nothing(pieces: tuple[Piece, ...], text: str) -> bool:
    """A last 不 with nothing after it that it could deny, as in 亏是不可能的: it may belong to what was said before."""
    ends = [piece.end for piece in pieces if piece.role is Role.DENIAL]
    if not ends:
        return False
    begins = [piece.begin for piece in pieces if piece.role in (Role.YES, Role.WRONG)]
    begins += [number.begin for number in find_numbers(text)]
    return max(begins, default=0) < ends[-1]


_AND = re.compile(r"(和|或|或者|跟|与|及|还有)?")


def _look_for_words(
    group: Words, pieces: tuple[Piece, ...], holds: dict[Piece, _Hold], text: str, found: _Findings
) -> None:
    mine = [piece for piece in pieces if piece.role is Role.YES and any(word in piece.text for word in group.any)]
    said = [piece for piece in mine if holds[piece] is not _Hold.DENIED]
    taken_back = [piece for piece in mine if holds[piece] is _Hold.DENIED]
    if said and taken_back:
        found.both = True
    if said:
        if any(sounds_denied(text, piece.begin) for piece in said):
            found.missing = "maybe_refusal"
        if all(holds[piece] is _Hold.UNSURE for piece in said):
            found.missing = "negation_unclear"
        found.met += dict.fromkeys(piece.text for piece in said)
    elif taken_back:
        found.against += [("negation", piece.text) for piece in taken_back]
    elif not any(piece.role is Role.DENIAL for piece in pieces):
        judgement = by_sound(group.any, (), text)
        if judgement.verdict is Verdict.ACCEPTED:
            found.met += judgement.matched
        else:
            found.missing = "maybe_refusal" if judgement.reason == "maybe_refusal" else "word_missing"
    else:
        found.missing = "word_missing"


def _look_for_numbers(question: ReadyQuestion, pieces: tuple[Piece, ...], text: str, found: _Findings) -> None:
    expected = [one for one in question.expect if isinstance(one, Number)]
    if not expected:
        return
    met, unmet, left = _match_numbers(expected, pieces, text)
    found.met += met
    known = {(one.unit, one.value) for one in question.contract_numbers}
    for one in unmet:
        other = next((number for number in left if _could_be(number, one.unit)), None)
        if other is None:
            found.missing = found.missing or "number_missing"
        elif not other.is_exact or _would_fit_with_ten_for_is(expected, pieces, text):
            found.missing = "number_unclear"
        else:
            found.against.append(("number_differs", text[other.begin : other.end]))
    if not unmet and not found.against:
        strangers = [
            number
            for number in left
            if not number.is_rate
            and any(_could_be(number, one.unit) for one in expected)
            and not any(_could_be(number, unit) and in_unit(number, unit) == value for unit, value in known)
        ]
        if strangers:
            found.missing = found.missing or "number_extra"


def _match_numbers(
    expected: list[Number], pieces: tuple[Piece, ...], text: str
) -> tuple[list[str], list[Number], list[FoundNumber]]:
    """The words of the numbers that are right, the numbers not said, and what was said besides."""
    taken = [piece for piece in pieces if piece.role in (Role.YES, Role.WRONG)]
    numbers = tuple(
        number
        for number in find_numbers(text)
        if not any(piece.begin <= number.begin and number.end <= piece.end for piece in taken)
    )
    ends = [piece.end for piece in taken] + [number.end for number in numbers]
    free = {number for number in numbers if _hold(number.begin, ends, pieces, text) is _Hold.FREE}
    met: list[str] = []
    unmet: list[Number] = []
    used: set[FoundNumber] = set()
    for one in expected:
        right = [
            number
            for number in numbers
            if number.is_exact and number in free and in_unit(number, one.unit) == one.value
        ]
        if right:
            used.update(right)
            met.append(text[right[0].begin : right[0].end])
        else:
            unmet.append(one)
    left = [number for number in numbers if number not in used]
    return met, unmet, [number for number in left if unmet or number in free]


def in_unit(number: FoundNumber, unit: Unit) -> Decimal | None:
    """The number in that unit, or None when it counts something else."""
    value, measure = number.value, number.measure
    if measure is Measure.NONE or measure.value == unit.value:
        return value
    if unit is Unit.YEARS and measure is Measure.MONTHS:
        return value / 12
    if unit is Unit.DAYS and measure is Measure.WEEKS:
        return value * 7
    return None


def _could_be(number: FoundNumber, unit: Unit) -> bool:
    """Whether the number was meant as an answer in that unit, right or wrong."""
    if number.is_rate:
        return False
    if number.measure is Measure.NONE:
        return (number.value >= 100) == (unit is Unit.YUAN)
    return (number.measure is Measure.YUAN) == (unit is Unit.YUAN) and (
        (number.measure is Measure.PERCENT) == (unit is Unit.PERCENT)
    )


def _would_fit_with_ten_for_is(expected: list[Number], pieces: tuple[Piece, ...], text: str) -> bool:
    """十 and 是 sound alike: 是五天 may have been 十五天, which is not sure enough for a yes or a no."""
    return "是" in text and not _match_numbers(expected, pieces, text.replace("是", "十"))[1]


def _why_missing(reason: str, matched: tuple[str, ...], pieces: tuple[Piece, ...], text: str) -> str:
    if matched or reason in ("maybe_refusal", "negation_unclear", "number_unclear", "number_extra"):
        return reason
    if all(piece.role is Role.NOISE for piece in pieces) and sum(len(piece.text) for piece in pieces) == len(text):
        return "filler"
    return "not_specific" if text in UNSPECIFIC else "not_an_answer"
