"""What was heard in a try, as one answer: all utterances since the question ended, and who else spoke before.

Pure questions about a state; nothing changes here. Whether words are a yes is `answers.judge`'s.
"""

from app.model import Answer, Verdict
from app.session.answers import Heard as Said
from app.session.answers import Judgement, is_prompting, judge
from app.session.script import ReadyScript, ReadyStep
from app.session.states import Closing, Heard, Listening, Policy, Speaking, State


def judgement_of(step: ReadyStep, phase: Listening, rules: Policy) -> Judgement:
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


def answer_of(step: ReadyStep, phase: Listening, judgement: Judgement) -> Answer:
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


def was_prompted(step: ReadyStep, state: State, phase: Listening, rules: Policy) -> bool:
    """R-C07: the counter said the answer's word after the question, just before the customer did."""
    assert step.ask is not None
    begin_ns = phase.heard[0].begin_ns
    return any(
        phase.since_ns - rules.early_ns <= said.begin_ns < begin_ns
        and begin_ns - said.end_ns <= rules.prompting_ns
        and is_prompting(said.text, step.ask)
        for said in state.said_at_counter
    )


def takes_back(script: ReadyScript, state: State, event: Heard, rules: Policy) -> bool:
    """A no so soon after a yes that it is about the same question."""
    if state.accepted_last is None or not event.recognised or not isinstance(state.phase, Speaking | Closing):
        return False
    index, accepted_ns = state.accepted_last
    if event.begin_ns > accepted_ns + rules.change_of_mind_ns:
        return False
    question = script.steps[index].ask
    said = Said(event.text, event.unknown, event.recognised)
    return question is not None and judge(question, said).verdict is Verdict.REFUSED
