"""How a written prompt is read aloud: numbers, sums, dates and letters as Chinese words, and sentences to breathe at.

Engines differ in what they make of "50,000元" or "3.5%" (espeak-ng reads "五十 千" and says "percent" in English), and
a number in a dual recording must be heard as the contract has it. So every prompt passes through `spoken_text` first
and what is spoken holds no digit. Pure functions on text; the written prompt stays what the screen shows.
"""

import re
from collections.abc import Iterator

DIGITS = "零一二三四五六七八九"

_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_NUMBER = r"\d+(?:\.\d+)?"
_COUNTED_BY_LIANG = "万千亿个年天元块次人份种名位条项岁周倍小分笔张页句"
"""after these 2 is said 两: 两年, 两个月; but 二月, 二级"""
_SPELLED = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "诶 必 西 弟 伊 艾弗 吉 艾尺 艾 杰 开 艾勒 艾姆 恩 欧 批 丘 阿尔 艾丝 提 优 威 达不溜 艾克斯 歪 贼".split(),  # noqa: SIM905
        strict=True,
    )
)
_LONGEST_BREATH = 36
_STOPS = "。！？；!?;\n"
_COMMAS = "，、：,:"


def spoken_text(text: str, *, spells_letters: bool = False) -> str:
    """`text` without digits: 50,000元 → 五万元, 3.5% → 百分之三点五, 2025-03-05 → 二零二五年三月五日, R3 → R三.

    With `spells_letters` capital letters become syllables too (R三 → 阿尔三), for voices that cannot say Latin letters.
    """
    text = text.translate(
        {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum() or chr(0x21 + i) in "%.-"}
    )
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)", _date, text)
    text = re.sub(r"(?<!\d)((?:19|20)\d{2})年", lambda m: _one_by_one(m[1]) + "年", text)
    text = re.sub(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", _time, text)
    text = re.sub(
        r"((?:电话|热线|致电|拨打|编号|证号|工号|代码|账号|卡号|尾号|号码)[^\d。，；]{0,4}[A-Z]*)(\d[\d-]{2,})",
        lambda m: m[1] + _one_by_one(m[2]),
        text,
    )
    text = re.sub(
        r"\d{3,4}-\d{3,4}(?:-\d{3,4})?|(?<![\d.])(?:0\d+|\d{8,}|(?<=[A-Z])\d{4,})(?![\d.元块万亿份%])", _code, text
    )
    text = re.sub(rf"[¥￥]\s*({_NUMBER}[万亿]?)元?", r"\1元", text)
    text = re.sub(r"(?<=[\d%万千元年天])\s*[-~～—–]+\s*(?=[A-Z]?\d)", "至", text)
    text = re.sub(rf"(?<![\d.])(-?)({_NUMBER})%", lambda m: _sign(m[1]) + "百分之" + _number(m[2], ""), text)
    text = re.sub(rf"(-?)({_NUMBER})(?=(.?))", lambda m: _sign(m[1]) + _number(m[2], _before(m) or m[3]), text)
    if spells_letters:
        text = re.sub(r"(?<![A-Za-z])[A-Z]{1,4}(?![A-Za-z])", lambda m: "".join(_SPELLED[c] for c in m[0]), text)
    return text


def spoken_number(value: int) -> str:
    """A whole number below 10**16 as it is said: 250000 → 二十五万, 2000 → 两千, 10500 → 一万零五百."""
    if value == 0:
        return "零"
    out = ""
    groups = [value // 10_000**i % 10_000 for i in range(len(_GROUPS))]
    for i in reversed(range(len(_GROUPS))):
        if groups[i] == 0:
            continue
        if out and (groups[i] < 1_000 or groups[i + 1] == 0):
            out += "零"
        out += ("两" if groups[i] == 2 and i > 0 else _below_10_000(groups[i], is_first=not out)) + _GROUPS[i]
    return out


def sentences(text: str) -> list[str]:
    """`text` cut where a reader breathes: after a stop, and at commas where a sentence is long; joined it is `text`."""
    whole = re.findall(rf"[^{_STOPS}]*[{_STOPS}]+[”」』）\s]*|[^{_STOPS}]+$", text)
    return [piece for sentence in whole for piece in _breaths(sentence)]


def speakable(text: str) -> int:
    """How many characters of `text` are said: syllables, for hanzi; punctuation and spaces are not."""
    return sum(character.isalnum() for character in text)


def _breaths(sentence: str) -> Iterator[str]:
    parts = re.findall(rf"[^{_COMMAS}]*[{_COMMAS}]+|[^{_COMMAS}]+$", sentence)
    breath = ""
    for part in parts:
        if breath and speakable(breath + part) > _LONGEST_BREATH:
            yield breath
            breath = ""
        breath += part
    if breath:
        yield breath


def _below_10_000(value: int, *, is_first: bool) -> str:
    out, has_gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            has_gap = bool(out)
            continue
        if has_gap:
            out += "零"
            has_gap = False
        if power == 1 and digit == 1 and not out and is_first:
            out += "十"
        else:
            out += ("两" if digit == 2 and power == 3 else DIGITS[digit]) + _UNITS[power]
    return out


def _number(written: str, following: str) -> str:
    whole, _, decimals = written.partition(".")
    if decimals:
        return spoken_number(int(whole)) + "点" + _one_by_one(decimals)
    if whole == "2" and following in _COUNTED_BY_LIANG and following:
        return "两"
    return spoken_number(int(whole))


def _before(match: re.Match[str]) -> str:
    """A mark that stops 2 from becoming 两: 第2年 is 第二年, R2 is R二."""
    before = match.string[: match.start()][-1:]
    return "第" if before == "第" or (before.isascii() and before.isalpha()) else ""


def _one_by_one(written: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in written if digit.isdigit())


def _code(match: re.Match[str]) -> str:
    return _one_by_one(match[0])


def _date(match: re.Match[str]) -> str:
    return f"{_one_by_one(match[1])}年{spoken_number(int(match[2]))}月{spoken_number(int(match[3]))}日"


def _time(match: re.Match[str]) -> str:
    minutes = int(match[2])
    said = "整" if minutes == 0 else ("零" if minutes < 10 else "") + spoken_number(minutes) + "分"
    return f"{'两' if int(match[1]) == 2 else spoken_number(int(match[1]))}点{said}"


def _sign(written: str) -> str:
    return "负" if written else ""
