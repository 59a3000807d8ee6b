"""Sound cues for the clerk: few, short, low enough for old ears (below 2 kHz), and made here: no sound file.

    ready 660 Hz · start 660 → 880 · step passed 880, soft · attention 440 twice · finished 880 → 660

They go to the computer's own loudspeaker, never into the take's tracks. Start and finish cannot be muted: everybody in
the room has to know. Without an audio device, or where nothing is shown on a screen, there is silence and no complaint.
"""

import logging
import math
from enum import Enum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QGuiApplication

log = logging.getLogger("sounds")

RATE_HZ = 48_000
FADE_S = 0.012
"""a tone that begins or ends at once clicks, and a click is all high notes"""
TONE_S = 0.15
HIGHEST_HZ = 2_000
LOUD, SOFT = 0.28, 0.10
"""of full scale"""

Tone = tuple[float, float]
"""frequency in Hz (0: a rest), seconds"""


class Cue(Enum):
    """What is told; the value is its tones and how loud they are."""

    READY = (((660.0, TONE_S),), LOUD)
    START = (((660.0, TONE_S), (880.0, TONE_S)), LOUD)
    PASSED = (((880.0, 0.12),), SOFT)
    ATTENTION = (((440.0, TONE_S), (0.0, 0.1), (440.0, TONE_S)), LOUD)
    FINISHED = (((880.0, TONE_S), (660.0, TONE_S)), LOUD)


ALWAYS = frozenset({Cue.START, Cue.FINISHED})
"""cannot be muted"""


def samples_of(cue: Cue) -> npt.NDArray[np.int16]:
    """The cue as (n,) int16 mono at `RATE_HZ`."""
    tones, loudness = cue.value
    return np.concatenate([_tone(hertz, seconds, loudness) for hertz, seconds in tones])


def _tone(hertz: float, seconds: float, loudness: float) -> npt.NDArray[np.int16]:
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    edge = np.clip(np.minimum(at_s, seconds - at_s) / FADE_S, 0.0, 1.0)
    smooth = 0.5 - 0.5 * np.cos(math.pi * edge)
    return np.round(np.sin(2 * math.pi * hertz * at_s) * smooth * loudness * 32_767).astype(np.int16)


class Sounds(QObject):
    """Plays cues; a new one replaces the one that still sounds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_muted = False
        self.played: list[Cue] = []
        """the newest few, also where nothing could be heard"""
        self._buffer = QBuffer(self)
        self._sink: QObject | None = None

    def play(self, cue: Cue) -> None:
        """Returns at once."""
        if self.is_muted and cue not in ALWAYS:
            return
        self.played = [*self.played[-9:], cue]
        if QGuiApplication.platformName() == "offscreen":  # nobody sits there
            return
        try:
            self._sound(samples_of(cue).tobytes())
        except (ImportError, RuntimeError) as problem:  # no multimedia in this installation
            log.info("a cue could not be played: %s", type(problem).__name__)

    def _sound(self, sound: bytes) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio  # loads slowly

        device = QMediaDevices.defaultAudioOutput()
        form = QAudioFormat()
        form.setSampleRate(RATE_HZ)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if device.isNull() or not device.isFormatSupported(form):
            return
        if isinstance(self._sink, QAudioSink):
            self._sink.stop()
            self._sink.deleteLater()
        self._buffer.close()
        self._buffer.setData(QByteArray(sound))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = sink = QAudioSink(device, form, self)
        sink.start(self._buffer)
        if sink.error() != QtAudio.Error.NoError:
            log.info("the loudspeaker takes no cue: %s", sink.error().name)
