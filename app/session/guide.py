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
        Listening --> Held: a required person is away, the try is for nothing
        Speaking --> Held: DeviceLost
        Listening --> Held: DeviceLost
        Held --> Speaking: DeviceBack, the step again / PersonBack, the try again / Tick, nobody came: next try
        Listening --> Closing: accepted, last step
        Closing --> Speaking: Heard: taken back
        Closing --> Ended: Tick
        Listening --> Ended: last step failed / final refusal / not understood
        Held --> Ended: Tick, a device is gone for too long

Other events: CounterHeard (the clerk's voice, for prompting), Voice (somebody speaks: wait), PersonGone (a required
person), AskAgain (the clerk wants a step once more), RepeatAsked (the same prompt once more, the try goes on),
PromptFailed (no speech engine: the clerk reads) and ClerkRead (that is done), ClerkMarked (a moment to be found again),
ClerkEnds, CustomerStops, Broken (the take cannot go on).

A failed step is asked again inside the same take (补问): first slower, then in the clerk's words, then by touch with a
recorded reason; every try stays. There is no pause. What the script gives to the clerk is spoken by the station, too:
it must be said in full, and nothing here could tell whether a clerk did; what the station could not say is read.

R-A06: no other step is begun, or asked again, while consent is asked for, and without a yes the take ends, whatever the
script says. Where no recogniser hears the yes it is given by touch; without a touch screen two voices go on as
"not checked", and a person has to listen to them.

