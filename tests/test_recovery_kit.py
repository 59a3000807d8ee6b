"""Three sheets of paper: any two give the seed back, one gives nothing, and a slip of the pen is found and told."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations
from typing import Any

import pytest
import shamir_mnemonic
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument
from shamir_mnemonic.wordlist import WORDLIST

from app.faults import exit_code, sentence
from app.vault.recovery import kit_number, kit_page, kit_text, make_seed, make_shares, seed_from
from media.fault import Fault

SEED = bytes(range(100, 132))
SHARES = make_shares(SEED)
OTHERS = next(kit for kit in iter(lambda: make_shares(SEED), None) if kit[0].split()[:2] != SHARES[0].split()[:2])
"""the same seed at another time: another kit"""
MADE_ON = date(2026, 7, 1)
WORD = re.compile(r"[a-z]{4,8}")


def fault_of(*shares: str) -> Fault:
    with pytest.raises(Fault) as caught:
        seed_from(shares)
    fault = caught.value
    assert fault.__context__ is None, "no error of the library hangs behind it, with words in its text"
    assert not set(WORD.findall(str(fault))) & set(WORDLIST) - {"share", "word"}, "no word of a share in the facts"
    assert exit_code(fault) == 4
    return fault


def changed(share: str, position: int, word: str) -> str:
    """The share with another word at a position (1-based)."""
    words = share.split()
    words[position - 1] = word
    return " ".join(words)


def reshaped(share: str, **fields: Any) -> str:
    """A share with a right checksum and something else in it."""
    text: str = replace(shamir_mnemonic.Share.from_mnemonic(share), **fields).mnemonic()
    return text


# ---------------------------------------------------------------------- sharing


def test_every_pair_and_all_three_give_the_seed_back() -> None:
    for count in (2, 3):
        for some in permutations(SHARES, count):
            assert seed_from(some) == SEED


def test_program_of_a_stranger_gives_the_same_seed() -> None:
    for pair in combinations(SHARES, 2):
        assert shamir_mnemonic.combine_mnemonics(pair) == SEED


def test_shares_are_of_the_standard_form() -> None:
    assert len({share for share in (*SHARES, *OTHERS)}) == 6
    for index, share in enumerate(SHARES):
        assert len(share.split()) == 33 and "\n" not in share
        read = shamir_mnemonic.Share.from_mnemonic(share)
        assert (read.group_count, read.group_threshold, read.member_threshold) == (1, 1, 2)
        assert (read.index, read.iteration_exponent, len(read.value)) == (index, 0, 32)


@given(seed=st.binary(min_size=32, max_size=32))
@settings(max_examples=30)
def test_any_seed_comes_back_from_any_pair(seed: bytes) -> None:
    shares = make_shares(seed)
    for pair in combinations(shares, 2):
        assert seed_from(pair) == seed == shamir_mnemonic.combine_mnemonics(pair)


def test_seeds_are_new_and_of_32_bytes() -> None:
    assert len(make_seed()) == 32 and make_seed() != make_seed()
    for wrong in (b"", bytes(16), bytes(33)):
        with pytest.raises(ValueError, match="32 bytes"):
            make_shares(wrong)


@pytest.mark.parametrize("n", range(3))
def test_one_share_alone_gives_nothing(n: int) -> None:
    assert fault_of(SHARES[n]).code == "E-248"
    with pytest.raises(shamir_mnemonic.MnemonicError):
        shamir_mnemonic.combine_mnemonics([SHARES[n]])


# ---------------------------------------------------------------------- typing


def numbered(share: str) -> str:
    return "\n".join(f"{n}. {word}" for n, word in enumerate(share.split(), 1))


def full_width(share: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else "\u3000" for sign in share)


WAYS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "title": str.title,
    "spaces": lambda share: f"  \t{share.replace(' ', '   ')} \r\n",
    "lines": lambda share: share.replace(" ", "\r\n"),
    "numbered": numbered,
    "numbered tightly": lambda share: numbered(share).replace(". ", "."),
    "numbered in Chinese": lambda share: numbered(share).replace(". ", "、").replace("\n", "，"),
    "brackets": lambda share: numbered(share).replace(". ", ") "),
    "beginnings": lambda share: " ".join(word[:4] for word in share.split()),
    "cut anywhere": lambda share: " ".join(word[: 4 + n % 4] for n, word in enumerate(share.split())),
    "commas": lambda share: share.replace(" ", ","),
    "full width": full_width,
    "no-break": lambda share: "\ufeff" + share.replace(" ", "\u00a0\u200b"),
}


@pytest.mark.parametrize("way", WAYS)
def test_way_of_typing_does_not_matter(way: str) -> None:
    assert seed_from([WAYS[way](SHARES[0]), SHARES[2]]) == SEED
    assert seed_from([SHARES[1], WAYS[way](SHARES[0])]) == SEED


@given(
    share=st.sampled_from(SHARES[:2]),
    typed=st.lists(
        st.tuples(
            st.sampled_from([str.lower, str.upper, str.title, full_width]),
            st.integers(4, 8),
            st.sampled_from(["{n}. {word}", "{word} ", "{word}, ", "{n}){word}\n", " {n}：{word}\r\n", "{word}\t"]),
        ),
        min_size=33,
        max_size=33,
    ),
)
@settings(max_examples=40)
def test_ways_of_typing_go_together(share: str, typed: list[tuple[Callable[[str], str], int, str]]) -> None:
    words = [way(word[:length]) for word, (way, length, _) in zip(share.split(), typed, strict=True)]
    text = " ".join(
        form.format(n=n, word=word) for n, (word, (*_, form)) in enumerate(zip(words, typed, strict=True), 1)
    )
    assert seed_from(["", text, " \n", SHARES[2]]) == SEED


# ---------------------------------------------------------------------- mistakes


def test_every_wrong_word_is_found() -> None:
    """Each of the 33 places with 40 other words of the list, and the word that looks most like it."""
    chance = random.Random(4)
    for position, right in enumerate(SHARES[0].split(), 1):
        near = max((_alike(word, right), word) for word in WORDLIST if word != right)[1]
        for word in {*chance.sample(WORDLIST, 40), near} - {right}:
            fault = fault_of(SHARES[1], changed(SHARES[0], position, word))
            assert (fault.code, fault.facts) == ("E-246", {"share": 2, "words": 33, "wanted": 33})


def test_two_and_three_wrong_words_and_swapped_ones_are_found() -> None:
    chance = random.Random(5)
    words = SHARES[0].split()
    for count in (2, 3):
        for _ in range(300):
            wrong = list(words)
            for at in chance.sample(range(33), count):
                wrong[at] = chance.choice([word for word in WORDLIST if word != words[at]])
            assert fault_of(" ".join(wrong), SHARES[1]).code == "E-246"
    for at in range(32):
        if words[at] != words[at + 1]:
            swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
            assert fault_of(" ".join(swapped), SHARES[1]).code == "E-246"


def test_words_too_few_and_too_many_are_counted() -> None:
    words = SHARES[0].split()
    for count in (1, 19, 20, 32):
        assert fault_of(" ".join(words[:count]), SHARES[1]).facts == {"share": 1, "words": count, "wanted": 33}
    assert fault_of(SHARES[1], " ".join([*words, words[0]])).facts == {"share": 2, "words": 34, "wanted": 33}
    short = shamir_mnemonic.generate_mnemonics(1, [(2, 3)], bytes(16), iteration_exponent=0)[0]
    assert fault_of(*short[:2]).facts == {"share": 1, "words": 20, "wanted": 33}, "a kit of another make"


@pytest.mark.parametrize(
    "typed",
    ["xylophone", "academix", "aca", "a", "acad3mic", "academicacid", "学院", "\ud800", "0x1f", "é", "academics"],
)
@pytest.mark.parametrize("position", [1, 17, 33])
def test_word_that_is_none_is_told_by_its_place(typed: str, position: int) -> None:
    wrong = changed(SHARES[2], position, typed)
    for share in (wrong, numbered(wrong)):
        fault = fault_of(SHARES[0], share)
        assert (fault.code, fault.facts) == ("E-245", {"share": 2, "word": position})
        assert typed == "a" or typed not in sentence(fault) + sentence(fault, "en")
    first = fault_of(changed(wrong, 5, "nosuchword"), SHARES[0])
    assert first.facts == {"share": 1, "word": min(position, 5)}, "the first of several"


def test_shares_of_different_kits_do_not_go_together() -> None:
    for one in SHARES:
        for other in OTHERS:
            assert (fault_of(one, other).code, fault_of(one, other).facts) == ("E-247", {"share": 2})
    assert fault_of(SHARES[0], OTHERS[1], SHARES[2]).facts == {"share": 2}
    assert fault_of(OTHERS[0], SHARES[1], SHARES[2]).facts == {"share": 1}, "the odd one, though it comes first"


def test_share_that_was_made_to_fit_is_found_by_the_digest() -> None:
    forged = reshaped(SHARES[1], value=bytes(32))
    assert fault_of(SHARES[0], forged).facts == {"share": 2}
    assert fault_of(SHARES[0], SHARES[1], reshaped(SHARES[2], value=bytes(32))).code == "E-247"
    assert fault_of(SHARES[1], forged).code == "E-247", "one number, two values"


@pytest.mark.parametrize(
    "fields",
    [
        {"iteration_exponent": 1},
        {"extendable": False},
        {"member_threshold": 3},
        {"group_count": 2},
        {"index": 3},
        {"group_count": 2, "group_threshold": 2},
    ],
    ids=str,
)
def test_shares_of_another_make_are_refused(fields: dict[str, Any]) -> None:
    assert fault_of(reshaped(SHARES[0], **fields), reshaped(SHARES[1], **(fields | {"index": 1}))).code == "E-247"


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ([], 1),
        (["", ""], 1),
        ([SHARES[0]], 2),
        ([SHARES[0], " \n1. 2."], 2),
        (["", SHARES[0]], 1),
        ([SHARES[0], SHARES[0]], 2),
        ([SHARES[0], numbered(SHARES[0]).upper()], 2),
        ([SHARES[0], SHARES[1], SHARES[0]], 3),
    ],
    ids=range(8),
)
def test_too_few_or_the_same_twice_is_told(shares: list[str], told: int) -> None:
    fault = fault_of(*shares)
    assert (fault.code, fault.facts) == ("E-248", {"share": told})


# ---------------------------------------------------------------------- paper


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_sheet_has_all_a_holder_needs(qapp: object, number: int, language: str) -> None:
    share = SHARES[number - 1]
    page = kit_page(share, number, "NB-07 <3>", MADE_ON, language)
    document = QTextDocument()
    document.setHtml(page)
    shown = document.toPlainText().replace("\u00a0", " ")
    text = kit_text(share, number, "NB-07 <3>", MADE_ON, language)
    for sheet in (shown, text):
        assert re.findall(r"\d+\. +([a-z]{4,8})\b", sheet) == share.split()
        assert [int(n) for n in re.findall(r"(\d+)\. +[a-z]", sheet)] == list(range(1, 34))
        zh, en = f"恢复卡 第 {number} 张（共 3 张）", f"Recovery share {number} of 3"
        assert (sheet.index(zh) < sheet.index(en)) is (language == "zh")
        for needed in ("NB-07 <3>", "2026-07-01", kit_number(share), "三张中的任意两张", "Any two of the three"):
            assert needed in sheet
        for needed in ("谁保管", "Who keeps it", "丢失怎么办", "When it is lost", "保管人签名", "Holder's signature"):
            assert needed in sheet
    lines = [line for line in text.splitlines() if re.match(r" *\d+\. +[a-z]", line)]
    assert len(lines) == 11 and seed_from(["\n".join(lines), SHARES[number % 3]]) == SEED


def test_sheet_fits_on_one_page_of_a4_and_asks_for_nothing_else(qapp: object) -> None:
    page = kit_page(SHARES[0], 1, "宁波分行营业部 3 号柜台", MADE_ON)
    document = QTextDocument()
    document.setPageSize(QSizeF(180 / 25.4 * 96, 267 / 25.4 * 96))  # A4 without its margins, at 96 dots an inch
    document.setHtml(page)
    assert document.pageCount() == 1
    assert not re.search(r"https?:|src=|url\(|<link|<script|@import|<img", page)
    assert page.startswith("<!DOCTYPE html>") and '<meta charset="utf-8">' in page


def test_sheets_of_a_kit_have_its_number_in_common() -> None:
    assert len({kit_number(share) for share in SHARES}) == 1
    assert re.fullmatch(r"\d{5}", kit_number(SHARES[0]))
    assert all(share not in page for share in SHARES[1:] for page in [kit_page(SHARES[0], 1, "NB-07", MADE_ON)])


def test_sheet_under_a_wrong_number_is_not_made() -> None:
    for make in (kit_page, kit_text):
        with pytest.raises(ValueError, match="number"):
            make(SHARES[0], 2, "NB-07", MADE_ON, "zh")


def _alike(one: str, other: str) -> int:
    return sum(left == right for left, right in zip(one, other, strict=False))
