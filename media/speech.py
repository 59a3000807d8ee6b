"""What is said on one channel: voice or silence, words with their times and confidence, and when an answer has ended.

    48 kHz blocks ─► 16 kHz ─► 20 ms frames ─┬─► voice or not (webrtcvad and an energy gate) ─► VoiceActivity
                                             └─► anything louder than the room? ─► vosk ──────► SpeechHeard

Promises: times are those of the take, exact to the sample, also after gaps, which are filled with silence and counted.
What is said with pauses shorter than `END_PAUSE_S` is one utterance, so that a refusal is never torn from what follows
("不，……同意"). The recognition library by itself cuts at 0.4 s and answers about 0.75 s after the end; here its pieces
are joined until the voice has been silent for `END_PAUSE_S`, and then the result is taken at once. Who speaks for
longer than `_LONG_S` is told in parts, cut at a breath.
Without a model only voice is told from silence: `recognised` is False and the text empty.
The engine hears from a little before a sound begins until it has ended, each time a fresh recogniser: in long silence
its search keeps thousands of empty guesses alive (measured: a tenth of a core, half a second to give up on 5 s of it),
and its memory grows with what it has heard.

It does not judge: whether the words are an answer is the session's business. A `Recogniser` is fed on one thread;
`expect` may be called from another.
"""

import json
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import vosk
import webrtcvad

from media.clock import NS
from media.fault import Fault
from media.models import SpeechModel
from media.track import SAMPLE_RATE_HZ, Samples

RATE_HZ = 16_000
END_PAUSE_S = 0.5
"""An answer has ended when the voice has been silent for this long.

Shorter tears hesitating answers apart: with 0.35 s, "不，……同意" with a pause of 0.4 s becomes "不" and then "同意".
Longer keeps everybody waiting. Half a second leaves 0.1 s of the 0.6 s that a result may take.
"""
UNKNOWN = "[unk]"

_DECIMATION = SAMPLE_RATE_HZ // RATE_HZ
_TAPS = 95
_FRAME = RATE_HZ // 50
_FRAMES_PER_S = 50
_ONSET_FRAMES, _ONSET_WINDOW = 3, 5
_MARGIN_DB = 9.0
_QUIETEST_DBFS = -55.0
_FLOOR_FRAMES = 3 * _FRAMES_PER_S
_SOUND_MARGIN_DB = 6.0
_FAINTEST_DBFS = -60.0
_LEAD_FRAMES = 20
_SETTLED_S = 0.2
_STUBBORN_S = 1.2
_PATIENCE_S = 1.0
_LONG_S, _BREATH_S = 14.0, 0.2
_LONGEST_S = 19.0  # the library cuts at 20 s by itself, in the middle of a word
_PARTIAL_FRAMES = 5
_TOLERANCE_NS = 5_000_000
_LONGEST_FILL_S = 2.0
_REFUSALS = ("不", "没", "没有", "不是", "别", "不要", "不行", "不会", "不能")


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word of the model's vocabulary, with its times on the take's clock; confidence 0 to 1."""

    text: str
    begin_ns: int
    end_ns: int
    confidence: float


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """What was heard so far (`is_final` False: the text alone may be trusted to change) or in one whole utterance."""

    channel: str
    text: str
    """without spaces; unknown speech is left out and counted in `unknown`"""
    words: tuple[HeardWord, ...]
    begin_ns: int
    end_ns: int
    confidence: float
    """of the least certain word; 0 while not final, and where nothing was recognised"""
    is_final: bool
    unknown: int
    recognised: bool
    """False: no model, only voice was noticed"""


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Somebody begins to speak on a channel, or has stopped; `at_ns` is when, not when it was noticed."""

    channel: str
    begins: bool
    at_ns: int


