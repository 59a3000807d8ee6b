"""The two tests that need somebody: three words said into the microphone, and a sound heard from the loudspeaker.

    WordsTest     said ─► recogniser ─► which of the words were heard, within eight seconds
    SpeakerTest   sweep and sentence ─► loudspeaker ─► "heard?" yes or no; and did the sweep come back by microphone?

The sweep is found in the microphone's sound by correlation, so a radio or a voice is not taken for it. That it did not
come back proves nothing (a headset, a microphone that suppresses echo): only a person's yes or no decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.faults import Fault
from app.session.lexicon import DENIAL, NO, UNKNOWING
from media.clock import NS
from media.models import SpeechModel
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.track import SAMPLE_RATE_HZ, Samples, Sound

DENIALS = ("不", "没", "别", "未")
GRACE_NS = 2 * NS
"""who has begun to speak may end"""
SWEEP_S = 0.5
SWEEP_HZ = (600.0, 2400.0)
SWEEP_DBFS = -16.0
PAUSE_S = 0.3
RETURNS_WITHIN_NS = NS
LIKENESS = 0.15
"""correlation from which what was heard is the sweep; noise reaches 0.1"""


class WordsTest:
    """Listens for the words; fed on the microphone's thread, asked on another."""

    def __init__(self, words: tuple[str, ...], model: SpeechModel, channel: str, now_ns: int, listen_ns: int) -> None:
        """Raises E-709 when the engine cannot load the model."""
        self.words = words
        self.heard: tuple[str, ...] = ()
        self.fault: Fault | None = None
        self.until_ns = now_ns + listen_ns
        self._is_speaking = False
        self._ear = Recogniser(channel, model, self._on_heard)
        # A recogniser that knew only these words would hear them in anything.
        self._ear.expect([*words, *NO, *UNKNOWING, *DENIAL])

    def hear(self, sound: Sound) -> None:
        if self.fault is None:
            try:
                self._ear.feed(sound.at_ns, sound.samples)
            except Fault as fault:
                self.fault = fault

    def is_over(self, now_ns: int) -> bool:
        patient_ns = self.until_ns + (GRACE_NS if self._is_speaking else 0)
        return len(self.heard) == len(self.words) or self.fault is not None or now_ns >= patient_ns

    def _on_heard(self, heard: SpeechHeard | VoiceActivity) -> None:
        if isinstance(heard, VoiceActivity):
            self._is_speaking = heard.begins
        elif heard.is_final:
            self.heard = tuple(word for word in self.words if word in self.heard or _says(heard.text, word))


def _says(text: str, word: str) -> bool:
    """Whether the word stands there, and not as part of its opposite: 不清楚 contains 清楚."""
    at = text.find(word)
    while at >= 0:
        if not text[:at].endswith(DENIALS):
            return True
        at = text.find(word, at + 1)
    return False


@dataclass(frozen=True, slots=True)
class Echo:
    """The sweep as the microphone heard it."""

    dbfs: float
    delay_ns: int


class SpeakerTest:
    """One playing of the test sound, the answer of a person, and the echo."""

    def __init__(self, play: Callable[[Samples], None], sentence: Samples | None, now_ns: int) -> None:
        """Plays at once; what the loudspeaker raises is the test's `fault`."""
        self.fault: Fault | None = None
        self.was_heard: bool | None = None
        self.echo: Echo | None = None
        self.is_measured = False
        self.begin_ns = now_ns
        sound = trial_sound(sentence)
        self.end_ns = now_ns + len(sound) * NS // SAMPLE_RATE_HZ
        self.measure_ns = now_ns + int(SWEEP_S * NS) + RETURNS_WITHIN_NS
        try:
            play(sound)
        except Fault as fault:
            self.fault = fault

    def is_playing(self, now_ns: int) -> bool:
        return self.fault is None and now_ns < self.end_ns

    def measure(self, at_ns: int, samples: Samples) -> None:
        """Look for the sweep in what the microphone heard from `at_ns` on."""
        self.is_measured = True
        self.echo = find_sweep(at_ns - self.begin_ns, samples)


def sweep() -> npt.NDArray[np.float64]:
    """Half a second that rises through the middle of the band of speech, with soft ends; peak 1."""
    time_s = np.arange(round(SWEEP_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    low, high = SWEEP_HZ
    phase = 2 * np.pi * (low * time_s + (high - low) * time_s**2 / (2 * SWEEP_S))
    edge = round(0.02 * SAMPLE_RATE_HZ)
    envelope = np.ones(len(time_s))
    envelope[:edge] = np.sin(np.linspace(0, np.pi / 2, edge)) ** 2
    envelope[-edge:] = envelope[:edge][::-1]
    return np.asarray(np.sin(phase) * envelope, np.float64)


def trial_sound(sentence: Samples | None) -> Samples:
    """The sweep, and after a pause the sentence where there is a voice."""
    peak = 32767 * 10 ** (SWEEP_DBFS / 20) * np.sqrt(2)
    parts = [(sweep() * peak).astype(np.int16)]
    if sentence is not None:
        parts += [np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ), np.int16), sentence]
    return np.concatenate(parts)


def find_sweep(offset_ns: int, samples: Samples) -> Echo | None:
    """Where the sweep lies in what was heard; `offset_ns` is when its first sample was taken, after the playing began.

    None when it is not in it, or too little was heard.
    """
    pattern = sweep()
    heard = samples.astype(np.float64) / 32768.0
    lags = len(heard) - len(pattern) + 1
    if lags < 1:
        return None
    size = 1 << (len(heard) + len(pattern)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(pattern, size))
    match = np.abs(np.fft.irfft(spectrum, size)[:lags])
    energy = np.concatenate([[0.0], np.cumsum(np.square(heard))])
    local = np.sqrt(np.maximum(energy[len(pattern) :][:lags] - energy[:lags], 1e-12))
    length = float(np.sqrt(np.square(pattern).sum()))
    likeness = match / (local * length)
    best = int(np.argmax(match))
    if likeness[best] < LIKENESS:
        return None
    rms = match[best] / length / np.sqrt(len(pattern))
    return Echo(20 * float(np.log10(max(rms, 1e-6))), offset_ns + best * NS // SAMPLE_RATE_HZ)
