"""The recovery kit: a random seed in three shares on paper, any two of which give it back (SLIP-39, one group, 2 of 3).

    seed (32 bytes) ──► share 1 ─┐
                    ──► share 2 ─┼─ any two ──► the same seed;   one alone leaves 2^224 of them to try
                    ──► share 3 ─┘

A share is 33 words of a public list of 1024; the last three are a checksum that finds any three wrong words. There is
no passphrase over it: the kit is for the day when passphrases are lost, and whoever has two sheets has everything the
seed opens. Any program that knows SLIP-39 combines them too.

What it does not do: keep a share anywhere, or put a word of one into a fault. The words and all that is made of them
stay in the caller's hands.
"""

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from media.fault import Fault

SEED_BYTES = 32
SHARES = 3
NEEDED = 2
SHARE_WORDS = 33
"""7 of form, 26 for 256 bits"""
COLUMNS = 3
"""of words on paper; 33 fill 11 rows"""

_BEGINNINGS = {word[:4]: word for word in WORDLIST}
"""no two words of the list begin with the same four letters"""
_BETWEEN_WORDS = re.compile(r"[\s\u200b\ufeff.,:;·•、。|()\[\]_-]+")


def make_seed() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SEED_BYTES)


def make_shares(seed: bytes) -> tuple[str, str, str]:
    """Three new shares of the seed, one line of words each; shares made at another time do not go with them."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes")
    ((first, second, third),) = generate_mnemonics(1, [(NEEDED, SHARES)], seed, iteration_exponent=0)
    for pair in combinations((first, second, third), NEEDED):
        if combine_mnemonics(pair) != seed:  # on paper it would be found too late
            raise RuntimeError("the shares do not give the seed back")
    return first, second, third


def seed_from(shares: Sequence[str]) -> bytes:
    """The seed that two or three typed shares give; the faults say which of them (1-based) is wrong, never a word.

    Case, spaces, line breaks, numbers before words and words cut after four letters do not matter; an empty share is
    none. E-245 no such word, E-246 checksum or number of words wrong, E-247 of another kit, E-248 fewer than two, or
    the same one twice.
    """
    typed = {n: words for n, text in enumerate(shares, 1) if (words := _typed(text))}
    read = {n: _share(n, words) for n, words in typed.items()}
    if len(read) < NEEDED:
        raise Fault("E-248", share=next(n for n in range(1, NEEDED + 1) if n not in read))
    kit = Counter(share.group_parameters() for share in read.values()).most_common(1)[0][0]
    for n, share in read.items():
        if share.group_parameters() != kit or not _is_of_a_kit(share):
            raise Fault("E-247", share=n)
        for before in range(1, n):
            if before in read and read[before].index == share.index:
                raise Fault("E-248" if read[before].value == share.value else "E-247", share=n)
    seeds = {_combined(*pair) for pair in combinations(read.values(), NEEDED)}
    seed = seeds.pop()
    if seed is None or seeds:
        raise Fault("E-247", share=max(read))
    return seed


def kit_number(share: str) -> str:
    """Five digits that the three shares of a kit have in common, and that tell nothing about its seed."""
    return f"{_share(1, _typed(share)).identifier:05d}"


def kit_page(share: str, number: int, station: str, made_on: date, language: str = "zh") -> str:
    """The sheet for one holder as HTML that prints on A4: both languages, `language` first, nothing from elsewhere."""
    sheet = _sheet(share, number, station, made_on, language)
    title = "<br>".join(escape(text.title.format(number=number)) for text in sheet.texts)
    facts = "".join(f"<tr><td>{escape(name)}</td><td><b>{escape(value)}</b></td></tr>" for name, value in sheet.facts)
    rows = "".join(
        "<tr>" + "".join(f"<td>{n}. &nbsp;<b><tt>{word}</tt></b></td>" for n, word in row) + "</tr>"
        for row in _rows(sheet.words)
    )
    paragraphs = "".join(
        f"<p><b>{escape(heading)}</b>{escape(body.format(number=number))}</p>"
        for text in sheet.texts
        for heading, body in text.paragraphs
    )
    return (
        f'<!DOCTYPE html><html lang="{sheet.language}"><head><meta charset="utf-8"><title>{escape(sheet.name)}</title>'
        "<style>@page { size: A4; margin: 15mm; } body { font-family: sans-serif; font-size: 10pt; } "
        "h1 { font-size: 13pt; } h1, p { margin: 0 0 6pt 0; } td { font-size: 11pt; }"
        "</style></head><body>"
        f"<h1>{title}</h1>"
        f'<table cellpadding="3">{facts}</table><p></p>'
        f'<table border="1" cellspacing="0" cellpadding="4" width="100%">{rows}</table><p></p>'
        f"{paragraphs}</body></html>"
    )


def kit_text(share: str, number: int, station: str, made_on: date, language: str = "zh") -> str:
    """What `kit_page` says, as lines for a terminal."""
    sheet = _sheet(share, number, station, made_on, language)
    lines = [text.title.format(number=number) for text in sheet.texts]
    lines += ["", *(f"{name}：{value}" for name, value in sheet.facts), ""]
    lines += ["".join(f"{n:>4}. {word:<10}" for n, word in row).rstrip() for row in _rows(sheet.words)]
    for text in sheet.texts:
        lines += ["", *(f"{heading}{body.format(number=number)}" for heading, body in text.paragraphs)]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------- reading


def _typed(text: str) -> list[str]:
    """The words in what was typed, without numbers and signs between them; full-width letters are letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word for word in _BETWEEN_WORDS.split(plain) if word and not word.isdecimal()]


