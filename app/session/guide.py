"""The guide: what happens next in a take, as a pure function.

`advance(script, state, event, policy)` returns the next state and the effects to carry out. No time, no thread, no
device, no storage: time comes in with the events, effects go out as values, the runner does the rest (marks and answers
to the vault first, then everything else). So every path can be tested without waiting, and every take can be explained.

    stateDiagram-v2
        Waiting --> Speaking: Begin
        Speaking --> Showing: PromptEnded, papers to hold up
        Showing --> Speaking: Tick, then the question
        Speaking --> Listening: PromptEnded, a question
        Speaking --> Speaking: PromptEnded, nothing asked: next step
        Listening --> Speaking: Heard: accepted, next step / refused, wrong, silent: remedy
        Listening --> Touching: spoken tries used up, a touch screen is there
        Touching --> Speaking: Touched
        Speaking --> Held: DeviceLost
        Listening --> Held: DeviceLost
        Held --> Speaking: DeviceBack, the step again
        Listening --> Ended: last step / final refusal / not understood
        Held --> Ended: Tick, gone for too long

Other events: CounterHeard (the clerk's voice, for prompting), Voice (somebody speaks: wait), PersonGone and PersonBack
(a required person), AskAgain (the clerk wants a step once more), PromptFailed (no speech engine: the clerk reads),
ClerkEnds, CustomerStops, Broken (the take cannot go on).

A failed step is asked again inside the same take (补问): first slower, then in the clerk's words, then by touch with a
recorded reason; every try stays. There is no pause.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from app.model import Answer, Mark, Outcome, StepResult, Verdict
from app.session.answers import Heard as Said
from app.session.answers import Judgement, is_prompting, judge, listen_for
from app.session.script import OnFinalFailure, ReadyScript, ReadyStep
from app.session.states import (
    NS,
    Answered,
    AskAgain,
    Begin,
    Broken,
    ClerkEnds,
    CounterHeard,
    CustomerStops,
    DeviceBack,
    DeviceLost,
    Effect,
    Ended,
    Event,
    Expect,
    Finish,
    Heard,
    Held,
    Hush,
    Listening,
    PersonBack,
    PersonGone,
    Phase,
    Policy,
    PromptEnded,
    PromptFailed,
    Put,
    Showing,
    Speak,
    Speaking,
    State,
    Tick,
    Touched,
    Touching,
    Voice,
    Waiting,
)

__all__ = [
    "Answered",
    "AskAgain",
    "Begin",
    "Broken",
    "ClerkEnds",
    "CounterHeard",
    "CustomerStops",
    "DeviceBack",
    "DeviceLost",
    "Effect",
    "Ended",
    "Event",
    "Expect",
    "Finish",
    "Heard",
    "Held",
    "Hush",
    "Listening",
    "PersonBack",
    "PersonGone",
    "Phase",
    "Policy",
    "PromptEnded",
    "PromptFailed",
    "Put",
    "Showing",
    "Speak",
    "Speaking",
    "State",
    "Tick",
    "Touched",
    "Touching",
    "Voice",
    "Waiting",
    "advance",
    "initial",
]

Step = tuple[State, tuple[Effect, ...]]


def initial(script: ReadyScript) -> State:
    """The state before `Begin`: every step still missing."""
    results = tuple(StepResult(step.id, Verdict.MISSING, "", 0, "none") for step in script.steps)
    return State(Waiting(), tuple(range(len(script.steps))), results)


def advance(script: ReadyScript, state: State, event: Event, policy: Policy | None = None) -> Step:
    """The next state and what to do about it, in this order. Ended absorbs everything."""
    rules = policy or Policy()
    if isinstance(state.phase, Ended):
        return state, ()
    match event:
        case Begin():
            return _begin_step(script, state, event.at_ns, rules) if isinstance(state.phase, Waiting) else (state, ())
        case Broken():
            return _end(state, event.at_ns, Outcome.INTERRUPTED, event.code)
        case ClerkEnds():
            return _end(state, event.at_ns, Outcome.INCOMPLETE, event.reason)
        case CustomerStops():
            return _end(state, event.at_ns, Outcome.STOPPED, "customer_stops")
        case CounterHeard():
            recent = tuple(s for s in state.said_at_counter if event.end_ns - s.end_ns < 2 * rules.prompting_ns)
            return replace(state, said_at_counter=(*recent, event)), ()
        case PersonGone():
            away = (*(a for a in state.away_since if a[0] != event.who), (event.who, event.at_ns))
            return replace(state, away_since=away), ()
        case PersonBack():
            state = _note_absence(script, state, event.at_ns, rules, since_ns=state.try_began_ns)
            return replace(state, away_since=tuple(a for a in state.away_since if a[0] != event.who)), ()
        case DeviceLost():
            return _on_device_lost(script, state, event)
        case DeviceBack():
            return _on_device_back(script, state, event, rules)
        case AskAgain():
            return _on_ask_again(script, state, event, rules)
        case PromptEnded() | PromptFailed():
            return _on_prompt(script, state, event, rules)
        case Heard():
            return _on_heard(script, state, event, rules)
        case Voice():
            return _on_voice(state, event, rules)
        case Touched():
            return _on_touched(script, state, event, rules)
        case Tick():
            return _on_tick(script, state, event, rules)
        case _:
            assert_never(event)


# ---------------------------------------------------------------------- one handler an event


def _on_prompt(script: ReadyScript, state: State, event: PromptEnded | PromptFailed, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Speaking):
        return state, ()
    step = _step(script, state)
    if isinstance(event, PromptFailed):
        mark = Mark(event.at_ns, "prompt_not_spoken", step.id, {"code": event.code})
        reading = replace(phase, reading_until_ns=event.at_ns + event.reading_ns)
        return replace(state, phase=reading), (Put(mark),)
    return _after_prompt(script, state, phase, event.at_ns, rules)


def _after_prompt(script: ReadyScript, state: State, phase: Speaking, at_ns: int, rules: Policy) -> Step:
    step = _step(script, state)
    ended = Put(Mark(at_ns, "prompt_ended", step.id, {"attempt": phase.attempt, "asks": phase.asks}))
    if not phase.asks and step.show:
        state, effects = _show(state, step, phase.attempt, 0, at_ns)
        return state, (ended, *effects)
    if step.ask is None:
        state, effects = _told(script, state, phase.attempt, at_ns, rules)
        return state, (ended, *effects)
    deadline_ns = at_ns + int(step.ask.listen_s * NS)
    return replace(state, phase=Listening(phase.attempt, at_ns, deadline_ns)), (ended,)


def _on_heard(script: ReadyScript, state: State, event: Heard, rules: Policy) -> Step:
    phase = state.phase
    if _takes_back(script, state, event, rules):
        return _take_back(script, state, event, rules)
    if isinstance(phase, Speaking):
        mark = Mark(event.at_ns, "answer_early", _step(script, state).id, {"text": event.text})
        return state, (Put(mark),) if event.text or not event.recognised else ()
    if not isinstance(phase, Listening):
        return state, ()
    step = _step(script, state)
    if event.begin_ns < phase.since_ns - rules.early_ns:
        mark = Mark(event.at_ns, "answer_early", step.id, {"text": event.text})
        return replace(state, phase=replace(phase, was_early=True)), (Put(mark),)
    phase = replace(phase, heard=(*phase.heard, event))
    state = replace(state, phase=phase)
    judgement = _judge(step, phase, rules)
    match judgement.verdict:
        case Verdict.ACCEPTED:
            return _on_accepted(script, state, phase, judgement, event.at_ns, rules)
        case Verdict.REFUSED | Verdict.WRONG:
            return _fail(script, state, _answer(step, phase, judgement), event.at_ns, rules)
        case Verdict.NOT_CHECKED:
            return _on_unchecked(script, state, _answer(step, phase, judgement), event.at_ns, rules)
        case _:
            grace_ns = max(phase.since_ns, event.at_ns) + rules.grace_ns
            waiting = replace(phase, deadline_ns=min(phase.deadline_ns, grace_ns))
            return replace(state, phase=waiting), ()


def _on_accepted(
    script: ReadyScript, state: State, phase: Listening, judgement: Judgement, at_ns: int, rules: Policy
) -> Step:
    step = _step(script, state)
    answer = _answer(step, phase, judgement)
    if _was_prompted(step, state, phase, rules):
        prompted = replace(answer, verdict=Verdict.PROMPTED, reason="prompted_by_counter")
        state, effects = _fail(script, state, prompted, at_ns, rules)
        return state, (Put(Mark(at_ns, "prompting_suspected", step.id, {"text": answer.text})), *effects)
    state = _note_absence(script, state, at_ns, rules)
    if state.was_away:
        away = replace(answer, verdict=Verdict.UNCLEAR, reason="required_person_away")
        return _fail(script, state, away, at_ns, rules)
    return _complete(script, state, answer, at_ns, rules)


def _on_unchecked(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """No recogniser: a voice alone is confirmed by asking a second time, and never counts as accepted."""
    if state.unchecked >= 1:
        return _complete(script, state, answer, at_ns, rules)
    mark = Mark(at_ns, "not_recognised_by_machine", answer.step)
    state, effects = _fail(script, replace(state, unchecked=state.unchecked + 1), answer, at_ns, rules)
    return state, (Put(mark), *effects)


def _on_voice(state: State, event: Voice, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Listening):
        return state, ()
    deadline_ns = phase.deadline_ns
    if not event.begins:  # the words arrive a moment after the voice has ended
        deadline_ns = max(deadline_ns, event.at_ns + rules.grace_ns)
    return replace(state, phase=replace(phase, is_voice=event.begins, deadline_ns=deadline_ns)), ()


def _on_touched(script: ReadyScript, state: State, event: Touched, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Touching):
        return state, ()
    step = _step(script, state)
    verdict = Verdict.ACCEPTED if event.accepts else Verdict.REFUSED
    answer = Answer(step.id, phase.attempt, "", verdict, event.reason, event.at_ns, event.at_ns, "touch")
    if event.accepts:
        return _complete(script, state, answer, event.at_ns, rules)
    return _give_up(script, state, answer, event.at_ns, rules)


def _on_tick(script: ReadyScript, state: State, event: Tick, rules: Policy) -> Step:
    at_ns = event.at_ns
    match state.phase:
        case Speaking() as phase if phase.reading_until_ns is not None and at_ns >= phase.reading_until_ns:
            return _after_prompt(script, state, phase, at_ns, rules)
        case Showing() as phase if at_ns >= phase.until_ns:
            step = _step(script, state)
            if phase.paper + 1 < len(step.show):
                return _show(state, step, phase.attempt, phase.paper + 1, at_ns)
            return _ask(script, state, phase.attempt, at_ns, rules)
        case Listening() as phase if at_ns >= phase.deadline_ns:
            if phase.is_voice and at_ns < phase.deadline_ns + rules.voice_ns:
                return state, ()
            step = _step(script, state)
            return _fail(script, state, _answer(step, phase, _judge(step, phase, rules)), at_ns, rules)
        case Touching() as phase if at_ns >= phase.deadline_ns:
            step = _step(script, state)
            silent = Answer(step.id, phase.attempt, "", Verdict.MISSING, "no_touch", at_ns, at_ns, "none")
            return _give_up(script, state, silent, at_ns, rules)
        case Held() as phase if at_ns >= phase.since_ns + rules.device_ns:
            return _end(state, at_ns, Outcome.INTERRUPTED, "device_gone")
        case _:
            return state, ()


def _on_device_lost(script: ReadyScript, state: State, event: DeviceLost) -> Step:
    match state.phase:
        case Waiting() | Ended():
            return state, ()
        case Held() as phase:
            return replace(state, phase=replace(phase, devices=phase.devices | {event.device})), ()
        case Speaking() | Showing() | Listening() | Touching() as phase:
            held = Held(phase.attempt, event.at_ns, frozenset({event.device}))
            mark = Mark(event.at_ns, "step_held", _step(script, state).id, {"device": event.device})
            return replace(state, phase=held), (Put(mark), Hush())
        case _:
            assert_never(state.phase)


def _on_device_back(script: ReadyScript, state: State, event: DeviceBack, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Held):
        return state, ()
    devices = phase.devices - {event.device}
    if devices:
        return replace(state, phase=replace(phase, devices=devices)), ()
    mark = Mark(event.at_ns, "step_resumed", _step(script, state).id)
    state, effects = _begin_step(script, state, event.at_ns, rules)
    return state, (Put(mark), *effects)


def _on_ask_again(script: ReadyScript, state: State, event: AskAgain, rules: Policy) -> Step:
    """补问: the clerk wants a step asked again now; afterwards the take goes on where it was."""
    index = next((i for i, step in enumerate(script.steps) if step.id == event.step), None)
    is_begun = index is not None and (index == state.queue[0] or state.results[index].attempts > 0)
    if index is None or not is_begun or isinstance(state.phase, Waiting | Held):
        return state, ()
    queue = state.queue if index == state.queue[0] else (index, *state.queue)
    mark = Mark(event.at_ns, "asked_again_by_clerk", event.step)
    state, effects = _begin_step(script, replace(state, queue=queue), event.at_ns, rules)
    return state, (Put(mark), Hush(), *effects)


# ---------------------------------------------------------------------- taking an answer back


def _takes_back(script: ReadyScript, state: State, event: Heard, rules: Policy) -> bool:
    if state.accepted_last is None or not event.recognised or not isinstance(state.phase, Speaking):
        return False
    index, accepted_ns = state.accepted_last
    if event.begin_ns > accepted_ns + rules.change_of_mind_ns:
        return False
    question = script.steps[index].ask
    said = Said(event.text, event.unknown, event.recognised)
    return question is not None and judge(question, said).verdict is Verdict.REFUSED


def _take_back(script: ReadyScript, state: State, event: Heard, rules: Policy) -> Step:
    assert state.accepted_last is not None
    index, _ = state.accepted_last
    step, result = script.steps[index], state.results[index]
    answer = Answer(
        step.id, result.attempts, event.text, Verdict.REFUSED, "taken_back", event.begin_ns, event.end_ns, "speech"
    )
    results = _with_result(state, index, replace(result, verdict=Verdict.REFUSED, answer=event.text))
    state = replace(state, queue=(index, *state.queue), results=results, accepted_last=None)
    mark = Put(Mark(event.at_ns, "answer_taken_back", step.id))
    state, effects = _begin_step(script, state, event.at_ns, rules)
    return replace(state, refusals=1), (mark, Answered(answer), Hush(), *effects)


# ---------------------------------------------------------------------- steps


def _begin_step(script: ReadyScript, state: State, at_ns: int, rules: Policy) -> Step:
    """Begin the present step, at its next try."""
    step = _step(script, state)
    attempt = state.results[state.queue[0]].attempts + 1
    state = replace(state, refusals=0, unchecked=0, was_away=False)
    mark = Put(Mark(at_ns, "step_began", step.id, {"attempt": attempt}))
    state, effects = _speak(script, state, attempt, at_ns, rules)
    return state, (mark, *effects)


def _speak(script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy) -> Step:
    step = _step(script, state)
    wording = step.say
    if attempt == 2:
        wording = step.slower_say or step.say
    elif attempt > 2:
        wording = step.clerk_say or step.slower_say or step.say
    shows_first = bool(step.show) and attempt == 1
    text = wording if step.ask is None or shows_first else f"{wording}{step.ask.text}"
    asks = step.ask is not None and not shows_first
    return _prompt(replace(state, try_began_ns=at_ns), step, attempt, text, asks, at_ns, rules)


def _show(state: State, step: ReadyStep, attempt: int, index: int, at_ns: int) -> Step:
    """R-B10: every paper has its own time before the camera."""
    paper = step.show[index]
    until_ns = at_ns + int(paper.seconds * NS)
    mark = Mark(at_ns, "paper_shown", step.id, {"paper": paper.id, "to_ns": until_ns})
    return replace(state, phase=Showing(attempt, index, until_ns)), (Put(mark),)


def _ask(script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy) -> Step:
    """The papers have been shown: now the question, or the next step when there is none."""
    step = _step(script, state)
    if step.ask is None:
        return _told(script, state, attempt, at_ns, rules)
    return _prompt(state, step, attempt, step.ask.text, True, at_ns, rules)


def _prompt(state: State, step: ReadyStep, attempt: int, text: str, asks: bool, at_ns: int, rules: Policy) -> Step:
    pace = 1.0 if attempt == 1 else rules.slower
    effects: list[Effect] = [Put(Mark(at_ns, "prompt_began", step.id, {"attempt": attempt, "asks": asks}))]
    if asks and step.ask is not None:
        effects.append(Expect(listen_for(step.ask)))
    effects.append(Speak(step.id, attempt, text, pace, asks))
    return replace(state, phase=Speaking(attempt, asks)), tuple(effects)


def _told(script: ReadyScript, state: State, attempt: int, at_ns: int, rules: Policy) -> Step:
    """A step that asks nothing passes when its prompt was played to the end, to everybody it is for."""
    state = _note_absence(script, state, at_ns, rules)
    step = _step(script, state)
    answer = Answer(step.id, attempt, "", Verdict.ACCEPTED, "played_to_end", at_ns, at_ns, "none")
    if state.was_away:
        away = replace(answer, verdict=Verdict.UNCLEAR, reason="required_person_away")
        return _fail(script, state, away, at_ns, rules)
    return _complete(script, state, answer, at_ns, rules)


def _complete(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    effects: list[Effect] = []
    if step.ask is not None:
        effects.append(Answered(answer))
    effects.append(Put(Mark(at_ns, "step_passed", step.id, {"verdict": str(answer.verdict)})))
    accepted_last = (index, at_ns) if step.ask is not None else None
    state = replace(state, results=_with_result(state, index, result), accepted_last=accepted_last)
    state, more = _go_on(script, state, at_ns, rules)
    return state, (*effects, *more)


def _fail(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """One try was no answer: keep it, and ask again in the next form, or give up."""
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    refusals = state.refusals + (answer.verdict is Verdict.REFUSED)
    state = replace(state, results=_with_result(state, index, result), refusals=refusals, was_away=False)
    if refusals >= 2:  # R-C08: a no said twice is a no; staff cannot talk it away
        return _give_up(script, state, answer, at_ns, rules)
    if answer.attempt >= rules.spoken_tries:
        if not rules.has_touch:
            return _give_up(script, state, answer, at_ns, rules)
        mark = Mark(at_ns, "touch_offered", step.id, {"attempt": answer.attempt + 1})
        touching = Touching(answer.attempt + 1, at_ns + rules.touch_ns)
        return replace(state, phase=touching), (Answered(answer), Put(mark))
    remedy = Mark(at_ns, "remedy_began", step.id, {"attempt": answer.attempt + 1, "reason": answer.reason})
    state, effects = _speak(script, state, answer.attempt + 1, at_ns, rules)
    return state, (Answered(answer), Put(remedy), *effects)


def _give_up(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    index = state.queue[0]
    step = script.steps[index]
    result = StepResult(step.id, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    state = replace(state, results=_with_result(state, index, result), accepted_last=None)
    said: tuple[Effect, ...] = (
        Answered(answer),
        Put(Mark(at_ns, "step_failed", step.id, {"verdict": str(answer.verdict), "reason": answer.reason})),
    )
    match step.on_final_failure:
        case OnFinalFailure.END_REFUSED:
            is_no = answer.verdict in (Verdict.REFUSED, Verdict.WRONG)
            state, effects = _end(state, at_ns, Outcome.REFUSED if is_no else Outcome.INCOMPLETE, answer.reason)
        case OnFinalFailure.END_NOT_UNDERSTOOD:
            state, effects = _end(state, at_ns, Outcome.NOT_UNDERSTOOD, answer.reason)
        case OnFinalFailure.CONTINUE:
            state, effects = _go_on(script, state, at_ns, rules)
        case _:
            assert_never(step.on_final_failure)
    return state, (*said, *effects)


def _go_on(script: ReadyScript, state: State, at_ns: int, rules: Policy) -> Step:
    state = replace(state, queue=state.queue[1:])
    if state.queue:
        return _begin_step(script, state, at_ns, rules)
    return _end(state, at_ns, _outcome(state.results), "last_step")


def _end(state: State, at_ns: int, outcome: Outcome, reason: str) -> Step:
    mark = Mark(at_ns, "session_ended", None, {"outcome": str(outcome), "reason": reason})
    return replace(state, phase=Ended(outcome)), (Put(mark), Hush(), Finish(outcome))


def _outcome(results: Sequence[StepResult]) -> Outcome:
    verdicts = {result.verdict for result in results}
    if verdicts <= {Verdict.ACCEPTED}:
        return Outcome.COMPLETED
    if verdicts <= {Verdict.ACCEPTED, Verdict.NOT_CHECKED}:
        return Outcome.NEEDS_REVIEW
    return Outcome.INCOMPLETE


# ---------------------------------------------------------------------- small questions


def _step(script: ReadyScript, state: State) -> ReadyStep:
    return script.steps[state.queue[0]]


def _with_result(state: State, index: int, result: StepResult) -> tuple[StepResult, ...]:
    return (*state.results[:index], result, *state.results[index + 1 :])


def _judge(step: ReadyStep, phase: Listening, rules: Policy) -> Judgement:
    """Everything said since the question ended, as one answer: 不 … 同意 is a refusal, however long the breath."""
    if not phase.heard:
        if phase.was_early:
            return Judgement(Verdict.EARLY, "before_question_ended", ())
        return Judgement(Verdict.MISSING, "silence", ())
    assert step.ask is not None
    text = "".join(heard.text for heard in phase.heard)
    unknown = sum(heard.unknown for heard in phase.heard)
    recognised = all(heard.recognised for heard in phase.heard)
    judgement = judge(step.ask, Said(text, unknown, recognised))
    is_sure = min(heard.confidence for heard in phase.heard) >= rules.min_confidence
    if judgement.verdict is Verdict.ACCEPTED and not is_sure:
        return Judgement(Verdict.UNCLEAR, "not_sure", ())
    return judgement


def _answer(step: ReadyStep, phase: Listening, judgement: Judgement) -> Answer:
    heard = phase.heard
    begin_ns = heard[0].begin_ns if heard else phase.since_ns
    end_ns = heard[-1].end_ns if heard else phase.deadline_ns
    return Answer(
        step=step.id,
        attempt=phase.attempt,
        text="".join(h.text for h in heard),
        verdict=judgement.verdict,
        reason=judgement.reason,
        begin_ns=begin_ns,
        end_ns=end_ns,
        answered_by="speech" if heard else "none",
        matched=judgement.matched,
    )


def _was_prompted(step: ReadyStep, state: State, phase: Listening, rules: Policy) -> bool:
    """R-C07: the counter said the answer's word after the question, just before the customer did."""
    assert step.ask is not None
    begin_ns = phase.heard[0].begin_ns
    return any(
        phase.since_ns - rules.early_ns <= said.begin_ns < begin_ns
        and begin_ns - said.end_ns <= rules.prompting_ns
        and is_prompting(said.text, step.ask)
        for said in state.said_at_counter
    )


def _note_absence(script: ReadyScript, state: State, at_ns: int, rules: Policy, since_ns: int = 0) -> State:
    """Who is still away counts by the whole absence; who has come back only by what this try was missed of it."""
    if isinstance(state.phase, Waiting):
        return state
    required = _step(script, state).persons
    is_long = any(
        who in required and at_ns - max(gone_ns, since_ns) >= rules.away_ns for who, gone_ns in state.away_since
    )
    return replace(state, was_away=True) if is_long else state
