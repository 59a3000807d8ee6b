"""One step of a take: begun, said, shown, and what a try comes to.

    begin_step ──► speak ──► (show … ──► ask) ──► the try is judged by the guide
                     ▲                                 │
                     └── remedy ◄── fail ◄─────────────┼──► complete ──► next step, closing, end
                                     │                 │
                                     ├──► hold         └──► give_up ──► next step, end
                                     └──► give_up

Pure, as all of the guide: each function takes the script and the state, and returns the next state and the effects. It
does not judge what was said, and knows no event.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from app.model import Answer, Mark, Outcome, StepResult, Verdict
from app.session.answers import listen_for
from app.session.script import OnFinalFailure, QuestionKind, ReadyScript, ReadyStep
from app.session.states import (
    NS,
    Answered,
    Closing,
    Effect,
    Ended,
    Expect,
    Finish,
    Held,
    Hush,
    Policy,
    Put,
    Showing,
    Speak,
    Speaking,
    State,
    Touching,
    Waiting,
)

Step = tuple[State, tuple[Effect, ...]]
PERSON = "person:"
"""begins the name of somebody a step waits for"""


def present_step(script: ReadyScript, state: State) -> ReadyStep:
    return script.steps[state.queue[0]]


def is_consent(script: ReadyScript, index: int) -> bool:
    """R-A06: the first question of a script, where it is one of consent. Nothing else is said until it has its yes."""
    first = next((at for at, step in enumerate(script.steps) if step.ask is not None), None)
    question = script.steps[index].ask
    return index == first and question is not None and question.kind is QuestionKind.CONSENT


# ---------------------------------------------------------------------- asking


def begin_step(script: ReadyScript, state: State, at_ns: int, rules: Policy, *, shows_again: bool = False) -> Step:
    """Begin the present step, at its next try; its papers are shown with the first, or again when wanted."""
    step = present_step(script, state)
    attempt = state.results[state.queue[0]].attempts + 1
    state = replace(state, refusals=0, unchecked=0, was_away=False, has_waited=False)
    facts = {
        "attempt": attempt,
        "kind": "told" if step.ask is None else str(step.ask.kind),
        "rules": list(step.rules),
        "persons": [str(person) for person in step.persons],
    }
    mark = Put(Mark(at_ns, "step_began", step.id, facts))
    state, effects = speak(script, state, attempt, at_ns, rules, shows_again=shows_again)
    return state, (mark, *effects)


def speak(
    script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy, *, shows_again: bool = False
) -> Step:
    """Begin a try: the step in the words that belong to it, with its question unless papers come first."""
    step = present_step(script, state)
    wording = step.say
    if attempt == 2:
        wording = step.slower_say or step.say
    elif attempt > 2:
        wording = step.clerk_say or step.slower_say or step.say
    shows_first = bool(step.show) and (attempt == 1 or shows_again)
    text = wording if step.ask is None or shows_first else f"{wording}{step.ask.text}"
    asks = step.ask is not None and not shows_first
    return prompt(replace(state, try_began_ns=at_ns), step, attempt, text, asks, at_ns, rules)


def show(state: State, step: ReadyStep, attempt: int, index: int, at_ns: int) -> Step:
    """R-B10: every paper has its own time before the camera."""
    paper = step.show[index]
    until_ns = at_ns + int(paper.seconds * NS)
    mark = Mark(at_ns, "paper_shown", step.id, {"paper": paper.id, "to_ns": until_ns})
    return replace(state, phase=Showing(attempt, index, until_ns)), (Put(mark),)


def ask(script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy) -> Step:
    """The papers have been shown: now the question, or the next step when there is none."""
    step = present_step(script, state)
    if step.ask is None:
        return told(script, state, attempt, at_ns, rules)
    return prompt(state, step, attempt, step.ask.text, True, at_ns, rules)


def prompt(state: State, step: ReadyStep, attempt: int, text: str, asks: bool, at_ns: int, rules: Policy) -> Step:
    """Say it; the tries after the first more slowly, and all as slowly as the customer wants it."""
    pace = max(rules.slowest, state.pace * (1.0 if attempt == 1 else rules.slower))
    effects: list[Effect] = [Put(Mark(at_ns, "prompt_began", step.id, {"attempt": attempt, "asks": asks}))]
    if asks and step.ask is not None:
        effects.append(Expect(listen_for(step.ask)))
    effects.append(Speak(step.id, attempt, text, pace, asks))
    return replace(state, phase=Speaking(attempt, asks, text=text)), tuple(effects)


def told(script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy) -> Step:
    """A step that asks nothing passes when its prompt was played to the end, to everybody it is for."""
    state = note_absence(script, state, at_ns, rules)
    step = present_step(script, state)
    answer = Answer(step.id, attempt, "", Verdict.ACCEPTED, "played_to_end", at_ns, at_ns, "none")
    if state.was_away:
        away = replace(answer, verdict=Verdict.UNCLEAR, reason="required_person_away")
        return fail(script, state, away, at_ns, rules)
    return complete(script, state, answer, at_ns, rules)


def complete(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    effects: list[Effect] = []
    if step.ask is not None:
        effects.append(Answered(answer))
    effects.append(Put(Mark(at_ns, "step_passed", step.id, {"verdict": str(answer.verdict)})))
    accepted_last = (index, at_ns) if step.ask is not None else None
    state = replace(state, results=with_result(state, index, result), accepted_last=accepted_last)
    state, more = go_on(script, state, at_ns, rules)
    return state, (*effects, *more)


def fail(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """One try was no answer: keep it, and ask again in the next form, or wait for who is missing, or give up."""
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    refusals = state.refusals + (answer.verdict is Verdict.REFUSED)
    state = replace(state, results=with_result(state, index, result), refusals=refusals, was_away=False)
    missing = [] if state.has_waited else _still_away(script, state, at_ns, rules)
    if refusals >= 2:  # R-C08: a no said twice is a no; staff cannot talk it away
        state, effects = give_up(script, state, answer, at_ns, rules)
    elif missing and answer.verdict not in (Verdict.REFUSED, Verdict.WRONG):
        state, effects = _hold(state, answer, missing, at_ns)
    else:
        state, effects = try_next(script, state, answer, at_ns, rules)
    return state, (Answered(answer), *effects)


def _hold(state: State, answer: Answer, missing: Sequence[str], at_ns: int) -> Step:
    """R-B05: to ask somebody who is not there would only use up the tries."""
    held = Held(answer.attempt, at_ns, frozenset(f"{PERSON}{who}" for who in missing), answer)
    return replace(state, phase=held), tuple(
        Put(Mark(at_ns, "step_held", answer.step, {"person": who})) for who in missing
    )


def try_next(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """Ask again after a try that was no answer: in other words, then by touch; or there is no other form left."""
    attempt = answer.attempt + 1
    if attempt <= rules.spoken_tries:
        remedy = Mark(at_ns, "remedy_began", answer.step, {"attempt": attempt, "reason": answer.reason})
        state, effects = speak(script, state, attempt, at_ns, rules)
        return state, (Put(remedy), *effects)
    question = present_step(script, state).ask
    # A touch says yes or no; what was understood can only be said in one's own words.
    is_own_words = question is not None and question.kind is QuestionKind.UNDERSTANDING
    if not rules.has_touch or is_own_words:
        return give_up(script, state, answer, at_ns, rules)
    return offer_touch(state, answer, at_ns, rules)


def offer_touch(state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """The next try is made by touch: speech did not do, or nobody could tell what it said."""
    attempt = answer.attempt + 1
    mark = Mark(at_ns, "touch_offered", answer.step, {"attempt": attempt})
    return replace(state, phase=Touching(attempt, at_ns + rules.touch_ns)), (Put(mark),)


def give_up(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """The step has failed for good, with this as its last answer."""
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    state = replace(state, results=with_result(state, index, result), accepted_last=None)
    facts = {"verdict": str(answer.verdict), "reason": answer.reason}
    failed = Put(Mark(at_ns, "step_failed", step.id, facts))
    follows = OnFinalFailure.END_REFUSED if is_consent(script, index) else step.on_final_failure  # R-A06
    match follows:
        case OnFinalFailure.END_REFUSED:
            is_no = answer.verdict in (Verdict.REFUSED, Verdict.WRONG)
            state, effects = end(state, at_ns, Outcome.REFUSED if is_no else Outcome.INCOMPLETE, answer.reason)
        case OnFinalFailure.END_NOT_UNDERSTOOD:
            state, effects = end(state, at_ns, Outcome.NOT_UNDERSTOOD, answer.reason)
        case OnFinalFailure.CONTINUE:
            state, effects = go_on(script, state, at_ns, rules)
        case _:
            assert_never(follows)
    return state, (failed, *effects)


def go_on(script: ReadyScript, state: State, at_ns: int, rules: Policy) -> Step:
    """The next step; after the last one a moment in which its answer may be taken back."""
    state = replace(state, queue=state.queue[1:])
    if state.queue:
        return begin_step(script, state, at_ns, rules)
    if state.accepted_last is not None:
        return replace(state, phase=Closing(at_ns + rules.change_of_mind_ns)), ()
    return end(state, at_ns, outcome(state.results), "last_step")


def end(state: State, at_ns: int, outcome: Outcome, reason: str) -> Step:
    mark = Mark(at_ns, "session_ended", None, {"outcome": str(outcome), "reason": reason})
    return replace(state, phase=Ended(outcome)), (Put(mark), Hush(), Finish(outcome))


def outcome(results: Sequence[StepResult]) -> Outcome:
    verdicts = {result.verdict for result in results}
    if verdicts <= {Verdict.ACCEPTED}:
        return Outcome.COMPLETED
    if verdicts <= {Verdict.ACCEPTED, Verdict.NOT_CHECKED}:
        return Outcome.NEEDS_REVIEW
    return Outcome.INCOMPLETE


# ---------------------------------------------------------------------- small questions


def with_result(state: State, index: int, result: StepResult) -> tuple[StepResult, ...]:
    return (*state.results[:index], result, *state.results[index + 1 :])


def note_absence(script: ReadyScript, state: State, at_ns: int, rules: Policy, since_ns: int = 0) -> State:
    """Who is still away counts by the whole absence; who has come back only by what this try was missed of it."""
    if isinstance(state.phase, Waiting | Closing):
        return state
    is_long = bool(_still_away(script, state, at_ns, rules, since_ns))
    return replace(state, was_away=True) if is_long else state


def _still_away(script: ReadyScript, state: State, at_ns: int, rules: Policy, since_ns: int = 0) -> list[str]:
    """The persons the present step requires who have been gone for too long."""
    required = present_step(script, state).persons
    return [
        who for who, gone_ns in state.away_since if who in required and at_ns - max(gone_ns, since_ns) >= rules.away_ns
    ]
