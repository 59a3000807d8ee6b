"""The runner: the only place where the guide meets time, threads and devices.

    observation (any thread) ──► Stage "session" ──► guide.advance ──► marks and answers into the vault
                                                                  └──► then prompts, grammar, the end
                                                                  └──► then whoever listens (screen, virtual customer)

It promises: one thread decides; nothing is done before its row is committed; what the devices report becomes marks with
the take's time, whatever the guide thinks of it. It does not judge, seal or sign.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.evidence.recording import Beat, FragmentSealed, Observation, Recorder, TakeBroken
from app.faults import Fault
from app.model import Channel, Mark, Outcome, TakeId, Utterance, Word
from app.session import guide
from app.session.answers import forbidden_words
from app.session.script import ReadyScript
from app.vault.vault import Vault
from media.clock import NS, Clock
from media.faces import FacesSeen, Presence
from media.fragments import Fragment
from media.picture import Stamp
from media.speech import SpeechHeard, VoiceActivity
from media.stage import Stage
from media.voice import Voice

log = logging.getLogger("session")

LEAD_OUT_NS = NS
"""the take goes on this long after its last step, so that nothing is cut off"""
CLOSE_S = 60.0
"""how long the deciding thread may take to work off its queue: a prompt that is being rendered may hold it"""
FLUSH_FRAGMENTS = 4
"""fragments whose times go into the vault together (two seconds)"""
READING_NS_PER_CHARACTER = NS // 3
CAMERA_MAY_BE_GONE_NS = 10 * NS


@dataclass(frozen=True, slots=True)
class PromptDone:
    """The last sample of prompt `number` has been heard, or it was hushed (`whole` is false)."""

    at_ns: int
    whole: bool
    number: int


@dataclass(frozen=True, slots=True)
class SentenceBegan:
    at_ns: int
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """What a screen may show of the take, newest first; made after the rows are committed."""

    at_ns: int
    state: guide.State
    sentence: str
    """the sentence being spoken"""
    hearing: str
    """what the customer is saying right now"""


Listener = Callable[[Mark | Utterance | SessionView], None]
Happening = Observation | PromptDone | SentenceBegan | guide.Event


class Runner:
    """Runs one guided take; `observe` and `send` may be called from any thread."""

    def __init__(
        self,
        script: ReadyScript,
        vault: Vault,
        take_id: TakeId,
        clock: Clock,
        voice: Voice | None,
        stamp: Stamp,
        *,
        listeners: Sequence[Listener] = (),
        policy: guide.Policy | None = None,
    ) -> None:
        self.script = script
        self.state = guide.initial(script)
        self.presence = Presence()
        self.faults: list[Fault] = []
        self.ended = threading.Event()
        """set a moment after the guide has ended the session, with the clock held"""
        self._vault = vault
        self._take_id = take_id
        self._clock = clock
        self._voice = voice
        self._stamp = stamp
        self._listeners = list(listeners)
        self._policy = policy or guide.Policy()
        self._recorder: Recorder | None = None
        self._unflushed: list[Fragment] = []
        self._finish_at_ns: int | None = None
        self._cameras_lost_ns: dict[object, int] = {}
        self._prompt = 0
        """number of the prompt spoken last: the end of an earlier one says nothing about it"""
        self._has_failed = False
        self._sentence = self._hearing = ""
        self._stage: Stage[Happening] = Stage(
            "session", self._handle_until_it_fails, depth=10_000, clock=clock, on_fault=self._on_fault
        )

    # ------------------------------------------------------------------ from outside

    def begin(self, recorder: Recorder) -> None:
        """The recorder runs: say the first prompt."""
        self._recorder = recorder
        if self._voice is not None:
            for pace, texts in self._first_texts().items():
                self._voice.prepare(texts, pace)
        self._stage.start()
        self.send(guide.Begin(recorder.now_ns()))

    def observe(self, observation: Observation) -> None:
        """What the recorder sees and hears."""
        self._stage.put(observation)

    def send(self, event: guide.Event) -> None:
        """What the clerk or the customer does."""
        self._stage.put(event)

    def tell(self, mark: Mark) -> None:
        """To whoever listens, a mark that the take itself put down: before `begin` or after `close`."""
        self._tell(mark)

    def close(self) -> Outcome:
        """After the recorder has stopped: work off what is still queued, and say how it ended."""
        self._stage.close(CLOSE_S)
        if not self._has_failed:
            self._flush_fragments()
        return self.state.outcome or Outcome.INTERRUPTED

    # ------------------------------------------------------------------ one thread

    def _handle_until_it_fails(self, happening: Happening) -> None:
        """A mistake here ends the take; whoever observes must not notice: what they hold is still to be sealed."""
        if not self._has_failed:
            try:
                self._handle(happening)
            except Exception as problem:
                self._has_failed = True
                self._on_fault("session", problem)

    def _handle(self, happening: Happening) -> None:
        match happening:
            case Beat():
                self._on_beat(happening)
            case FragmentSealed():
                self._on_fragment(happening)
            case TakeBroken():
                self._note(happening.fault)
                if happening.fault.code == "E-911":
                    self._vault.make_room()  # or the take could not be closed in the vault either
                self._put(Mark(self._now_ns(), "take_broken", None, {"code": happening.fault.code}))
                self._advance(guide.Broken(self._now_ns(), happening.fault.code))
                self._finish_now()
            case Mark():
                self._on_mark(happening)
            case SpeechHeard():
                self._on_speech(happening)
            case VoiceActivity():
                if happening.channel != Channel.COUNTER:
                    self._advance(guide.Voice(happening.at_ns, happening.begins))
            case FacesSeen():
                self._on_faces(happening)
            case PromptDone():
                if happening.number == self._prompt:
                    self._sentence = ""
                    if happening.whole:
                        self._advance(guide.PromptEnded(happening.at_ns))
            case SentenceBegan():
                if happening.number == self._prompt:
                    self._sentence = happening.text
                    self._show(happening.at_ns)
            case _:
                self._advance(happening)

    def _advance(self, event: guide.Event) -> None:
        before = self.state
        self.state, effects = guide.advance(self.script, self.state, event, self._policy)
        marks = []
        for effect in effects:
            if isinstance(effect, guide.Put):
                marks.append(effect.mark)
            elif isinstance(effect, guide.Answered):
                answer = effect.answer
                self._vault.add_answer(self._take_id, answer)
                facts = {"verdict": str(answer.verdict), "reason": answer.reason, "attempt": answer.attempt}
                marks.append(Mark(event.at_ns, "answer_judged", answer.step, facts))
        self._put(*marks)
        for mark in marks:
            if mark.kind == "step_began":
                self.presence.begin_step(mark.step)
        for effect in effects:
            self._carry_out(effect)
        if self.state is not before:
            self._show(event.at_ns)

    def _carry_out(self, effect: guide.Effect) -> None:
        match effect:
            case guide.Speak():
                self._speak(effect)
            case guide.Hush():
                self._recorder_now().hush()
            case guide.Expect():
                self._recorder_now().expect(effect.phrases)
            case guide.Finish():
                if self._finish_at_ns is None:
                    self._finish_at_ns = self._now_ns() + LEAD_OUT_NS
            case guide.Put() | guide.Answered():
                pass  # already in the vault

    def _speak(self, effect: guide.Speak) -> None:
        recorder = self._recorder_now()
        index = next(i for i, step in enumerate(self.script.steps) if step.id == effect.step)
        title = self.script.steps[index].title
        recorder.set_stamp(replace(self._stamp, step=f"第 {index + 1}/{len(self.script.steps)} 步 {title}"))
        self._prompt += 1
        number = self._prompt
        try:
            if self._voice is None:
                raise Fault("E-713", reason="none was given")
            spoken = self._voice.render(effect.text, self.script.steps[index].chars_per_second * effect.pace)
            sentences = [text for text, _, _ in spoken.sentences]
            recorder.speak(
                spoken.samples,
                [begin for _, begin, _ in spoken.sentences],
                lambda at_ns, whole: self._later(PromptDone(at_ns, whole, number)),
                lambda index, at_ns: self._later(SentenceBegan(at_ns, sentences[index], number)),
            )
        except Fault as fault:  # no voice, or no loudspeaker: the clerk reads it
            self._sentence = effect.text
            self._note(fault)
            reading_ns = len(effect.text) * READING_NS_PER_CHARACTER
            self._advance(guide.PromptFailed(self._now_ns(), fault.code, reading_ns))

    def _later(self, happening: Happening) -> None:
        self._stage.put(happening)

    # ------------------------------------------------------------------ what was observed

    def _on_beat(self, beat: Beat) -> None:
        if beat.wall_step_ns:
            self._put(Mark(beat.at_ns, "clock_stepped", None, {"by_ms": beat.wall_step_ns // 1_000_000}))
        for camera, lost_ns in list(self._cameras_lost_ns.items()):
            if beat.at_ns - lost_ns >= CAMERA_MAY_BE_GONE_NS:
                del self._cameras_lost_ns[camera]
                self._advance(guide.DeviceLost(beat.at_ns, f"camera-{camera}"))
        self._advance(guide.Tick(beat.at_ns))
        if self._finish_at_ns is not None and beat.at_ns >= self._finish_at_ns:
            self._finish_now()

    def _finish_now(self) -> None:
        if not self.ended.is_set():
            self._clock.hold()  # for whoever waits for the end: time must not run on while the take is being closed
            self.ended.set()

    def _on_fragment(self, sealed: FragmentSealed) -> None:
        fragment = sealed.fragment
        self._unflushed.append(fragment)
        if len(self._unflushed) >= FLUSH_FRAGMENTS:
            self._flush_fragments()
            self._vault.set_high_water(self._take_id, sealed.sealed_bytes, fragment.at_ns + fragment.duration_ns)

    def _flush_fragments(self) -> None:
        if self._unflushed:
            self._vault.add_fragments(self._take_id, self._unflushed)
            self._unflushed = []

    def _on_mark(self, mark: Mark) -> None:
        self._put(mark)
        device = f"microphone-{mark.facts.get('channel', '')}"
        camera = mark.facts.get("camera")
        match mark.kind:
            case "microphone_lost":
                self._note_mark(mark)
                self._advance(guide.DeviceLost(mark.at_ns, device))
            case "microphone_back":
                self._advance(guide.DeviceBack(mark.at_ns, device))
            case "camera_lost":
                self._note_mark(mark)
                self._cameras_lost_ns[camera] = mark.at_ns
            case "camera_back":
                self._cameras_lost_ns.pop(camera, None)
                self._advance(guide.DeviceBack(mark.at_ns, f"camera-{camera}"))
            case "detector_stopped":
                self._note_mark(mark)

    def _note_mark(self, mark: Mark) -> None:
        facts = dict(mark.facts)
        self._note(Fault(str(facts.pop("code", "E-901")), **facts))

    def _note(self, fault: Fault) -> None:
        """For the report: each code once."""
        if all(known.code != fault.code for known in self.faults):
            self.faults.append(fault)

    def _on_speech(self, heard: SpeechHeard) -> None:
        is_counter = heard.channel == Channel.COUNTER
        if not heard.is_final:
            if not is_counter:
                self._hearing = heard.text
                self._show(heard.end_ns)
            return
        if not is_counter:
            self._hearing = ""
        if heard.text:
            words = tuple(Word(w.text, w.begin_ns, w.end_ns, w.confidence) for w in heard.words)
            utterance = Utterance(
                Channel(heard.channel), heard.text, heard.begin_ns, heard.end_ns, heard.confidence, words
            )
            self._vault.add_utterance(self._take_id, utterance)
            self._tell(utterance)
        now_ns = self._now_ns()
        if is_counter:
            for word in forbidden_words(heard.text):
                self._put(Mark(heard.begin_ns, "forbidden_word", None, {"word": word}))
            self._advance(guide.CounterHeard(now_ns, heard.text, heard.begin_ns, heard.end_ns))
        else:
            confidence = heard.confidence if heard.words else 1.0
            self._advance(
                guide.Heard(
                    now_ns, heard.text, heard.begin_ns, heard.end_ns, heard.unknown, heard.recognised, confidence
                )
            )

    def _on_faces(self, seen: FacesSeen) -> None:
        for change in self.presence.see(seen):
            self._put(Mark(change.at_ns, change.kind, None, change.facts))
            match change.kind:
                case "customer_left":
                    self._advance(guide.PersonGone(change.at_ns - change.facts["absent_ns"], "customer"))
                case "customer_back":
                    self._advance(guide.PersonBack(change.at_ns, "customer"))
                case "clerk_left":
                    self._advance(guide.PersonGone(change.at_ns - change.facts["absent_ns"], "clerk"))
                case "clerk_back":
                    self._advance(guide.PersonBack(change.at_ns, "clerk"))

    # ------------------------------------------------------------------ small ones

    def _first_texts(self) -> dict[float, list[str]]:
        """The prompts of every step's first try, as the guide will ask for them, by their pace."""
        texts: dict[float, list[str]] = {}
        for step in self.script.steps:
            question = "" if step.ask is None else step.ask.text
            parts = (step.say, question) if step.show else (f"{step.say}{question}",)
            texts.setdefault(step.chars_per_second, []).extend(part for part in parts if part)
        return texts

    def _put(self, *marks: Mark) -> None:
        if marks:
            self._vault.add_marks(self._take_id, marks)
            for mark in marks:
                self._tell(mark)

    def _show(self, at_ns: int) -> None:
        self._tell(SessionView(at_ns, self.state, self._sentence, self._hearing))

    def _tell(self, news: Mark | Utterance | SessionView) -> None:
        for listener in list(self._listeners):
            try:
                listener(news)
            except Exception:  # a screen that dies must not take the recording with it
                log.exception("a listener failed and is told nothing more: %s", type(listener).__name__)
                self._listeners.remove(listener)

    def _now_ns(self) -> int:
        return self._recorder_now().now_ns()

    def _recorder_now(self) -> Recorder:
        assert self._recorder is not None
        return self._recorder

    def _on_fault(self, name: str, problem: BaseException) -> None:
        """The deciding thread died: the take must still be closed and sealed."""
        if not isinstance(problem, Fault):
            log.error("thread died: %s", name, exc_info=problem)
        self._note(problem if isinstance(problem, Fault) else Fault("E-901"))
        self._finish_now()
