"""What the window asks of the guide: say it again, mark this, that was read; and a customer who is not there."""

from dataclasses import replace

import pytest

from app.model import Outcome, Verdict
from app.session import guide
from app.session.guide import (
    AskAgain,
    Begin,
    ClerkEnds,
    ClerkMarked,
    ClerkRead,
    CustomerStops,
    DeviceBack,
    DeviceLost,
    Effect,
    Event,
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
from app.session.script import Person, QuestionKind, ReadyScript, Words
from tests.test_guide import CONSENT, PAPER, TELLS, TWO, S, heard, marks, question, run, script, spoken, step

ONE = script(CONSENT)


def then(ready: ReadyScript, state: State, *events: Event, policy: Policy | None = None) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        state, more = guide.advance(ready, state, event, policy)
        effects += more
    return state, effects


# ── once more, please ───────────────────────────────────────────────────────────────────────────────────────────────


def test_repeat_says_the_same_prompt_in_the_same_try() -> None:
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S), heard(7, "嗯"))
    state, effects = then(TWO, state, RepeatAsked(8 * S, "customer", slower=False))
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 1
    assert [s.text for s in spoken(effects)] == ["您好。请回答。"] and spoken(effects)[0].pace == 1.0
    assert [type(effect) for effect in effects[:2]] == [guide.Put, guide.Hush], "marked, and hushed before it is said"
    assert marks(effects, "repeat_asked")[0].facts == {"by": "customer", "slower": False, "attempt": 1}
    assert not marks(effects, "remedy_began") and state.results[0].attempts == 0


