"""Words that say no, maybe or nothing, and where they stand in what was heard.

The words that say yes are not here: a script lists them, compliance approves them. The words that take a yes away are
here, for every script alike, because nobody may forget them: 不同意 contains 同意.

`scan` cuts a text into pieces, always by the longest word, so that 非常 is not 非 and 没有问题 is not 没有.
`sounding` compares by sound: tone-less pinyin with zh/z, ch/c, sh/s, n/l and ng/n merged, as accents do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz.fuzz import ratio


class Role(Enum):
    """What a piece of speech does to an answer."""

    YES = 1
    """accepted by the script, or expected of the contract"""
    NO = 2
    WRONG = 3
    """contradicts the contract"""
    UNKNOWING = 4
    """不知道: a no to "is it clear?" """
    DENIAL = 5
    """不, 没有: turns round what follows"""
    DOUBT = 6
    CONDITION = 7
    ASKING = 8
    OTHERS = 9
    """somebody else's opinion"""
    AGAIN = 10
    """wants to hear it again"""
    NOISE = 11
    NEUTRAL = 12
    """means nothing here, and keeps the negation inside it from counting"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NO = _words(
    "不同意 不买了 不办了 不要了 不做了 不想要 不愿意 不乐意 不肯 不行 不可以 不好 不要 不买 不想买 不办 "
    "不想办 不做 不录 不让录 不签 不接受 不认可 不承认 不确认 不答应 反对 拒绝 取消 停止 算了 退出"
)
UNKNOWING = _words(
    "不清楚 不太清楚 不明白 不太明白 不知道 不了解 不太了解 不理解 不懂 不太懂 不晓得 不记得 没懂 没明白 "
    "没听懂 没听明白 没弄懂 没弄明白 没搞懂 没搞清楚 没看懂 没看明白 没有听懂 没有看懂 听不懂 听不明白 看不懂 "
    "看不明白 弄不懂 搞不懂 搞不清楚 记不得 记不住 记不清 忘了 忘记 糊涂 迷糊 一头雾水"
)
DENIAL = _words(
    "不 不是 不会 不能 不可能 不用 不想 不算 不属于 不应该 不至于 并不 并不是 并非 绝不 决不 从不 从来不 "
    "从来没有 从没 没 没有 还没 还没有 别 未 尚未 无 非 勿 莫 甭 不必 不曾 未曾 不再"
)
DOUBT = _words(
    "吧 可能 也许 大概 大约 好像 应该 差不多 估计 或许 不一定 说不定 不确定 没把握 没准 似乎 马马虎虎 随便 "
    "再说吧 再想想 想一想 想想 考虑 一般 还行 还好 凑合 够呛 勉强 有点 有些 一点点 大致 大体 基本 基本上 部分 "
    "左右 上下 我猜 猜 无所谓 看情况 不得不 只好 只能 被迫 没办法 不敢说 随你 听你的 你说了算 没有选择 没得选 "
    "没有办法 没有想好 没想好 还没想好 没有考虑好 天知道 鬼知道 假装"
)
CONDITION = _words("如果 要是 除非 假如 只要 只有 万一 前提 但是 但 不过 可是 然而 才怪 才 早知道 早晓得")
ASKING = _words("吗 么 呢 谁 哪 哪里 哪个 什么 啥 怎么 咋 为什么 为何 多少 干嘛 凭什么 是否")
OTHERS = _words(
    "他 她 他们 她们 人家 别人 老婆 老公 爱人 丈夫 妻子 儿子 女儿 孩子 老伴 朋友 你们 妈 爸 妈妈 爸爸 母亲 "
    "父亲 爷爷 奶奶 媳妇 哥哥 弟弟 姐姐 妹妹 闺女 亲戚 邻居 同事 经理"
)
AGAIN = _words(
    "没听清 没听清楚 没有听清 没有听清楚 听不清 听不清楚 没听见 听不见 没听到 再说一遍 再讲一遍 再说一次 "
    "重复一遍 重复一下 请重复 再念一遍 慢一点 慢点 说慢点 大声点 大声一点 声音大一点 等一下 等等 稍等 等一会 "
    "没看清 没看清楚 没有看清楚 看不清 看不清楚 没看到 没看见 说清楚点 讲清楚点 说明白点 讲明白点 说清楚一点 "
    "讲清楚一点 说清楚些 讲清楚些 解释 想知道 想了解 想弄清楚 想弄明白 想搞清楚 要知道 要了解 等我 让我想 "
    "请问"
)
NOISE = tuple("嗯哦啊呃哎唉额噢哈喂欸唔呀嘛哟诶哼呵哇啦哩咯喔嗨")
NEUTRAL = _words(
    "非常 特别 分别 区别 别的 无论 不论 不管 不仅 不但 未来 不错 没错 不好意思 没关系 没事 其他 其它 刚才 "
    "方才 那么 这么 没什么问题 没有任何问题 没有异议 没异议 没有意见 没意见 没有疑问 没疑问 没有问题 没问题 "
    "没有不清楚的 才能 才可以 总的来说"
)
FORBIDDEN = _words(
    "保本 保息 保证本金 保证收益 收益保证 收益有保证 本金有保证 保底 稳赚 稳赚不赔 只赚不赔 包赚 肯定赚 "
    "一定赚 必赚 零风险 无风险 没有风险 没有任何风险 绝对安全 绝对不会亏 不会亏 不会亏损 不可能亏 亏不了 "
    "不会损失 和存款一样 跟存款一样 和定期一样 跟定期一样 就是存款 等于存款 相当于存款 存款升级 刚性兑付 "
    "国家兜底 银行兜底 银行担保 银行保证 内部产品 内部额度 限时抢购 存单"
)
"""promises that nobody who sells may make"""
UNSPECIFIC = frozenset(
    _words("是 是的 对 对的 好 好的 行 行的 可以 嗯 没错 不错 没问题 没有问题 好吧 ok 是是 对对 对对对 好好 好好好")
)

_ROLES: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.NEUTRAL, NEUTRAL),
    (Role.NOISE, NOISE),
    (Role.OTHERS, OTHERS),
    (Role.ASKING, ASKING),
    (Role.CONDITION, CONDITION),
    (Role.DOUBT, DOUBT),
    (Role.DENIAL, DENIAL),
    (Role.AGAIN, AGAIN),
    (Role.UNKNOWING, UNKNOWING),
    (Role.NO, NO),
)
COMMON: Mapping[str, Role] = {word: role for role, words in _ROLES for word in words}

# 清不清楚, 同意不同意: a question, whoever says it. Not 不是不是 and 没有没有, which say no twice.
_A_NOT_A = re.compile(r"(?<![不没])([^不没\W]{1,2})[不没]\1")
# 不 ... 同意 with one of these between is still 不同意.
_LINK = re.compile(
    r"(是|太|很|大|怎么|够|完全|能|会|想|敢|再|要|得|可以|都|全|特别|十分|真|曾|曾经|算|有|我|就|比较|全部|那么|这么|非常|怎么样|什么|听|看)*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word found in a text: text[begin:end]."""

    role: Role
    text: str
    begin: int
    end: int