class Recogniser:
    """The ear of one channel. Its listener `emit` is called on the thread that feeds it."""

    def __init__(
        self, channel: str, model: SpeechModel | None, emit: Callable[[SpeechHeard | VoiceActivity], None]
    ) -> None:
        """Loads the model (once for all channels); raises `Fault` E-709 when the engine cannot."""
        self.channel = channel
        self.gaps = 0
        """stretches of missing sound that were filled with silence"""
        self.gap_ns = 0
        self.overlap_ns = 0
        """sound that came a second time and was left out"""
        self._model = model
        self._emit = emit
        self._loaded = model.loaded(_load) if model else None
        self._gate = _Gate()
        self._phrases: Sequence[str] | None = None
        self._restart(0)
        self._fed = -1  # samples at 48 kHz since the anchor; -1: nothing yet

    def feed(self, at_ns: int, samples_48k: Samples) -> None:
        """Listen to a block of any size: (n,) int16 mono at 48 kHz, whose first sample was taken at `at_ns`."""
        if self._fed < 0:
            self._restart(at_ns)
        difference_ns = at_ns - self._time_ns(self._fed, SAMPLE_RATE_HZ)
        if difference_ns > _TOLERANCE_NS:
            self._bridge(at_ns, difference_ns)
        elif difference_ns < -_TOLERANCE_NS:
            late = min(len(samples_48k), -difference_ns * SAMPLE_RATE_HZ // NS)
            self.overlap_ns += late * NS // SAMPLE_RATE_HZ
            samples_48k = samples_48k[late:]
        self._hear(samples_48k)

    def expect(self, phrases: Sequence[str] | None) -> None:
        """What the next answers may be made of (None: anything): helps models that take a grammar, ignored by others.

        It counts from the next sound; what is being said at this moment is not cut.
        """
        if self._model is not None and self._model.takes_grammar:
            self._phrases = phrases

    def flush(self) -> None:
        """The sound is over for now: give out what was heard so far as final."""
        if self._fed >= 0:
            self._hear(np.zeros(_TAPS + _DECIMATION * _FRAME, np.int16))
            self._finish()
            self._fed = -1

    # ------------------------------------------------------------------------------------------------- time and sound

    def _bridge(self, at_ns: int, gap_ns: int) -> None:
        """Fill what is missing with silence; a long gap is filled only until any answer has ended, then skipped."""
        self.gaps += 1
        self.gap_ns += gap_ns
        fill_ns = min(gap_ns, int(_LONGEST_FILL_S * NS))
        self._hear(np.zeros(fill_ns * SAMPLE_RATE_HZ // NS, np.int16))
        if fill_ns < gap_ns:
            self._finish()
            self._restart(at_ns)

    def _restart(self, at_ns: int) -> None:
        """Count time anew from `at_ns`; nothing of what came before is carried over."""
        self._resample = _Decimator()
        self._frame = np.zeros(0, np.int16)
        self._anchor_ns = at_ns
        self._fed = 0
        self._position = 0  # samples at 16 kHz since the anchor
        self._stretch = _Stretch(self._position)

    def _hear(self, samples_48k: Samples) -> None:
        self._fed += len(samples_48k)
        waiting = np.concatenate([self._frame, self._resample(samples_48k)])
        whole = len(waiting) // _FRAME * _FRAME
        for begin in range(0, whole, _FRAME):
            self._hear_frame(waiting[begin : begin + _FRAME])
        self._frame = waiting[whole:]

    def _time_ns(self, position: float, rate_hz: int = RATE_HZ) -> int:
        return self._anchor_ns + round(position * NS / rate_hz)

    # ----------------------------------------------------------------------------------------------- voice and words

    def _hear_frame(self, frame: Samples) -> None:
        self._position += _FRAME
        now = self._stretch
        is_voice, is_sound = self._gate.judge(frame)
        self._notice_voice(is_voice)
        now.sounds.append(is_sound)
        if is_sound:
            now.sound_end = self._position
        if now.engine is not None:
            self._recognise(now.engine, frame)
        elif self._loaded is not None:
            now.lead.append(frame)
            if now.voice_begin is not None or sum(now.sounds) >= _ONSET_FRAMES:
                self._listen()
        if self._has_ended():
            self._finish()

    def _notice_voice(self, is_voice: bool) -> None:
        now = self._stretch
        now.voices.append(is_voice)
        if is_voice:
            now.voice_end = self._position
        if now.voice_begin is None and sum(now.voices) >= _ONSET_FRAMES:
            first = list(now.voices).index(True)
            now.voice_begin = self._position - (len(now.voices) - first) * _FRAME
            self._emit(VoiceActivity(self.channel, True, self._time_ns(now.voice_begin)))

    def _listen(self) -> None:
        """Something sounds: start the engine with what came just before."""
        now, loaded, phrases = self._stretch, self._loaded, self._phrases
        if phrases is None:
            engine = vosk.KaldiRecognizer(loaded, RATE_HZ)
        else:
            engine = vosk.KaldiRecognizer(loaded, RATE_HZ, grammar(phrases, lambda word: _knows(loaded, word)))
        engine.SetWords(True)
        now.engine, now.engine_begin = engine, self._position - len(now.lead) * _FRAME
        self._recognise(engine, np.concatenate(now.lead))
        now.lead.clear()

    def _recognise(self, engine: Any, samples: Samples) -> None:
        try:
            is_cut = engine.AcceptWaveform(samples.tobytes())
        except Exception as problem:  # the library raises nothing narrower
            raise Fault("E-712", channel=self.channel) from problem
        if is_cut:
            self._keep(engine.Result())
        elif self._position // _FRAME % _PARTIAL_FRAMES == 0:
            partial = json.loads(engine.PartialResult())["partial"]
            if partial != self._stretch.partial:
                self._stretch.partial, self._stretch.partial_changed = partial, self._position
                self._show()

    def _keep(self, result: str) -> None:
        now = self._stretch
        now.pieces += [self._piece(row, now.engine_begin) for row in json.loads(result).get("result", ())]
        now.partial, now.partial_changed = "", self._position

    def _piece(self, row: dict[str, Any], engine_begin: int) -> HeardWord:
        """A row of the engine, whose times are seconds since it began to hear."""
        begin_ns = self._time_ns(engine_begin + row["start"] * RATE_HZ)
        end_ns = self._time_ns(engine_begin + row["end"] * RATE_HZ)
        return HeardWord(row["word"], begin_ns, end_ns, min(1.0, float(row["conf"])))

    def _show(self) -> None:
        """Tell the words so far, when they differ from what was told last."""
        now = self._stretch
        tokens = [piece.text for piece in now.pieces] + now.partial.split()
        text = "".join(token for token in tokens if token != UNKNOWN)
        if text in ("", now.shown):
            return
        now.shown = text
        at_ns = self._time_ns(self._position)
        begin_ns = at_ns if now.voice_begin is None else self._time_ns(now.voice_begin)
        self._emit(SpeechHeard(self.channel, text, (), begin_ns, at_ns, 0.0, False, tokens.count(UNKNOWN), True))

    # ------------------------------------------------------------------------------------------------ end of an answer

    def _has_ended(self) -> bool:
        now = self._stretch
        if now.voice_begin is not None:
            silent_s = self._since_s(now.voice_end)
            if silent_s >= END_PAUSE_S:
                return silent_s >= _STUBBORN_S or self._since_s(now.partial_changed) >= _SETTLED_S
            spoken_s = self._since_s(now.voice_begin)
            if spoken_s >= _LONGEST_S or (spoken_s >= _LONG_S and silent_s >= _BREATH_S):
                return True  # no answer is so long: a speech, told in parts, at a breath where there is one
        if now.engine is None:
            return False
        if now.pieces and not now.partial:
            # The engine is sure that the words are over: it heard what the gate did not, or noise keeps the gate open.
            quiet_s = (self._time_ns(self._position) - now.pieces[-1].end_ns) / NS
            return quiet_s >= (END_PAUSE_S if now.voice_begin is None else _PATIENCE_S)
        return now.voice_begin is None and self._since_s(now.sound_end) >= END_PAUSE_S

    def _since_s(self, position: int) -> float:
        return (self._position - position) / RATE_HZ

    def _finish(self) -> None:
        """Close the utterance: what the engine still holds is taken and told."""
        ended = self._stretch
        if ended.engine is not None:
            self._keep(ended.engine.FinalResult())
        self._stretch = _Stretch(self._position)
        if ended.voice_begin is not None:
            begin_ns, end_ns = self._time_ns(ended.voice_begin), self._time_ns(ended.voice_end)
            self._emit(VoiceActivity(self.channel, False, end_ns))
            if self._loaded is None:
                self._emit(SpeechHeard(self.channel, "", (), begin_ns, end_ns, 0.0, True, 0, False))
        if ended.pieces:
            self._emit(self._utterance(ended.pieces))

    def _utterance(self, pieces: Sequence[HeardWord]) -> SpeechHeard:
        words = tuple(piece for piece in pieces if piece.text != UNKNOWN)
        return SpeechHeard(
            channel=self.channel,
            text="".join(word.text for word in words),
            words=words,
            begin_ns=pieces[0].begin_ns,
            end_ns=pieces[-1].end_ns,
            confidence=min((word.confidence for word in words), default=0.0),
            is_final=True,
            unknown=len(pieces) - len(words),
            recognised=True,
        )


class _Stretch:
    """What is known of the sound since the last utterance; positions are samples at 16 kHz since the anchor."""

    def __init__(self, position: int) -> None:
        self.voices: deque[bool] = deque(maxlen=_ONSET_WINDOW)
        self.sounds: deque[bool] = deque(maxlen=_ONSET_WINDOW)
        self.lead: deque[Samples] = deque(maxlen=_LEAD_FRAMES)
        self.voice_begin: int | None = None
        self.voice_end = self.sound_end = self.partial_changed = position
        self.pieces: list[HeardWord] = []
        self.partial = self.shown = ""
        self.engine: Any = None
        self.engine_begin = position


def grammar(phrases: Sequence[str], is_known: Callable[[str], bool]) -> str:
    """The phrases as the engine wants them: JSON, split into words it knows, with `[unk]` and the common refusals.

    Refusals are always among them: a grammar of acceptances alone would hear 不同意 as 同意. A phrase with a character
    that the model does not know is left out; the engine would leave out the word and keep the rest.
    """
    split = [_split(phrase, is_known) for phrase in (*phrases, *_REFUSALS)]
    rows = sorted({" ".join(words) for words in split if words})
    return json.dumps([*rows, UNKNOWN], ensure_ascii=False)


def _split(phrase: str, is_known: Callable[[str], bool]) -> list[str]:
    """The fewest known words that make up the phrase; empty when there are none."""
    text = "".join(character for character in phrase if character.isalnum())
    best: list[list[str] | None] = [[], *[None] * len(text)]
    for end in range(1, len(text) + 1):
        for begin in range(end):
            before, word = best[begin], text[begin:end]
            found = best[end]
            if before is not None and (found is None or len(before) + 1 < len(found)) and is_known(word):
                best[end] = [*before, word]
    return best[-1] or []


class _Decimator:
    """48 kHz to 16 kHz with a linear-phase low-pass (6.9 kHz kept, above 8.7 kHz under -70 dB); keeps its state.

    Output sample k is the input around sample 3k exactly: the filter's delay shows as lag, never as shifted time.
    """

    def __init__(self) -> None:
        half = _TAPS // 2
        steps = np.arange(-half, half + 1)
        taps = np.sinc(2 * 7_800 / SAMPLE_RATE_HZ * steps) * np.kaiser(_TAPS, 7.0)
        self._taps: npt.NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
        self._rest: npt.NDArray[np.float32] = np.zeros(half, np.float32)

    def __call__(self, samples: Samples) -> Samples:
        waiting = np.concatenate([self._rest, samples.astype(np.float32)])
        count = max(0, (len(waiting) - _TAPS) // _DECIMATION + 1)
        if count == 0:
            self._rest = waiting
            return np.zeros(0, np.int16)
        windows = np.lib.stride_tricks.sliding_window_view(waiting, _TAPS)[: count * _DECIMATION : _DECIMATION]
        self._rest = waiting[count * _DECIMATION :]
        return np.clip(np.rint(windows @ self._taps), -32768, 32767).astype(np.int16)


class _Gate:
    """For each 20 ms: is it voice, and does it sound at all above the room?

    Voice is what webrtcvad takes for speech and stands out of the last seconds' noise. The noise floor is the quietest
    frame of the last three seconds: speech always has gaps in so long a time, and steady noise that sets in suddenly is
    known for what it is after them.
    """

    def __init__(self) -> None:
        self._vad = webrtcvad.Vad(2)
        self._levels: deque[float] = deque(maxlen=_FLOOR_FRAMES)

    def judge(self, frame: Samples) -> tuple[bool, bool]:
        """(voice, sound) of one frame of 20 ms at 16 kHz."""
        power = float(np.mean(np.square(frame.astype(np.float32)))) / 32768.0**2
        level_dbfs = 10 * float(np.log10(power + 1e-12))
        self._levels.append(level_dbfs)
        floor_dbfs = min(self._levels)
        is_sound = level_dbfs > max(floor_dbfs + _SOUND_MARGIN_DB, _FAINTEST_DBFS)
        stands_out = level_dbfs > max(floor_dbfs + _MARGIN_DB, _QUIETEST_DBFS)
        return stands_out and bool(self._vad.is_speech(frame.tobytes(), RATE_HZ)), is_sound


def _knows(loaded: Any, word: str) -> bool:
    return bool(loaded.vosk_model_find_word(word) >= 0)


def _load(folder: Path) -> Any:
    """The engine's model; always by path, since by name it would download one and end the process on failure."""
    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as problem:  # the library raises nothing narrower
        raise Fault("E-709", model=folder.name) from problem


if __name__ == "__main__":  # the trial of a model that is about to be installed, see `media.models`
    vosk.KaldiRecognizer(_load(Path(sys.argv[1])), RATE_HZ)
