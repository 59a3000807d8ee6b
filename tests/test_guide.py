"""The guide as a table: events in, states and effects out. No thread, no device, no waiting."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import Mark, Outcome, Verdict
from app.session import guide
from app.session.guide import (
    AskAgain,
    Begin,
    Broken,
    ClerkEnds,
    ClerkMarked,
    ClerkRead,
    CounterHeard,
    CustomerStops,
    DeviceBack,
    DeviceLost,
    Effect,
    Event,
    Heard,
    PersonBack,
    PersonGone,
    Policy,
    PromptEnded,
    PromptFailed,
    RepeatAsked,
    State,
    Tick,
    Touched,
    Voice,
)
from app.session.script import (
    OnFinalFailure,
    Person,
    QuestionKind,
    ReadyPaper,
    ReadyQuestion,
    ReadyScript,
    ReadyStep,
    Speaker,
)

S = 1_000_000_000


def question(kind: QuestionKind, *accept: str) -> ReadyQuestion:
    return ReadyQuestion(kind, "请回答。", accept, (), (), 10.0)


def step(
    name: str,
    ask: ReadyQuestion | None,
    final: OnFinalFailure = OnFinalFailure.CONTINUE,
    show: tuple[ReadyPaper, ...] = (),
) -> ReadyStep:
    return ReadyStep(
        name, name, (), Speaker.STATION, "您好。", show, (Person.CUSTOMER,), ask, "慢。", "解释。", final, 4.5, 10.0
    )


def script(*steps: ReadyStep) -> ReadyScript:
    return ReadyScript("test", "测试", "1", "zh-CN", "0" * 64, 1, steps, (), (), 4.5, 60.0)


CONSENT = step("consent", question(QuestionKind.CONSENT, "同意", "愿意"), OnFinalFailure.END_REFUSED)
KNOWS = step("knows", question(QuestionKind.KNOWLEDGE, "清楚", "明白"))
PAPER = step("paper", question(QuestionKind.KNOWLEDGE, "看清楚了", "清楚"), show=(ReadyPaper("id", "证件", 2.0),))
TELLS = step("tells", None)
TWO = script(CONSENT, KNOWS)


def run(ready: ReadyScript, *events: Event, policy: Policy | None = None) -> tuple[State, list[Effect]]:
    state = guide.initial(ready)
    all_effects: list[Effect] = []
    for event in events:
        state, effects = guide.advance(ready, state, event, policy)
        all_effects += effects
    return state, all_effects


def heard(at_s: float, text: str, recognised: bool = True) -> Heard:
    return Heard(int(at_s * S), text, int((at_s - 1) * S), int((at_s - 0.5) * S), 0, recognised)


def marks(effects: list[Effect], kind: str) -> list[Mark]:
    return [effect.mark for effect in effects if isinstance(effect, guide.Put) and effect.mark.kind == kind]


def spoken(effects: list[Effect]) -> list[guide.Speak]:
    return [effect for effect in effects if isinstance(effect, guide.Speak)]


def test_two_accepted_answers_complete_the_take() -> None:
    state, effects = run(
        TWO, Begin(0), PromptEnded(5 * S), heard(7, "我同意"), PromptEnded(12 * S), heard(14, "清楚"), Tick(17 * S)
    )
    assert state.outcome is Outcome.COMPLETED
    assert [result.attempts for result in state.results] == [1, 1]
    assert [type(effect) for effect in effects][-1] is guide.Finish
    assert [s.step for s in spoken(effects)] == ["consent", "knows"]


def test_answer_before_question_ended_does_not_count() -> None:
    state, effects = run(TWO, Begin(0), heard(3, "同意"), PromptEnded(5 * S), heard(5.5, "同意"))
    assert isinstance(state.phase, guide.Listening)
    assert len(marks(effects, "answer_early")) == 2, "said before the end, and begun before the end"
    state, _ = guide.advance(TWO, state, Tick(16 * S))
    assert state.results[0].verdict is Verdict.EARLY
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 2


def test_silence_is_never_yes_and_three_tries_are_all() -> None:
    policy = Policy()
    state, effects = run(
        TWO, Begin(0), PromptEnded(5 * S), Tick(15 * S), PromptEnded(20 * S), Tick(30 * S), PromptEnded(35 * S),
        Tick(45 * S), policy=policy,
    )  # fmt: skip
    assert state.outcome is Outcome.INCOMPLETE
    assert state.results[0].verdict is Verdict.MISSING
    assert state.results[0].attempts == 3
    assert [round(s.pace, 2) for s in spoken(effects)] == [1.0, 0.8, 0.8]
    assert [s.text for s in spoken(effects)] == ["您好。请回答。", "慢。请回答。", "解释。请回答。"]


def test_refusal_said_twice_ends_the_take() -> None:
    state, effects = run(
        TWO, Begin(0), PromptEnded(5 * S), heard(7, "不同意"), PromptEnded(12 * S), heard(14, "不同意")
    )
    assert state.outcome is Outcome.REFUSED
    answers = [effect.answer for effect in effects if isinstance(effect, guide.Answered)]
    assert [a.verdict for a in answers] == [Verdict.REFUSED, Verdict.REFUSED]
    assert [a.attempt for a in answers] == [1, 2]


def test_refusal_then_acceptance_keeps_both_tries() -> None:
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "不同意"), PromptEnded(12 * S), heard(14, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED and state.results[0].attempts == 2
    assert len(marks(effects, "remedy_began")) == 1
    assert len([e for e in effects if isinstance(e, guide.Answered)]) == 2


def test_negation_and_yes_in_two_breaths_is_no_yes() -> None:
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "不"), heard(8, "同意"))
    assert state.results[0].verdict is not Verdict.ACCEPTED


def test_unclear_answer_waits_for_more_then_asks_again() -> None:
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "嗯"))
    assert isinstance(state.phase, guide.Listening)
    accepted, _ = guide.advance(TWO, state, heard(8.5, "同意"))
    assert accepted.results[0].verdict is Verdict.ACCEPTED
    again, effects = guide.advance(TWO, state, Tick(9 * S + 1))
    assert isinstance(again.phase, guide.Speaking) and again.phase.attempt == 2
    assert marks(list(effects), "remedy_began")


def test_word_that_is_not_certain_is_no_yes() -> None:
    unsure = replace(heard(7, "我同意"), confidence=0.5)
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), unsure, Tick(10 * S))
    assert state.results[0].verdict is Verdict.UNCLEAR
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), replace(unsure, confidence=0.7))
    assert state.results[0].verdict is Verdict.ACCEPTED


def test_voice_going_on_stretches_the_time() -> None:
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), Voice(14 * S, True), Tick(16 * S))
    assert isinstance(state.phase, guide.Listening)
    state, _ = guide.advance(TWO, state, Voice(17 * S, False))
    state, _ = guide.advance(TWO, state, Tick(18 * S))
    assert isinstance(state.phase, guide.Listening), "the words come a moment after the voice"
    state, _ = guide.advance(TWO, state, heard(18.2, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED


def test_prompting_by_the_counter_is_asked_again_and_marked() -> None:
    told = CounterHeard(6 * S, "说同意", int(5.2 * S), int(5.8 * S))
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), told, heard(8, "同意"))
    assert state.results[0].verdict is Verdict.PROMPTED
    assert marks(effects, "prompting_suspected")
    unrelated = CounterHeard(6 * S, "请坐", int(5.2 * S), int(5.8 * S))
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), unrelated, heard(8, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED


def test_words_of_the_prompt_heard_by_the_counter_are_no_prompting() -> None:
    echo = CounterHeard(5 * S, "同意", 4 * S, int(4.9 * S))
    state, _ = run(TWO, Begin(0), echo, PromptEnded(5 * S), heard(7, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED


def test_acceptance_taken_back_reopens_the_step() -> None:
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "同意"), heard(9, "不同意"))
    assert state.queue[0] == 0
    assert state.results[0].verdict is Verdict.REFUSED
    assert marks(effects, "answer_taken_back")
    assert any(isinstance(effect, guide.Hush) for effect in effects)


def test_paper_is_shown_before_the_question() -> None:
    ready = script(PAPER)
    state, effects = run(ready, Begin(0), PromptEnded(4 * S))
    assert isinstance(state.phase, guide.Showing)
    assert marks(effects, "paper_shown")[0].facts["to_ns"] == 6 * S
    state, more = guide.advance(ready, state, Tick(6 * S))
    assert [s.asks for s in spoken(effects) + spoken(list(more))] == [False, True]
    state, _ = run(
        ready, Begin(0), PromptEnded(4 * S), Tick(6 * S), PromptEnded(8 * S), heard(10, "看清楚了"), Tick(13 * S)
    )
    assert state.outcome is Outcome.COMPLETED


def test_every_paper_has_its_own_time() -> None:
    papers = (ReadyPaper("id", "证件", 2.0), ReadyPaper("terms", "条款", 3.0))
    ready = script(step("papers", question(QuestionKind.KNOWLEDGE, "看过了"), show=papers))
    state, effects = run(ready, Begin(0), PromptEnded(4 * S), Tick(5 * S), Tick(6 * S), Tick(8 * S))
    assert [(mark.at_ns, mark.facts["to_ns"]) for mark in marks(effects, "paper_shown")] == [
        (4 * S, 6 * S),
        (6 * S, 9 * S),
    ]
    assert isinstance(state.phase, guide.Showing)
    state, asked = guide.advance(ready, state, Tick(9 * S))
    assert spoken(list(asked))[0].asks


def test_step_without_question_passes_when_played() -> None:
    state, effects = run(script(TELLS), Begin(0), PromptEnded(4 * S))
    assert state.outcome is Outcome.COMPLETED
    assert not [e for e in effects if isinstance(e, guide.Answered)]


def test_person_away_for_ten_seconds_means_the_step_again() -> None:
    gone = guide.PersonGone(1 * S, "customer")
    back = guide.PersonBack(12 * S, "customer")
    state, effects = run(TWO, Begin(0), gone, back, PromptEnded(13 * S), heard(15, "同意"))
    assert state.results[0].verdict is Verdict.UNCLEAR
    assert marks(effects, "remedy_began")[0].facts["reason"] == "required_person_away"
    shortly = guide.PersonBack(5 * S, "customer")
    state, _ = run(TWO, Begin(0), gone, shortly, PromptEnded(13 * S), heard(15, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED


def test_lost_device_holds_and_comes_back() -> None:
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), DeviceLost(6 * S, "microphone-customer"), heard(8, "同意"))
    assert isinstance(state.phase, guide.Held)
    assert any(isinstance(effect, guide.Hush) for effect in effects)
    state, resumed = guide.advance(TWO, state, DeviceBack(9 * S, "microphone-customer"))
    assert isinstance(state.phase, guide.Speaking) and spoken(list(resumed))
    held, _ = run(TWO, Begin(0), DeviceLost(1 * S, "camera"), Tick(122 * S))
    assert held.outcome is Outcome.INTERRUPTED


def test_no_recogniser_never_counts_as_accepted() -> None:
    state, effects = run(
        TWO, Begin(0), PromptEnded(5 * S), heard(7, "", recognised=False), PromptEnded(12 * S),
        heard(14, "", recognised=False), PromptEnded(20 * S), heard(22, "", recognised=False), PromptEnded(25 * S),
        heard(27, "", recognised=False), Tick(30 * S),
    )  # fmt: skip
    assert state.outcome is Outcome.NEEDS_REVIEW
    assert {r.verdict for r in state.results} == {Verdict.NOT_CHECKED}
    assert [r.attempts for r in state.results] == [2, 2]
    assert marks(effects, "not_recognised_by_machine")


def test_touch_after_three_spoken_tries() -> None:
    events: list[Event] = [Begin(0)]
    for n in range(3):
        events += [PromptEnded((5 + 15 * n) * S), Tick((15 + 15 * n) * S)]
    policy = Policy(has_touch=True)
    state, effects = run(TWO, *events, policy=policy)
    assert isinstance(state.phase, guide.Touching) and marks(effects, "touch_offered")
    state, _ = guide.advance(TWO, state, Touched(60 * S, True, "hoarse"), policy)
    assert state.results[0].answered_by == "touch" and state.results[0].attempts == 4


def test_clerk_asks_an_earlier_step_again_then_goes_on() -> None:
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "同意"), AskAgain(8 * S, "consent"))
    assert state.queue == (0, 1)
    assert spoken(effects)[-1].step == "consent"
    state, _ = run(
        TWO, Begin(0), PromptEnded(5 * S), heard(7, "同意"), AskAgain(8 * S, "consent"), PromptEnded(12 * S),
        heard(14, "同意"), PromptEnded(20 * S), heard(22, "清楚"), Tick(25 * S),
    )  # fmt: skip
    assert state.outcome is Outcome.COMPLETED and state.results[0].attempts == 2


def test_unspoken_prompt_is_read_by_the_clerk() -> None:
    state, effects = run(TWO, Begin(0), PromptFailed(1 * S, "E-713", 6 * S), Tick(3 * S))
    assert isinstance(state.phase, guide.Speaking) and marks(effects, "prompt_not_spoken")
    state, _ = guide.advance(TWO, state, Tick(7 * S))
    assert isinstance(state.phase, guide.Listening)


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (Broken(9 * S, "E-911"), Outcome.INTERRUPTED),
        (ClerkEnds(9 * S, "customer_left"), Outcome.INCOMPLETE),
        (CustomerStops(9 * S), Outcome.STOPPED),
    ],
)
def test_take_can_be_ended_at_any_moment(event: Event, outcome: Outcome) -> None:
    for before in ((), (Begin(0),), (Begin(0), PromptEnded(5 * S)), (Begin(0), DeviceLost(1 * S, "camera"))):
        state, effects = run(TWO, *before, event)
        assert state.outcome is outcome
        assert isinstance(effects[-1], guide.Finish)


def test_docstring_names_every_state_and_event() -> None:
    words = guide.__doc__ or ""
    for union in (guide.Event, guide.Phase):
        for kind in union.__args__:
            assert kind.__name__ in words, kind.__name__


TEXTS = ["同意", "不同意", "清楚", "嗯", "", "不", "同意不同意", "看清楚了"]
MOMENTS = st.integers(min_value=0, max_value=3 * S)
EVENTS = st.one_of(
    st.just(("prompt",)),
    st.tuples(st.just("heard"), st.sampled_from(TEXTS), st.booleans()),
    st.tuples(st.just("counter"), st.sampled_from(TEXTS)),
    st.tuples(st.just("voice"), st.booleans()),
    st.just(("tick",)),
    st.tuples(st.just("lost"), st.sampled_from(["camera", "microphone-customer"])),
    st.tuples(st.just("back"), st.sampled_from(["camera", "microphone-customer"])),
    st.tuples(st.just("again"), st.sampled_from(["consent", "knows", "none"])),
    st.just(("failed",)),
    st.tuples(st.just("touched"), st.booleans()),
    st.tuples(st.just("repeat"), st.sampled_from(["customer", "clerk"]), st.booleans()),
    st.just(("mark",)),
    st.just(("read",)),
    st.tuples(st.just("gone"), st.sampled_from(["customer", "clerk"])),
    st.tuples(st.just("there"), st.sampled_from(["customer", "clerk"])),
    st.just(("wait",)),
)


def _event(kind: tuple[object, ...], at_ns: int) -> Event:
    match kind:
        case ("prompt",):
            return PromptEnded(at_ns)
        case ("heard", str(text), bool(recognised)):
            return Heard(at_ns, text, max(0, at_ns - S), at_ns, 0, recognised)
        case ("counter", str(text)):
            return CounterHeard(at_ns, text, max(0, at_ns - S), at_ns)
        case ("voice", bool(begins)):
            return Voice(at_ns, begins)
        case ("lost", str(device)):
            return DeviceLost(at_ns, device)
        case ("back", str(device)):
            return DeviceBack(at_ns, device)
        case ("again", str(name)):
            return AskAgain(at_ns, name)
        case ("failed",):
            return PromptFailed(at_ns, "E-713", S)
        case ("touched", bool(accepts)):
            return Touched(at_ns, accepts, "reason")
        case ("repeat", str(by), bool(slower)):
            return RepeatAsked(at_ns, by, slower)
        case ("mark",):
            return ClerkMarked(at_ns, "note")
        case ("read",):
            return ClerkRead(at_ns)
        case ("gone", str(who)):
            return PersonGone(max(0, at_ns - 3 * S), who)
        case ("there", str(who)):
            return PersonBack(at_ns, who)
        case _:
            return Tick(at_ns)


@given(st.lists(st.tuples(EVENTS, MOMENTS), max_size=60), st.booleans())
def test_any_stream_of_events_keeps_the_invariants(stream: list[tuple[tuple[object, ...], int]], touch: bool) -> None:
    ready, policy = script(CONSENT, PAPER, KNOWS, TELLS), Policy(has_touch=touch)
    state, effects = guide.advance(ready, guide.initial(ready), Begin(0), policy)
    at_ns = 0
    accepted_texts: list[str] = []
    for kind, later_ns in stream:
        at_ns += later_ns + (130 * S if kind == ("wait",) else 0)
        was_ended, before = state.outcome, state
        state, effects = guide.advance(ready, state, _event(kind, at_ns), policy)
        if was_ended is not None:
            assert state.outcome is was_ended and effects == ()
        finishes = [effect for effect in effects if isinstance(effect, guide.Finish)]
        assert bool(finishes) == (was_ended is None and state.outcome is not None)
        if spoken(list(effects)):
            assert isinstance(state.phase, guide.Speaking)
            assert all(policy.slowest <= effect.pace <= 1 for effect in spoken(list(effects)))
        if kind[0] in ("repeat", "mark"):
            assert state.results == before.results and state.queue == before.queue, "no try is used up"
            assert not marks(list(effects), "remedy_began")
        assert state.queue or isinstance(state.phase, guide.Closing | guide.Ended)
        accepted_texts += [
            effect.answer.text
            for effect in effects
            if isinstance(effect, guide.Answered)
            and effect.answer.verdict is Verdict.ACCEPTED
            and effect.answer.answered_by == "speech"
        ]
    assert all("不" not in text and text not in ("", "嗯") for text in accepted_texts)
    if state.outcome is Outcome.COMPLETED:
        assert all(result.verdict is Verdict.ACCEPTED for result in state.results)
