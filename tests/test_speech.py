"""The ear: synthetic speech through the real recogniser, at 48 kHz in 20 ms blocks, as the mixer gives it."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from media.clock import NS
from media.models import BUNDLED, SpeechModel, open_speech_model
from media.speech import END_PAUSE_S, Recogniser, SpeechHeard, VoiceActivity, grammar
from media.track import SAMPLE_RATE_HZ, Samples
from media.voice import CUSTOMER_VOICE, Voice

BLOCK = SAMPLE_RATE_HZ // 50
BEGIN_NS = 7 * NS
PACE = 4.0


def said(text: str) -> list[str]:
    return text.split()


ACCEPTED = said("""
    同意 我同意 是的 对 好的 清楚 听清楚了 明白 我明白 知道了 了解 愿意 是本人 是我本人 确认 看清楚了
    看过了 看到了 充分了解 我充分了解 愿意承担 保险 是保险 是保险产品 不是存款是保险 是示范人寿的保险
    示范人寿 示范理财 是示范理财的产品 理财产品 每年五万元交五年 每年交五万元 五年 交十年 一共二十五万元
    十万元 五万块钱 十五天 一百八十天 会亏 会亏损 少了 会少 变少 可能会亏 可能亏 不保证 不能取
    到期前不能取 是我自己签的 自有资金 是我自己的钱 没有人 没有了 养老 为了养老 今天办 回去想想 收到了 够
""")
REFUSED = said("""
    不同意 我不同意 不 不是 不清楚 不知道 不明白 不愿意 拒绝 没听清 不会 不会亏 不会少 存款 是存款
    存定期 保本 保证 能取 随时能取 没看清 听不懂 不需要 别人 用不到 不够 我再想想 一样