def test_what_was_heard_before_the_repeat_does_not_count() -> None:
    before = (Begin(0), PromptEnded(5 * S), heard(7, "嗯"), RepeatAsked(8 * S, "clerk", slower=False))
    state, _ = run(TWO, *before, PromptEnded(13 * S), Tick(16 * S))
    assert isinstance(state.phase, guide.Listening) and state.phase.heard == (), "the whole time to answer again"
    state, _ = then(TWO, state, heard(17, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED and state.results[0].answer == "同意"
    assert state.results[0].attempts == 1
    early, _ = run(TWO, *before, PromptEnded(13 * S), heard(13.2, "同意"))
    assert early.results[0].verdict is not Verdict.ACCEPTED, "an answer to the prompt that was broken off"


def test_repeat_in_the_middle_of_a_prompt_begins_it_again() -> None:
    state, effects = run(TWO, Begin(0), RepeatAsked(2 * S, "customer", slower=False), PromptEnded(9 * S))
    assert len(spoken(effects)) == 2 and isinstance(state.phase, guide.Listening)


def test_slower_holds_for_the_rest_of_the_take_and_has_a_floor() -> None:
    state, effects = run(
        TWO, Begin(0), RepeatAsked(1 * S, "customer", slower=True), PromptEnded(6 * S), heard(8, "同意"),
        RepeatAsked(9 * S, "customer", slower=True), PromptEnded(15 * S), Tick(25 * S),
    )  # fmt: skip
    assert [round(s.pace, 4) for s in spoken(effects)] == [1.0, 0.85, 0.85, 0.7225, 0.6]
    assert spoken(effects)[-1].attempt == 2, "slower than the remedy alone, but not slower than the floor"
    for n in range(20):
        state, effects = then(TWO, state, RepeatAsked((26 + n) * S, "customer", slower=True))
    assert spoken(effects)[0].pace == 0.6 and state.pace == 0.6


def test_refusal_stays_through_a_repeat() -> None:
    state, _ = run(
        TWO, Begin(0), PromptEnded(5 * S), heard(7, "不同意"), RepeatAsked(8 * S, "clerk", slower=False),
        PromptEnded(14 * S), heard(16, "不同意"),
    )  # fmt: skip
    assert state.outcome is Outcome.REFUSED and state.results[0].attempts == 2


def test_repeat_after_papers_says_the_question_only() -> None:
    state, _ = run(script(PAPER), Begin(0), PromptEnded(4 * S), Tick(6 * S), PromptEnded(8 * S))
    state, effects = then(script(PAPER), state, RepeatAsked(9 * S, "customer", slower=False))
    assert [s.text for s in spoken(effects)] == ["请回答。"]
    state, effects = run(script(PAPER), Begin(0), RepeatAsked(2 * S, "customer", slower=False), PromptEnded(6 * S))
    assert [s.text for s in spoken(effects)] == ["您好。"] * 2 and isinstance(state.phase, guide.Showing)


def test_repeat_while_papers_are_shown_or_the_screen_is_touched_only_leaves_a_mark() -> None:
    showing, _ = run(script(PAPER), Begin(0), PromptEnded(4 * S))
    policy = Policy(has_touch=True, spoken_tries=1)
    touching, _ = run(TWO, Begin(0), PromptEnded(5 * S), Tick(15 * S), policy=policy)
    assert isinstance(showing.phase, guide.Showing) and isinstance(touching.phase, guide.Touching)
    for ready, state in ((script(PAPER), showing), (TWO, touching)):
        after, effects = then(ready, state, RepeatAsked(16 * S, "customer", slower=True), policy=policy)
        assert after.phase == state.phase and after.pace == 0.85
        assert marks(effects, "repeat_asked") and not spoken(effects)


@pytest.mark.parametrize(
    "before",
    [(), (Begin(0), DeviceLost(1 * S, "camera")), (Begin(0), CustomerStops(1 * S))],
    ids=["waiting", "held", "ended"],
)
def test_repeat_is_ignored_where_there_is_no_prompt(before: tuple[Event, ...]) -> None:
    state, _ = run(TWO, *before)
    assert then(TWO, state, RepeatAsked(2 * S, "clerk", slower=True)) == (state, [])


# ── the clerk ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clerks_mark_names_the_step_and_changes_nothing() -> None:
    state, _ = run(TWO, Begin(0), PromptEnded(5 * S))
    after, effects = then(TWO, state, ClerkMarked(6 * S, "phone_rang"))
    assert after == state
    mark = marks(effects, "clerk_mark")[0]
    assert (mark.at_ns, mark.step, mark.facts) == (6 * S, "consent", {"note": "phone_rang"})


def test_clerk_who_has_read_the_prompt_goes_on_at_once() -> None:
    state, _ = run(TWO, Begin(0), PromptFailed(1 * S, "E-713", 20 * S))
    state, effects = then(TWO, state, ClerkRead(4 * S))
    assert isinstance(state.phase, guide.Listening) and state.phase.since_ns == 4 * S
    assert marks(effects, "clerk_read") and marks(effects, "prompt_ended")


@pytest.mark.parametrize(
    "before",
    [(Begin(0),), (Begin(0), PromptEnded(5 * S)), (), (Begin(0), DeviceLost(1 * S, "camera"))],
    ids=["spoken", "listening", "waiting", "held"],
)
def test_nothing_is_cut_short_by_a_clerk_who_read_nothing(before: tuple[Event, ...]) -> None:
    state, _ = run(TWO, *before)
    assert then(TWO, state, ClerkRead(6 * S)) == (state, [])


def test_paper_keeps_its_time_before_the_camera() -> None:
    state, _ = run(script(PAPER), Begin(0), PromptEnded(4 * S))
    assert isinstance(state.phase, guide.Showing)
    assert then(script(PAPER), state, ClerkRead(5 * S)) == (state, [])


def test_step_asked_again_by_the_clerk_shows_its_papers_again() -> None:
    ready = script(PAPER)
    state, _ = run(ready, Begin(0), PromptEnded(4 * S), Tick(6 * S), PromptEnded(8 * S), Tick(18 * S))
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 2, "a remedy does not show them"
    state, effects = then(ready, state, AskAgain(19 * S, "paper"), PromptEnded(22 * S))
    assert isinstance(state.phase, guide.Showing) and marks(effects, "paper_shown")[0].facts["paper"] == "id"
    assert spoken(effects)[0].text == "慢。" and not spoken(effects)[0].asks
    state, effects = then(ready, state, Tick(24 * S))
    assert spoken(effects)[0].asks


def test_beginning_of_a_step_tells_what_it_is_for() -> None:
    full = step("full", question(QuestionKind.KNOWLEDGE, "清楚"))
    full = replace(full, rules=("R-C09",), persons=(Person.CUSTOMER, Person.CLERK))
    _, effects = run(script(full, TELLS), Begin(0))
    assert marks(effects, "step_began")[0].facts == {
        "attempt": 1, "kind": "knowledge", "rules": ["R-C09"], "persons": ["customer", "clerk"]
    }  # fmt: skip
    _, effects = run(script(TELLS), Begin(0))
    assert marks(effects, "step_began")[0].facts["kind"] == "told"


# ── somebody who is not there ───────────────────────────────────────────────────────────────────────────────────────

GONE = PersonGone(1 * S, "customer")


def test_step_waits_for_a_person_who_is_still_away() -> None:
    state, effects = run(TWO, Begin(0), GONE, PromptEnded(5 * S), Tick(15 * S))
    assert isinstance(state.phase, guide.Held) and state.phase.devices == {"person:customer"}
    assert marks(effects, "step_held")[0].facts == {"person": "customer"}
    state, effects = then(TWO, state, Tick(100 * S), heard(101, "同意"), PromptEnded(102 * S))
    assert isinstance(state.phase, guide.Held) and not effects
    state, effects = then(TWO, state, PersonBack(103 * S, "customer"))
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 1, "no try was used up"
    assert marks(effects, "step_resumed") and spoken(effects)[0].text == "您好。请回答。"
    state, _ = then(TWO, state, PromptEnded(108 * S), heard(110, "同意"))
    assert state.results[0].verdict is Verdict.ACCEPTED and state.results[0].attempts == 1


def test_yes_of_somebody_out_of_the_picture_is_kept_and_asked_again() -> None:
    state, effects = run(TWO, Begin(0), GONE, PromptEnded(10 * S), heard(12, "同意"))
    assert isinstance(state.phase, guide.Held)
    answers = [effect.answer for effect in effects if isinstance(effect, guide.Answered)]
    assert [(a.verdict, a.reason, a.text) for a in answers] == [(Verdict.UNCLEAR, "required_person_away", "同意")]


def test_told_step_waits_as_well() -> None:
    state, _ = run(script(TELLS), Begin(0), GONE, PromptEnded(20 * S))
    assert isinstance(state.phase, guide.Held)
    state, _ = then(script(TELLS), state, PersonBack(30 * S, "customer"), PromptEnded(40 * S))
    assert state.outcome is Outcome.COMPLETED


def test_no_is_a_no_even_from_afar() -> None:
    state, _ = run(TWO, Begin(0), GONE, PromptEnded(10 * S), heard(12, "不同意"))
    assert isinstance(state.phase, guide.Speaking) and state.refusals == 1


def test_short_absence_does_not_hold() -> None:
    state, effects = run(TWO, Begin(0), PromptEnded(5 * S), PersonGone(9 * S, "customer"), Tick(15 * S))
    assert isinstance(state.phase, guide.Speaking) and marks(effects, "remedy_began")


def test_person_who_is_not_required_is_not_waited_for() -> None:
    state, _ = run(TWO, Begin(0), PersonGone(1 * S, "clerk"), PromptEnded(5 * S), Tick(15 * S))
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 2


def test_step_waits_for_everybody_it_needs() -> None:
    both = replace(CONSENT, persons=(Person.CUSTOMER, Person.CLERK))
    ready = script(both)
    state, effects = run(ready, Begin(0), GONE, PersonGone(2 * S, "clerk"), PromptEnded(5 * S), Tick(15 * S))
    assert {mark.facts["person"] for mark in marks(effects, "step_held")} == {"customer", "clerk"}
    state, _ = then(ready, state, PersonBack(20 * S, "clerk"))
    assert isinstance(state.phase, guide.Held)
    state, _ = then(ready, state, PersonBack(21 * S, "customer"))
    assert isinstance(state.phase, guide.Speaking)


def test_waiting_in_vain_goes_on_with_the_tries_and_waits_no_second_time() -> None:
    state, _ = run(TWO, Begin(0), GONE, PromptEnded(5 * S), Tick(15 * S), Tick(134 * S))
    assert isinstance(state.phase, guide.Held)
    state, effects = then(TWO, state, Tick(135 * S))
    assert isinstance(state.phase, guide.Speaking) and state.phase.attempt == 2 and marks(effects, "remedy_began")
    state, _ = then(TWO, state, PromptEnded(140 * S), Tick(150 * S), PromptEnded(155 * S), Tick(165 * S))
    assert state.outcome is Outcome.INCOMPLETE and state.results[0].attempts == 3


def test_clerk_may_ask_although_nobody_is_seen() -> None:
    """The detector may err; the clerk sees who sits there."""
    state, _ = run(TWO, Begin(0), GONE, PromptEnded(5 * S), Tick(15 * S))
    state, _ = then(TWO, state, AskAgain(20 * S, "consent"))
    assert isinstance(state.phase, guide.Speaking)


def test_device_lost_while_waiting_for_a_person_holds_for_the_device() -> None:
    state, _ = run(TWO, Begin(0), GONE, PromptEnded(5 * S), Tick(15 * S), DeviceLost(20 * S, "camera"))
    assert isinstance(state.phase, guide.Held) and state.phase.devices == {"camera"}
    state, _ = then(TWO, state, PersonBack(22 * S, "customer"))
    assert isinstance(state.phase, guide.Held)
    state, _ = then(TWO, state, DeviceBack(25 * S, "camera"))
    assert isinstance(state.phase, guide.Speaking)


def test_take_can_be_ended_while_a_step_waits_for_somebody() -> None:
    state, _ = run(TWO, Begin(0), GONE, PromptEnded(5 * S), Tick(15 * S), ClerkEnds(20 * S, "customer_left"))
    assert state.outcome is Outcome.INCOMPLETE


# ── the last answer ─────────────────────────────────────────────────────────────────────────────────────────────────

CLOSING = (Begin(0), PromptEnded(5 * S), heard(7, "同意"))


def test_last_answer_may_be_taken_back_for_a_moment() -> None:
    state, _ = run(ONE, *CLOSING)
    assert isinstance(state.phase, guide.Closing) and state.outcome is None
    again, effects = then(ONE, state, heard(9, "不同意"))
    assert again.queue == (0,) and marks(effects, "answer_taken_back") and spoken(effects)
    ended, effects = then(ONE, state, Tick(10 * S))
    assert ended.outcome is Outcome.COMPLETED and marks(effects, "session_ended")[0].at_ns == 10 * S


def test_words_that_come_after_the_moment_count_by_when_they_were_said() -> None:
    state, _ = run(ONE, *CLOSING, Voice(9 * S, True), Tick(11 * S))
    assert isinstance(state.phase, guide.Closing), "somebody speaks: wait for the words"
    state, _ = then(ONE, state, Voice(int(11.5 * S), False), Tick(12 * S), heard(10.5, "不同意"))
    assert state.queue == (0,) and state.results[0].verdict is Verdict.REFUSED


def test_other_words_at_the_end_change_nothing() -> None:
    state, _ = run(ONE, *CLOSING)
    assert then(ONE, state, heard(8.5, "谢谢")) == (state, [])


def test_take_whose_last_step_asks_nothing_ends_at_once() -> None:
    state, _ = run(script(CONSENT, TELLS), *CLOSING, PromptEnded(12 * S))
    assert state.outcome is Outcome.COMPLETED


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (ClerkEnds(8 * S, "done"), Outcome.COMPLETED),
        (CustomerStops(8 * S), Outcome.STOPPED),
        (guide.Broken(8 * S, "E-911"), Outcome.INTERRUPTED),
    ],
)
def test_closing_take_can_be_ended(event: Event, outcome: Outcome) -> None:
    state, _ = run(ONE, *CLOSING, event)
    assert state.outcome is outcome