def scan(text: str, table: Mapping[str, Role]) -> tuple[Piece, ...]:
    """The words of the table in the text, from left to right, the longest wherever several begin."""
    longest = max(map(len, table), default=0)
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        for end in range(min(len(text), at + longest), at, -1):
            role = table.get(text[at:end])
            if role is not None:
                pieces.append(Piece(role, text[at:end], at, end))
                at = end
                break
        else:
            at += 1
    return tuple(pieces)


def asks(text: str) -> bool:
    """Whether the text is of the form 清不清楚."""
    return _A_NOT_A.search(text) is not None


def is_linked(between: str) -> bool:
    """Whether a 不 before these words still belongs to what follows them."""
    return len(between) <= 1 or _LINK.fullmatch(between) is not None


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The merged, tone-less syllables, one for each character."""
    return tuple(_merged(lazy_pinyin(one)[0]) for one in text)


def _merged(syllable: str) -> str:
    for retroflex, flat in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n")):
        if syllable.startswith(retroflex):
            syllable = flat + syllable[len(retroflex) :]
            break
    return syllable[:-1] if syllable.endswith("ng") else syllable


def sounding(text: str, phrase: str, threshold: float = 100.0) -> Iterator[int]:
    """Where in the text something sounds like the phrase (two syllables or more) but is written otherwise."""
    size = len(phrase)
    if size < 2:
        return
    heard, wanted = syllables(text), syllables(phrase)
    for begin in range(len(text) - size + 1):
        window = heard[begin : begin + size]
        if text[begin : begin + size] == phrase:
            continue
        if window == wanted or (threshold < 100 and ratio(" ".join(window), " ".join(wanted)) >= threshold):
            yield begin


def sounds_denied(text: str, begin: int) -> bool:
    """Whether a syllable like 不 or 没, written otherwise, stands right before text[begin:] (部同意, 每清楚)."""
    before = syllables(text[:begin])
    if before and before[-1] in ("si", "hui", "you", "tai", "hen") and len(before) > 1:
        before, begin = before[:-1], begin - 1
    return bool(before) and before[-1] in ("bu", "mei") and text[begin - 1] not in "不没"


def sounds_like_any(text: str, phrases: Iterable[str], certain: Iterable[Piece]) -> bool:
    """Whether something in the text, not wholly inside a piece that is certain, sounds like one of the phrases."""
    spans = [range(piece.begin, piece.end + 1) for piece in certain]
    return any(
        not any(begin in span and begin + len(phrase) in span for span in spans)
        for phrase in phrases
        for begin in sounding(text, phrase)
    )
