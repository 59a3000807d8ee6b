"""The Recorder: from tracks to one sealed file, and everything seen and heard on the way.

    Cameras (loss, silence) ─┐                       ┌── Latest ──► faces
                             ├── Stage "encode" ─────┤
    Mixer (heartbeat 40 ms) ─┘   picture → encoder → SealedWriter (chunks, tail, fragments)
          └────────────────────── Stage "speech" ──► recognisers, sound quality

It promises: sound is never dropped; a picture is dropped only when the encoder is two seconds behind, and counted; a
lost device leaves a slate or silence of its own length, never a frozen picture; what is written is sealed at once, and
at most one fragment (half a second) is not yet safe; a detector that fails is a mark and nothing more, an encoder or a
disk that fails ends the take with what it has. It decides nothing: what it observes goes to one `observe`
callable as small frozen values, from several threads, and whoever listens must not block.

It does not know scripts, vaults or people.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from app.evidence.cameras import SLATE_AFTER_NS, Cameras
from app.evidence.observed import (
    Beat,
    FragmentSealed,
    Level,
    Loss,
    Observation,
    Observe,
    Recorded,
    Sight,
    TakeBroken,
)
from app.evidence.sealed import SealedWriter
from app.faults import Fault
from app.model import Channel, Mark
from media.clock import NS, Clock
from media.encode import Encoder, EncodeSettings, RateLadder
from media.faces import Face, FaceFinder
from media.fragments import FragmentWatcher
from media.mixer import Mixed, Mixer
from media.models import SpeechModel
from media.picture import Picture, Stamp
from media.quality import PictureJudge, SoundJudge
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.stage import Latest, Stage, WhenFull
from media.track import SAMPLE_RATE_HZ, AudioTrack, Samples, VideoFrame, VideoTrack

__all__ = ["Beat", "FragmentSealed", "Observation", "Recorded", "Recorder", "RecorderSettings", "Sight", "TakeBroken"]

log = logging.getLogger("recording")
T = TypeVar("T")

PICTURES_WAITING = 30
"""two seconds of pictures may wait for the encoder; then new ones are dropped and counted"""
DRAIN_S = 60.0
"""how long what is queued may take to reach the disk when the take ends"""
ECHO_NS = NS // 4
"""how long a prompt goes on sounding in the room after its last sample was handed to the loudspeaker"""
FOR_EVER_NS = 1 << 62


@dataclass(frozen=True, slots=True)
class RecorderSettings:
    """Rates and sizes of one take; house defaults."""

    encode: EncodeSettings = field(default_factory=EncodeSettings)
    faces_per_s: float = 5.0
    quality_per_s: float = 2.0
    checks_faces: bool = True
    checks_quality: bool = True
    checks_speech: bool = True


class _Sink:
    """What the muxer writes into: seals every byte, and makes each whole fragment safe."""

    def __init__(self, writer: SealedWriter, observe: Observe) -> None:
        self.end_ns = 0
        """up to where whole fragments reach"""
        self.is_torn = False
        """the disk refused, and what it took last is no whole fragment"""
        self._writer = writer
        self._observe = observe
        self._watcher = FragmentWatcher()

    def write(self, chunk: bytes) -> int:
        self.is_torn = True
        self._writer.write(chunk)
        self.is_torn = False
        for fragment in self._watcher.feed(chunk):
            self.end_ns = fragment.end_ns
            self._writer.checkpoint()
            self._observe(FragmentSealed(fragment, self._writer.sealed_bytes))
        return len(chunk)


@dataclass(frozen=True, slots=True)
class _Pictured:
    frames: tuple[VideoFrame | None, ...]
    pts: int


class Recorder:
    """Records one continuous take; construct with values, `start`, `stop`."""

    def __init__(
        self,
        clock: Clock,
        cameras: Sequence[VideoTrack],
        counter: AudioTrack,
        customer: AudioTrack | None,
        *,
        picture: Picture,
        stamp: Stamp,
        observe: Observe,
        settings: RecorderSettings | None = None,
        model: SpeechModel | None = None,
        play: Callable[[Samples], None] | None = None,
        preview: Callable[[VideoFrame], None] | None = None,
    ) -> None:
        self.clock = clock
        self.origin_ns = 0
        """the clock at the take's first moment; every time that leaves here counts from it"""
        self.observe = observe
        self._settings = settings or RecorderSettings()
        self.checks_faces = self._settings.checks_faces
        self.face_fault: Fault | None = None
        self._cameras = Cameras(cameras, clock, observe=observe, on_picture=self._on_picture, on_fault=self._on_fault)
        self._microphones: list[VideoTrack | AudioTrack] = [counter] if customer is None else [counter, customer]
        self._writer: SealedWriter | None = None
        self._sink: _Sink | None = None
        self._picture = picture
        self._stamp = stamp
        self._preview = preview
        self._is_aloud = play is not None
        self._prompt_begin_ns = self._prompt_end_ns = -ECHO_NS
        self._ladder = RateLadder(self._settings.encode.fps)
        self._fps: float = self._settings.encode.fps
        self._encoder: Encoder | None = None
        self._broken = False
        self._is_ending = False
        self._stopped: set[str] = set()  # detectors that failed
        self._waiting = 0
        self._dropped = 0
        self._newest: Mixed | None = None
        self._mixed_ns = 0
        """up to where there is sound, which never stops: so long is the take"""
        self._unshown = Loss("pictures_dropped")
        self._unheard = Loss("speech_gap")
        self._lock = threading.Lock()
        self._next_picture_us = 0
        self._last_picture_us = -1
        self._next_faces_ns = 0
        self._next_quality_ns = 0
        self._wall_minus_clock_ns = 0
        """the computer's wall time less the clock, as it was when the take began: a wall clock set anew is a mark"""
        self._strayed_ns = 0
        self._next_wall_ns = NS
        self._encode: Stage[_Pictured | Mixed] = Stage(
            "encode", self._encode_item, depth=400, clock=clock, on_fault=self._on_fault
        )
        self._speech: Stage[Mixed] = Stage(
            "speech",
            self._until_it_fails("speech", self._hear),
            depth=250,
            clock=clock,
            on_fault=self._on_fault,
            when_full=WhenFull.OLDEST,
            on_drop=self._note_unheard,
        )
        find_faces = self._until_it_fails("faces", self._find_faces)
        self._faces: Latest[VideoFrame] = Latest("faces", find_faces, clock=clock, on_fault=self._on_fault)
        self._finder = FaceFinder()
        self._mixer = Mixer(
            clock,
            counter,
            customer,
            emit=self._on_mixed,
            on_mark=lambda kind, at_ns, facts: observe(Mark(at_ns - self.origin_ns, kind, None, facts)),
            on_fault=self._on_fault,
            play=play,
        )
        channels = [Channel.CUSTOMER] if customer is None else [Channel.CUSTOMER, Channel.COUNTER]
        if not self._settings.checks_speech:
            channels = []
        self.recognisers = {channel: Recogniser(channel, model, self._on_heard) for channel in channels}
        self._seen: tuple[Face, ...] = ()
        self._picture_judge = PictureJudge()
        self._look_at_picture = self._until_it_fails("picture", self._judge_picture)
        self._sound_judges = {channel: SoundJudge(channel) for channel in self.recognisers}
        self._is_voice = dict.fromkeys(self.recognisers, False)

    def open(self) -> None:
        """Open every device and load the detectors; raises `Fault` with nothing left open."""
        if self.checks_faces:
            try:
                self._finder.start()
            except Fault as fault:  # the take is worth having without it, but nobody may believe faces were checked
                self.checks_faces, self.face_fault = False, fault
        try:
            for track in (*self._cameras.tracks, *self._microphones):
                track.open(self.clock)
        except BaseException:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Let the devices go; alone, when the take does not begin after all."""
        self._finder.close()
        for track in (*self._cameras.tracks, *self._microphones):
            track.close()

    def start(self, writer: SealedWriter) -> None:
        """Begin the take at this moment; what it records goes into `writer`."""
        self._writer = writer
        self._sink = _Sink(writer, self.observe)
        self.origin_ns = self.clock.now_ns()
        self._wall_minus_clock_ns = self.clock.wall_ns() - self.origin_ns
        self._encoder = Encoder(self._sink, self._settings.encode, origin_ns=0)
        for stage in (self._encode, self._speech, self._faces):
            stage.start()
        self._mixer.start(self.origin_ns)
        self._cameras.start(self.origin_ns)

    def now_ns(self) -> int:
        """How long the take has run."""
        return self.clock.now_ns() - self.origin_ns

    # ------------------------------------------------------------------ what the session asks for

    def set_stamp(self, stamp: Stamp) -> None:
        self._stamp = stamp

    def speak(
        self,
        samples: Samples,
        cues: Sequence[int],
        done: Callable[[int, bool], None],
        cue: Callable[[int, int], None],
    ) -> None:
        """Mix a prompt into the counter channel and play it; raises what the loudspeaker raises. See `Mixer.speak`."""
        origin_ns = self.origin_ns

        def ended(at_ns: int, whole: bool) -> None:
            self._prompt_end_ns = at_ns - origin_ns
            done(at_ns - origin_ns, whole)

        self._prompt_begin_ns, self._prompt_end_ns = self.now_ns(), FOR_EVER_NS
        try:
            self._mixer.speak(samples, cues, done=ended, cue=lambda index, at_ns: cue(index, at_ns - origin_ns))
        except Fault:
            self._prompt_end_ns = self._prompt_begin_ns  # nothing sounds, so nothing echoes
            raise

    def hush(self) -> None:
        self._mixer.hush()

    def expect(self, phrases: Sequence[str] | None) -> None:
        """What the customer is likely to say next: the grammar of the step."""
        if Channel.CUSTOMER in self.recognisers:
            self.recognisers[Channel.CUSTOMER].expect(phrases)

    def sight(self) -> Sight:
        """The levels of the newest block of sound and the faces seen last; costs little, may be asked at any time."""
        block = self._newest
        if block is None:
            return Sight(faces=self._seen)
        levels = {
            channel: Level.of(samples, is_voice=self._is_voice.get(channel, False))
            for channel, samples in ((Channel.COUNTER, block.counter), (Channel.CUSTOMER, block.customer))
        }
        return Sight(levels[Channel.COUNTER], levels[Channel.CUSTOMER], self._seen)

    @property
    def dropped(self) -> int:
        return self._dropped

    def stop(self) -> Recorded:
        """End the take: drain every queue, close the container, seal the file.

        Raises what sealing raises, and E-912 when the disk does not take what is queued: the file then needs salvage.
        Threads have ended and devices are let go all the same.
        """
        self._end()
        encoder, writer, sink = self._encoder, self._writer, self._sink
        assert encoder is not None and writer is not None and sink is not None, "stop() before start()"
        self._close_container()
        return Recorded(
            file=None if sink.is_torn else writer.finish(),
            duration_ns=sink.end_ns if self._broken else self._mixed_ns,
            frames=encoder.frames,
            dropped=self._dropped,
            gaps_ns=dict(self._mixer.gaps_ns),
        )

    def abandon(self) -> None:
        """End every thread and let the devices go, and seal nothing: for a take whose beginning failed."""
        self._end()
        self._close_container()

    def _end(self) -> None:
        """Work off every queue, in the order in which one feeds the next."""
        try:
            self._cameras.ask_to_end()
            self._mixer.close()
            self._cameras.close(self._mixed_ns)
            self._is_ending = True
            if not self._encode.close(DRAIN_S):
                raise Fault("E-912", reason="timeout")
            if self._speech.close() and "speech" not in self._stopped:
                for recogniser in self.recognisers.values():
                    recogniser.flush()  # what is being said at the last moment
            self._faces.close()
            for loss in (self._unshown, self._unheard):
                self._tell(loss.over(self._mixed_ns, is_last=True))
        finally:
            self.let_go()

    def _close_container(self) -> None:
        """Write what the encoder still holds; a disk that fails only now breaks the take as one did before."""
        if self._encoder is not None:
            try:
                self._encoder.close()
            except Exception as problem:
                self._break(problem)

    # ------------------------------------------------------------------ pictures

    def _on_picture(self, pts_us: int) -> None:
        """There is a new picture: put it into the take when its turn has come at the present rate."""
        interval_us = int(1_000_000 / self._fps)
        with self._lock:
            if pts_us <= self._last_picture_us or pts_us < self._next_picture_us - interval_us // 2:
                return
            self._next_picture_us = max(self._next_picture_us + interval_us, pts_us + interval_us // 2)
            self._last_picture_us = pts_us
        self._put_picture(_Pictured(self._cameras.shown_at(pts_us), pts_us))

    def _put_picture(self, item: _Pictured) -> None:
        if self._broken:
            return
        at_ns = item.pts * 1000
        with self._lock:
            is_late = self._waiting >= PICTURES_WAITING
            if is_late:
                self._dropped += 1
                self._unshown.add(at_ns, at_ns, at_ns)
            else:
                self._waiting += 1
            missed = None if is_late else self._unshown.over(at_ns)
        if not is_late:
            self._encode.put(item)
        self._tell(missed)

    def _slate(self, at_ns: int) -> None:
        """No picture for half a second: show that it is missing rather than the last one."""
        pts_us = at_ns // 1000
        with self._lock:
            if pts_us - self._last_picture_us < SLATE_AFTER_NS // 1000:
                return
            self._last_picture_us = pts_us
        self._put_picture(_Pictured(self._cameras.shown_at(pts_us), pts_us))

    def _encode_item(self, item: _Pictured | Mixed) -> None:
        try:
            if isinstance(item, Mixed):
                self._encoder_now().sound(item.at_ns, item.stereo)
            else:
                self._encode_picture(item)
        except Exception as problem:  # whatever it is: the take ends, and what is in the file is sealed
            self._break(problem)

    def _encode_picture(self, item: _Pictured) -> None:
        with self._lock:
            self._waiting -= 1
            waiting = self._waiting
        if self._broken:
            return
        at_ns = item.pts * 1000
        encoder = self._encoder_now()
        fps = self._ladder.judge(at_ns, waiting, PICTURES_WAITING, encoder.last_picture_cpu_ns)
        if fps is not None:
            self._fps = fps
            self.observe(Mark(at_ns, "frame_rate_changed", None, {"fps": fps}))
        stamp = replace(self._stamp, wall_ns=self._wall_minus_clock_ns + self.origin_ns + at_ns)
        frame = self._picture.compose(item.frames, stamp, item.pts)
        encoder.picture(frame)
        if self.checks_faces and at_ns >= self._next_faces_ns:
            self._next_faces_ns = at_ns + int(NS / self._settings.faces_per_s)
            self._faces.put(frame)
        if self._settings.checks_quality and at_ns >= self._next_quality_ns:
            self._next_quality_ns = at_ns + int(NS / self._settings.quality_per_s)
            self._look_at_picture(item)
        if self._preview is not None:
            self._preview(frame)

    def _encoder_now(self) -> Encoder:
        assert self._encoder is not None
        return self._encoder

    def _find_faces(self, frame: VideoFrame) -> None:
        seen = self._finder.find(frame, (frame.pts or 0) * 1000)
        self._seen = seen.faces
        self.observe(seen)

    def _judge_picture(self, item: _Pictured) -> None:
        frame, at_ns = item.frames[0], item.pts * 1000
        if frame is None:
            return  # a slate is no picture to judge
        # The faces were found in the composed picture; only where one camera fills it are they at the same places.
        self._picture_judge.judge(frame, at_ns, self._seen if len(self._cameras) == 1 else ())
        for change in self._picture_judge.changes():
            self.observe(Mark(at_ns, change.kind, None, {"begins": change.begins, **change.facts}))

    # ------------------------------------------------------------------ sound

    def _on_mixed(self, mixed: Mixed) -> None:
        item = replace(mixed, at_ns=mixed.at_ns - self.origin_ns)
        self._mixed_ns = item.at_ns + len(item.stereo) * NS // SAMPLE_RATE_HZ
        self._newest = item
        if not self._broken:
            self._encode.put(item)
        if self.recognisers:
            self._speech.put(item)
            self._tell(self._unheard.over(item.at_ns))
        self._slate(item.at_ns)
        wall_step_ns = 0
        if item.at_ns >= self._next_wall_ns:
            self._next_wall_ns = item.at_ns + NS
            strayed_ns = self.clock.wall_ns() - self.clock.now_ns() - self._wall_minus_clock_ns
            if abs(strayed_ns - self._strayed_ns) > NS:
                wall_step_ns = strayed_ns - self._strayed_ns
                self._strayed_ns = strayed_ns
        self.observe(Beat(item.at_ns, wall_step_ns))

    def _note_unheard(self, item: Mixed) -> None:
        end_ns = item.at_ns + len(item.stereo) * NS // SAMPLE_RATE_HZ
        self._unheard.add(item.at_ns, end_ns, self.now_ns())

    def _hear(self, item: Mixed) -> None:
        try:
            self._listen(item)
        except Fault as fault:
            if "speech engine" in self._stopped:
                raise
            # Deaf, but not to voices: answers are confirmed by a second one from here on, and never count as accepted.
            self._stopped.add("speech engine")
            self._tell_stopped("speech", fault)
            self.recognisers = {channel: Recogniser(channel, None, self._on_heard) for channel in self.recognisers}

    def _listen(self, item: Mixed) -> None:
        for channel, recogniser in self.recognisers.items():
            samples = item.customer if channel is Channel.CUSTOMER else item.counter
            recogniser.feed(item.at_ns, np.zeros_like(samples) if self._is_echo(item.at_ns) else samples)
            judge = self._sound_judges[channel]
            judge.judge(item.at_ns, samples, is_voice=self._is_voice[channel])
            for change in judge.changes():
                facts = {"channel": str(channel), "begins": change.begins, **change.facts}
                self.observe(Mark(item.at_ns, change.kind, None, facts))

    def _is_echo(self, at_ns: int) -> bool:
        """While a loudspeaker speaks, the microphones hear it: the prompt's own words must not become an answer."""
        return self._is_aloud and self._prompt_begin_ns <= at_ns < self._prompt_end_ns + ECHO_NS

    def _on_heard(self, heard: SpeechHeard | VoiceActivity) -> None:
        if isinstance(heard, VoiceActivity):
            self._is_voice[Channel(heard.channel)] = heard.begins
        self.observe(heard)

    # ------------------------------------------------------------------ deaths

    def _until_it_fails(self, detector: str, look: Callable[[T], None]) -> Callable[[T], None]:
        """`look`, until it fails: that is told once, and what feeds it goes on as if nothing had happened."""

        def looking(item: T) -> None:
            if detector not in self._stopped:
                try:
                    look(item)
                except Exception as problem:
                    self._stopped.add(detector)
                    self._tell_stopped(detector, problem)

        return looking

    def _tell_stopped(self, detector: str, problem: Exception) -> None:
        fault = _as_fault(detector, problem)
        self.checks_faces = self.checks_faces and detector != "faces"
        facts = {"detector": detector, "code": fault.code, **fault.facts}
        self.observe(Mark(self.now_ns(), "detector_stopped", None, facts))

    def _on_fault(self, name: str, problem: BaseException) -> None:
        """A thread that the take cannot do without died."""
        if self._is_ending:
            log.error("thread died at the end: %s", name, exc_info=problem)
        else:
            self._break(problem, name)

    def _break(self, problem: BaseException, name: str = "encode") -> None:
        """The take cannot go on; told once."""
        fault = _as_fault(name, problem)
        with self._lock:
            was_broken, self._broken = self._broken, True
        if not was_broken:
            self.observe(TakeBroken(fault))

    def _tell(self, mark: Mark | None) -> None:
        if mark is not None:
            self.observe(mark)


def _as_fault(name: str, problem: BaseException) -> Fault:
    """What the world did is a fault already; anything else is our mistake, and goes to the log with its stack."""
    if isinstance(problem, Fault):
        return problem
    if isinstance(problem, OSError):
        return Fault("E-912", reason=problem.strerror or "?")
    log.error("%s failed", name, exc_info=problem)
    return Fault("E-901")
