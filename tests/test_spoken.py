"""What a prompt's numbers, dates and letters are read as, and where its sentences end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.spoken import sentences, speakable, spoken_number, spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("每年交50,000元，交5年，一共250000元。", "每年交五万元，交五年，一共二十五万元。"),
        ("12,345.67元", "一万两千三百四十五点六七元"),
        ("¥1.5万", "一点五万元"),
        ("￥50000", "五万元"),
        ("1000000000元", "十亿元"),
        ("3.5%-4.2%", "百分之三点五至百分之四点二"),
        ("亏损-5%", "亏损负百分之五"),
        ("2025-03-05到2025年12月31日", "二零二五年三月五日到二零二五年十二月三十一日"),
        ("2026年起", "二零二六年起"),
        ("10:05至14:30，2:00", "十点零五分至十四点三十分，两点整"),
        ("R3级，C3，R1-R5", "R三级，C三，R一至R五"),
        ("第2年，2年，2个月，2月，2天", "第二年，两年，两个月，二月，两天"),
        ("1-3年", "一至三年"),
        ("客服热线95500，拨打400-800-8000", "客服热线九五五零零，拨打四零零八零零八零零零"),
        ("工号A1024", "工号A一零二四"),
        ("卡号6222020000001234567", "卡号六二二二零二零零零零零零一二三四五六七"),
        ("１２３元", "一百二十三元"),
        ("犹豫期15天", "犹豫期十五天"),
    ],
)
def test_read_as(written: str, said: str) -> None:
    assert spoken_text(written) == said


def test_letters_as_syllables() -> None:
    assert spoken_text("R3级", spells_letters=True) == "阿尔三级"
    assert spoken_text("hello R", spells_letters=True) == "hello 阿尔"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"),
        (200, "二百"), (2000, "两千"), (2002, "两千零二"), (10010, "一万零一十"), (20000, "两万"), (100000, "十万"),
        (120000, "十二万"), (220000, "二十二万"), (1050000, "一百零五万"), (10000000, "一千万"),
        (100000001, "一亿零一"), (200000000, "两亿"),
    ],
)  # fmt: skip
def test_number(value: int, said: str) -> None:
    assert spoken_number(value) == said


def read(said: str) -> int:
    """The value of a Chinese number, read independently of how it was written."""
    total = group = digit = 0
    for character in said.replace("两", "二"):
        if character in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(character)
        elif character in "十百千":
            group += (digit or 1) * {"十": 10, "百": 100, "千": 1_000}[character]
            digit = 0
        else:
            total += (group + digit) * {"万": 10_000, "亿": 100_000_000}[character]
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 10**12 - 1))
def test_number_read_back(value: int) -> None:
    assert read(spoken_number(value)) == value
    assert "零零" not in spoken_number(value)


@given(st.text(st.sampled_from("0123456789.,-%:年月日元万R第电话 ，。"), max_size=20))
def test_no_digit_is_left(written: str) -> None:
    assert not re.search(r"\d", spoken_text(written))


@given(st.text(st.sampled_from("一二三，。！？；\n“”、："), max_size=150))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_long_sentence_is_cut_at_commas() -> None:
    text = "录像由本行加密保存，" * 8 + "保管十年。您同意吗？"
    cut = sentences(text)
    assert cut[-1] == "您同意吗？" and len(cut) > 3
    assert all(speakable(one) <= 40 for one in cut)
