"""Numbers as people say and write them in Chinese: 五万, 5万, 50000, 两千五, 二点五万, 十五天, 百分之三.

`spoken` makes the words for a prompt; `find_numbers` finds every number in what was heard, with its unit. They are each
other's proof: what `spoken` says, `find_numbers` reads back, for every number (property test).

What is no number is left alone: 一样, 一共, 万一, 第二年. What is only about a number (五六万, 几万, 十多天) is found,
but not `is_exact`. It does not judge: `app.session.answers` compares.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "幺": 1,
    **{digit: value for value, digit in enumerate("0123456789")},
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN_DIGIT = "零〇一二三四五六七八九两俩幺"
_NUMERAL = re.compile(rf"[0-9{_HAN_DIGIT}十百千万亿]+(?:[点.][0-9{_HAN_DIGIT}]+[十百千万亿]*)?")


class Measure(StrEnum):
    """What a number counts."""

    YUAN = "yuan"
    YEARS = "years"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"
    PERCENT = "percent"
    NONE = "none"


_UNITS: tuple[tuple[str, Measure], ...] = (
    ("元钱", Measure.YUAN),
    ("块钱", Measure.YUAN),
    ("人民币", Measure.YUAN),
    ("元", Measure.YUAN),
    ("块", Measure.YUAN),
    ("圆", Measure.YUAN),
    ("个自然日", Measure.DAYS),
    ("自然日", Measure.DAYS),
    ("天", Measure.DAYS),
    ("日", Measure.DAYS),
    ("个星期", Measure.WEEKS),
    ("个礼拜", Measure.WEEKS),
    ("星期", Measure.WEEKS),
    ("礼拜", Measure.WEEKS),
    ("周", Measure.WEEKS),
    ("个月", Measure.MONTHS),
    ("月", Measure.MONTHS),
    ("年", Measure.YEARS),
    ("%", Measure.PERCENT),
    ("个点", Measure.PERCENT),
)
NUMBER_WORDS = (
    *"零一二三四五六七八九两十百千万亿半点",
    *(unit for unit, _ in _UNITS if unit != "%"),
    "百分之",
    "每年",
    "一共",
)
"""what numbers are said with"""
# Words with a numeral in them that count nothing. 一点 counts only when a figure follows, 千万 only after one.
_NO_NUMBER = re.compile(
    r"一样|一共|一定|一下|一些|一起|一直|一般|一点(?![0-9零〇一二三四五六七八九])|一遍|一次性|一切|一致|一旦|一边|统一|(?<![0-9零〇一二三四五六七八九两十百千])万一|唯一"
    r"|第[0-9零〇一二三四五六七八九两十百]+(?:个)?[年月天次期日]?|十分(?!之)|百分之百|三思|星期[一二三四五六日天]"
    r"|周[一二三四五六日](?![0-9一二三四五六七八九十])|不管三七二十一|(?<![0-9零〇一二三四五六七八九两十百几])千万(?![元块])"
)
_SPREAD = re.compile(r"[几数]|多(?=[元块年月天日个万])|来(?=[元块年月天日个万])")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: text[begin:end] is the numeral with its unit."""

    value: Decimal
    measure: Measure
    begin: int
    end: int
    is_exact: bool = True
    is_rate: bool = False
    """一年 in 一年交五万: "each year", not "one year\""""


def spoken(value: int | Decimal) -> str:
    """The words for a number: 50000 is 五万, 2.5 is 二点五; two before 百, 千, 万, 亿 is 两."""
    if value < 0:
        return "负" + spoken(-value)
    number = Decimal(value)
    whole = int(number)
    words = _whole(whole)
    text = f"{number.normalize():f}"
    if "." in text:
        words += "点" + spoken_digits(text.split(".")[1])
    return words


def spoken_digits(text: str) -> str:
    """Figures one by one: 95500 is 九五五零零. Other characters stay as they are."""
    return "".join("零一二三四五六七八九"[int(one)] if one in "0123456789" else one for one in text)


def counted(value: int | Decimal) -> str:
    """As `spoken`, before a measure word: 两元, 两年."""
    return "两" if value == 2 else spoken(value)


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    parts: list[str] = []
    had_gap = False
    groups: list[tuple[int, str]] = []
    while number:
        groups.append((number % 10_000, ("", "万", "亿", "万亿")[len(groups)]))
        number //= 10_000
    for value, unit in reversed(groups):
        if value == 0:
            had_gap = bool(parts)
            continue
        if parts and (had_gap or value < 1000):
            parts.append("零")
        had_gap = False
        words = "两" if value == 2 and unit else _below_ten_thousand(value, leading=not parts)
        parts.append(words + unit)
    return "".join(parts)


def _below_ten_thousand(value: int, leading: bool) -> str:
    words = ""
    gap = False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit == 0:
            gap = bool(words)
            continue
        if gap:
            words += "零"
            gap = False
        if size == 10 and digit == 1 and not words and leading:
            words += unit
        else:
            words += ("两" if digit == 2 and size >= 100 else "零一二三四五六七八九"[digit]) + unit
    return words