@pytest.mark.parametrize(
    "event",
    [DeviceLost(8 * S, "camera"), GONE, PersonBack(8 * S, "customer"), PromptEnded(8 * S), Touched(8 * S, True, "")],
)
def test_closing_take_is_not_held_up(event: Event) -> None:
    state, _ = run(ONE, *CLOSING, event)
    assert isinstance(state.phase, guide.Closing)


def test_step_can_be_asked_again_while_the_take_closes() -> None:
    state, _ = run(ONE, *CLOSING, AskAgain(8 * S, "consent"))
    assert isinstance(state.phase, guide.Speaking) and state.queue == (0,)


def test_touch_never_answers_what_must_be_said_in_own_words() -> None:
    asked = replace(question(QuestionKind.UNDERSTANDING), expect=(Words(("保险",)),))
    ready = script(step("nature", asked), TELLS)
    events: list[Event] = [Begin(0)]
    for n in range(3):
        events += [PromptEnded((5 + 15 * n) * S), Tick((15 + 15 * n) * S)]
    state, effects = run(ready, *events, policy=Policy(has_touch=True))
    assert not marks(effects, "touch_offered") and not isinstance(state.phase, guide.Touching)
    assert state.results[0].verdict is Verdict.MISSING and marks(effects, "step_failed")
