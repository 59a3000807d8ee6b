"""The Recorder: from tracks to one sealed file, and everything seen and heard on the way.

    cameras ── Worker each ──┐                       ┌── Latest ──► faces
    (loss, come-back, rate)  ├── Stage "encode" ─────┤
    Mixer (heartbeat 40 ms) ─┘   picture → encoder → SealedWriter (chunks, tail, fragments)
          └────────────────────── Stage "speech" ──► recognisers, sound quality

It promises: sound is never dropped; a picture is dropped only when the encoder is two seconds behind, and counted; a
lost device leaves a slate or silence of its own length, never a frozen picture; what is written is sealed at once, and
at most one fragment (half a second) is not yet safe. It decides nothing: what it observes goes to one `observe`
callable as small frozen values, from several threads, and whoever listens must not block.

It does not know scripts, vaults or people.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.evidence.sealed import Sealed, SealedWriter
from app.faults import Fault
from app.model import Channel, Mark
from media.clock import NS, Clock
from media.encode import Encoder, EncodeSettings, RateLadder
from media.faces import Face, FaceFinder, FacesSeen
from media.fragments import Fragment, FragmentWatcher
from media.mixer import Mixed, Mixer
from media.models import SpeechModel
from media.picture import Picture, Stamp
from media.quality import PictureJudge, SoundJudge
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.stage import Latest, Stage, WhenFull, Worker
from media.track import AudioTrack, Samples, TrackEnded, VideoFrame, VideoTrack

log = logging.getLogger("recording")

PICTURES_WAITING = 30
"""two seconds of pictures may wait for the encoder; then new ones are dropped and counted"""
SLATE_AFTER_NS = NS // 2
REOPEN_EVERY_NS = NS
CAMERA_GONE_AFTER_NS = 10 * NS


@dataclass(frozen=True, slots=True)
class Beat:
    """The heartbeat: the take has reached `at_ns`; `lag_ns` is how far the computer's clock strayed from the take's."""

    at_ns: int
    wall_step_ns: int


@dataclass(frozen=True, slots=True)
class FragmentSealed:
    """A fragment is safe on disk; `sealed_bytes` is the file's size."""

    fragment: Fragment
    sealed_bytes: int


@dataclass(frozen=True, slots=True)
class TakeBroken:
    """The take cannot go on (disk full, encoder died): it must be ended with what it has."""

    fault: Fault


Observation = Beat | FragmentSealed | TakeBroken | Mark | SpeechHeard | VoiceActivity | FacesSeen
Observe = Callable[[Observation], None]


