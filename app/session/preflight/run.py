"""Pre-flight at work: one thread that looks at everything ten times a second, decides, and tells what changed.

    Rig (cameras, microphones) ─┐
    Surroundings (disk, models) ─┼─► Known ─► findings.decide ─► PreflightView ─► listeners, when it changed
    WordsTest, SpeakerTest ──────┘      ▲
    start, repeat, test_…  ─► commands ─┘

It promises: every check that needs nobody is decided within three seconds of devices that answer; a command returns at
once, and what it asked for happens on the deciding thread; devices are let go before `close` returns, or it says that
they were not. Nothing is recorded, nobody is identified, and nothing of it touches the disk.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.faults import Fault
from app.model import Channel
from app.place import PlaceVerdict
from app.session.preflight.chance import NO_TAKES, PastTakes, chance_of
from app.session.preflight.findings import Known, decide, listening
from app.session.preflight.noise import Noise, name_noise
from app.session.preflight.people import SpeakerTest, WordsTest
from app.session.preflight.rig import Rig
from app.session.preflight.surroundings import Surroundings
from app.session.preflight.table import BEFORE, BY_PEOPLE, HARD, TABLE, Check, CheckId, CheckState, found
from app.session.preflight.view import DeviceNames, Levels, Listener, Override, PreflightView, Remembered
from app.session.take import Sources
from app.settings import DataFolder
from app.vault.vault import Vault
from media.clock import NS, Clock, SystemClock
from media.models import SpeechModel
from media.preview import Pixels
from media.stage import Worker
from media.track import SAMPLE_RATE_HZ
from media.voice import Voice

log = logging.getLogger("preflight")

TICK_NS = NS // 10
CLOSE_S = 1.8
NOISE_EVERY_NS = NS // 2
NOISE_OVER_NS = 2 * NS
ENOUGH_NOISE_S = 1.5
NEVER_QUIET_NS = 6 * NS
REST_NS = NS // 2
"""after the test sound: what the room still holds of it is no noise"""


@dataclass(frozen=True, slots=True)
class Limits:
    """House defaults."""

    hang_ns: int = 5 * NS
    """a device that has not opened by then is said to hang; it may still come"""
    listen_ns: int = 8 * NS
    """for the three words"""
    companions: int = 0
    """people who sit there besides the customer and the clerk"""
    words: tuple[str, ...] = ("同意", "清楚", "明白")
    """in the vocabulary of every Chinese model, the test model included"""


class Preflight:
    """Construct with values, `start`, `close`; commands may come from any thread and return at once."""

    def __init__(
        self,
        sources: Callable[[], Sources],
        *,
        folder: DataFolder,
        expected_s: float,
        find_model: Callable[[], SpeechModel | None],
        voice: Voice | None,
        vault: Vault | None,
        names: Callable[[], DeviceNames] | None = None,
        let_go: Callable[[Sources], None] = lambda sources: None,
        past: Callable[[], PastTakes] = lambda: NO_TAKES,
        place: Callable[[], PlaceVerdict] | None = None,
        remembered: Remembered | None = None,
        clock: Clock | None = None,
        listeners: Sequence[Listener] = (),
        limits: Limits | None = None,
    ) -> None:
        """`sources` gives tracks that were never used, `let_go` is told when those were closed (for a loudspeaker).

        `sources`, `names`, `find_model`, `past` and `place` are called on threads of pre-flight's own, and may take
        their time. Without `place` nobody asks where the station stands: that is for practice.
        """
        self._clock: Clock = clock or SystemClock()
        self._limits = limits or Limits()
        self._rig_of = sources, names, let_go, self._clock
        self._rig = Rig(*self._rig_of)
        self._around = Surroundings(folder, expected_s, find_model, voice, vault, past, place, self._clock)
        self._vault = vault
        self._remembered = remembered
        self._listeners = list(listeners)
        self._commands: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._overrides: dict[tuple[CheckId, str], Override] = {}
        self._words_test: WordsTest | None = None
        self._wants_words = False
        self._speaker_test: SpeakerTest | None = None
        self._noise: Noise | None = None
        self._noise_next_ns = 0
        self._quiet_from_ns = 0
        self._began_ns = self._clock.now_ns()
        self._wall_minus_clock_ns = 0
        self._tested_with = ""
        """digest of the devices that people tested"""
        self._is_free = True
        self._is_renewing = False
        checks = tuple(found(check, code) for check, code in BEFORE.items())
        self._shown = self._judged(checks)
        self._director = Worker("preflight", self._direct, self._clock, self._on_fault)

    # ------------------------------------------------------------------ commands

    def start(self) -> None:
        """Open the devices and begin to look; once."""
        self._director.start()

    def repeat(self, check_id: CheckId | None = None) -> None:
        """Look again (F5): at one check, or at everything with tracks that were never used."""
        self._commands.append(lambda: self._repeat(check_id))

    def test_speaker(self) -> None:
        """Play the test sound; `speaker_heard` tells what a person says to it."""
        self._commands.append(self._play)

    def speaker_heard(self, was_heard: bool) -> None:
        """A person heard the test sound, or did not; without one it means nothing."""
        self._commands.append(lambda: self._answer(was_heard))

    def test_speech(self) -> None:
        """Listen for the three words from now on."""
        self._commands.append(self._listen)

    def override(self, check_id: CheckId, reason: str, *, by: str = "") -> None:
        """A supervisor lets the take begin in spite of this finding; another finding needs another decision.

        Raises E-134 where there is nothing to override: a hard check, one that has not failed, or no reason.
        """
        with self._lock:
            check = self._shown.check(check_id)
            if check.is_hard or check.state is not CheckState.FAILED or not reason.strip():
                raise Fault("E-134", check=check_id.value)
            self._overrides[check_id, check.code] = Override(
                check_id, check.code, reason.strip(), by, self._clock.wall_ns()
            )

    def close(self) -> bool:
        """Let every device go, in two seconds at most; false when a driver did not return. May be called twice."""
        is_in_time = self._director.close(CLOSE_S + 0.2)
        return is_in_time and self._is_free

    # ------------------------------------------------------------------ what a screen pulls

    def view(self) -> PreflightView:
        """What was decided last, with the levels and faces of this moment."""
        rig = self._rig
        elapsed_ns = self._clock.now_ns() - self._began_ns
        return replace(self._shown, levels=rig.levels(), faces=rig.people.faces, elapsed_ns=elapsed_ns)

    def pixels(self, width: int, height: int) -> Pixels | None:
        """The live picture as the take would hold it (16:9); None while there is none."""
        return self._rig.tap.pixels(width, height)

    def remember(self) -> Remembered | None:
        """What people tested, for the next run of the day; None while nothing was."""
        names = self._rig.names
        passed = tuple(c.id for c in self._shown.checks if c.id in BY_PEOPLE and c.state is CheckState.PASSED)
        if names is None or not passed:
            return None
        return Remembered(names.digest, self._around.parts.model_id, passed, self._clock.wall_ns())

    # ------------------------------------------------------------------ the deciding thread

    def _direct(self, stop: threading.Event) -> None:
        self._begin()
        self._around.start()
        try:
            while self._clock.sleep_until(self._clock.now_ns() + TICK_NS, stop):
                while self._commands:
                    self._commands.popleft()()
                self._renew()
                self._tick()
        finally:
            self._around.ask_to_end()
            self._is_free = self._rig.close(CLOSE_S)
            self._around.close(0.1)

    def _begin(self) -> None:
        self._began_ns = self._quiet_from_ns = self._clock.now_ns()
        self._wall_minus_clock_ns = self._clock.wall_ns() - self._began_ns
        self._noise, self._noise_next_ns = None, 0
        self._rig.start()

    def _tick(self) -> None:
        self._go_on_with_tests()
        known = self._known()
        self._listen_for_noise(known)
        view = self._judged(decide(replace(known, noise=self._noise)))
        is_new = view.news != self._shown.news
        self._shown = view
        if is_new:
            self._tell(self.view())

    def _known(self) -> Known:
        now_ns, wall_ns = self._clock.now_ns(), self._clock.wall_ns()
        rig, around = self._rig, self._around
        heard = {channel: rig.heard(channel) for channel in Channel}
        return Known(
            now_ns=now_ns,
            wall_ns=wall_ns,
            hang_ns=self._limits.hang_ns,
            words=self._limits.words,
            companions=self._limits.companions,
            opening_ns=rig.opening_ns,
            sources_fault=rig.fault,
            has_sources=rig.sources is not None and rig.fault is None,
            has_speaker=rig.sources is not None and rig.sources.play is not None,
            cameras=rig.cameras(),
            people=rig.people,
            counter=heard[Channel.COUNTER],
            customer=heard[Channel.CUSTOMER],
            noise=self._noise,
            is_never_quiet=now_ns - self._quiet_from_ns > NEVER_QUIET_NS,
            words_test=self._words_test,
            is_speech_wanted=self._wants_words,
            speaker_test=self._speaker_test,
            remembered=self._still_remembered(wall_ns),
            wall_step_ns=wall_ns - now_ns - self._wall_minus_clock_ns,
            disk=around.disk,
            parts=around.parts,
            has_vault=self._vault is not None,
            doubt=around.doubt,
            place=around.place,
            is_station_known=around.is_known,
        )

    def _still_remembered(self, wall_ns: int) -> Remembered | None:
        kept, names = self._remembered, self._rig.names
        if kept is None or names is None or self._around.parts.speech is None:
            return None
        return kept if kept.holds(names.digest, self._around.parts.model_id, wall_ns) else None

    def _judged(self, checks: tuple[Check, ...]) -> PreflightView:
        """The view of these checks: what holds up the start, and how likely a first pass is."""
        with self._lock:
            failed = [(check.id, check.code) for check in checks if check.state is CheckState.FAILED]
            overrides = tuple(self._overrides[key] for key in failed if key in self._overrides)
        let_pass = {one.check for one in overrides}
        blocking = tuple(
            check.id
            for check in checks
            if (TABLE[check.id][check.code].holds_up and check.id not in let_pass)
            or (check.state is CheckState.RUNNING and check.is_hard)
        )
        return PreflightView(
            checks=checks,
            levels=Levels(),
            faces=(),
            may_start=not blocking,
            blocking=blocking,
            chance=chance_of(self._around.past, checks),
            elapsed_ns=0,
            overrides=overrides,
            is_settled=all(c.state is not CheckState.RUNNING for c in checks if c.id not in BY_PEOPLE),
            words=self._limits.words,
        )

    def _tell(self, view: PreflightView) -> None:
        for listener in list(self._listeners):
            try:
                listener(view)
            except Exception:  # a screen that dies must not take pre-flight with it
                log.exception("a listener failed and is told nothing more: %s", type(listener).__name__)
                self._listeners.remove(listener)

    def _on_fault(self, name: str, problem: BaseException) -> None:
        """What was decided last is no longer watched over, so nothing may begin by it."""
        log.error("thread died: %s", name, exc_info=problem)
        self._shown = replace(self._shown, may_start=False, blocking=tuple(check for check in CheckId if check in HARD))
        self._tell(self._shown)

    # ------------------------------------------------------------------ what was asked for

    def _repeat(self, check_id: CheckId | None) -> None:
        match check_id:
            case None:
                self._anew()
            case CheckId.CAMERA | CheckId.LIGHT | CheckId.SHARPNESS | CheckId.PERSONS:
                self._rig.begin_cameras_anew()
            case CheckId.MICROPHONE_COUNTER:
                self._microphone_anew(Channel.COUNTER)
            case CheckId.MICROPHONE_CUSTOMER:
                self._microphone_anew(Channel.CUSTOMER)
            case CheckId.SPEECH:
                self._listen()
            case CheckId.SPEAKER:
                self._play()
            case CheckId.NOISE:
                self._noise, self._noise_next_ns = None, 0
            case CheckId.CLOCK:
                self._wall_minus_clock_ns = self._clock.wall_ns() - self._clock.now_ns()
            case CheckId.PLACE | CheckId.MODELS | CheckId.DISK | CheckId.VAULT | CheckId.SERVER:
                self._around.look_again()

    def _anew(self) -> None:
        """Everything with fresh tracks, once the old ones are closed; a driver that hangs is waited for."""
        self._is_renewing = True
        self._rig.ask_to_end()
        self._around.look_again()
        if self._words_test is not None and not self._words_test.is_over(self._clock.now_ns()):
            self._words_test = None

    def _renew(self) -> None:
        if self._is_renewing and self._rig.is_over:
            self._is_renewing = False
            self._rig.release()
            self._rig = Rig(*self._rig_of)
            self._begin()

    def _microphone_anew(self, channel: Channel) -> None:
        """One that is not there can only be found by looking for sound devices again, which takes fresh tracks."""
        heard = self._rig.heard(channel)
        if heard is None or heard.device.fault is not None:
            self._anew()
        else:
            self._rig.begin_microphone_anew(channel)

    def _listen(self) -> None:
        """Begin the speech test, or wait for the model that is to hear it."""
        model, ear = self._around.model, self._rig.ear_of_customer()
        self._wants_words = self._around.parts.speech is None or (model is not None and ear is None)
        if model is None or ear is None:
            return
        limits = self._limits
        try:
            test = WordsTest(limits.words, model, Channel.CUSTOMER, self._clock.now_ns(), limits.listen_ns)
        except Fault:  # told by the surroundings, who tried it as well
            self._around.look_again()
            return
        self._words_test, ear.also = test, test.hear
        self._note_devices()

    def _play(self) -> None:
        sources = self._rig.sources
        if sources is not None and sources.play is not None:
            self._speaker_test = SpeakerTest(sources.play, self._around.sentence, self._clock.now_ns())
            self._note_devices()

    def _answer(self, was_heard: bool) -> None:
        if self._speaker_test is not None:
            self._speaker_test.was_heard = was_heard

    def _note_devices(self) -> None:
        names = self._rig.names
        self._tested_with = "" if names is None else names.digest

    # ------------------------------------------------------------------ what takes its time

    def _go_on_with_tests(self) -> None:
        now_ns, ear, names = self._clock.now_ns(), self._rig.ear_of_customer(), self._rig.names
        if names is not None and self._tested_with not in ("", names.digest):
            self._words_test = self._speaker_test = None
            self._tested_with = ""
        if self._wants_words:
            self._listen()
        words, speaker = self._words_test, self._speaker_test
        if ear is not None and words is not None and words.is_over(now_ns):
            ear.also = None
        if ear is not None and speaker is not None and not speaker.is_measured and now_ns >= speaker.measure_ns:
            speaker.measure(*ear.sounds(speaker.begin_ns, speaker.measure_ns))

    def _listen_for_noise(self, known: Known) -> None:
        """Name the noise twice a second, from the last two seconds in which nobody spoke and nothing was played."""
        now_ns, ear, speaker = known.now_ns, self._rig.ear_of_customer(), self._speaker_test
        if ear is None or listening(known) is None or now_ns < self._noise_next_ns:
            return
        from_ns = now_ns - NOISE_OVER_NS
        if speaker is not None and speaker.fault is None:
            from_ns = max(from_ns, speaker.end_ns + REST_NS)
        samples = ear.background(from_ns)
        if len(samples) < ENOUGH_NOISE_S * SAMPLE_RATE_HZ:
            return
        self._noise, self._noise_next_ns, self._quiet_from_ns = name_noise(samples), now_ns + NOISE_EVERY_NS, now_ns
