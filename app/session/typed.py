"""What somebody typed into a form, as a value of its kind, or what is wrong with it.

Amounts are read as people write them at a counter (50000, 50,000, 5万, 五万元, 12.5 %, 15天), dates with any of the
usual signs between their parts. Nothing is guessed: what can be read in two ways, or carries another unit than the
field's, is a complaint and no value. What is accepted here is accepted by `app.session.filling` (property test).
"""

import datetime
import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

from app.session.case import OLDEST_YEARS, age_on, birth_date, check_digit
from app.session.condition import Value
from app.session.numerals import Measure, find_numbers
from app.session.script import Fact, FactKind

MOST_CHARACTERS = 200
MOST_OF_A_NAME = 60
BEYOND = 10**12
"""the first amount that is too large"""

_MEASURES = {
    FactKind.MONEY_YUAN: Measure.YUAN,
    FactKind.YEARS: Measure.YEARS,
    FactKind.DAYS: Measure.DAYS,
    FactKind.PERCENT: Measure.PERCENT,
    FactKind.LEVEL: Measure.NONE,
}
_WHOLE = frozenset({FactKind.YEARS, FactKind.DAYS, FactKind.LEVEL})
_GROUPED = re.compile(r"(?<![0-9,.])[0-9]{1,3}(,[0-9]{3})+(?![0-9,])")
_DATE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)
_IN_NAMES = "·•‧・.-' "
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""control characters, bidi overrides, zero-width: a text would look other than it is (as in `yaml_file`)"""


class Complaint(StrEnum):
    """What is wrong with what was typed; screens word it."""

    MISSING = "missing"
    HIDDEN_CHARACTER = "hidden_character"
    TOO_LONG = "too_long"
    NAME_CHARACTER = "name_character"
    """a figure or a sign that no name holds"""
    ID_LENGTH = "id_length"
    ID_CHARACTER = "id_character"
    ID_CHECK_DIGIT = "id_check_digit"
    ID_BIRTH_DATE = "id_birth_date"
    NO_NUMBER = "no_number"
    NOT_EXACT = "not_exact"
    """五六万: about a number"""
    WRONG_UNIT = "wrong_unit"
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    TOO_PRECISE = "too_precise"
    """more than two decimals"""
    TOO_LARGE = "too_large"
    OVER_100 = "over_100"
    NO_LEVEL = "no_level"
    """not from 1 to 9"""
    NO_DATE = "no_date"
    NO_SUCH_DAY = "no_such_day"
    NO_CODE = "no_code"
    """something else than letters, figures and hyphens"""
    NO_CHOICE = "no_choice"


def read_name(text: str) -> str | Complaint:
    """A person's name, with single spaces."""
    text = " ".join(text.split())
    if not text:
        return Complaint.MISSING
    if _is_hiding(text):
        return Complaint.HIDDEN_CHARACTER
    if len(text) > MOST_OF_A_NAME:
        return Complaint.TOO_LONG
    has_only_letters = all(unicodedata.category(one)[0] in "LM" or one in _IN_NAMES for one in text)
    return text if has_only_letters and text.strip(_IN_NAMES) else Complaint.NAME_CHARACTER


def read_id_number(text: str, on: datetime.date) -> str | Complaint:
    """A resident identity number (`app.session.case`), spaces left out and x made X."""
    number = unicodedata.normalize("NFKC", "".join(text.split())).upper()
    if not number:
        return Complaint.MISSING
    if not (number.isascii() and number[:17].isdigit() and (number[17:18] or "0") in "0123456789X"):
        return Complaint.ID_CHARACTER
    if len(number) != 18:
        return Complaint.ID_LENGTH
    try:
        is_possible = birth_date(number) <= on and age_on(number, on) <= OLDEST_YEARS
    except ValueError:
        is_possible = False
    if not is_possible:
        return Complaint.ID_BIRTH_DATE
    return number if check_digit(number[:17]) == number[17] else Complaint.ID_CHECK_DIGIT


def read_fact(fact: Fact, text: str) -> Value | Complaint:
    """A value of the contract; yes or no is typed as `yes` or `no`, a choice as its key."""
    text = text.strip()
    if not text:
        return Complaint.MISSING
    if _is_hiding(text):
        return Complaint.HIDDEN_CHARACTER
    if len(text) > MOST_CHARACTERS:
        return Complaint.TOO_LONG
    match fact.type:
        case FactKind.TEXT:
            return text
        case FactKind.YES_NO:
            return text == "yes" if text in ("yes", "no") else Complaint.NO_CHOICE
        case FactKind.CHOICE:
            return text if text in fact.choices else Complaint.NO_CHOICE
        case FactKind.DATE:
            return _day(text)
        case FactKind.DIGITS:
            code = unicodedata.normalize("NFKC", text)
            return code if code.isascii() and code.replace("-", "").isalnum() else Complaint.NO_CODE
    return _number(fact.type, text)


def _is_hiding(text: str) -> bool:
    return any(unicodedata.category(one) in _HIDDEN for one in text)


def _number(kind: FactKind, text: str) -> Decimal | Complaint:
    text = unicodedata.normalize("NFKC", text).lower()
    if re.match(r"[-−–—负]", text):
        return Complaint.NEGATIVE
    text = re.sub(r"^(¥|人民币)|整$", "", text)
    text = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", text)
    text = _GROUPED.sub(lambda found: found.group().replace(",", ""), text, count=1)
    found = find_numbers(text)
    if len(found) != 1 or found[0].begin > 0 or found[0].end < len(text):
        return Complaint.NO_NUMBER
    [number] = found
    if number.measure not in (_MEASURES[kind], Measure.NONE):
        return Complaint.WRONG_UNIT
    if not number.is_exact:
        return Complaint.NOT_EXACT
    return _within(kind, number.value)


def _within(kind: FactKind, value: Decimal) -> Decimal | Complaint:
    if value >= BEYOND:
        return Complaint.TOO_LARGE
    if kind in _WHOLE and value != value.to_integral_value():
        return Complaint.NOT_WHOLE
    if value * 100 != (value * 100).to_integral_value():
        return Complaint.TOO_PRECISE
    if kind is FactKind.PERCENT and value > 100:
        return Complaint.OVER_100
    if kind is FactKind.LEVEL and not 1 <= value <= 9:
        return Complaint.NO_LEVEL
    return value


def _day(text: str) -> datetime.date | Complaint:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", "".join(text.split())))
    if found is None:
        return Complaint.NO_DATE
    year, _, *parts = found.groups()
    month, day = (part for part in parts if part is not None)
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return Complaint.NO_SUCH_DAY