`asking.py` has what happens to a step, `hearing.py` what was heard; here is what follows from an event.
"""

from dataclasses import replace
from typing import assert_never

from app.model import Answer, Mark, Outcome, StepResult, Verdict
from app.session.answers import Judgement
from app.session.asking import (
    PERSON,
    Step,
    ask,
    begin_step,
    complete,
    end,
    fail,
    give_up,
    is_consent,
    note_absence,
    offer_touch,
    outcome,
    present_step,
    prompt,
    show,
    speak,
    told,
    try_next,
    with_result,
)
from app.session.hearing import answer_of, judgement_of, takes_back, was_prompted
from app.session.script import ReadyScript
from app.session.states import (
    NS,
    Answered,
    AskAgain,
    Begin,
    Broken,
    ClerkEnds,
    ClerkMarked,
    ClerkRead,
    Closing,
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
    RepeatAsked,
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
    "ClerkMarked",
    "ClerkRead",
    "Closing",
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
    "RepeatAsked",
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
            return begin_step(script, state, event.at_ns, rules) if isinstance(state.phase, Waiting) else (state, ())
        case Broken():
            return end(state, event.at_ns, Outcome.INTERRUPTED, event.code)
        case ClerkEnds():
            if isinstance(state.phase, Closing):
                return end(state, event.at_ns, outcome(state.results), "last_step")
            return end(state, event.at_ns, Outcome.INCOMPLETE, event.reason)
        case ClerkMarked():
            step_id = present_step(script, state).id if state.queue else None
            return state, (Put(Mark(event.at_ns, "clerk_mark", step_id, {"note": event.note_code})),)
        case ClerkRead():
            return _on_clerk_read(script, state, event, rules)
        case RepeatAsked():
            return _on_repeat(script, state, event, rules)
        case CustomerStops():
            return end(state, event.at_ns, Outcome.STOPPED, "customer_stops")
        case CounterHeard():
            recent = tuple(s for s in state.said_at_counter if event.end_ns - s.end_ns < 2 * rules.prompting_ns)
            return replace(state, said_at_counter=(*recent, event)), ()
        case PersonGone():
            away = (*(a for a in state.away_since if a[0] != event.who), (event.who, event.at_ns))
            return replace(state, away_since=away), ()
        case PersonBack():
            return _on_person_back(script, state, event, rules)
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
    step = present_step(script, state)
    if isinstance(event, PromptFailed):
        mark = Mark(event.at_ns, "prompt_not_spoken", step.id, {"code": event.code})
        reading = replace(phase, reading_until_ns=event.at_ns + event.reading_ns)
        return replace(state, phase=reading), (Put(mark),)
    return _after_prompt(script, state, phase, event.at_ns, rules)


def _on_clerk_read(script: ReadyScript, state: State, event: ClerkRead, rules: Policy) -> Step:
    """Papers are not cut short by it: each has its own time before the camera (R-B10)."""
    phase = state.phase
    if not isinstance(phase, Speaking) or phase.reading_until_ns is None:
        return state, ()
    mark = Mark(event.at_ns, "clerk_read", present_step(script, state).id, {"attempt": phase.attempt})
    state, effects = _after_prompt(script, state, phase, event.at_ns, rules)
    return state, (Put(mark), *effects)


def _on_repeat(script: ReadyScript, state: State, event: RepeatAsked, rules: Policy) -> Step:
    """The same prompt again in the same try: whoever did not hear it has not answered wrongly."""
    phase = state.phase
    if not isinstance(phase, Speaking | Listening | Showing | Touching):
        return state, ()
    step = present_step(script, state)
    facts = {"by": event.by, "slower": event.slower, "attempt": phase.attempt}
    mark = Put(Mark(event.at_ns, "repeat_asked", step.id, facts))
    if event.slower:
        state = replace(state, pace=max(rules.slowest, state.pace * rules.on_request))
    if isinstance(phase, Showing | Touching):
        return state, (mark,)
    asks = isinstance(phase, Listening) or phase.asks
    state, effects = prompt(state, step, phase.attempt, phase.text, asks, event.at_ns, rules)
    return state, (mark, Hush(), *effects)


def _after_prompt(script: ReadyScript, state: State, phase: Speaking, at_ns: int, rules: Policy) -> Step:
    step = present_step(script, state)
    ended = Put(Mark(at_ns, "prompt_ended", step.id, {"attempt": phase.attempt, "asks": phase.asks}))
    if not phase.asks and step.show:
        state, effects = show(state, step, phase.attempt, 0, at_ns)
        return state, (ended, *effects)
    if step.ask is None:
        state, effects = told(script, state, phase.attempt, at_ns, rules)
        return state, (ended, *effects)
    deadline_ns = at_ns + int(step.ask.listen_s * NS)
    return replace(state, phase=Listening(phase.attempt, at_ns, deadline_ns, text=phase.text)), (ended,)


def _on_heard(script: ReadyScript, state: State, event: Heard, rules: Policy) -> Step:
    phase = state.phase
    if takes_back(script, state, event, rules):
        return _take_back(script, state, event, rules)
    if isinstance(phase, Speaking):
        mark = Mark(event.at_ns, "answer_early", present_step(script, state).id, {"text": event.text})
        return state, (Put(mark),) if event.text or not event.recognised else ()
    if not isinstance(phase, Listening):
        return state, ()
    step = present_step(script, state)
    if event.begin_ns < phase.since_ns - rules.early_ns:
        mark = Mark(event.at_ns, "answer_early", step.id, {"text": event.text})
        return replace(state, phase=replace(phase, was_early=True)), (Put(mark),)
    phase = replace(phase, heard=(*phase.heard, event))
    state = replace(state, phase=phase)
    judgement = judgement_of(step, phase, rules)
    match judgement.verdict:
        case Verdict.ACCEPTED:
            return _on_accepted(script, state, phase, judgement, event.at_ns, rules)
        case Verdict.REFUSED | Verdict.WRONG:
            return fail(script, state, answer_of(step, phase, judgement), event.at_ns, rules)
        case Verdict.NOT_CHECKED:
            return _on_unchecked(script, state, answer_of(step, phase, judgement), event.at_ns, rules)
        case _:
            grace_ns = max(phase.since_ns, event.at_ns) + rules.grace_ns
            waiting = replace(phase, deadline_ns=min(phase.deadline_ns, grace_ns))
            return replace(state, phase=waiting), ()


def _on_accepted(
    script: ReadyScript, state: State, phase: Listening, judgement: Judgement, at_ns: int, rules: Policy
) -> Step:
    step = present_step(script, state)
    answer = answer_of(step, phase, judgement)
    if was_prompted(step, state, phase, rules):
        prompted = replace(answer, verdict=Verdict.PROMPTED, reason="prompted_by_counter")
        state, effects = fail(script, state, prompted, at_ns, rules)
        return state, (Put(Mark(at_ns, "prompting_suspected", step.id, {"text": answer.text})), *effects)
    state = note_absence(script, state, at_ns, rules)
    if state.was_away:
        away = replace(answer, verdict=Verdict.UNCLEAR, reason="required_person_away")
        return fail(script, state, away, at_ns, rules)
    return complete(script, state, answer, at_ns, rules)


def _on_unchecked(script: ReadyScript, state: State, answer: Answer, at_ns: int, rules: Policy) -> Step:
    """No recogniser: a voice alone is confirmed by asking a second time, and never counts as accepted."""
    if state.unchecked >= 1 and rules.has_touch and is_consent(script, state.queue[0]):
        result = StepResult(answer.step, answer.verdict, answer.text, answer.attempt, answer.answered_by)
        state = replace(state, results=with_result(state, state.queue[0], result))
        state, effects = offer_touch(state, answer, at_ns, rules)
        return state, (Answered(answer), *effects)
    if state.unchecked >= 1:
        return complete(script, state, answer, at_ns, rules)
    mark = Mark(at_ns, "not_recognised_by_machine", answer.step)
    state, effects = fail(script, replace(state, unchecked=state.unchecked + 1), answer, at_ns, rules)
    return state, (Put(mark), *effects)


def _on_voice(state: State, event: Voice, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Listening | Closing):
        return state, ()
    deadline_ns = phase.deadline_ns
    if not event.begins:  # the words arrive a moment after the voice has ended
        deadline_ns = max(deadline_ns, event.at_ns + rules.grace_ns)
    return replace(state, phase=replace(phase, is_voice=event.begins, deadline_ns=deadline_ns)), ()


def _on_touched(script: ReadyScript, state: State, event: Touched, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Touching):
        return state, ()
    step = present_step(script, state)
    verdict = Verdict.ACCEPTED if event.accepts else Verdict.REFUSED
    answer = Answer(step.id, phase.attempt, "", verdict, event.reason, event.at_ns, event.at_ns, "touch")
    if event.accepts:
        return complete(script, state, answer, event.at_ns, rules)
    state, effects = give_up(script, state, answer, event.at_ns, rules)
    return state, (Answered(answer), *effects)


def _on_tick(script: ReadyScript, state: State, event: Tick, rules: Policy) -> Step:
    at_ns = event.at_ns
    match state.phase:
        case Speaking() as phase if phase.reading_until_ns is not None and at_ns >= phase.reading_until_ns:
            return _after_prompt(script, state, phase, at_ns, rules)
        case Showing() as phase if at_ns >= phase.until_ns:
            step = present_step(script, state)
            if phase.paper + 1 < len(step.show):
                return show(state, step, phase.attempt, phase.paper + 1, at_ns)
            return ask(script, state, phase.attempt, at_ns, rules)
        case Listening() as phase if at_ns >= phase.deadline_ns:
            if phase.is_voice and at_ns < phase.deadline_ns + rules.voice_ns:
                return state, ()
            step = present_step(script, state)
            return fail(script, state, answer_of(step, phase, judgement_of(step, phase, rules)), at_ns, rules)
        case Touching() as phase if at_ns >= phase.deadline_ns:
            step = present_step(script, state)
            silent = Answer(step.id, phase.attempt, "", Verdict.MISSING, "no_touch", at_ns, at_ns, "none")
            state, effects = give_up(script, state, silent, at_ns, rules)
            return state, (Answered(silent), *effects)
        case Held(answer=Answer() as answer) as phase:
            if at_ns < phase.since_ns + rules.person_ns:
                return state, ()
            return try_next(script, replace(state, has_waited=True), answer, at_ns, rules)
        case Held() as phase if at_ns >= phase.since_ns + rules.device_ns:
            return end(state, at_ns, Outcome.INTERRUPTED, "device_gone")
        case Closing() as phase if at_ns >= phase.deadline_ns:
            if phase.is_voice and at_ns < phase.deadline_ns + rules.voice_ns:
                return state, ()
            return end(state, at_ns, outcome(state.results), "last_step")
        case _:
            return state, ()


def _on_device_lost(script: ReadyScript, state: State, event: DeviceLost) -> Step:
    match state.phase:
        case Waiting() | Closing() | Ended():
            return state, ()
        case Held(answer=None) as phase:
            return replace(state, phase=replace(phase, devices=phase.devices | {event.device})), ()
        case Speaking() | Showing() | Listening() | Touching() | Held() as phase:
            held = Held(phase.attempt, event.at_ns, frozenset({event.device}))
            mark = Mark(event.at_ns, "step_held", present_step(script, state).id, {"device": event.device})
            return replace(state, phase=held), (Put(mark), Hush())
        case _:
            assert_never(state.phase)


def _on_device_back(script: ReadyScript, state: State, event: DeviceBack, rules: Policy) -> Step:
    phase = state.phase
    if not isinstance(phase, Held) or phase.answer is not None:
        return state, ()
    devices = phase.devices - {event.device}
    if devices:
        return replace(state, phase=replace(phase, devices=devices)), ()
    mark = Mark(event.at_ns, "step_resumed", present_step(script, state).id)
    state, effects = begin_step(script, state, event.at_ns, rules)
    return state, (Put(mark), *effects)


def _on_person_back(script: ReadyScript, state: State, event: PersonBack, rules: Policy) -> Step:
    state = note_absence(script, state, event.at_ns, rules, since_ns=state.try_began_ns)
    state = replace(state, away_since=tuple(a for a in state.away_since if a[0] != event.who))
    phase = state.phase
    if not isinstance(phase, Held) or phase.answer is None:
        return state, ()
    missing = phase.devices - {f"{PERSON}{event.who}"}
    if missing:
        return replace(state, phase=replace(phase, devices=missing)), ()
    mark = Put(Mark(event.at_ns, "step_resumed", present_step(script, state).id))
    state = replace(state, was_away=False)
    state, effects = speak(script, state, phase.attempt, event.at_ns, rules)
    return state, (mark, *effects)


def _on_ask_again(script: ReadyScript, state: State, event: AskAgain, rules: Policy) -> Step:
    """补问: the clerk wants a step asked again now; afterwards the take goes on where it was."""
    index = next((i for i, step in enumerate(script.steps) if step.id == event.step), None)
    is_present = state.queue[:1] == (index,)
    is_begun = index is not None and (is_present or state.results[index].attempts > 0)
    is_waiting = isinstance(state.phase, Waiting) or (isinstance(state.phase, Held) and state.phase.answer is None)
    leaves_consent = not is_present and bool(state.queue) and is_consent(script, state.queue[0])
    if index is None or not is_begun or is_waiting or leaves_consent:
        return state, ()
    queue = state.queue if is_present else (index, *state.queue)
    mark = Mark(event.at_ns, "asked_again_by_clerk", event.step)
    state = replace(state, queue=queue)
    state, effects = begin_step(script, state, event.at_ns, rules, shows_again=True)
    return state, (Put(mark), Hush(), *effects)


# ---------------------------------------------------------------------- taking an answer back


def _take_back(script: ReadyScript, state: State, event: Heard, rules: Policy) -> Step:
    assert state.accepted_last is not None
    index, _ = state.accepted_last
    step, result = script.steps[index], state.results[index]
    answer = Answer(
        step.id, result.attempts, event.text, Verdict.REFUSED, "taken_back", event.begin_ns, event.end_ns, "speech"
    )
    results = with_result(state, index, replace(result, verdict=Verdict.REFUSED, answer=event.text))
    state = replace(state, queue=(index, *state.queue), results=results, accepted_last=None)
    mark = Put(Mark(event.at_ns, "answer_taken_back", step.id))
    state, effects = begin_step(script, state, event.at_ns, rules)
    return replace(state, refusals=1), (mark, Answered(answer), Hush(), *effects)
