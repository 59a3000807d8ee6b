"""A take that does nothing by itself, for the states of the recording page: it is told what to show, and remembers
what was asked of it. Whole takes are in the tests that use a real station."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.counter import LIBRARY, Prepared, prepare_take
from app.evidence.observed import Level, Sight
from app.inspection.problem import Problem
from app.model import Channel, Mark, StepResult, Utterance, Verdict, Word
from app.session.runner import SessionView
from app.session.script import ReadyScript
from app.session.states import NS, Held, Listening, Phase, Showing, Speaking, State
from app.session.take import Order
from app.settings import Place
from media.faces import Face
from media.preview import Pixels

CUSTOMER_FACE = Face(0.18, 0.22, 0.16, 0.3, 0.9, 200, "customer")
CLERK_FACE = Face(0.66, 0.22, 0.16, 0.3, 0.9, 200, "clerk")


def prepared(case: str = "demo-life", script: str = "bank-life-over-1y") -> Prepared:
    return prepare_take(script, LIBRARY / "cases" / f"{case}.yaml", seed=1)


def picture(width: int, height: int) -> Pixels:
    """Two people at a counter, roughly."""
    rows, columns = np.mgrid[0:height, 0:width]
    bgra = np.zeros((height, width, 4), np.uint8)
    bgra[..., 0] = 150 + 40 * rows // height
    bgra[..., 1] = 140 + 40 * rows // height
    bgra[..., 2] = 130 + 50 * columns // width
    for face in (CUSTOMER_FACE, CLERK_FACE):
        middle = (face.x + face.width / 2) * width, (face.y + face.height / 2) * height
        head = ((columns - middle[0]) / (face.width * width / 2)) ** 2 + (
            (rows - middle[1]) / (face.height * height / 2)
        ) ** 2 < 1
        body = ((columns - middle[0]) / (face.width * width)) ** 2 + ((rows - height) / (height * 0.45)) ** 2 < 1
        bgra[body] = (110, 80, 60, 255)
        bgra[head] = (150, 190, 230, 255)
    bgra[..., 3] = 255
    return Pixels(width, height, bgra, 0)


@dataclass
class StubTake:
    """Has what the page uses of a `LiveTake`."""

    script: ReadyScript
    order: Order
    take_id: str | None = "20261122-101112-abcdef"
    view: SessionView | None = None
    outcome: object = None
    now_ns: int = 0
    shown: Sight = field(
        default_factory=lambda: Sight(Level(-34.0, -22.0, True), Level(-21.0, -12.0, True), (CUSTOMER_FACE, CLERK_FACE))
    )
    standing: tuple[Problem, ...] = ()
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    has_picture: bool = True
    is_over: bool = False

    def sight(self) -> Sight:
        return self.shown

    def pixels(self, width: int, height: int) -> Pixels | None:
        return picture(width, height) if self.has_picture else None

    def problems(self) -> tuple[Problem, ...]:
        return self.standing

    def ask_again(self, step: str) -> None:
        self.asked.append(("ask_again", step))

    def repeat(self, by: str, *, slower: bool = False) -> None:
        self.asked.append(("repeat", by, slower))

    def mark(self, note: str) -> None:
        self.asked.append(("mark", note))

    def clerk_read(self) -> None:
        self.asked.append(("clerk_read",))

    def end(self, reason: str) -> None:
        self.asked.append(("end", reason))


def stub_take(case: str = "demo-life") -> StubTake:
    ready = prepared(case)
    return StubTake(ready.script, Order(ready.script, ready.case, Place("示范支行", "03"), ()))


class Play:
    """Tells a page a take, step by step."""

    def __init__(self, take: StubTake, tell: Any) -> None:
        self.take, self.tell = take, tell
        missing = [StepResult(step.id, Verdict.MISSING, "", 0, "none") for step in take.script.steps]
        self.results = missing
        self.at = 0

    def _mark(self, kind: str, step: str | None = None, **facts: Any) -> None:
        self.tell(Mark(self.take.now_ns, kind, step, facts))

    mark = _mark

    def view(self, phase: Phase, sentence: str = "", hearing: str = "", queue: Sequence[int] | None = None) -> None:
        left = tuple(range(self.at, len(self.take.script.steps))) if queue is None else tuple(queue)
        state = State(phase, left, tuple(self.results), try_began_ns=self.take.now_ns)
        self.take.view = SessionView(self.take.now_ns, state, sentence, hearing)
        self.tell(self.take.view)

    def say(self, text: str, channel: Channel = Channel.CUSTOMER, confidence: float = 0.93) -> None:
        now_ns = self.take.now_ns
        words = (Word(text, now_ns, now_ns, confidence),)
        self.tell(Utterance(channel, text, now_ns, now_ns + NS, confidence, words))

    def begin(self, attempt: int = 1) -> None:
        self._mark("step_began" if attempt == 1 else "remedy_began", self.step.id, attempt=attempt, reason="filler")

    @property
    def step(self) -> Any:
        return self.take.script.steps[self.at]

    def speak(self, sentence: int = 0, *, attempt: int = 1, reads: bool = False) -> None:
        text = self.step.say + (self.step.ask.text if self.step.ask and not self.step.show else "")
        sentences = [part + "。" for part in self.step.say.split("。") if part]
        until = self.take.now_ns + 60 * NS if reads else None
        self.view(Speaking(attempt, True, until, text), "" if reads else sentences[min(sentence, len(sentences) - 1)])

    def show(self, paper: int) -> None:
        self.view(Showing(1, paper, self.take.now_ns + 2 * NS))

    def listen(self, left_s: float = 6.0, hearing: str = "", attempt: int = 1) -> None:
        self._mark("prompt_ended", self.step.id, attempt=attempt, asks=True)
        now_ns = self.take.now_ns
        deadline = now_ns + int(left_s * NS)
        text = self.step.say + self.step.ask.text
        self.view(Listening(attempt, deadline - int(self.step.ask.listen_s * NS), deadline, text=text), hearing=hearing)

    def hold(self, *devices: str) -> None:
        self.view(Held(1, self.take.now_ns, frozenset(devices)))

    def answer(
        self, text: str, verdict: Verdict = Verdict.ACCEPTED, reason: str = "accepted_words", attempt: int = 1
    ) -> None:
        if text:
            self.say(text)
        self._mark("answer_judged", self.step.id, verdict=str(verdict), reason=reason, attempt=attempt)
        self.results[self.at] = StepResult(self.step.id, verdict, text, attempt, "speech" if text else "none")

    def passed(self, *, failed: bool = False) -> None:
        result = self.results[self.at]
        if result.verdict is Verdict.MISSING:
            self.results[self.at] = StepResult(self.step.id, Verdict.ACCEPTED, "", 1, "none")
        kind = "step_failed" if failed else "step_passed"
        self._mark(kind, self.step.id, verdict=str(self.results[self.at].verdict), reason="silence")
        self.at += 1

    def through(self, steps: int) -> None:
        """So many steps, answered well."""
        for _ in range(steps):
            self.begin()
            self.speak()
            self.take.now_ns += 17 * NS
            if self.step.ask is not None:
                self.listen()
                self.take.now_ns += 4 * NS
                accept = self.step.ask.accept
                self.answer(accept[-1] if accept else "是示范人寿的保险")
            self.passed()