def _share(n: int, words: Sequence[str]) -> Share:
    """The share that the words are; E-245 and E-246 with its number `n`."""
    whole = []
    for position, word in enumerate(words, 1):
        meant = _BEGINNINGS.get(word[:4])
        if meant is None or not meant.startswith(word):
            raise Fault("E-245", share=n, word=position)
        whole.append(meant)
    share = None
    if len(whole) == SHARE_WORDS:
        with suppress(MnemonicError):  # whose text has the first words in it
            share = Share.from_mnemonic(" ".join(whole))
    if share is None:
        raise Fault("E-246", share=n, words=len(whole), wanted=SHARE_WORDS)
    return share


def _is_of_a_kit(share: Share) -> bool:
    """Whether `make_shares` could have made it."""
    form = (share.group_count, share.group_threshold, share.member_threshold, share.iteration_exponent)
    return form == (1, 1, NEEDED, 0) and share.extendable and share.index < SHARES


def _combined(one: Share, other: Share) -> bytes | None:
    """The seed; none when the two have the same form and yet are no shares of one secret."""
    try:
        seed: bytes = combine_mnemonics((one.mnemonic(), other.mnemonic()))
    except MnemonicError:
        return None
    return seed


# ---------------------------------------------------------------------- paper


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands on a sheet, in one language."""

    title: str
    station: str
    kit: str
    made_on: str
    holder: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Sheet:
    language: str
    name: str
    texts: tuple[_Text, _Text]
    facts: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


_TEXTS = {
    "zh": _Text(
        "恢复卡 第 {number} 张（共 3 张）",
        "工作站",
        "套号",
        "制作日期",
        "保管人签名",
        (
            (
                "这是什么：",
                "双录工作站保险库的三张恢复卡之一。三张中的任意两张合在一起，可以在口令遗忘、电脑损坏或更换之后打开保险库、"
                "调阅全部录像并重新设立账号。单独一张什么也打不开。",
            ),
            (
                "谁保管：",
                "由三个人各保管一张，任何人都不得同时持有两张。封入信封并签名，锁在不同的地方，不放在这台电脑旁边。"
                "不拍照、不存入电脑或手机、不通过网络发送。",
            ),
            (
                "怎样使用：",
                "任意两位保管人到场，在工作站上按编号依次输入各自的 33 个词；每个词输入前四个字母即可，输错会有提示。",
            ),
            (
                "丢失怎么办：",
                "丢失、损坏或可能被别人看过时，立即报告主管和管理员，重新制作一套三张，旧的三张全部销毁。"
                "只剩一张时无法恢复，请趁还有人能登录时马上重做。旧卡对重做之前的备份仍然有效，所以必须销毁，不能只作废。",
            ),
        ),
    ),
    "en": _Text(
        "Recovery share {number} of 3",
        "Station",
        "Kit number",
        "Made on",
        "Holder's signature",
        (
            (
                "What it is: ",
                "One of three shares of the recovery kit of a dual-recording station. Any two of the three together "
                "open the vault, replay every take and make new accounts when passphrases are forgotten or the "
                "computer is lost. One alone opens nothing.",
            ),
            (
                "Who keeps it: ",
                "Three people keep one each; nobody ever has two. Seal it in an envelope, sign it, and lock it up in "
                "another place than the others, not beside this computer. Take no photograph of it, store it in no "
                "computer or phone, send it over no network.",
            ),
            (
                "How it is used: ",
                "Any two holders come to the station and type their 33 words in the order of the numbers. The first "
                "four letters of a word are enough, and a mistake is told.",
            ),
            (
                "When it is lost: ",
                "If it is lost, damaged or may have been seen, tell the supervisor and the administrator at once, "
                "make a new kit of three, and destroy all three old shares. With one share left nothing can be "
                "recovered: make the new kit while somebody can still log in. Old shares still open backups made "
                "before the new kit, so they have to be destroyed, not just crossed out.",
            ),
        ),
    ),
}


def _sheet(share: str, number: int, station: str, made_on: date, language: str) -> _Sheet:
    read = _share(number, _typed(share))
    if read.index != number - 1 or not _is_of_a_kit(read):
        raise ValueError("not the share of that number")
    first, second = ("zh", "en") if language == "zh" else ("en", "zh")
    one, other = _TEXTS[first], _TEXTS[second]
    facts = (
        (f"{one.station} / {other.station}", station),
        (f"{one.kit} / {other.kit}", f"{read.identifier:05d}"),
        (f"{one.made_on} / {other.made_on}", made_on.isoformat()),
        (f"{one.holder} / {other.holder}", "_" * 24),
    )
    name = f"{one.title.format(number=number)} · {station} · {read.identifier:05d}"
    return _Sheet(first, name, (one, other), facts, tuple(read.words()))


def _rows(words: Sequence[str]) -> list[list[tuple[int, str]]]:
    """The words with their numbers, row by row, as they are read and typed."""
    numbered = list(enumerate(words, 1))
    return [numbered[at : at + COLUMNS] for at in range(0, len(numbered), COLUMNS)]