""")

Heard = SpeechHeard | VoiceActivity
Say = Callable[[str], Samples]


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return open_speech_model(BUNDLED / "vosk-test-cn")


@pytest.fixture(scope="module")
def say() -> Iterator[Say]:
    with Voice(None, CUSTOMER_VOICE) as customer:
        yield lambda text: customer.render(text, PACE).samples


def quiet(seconds: float) -> Samples:
    """A quiet room: noise at -70 dBFS."""
    noise = np.random.default_rng(5).standard_normal(round(seconds * SAMPLE_RATE_HZ))
    return (noise * 32768 * 10 ** (-70 / 20)).astype(np.int16)


def listen(model: SpeechModel | None, *parts: Samples, block: int = BLOCK) -> list[tuple[float, Heard]]:
    """Everything that is told, with the second (since the first sample) at which it was told."""
    samples = np.concatenate(parts)
    told: list[tuple[float, Heard]] = []
    fed = 0
    ear = Recogniser("customer", model, lambda heard: told.append((fed / SAMPLE_RATE_HZ, heard)))
    for begin in range(0, len(samples), block):
        fed = min(begin + block, len(samples))
        ear.feed(BEGIN_NS + begin * NS // SAMPLE_RATE_HZ, samples[begin:fed])
    ear.flush()
    return told


def finals(told: list[tuple[float, Heard]]) -> list[SpeechHeard]:
    return [heard for _, heard in told if isinstance(heard, SpeechHeard) and heard.is_final]


def seconds(at_ns: int) -> float:
    return (at_ns - BEGIN_NS) / NS


def audible_end_s(said: Samples) -> float:
    """Where the last syllable has faded to a tenth of the loudest: the voice's own tail is nobody's word."""
    return int(np.flatnonzero(np.abs(said) > np.abs(said).max() / 10)[-1]) / SAMPLE_RATE_HZ


@pytest.mark.parametrize("phrases", [ACCEPTED, REFUSED], ids=["accepted", "refused"])
def test_answers_of_the_scripts(model: SpeechModel, say: Say, phrases: list[str]) -> None:
    parts = [part for phrase in phrases for part in (quiet(0.8), say(phrase))]
    heard = finals(listen(model, *parts, quiet(1.0)))
    assert [(one.text, one.unknown) for one in heard] == [(phrase, 0) for phrase in phrases]
    assert all(one.recognised and one.channel == "customer" and one.confidence > 0.4 for one in heard)


def test_hesitating_refusal_is_one_utterance(model: SpeechModel, say: Say) -> None:
    """A pause inside "不……同意" never leaves an acceptance standing alone, unless it is as long as an end."""
    for pause_s in (0.15, 0.3, 0.4, 0.45):
        heard = finals(listen(model, quiet(1), say("不"), quiet(pause_s), say("同意"), quiet(1.5)))
        assert [one.text for one in heard] == ["不同意"], pause_s
    heard = finals(listen(model, quiet(1), say("不"), quiet(0.9), say("同意"), quiet(1.5)))
    assert [one.text for one in heard] == ["不", "同意"], "and then the refusal comes first"


def test_long_speech_is_told_in_parts_and_loses_no_word(model: SpeechModel, say: Say) -> None:
    phrase = "我已阅读合同条款"
    parts = [part for _ in range(14) for part in (say(phrase), quiet(0.3))]
    heard = finals(listen(model, *parts, quiet(1)))
    assert 2 <= len(heard) <= 3
    assert "".join(one.text for one in heard) == phrase * 14


def test_word_times(model: SpeechModel, say: Say) -> None:
    first, second = say("我已阅读合同条款"), say("我不同意")
    heard = finals(listen(model, quiet(1.3), first, quiet(2.2), second, quiet(1)))
    begins = (1.3, 1.3 + len(first) / SAMPLE_RATE_HZ + 2.2)
    for one, begin, spoken in zip(heard, begins, (first, second), strict=True):
        end = begin + audible_end_s(spoken)
        assert abs(seconds(one.begin_ns) - begin) < 0.06 and abs(seconds(one.end_ns) - end) < 0.06
        assert one.words[0].begin_ns == one.begin_ns and one.words[-1].end_ns == one.end_ns
        assert all(a.begin_ns < a.end_ns <= b.begin_ns + 10_000_000 for a, b in pairwise(one.words))
        assert "".join(word.text for word in one.words) == one.text


def test_result_comes_soon_after_the_end(model: SpeechModel, say: Say) -> None:
    for text in ("同意", "不", "我已阅读合同条款", "二十五万元", "会亏"):
        spoken = say(text)
        told = listen(model, quiet(1), spoken, quiet(2))
        [at] = [at for at, heard in told if isinstance(heard, SpeechHeard) and heard.is_final]
        assert END_PAUSE_S - 0.06 <= at - 1 - len(spoken) / SAMPLE_RATE_HZ <= 0.6


def test_partial_results_grow_to_the_final(model: SpeechModel, say: Say) -> None:
    told = [
        heard
        for _, heard in listen(model, quiet(1), say("我已阅读合同条款"), quiet(1))
        if isinstance(heard, SpeechHeard)
    ]
    partials = [heard.text for heard in told[:-1]]
    assert len(partials) >= 3 and len(set(partials)) == len(partials)
    assert told[-1].is_final and told[-1].text.startswith(partials[0])
    assert all(heard.confidence == 0 and not heard.words for heard in told[:-1])


def test_voice_begins_and_ends(model: SpeechModel, say: Say) -> None:
    spoken = say("我同意购买保险产品")
    told = [heard for _, heard in listen(model, quiet(1), spoken, quiet(1)) if isinstance(heard, VoiceActivity)]
    assert [heard.begins for heard in told] == [True, False]
    assert abs(seconds(told[0].at_ns) - 1) < 0.1
    assert abs(seconds(told[1].at_ns) - 1 - len(spoken) / SAMPLE_RATE_HZ) < 0.15


def test_without_a_model_voice_is_noticed(say: Say) -> None:
    spoken = say("我同意")
    told = listen(None, quiet(1), spoken, quiet(1), spoken, quiet(1))
    assert [(one.text, one.recognised, one.confidence) for one in finals(told)] == [("", False, 0.0)] * 2
    assert abs(seconds(finals(told)[1].begin_ns) - 2 - len(spoken) / SAMPLE_RATE_HZ) < 0.1


@pytest.mark.parametrize("block", [1, 441, 48_000])
def test_any_block_size_hears_the_same(model: SpeechModel, say: Say, block: int) -> None:
    parts = (quiet(0.7), say("不同意"), quiet(0.7))
    assert finals(listen(model, *parts, block=block)) == finals(listen(model, *parts))


@pytest.mark.parametrize("with_model", [True, False])
def test_silence_gives_nothing(model: SpeechModel, with_model: bool) -> None:
    told = listen(model if with_model else None, np.zeros(20 * SAMPLE_RATE_HZ, np.int16), quiet(5))
    assert told == []


@pytest.mark.parametrize("dbfs", [-60, -40, -20])
@pytest.mark.parametrize("colour", ["white", "brown", "hum"])
def test_noise_gives_no_words(model: SpeechModel, colour: str, dbfs: int) -> None:
    """Noise from the start, and noise that sets in suddenly."""
    count = 6 * SAMPLE_RATE_HZ
    white = np.random.default_rng(11).standard_normal(count)
    if colour == "white":
        sound = white
    elif colour == "brown":
        spectrum = np.fft.rfft(white)
        sound = np.fft.irfft(spectrum / (np.arange(len(spectrum)) + 100), count)
    else:
        time_s = np.arange(count) / SAMPLE_RATE_HZ
        sound = sum((np.sin(2 * np.pi * 50 * k * time_s) / k for k in (1, 2, 3, 5)), np.zeros(count))
    level = 32768 * 10 ** (dbfs / 20) / np.sqrt(np.mean(sound**2))
    noise = np.clip(sound * level, -32768, 32767).astype(np.int16)
    for parts in ((noise,), (quiet(2), noise, quiet(2))):
        assert finals(listen(model, *parts)) == []


@pytest.mark.parametrize("text", ["不同意", "我同意", "会亏"])
def test_speech_in_a_noisy_branch(model: SpeechModel, say: Say, text: str) -> None:
    """15 dB between voice and noise, the least that passes inspection (R-B08)."""
    sound = np.concatenate([quiet(2), say(text), quiet(2)])
    noise = np.random.default_rng(3).standard_normal(len(sound)) * 32768 * 10 ** (-37 / 20)
    heard = finals(listen(model, (sound + noise).clip(-32768, 32767).astype(np.int16)))
    assert [one.text for one in heard] == [text]


def test_unknown_speech_is_counted_and_not_words(model: SpeechModel, say: Say) -> None:
    heard = finals(listen(model, quiet(1), say("隔壁邻居家正在装修非常吵"), quiet(1)))
    assert [one.text for one in heard] == [""] and heard[0].unknown >= 1 and heard[0].words == ()


def feed_all(ear: Recogniser, *parts: tuple[float, Samples]) -> None:
    """Feed stretches of sound, each from its own second on."""
    for at_s, samples in parts:
        for begin in range(0, len(samples), BLOCK):
            at_ns = BEGIN_NS + round(at_s * NS) + begin * NS // SAMPLE_RATE_HZ
            ear.feed(at_ns, samples[begin : begin + BLOCK])


@pytest.mark.parametrize("gap_s", [0.3, 1.5, 30.0])
def test_gap_is_counted_and_does_not_shift_times(model: SpeechModel, say: Say, gap_s: float) -> None:
    first, second = say("我同意"), say("不同意")
    told: list[Heard] = []
    ear = Recogniser("customer", model, told.append)
    one = np.concatenate([quiet(1), first, quiet(0.7)])
    two_s = len(one) / SAMPLE_RATE_HZ + gap_s
    feed_all(ear, (0, one), (two_s, np.concatenate([quiet(0.5), second, quiet(1)])))
    heard = [one for one in told if isinstance(one, SpeechHeard) and one.is_final]
    assert [one.text for one in heard] == ["我同意", "不同意"]
    assert abs(seconds(heard[1].begin_ns) - two_s - 0.5) < 0.06
    assert ear.gaps == 1 and abs(ear.gap_ns / NS - gap_s) < 0.001


def test_gap_within_an_answer_closes_it_only_when_long(model: SpeechModel, say: Say) -> None:
    for gap_s, texts in ((0.3, ["不同意"]), (5.0, ["不", "同意"])):
        told: list[Heard] = []
        ear = Recogniser("customer", model, told.append)
        one = np.concatenate([quiet(1), say("不")])
        feed_all(ear, (0, one), (len(one) / SAMPLE_RATE_HZ + gap_s, np.concatenate([say("同意"), quiet(1)])))
        assert [one.text for one in told if isinstance(one, SpeechHeard) and one.is_final] == texts


def test_sound_that_comes_twice_is_heard_once(model: SpeechModel, say: Say) -> None:
    told: list[Heard] = []
    ear = Recogniser("customer", model, told.append)
    sound = np.concatenate([quiet(1), say("同意"), quiet(1)])
    half = len(sound) // 2 // BLOCK * BLOCK
    feed_all(ear, (0, sound[:half]), ((half - 4 * BLOCK) / SAMPLE_RATE_HZ, sound[half - 4 * BLOCK :]))
    assert [one.text for one in told if isinstance(one, SpeechHeard) and one.is_final] == ["同意"]
    assert abs(ear.overlap_ns / NS - 0.08) < 0.001


def test_flush_gives_what_was_begun_and_listening_goes_on(model: SpeechModel, say: Say) -> None:
    told: list[Heard] = []
    ear = Recogniser("customer", model, told.append)
    feed_all(ear, (0, np.concatenate([quiet(1), say("我同意")])))
    ear.flush()
    feed_all(ear, (20, np.concatenate([quiet(1), say("不同意"), quiet(1)])))
    heard = [one for one in told if isinstance(one, SpeechHeard) and one.is_final]
    assert [one.text for one in heard] == ["我同意", "不同意"]
    assert abs(seconds(heard[1].begin_ns) - 21) < 0.06


def test_expectation_does_not_harm_a_model_with_a_fixed_graph(model: SpeechModel, say: Say) -> None:
    told: list[Heard] = []
    ear = Recogniser("customer", model, told.append)
    ear.expect(["同意", "我同意"])
    feed_all(ear, (0, np.concatenate([quiet(1), say("不同意"), quiet(1)])))
    assert [one.text for one in told if isinstance(one, SpeechHeard) and one.is_final] == ["不同意"]


def test_grammar_always_holds_refusals() -> None:
    known = {"不", "不是", "没有", "我", "同意", "清楚", "了", "听", "是", "的"}.__contains__
    rows = json.loads(grammar(["我同意", "听清楚了", "是的。", "葡萄"], known))
    assert rows[-1] == "[unk]"
    assert {"我 同意", "听 清楚 了", "是 的", "不", "不是", "没有"} == set(rows[:-1])


def test_one_model_serves_both_channels(model: SpeechModel) -> None:
    loads: list[object] = []
    Recogniser("counter", model, lambda _: None)
    Recogniser("customer", model, lambda _: None)
    model.loaded(lambda folder: loads.append(folder))
    assert loads == []
