"""Answers: a table of questions and answers, and what must hold of any answer at all."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model import Verdict
from app.session.answers import Heard, forbidden_words, is_prompting, judge, listen_for
from app.session.numerals import Measure, counted, find_numbers, normalise, spoken, spoken_digits
from app.session.script import NoneOf, Number, QuestionKind, ReadyQuestion, Unit, Words

VECTORS = Path(__file__).parent / "vectors" / "answers.txt"


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def yes_or_no(kind: QuestionKind, accept: str, refuse: str = "") -> ReadyQuestion:
    return ReadyQuestion(kind, "?", words(accept), words(refuse), (), 10.0)


def own_words(*expect: Words | Number | NoneOf, tolerates_unknown: int = 0) -> ReadyQuestion:
    known = (Number("total", Decimal(250_000), Unit.YUAN),)
    return ReadyQuestion(QuestionKind.UNDERSTANDING, "?", (), (), expect, 10.0, tolerates_unknown, known)


QUESTIONS = {
    "consent": yes_or_no(QuestionKind.CONSENT, "同意 愿意 可以 好的 没问题 没有问题 没有异议"),
    "knowledge": yes_or_no(QuestionKind.KNOWLEDGE, "清楚 明白 知道 了解 理解 听懂了 懂了"),
    "self": yes_or_no(QuestionKind.FACT, "本人 是本人 是我 我自己", "不是本人 替别人"),
    "promised": yes_or_no(QuestionKind.FACT, "没有 没有人 没人", "有 有人"),
    "inform": yes_or_no(QuestionKind.FACT, "同意 不需要 不用 不用了"),
    "nature": own_words(
        Words(words("保险")),
        Words(words("示范人寿"), "insurer_name"),
        NoneOf(words("存款 定期 理财 理财产品 基金")),
        tolerates_unknown=2,
    ),
    "pay": own_words(
        Number("annual_premium", Decimal(50_000), Unit.YUAN), Number("payment_years", Decimal(5), Unit.YEARS)
    ),
    "days": own_words(Number("cooling_off", Decimal(15), Unit.DAYS)),
    "loss": own_words(Words(words("亏 少 变少 损失 可能亏 可能会亏")), NoneOf(words("多 赚 保本 一样 变多"))),
    "closed": own_words(Words(words("不能取 取不了 才能取")), NoneOf(words("能取 随时取 随时能取"))),
}


def rows() -> list[tuple[str, str, int, str, str]]:
    found = []
    for line in VECTORS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            question, said, verdict, reason = (part.strip() for part in line.split("|"))
            text, _, unknown = said.partition("+")
            found.append((question, text, int(unknown or 0), verdict, reason))
    return found


@pytest.mark.parametrize(("question", "text", "unknown", "verdict", "reason"), rows())
def test_answer_of_the_table(question: str, text: str, unknown: int, verdict: str, reason: str) -> None:
    judgement = judge(QUESTIONS[question], Heard(text, unknown))
    assert (judgement.verdict.value, judgement.reason) == (verdict, reason), judgement.matched


def test_answer_table_has_every_verdict_a_text_can_have() -> None:
    assert len(rows()) >= 150
    assert {verdict for *_, verdict, _ in rows()} == {"accepted", "refused", "wrong", "unclear", "missing"}


def test_answer_where_no_recogniser_ran_is_not_checked() -> None:
    for question in QUESTIONS.values():
        assert judge(question, Heard("同意", recognised=False)).verdict is Verdict.NOT_CHECKED


ACCEPTED = [(name, text) for name, text, _, verdict, _ in rows() if verdict == "accepted"]


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(ACCEPTED), st.sampled_from(["不", "没", "没有", "不是", "并不", "不太", "还没", "未", "别"]))
def test_answer_with_a_no_before_the_right_word_is_never_accepted(row: tuple[str, str], no: str) -> None:
    """Before every occurrence of a word the acceptance rests on."""
    name, text = row
    text = normalise(text)
    accepted = judge(QUESTIONS[name], Heard(text))
    for word in accepted.matched:
        begin = text.find(word)
        if begin < 0:
            continue  # found by its sound
        worse = text[:begin] + no + text[begin:]
        says_it_twice = no in QUESTIONS[name].accept  # 没有，没有
        if text.count(word) == 1 and not says_it_twice:
            assert judge(QUESTIONS[name], Heard(worse)).verdict is not Verdict.ACCEPTED, worse


FRAGMENTS = words(
    "同意 不 没 没有 是 不是 清楚 明白 保险 存款 示范人寿 五 万 十 天 年 元 半 点 亏 会 多 少 百分之 第 一 两 嗯 啊 "
    "吗 吧 有 能 取 . 5 0 千 亿 零 几 来 % 个 月 才 还是 不能取 本人 每 部"
)
SAID = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), SAID | st.text(max_size=30), st.integers(0, 4))
def test_answer_never_raises_and_silence_or_noise_is_never_yes(name: str, text: str, unknown: int) -> None:
    judgement = judge(QUESTIONS[name], Heard(text, unknown))
    if not normalise(text).strip("嗯啊哦呃"):
        assert judgement.verdict in (Verdict.MISSING, Verdict.UNCLEAR)
    if judgement.verdict is Verdict.ACCEPTED:
        assert judgement.matched
    assert is_prompting(text, QUESTIONS[name]) in (True, False)
    assert set(forbidden_words(text)) is not None


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 3 * 10**6), st.integers(1, 40), st.integers(1, 3 * 10**6), st.integers(1, 40))
def test_answer_with_numbers_is_accepted_only_with_the_contracts_own(
    amount: int, years: int, said_amount: int, said_years: int
) -> None:
    question = own_words(Number("a", Decimal(amount), Unit.YUAN), Number("y", Decimal(years), Unit.YEARS))
    verdict = judge(question, Heard(f"每年交{spoken(said_amount)}元，交{spoken(said_years)}年")).verdict
    right = (amount, years) == (said_amount, said_years)
    assert (verdict is Verdict.ACCEPTED) == right or (said_years == 1 and right)


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 3_000), st.integers(2, 40))
def test_answer_with_numbers_said_in_one_breath(thousands: int, years: int) -> None:
    """A recogniser gives no commas: 五万五年 is 五万 and 五年, 五万五千五年 is 五万五千 and 五年."""
    amount = thousands * 1_000
    question = own_words(Number("a", Decimal(amount), Unit.YUAN), Number("y", Decimal(years), Unit.YEARS))
    text = f"{spoken(amount)}{counted(years)}年"
    assert judge(question, Heard(text)).verdict is Verdict.ACCEPTED, text


@settings(max_examples=1000, deadline=None)
@given(st.integers(1, 10**8))
def test_number_spoken_is_found_again(value: int) -> None:
    for text in (spoken(value), f"{spoken(value)}元", f"是{spoken(value)}块钱", f"{value}元", f"{value:,}元"):
        (found,) = find_numbers(normalise(text))
        assert found.is_exact
        assert found.value == value


@settings(max_examples=500, deadline=None)
@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2))
def test_number_with_a_point_spoken_is_found_again(value: Decimal) -> None:
    (found,) = find_numbers(spoken(value))
    assert found.value == value
    (of_ten_thousands,) = find_numbers(f"{value.normalize():f}万")
    assert of_ten_thousands.value == value * 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五万元", [(50_000, "yuan")]),
        ("2.5万", [(25_000, "none")]),
        ("两万五", [(25_000, "none")]),
        ("三千六百元", [(3_600, "yuan")]),
        ("一百二十万", [(1_200_000, "none")]),
        ("十万零五百", [(100_500, "none")]),
        ("半年", [("0.5", "years")]),
        ("一年半", [("1.5", "years")]),
        ("五万五年", [(50_000, "none"), (5, "years")]),
        ("五百五年", [(500, "none"), (5, "years")]),
        ("一千零九十五天", [(1_095, "days")]),
        ("一百五十天", [(150, "days")]),
        ("五万一百二十天", [(50_000, "none"), (120, "days")]),
        ("百分之三点五", [("3.5", "percent")]),
        ("3.5%", [("3.5", "percent")]),
        ("两个星期", [(2, "weeks")]),
        ("六十个月", [(60, "months")]),
        ("一万亿", [(10**12, "none")]),
        ("第二年就退", []),
        ("一样", []),
        ("一共", []),
        ("万一", []),
        ("千万不要", []),
        ("慢一点", []),
        ("十分清楚", []),
    ],
)
def test_number_in_everyday_words(text: str, expected: list[tuple[object, str]]) -> None:
    found = [(number.value, number.measure.value) for number in find_numbers(normalise(text))]
    assert found == [(Decimal(str(value)), measure) for value, measure in expected]


@pytest.mark.parametrize("text", ["五六万", "几万元", "十几天", "十多天", "数万元"])
def test_number_that_is_only_about_is_not_exact(text: str) -> None:
    (found,) = find_numbers(text)
    assert not found.is_exact


def test_number_read_figure_by_figure() -> None:
    assert spoken_digits("95500") == "九五五零零"
    assert find_numbers("一年五万")[0].is_rate
    assert find_numbers("一年")[0].measure is Measure.YEARS


@pytest.mark.parametrize(
    ("question", "text", "prompts"),
    [
        ("consent", "您说同意就行", True),
        ("consent", "您同意吗", False),
        ("consent", "同意不同意", False),
        ("consent", "您跟着我说同意", True),
        ("consent", "请您回答", False),
        ("consent", "", False),
        ("knowledge", "清楚了吗", False),
        ("knowledge", "说清楚", True),
        ("promised", "您就说没有", True),
        ("pay", "五万", True),
        ("pay", "您说五万五年", True),
        ("pay", "请看这里", False),
        ("nature", "是保险", True),
        ("nature", "是存款", False),
        ("loss", "会亏", True),
        ("loss", "会不会亏", False),
    ],
)
def test_prompting_by_the_counter(question: str, text: str, prompts: bool) -> None:
    assert is_prompting(text, QUESTIONS[question]) is prompts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这个产品保本", ("保本",)),
        ("这个产品不保本", ()),
        ("本产品不是保本的", ()),
        ("我们不承诺保本", ()),
        ("没有人能保证收益", ()),
        ("不保证收益", ()),
        ("放心稳赚不赔", ("稳赚不赔",)),
        ("和存款一样", ("和存款一样",)),
        ("不是和存款一样", ()),
        ("会不会亏", ()),
        ("不会亏的", ("不会亏",)),
        ("是不是保本", ()),
        ("保本吗", ()),
        ("零风险，保证收益", ("零风险", "保证收益")),
        ("并非零风险", ()),
        ("今天天气好", ()),
    ],
)
def test_forbidden_words_are_found_unless_denied(text: str, found: tuple[str, ...]) -> None:
    assert forbidden_words(text) == found


def test_grammar_holds_the_answers_and_the_refusals() -> None:
    phrases = listen_for(QUESTIONS["pay"])
    assert {"五万", "五万元", "五年", "不知道", "拒绝", "不"} <= set(phrases)
    assert {"六", "三", "千", "年", "天"} <= set(phrases), "or the right number would be heard in any other"
    assert {"保险", "存款", "示范人寿"} <= set(listen_for(QUESTIONS["nature"]))
    assert {"同意", "不同意"} <= set(listen_for(QUESTIONS["consent"]))
