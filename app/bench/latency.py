"""From the end of the customer's answer to the verdict, in a real take in real time, and how much of it is waiting.

The share that is end-pointing (waiting to be sure that the customer has finished) is what the same take needs on a
clock that stands still while anybody works.
"""

import time
from pathlib import Path

import numpy as np

from app.bench import Bench, Figure
from app.evidence.manifest import StationKey
from app.evidence.sealed import generate_identity
from app.model import Case, CaseId, Mark, Utterance
from app.session.runner import SessionView
from app.session.script import OnFinalFailure, Person, QuestionKind, ReadyQuestion, ReadyScript, ReadyStep, Speaker
from app.session.take import Order, Sources, record_take
from app.settings import DataFolder, Place
from app.station import BUNDLED_MODELS
from app.vault.keyfile import sole_account
from app.vault.vault import Vault
from media.clock import NS, Clock, FastClock, SystemClock
from media.models import find_speech_model
from media.synthetic import NoiseMicrophone, VirtualCustomer
from media.track import SAMPLE_RATE_HZ, Samples
from media.virtual_counter import CounterCamera
from media.voice import CUSTOMER_VOICE, Voice

ANSWERS = ("我同意", "清楚", "我明白", "是本人", "知道了", "我同意", "清楚了", "我了解")
THINKS_NS = 600_000_000
LIMIT_MS = 800


class _TimedCustomer:
    """Answers like `AnsweringCustomer` and notes when each answer's last sound was made and when it was judged."""

    def __init__(self, clock: Clock, voice: Voice) -> None:
        self.track = VirtualCustomer()
        self.latencies_ms: list[float] = []
        self._clock = clock
        self._voice = voice
        self._origin_ns = 0
        self._count = 0
        self._silent_from_ns = 0

    def begin(self, origin_ns: int) -> None:
        self._origin_ns = origin_ns

    def __call__(self, news: Mark | Utterance | SessionView) -> None:
        if not isinstance(news, Mark):
            return
        if news.kind == "prompt_ended":
            samples = _trimmed(self._voice.render(ANSWERS[self._count % len(ANSWERS)], 3.6).samples)
            self._count += 1
            begin_ns = self.track.say(samples, self._origin_ns + news.at_ns + THINKS_NS)
            self._silent_from_ns = begin_ns + samples.size * NS // SAMPLE_RATE_HZ
        elif news.kind == "answer_judged":
            self.latencies_ms.append((self._clock.now_ns() - self._silent_from_ns) / 1e6)


def answer(bench: Bench) -> list[Figure]:
    """Median over the answers of a short guided take, in real time."""
    real = _latencies(bench.folder / "real", SystemClock())
    waiting = _latencies(bench.folder / "fast", FastClock())
    share = sorted(waiting)[len(waiting) // 2] / sorted(real)[len(real) // 2]
    return [
        Figure("answer_latency", "end of answer to verdict", "ms", tuple(real), LIMIT_MS),
        Figure("endpointing", "… of which waiting for the end of speech", "share", (share,)),
    ]


def _latencies(folder: Path, clock: Clock) -> list[float]:
    data = DataFolder(folder)
    data.prepare()
    key = StationKey.generate()
    with Vault.create(data.vault, [sole_account("bench")]) as vault:
        case = Case(CaseId("bench-0001"), "insurance.life_over_1y", "支行", "03", "0123", "甲乙丙", "", {})
        vault.add_case(case, time.time_ns())
        customer_voice, voice = Voice(None, voice=CUSTOMER_VOICE), Voice(None)
        customer = _TimedCustomer(clock, customer_voice)
        for text in ANSWERS:
            customer_voice.render(text, 3.6)
        order = Order(_script(), case, Place(), (generate_identity().recipient,))
        sources = Sources((CounterCamera(),), NoiseMicrophone(-66), customer.track)
        try:
            record_take(
                order, sources, vault, data, clock, key=key, voice=voice, model=find_speech_model([BUNDLED_MODELS]),
                listeners=[customer], on_begin=customer.begin,
            )  # fmt: skip
        finally:
            voice.close()
            customer_voice.close()
    return customer.latencies_ms


def _script() -> ReadyScript:
    accept = tuple(dict.fromkeys(ANSWERS))
    steps = tuple(
        ReadyStep(
            id=f"step-{n}",
            title="测量",
            rules=(),
            speaker=Speaker.STATION,
            say="请回答。",
            show=(),
            persons=(Person.CUSTOMER,),
            ask=ReadyQuestion(QuestionKind.FACT, "请说。", accept, (), (), 10.0),
            slower_say="请回答。",
            clerk_say="请回答。",
            on_final_failure=OnFinalFailure.CONTINUE,
            chars_per_second=4.5,
            expected_s=6.0,
        )
        for n in range(len(ANSWERS))
    )
    return ReadyScript("bench", "测量", "1", "zh-CN", "0" * 64, 1, steps, (), (), 4.5, 60.0)


def _trimmed(samples: Samples) -> Samples:
    """Without the silence after the last sound (1 % of the peak)."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > max(1, int(np.abs(samples.astype(np.int32)).max()) // 100))
    return samples[: loud[-1] + 1] if loud.size else samples
