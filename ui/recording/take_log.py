"""What the recording page has been told of a take so far: per step its tries and its time, and what was said last.

Fed with the take's news in their order; holds no rule. A page that came late begins with the newest view.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.model import Channel, Mark, StepResult, Utterance, Verdict
from app.session.runner import SessionView
from app.session.script import ReadyScript, ReadyStep
from app.session.states import Ended, State
from media.clock import NS

News = Mark | Utterance | SessionView
EARLY_NS = 300_000_000
"""an answer may begin this much before the question's end"""


@dataclass(frozen=True, slots=True)
class Try:
    """One answer as judged."""

    at_ns: int
    attempt: int
    verdict: str
    reason: str
    text: str
    """what the customer was heard to say"""
    confidence: float
    """of the least certain utterance; 0 where nothing was heard"""


@dataclass(slots=True)
class StepLog:
    """One step so far."""

    tries: list[Try] = field(default_factory=list)
    spent_ns: int = 0
    """in runs that are over"""
    began_ns: int | None = None
    """of the run that goes on"""
    attempt: int = 0

    def used_ns(self, now_ns: int) -> int:
        return self.spent_ns + (max(0, now_ns - self.began_ns) if self.began_ns is not None else 0)


class TakeLog:
    """Everything the page shows that is not in the newest view."""

    def __init__(self, script: ReadyScript) -> None:
        self.script = script
        self.view: SessionView | None = None
        self.steps = {step.id: StepLog() for step in script.steps}
        self.last_try: tuple[str, Try] | None = None
        """step and its newest judged answer"""
        self._numbers = {step.id: number for number, step in enumerate(script.steps, 1)}
        self._asked_ns = 0
        self._said: list[Utterance] = []
        """by the customer since the question's end"""

    # ------------------------------------------------------------------ told

    def see(self, news: News) -> None:
        match news:
            case SessionView():
                self._on_view(news)
            case Utterance():
                if news.channel is Channel.CUSTOMER:
                    self._said = [*self._said[-19:], news]
            case Mark():
                self._on_mark(news)

    def _on_view(self, view: SessionView) -> None:
        first = self.view is None
        self.view = view
        step = self.present
        if first and step is not None:  # whatever was told before this page was there is not known
            log = self.steps[step.id]
            if log.began_ns is None and view.state.try_began_ns:
                log.began_ns = view.state.try_began_ns

    def _on_mark(self, mark: Mark) -> None:
        log = self.steps.get(mark.step or "")
        if log is None:
            if mark.kind == "session_ended":
                self._close_all(mark.at_ns)
            return
        match mark.kind:
            case "step_began":
                self._close_all(mark.at_ns)
                log.began_ns = mark.at_ns
                log.attempt = int(mark.facts.get("attempt", log.attempt + 1))
            case "remedy_began":
                log.attempt = int(mark.facts.get("attempt", log.attempt))
            case "prompt_ended" if mark.facts.get("asks"):
                self._asked_ns, self._said = mark.at_ns, []
            case "answer_judged":
                self._on_judged(mark, log)
            case "step_passed" | "step_failed":
                self._close_all(mark.at_ns)

    def _on_judged(self, mark: Mark, log: StepLog) -> None:
        heard = [said for said in self._said if said.begin_ns >= self._asked_ns - EARLY_NS]
        judged = Try(
            mark.at_ns,
            int(mark.facts.get("attempt", 0)),
            str(mark.facts.get("verdict", "")),
            str(mark.facts.get("reason", "")),
            "".join(said.text for said in heard),
            min((said.confidence for said in heard), default=0.0),
        )
        log.tries.append(judged)
        log.attempt = judged.attempt
        self.last_try = (mark.step or "", judged)

    def _close_all(self, at_ns: int) -> None:
        for log in self.steps.values():
            if log.began_ns is not None:
                log.spent_ns, log.began_ns = log.used_ns(at_ns), None

    # ------------------------------------------------------------------ asked

    @property
    def state(self) -> State | None:
        return None if self.view is None else self.view.state

    @property
    def present(self) -> ReadyStep | None:
        """The step that is under way; None before the first and after the last."""
        state = self.state
        if state is None or not state.queue or isinstance(state.phase, Ended):
            return None
        return self.script.steps[state.queue[0]]

    def number(self, step_id: str) -> int:
        """From 1; 0 for none of this script."""
        return self._numbers.get(step_id, 0)

    def result(self, step_id: str) -> StepResult | None:
        state, number = self.state, self.number(step_id)
        return None if state is None or not number else state.results[number - 1]

    def has_begun(self, step_id: str) -> bool:
        """Whether it has been asked at least once, so that it can be asked again."""
        result = self.result(step_id)
        return bool(self.steps[step_id].attempt or (result is not None and result.attempts))

    def is_over(self, step_id: str) -> bool:
        """It has a result, and is not being asked just now."""
        present, result = self.present, self.result(step_id)
        is_present = present is not None and present.id == step_id
        return not is_present and result is not None and (result.attempts > 0 or result.verdict is not Verdict.MISSING)

    def left_s(self, now_ns: int) -> float:
        """How long the rest is expected to take."""
        state = self.state
        if state is None or isinstance(state.phase, Ended):
            return 0.0 if state is not None else self.script.expected_s
        left = 0.0
        for place, index in enumerate(dict.fromkeys(state.queue)):
            step = self.script.steps[index]
            used_s = self.steps[step.id].used_ns(now_ns) / NS if place == 0 else 0.0
            left += max(step.expected_s - used_s, 1.0 if place == 0 else 0.0)
        return left

    def over(self) -> Iterable[str]:
        """Ids of the steps that have a result."""
        return (step.id for step in self.script.steps if self.is_over(step.id))


def shorter(judged: Try, most: int) -> Try:
    """The same with a text that fits a line."""
    return judged if len(judged.text) <= most else replace(judged, text=judged.text[: most - 1] + "…")
