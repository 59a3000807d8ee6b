"""Plays a sealed take: one QMediaPlayer, used again for every take, reading through a `SealedDevice`.

    open ─► OPENING ─► PAUSED ⇄ PLAYING ─► ENDED          any ─► FAILED (nothing is shown any more)      close ─► EMPTY

Promises: a seek ends at the very picture that was on at that time, and of many seeks only the newest is still made;
a step moves by exactly one picture; after a fault or `close` no picture comes; speed keeps the pitch (Qt's doing).

Nothing here calls the QMediaPlayer directly once it holds a take. Its threads read through Python, and Qt waits for
them inside `setSourceDevice`, `stop` or `setPosition`: called from Python, which then holds the interpreter's lock,
that waits for ever. So every command is a signal connected, queued, to the C++ slot: the event loop runs it without
the lock. For the same reason `close` takes effect later (`closed`); `finish` waits for that, and is called by itself
when the program ends.
"""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEventLoop, QIODevice, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioDevice, QAudioOutput, QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink

from app.faults import Fault
from ui.replay.ffmpeg_log import hush_ffmpeg
from ui.replay.sealed_device import SealedDevice, View
from ui.replay.spans import Span, next_begin

NS_PER_MS = 1_000_000
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
PATIENCE_MS = 1500
"""how long a seek may wait for its picture: behind the last one there is none"""
LATE_US = 500_000
"""while it plays, the first picture after a seek may be this much later than asked for"""
FINISH_MS = 5000


class PlayerState(StrEnum):
    EMPTY = "empty"
    OPENING = "opening"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"
    FAILED = "failed"