def normalise(text: str) -> str:
    """Full-width to half-width, no spaces, no punctuation but the decimal point between figures."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))", "", text)
    text = re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", text)
    return "".join(one for one in text if one in ".%" or unicodedata.category(one)[0] in "LNM")


def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Every number in the text (as `normalise` left it), from left to right."""
    found: list[FoundNumber] = []
    masked = _NO_NUMBER.sub(lambda match: "\0" * len(match.group()), text)
    masked = masked.replace("百分之", "\1\1\1")
    at = 0
    while at < len(masked):
        if masked[at] == "半":
            number = _half(masked, at)
        elif match := _NUMERAL.match(masked, at):
            number = _with_unit(masked, at, match.group())
        else:
            number = None
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.end
    return tuple(_mark_rates(text, found))


def _half(text: str, at: int) -> FoundNumber | None:
    measure, end = _unit(text, at + 1)
    if measure not in (Measure.YEARS, Measure.MONTHS, Measure.DAYS):
        return None
    return FoundNumber(Decimal("0.5"), measure, at, end)


def _with_unit(text: str, at: int, numeral: str) -> FoundNumber | None:
    percent = text[:at].endswith("\1\1\1")
    numeral = _split_tail(numeral, text[at + len(numeral) :])
    value, is_exact = _read(numeral)
    if value is None:
        return None
    end = at + len(numeral)
    if _SPREAD.match(text, end) or text[at - 1 : at] in ("几", "数"):
        is_exact = False
        end += bool(_SPREAD.match(text, end))
        end += end < len(text) and text[end] == "万"
    measure, end = _unit(text, end)
    if percent:
        return FoundNumber(value, Measure.PERCENT, at - 3, end, is_exact)
    if measure in (Measure.YEARS, Measure.MONTHS) and text[end : end + 1] == "半":
        value, end = value + Decimal("0.5"), end + 1
    return FoundNumber(value, measure, at, end, is_exact)


def _split_tail(numeral: str, after: str) -> str:
    """五万五 before 年 is 五万 and 五年: nobody counts time in ten thousands; the tail belongs to the time.

    Days may be hundreds (二十万一百八十天), years are not (五万五千五年). 一千零九十五天 and 一百五十天 are one number.
    """
    if not after or after[0] not in "年天月周日个":
        return numeral
    tail = rf"[{_HAN_DIGIT}]?十?[{_HAN_DIGIT}]?"
    hundreds = "" if after[0] == "年" else rf"(.*[万亿])[{_HAN_DIGIT}]百[零〇]?{tail}|"
    split = re.fullmatch(rf"{hundreds}(.*[万亿千]){tail}|(.*百)[{_HAN_DIGIT}]", numeral)
    if split is None:
        return numeral
    head = next(group for group in split.groups() if group is not None)
    return head if numeral[len(head) :] and numeral[len(head)] not in "零〇" else numeral


def _unit(text: str, at: int) -> tuple[Measure, int]:
    for word, measure in _UNITS:
        if text.startswith(word, at):
            return measure, at + len(word)
    return Measure.NONE, at


def _read(numeral: str) -> tuple[Decimal | None, bool]:
    whole, point, rest = numeral.replace("点", ".").partition(".")
    if point:
        digits = re.match(rf"[0-9{_HAN_DIGIT}]+", rest)
        assert digits is not None
        fraction = "".join(str(_DIGITS[one]) for one in digits.group())
        units = rest[digits.end() :]
        scale = 1
        for unit in units:
            scale *= _SMALL.get(unit) or _LARGE[unit]
        value, is_exact = _read_whole(whole)
        return (None, False) if value is None else ((value + Decimal(f"0.{fraction}")) * scale, is_exact)
    return _read_whole(whole)


def _read_whole(numeral: str) -> tuple[Decimal | None, bool]:
    """The value of a numeral without a point; false beside it when two figures stand together (五六万)."""
    if not any(one in _SMALL or one in _LARGE for one in numeral):
        return Decimal(int("".join(str(_DIGITS[one]) for one in numeral))), True
    total = section = pending = last_unit = 0
    had_digit = False
    is_exact = True
    figures = ""
    for one in numeral:
        if one in _DIGITS:
            figures += one
            continue
        if len(figures.lstrip("零〇")) > 1 and not figures.isascii():
            is_exact = False
        pending = int("".join(str(_DIGITS[figure]) for figure in figures)) if figures else 0
        had_digit, figures = bool(figures), ""
        if one in _SMALL:
            last_unit = _SMALL[one]
            section += (pending if had_digit else 1) * last_unit
        else:
            last_unit = _LARGE[one]
            section += pending
            # 一万亿: the larger unit multiplies everything before it.
            total = (total + section) * last_unit if last_unit > 10**4 else total + (section or 1) * last_unit
            section = 0
    if figures:
        tail = int("".join(str(_DIGITS[figure]) for figure in figures))
        is_short = len(figures) == 1 and figures not in "零〇0" and last_unit >= 100
        section += tail * (last_unit // 10) if is_short else tail
    return Decimal(total + section), is_exact


def _mark_rates(text: str, found: list[FoundNumber]) -> list[FoundNumber]:
    """一年 straight before an amount is "each year"."""
    marked: list[FoundNumber] = []
    for index, number in enumerate(found):
        if number.measure is Measure.YEARS and number.value == 1 and index + 1 < len(found):
            after = found[index + 1]
            between = text[number.end : after.begin]
            is_amount = after.measure is Measure.YUAN or (after.measure is Measure.NONE and after.value >= 100)
            if is_amount and re.fullmatch(r"(是|要|得|需要|都|就|交|存|缴|付|给)*", between):
                number = FoundNumber(number.value, number.measure, number.begin, number.end, number.is_exact, True)
        marked.append(number)
    return marked