@dataclass(frozen=True, slots=True)
class RecorderSettings:
    """Rates and sizes of one take; house defaults."""

    encode: EncodeSettings = field(default_factory=EncodeSettings)
    faces_per_s: float = 5.0
    quality_per_s: float = 2.0
    checks_faces: bool = True
    checks_quality: bool = True
    checks_speech: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a finished take is."""

    sealed: Sealed
    duration_ns: int
    frames: int
    dropped: int
    gaps_ns: dict[str, int]
    init_bytes: int


class _Sink:
    """What the muxer writes into: seals every byte, and makes each whole fragment safe."""

    def __init__(self, writer: SealedWriter, observe: Observe) -> None:
        self._writer = writer
        self._observe = observe
        self.watcher = FragmentWatcher()

    def write(self, chunk: bytes) -> int:
        self._writer.write(chunk)
        for fragment in self.watcher.feed(chunk):
            self._writer.checkpoint()
            self._observe(FragmentSealed(fragment, self._writer.sealed_bytes))
        return len(chunk)


@dataclass(frozen=True, slots=True)
class _Pictured:
    frames: tuple[VideoFrame | None, ...]
    pts: int


class _Camera:
    """One camera's worker: newest frame, loss and come-back."""

    def __init__(self, index: int, track: VideoTrack, recorder: "Recorder") -> None:
        self.track = track
        self.newest: VideoFrame | None = None
        self._index = index
        self._recorder = recorder

    def run(self, stop: threading.Event) -> None:
        recorder = self._recorder
        while not stop.is_set():
            try:
                frame = self.track.recv(stop)
            except TrackEnded:
                if not stop.is_set():
                    self._lose("E-105")
                return
            except Fault as fault:
                self._lose(fault.code)
                if not self._come_back(stop):
                    return
                continue
            frame.pts = (frame.pts or 0) - recorder.origin_ns // 1000
            self.newest = frame
            if self._index == 0:
                recorder.on_picture(frame.pts)

    def _lose(self, code: str) -> None:
        self.newest = None
        facts = {"camera": self._index, "code": code}
        self._recorder.observe(Mark(self._recorder.now_ns(), "camera_lost", None, facts))

    def _come_back(self, stop: threading.Event) -> bool:
        clock = self._recorder.clock
        while clock.sleep_until(clock.now_ns() + REOPEN_EVERY_NS, stop):
            self.track.close()
            try:
                self.track.open(clock)
            except Fault:
                continue
            self._recorder.observe(Mark(self._recorder.now_ns(), "camera_back", None, {"camera": self._index}))
            return True
        return False


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
        self._cameras = [_Camera(index, track, self) for index, track in enumerate(cameras)]
        self._microphones: list[VideoTrack | AudioTrack] = [counter] if customer is None else [counter, customer]
        self._writer: SealedWriter | None = None
        self._sink: _Sink | None = None
        self._picture = picture
        self._stamp = stamp
        self._preview = preview
        self._ladder = RateLadder(self._settings.encode.fps)
        self._fps: float = self._settings.encode.fps
        self._encoder: Encoder | None = None
        self._broken = False
        self._waiting = 0
        self._dropped = 0
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
            self._hear,
            depth=250,
            clock=clock,
            on_fault=self._on_fault,
            when_full=WhenFull.OLDEST,
            on_drop=lambda item: observe(Mark(item.at_ns, "speech_gap")),
        )
        self._faces: Latest[VideoFrame] = Latest("faces", self._find_faces, clock=clock, on_fault=self._on_fault)
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
        self._sound_judges = {channel: SoundJudge(channel) for channel in self.recognisers}
        self._is_voice = dict.fromkeys(self.recognisers, False)
        self._workers = [
            Worker(f"camera-{index}", camera.run, clock, self._on_fault) for index, camera in enumerate(self._cameras)
        ]

    def open(self) -> None:
        """Open every device and load the detectors; raises `Fault` with nothing left open."""
        if self.checks_faces:
            try:
                self._finder.start()
            except Fault as fault:  # the take is worth having without it, but nobody may believe faces were checked
                self.checks_faces, self.face_fault = False, fault
        opened: list[VideoTrack | AudioTrack] = []
        try:
            tracks: list[VideoTrack | AudioTrack] = [camera.track for camera in self._cameras]
            for track in tracks + self._microphones:
                opened.append(track)
                track.open(self.clock)
        except Fault:
            for track in opened:
                track.close()
            raise

    def let_go(self) -> None:
        """Let the devices go; alone, when the take does not begin after all."""
        self._finder.close()
        for camera in self._cameras:
            camera.track.close()
        for microphone in self._microphones:
            microphone.close()

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
        for worker in self._workers:
            worker.start()

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
        """Mix a prompt into the counter channel and play it; see `Mixer.speak`."""
        origin_ns = self.origin_ns
        self._mixer.speak(
            samples,
            cues,
            done=lambda at_ns, whole: done(at_ns - origin_ns, whole),
            cue=lambda index, at_ns: cue(index, at_ns - origin_ns),
        )

    def hush(self) -> None:
        self._mixer.hush()

    def expect(self, phrases: Sequence[str] | None) -> None:
        """What the customer is likely to say next: the grammar of the step."""
        if Channel.CUSTOMER in self.recognisers:
            self.recognisers[Channel.CUSTOMER].expect(phrases)

    @property
    def dropped(self) -> int:
        return self._dropped

    def stop(self) -> Recorded:
        """End the take: drain every queue, close the container, seal the file. Raises what sealing raises."""
        duration_ns = self.now_ns()
        for worker in self._workers:
            worker.ask_to_end()
        self._mixer.close()
        for worker in self._workers:
            worker.close()
        self._encode.close()
        self._speech.close()
        self._faces.close()
        self.let_go()
        encoder, writer, sink = self._encoder, self._writer, self._sink
        assert encoder is not None and writer is not None and sink is not None, "stop() before start()"
        if not self._broken:
            encoder.close()
        sealed = writer.finish()
        return Recorded(
            sealed=sealed,
            duration_ns=duration_ns,
            frames=encoder.frames,
            dropped=self._dropped,
            gaps_ns=dict(self._mixer.gaps_ns),
            init_bytes=sink.watcher.init_size,
        )

    # ------------------------------------------------------------------ pictures

    def on_picture(self, pts_us: int) -> None:
        """The first camera has a new frame: put it into the take when its turn has come at the present rate."""
        interval_us = int(1_000_000 / self._fps)
        with self._lock:
            if pts_us <= self._last_picture_us or pts_us < self._next_picture_us - interval_us // 2:
                return
            self._next_picture_us = max(self._next_picture_us + interval_us, pts_us + interval_us // 2)
            self._last_picture_us = pts_us
            frames = tuple(camera.newest for camera in self._cameras)
        self._put_picture(_Pictured(frames, pts_us))

    def _put_picture(self, item: _Pictured) -> None:
        if self._broken:
            return
        with self._lock:
            is_late = self._waiting >= PICTURES_WAITING
            if is_late:
                self._dropped += 1
            else:
                self._waiting += 1
        if is_late:
            return
        self._encode.put(item)

    def _slate(self, at_ns: int) -> None:
        """No picture for half a second: show that it is missing rather than the last one."""
        pts_us = at_ns // 1000
        with self._lock:
            if pts_us - self._last_picture_us < SLATE_AFTER_NS // 1000:
                return
            self._last_picture_us = pts_us
            frames = tuple(None for _ in self._cameras)
        self._put_picture(_Pictured(frames, pts_us))

    def _encode_item(self, item: _Pictured | Mixed) -> None:
        try:
            if isinstance(item, Mixed):
                self._encoder_now().sound(item.at_ns, item.stereo)
            else:
                self._encode_picture(item)
        except (Fault, OSError) as problem:
            if not self._broken:
                self._broken = True
                self.observe(TakeBroken(problem if isinstance(problem, Fault) else Fault("E-912", errno=problem.errno)))

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
        if self._settings.checks_quality and at_ns >= self._next_quality_ns and item.frames[0] is not None:
            self._next_quality_ns = at_ns + int(NS / self._settings.quality_per_s)
            self._judge_picture(item.frames[0], at_ns)
        if self._preview is not None:
            self._preview(frame)

    def _encoder_now(self) -> Encoder:
        assert self._encoder is not None
        return self._encoder

    def _find_faces(self, frame: VideoFrame) -> None:
        seen = self._finder.find(frame, (frame.pts or 0) * 1000)
        self._seen = seen.faces
        self.observe(seen)

    def _judge_picture(self, frame: VideoFrame, at_ns: int) -> None:
        # The faces were found in the composed picture; only where one camera fills it are they at the same places.
        self._picture_judge.judge(frame, at_ns, self._seen if len(self._cameras) == 1 else ())
        for change in self._picture_judge.changes():
            self.observe(Mark(at_ns, change.kind, None, {"begins": change.begins, **change.facts}))

    # ------------------------------------------------------------------ sound

    def _on_mixed(self, mixed: Mixed) -> None:
        item = replace(mixed, at_ns=mixed.at_ns - self.origin_ns)
        if not self._broken:
            self._encode.put(item)
        if self.recognisers:
            self._speech.put(item)
        self._slate(item.at_ns)
        wall_step_ns = 0
        if item.at_ns >= self._next_wall_ns:
            self._next_wall_ns = item.at_ns + NS
            strayed_ns = self.clock.wall_ns() - self.clock.now_ns() - self._wall_minus_clock_ns
            if abs(strayed_ns - self._strayed_ns) > NS:
                wall_step_ns = strayed_ns - self._strayed_ns
                self._strayed_ns = strayed_ns
        self.observe(Beat(item.at_ns, wall_step_ns))

    def _hear(self, item: Mixed) -> None:
        for channel, recogniser in self.recognisers.items():
            samples = item.customer if channel is Channel.CUSTOMER else item.counter
            recogniser.feed(item.at_ns, samples)
            judge = self._sound_judges[channel]
            judge.judge(item.at_ns, samples, is_voice=self._is_voice[channel])
            for change in judge.changes():
                facts = {"channel": str(channel), "begins": change.begins, **change.facts}
                self.observe(Mark(item.at_ns, change.kind, None, facts))

    def _on_heard(self, heard: SpeechHeard | VoiceActivity) -> None:
        if isinstance(heard, VoiceActivity):
            self._is_voice[Channel(heard.channel)] = heard.begins
        self.observe(heard)

    # ------------------------------------------------------------------ deaths

    def _on_fault(self, name: str, problem: BaseException) -> None:
        """A thread died: a detector's death is a mark, the encoder's ends the take."""
        at_ns = self.now_ns()
        code = problem.code if isinstance(problem, Fault) else "E-901"
        if code == "E-901":
            log.error("thread died: %s", name, exc_info=problem)
        if name in ("faces", "speech"):
            self.observe(Mark(at_ns, "detector_stopped", None, {"detector": name, "code": code}))
            return
        self._broken = True
        self.observe(TakeBroken(problem if isinstance(problem, Fault) else Fault("E-901")))