class Player(QObject):
    """Times are nanoseconds of the take, as `int`; the picture's are the stored ones, others are whole milliseconds."""

    state_changed = Signal(object)
    picture_changed = Signal(QVideoFrame)
    moved = Signal(object)
    """where the take is, at_ns"""
    opened = Signal(object)
    """the first picture is there; the take's length in ns"""
    failed = Signal(object)
    """a Fault; the take is closed"""
    sound_changed = Signal(bool)
    closed = Signal()
    """nothing is read any more and the view is closed"""

    _play_wanted = Signal()
    _pause_wanted = Signal()
    _seek_wanted = Signal("qlonglong")  # type: ignore[arg-type]  # `int` has 32 bits, and no such slot is there
    _speed_wanted = Signal(float)
    _source_wanted = Signal(QIODevice, QUrl)
    _loudspeaker_wanted = Signal(QAudioDevice)
    _let_go = Signal(object)
    _settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = PlayerState.EMPTY
        self.length_ns = 0
        self.speed = 1.0
        self._device: SealedDevice | None = None
        self._next: SealedDevice | None = None
        self._is_letting_go = False
        self._picture: tuple[int, int] | None = None
        """begin and end of the picture on show, µs"""
        self._at_ns = 0
        self._seeking_ms: int | None = None
        self._wanted_ms: int | None = None
        self._steps = 0
        self._spans: Sequence[Span] | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.on_patience_ended)
        self._media = QMediaPlayer(self)
        hush_ffmpeg()
        self._sink = QVideoSink(self)
        self._media.setVideoSink(self._sink)
        self._sound: QAudioOutput | None = None
        self._volume = 1.0
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self.on_audio_outputs_changed)
        self._connect()
        self._fit_sound()

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._play_wanted.connect(self._media.play, queued)
        self._pause_wanted.connect(self._media.pause, queued)
        self._seek_wanted.connect(self._media.setPosition, queued)
        self._speed_wanted.connect(self._media.setPlaybackRate, queued)
        self._source_wanted.connect(self._media.setSourceDevice, queued)
        self._let_go.connect(self.on_let_go, queued)
        self._settled.connect(self.on_settled, queued)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.finish)
        self._sink.videoFrameChanged.connect(self.on_video_frame_changed)
        self._media.positionChanged.connect(self.on_position_changed)
        self._media.mediaStatusChanged.connect(self.on_media_status_changed)
        self._media.errorOccurred.connect(self.on_error_occurred)

    # ------------------------------------------------------------------ open and close

    def open(self, view: View) -> None:
        """Show the take in `view`, paused at its beginning; the player owns the view and closes it."""
        self._release(PlayerState.OPENING)
        if self._next is not None:
            self._next.close()
        self._next = SealedDevice(view)
        if not self._is_letting_go:
            self.on_settled()

    def close(self) -> None:
        """Let the take go; `closed` follows."""
        self._release(PlayerState.EMPTY)

    def finish(self) -> None:
        """Close, and return when that is done. The QMediaPlayer must not be destroyed while it holds a take."""
        self.close()
        if not self.is_closed:
            waiting = QEventLoop()
            self.closed.connect(waiting.quit)
            QTimer.singleShot(FINISH_MS, waiting.quit)
            waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    @property
    def is_closed(self) -> bool:
        """Nothing is read and nothing is waiting to be let go."""
        return self._device is None and not self._is_letting_go and self._next is None

    def _release(self, state: PlayerState) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None
        device, self._device = self._device, None
        self._picture = self._seeking_ms = self._wanted_ms = None
        self._steps = self._at_ns = 0
        self._patience.stop()
        if device is not None:
            self._is_letting_go = True
            self._source_wanted.emit(None, QUrl())
            self._let_go.emit(device)
        self._become(state)

    def on_let_go(self, device: SealedDevice) -> None:
        """The player has let go: its threads have ended, but pictures of theirs may still be on the way."""
        device.close()
        self._settled.emit()

    def on_settled(self) -> None:
        """No picture of the take before can come any more."""
        self._is_letting_go = False
        device, self._next = self._next, None
        if device is None:
            self.closed.emit()
            return
        self._fit_sound()
        self._device = device
        device.failed.connect(self.on_device_failed, Qt.ConnectionType.QueuedConnection)
        self._source_wanted.emit(device, QUrl())
        self._speed_wanted.emit(self.speed)
        self._pause_wanted.emit()

    # ------------------------------------------------------------------ commands

    def play(self) -> None:
        """Go on; from the beginning when the end was reached."""
        if self.state is PlayerState.ENDED:
            self.seek(0 if not self._spans else self._spans[0].begin_ns)
        if self.state is PlayerState.PAUSED:
            self._steps = 0
            self._become(PlayerState.PLAYING)
            self._play_wanted.emit()

    def pause(self) -> None:
        if self.state is PlayerState.PLAYING:
            self._become(PlayerState.PAUSED)
            self._pause_wanted.emit()

    def toggle(self) -> None:
        self.pause() if self.state is PlayerState.PLAYING else self.play()

    def seek(self, at_ns: int) -> None:
        """Go to the picture that is on at `at_ns`, as near as the take reaches; plays on if it played."""
        self._steps = 0
        self._seek_ms(-(-at_ns // NS_PER_MS))  # rounded up: at a picture's own time that picture is on

    def step(self, pictures: int) -> None:
        """Pause, and go on or back by so many pictures."""
        self.pause()
        self._steps += pictures
        if self._seeking_ms is None:
            self._take_step()

    def set_speed(self, speed: float) -> None:
        """0.5 to 3."""
        self.speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])
        self._speed_wanted.emit(self.speed)

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._volume = volume
        if self._sound is not None:
            self._sound.setVolume(volume)

    def set_spans(self, spans: Sequence[Span] | None) -> None:
        """While it plays, leave out everything outside these spans (in order, apart); None plays everything."""
        self._spans = spans
        self._skip()

    @property
    def at_ns(self) -> int:
        return self._at_ns

    @property
    def picture_at_ns(self) -> int | None:
        """The stored time of the picture on show."""
        return None if self._picture is None else self._picture[0] * 1000

    @property
    def has_sound(self) -> bool:
        """False where no loudspeaker is: then only the picture is played."""
        return self._sound is not None and not QMediaDevices.defaultAudioOutput().isNull()

    @property
    def is_seeking(self) -> bool:
        return self._seeking_ms is not None

    # ------------------------------------------------------------------ seeking

    def _seek_ms(self, at_ms: int) -> None:
        if self.state in (PlayerState.EMPTY, PlayerState.OPENING, PlayerState.FAILED):
            return
        self._wanted_ms = max(0, min(at_ms, self.length_ns // NS_PER_MS - 1))
        if self._seeking_ms is None:
            self._begin_seek()

    def _begin_seek(self) -> None:
        self._seeking_ms, self._wanted_ms = self._wanted_ms, None
        if self.state is PlayerState.ENDED:
            self._become(PlayerState.PAUSED)
            self._pause_wanted.emit()  # a player that has stopped shows nothing of a seek
        self._seek_wanted.emit(self._seeking_ms)
        self._patience.start()
        self._move((self._seeking_ms or 0) * NS_PER_MS)

    def _end_seek(self) -> None:
        self._seeking_ms = None
        self._patience.stop()
        if self._wanted_ms is not None:
            self._begin_seek()
        elif self._steps:
            self._take_step()

    def _take_step(self) -> None:
        if self._picture is None or not self._steps:
            return
        begin_us, end_us = self._picture
        is_forward = self._steps > 0
        at_ms = end_us // 1000 + 1 if is_forward else (begin_us - 1) // 1000
        if at_ms < 0 or at_ms >= self.length_ns // NS_PER_MS:
            self._steps = 0
            return
        self._steps -= 1 if is_forward else -1
        self._seek_ms(at_ms)

    def on_patience_ended(self) -> None:
        self._steps = 0
        self._end_seek()

    def _skip(self) -> None:
        if self._spans is None or self.state is not PlayerState.PLAYING or self._seeking_ms is not None:
            return
        begin_ns = next_begin(self._spans, self._at_ns)
        if begin_ns is None:
            self.pause()
            self._become(PlayerState.ENDED)
        elif begin_ns > self._at_ns:
            self.seek(begin_ns)

    # ------------------------------------------------------------------ what the QMediaPlayer tells

    def on_video_frame_changed(self, frame: QVideoFrame) -> None:
        if self._device is None or not frame.isValid():
            return
        begin_us, end_us = frame.startTime(), frame.endTime()
        if self._seeking_ms is not None:
            at_us = self._seeking_ms * 1000
            is_near = self.state is PlayerState.PLAYING and at_us <= begin_us <= at_us + LATE_US
            if end_us == at_us and self._wanted_ms is None:
                self._seeking_ms += 1  # Qt shows a picture up to and with the moment in which the next one begins
                self._seek_wanted.emit(self._seeking_ms)
                return
            if not (begin_us <= at_us <= end_us or is_near):
                return  # from before the seek
        self._picture = (begin_us, end_us)
        if self.state is PlayerState.OPENING:
            self.length_ns = self._media.duration() * NS_PER_MS
            self._become(PlayerState.PAUSED)
            self.opened.emit(self.length_ns)
        self.picture_changed.emit(frame)
        if self._seeking_ms is not None:
            self._end_seek()

    def on_position_changed(self, at_ms: int) -> None:
        if self.state is PlayerState.PLAYING and self._seeking_ms is None:
            self._move(at_ms * NS_PER_MS)
            self._skip()

    def on_media_status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._device is None:
            return
        if status is QMediaPlayer.MediaStatus.EndOfMedia and self.state in (PlayerState.PLAYING, PlayerState.PAUSED):
            self._become(PlayerState.ENDED)
            self._move(self.length_ns)
        elif status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail(Fault("E-343", reason=status.name))

    def on_error_occurred(self, error: QMediaPlayer.Error, _text: str) -> None:
        if self._device is not None and error is not QMediaPlayer.Error.NoError:
            self._fail(Fault("E-343", reason=error.name))

    def on_device_failed(self, fault: Fault) -> None:
        if self._device is not None and self._device.fault is fault:
            self._fail(fault)

    def on_audio_outputs_changed(self) -> None:
        """A loudspeaker came or went: sound goes to the default one; a first one is used from the next take on."""
        if self._sound is not None:
            self._loudspeaker_wanted.emit(QMediaDevices.defaultAudioOutput())
        self.sound_changed.emit(self.has_sound)

    def _fit_sound(self) -> None:
        """Sound as soon as there is a loudspeaker; only while no take is held."""
        if self._sound is None and not QMediaDevices.defaultAudioOutput().isNull():
            self._sound = QAudioOutput(self)
            self._sound.setVolume(self._volume)
            self._loudspeaker_wanted.connect(self._sound.setDevice, Qt.ConnectionType.QueuedConnection)
            self._media.setAudioOutput(self._sound)
            self.sound_changed.emit(True)

    def _fail(self, fault: Fault) -> None:
        if self._device is None:
            return
        fault = self._device.fault or fault  # what could not be read explains what could not be played
        self._release(PlayerState.FAILED)
        self.failed.emit(fault)

    def _become(self, state: PlayerState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    def _move(self, at_ns: int) -> None:
        self._at_ns = at_ns
        self.moved.emit(at_ns)
